"""Where in a file something was found, in the words of the one who has it open."""

import pandas as pd

from danish import words
from ingest.frame import Table
from ingest.records import Records


def of(records: Records, rows: pd.DataFrame, field: str = "") -> str:
    """The place of the first of some rows, and how many more there are.

    Parameters
    ----------
    rows
        Some of `records.rows`, at least one.
    field
        What was looked at, when it has a column of its own in the file; else the row's value.
    """
    first = rows.iloc[0]
    more = len(rows) - 1
    place = _cell(records, int(first["row"]), int(first["column"]), field)
    return f"{place} og {words.count(more, 'sted', 'steder')} mere" if more else place


def all_of(records: Records, rows: pd.DataFrame, most: int = 3) -> str:
    """The places of some rows, the first of them named."""
    named = [of(records, rows.iloc[[number]]) for number in range(min(most, len(rows)))]
    if more := len(rows) - len(named):
        named.append(words.count(more, "sted mere", "steder mere"))
    return words.listing(named)


def column(records: Records, field: str) -> str:
    """The place of the column that a field is read from; the sheet where there is none."""
    if field in records.columns:
        return records.table.place_of_column(records.columns[field])
    return sheet(records)


def sheet(records: Records) -> str:
    """The sheet, or the file when it has no sheets."""
    return sheet_of(records.table)


def sheet_of(table: Table) -> str:
    """The sheet that a table stands in, or the file when it has no sheets."""
    return f'Ark "{table.sheet}"' if table.sheet else "Filen"


def row_of(table: Table, number: int) -> str:
    """A whole row of a table, counted from 0."""
    return f"{sheet_of(table)}, {_line(table)} {number + 1}"


def rows(records: Records, first: int, last: int) -> str:
    """Consecutive rows of the file, counted from 0, both included."""
    return f"{sheet(records)}, {_line(records.table)} {first + 1}–{last + 1}"


def _line(table: Table) -> str:
    return "række" if table.sheet else "linje"


def _cell(records: Records, number: int, position: int, field: str) -> str:
    table = records.table
    if field in records.columns:
        return table.place(number, records.columns[field])
    if position in table.positions:
        return table.place(number, table.columns[table.positions.index(position)])
    return row_of(table, number)
