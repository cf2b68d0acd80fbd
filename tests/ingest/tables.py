"""Tables of text as they stand in a sheet, written down by hand."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ingest.frame import Frame, Table


def table(
    columns: Mapping[str, Sequence[str | None]],
    *,
    sheet: str = "Svar",
    title: Sequence[str] = (),
    notes: Sequence[str] = (),
    labels: Mapping[str, Mapping[str, str]] | None = None,
) -> Table:
    """A table with its header in row 1 of a sheet and its first column in A."""
    height = max(map(len, columns.values()), default=0)
    rows = pd.DataFrame(dict(columns), index=range(1, height + 1)).astype("str")
    return Table(
        sheet,
        Frame(0, 0, 1, height, 0, max(len(columns) - 1, 0)),
        tuple(title),
        tuple(notes),
        tuple(columns),
        tuple(range(len(columns))),
        rows,
        (),
        labels=labels or {},
    )
