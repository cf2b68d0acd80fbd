"""The Danish sentences about values, word for word.

A space that must not break a line is written `_` in the expected texts.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from danish.numbers import NO_BREAK_SPACE
from indicators import text
from store.entries import IndicatorEntry
from store.release import Reader
from store.settings import Settings
from store.warehouse import reading

pytest_plugins = ["tests.published"]

NAN = float("nan")
NONE = {
    "difference": NAN,
    "percent": NAN,
    "value_before": NAN,
    "cases_before": NAN,
    "cases_difference": NAN,
    "before_label": None,
}


@pytest.fixture(scope="module")
def entries(published: Settings) -> dict[str, IndicatorEntry]:
    return Reader(published.releases).current().indicators


def expected(sentence: str) -> str:
    return sentence.replace("_", NO_BREAK_SPACE)


def rate(now: int, before: int | None, people: int = 1000, label: str = "2024") -> dict[str, Any]:
    """The row of a rate with as many inhabitants in both years."""
    row = {"value": 1000 * now / people, "numerator": now, "base": now, "label": label}
    if before is None:
        return row | NONE
    change = now / before - 1 if min(now, before) >= 30 else NAN
    return row | {
        "value_before": 1000 * before / people,
        "difference": 1000 * (now - before) / people,
        "percent": change,
        "cases_before": before,
        "cases_difference": now - before,
        "before_label": "2023",
    }


def share(now: float, before: float | None) -> dict[str, Any]:
    """The row of a share of 1,000 cases."""
    row = {"value": now, "numerator": 1000 * now, "base": 1000, "label": "2024"}
    if before is None:
        return row | NONE
    return row | {
        "value_before": before,
        "difference": now - before,
        "percent": now / before - 1 if before else NAN,
        "cases_before": 1000 * before,
        "cases_difference": 1000 * (now - before),
        "before_label": "2023",
    }


# --- the headline ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            rate(1727, 1795, label="1.–4. kvartal 2025"),
            "Anmeldte forbrydelser: 1.727 anmeldelser i 1.–4. kvartal 2025, 68 færre end året før",
        ),
        (rate(66, 58), "Anmeldte forbrydelser: 66 anmeldelser i 2024, 8 flere end året før"),
        (rate(1, 0), "Anmeldte forbrydelser: 1 anmeldelse i 2024, 1 flere end året før"),
        (rate(0, 1), "Anmeldte forbrydelser: 0 anmeldelser i 2024, 1 færre end året før"),
        (rate(0, 0), "Anmeldte forbrydelser: 0 anmeldelser i 2024, lige så mange som året før"),
        (rate(9, 9), "Anmeldte forbrydelser: 9 anmeldelser i 2024, lige så mange som året før"),
        (
            rate(2500, 1200),
            "Anmeldte forbrydelser: 2.500 anmeldelser i 2024, 1.300 flere end året før",
        ),
        (rate(1228, None), "Anmeldte forbrydelser: 1.228 anmeldelser i 2024"),
    ],
)
def test_the_headline_of_a_rate_tells_cases(
    entries: dict[str, IndicatorEntry], row: dict[str, Any], sentence: str
) -> None:
    assert text.headline(entries["A4"], row) == sentence


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (share(0.298, 0.454), "Anmeldelser med sigtelse: 29,8_% i 2024 mod 45,4_% i 2023"),
        (share(0.298, 0.298), "Anmeldelser med sigtelse: 29,8_% i 2024 mod 29,8_% i 2023"),
        (share(0.0, 0.005), "Anmeldelser med sigtelse: 0,0_% i 2024 mod 0,5_% i 2023"),
        (share(1.0, None), "Anmeldelser med sigtelse: 100,0_% i 2024"),
    ],
)
def test_the_headline_of_a_share_tells_both_years(
    entries: dict[str, IndicatorEntry], row: dict[str, Any], sentence: str
) -> None:
    assert text.headline(entries["C7"], row) == expected(sentence)


# --- a change -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "row", "sentence"),
    [
        ("A4", rate(1727, 1795, 24000), "−2,8 (−4_%)"),
        ("A4", rate(150, 100, 1000), "+50,0 (+50_%)"),
        ("A4", rate(1001, 1000, 100_000), "0,0 (0_%)"),
        ("A4", rate(30, 60, 1000), "−30,0 (−50_%)"),
        ("A4", rate(29, 60, 1000), "−31,0"),
        ("A4", rate(60, 29, 1000), "+31,0"),
        ("A4", rate(5, 5, 1000), "0,0"),
        ("C3", rate(12, 10, 24000), "+0,08"),
        ("C3", rate(36, 30, 24000), "+0,25 (+20_%)"),
        ("C7", share(0.298, 0.455), "−15,7 procentpoint"),
        ("C7", share(0.45, 0.30), "+15,0 procentpoint"),
        ("C7", share(0.3, 0.3), "0,0 procentpoint"),
        ("A4", rate(1228, None), "kan ikke regnes: året før mangler"),
        ("C7", share(0.3, None), "kan ikke regnes: året før mangler"),
    ],
)
def test_a_change_has_a_percent_only_with_at_least_30_cases_in_both_years(
    entries: dict[str, IndicatorEntry], indicator: str, row: dict[str, Any], sentence: str
) -> None:
    assert text.change(entries[indicator], row) == expected(sentence)


@pytest.mark.parametrize("nothing", [None, NAN, ""])
def test_no_caution_is_an_empty_text(nothing: str | float | None) -> None:
    assert text.caution({"caution": nothing}) == ""
    assert text.caution({"caution": "2023: formentlig massesag."}) == "2023: formentlig massesag."


# --- one value ------------------------------------------------------------------------------------


def test_a_value_is_written_with_its_own_number_of_decimals(
    entries: dict[str, IndicatorEntry],
) -> None:
    assert text.value(entries["A4"], 70.8804) == "70,9"
    assert text.value(entries["C3"], 2.7088) == "2,71"
    assert text.value(entries["C7"], 0.29760) == expected("29,8_%")
    assert text.value(entries["A4"], NAN) == "–"
    assert text.value(entries["C7"], NAN) == "–"


def test_a_unit_stands_once(entries: dict[str, IndicatorEntry]) -> None:
    assert text.unit(entries["A4"]) == "pr. 1.000 indbyggere"
    assert text.unit(entries["C7"]) == ""


def test_limits_are_written_as_an_interval(entries: dict[str, IndicatorEntry]) -> None:
    assert text.limits(entries["A4"], 67.576, 74.304) == "67,6–74,3"
    assert text.limits(entries["C7"], 0.2737, 0.3227).replace(NO_BREAK_SPACE, " ") == "27,4–32,3 %"


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 anmeldelser"), (1, "1 anmeldelse"), (2, "2 anmeldelser"), (1727, "1.727 anmeldelser")],
)
def test_cases_are_counted_in_words(
    entries: dict[str, IndicatorEntry], number: int, words: str
) -> None:
    assert text.cases(entries["A4"], number) == words


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ("", ""),
        ("sum_of_members", "beregnet som sum"),
        ("sum_of_members;older_population", "beregnet som sum, ældre folketal"),
    ],
)
def test_marks_are_told_in_words(codes: str, words: str) -> None:
    assert text.marks({"marks": codes}) == words


@pytest.mark.parametrize(
    ("period", "today", "sentence"),
    [
        ("2024", date(2026, 2, 18), "2024"),
        ("2024", date(2026, 2, 19), "2024"),
        ("2024", date(2026, 2, 20), "2024, nyere findes"),
        ("2025K1-2025K4", date(2026, 2, 19), "4. kvartal 2025"),
        ("2025K1-2025K4", date(2026, 2, 20), "4. kvartal 2025, nyere findes"),
    ],
)
def test_a_value_says_when_a_newer_one_should_be_out(
    period: str, today: date, sentence: str
) -> None:
    row = {"period": period, "next_expected": pd.Timestamp("2026-02-19"), "origin": "official"}
    assert text.freshness(row, today) == sentence


def test_of_invented_figures_there_are_no_newer_ones() -> None:
    expected = pd.Timestamp("2026-02-19")
    row = {"period": "2024", "next_expected": expected, "origin": "example"}
    assert text.freshness(row, date(2026, 11, 23)) == "2024"


# --- what there is and what there is not ----------------------------------------------------------


def of_goal(entries: dict[str, IndicatorEntry], goal: str) -> list[IndicatorEntry]:
    return [entry for entry in entries.values() if entry.goal == goal]


def test_how_much_of_a_goal_can_be_told(entries: dict[str, IndicatorEntry]) -> None:
    assert text.goal_coverage(of_goal(entries, "A")) == "3 af 8 indikatorer har tal"
    assert text.goal_coverage([entries["A4"]]) == "1 af 1 indikator har tal"
    assert text.goal_coverage([entries["A4"], entries["A1"]]) == "1 af 2 indikatorer har tal"
    assert text.goal_coverage([entries["B1"]]) == "Ingen af indikatorerne har tal endnu"
    assert text.goal_coverage(of_goal(entries, "D")) == "Ingen af indikatorerne har tal endnu"


def test_what_is_missing_is_listed_by_where_it_would_come_from(
    entries: dict[str, IndicatorEntry],
) -> None:
    assert text.missing(of_goal(entries, "C")) == (
        "C6 Udsat for kriminalitet (Kommunens borgerundersøgelse)"
    )
    some = [entries[id_] for id_ in ("A1", "B4", "A4", "A2")]
    assert text.missing(some) == (
        "A1 Trygge i nabolaget, A2 Trygge aften og nat (Kommunens borgerundersøgelse) · "
        f"B4 {entries['B4'].short_title} ({entries['B4'].source})"
    )
    assert text.missing([entries["A4"], entries["A5"]]) == ""
    assert text.missing([]) == ""


@pytest.mark.parametrize(
    ("checked", "broken", "known", "sentence"),
    [
        (5742, 0, 0, "stemmer"),
        (0, 0, 0, "kan ikke kontrolleres: delene er ikke indlæst"),
        (5742, 1, 0, "stemmer ikke: 1. kvartal 2020, 183: 1 mod summen 2"),
        (5742, 2, 1, "stemmer ikke: 1. kvartal 2020, 183: 1 mod summen 2"),
        (5742, 1, 1, "kendt: 1. kvartal 2020, 183: 1 mod summen 2"),
    ],
)
def test_what_came_of_a_sum_rule(checked: int, broken: int, known: int, sentence: str) -> None:
    examples = "1. kvartal 2020, 183: 1 mod summen 2" if broken else ""
    row = {"checked": checked, "broken": broken, "known": known, "examples": examples}
    assert text.check_outcome(row) == sentence


def test_the_state_of_a_load(published: Settings) -> None:
    with reading(published) as open_:
        load = open_.load(1)

    assert text.load_state(load, {1, 2, 3}) == "udgivet"
    assert text.load_state(load, set()) == "ikke udgivet endnu"
    withdrawn = replace(load, withdrawn_at=load.loaded_at)
    assert text.load_state(withdrawn, {1, 2, 3}) == "trukket tilbage"


def test_a_year_in_numbers_warns_of_what_lies_between(entries: dict[str, IndicatorEntry]) -> None:
    row = rate(182, 381) | {"caution": "2023: formentlig massesag."}
    told = text.year_in_numbers(entries["C1"], row)
    assert told.startswith("Personfarlig kriminalitet: 182 anmeldelser i 2024, 199 færre end året")
    assert "Ændring på et år: " in told
    assert told.endswith("2023: formentlig massesag.")


def test_a_year_in_numbers_without_a_year_before(entries: dict[str, IndicatorEntry]) -> None:
    told = text.year_in_numbers(entries["A5"], rate(1228, None) | {"caution": None})
    assert told.endswith("Ændring på et år: kan ikke regnes: året før mangler.")
