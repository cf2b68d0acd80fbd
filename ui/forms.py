"""Parts of pages on which one writes: what was told last, what is wrong, a list with its states."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

import streamlit as st

from danish.errors import DanishError
from ui import parts

TOLD = "forms_told"
SAVES = "forms_saves"


def field(name: str) -> str:
    """A key for a field that is empty again after a save."""
    return f"{name}-{st.session_state.get(SAVES, 0)}"


def done(sentence: str, remarks: Sequence[str] = (), *, clear: bool = False) -> None:
    """Run the page again and tell on it what was done.

    Parameters
    ----------
    clear
        Empty the fields.
    """
    st.session_state[TOLD] = (sentence, tuple(remarks))
    if clear:
        empty()
    st.rerun()


def empty() -> None:
    """Empty the fields, before they are drawn again."""
    st.session_state[SAVES] = st.session_state.get(SAVES, 0) + 1


def attempt(sentence: str, act: Callable[[], Any], *, clear: bool = False) -> None:
    """Do it and say so on the page that comes; or say here, in Danish, what is wrong.

    Parameters
    ----------
    act
        What it returns may have `warnings`, which are told too.
    clear
        Empty the fields when it was done.
    """
    try:
        outcome = act()
    except DanishError as error:
        problems("Det er ikke gjort. Ret dette:", str(error).split("\n"))
    else:
        warnings = [str(warning) for warning in getattr(outcome, "warnings", ())]
        done(sentence, warnings, clear=clear)


def told() -> None:
    """What was done last, once."""
    with st.container():  # always there, so that what follows keeps its place
        if TOLD in st.session_state:
            sentence, remarks = st.session_state.pop(TOLD)
            _say(sentence, remarks, role="status", kind="ti-said")


def problems(sentence: str, remarks: Sequence[str]) -> None:
    """That something was not done, and why."""
    _say(sentence, remarks, role="alert", kind="ti-said ti-wrong")


def heading(title: str) -> None:
    """What the form beneath is for."""
    parts.show(f"<h2>{escape(title)}</h2>")


def hint(sentence: str) -> None:
    """A muted line under what it is about."""
    parts.show(f"<small>{escape(sentence)}</small>")


def entries(title: str, rows: Iterable[tuple[str, str, Sequence[str], str]], none: str) -> None:
    """A list of what is stated.

    Parameters
    ----------
    rows
        Main line, text, smaller lines, and the state for the column at the right.
    none
        Said when there are no rows.
    """
    body = ""
    for main, text, small, state in rows:
        inside = f"<b>{escape(main)}</b>" + (f"<p>{escape(text)}</p>" if text else "")
        inside += "".join(f"<small>{escape(line)}</small>" for line in small)
        body += f'<tr><th scope="row">{inside}</th><td>{escape(state)}</td></tr>'
    if not body:
        parts.show(f"<h2>{escape(title)}</h2><p>{escape(none)}</p>")
        return
    heads = '<th scope="col">Indhold</th><th scope="col">Tilstand</th>'
    parts.show(
        f"<table><caption>{escape(title)}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table>",
        kind="ti-stated",
    )


def _say(sentence: str, remarks: Sequence[str], *, role: str, kind: str) -> None:
    items = "".join(f"<li>{escape(remark)}</li>" for remark in remarks)
    listed = f"<ul>{items}</ul>" if items else ""
    parts.show(f'<div role="{role}"><p><b>{escape(sentence)}</b></p>{listed}</div>', kind=kind)
