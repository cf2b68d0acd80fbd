"""Ø1 and Ø2: money per inhabitant of 6-25, and against the budget, year by year."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from indicators import build, compute, spending, spending_values
from indicators.cube import Absence, Cube
from indicators.registry import INDICATORS
from store import economy, warehouse
from store.settings import Settings, municipality
from tests import money
from tests.money import lines, load, mark, tag

PLACE = municipality()


@pytest.fixture
def years(settings: Settings) -> Settings:
    """Two years of accounts and budget, and one with a budget, a forecast and spending to date."""
    for year, budget, spent in (("2024", "1000", "900"), ("2025", "1000", "1050")):
        load(settings, lines(f"Korrigeret budget {year}", budget, "0", "0"))
        load(settings, lines(f"Regnskab {year}", spent, "0", "0"))
    load(settings, lines("Korrigeret budget 2026", "1200", "0", "0"))
    load(settings, lines("Forventet regnskab 2026", "1260", "0", "0"), as_of="2026-09-30")
    load(settings, lines("Forbrug 2026", "700", "0", "0"), as_of="2026-09-30")
    mark(settings, tag("3.38.76", 50))
    return settings


def rows_of(settings: Settings) -> pd.DataFrame:
    with warehouse.reading(settings) as open_:
        return spending.tables(open_)["spending"]


def values(
    rows: pd.DataFrame, id_: str, population: spending_values.Population | None = None
) -> dict[str, float | str]:
    """The municipality's value of each year, or why there is none."""
    found = spending_values.values(compute.parts([INDICATORS[id_]]), rows, PLACE, population)
    (one,) = found
    own = one.rows()
    own = own[own["area"] == PLACE.code]
    return {
        row["period"]: row["absent_because"] or round(row["value"], 6)
        for row in own.to_dict("records")
    }


def people(counts: dict[str, float]) -> spending_values.Population:
    def population(years: Sequence[str]) -> Cube:
        cube = Cube.empty((PLACE.code,), tuple(years))
        value = np.array([[counts.get(year, np.nan) for year in years]])
        absence = np.where(np.isnan(value), Absence.NOT_LOADED, Absence.PRESENT).astype(np.int8)
        return replace(cube, value=value, absence=absence)

    return population


def test_accounts_against_the_budget_and_the_forecast_while_there_are_none(years: Settings) -> None:
    assert values(rows_of(years), "Ø2") == {"2024": 90, "2025": 105, "2026": 105}


def test_spending_to_date_would_look_like_a_fall_and_is_left_out(settings: Settings) -> None:
    load(settings, lines("Regnskab 2025", "100", "0", "0"))
    load(settings, lines("Korrigeret budget 2025", "100", "0", "0"))
    load(settings, lines("Korrigeret budget 2026", "100", "0", "0"))
    load(settings, lines("Forbrug 2026", "50", "0", "0"), as_of="2026-06-30")
    mark(settings, tag("3.38.76", 100))
    assert values(rows_of(settings), "Ø2") == {"2025": 100}


def test_without_figures_of_the_young_it_says_that_they_are_what_lacks(years: Settings) -> None:
    assert set(values(rows_of(years), "Ø1").values()) == {"no_population"}


def test_accounts_per_inhabitant_in_kroner(years: Settings) -> None:
    found = values(rows_of(years), "Ø1", people({"2024": 90, "2025": 100}))
    assert found == {"2024": 5.0, "2025": 5.25}


def test_a_year_between_two_has_no_value(settings: Settings) -> None:
    load(settings, lines("Regnskab 2023", "100", "0", "0"))
    load(settings, lines("Regnskab 2025", "100", "0", "0"))
    mark(settings, tag("3.38.76", 100))
    found = values(rows_of(settings), "Ø1", people({"2023": 10, "2024": 10, "2025": 10}))
    assert found == {"2023": 10, "2024": "not_loaded", "2025": 10}


def test_without_accounts_the_corrected_budget_stands_in_for_all_years(settings: Settings) -> None:
    load(settings, lines("Korrigeret budget 2026", "100", "0", "0"))
    load(settings, lines("Vedtaget budget 2026", "90", "0", "0"))
    mark(settings, tag("3.38.76", 100))
    assert values(rows_of(settings), "Ø1", people({"2026": 10})) == {"2026": 10}


def test_a_budget_in_other_prices_is_nothing_to_compare_with(settings: Settings) -> None:
    load(settings, lines("Korrigeret budget 2025", "100", "0", "0"), prices="2024")
    load(settings, lines("Regnskab 2025", "100", "0", "0"))
    mark(settings, tag("3.38.76", 100))
    assert values(rows_of(settings), "Ø2") == {"2025": "part_missing"}


def test_a_ratio_within_a_year_is_the_same_in_all_prices(years: Settings) -> None:
    before = values(rows_of(years), "Ø2")
    money.rates(years, [("2025", "3,7".replace(",", ".")), ("2026", "2.9")])
    assert values(rows_of(years), "Ø2") == before


def test_the_unit_says_the_version_and_the_prices(years: Settings) -> None:
    wanted = INDICATORS["Ø1"].numerator
    assert isinstance(wanted, spending_values.Spent)
    told = spending_values.unit_with_prices(rows_of(years), wanted, "kr. pr. ung")
    assert told == "kr. pr. ung, regnskab, løbende priser"
    money.rates(years, [("2025", "3.7"), ("2026", "2.9")])
    told = spending_values.unit_with_prices(rows_of(years), wanted, "kr. pr. ung")
    assert told == "kr. pr. ung, regnskab, i 2026-priser (kommunens pris- og lønskøn)"


def test_money_has_no_interval_and_no_word_for_chance(years: Settings) -> None:
    with warehouse.reading(years) as open_:
        made = build.build(open_, PLACE)
    own = made["indicator_value"].query("indicator == 'Ø2' and area == @PLACE.code")
    assert own["lower"].isna().all()
    (status,) = made["status"].query("indicator == 'Ø2' and area == @PLACE.code").to_dict("records")
    assert (status["movement"], status["movement_reason"]) == ("cannot_judge", "not_a_sample")
    assert (status["ground"], status["ground_period"]) == ("municipal", "2026")


@pytest.mark.parametrize("source", [economy.BUDGET, economy.TAGS, economy.PRICES])
def test_budgets_tags_and_percentages_all_feed_them(source: str) -> None:
    assert build.fed_by({source}) == {"Ø1", "Ø2"}
    assert not build.fed_by({"STRAF11"}) & {"Ø1", "Ø2"}
