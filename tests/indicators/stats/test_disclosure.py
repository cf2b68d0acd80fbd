"""What is hidden cannot be told more closely than 1-4, and no more is hidden than must be."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from indicators.stats.disclosure import Equation, bounds, mask, sensitive

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
NEAR = 1e-5


def hidden(cells: Sequence[float], *equations: Equation, **options: object) -> list[int]:
    """The places that are hidden."""
    return np.flatnonzero(mask(cells, equations, **options)).tolist()  # type: ignore[arg-type]


# --- which cells tell about few persons -----------------------------------------------------------


def test_one_to_four_persons_are_few() -> None:
    counts = [0, 1, 4, 5, np.nan]
    assert sensitive(counts).tolist() == [False, True, True, False, False]
    assert sensitive([2, 3], limit=3).tolist() == [True, False]


@pytest.mark.parametrize(
    ("count", "base", "tells"),
    [
        (20, 40, False),
        (3, 40, True),  # the count
        (37, 40, True),  # those who are not
        (1, 3, True),  # the base
        (0, 9, True),  # nobody, so each of the nine
        (9, 9, True),  # everybody
        (0, 10, False),
        (10, 10, False),
        (0, 0, False),
    ],
)
def test_the_rest_and_the_base_can_tell_too(count: int, base: int, tells: bool) -> None:
    assert bool(sensitive(count, base)) is tells


# --- small tables ---------------------------------------------------------------------------------


def test_nothing_is_hidden_where_nobody_can_be_told() -> None:
    assert hidden([30, 12, 18, 0, 30], (0, [1, 2]), (0, [3, 4])) == []


def test_a_masked_cell_gets_the_smallest_partner() -> None:
    """20 = 3 + 7 + 10 + 0: a zero holds nobody and helps little."""
    assert hidden([20, 3, 7, 10, 0], (0, [1, 2, 3, 4])) == [1, 2]
    assert hidden([20, 4, 6, 10, 0], (0, [1, 2, 3, 4])) == [1, 2]


def test_two_masked_cells_may_need_a_third() -> None:
    """1 + 2 in a row with all else shown are 3 together: neither can be 4."""
    assert hidden([50, 1, 2, 20, 27], (0, [1, 2, 3, 4])) == [1, 2, 3]
    assert hidden([50, 3, 2, 20, 25], (0, [1, 2, 3, 4])) == [1, 2]


def test_four_cells_of_one_person_are_told_by_their_number() -> None:
    """Whoever knows that each of four cells holds somebody, and that together they hold four."""
    assert hidden([50, 1, 1, 1, 1, 46], (0, [1, 2, 3, 4, 5])) == [1, 2, 3, 4, 5]


def test_a_total_of_few_is_hidden_with_its_parts() -> None:
    assert hidden([3, 1, 2], (0, [1, 2])) == [0, 1, 2]
    assert hidden([3, 3, 0], (0, [1, 2])) == [0, 1]


def test_a_margin_of_two_dimensions_takes_a_square() -> None:
    r"""One cell of a table with both margins needs three more.

    ======  ====  ====  =====
    \       K     M     all
    ======  ====  ====  =====
    15-29   3     20    23
    30-44   30    40    70
    45-64   50    60    110
    all     83    120   203
    ======  ====  ====  =====
    """
    cells = [3, 20, 23, 30, 40, 70, 50, 60, 110, 83, 120, 203]
    rows = [(2, [0, 1]), (5, [3, 4]), (8, [6, 7]), (11, [9, 10])]
    columns = [(9, [0, 3, 6]), (10, [1, 4, 7]), (11, [2, 5, 8])]
    assert hidden(cells, *rows, *columns) == [0, 1, 3, 4]


def test_a_town_in_a_region_is_not_told_by_its_neighbour() -> None:
    region, town, neighbour, other = 500, 2, 80, 418
    cells = [region, town, neighbour, other]
    assert hidden(cells, (0, [1, 2, 3])) == [1, 2]


def test_quarters_are_not_told_by_sums_of_four() -> None:
    """With all sums shown, the fifth quarter less the first is known, and so on for ever."""
    quarters = [9, 3, 8, 12, 11, 10, 9, 8]
    sums = [sum(quarters[first : first + 4]) for first in range(5)]
    equations = [(8 + first, range(first, first + 4)) for first in range(5)]
    found = hidden([*quarters, *sums], *equations)
    assert 1 in found
    lower, upper = bounds([*quarters, *sums], equations, np.isin(range(13), found))
    assert lower[1] <= 1
    assert upper[1] >= 4
    assert len(found) <= 4


def test_a_rest_that_is_never_shown_is_protected_like_a_group() -> None:
    """All but two of 40 have a stated sex: who takes the two groups from the whole finds them."""
    cells, whole = [40, 18, 20, 2], (0, [1, 2, 3])
    assert hidden(cells, whole, unseen=[False, False, False, True]) == [1, 3]
    assert hidden([40, 3, 7, 30], whole, unseen=[False, False, False, True]) == [1, 3]


def test_a_rest_that_is_many_may_be_reckoned() -> None:
    cells, unseen = [40, 30, 10, 50, 3, 7, 40], np.arange(7) == 2
    assert hidden(cells, (0, [1, 2]), (3, [4, 5, 6]), unseen=unseen) == [2, 4, 5]


def test_a_share_hides_who_is_not() -> None:
    """38 of 40 women and 25 of 60 men: two women have not."""
    cells, base = [63, 38, 25], [100, 40, 60]
    assert hidden(cells, (0, [1, 2]), base=base) == [1, 2]
    assert hidden(cells, (0, [1, 2])) == []


def test_a_share_of_nobody_among_few_says_it_of_each() -> None:
    assert hidden([12, 0, 12], (0, [1, 2]), base=[47, 7, 40]) == [1, 2]
    assert hidden([12, 0, 12], (0, [1, 2]), base=[50, 10, 40]) == []


def test_nobody_among_many_may_be_said_and_of_their_groups_too() -> None:
    """0 of 30 is shown, so 0 of the 3 women in it is no secret; that they are 3 is."""
    cells, base = [0, 0, 0, 0], [30, 3, 12, 15]
    assert hidden(cells, (0, [1, 2, 3]), base=base) == [1, 2]


def test_a_base_of_two_must_be_able_to_be_one() -> None:
    r"""One who has it and one who has not; in a ring, one cell bars the one, one the other.

    =======  ======  =======  =======
    has/all  first   second   third
    =======  ======  =======  =======
    K        1/2     20/40
    M                0/12     15/30
    ?        25/50            30/30
    =======  ======  =======  =======
    """
    ring, base = np.array([1, 20, 0, 15, 30, 25]), np.array([2, 40, 12, 30, 30, 50])
    sides = [(0, 1), (2, 3), (4, 5), (0, 5), (1, 2), (3, 4)]
    equations = [(6 + number, side) for number, side in enumerate(sides)]

    def with_totals(of_it: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.concatenate([of_it, [of_it[list(side)].sum() for side in sides]])

    x, z = with_totals(ring), with_totals(base)
    closed = mask(x, equations, base=z)
    has, has_not = (bounds(number, equations, closed)[0][0] for number in (x, z - x))
    assert has + has_not <= 1 + NEAR


def test_what_is_cheap_to_hide_is_hidden_first() -> None:
    cells, equation = [30, 3, 12, 15], (0, [1, 2, 3])
    assert hidden(cells, equation) == [1, 2]
    assert hidden(cells, equation, cost=[9, 1, 9, 1]) == [1, 3]


def test_cells_that_do_not_exist_are_left_out() -> None:
    """What is lacking in a sum is taken to be known: the total has to go as well."""
    assert hidden([20, 3, np.nan], (0, [1, 2])) == [0, 1]
    assert hidden([np.nan, 3, 9], (0, [1, 2])) == [1]
    assert hidden([9, 3, np.nan], (0, [2])) == [1]


def test_figures_that_contradict_each_other_hide_all_that_is_connected() -> None:
    """3 women among no persons at all."""
    assert hidden([0, 3, 50, 50], (0, [1]), (2, [3])) == [0, 1]


@pytest.mark.parametrize(
    ("cells", "base", "equations"),
    [([-1, 3], None, []), ([np.inf], None, []), ([3], [2], []), ([3, 4], None, [(0, [2])])],
)
def test_what_is_no_table_is_refused(
    cells: list[float], base: list[float] | None, equations: list[Equation]
) -> None:
    with pytest.raises(ValueError, match=r"counts|base|equation"):
        mask(cells, equations, base=base)


def test_the_audit_bounds_from_what_is_shown() -> None:
    """20 = a + b + 10 + 4, with a + b hidden; a third hidden cell is in no sum at all."""
    cells, equation = [20, 2, 4, 10, 4, 3, np.nan], (0, [1, 2, 3, 4])
    lower, upper = bounds(cells, [equation], [False, True, True, False, False, True, True])
    assert lower[:6].tolist() == pytest.approx([20, 0, 0, 10, 4, 0])
    assert upper[:6].tolist() == pytest.approx([20, 6, 6, 10, 4, np.inf])
    assert np.isnan([lower[6], upper[6]]).all()


# --- any table ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Numbers:
    """A whole, its groups in some dimensions, by quarter and four quarters together."""

    cells: Floats
    base: Floats | None
    equations: list[Equation]


@st.composite
def numbers(draw: st.DrawFn) -> Numbers:
    dimensions = draw(st.lists(st.integers(1, 4), min_size=1, max_size=2), label="groups")
    quarters = draw(st.integers(1, 7), label="quarters")
    windows = draw(st.sampled_from([0, max(quarters - 3, 0)]), label="windows")
    size = draw(st.sampled_from([2, 6, 15, 60]), label="size")
    uneven = draw(st.sampled_from([0.3, 1, 10]), label="uneven")
    random = np.random.default_rng(draw(st.integers(0, 2**32), label="seed"))
    of_dimension = np.split(np.arange(1, 1 + sum(dimensions)), np.cumsum(dimensions)[:-1])

    def counts(mean: float) -> Floats:
        by_quarter = np.zeros((1 + sum(dimensions), quarters))
        by_quarter[0] = random.poisson(mean, quarters)
        for groups in of_dimension:
            shares = random.dirichlet(np.full(len(groups), uneven))
            by_quarter[groups] = random.multinomial(by_quarter[0].astype(int), shares).T
        sums = [by_quarter[:, first : first + 4].sum(axis=1) for first in range(windows)]
        return np.column_stack([by_quarter, *sums])

    x = counts(size)
    base = draw(st.sampled_from([None, 0.2, 1, 3]), label="base")
    z = None if base is None else (x + counts(size * base)).ravel()
    place = np.arange(x.size).reshape(x.shape)
    groups = [
        (whole, place[of_it, period].tolist())
        for period, whole in enumerate(place[0].tolist())
        for of_it in of_dimension
    ]
    together = [
        (row[quarters + first], row[first : first + 4].tolist())
        for row in place
        for first in range(windows)
    ]
    return Numbers(x.ravel(), z, [*groups, *together])


def told(numbers: Numbers, closed: Bools, *, knows_zeros: bool = False) -> list[Floats]:
    """What an attacker makes of it: (lower, upper) of counts, rests of bases and bases.

    One linear program over counts and rests of bases at once, set up without the code under test.
    """
    sides = [numbers.cells]
    if numbers.base is not None:
        sides.append(numbers.base - numbers.cells)
    k = len(numbers.cells)
    sums = np.zeros((len(numbers.equations), k))
    for row, (total, parts) in enumerate(numbers.equations):
        sums[row, list(parts)] = 1
        sums[row, total] -= 1
    every = np.kron(np.eye(len(sides)), sums)
    limits = np.concatenate(
        [
            np.column_stack(
                [
                    np.where(closed, np.minimum(side, 1) if knows_zeros else 0, side),
                    np.where(closed, np.inf, side),
                ]
            )
            for side in sides
        ]
    )
    aims = [np.eye(len(sides))[side] for side in range(len(sides))]
    found = []
    for aim in [*aims, np.ones(2)] if len(sides) == 2 else aims:
        interval = np.full((k, 2), np.nan)
        for cell in np.flatnonzero(closed):
            for column, sign in enumerate((1, -1)):
                result = linprog(
                    sign * np.kron(aim, np.eye(k)[cell]),
                    A_eq=every,
                    b_eq=np.zeros(len(every)),
                    bounds=limits,
                )
                assert result.status in (0, 3), result.message
                interval[cell, column] = sign * result.fun if result.status == 0 else np.inf
        found.append(interval)
    return found


def said_by_a_total(side: Floats, numbers: Numbers, closed: Bools) -> Bools:
    """Where a number is 0 because a shown total is."""
    known = ~closed & (side == 0)
    for _ in range(3):
        for total, parts in numbers.equations:
            known[list(parts)] |= known[total]
    return known


@settings(max_examples=25, deadline=None)
@given(numbers())
def test_no_hidden_number_is_told_more_closely_than_one_to_four(numbers: Numbers) -> None:
    x, z = numbers.cells, numbers.base
    closed = mask(x, numbers.equations, base=z)
    assert (closed | ~sensitive(x, z)).all()

    numbers_of = [x] if z is None else [x, z - x]
    open_ = [closed & ~said_by_a_total(side, numbers, closed) for side in numbers_of]
    few = [
        sensitive(side) | (False if z is None else (side == 0) & (z < 10)) for side in numbers_of
    ]
    if z is not None:
        numbers_of, open_, few = [*numbers_of, z], [*open_, closed], [*few, sensitive(z)]

    for (lower, upper), free, secret in zip(
        (limits.T for limits in told(numbers, closed)), open_, few, strict=True
    ):
        assert (lower[free & secret] <= 1 + NEAR).all()
        assert (upper[free & secret] >= 4 - NEAR).all()
        assert (upper[free] - lower[free] >= 3 - NEAR).all()
    for (lower, upper), free, secret in zip(
        (limits.T for limits in told(numbers, closed, knows_zeros=True)), open_, few, strict=True
    ):
        assert (upper[free & secret] - lower[free & secret] >= 1 - NEAR).all()


@settings(max_examples=15, deadline=None)
@given(numbers())
def test_the_audit_agrees_with_another(numbers: Numbers) -> None:
    closed = mask(numbers.cells, numbers.equations)
    lower, upper = bounds(numbers.cells, numbers.equations, closed)
    (own,) = told(Numbers(numbers.cells, None, numbers.equations), closed)
    np.testing.assert_allclose(lower[closed], own[closed, 0], atol=NEAR)
    np.testing.assert_allclose(upper[closed], own[closed, 1], atol=NEAR)
    assert (lower[~closed] == numbers.cells[~closed]).all()


@settings(max_examples=25, deadline=None)
@given(st.lists(numbers().filter(lambda one: one.base is None), min_size=2, max_size=3))
def test_a_year_that_is_added_changes_nothing_in_the_others(years: list[Numbers]) -> None:
    """Else two releases together could tell what each of them hides."""
    starts = np.cumsum([0, *(len(year.cells) for year in years)])
    equations = [
        (start + total, [start + part for part in parts])
        for start, year in zip(starts, years, strict=False)
        for total, parts in year.equations
    ]
    together = mask(np.concatenate([year.cells for year in years]), equations)
    alone = [mask(year.cells, year.equations) for year in years]
    assert together.tolist() == np.concatenate(alone).tolist()


@settings(max_examples=40, deadline=None)
@given(numbers())
def test_little_is_hidden_where_little_is_sensitive(numbers: Numbers) -> None:
    """One sensitive cell never hides a table: at most a square in each sum of four it is in."""
    few = sensitive(numbers.cells, numbers.base)
    closed = mask(numbers.cells, numbers.equations, base=numbers.base)
    assert closed.sum() <= 24 * few.sum()
    assert closed.any() == few.any()
