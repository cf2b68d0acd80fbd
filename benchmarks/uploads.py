"""How long a large survey takes from file to preview, and a million answers to values.

    python -m benchmarks.uploads

Makes a survey of 100,000 respondents × 30 columns as xlsx and csv with the columns, codes and
faults of a real one, and a warehouse with 1,000,000 respondents in 98 municipalities:

- problems  read in the child process, find the table, take out personal columns, couple, check:
            at most `PROBLEMS` seconds
- preview   load, compute what it changes, undo: with the above at most `PREVIEW` seconds
- child     the largest memory of the reading process: at most `CHILD` MB
- values    one weighted share with limits for every municipality, sex and age: at most `VALUES`
            seconds

Exit code 1 when a limit is not kept.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from openpyxl import Workbook

from indicators import answers, compute
from indicators.registry import INDICATORS
from ingest import mapping, preview, upload
from store import warehouse
from store.settings import Settings, municipality
from store.sources import areas
from store.warehouse import LoadRecord, Origin

TODAY = date(2026, 11, 23)
PROBLEMS, PREVIEW, CHILD, VALUES = 10.0, 20.0, 1000, 3.0
ROWS, MILLION, SEED = 100_000, 1_000_000, 1

kept = True


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        table = survey()
        table.to_csv(place / "svar.csv", sep=";", index=False)
        write(table, place / "svar.xlsx")
        for name in ("svar.csv", "svar.xlsx"):
            from_file(place / name, Settings(place / f"{name}-var", place / f"{name}.duckdb"))
        limit("child", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, CHILD, "MB")
        of_a_million(Settings(place / "var", place / "million.duckdb"))
    return 0 if kept else 1


def survey() -> pd.DataFrame:
    """100,000 respondents with weights, ages, comments and questions that nobody asks for."""
    random = np.random.default_rng(SEED)
    weights = random.uniform(0.3, 3, ROWS)
    columns = {
        "Nr.": np.arange(ROWS),
        "Køn": random.choice(["Kvinde", "Mand"], ROWS),
        "Alder": random.integers(15, 95, ROWS),
        "Bydel": random.choice(["Vejleåparken", "Bymidten", "Tranegilde"], ROWS),
        "Vægt": [f"{weight:.3f}".replace(".", ",") for weight in weights / weights.mean()],
        "tryg_dag": random.choice([1, 2, 3, 4, 5, 6, 7, 98], ROWS),
        "tryg_aften": random.integers(1, 8, ROWS),
        "tillid_politi": random.integers(1, 6, ROWS),
        "udsat": random.integers(0, 2, ROWS),
        "Kommentar": [f"Her står en længere kommentar med nummer {row}" for row in range(ROWS)],
    }
    columns |= {f"q{number}": random.integers(1, 8, ROWS) for number in range(20)}
    return pd.DataFrame(columns)


def write(table: pd.DataFrame, path: Path) -> None:
    """The same as a workbook."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Svar")
    sheet.append([*table])
    for row in table.astype(object).itertuples(index=False):
        sheet.append(list(row))
    book.save(path)


def from_file(path: Path, places: Settings) -> None:
    """From drop to problems, and on to the preview."""
    begun = time.perf_counter()
    found = upload.examine([(path.name, path)])
    (table, *_) = found.tables
    guessed = mapping.guess_kind(table)
    assert guessed is not None
    suggested = mapping.suggest(table, *guessed).mapping
    chosen = replace(suggested, constants={**suggested.constants, "wave": "2025"})
    checked = upload.check(found, table, chosen, TODAY)
    assert not checked.errors, checked.problems
    limit(f"problems, {path.suffix}", time.perf_counter() - begun, PROBLEMS)
    preview.preview(
        places, "benchmark", lambda open_: upload.put(open_, checked, "benchmark"), ["borger"]
    )
    limit(f"preview, {path.suffix}", time.perf_counter() - begun, PREVIEW)


def of_a_million(places: Settings) -> None:
    """A share for a million respondents in 98 municipalities."""
    random = np.random.default_rng(SEED)
    codes = [area.code for area in areas() if area.type == "municipality"]
    keys = {"survey": "borger", "wave": "2025", "respondent": np.arange(MILLION)}
    people = {
        "area": random.choice(codes, MILLION),
        "sub_area": "",
        "sex": random.choice(["K", "M"], MILLION),
        "age": random.choice(["15-29", "30-44", "45-64", "65+"], MILLION),
        "weight": random.uniform(0.5, 2, MILLION),
        "stratum": "",
        "cluster": "",
    }
    given = {"question": "tryg_dag", "scale": "tryg7", "missing": ""}
    given["answer"] = random.integers(1, 8, MILLION).astype(float)
    with warehouse.writing(places, "benchmark", "måler") as open_:
        record = LoadRecord(
            "survey", "borger", "Borgerundersøgelse", Origin.EXAMPLE, "benchmark", "million",
            "0" * 64, 2 * MILLION, "2025", "2025", TODAY, "", [],
        )  # fmt: skip
        load = open_.record(record)
        for name, columns in (("respondent", people), ("answer", given)):
            open_.connection.register("rows", pd.DataFrame({"load": load, **keys, **columns}))
            open_.connection.execute(f"insert into {name} by name select * from rows")
        open_.connection.execute(
            "insert into covers values ($load, 'borger', '2025')", {"load": load}
        )
    parts = compute.parts([INDICATORS["A1"]])
    with warehouse.reading(places) as open_, timed("values", VALUES):
        found = list(answers.values(open_, parts, municipality()))
    assert len(found) == 7


@contextmanager
def timed(name: str, most: float) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    limit(name, time.perf_counter() - begun, most)


def limit(name: str, measured: float, most: float, unit: str = "s") -> None:
    """Print what was measured and remember whether it was within its limit."""
    global kept
    held = measured <= most
    kept = kept and held
    print(f"{name:<18} {measured:8.2f} {unit}, limit {most:g} {unit}{'' if held else '  TOO MUCH'}")


if __name__ == "__main__":
    sys.exit(main())
