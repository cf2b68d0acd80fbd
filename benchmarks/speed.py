"""How long the steps take with tables of full size, next to bare DuckDB.

    python -m benchmarks.speed [--runs 5]

Makes STRAF11 (106 areas × 91 offences × 78 quarters = 752,388 cells), STRAF22, FOLK1A, the same by
age (105 areas × 26 ages × 76 quarters = 207,480 cells) and STRAF44 (171,720 cells) in StatBank's
BULK layout, with random figures whose sums hold, and measures in this one process:

- read     bare DuckDB: `read_csv` with types into a table on disk, closed
- load     our whole load of the same file into a new warehouse: recognise, read, check, restore
           zeros, note revisions, write down, commit, close; at most `MOST` times as long, also
           where our load writes zeros that the file leaves out
- reload   the same table once more with 100 figures changed
- rules    the sum rules of a publish
- build    all values of all indicators, all areas and periods; at most `LONGEST_BUILD` seconds

Exit code 1 when a limit is not kept.
"""

import argparse
import csv
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from danish import periods
from indicators import build, sum_rules
from indicators.counts import GUILTY
from ingest import checks, incoming, loading
from ingest.problem import RejectedError
from store import warehouse
from store.settings import CONFIG, Settings, municipality
from store.sources import areas, code_list, source

TODAY = date(2026, 11, 23)
MOST = 3.0
LONGEST_BUILD = 3.0
CHANGED = 100
SEED = 1

Codes = dict[str, list[str]]


# --- figures --------------------------------------------------------------------------------------


def straf11(*, zeros: bool) -> tuple[Codes, np.ndarray]:
    """Reported offences by area, offence and quarter; about a third are zeros, or none is."""
    codes = {"area": _areas(), "offence": _offences(), "period": _following("2007K1", 78)}
    return codes, _summed(codes, _random(codes, at_least=0 if zeros else 1))


def straf22() -> tuple[Codes, np.ndarray]:
    """Reports and charges by area, offence, stage and year."""
    codes = {
        "area": _areas(),
        "offence": _offences(),
        "stage": list(code_list("stage")),
        "period": _following("2007", 19),
    }
    figures = _random(codes, at_least=0)
    reports, charges = (codes["stage"].index(stage) for stage in ("ANM", "SIG"))
    figures[:, :, charges] = np.random.default_rng(SEED).binomial(figures[:, :, reports], 0.3)
    return codes, _summed(codes, figures)


def folk1a() -> tuple[Codes, np.ndarray]:
    """Population by area and quarter."""
    codes = {
        "area": [code for code in _areas() if code != "998"],
        "sex": ["TOT"],
        "age": ["IALT"],
        "marital": ["TOT"],
        "period": _following("2008K1", 76),
    }
    return codes, _summed(codes, 20_000 + _random(codes, at_least=0))


def by_age() -> tuple[Codes, np.ndarray]:
    """Population by area, age and quarter."""
    codes = folk1a()[0] | {"age": [str(age) for age in range(26)]}
    return codes, _summed(codes, 200 + _random(codes, at_least=0))


def straf44() -> tuple[Codes, np.ndarray]:
    """Decisions by area, kind, age and year."""
    codes = {
        "area": _areas(),
        "offence": ["1"],
        "decision": list(GUILTY),
        "age": [str(age) for age in range(15, 25)],
        "sex": ["TOT"],
        "period": _following("2007", 18),
    }
    return codes, _random(codes, at_least=0)


def _random(codes: Codes, at_least: int) -> np.ndarray:
    """Counts whose mean differs from area to area and from offence to offence."""
    chance = np.random.default_rng(SEED)
    shape = [len(values) for values in codes.values()]
    mean = chance.lognormal(0.3, 1.5, (*shape[:2], *(1 for _ in shape[2:])))
    return at_least + chance.poisson(mean, shape)


def _summed(codes: Codes, figures: np.ndarray) -> np.ndarray:
    """Totals as the sums of their parts: offences, then areas."""
    if "offence" in codes:
        parents = _offence_parents()
        for parent in ("11", "12", "13", "14", "1", "3", "TOT"):
            parts = [i for i, code in enumerate(codes["offence"]) if parents[code] == parent]
            figures[:, codes["offence"].index(parent)] = figures[:, parts].sum(axis=1)
    regions = [area.code for area in areas() if area.type == "region"]
    for region in regions:
        own = [codes["area"].index(area.code) for area in areas() if area.parent == region]
        figures[codes["area"].index(region)] = figures[own].sum(axis=0)
    parts = [codes["area"].index(code) for code in (*regions, "998") if code in codes["area"]]
    figures[codes["area"].index("000")] = figures[parts].sum(axis=0)
    return figures


def _areas() -> list[str]:
    return [area.code for area in areas()]


def _offences() -> list[str]:
    return list(code_list("offence"))


def _offence_parents() -> dict[str, str]:
    with (CONFIG / "codes" / "offence.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["parent"] for row in csv.DictReader(file, delimiter=";")}


def _following(first: str, count: int) -> list[str]:
    codes = [first]
    while len(codes) < count:
        codes.append(periods.following(codes[-1]))
    return codes


def write_bulk(path: Path, table: str, codes: Codes, figures: np.ndarray) -> Path:
    """Write figures in StatBank's BULK layout: zeros left out."""
    grid = np.indices(figures.shape).reshape(figures.ndim, -1)
    theirs = {ours: variable for variable, ours in source(table).columns.items()}
    rows = pd.DataFrame(
        {
            theirs[column]: np.array(values, dtype=object)[places]
            for (column, values), places in zip(codes.items(), grid, strict=True)
        }
        | {"INDHOLD": figures.ravel()}
    )
    rows[rows["INDHOLD"] != 0].to_csv(path, sep=";", index=False, lineterminator="\r\n")
    return path


# --- what is measured -----------------------------------------------------------------------------


def read_bare(path: Path, table: str, folder: Path) -> None:
    """The least that any load must do: text into typed columns on disk."""
    variables = ", ".join(f"'{variable}': 'VARCHAR'" for variable in source(table).columns)
    with duckdb.connect(folder / "bare.duckdb") as connection:
        connection.execute(
            "create table cell as from read_csv($path, auto_detect=false, delim=';', header=true,"
            f" columns={{{variables}, 'INDHOLD': 'INTEGER'}})",
            {"path": str(path)},
        )


def load(path: Path, table: str, codes: Codes, settings: Settings) -> loading.Loaded:
    """Our whole load."""
    extents = [{column: tuple(values) for column, values in codes.items()}]
    with warehouse.writing(settings, "speed", "måler") as open_:
        wanted = incoming.recognise(path, table)
        rows = incoming.read(open_.connection, path, wanted)
        if problems := checks.check(rows, extents, TODAY):
            raise RejectedError(problems)
        provenance = loading.Provenance("speed", path.name, incoming.sha256_of(path), TODAY)
        return loading.load(open_, rows, extents, provenance)


def timed(action: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    """How many seconds something takes, and its result."""
    start = time.perf_counter()
    result = action(*arguments)
    return time.perf_counter() - start, result


def compare_loads(folder: Path, runs: int, *, zeros: bool) -> list[tuple[str, float, float]]:
    """Rows of the table: what, seconds, times the bare read."""
    codes, figures = straf11(zeros=zeros)
    path = write_bulk(folder / "straf11.csv", "STRAF11", codes, figures)
    changed = write_bulk(folder / "changed.csv", "STRAF11", codes, _changed(figures))
    bare, first, again = [], [], []
    for _ in range(runs):
        with tempfile.TemporaryDirectory(dir=folder) as one:
            settings = _settings(Path(one))
            bare.append(timed(read_bare, path, "STRAF11", Path(one))[0])
            first.append(timed(load, path, "STRAF11", codes, settings)[0])
            took, loaded = timed(load, changed, "STRAF11", codes, settings)
            again.append(took)
            assert (loaded.cells, loaded.revisions) == (figures.size, CHANGED), loaded
    share = f"STRAF11, {np.mean(figures == 0):.0%} zeros"
    base = median(bare)
    return [
        (f"{share}: read", base, 1.0),
        (f"{share}: load", median(first), median(first) / base),
        (f"{share}: reload", median(again), median(again) / base),
    ]


def _changed(figures: np.ndarray) -> np.ndarray:
    figures = figures.copy()
    places = np.random.default_rng(SEED).choice(figures.size, CHANGED, replace=False)
    figures.ravel()[places] += 1
    return figures


def compare_build(folder: Path, runs: int) -> list[tuple[str, float, float]]:
    """Rows of the table for what a publish computes."""
    settings = _settings(folder / "all")
    tables = {
        "STRAF11": straf11(zeros=True),
        "STRAF22": straf22(),
        "FOLK1A": folk1a(),
        "FOLK1A_ALDER": by_age(),
        "STRAF44": straf44(),
    }
    for table, (codes, figures) in tables.items():
        path = write_bulk(folder / f"{table.lower()}.csv", table, codes, figures)
        load(path, table, codes, settings)
    with warehouse.reading(settings) as open_:
        results = sum_rules.check(open_)
        assert not any(result.stops for result in results)
        rules = [timed(sum_rules.check, open_)[0] for _ in range(runs)]
        built, tables = zip(
            *[timed(build.build, open_, municipality()) for _ in range(runs)], strict=True
        )
    values = len(tables[0]["indicator_value"])
    return [
        ("all tables: rules", median(rules), float("nan")),
        (f"{values:,} values: build", median(built), float("nan")),
    ]


def _settings(folder: Path) -> Settings:
    return Settings(folder, folder / "warehouse.duckdb")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args(arguments).runs
    with tempfile.TemporaryDirectory(prefix="speed-") as temporary:
        folder = Path(temporary)
        rows = compare_loads(folder, runs, zeros=True)
        rows += compare_loads(folder, runs, zeros=False)
        rows += compare_build(folder, runs)
    print(f"{'median of ' + str(runs):<36}{'seconds':>9}{'× read':>8}")
    for what, took, ratio in rows:
        print(f"{what:<36}{took:>9.2f}" + (f"{ratio:>8.1f}" if ratio == ratio else ""))
    late = [what for what, _, ratio in rows if what.endswith(": load") and ratio > MOST]
    late += [what for what, took, _ in rows if what.endswith(": build") and took > LONGEST_BUILD]
    for what in late:
        print(f"Too slow: {what}")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
