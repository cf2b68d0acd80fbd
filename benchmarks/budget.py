"""How long a budget of a million lines takes from file to load.

    python -m benchmarks.budget

Makes two csv files of 1,000,000 lines with the columns of an ERP extract, texts of accounts too:
one amount a line, and five versions side by side, which are 5,000,000 amounts. Each is loaded from
the command line's way in (examined, read, checked, written to a warehouse on disk) in a process of
its own, beside DuckDB's bare `read_csv` of the same file into a table.

- ratio   the load of a million amounts takes at most `RATIO` times as long as the bare reading, the
          best of three; that of five million is only told
- memory  the loading process takes at most `MEMORY` MB

Exit code 1 when a limit is not kept.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

RATIO, MEMORY = 4.0, 1000
LINES, SEED, TIMES = 1_000_000, 1, 3
TODAY = date(2026, 11, 23)
SAID = {"sign": "minus", "unit": "kr", "prices": "løbende", "as_of": "2026-09-30"}


def main() -> int:
    kept = True
    with tempfile.TemporaryDirectory() as folder:
        for name, versions in (("one", ("Beløb",)), ("five", VERSIONS)):
            path = Path(folder) / f"{name}.csv"
            extract(versions).to_csv(path, sep=";", index=False)
            bare, loaded, memory = np.min([times(path) for _ in range(TIMES)], axis=0)
            kept &= memory <= MEMORY and (name == "five" or loaded <= RATIO * bare)
            print(
                f"{name:>5}: {path.stat().st_size / 1e6:.0f} MB, bare {bare:.2f} s, load"
                f" {loaded:.2f} s = {loaded / bare:.1f} times (at most {RATIO:.0f}), memory"
                f" {memory:.0f} MB (at most {MEMORY})"
            )
    return 0 if kept else 1


VERSIONS = (
    "Oprindeligt budget", "Korrigeret budget", "Forbrug", "Forventet regnskab", "Regnskab",
)  # fmt: skip


def extract(versions: tuple[str, ...]) -> pd.DataFrame:
    """Lines of 400 cost centres; each has a text, an account and amounts in Danish."""
    random = np.random.default_rng(SEED)
    functions = [f"{a}.{b}.{c}" for a in (0, 3, 5, 6) for b in (25, 28, 38) for c in range(10, 30)]
    columns = {
        "Center": random.choice(["Center for Børn og Forebyggelse", "CKF", "CDU"], LINES),
        "Omkostningssted": random.integers(4000, 4400, LINES),
        "Funktion": random.choice(functions, LINES),
        "Dranst": random.choice(["1", "1", "1", "3"], LINES),
        "Gruppering": random.choice(["001", "002", "005", "092"], LINES),
        "Art": random.choice(["1.0", "2.9", "4.0", "4.9", "5.1"], LINES),
        "Tekst": [f"Bilag {row} med en kontotekst af rimelig længde" for row in range(LINES)],
        "År": "2026",
    }
    for name in versions:
        amounts = random.integers(-500_000, 5_000_000, LINES)
        columns[name] = [f"{øre / 100:.2f}".replace(".", ",") for øre in amounts]
    return pd.DataFrame(columns)


def times(path: Path) -> tuple[float, float, float]:
    """Seconds of the bare reading and of the load, and MB of the loading process."""
    begun = time.perf_counter()
    with duckdb.connect() as connection:
        connection.execute("create table bare as from read_csv($path)", {"path": str(path)})
    bare = time.perf_counter() - begun
    command = [sys.executable, "-m", "benchmarks.budget", "load", str(path)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, memory = map(float, answer.stdout.split())
    return bare, seconds, memory


def load(path: Path) -> None:
    """Load a file into a new warehouse, and print the seconds and MB it took."""
    from ingest.economy import budget, budget_suggestion
    from ingest.economy.budget_reading import Reading
    from store.settings import Settings

    folder = Path(tempfile.mkdtemp())
    places = Settings(folder, folder / "warehouse.duckdb")
    begun = time.perf_counter()
    examined = budget.examine(path, path.name)
    (table,) = examined.tables
    found = budget_suggestion.suggest(table).reading
    said = {**found.constants, **SAID}
    if "Beløb" in table.columns:
        said["version"] = "regnskab"
    reading = Reading("benchmark", found.columns, said)
    checked = budget.check(examined, table, reading, TODAY, path=path)
    budget.load(places, checked, "benchmark", "benchmark")
    seconds = time.perf_counter() - begun
    # Not `getrusage`: that begins with what the process that started this one held.
    status = Path("/proc/self/status").read_text("utf-8")
    memory = int(status.split("VmHWM:")[1].split()[0]) / 1024
    assert checked.lines is not None
    assert checked.lines.table.num_rows == LINES * len(reading.of("amount"))
    shutil.rmtree(folder)
    print(seconds, memory)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        load(Path(sys.argv[2]))
    else:
        raise SystemExit(main())
