"""The price and wage percentages, to look at and to choose from."""

import pandas as pd

from danish import dates, numbers
from danish.numbers import NO_BREAK_SPACE
from reports import spending_file, spending_text, tables
from reports.spending import Money
from reports.spending_view import View
from store.amounts import PriceIndex
from store.prices import PriceTable, Rate
from store.release import Release


def view(release: Release, money: Money) -> View:
    """The table of percentages, and why amounts are in the prices they are in."""
    rates = release.price_rates
    table = [
        (
            row["year"],
            PriceIndex(row["index"]).in_words,
            f"{numbers.number(row['percent'], 2)}{NO_BREAK_SPACE}%",
            dates.date(row["estimated_on"]),
            "ja" if row["in_use"] else "nej, afløst",
        )
        for row in rates.to_dict("records")
    ]
    title = "Pris- og lønskøn"
    headings = ("Til år", "Skøn", "Stigning", "Skønnet den", "I brug")
    numeric = ("Stigning",)
    whole = tables.Table(
        title, spending_file.notes(money), pd.DataFrame(table, columns=list(headings))
    )
    return View(
        None, title, headings, numeric, table,
        (spending_text.prices_line(money.bases, rates),), whole,
    )  # fmt: skip


def rate_names(prices: PriceTable) -> dict[str, str]:
    """The estimates of a table by code: what to choose from."""
    return {
        f"{rate.index}-{rate.year}-{rate.estimated_on}": (
            f"{rate.year}: {numbers.number(float(rate.percent), 2)} %, skønnet "
            f"{dates.date(rate.estimated_on)}"
        )
        for rate in prices.rates
        if rate.index is PriceIndex.MUNICIPAL
    }


def rate_of(prices: PriceTable, code: str) -> Rate:
    """An estimate by its code."""
    return next(
        rate for rate in prices.rates if code == f"{rate.index}-{rate.year}-{rate.estimated_on}"
    )


def uses_state_index(prices: PriceTable) -> bool:
    """Whether the state's index stands beside the municipality's own."""
    return any(rate.index is PriceIndex.STATE for rate in prices.rates)
