"""Incoming figures into the warehouse as one load: zeros restored, revisions noted, all recorded.

BULK leaves zeros out, so a load states its *extents*: the rectangles of codes for which the file
holds a figure. Inside them a missing row is a zero; outside them there is no value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ingest.incoming import Extent, Incoming
from store.warehouse import LoadRecord, Origin, Warehouse, quoted


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
    """

    number: int
    table: str
    cells: int
    zeros: int
    revisions: int


def load(
    warehouse: Warehouse, incoming: Incoming, extents: Sequence[Extent], provenance: Provenance
) -> Loaded:
    """Put checked figures into the warehouse.

    Parameters
    ----------
    extents
        Rectangles that do not overlap and together hold every incoming row.
    """
    source = incoming.source
    warehouse.ensure_cells(source.table, incoming.columns)
    cells = _restore_zeros(incoming, extents)
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
    revisions = _note_revisions(incoming, number)
    incoming.connection.execute(
        f"insert into statbank.{quoted(source.table.lower() + '_cell')}"
        f" select {number}, {incoming.keys}, value from fresh"
    )
    return Loaded(number, source.table, cells, cells - incoming.rows, revisions)


def _restore_zeros(incoming: Incoming, extents: Sequence[Extent]) -> int:
    """Fill the temporary table `fresh` with every cell of the extents; returns how many."""
    incoming.connection.execute(
        f"create or replace temp table fresh as"
        f" select {incoming.keys}, null::double as value from incoming limit 0"
    )
    for extent in extents:
        axes = " cross join ".join(
            f"(select unnest($codes_{column}) as {quoted(column)})" for column in incoming.columns
        )
        # A figure that the source does not publish ("..") is no number and becomes null.
        incoming.connection.execute(
            f"""
            insert into fresh
            select {incoming.keys},
                case when figure is null then 0
                    else try_cast(replace(figure, ',', '.') as double) end
            from (select * from {axes}) left join incoming using ({incoming.keys})
            """,
            {f"codes_{column}": list(codes) for column, codes in extent.items()},
        )
    return incoming.number("select count(*) from fresh")


def _note_revisions(incoming: Incoming, number: int) -> int:
    """List the figures of `fresh` that differ from those in force; returns how many."""
    codes = " || ' ' || ".join(
        quoted(column) for column in incoming.columns if column not in ("area", "period")
    )
    area = "area" if "area" in incoming.columns else "''"
    incoming.connection.execute(
        f"""
        insert into revision
        select {number}, $source, {area}, period, {codes or "''"}, old.value, fresh.value
        from fresh join statbank.{quoted(incoming.source.table.lower())} as old
            using ({incoming.keys})
        where old.value is distinct from fresh.value
        """,
        {"source": incoming.source.table},
    )
    return incoming.number(f"select count(*) from revision where load = {number}")
