"""Records as they come from a file, written down by hand, and loading them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from ingest import registers, surveys
from ingest.frame import Frame, Table
from ingest.loading import Provenance
from ingest.mapped import MISSING, PEOPLE
from ingest.records import Records
from store.inputs import InputKind
from store.settings import Settings
from store.warehouse import Origin, reading, writing

SHEET = "Svar"


def table(columns: Sequence[str], height: int) -> Table:
    """A table with its header in row 1 of a sheet and its first column in A."""
    rows = pd.DataFrame({name: ["x"] * height for name in columns}, index=range(1, height + 1))
    frame = Frame(0, 0, 1, height, 0, len(columns) - 1)
    return Table(SHEET, frame, (), (), tuple(columns), tuple(range(len(columns))), rows, ())


def answers(
    question: str = "tryg_dag",
    given: Sequence[float | None] = (7, 6, 5),
    *,
    survey: str = "borger",
    scale: str = "tryg7",
    counts: Mapping[str, int] | None = None,
    missing: Sequence[str] | None = None,
    **people: Sequence[Any],
) -> Records:
    """A survey with one question: column A is the wave, B the weight, C to E groups, F answers."""
    usual: dict[str, Any] = {"wave": "2025", "area": "183", "weight": 1.0, "sex": "K"}
    columns = {"wave": "År", "weight": "Vægt", "sub_area": "Bydel", "sex": "Køn", "age": "Alder"}
    n = len(given)
    rows = pd.DataFrame(
        {
            **{name: people.get(name, [usual.get(name, "")] * n) for name in PEOPLE},
            question: [float("nan") if answer is None else float(answer) for answer in given],
            f"{question}{MISSING}": missing or [""] * n,
            "row": range(1, n + 1),
            "column": -1,
        }
    )
    found = table([*columns.values(), question], n)
    named = {**columns, question: question}
    return Records(InputKind.SURVEY, survey, rows, found, {question: scale}, counts or {}, named)


def published(*rows: Mapping[str, Any], survey: str = "borger") -> Records:
    """Published figures: column A is the wave, B the value, C the number of answers."""
    usual = {
        **{"wave": "2025", "area": "183", "breakdown": "", "question": "tryg_dag"},
        **{"scale": "tryg7", "value": 0.8, "answers": 500.0, "deviation": float("nan")},
        **{"note": "", "column": 1},
    }
    whole = pd.DataFrame([{**usual, **row, "row": place} for place, row in enumerate(rows, 1)])
    columns = {"wave": "År", "value": "Andel", "answers": "Antal svar", "deviation": "Spredning"}
    found = table([*columns.values()], len(rows))
    return Records(InputKind.SURVEY_AGGREGATED, survey, whole, found, {}, {}, columns)


def counts(*rows: Mapping[str, Any], register: str = "forløb") -> Records:
    """Counts of persons: column A is the period, B the numerator, C the denominator."""
    usual = {
        **{"area": "183", "period": "2025", "breakdown": ""},
        **{"numerator": 6.0, "denominator": 10.0, "column": 1},
    }
    whole = pd.DataFrame([{**usual, **row, "row": place} for place, row in enumerate(rows, 1)])
    columns = {"period": "År", "numerator": "Gennemførte", "denominator": "Afsluttede"}
    found = table([*columns.values()], len(rows))
    return Records(InputKind.REGISTER, register, whole, found, {}, {}, columns)


def load(settings: Settings, records: Records, origin: Origin = Origin.MUNICIPAL) -> int:
    """Load records as Anne does, and return the load's number."""
    given = Provenance("Anne", "fil.xlsx", "0" * 64, date(2026, 7, 16), origin, "", {}, "Prøve.")
    with writing(settings, "Anne", "indlæser") as open_:
        put = registers.put if records.kind is InputKind.REGISTER else surveys.put
        return put(open_, records, given)


def in_force(settings: Settings, name: str, *columns: str) -> list[tuple[Any, ...]]:
    """Columns of the rows in force of a table, in order."""
    with reading(settings) as open_:
        found = open_.in_force(name)
        assert found is not None
        rows = open_.run(found)[list(columns)]
    rows = rows.astype(object).where(rows.notna(), None)
    return sorted(rows.itertuples(index=False, name=None), key=str)
