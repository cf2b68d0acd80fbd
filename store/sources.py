"""The StatBank tables that are wanted, and the code lists their columns are read against."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from danish import periods
from danish.errors import DanishError
from store.settings import CONFIG, read_config

_SPAN = re.compile(r"((?:19|20)\d\d)\D+(?:19|20)?\d\d")


@dataclass(frozen=True)
class Source:
    """One StatBank table, or a part of one, as `data/config/sources.toml` describes it.

    Attributes
    ----------
    table
        Our name of it: of its figures in the warehouse, its loads and its file.
    statbank
        StatBank's own name, the same unless several entries ask for parts of one table.
    columns
        From StatBank's variable (upper case) to our column, in the table's own order;
        `period` is last.
    days
        From the first day of a period until its figures come out.
    stock
        A figure is a state on the first day of the period, not a count during it.
    codes
        Per column: codes of StatBank's and what we call them, where that is not the same.
    cohort
        Its periods are spans of years, of which the first is that of the cohort.
    verified
        Whether the variables and codes have been seen in StatBank itself.
    assumed
        Where they have not: what they were taken from, a Danish sentence.
    """

    table: str
    statbank: str
    title: str
    frequency: periods.PeriodKind
    days: int
    stock: bool
    counts: bool
    select: Mapping[str, tuple[str, ...]]
    columns: Mapping[str, str]
    totals: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]
    cohort: bool
    verified: bool
    assumed: str

    def ours(self, column: str, code: str) -> str:
        """What we call a code of StatBank's: the same, unless the entry says otherwise."""
        if column == "period" and self.cohort and (span := _SPAN.fullmatch(code)):
            return span[1]
        return self.codes.get(column, {}).get(code, code)

    def next_expected(self, last_period: str) -> date:
        """When the figures after `last_period` should be out, by the source's own rhythm."""
        following = periods.parse(periods.following(last_period))
        return following.first_day + timedelta(days=self.days)


@dataclass(frozen=True)
class Area:
    """A line of the list of areas. `type`: country, region, municipality, other, unplaced."""

    code: str
    label: str
    type: str
    parent: str


class UnknownTableError(DanishError):
    """The table has no entry in `data/config/sources.toml`."""

    def __init__(self, table: str):
        known = ", ".join(sources())
        super().__init__(
            f"Tabellen {table} står ikke i data/config/sources.toml. Der står: {known}. "
            "Tilføj den dér med titel, frekvens og udvalg, og prøv igen."
        )


@cache
def sources() -> dict[str, Source]:
    """All wanted tables by name."""
    config = read_config("sources.toml")
    names: dict[str, str] = config["columns"]

    def source(table: str, entry: dict[str, Any]) -> Source:
        select: dict[str, list[str]] = entry["select"]
        variables = sorted((v.upper() for v in select), key=lambda variable: variable == "TID")
        return Source(
            table=table,
            statbank=entry.get("table", table),
            title=entry["title"],
            frequency=periods.PeriodKind(entry["frequency"]),
            days=entry["days"],
            stock=entry.get("stock", False),
            counts=entry.get("counts", True),
            select={variable: tuple(codes) for variable, codes in select.items()},
            columns={variable: names.get(variable, variable.lower()) for variable in variables},
            totals=dict(entry.get("totals", {})),
            codes={column: dict(codes) for column, codes in entry.get("codes", {}).items()},
            cohort=entry.get("cohort", False),
            verified=entry.get("verified", True),
            assumed=entry.get("assumed", ""),
        )

    return {table: source(table, entry) for table, entry in config["table"].items()}


def source(table: str) -> Source:
    """One wanted table, its name in any case.

    Raises
    ------
    UnknownTableError
        If it has no entry.
    """
    try:
        return sources()[table.upper()]
    except KeyError:
        raise UnknownTableError(table) from None


@cache
def code_list(column: str, table: str = "") -> dict[str, str]:
    """Codes and Danish labels of a column: of this table, else of all; empty when there is no list.

    The lists are `data/config/codes/folk1a.age.csv` (one table's) and `area.csv` (all tables').
    """
    known = sources().get(table.upper())
    own = CONFIG / "codes" / f"{(known.statbank if known else table).lower()}.{column}.csv"
    path = own if own.exists() else CONFIG / "codes" / f"{column}.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["label"] for row in csv.DictReader(file, delimiter=";")}


@cache
def areas() -> tuple[Area, ...]:
    """StatBank's areas in its own order."""
    with (CONFIG / "codes" / "area.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return tuple(Area(row["code"], row["label"], row["type"], row["parent"]) for row in rows)
