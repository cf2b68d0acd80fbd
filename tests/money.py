"""A municipality's money in a warehouse of a test's own, the shortest way."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import count

from ingest.economy import budget, prices, tags
from store.amounts import PriceIndex
from store.economy import Payer, Tag
from store.prices import Rate
from store.settings import Settings
from tests.ingest.economy import budgets

_NUMBERS = count()
HEAD = ["Center", "Omkostningssted", "Funktion", "Art"]
PLACES = (
    ["Center for Kultur og Fritid", "4521", "3.38.76", "1"],
    ["Center for Børn og Forebyggelse", "4610", "5.28.21", "1"],
    ["Center for Børn og Forebyggelse", "4611", "5.28.21", "4"],
)


def lines(heading: str, *amounts: str) -> list[list[str]]:
    """A budget with an amount for each of `PLACES`."""
    places = zip(PLACES, amounts, strict=True)
    return [[*HEAD, heading], *([*place, amount] for place, amount in places)]


def load(settings: Settings, rows: budgets.Rows, *, name: str = "udtræk.xlsx", **said: str) -> int:
    """Load a budget; the number of the load."""
    said = {"sign": "minus", "unit": "kr", "prices": "løbende", **said}
    one = budgets.checked(rows, name=f"{next(_NUMBERS)}-{name}", **said)
    assert one.errors == (), budgets.texts(one)
    return budget.load(settings, one, "Anne", "Prøve")


def tag(
    function: str,
    percent: int,
    *,
    place: str = "",
    goal: str = "B",
    effort: str = "SSP",
    payer: Payer = Payer.MUNICIPAL,
    until: date | None = None,
) -> Tag:
    return Tag(function, place, percent * 100, goal, effort, payer, until)


def mark(settings: Settings, *listed: Tag) -> int:
    """Put a list of tags in force."""
    return tags.save(settings, listed, "Anne", "Prøve")


def rates(settings: Settings, percents: Sequence[tuple[str, str]]) -> int:
    """Fill the table of percentages in."""
    day = date(2026, 6, 30)
    listed = [Rate(PriceIndex.MUNICIPAL, year, Decimal(text), day) for year, text in percents]
    return prices.save(settings, listed, "Anne", "Prøve")
