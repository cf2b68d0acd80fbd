"""The sheets of the organisation as plain rows: an empty cell is None, a day a date, a list a list.

An empty cell was not assessed. It is never 0, and never False.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

Row = dict[str, Any]
Sheets = Mapping[str, pd.DataFrame]

EXAMPLE = "example"


def records(frame: pd.DataFrame) -> list[Row]:
    """The rows of a sheet, in their order."""
    return [
        {str(name): _plain(cell) for name, cell in row.items()} for row in frame.to_dict("records")
    ]


def by_key(rows: Iterable[Row], key: str) -> dict[str, Row]:
    """Rows by a field that tells them apart."""
    return {str(row[key]): row for row in rows}


def listed(cell: Any) -> list[str]:
    """The texts of a cell that holds several; none when it is empty."""
    return [str(part) for part in cell] if cell is not None else []


def title_of(rule: Row) -> str:
    """What a rule or a recommendation is called: ``Retsplejeloven § 115``."""
    paragraph = rule["paragraph"] or ""
    if not paragraph or paragraph.startswith("§"):
        return f"{rule['title']} {paragraph}".rstrip()
    return f"{rule['title']}{':' if paragraph[0].isupper() else ','} {paragraph}"


def baseline(models: Iterable[Row]) -> str:
    """The id of the model that is the organisation today; empty when no row says so."""
    return next((str(row["model_id"]) for row in models if row["is_baseline"]), "")


def centre_of(unit: str, units: Mapping[str, Row]) -> str:
    """The centre that a unit belongs to: itself, or the nearest one above; else the unit itself."""
    for above in chain(unit, units):
        if units.get(above, {}).get("type") == "centre":
            return above
    return unit


def chain(unit: str, units: Mapping[str, Row]) -> list[str]:
    """A unit and what it is under, from below; a circle ends where it meets itself."""
    passed: list[str] = []
    while unit and unit not in passed:
        passed.append(unit)
        unit = units.get(unit, {}).get("parent_id") or ""
    return passed


def _plain(cell: Any) -> Any:
    if isinstance(cell, list | tuple | np.ndarray):
        return [*cell]
    if cell is None or pd.isna(cell):
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date | str):
        return cell
    return cell.item() if isinstance(cell, np.generic) else cell
