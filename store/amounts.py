"""Amounts of money: integer øre that know their version, their year and the prices they are in.

What a budget says and what the accounts say are two versions of the same money, and a krone of 2023
is not one of 2026. Amounts of different versions, years or prices can be compared where that means
something, but never added: `Amount` refuses, and so does `total`, which all sums go through.
"""

import operator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

import pandas as pd

from danish.errors import DanishError

CURRENT = "løbende"
"""The price level of amounts in the prices of their own year."""


class Version(StrEnum):
    """Which of its versions an amount is from, in the order of the year."""

    ADOPTED = "vedtaget"
    ESTIMATE = "overslag"
    CORRECTED = "korrigeret"
    SPENT = "forbrug"
    FORECAST = "forventet"
    ACCOUNTS = "regnskab"

    @property
    def in_words(self) -> str:
        """In words: ``vedtaget budget``."""
        return _TITLES[self]

    @property
    def is_of_a_day(self) -> bool:
        """Whether it means something only together with the day it was drawn up."""
        return self in (Version.SPENT, Version.FORECAST)


_TITLES = {
    Version.ADOPTED: "vedtaget budget",
    Version.ESTIMATE: "budgetoverslag",
    Version.CORRECTED: "korrigeret budget",
    Version.SPENT: "forbrug til dato",
    Version.FORECAST: "forventet regnskab",
    Version.ACCOUNTS: "regnskab",
}


class PriceIndex(StrEnum):
    """Whose percentages amounts are brought to another year's prices with."""

    MUNICIPAL = "kommunen"
    STATE = "staten"

    @property
    def in_words(self) -> str:
        """In words, as it stands beside a figure."""
        return _INDEXES[self]


_INDEXES = {
    PriceIndex.MUNICIPAL: "kommunens pris- og lønskøn",
    PriceIndex.STATE: "statens generelle pris- og lønindeks, ikke kommunernes",
}


@dataclass(frozen=True, order=True)
class Basis:
    """What an amount is an amount of.

    Attributes
    ----------
    year
        Four digits.
    prices
        `CURRENT`, or the year whose prices it is in.
    index
        What it was brought to those prices with; empty where the file itself is in them.
    """

    version: Version
    year: str
    prices: str = CURRENT
    index: str = ""

    @property
    def price_year(self) -> str:
        """The year whose prices the amount is in."""
        return self.year if self.prices == CURRENT else self.prices

    @property
    def prices_in_words(self) -> str:
        """Such as ``løbende priser`` or ``i 2025-priser``, with the index it was converted by."""
        if self.prices == CURRENT:
            return "løbende priser"
        converted = f" ({PriceIndex(self.index).in_words})" if self.index else ""
        return f"i {self.prices}-priser{converted}"

    def __str__(self) -> str:
        return f"{self.version.in_words} {self.year}, {self.prices_in_words}"


class MixedAmountsError(DanishError):
    """Amounts of different versions, years or prices were to be added or compared."""

    def __init__(self, one: Basis, other: Basis, doing: str = "lægges sammen"):
        self.bases = one, other
        super().__init__(
            f"Beløbene kan ikke {doing}: det ene er {one}, det andet {other}. "
            "Vælg samme version, år og prisniveau."
        )


@dataclass(frozen=True)
class Amount:
    """Money in integer øre. Spending is positive, income negative."""

    øre: int
    basis: Basis

    def __post_init__(self) -> None:
        # A fraction of an øre, or a float that has lost some, must not come in.
        object.__setattr__(self, "øre", operator.index(self.øre))

    def __add__(self, other: "Amount") -> "Amount":
        if not isinstance(other, Amount):
            return NotImplemented
        if other.basis != self.basis:
            raise MixedAmountsError(self.basis, other.basis)
        return Amount(self.øre + other.øre, self.basis)

    def __radd__(self, other: object) -> "Amount":
        # `sum` begins with 0.
        return self if other == 0 and isinstance(other, int) else NotImplemented

    def __neg__(self) -> "Amount":
        return replace(self, øre=-self.øre)

    def compared_with(self, other: "Amount") -> "Difference":
        """How much more it is than another version of the same year in the same prices.

        Raises
        ------
        MixedAmountsError
            If they are of different years or in different prices.
        """
        one, two = self.basis, other.basis
        if (one.year, one.price_year, one.index) != (two.year, two.price_year, two.index):
            raise MixedAmountsError(one, two, "sammenlignes")
        return Difference(self.øre - other.øre, self.øre / other.øre if other.øre else None)


@dataclass(frozen=True)
class Difference:
    """How two versions differ: by how many øre, and the one as a share of the other."""

    øre: int
    share: float | None


KEYS = ["version", "year", "prices", "index"]
"""The columns of a table that say what its amounts are amounts of."""


def bases_of(rows: pd.DataFrame) -> list[Basis]:
    """The different bases in a table, in its order."""
    found = rows[KEYS].drop_duplicates().itertuples(index=False)
    return [Basis(Version(version), year, prices, index) for version, year, prices, index in found]


def total(rows: pd.DataFrame, column: str = "amount") -> Amount:
    """Add the amounts of a table up.

    Parameters
    ----------
    rows
        With the columns `KEYS` and a column of whole øre; at least one row.

    Raises
    ------
    MixedAmountsError
        If the rows are of more than one basis.
    """
    bases = bases_of(rows)
    if len(bases) > 1:
        raise MixedAmountsError(bases[0], bases[1])
    return Amount(sum(map(operator.index, rows[column].tolist())), bases[0])


def øre_of(kroner: Decimal | int | str) -> int:
    """An amount in kroner, at most two decimals, as øre.

    Raises
    ------
    ValueError
        If it is no whole number of øre.
    """
    øre = Decimal(kroner) * 100
    if øre != øre.to_integral_value():
        raise ValueError(f"{kroner} is no whole number of øre")
    return int(øre)
