"""Metode og ordliste: how each number is made, what the words mean, and every definition."""

import streamlit as st

from indicators import glossary, text
from store.release import Release, current
from store.settings import ROOT
from ui import address, parts
from ui.parts import Column

VIEWS = {"metode": "Metode", "ordliste": "Ordliste", "indikatorer": "Indikatorer"}


def page() -> None:
    """Show the page."""
    release = current()
    parts.head("Metode og ordliste", *text.release_facts(release))
    view = address.one_of(st.segmented_control, "Vis", VIEWS, "vis", label_visibility="collapsed")
    {"metode": show_method, "ordliste": show_glossary, "indikatorer": show_indicators}[view](
        release
    )


def show_method(_: Release) -> None:
    """The method document as it stands."""
    document = (ROOT / "docs" / "metode.md").read_text("utf-8")
    with st.container(width=860):
        st.markdown(document.replace("(ordliste.md)", "(metode?vis=ordliste)"))


def show_glossary(_: Release) -> None:
    """All words, with a search."""
    wanted = address.search("Søg i ordlisten", "ord", width=380)
    groups: dict[str, list[tuple[str, str]]] = {}
    for entry in glossary.glossary().values():
        if wanted.lower() in f"{entry.word} {entry.explanation}".lower():
            groups.setdefault(entry.group, []).append((entry.word, entry.explanation))
    for name, rows in groups.items():
        parts.table(name, [Column("Ord"), Column("Forklaring")], rows)
    if not groups:
        parts.show("<p>Ingen ord passer. Prøv et kortere ord.</p>")


def show_indicators(release: Release) -> None:
    """Every definition."""
    for goal in release.goals.values():
        rows = [
            (f"{entry.id} {entry.title}", entry.counts_in, entry.source)
            for entry in release.indicators.values()
            if entry.goal == goal.code
        ]
        columns = [Column("Indikator"), Column("Tæller med"), Column("Kilde")]
        parts.table(f"{goal.code} {goal.title}", columns, rows)
