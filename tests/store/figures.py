"""Small figures for tests of the warehouse: a table PRØVE with areas and years."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from store.settings import Settings
from store.warehouse import LoadRecord, Origin, Warehouse, reading

Everything = dict[str, pd.DataFrame]
Figures = Mapping[tuple[str, str], float | None]


def put(
    open_: Warehouse,
    figures: Figures,
    *,
    table: str = "PRØVE",
    origin: Origin = Origin.OFFICIAL,
    request: Mapping[str, Any] | None = None,
) -> int:
    """Load figures by area and period and return the load's number."""
    open_.ensure_cells(table, ["area", "period"])
    periods = sorted(period for _, period in figures)
    number = open_.record(
        LoadRecord(
            kind="statbank",
            source=table,
            title="Prøvetabel",
            origin=origin,
            author="Anne",
            file="prøve.csv",
            sha256="0" * 64,
            cells=len(figures),
            first_period=periods[0],
            last_period=periods[-1],
            source_date=date(2026, 7, 16),
            licence="CC BY 4.0",
            extent=[],
            request=request or {},
        )
    )
    for (area, period), value in figures.items():
        open_.connection.execute(
            f'insert into statbank."{table.lower()}_cell" values (?, ?, ?, ?)',
            [number, area, period, value],
        )
    return number


def in_force(open_: Warehouse, table: str = "PRØVE") -> dict[tuple[str, ...], float | None]:
    """The figures in force by their codes."""
    return {codes: row["value"] for codes, row in rows_in_force(open_, table).items()}


def rows_in_force(open_: Warehouse, table: str = "PRØVE") -> dict[tuple[str, ...], dict[str, Any]]:
    """Value, load and origin of the figures in force by their codes."""
    cells = open_.table(table)
    if cells is None:
        return {}
    frame = open_.run(cells)
    codes = [name for name in frame.columns if name not in ("value", "load", "origin")]
    assert not frame.duplicated(codes).any(), "a cell has two figures in force"
    frame["value"] = frame["value"].astype(object).where(frame["value"].notna(), None)
    return {
        tuple(row[name] for name in codes): {
            name: row[name] for name in ("value", "load", "origin")
        }
        for row in frame.to_dict("records")
    }


def everything(settings: Settings) -> Everything:
    """All that a warehouse holds, to compare before and after."""
    with reading(settings) as open_:
        names = open_.connection.execute(
            "select schema_name, table_name from duckdb_tables() order by all"
        ).fetchall()
        return {
            name: open_.connection.execute(f'from "{schema}"."{name}" order by all').df()
            for schema, name in names
        }


def same(one: Everything, other: Everything) -> bool:
    return one.keys() == other.keys() and all(one[name].equals(other[name]) for name in one)
