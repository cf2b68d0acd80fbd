"""A first reading of a budget: what its headings say, and what an analyst must confirm."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from ingest.cells import folded
from ingest.columns import Column
from ingest.coupling import WHOLE
from ingest.economy import budget_codes, budget_columns
from ingest.economy.budget_reading import CONFIRMED, Reading, fits
from ingest.frame import SEPARATOR, Table
from store.amounts import Version
from store.economy import MoneyUnit, Side, Sign

_REPORTED = {"area", "function", "dranst", "art", "amount"}
"""What a file has that is made for Statistics Denmark: its amounts are in thousands of kroner."""
_MOST = 0.8  # of the numbers of an art that must have one sign before they tell how signs are used
_SPENDING, _INCOME = ("1", "2", "4", "5"), ("7",)


@dataclass(frozen=True)
class Suggestion:
    """A reading to be confirmed.

    Attributes
    ----------
    open
        What somebody must confirm: names of columns, and `WHOLE` with the name of a constant.
    is_remembered
        Whether a file with the same columns was read before.
    """

    reading: Reading
    open: tuple[str, ...]
    is_remembered: bool = False


def suggest(table: Table, known: Sequence[Reading] = ()) -> Suggestion:
    """Suggest how a table is read.

    Parameters
    ----------
    known
        Readings that are remembered.
    """
    remembered = next((one for one in known if fits(one, table.columns)), None)
    if remembered:
        found, unsure = list(remembered.columns), list[str]()
    else:
        found, unsure = budget_columns.columns(table)
        found, more = _with_estimates(found)
        unsure = [*unsure, *more]
    read = _constants(table, found)
    settled = remembered.constants if remembered else {}
    # Where the file says otherwise than is remembered, somebody must look.
    settled = {name: value for name, value in settled.items() if read.get(name, value) == value}
    said = {**read, **settled}
    open_ = [f"{WHOLE}{name}" for name in CONFIRMED if name in said and name not in settled]
    name = remembered.name if remembered else ""
    reading = Reading(name, tuple(found), said)
    return Suggestion(reading, (*unsure, *open_), remembered is not None)


def _with_estimates(found: list[Column]) -> tuple[list[Column], list[str]]:
    """Of columns that are years and nothing else, those after the first hold budget estimates."""
    years = [
        column
        for column in found
        if column.field == "amount" and "year" in column.fixed and "version" not in column.fixed
    ]
    named = sorted({column.fixed["year"] for column in years})
    if len(named) < 3 or int(named[-1]) - int(named[0]) != len(named) - 1:
        return found, []
    later = {c.name for c in years if c.fixed["year"] != named[0]}
    estimate = Version.ESTIMATE.value
    return [
        replace(c, fixed={**c.fixed, "version": estimate}) if c.name in later else c for c in found
    ], [column.name for column in found if column.name in later]


def _constants(table: Table, found: Sequence[Column]) -> dict[str, str]:
    """What the file says of the whole of it, where it says it in one way."""
    said = {name: values for name, values in budget_columns.said(table).items() if len(values) == 1}
    constants = {name: next(iter(values)) for name, values in said.items()}
    amounts = [column for column in found if column.field == "amount"]
    fields = {column.field for column in found}
    for name in ("version", "year"):
        if name in fields or (amounts and all(name in column.fixed for column in amounts)):
            constants.pop(name, None)
    if amounts and all("prices" in column.fixed for column in amounts):
        constants.pop("prices", None)
    if amounts and all(column.unit for column in amounts):
        constants.pop("unit", None)
    elif fields >= _REPORTED and "unit" not in constants:
        constants["unit"] = MoneyUnit.THOUSANDS.value
    if day := _drawn_up(table):
        constants["as_of"] = day
    if "sign" not in constants and (how := sign_of(table, found)):
        constants["sign"] = how.value
    return constants


def _drawn_up(table: Table) -> str:
    """The day that the title says the figures are of: ``pr. 30. september 2026``."""
    for text in table.title:
        found = re.search(r"\bpr\.? (\d{1,2}[-./] ?[\w-]+[-./ ]\d{4})", text)
        if found and (day := budget_codes.day(found.group(1))):
            return day.isoformat()
    return ""


# --- signs ----------------------------------------------------------------------------------------


def sign_of(table: Table, found: Sequence[Column]) -> Sign | None:
    """How income is told from spending, where the numbers show it beyond doubt."""
    amounts = [column for column in found if column.field == "amount"]
    by_column = {column.name: column.fixed.get("side", "") for column in amounts}
    if all(by_column.values()) and by_column:
        rows = [(side, *_counted(table.rows[name])) for name, side in by_column.items()]
        return _of_sides(rows)
    sides = _sections(table, found)
    if sides is not None:
        rows = [
            (side, *_counted(table.rows[column.name][sides == side]))
            for side in Side
            for column in amounts
        ]
        return _of_sides(rows)
    return _of_arts(table, found)


def _of_sides(rows: Sequence[tuple[str, int, int]]) -> Sign | None:
    counted = pd.DataFrame(rows, columns=["side", "negative", "positive"])
    return budget_columns.sign(counted["side"], counted)


def _sections(table: Table, found: Sequence[Column]) -> "pd.Series[str] | None":
    """The side of each row by the headings among them; None where there are none."""
    amounts = [column.name for column in found if column.field == "amount"]
    first = table.columns[0]
    empty = table.rows[amounts].isna().all(axis=1)
    sides = pd.Series(pd.NA, index=table.rows.index, dtype="str")
    head = budget_columns.side_of(first.split(SEPARATOR)[-1]) if table.frame.header_last else None
    if head:
        sides.iloc[0] = head.value
    for row in table.rows.index[empty]:
        side = budget_columns.side_of(str(table.rows.loc[row, first]))
        if side:
            sides.loc[row] = side.value
    return None if sides.isna().all() else sides.ffill()


def _of_arts(table: Table, found: Sequence[Column]) -> Sign | None:
    """By wages, goods and services against income, where the lines have arts."""
    names = {column.field: column.name for column in found}
    if "art" not in names or "amount" not in names:
        return None
    arts = table.rows[names["art"]].dropna().map(budget_codes.art).str[:1]
    amounts = table.rows.loc[arts.index, names["amount"]]
    spent = _counted(amounts[arts.isin(_SPENDING)])
    earned = _counted(amounts[arts.isin(_INCOME)])
    if not sum(spent) or not sum(earned):
        return None
    down, up = spent[0] / sum(spent), earned[0] / sum(earned)
    if down <= 1 - _MOST and up >= _MOST:
        return Sign.MINUS_IS_INCOME
    if down >= _MOST and up <= 1 - _MOST:
        return Sign.MINUS_IS_SPENDING
    return None


def _counted(cells: "pd.Series[str]") -> tuple[int, int]:
    """How many amounts are negative, and how many positive."""
    filled = cells.dropna().str.replace(r"[\s\u00a0]", "", regex=True)
    filled = filled[filled.str.contains("[1-9]")]
    negative = filled.str.contains(r"^[-−–(]|-$")
    return int(negative.sum()), int((~negative).sum())


def conflicts(table: Table) -> Mapping[str, set[str]]:
    """What the file says in more than one way: units, price levels."""
    said = budget_columns.said(table)
    return {name: said[name] for name in ("unit", "prices") if len(said[name]) > 1}


def is_about_fixed_prices(table: Table) -> bool:
    """Whether the file calls its prices fixed and does not say of which year."""
    texts = " ".join(folded(text) for text in (*table.title, *table.notes))
    return "faste priser" in texts and not budget_columns.said(table)["prices"]
