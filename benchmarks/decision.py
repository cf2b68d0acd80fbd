"""How long it takes to weigh models when a slider on the page has been moved.

    python -m benchmarks.decision [--runs 5]

Ten models, twenty criteria and thirty assessors, with and without empty cells:

- totals       the weighted sum, and who is first
- views        the same for each assessor and each centre
- sensitivity  critical weights, what one would have to believe, tornado, disagreement
- shares       each version of the rank shares, 20,000 draws; at most `LONGEST` seconds each

Exit code 1 when the limit is not kept.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median

import numpy as np

from danish import numbers
from scenarios import decision, sensitivity
from scenarios.panel import Panel
from scenarios.rank_shares import DRAWS, Version, rank_shares

MODELS, CRITERIA, ASSESSORS = 10, 20, 30
EMPTY = 0.1
SEED = 1
LONGEST = 1.0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args(arguments).runs
    weights = np.random.default_rng(SEED).integers(10, 101, CRITERIA).astype(float)
    slow = []
    for kind, empty in (("alle felter", 0.0), ("tomme felter", EMPTY)):
        scores = panel(empty)
        work: dict[str, Callable[[], object]] = {
            "totals": lambda scores=scores: decision.standing(decision.totals(scores, weights)),
            "views": lambda scores=scores: (
                decision.by_assessor(scores, weights),
                decision.by_centre(scores, weights),
            ),
            "sensitivity": lambda scores=scores: (
                sensitivity.critical_weights(scores, weights),
                sensitivity.beliefs(scores, weights),
                sensitivity.tornado(scores, weights),
                sensitivity.disagreement(scores),
            ),
        }
        for version in Version:
            work[f"shares {version}"] = lambda scores=scores, version=version: rank_shares(
                scores, weights, version, DRAWS
            )
        for name, act in work.items():
            seconds = median(timed(act) for _ in range(runs))
            print(f"{kind:13} {name:18} {numbers.number(seconds * 1000):>6} ms")
            if name.startswith("shares") and seconds > LONGEST:
                slow.append(f"{kind}, {name}: {numbers.number(seconds, 2)} s")
    print("\n".join(slow) or "Alle krav er holdt.")
    return 1 if slow else 0


def panel(empty: float) -> Panel:
    """Random scores, a share of them empty; every cell is scored by somebody."""
    rng = np.random.default_rng(SEED)
    shape = ASSESSORS, MODELS, CRITERIA
    scores = rng.integers(1, 6, shape).astype(float)
    scores[1:][rng.random((ASSESSORS - 1, MODELS, CRITERIA)) < empty] = np.nan
    return Panel(
        tuple(f"M{number}" for number in range(MODELS)),
        tuple(f"C{number:02}" for number in range(1, CRITERIA + 1)),
        tuple(f"A{number:02}" for number in range(1, ASSESSORS + 1)),
        tuple(f"center {number % 4}" for number in range(ASSESSORS)),
        scores,
        np.zeros(shape, dtype=bool),
    )


def timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
