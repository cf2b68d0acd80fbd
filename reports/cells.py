"""Tables of texts as a page shows them: cells with small lines below, rows under headings."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.tables import Table


@dataclass(frozen=True)
class Cell:
    """A cell.

    Attributes
    ----------
    small
        Muted lines below the text.
    link
        Where the text leads: a view of the app, or a source on the web.
    shape, tone
        An icon before the text, and `good`, `bad` or `muted`.
    is_example
        Whether it stands for an invented row, which is marked here.
    """

    text: str
    small: tuple[str, ...] = ()
    link: str = ""
    shape: str = ""
    tone: str = ""
    is_example: bool = False


@dataclass(frozen=True)
class Group:
    """Rows under a heading; no heading where the title is empty.

    Attributes
    ----------
    line, more
        What stands beside the title, and a cell that leads on.
    """

    title: str
    line: str
    rows: tuple[tuple[Cell, ...], ...]
    more: Cell | None = None


@dataclass(frozen=True)
class Listing:
    """A table of cells, and the same to take away.

    Attributes
    ----------
    numeric
        The headings over numbers.
    is_example
        Whether every row is invented: then the title is marked, and no row.
    note
        What a reader must know beside it, or what to do when it has no rows.
    lead
        What its short words mean, above it.
    """

    title: str
    headings: tuple[str, ...]
    groups: tuple[Group, ...]
    file: Table
    numeric: tuple[str, ...] = ()
    is_example: bool = False
    note: str = ""
    lead: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether no group has a row."""
        return not any(group.rows for group in self.groups)


@dataclass(frozen=True)
class Mark:
    """A mark in a matrix.

    Attributes
    ----------
    text
        A letter or a number.
    weight
        How it is drawn: `full`, `line`, `dash` or `plain`.
    says
        What it means, for whoever does not see it.
    """

    text: str
    weight: str
    says: str


@dataclass(frozen=True)
class MatrixRow:
    """A row of a matrix: its name, the marks in each column, and a cell at the end."""

    head: Cell
    marks: tuple[tuple[Mark, ...], ...]
    tail: Cell


@dataclass(frozen=True)
class Matrix:
    """A matrix of marks.

    Attributes
    ----------
    columns
        Short heading and full name of each column.
    groups
        Headings with the rows under them.
    tail
        The heading of the last column; empty when there is none.
    keys
        What each mark means.
    """

    title: str
    corner: str
    columns: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, tuple[MatrixRow, ...]], ...]
    tail: str
    keys: tuple[Mark, ...]
    is_example: bool = False


@dataclass(frozen=True)
class Tally:
    """Numbers of one kind under a heading.

    Attributes
    ----------
    lines
        Number, of what, and whether it rests on invented rows.
    note
        What stands under them.
    """

    title: str
    line: str
    lines: tuple[tuple[int, str, bool], ...]
    note: str = ""


@dataclass(frozen=True)
class Node:
    """A unit in a tree, and what is under it."""

    cell: Cell
    below: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Branch:
    """A tree under a heading of its own."""

    title: str
    line: str
    nodes: Sequence[Node]
    is_example: bool = False
