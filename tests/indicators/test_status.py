"""The four parts of a status: which word, on which years, and why where there is none.

`tests/indicators/stats` holds the tests behind the words; here is which of them is asked what.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest

from danish import periods
from indicators import compute, glossary, status, targets
from indicators.breaks import BreakKind
from indicators.compute import Values
from indicators.cube import ORIGINS, Cube
from indicators.definition import Polarity
from indicators.registry import INDICATORS
from indicators.stats import detectable
from indicators.stats.cannot import Reason
from indicators.stats.compare import Side
from indicators.stats.movement import Word
from indicators.stats.progress import PathWord, StatCanStatus
from store.release import Reader, Release
from store.settings import Settings, municipality
from tests.indicators.figures import cube

pytest_plugins = ["tests.published"]

OWN = "183"
PEERS = municipality().peers.members
ORDINARY = dict(zip(PEERS, (48, 50, 52, 49, 51, 50, 47, 53), strict=True))
"""Cases of the peers in every period: 50 each, by no more than chance apart."""

Row = dict[str, Any]


# --- series that are written here -----------------------------------------------------------------


def of_cubes(id_: str, cases: Cube, people: Cube, **changed: Any) -> Values:
    """The leading values of an indicator, breakdowns left out."""
    indicator = replace(INDICATORS[id_], breakdowns=(), **changed)
    assert indicator.numerator
    assert indicator.denominator
    counts = {indicator.numerator: cases, indicator.denominator: people}
    return next(part for part in compute.values(compute.parts([indicator]), counts) if part.leads)


def series(
    when: str,
    own: str,
    *,
    id_: str = "C1",
    others: Mapping[str, int] = ORDINARY,
    people: str = "10000",
    **changed: Any,
) -> Values:
    """Ishøj's cases as words (see `figures`), the peers' the same in all periods.

    `people` is Ishøj's population in every quarter, or one word for each; peers have 10,000.
    """
    length = len(own.split())
    cases = cube(when, {OWN: own, **{code: f"{n} " * length for code, n in others.items()}})
    quarters = [q for p in cases.periods for q in periods.quarters_of(p)]
    mine = people if " " in people else f"{people} " * len(quarters)
    rows = {OWN: mine, **{code: "10000 " * len(quarters) for code in others}}
    return of_cubes(id_, cases, cube(f"{quarters[0]}:{quarters[-1]}", rows), **changed)


def unbroken(when: str, own: str, **more: Any) -> Values:
    """The same without known breaks."""
    return series(when, own, **{"breaks": (), **more})


def judged(values: Values, area: str = OWN) -> Row:
    """The status of one area."""
    rows = status.statuses([values], municipality())
    (row,) = rows[rows["area"] == area].to_dict("records")
    return {str(name): cell for name, cell in row.items()}


def flat(years: Iterable[int]) -> str:
    """Cases of quarters: a year's cases in four equal parts."""
    return " ".join(f"{year // 4}" for year in years for _ in range(4))


# --- the official figures -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def release(published: Settings) -> Release:
    return Reader(published.releases).current()


@pytest.fixture(scope="module")
def everything(release: Release) -> pd.DataFrame:
    """The status of all areas."""
    return release._rows("from status")


@pytest.fixture(scope="module")
def own(release: Release) -> dict[tuple[str, str], Row]:
    """The newest values of Ishøj with their status, by indicator and breakdown."""
    rows = release.overview(OWN, "naboer").to_dict("records")
    return {(row["indicator"], row["breakdown"]): dict(row) for row in rows}


def test_home_burglary_shows_a_sign_of_worsening_since_2021(
    own: dict[tuple[str, str], Row],
) -> None:
    row = own["C3", ""]

    assert row["movement"] == "sign_worsening"
    assert 0.002 < row["movement_p"] < 0.05
    assert (row["movement_cases_from"], row["movement_cases_to"]) == (29, 66)
    assert (row["movement_first"], row["movement_last"]) == ("2021K1-2021K4", "2025K1-2025K4")
    assert list(row["movement_missing"]) == []
    assert row["movement_lower"] < row["movement_yearly"] < row["movement_upper"]


def test_nothing_else_in_ishøj_can_be_told_from_chance(own: dict[tuple[str, str], Row]) -> None:
    others = {id_ for (id_, _), row in own.items() if row["movement"] == "no_certain_change"}

    assert others == {"A4", "A5", "A6", "C1", "C2", "C4", "C5", "C7", "C8"}
    assert {row["movement"] for row in own.values()} == {"no_certain_change", "sign_worsening"}


def test_the_year_2024_is_a_gap_in_the_penal_code_and_that_is_told(
    own: dict[tuple[str, str], Row],
) -> None:
    row = own["A5", ""]

    assert row["movement"] == "no_certain_change"
    assert list(row["movement_missing"]) == ["2024K1-2024K4"]
    assert list(row["movement_left_out"]) == [""]
    assert (row["movement_first"], row["movement_last"]) == ("2021K1-2021K4", "2025K1-2025K4")
    assert row["movement_fewest"] == 1099


@pytest.mark.parametrize("indicator", ["C1", "C7"])
def test_the_mass_case_of_2023_is_left_out_and_that_is_told(
    own: dict[tuple[str, str], Row], indicator: str
) -> None:
    whole, part = own[indicator, ""], own[indicator, "uden=11"]

    assert list(whole["movement_missing"]) == ["2023"]
    assert list(whole["movement_left_out"]) == ["massesag"]
    assert np.isnan(whole["differs"]), "2024 is not compared with a year that is left out"
    assert list(part["movement_missing"]) == []
    assert part["differs"] == 0


def test_a_mass_case_in_ishøj_leaves_out_no_year_elsewhere(everything: pd.DataFrame) -> None:
    rows = everything[(everything["indicator"] == "C1") & everything["area"].isin(PEERS)]

    assert len(rows) == 2 * len(PEERS)
    assert {tuple(missing) for missing in rows["movement_missing"]} == {()}


def test_only_the_municipality_and_its_peers_are_compared(everything: pd.DataFrame) -> None:
    group = {OWN, *PEERS}
    inside = everything[everything["area"].isin(group)]
    outside = everything[~everything["area"].isin(group)]

    assert set(inside["level_reason"]) == {""}
    assert {"000", "084", "naboer", "101"} <= set(outside["area"])
    assert set(outside["level"]) == {"cannot_compare"}
    assert set(outside["level_reason"]) == {"no_group"}
    assert outside["level_z"].isna().all()


def test_no_word_is_without_its_reason_and_no_number_is_infinite(everything: pd.DataFrame) -> None:
    for part, none in (("level", "cannot_compare"), ("movement", "cannot_judge")):
        assert ((everything[part] == none) == (everything[f"{part}_reason"] != "")).all()
    numbers = everything.select_dtypes("float")
    assert not np.isinf(numbers).any(axis=None)


def test_every_indicator_of_ishøj_says_what_change_could_have_been_seen(
    own: dict[tuple[str, str], Row],
) -> None:
    for key, row in own.items():
        assert 0 < row["next_fall"] < 1, key
        assert row["next_rise"] > row["next_fall"], key
        assert -1 < row["yearly_fall"] < 0 < row["yearly_rise"], key
        assert row["dispersion"] >= 1
        assert np.isnan(row["year_fall"]) == np.isnan(row["differs"]), key


def test_the_change_that_could_be_seen_has_the_series_own_spread_in_it(
    own: dict[tuple[str, str], Row],
) -> None:
    row = own["C3", ""]
    fall, rise = detectable.next_count(58, row["dispersion"])
    chance_alone, _ = detectable.next_count(58)

    assert row["year_fall"] == pytest.approx(float(fall) / 58)
    assert row["year_rise"] == pytest.approx(float(rise) / 58)
    assert f"{float(chance_alone) / 58:.0%}" == "47%"
    assert row["year_fall"] > float(chance_alone) / 58


def test_the_ground_says_what_it_rests_on_and_when_more_is_expected(
    own: dict[tuple[str, str], Row],
) -> None:
    def ground(id_: str) -> tuple[Any, ...]:
        row = own[id_, ""]
        expected = row["next_expected"].date()
        return row["ground"], row["ground_period"], row["ground_base"], expected

    assert ground("C3") == ("official", "2025K1-2025K4", 66, date(2026, 4, 17))
    assert ground("C1") == ("official", "2024", 182, date(2026, 2, 19))
    assert ground("C7") == ("official", "2024", 1334, date(2026, 2, 19))


# --- the years that are used ----------------------------------------------------------------------


@pytest.mark.parametrize("last", ["2025K4", "2025K2"])
def test_windows_of_four_quarters_do_not_overlap_and_end_with_the_newest(last: str) -> None:
    own = "5 " * (28 if last == "2025K4" else 26)
    years = status.yearly(unbroken(f"2019K1:{last}", own.strip(), id_="C3"))
    days = [(periods.parse(span).first_day, periods.parse(span).last_day) for span in years.spans]

    assert days[-1][1] == periods.parse(last).last_day
    for (_, end), (begin, _) in pairwise(days):
        assert (begin - end).days == 1


def test_all_years_of_a_yearly_count_are_used() -> None:
    assert status.yearly(unbroken("2019:2021", "5 6 7")).spans == ("2019", "2020", "2021")


def test_only_years_after_a_break_are_used() -> None:
    """Psychological violence counts as violence from the second quarter of 2019."""
    row = judged(series("2018K1:2022K4", flat([100] * 5), id_="C2", people="10000"))

    assert list(row["movement_missing"]) == ["2018K1-2018K4", "2019K1-2019K4"]
    assert set(row["movement_left_out"]) == {"brud"}
    assert row["movement_first"] == "2020K1-2020K4"


def test_when_too_few_years_lie_after_a_break_there_is_no_word() -> None:
    row = judged(series("2017K1:2021K4", flat([100, 100, 100, 120, 140]), id_="C2"))

    assert (row["movement"], row["movement_reason"]) == ("cannot_judge", "too_few_periods")
    assert np.isnan(row["movement_yearly"])


def test_a_newest_year_that_a_break_runs_through_is_not_compared() -> None:
    row = judged(series("2017K4:2019K3", "25 " * 8, id_="C2"))

    assert (row["level"], row["level_reason"]) == ("cannot_compare", "brud")


def test_a_newest_year_with_a_mass_case_is_not_compared_but_the_peers_are() -> None:
    values = series("2019:2023", "50 52 48 50 270")
    row = judged(values)

    assert (row["level"], row["level_reason"]) == ("cannot_compare", "mass_case")
    assert row["movement"] == "no_certain_change"
    assert list(row["movement_missing"]) == ["2023"]
    assert judged(values, PEERS[0])["level"] == "same_level"


def test_a_break_that_does_not_cut_leaves_out_nothing() -> None:
    """Grooming has a group of its own from 2023, too few to matter."""
    row = judged(series("2020:2024", "50 52 48 50 51", others=ORDINARY, breaks=("grooming_2023",)))

    assert list(row["movement_missing"]) == []


def test_a_year_without_a_figure_is_told_apart_from_one_that_is_left_out() -> None:
    row = judged(series("2020:2024", "50 - 48 270 51"))

    assert list(row["movement_missing"]) == ["2021", "2023"]
    assert list(row["movement_left_out"]) == ["", "massesag"]


# --- the words ------------------------------------------------------------------------------------

LEVELS = {
    Polarity.LOWER: ("better", "worse"),
    Polarity.HIGHER: ("worse", "better"),
    Polarity.NONE: ("lower_than_others", "higher_than_others"),
}


@pytest.mark.parametrize("polarity", Polarity)
def test_the_word_of_the_level_follows_polarity(polarity: Polarity) -> None:
    low, middle, high = (
        judged(unbroken("2020:2024", f"50 50 50 50 {now}", polarity=polarity))
        for now in (5, 50, 200)
    )
    below, above = LEVELS[polarity]

    assert (low["level"], middle["level"], high["level"]) == (below, "same_level", above)
    assert low["level_z"] < 0 < high["level_z"]
    assert high["level_other"] == pytest.approx(5.0, rel=0.02)
    assert high["level_lower"] < high["level_other"] < high["level_upper"] < 20


MOVES = {
    Polarity.LOWER: ("improvement", "worsening"),
    Polarity.HIGHER: ("worsening", "improvement"),
    Polarity.NONE: ("fall", "rise"),
}
SURE, LIKELY, NOTHING = "100 150 220 330 500", "29 35 31 58 66", "50 55 48 52 51"


@pytest.mark.parametrize("polarity", Polarity)
def test_the_word_of_the_movement_follows_polarity(polarity: Polarity) -> None:
    def word(cases: str, *, backwards: bool = False) -> str:
        figures = cases.split()[::-1] if backwards else cases.split()
        return str(judged(unbroken("2020:2024", " ".join(figures), polarity=polarity))["movement"])

    fall, rise = MOVES[polarity]
    assert word(SURE) == f"certain_{rise}"
    assert word(SURE, backwards=True) == f"certain_{fall}"
    assert word(LIKELY) == f"sign_{rise}"
    assert word(LIKELY, backwards=True) == f"sign_{fall}"
    assert word(NOTHING) == "no_certain_change"


@pytest.mark.parametrize("id_", ["C8", "B3"])
def test_the_weapons_act_and_notifications_have_no_better_direction(id_: str) -> None:
    assert INDICATORS[id_].polarity is Polarity.NONE


def test_the_weapons_act_is_higher_than_others_not_worse() -> None:
    own = flat([100, 150, 220, 330, 500])
    few = dict.fromkeys(PEERS, 12)
    row = judged(series("2021K1:2025K4", own, id_="C8", others=few))

    assert (row["level"], row["movement"]) == ("higher_than_others", "certain_rise")


def test_a_share_is_compared_as_a_share() -> None:
    cases = cube("2020:2024", {OWN: "30 30 30 30 90", **dict.fromkeys(PEERS, "30 30 30 30 30")})
    among = cube("2020:2024", dict.fromkeys([OWN, *PEERS], "100 100 100 100 100"))
    row = judged(of_cubes("C7", cases, among, breaks=()))

    assert row["level"] == "better"
    assert row["level_other"] == pytest.approx(0.3, abs=0.01)
    assert (row["movement_from"], row["movement_to"]) == (0.3, 0.9)


def test_the_first_and_last_year_are_those_with_a_figure() -> None:
    row = judged(unbroken("2020:2024", "- 40 30 50 60"))

    assert (row["movement_cases_from"], row["movement_cases_to"]) == (40, 60)
    assert (row["movement_from"], row["movement_to"]) == (4.0, 6.0)
    assert row["movement_fewest"] == 30


def test_the_newest_year_is_told_from_the_one_before_only_beyond_chance() -> None:
    calm = "50 52 48 51 49 " * 3
    alike, apart = (judged(unbroken("2009:2024", f"{calm}{now}")) for now in (60, 90))

    assert (alike["differs"], apart["differs"]) == (0, 1)


def test_a_count_that_follows_the_population_does_not_differ() -> None:
    people = " ".join(["10000"] * 16 + ["20000"] * 4)
    row = judged(unbroken("2020:2024", "400 400 400 400 800", people=people))

    assert row["differs"] == 0


# --- where something cannot be told ---------------------------------------------------------------

WITHOUT = {
    "zero population": (
        unbroken("2020:2024", "50 50 50 50 50", people="0"),
        ("cannot_judge", "zero_population"),
        ("cannot_compare", "zero_population"),
    ),
    "no population": (
        unbroken("2020:2024", "50 50 50 50 50", people="-"),
        ("cannot_judge", "too_few_periods"),
        ("cannot_compare", "gap"),
    ),
    "one period": (
        unbroken("2024:2024", "50"),
        ("cannot_judge", "too_few_periods"),
        ("same_level", ""),
    ),
    "one window of four quarters": (
        unbroken("2024K1:2024K4", "50 49 51 50", id_="C3"),
        ("cannot_judge", "too_few_periods"),
        ("same_level", ""),
    ),
    "two periods": (
        unbroken("2023:2024", "50 52"),
        ("cannot_judge", "too_few_periods"),
        ("same_level", ""),
    ),
    "all equal": (
        unbroken("2020:2024", "50 50 50 50 50", others=dict.fromkeys(PEERS, 50)),
        ("cannot_judge", "all_equal"),
        ("same_level", ""),
    ),
    "all zero": (
        unbroken("2020:2024", "0 0 0 0 0"),
        ("cannot_judge", "all_zero"),
        ("better", ""),
    ),
    "all zero, the peers too": (
        unbroken("2020:2024", "0 0 0 0 0", others=dict.fromkeys(PEERS, 0)),
        ("cannot_judge", "all_zero"),
        ("cannot_compare", "all_zero"),
    ),
    "all cases in the last year": (
        unbroken("2020:2024", "0 0 0 0 50"),
        ("cannot_judge", "no_estimate"),
        ("same_level", ""),
    ),
    "nothing loaded": (
        unbroken("2020:2024", "- - - - -"),
        ("cannot_judge", "too_few_periods"),
        ("cannot_compare", "gap"),
    ),
    "no newest year": (
        unbroken("2020:2024", "50 48 52 50 -"),
        ("no_certain_change", ""),
        ("cannot_compare", "gap"),
    ),
    "too few peers": (
        replace(
            unbroken("2020:2024", "50 48 52 50 51"),
            denominator=np.vstack([np.full((5, 5), 10000.0), np.full((4, 5), np.nan)]),
        ),
        ("no_certain_change", ""),
        ("cannot_compare", "too_few_areas"),
    ),
}


@pytest.mark.parametrize("case", WITHOUT)
def test_what_cannot_be_told_has_its_reason_and_never_fails(case: str) -> None:
    values, movement, level = WITHOUT[case]
    row = judged(values)

    assert (row["movement"], row["movement_reason"]) == movement
    assert (row["level"], row["level_reason"]) == level
    if movement[1]:
        for name in ("movement_yearly", "movement_lower", "movement_upper", "movement_p"):
            assert np.isnan(row[name])
    if level[1]:
        assert np.isnan(row["level_z"])


@pytest.mark.parametrize("case", WITHOUT)
def test_no_number_is_infinite(case: str) -> None:
    row = judged(WITHOUT[case][0])
    numbers = [cell for cell in row.values() if isinstance(cell, float)]

    assert numbers
    assert not np.isinf(numbers).any()


def test_where_nobody_lived_the_year_before_it_cannot_be_compared() -> None:
    people = " ".join(["10000"] * 12 + ["0"] * 4 + ["10000"] * 4)
    row = judged(unbroken("2020:2024", "50 50 50 50 50", people=people))

    assert np.isnan(row["differs"])


def test_an_area_without_a_value_has_no_ground() -> None:
    row = judged(unbroken("2020:2024", "- - - - -"))

    assert (row["ground"], row["ground_period"]) == ("", "")
    assert pd.isna(row["next_expected"])


def test_the_ground_is_that_of_the_newest_value_there_is() -> None:
    row = judged(unbroken("2020:2024", "50 50 50 50x -"))

    assert (row["ground"], row["ground_period"], row["ground_base"]) == ("example", "2023", 50)
    assert row["next_expected"] == date(2025, 2, 18)


def test_a_release_without_values_has_no_status() -> None:
    assert len(status.statuses([], municipality())) == 0


# --- every word is explained ----------------------------------------------------------------------


def possible_words() -> set[str]:
    """All codes that a status can hold."""
    sides = [side for side in Side if side not in (Side.NONE, Side.SIMILAR)]
    assert len(sides) == 4, "a new side needs a word"
    levels = {word for words in status._LEVEL.values() for word in words}
    certain = [word for word in Word if word is not Word.NONE]
    moves = {
        f"{word}_{way}" for word in certain for ways in status._MOVEMENT.values() for way in ways
    }
    steps = {targets._WORDS[word] for word in PathWord if word is not PathWord.NONE}
    return {
        *({"same_level", "cannot_compare"} | levels),
        *({"no_certain_change", "cannot_judge"} | moves),
        *({"direction_only"} | steps),
        *(one.value for one in StatCanStatus),
        *(set(ORIGINS) - {""}),
    }


def possible_reasons() -> set[str]:
    return {
        *(reason.value for reason in Reason),
        *(kind.value for kind in BreakKind),
        *(status.MASS_CASE, status.NO_GROUP, targets.NO_NEW_YEAR),
    }


def test_every_polarity_has_words() -> None:
    assert set(status._LEVEL) == set(status._MOVEMENT) == set(Polarity)


@pytest.mark.parametrize("code", sorted(possible_words() | possible_reasons()))
def test_every_word_and_every_reason_is_in_the_glossary(code: str) -> None:
    assert glossary.entry(code).explanation


def test_the_release_holds_no_other_word(everything: pd.DataFrame) -> None:
    held = {
        word
        for part in ("level", "movement", "target", "ground")
        for word in everything[part].unique()
    }
    reasons = {
        reason
        for part in ("level", "movement", "target")
        for reason in everything[f"{part}_reason"].unique()
    }

    assert held - {""} <= possible_words()
    assert reasons - {""} <= possible_reasons()
