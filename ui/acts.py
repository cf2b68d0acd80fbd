"""Tables in words, and what a person does with their rows: chosen in a popover, signed."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import streamlit as st

from ui import forms, parts


class Table(Protocol):
    """What a table in words must say to be shown."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def headings(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def rows(self) -> Sequence[Sequence[str]]: ...  # noqa: D102
    @property
    def numeric(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def note(self) -> str: ...  # noqa: D102


def table(it: Table) -> None:
    """A table in words, or only its note where there are no rows and a note says so."""
    if it.rows or not it.note:
        columns = [parts.Column(name, name in it.numeric) for name in it.headings]
        parts.table(it.title, columns, it.rows)
    if it.note:
        forms.hint(it.note)


def signature(reason: str) -> tuple[str, str]:
    """The name and the reason, side by side.

    Parameters
    ----------
    reason
        An example of one, shown while the field is empty.
    """
    one, two = st.columns([4, 7])
    name = one.text_input("Dit navn", key="author", placeholder="For- og efternavn")
    why = two.text_input("Begrundelse", key=forms.field("reason"), placeholder=reason)
    return name, why


def choice(title: str, label: str, options: Mapping[str, str], verb: str, hint: str = "") -> str:
    """A popover with a choice and a button; the code of the chosen one when it is pressed.

    Parameters
    ----------
    hint
        What one should know before pressing.
    """
    with st.popover(title, disabled=not options, key=forms.field(title)):
        code = st.selectbox(
            label, [*options], format_func=options.get, key=forms.field(f"{title} valg")
        )
        if hint:
            forms.hint(hint)
        pressed = st.button(verb, disabled=not options)
    return code if pressed and code else ""
