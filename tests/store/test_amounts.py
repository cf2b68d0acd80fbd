"""Amounts know their version, year and prices, and refuse to be added to others."""

from decimal import Decimal
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.amounts import Amount, Basis, MixedAmountsError, Version, total, øre_of

BUDGET = Basis(Version.ADOPTED, "2026")
BASES = [
    BUDGET,
    Basis(Version.ACCOUNTS, "2026"),
    Basis(Version.ADOPTED, "2025"),
    Basis(Version.ADOPTED, "2026", "2026"),
    Basis(Version.ADOPTED, "2026", "2025", "kommunen"),
    Basis(Version.ADOPTED, "2026", "2025", "staten"),
]
TWO = [(one, other) for one, other in product(BASES, BASES) if one != other]


@pytest.mark.parametrize(("one", "other"), TWO, ids=str)
def test_two_versions_years_or_price_levels_are_never_added(one: Basis, other: Basis) -> None:
    with pytest.raises(MixedAmountsError, match="kan ikke lægges sammen: det ene er"):
        Amount(1, one) + Amount(1, other)
    with pytest.raises(MixedAmountsError):
        sum([Amount(1, one), Amount(1, other)])
    with pytest.raises(MixedAmountsError):
        total(rows([one, other]))


@given(st.lists(st.integers(-(10**15), 10**15), min_size=1))
def test_amounts_of_one_basis_are_added_to_the_øre(øre: list[int]) -> None:
    summed = sum(Amount(one, BUDGET) for one in øre)
    assert summed == Amount(sum(øre), BUDGET)
    assert total(rows([BUDGET] * len(øre), øre)) == summed


def test_an_amount_is_no_number() -> None:
    for wrong in (1, 1.5, None, "1"):
        with pytest.raises(TypeError):
            Amount(1, BUDGET) + wrong
    with pytest.raises(TypeError):
        5 + Amount(1, BUDGET)  # only the 0 that `sum` begins with
    with pytest.raises(TypeError):
        Amount(1.5, BUDGET)  # type: ignore[arg-type]


def test_versions_of_a_year_are_compared_in_the_same_prices_only() -> None:
    accounts = Amount(110, BASES[1])
    assert vars(accounts.compared_with(Amount(100, BUDGET))) == {"øre": 10, "share": 1.1}
    assert accounts.compared_with(Amount(100, Basis(Version.ADOPTED, "2026", "2026"))).øre == 10
    assert accounts.compared_with(Amount(0, BUDGET)).share is None
    for other in (BASES[2], BASES[4], BASES[5]):
        with pytest.raises(MixedAmountsError, match="kan ikke sammenlignes"):
            accounts.compared_with(Amount(100, other))


def test_a_basis_in_words() -> None:
    assert str(BUDGET) == "vedtaget budget 2026, løbende priser"
    assert str(Basis(Version.ACCOUNTS, "2023", "2025")) == "regnskab 2023, i 2025-priser"
    assert BASES[5].prices_in_words == (
        "i 2025-priser (statens generelle pris- og lønindeks, ikke kommunernes)"
    )


def test_kroner_as_øre() -> None:
    assert øre_of(Decimal("1234.56")) == 123456
    with pytest.raises(ValueError, match="no whole number of øre"):
        øre_of("0.005")


def rows(bases: list[Basis], øre: list[int] | None = None) -> pd.DataFrame:
    frame = pd.DataFrame([vars(basis) for basis in bases])
    return frame.assign(amount=pd.Series(øre or [1] * len(bases), dtype=object))
