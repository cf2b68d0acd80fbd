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
    st.session_state.setdefault(key, asked if asked in options else default)
    if st.session_state[key] not in options:
        st.session_state[key] = default
    widget(label, [*options], format_func=options.__getitem__, key=key, **more)
    chosen: str = st.session_state[key] or default
    _write(key, chosen, default)
    return chosen


def several_of(label: str, options: Mapping[str, str], key: str) -> list[str]:
    """Any number of several as pills; all of them where none is asked for in the address."""
    everything = ",".join(options)
    asked = st.query_params.get(key, everything).split(",")
    st.session_state.setdefault(key, [code for code in asked if code in options])
    chosen: Sequence[str] = st.pills(
        label, [*options], format_func=options.__getitem__, key=key, selection_mode="multi"
    )
    in_order = [code for code in options if code in chosen]
    _write(key, ",".join(in_order), everything)
    return in_order


def search(label: str, key: str, **more: Any) -> str:
    """A text to search for."""
    st.session_state.setdefault(key, st.query_params.get(key, ""))
    text: str = st.text_input(label, key=key, **more)
    _write(key, text, "")
    return text


def _write(key: str, value: str, default: str) -> None:
    """Put a choice in the address; one that is the default anyway is left out."""
    if value != default:
        st.query_params[key] = value
    elif key in st.query_params:
        del st.query_params[key]
