"""The organisation, its models and their judgements: the tables that hold the workbook's sheets.

A load *covers* the sheets that it has rows of; of the loads that cover a sheet the newest one in
force holds it, whole. What the municipality itself loads comes before the public facts that are
shipped, whichever is newer, so the two have a source each (`SOURCE`, `PUBLIC`). Examples are loads
of `SOURCE` and give way to it as everywhere (`store.examples`).

Every row has its own origin: a workbook that was taken out, changed and loaded again still tells
its invented rows from the others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb
import pandas as pd

from store.organisation_sheets import SHEETS, Sheet

KIND = "organisation"
"""The kind of such a load in the ledger."""
SOURCE, PUBLIC = "organisation", "organisation-offentlig"
TITLES: Mapping[str, str] = {
    SOURCE: "Organisation og modeller",
    PUBLIC: "Organisation: offentlige kilder",
}

EVENT = "organisation:"
"""How the ids of events begin that are the start of a model, not stated by a person."""

_MASKED: Mapping[str, tuple[str, ...]] = {
    "staff": ("is_summed boolean",),
    "assignments": ("pay_is_hidden boolean",),
}
"""Columns that a release has beside those of the sheet: what was hidden or added up, and where."""


@dataclass(frozen=True)
class Rhythm:
    """When a mapping is expected to be gone through again: once a year."""

    def next_expected(self, last_period: str) -> date:
        """The end of the year after the one it was told in."""
        return date(int(last_period) + 1, 12, 31)


_WEIGHTS = """
create table organisation_weights (
    party varchar, criterion_id varchar, weight double, politicians integer, left_out integer,
    origin varchar);
"""
"""Instead of `swing`: the mean of the normalised weights of each party's politicians."""

_PAY = """
create table organisation_pay (
    position integer, model_id varchar, part varchar, from_unit varchar, to_unit varchar,
    functions integer, fte double, salary bigint, operations bigint, without_pay integer,
    pay_is_hidden boolean, origin varchar);
"""
"""Sums of `assignments`, by `part`: the whole `model`, each `centre` and `unit` that functions are
placed in (`to_unit`), and each `flow` of functions that move (`from_unit` to `to_unit`). What lacks
a number is not in its sum; `without_pay` counts the rows without pay."""


def _columns(sheet: Sheet) -> list[str]:
    return [f'"{field.code}" {field.kind.column_type}' for field in sheet.fields]


def schema() -> str:
    """The tables of the warehouse: each with `load` and `position`, a row's place in its file."""
    tables = [
        f"create table if not exists {sheet.table} (load integer not null,"
        f" position integer not null, {', '.join(_columns(sheet))});"
        for sheet in SHEETS.values()
    ]
    return "\n".join(tables)


def release_schema() -> str:
    """The tables of a release; politicians' own points are not among them."""
    tables = [
        f"create table {sheet.table} (position integer,"
        f" {', '.join([*_columns(sheet), *_MASKED.get(sheet.code, ())])});"
        for sheet in SHEETS.values()
        if sheet.code != "swing"
    ]
    return "\n".join([*tables, _WEIGHTS, _PAY])


def loads_in_force(
    connection: duckdb.DuckDBPyConnection, *, without_examples: bool = False
) -> dict[str, int]:
    """The load that holds each sheet, by the sheet's code."""
    if not _has_tables(connection):
        return {}
    rows = connection.execute(
        "select period, max_by(load, (covers.source = $own, load))"
        " from covers join load using (load)"
        " where covers.source in ($own, $public) and withdrawn_at is null"
        " and not ($without_examples and covers.source = $own and origin = 'example')"
        " group by period",
        {"own": SOURCE, "public": PUBLIC, "without_examples": without_examples},
    ).fetchall()
    found = {str(sheet): int(load) for sheet, load in rows}
    return {code: found[code] for code in SHEETS if code in found}


def in_force(
    connection: duckdb.DuckDBPyConnection, *, without_examples: bool = False
) -> dict[str, pd.DataFrame]:
    """The rows in force of every sheet, in the order of their file.

    Parameters
    ----------
    without_examples
        What would be in force when examples gave way.

    Returns
    -------
    Each with the columns of the sheet; without rows where nothing of it was ever loaded.
    """
    held = loads_in_force(connection, without_examples=without_examples)
    return {
        code: (
            connection.execute(
                f"select * exclude (load, position) from {sheet.table} where load = $load"
                " order by position",
                {"load": held[code]},
            ).df()
            if code in held
            else pd.DataFrame(columns=[field.code for field in sheet.fields])
        )
        for code, sheet in SHEETS.items()
    }


def _has_tables(connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute(
        "select 1 from duckdb_tables() where table_name = $name",
        {"name": SHEETS["models"].table},
    ).fetchall()
    return bool(found)
