"""Work that takes a while, done beside the page.

A page runs again at every click, also while something is being read or computed. Here the work goes
on in a thread of its own: a run that comes meanwhile waits for the same work, and what came of it
is kept in the session until something else is asked for under the same name. So a click on another
button is answered at once, and nothing is ever done twice.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError
from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st

from danish.errors import DanishError

Result = TypeVar("Result")

AT_ONCE = 3
"""How many may work at the same time, of all sessions; the others wait."""

LOOK = 0.2
_KEPT = "work beside the page"
_WORKERS = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="work")


@dataclass
class Progress:
    """How far it has come: the worker writes it, the page shows it.

    Attributes
    ----------
    share
        From 0 to 1; None while it is not known.
    is_stopped
        Whether nobody waits for it any more.
    """

    text: str = ""
    share: float | None = None
    is_stopped: bool = False

    def tell(self, share: float | None, text: str) -> None:
        """Tell how far the work is.

        Raises
        ------
        StoppedError
            If nobody waits for it any more.
        """
        if self.is_stopped:
            raise StoppedError
        self.share, self.text = share, text


class StoppedError(Exception):
    """Nobody waits for the work any more."""


@dataclass
class _Work:
    key: Any
    future: Future[Any]
    progress: Progress = field(default_factory=Progress)


def outcome(
    name: str,
    key: Any,
    act: Callable[[Progress], Result],
    doing: str,
    on_cancel: Callable[[], None] | None = None,
) -> Result:
    """What came of some work, once it is done; what it raised is raised, in every run.

    Parameters
    ----------
    name
        There is one work of a name in a session.
    key
        What it is done for. With the same key it is not done again.
    act
        Must not touch the page; it may tell how far it is.
    doing
        Danish, shown while one waits.
    on_cancel
        What a button beside it does, before the page runs again.
    """
    works: dict[str, _Work] = st.session_state.setdefault(_KEPT, {})
    work = works.get(name)
    if work is None or work.key != key:
        forget(name)
        progress = Progress()
        work = works[name] = _Work(key, _WORKERS.submit(act, progress), progress)
    _watch(name, work, doing, on_cancel)
    result: Result = work.future.result()
    return result


def attempt(
    name: str,
    key: Any,
    act: Callable[[Progress], Result],
    doing: str,
    tell: Callable[[DanishError], None],
    on_cancel: Callable[[], None] | None = None,
) -> Result | None:
    """As `outcome`; what is wrong is told, in Danish, and then there is no result."""
    try:
        return outcome(name, key, act, doing, on_cancel)
    except DanishError as error:
        tell(error)
        return None


def is_known(name: str, key: Any) -> bool:
    """Whether the work of this name was done, or is being done, for this."""
    work = st.session_state.get(_KEPT, {}).get(name)
    return work is not None and bool(work.key == key)


def offer_again(name: str) -> None:
    """A button that does the work once more, where it failed for a passing reason."""
    st.button("Prøv igen", on_click=forget, args=(name,))


def forget(*names: str) -> None:
    """Let go of what is kept; work that is going on ends unheard."""
    for name in names:
        if work := st.session_state.get(_KEPT, {}).pop(name, None):
            work.progress.is_stopped = True


def _watch(name: str, work: _Work, doing: str, on_cancel: Callable[[], None] | None) -> None:
    """Show that it goes on until it is done. Another run of the page may break in at any time."""
    place = st.empty()
    if _is_done(work):
        return
    with place.container():
        if on_cancel:
            st.button("Annullér", on_click=on_cancel, key=f"cancel {name}")
        bar = st.empty()
        with bar, st.spinner(doing):
            while not _is_done(work) and work.progress.share is None:
                _let_others_in()
        told = None
        while not _is_done(work):
            now = (work.progress.share or 0, work.progress.text)
            if now != told:
                told = now
                bar.progress(min(now[0], 1.0), now[1] or doing)
            _let_others_in()
    place.empty()


def _let_others_in() -> None:
    """Streamlit stops a run for a newer one only when the run asks it for something."""
    _ = st.session_state[_KEPT]


def _is_done(work: _Work) -> bool:
    try:
        work.future.exception(LOOK)
    except TimeoutError:
        return False
    return True
