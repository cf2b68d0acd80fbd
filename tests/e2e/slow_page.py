"""A page with work that goes on until a file is there; run by `test_work`."""

import os
import time
from pathlib import Path

import streamlit as st

from ui import parts, work

DATA = Path(os.environ["TRYGHED_DATA"])


def act(progress: work.Progress) -> str:
    """Wait for the file `go`, and note each time it is begun and when it is told to stop."""
    with (DATA / "begun").open("a") as file:
        file.write("x")
    while not (DATA / "go").exists():
        try:
            progress.tell(None, "")
        except work.StoppedError:
            (DATA / "stopped").touch()
            raise
        time.sleep(0.02)
    return "færdig"


def cancel() -> None:
    work.forget("prøve")
    st.session_state["cancelled"] = True


parts.show("<h1>Arbejde</h1>")
name = st.text_input("Navn")
parts.show(f"<p>hej {name}</p>")
if not st.session_state.get("cancelled"):
    parts.show(f"<p>{work.outcome('prøve', 1, act, 'Arbejder …', cancel)}</p>")
