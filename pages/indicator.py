"""Indikator: one indicator's status, its history, its neighbours, and what it counts."""

from functools import partial

import pandas as pd
import streamlit as st

from charts import legend
from danish import dates
from indicators import glossary, status_text, text
from reports import figures, judged_figures, marks, tables
from store import log
from store.release import IndicatorEntry, Release, current
from store.settings import settings
from ui import address, parts

WHOLE = "alle"
ROLLING = {
    "tid": "Fire kvartaler",
    "kvartaler": "Hvert kvartal",
    "kommuner": "Alle kommuner",
    "maaltal": "Måltal",
}
YEARLY = {"tid": "Hvert år", "kommuner": "Alle kommuner", "maaltal": "Måltal"}


def page() -> None:
    """Show the page."""
    release = current()
    entry, view, breakdown, peers = choices(release)
    if not entry.has_data:
        parts.headline(entry.goal, f"{entry.title}: ingen data endnu", *said(release))
        define(entry)
        return
    facts = release.facts
    newest = release.overview(facts.municipality, facts.peers)
    mine = (newest["indicator"] == entry.id) & (newest["breakdown"] == breakdown)
    row = newest[mine].to_dict("records")[0]
    parts.headline(
        entry.goal, status_text.headline(entry, row, facts.municipality_name, "nabokommunerne"),
        release.goals[entry.goal].title, f"{entry.id} {entry.title}", *said(release),
        example=row["origin"] == "example",
    )  # fmt: skip
    status = marks.parts(entry, row, dates.today()).values()
    parts.facts_row((part.label, parts.status(part, full=True)) for part in status)
    {
        "tid": show_history,
        "kvartaler": show_quarters,
        "kommuner": show_funnel,
        "maaltal": show_target,
    }[view](release, entry, breakdown, peers, row)


def choices(release: Release) -> tuple[IndicatorEntry, str, str, list[str]]:
    """The indicator, the view, the breakdown and the peers that are chosen."""
    first = next((entry.id for entry in release.indicators.values() if entry.has_data), "A4")
    names = {entry.id: f"{entry.id} {entry.short_title}" for entry in release.indicators.values()}
    peers = {area.code: area.name for area in release.areas.values() if area.role == "peer"}
    quiet = {"label_visibility": "collapsed"}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {first: names[first], **names}
        id_ = address.one_of(st.selectbox, "Indikator", names, "indikator", width=380, **quiet)
        entry = release.indicators[id_]
        if not entry.has_data:
            return entry, "tid", "", []
        views = ROLLING if entry.span == "four_quarters" else YEARLY
        view = address.one_of(st.segmented_control, "Vis", views, "vis", **quiet)
        breakdown = ""
        if entry.breakdowns:
            wholes = {WHOLE: "Alle", **dict(entry.breakdowns)}
            breakdown = address.one_of(st.segmented_control, "Del", wholes, "del", **quiet)
        shown = list(peers)
        if view == "tid":
            with st.popover("Kommuner"):
                shown = address.several_of("Sammenlign med", peers, "kommuner")
    breakdown = breakdown.removeprefix(WHOLE)
    return entry.part(breakdown), view, breakdown, shown


def said(release: Release) -> list[str]:
    """The release's facts, each as one text."""
    return [f"{name} {value}" for name, value in text.release_facts(release)]


def show_history(
    release: Release, entry: IndicatorEntry, breakdown: str, peers: list[str], row: text.Row
) -> None:
    """The years: the municipality among the others, and everybody in the newest."""
    facts = release.facts
    areas = [facts.municipality, facts.peers, *peers, facts.region, facts.country]
    rows = release.history(entry.id, areas, kind=entry.span, breakdown=breakdown)
    lines = rows[rows["area"] != facts.peers]
    notes = release.notes(entry.id, breakdown)
    left, right = st.columns([7, 4], gap="large")
    with left:
        parts.chart(figures.history(release, entry, lines, notes, entry.span), key="history")
        parts.paragraphs(status_text.year(entry, row), status_text.seen_over_five_years(row))
        parts.comments(text.comments(notes))
        define(entry)
    with right:
        parts.chart(figures.comparison(release, entry, lines, row["period"]), key="comparison")
        tabulate(release, entry, rows)


def show_quarters(
    release: Release, entry: IndicatorEntry, breakdown: str, _: list[str], row: text.Row
) -> None:
    """Each quarter against its own past."""
    rows = release.control_chart(entry.id, release.facts.municipality, breakdown)
    notes = release.notes(entry.id, breakdown)
    chart = judged_figures.control_chart(entry, rows, notes)
    left, right = st.columns([7, 4], gap="large")
    with left:
        parts.chart(chart, key="control")
        parts.legend(legend.control_chart(chart))
        parts.paragraphs(glossary.entry("control_chart").explanation)
        define(entry)
    with right:
        tabulate(release, entry, rows)


def show_funnel(
    release: Release, entry: IndicatorEntry, breakdown: str, _: list[str], row: text.Row
) -> None:
    """All municipalities by size."""
    rows = release.funnel(entry.id, breakdown)
    if rows.empty:
        parts.paragraphs(glossary.entry("no_funnel").explanation)
        define(entry)
        return
    curve = release.funnel_curve(entry.id, breakdown)
    chart = judged_figures.funnel(release, entry, rows, curve)
    parts.chart(chart, key="funnel")
    parts.legend(legend.funnel(chart))
    parts.paragraphs(status_text.funnel(rows.iloc[0].to_dict()))
    tabulate(release, entry, rows)


def show_target(
    release: Release, entry: IndicatorEntry, breakdown: str, _: list[str], row: text.Row
) -> None:
    """The way to the target, where one has been decided."""
    if row["target"] == "direction_only" or breakdown:
        parts.paragraphs(glossary.entry("direction_only").explanation)
        define(entry)
        return
    rows = release.history(entry.id, [release.facts.municipality], kind=entry.span)
    notes = release.notes(entry.id)
    chart = judged_figures.target_path(release, entry, row, rows, notes)
    parts.chart(chart, key="target")
    parts.paragraphs(*status_text.target_sentences(entry, row))
    tabulate(release, entry, rows)


def define(entry: IndicatorEntry) -> None:
    """What the number is, so that it is read right."""
    parts.definitions("Sådan skal tallet læses", text.definitions(entry))


def tabulate(release: Release, entry: IndicatorEntry, rows: pd.DataFrame) -> None:
    """The figures of the view as a table, and all of them to take away."""
    head, body = text.table(release, entry, rows)
    parts.table("Tabel", [parts.Column(name, numeric=name != head[0]) for name in head], body)
    parts.downloads(
        f"{entry.id}-{release.facts.municipality_name.lower()}",
        partial(tables.values_csv, release, entry, rows),
        partial(tables.values_xlsx, release, entry, rows),
        partial(log.exported, settings().log, release.name),
    )
