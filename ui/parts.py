"""Parts that several pages share, as HTML that the style sheet knows. All text is escaped here."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Protocol
from urllib.parse import quote

import streamlit as st

from charts import alternative, screen
from charts.description import Description, Shape
from charts.icons import SHAPES


def show(*pieces: str, kind: str = "") -> None:
    """Put pieces of HTML on the page."""
    st.html(f'<div class="ti {kind}">{"".join(pieces)}</div>')


def head(title: str, *facts: tuple[str, str], example: bool = False) -> None:
    """The head line of a page: its title, and at the right small facts as (label, value)."""
    mark = f" {example_mark()}" if example else ""
    small = "".join(f"<span>{escape(name)} <b>{escape(value)}</b></span>" for name, value in facts)
    show(
        f'<div class="ti-head"><h1>{escape(title)}{mark}</h1><p class="ti-facts">{small}</p></div>'
    )


def headline(goal: str, sentence: str, *facts: str, example: bool = False) -> None:
    """A page that opens with a sentence: above it the goal's letter and small facts."""
    small = "".join(f"<span>{escape(fact)}</span>" for fact in facts)
    mark = f" {example_mark()}" if example else ""
    show(
        f'<p class="ti-facts"><span><em>{escape(goal)}</em></span>{small}</p>'
        f"<h1>{escape(sentence)}{mark}</h1>"
    )


def notice(text: str) -> None:
    """A Danish error in place of a page; never rendered as Markdown."""
    commands = re.sub(r"python( -?-?[a-z]+)+", r"<code>\g<0></code>", escape(text))
    show(f"<h1>Siden kan ikke vises lige nu</h1><p>{commands}</p>")


def example_mark() -> str:
    """The mark beside everything that rests on invented figures."""
    return '<span class="ti-ex">Eksempeldata</span>'


class StatusPart(Protocol):
    """What a part of a status must say to be shown."""

    @property
    def word(self) -> str: ...  # noqa: D102
    @property
    def line(self) -> str: ...  # noqa: D102
    @property
    def more(self) -> str: ...  # noqa: D102
    @property
    def shape(self) -> str: ...  # noqa: D102
    @property
    def tone(self) -> str: ...  # noqa: D102


def comments(entries: Iterable[tuple[str, str]]) -> None:
    """Comments by named analysts, as (text, signature)."""
    body = "".join(
        f"<p>{escape(text)}<small>{escape(signature)}</small></p>" for text, signature in entries
    )
    if body:
        show("<h2>Kommentar</h2>", body)


def missing(sentence: str) -> None:
    """What there is no data for yet."""
    show(f'<p class="ti-muted"><b>Ingen data endnu</b> (kilden i parentes): {escape(sentence)}</p>')


def chart(
    description: Description,
    key: str,
    link: str = "",
    *,
    status: Iterable[StatusPart] = (),
    example: bool = False,
) -> None:
    """A chart with its title (which may be a link), its status or unit, and alternative text."""
    title = escape(description.title)
    if link:
        title = f'<a href="{escape(link)}" target="_self">{title}</a>'
    if example:
        title += f" {example_mark()}"
    words = "".join(
        f'<span class="ti-st ti-{part.tone}">{icon(part.shape)}{escape(part.word)}</span>'
        for part in status
    )
    below = f'<p class="ti-facts">{words}</p>' if words else f"<p>{escape(description.unit)}</p>"
    show(f"<h2>{title}</h2>{below}", kind="ti-cap")
    st.plotly_chart(
        screen.figure(description),
        theme=None,
        config=screen.CONFIG,
        alt=alternative.text(description),
        key=key,
    )


def icon(name: str) -> str:
    """A shape from `charts.icons`."""
    return f'<i class="ti-i ti-{escape(name)}" aria-hidden="true"></i>'


def status(part: StatusPart, *, full: bool = False) -> str:
    """A word with its shape and its tone, and below it the line (and, if full, the second)."""
    lines = (part.line, part.more) if full else (part.line,)
    below = "".join(f"<small>{escape(line)}</small>" for line in lines if line)
    tone = f" ti-{part.tone}" if part.tone else ""
    return f'<div class="ti-st{tone}">{icon(part.shape)}<div>{escape(part.word)}{below}</div></div>'


def legend(entries: Iterable[tuple[Shape, str, str]]) -> None:
    """One line that says what the shapes of a chart mean, as (shape, words, tone)."""
    pieces = []
    for shape, words, tone in entries:
        drawing = quote(SHAPES[shape].svg, safe=" =:/,.-")
        pieces.append(
            f'<span class="ti-st ti-{tone or "muted"}"><i class="ti-i" aria-hidden="true" '
            f"style=\"--i:url('data:image/svg+xml,{drawing}')\"></i>{escape(words)}</span>"
        )
    if pieces:
        show(f'<p class="ti-facts">{"".join(pieces)}</p>')


def paragraphs(*texts: str) -> None:
    """Sentences under a chart; empty ones are left out."""
    if body := "".join(f"<p>{escape(text)}</p>" for text in texts if text):
        show(body)


def fact(main: str, unit: str = "", *small: str) -> str:
    """A value in weight, its unit, and small lines below."""
    below = "".join(f"<small>{escape(line)}</small>" for line in small if line)
    return f"<b>{escape(main)}</b> <span>{escape(unit)}</span>{below}"


def link(title: str, indicator: str) -> str:
    """A link to an indicator's page."""
    return f'<a href="indikator?indikator={escape(indicator)}" target="_self">{escape(title)}</a>'


def columns(*sections: tuple[str, str]) -> None:
    """Short texts side by side under ruled headings, as (heading, HTML)."""
    html = "".join(f"<section><h2>{escape(title)}</h2>{body}</section>" for title, body in sections)
    show(html, kind="ti-cols")


def status_table(title: str, headings: Sequence[str], body: str) -> None:
    """The table of statuses: its rows from `goal_heading`, `status_row` and `missing_row`."""
    cells = "".join(
        f'<th scope="col" role="columnheader"{" class=n" if place == 1 else ""}>{escape(name)}</th>'
        for place, name in enumerate(headings)
    )
    show(
        f'<table role="table"><caption class="ti-hide">{escape(title)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{cells}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>',
        kind="ti-status",
    )


def goal_heading(code: str, title: str, line: str) -> str:
    """A row that opens a goal."""
    return (
        '<tr class="ti-goal" role="row"><th colspan="7" scope="rowgroup" role="rowheader">'
        f"<em>{escape(code)}</em>{escape(title)} <small>{escape(line)}</small></th></tr>"
    )


def missing_row(sentence: str) -> str:
    """A row on what there is no data for yet."""
    return (
        '<tr class="ti-none" role="row"><td colspan="7" role="cell">'
        f"<b>Ingen data endnu</b> (kilden i parentes): {escape(sentence)}</td></tr>"
    )


def status_row(name: str, cells: Iterable[tuple[str, str, str]], *, example: bool = False) -> str:
    """A row of HTML cells, each with its class and the label that stands above it on a phone."""
    mark = f" {example_mark()}" if example else ""
    tds = "".join(
        f'<td role="cell"{f" class={kind}" if kind else ""}{_label(label)}>{html}</td>'
        for html, kind, label in cells
    )
    return f'<tr role="row"><th scope="row" role="rowheader">{name}{mark}</th>{tds}</tr>'


def facts_row(facts: Iterable[tuple[str, str]]) -> None:
    """A ruled row of facts: (label, HTML)."""
    cells = "".join(f"<div><dt>{escape(name)}</dt><dd>{html}</dd></div>" for name, html in facts)
    show(f'<dl class="ti-row">{cells}</dl>')


def definitions(title: str, entries: Iterable[tuple[str, str]]) -> None:
    """A box of terms and their explanations; an empty explanation is left out."""
    rows = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>"
        for name, text in entries
        if text
    )
    show(f"<h2>{escape(title)}</h2>", f'<dl class="ti-box">{rows}</dl>')


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, and whether it holds numbers (then right-aligned)."""

    heading: str
    numeric: bool = False


def table(title: str, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
    """A plain table of texts; the first cell of a row is its heading."""
    heads = "".join(
        f'<th scope="col"{_number(column)}>{escape(column.heading)}</th>' for column in columns
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{escape(cell)}</th>'
            if position == 0
            else f"<td{_number(column)}>{escape(cell)}</td>"
            for position, (column, cell) in enumerate(zip(columns, row, strict=True))
        )
        + "</tr>"
        for row in rows
    )
    show(
        f'<div class="ti-wide" tabindex="0" role="region" aria-label="{escape(title)}">'
        f"<table><caption>{escape(title)}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def downloads(
    name: str,
    csv: Callable[[], bytes],
    xlsx: Callable[[], bytes],
    taken: Callable[[str], Any],
    whole: tuple[str, str, Callable[[], bytes]] | None = None,
) -> None:
    """Buttons that make their file when they are pressed.

    Parameters
    ----------
    name
        Of the file, without its ending.
    taken
        Told the file's name when it is taken, for the log.
    whole
        A workbook of more than what is shown: what its button says, its name, and how it is made.
    """

    def made(make: Callable[[], bytes], file: str) -> Callable[[], bytes]:
        def build() -> bytes:
            taken(file)
            return make()

        return build

    files = [("Hent CSV", f"{name}.csv", csv), ("Hent Excel", f"{name}.xlsx", xlsx)]
    if whole:
        label, file, make = whole
        files.append((label, f"{file}.xlsx", make))
    with st.container(horizontal=True):
        for label, file, make in files:
            st.download_button(
                label,
                made(make, file),
                file_name=file,
                mime=XLSX if file.endswith("xlsx") else "text/csv",
                icon=":material/download:",
                on_click="ignore",
                key=file.replace(".", "-"),
            )


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _label(label: str) -> str:
    return f' data-l="{escape(label)}"' if label else ""


def _number(column: Column) -> str:
    return ' class="n"' if column.numeric else ""
