"""Read the starting content: the text files of `official/`, and `example/` laid over them."""

import csv
from collections.abc import Sequence
from pathlib import Path

from store.organisation_sheets import SHEETS, Sheet

HERE = Path(__file__).resolve().parent
OFFICIAL, EXAMPLE = "official", "example"

Row = dict[str, str]


def official() -> dict[str, list[Row]]:
    """The official rows of each sheet that has any, with their origin."""
    return {code: rows for code, sheet in SHEETS.items() if (rows := _read(sheet, OFFICIAL))}


def example() -> dict[str, list[Row]]:
    """The official rows with the invented ones laid over them.

    An example row with the key of an official one fills in or replaces the cells it has; all other
    example rows are added after the official ones.
    """
    laid = {}
    for code, sheet in SHEETS.items():
        rows = {_key(sheet, row): row for row in _read(sheet, OFFICIAL)}
        for row in _read(sheet, EXAMPLE):
            before = rows.get(_key(sheet, row), {})
            rows[_key(sheet, row)] = before | {
                column: cell for column, cell in row.items() if cell or column not in before
            }
        if rows:
            laid[code] = list(rows.values())
    return laid


def _key(sheet: Sheet, row: Row) -> tuple[str, ...]:
    return tuple(row[column] for column in sheet.key)


def _read(sheet: Sheet, origin: str) -> list[Row]:
    path = HERE / origin / f"{sheet.code}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, delimiter=";", strict=True)
        rows = [{**row, "origin": origin} for row in reader]
    _check(path, sheet, reader.fieldnames or [], rows)
    return rows


def _check(path: Path, sheet: Sheet, columns: Sequence[str], rows: Sequence[Row]) -> None:
    unknown = set(columns) - {field.code for field in sheet.fields}
    if unknown:
        raise SystemExit(f"{path}: the sheet has no column {', '.join(sorted(unknown))}.")
    seen = set()
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise SystemExit(f"{path}, row {number}: not as many cells as columns.")
        if _key(sheet, row) in seen:
            raise SystemExit(f"{path}, row {number}: the key {_key(sheet, row)} is there already.")
        seen.add(_key(sheet, row))
