"""Parts that several pages share, as HTML that the style sheet knows. All text is escaped here."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from charts import alternative, screen
from charts.description import Description


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


def missing(sentence: str) -> None:
    """What there is no data for yet."""
    show(f'<p class="ti-muted"><b>Ingen data endnu</b> (kilden i parentes): {escape(sentence)}</p>')


def chart(description: Description, key: str, link: str = "") -> None:
    """A chart with its title (which may be a link), its unit and its alternative text."""
    title = escape(description.title)
    if link:
        title = f'<a href="{escape(link)}" target="_self">{title}</a>'
    show(f"<h2>{title}</h2><p>{escape(description.unit)}</p>", kind="ti-cap")
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


def status(shape: str, word: str, second: str = "", tone: str = "muted") -> str:
    """A word with its shape and a small second line. `tone`: muted, good, bad or empty."""
    below = f"<small>{escape(second)}</small>" if second else ""
    tone_class = f" ti-{tone}" if tone else ""
    return f'<div class="ti-st{tone_class}">{icon(shape)}<div>{escape(word)}{below}</div></div>'


def fact(main: str, unit: str = "", *small: str) -> str:
    """A value in weight, its unit, and small lines below."""
    below = "".join(f"<small>{escape(line)}</small>" for line in small if line)
    return f"<b>{escape(main)}</b> {escape(unit)}{below}"


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
        f'<div class="ti-wide"><table><caption>{escape(title)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def downloads(
    name: str, csv: Callable[[], bytes], xlsx: Callable[[], bytes], taken: Callable[[str], Any]
) -> None:
    """Two buttons that make their file when they are pressed.

    Parameters
    ----------
    name
        Of the file, without its ending.
    taken
        Told the file's name when it is taken, for the log.
    """

    def made(make: Callable[[], bytes], file: str) -> Callable[[], bytes]:
        def build() -> bytes:
            taken(file)
            return make()

        return build

    with st.container(horizontal=True):
        for label, ending, mime, make in (
            ("Hent CSV", "csv", "text/csv", csv),
            ("Hent Excel", "xlsx", _XLSX, xlsx),
        ):
            st.download_button(
                label,
                made(make, f"{name}.{ending}"),
                file_name=f"{name}.{ending}",
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
                key=f"{name}-{ending}",
            )


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _number(column: Column) -> str:
    return ' class="n"' if column.numeric else ""
