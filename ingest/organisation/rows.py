"""A row of the organisation workbook, and where it stands in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from danish import words
from store.organisation_sheets import SHEETS, Field, Kind

Values = Mapping[str, Any]
"""By the field's code; None where the cell is empty, an empty tuple for a list."""

LISTS = (Kind.REFS, Kind.GOALS)
_WHOLE = (Kind.WHOLE, Kind.MONEY, Kind.YEAR)
_TYPES: Mapping[str, Any] = {
    "varchar": pa.string(),
    "varchar[]": pa.list_(pa.string()),
    "boolean": pa.bool_(),
    "integer": pa.int32(),
    "double": pa.float64(),
    "bigint": pa.int64(),
    "date": pa.date32(),
}


@dataclass(frozen=True)
class Row:
    """A row of a sheet.

    Attributes
    ----------
    sheet
        The sheet's code.
    place
        ``Ark "Placering", række 7``; of a row in force what tells it from others.
    cells
        The places of its cells, by field, where it stands in a file.
    """

    sheet: str
    values: Values
    place: str
    cells: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, code: str) -> Any:
        return self.values[code]

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells it from the other rows of its sheet."""
        return tuple(self.values[code] for code in SHEETS[self.sheet].key)

    def at(self, code: str) -> str:
        """The place of one of its cells."""
        return self.cells.get(code, self.place)


Content = Mapping[str, Sequence[Row]]
"""The rows of every sheet, by its code; empty where it has none."""


def of_frames(frames: Mapping[str, pd.DataFrame]) -> dict[str, list[Row]]:
    """The rows in force, as `store.organisation.in_force` gives them."""
    return {code: list(_of_frame(code, frame)) for code, frame in frames.items()}


def _of_frame(code: str, frame: pd.DataFrame) -> Iterator[Row]:
    fields = SHEETS[code].fields
    for record in frame.to_dict("records"):
        values = {one.code: _value(one, record[one.code]) for one in fields}
        yield Row(code, values, place_in_force(code, values))


def place_in_force(code: str, values: Values) -> str:
    """What a row is called that stands in no file."""
    key = (str(values[part]) for part in SHEETS[code].key)
    return f'Ark "{SHEETS[code].title}", {" · ".join(key)}'


def _value(of: Field, found: Any) -> Any:
    if of.kind in LISTS:
        is_list = isinstance(found, list | tuple | np.ndarray)
        return tuple(map(str, found)) if is_list else ()
    if found is None or pd.isna(found):
        return None
    if of.kind in _WHOLE:
        return int(found)
    if of.kind is Kind.NUMBER:
        return float(found)
    if of.kind is Kind.FLAG:
        return bool(found)
    if of.kind is Kind.DAY:
        return found if type(found) is date else pd.Timestamp(found).date()
    return str(found)


def table(code: str, rows: Sequence[Row]) -> pa.Table:
    """Rows as the table of their sheet, to be written; `position` is their order."""
    fields = SHEETS[code].fields
    columns = {
        one.code: pa.array([_stored(row[one.code]) for row in rows], _TYPES[one.kind.column_type])
        for one in fields
    }
    return pa.table({"position": pa.array(range(len(rows)), pa.int32()), **columns})


def frame(code: str, rows: Sequence[Row]) -> pd.DataFrame:
    """Rows as a frame of their sheet."""
    return pd.DataFrame(
        [row.values for row in rows], columns=[one.code for one in SHEETS[code].fields]
    )


def _stored(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def together(rows: Sequence[Row], most: int = 5) -> str:
    """The places of some rows of one sheet, in short: ``Ark "Ansvar", række 5, 6 og 9``."""
    named = [row.place for row in rows[:most]]
    first, *others = named
    start = first.rpartition(" ")[0] + " "
    if "række" in start:
        named = [first, *(one.removeprefix(start) for one in others)]
    more = len(rows) - most
    if more > 0:
        return f"{', '.join(named)} og {words.count(more, 'sted', 'steder')} mere"
    return words.listing(named)
