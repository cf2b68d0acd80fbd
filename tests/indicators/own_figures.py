"""Surveys and registers put straight into a warehouse, for tests of what is computed from them."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from store import inputs, warehouse
from store.settings import Settings
from store.warehouse import LoadRecord, Origin, Warehouse

PERSON = {"area": "183", "sub_area": "", "sex": "", "age": "", "stratum": "", "cluster": ""}


def survey(
    settings: Settings,
    wave: str,
    answers: Mapping[str, Sequence[float]],
    *,
    code: str = "borger",
    scale: str = "tryg7",
    weights: Sequence[float] = (),
    invited: int | None = None,
    **people: Sequence[str],
) -> int:
    """Load a wave; `answers` by question, `people` by column; returns the number of the load."""
    size = len(next(iter(answers.values())))
    keys = {"survey": code, "wave": wave, "respondent": np.arange(size)}
    respondents = pd.DataFrame({**keys, "weight": weights or 1.0, **PERSON, **people})
    with warehouse.writing(settings, "Anne", "indlæser") as open_:
        load = _load(open_, "survey", code, [wave], size * (1 + len(answers)))
        _insert(open_, "respondent", respondents.assign(load=load))
        for question, given in answers.items():
            rows = pd.DataFrame({**keys, "answer": given, "missing": ""})
            _insert(open_, "answer", rows.assign(load=load, question=question, scale=scale))
        counts = {"survey": code, "wave": wave, "invited": invited, "answered": size}
        _insert(open_, "wave", pd.DataFrame([{"load": load, **counts, "partial": None}]))
    return load


def published(settings: Settings, rows: Sequence[Mapping[str, object]], code: str) -> int:
    """Load published shares or means."""
    blank = {"area": "183", "breakdown": "", "answers": None, "deviation": None, "note": ""}
    table = pd.DataFrame([{**blank, "survey": code, **row} for row in rows])
    table = table.astype({"answers": float, "deviation": float})
    with warehouse.writing(settings, "Anne", "indlæser") as open_:
        load = _load(open_, "survey-aggregated", code, sorted(set(table["wave"])), len(table))
        _insert(open_, "published_answer", table.assign(load=load))
    return load


def register(settings: Settings, code: str, rows: Sequence[tuple[object, ...]]) -> int:
    """Load a register; rows of period, breakdown, numerator, denominator."""
    columns = ["period", "breakdown", "numerator", "denominator"]
    return register_of_areas(settings, code, pd.DataFrame(rows, columns=columns).assign(area="183"))


def register_of_areas(settings: Settings, code: str, table: pd.DataFrame) -> int:
    """Load a register; columns `area`, `period`, `breakdown`, `numerator`, `denominator`."""
    table = table.astype({"numerator": float, "denominator": float})
    with warehouse.writing(settings, "Anne", "indlæser") as open_:
        load = _load(open_, "register", code, sorted(set(table["period"])), len(table))
        _insert(open_, "register_cell", table.assign(load=load, register=code))
    return load


def _load(open_: Warehouse, kind: str, source: str, periods: Sequence[str], cells: int) -> int:
    record = LoadRecord(
        kind=inputs.InputKind(kind).value,
        source=source,
        title=source,
        origin=Origin.MUNICIPAL,
        author="Anne",
        file="prøve.xlsx",
        sha256="0" * 64,
        cells=cells,
        first_period=periods[0],
        last_period=periods[-1],
        source_date=date(2026, 1, 1),
        licence="",
        extent=[],
    )
    load = open_.record(record)
    _insert(open_, "covers", pd.DataFrame({"load": load, "source": source, "period": periods}))
    return load


def _insert(open_: Warehouse, table: str, rows: pd.DataFrame) -> None:
    open_.connection.register("rows", rows)
    open_.connection.execute(f"insert into {table} by name select * from rows")
    open_.connection.unregister("rows")
