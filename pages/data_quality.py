"""Data og kvalitet: what the figures rest on, whether they agree, what changed, who did what."""

from collections.abc import Collection
from html import escape

import streamlit as st

from danish import dates, numbers, periods, words
from danish.errors import DanishError
from indicators import glossary, text
from store import log, publishing, release, warehouse
from store.settings import settings
from ui import address, parts
from ui.parts import Column

VIEWS = {
    "kilder": "Kilder",
    "kontroller": "Kontroller",
    "rettelser": "Ændrede tal",
    "indlaesninger": "Indlæsninger",
    "udgivelser": "Udgivelser",
    "log": "Log",
}


def page() -> None:
    """Show the page."""
    current = release.current()
    parts.head("Data og kvalitet", *text.release_facts(current))
    view = address.one_of(st.segmented_control, "Vis", VIEWS, "vis", label_visibility="collapsed")
    shows = (show_sources, show_checks, show_revisions, show_loads, show_releases, show_log)
    dict(zip(VIEWS, shows, strict=True))[view](current)


def show_sources(current: release.Release) -> None:
    """The tables in use, how new they are, and when more is expected."""
    today = dates.today()
    rows = []
    for row in current.sources.to_dict("records"):
        late = release.is_late(row["next_expected"].date(), today)
        rows.append(
            (
                f"{row['table']} {row['title']}",
                f"{periods.label(row['first_period'])} – {periods.label(row['last_period'])}",
                dates.date(row["source_date"]),
                f"{periods.label(row['next_period'])}: {dates.date(row['next_expected'])}"
                + (" – nyere tal findes formentlig" if late else ""),
                glossary.entry(row["origin"]).word,
                row["licence"],
            )
        )
    headings = columns(
        "Tabel", "Dækker", "Hentet eller opdateret", "Ventes næste gang", "Oprindelse", "Licens"
    )
    parts.table("Kilder", headings, rows)
    parts.show('<p class="ti-muted">Kilde: Danmarks Statistik, Statistikbanken.</p>')


def show_checks(current: release.Release) -> None:
    """The sum rules and what came of them."""
    rows = [
        (
            row["text"],
            *map(numbers.number, (row["checked"], row["broken"])),
            text.check_outcome(row),
        )
        for row in current.checks.to_dict("records")
    ]
    headings = columns("Regel", "Celler", "Brudt", "Udfald", numeric=("Celler", "Brudt"))
    parts.table("Summer, der skal stemme", headings, rows)


def show_revisions(current: release.Release) -> None:
    """Figures that a later load changed."""
    revisions = current.revisions
    if revisions.empty:
        parts.show("<p>Ingen tal er ændret ved en senere indlæsning.</p>")
        return
    rows = [
        (
            f"{row['source']} {row['codes']}",
            current.areas[row["area"]].name if row["area"] in current.areas else row["area"],
            periods.label(row["period"]),
            *map(numbers.number, (row["old"], row["new"], row["load"])),
        )
        for row in revisions.to_dict("records")
    ]
    counted = ("Før", "Nu", "Indlæsning")
    headings = columns("Tal", "Område", "Periode", *counted, numeric=counted)
    parts.table(f"Ændrede tal ({words.count(len(rows), 'vist', 'viste')})", headings, rows)


def show_loads(current: release.Release) -> None:
    """Every load, also those that no release holds yet."""
    try:
        with warehouse.reading(settings()) as open_:
            loads = open_.loads()
    except DanishError as error:
        parts.show(f"<p>{escape(str(error))}</p>")
        return
    published = set(current.loads["number"])
    rows = [
        (
            f"{load.number} · {load.source}",
            f"{periods.short_label(load.first_period)} – {periods.short_label(load.last_period)}",
            numbers.number(load.cells),
            load.author,
            dates.moment(load.loaded_at),
            text.load_state(load, published),
            load.file,
        )
        for load in loads
    ]
    headings = columns(
        "Indlæsning", "Dækker", "Celler", "Hvem", "Hvornår", "Tilstand", "Fil", numeric=("Celler",)
    )
    parts.table("Indlæsninger", headings, rows)


def show_releases(current: release.Release) -> None:
    """All releases that are kept."""
    rows = [
        (name, dates.moment(publishing.made_at(name)), "i kraft" if name == current.name else "")
        for name in publishing.names(settings().releases)
    ]
    parts.table("Udgivelser", columns("Navn", "Lavet", "Tilstand"), rows)


def show_log(_: release.Release) -> None:
    """Who did what, newest first."""
    rows = [
        (dates.moment(event.at), event.who, event.action.value, event.subject, event.text)
        for event in log.newest(settings().log)
    ]
    parts.table("Log", columns("Hvornår", "Hvem", "Hvad", "Hvilken", "Bemærkning"), rows)


def columns(*headings: str, numeric: Collection[str] = ()) -> list[Column]:
    """Columns of these headings."""
    return [Column(name, name in numeric) for name in headings]
