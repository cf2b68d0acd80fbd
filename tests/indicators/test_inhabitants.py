"""Inhabitants of some ages by year, from quarters."""

import numpy as np

from indicators import inhabitants
from indicators.cube import ORIGINS, Absence, Mark
from store.settings import Settings, municipality
from store.warehouse import Origin, reading
from tests.indicators.figures import load, population

AGES = range(6, 26)


def ages(settings: Settings, quarter: str, each: int, origin: Origin = Origin.OFFICIAL) -> None:
    rows = [f"183 TOT {age} TOT {quarter} {each}" for age in AGES]
    load(settings, "FOLK1A_ALDER", rows, origin=origin)


def test_a_year_is_the_mean_of_its_quarters(settings: Settings) -> None:
    for number, quarter in enumerate(("2024K1", "2024K2", "2024K3", "2024K4")):
        ages(settings, quarter, 100 + number)
    with reading(settings) as open_:
        people = inhabitants.by_year(open_, municipality())
    assert people is not None
    found = people(["2024"])
    row = found.areas.index("183")

    assert found.periods == ("2024",)
    assert found.value[row, 0] == 20 * 101.5
    assert ORIGINS[found.origin[row, 0]] == "official"


def test_a_year_that_has_begun_goes_on_with_its_newest_quarter(settings: Settings) -> None:
    ages(settings, "2025K1", 100)
    with reading(settings) as open_:
        people = inhabitants.by_year(open_, municipality())
    assert people is not None
    found = people(["2024", "2025", "2026"])
    row = found.areas.index("183")

    assert list(found.value[row, 1:2]) == [2000]
    assert found.marks[row, 1] == Mark.OLDER_POPULATION
    assert np.isnan(found.value[row, [0, 2]]).all()
    assert found.absence[row, 0] == Absence.NOT_LOADED


def test_where_an_age_is_an_example_so_is_the_sum(settings: Settings) -> None:
    ages(settings, "2025K1", 100, Origin.EXAMPLE)
    population(settings, "183 2025K1 24365")
    with reading(settings) as open_:
        people = inhabitants.by_year(open_, municipality())
    assert people is not None
    found = people(["2025"])

    assert ORIGINS[found.origin[found.areas.index("183"), 0]] == "example"


def test_the_population_in_all_is_no_stand_in_for_ages(settings: Settings) -> None:
    population(settings, "183 2025K1 24365")
    with reading(settings) as open_:
        assert inhabitants.by_year(open_, municipality()) is None
