"""An organisation of a few rows, as a release holds it: what a test does not give is empty."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from scenarios.mapped import Mapped
from store.organisation_sheets import SHEETS
from tests.organisation_rows import frame

TODAY = date(2026, 11, 23)

Rows = Sequence[Mapping[str, Any]]

M0 = {"model_id": "M0", "name": "I dag", "is_baseline": True}
UNITS = [
    {"unit_id": "BUU", "name": "Børneudvalget", "type": "committee"},
    {"unit_id": "CBF", "name": "Center for Børn", "type": "centre", "parent_id": "BUU"},
    {"unit_id": "SSP", "name": "SSP-huset", "type": "unit", "parent_id": "CBF"},
    {"unit_id": "CKF", "name": "Center for Kultur", "type": "centre"},
    {"unit_id": "POLITI", "name": "Politiet", "type": "external"},
]


def function(id_: str, **cells: Any) -> dict[str, Any]:
    """A function within the task, with a goal."""
    return {"function_id": id_, "name": id_, "in_scope": True, "goals": ["B"], **cells}


def effort(id_: str, **cells: Any) -> dict[str, Any]:
    """An effort within the task that runs, with a goal and a unit."""
    return {
        "effort_id": id_, "name": id_, "in_scope": True, "goals": ["B"], "unit_id": "CBF", **cells
    }  # fmt: skip


def role(function_: str, unit: str, letter: str = "A", **cells: Any) -> dict[str, Any]:
    """A unit's role in a function today."""
    return {"model_id": "M0", "function_id": function_, "unit_id": unit, "role": letter, **cells}


def placed(function_: str, unit: str, **cells: Any) -> dict[str, Any]:
    """Where a function is today."""
    return {
        "model_id": "M0", "function_id": function_, "from_unit": unit, "to_unit": unit, **cells
    }  # fmt: skip


def rule(id_: str, **cells: Any) -> dict[str, Any]:
    """A duty that a unit solves."""
    return {
        "recommendation_id": id_, "title": "Loven", "paragraph": id_, "text": "Gør det.",
        "type": "must", "unit_id": "CBF", "certainty": "verified", **cells,
    }  # fmt: skip


def mapped(today: date = TODAY, **rows: Rows) -> Mapped:
    """The organisation with these rows of each sheet, with models and units unless given."""
    given = {"models": [M0], "units": UNITS, **rows}
    sheets = {code: frame(code, given.get(code, [])) for code in SHEETS if code != "swing"}
    sheets["assignments"] = sheets["assignments"].assign(
        pay_is_hidden=[bool(row.get("pay_is_hidden")) for row in rows.get("assignments", [])]
    )
    return Mapped(sheets, today)
