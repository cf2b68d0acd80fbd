"""Small changes to the organisation: a judgement of a line, the goals of an effort.

Each is a popover that returns what was typed when *Gem* was pressed. Nothing is checked here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from ui import forms
from ui.forms import field


@dataclass(frozen=True)
class Typed:
    """What was typed.

    Attributes
    ----------
    id
        Of the row that is changed.
    cells
        Its new cells as they are written in the workbook, by the field's code.
    """

    id: str
    cells: Mapping[str, str]
    who: str
    reason: str


WAITING = "organisation waiting"
"""In the session: who saved something that is not published yet."""


def told(publish: Callable[[str], Any]) -> None:
    """What was done last, and while something waits to be published, the button for it.

    Parameters
    ----------
    publish
        Called with the name of whoever saved.
    """
    forms.told()
    who = st.session_state.get(WAITING)
    if not who or not st.button("Udgiv det gemte"):
        return

    def act() -> None:
        with st.spinner("Regner alle tal igennem og udgiver …"):
            publish(who)
        del st.session_state[WAITING]

    forms.attempt("Udgivet. Alle sider viser det nu.", act)


def save(typed: Typed, change: Callable[..., Any]) -> None:
    """Write what was typed, and say that it waits to be published.

    Parameters
    ----------
    change
        Called with the row's key, its new cells, the name and the reason.
    """

    def act() -> None:
        change((typed.id,), typed.cells, typed.who, typed.reason)
        st.session_state[WAITING] = typed.who

    forms.attempt("Gemt. Siderne viser det, når der er udgivet.", act, clear=True)


def judgement(
    lines: Mapping[str, str], words: Mapping[str, str], models: Mapping[str, str]
) -> Typed | None:
    """How a line is met today, why, and which models meet it better.

    Parameters
    ----------
    lines, models
        What each is called, by id.
    words
        The judgements as they are written, by code; empty for none.
    """
    with st.popover("Ret en vurdering", key=field("judgement")), _form("judgement form"):
        line = _chosen("Regel eller anbefaling", lines, "line")
        judged = st.selectbox(
            "Vurdering", [*words], format_func=words.__getitem__, key=field("judged")
        )
        why = st.text_area("Hvorfor", key=field("why"), height=90)
        better = st.multiselect(
            "Bedre i modeller", [*models], format_func=models.__getitem__, key=field("better"),
            placeholder="Ingen valgt", select_all=False,
        )  # fmt: skip
        who = _name()
        cells = {
            "met_today": words[judged] if judged else "",
            "met_reason": why,
            "better_models": "; ".join(better),
        }
        return _typed(line, cells, who, why)


def goals(efforts: Mapping[str, str], goals_: Mapping[str, str]) -> Typed | None:
    """Which goals an effort serves.

    Parameters
    ----------
    efforts, goals_
        What each is called, by its code.
    """
    with st.popover("Ret en indsats’ mål", key=field("goals")), _form("goals form"):
        effort = _chosen("Indsats", efforts, "effort")
        chosen = st.multiselect(
            "Mål", [*goals_], format_func=goals_.__getitem__, key=field("serves"),
            placeholder="Ingen valgt", select_all=False,
        )  # fmt: skip
        why = st.text_input("Begrundelse", key=field("why"), placeholder="Aftalt i arbejdsgruppen")
        return _typed(effort, {"goals": "; ".join(chosen)}, _name(), why)


def _chosen(label: str, options: Mapping[str, str], key: str) -> str | None:
    chosen: str | None = st.selectbox(
        label, [*options], None, format_func=options.__getitem__, key=field(key),
        placeholder="Vælg",
    )  # fmt: skip
    return chosen


def _name() -> str:
    name: str = st.text_input("Dit navn", key="author", placeholder="For- og efternavn")
    return name


def _typed(id_: str | None, cells: Mapping[str, str], who: str, reason: str) -> Typed | None:
    forms.hint("Det, der er skrevet, afløser alt i felterne. Skriv aldrig om enkeltpersoner.")
    if not st.form_submit_button("Gem", type="primary", key=field("save")):
        return None
    if id_ is None:
        forms.problems("Det er ikke gjort. Ret dette:", ["Vælg, hvad der skal rettes."])
        return None
    return Typed(id_, cells, who, reason)


def _form(name: str) -> Any:
    """A form that is sent by its button only."""
    return st.form(name, enter_to_submit=False, border=False)
