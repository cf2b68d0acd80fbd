"""The forms for a target, an event and a comment: fields in, what was typed out.

Each returns the fields by name when *Gem* was pressed, else None. Nothing is checked here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from danish import periods
from ui.forms import field

Fields = dict[str, Any]

DATE = "DD.MM.YYYY"


def target(
    choices: Sequence[str], usual: tuple[str, str], years: Sequence[int], bases: Mapping[str, str]
) -> Fields | None:
    """The form for a target.

    Parameters
    ----------
    choices, usual
        The periods that a baseline may begin or end with, and the first and last by default.
    bases
        Code and Danish word of what the change is measured against.
    """
    first, last = (choices.index(code) for code in usual)
    with _form("target"):
        one, two, three = st.columns([5, 4, 9])
        change = one.text_input("Ændring i procent", key=field("change"), placeholder="−7,5")
        year = two.selectbox("År", years, None, key=field("year"), placeholder="Vælg år")
        basis = three.selectbox(
            "Måles mod", [*bases], format_func=bases.__getitem__, key=field("basis")
        )
        one, two = st.columns(2)
        begin = one.selectbox("Udgangspunkt fra", choices, first, format_func=periods.label)
        end = two.selectbox("til og med", choices, last, format_func=periods.label)
        one, two = st.columns(2)  # of their own: on a phone a row's columns stand under each other
        decided_by = one.text_input("Besluttet af", key=field("by"), placeholder="Byrådet")
        decided_on = two.date_input("Besluttet den", None, format=DATE, key=field("on"))
        typed = {
            "change": change, "target_year": year, "basis": basis, "first_period": begin,
            "last_period": end, "decided_by": decided_by, "decided_on": decided_on,
            "note": _note("target"),
        }  # fmt: skip
        return typed if _saved() else None


def event(kinds: Mapping[str, str], indicators: Mapping[str, str]) -> Fields | None:
    """The form for an event.

    Parameters
    ----------
    kinds, indicators
        Codes and Danish words to choose from.
    """
    with _form("event"):
        title = st.text_input("Titel", key=field("title"), placeholder="Ny SSP-plan")
        one, two = st.columns(2)
        day = one.date_input("Dato", None, format=DATE, key=field("day"))
        kind = two.selectbox("Slags", [*kinds], format_func=kinds.__getitem__, key=field("kind"))
        concerned = st.multiselect(
            "Indikatorer", [*indicators], format_func=indicators.__getitem__,
            key=field("concerned"), placeholder="Alle indikatorer", select_all=False,
        )  # fmt: skip
        typed = {
            "title": title, "day": day, "kind": kind, "indicators": tuple(concerned),
            "note": _note("event"),
        }  # fmt: skip
        return typed if _saved() else None


def comment() -> Fields | None:
    """The form for a comment."""
    with _form("comment"):
        hint = "Hvad skal en læser vide om de nyeste tal?"
        text = st.text_area("Kommentar", key=field("text"), height=160, placeholder=hint)
        return {"text": text} if _saved() else None


def _form(name: str) -> Any:
    """A form that is sent by its button only."""
    return st.form(name, enter_to_submit=False, border=False)


def _note(form: str) -> str:
    text: str = st.text_input("Bemærkning (må stå tom)", key=field(f"note-{form}"))
    return text


def _saved() -> bool:
    return bool(st.form_submit_button("Gem", type="primary"))
