"""The whole country beside an indicator: never the municipality's, never on its scale."""

import pytest

from indicators import build, national
from indicators.registry import INDICATORS
from store.settings import Settings, municipality
from store.warehouse import Origin, reading
from tests.indicators.figures import load, population

WANTED = [INDICATORS["C6"], INDICATORS["D1"], INDICATORS["A4"]]
COHORT = {"TOT": 1000, "6": 110, "712": 90, "1324": 110}


def benchmarks(settings: Settings) -> dict[tuple[str, str], dict]:
    with reading(settings) as open_:
        rows = national.benchmarks(open_, WANTED, municipality())
    return {(row["indicator"], row["period"]): row for row in rows.to_dict("records")}


def victims(settings: Settings, origin: Origin = Origin.OFFICIAL) -> None:
    load(settings, "STRAF5", ["1S TOT TOT 2024 60"], origin=origin)


def cohort(settings: Settings) -> None:
    rows = [f"TOT TOT {code} TOT TOT 2020-2022 {count}" for code, count in COHORT.items()]
    extent = dict.fromkeys(("sex", "age", "sanction", "first_offence"), ("TOT",))
    whole = {**extent, "relapse": tuple(COHORT), "period": ("2020",)}
    load(settings, "RECIDIV1", rows, extents=[whole])


def test_victims_are_divided_by_the_population_of_the_country(settings: Settings) -> None:
    victims(settings)
    population(settings, *(f"000 2024K{quarter} 4000" for quarter in range(1, 5)))
    found = benchmarks(settings)

    assert list(found) == [("C6", "2024")]
    assert found["C6", "2024"]["value"] == pytest.approx(0.015)
    assert found["C6", "2024"]["in_words"] == "i 2024"
    assert found["C6", "2024"]["source"] == "Danmarks Statistik, STRAF5 og FOLK1A"


def test_relapses_within_two_years_are_added_and_divided_by_the_cohort(settings: Settings) -> None:
    cohort(settings)
    found = benchmarks(settings)

    assert found["D1", "2020"]["value"] == pytest.approx(0.31)
    assert found["D1", "2020"]["in_words"] == "for årgang 2020"
    assert found["D1", "2020"]["origin"] == "official"


def test_invented_victims_over_real_inhabitants_are_an_example(settings: Settings) -> None:
    victims(settings, Origin.EXAMPLE)
    population(settings, *(f"000 2024K{quarter} 4000" for quarter in range(1, 5)))

    assert benchmarks(settings)["C6", "2024"]["origin"] == "example"


def test_none_of_it_is_a_value_of_the_indicator(settings: Settings) -> None:
    victims(settings)
    cohort(settings)
    population(settings, *(f"{area} 2024K1 4000" for area in ("000", "183")))
    with reading(settings) as open_:
        tables = build.build(open_, municipality())

    assert set(tables["benchmark"]["indicator"]) == {"C6", "D1"}
    assert not set(tables["indicator_value"]["indicator"]) & {"C6", "D1"}
    shown = tables["indicator"].set_index("id")["has_data"]
    assert not shown["C6"]
    assert not shown["D1"]
