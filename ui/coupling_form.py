"""The one question that is open: what a column of the file is, and what its texts mean."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui import forms


class Value(Protocol):
    """A text of a column, how often it stands there, and the code it is read as."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def count(self) -> int: ...  # noqa: D102
    @property
    def code(self) -> str: ...  # noqa: D102


class Question(Protocol):
    """What is asked of a column, or of the whole file."""

    @property
    def key(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def hint(self) -> str: ...  # noqa: D102
    @property
    def choices(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def chosen(self) -> str: ...  # noqa: D102


class Details(Protocol):
    """What more is asked once a field is chosen."""

    @property
    def units(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def can_turn(self) -> bool: ...  # noqa: D102
    @property
    def is_turned(self) -> bool: ...  # noqa: D102
    @property
    def values(self) -> Sequence[Value]: ...  # noqa: D102
    @property
    def unread(self) -> Sequence[Value]: ...  # noqa: D102
    @property
    def codes(self) -> Mapping[str, str]: ...  # noqa: D102


def choose(keys: Mapping[str, str], waiting: Sequence[str], turn: str) -> str:
    """What to ask of: the first that is open, unless another is chosen; may be empty.

    Parameters
    ----------
    keys
        What may be asked of, and its name.
    """
    codes = [*waiting, *(key for key in keys if key not in waiting)]
    if not codes:
        return ""
    chosen = st.selectbox(
        "Skal bekræftes" if waiting else "Ret en kolonne",
        codes, 0 if waiting else None, format_func=keys.get, key=f"column {turn}",
        placeholder="Vælg, hvis noget skal rettes",
    )  # fmt: skip
    return chosen or ""


def ask(
    question: Question,
    details_of: Callable[[str, str], Details],
    turn: str,
    buttons: DeltaGenerator,
) -> dict[str, Any] | None:
    """Ask; what was answered by the fields' names, when it is confirmed.

    Parameters
    ----------
    details_of
        What more to ask, by the field and the unit that are chosen; no unit is the usual one.
    turn
        Tells one file's questions from another's.
    buttons
        Where the button goes.
    """
    place, title = f"{turn} {question.key}", _shown(question.title, 120)
    if question.choices:
        codes = [*question.choices]
        at = codes.index(question.chosen) if question.chosen in codes else 0
        chosen = st.selectbox(
            title, codes, at, format_func=question.choices.get, key=f"becomes {place}"
        )
    else:
        chosen = st.text_input(title, question.chosen, key=f"becomes {place}")
    if question.hint:
        forms.hint(question.hint)
    more = details_of(chosen or "", "")
    answer = {"becomes": chosen, "unit": "", "is_turned": False}
    place = f"{place} {chosen}"
    if more.units:
        unit = _one_of("Skala" if more.can_turn else "Tallene er", more, place)
        more = details_of(chosen or "", unit)
        answer["unit"], place = unit, f"{place} {unit}"
    if more.can_turn:
        answer["is_turned"] = st.checkbox(
            "Skalaen er vendt i filen", more.is_turned, key=f"turned {place}"
        )
    answer["codes"] = _codes(more, place)
    with buttons:
        return answer if st.button("Bekræft", key=f"confirm {place}") else None


def _one_of(label: str, more: Details, place: str) -> str:
    units = [*more.units]
    at = units.index(more.unit) if more.unit in units else 0
    unit: str = st.selectbox(label, units, at, format_func=more.units.get, key=f"unit {place}")
    return unit


def _codes(more: Details, place: str) -> dict[str, str]:
    """What each text means: open ones are asked for at once, the others on request."""
    asked = {value.text for value in more.unread}
    given = {value.text: _code(value, more, place) for value in more.unread}
    others = [value for value in more.values if value.text not in asked]
    if others:
        with st.popover("Svarene i kolonnen", key=f"codes {place}"):
            given |= {value.text: _code(value, more, place) for value in others}
    return given


def _code(value: Value, more: Details, place: str) -> str:
    codes = ["", *more.codes]
    times = "1 gang" if value.count == 1 else f"{value.count} gange"
    code: str = st.selectbox(
        f"»{_shown(value.text)}« ({times}) betyder",
        codes,
        codes.index(value.code) if value.code in codes else 0,
        format_func=lambda code: more.codes.get(code, "ikke valgt"),
        key=f"code {place} {value.text}",
    )
    return code


def _shown(text: str, most: int = 40) -> str:
    """A text of the file as a label, in which Streamlit would read Markdown.

    Only what is Markdown where it stands is escaped: a screen reader says the rest as it is.
    """
    text = text.strip()
    short = text if len(text) <= most else text[:most].rstrip() + " …"
    return _MARKDOWN.sub(r"\\\g<0>", _NUMBERED.sub(r"\1\\\2", short))


_NUMBERED = re.compile(r"^(\d+)([.)])")
_MARKDOWN = re.compile(
    r"[`*\[\]<$~|@]|\\(?![.)])|(?<![^\W_])_|_(?![^\W_])|:(?=[\w/])|(?<=www)\.|^[#>+=-]",
    re.IGNORECASE,
)
