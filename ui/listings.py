"""Tables of cells with small lines, matrices of marks and trees. All text is escaped here."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Protocol

from ui import parts


class Cell(Protocol):
    """What a cell must say to be shown."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def small(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def link(self) -> str: ...  # noqa: D102
    @property
    def shape(self) -> str: ...  # noqa: D102
    @property
    def tone(self) -> str: ...  # noqa: D102
    @property
    def is_example(self) -> bool: ...  # noqa: D102


class Group(Protocol):
    """What rows under a heading must say to be shown."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def line(self) -> str: ...  # noqa: D102
    @property
    def rows(self) -> Sequence[Sequence[Cell]]: ...  # noqa: D102
    @property
    def more(self) -> Cell | None: ...  # noqa: D102


class Listing(Protocol):
    """What a table of cells must say to be shown."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def headings(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def groups(self) -> Sequence[Group]: ...  # noqa: D102
    @property
    def numeric(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def is_example(self) -> bool: ...  # noqa: D102
    @property
    def note(self) -> str: ...  # noqa: D102
    @property
    def lead(self) -> str: ...  # noqa: D102
    @property
    def is_empty(self) -> bool: ...  # noqa: D102


class Mark(Protocol):
    """What a mark in a matrix must say to be shown."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def weight(self) -> str: ...  # noqa: D102
    @property
    def says(self) -> str: ...  # noqa: D102


class MatrixRow(Protocol):
    """What a row of a matrix must say to be shown."""

    @property
    def head(self) -> Cell: ...  # noqa: D102
    @property
    def marks(self) -> Sequence[Sequence[Mark]]: ...  # noqa: D102
    @property
    def tail(self) -> Cell: ...  # noqa: D102


class Matrix(Protocol):
    """What a matrix must say to be shown."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def corner(self) -> str: ...  # noqa: D102
    @property
    def columns(self) -> Sequence[tuple[str, str]]: ...  # noqa: D102
    @property
    def groups(self) -> Sequence[tuple[str, Sequence[MatrixRow]]]: ...  # noqa: D102
    @property
    def tail(self) -> str: ...  # noqa: D102
    @property
    def keys(self) -> Sequence[Mark]: ...  # noqa: D102
    @property
    def is_example(self) -> bool: ...  # noqa: D102


class Tally(Protocol):
    """What numbers under a heading must say to be shown."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def line(self) -> str: ...  # noqa: D102
    @property
    def lines(self) -> Sequence[tuple[int, str, bool]]: ...  # noqa: D102
    @property
    def note(self) -> str: ...  # noqa: D102


class Node(Protocol):
    """What a node of a tree must say to be shown."""

    @property
    def cell(self) -> Cell: ...  # noqa: D102
    @property
    def below(self) -> "Sequence[Node]": ...  # noqa: D102


class Branch(Protocol):
    """What a tree under a heading must say to be shown."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def line(self) -> str: ...  # noqa: D102
    @property
    def nodes(self) -> Sequence[Node]: ...  # noqa: D102
    @property
    def is_example(self) -> bool: ...  # noqa: D102


def listing(it: Listing, kind: str = "") -> None:
    """A table whose rows become blocks on a phone, then what a reader must know beside it.

    Parameters
    ----------
    kind
        A class that says how wide its columns are.
    """
    if not it.is_empty:
        numeric = [heading in it.numeric for heading in it.headings]
        heads = "".join(
            f'<th scope="col" role="columnheader"{_class("n" if right else "")}>'
            f"{escape(heading)}</th>"
            for heading, right in zip(it.headings, numeric, strict=True)
        )
        body = "".join(_group(group, it.headings, numeric) for group in it.groups)
        lead = f'<p class="ti-facts">{escape(it.lead)}</p>' if it.lead else ""
        parts.show(
            f'{lead}<table role="table"><caption>{_title(it.title, it.is_example)}</caption>'
            f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>{body}</table>',
            kind=f"ti-list {kind}".strip(),
        )
    if it.note:
        parts.show(f'<p class="ti-muted">{escape(it.note)}</p>')


def matrix(it: Matrix) -> None:
    """A matrix of marks, and below it what each mark means."""
    heads = "".join(
        f'<th scope="col" class="c"><abbr title="{escape(name)}">{escape(short)}</abbr></th>'
        if short != name
        else f'<th scope="col" class="c"><span>{escape(short)}</span></th>'
        for short, name in it.columns
    )
    tail = f'<th scope="col" class="e">{escape(it.tail)}</th>' if it.tail else ""
    wide = len(it.columns) + 1 + bool(it.tail)
    body = ""
    for title, rows in it.groups:
        head = f'<tr class="ti-sub"><th colspan="{wide}" scope="rowgroup">{escape(title)}</th></tr>'
        lines = "".join(_matrix_row(row, bool(it.tail)) for row in rows)
        body += f"<tbody>{head if title else ''}{lines}</tbody>"
    keys = "".join(f"<span>{_mark(key, hidden=False)}{escape(key.says)}</span>" for key in it.keys)
    parts.show(
        f'<div class="ti-wide" tabindex="0" role="region" aria-label="{escape(it.title)}">'
        f"<table><caption>{_title(it.title, it.is_example)}</caption>"
        f'<thead><tr><th scope="col">{escape(it.corner)}</th>{heads}{tail}</tr></thead>'
        f"{body}</table></div>",
        f'<p class="ti-facts ti-keys">{keys}</p>' if keys else "",
        kind="ti-matrix",
    )


def trees(branches: Iterable[Branch]) -> None:
    """Trees side by side, each under its ruled heading."""
    sections = "".join(
        f"<section><h2>{_title(it.title, it.is_example)}<small>{escape(it.line)}</small></h2>"
        f"{_nodes(it.nodes)}</section>"
        for it in branches
    )
    parts.show(sections, kind="ti-cols ti-tree")


def tallies(found: Iterable[Tally]) -> None:
    """Numbers and of what, in columns under ruled headings."""
    sections = ""
    for it in found:
        lines = "".join(
            f"<li><b>{number}</b><span>{_title(of, example)}</span></li>"
            for number, of, example in it.lines
        )
        body = f"<ul>{lines}</ul>" if lines else ""
        body += f'<p class="ti-muted">{escape(it.note)}</p>' if it.note else ""
        sections += (
            f"<section><h2>{escape(it.title)}<small>{escape(it.line)}</small></h2>{body}</section>"
        )
    parts.show(sections, kind="ti-cols ti-tally")


def counts(entries: Iterable[tuple[str, str, str, str, bool]]) -> None:
    """A ruled row of numbers: (what, number, small line, shape, whether it is invented)."""
    cells = "".join(
        f"<div><dt>{parts.icon(shape) if shape else ''}{escape(what)}"
        f"{f' {parts.example_mark()}' if example else ''}</dt>"
        f"<dd><b>{escape(number)}</b><small>{escape(more)}</small></dd></div>"
        for what, number, more, shape, example in entries
    )
    parts.show(f'<dl class="ti-row">{cells}</dl>', kind="ti-counts")


def sentence(text: str, is_example: bool) -> None:
    """A sentence, marked when it rests on invented figures."""
    parts.show(f"<p>{_title(text, is_example)}</p>")


def more(text: str, address: str) -> None:
    """A link to another page."""
    parts.show(f'<p><a href="{escape(address)}" target="_self">{escape(text)}</a></p>')


def _group(group: Group, headings: Sequence[str], numeric: Sequence[bool]) -> str:
    head = ""
    if group.title:
        line = f"<small>{escape(group.line)}</small>" if group.line else ""
        line += f"<small>{_cell(group.more)}</small>" if group.more else ""
        head = (
            f'<tr class="ti-sub" role="row"><th colspan="{len(headings)}" scope="rowgroup" '
            f'role="rowheader">{escape(group.title)}{line}</th></tr>'
        )
    rows = "".join(_row(row, headings, numeric) for row in group.rows)
    return f'<tbody role="rowgroup">{head}{rows}</tbody>'


def _row(row: Sequence[Cell], headings: Sequence[str], numeric: Sequence[bool]) -> str:
    cells = f'<th scope="row" role="rowheader">{_cell(row[0])}</th>'
    for cell, heading, right in zip(row[1:], headings[1:], numeric[1:], strict=True):
        label = f' data-l="{escape(heading)}"'
        cells += f'<td role="cell"{_class("n" if right else "")}{label}>{_cell(cell)}</td>'
    return f'<tr role="row">{cells}</tr>'


def _matrix_row(row: MatrixRow, has_tail: bool) -> str:
    cells = "".join(
        f'<td class="c">{"".join(map(_mark, marks)) or _NONE}</td>' for marks in row.marks
    )
    tail = f'<td class="e">{_cell(row.tail)}</td>' if has_tail else ""
    return f'<tr><th scope="row">{_cell(row.head)}</th>{cells}{tail}</tr>'


_NONE = '<span class="ti-hide">ingen rolle</span>'


def _mark(mark: Mark, *, hidden: bool = True) -> str:
    said = f'<span class="ti-hide">{escape(mark.says)}</span>' if hidden else ""
    return (
        f'<span class="ti-m ti-m-{escape(mark.weight)}"><span aria-hidden="true">'
        f"{escape(mark.text)}</span></span>{said}"
    )


def _cell(cell: Cell) -> str:
    text = escape(cell.text)
    if cell.link:
        outside = cell.link.startswith("http")
        target = 'target="_blank" rel="noopener noreferrer"' if outside else 'target="_self"'
        text = f'<a href="{escape(cell.link)}" {target}>{text}</a>'
    if cell.is_example:
        text += f" {parts.example_mark()}"
    below = "".join(f"<small>{escape(line)}</small>" for line in cell.small)
    tone = f" ti-{cell.tone}" if cell.tone else ""
    if cell.shape:
        return f'<div class="ti-st{tone}">{parts.icon(cell.shape)}<div>{text}{below}</div></div>'
    return f'<div class="{tone.strip()}">{text}{below}</div>' if tone else f"{text}{below}"


def _nodes(nodes: Sequence[Node]) -> str:
    inside = "".join(f"<li>{_cell(node.cell)}{_nodes(node.below)}</li>" for node in nodes)
    return f"<ul>{inside}</ul>" if inside else ""


def _title(title: str, is_example: bool) -> str:
    return f"{escape(title)} {parts.example_mark()}" if is_example else escape(title)


def _class(name: str) -> str:
    return f" class={name}" if name else ""
