"""Indikator: one indicator's status, its history, its neighbours, and what it counts."""

from functools import partial

import pandas as pd
import streamlit as st

from danish import dates
from indicators import status_text, text
from reports import marks, tables, views
from store import log
from store.entries import IndicatorEntry
from store.release import Release, current
from store.settings import settings
from ui import address, parts

WHOLE = "alle"


def page() -> None:
    """Show the page."""
    release = current()
    facts = release.facts
    newest = release.overview(facts.municipality, facts.peers)
    entry, view, breakdown, peers = choices(release, newest)
    said = [f"{name} {value}" for name, value in text.release_facts(release)]
    mine = newest[(newest["indicator"] == entry.id) & (newest["breakdown"] == breakdown)]
    if mine.empty:
        parts.headline(entry.goal, f"{entry.title}: ingen data endnu", *said)
        define(entry)
        nation(release, entry)
        return
    row = mine.to_dict("records")[0]
    parts.headline(
        entry.goal, status_text.headline(entry, row, facts.municipality_name, "nabokommunerne"),
        release.goals[entry.goal].title, f"{entry.id} {entry.title}", *said,
        example=row["origin"] == "example",
    )  # fmt: skip
    status = marks.parts(entry, row, dates.today()).values()
    parts.facts_row((part.label, parts.status(part, full=True)) for part in status)
    show(release, entry, views.VIEWS[view](release, entry, breakdown, peers, row))


def choices(release: Release, newest: pd.DataFrame) -> tuple[IndicatorEntry, str, str, list[str]]:
    """The indicator, the view, the breakdown and the peers that are chosen."""
    first = next((entry.id for entry in release.indicators.values() if entry.has_data), "A4")
    names = {entry.id: f"{entry.id} {entry.short_title}" for entry in release.indicators.values()}
    peers = {area.code: area.name for area in release.areas.values() if area.role == "peer"}
    quiet = {"label_visibility": "collapsed"}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {first: names[first], **names}
        id_ = address.one_of(st.selectbox, "Indikator", names, "indikator", width=380, **quiet)
        entry = release.indicators[id_]
        held = set(newest.loc[newest["indicator"] == entry.id, "breakdown"])
        if not held:
            return entry, "tid", "", []
        view = address.one_of(st.segmented_control, "Vis", views.names(entry), "vis", **quiet)
        breakdown = ""
        if entry.breakdowns:
            wholes = {WHOLE: "Alle"} if "" in held else {}
            wholes |= {code: title for code, title in entry.breakdowns if code in held}
            if len(wholes) > 1:
                breakdown = address.one_of(st.segmented_control, "Del", wholes, "del", **quiet)
            else:
                breakdown = next(iter(wholes))
            breakdown = breakdown.removeprefix(WHOLE)
        shown = list(peers)
        if view == "tid" and entry.stands_among_others and (entry.source_table or breakdown):
            with st.popover("Kommuner"):
                shown = address.several_of("Sammenlign med", peers, "kommuner")
    return entry.part(breakdown), view, breakdown, shown


def show(release: Release, entry: IndicatorEntry, view: views.View) -> None:
    """The chart with its words at the left, the newest year and the table at the right."""
    left, right = st.columns([7, 4], gap="large")
    with left:
        if view.chart:
            parts.chart(view.chart, key="chart")
        parts.legend(view.legend)
        parts.paragraphs(*view.sentences)
        parts.comments(view.comments)
        define(entry)
    with right:
        if view.beside:
            parts.chart(view.beside, key="beside")
        if len(view.rows):
            tabulate(release, entry, view.rows)
        nation(release, entry)


def nation(release: Release, entry: IndicatorEntry) -> None:
    """The whole country on a scale of its own, where the source has none of the municipality."""
    for number, one in enumerate(views.national(release, entry)):
        parts.chart(one.chart, key=f"nation-{number}", example=one.is_example)
        parts.paragraphs(*one.sentences)


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
