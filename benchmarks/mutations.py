"""Change bytes of good spreadsheets at random and see that each is read or refused, never a fault.

    python -m benchmarks.mutations [--files 5000] [--seed 1]

Half of the changes to a zip file are made inside one of its parts. Every file is read as an upload
is, its table is looked for, and the memory of the process that asks is watched.
"""

import argparse
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from ingest import frame
from ingest.problem import RejectedError
from tests.ingest import spreadsheets
from tests.ingest.awkward import ods, text, xls, xlsx

TABLE = [
    ["Tryghed i Ishøj 2025", None, None, None],
    [None, "2024", None, "2025"],
    ["Bydel", "Andel", "Antal svar", "Andel"],
    *[[f"Bydel {number}", number / 7, 100 + number, "75 %"] for number in range(40)],
    ["I alt", 0.75, 5000, "75 %"],
    ["Kilde: Ishøj Kommune", None, None, None],
]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    good = [
        xlsx({"Svar": TABLE, "Mere": TABLE}, merged=["B2:C2"], hidden=["Mere"]),
        xls(TABLE),
        ods(TABLE),
        text(TABLE),
        text(TABLE, separator=",", encoding="utf-16"),
        spreadsheets.raw_xlsx(),
    ]
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder, spreadsheets.quickly():
        for content in good:
            _outcome(Path(folder), content)
        before = _peak()
        for number, content in enumerate(spreadsheets.mutations(good, chosen.files, chosen.seed)):
            begun = time.perf_counter()
            outcome = _outcome(Path(folder), content)
            slowest = max(slowest, time.perf_counter() - begun)
            outcomes[outcome] += 1
            if outcome == "fault":
                print(f"file {number} is not read and not refused as it should be")
    for outcome, count in sorted(outcomes.items()):
        print(f"{outcome:<10}{count:>6}")
    print(f"slowest {slowest:.2f} s, memory grew by {(_peak() - before) / 1024:.0f} MB")
    return 1 if outcomes["fault"] else 0


def _outcome(folder: Path, content: bytes) -> str:
    try:
        for sheet in spreadsheets.read(folder, content).sheets:
            frame.find(sheet)
    except RejectedError as error:
        whole = all(one.place and one.remedy for one in error.problems)
        return "refused" if whole else "fault"
    except Exception:
        traceback.print_exc()
        return "fault"
    return "read"


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    sys.exit(main())
