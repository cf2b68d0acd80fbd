"""Choices that are kept in the address, so that every view is a link.

Streamlit's own binding writes the label of a choice into the address; here it is the code, which
stays the same when a text is reworded: `/indikator?indikator=C2&kommuner=165,153`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st


def one_of(
    widget: Callable[..., Any], label: str, options: Mapping[str, str], key: str, **more: Any
) -> str:
    """One of several by a widget such as `st.segmented_control`; the first where none is asked for.

    Parameters
    ----------
    options
        From code to what is shown.
    key
        The name in the address.
    """
    default = next(iter(options))
    asked = st.query_params.get(key, default)
    place = _place(key, asked)
    if st.session_state.setdefault(place, asked) not in options:
        st.session_state[place] = default
    if widget is st.segmented_control:
        more["required"] = True  # a click on what is chosen already must not leave none
    widget(label, [*options], format_func=options.__getitem__, key=place, **more)
    chosen: str = st.session_state[place] or default
    _write(key, chosen, default)
    return chosen


def several_of(label: str, options: Mapping[str, str], key: str) -> list[str]:
    """Any number of several as pills; all of them where none is asked for in the address."""
    everything = ",".join(options)
    asked = st.query_params.get(key, everything)
    known = [code for code in asked.split(",") if code in options]
    # As `default`, not through the session: pills in a popover are drawn when it is opened, maybe
    # some runs later, and only the default is sent each time.
    chosen: Sequence[str] = st.pills(
        label,
        [*options],
        default=known or ([*options] if asked else []),
        format_func=options.__getitem__,
        key=_place(key, asked),
        selection_mode="multi",
    )
    in_order = [code for code in options if code in chosen]
    _write(key, ",".join(in_order), everything)
    return in_order


def search(label: str, key: str, **more: Any) -> str:
    """A text to search for."""
    asked = st.query_params.get(key, "")
    place = _place(key, asked)
    st.session_state.setdefault(place, asked)
    text: str = st.text_input(label, key=place, **more)
    _write(key, text, "")
    return text


def _place(key: str, asked: str) -> str:
    """Where the session keeps a choice: in a new place when the address asks for something new.

    The browser's Back button changes the address under an open page. A widget in a new place starts
    with what the address asks for; in the old one it would write the address back.
    """
    turn, written = st.session_state.get(f"{key} in address", (0, asked))
    turn += asked != written
    st.session_state[f"{key} in address"] = (turn, asked)
    return f"{key} {turn}" if turn else key


def _write(key: str, value: str, default: str) -> None:
    """Put a choice in the address; one that is the default anyway is left out."""
    turn, _ = st.session_state[f"{key} in address"]
    st.session_state[f"{key} in address"] = (turn, value)
    if value != default:
        st.query_params[key] = value
    elif key in st.query_params:
        del st.query_params[key]
