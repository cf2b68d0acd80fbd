"""The table of price and wage percentages: empty until it is filled in, every change undone."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from danish import dates
from ingest.economy import prices
from ingest.problem import RejectedError
from store import warehouse
from store.amounts import PriceIndex
from store.prices import Rate
from store.settings import Settings
from tests.conftest import TODAY
from tests.ingest.economy import budgets

HEAD = ["Til år", "Procent", "Skønnet den"]
RATE = Rate(PriceIndex.MUNICIPAL, "2027", Decimal("3.2"), date(2026, 6, 30))


@pytest.fixture(autouse=True)
def a_known_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "today", lambda: TODAY)


def test_it_is_empty_until_it_is_filled_in(settings: Settings) -> None:
    assert prices.in_force(settings).rates == ()


def test_a_filled_in_template_is_read_and_empty_rows_are_passed_over() -> None:
    table = budgets.table([HEAD, ["2027", "3,2", "30-06-2026"], ["2028", "", ""]])
    assert prices.is_prices(table)
    assert prices.read(table) == ([RATE], [])


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (["2027", "3,2", ""], "celle C2: Cellen er tom. Ventede den dag, skønnet er fra"),
        (["næste år", "3,2", "30-06-2026"], "celle A2: Cellen kan ikke læses. Ventede et år"),
        (["2027", "tre", "30-06-2026"], "celle B2: Cellen kan ikke læses. Ventede procent"),
        (["2027", "320", "30-06-2026"], "Skønnet er 320,00 %. Ventede en stigning i procent."),
        (["2027", "3,2", "30-06-2027"], "som ikke er kommet"),
    ],
)
def test_what_is_wrong_is_named(row: list[str], found: str) -> None:
    _, problems = prices.read(budgets.table([HEAD, row]))
    assert found in "\n".join(map(str, problems))


def test_an_estimate_is_added_revised_removed_and_undone(settings: Settings) -> None:
    prices.add(settings, "2027", "3,2", date(2026, 6, 30), "Anne", "Skøn fra juni")
    prices.add(settings, "2027", "3,9", date(2026, 9, 1), "Anne", "Nyt skøn")
    table = prices.in_force(settings)
    assert len(table.rates) == 2
    assert table.newest(PriceIndex.MUNICIPAL)["2027"].percent == Decimal("3.9")

    number = prices.remove(settings, RATE, "Anne", "Forkert")
    assert [str(rate.percent) for rate in prices.in_force(settings).rates] == ["3.9000"]
    warehouse.withdraw(settings, number, "Anne")
    assert len(prices.in_force(settings).rates) == 2


def test_two_estimates_of_one_day_are_refused(settings: Settings) -> None:
    prices.add(settings, "2027", "3,2", date(2026, 6, 30), "Anne", "Skøn")
    with pytest.raises(RejectedError, match="Der er to skøn fra 30"):
        prices.add(settings, "2027", "3,4", date(2026, 6, 30), "Anne", "Skøn")


@pytest.mark.parametrize(("year", "percent"), [("", "3"), ("2027", "x"), ("27", "3")])
def test_what_is_typed_must_be_readable(settings: Settings, year: str, percent: str) -> None:
    with pytest.raises(RejectedError, match="År, procent eller dato mangler"):
        prices.add(settings, year, percent, date(2026, 6, 30), "Anne", "Skøn")
    assert not Path(settings.warehouse).exists()


def test_the_states_index_comes_and_goes_on_request(settings: Settings) -> None:
    prices.add(settings, "2027", "3,2", date(2026, 6, 30), "Anne", "Skøn")
    prices.use_state_index(settings, "Anne", "Til vi har vores eget", use=True)
    assert set(prices.in_force(settings).newest(PriceIndex.STATE)) == {"2022", "2023", "2025"}
    prices.use_state_index(settings, "Anne", "Vi har det nu", use=False)
    assert prices.in_force(settings).rates == (RATE,)
