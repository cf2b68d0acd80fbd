"""Data og kvalitet: what the figures rest on, whether they agree, what changed, who did what."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from danish import dates
from danish.errors import DanishError
from indicators import build, text
from ingest import undo
from reports import ledger
from store import comparison, release, warehouse
from store.settings import settings
from ui import acts, address, forms, parts

VIEWS = {
    "kilder": "Kilder",
    "kontroller": "Kontroller",
    "rettelser": "Ændrede tal",
    "indlaesninger": "Indlæsninger",
    "udgivelser": "Udgivelser",
    "log": "Log",
}
SHOWN_NEXT = "De andre sider viser det, når der er udgivet."
Act = tuple[str, Callable[[], Any]]


def page() -> None:
    """Show the page."""
    current = release.current()
    parts.head("Data og kvalitet", *text.release_facts(current))
    view = address.one_of(st.segmented_control, "Vis", VIEWS, "vis", label_visibility="collapsed")
    forms.told()
    match view:
        case "kilder":
            acts.table(ledger.sources(current, dates.today()))
        case "kontroller":
            acts.table(ledger.checks(current))
        case "rettelser":
            acts.table(ledger.revisions(current))
        case "indlaesninger":
            show_loads(current)
        case "udgivelser":
            show_releases(current)
        case _:
            acts.table(ledger.happened(settings().log))


def show_loads(current: release.Release) -> None:
    """Every load, also those that no release holds yet; and taking one back."""
    try:
        with warehouse.reading(settings()) as open_:
            loads = open_.loads()
    except DanishError as error:
        parts.paragraphs(str(error))
        return
    if act := take_back(current, loads):
        forms.attempt(*act, clear=True)
    acts.table(ledger.loads(current, loads, settings().releases))


def take_back(current: release.Release, loads: list[warehouse.Load]) -> Act | None:
    """The act whose button was pressed, and what is said when it is done."""
    who, why = acts.signature("Forkert fil")
    waiting = ledger.waiting(current, loads)
    act = None
    with st.container(horizontal=True):
        if st.button("Udgiv", disabled=not waiting):
            act = "Udgivet. Alle sider viser det nu.", partial(publish, who, why)
        in_use = ledger.load_names(loads, withdrawn=False)
        if number := acts.choice("Træk tilbage", "Indlæsning", in_use, "Træk den tilbage"):
            done = partial(undo.withdraw, settings(), int(number), who, why)
            act = f"Trukket tilbage. {SHOWN_NEXT}", done
        withdrawn = ledger.load_names(loads, withdrawn=True)
        if number := acts.choice("Bring tilbage", "Indlæsning", withdrawn, "Bring den tilbage"):
            done = partial(undo.restore, settings(), int(number), who, why)
            act = f"Bragt tilbage. {SHOWN_NEXT}", done
        if undo.examples(loads) and st.button("Fjern eksempeldata"):
            done = partial(undo.withdraw_examples, settings(), who, why)
            act = f"Eksempeldata er fjernet. {SHOWN_NEXT}", done
    forms.hint(ledger.waiting_words(waiting))
    return act


def publish(who: str, why: str) -> None:
    """Make a release of all that is loaded, and say how it goes."""
    who, why = undo.signed(who, why)
    with st.status("Regner alle tal igennem og udgiver …"):
        build.publish(settings(), who, reason=why, on_wait=st.write)


def show_releases(current: release.Release) -> None:
    """All releases that are kept; an earlier one put in force; two of them compared."""
    folder = settings().releases
    who, why = acts.signature("Forkerte tal i den nyeste udgivelse")
    names = ledger.release_names(folder, current.name)
    others = {name: label for name, label in names.items() if name != current.name}
    told = "Alle sider viser den straks. Det, der er indlæst siden, bliver liggende."
    if name := acts.choice("Sæt en anden i kraft", "Udgivelse", others, "Sæt den i kraft", told):
        back = partial(undo.roll_back, settings(), name, who, why)
        forms.attempt("Den valgte udgivelse er i kraft.", back, clear=True)
    acts.table(ledger.releases(folder, current.name))
    if not others:
        return
    forms.heading("Sammenlign to udgivelser")
    one, two = st.columns(2)
    with one:
        last = ledger.release_names(folder, current.name, last=True)
        before = address.one_of(st.selectbox, "Før", last, "foer")
    with two:
        after = address.one_of(st.selectbox, "Efter", names, "efter")
    found = comparison.of_releases(folder, before, after, current.facts.municipality)
    acts.table(ledger.differences(found))
