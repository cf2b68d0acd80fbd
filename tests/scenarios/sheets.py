"""Small sheets of the organisation, as a release has them."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from store.organisation_sheets import SHEETS

Row = Mapping[str, Any]


def sheets(**rows: Sequence[Row]) -> dict[str, pd.DataFrame]:
    """Every sheet by its code, with the rows that are given; other cells are empty."""
    found = {code: _frame([one.code for one in sheet.fields], rows.get(code, ()))
             for code, sheet in SHEETS.items()}  # fmt: skip
    columns = [
        "model_id", "part", "from_unit", "to_unit", "functions", "fte", "salary", "operations",
        "without_pay", "pay_is_hidden", "origin",
    ]  # fmt: skip
    found["pay"] = _frame(columns, rows.get("pay", ()))
    return found


def _frame(columns: Sequence[str], rows: Sequence[Row]) -> pd.DataFrame:
    full = [{"origin": "municipal", **row} for row in rows]
    return pd.DataFrame([[row.get(one) for one in columns] for row in full], columns=columns)


def assignment(model: str, function: str, way: str, fte: float | None = 1.0) -> Row:
    """A function in a model, its way written ``CBF>CKF``."""
    source, target = way.split(">")
    return {"model_id": model, "function_id": function, "from_unit": source, "to_unit": target,
            "fte": fte}  # fmt: skip


def role(model: str, function: str, letter: str, unit: str) -> Row:
    """A unit's role in a function."""
    return {"model_id": model, "function_id": function, "role": letter, "unit_id": unit}


def function(code: str, group: str | None = "unge", *, in_scope: bool = True) -> Row:
    """A function for a target group."""
    return {"function_id": code, "name": code.title(), "target_group": group,
            "in_scope": in_scope}  # fmt: skip
