"""A sheet as kinds of cells: empty, text, number, period, or a sign for nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ingest.workbook import Area, Sheet

EMPTY, TEXT, NUMBER, PERIOD, NOTHING = range(5)
Kinds = npt.NDArray[np.int8]
"""One number a cell, rows × columns: `EMPTY`, `TEXT`, `NUMBER`, `PERIOD` (a year or a date) or
`NOTHING` (`..`, `-`, `#REF!`), which may stand where a number or a text is missing."""

Rows = npt.NDArray[np.intp]
"""Numbers of rows or columns."""

_PERIODS = (
    r"^(?:(?:19|20)[0-9]{2}|[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9:]{8})?"
    r"|[0-9]{1,2}[-./][0-9]{1,2}[-./](?:[0-9]{2}|[0-9]{4}))$"
)
_NUMBERS = (
    r"^[-+−–]?(?:[0-9]{1,3}(?:[.\x{a0} ][0-9]{3})+(?:,[0-9]+)?|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+"
    r"|[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)[\x{a0} ]*(?:%|pct\.?)?$"
)
_NOTHINGS = (
    r"^(?:[-–—.…*•?xX:]+|#.*[!?A]|(?i:n/?a|nan|null|none|u\.? ?o\.?|uoplyst|ikke oplyst|ukendt"
    r"|skjult.*|fortrolig.*|diskretioneret|ingen data))$"
)


@dataclass(frozen=True)
class Frame:
    """Where a table stands in its sheet: rows and columns from 0, all inclusive."""

    header_first: int
    header_last: int
    first_row: int
    last_row: int
    first_column: int
    last_column: int


class Grid:
    """A sheet to look for tables in.

    Attributes
    ----------
    kinds
        Of all cells.
    filled
        Which cells are not empty.
    merged
        Merged cells.
    """

    def __init__(self, sheet: Sheet):
        self._cells = sheet.cells
        self.merged: tuple[Area, ...] = sheet.merged
        self._lines: dict[int, str] = {}
        self.kinds = kinds_of(sheet.cells)
        self.filled = self.kinds != EMPTY

    def cell(self, row: int, column: int) -> str:
        """A cell as it stands; empty when it is."""
        value = self._cells.iat[row, column]
        return value if isinstance(value, str) else ""

    def text(self, row: int, column: int) -> str:
        """A cell's text in one line."""
        return " ".join(self.cell(row, column).replace("\xad", "").split())

    def line(self, row: int) -> str:
        """The texts of a row, one after another."""
        if row not in self._lines:
            filled = np.flatnonzero(self.filled[row])
            self._lines[row] = " ".join(self.text(row, int(column)) for column in filled)
        return self._lines[row]

    def rows_with(self, rows: Rows, column: int, cell: str) -> Rows:
        """Those of some rows in which a column holds just this."""
        return rows[(self._cells[column].iloc[rows] == cell).to_numpy(bool, na_value=False)]

    def lines(self, rows: Iterable[int]) -> tuple[str, ...]:
        """The texts of rows that are not blank."""
        return tuple(self.line(int(row)) for row in rows if self.filled[row].any())


def kinds_of(cells: pd.DataFrame) -> Kinds:
    """The kind of each cell."""
    kinds = np.zeros(cells.shape, np.int8)
    for position, column in enumerate(cells.columns):
        text = pa.array(cells[column], pa.large_string())
        whole = text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text
        coded = whole.dictionary_encode()
        words = coded.dictionary
        kind = np.full(len(words) + 1, TEXT, np.int8)
        for number, pattern in ((NUMBER, _NUMBERS), (NOTHING, _NOTHINGS), (PERIOD, _PERIODS)):
            hits = pc.match_substring_regex(words, pattern).to_numpy(zero_copy_only=False)
            kind[:-1][hits.astype(bool)] = number
        kind[-1] = EMPTY
        codes = coded.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)
        kinds[:, position] = kind[codes]
    return kinds
