"""Data og kvalitet: what the figures rest on, whether they agree, what changed, who did what."""

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
    {
        "kilder": show_sources,
        "kontroller": show_checks,
        "rettelser": show_revisions,
        "indlaesninger": show_loads,
        "udgivelser": show_releases,
        "log": show_log,
    }[view](current)


def show_sources(current: release.Release) -> None:
    """The tables in use, how new they are, and when more is expected."""
    today = dates.today()
    rows = []
    for row in current.sources.to_dict("records"):
        late = release.is_late(row["next_expected"].date(), today)
        expected = dates.date(row["next_expected"])
        rows.append(
            (
                f"{row['table']} {row['title']}",
                f"{periods.label(row['first_period'])} – {periods.label(row['last_period'])}",
                dates.date(row["source_date"]),
                f"{periods.label(row['next_period'])}: {expected}"
                + (" – nyere tal findes formentlig" if late else ""),
                glossary.entry(row["origin"]).word,
                row["licence"],
            )
        )
    headings = (
        "Tabel",
        "Dækker",
        "Hentet eller opdateret",
        "Ventes næste gang",
        "Oprindelse",
        "Licens",
    )
    parts.table("Kilder", [Column(name) for name in headings], rows)
    parts.show('<p class="ti-muted">Kilde: Danmarks Statistik, Statistikbanken.</p>')


def show_checks(current: release.Release) -> None:
    """The sum rules and what came of them."""
    checks = current.checks
    rows = [
        (
            row["text"],
            numbers.number(row["checked"]),
            numbers.number(row["broken"]),
            text.check_outcome(row),
        )
        for row in checks.to_dict("records")
    ]
    columns = [
        Column("Regel"),
        Column("Celler", numeric=True),
        Column("Brudt", numeric=True),
        Column("Udfald"),
    ]
    parts.table("Summer, der skal stemme", columns, rows)


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
            numbers.number(row["old"]),
            numbers.number(row["new"]),
            numbers.number(row["load"]),
        )
        for row in revisions.to_dict("records")
    ]
    columns = [
        Column("Tal"), Column("Område"), Column("Periode"), Column("Før", numeric=True),
        Column("Nu", numeric=True), Column("Indlæsning", numeric=True),
    ]  # fmt: skip
    parts.table(f"Ændrede tal ({words.count(len(rows), 'vist', 'viste')})", columns, rows)


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
            "trukket tilbage"
            if load.withdrawn_at
            else "udgivet"
            if load.number in published
            else "ikke udgivet endnu",
            load.file,
        )
        for load in loads
    ]
    columns = [
        Column("Indlæsning"), Column("Dækker"), Column("Celler", numeric=True), Column("Hvem"),
        Column("Hvornår"), Column("Tilstand"), Column("Fil"),
    ]  # fmt: skip
    parts.table("Indlæsninger", columns, rows)


def show_releases(current: release.Release) -> None:
    """All releases that are kept."""
    rows = [
        (name, dates.moment(publishing.made_at(name)), "i kraft" if name == current.name else "")
        for name in publishing.names(settings().releases)
    ]
    parts.table("Udgivelser", [Column("Navn"), Column("Lavet"), Column("Tilstand")], rows)


def show_log(_: release.Release) -> None:
    """Who did what, newest first."""
    rows = [
        (dates.moment(event.at), event.who, event.action.value, event.subject, event.text)
        for event in log.newest(settings().log)
    ]
    headings = ("Hvornår", "Hvem", "Hvad", "Hvilken", "Bemærkning")
    parts.table("Log", [Column(name) for name in headings], rows)
