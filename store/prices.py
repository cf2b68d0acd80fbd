"""The table of price and wage percentages, and bringing amounts to the prices of another year.

The table is empty until the municipality fills it in. Each percentage has the day it was estimated
on: estimates are revised, and the newest one counts. Amounts are converted only where every year on
the way has a percentage of one and the same index; otherwise they stay as they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from danish import words
from danish.errors import DanishError
from store.amounts import CURRENT, Amount, PriceIndex


@dataclass(frozen=True, order=True)
class Rate:
    """How much prices and wages rise from the year before to `year`, in percent.

    Attributes
    ----------
    estimated_on
        When it was estimated: 3,2 of June may be 3,9 by September.
    """

    index: PriceIndex
    year: str
    percent: Decimal
    estimated_on: date


class MissingPricesError(DanishError):
    """There is no percentage for some year on the way."""

    def __init__(self, years: Sequence[str], from_: str, to: str):
        self.years = tuple(years)
        super().__init__(
            f"Beløb i {from_}-priser kan ikke regnes om til {to}-priser: der mangler et pris- og "
            f"lønskøn for {words.listing(years)}. Udfyld tabellen over pris- og lønskøn."
        )


@dataclass(frozen=True)
class PriceTable:
    """All percentages there are, earlier estimates too."""

    rates: tuple[Rate, ...] = ()

    def newest(self, index: PriceIndex) -> dict[str, Rate]:
        """The newest estimate of each year, by year."""
        found: dict[str, Rate] = {}
        for rate in sorted(self.rates, key=lambda one: one.estimated_on):
            if rate.index is index:
                found[rate.year] = rate
        return dict(sorted(found.items()))

    def factor(self, from_: str, to: str, index: PriceIndex) -> Fraction:
        """What an amount in the prices of one year is multiplied by for those of another.

        The product of 1 + percent/100 over the years after the earlier one, inverted on the way
        back.

        Raises
        ------
        MissingPricesError
            If a year has no percentage.
        """
        first, last = sorted((int(from_), int(to)))
        rates = self.newest(index)
        years = [str(year) for year in range(first + 1, last + 1)]
        if missing := [year for year in years if year not in rates]:
            raise MissingPricesError(missing, from_, to)
        product = Fraction(1)
        for year in years:
            product *= 1 + Fraction(rates[year].percent) / 100
        return product if int(to) >= int(from_) else 1 / product

    def converted(self, amount: Amount, to: str, index: PriceIndex) -> Amount:
        """An amount in the prices of another year, to the nearest øre, halves away from zero.

        Raises
        ------
        MissingPricesError
            If a year on the way has no percentage.
        ValueError
            If it was converted before: that would add up the errors of two roundings.
        """
        if amount.basis.index:
            raise ValueError(f"{amount.basis} is converted already")
        factor = self.factor(amount.basis.price_year, to, index)
        exact = amount.øre * factor
        whole, rest = divmod(abs(exact), 1)
        øre = int(whole) + (rest >= Fraction(1, 2))
        basis = replace(amount.basis, prices=to, index=index.value)
        return Amount(øre if exact >= 0 else -øre, basis)

    def common(self, price_years: Iterable[str], to: str) -> PriceIndex | None:
        """The index that all of some price years can be brought to one year with.

        The municipality's own goes first; the state's only where that has a gap. None where
        neither reaches all the way.
        """
        years = list(price_years)
        for index in PriceIndex:
            try:
                for year in years:
                    self.factor(year, to, index)
            except MissingPricesError:
                continue
            return index
        return None


def is_price_level(text: str) -> bool:
    """Whether a text is a price level: current prices, or a year."""
    return text == CURRENT or (len(text) == 4 and text.isdigit() and text[:2] in ("19", "20"))
