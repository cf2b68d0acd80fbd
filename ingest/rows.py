"""Rows of a survey or a register into the warehouse, as one load that covers whole periods.

Of all loads that cover a period the newest is in force, whole: two files never mix within one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from danish import periods
from ingest import loading
from ingest.loading import Provenance
from store.inputs import TABLES, InputKind
from store.warehouse import LoadRecord, Warehouse

Blocks = Mapping[str, Sequence[pd.DataFrame]]
"""Rows by table of the warehouse, in one or more pieces, without the column `load`."""


@dataclass(frozen=True)
class Series:
    """What the rows belong to: a survey or a register."""

    kind: InputKind
    source: str
    title: str


def put(
    open_: Warehouse, series: Series, blocks: Blocks, covered: Sequence[str], given: Provenance
) -> int:
    """Write rows as one load and return its number.

    Parameters
    ----------
    covered
        The periods that the load is about; it hides every earlier load's rows for them.

    Raises
    ------
    ingest.loading.LostFiguresError
        If the database is at fault; the transaction must not be committed.
    store.warehouse.ExampleError
        If the rows are an example and there are other figures of the source.
    """
    open_.make_way(series.source, given.origin, given.author)
    in_time = sorted(covered, key=lambda code: periods.parse(code).first_day)
    number = open_.record(
        LoadRecord(
            kind=series.kind.value,
            source=series.source,
            title=series.title,
            origin=given.origin,
            author=given.author,
            file=given.file,
            sha256=given.sha256,
            cells=sum(len(one) for table in TABLES[series.kind] for one in blocks[table]),
            first_period=in_time[0],
            last_period=in_time[-1],
            source_date=given.source_date,
            licence=given.licence,
            request=given.request,
            extent=[],
            note=given.note,
        )
    )
    covers = pd.DataFrame({"source": series.source, "period": in_time})
    for table, pieces in {**blocks, "covers": [covers]}.items():
        loading.insert(open_, table, number, *pieces)
    return number
