"""Parts of the page *Indlæs data*: the steps, what was found, the coupling, problems, changes."""

from collections.abc import Collection, Iterable, Sequence
from html import escape
from typing import Protocol

from ui import forms, parts

STOPS = "fejl"


class Coupled(Protocol):
    """A column of a file and what becomes of it."""

    @property
    def column(self) -> str: ...  # noqa: D102
    @property
    def becomes(self) -> str: ...  # noqa: D102
    @property
    def more(self) -> str: ...  # noqa: D102
    @property
    def is_open(self) -> bool: ...  # noqa: D102


class Problem(Protocol):
    """What is wrong with a file, and where."""

    @property
    def severity(self) -> str: ...  # noqa: D102
    @property
    def place(self) -> str: ...  # noqa: D102
    @property
    def found(self) -> str: ...  # noqa: D102
    @property
    def expected(self) -> str: ...  # noqa: D102
    @property
    def remedy(self) -> str: ...  # noqa: D102


class Change(Protocol):
    """What becomes of an indicator."""

    @property
    def indicator(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def before(self) -> str: ...  # noqa: D102
    @property
    def before_period(self) -> str: ...  # noqa: D102
    @property
    def after(self) -> str: ...  # noqa: D102
    @property
    def after_period(self) -> str: ...  # noqa: D102
    @property
    def status(self) -> str: ...  # noqa: D102


class Money(Protocol):
    """What becomes of an amount of the task."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def prices(self) -> str: ...  # noqa: D102
    @property
    def before(self) -> str: ...  # noqa: D102
    @property
    def before_is(self) -> str: ...  # noqa: D102
    @property
    def after(self) -> str: ...  # noqa: D102
    @property
    def after_is(self) -> str: ...  # noqa: D102
    @property
    def status(self) -> str: ...  # noqa: D102


def steps(names: Sequence[str], now: int) -> None:
    """The steps of an upload; those before `now` are done."""
    items = ""
    for place, name in enumerate(names):
        kind = ' class="ti-done"' if place < now else ""
        current = ' aria-current="step"' if place == now else ""
        items += f"<li{kind}{current}>{escape(name)}</li>"
    parts.show(f"<ol>{items}</ol>", kind="ti-steps")


def coupling(headings: tuple[str, str, str], line: str, rows: Iterable[Coupled]) -> None:
    """The columns of the file and what becomes of each; what is not confirmed stands out.

    Parameters
    ----------
    headings
        Of the table, and of its two columns.
    """
    title, *names = headings
    body = ""
    for row in rows:
        becomes = escape(row.becomes)
        if row.is_open:
            ask = f"{parts.icon('ask')}bekræft: {becomes}"
            becomes = f'<span class="ti-st ti-bad">{ask}</span>'
        if row.more:
            becomes += f"<small>{escape(row.more)}</small>"
        body += f'<tr><th scope="row">{escape(row.column)}</th><td>{becomes}</td></tr>'
    _table(title, line, names, body)


def problems(title: str, line: str, found: Iterable[Problem], most: int = 50) -> None:
    """What is wrong: how bad and where, what, and what to do; what stops the file first."""
    listed = sorted(found, key=lambda it: it.severity != STOPS)
    if not listed:
        forms.heading(title)
        return
    body = ""
    for it in listed[:most]:
        stops = it.severity == STOPS
        shape, tone = ("cross", " ti-bad") if stops else ("ask", "")
        word = f"<b>{escape(it.severity)}</b>" if stops else escape(it.severity)
        where = f"{parts.icon(shape)}<div>{word}"
        small = f"<small>{escape(it.place)}</small></div>"
        expected = f"<small>{escape(it.expected)}</small>" if it.expected else ""
        body += (
            f'<tr><td><div class="ti-st{tone}">{where}{small}</div></td>'
            f"<td>{escape(it.found)}{expected}</td><td>{escape(it.remedy)}</td></tr>"
        )
    _table(title, line, ("Hvor", "Hvad", "Gør sådan"), body)
    if len(listed) > most:
        parts.paragraphs(f"Her står de første {most}. Resten står i fejllisten.")


def changes(
    title: str, rows: Iterable[Change], last: tuple[str, str], linked: Collection[str] = ()
) -> None:
    """What becomes of each indicator; in the last row, how many stay as they are.

    Parameters
    ----------
    linked
        The indicators whose names lead to their pages.
    """
    heads = ("Indikator", "Før", "Efter", "Status")
    body = ""
    for row in rows:
        name = escape(f"{row.indicator} {row.title}")
        if row.indicator in linked:
            name = parts.link(name, row.indicator)
        unit = f"<small>{escape(row.unit)}</small>" if row.unit else ""
        body += (
            f'<tr><th scope="row">{name}{unit}</th>'
            f'<td class="n">{escape(row.before)} <span>{escape(row.before_period)}</span></td>'
            f'<td class="n"><b>{escape(row.after)}</b> <span>{escape(row.after_period)}</span></td>'
            f"<td>{escape(row.status)}</td></tr>"
        )
    body += (
        f'<tr><th scope="row">{escape(last[0])}</th><td class="n">–</td><td class="n">–</td>'
        f'<td class="ti-muted">{escape(last[1])}</td></tr>'
    )
    _table(title, "", heads, body, numeric=("Før", "Efter"), kind="")


def money(title: str, rows: Sequence[Money], line: str, most: int = 12) -> None:
    """What the task costs before and after, by version and year; nothing where it is as it was."""
    if not rows:
        return
    body = "".join(
        f'<tr><th scope="row">{escape(row.title)}<small>{escape(row.prices)}</small></th>'
        f'<td class="n">{escape(row.before)}<small>{escape(row.before_is)}</small></td>'
        f'<td class="n"><b>{escape(row.after)}</b><small>{escape(row.after_is)}</small></td>'
        f"<td>{escape(row.status)}</td></tr>"
        for row in rows[-most:]
    )
    heads = ("Version og år", "Før", "Efter", "Ændring")
    _table(title, line, heads, body, numeric=("Før", "Efter"), kind="")
    if len(rows) > most:
        parts.paragraphs(f"Her står de nyeste {most} af {len(rows)}.")


def _table(
    title: str,
    line: str,
    headings: Sequence[str],
    body: str,
    numeric: Sequence[str] = (),
    kind: str = "ti-told",
) -> None:
    heads = "".join(
        f'<th scope="col"{" class=n" if name in numeric else ""}>{escape(name)}</th>'
        for name in headings
    )
    small = f"<small>{escape(line)}</small>" if line else ""
    parts.show(
        f'<div class="ti-wide" tabindex="0" role="region" aria-label="{escape(title)}">'
        f"<table><caption>{escape(title)}{small}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>",
        kind=kind,
    )
