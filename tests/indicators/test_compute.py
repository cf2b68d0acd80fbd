"""From counts to values: what is divided by what, the limits, and what is not computed.

How figures are written here is told in `tests/indicators/figures.py`.
"""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indicators import compute
from indicators.compute import MoreThanAllError, Values
from indicators.counts import reports
from indicators.cube import Cube
from indicators.definition import Frequency
from indicators.registry import INDICATORS
from tests.indicators.figures import cube

QUARTERLY, YEARLY, SHARE = "A4", "C1", "C7"  # two rates and a share
YEAR = "2024K1:2024K4"
WHOLE_YEAR = "2024K1-2024K4"

Row = dict[str, Any]


def computed(id_: str, cases: Cube, denominator: Cube) -> list[Values]:
    """The values of an indicator, its breakdowns left out."""
    indicator = INDICATORS[id_]
    assert indicator.numerator
    assert indicator.denominator
    counts = {indicator.numerator: cases, indicator.denominator: denominator}
    return list(compute.values(compute.parts([indicator]), counts))


def one_area(id_: str, when: str, cases: str, known: str, denominator: str) -> dict[str, Row]:
    """The values of one area by period; a number that is missing is None."""
    parts = computed(id_, cube(when, {"183": cases}), cube(known, {"183": denominator}))
    return {row["period"]: row for part in parts for row in records(part.rows())}


def records(rows: pd.DataFrame) -> list[Row]:
    return [
        {name: None if cell != cell else cell for name, cell in row.items()}
        for row in rows.to_dict("records")
    ]


def column(rows: dict[str, Row], name: str) -> list[Any]:
    return [row[name] for row in rows.values()]


# --- a quarter and its population -----------------------------------------------------------------


def test_a_quarter_divides_by_the_population_on_its_first_day() -> None:
    rows = one_area(QUARTERLY, "2025K3:2025K4", "422 503", "2025K3:2025K4", "24380 24365")

    assert rows["2025K4"]["numerator"] == 503
    assert rows["2025K4"]["denominator"] == 24365
    assert rows["2025K4"]["value"] == pytest.approx(20.6444, abs=5e-5)
    assert rows["2025K4"]["marks"] == ""


def test_without_that_the_newest_population_before_serves_and_is_marked() -> None:
    rows = one_area(QUARTERLY, YEAR, "10 10 10 10", "2023K3:2024K2", "1000 - - 2000")

    assert column(rows, "denominator") == [1000, 2000, 2000, 2000, 1750]
    assert column(rows, "value") == [10, 5, 5, 5, pytest.approx(1000 * 40 / 1750)]
    older = "older_population"
    assert column(rows, "marks") == [older, "", older, older, older]


def test_a_population_of_exactly_a_year_before_serves_and_an_older_one_does_not() -> None:
    rows = one_area(QUARTERLY, YEAR, "10 10 10 10", "2023K1:2023K2", "1000 -")

    assert column(rows, "denominator") == [1000, None, None, None, None]
    assert column(rows, "absent_because") == ["", *["no_population"] * 4]


def test_a_later_population_does_not_serve() -> None:
    rows = one_area(QUARTERLY, YEAR, "10 10 10 10", "2024K3:2025K1", "3000 - 4000")

    assert column(rows, "denominator") == [None, None, 3000, 3000, None]
    assert column(rows, "absent_because") == [*["no_population"] * 2, "", "", "no_population"]


def test_the_count_stands_there_also_without_a_population_to_divide_by() -> None:
    rows = one_area(QUARTERLY, "2007K1:2007K4", "600 610 650 670", "2009K1", "20000")

    assert column(rows, "numerator") == [600, 610, 650, 670, 2530]
    assert column(rows, "origin") == ["official"] * 5
    for name in ("value", "lower", "upper", "base"):
        assert column(rows, name) == [None] * 5


# --- four quarters, and a year --------------------------------------------------------------------


def test_four_quarters_divide_by_the_mean_of_the_quarters_populations() -> None:
    rows = one_area(QUARTERLY, YEAR, "1 2 3 4", YEAR, "100 200 300 600")

    assert rows[WHOLE_YEAR]["numerator"] == 10
    assert rows[WHOLE_YEAR]["denominator"] == 300
    assert rows[WHOLE_YEAR]["value"] == pytest.approx(1000 * 10 / 300)
    assert rows[WHOLE_YEAR]["marks"] == ""


def test_a_year_divides_by_the_same_mean_of_its_quarters() -> None:
    rows = one_area(YEARLY, "2023 2024", "5 10", "2023K1:2024K4", "1 1 1 1 100 200 300 600")

    assert column(rows, "denominator") == [1, 300]
    assert rows["2024"]["value"] == pytest.approx(1000 * 10 / 300)


def test_a_year_of_which_only_1_january_is_known_divides_by_that() -> None:
    rows = one_area(YEARLY, "2024", "10", "2023K1:2024K1", "90 - - - 100")

    assert rows["2024"]["denominator"] == 100
    assert rows["2024"]["marks"] == "older_population"


def test_a_year_with_a_quarter_that_no_population_serves_has_no_value() -> None:
    rows = one_area(YEARLY, "2024", "10", "2024K2:2024K4", "100 100 100")

    assert rows["2024"]["value"] is None
    assert rows["2024"]["absent_because"] == "no_population"


def test_a_quarter_that_is_missing_is_missing_in_all_four_quarters_it_lies_in() -> None:
    rows = one_area(QUARTERLY, "2024K1:2025K2", "1 2 - 4 5 6", "2024K1:2025K2", "100 " * 6)

    assert column(rows, "absent_because") == [
        "",
        "",
        "not_loaded",
        "",
        "",
        "",
        *["part_missing"] * 3,
    ]
    assert rows["2024K2-2025K1"]["numerator"] is None


def test_a_yearly_figure_is_never_put_together() -> None:
    rows = one_area(YEARLY, "2021:2024", "1 2 3 4", "2021K1:2024K4", "100 " * 16)

    assert list(rows) == ["2021", "2022", "2023", "2024"]


# --- a share --------------------------------------------------------------------------------------


def test_a_share_divides_by_the_whole_of_its_own_year() -> None:
    rows = one_area(SHARE, "2023:2024", "715 397", "2023:2024", "1574 1334")

    assert column(rows, "value") == [pytest.approx(715 / 1574), pytest.approx(397 / 1334)]
    assert column(rows, "denominator") == [1574, 1334]


def test_a_share_never_divides_by_another_year_and_says_why_it_is_missing() -> None:
    rows = one_area(SHARE, "2021:2024", "10 10 10 10", "2020:2023", "40 - .. ~")

    assert column(rows, "value") == [None] * 4
    assert column(rows, "absent_because") == [
        "not_loaded",
        "not_published",
        "part_missing",
        "not_loaded",
    ]


def test_four_quarters_of_a_share_divide_by_the_whole_of_all_four() -> None:
    quarterly = replace(
        INDICATORS[SHARE],
        frequency=Frequency.QUARTER,
        numerator=reports("11"),
        denominator=reports("1"),
        breakdowns=(),
    )
    cases, whole = cube(YEAR, {"183": "1 2 3 4"}), cube(YEAR, {"183": "10 20 30 40"})
    counts = {reports("11"): cases, reports("1"): whole}
    *_, together = compute.values(compute.parts([quarterly]), counts)
    (row,) = records(together.rows())

    assert (row["period"], row["numerator"], row["denominator"]) == (WHOLE_YEAR, 10, 100)
    assert row["value"] == pytest.approx(0.1)


def test_nothing_of_nothing_is_no_share() -> None:
    rows = one_area(SHARE, "2023:2024", "0 0", "2023:2024", "0 5")

    assert rows["2023"]["absent_because"] == "zero_denominator"
    assert [rows["2023"][name] for name in ("value", "lower", "upper", "base")] == [None] * 4
    assert rows["2024"]["value"] == 0


def test_more_charges_than_reports_are_a_contradiction_that_is_told() -> None:
    with pytest.raises(MoreThanAllError) as caught:
        one_area(SHARE, "2023:2024", "5 12", "2023:2024", "5 10")

    assert str(caught.value) == (
        "Udgivelsen er stoppet: C7 i område 183, 2024, er 12 ud af 10. Hent tabellen STRAF22 igen, "
        "eller træk den forkerte indlæsning tilbage."
    )


@pytest.mark.parametrize(
    ("word", "reason"), [("-", "not_loaded"), ("..", "not_published"), ("~", "part_missing")]
)
@pytest.mark.parametrize(
    ("id_", "when"), [(QUARTERLY, "2024K1"), (YEARLY, "2024"), (SHARE, "2024")]
)
def test_a_count_that_is_missing_keeps_its_own_reason(
    id_: str, when: str, word: str, reason: str
) -> None:
    known = when if id_ == SHARE else YEAR
    present = one_area(id_, when, word, known, " ".join(["100"] * (1 if id_ == SHARE else 4)))
    absent = one_area(id_, when, word, known, " ".join(["-"] * (1 if id_ == SHARE else 4)))

    assert present[when]["absent_because"] == absent[when]["absent_because"] == reason
    assert present[when]["value"] is None
    assert present[when]["origin"] == ""


# --- limits and base ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cases", "lower", "upper"),
    [  # 95 % limits of a Poisson mean, Garwood (1936)
        (0, 0.0, 3.6889),
        (1, 0.0253, 5.5716),
        (10, 4.7954, 18.3904),
        (30, 20.2409, 42.8269),
        (100, 81.3640, 121.6268),
    ],
)
@pytest.mark.parametrize("population", [1000, 24365])
def test_a_rate_has_exact_poisson_limits(
    cases: int, lower: float, upper: float, population: int
) -> None:
    row = one_area(QUARTERLY, "2024K1", str(cases), "2024K1", str(population))["2024K1"]

    assert row["lower"] * population / 1000 == pytest.approx(lower, abs=5e-5)
    assert row["upper"] * population / 1000 == pytest.approx(upper, abs=5e-5)
    assert row["base"] == cases


def test_four_quarters_have_the_limits_of_their_sum_not_of_a_mean_quarter() -> None:
    rows = one_area(QUARTERLY, YEAR, "1 2 3 4", YEAR, "1000 1000 1000 1000")

    assert rows[WHOLE_YEAR]["lower"] == pytest.approx(4.7954, abs=5e-5)
    assert rows[WHOLE_YEAR]["upper"] == pytest.approx(18.3904, abs=5e-5)


@pytest.mark.parametrize(
    ("cases", "whole", "lower", "upper"),
    [  # Newcombe (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_a_share_has_wilsons_limits(cases: int, whole: int, lower: float, upper: float) -> None:
    row = one_area(SHARE, "2024", str(cases), "2024", str(whole))["2024"]

    assert (row["lower"], row["upper"]) == pytest.approx((lower, upper), abs=5e-5)
    assert row["base"] == whole


# --- where a value comes from ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cases", "population", "origin"),
    [
        ("5", "100", "official"),
        ("5x", "100", "example"),
        ("5", "100x", "example"),
        ("5m", "100", "municipal"),
        ("5m", "100x", "example"),
    ],
)
def test_a_value_is_no_stronger_than_the_weaker_of_its_two_sides(
    cases: str, population: str, origin: str
) -> None:
    rows = one_area(QUARTERLY, "2024K1", cases, "2024K1", population)

    assert column(rows, "origin") == [origin]


def test_one_example_quarter_makes_the_four_quarters_an_example() -> None:
    rows = one_area(QUARTERLY, "2024K1:2025K1", "1x 2 3 4 5", "2024K1:2025K1", "100 " * 5)

    assert column(rows, "origin") == [
        *["example", "official", "official", "official", "official"],
        *["example", "official"],
    ]


def test_a_value_has_the_marks_of_both_its_sides() -> None:
    rows = one_area(QUARTERLY, "2024K1", "5s", "2023K4", "100s")
    assert column(rows, "marks") == ["sum_of_members;older_population"]

    rows = one_area(QUARTERLY, "2024K1", "5", "2024K1", "100s")
    assert column(rows, "marks") == ["sum_of_members"]


def test_each_area_has_its_own_values() -> None:
    cases = cube("2024K1:2024K2", {"183": "1 2", "187": "3 -"})
    people = cube("2024K1:2024K2", {"183": "1000 1000", "187": "2000 1000"})
    (quarters,) = computed(QUARTERLY, cases, people)

    assert [
        (row["indicator"], row["area"], row["period"], row["breakdown"], row["value"])
        for row in records(quarters.rows())
    ] == [
        ("A4", "183", "2024K1", "", 1.0),
        ("A4", "183", "2024K2", "", 2.0),
        ("A4", "187", "2024K1", "", 1.5),
        ("A4", "187", "2024K2", "", None),
    ]


# --- what is not computed -------------------------------------------------------------------------


def test_an_indicator_without_a_definition_of_its_counts_has_no_values() -> None:
    assert compute.parts([replace(INDICATORS["B9"], numerator=None)]) == []


def test_an_indicator_whose_counts_are_not_loaded_has_no_values() -> None:
    indicator = INDICATORS[QUARTERLY]
    assert indicator.numerator
    assert indicator.denominator
    some = cube("2024K1", {"183": "5"})

    assert list(compute.values(compute.parts([indicator]), {})) == []
    assert list(compute.values(compute.parts([indicator]), {indicator.numerator: some})) == []
    assert list(compute.values(compute.parts([indicator]), {indicator.denominator: some})) == []


def test_a_breakdown_is_computed_beside_the_whole_from_counts_of_its_own() -> None:
    indicator = INDICATORS[SHARE]
    (part,) = indicator.breakdowns
    assert indicator.numerator
    assert indicator.denominator
    figures = {
        indicator.numerator: "715",
        indicator.denominator: "1574",
        part.numerator: "509",
        part.denominator: "1350",
    }
    counts = {count: cube("2023", {"183": figure}) for count, figure in figures.items()}
    shares = {
        row["breakdown"]: round(row["value"], 3)
        for one in compute.values(compute.parts([indicator]), counts)
        for row in records(one.rows())
    }

    assert shares == {"": 0.454, "uden=11": 0.377}


# --- the change since a year before ---------------------------------------------------------------


def changes(id_: str, when: str, cases: str, known: str, denominator: str) -> dict[str, Row]:
    parts = computed(id_, cube(when, {"183": cases}), cube(known, {"183": denominator}))
    return {row["period"]: row for part in parts for row in records(part.changes())}


def test_a_quarter_is_compared_with_the_same_quarter_a_year_before() -> None:
    one = changes(QUARTERLY, "2024K1:2025K1", "50 1 1 1 40", "2024K1:2025K1", "1000 " * 5)["2025K1"]

    assert one["before"] == "2024K1"
    assert (one["value_before"], one["difference"]) == (50, -10)
    assert (one["cases_before"], one["cases_difference"]) == (50, -10)
    assert one["percent"] == pytest.approx(-0.2)


def test_four_quarters_are_compared_with_those_a_year_before_not_a_quarter_before() -> None:
    found = changes(
        QUARTERLY, "2023K1:2024K4", "10 10 10 10 20 20 20 20", "2023K1:2024K4", "1000 " * 8
    )

    assert found[WHOLE_YEAR]["before"] == "2023K1-2023K4"
    assert (found[WHOLE_YEAR]["cases_before"], found[WHOLE_YEAR]["cases_difference"]) == (40, 40)
    assert [period for period in found if "-" in period] == [WHOLE_YEAR]


def test_a_year_is_compared_with_the_year_before() -> None:
    found = changes(YEARLY, "2022:2024", "40 50 60", "2022K1:2024K4", "1000 " * 12)

    assert {period: row["before"] for period, row in found.items()} == {
        "2023": "2022",
        "2024": "2023",
    }


def test_there_is_no_change_where_either_value_is_missing() -> None:
    found = changes(YEARLY, "2020:2024", "40 - 50 60 ..", "2020K1:2024K4", "1000 " * 20)

    assert list(found) == ["2023"]


def test_the_first_year_has_nothing_to_be_compared_with() -> None:
    assert changes(YEARLY, "2024", "40", YEAR, "1000 " * 4) == {}
    assert changes(QUARTERLY, "2024K1:2024K2", "40 50", "2024K1:2024K2", "1000 1000") == {}


@pytest.mark.parametrize(
    ("before", "now", "percent"),
    [
        (40, 30, -0.25),
        (30, 45, 0.5),
        (30, 30, 0.0),
        (29, 300, None),
        (300, 29, None),
        (0, 30, None),
        (0, 0, None),
    ],
)
def test_a_percent_needs_at_least_30_cases_in_both_years(
    before: int, now: int, percent: float | None
) -> None:
    found = changes(YEARLY, "2023:2024", f"{before} {now}", "2023K1:2024K4", "1000 " * 8)["2024"]

    assert found["percent"] == (None if percent is None else pytest.approx(percent))
    assert found["cases_difference"] == now - before


def test_a_percent_is_of_the_value_not_of_the_cases() -> None:
    found = changes(YEARLY, "2023:2024", "100 100", "2023K1:2024K4", "1000 " * 4 + "1250 " * 4)

    assert found["2024"]["percent"] == pytest.approx(-0.2)
    assert found["2024"]["cases_difference"] == 0


# --- whatever the counts --------------------------------------------------------------------------

WORDS = st.integers(0, 5000).map(str) | st.sampled_from(["-", "..", "~"])


@hypothesis_settings(deadline=None)
@given(
    cases=st.lists(WORDS, min_size=6, max_size=6),
    people=st.lists(WORDS, min_size=6, max_size=6),
    id_=st.sampled_from([QUARTERLY, SHARE]),
)
def test_a_value_lies_within_its_limits_or_is_missing_for_a_reason(
    cases: list[str], people: list[str], id_: str
) -> None:
    when = "2024K1:2025K2" if id_ == QUARTERLY else "2019:2024"
    if id_ == SHARE:  # never more cases than there are in all
        people = [
            str(int(n) + int(c)) if (n + c).isdigit() else n
            for n, c in zip(people, cases, strict=True)
        ]
    for row in one_area(id_, when, " ".join(cases), when, " ".join(people)).values():
        numbers = [row[name] for name in ("lower", "value", "upper", "base")]
        if row["absent_because"]:
            assert numbers == [None] * 4
        else:
            assert None not in (*numbers, row["numerator"])
            assert row["lower"] <= row["value"] <= row["upper"]
            assert row["denominator"] > 0
            assert row["origin"] == "official"
