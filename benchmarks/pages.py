"""How long a page takes on the server when it is warm: `python -m benchmarks.pages`.

Publishes the shipped figures into a temporary folder, runs each view of each page as Streamlit
would, and prints the median time of the page itself and the queries of its first run.
"""

import os
import statistics
import sys
import tempfile
from pathlib import Path

LIMIT = 50.0
RUNS = 15
VIEWS = (
    ("overview", {}),
    ("goal", {"maal": "C"}),
    ("indicator", {"indikator": "C2"}),
    ("indicator", {"indikator": "C3", "vis": "kvartaler"}),
    ("indicator", {"indikator": "C2", "vis": "kommuner"}),
    ("targets", {}),
    ("data_quality", {}),
    ("data_quality", {"vis": "indlaesninger"}),
    ("method", {"vis": "ordliste"}),
)
SCRIPT = """
import time
import streamlit as st
from pages import {page}
from store.release import current

before, start = current().asked, time.perf_counter()
{page}.page()
st.session_state["ms"] = (time.perf_counter() - start) * 1000
st.session_state["asked"] = current().asked - before
"""


def main() -> int:
    """Measure and print; 1 when a view is slower than `LIMIT` milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRYGHED_DATA"] = folder
        from streamlit.testing.v1 import AppTest

        from danish import dates
        from indicators import build
        from ingest.sample import load_official
        from store.settings import settings

        load_official(settings(), "måling", dates.today())
        build.publish(settings(), "måling")
        sys.path.insert(0, str(Path.cwd()))
        slow = 0
        print(f"{'view':<40} {'ms':>6} {'queries':>8}")
        for page, address in VIEWS:
            app = AppTest.from_string(SCRIPT.format(page=page), default_timeout=60)
            for name, value in address.items():
                app.query_params[name] = value
            app.run()
            asked = app.session_state["asked"]
            times = [app.run().session_state["ms"] for _ in range(RUNS)]
            middle = statistics.median(times)
            slow += middle > LIMIT
            label = page + "".join(f" {name}={value}" for name, value in address.items())
            print(f"{label:<40} {middle:>6.1f} {asked:>8}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
