"""Incoming figures into the warehouse as one load: zeros restored, revisions noted, all recorded.

BULK leaves zeros out, so a load states its *extents*: the rectangles of codes for which the file
holds a figure. Inside them a missing row is a zero; outside them there is no value.

An insert of no rows is avoided throughout: of many rows that come after it into the same table in
the same transaction, DuckDB 2.0.0 loses all, and says nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa

from ingest.checks import size
from ingest.incoming import Extent, Incoming, inside
from store.warehouse import LoadRecord, Origin, Warehouse, quoted

# A figure that the source does not publish ("..") is no number and becomes null.
_VALUE = "try_cast(replace(figure, ',', '.') as double)"


@dataclass(frozen=True)
class Provenance:
    """Where the figures come from and who brings them.

    Attributes
    ----------
    file
        Name of the file as its owner knows it.
    source_date
        When the source published the figures, or when they were drawn from it.
    request
        What was asked for, if one asked.
    note
        Danish sentence on anything worth knowing.
    """

    author: str
    file: str
    sha256: str
    source_date: date
    origin: Origin = Origin.OFFICIAL
    licence: str = "CC BY 4.0"
    request: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Loaded:
    """What a load did.

    Attributes
    ----------
    number
        Of the load.
    cells
        How many figures it holds, restored zeros included.
    zeros
        How many of them were restored.
    revisions
        How many figures differ from those in force before.
    told
        Danish sentences that the reader should see: what was missing, and how it was read.
    """

    number: int
    table: str
    cells: int
    zeros: int
    revisions: int
    told: tuple[str, ...] = ()


class LostFiguresError(Exception):
    """The database did not keep all figures that it was given."""

    def __init__(self, held: int, cells: int):
        super().__init__(f"The load holds {held} of {cells} cells")


def insert(open_: Warehouse, table: str, number: int, *pieces: pd.DataFrame | pa.Table) -> None:
    """Insert the rows that a load has in a table, and count that all of them are there.

    Parameters
    ----------
    number
        Of the load; the pieces have no column of it.

    Raises
    ------
    LostFiguresError
        If the database is at fault; the transaction must not be committed.
    """
    for piece in pieces:
        if len(piece):
            open_.connection.register("piece", piece)
            open_.connection.execute(
                f"insert into {quoted(table)} by name select {number} as load, * from piece"
            )
            open_.connection.unregister("piece")
    ((held,),) = open_.connection.execute(
        f"select count(*) from {quoted(table)} where load = {number}"
    ).fetchall()
    wanted = sum(len(piece) for piece in pieces)
    if held != wanted:
        raise LostFiguresError(held, wanted)


def load(
    warehouse: Warehouse, incoming: Incoming, extents: Sequence[Extent], provenance: Provenance
) -> Loaded:
    """Put checked figures into the warehouse.

    Parameters
    ----------
    extents
        Rectangles that do not overlap and together hold every incoming row.

    Raises
    ------
    LostFiguresError
        If the database is at fault; the transaction must not be committed.
    store.warehouse.ExampleError
        If the figures are an example and there are other figures of the table.
    """
    source = incoming.source
    warehouse.make_way(source.table, provenance.origin, provenance.author)
    warehouse.ensure_cells(source.table, incoming.columns)
    cells = sum(size(extent) for extent in extents)
    zeros = cells - incoming.rows
    spanned = sorted(period for extent in extents for period in extent["period"])
    number = warehouse.record(
        LoadRecord(
            kind="statbank",
            source=source.table,
            title=source.title,
            origin=provenance.origin,
            author=provenance.author,
            file=provenance.file,
            sha256=provenance.sha256,
            cells=cells,
            first_period=spanned[0],
            last_period=spanned[-1],
            source_date=provenance.source_date,
            licence=provenance.licence,
            request=provenance.request,
            extent=extents,
            note=provenance.note,
        )
    )
    revisions = _note_revisions(incoming, extents, number)
    table = f"statbank.{quoted(source.table.lower() + '_cell')}"
    incoming.connection.execute(
        f"insert into {table} select {number}, {incoming.keys}, {_VALUE} from incoming"
    )
    if zeros:
        _restore_zeros(incoming, extents, number, table)
    held = incoming.number(f"select count(*) from {table} where load = {number}")
    if held != cells:
        raise LostFiguresError(held, cells)
    return Loaded(number, source.table, cells, zeros, revisions)


def _restore_zeros(incoming: Incoming, extents: Sequence[Extent], number: int, table: str) -> None:
    """Add a zero for every cell of the extents that the file leaves out.

    One list of periods for each combination of the other codes: three times as fast as a join on
    all of them.
    """
    others = [column for column in incoming.columns if column != "period"]
    keys = ", ".join(map(quoted, others))
    same = " and ".join(f"given.{c} = axis.{c}" for c in map(quoted, others)) or "true"
    rectangles = " union all ".join(
        f"select *, $period_{i} as wanted from "
        + " cross join ".join(
            f"(select unnest(${column}_{i}) as {quoted(column)})" for column in others
        )
        for i in range(len(extents))
    )
    _, codes = inside(extents)
    axes = ", ".join(f"axis.{quoted(column)}" for column in others)
    incoming.connection.execute(
        f"""
        insert into {table} by name
        select {number} as load, {axes}, 0 as value, unnest(list_filter(wanted,
            lambda period: not list_contains(coalesce(seen, []), period))) as period
        from ({rectangles}) as axis
        left join (select {keys}, list(period) as seen from incoming group by {keys}) as given
            on {same}
        """,
        codes,
    )


def _note_revisions(incoming: Incoming, extents: Sequence[Extent], number: int) -> int:
    """List the figures in force that the load will change; returns how many."""
    codes = " || ' ' || ".join(
        quoted(column) for column in incoming.columns if column not in ("area", "period")
    )
    area = "area" if "area" in incoming.columns else "''"
    within, parameters = inside(extents)
    incoming.connection.execute(
        f"""
        create or replace temp table revised as
        select {number} as load, $source as source, {area} as area, period,
            {codes or "''"} as codes, value as old,
            case when line is null then 0 else {_VALUE} end as new
        from statbank.{quoted(incoming.source.table.lower())} left join incoming
            using ({incoming.keys})
        where {within} and old is distinct from new
        """,
        {"source": incoming.source.table, **parameters},
    )
    revisions = incoming.number("select count(*) from revised")
    if revisions:
        incoming.connection.execute("insert into revision from revised")
    return revisions
