"""Overblik: the four goals as they stand, one row an indicator."""

from html import escape
from itertools import groupby

import pandas as pd
import streamlit as st

from charts import sparkline
from danish import dates, numbers
from indicators import glossary, text
from reports import figures
from store.release import IndicatorEntry, Release, current
from ui import address, parts

ALL = "Alle"
HEADINGS = ("Seneste", "Historik fra 0", "Ændring på et år", "Naboer", "Grundlag")
SHAPES = {"official": "full", "municipal": "half", "example": "ring"}


def page() -> None:
    """Show the page."""
    release = current()
    rows = release.overview(release.facts.municipality, release.facts.peers)
    parts.head("Overblik", *text.release_facts(release))
    goals = {ALL: ALL, **{code: code for code in release.goals}}
    chosen = address.one_of(
        st.segmented_control, "Mål", goals, "maal", label_visibility="collapsed"
    )
    body = "".join(
        goal_rows(release, code, list(entries), rows)
        for code, entries in groupby(release.indicators.values(), key=lambda entry: entry.goal)
        if chosen in (ALL, code)
    )
    heads = "".join(
        f'<th scope="col"{" class=n" if name in ("Seneste", "Naboer") else ""}>{name}</th>'
        for name in HEADINGS
    )
    parts.show(
        '<table role="table"><caption class="ti-hide">Indikatorer efter mål</caption>'
        f'<thead><tr><th scope="col">Indikator</th>{heads}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>',
        kind="ti-status",
    )
    unplaced = (
        "Ændringerne er endnu ikke vurderet: små forskelle kan være tilfældige. "
        "Tallene i parentes er 95 %-intervaller. Naboer er "
        f"{len([a for a in release.areas.values() if a.role == 'peer'])} nabokommuner under ét. "
        "Anmeldelser tælles, hvor forbrydelsen skete; en del har ingen kommune og er ikke med."
    )
    parts.show(f'<p class="ti-muted">{escape(unplaced)}</p>')


def goal_rows(
    release: Release, code: str, entries: list[IndicatorEntry], rows: pd.DataFrame
) -> str:
    """A goal's heading, its indicators, and what is missing."""
    goal = release.goals[code]
    html = (
        f'<tr class="ti-goal" role="row"><th colspan="6" scope="rowgroup"><em>{escape(code)}</em>'
        f"{escape(goal.title)} <small>{escape(text.goal_coverage(entries))}</small></th></tr>"
    )
    for entry in entries:
        own = rows[(rows["indicator"] == entry.id) & (rows["breakdown"] == "")]
        for row in own.to_dict("records"):
            html += indicator_row(entry, row)
    if sentence := text.missing(entries):
        html += (
            '<tr class="ti-none" role="row"><td colspan="6" role="cell">'
            f"<b>Ingen data endnu</b> (kilden i parentes): {escape(sentence)}</td></tr>"
        )
    return html


def indicator_row(entry: IndicatorEntry, row: dict) -> str:
    """One indicator: name, newest value, history, change, neighbours, ground."""
    mark = f" {parts.example_mark()}" if row["origin"] == "example" else ""
    value = (
        f"<b>{escape(text.value(entry, row['value']))}</b> "
        f"<span>{escape(text.short_unit(entry))}</span>"
        f"<small>({escape(text.limits(entry, row['lower'], row['upper']))})</small>"
    )
    change = escape(text.change(entry, row))
    if numbers.number(row["difference"]) != numbers.MISSING:
        change += f"<small>{escape(text.cases_compared(entry, row))}</small>"
        change += f"<small>{escape(row['caution'])}</small>" if row["caution"] else ""
    group = row["group_value"]
    ground = parts.status(
        SHAPES[row["origin"]],
        glossary.entry(row["origin"]).word.lower(),
        text.freshness(row, dates.today()),
    )
    cells = (
        f'<td class="n" role="cell">{value}</td>',
        f'<td role="cell">{sparkline.element(figures.sparkline(entry, row))}</td>',
        f'<td role="cell" data-l="Ændring på et år">{change}</td>',
        f'<td class="n" role="cell" data-l="Naboer">{escape(text.value(entry, group))}</td>',
        f'<td role="cell" data-l="Grundlag">{ground}</td>',
    )
    name = (
        f'<th scope="row" role="rowheader"><a href="indikator?indikator={entry.id}" '
        f'target="_self">{escape(entry.short_title)}</a>{mark}</th>'
    )
    return f'<tr role="row">{name}{"".join(cells)}</tr>'
