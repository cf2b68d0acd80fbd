"""How long *Modeller* takes with a large workbook: `python -m benchmarks.models [--runs 9]`.

Ten models, forty functions, twenty criteria and thirty assessors, published into a temporary
folder. Each view is run as Streamlit would, all ten models chosen:

- first   the first time a release is asked, nothing known
- warm    again with the same choices
- moved   with a weight that was not seen before (the weighing only)

Every number is milliseconds of the page itself; `cpu` is what the last of them took of one
processor, which tells a busy machine from a slow page. Exit code 1 when one is over `LIMIT`;
`moved` of the step with the rank shares draws 3 × 20,000 weightings and may take `SHARES_LIMIT`.
"""

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

LIMIT, SHARES_LIMIT = 300.0, 3_000.0
MODELS, FUNCTIONS, CRITERIA, ASSESSORS, UNITS = 10, 40, 20, 30, 6
SEED = 1
SCRIPT = """
import time
import streamlit as st
from pages import models
from ui import address

address.listen()
start, used = time.perf_counter(), time.thread_time()
models.page()
st.session_state["cpu"] = (time.thread_time() - used) * 1000
st.session_state["ms"] = (time.perf_counter() - start) * 1000
"""


def rows() -> dict[str, list[dict[str, Any]]]:
    """A workbook of this size, with something in every sheet that the page shows."""
    rng = np.random.default_rng(SEED)
    ids = [f"M{at}" for at in range(MODELS)]
    units = [f"E{at}" for at in range(UNITS)]
    functions = [f"F{at:02}" for at in range(FUNCTIONS)]
    criteria = [f"K{at:02}" for at in range(CRITERIA)]
    home = {one: units[at % UNITS] for at, one in enumerate(functions)}
    placed = {
        (model, one): home[one] if at == 0 or rng.random() < 0.5 else units[at % UNITS]
        for at, model in enumerate(ids)
        for one in functions
    }
    return {
        "models": [
            {"model_id": one, "name": f"Model {at}", "is_baseline": at == 0, "status": "idea",
             "centre_id": units[at % UNITS], "needs_bylaw_change": "yes"}
            for at, one in enumerate(ids)
        ],
        "units": [{"unit_id": one, "name": f"Enhed {one}", "type": "centre"} for one in units],
        "functions": [
            {"function_id": one, "name": f"Funktion {at}", "target_group": f"Gruppe {at % 5}",
             "in_scope": True}
            for at, one in enumerate(functions)
        ],
        "assignments": [
            {"model_id": model, "function_id": one, "from_unit": home[one], "to_unit": unit,
             "moves": unit != home[one], "fte": 4.0, "salary": 200_000_000,
             "operations": 10_000_000}
            for (model, one), unit in placed.items()
        ],
        "raci": [
            {"model_id": model, "function_id": one, "unit_id": unit, "role": role}
            for (model, one), unit in placed.items()
            for role in "AR"
        ],
        "economy": [
            {"model_id": model, "year": year, "item": "IT", "amount": 10_000_000 * at,
             "low": 0, "high": 20_000_000 * at, "one_off": year == 2027}
            for at, model in enumerate(ids)
            for year in range(2027, 2032)
        ],
        "consequences": [
            {"model_id": model, "group": "young", "direction": way, "size": 2, "certainty": 2,
             "text": f"Følge {number} {way} for {model}."}
            for model in ids
            for way in "+-"
            for number in range(4)
        ],
        "risks": [
            {"risk_id": f"R{model}{number}", "model_id": model, "text": f"Risiko {number}.",
             "probability": 3, "consequence": 2}
            for model in ids
            for number in range(4)
        ],
        "criteria": [
            {"criterion_id": one, "name": f"Kriterium {at}", "worst_1": "Dårligst.",
             "best_5": "Bedst.", "gate": False}
            for at, one in enumerate(criteria)
        ],
        "swing": [
            {"politician_id": f"P{at}", "party": f"Parti {at % 5}", "criterion_id": one,
             "points": int(rng.integers(10, 101))}
            for at in range(10)
            for one in criteria
        ],
        "scores": [
            {"assessor_id": f"B{at:02}", "origin_centre": units[at % UNITS], "model_id": model,
             "criterion_id": one, "score": int(rng.integers(1, 6)), "conflict": False}
            for at in range(ASSESSORS)
            for model in ids
            for one in criteria
        ],
    }  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 when a limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args(arguments).runs
    sys.path.insert(0, str(Path.cwd()))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRYGHED_DATA"] = folder
        from streamlit.testing.v1 import AppTest

        from reports import models_views
        from store import release
        from store.settings import settings
        from tests import organisation_rows

        organisation_rows.published(settings(), rows())
        chosen = ",".join(f"M{at}" for at in range(MODELS))
        views = [
            *({"vis": view} for view in ("flytter", "stroemme")),
            *({"del": part} for part in models_views.PARTS),
            *({"vis": "afvejning", "trin": step} for step in models_views.STEPS),
        ]
        slow = 0
        print(f"{'view':<28} {'first':>7} {'warm':>7} {'moved':>7} {'cpu':>6}")
        for address in views:
            release.reader.cache_clear()
            app = AppTest.from_string(SCRIPT, default_timeout=120)
            for name, value in {**address, "modeller": chosen}.items():
                app.query_params[name] = value
            app.run()
            assert not app.exception, app.exception
            first = app.session_state["ms"]
            warm = statistics.median(app.run().session_state["ms"] for _ in range(runs))
            moved = 0.0
            if "trin" in address:
                times = []
                for points in range(1, runs + 1):
                    app.query_params["v-K00"] = str(points)
                    times.append(app.run().session_state["ms"])
                moved = statistics.median(times)
            limit = SHARES_LIMIT if address.get("trin") == "sikkert" else LIMIT
            slow += warm > LIMIT or moved > limit
            label = " ".join(address.values())
            told = f"{label:<28} {first:>7.0f} {warm:>7.0f} {moved or float('nan'):>7.0f}"
            print(f"{told} {app.session_state['cpu']:>6.0f}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
