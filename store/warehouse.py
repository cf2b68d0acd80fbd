"""The warehouse: every figure that was ever loaded, and which of them are in force.

Each load has a number. A figure (a *cell*) is a row; a zero is a row; no row means no value. Of
several loads that hold the same cell the newest one that is not withdrawn is in force, so a later
load supersedes an earlier one cell by cell, and withdrawing it brings the earlier figures back.

For a StatBank table STRAF11 the warehouse has `statbank.straf11_cell` (all loads) and the view
`statbank.straf11` (in force), whose last columns are `value`, `load` and `origin`.
"""

import getpass
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pandas as pd

from danish import dates
from danish.errors import DanishError
from store import economy, examples, inputs, lock, log, organisation, statements
from store.organisation_sheets import SHEETS
from store.settings import Settings

_SCHEMA = """
create sequence if not exists load_number;
create table if not exists load (
    load integer primary key default nextval('load_number'),
    kind varchar not null,
    source varchar not null,
    title varchar not null,
    origin varchar not null,
    author varchar not null,
    loaded_at timestamp not null,
    file varchar not null,
    sha256 varchar not null,
    cells bigint not null,
    first_period varchar not null,
    last_period varchar not null,
    source_date date not null,
    licence varchar not null,
    request json not null,
    extent json not null,
    note varchar not null,
    withdrawn_at timestamp,
    withdrawn_by varchar
);
create table if not exists revision (
    load integer not null,
    source varchar not null,
    area varchar not null,
    period varchar not null,
    codes varchar not null,
    old double,
    new double
);
create schema if not exists statbank;
"""


class Origin(StrEnum):
    """Where a figure comes from. A value has the weakest origin among its parts."""

    EXAMPLE = "example"
    MUNICIPAL = "municipal"
    OFFICIAL = "official"


class NoWarehouseError(DanishError):
    """Nothing has been loaded yet."""

    def __init__(self) -> None:
        super().__init__(
            "Der er ikke indlæst nogen data endnu. Kør: python -m ingest sample "
            "(de medfølgende tal) eller python -m ingest statbank (de nyeste fra StatBank)."
        )


class UnknownLoadError(DanishError):
    """No load has that number."""

    def __init__(self, number: int):
        super().__init__(
            f"Der er ingen indlæsning nummer {number}. Se numrene med: python -m ingest loads"
        )


class WithdrawnError(DanishError):
    """The load is already withdrawn, or already in use."""


class ExampleError(DanishError):
    """Example data is to come into force where other figures are."""

    def __init__(self, title: str, number: int):
        super().__init__(
            f"Der er andre tal i brug for »{title}« (indlæsning {number}), og eksempeldata blandes "
            "aldrig med andre tal. Intet er ændret. Træk de andre tal tilbage først, hvis "
            "eksemplet skal vises."
        )


@dataclass(frozen=True)
class LoadRecord:
    """What is written down about a load.

    Attributes
    ----------
    kind
        Which kind of input: ``statbank``, or ``statement`` for what a person wrote in the app.
    source
        The table or file series it belongs to, for example ``STRAF11``.
    file
        Name of the file as its owner knows it; of a statement, what it says in short.
    source_date
        When the source published or delivered it.
    request
        What was asked for, if one asked.
    extent
        The rectangles of codes for which the load holds a value, zeros included.
    note
        Danish sentence on anything worth knowing about this load.
    """

    kind: str
    source: str
    title: str
    origin: Origin
    author: str
    file: str
    sha256: str
    cells: int
    first_period: str
    last_period: str
    source_date: date
    licence: str
    extent: Sequence[Mapping[str, Sequence[str]]]
    request: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Load:
    """A line of the ledger of loads."""

    number: int
    kind: str
    source: str
    title: str
    origin: Origin
    author: str
    loaded_at: datetime
    file: str
    sha256: str
    cells: int
    first_period: str
    last_period: str
    source_date: date
    note: str
    withdrawn_at: datetime | None
    withdrawn_by: str | None


class Warehouse:
    """An open warehouse. Made by `reading` and `writing`, never kept.

    Attributes
    ----------
    examples_moved
        Loads of example data that went out of force or came back by themselves, for the log.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection):
        self.connection = connection
        self.examples_moved: list[tuple[log.Action, Load]] = []
        self._ibis = ibis.duckdb.from_connection(connection)

    def table(self, name: str) -> ir.Table | None:
        """The cells in force of a StatBank table as an Ibis table, or None before its first load.

        Columns: the table's code columns (`area`, `period`, …), `value`, `load`, `origin`.
        """
        found = self.connection.execute(
            "select 1 from information_schema.tables"
            " where table_schema = 'statbank' and table_name = $name",
            {"name": name.lower()},
        ).fetchall()
        return self._ibis.table(name.lower(), database="statbank") if found else None

    def in_force(self, name: str) -> ir.Table | None:
        """The rows in force of a table of surveys or registers, with the `origin` of each.

        None where nothing of the kind was ever loaded.

        Parameters
        ----------
        name
            A table of `store.inputs.SCHEMA`.
        """
        found = self.connection.execute(
            "select 1 from information_schema.tables"
            " where table_schema = 'main' and table_name = $name",
            {"name": name},
        ).fetchall()
        if not found:
            return None
        covering, load = self._ibis.table("covering"), self._ibis.table("load")
        origins = load.select("load", "origin")
        rows = self._ibis.table(name)
        period = rows["wave"] if "wave" in rows.columns else rows["period"]
        # Both: a newer load may cover some of the periods of an older one.
        covered = rows.semi_join(covering, ["load", period == covering.period])
        return covered.join(origins, "load")

    def covering(self) -> list[tuple[str, str, int]]:
        """Which load is in force: survey or register, period, number of the load."""
        found = self.connection.execute(
            "select 1 from duckdb_views() where view_name = 'covering'"
        ).fetchall()
        if not found:
            return []
        return self.connection.execute(
            "select source, period, load from covering order by all"
        ).fetchall()

    def run(self, expression: ir.Table) -> pd.DataFrame:
        """The rows of an Ibis expression over tables of this warehouse."""
        rows: pd.DataFrame = self._ibis.to_pyarrow(expression).to_pandas()
        return rows

    def loads(self) -> list[Load]:
        """All loads, newest first."""
        rows = self.connection.execute(
            "select load as number, kind, source, title, origin, author, loaded_at, file, sha256,"
            " cells, first_period, last_period, source_date, note, withdrawn_at, withdrawn_by"
            " from load order by load desc"
        )
        names = [column[0] for column in rows.description or ()]
        loads = (dict(zip(names, row, strict=True)) for row in rows.fetchall())
        return [
            Load(
                **load
                | {
                    "origin": Origin(load["origin"]),
                    "loaded_at": load["loaded_at"].replace(tzinfo=UTC),
                }
            )
            for load in loads
        ]

    def load(self, number: int) -> Load:
        """One load.

        Raises
        ------
        UnknownLoadError
            If no load has that number.
        """
        for load in self.loads():
            if load.number == number:
                return load
        raise UnknownLoadError(number)

    def faults(self) -> list[str]:
        """Loads that do not hold the number of cells that was recorded, as Danish sentences.

        Every figure is read, so damage among them raises `duckdb.Error`.
        """
        found = []
        for load in self.loads():
            tables = [f"statbank.{quoted(load.source.lower() + '_cell')}"]
            if load.kind == statements.KIND:
                tables = [*statements.Statement]
            elif load.kind in inputs.TABLES:
                tables = [*inputs.TABLES[inputs.InputKind(load.kind)]]
            elif load.kind in economy.TABLES:
                tables = [*economy.TABLES[economy.EconomyKind(load.kind)]]
            elif load.kind == organisation.KIND:
                tables = [sheet.table for sheet in SHEETS.values()]
            cells = 0
            for table in tables:
                ((held, _),) = self.connection.execute(
                    f"select count(*), bit_xor(hash(c)) from {table} as c where load = $load",
                    {"load": load.number},
                ).fetchall()
                cells += held
            if cells != load.cells:
                found.append(f"indlæsning {load.number} har {cells} celler, ventede {load.cells}")
            if load.kind in inputs.TABLES and not self._covers_its_rows(load.number, tables[0]):
                found.append(
                    f"indlæsning {load.number} gælder ikke for de perioder, den har tal for"
                )
        return found

    def _covers_its_rows(self, number: int, table: str) -> bool:
        period = "period" if table == "register_cell" else "wave"
        rows = self.connection.execute(
            f"select period from covers where load = $load except select {period} from {table}"
            f" where load = $load union (select {period} from {table} where load = $load"
            " except select period from covers where load = $load)",
            {"load": number},
        )
        return not rows.fetchall()

    def newest_request(self, source: str) -> dict[str, Any]:
        """What was asked for in the newest load of a source that is in force; empty if none."""
        rows = self.connection.execute(
            "select request from load where source = $source and withdrawn_at is null"
            " order by load desc limit 1",
            {"source": source},
        ).fetchall()
        return dict(json.loads(rows[0][0])) if rows else {}

    def ensure_cells(self, name: str, columns: Sequence[str]) -> None:
        """Make the cell table and the view in force of a StatBank table, if they are not there."""
        table = f"statbank.{quoted(name.lower() + '_cell')}"
        keys = ", ".join(quoted(column) for column in columns)
        self.connection.execute(
            f"create table if not exists {table} (load integer not null,"
            f" {', '.join(quoted(column) + ' varchar not null' for column in columns)},"
            " value double)"
        )
        self.connection.execute(
            f"""
            create view if not exists statbank.{quoted(name.lower())} as
            select {keys}, value, load, origin from (
                select cell.*, load.origin,
                    row_number() over (partition by {keys} order by cell.load desc) as recency
                from {table} as cell join load using (load)
                where load.withdrawn_at is null)
            where recency = 1
            """
        )

    def record(self, load: LoadRecord) -> int:
        """Write down a load and return its number."""
        row = {
            "kind": load.kind,
            "source": load.source,
            "title": load.title,
            "origin": load.origin.value,
            "author": load.author,
            "loaded_at": _now(),
            "file": load.file,
            "sha256": load.sha256,
            "cells": load.cells,
            "first_period": load.first_period,
            "last_period": load.last_period,
            "source_date": load.source_date,
            "licence": load.licence,
            "request": json.dumps(dict(load.request), ensure_ascii=False),
            "extent": json.dumps(
                [{k: list(v) for k, v in r.items()} for r in load.extent], ensure_ascii=False
            ),
            "note": load.note,
        }
        columns = ", ".join(row)
        values = ", ".join(f"${name}" for name in row)
        (number,) = self.connection.execute(
            f"insert into load ({columns}) values ({values}) returning load", row
        ).fetchall()[0]
        return int(number)

    def withdraw(self, number: int, who: str) -> Load:
        """Take a load out of force; its cells stay and can come back.

        Raises
        ------
        UnknownLoadError
            If no load has that number.
        WithdrawnError
            If it is withdrawn already.
        """
        load = self.load(number)
        if load.withdrawn_at:
            raise WithdrawnError(
                f"Indlæsning {number} ({load.source}) er allerede trukket tilbage."
            )
        self.connection.execute(
            "update load set withdrawn_at = $at, withdrawn_by = $who where load = $number",
            {"at": _now(), "who": who, "number": number},
        )
        if load.origin is not Origin.EXAMPLE:
            back = examples.bring_back(self.connection, load.source)
            self._moved(log.Action.RESTORE, back)
        return load

    def make_way(self, source: str, origin: Origin, who: str) -> None:
        """Keep examples apart from other figures of a source, before a load of it is in force.

        Examples go out of force for a load that is none; see `store.examples`.

        Raises
        ------
        ExampleError
            If the load is an example and there are other figures.
        """
        if origin is not Origin.EXAMPLE:
            gone = examples.displace(self.connection, source, who, _now())
            self._moved(log.Action.WITHDRAW, gone)
        elif other := examples.in_the_way(self.connection, source):
            raise ExampleError(other[1], other[0])

    def withdraw_examples(self, who: str) -> list[Load]:
        """Take all example data out of force; returns the loads that were in it."""
        return [self.load(number) for number in examples.remove(self.connection, who, _now())]

    def _moved(self, action: log.Action, numbers: Sequence[int]) -> None:
        self.examples_moved += [(action, self.load(number)) for number in numbers]

    def restore(self, number: int, who: str) -> Load:
        """Bring a withdrawn load back, at its old place in the order.

        Raises
        ------
        UnknownLoadError
            If no load has that number.
        WithdrawnError
            If it is not withdrawn.
        ExampleError
            If it is example data and there are other figures.
        """
        load = self.load(number)
        if not load.withdrawn_at:
            raise WithdrawnError(f"Indlæsning {number} ({load.source}) er i brug.")
        self.make_way(load.source, load.origin, who)
        self.connection.execute(
            "update load set withdrawn_at = null, withdrawn_by = null where load = $number",
            {"number": number},
        )
        return load


@contextmanager
def writing(
    settings: Settings,
    who: str,
    doing: str,
    *,
    wait: float = 60.0,
    on_wait: Callable[[str], None] | None = None,
) -> Iterator[Warehouse]:
    """Open the warehouse for one transaction; an error in the block undoes all of it.

    Raises
    ------
    store.lock.LockedError
        If another process still writes after `wait` seconds.
    """
    with lock.exclusive(settings.lock, who, doing, wait=wait, on_wait=on_wait):
        if not settings.warehouse.exists():
            _create(settings.warehouse)
        connection = duckdb.connect(settings.warehouse)
        try:
            connection.begin()
            connection.execute(_SCHEMA + statements.SCHEMA + inputs.SCHEMA)
            connection.execute(economy.SCHEMA + organisation.schema() + examples.SCHEMA)
            open_ = Warehouse(connection)
            yield open_
            connection.commit()
        finally:
            # Closing an open transaction rolls it back.
            connection.close()
    for action, load in open_.examples_moved:
        text = f"{load.source}: {load.file}. {_BECAUSE[action]}"
        log.append(settings.log, who, action, str(load.number), text)


@contextmanager
def reading(settings: Settings, *, wait: float = 5.0) -> Iterator[Warehouse]:
    """Open the warehouse read-only.

    Raises
    ------
    NoWarehouseError
        If nothing was ever loaded.
    store.lock.LockedError
        If a writer holds it longer than `wait` seconds.
    """
    if not settings.warehouse.exists():  # a reader makes no folder and no lock for nothing
        raise NoWarehouseError
    with lock.shared(settings.lock, wait=wait), opened(settings) as warehouse:
        yield warehouse


@contextmanager
def opened(settings: Settings) -> Iterator[Warehouse]:
    """Open the warehouse read-only, for a caller who holds the writer's lock already.

    Raises
    ------
    NoWarehouseError
        If nothing was ever loaded.
    """
    if not settings.warehouse.exists():
        raise NoWarehouseError
    connection = duckdb.connect(settings.warehouse, read_only=True)
    try:
        if not _ever_loaded(connection):
            raise NoWarehouseError
        yield Warehouse(connection)
    finally:
        connection.close()


def withdraw(settings: Settings, number: int, who: str) -> Load:
    """Withdraw a load in a transaction of its own and log it (see `Warehouse.withdraw`)."""
    with writing(settings, who, f"trækker indlæsning {number} tilbage") as warehouse:
        load = warehouse.withdraw(number, who)
    log.append(settings.log, who, log.Action.WITHDRAW, str(number), f"{load.source}: {load.file}")
    return load


def restore(settings: Settings, number: int, who: str) -> Load:
    """Bring back a load in a transaction of its own and log it (see `Warehouse.restore`)."""
    with writing(settings, who, f"bringer indlæsning {number} tilbage") as warehouse:
        load = warehouse.restore(number, who)
    log.append(settings.log, who, log.Action.RESTORE, str(number), f"{load.source}: {load.file}")
    return load


def quoted(name: str) -> str:
    """A name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def current_user() -> str:
    """The name of the person at the command line, for the log."""
    return getpass.getuser()


def _create(path: Path) -> None:
    """Make an empty warehouse in one step: DuckDB cannot open a file it was killed while making."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.unlink(missing_ok=True)
    duckdb.connect(temporary).close()
    temporary.rename(path)


def _ever_loaded(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether there is a load; a first one that failed leaves an empty warehouse."""
    tables = connection.execute("select 1 from duckdb_tables() where table_name = 'load'")
    return bool(tables.fetchall() and connection.execute("from load limit 1").fetchall())


_BECAUSE = {
    log.Action.WITHDRAW: "Eksempeldata viger for andre tal.",
    log.Action.RESTORE: "Eksempeldata er tilbage: der er ikke andre tal i brug.",
}


def _now() -> datetime:
    return dates.now().replace(tzinfo=None)
