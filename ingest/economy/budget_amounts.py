"""Amounts from text to integer øre, as expressions that DuckDB computes for a million lines.

No float is on the way: a text becomes a decimal, the decimal a whole number. What is no number, and
what is no whole number of øre, is counted and named, never rounded away.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from ingest import cells
from ingest.cells import Decimals
from store.economy import MoneyUnit

_SCALE = {MoneyUnit.KRONER: 6, MoneyUnit.THOUSANDS: 8, MoneyUnit.MILLIONS: 10}
"""Decimals that are read; what a spreadsheet's floats add beyond them is noise."""

_SIGNS = "−– \u00a0\u2009\u202f"
"""Long minus signs, which become short ones, and spaces, which go."""
_GROUPED = r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d*)?"
_GROUPED_POINT = r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?"


@dataclass(frozen=True)
class Money:
    """How a column of money is read.

    Attributes
    ----------
    name
        Of the column.
    field
        ``amount`` or ``addition``.
    text
        The SQL name of its texts.
    parsed
        The SQL name of its numbers, once `value` has made them.
    is_plain
        Whether all cells are taken to be digits, a decimal sign and a minus in front. That is
        several times as fast as to look for all that may stand in a cell.
    """

    name: str
    field: str
    text: str
    parsed: str
    decimals: Decimals
    unit: MoneyUnit
    is_plain: bool = True

    @property
    def value(self) -> str:
        """SQL: the number, in the unit of the file; null where there is none."""
        kind = f"decimal(18, {_SCALE[self.unit]})"
        fast = f"try_cast({self._fast} as {kind})"
        return fast if self.is_plain else f"coalesce({fast}, try_cast({self._other} as {kind}))"

    @property
    def øre(self) -> str:
        """SQL: the amount in øre, as the file signs it."""
        whole = len(str(self.unit.øre)) - 1
        # 18 digits are fast and enough for kroner; larger units are those of small tables.
        width = 18 if self.unit is MoneyUnit.KRONER else 38
        return f"({self.parsed}::decimal({width}, {whole}) * {self.unit.øre})::bigint"

    @property
    def unread(self) -> str:
        """SQL: whether the text is something, and no number."""
        if self.is_plain:
            return f"({self.parsed} is null and {self.text} is not null)"
        plain = self._plain
        return f"({self.parsed} is null and coalesce({plain} not in ('', '-'), false))"

    @property
    def too_fine(self) -> str:
        """SQL: whether the amount is no whole number of øre."""
        whole = len(str(self.unit.øre)) - 1
        return f"({self.parsed} <> {self.parsed}::decimal(18, {whole}))"

    @property
    def _fast(self) -> str:
        text = self.text
        between, decimal = (",", ".") if self.decimals is Decimals.POINT else (".", ",")
        # 1,5E+06 has lost the digits that it had.
        odd = " or ".join(f"contains({text}, '{sign}')" for sign in (between, "e", "E"))
        return f"case when {odd} then null else replace({text}, '{decimal}', '.') end"

    @property
    def _plain(self) -> str:
        """Without spaces and "kr.", with one kind of minus sign."""
        return f"rtrim(translate({self.text}, '{_SIGNS}', '--'), 'kr.')"

    @property
    def _other(self) -> str:
        plain = self._plain
        behind = f"'-' || rtrim({plain}, '-')"  # 1.234- as some systems write it
        within = f"'-' || trim({plain}, '()')"
        return (
            f"case when ends_with({plain}, '-') then {self._number(behind)}"
            f" when starts_with({plain}, '(') then {self._number(within)}"
            f" else {self._number(plain)} end"
        )

    def _number(self, plain: str) -> str:
        """A text with a decimal point and nothing between thousands; null for what is neither."""
        between, decimal, form = ".", ",", _GROUPED
        if self.decimals is Decimals.POINT:
            between, decimal, form = ",", ".", _GROUPED_POINT
        grouped = (
            f"case when regexp_full_match({plain}, '{form}')"
            f" then replace({plain}, '{between}', '') end"
        )
        whole = f"case when contains({plain}, '{between}') then {grouped} else {plain} end"
        exact = f"case when contains(lower({plain}), 'e') then null else {whole} end"
        return f"replace({exact}, '{decimal}', '.')"


def decimals_of(columns: Sequence[pd.Series]) -> Decimals:
    """How a file writes decimals in money: as the columns that show it do.

    Parameters
    ----------
    columns
        Cells of all its columns of money.
    """
    found = {cells.decimals(column.dropna()) for column in columns}
    if Decimals.MIXED in found or {Decimals.COMMA, Decimals.POINT} <= _shown(columns):
        return Decimals.MIXED
    shown = _shown(columns)
    if Decimals.POINT in shown:
        return Decimals.POINT
    return Decimals.COMMA if shown or Decimals.UNCLEAR not in found else Decimals.UNCLEAR


def _shown(columns: Sequence[pd.Series]) -> set[Decimals]:
    """The ways that some cell shows beyond doubt."""
    shown: set[Decimals] = set()
    for column in columns:
        filled = column.dropna()
        plain = filled.str.replace(r"[\s\u00a0]|kr\.?$", "", regex=True)
        twice = bool(plain.str.fullmatch(r"[-+−–(]?\d{1,3}(?:\.\d{3}){2,}\)?-?").any())
        if twice or plain.str.contains(",", regex=False).any():
            how = cells.decimals(filled)
            shown.add(Decimals.POINT if how is Decimals.POINT else Decimals.COMMA)
        elif cells.decimals(filled) is Decimals.POINT:
            shown.add(Decimals.POINT)
    return shown
