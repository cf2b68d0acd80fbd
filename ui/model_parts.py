"""The tables of the models: a column each, and functions by unit. All text is escaped here."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Protocol

from ui import parts


class Line(Protocol):
    """A line in a cell."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def small(self) -> str: ...  # noqa: D102
    @property
    def strong(self) -> str: ...  # noqa: D102
    @property
    def shape(self) -> str: ...  # noqa: D102
    @property
    def tone(self) -> str: ...  # noqa: D102
    @property
    def example(self) -> bool: ...  # noqa: D102


class Row(Protocol):
    """A row with a cell for each column."""

    @property
    def label(self) -> str: ...  # noqa: D102
    @property
    def small(self) -> str: ...  # noqa: D102
    @property
    def cells(self) -> Sequence[Sequence[Line]]: ...  # noqa: D102


class Heading(Protocol):
    """The top of a column."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def status(self) -> str: ...  # noqa: D102


class Table(Protocol):
    """A table with a column for each model, or for whatever its headings say."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def headings(self) -> Sequence[Heading]: ...  # noqa: D102
    @property
    def rows(self) -> Sequence[Row]: ...  # noqa: D102
    @property
    def notes(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def shows_title(self) -> bool: ...  # noqa: D102
    @property
    def dense(self) -> bool: ...  # noqa: D102
    @property
    def labels(self) -> str: ...  # noqa: D102


class MatrixRow(Protocol):
    """A function: for each model what it is to each unit."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def marks(self) -> Sequence[Mapping[str, str]]: ...  # noqa: D102
    @property
    def example(self) -> bool: ...  # noqa: D102


class Matrix(Protocol):
    """Functions by unit, for each model."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def headings(self) -> Sequence[Heading]: ...  # noqa: D102
    @property
    def said(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def units(self) -> Sequence[tuple[str, str]]: ...  # noqa: D102
    @property
    def rows(self) -> Sequence[MatrixRow]: ...  # noqa: D102
    @property
    def notes(self) -> Sequence[str]: ...  # noqa: D102


_MARKS = {
    "stays": '<i class="ti-i ti-full" aria-hidden="true"></i><span class="ti-hide">bliver</span>',
    "leaves": '<i class="ti-i ti-ring" aria-hidden="true"></i><span class="ti-hide">i dag</span>',
    "comes": '<span class="ti-pill">hertil</span>',
}
_MEANINGS = (
    ("stays", "her både i dag og i modellen"),
    ("leaves", "her i dag"),
    ("comes", "flytter hertil"),
)
_LABELS = {"short": "ti-short", "wide": "ti-wide-labels", "long": "ti-long"}
_NAMED_COLUMNS = 12
"""With more columns than this a unit stands with its id, and the names below."""


def section(title: str, line: str = "") -> None:
    """A heading with a line below it."""
    below = f"<p>{escape(line)}</p>" if line else ""
    parts.show(f"<h2>{escape(title)}</h2>{below}", kind="ti-cap")


def side_by_side(table: Table, *, first: str = "Emne", example: bool = False) -> None:
    """A table with a column for each model, all alike; on a phone a block for each row.

    Parameters
    ----------
    first
        What the labels are, for those who hear the page.
    example
        Whether its title says that it is invented; not needed where the page's does.
    """
    kind = "" if table.shows_title else ' class="ti-hide"'
    title = escape(table.title) + (f" {parts.example_mark()}" if example else "")
    heads = "".join(_head(heading) for heading in table.headings)
    body = "".join(_row(row, table.headings) for row in table.rows)
    parts.show(
        f'<div class="ti-wide" tabindex="0" role="region" aria-label="{escape(table.title)}">'
        f'<table role="table" style="--n:{len(table.headings)}"><caption{kind}>{title}</caption>'
        '<thead role="rowgroup"><tr role="row">'
        f'<th scope="col" role="columnheader"><span class="ti-hide">{escape(first)}</span></th>'
        f'{heads}</tr></thead><tbody role="rowgroup">{body}</tbody></table></div>'
        + "".join(f'<p class="ti-muted">{escape(note)}</p>' for note in table.notes if note),
        kind=_kind(table),
    )


def _kind(table: Table) -> str:
    """The classes of a table: columns of models are alike, others as wide as they need."""
    kinds = ["ti-models"]
    kinds += ["ti-dense"] if table.dense else []
    kinds += [] if any(heading.name for heading in table.headings) else ["ti-free"]
    kinds += [_LABELS[table.labels]] if table.labels else []
    return " ".join(kinds)


def _head(heading: Heading) -> str:
    below = "".join(
        f"<small>{escape(line)}</small>" for line in (heading.name, heading.status) if line
    )
    return f'<th scope="col" role="columnheader"><b>{escape(heading.id)}</b>{below}</th>'


def _row(row: Row, headings: Sequence[Heading]) -> str:
    small = f"<small>{escape(row.small)}</small>" if row.small else ""
    cells = "".join(
        f'<td role="cell" data-l="{escape(heading.id)}">{_cell(cell)}</td>'
        for heading, cell in zip(headings, row.cells, strict=True)
    )
    return (
        f'<tr role="row"><th scope="row" role="rowheader">{escape(row.label)}{small}</th>'
        f"{cells}</tr>"
    )


def _cell(lines: Sequence[Line]) -> str:
    """Lines below each other; chips and short answers with a shape beside each other."""
    if all(line.shape and not line.small for line in lines) and len(lines) > 1:
        return f'<div class="ti-beside">{"".join(map(_line, lines))}</div>'
    return "".join(map(_line, lines))


def _line(line: Line) -> str:
    if line.shape == "chip":
        return f'<span class="ti-chip">{escape(line.text)}</span>'
    if line.shape.startswith("bar "):
        width = float(line.shape.removeprefix("bar "))
        return (
            f'<div class="ti-share"><b>{escape(line.strong)}</b>'
            f'<span style="--w:{width:.1%}"></span></div>'
        )
    strong = f"<b>{escape(line.strong)}</b> " if line.strong else ""
    mark = f" {parts.example_mark()}" if line.example else ""
    small = f"<small>{escape(line.small)}</small>" if line.small else ""
    said = f"<div>{strong}{escape(line.text)}{mark}{small}</div>"
    tone = f" ti-{line.tone}" if line.tone else ""
    shape = parts.icon(line.shape) if line.shape else ""
    return f'<div class="ti-st{tone}">{shape}{said}</div>'


def matrix(found: Matrix) -> None:
    """Functions by unit with each move marked, the same units in the same order for each model."""
    wide = len(found.units) * len(found.headings)
    named = wide <= _NAMED_COLUMNS
    groups = "".join(
        f'<th scope="colgroup" colspan="{len(found.units)}" class="ti-first">'
        f"<b>{escape(heading.id)} · {escape(said)}</b>"
        f"<small>{escape(heading.name)}</small></th>"
        for heading, said in zip(found.headings, found.said, strict=True)
    )
    heads = "".join(
        f'<th scope="col"{_first(at)}><abbr title="{escape(name)}">'
        f"{escape(name if named else code)}</abbr></th>"
        for _ in found.headings
        for at, (code, name) in enumerate(found.units)
    )
    body = "".join(
        f'<tr><th scope="row">{escape(row.name)}'
        f"{f' {parts.example_mark()}' if row.example else ''}</th>"
        + "".join(
            f"<td{_first(at)}>{_MARKS.get(marks.get(code, ''), '')}</td>"
            for marks in row.marks
            for at, (code, _) in enumerate(found.units)
        )
        + "</tr>"
        for row in found.rows
    )
    legend = "".join(
        f'<span class="ti-mark">{_MARKS[mark]}{escape(words)}</span>' for mark, words in _MEANINGS
    )
    called = (f"{code} {name}" for code, name in found.units if code != name)
    full = "" if named else " · ".join(called)
    parts.show(
        f'<div class="ti-wide" tabindex="0" role="region" aria-label="{escape(found.title)}">'
        f'<table><caption class="ti-hide">{escape(found.title)}</caption>'
        f'<thead><tr><td></td>{groups}</tr><tr><th scope="col">'
        f'<span class="ti-hide">Funktion</span></th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
        f'<p class="ti-facts">{legend}</p>'
        + (f'<p class="ti-muted"><small>{escape(full)}</small></p>' if full else "")
        + "".join(f"<p>{escape(note)}</p>" for note in found.notes),
        kind="ti-moves",
    )


def _first(at: int) -> str:
    """The first unit of a model stands a little apart."""
    return ' class="ti-first"' if at == 0 else ""
