"""Work beside the page: done once, kept, told when it fails, and ended when nobody waits."""

import threading
import time
from concurrent.futures import Future
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from ui import work
from ui.work import Progress, StoppedError

DONE: list[Any] = []


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    DONE.clear()


def script() -> None:
    """A page that does what its session says: a key, or a fault."""
    import streamlit as st

    from danish.errors import DanishError
    from tests.ui.test_work import DONE
    from ui import work

    key = st.session_state["key"]

    def act(progress: work.Progress) -> str:
        DONE.append(key)
        if key == "forkert":
            raise DanishError("Det gik ikke.")
        return f"fik {key}"

    def tell(error: DanishError) -> None:
        st.text(f"fejl: {error}")

    st.text(work.attempt("prøve", key, act, "Arbejder …", tell))
    st.text(f"kendt: {work.is_known('prøve', key)}")
    if st.button("Glem"):
        work.forget("prøve")


def page(key: str) -> AppTest:
    run = AppTest.from_function(script, default_timeout=20)
    run.session_state["key"] = key
    return run.run()


def said(run: AppTest) -> list[str]:
    assert not run.exception
    return [text.value for text in run.text]


def test_it_is_done_once_however_often_the_page_runs() -> None:
    run = page("a")
    run.run()
    assert said(run) == ["fik a", "kendt: True"]
    assert DONE == ["a"]


def test_it_is_done_again_for_another_key_and_after_it_is_forgotten() -> None:
    run = page("a")
    run.session_state["key"] = "b"
    assert said(run.run()) == ["fik b", "kendt: True"]
    run.button[0].click().run()
    run.run()
    assert DONE == ["a", "b", "b"]


def test_a_fault_is_told_in_every_run_and_not_met_again() -> None:
    run = page("forkert")
    run.run()
    assert said(run) == ["fejl: Det gik ikke.", "None", "kendt: True"]
    assert DONE == ["forkert"]


def test_two_sessions_have_their_own() -> None:
    one, other = page("a"), page("b")
    assert said(one.run()) == ["fik a", "kendt: True"]
    assert said(other.run()) == ["fik b", "kendt: True"]


def test_what_nobody_waits_for_is_stopped_where_it_next_tells() -> None:
    told, gone = threading.Event(), threading.Event()
    ended: Future[str] = Future()

    def act(progress: Progress) -> None:
        progress.tell(0.5, "halvvejs")
        told.set()
        gone.wait(20)
        with pytest.raises(StoppedError):
            progress.tell(1.0, "færdig")
        ended.set_result("stoppet")

    progress = Progress()
    thread = threading.Thread(target=act, args=(progress,))
    thread.start()
    told.wait(20)
    assert (progress.share, progress.text) == (0.5, "halvvejs")
    progress.is_stopped = True
    gone.set()
    assert ended.result(20) == "stoppet"
    thread.join(20)


def test_as_many_as_are_allowed_work_at_the_same_time() -> None:
    begun, go = threading.Semaphore(0), threading.Event()

    def act() -> None:
        begun.release()
        go.wait(20)

    works = [work._WORKERS.submit(act) for _ in range(work.AT_ONCE + 2)]
    for _ in range(work.AT_ONCE):
        assert begun.acquire(timeout=20)
    time.sleep(0.05)
    assert not begun.acquire(blocking=False)
    go.set()
    for one in works:
        one.result(20)
