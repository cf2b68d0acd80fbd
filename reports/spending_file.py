"""The amounts of a view as a file to take away, with the basis on every row."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from danish.money import ØRE
from reports import tables
from reports.spending import Money, basis_of, ground, øre


def file(
    money: Money,
    title: str,
    headings: Sequence[str],
    labels: Sequence[str],
    rows: pd.DataFrame,
    *,
    beside: bool,
) -> tables.Table:
    """All that is shown, with the basis on every row."""
    bases = [basis_of(row) for row in rows.to_dict("records")]
    columns: dict[str, list[Any]] = {
        headings[0]: list(labels),
        "Version": [basis.version.in_words for basis in bases],
        "År": [basis.year for basis in bases],
        "Prisniveau": [basis.prices_in_words for basis in bases],
        f"{headings[1]} (kr.)": [amount / ØRE for amount in øre(rows)],
    }
    if beside:
        columns[f"{headings[2]} (kr.)"] = [one / ØRE for one in øre(rows, "untagged")]
    if headings[0] == "Version":
        columns = {"Beløb": list(labels), **{k: v for k, v in columns.items() if k != "Version"}}
    columns["Oprindelse"] = [_origin(origin) for origin in rows["origin"]]
    return tables.Table(title, notes(money), pd.DataFrame(columns))


def notes(money: Money) -> tuple[str, ...]:
    """What the figures rest on, a line each, to stand above them."""
    lines = [f"{name}: {text}" for name, text in ground(money) if text]
    example = ["Eksempeldata: tallene er opfundne."] if money.is_example else []
    return (*example, *lines)


def _origin(origin: str) -> str:
    return {"example": "Eksempeldata", "municipal": "Kommunens egne tal"}.get(origin, origin)
