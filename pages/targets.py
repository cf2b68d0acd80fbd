"""Måltal, hændelser og kommentarer: what persons state about the figures, with author and undo."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from danish import dates
from danish.errors import DanishError
from indicators import build, text
from indicators import statements as read
from ingest import statements as write
from store import warehouse
from store.release import Release, current
from store.settings import settings
from store.statements import Basis, Comment, Event, EventKind, Statement, Target
from ui import address, forms, parts, statement_forms

VIEWS = {"maaltal": "Måltal", "haendelser": "Hændelser", "kommentarer": "Kommentarer"}
SAVED = "Gemt. De andre sider viser det, når der er udgivet."
NOTHING_NEW = "Der er intet nyt at udgive fra denne side."
Act = Callable[[], Any]


def page() -> None:
    """Show the page."""
    release = current()
    parts.head("Måltal, hændelser og kommentarer", *text.release_facts(release))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = address.one_of(
            st.segmented_control, "Vis", VIEWS, "vis", label_visibility="collapsed"
        )
        who = st.text_input("Dit navn", key="author", placeholder="For- og efternavn", width=280)
    what, heading, form = {
        "maaltal": (Statement.TARGET, "Nyt måltal", state_target),
        "haendelser": (Statement.EVENT, "Ny hændelse", state_event),
        "kommentarer": (Statement.COMMENT, "Ny kommentar", state_comment),
    }[view]
    forms.told()
    left, right = st.columns([5, 6], gap="large")
    chosen = None
    with left:
        above = st.container()
        try:
            chosen = show_standing(release, what, VIEWS[view], who)
        except DanishError as error:
            forms.problems("Listen kan ikke vises lige nu.", [str(error)])
    with right:
        forms.heading(heading)
        beside = st.container()
        save = form(release, who) if release.newest_periods else None
        if save:
            with beside:
                forms.attempt(SAVED, save, clear=True)
    if chosen:
        with above:
            forms.attempt(*chosen)


def show_standing(
    release: Release, what: Statement, title: str, who: str
) -> tuple[str, Act] | None:
    """What is published and what is saved; the act whose button was pressed, and what it says."""
    with warehouse.reading(settings()) as open_:
        rows = read.listed(open_, release, what)
        waiting = read.waiting(open_, release)
        newest, undone = write.newest(open_, what), write.undone(open_, what)
    forms.entries(title, [row.cells for row in rows], "Ingen endnu.")
    kept = {row.id: row.label for row in rows if row.state != read.State.LEAVING}
    forms.hint(read.waiting_words(waiting))
    chosen = None
    with st.container(horizontal=True):
        if st.button("Udgiv", disabled=not waiting, help=None if waiting else NOTHING_NEW):
            chosen = "Udgivet. Alle sider viser det nu.", partial(publish, who)
        if st.button("Fortryd", disabled=not newest):
            chosen = "Fortrudt.", partial(write.undo, settings(), newest.number, who)
        if undone and st.button("Gendan"):
            chosen = "Gendannet.", partial(write.redo, settings(), undone.number, who)
        with st.popover("Fjern", disabled=not kept, key=f"remove-{newest and newest.number}"):
            id_ = st.selectbox("Hvad skal fjernes?", [*kept], format_func=kept.get)
            if st.button("Fjern det valgte", disabled=not kept):
                chosen = "Fjernet.", partial(write.remove, settings(), what, id_, who)
    for verb, load in (("Fortryd", newest), ("Gendan", undone)):
        if load:
            saved = f"{load.author}, {dates.moment(load.loaded_at)}"
            forms.hint(f"{verb} gælder: {load.title} ({saved})")
    return chosen


def publish(who: str) -> None:
    """Make a release of all that is loaded, and say how it goes."""
    who = write.named(who)
    with st.status("Regner alle tal igennem og udgiver …"):
        build.publish(settings(), who, reason="Måltal, hændelser og kommentarer", on_wait=st.write)


def state_target(release: Release, who: str) -> Act | None:
    """A new target. Its baseline has the periods of the chosen indicator."""
    indicator = choose_indicator(release)
    choices = read.baseline_periods(release, indicator)
    years = read.target_years(dates.today())
    typed = statement_forms.target(choices, read.usual_baseline(choices), years, read.named(Basis))
    forms.hint("Et nyt måltal afløser det, indikatoren har nu.")
    if not typed:
        return None
    typed["change"] = write.share(typed["change"])
    target = Target(indicator, release.facts.municipality, author=who, **typed)
    return partial(write.save_target, settings(), target, release, dates.today())


def state_event(release: Release, who: str) -> Act | None:
    """A new event."""
    names = read.names(release, release.indicators)
    typed = statement_forms.event(read.named(EventKind), names)
    forms.hint("En hændelse bliver en streg i figurerne. Uden indikatorer gælder den alle.")
    event = Event(author=who, **typed) if typed else None
    return event and partial(write.save_event, settings(), event, dates.today())


def state_comment(release: Release, who: str) -> Act | None:
    """A new comment on the newest figures of an indicator."""
    indicator = choose_indicator(release)
    typed = statement_forms.comment()
    forms.hint("Vises for alle med dit navn og dagens dato. Skriv aldrig om enkeltpersoner.")
    comment = typed and Comment(indicator, author=who, written_on=dates.today(), **typed)
    return comment and partial(write.save_comment, settings(), comment, release)


def choose_indicator(release: Release) -> str:
    """One of the indicators with values, kept in the address."""
    names = read.names(release, release.newest_periods)
    return address.one_of(st.selectbox, "Indikator", names, "indikator")
