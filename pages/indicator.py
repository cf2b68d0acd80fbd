"""Indikator: one indicator's history, its neighbours, what it counts, and the table behind it."""

from functools import partial

import pandas as pd
import streamlit as st

from indicators import glossary, text
from reports import figures, tables
from store import log
from store.release import IndicatorEntry, Release, current
from store.settings import settings
from ui import address, parts

WHOLE = "alle"
VIEWS = {"four_quarters": "Fire kvartaler", "quarter": "Hvert kvartal"}


def page() -> None:
    """Show the page."""
    release = current()
    entry, kind, breakdown, peers = choices(release)
    if not entry.has_data:
        parts.headline(entry.goal, f"{entry.title}: ingen data endnu", *said(release))
        define(entry)
        return
    facts = release.facts
    areas = [facts.municipality, facts.peers, *peers, facts.region, facts.country]
    rows = release.history(entry.id, areas, kind=kind, breakdown=breakdown)
    newest = rows[(rows["area"] == facts.municipality) & rows["value"].notna()].iloc[-1]
    lines = rows[rows["area"] != facts.peers]
    example = bool((rows["origin"] == "example").any())
    parts.headline(
        entry.goal, text.headline(entry, newest), release.goals[entry.goal].title,
        f"{entry.id} {entry.title}", *said(release), example=example,
    )  # fmt: skip
    parts.facts_row(facts_of(release, entry, rows, newest))
    left, right = st.columns([7, 4], gap="large")
    with left:
        marks = release.breaks(entry.id, breakdown)
        parts.chart(figures.history(release, entry, lines, marks, kind), key="history")
        define(entry)
    with right:
        parts.chart(figures.comparison(release, entry, lines, newest["period"]), key="comparison")
        tabulate(release, entry, rows)


def choices(release: Release) -> tuple[IndicatorEntry, str, str, list[str]]:
    """The indicator, kind of period, breakdown and peers that are chosen."""
    names = {entry.id: f"{entry.id} {entry.short_title}" for entry in release.indicators.values()}
    first = next(entry.id for entry in release.indicators.values() if entry.has_data)
    peers = {area.code: area.name for area in release.areas.values() if area.role == "peer"}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {first: names[first], **names}
        entry = release.indicators[
            address.one_of(st.selectbox, "Indikator", names, "indikator", width=380)
        ]
        if not entry.has_data:
            return entry, entry.span, "", []
        kind, breakdown = entry.span, ""
        if entry.span in VIEWS:
            kind = address.one_of(
                st.segmented_control, "Vis", VIEWS, "vis", label_visibility="collapsed"
            )
        if entry.breakdowns:
            wholes = {WHOLE: "Alle", **dict(entry.breakdowns)}
            breakdown = address.one_of(
                st.segmented_control, "Del", wholes, "del", label_visibility="collapsed"
            ).removeprefix(WHOLE)
        with st.popover("Kommuner"):
            shown = address.several_of("Sammenlign med", peers, "kommuner")
    return entry.part(breakdown), kind, breakdown, shown


def said(release: Release) -> list[str]:
    """The release's facts, each as one text."""
    return [f"{name} {value}" for name, value in text.release_facts(release)]


def facts_of(
    release: Release, entry: IndicatorEntry, rows: pd.DataFrame, newest: pd.Series
) -> list[tuple[str, str]]:
    """The four facts under the headline, as (label, HTML)."""
    group = rows[(rows["area"] == release.facts.peers) & (rows["period"] == newest["period"])]
    limits = f"95 %-interval {text.limits(entry, newest['lower'], newest['upper'])}"
    value = text.value(entry, newest["value"])
    ground = parts.fact(
        glossary.entry(newest["origin"]).word, "", text.ground(entry, newest), text.marks(newest)
    )
    return [
        (newest["label"], parts.fact(value, text.unit(entry), limits)),
        ("Ændring på et år", parts.fact(text.change(entry, newest), "", text.caution(newest))),
        (release.facts.peers_name, parts.fact(text.value(entry, group["value"].iat[0]))),
        ("Grundlag", ground),
    ]


def define(entry: IndicatorEntry) -> None:
    """What the number is, so that it is read right."""
    parts.definitions(
        "Sådan skal tallet læses",
        [
            ("Tæller med", entry.counts_in),
            ("Tæller ikke med", entry.counts_out),
            ("Sted", entry.place),
            ("Læsning", entry.reading),
            ("Metode", entry.method),
            ("Kilde", entry.source),
            ("Mangler", "" if entry.has_data else entry.needs),
        ],
    )


def tabulate(release: Release, entry: IndicatorEntry, rows: pd.DataFrame) -> None:
    """The newest figures as a table, and all of them to take away."""
    facts = release.facts
    parts.table(
        "Tabel",
        [
            parts.Column("Periode"),
            parts.Column("Antal", numeric=True),
            parts.Column(facts.municipality_name, numeric=True),
            parts.Column("Naboer", numeric=True),
        ],
        text.table_rows(entry, rows, facts.municipality, facts.peers),
    )
    table = tables.values(release, entry, rows)
    parts.downloads(
        f"{entry.id}-{facts.municipality_name.lower()}",
        partial(tables.as_csv, table),
        partial(tables.as_xlsx, table),
        partial(exported, release),
    )


def exported(release: Release, file: str) -> None:
    """Write down that a file was taken."""
    text_ = f"Udgivelse {release.name}"
    log.append(settings().log, "en bruger af appen", log.Action.EXPORT, file, text_)
