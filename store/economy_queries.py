"""What of tags and prices is in force in an open warehouse."""

from dataclasses import dataclass
from datetime import datetime

from store import economy
from store.amounts import PriceIndex
from store.economy import Payer, Tag
from store.prices import PriceTable, Rate
from store.warehouse import Origin, Warehouse


@dataclass(frozen=True)
class Tags:
    """The tags in force, and whose they are.

    Attributes
    ----------
    load
        None where there are none.
    """

    tags: tuple[Tag, ...] = ()
    load: int | None = None
    author: str = ""
    file: str = ""
    written_at: datetime | None = None
    origin: Origin = Origin.MUNICIPAL


def has_budgets(open_: Warehouse) -> bool:
    """Whether something was loaded since there are budgets; else their tables are not there."""
    found = open_.connection.execute(
        "select 1 from duckdb_views() where view_name = 'budget_in_force'"
    ).fetchall()
    return bool(found)


def tags(open_: Warehouse) -> Tags:
    """The tags in force: those of the newest list that is not withdrawn."""
    found = open_.connection.execute(
        "select load, author, file, loaded_at, origin from load"
        " where source = $source and withdrawn_at is null order by load desc limit 1",
        {"source": economy.TAGS},
    ).fetchall()
    if not found:
        return Tags()
    ((number, author, file, written_at, origin),) = found
    rows = open_.connection.execute(
        "select function, cost_centre, share, goal, effort, payer, until from budget_tag"
        " where load = $load order by all",
        {"load": number},
    ).fetchall()
    listed = tuple(
        Tag(function, cost_centre, share, goal, effort, Payer(payer), until)
        for function, cost_centre, share, goal, effort, payer, until in rows
    )
    return Tags(listed, number, author, file, written_at, Origin(origin))


def prices(open_: Warehouse) -> PriceTable:
    """The percentages in force; none where nobody has filled the table in."""
    if not has_budgets(open_):
        return PriceTable()
    rows = open_.connection.execute(
        'select "index", year, percent, estimated_on from price_rate where load = ('
        " select max(load) from load where source = $source and withdrawn_at is null)"
        " order by all",
        {"source": economy.PRICES},
    ).fetchall()
    return PriceTable(tuple(Rate(PriceIndex(index), *rest) for index, *rest in rows))
