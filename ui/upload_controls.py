"""Controls of the page *Indlæs data*: files in, sheet and frame, the signature and the buttons."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from danish.errors import DanishError
from ui import forms, parts, work

Files = Sequence[tuple[str, bytes]]
"""The name and the content of each."""

ADDRESS = "kladde"
"""What the id of a draft is called in the address."""

DRAFT, HELD, FETCH, PUBLISHED = (
    "draft", "files of an upload", "table to fetch", "just published",
)  # fmt: skip


def choose_files(label: str, key: str) -> Files:
    """The files that are dropped or chosen, as (name, content)."""
    given = st.file_uploader(label, accept_multiple_files=True, key=forms.field(key))
    return [(file.name, file.getvalue()) for file in given or ()]


def hold(draft: str, files: Files) -> None:
    """Keep the files of one draft in the browser's session, and nowhere else."""
    st.session_state[HELD] = (draft, files)


def opened(id_: str, open_: Callable[[str], Any]) -> Any:
    """The draft of an id, as it stands in the session, or else on disk; without it, to the start.

    Parameters
    ----------
    open_
        Reads one from the disk.
    """
    draft = st.session_state.get(DRAFT)
    if draft is None or draft.id != id_:
        try:
            draft = st.session_state[DRAFT] = open_(id_)
        except DanishError as gone:
            leave(str(gone))
    return draft


def show(draft: Any) -> None:
    """Make it the draft of the session, and its page the one that is shown."""
    st.session_state[DRAFT] = draft
    st.query_params[ADDRESS] = draft.id
    st.rerun()


def leave(sentence: str = "") -> None:
    """Back to the start, where a sentence is told."""
    work.forget("read", "check", "preview", "publish")
    let_go()
    st.session_state.pop(DRAFT, None)
    st.query_params.clear()
    if sentence:
        forms.done(sentence)
    st.rerun()


def held(draft: str) -> Files:
    """The files of a draft while they are in the session; else none."""
    of, files = st.session_state.get(HELD, ("", ()))
    return files if of == draft else ()


def kinds(
    rows: Iterable[tuple[str, str, str]],
    sources_of: Callable[[str], Mapping[str, str]],
    template: Callable[[str, str], bytes],
) -> None:
    """The kinds of files: a line on each, and its template.

    Parameters
    ----------
    rows
        Code, name and explanation.
    sources_of
        What a kind's template may be for; nothing where it has none.
    template
        The workbook, made when the button is pressed.
    """
    forms.heading("Det kan indlæses")
    for kind, name, line in rows:
        one, two = st.columns([5, 3], vertical_alignment="center")
        with one:
            _two_lines(name, line)
        sources = sources_of(kind)
        with two:
            if len(sources) == 1:
                _template("Skabelon", kind, next(iter(sources)), template)
            elif sources:
                with st.popover("Skabelon", key=f"template {kind}"):
                    chosen = st.selectbox(
                        "Til", [*sources], format_func=sources.get, key=f"for {kind}"
                    )
                    _template("Hent skabelon", kind, chosen or "", template)


def _template(label: str, kind: str, source: str, make: Callable[[str, str], bytes]) -> None:
    name = "-".join(part for part in ("skabelon", kind, source) if part)
    st.download_button(
        label, lambda: make(kind, source), f"{name}.xlsx", parts.XLSX,
        on_click="ignore", key=f"get {kind}",
    )  # fmt: skip


def half_finished(rows: Iterable[tuple[str, str, str]]) -> tuple[str, str]:
    """Drafts of the last day, as (id, name, when); which one was chosen, and what to do with it.

    Returns
    -------
    The id, and ``open`` or ``discard``; both empty when nothing was pressed.
    """
    chosen = "", ""
    listed = list(rows)
    if listed:
        forms.heading("Halvfærdige indlæsninger")
    for id_, name, when in listed:
        one, two = st.columns([5, 3], vertical_alignment="center")
        with one:
            _two_lines(name, when)
        with two, st.container(horizontal=True):
            if st.button("Fortsæt", key=f"open {id_}"):
                chosen = id_, "open"
            if st.button("Kassér", key=f"discard {id_}"):
                chosen = id_, "discard"
    return chosen


def _two_lines(main: str, small: str) -> None:
    parts.show(f"<p>{escape(main)}<small>{escape(small)}</small></p>")


def move_frame(
    rows: tuple[int, int, int, int] | None, turn: str, *, can: bool
) -> tuple[int, ...] | None:
    """Where the table stands, in rows from 1: the header's first and last, the body's; if moved.

    Parameters
    ----------
    rows
        None where there is nothing to move.
    can
        Whether the file is still there to be read again.
    """
    if rows is None:
        return None
    names = ("Overskrift fra række", "Overskrift til række", "Første række", "Sidste række")
    with st.popover("Flyt rammen", key=f"frame {turn} {rows}"):
        one, two = st.columns(2)
        values = [
            place.number_input(name, 1, value=row, step=1, key=f"frame {turn} {rows} {name}")
            for place, name, row in zip((one, two, one, two), names, rows, strict=True)
        ]
        if not can:
            forms.hint("Filen er ikke længere i browseren. Indlæs den igen for at flytte rammen.")
        pressed = st.button("Læs igen", disabled=not can, key=f"read {turn}")
    return tuple(values) if pressed and tuple(values) != rows else None


def sign(name: str | None, hint: str, turn: str) -> tuple[str, str, str]:
    """The name, the reason, and what the mapping is called.

    Parameters
    ----------
    name
        Of the mapping; None where there is no mapping to be remembered.
    hint
        An example of a reason.
    """
    one, two = st.columns([4, 7])
    who = one.text_input("Dit navn", key="author", placeholder="For- og efternavn")
    why = two.text_input("Begrundelse", key=f"reason {turn}", placeholder=hint)
    called = ""
    if name is not None:
        called = st.text_input(
            "Husk koblingen som", name, key=f"called {turn}", placeholder="Leverandør og år",
            help="Den næste fil af samme slags bliver koblet på samme måde. Må stå tom.",
        )  # fmt: skip
    return who, why, called


def take_away(label: str, name: str, make: Callable[[], bytes]) -> None:
    """A button that makes a workbook when it is pressed."""
    st.download_button(label, make, name, parts.XLSX, on_click="ignore", key=name)


def buttons(turn: str, *, again: bool) -> tuple[DeltaGenerator, bool, Files]:
    """A place for *Udgiv*, whether *Kassér* was pressed, and a corrected file.

    Parameters
    ----------
    again
        Whether there is a file that may be corrected.
    """
    with st.container(horizontal=True):
        slot = st.container(width="content")
        discarded = st.button("Kassér")
        if not again:
            return slot, discarded, ()
        with st.popover("Indlæs rettet fil", key=f"again {turn}"):
            return slot, discarded, choose_files("Den rettede fil", f"again {turn}")


def file_id(files: Files) -> tuple[Any, ...]:
    """Tells whether two lots of files are the same."""
    return tuple((name, len(content), hash(content)) for name, content in files)


def choose_table(tables: Mapping[str, str]) -> tuple[str, float] | None:
    """A StatBank table to fetch: its name and when it was asked for, as long as it is wanted."""
    one, two = st.columns([5, 3], vertical_alignment="bottom")
    table = one.selectbox("Eller hent en tabel fra StatBank", [*tables], format_func=tables.get)
    if two.button("Hent") and table:
        st.session_state[FETCH] = table, time.time()
    asked: tuple[str, float] | None = st.session_state.get(FETCH)
    return asked


def let_go() -> None:
    """Forget what was dropped or asked for: the work on it is done, or nobody wants it."""
    work.forget("read")
    st.session_state.pop(FETCH, None)
    forms.empty()


def choose_sheet(sheets: Mapping[int, str], now: int, turn: str) -> int:
    """One of several sheets; nothing is asked where there is one."""
    if len(sheets) < 2:
        return now
    chosen = st.selectbox(
        "Ark", [*sheets], [*sheets].index(now), format_func=sheets.get, key=f"sheet {turn} {now}"
    )
    return now if chosen is None else chosen


def choose_source(sources: Mapping[str, str], now: str, turn: str) -> str:
    """What the file is."""
    codes = [*sources]
    at = codes.index(now) if now in sources else None
    return st.selectbox(
        "Filen er", codes, at, format_func=sources.get, key=f"source {turn} {now}",
        placeholder="Vælg, hvad filen er",
    ) or now  # fmt: skip


def publish(done: Any) -> None:
    """Remember what was published for the next run of the page."""
    st.session_state[PUBLISHED] = done


def published() -> Any:
    """What was published just now, told once."""
    return st.session_state.pop(PUBLISHED, None)


def next_step(more: str, go_on: Callable[[], Any]) -> None:
    """After publishing: on with what is left of the file, or another file.

    Parameters
    ----------
    more
        What the button for the rest says; without it there is none.
    """
    with st.container(horizontal=True):
        if more:
            st.button(more, type="primary", on_click=go_on)
        st.button("Indlæs en anden fil")
