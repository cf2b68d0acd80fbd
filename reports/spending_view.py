"""What one way to look at money consists of."""

from collections.abc import Sequence
from dataclasses import dataclass

from charts.description import Description
from reports import tables


@dataclass(frozen=True)
class View:
    """One way to look at the money.

    Attributes
    ----------
    chart
        None where there is nothing to draw.
    headings
        Of the table; all but the first are over numbers where `numeric` says so.
    rows
        Of the table, in words.
    file
        What is taken away.
    is_wide
        Whether the table has many columns.
    """

    chart: Description | None
    title: str
    headings: tuple[str, ...]
    numeric: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    sentences: tuple[str, ...]
    file: tables.Table
    is_wide: bool = False
