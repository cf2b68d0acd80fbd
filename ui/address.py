"""Choices that are kept in the address, so that every view is a link.

Streamlit's own binding writes the label of a choice into the address; here it is the code, which
stays the same when a text is reworded: `/indikator?indikator=C2&kommuner=165,153`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

_KEPT = "choices in the address"
_STARTS = "what sliders started with"


@dataclass(frozen=True)
class _Choice:
    """What a widget held and the address said when they last agreed, and which widget it is."""

    value: Any = None
    written: str | None = None
    turn: int = 0


def listen() -> None:
    """Take in, once a run and before the page, what the browser's Back button did to the address.

    When a widget has been moved, the address is only late. When none has and the address is not as
    we wrote it, it asks for something new: its widgets are made anew and start with what it asks.
    """
    kept = st.session_state.setdefault(_KEPT, {})
    if any(st.session_state.get(_place(key), it.value) != it.value for key, it in kept.items()):
        return
    for key, it in kept.items():
        asked = st.query_params.get(key)
        if asked != it.written:
            kept[key] = replace(it, written=asked, turn=it.turn + 1)


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
    place = _place(key)
    if st.session_state.setdefault(place, st.query_params.get(key)) not in options:
        st.session_state[place] = default
    if widget is st.segmented_control:
        more["required"] = True  # a click on what is chosen already must not leave none
    widget(label, [*options], format_func=options.__getitem__, key=place, **more)
    chosen: str = st.session_state[place] or default
    _write(key, chosen, default)
    return chosen


def several_of(
    label: str, options: Mapping[str, str], key: str, start: Collection[str] = (), **more: Any
) -> list[str]:
    """Any number of several as pills.

    Where none is asked for in the address it is those to `start` with, or all of them.
    """
    everything = ",".join(code for code in options if code in (start or options))
    asked = st.query_params.get(key, everything)
    known = [code for code in asked.split(",") if code in options]
    # As `default`, not through the session: pills in a popover are drawn when it is opened, maybe
    # some runs later, and only the default is sent each time.
    chosen: Sequence[str] = st.pills(
        label,
        [*options],
        default=known or (everything.split(",") if asked else []),
        format_func=options.__getitem__,
        key=_place(key),
        selection_mode="multi",
        **more,
    )
    in_order = [code for code in options if code in chosen]
    _write(key, ",".join(in_order), everything)
    return in_order


def sliders(
    labels: Mapping[str, str], start: Mapping[str, int], key: str, highest: int, columns: int = 2
) -> dict[str, int]:
    """A whole number from 0 for each of several, by sliders side by side.

    Parameters
    ----------
    labels
        From code to what its slider is called.
    start
        The numbers where none is asked for. When they become others, the sliders follow.
    key
        Opens the name of each in the address: ``v-K1``.
    """
    asked = numbers(start, key, highest)
    found = {}
    for at, (code, label) in enumerate(labels.items()):
        if at % columns == 0:  # row by row, so that a phone keeps their order
            places = st.columns(columns, gap="medium")
        name = f"{key}-{code}"
        st.session_state[_place(name)] = asked[code]
        with places[at % columns]:
            found[code] = st.slider(label, 0, highest, key=_place(name))
        _write(name, str(found[code]), str(start[code]))
    return found


def numbers(start: Mapping[str, int], key: str, highest: int) -> dict[str, int]:
    """What the sliders say, also where they are not on the page: moved, asked for, or the start."""
    begun = st.session_state.setdefault(_STARTS, {})
    found = {}
    for code, first in start.items():
        name = f"{key}-{code}"
        if begun.get(name, first) != first:  # what was set belongs to the start before
            st.session_state.pop(_place(name), None)
            if name in st.query_params:
                del st.query_params[name]
        begun[name] = first
        asked = str(st.session_state.get(_place(name), st.query_params.get(name, "")))
        found[code] = min(int(asked), highest) if asked.isdecimal() else first
    return found


def search(label: str, key: str, **more: Any) -> str:
    """A text to search for."""
    place = _place(key)
    st.session_state.setdefault(place, st.query_params.get(key, ""))
    text: str = st.text_input(label, key=place, **more)
    _write(key, text, "")
    return text


def _place(key: str) -> str:
    """The name of a choice's widget in the session."""
    turn = st.session_state.get(_KEPT, {}).get(key, _Choice()).turn
    return f"{key} {turn}" if turn else key


def _write(key: str, code: str, default: str) -> None:
    """Put a choice in the address; one that is the default anyway is left out."""
    kept = st.session_state.setdefault(_KEPT, {})
    before = kept.get(key, _Choice())
    value = st.session_state[_place(key)]
    kept[key] = replace(before, value=value, written=None if code == default else code)
    if code != default:
        st.query_params[key] = code
    elif key in st.query_params:
        del st.query_params[key]
