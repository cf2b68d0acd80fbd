"""Overblik: what has moved, what is uncertain, what is missing, and one row an indicator."""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby

import streamlit as st

from charts import sparkline
from danish import dates
from indicators import status_text, text
from reports import figures, marks, models, models_time
from store.entries import IndicatorEntry
from store.release import Release, current
from ui import address, model_parts, parts

ALL = "Alle"
COLUMNS = ("Indikator", "Seneste", "Historik fra 0", "Niveau", "Udvikling, fem år",
           "Måltal", "Grundlag")  # fmt: skip
ONLY = {"alt": "Alle", "aendringer": "Kun ændringer", "maaltal": "Kun med måltal"}


def page() -> None:
    """Show the page."""
    release = current()
    newest = release.overview(release.facts.municipality, release.facts.peers)
    rows = {row["indicator"]: row for row in newest.to_dict("records") if not row["breakdown"]}
    parts.head("Overblik", *text.release_facts(release))
    summary(list(release.indicators.values()), rows)
    with st.container(horizontal=True):
        goals = {ALL: ALL, **{code: code for code in release.goals}}
        chosen = address.one_of(
            st.segmented_control, "Mål", goals, "maal", label_visibility="collapsed"
        )
        only = address.one_of(
            st.segmented_control, "Vis", ONLY, "vis", label_visibility="collapsed"
        )
    body = "".join(
        goal_rows(release, code, list(entries), rows, only)
        for code, entries in groupby(release.indicators.values(), key=lambda entry: entry.goal)
        if chosen in (ALL, code)
    )
    if body:
        parts.status_table("Status for alle indikatorer", COLUMNS, body)
    else:
        parts.paragraphs(text.nothing_fits(only))
    parts.show(f'<p class="ti-muted">{escape(text.overview_note(release))}</p>')
    mapped = models.models_of(release)
    if table := models_time.of_the_chosen(mapped, newest, dates.today()):
        model_parts.side_by_side(table, example=bool(models.invented(mapped, table.sheets)))


def summary(entries: Sequence[IndicatorEntry], rows: Mapping[str, text.Row]) -> None:
    """The three columns at the top: moved, uncertain, missing."""
    present = [
        (entry, rows[entry.id])
        for entry in entries
        if entry.has_data and rows[entry.id]["origin"] != "example"
    ]
    moved = [(entry, row) for entry, row in present if status_text.has_moved(row)]
    still = [entry for entry, row in present if row["movement"] == "no_certain_change"]
    today = dates.today()
    links = [
        f"<p>{parts.link(entry.short_title, entry.id)}</p>"
        + parts.status(marks.parts(entry, row, today)["movement"])
        for entry, row in moved
    ]
    parts.columns(
        (f"Har flyttet sig på fem år ({len(moved)})", "".join(links) or "<p>Ingen.</p>"),
        (
            f"Kan ikke skelnes fra tilfældighed ({len(still)})",
            f"<p>{escape(text.named(still))}</p>",
        ),
        (
            f"Mangler data ({len(entries) - len(present)})",
            f"<p>{escape(text.missing_by_goal(entries, [entry for entry, _ in present]))}</p>",
        ),
    )


def goal_rows(
    release: Release,
    code: str,
    entries: list[IndicatorEntry],
    rows: Mapping[str, text.Row],
    only: str,
) -> str:
    """A goal's heading, its indicators, and what is missing."""
    shown = [e for e in entries if e.has_data and status_text.is_shown(rows[e.id], only)]
    html = parts.goal_heading(code, release.goals[code].title, text.goal_coverage(entries))
    html += "".join(indicator_row(entry, rows[entry.id]) for entry in shown)
    if (sentence := text.missing(entries)) and only == "alt":
        html += parts.missing_row(sentence)
    return html if shown or only == "alt" else ""


def indicator_row(entry: IndicatorEntry, row: text.Row) -> str:
    """One indicator: name, newest value, history and the four parts."""
    value = parts.fact(
        text.value(entry, row["value"]),
        text.short_unit(entry),
        *text.below_value(entry, row),
    )
    status = marks.parts(entry, row, dates.today())
    cells = [
        (value, "n", ""),
        (sparkline.element(figures.sparkline(entry, row)), "", ""),
        *((parts.status(part), "", part.label) for part in status.values()),
    ]
    return parts.status_row(
        parts.link(entry.short_title, entry.id), cells, example=row["origin"] == "example"
    )
