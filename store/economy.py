"""Money of the municipality: what is known beforehand, and the warehouse's tables that hold it.

A load of a budget *covers* versions of years: of all loads that cover the adopted budget of 2026
the newest one that is not withdrawn is in force, whole. A line
belongs to one row of `budget_basis`, which has one price level for each version of each year.

A line has codes and amounts, and the name of a unit from a list; texts of accounts are never kept,
for they may name persons.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache

from danish import periods
from store.amounts import PriceIndex, Version
from store.prices import Rate
from store.settings import read_config

BUDGET, TAGS, PRICES = "økonomi", "økonomimærker", "priser"
"""The sources of loads of budgets and accounts, of tags, and of prices."""


class EconomyKind(StrEnum):
    """What kind of load it is, in the ledger."""

    BUDGET = "budget"
    TAGS = "budget-tags"
    PRICES = "prices"


TITLES: Mapping[str, str] = {
    BUDGET: "Budget og regnskab",
    TAGS: "Mærker på kontolinjer",
    PRICES: "Pris- og lønskøn",
}

TABLES: Mapping[EconomyKind, tuple[str, ...]] = {
    EconomyKind.BUDGET: ("budget_line",),
    EconomyKind.TAGS: ("budget_tag",),
    EconomyKind.PRICES: ("price_rate",),
}
"""The tables whose rows are the `cells` of a load of each kind."""

WHOLE = 10_000
"""All of a line; a tag's share is a part of it, so 2,500 is a quarter."""

GOALS = ("A", "B", "C", "D")
ACCOUNTS_DAYS = 486
"""Days from the first day of a year until its accounts are settled, in May of the year after."""


class Sign(StrEnum):
    """How a file writes income and spending."""

    MINUS_IS_INCOME = "minus"
    MINUS_IS_SPENDING = "omvendt"
    ALWAYS_POSITIVE = "positive"


SIGNS: Mapping[str, str] = {
    Sign.MINUS_IS_INCOME: "indtægter står med minus",
    Sign.MINUS_IS_SPENDING: "udgifter står med minus",
    Sign.ALWAYS_POSITIVE: "positive tal i både udgifter og indtægter",
}


class MoneyUnit(StrEnum):
    """The unit that a file writes amounts in."""

    KRONER = "kr"
    THOUSANDS = "tusind"
    MILLIONS = "mio"

    @property
    def øre(self) -> int:
        """How many øre it is."""
        return {"kr": 100, "tusind": 100_000, "mio": 100_000_000}[self.value]


UNITS: Mapping[str, str] = {
    MoneyUnit.KRONER: "kr.",
    MoneyUnit.THOUSANDS: "1.000 kr.",
    MoneyUnit.MILLIONS: "mio. kr.",
}


class Side(StrEnum):
    """Spending or income."""

    SPENDING = "udgift"
    INCOME = "indtægt"


class Payer(StrEnum):
    """Who pays for a tagged share."""

    MUNICIPAL = "kommunen"
    STATE = "staten"
    FUND = "fond"
    OTHER = "andre"


PAYERS: Mapping[str, str] = {
    Payer.MUNICIPAL: "kommunen",
    Payer.STATE: "staten",
    Payer.FUND: "fonde",
    Payer.OTHER: "andre",
}

DRANST: Mapping[str, str] = {
    "1": "drift",
    "2": "statsrefusion",
    "3": "anlæg",
    "4": "renter",
    "5": "balanceforskydninger",
    "6": "afdrag",
    "7": "finansiering",
}


@dataclass(frozen=True)
class Function:
    """A function of the authorised chart of accounts.

    Attributes
    ----------
    first, last
        The first and the last budget year that has it; None where it is neither new nor closed.
    instead
        The function that it took the place of, or that took its place.
    """

    code: str
    name: str
    can_hold_task: bool
    first: int | None
    last: int | None
    instead: str

    def exists_in(self, year: str) -> bool:
        """Whether the chart of accounts of a year has it."""
        return (self.first or 0) <= int(year) <= (self.last or 9999)


@dataclass(frozen=True)
class Tag:
    """A share of the lines of a function and a cost centre that is spent on the task.

    Attributes
    ----------
    function, cost_centre
        Codes; empty for any, but not both of them.
    share
        Of `WHOLE`.
    goal
        One of `GOALS`, or empty.
    effort
        What the money pays for, as the municipality calls it.
    until
        The last day it is paid for; None where it is permanent.
    """

    function: str
    cost_centre: str
    share: int
    goal: str
    effort: str
    payer: Payer
    until: date | None

    def fits(self, function: str, cost_centre: str) -> bool:
        """Whether a line is one of those it is about."""
        return self.function in ("", function) and self.cost_centre in ("", cost_centre)


@dataclass(frozen=True)
class Calendar:
    """When accounts are expected; a year's are settled in the year after."""

    def next_expected(self, last_period: str) -> date:
        """When the accounts after those of `last_period` should be in."""
        following = periods.parse(periods.following(last_period))
        return date.fromordinal(following.first_day.toordinal() + ACCOUNTS_DAYS)

    def next_period(self, last_period: str) -> str:
        """The year after `last_period`."""
        return periods.following(last_period)


@cache
def functions() -> dict[str, Function]:
    """The functions that are known by name, by code."""
    return {
        entry["code"]: Function(
            entry["code"],
            entry["name"],
            entry.get("can_hold_task", False),
            entry.get("first"),
            entry.get("last"),
            entry.get("instead", ""),
        )
        for entry in read_config("economy.toml")["functions"]
    }


@cache
def units() -> dict[str, tuple[str, ...]]:
    """The units that have a budget: name, and what else files may call it."""
    place = read_config("municipality.toml")
    known = {entry["name"]: (entry["code"],) for entry in (*place["centres"], *place["committees"])}
    own = {entry["name"]: tuple(entry["near"]) for entry in read_config("economy.toml")["units"]}
    return known | own


@cache
def state_index() -> tuple[Rate, ...]:
    """The state's percentages, for those who ask for them."""
    return tuple(
        Rate(PriceIndex.STATE, entry["year"], Decimal(entry["percent"]), entry["estimated_on"])
        for entry in read_config("economy.toml")["state_index"]
    )


def function_name(code: str) -> str:
    """A function's name, or nothing where only its number is known."""
    known = functions().get(code)
    return known.name if known else ""


def covered_as(version: str) -> str:
    """What a load of a version covers, in the table `covers`."""
    return f"{BUDGET}: {Version(version)}"


SCHEMA = f"""
create table if not exists budget_basis (
    load integer not null,
    basis integer not null,
    version varchar not null,
    year varchar not null,
    prices varchar not null,
    sign varchar not null,
    unit varchar not null,
    as_of date,
    lines bigint not null,
    primary key (load, basis),
    unique (load, version, year)
);
create table if not exists budget_line (
    load integer not null,
    basis integer not null,
    unit varchar not null,
    cost_centre varchar not null,
    function varchar not null,
    dranst varchar not null,
    art varchar not null,
    amount bigint not null
);
create view if not exists budget_in_force as
select line.load, version, year, prices, line.unit, cost_centre, function, dranst, art, amount,
    load.origin
from budget_line as line
join budget_basis as basis on basis.load = line.load and basis.basis = line.basis
join covering on covering.load = line.load
    and covering.source = '{BUDGET}: ' || version and covering.period = year
join load on load.load = line.load;

create table if not exists budget_tag (
    load integer not null,
    function varchar not null,
    cost_centre varchar not null,
    share integer not null check (share > 0 and share <= {WHOLE}),
    goal varchar not null,
    effort varchar not null,
    payer varchar not null,
    until date
);
create table if not exists price_rate (
    load integer not null,
    "index" varchar not null,
    year varchar not null,
    percent decimal(9, 4) not null,
    estimated_on date not null,
    primary key (load, "index", year, estimated_on)
);
"""
