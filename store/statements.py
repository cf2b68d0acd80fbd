"""What persons state in the app: targets, events and comments, each save a load of one row.

The tables `target`, `event` and `comment` of the warehouse hold every row that was ever saved. A
thing keeps its `id` when it is changed; a row with `removed` takes it away. The views
`target_in_force` and so on hold the newest row of each id whose load is not withdrawn, so
withdrawing a change, or a removal, brings back what stood before it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import duckdb

from danish import periods

KIND = "statement"
"""The kind of such a load in the ledger."""


class Statement(StrEnum):
    """What one may state. The value is the name of the table in the warehouse and the release."""

    TARGET = "target"
    EVENT = "event"
    COMMENT = "comment"


class Basis(StrEnum):
    """What a target's change is measured against."""

    OWN = "own"  # the indicator's own mean in the baseline
    PEERS = "peers"  # its ratio to the peers in the baseline


class EventKind(StrEnum):
    """What an event is."""

    REFORM = "reform"
    EFFORT = "effort"
    COUNTING_CHANGE = "counting_change"
    OTHER = "other_event"


@dataclass(frozen=True)
class Target:
    """A number that the council wants to reach in a year: at most one an indicator.

    Attributes
    ----------
    area
        The municipality's own code.
    first_period, last_period
        The baseline, both included: whole years of quarters, years or school years.
    change
        As a share: −0.1 is ten percent lower in `target_year` than `basis` says.
    target_year, decided_on
        None when it was not filled in; such a target is refused.
    """

    indicator: str
    area: str
    first_period: str
    last_period: str
    target_year: int | None
    change: float
    basis: Basis
    decided_by: str
    decided_on: date | None
    author: str
    note: str = ""

    @property
    def kind(self) -> periods.PeriodKind:
        """The kind of period of the baseline."""
        return periods.parse(self.first_period).kind


@dataclass(frozen=True)
class Event:
    """Something that may show in the figures: a line on the charts.

    Attributes
    ----------
    day
        When it happened, or will; None when it was not filled in, which is refused.
    indicators
        Those that it concerns; empty means all.
    """

    title: str
    day: date | None
    kind: EventKind
    indicators: tuple[str, ...]
    author: str
    note: str = ""


@dataclass(frozen=True)
class Comment:
    """What a named analyst says about an indicator, written to be shown.

    Attributes
    ----------
    period
        The newest leading period of the indicator when it was written; filled in by the save.
    """

    indicator: str
    text: str
    author: str
    written_on: date
    period: str = ""


def _view(table: str) -> str:
    return f"""
    create view if not exists {table}_in_force as
    select * exclude (removed, recency) from (
        select stated.*, load.loaded_at as written_at,
            row_number() over (partition by stated.id order by stated.load desc) as recency
        from {table} as stated join load using (load) where load.withdrawn_at is null)
    where recency = 1 and not removed;
    """


SCHEMA = """
create table if not exists target (
    load integer not null,
    id varchar not null,
    removed boolean not null,
    indicator varchar not null,
    area varchar not null,
    kind varchar not null,
    first_period varchar not null,
    last_period varchar not null,
    target_year integer not null,
    change double not null,
    basis varchar not null,
    decided_by varchar not null,
    decided_on date not null,
    author varchar not null,
    note varchar not null
);
create table if not exists event (
    load integer not null,
    id varchar not null,
    removed boolean not null,
    title varchar not null,
    day date not null,
    kind varchar not null,
    indicators varchar[] not null,
    author varchar not null,
    note varchar not null
);
create table if not exists comment (
    load integer not null,
    id varchar not null,
    removed boolean not null,
    indicator varchar not null,
    text varchar not null,
    period varchar not null,
    author varchar not null,
    written_on date not null
);
""" + "".join(map(_view, Statement))


def put(
    connection: duckdb.DuckDBPyConnection,
    what: Statement,
    load: int,
    id_: str,
    row: dict[str, Any],
    *,
    removed: bool = False,
) -> None:
    """Write one row that a load holds.

    Parameters
    ----------
    row
        The fields of a `Target`, `Event` or `Comment`.
    """
    whole = {"load": load, "id": id_, "removed": removed, **row}
    values = ", ".join(f"${name}" for name in whole)
    connection.execute(f"insert into {what} ({', '.join(whole)}) values ({values})", whole)


def in_force(connection: duckdb.DuckDBPyConnection, what: Statement) -> list[dict[str, Any]]:
    """The rows in force, oldest first, with `load` and `written_at` (UTC).

    A warehouse in which nobody has written since there are statements has none.
    """
    there = connection.execute(
        "select 1 from duckdb_views() where view_name = $name", {"name": f"{what}_in_force"}
    )
    if not there.fetchall():
        return []
    rows = connection.execute(f"from {what}_in_force order by load")
    names = [column[0] for column in rows.description or ()]
    return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
