"""Counts over areas and periods: what lacks a part has no value, and every value tells of itself.

How figures are written here is told in `tests/indicators/figures.py`.
"""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indicators.cube import ORIGINS, Absence, Cube, Mark, consecutive
from tests.indicators.figures import cube, seen

YEAR = "2024K1 2024K2 2024K3 2024K4"
TWO_YEARS = f"{YEAR} 2025K1 2025K2 2025K3 2025K4"


# --- the axis of periods --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "all_of_them"),
    [
        ("2024K3", "2025K2", ("2024K3", "2024K4", "2025K1", "2025K2")),
        ("2022", "2024", ("2022", "2023", "2024")),
        ("2021/22", "2023/24", ("2021/22", "2022/23", "2023/24")),
        ("2024K3", "2024K3", ("2024K3",)),
    ],
)
def test_all_periods_between_two_are_on_the_axis(
    first: str, last: str, all_of_them: tuple[str, ...]
) -> None:
    assert consecutive(first, last) == all_of_them


def test_in_an_empty_cube_nothing_is_loaded() -> None:
    assert seen(Cube.empty(["183", "187"], YEAR.split())) == {"183": "- - - -", "187": "- - - -"}


def test_the_reason_is_named_as_in_the_glossary_and_a_value_has_none() -> None:
    assert Absence.PRESENT.code == ""
    assert Absence.NOT_PUBLISHED.code == "not_published"


# --- a sum of members -----------------------------------------------------------------------------


def filled(rows: dict[str, str]) -> str:
    """What the area 084 becomes when 183 and 187 are its members."""
    return seen(cube(YEAR, rows).filled_with_sums("084", ["183", "187"]))["084"]


def test_an_area_without_a_figure_is_the_sum_of_its_members_and_marked() -> None:
    assert filled({"084": "- - - -", "183": "1 2 0 4", "187": "10 20 0 40"}) == "11s 22s 0s 44s"


def test_a_figure_of_its_own_is_kept_and_not_marked() -> None:
    assert filled({"084": "99 0 - 97", "183": "1 2 3 4", "187": "10 20 30 40"}) == "99 0 33s 97"


def test_the_sum_is_there_only_where_every_member_has_a_value() -> None:
    assert filled({"084": "- - - -", "183": "1 - .. 4", "187": "10 20 30 ~"}) == "11s ~ ~ ~"


def test_where_no_member_is_loaded_the_sum_is_not_loaded_either() -> None:
    assert filled({"084": "- - .. -", "183": "- - - 4", "187": "- - - 40"}) == "- - .. 44s"


def test_what_the_source_does_not_publish_stays_so_while_a_member_is_missing() -> None:
    assert filled({"084": ".. .. .. ..", "183": "1 - 3 4", "187": "2 2 - 4"}) == "3s .. .. 8s"


def test_a_sum_has_the_weakest_origin_of_its_members() -> None:
    assert filled({"084": "- - - -", "183": "1 1m 1x 1m", "187": "1 1 1m 1m"}) == "2s 2ms 2xs 2ms"


def test_the_members_and_the_cube_itself_stay_as_they_are() -> None:
    before = cube(YEAR, {"084": "- - - -", "183": "1 2 3 4", "187": "10 20 30 40"})
    after = before.filled_with_sums("084", ["183", "187"])

    assert seen(before)["084"] == "- - - -"
    assert seen(after)["183"] == "1 2 3 4"


# --- a population carried forward -----------------------------------------------------------------


def carried(known: str, row: str, wanted: str, most: int = 4) -> str:
    return seen(cube(known, {"183": row}).carried(wanted.split(), most))["183"]


def test_a_population_serves_later_quarters_for_at_most_a_year_and_is_marked() -> None:
    assert carried("2024K1", "100", TWO_YEARS) == "100 100o 100o 100o 100o - - -"


def test_the_newest_population_before_is_the_one_that_serves() -> None:
    assert carried("2024K1 2024K2 2024K3", "100 - 300", YEAR) == "100 100o 300 300o"


def test_a_later_population_never_serves_an_earlier_quarter() -> None:
    assert carried("2025K1", "100", TWO_YEARS) == "- - - - 100 100o 100o 100o"


def test_a_population_from_before_the_first_quarter_wanted_serves_too() -> None:
    assert carried("2023K2 2023K3", "80 90", YEAR) == "90o 90o 90o -"


def test_a_population_before_or_after_all_that_is_wanted_is_of_no_use() -> None:
    assert carried("2001K1", "100", YEAR) == "- - - -"
    assert carried("2031K1", "100", YEAR) == "- - - -"


def test_nothing_is_carried_where_only_the_same_period_will_do() -> None:
    assert carried("2024K1 2024K2", "100 200", YEAR, most=0) == "100 200 - -"


def test_why_a_figure_is_missing_is_still_known_afterwards() -> None:
    assert carried("2024K1 2024K2 2024K3", ".. ~ 300", YEAR, most=0) == ".. ~ 300 -"
    assert carried("2023K4 2024K1", "- ..", YEAR) == ".. - - -"


def test_a_carried_population_keeps_its_own_marks_and_origin() -> None:
    assert carried("2024K1", "100xs", "2024K1 2024K2") == "100xs 100xso"


# --- neighbouring periods together ----------------------------------------------------------------


def test_four_quarters_are_added_and_named_by_the_first_and_the_last() -> None:
    together = cube(TWO_YEARS, {"183": "1 2 3 4 5 6 7 8"}).together(4)

    assert together.periods == (
        *("2024K1-2024K4", "2024K2-2025K1", "2024K3-2025K2", "2024K4-2025K3"),
        "2025K1-2025K4",
    )
    assert seen(together) == {"183": "10 14 18 22 26"}


def test_a_gap_stays_a_gap_in_every_window_that_it_lies_in() -> None:
    assert seen(cube(TWO_YEARS, {"183": "1 2 3 4 - 6 7 8"}).together(4)) == {"183": "10 ~ ~ ~ ~"}
    assert seen(cube(TWO_YEARS, {"183": "1 2 .. 4 5 6 7 8"}).together(4)) == {"183": "~ ~ ~ 22 26"}


def test_where_none_of_the_four_is_loaded_the_window_is_not_loaded() -> None:
    assert seen(cube(TWO_YEARS, {"183": "- - - - - 6 7 8"}).together(4)) == {"183": "- - ~ ~ ~"}


def test_a_mean_is_the_sum_divided_by_the_number_of_quarters() -> None:
    populations = cube(YEAR, {"183": "100 200 300 500", "187": "1 1 - 1"})
    assert seen(populations.together(4, mean=True)) == {"183": "275", "187": "~"}


def test_windows_may_follow_each_other_without_overlap() -> None:
    together = cube(TWO_YEARS, {"183": "1 2 3 4 5 6 7 8"}).together(4, step=4)

    assert together.periods == ("2024K1-2024K4", "2025K1-2025K4")
    assert seen(together) == {"183": "10 26"}


def test_a_window_has_the_marks_of_all_its_parts_and_the_weakest_origin() -> None:
    assert seen(cube(YEAR, {"183": "1 2s 3o 4", "187": "1 2m 3x 4"}).together(4)) == {
        "183": "10so",
        "187": "10x",
    }


def test_fewer_quarters_than_a_window_give_nothing() -> None:
    together = cube("2024K1 2024K2 2024K3", {"183": "1 2 3"}).together(4)

    assert together.periods == ()
    assert together.value.shape == (1, 0)


# --- whatever the figures -------------------------------------------------------------------------

Cell = tuple[float | None, Absence, int, int]  # figure, why there is none, marks, origin

FIGURES = st.tuples(
    st.integers(0, 10**9).map(float),
    st.just(Absence.PRESENT),
    st.integers(0, int(sum(Mark))),
    st.integers(1, len(ORIGINS) - 1),
)
GAPS = st.tuples(
    st.none(),
    st.sampled_from([Absence.NOT_LOADED, Absence.NOT_PUBLISHED, Absence.PART_MISSING]),
    st.just(0),
    st.just(0),
)


@st.composite
def rows(draw: st.DrawFn, areas: int = 2) -> list[list[Cell]]:
    length = draw(st.integers(1, 12))
    row = st.lists(FIGURES | GAPS, min_size=length, max_size=length)
    return [draw(row) for _ in range(areas)]


def quarters_from(first: int, length: int) -> list[str]:
    """Quarters in a row; number 0 is the first one of 2000."""
    return [f"{2000 + n // 4}K{n % 4 + 1}" for n in range(first, first + length)]


def cube_of(cells: Sequence[Sequence[Cell]], axis: Sequence[str]) -> Cube:
    names = [str(number) for number in range(len(cells))]
    result = Cube.empty(names, axis)
    for i, row in enumerate(cells):
        for j, (figure, absence, marks, origin) in enumerate(row):
            result.value[i, j] = np.nan if figure is None else figure
            result.absence[i, j] = absence
            result.marks[i, j] = marks
            result.origin[i, j] = origin
    return result


def cells_of(one: Cube) -> list[list[Cell]]:
    """What is in a cube, cell by cell."""
    return [
        [
            (
                None if np.isnan(one.value[i, j]) else float(one.value[i, j]),
                Absence(one.absence[i, j]),
                int(one.marks[i, j]),
                int(one.origin[i, j]),
            )
            for j in range(len(one.periods))
        ]
        for i in range(len(one.areas))
    ]


def marks_of_all(parts: Sequence[Cell]) -> int:
    marks = 0
    for part in parts:
        marks |= part[2]
    return marks


@hypothesis_settings(deadline=None)
@given(cells=rows(), size=st.integers(1, 5), step=st.integers(1, 5), mean=st.booleans())
def test_together_is_the_sum_where_all_are_there_and_nothing_elsewhere(
    cells: list[list[Cell]], size: int, step: int, mean: bool
) -> None:
    def window(parts: Sequence[Cell]) -> Cell:
        figures = [figure for figure, *_ in parts if figure is not None]
        if len(figures) == size:
            number = sum(figures) / (size if mean else 1)
            return number, Absence.PRESENT, marks_of_all(parts), min(part[3] for part in parts)
        unknown = all(absence is Absence.NOT_LOADED for _, absence, *_ in parts)
        return None, Absence.NOT_LOADED if unknown else Absence.PART_MISSING, 0, 0

    length = len(cells[0])
    together = cube_of(cells, quarters_from(0, length)).together(size, step, mean=mean)

    starts = range(0, length - size + 1, step)
    assert cells_of(together) == [
        [window(row[start : start + size]) for start in starts] for row in cells
    ]


@hypothesis_settings(deadline=None)
@given(
    cells=rows(),
    known_from=st.integers(0, 20),
    wanted_from=st.integers(0, 20),
    wanted=st.integers(1, 12),
    most=st.integers(0, 5),
)
def test_carried_is_the_newest_value_up_to_then_within_reach_and_never_a_later_one(
    cells: list[list[Cell]], known_from: int, wanted_from: int, wanted: int, most: int
) -> None:
    def at(row: Sequence[Cell], quarter: int) -> Cell:
        place = quarter - known_from
        return row[place] if 0 <= place < len(row) else (None, Absence.NOT_LOADED, 0, 0)

    def expected(row: Sequence[Cell], quarter: int) -> Cell:
        for back in range(most + 1):
            figure, absence, marks, origin = at(row, quarter - back)
            if figure is not None:
                return figure, absence, marks | (Mark.OLDER_POPULATION if back else 0), origin
        return at(row, quarter)

    known = cube_of(cells, quarters_from(known_from, len(cells[0])))
    axis = quarters_from(wanted_from, wanted)

    assert cells_of(known.carried(axis, most)) == [
        [expected(row, wanted_from + number) for number in range(wanted)] for row in cells
    ]


@hypothesis_settings(deadline=None)
@given(cells=rows(areas=4))
def test_an_area_is_its_own_figure_or_the_sum_of_all_its_members_or_nothing(
    cells: list[list[Cell]],
) -> None:
    parent, *members = cells
    result = cells_of(
        cube_of(cells, quarters_from(0, len(parent))).filled_with_sums("0", ["1", "2", "3"])
    )

    assert result[1:] == members
    for own, *parts, becomes in zip(*cells, result[0], strict=True):
        figures = [figure for figure, *_ in parts if figure is not None]
        if own[0] is not None:
            assert becomes == own
        elif len(figures) == len(parts):
            weakest = min(origin for *_, origin in parts)
            assert becomes == (sum(figures), Absence.PRESENT, Mark.SUM_OF_MEMBERS, weakest)
        else:
            assert becomes[0] is None
            assert becomes[1] is not Absence.PRESENT
