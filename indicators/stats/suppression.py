"""The search behind `disclosure`: the cheapest further cells to hide, one linear program at a time.

A table is thought of as a *change* d from its true counts: it keeps the sums when A d = 0, and it
keeps what is shown when d is 0 there. Equations that do not add up need no care: by how much they
are off does not change.

Kelly, Golden and Assad (1992): for one sensitive cell after another, find the cheapest change of
the whole table that moves it as far as it must be able to move, and hide the shown cells that
change. Each change found is kept as a proof for the other cells that it moves: an attacker cannot
rule that table out. Hiding more never undoes a proof.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog
from scipy.sparse import csgraph

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Places = NDArray[np.intp]
Equation = tuple[int, Sequence[int]]

ROUNDING = 1e-6
UNRELATED = 2  # cells with this many equations between them are moved in one program


def solved(aim: Floats, sums: Any, lower: Floats, upper: Floats) -> Floats | None:
    """Minimise aim · d for sums · d = 0 between two limits; None where there is no minimum."""
    limits: Any = np.column_stack([lower, upper])
    found: Any = linprog(aim, A_eq=sums, b_eq=np.zeros(sums.shape[0]), bounds=limits)
    return cast(Floats, found.x) if found.status == 0 else None


@dataclass(frozen=True)
class Sums:
    """The equations among the cells that exist: −1 for the total, 1 for each part.

    Attributes
    ----------
    matrix
        A sparse array of equations × cells.
    is_total
        Which cells are the total of an equation.
    """

    matrix: Any
    is_total: Bools

    @classmethod
    def of(cls, equations: Iterable[Equation], exists: Bools) -> "Sums":
        """Leave out what does not exist, and equations without a total or without any part."""
        rows: list[int] = []
        columns: list[int] = []
        signs: list[float] = []
        number = 0
        for total, parts in equations:
            if not all(0 <= cell < len(exists) for cell in (total, *parts)):
                raise ValueError(f"an equation names a cell that is not there: {total}, {parts}")
            there = [part for part in parts if exists[part]]
            if exists[total] and there:
                rows += [number] * (1 + len(there))
                columns += [total, *there]
                signs += [-1.0] + [1.0] * len(there)
                number += 1
        is_total = np.zeros(len(exists), dtype=bool)
        is_total[[cell for cell, sign in zip(columns, signs, strict=True) if sign < 0]] = True
        matrix = sparse.csr_array((signs, (rows, columns)), shape=(number, len(exists)))
        return cls(matrix, is_total)

    def components(self, among: Bools) -> list[Places]:
        """The cells in `among`, in groups that equations connect through such cells."""
        places = np.flatnonzero(among)
        if not len(places):
            return []
        part = abs(self.matrix[:, places])
        _, label = csgraph.connected_components(part.T @ part, directed=False)
        order = np.argsort(label, kind="stable")
        return np.split(places[order], np.flatnonzero(np.diff(label[order])) + 1)

    def within(self, cells: Places) -> Any:
        """The columns of some cells, in the equations that touch any of them."""
        columns = self.matrix[:, cells]
        return columns[np.flatnonzero(np.diff(columns.indptr))]


class Number:
    """One number of every cell, and between what it is proved to be able to lie.

    Parameters
    ----------
    true
        The number itself; 0 where the cell does not exist.
    secret
        The cells for which it must not be told.
    floor
        From here a secret number must be able to come down.
    limit
        A secret number must be able to go up to one less; another one to lie in bounds two less
        apart.
    """

    def __init__(self, true: Floats, secret: Bools, floor: Floats, limit: int):
        self.true, self.secret, self.floor, self.limit = true, secret, floor, limit
        self.down = np.minimum(floor - true, 0)
        self.up = np.maximum(limit - 1 - true, 0)
        self.apart = float(limit - 2)
        self.lowest, self.highest = np.zeros_like(true), np.zeros_like(true)
        self.is_untold = np.zeros(len(true), dtype=bool)

    def of(self, cells: Places) -> "Number":
        """The same of some cells."""
        return Number(self.true[cells], self.secret[cells], self.floor[cells], self.limit)

    def least(self, hidden: Bools) -> Floats:
        """How far each number can fall for one who knows of the hidden ones whether they are 0."""
        return np.where(hidden, np.minimum(self.true, 1), 0) - self.true

    def learn_of_twins(self, twin: Places, hidden: Bools) -> None:
        """Take it that hidden cells in the same sums can always change places.

        Each of them can fall to 0 and rise to what they are together. This proves most of what
        there is to prove, without a linear program.
        """

        def together(of_it: Floats) -> Floats:
            return np.asarray(np.bincount(twin, np.where(hidden, of_it, 0))[twin], np.float64)

        is_several = hidden & (together(np.ones_like(self.true)) > 1)
        others = np.where(is_several, together(self.true) - self.true, 0)
        self.highest = np.maximum(self.highest, others)
        self.lowest = np.where(is_several, -self.true, self.lowest)
        has_two = (self.true >= 2).astype(float)
        self.is_untold |= is_several & ((self.true >= 2) | (together(has_two) - has_two > 0))

    def learn(self, change: Floats, hidden: Bools) -> None:
        """Take a change that an attacker cannot rule out as a proof."""
        self.lowest = np.minimum(self.lowest, change)
        self.highest = np.maximum(self.highest, change)
        if (change >= self.least(hidden) - ROUNDING).all():
            self.is_untold |= np.abs(change) >= 1 - ROUNDING


class Search:
    """What is hidden so far among cells that sums connect, and the search for more.

    Parameters
    ----------
    matrix
        Of `Sums`, for these cells.
    numbers
        One, or the two that a base is the sum of.
    hidden
        The cells to begin with.
    unseen
        Those of them that are never shown.
    holds
        Which cells hold persons.
    price
        Of hiding each cell.
    """

    def __init__(
        self,
        matrix: Any,
        numbers: Sequence[Number],
        hidden: Bools,
        unseen: Bools,
        holds: Bools,
        price: Floats,
    ):
        self.matrix = matrix
        self.parts, self.totals = (matrix > 0).astype(int), (matrix < 0).astype(int)
        self.twin = _twins(matrix)
        self.numbers = numbers
        self.hidden, self.unseen = hidden.copy(), unseen
        # A cell that holds nobody is a poor partner: it is hidden only where nothing else helps.
        self.hideable = (holds, np.ones_like(holds))
        self.price = price

    def run(self) -> Bools:
        """Hide until every hidden number is safe; the hidden cells."""
        before = ~self.hidden
        while (before != self.hidden).any():
            before = self.hidden.copy()
            for number in self.numbers:
                self._let_move(number, number.up)
            for number in self.numbers:
                self._let_move(number, number.down)
            for number in self.numbers:
                self._keep_untold(number)
                self._keep_apart(number)
        return self.hidden

    def _let_move(self, number: Number, wanted: Floats) -> None:
        """Hide until every secret number can go as far as it must, up or down."""
        way = 1 if (wanted > 0).any() else -1

        def still() -> Bools:
            proved = number.highest if way > 0 else number.lowest
            return self._secret(number) & (way * proved < way * wanted - ROUNDING)

        self._prove(number, still, wanted, way)
        while len(cells := np.flatnonzero(still())):
            together = self._unrelated(cells)
            for few in ([together] if len(together) > 1 else []) + [[cell] for cell in together]:
                open_ = still()
                targets = {cell: float(wanted[cell]) for cell in few if open_[cell]}
                if targets and not self._hide_for(number, [targets]) and len(few) == 1:
                    self._give_up(number, few[0])

    def _keep_untold(self, number: Number) -> None:
        """Hide until no secret number is told, though it be known which hidden ones are 0."""

        def still() -> Bools:
            return self._secret(number) & ~number.is_untold

        for way in (1, -1):
            self._prove(number, still, np.full(len(self.hidden), float(way)), way, knows_zeros=True)
        while len(cells := np.flatnonzero(still())):
            cell = int(cells[0])
            if not self._hide_for(number, [{cell: 1.0}, {cell: -1.0}], knows_zeros=True):
                self._give_up(number, cell)

    def _keep_apart(self, number: Number) -> None:
        """Hide until the bounds of hidden numbers that are no secret are no narrower either."""

        def still() -> Bools:
            open_ = self.hidden & ~self.unseen & ~number.secret & ~self._public_zeros(number)
            return open_ & (number.highest - number.lowest < number.apart - ROUNDING)

        self._prove(number, still, number.lowest + number.apart, 1)
        self._prove(number, still, number.highest - number.apart, -1)
        while len(cells := np.flatnonzero(still())):
            cell = int(cells[0])
            up = {cell: float(number.lowest[cell] + number.apart)}
            down = {cell: float(number.highest[cell] - number.apart)}
            if not self._hide_for(number, [up, down]):
                self._give_up(number, cell)

    def _secret(self, number: Number) -> Bools:
        return number.secret & self.hidden & ~self._public_zeros(number)

    def _public_zeros(self, number: Number) -> Bools:
        """Shown zeros, and those that follow because a total that is 0 is shown."""
        zero: Bools = ~self.hidden & (number.true == 0)
        while True:
            below = self.parts.T @ ((self.totals @ zero.astype(int)) > 0).astype(int) > 0
            following = zero | (below & (number.true == 0))
            if (following == zero).all():
                return zero
            zero = following

    def _unrelated(self, cells: Places) -> list[int]:
        """Some of the cells, so far apart that moving one is hardly in another's way."""
        near = np.zeros(len(self.hidden), dtype=bool)
        touching = self.parts + self.totals
        chosen = []
        for cell in cells:
            if near[cell]:
                continue
            chosen.append(int(cell))
            around = np.zeros(len(near), dtype=int)
            around[cell] = 1
            for _ in range(UNRELATED):
                around = (touching.T @ (touching @ around) > 0).astype(int)
            near |= around > 0
        return chosen

    def _prove(
        self,
        number: Number,
        still: Callable[[], Bools],
        wanted: Floats,
        way: int,
        *,
        knows_zeros: bool = False,
    ) -> None:
        """Move many cells at once as far as what is hidden already allows, without hiding more.

        Maximises Σ min(d, wanted) upwards, minimises Σ max(d, wanted) downwards. For that d is
        split in two, and what goes beyond the wanted does not count.
        """
        number.learn_of_twins(self.twin, self.hidden)
        floor = number.least(self.hidden) if knows_zeros else -number.true
        free = np.flatnonzero(self.hidden)
        cells = np.flatnonzero(still())
        while len(cells):
            at = np.searchsorted(free, cells)
            lower, upper = floor[free], np.full(len(free), np.inf)
            beyond = np.full(len(cells), np.inf)
            if way > 0:
                upper[at] = wanted[cells]
            else:
                lower[at] = np.maximum(wanted, floor)[cells]
                beyond = np.maximum(wanted - floor, 0)[cells]
            counted = np.zeros(len(free) + len(cells))
            counted[at] = -way
            nothing = np.zeros(len(cells))
            found = solved(
                counted,
                sparse.hstack([self.matrix[:, free], way * self.matrix[:, cells]]),
                np.concatenate([lower, nothing]),
                np.concatenate([upper, beyond]),
            )
            if found is None:
                return
            change = np.zeros(len(floor))
            change[free] = found[: len(free)]
            change[cells] += way * found[len(free) :]
            number.learn(change, self.hidden)
            left = np.flatnonzero(still())
            if len(left) == len(cells):
                return
            cells = left

    def _hide_for(
        self, number: Number, choices: Sequence[Mapping[int, float]], *, knows_zeros: bool = False
    ) -> bool:
        """Hide the cheapest cells that let some cells move as one of the choices says."""
        for hideable in self.hideable:
            found = [
                self._cheapest(number, targets, hideable, knows_zeros=knows_zeros)
                for targets in choices
            ]
            possible = [one for one in found if one is not None]
            if possible:
                _, change = min(possible, key=lambda one: one[0])
                self.hidden |= np.abs(change) > ROUNDING
                number.learn(change, self.hidden)
                number.learn_of_twins(self.twin, self.hidden)
                return True
        return False

    def _cheapest(
        self, number: Number, targets: Mapping[int, float], hideable: Bools, *, knows_zeros: bool
    ) -> tuple[float, Floats] | None:
        """The change of the table that moves the targets and costs least, and its cost.

        A change of a shown cell costs its price for each person, of a hidden one nothing.
        """
        free = np.flatnonzero(self.hidden)
        shown = np.flatnonzero(~self.hidden & hideable)
        lower = number.least(np.ones_like(hideable)) if knows_zeros else -number.true
        upper = np.full(len(lower), np.inf)
        for cell, change in targets.items():
            if change < lower[cell]:
                return None
            (lower if change > 0 else upper)[cell] = change
        inner, outer = self.matrix[:, free], self.matrix[:, shown]
        price, nothing = self.price[shown], np.zeros(len(shown))
        found = solved(
            np.concatenate([np.zeros(len(free)), price, price]),
            sparse.hstack([inner, outer, -outer]),
            np.concatenate([lower[free], nothing, nothing]),
            np.concatenate([upper[free], upper[shown], -lower[shown]]),
        )
        if found is None:
            return None
        whole = np.zeros(len(lower))
        rise, fall = np.split(found[len(free) :], 2)
        whole[free], whole[shown] = found[: len(free)], rise - fall
        return float(price @ (rise + fall)), whole

    def _give_up(self, number: Number, cell: int) -> None:
        """Hide all that is connected with a cell that nothing less protects, and leave it."""
        self.hidden[:] = True
        number.lowest[cell], number.highest[cell] = -np.inf, np.inf
        number.is_untold[cell] = True


def _twins(matrix: Any) -> Places:
    """The cells in groups that are in the same equations on the same side."""
    columns = matrix.tocsc()
    columns.sort_indices()
    number: dict[tuple[bytes, bytes], int] = {}
    return np.array(
        [
            number.setdefault(
                (columns.indices[a:b].tobytes(), columns.data[a:b].tobytes()), len(number)
            )
            for a, b in pairwise(columns.indptr)
        ],
        dtype=np.intp,
    )
