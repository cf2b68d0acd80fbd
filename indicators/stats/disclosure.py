"""Which numbers of persons to hide, so that few persons cannot be told from what is shown.

A table of counts adds up: groups to the whole, quarters to a year, members to a region. So a cell
of 1-4 persons is hidden (primary), and with it further cells (secondary), until linear programming
from all that is left can bound no hidden cell more closely than 1-4. Whoever reads sees one word
for both.

The attacker that `mask` guards against knows every shown number, every sum that holds, that counts
are not negative, and how this module works. A hidden cell shows nothing: no count, no base, no
share. Therefore the numbers of those who have a property and of those who have not are free of each
other: each is bound by its own sums only, and the base is their sum, so its bounds are the sums of
theirs. Auditing the two apart is auditing all three together.

References
----------
Hundepool A et al. (2012), Statistical Disclosure Control, Wiley, chapter 4.
Willenborg L, de Waal T (2001), Elements of Statistical Disclosure Control, Springer, chapter 6.
Fischetti M, Salazar JJ (2001), Solving the cell suppression problem on tabular data with linear
constraints, Management Science 47, 1008-1027.
Kelly JP, Golden BL, Assad AA (1992), Cell suppression: disclosure protection for sensitive tabular
data, Networks 22, 397-417: protecting one cell at a time by the cheapest change of the table.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from indicators.stats.suppression import Number, Search, Sums, solved

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

Equation = tuple[int, Sequence[int]]
"""A total and the parts that it is the sum of, as places among the cells."""

LIMIT = 5
SMALLEST_BASE = 10
TOTALS = 5.0  # how much dearer it is to hide a total than one of its parts


def sensitive(
    count: ArrayLike,
    base: ArrayLike | None = None,
    limit: int = LIMIT,
    smallest_base: int = SMALLEST_BASE,
) -> Bools:
    """Say which cells tell about few persons.

    Those where the count, the rest of the base or the base itself is from 1 to `limit` − 1; and
    those where nobody or everybody has the property in a base below `smallest_base`, which tells
    about each of them.

    Parameters
    ----------
    count
        Persons, of any shape; NaN is a cell that does not exist.
    base
        Among whom they are counted, in the same shape; None where they are only counted.
    """
    x = np.asarray(count, dtype=np.float64)
    if base is None:
        return np.asarray(_few(x, limit))
    z = np.asarray(base, dtype=np.float64)
    all_alike = ((x == 0) | (x == z)) & (z > 0) & (z < smallest_base)
    return np.asarray(_few(x, limit) | _few(z - x, limit) | _few(z, limit) | all_alike)


def mask(
    cells: ArrayLike,
    equations: Iterable[Equation],
    limit: int = LIMIT,
    *,
    base: ArrayLike | None = None,
    smallest_base: int = SMALLEST_BASE,
    unseen: ArrayLike | None = None,
    cost: ArrayLike | None = None,
) -> Bools:
    """Choose the cells to hide.

    Guaranteed, with bounds by linear programming from all shown cells, the equations and counts not
    below 0, for the count, the rest of the base and the base of every hidden cell:

    - a number for which the cell is sensitive has a lower bound of at most 1 and an upper one of at
      least `limit` − 1;
    - any other number of a hidden cell has bounds at least `limit` − 2 apart, as 1 and 4 are;
    - even if it is known of every hidden number whether it is 0, a sensitive one is not told.

    Except: where a shown total is 0 among `smallest_base` persons or more, its parts are 0 too, and
    that is no secret. And where figures contradict each other so much that nothing helps, all that
    the equations connect is hidden.

    Not guaranteed: that an attacker who tries all *whole* numbers, or who knows one of the hidden
    numbers himself, learns no more.

    Cells that no equations connect do not bear on each other, so a year that is added leaves what
    was hidden of the others as it was.

    The search is Kelly, Golden and Assad's: one sensitive cell after another, find the cheapest
    change of the whole table that keeps the sums, and moves the cell as far as it must be able to
    move; the shown cells that change are hidden. Each such change is kept as a proof for the other
    cells that it moves, and hiding more never undoes a proof.

    Parameters
    ----------
    cells
        True counts of persons, shape (k,); NaN for cells that do not exist.
    equations
        Totals and their parts. Those without a total are void. Where parts are lacking, or do not
        add up, the attacker is taken to know by how much.
    base
        Among whom the counts are, shape (k,); None where persons are only counted.
    unseen
        Cells that are never shown, such as persons in no group. They are protected like others.
    cost
        How unwelcome it is to hide each cell, shape (k,), above 0. By default the logarithm of its
        size, and `TOTALS` times as much for totals.

    Returns
    -------
    array of bool
        The hidden cells, with those of `unseen`.

    Raises
    ------
    ValueError
        When a count is negative, infinite or larger than its base, or an equation names a cell that
        is not there.
    """
    x = _counts(cells)
    z = None if base is None else _counts(base)
    if z is not None and (x > z).any():
        raise ValueError("a count is larger than its base")
    exists = ~np.isnan(x) if z is None else ~np.isnan(x + z)
    hidden = np.zeros(len(x), dtype=bool) if unseen is None else np.array(unseen, dtype=bool)
    hidden &= exists
    few = sensitive(x, z, limit, smallest_base) & exists
    sums = Sums.of(equations, exists)
    if not few.any():
        return hidden
    size = np.where(exists, x if z is None else z, 0)
    price = (1 + np.log1p(size)) * np.where(sums.is_total, TOTALS, 1)
    if cost is not None:
        price = np.asarray(cost, dtype=np.float64)
    tiny = np.zeros(len(x), dtype=bool) if z is None else _few(z, limit)
    numbers = []
    for side in [x] if z is None else [x, z - x]:
        secret = _few(side, limit) | tiny
        if z is not None:
            secret |= (side == 0) & (z > 0) & (z < smallest_base)
        # The two numbers of a base of 1-4 must both come down to 0 for the base to come to 1.
        floor = np.where(tiny, 0.0, 1.0)
        numbers.append(Number(np.nan_to_num(side), secret & exists, floor, limit))
    result = hidden | few
    for cells in sums.components(exists):
        if few[cells].any():
            of_cells = [number.of(cells) for number in numbers]
            begin = (hidden[cells] | few[cells], hidden[cells])
            search = Search(sums.within(cells), of_cells, *begin, size[cells] > 0, price[cells])
            result[cells] = search.run()
    return result


def bounds(
    cells: ArrayLike, equations: Iterable[Equation], hidden: ArrayLike
) -> tuple[Floats, Floats]:
    """Bound every cell from the shown ones: the audit.

    By linear programming, with counts not below 0. For shares, bound the counts and the rests of
    the bases apart and add the two for the bases.

    Parameters
    ----------
    cells
        True counts, shape (k,); NaN for cells that do not exist.
    equations
        As in `mask`.
    hidden
        The cells that are not shown.

    Returns
    -------
    tuple of arrays
        Lower and upper bound; both are the count itself where it is shown, and the upper one is
        infinite where nothing limits it.
    """
    x = _counts(cells)
    exists = ~np.isnan(x)
    sums = Sums.of(equations, exists)
    lower, upper = x.copy(), x.copy()
    for group in sums.components(np.asarray(hidden, dtype=bool) & exists):
        columns, endless = sums.within(group), np.full(len(group), np.inf)
        for place, cell in enumerate(group):
            aim = np.zeros(len(group))
            for sign, bound in ((1, lower), (-1, upper)):
                aim[place] = sign
                change = solved(aim, columns, -x[group], endless)
                bound[cell] += -sign * np.inf if change is None else change[place]
    return lower, upper


def _counts(values: ArrayLike) -> Floats:
    counts = np.asarray(values, dtype=np.float64)
    if (counts < 0).any() or np.isinf(counts).any():
        raise ValueError("counts must be 0 or more, and finite")
    return counts


def _few(count: Floats, limit: int) -> Bools:
    return np.asarray((count > 0) & (count < limit))
