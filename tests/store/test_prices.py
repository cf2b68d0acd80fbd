"""Amounts in the prices of another year: only where every year on the way has a percentage."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import economy
from store.amounts import Amount, Basis, PriceIndex, Version
from store.prices import MissingPricesError, PriceTable, Rate, is_price_level

OWN, STATE = PriceIndex.MUNICIPAL, PriceIndex.STATE


def rate(year: str, percent: str, on: date = date(2026, 6, 30), index: PriceIndex = OWN) -> Rate:
    return Rate(index, year, Decimal(percent), on)


TABLE = PriceTable((rate("2024", "4.1"), rate("2025", "3.4"), rate("2026", "2.9")))


def amount(øre: int, year: str = "2023", prices: str = "løbende") -> Amount:
    return Amount(øre, Basis(Version.ACCOUNTS, year, prices))


def test_the_product_of_the_years_after_the_first() -> None:
    assert TABLE.factor("2023", "2026", OWN) == Fraction("1.041") * Fraction("1.034") * Fraction(
        "1.029"
    )
    assert TABLE.factor("2025", "2025", OWN) == 1
    found = TABLE.converted(amount(1_000_000_00), "2026", OWN)
    assert found.øre == round(1_000_000_00 * 1.041 * 1.034 * 1.029)
    assert found.basis == Basis(Version.ACCOUNTS, "2023", "2026", "kommunen")
    assert found.basis.prices_in_words == "i 2026-priser (kommunens pris- og lønskøn)"


@given(st.integers(-(10**12), 10**12))
def test_there_and_back_again_is_within_an_øre(øre: int) -> None:
    there = TABLE.converted(amount(øre), "2026", OWN)
    back = TABLE.converted(amount(there.øre, "2026"), "2023", OWN)
    assert abs(back.øre - øre) <= 1


def test_the_price_level_of_the_file_counts_not_the_year() -> None:
    assert TABLE.converted(amount(100_00, "2023", "2025"), "2026", OWN).øre == 102_90


def test_nothing_is_converted_across_a_year_without_a_percentage() -> None:
    with pytest.raises(
        MissingPricesError, match="der mangler et pris- og lønskøn for 2022 og 2023"
    ):
        TABLE.factor("2021", "2026", OWN)
    assert PriceTable().common({"2023", "2026"}, "2026") is None


def test_what_was_converted_is_not_converted_again() -> None:
    with pytest.raises(ValueError, match="converted already"):
        TABLE.converted(TABLE.converted(amount(100), "2026", OWN), "2025", OWN)


def test_the_newest_estimate_of_a_year_counts() -> None:
    revised = PriceTable((*TABLE.rates, rate("2026", "3.9", date(2026, 9, 1))))
    assert revised.newest(OWN)["2026"].percent == Decimal("3.9")
    assert len(revised.rates) == 4


def test_the_states_index_stands_in_whole_or_not_at_all() -> None:
    state = tuple(rate(year, "3.0", index=STATE) for year in ("2024", "2025", "2026"))
    gap = PriceTable((rate("2024", "4.1"), rate("2026", "2.9")))
    assert gap.common({"2023"}, "2026") is None
    assert PriceTable(gap.rates + state).common({"2023"}, "2026") is STATE
    assert PriceTable(TABLE.rates + state).common({"2023"}, "2026") is OWN


def test_the_shipped_index_of_the_state_has_a_gap_and_says_so() -> None:
    table = PriceTable(economy.state_index())
    assert {r.year: str(r.percent) for r in table.rates} == {
        "2022": "1.1", "2023": "3.9", "2025": "3.0",
    }  # fmt: skip
    with pytest.raises(MissingPricesError, match="2024"):
        table.factor("2023", "2025", STATE)


@pytest.mark.parametrize(
    ("text", "known"), [("løbende", True), ("2025", True), ("25", False), ("3025", False)]
)
def test_price_levels(text: str, known: bool) -> None:
    assert is_price_level(text) is known
