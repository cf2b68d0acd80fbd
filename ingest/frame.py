"""The table in a sheet: its frame, the names of its columns and its rows, all text.

The largest table is taken; what was left out, and the other tables of the sheet, are told.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from ingest.findings import sheet_place
from ingest.frame_search import LEVELS, NoHeaderError, tables
from ingest.grid import EMPTY, TEXT, Frame, Grid, kinds_of
from ingest.problem import Problem, RejectedError, error
from ingest.workbook import Area, Sheet, cell_name, column_name

__all__ = ["Frame", "LeftOut", "Table", "find", "take"]

SEPARATOR = " · "
"""Between the levels of a column's name."""
MOST_LINES = 20
"""How many rows of title and of notes are kept."""
MOST_LEFT_OUT = 10_000
"""How many rows left out are listed."""
_KEYS = 4
"""In how many columns from the left the word for a total may stand."""
_TOTAL = re.compile(
    r"(?:(?:i ?alt|(?:hoved|sub|del|grand )?total(?:t|er)?|(?:del|hoved)?sum)(?:\W.*|$)"
    r"|.*\b(?:i ?alt|total|hovedtotal)\W*$)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class LeftOut:
    """A row inside the frame that is not among the table's rows.

    Attributes
    ----------
    row
        From 0.
    why
        In Danish: "tom", "i alt" or "gentagen overskrift".
    """

    row: int
    why: str


@dataclass(frozen=True)
class Table:
    """A table as it stands in a sheet.

    Attributes
    ----------
    sheet
        The sheet's name; empty for a text file.
    frame
        Where the table stands.
    title, notes
        The texts above and below it.
    columns
        Names, each of them once; the levels of a header with ` · ` between them.
    positions
        The sheet's column for each of `columns`, from 0.
    rows
        Text, missing where empty; the columns are named as `columns`, the index is the row in the
        sheet, from 0.
    left_out
        Rows inside the frame that are not in `rows`.
    labels
        Column → value → label, where a labels file came with the table.
    counts
        How many were invited, answered in part and answered, where the file tells.
    others
        The frames of other tables in the same sheet.
    """

    sheet: str
    frame: Frame
    title: tuple[str, ...]
    notes: tuple[str, ...]
    columns: tuple[str, ...]
    positions: tuple[int, ...]
    rows: pd.DataFrame
    left_out: tuple[LeftOut, ...]
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    others: tuple[Frame, ...] = ()

    def place(self, row: int, column: str) -> str:
        """Name a cell: `Ark "Svar", celle F212`; in a text file `Linje 212, kolonne F`."""
        position = self.positions[self.columns.index(column)]
        if not self.sheet:
            return f"Linje {row + 1}, kolonne {column_name(position)}"
        return f"{sheet_place(self.sheet)}, celle {cell_name(row, position)}"

    def place_of_column(self, column: str) -> str:
        """Name a column: `Ark "Svar", kolonne F`; in a text file `Kolonne F`."""
        name = column_name(self.positions[self.columns.index(column)])
        return f"{sheet_place(self.sheet)}, kolonne {name}" if self.sheet else f"Kolonne {name}"


def find(sheet: Sheet, *, totals: bool = False) -> Table:
    """Find the largest table of a sheet.

    Parameters
    ----------
    totals
        Whether rows such as "I alt" are kept.

    Raises
    ------
    RejectedError
        If there is no table, or it has no header.
    """
    grid = Grid(sheet)
    try:
        found = tables(grid)
    except NoHeaderError as missing:
        raise RejectedError([_no_header(sheet, missing.row)]) from None
    if not found:
        raise RejectedError([_no_table(sheet)])
    others = tuple(one.frame for one in found[1:])
    return _table(sheet, grid, found[0].frame, others, found[0].notes, totals)


def take(sheet: Sheet, frame: Frame, *, totals: bool = False) -> Table:
    """Take the table that a frame encloses.

    Parameters
    ----------
    totals
        Whether rows such as "I alt" are kept.

    Raises
    ------
    RejectedError
        If the frame is not inside the sheet, or no rows are in it.
    """
    height, width = sheet.cells.shape
    rows = (frame.header_first, frame.header_last, frame.first_row, frame.last_row)
    columns = (frame.first_column, frame.last_column)
    in_order = frame.header_last < frame.first_row and all(a <= b for a, b in pairwise(rows))
    if not (
        in_order
        and rows[0] >= 0
        and rows[3] < height
        and 0 <= columns[0] <= columns[1] < width
        and frame.header_last - frame.header_first < LEVELS
    ):
        raise RejectedError([_wrong_frame(sheet)])
    below = tuple(range(frame.last_row + 1, height))
    return _table(sheet, Grid(sheet), frame, (), below, totals)


def _table(
    sheet: Sheet,
    grid: Grid,
    frame: Frame,
    others: tuple[Frame, ...],
    below: Sequence[int],
    totals: bool,
) -> Table:
    positions = list(range(frame.first_column, frame.last_column + 1))
    header = _names(grid, frame, positions)
    body = sheet.cells.iloc[frame.first_row : frame.last_row + 1, positions]
    filled = grid.filled[frame.first_row : frame.last_row + 1, positions]
    used = [bool(name) or bool(filled[:, i].any()) for i, name in enumerate(header)]
    positions = [position for position, use in zip(positions, used, strict=True) if use]
    names = _unique([name for name, use in zip(header, used, strict=True) if use], positions)
    if len(positions) < 2:
        raise RejectedError([_no_table(sheet)])
    body = _with_merged(body.loc[:, positions], grid.merged, frame)
    why = _why(grid, body, frame, positions, totals)
    if not (why == "").any():
        raise RejectedError([_no_rows(sheet, frame)])
    kept = body[why == ""]
    left_out = [LeftOut(frame.first_row + int(i), str(why[i])) for i in np.flatnonzero(why != "")]
    above = [row for row in range(frame.header_first) if not _inside(row, others)]
    return Table(
        sheet=sheet.name,
        frame=frame,
        title=grid.lines(above[-MOST_LINES:]),
        notes=grid.lines(below[:MOST_LINES]),
        columns=tuple(names),
        positions=tuple(positions),
        rows=kept.set_axis(names, axis="columns"),
        left_out=tuple(left_out),
        others=others,
    )


def _inside(row: int, frames: Iterable[Frame]) -> bool:
    return any(frame.header_first <= row <= frame.last_row for frame in frames)


# --- names ----------------------------------------------------------------------------------------


def _names(grid: Grid, frame: Frame, positions: Sequence[int]) -> list[str]:
    """The name of each column: the texts of its levels, joined."""
    levels = []
    for row in range(frame.header_first, frame.header_last + 1):
        texts = [grid.text(row, position) for position in positions]
        if row < frame.header_last:
            texts = _spread(texts, grid.merged, row, positions)
        levels.append(texts)
    return [
        SEPARATOR.join(dict.fromkeys(filter(None, parts))) for parts in zip(*levels, strict=True)
    ]


def _spread(
    texts: list[str], merged: Sequence[Area], row: int, positions: Sequence[int]
) -> list[str]:
    """A group's name over all its columns: as merged, or up to the next name."""
    across = [area for area in merged if area[0] <= row <= area[2] and area[3] > area[1]]
    spread = list(texts)
    for i, position in enumerate(positions):
        if texts[i] or not i:
            continue
        inside = [area for area in across if area[1] < position <= area[3]]
        if across and not inside:
            continue
        spread[i] = spread[i - 1]
    return spread


def _unique(names: Sequence[str], positions: Sequence[int]) -> list[str]:
    """Each name once: `Kolonne F` for a column without, `Andel (2)` for the second of two."""
    taken: set[str] = set()
    unique = []
    for name, position in zip(names, positions, strict=True):
        wanted = name or f"Kolonne {column_name(position)}"
        number, one = 1, wanted
        while one in taken:
            number += 1
            one = f"{wanted} ({number})"
        taken.add(one)
        unique.append(one)
    return unique


# --- rows -----------------------------------------------------------------------------------------


def _with_merged(body: pd.DataFrame, merged: Sequence[Area], frame: Frame) -> pd.DataFrame:
    """A cell merged over several rows says the same of them all."""
    for position in map(int, body.columns):
        down = [
            (area[0] - frame.first_row, area[2] - frame.first_row + 1)
            for area in merged
            if area[1] == position and frame.first_row <= area[0] < area[2]
        ]
        if down:
            values = body[position].to_numpy(object)
            filled = values.copy()
            for first, end in down:
                if first < len(values):
                    filled[first:end] = values[first]
            body = body.copy(deep=False)
            body[position] = pd.array(np.where(body[position].isna(), filled, values), dtype="str")
    return body


def _why(
    grid: Grid, body: pd.DataFrame, frame: Frame, positions: Sequence[int], totals: bool
) -> npt.NDArray[np.object_]:
    """Why each row is left out; empty when it is kept."""
    kinds = kinds_of(body)
    why = np.full(len(body), "", object)
    why[_repeated(grid, body, frame, positions)] = "gentagen overskrift"
    if not totals:
        why[_totals(body, kinds)] = "i alt"
    why[(kinds == EMPTY).all(axis=1)] = "tom"
    return why


def _repeated(
    grid: Grid, body: pd.DataFrame, frame: Frame, positions: Sequence[int]
) -> npt.NDArray[np.bool_]:
    """Rows that are the same as one of the header's, in two columns at least."""
    repeated = np.zeros(len(body), bool)
    for level in range(frame.header_first, frame.header_last + 1):
        named = [p for p in positions if grid.filled[level, p]]
        if len(named) < 2:
            continue
        same = np.ones(len(body), bool)
        for position in named:
            same &= (body[position] == grid.cell(level, position)).to_numpy(bool, na_value=False)
        repeated |= same
    return repeated


def _totals(body: pd.DataFrame, kinds: npt.NDArray[np.int8]) -> npt.NDArray[np.bool_]:
    """Rows whose first text is a word for a total and which say nothing else in words.

    Where other columns of text are filled, "I alt" is a value as good as any, such as of sex.
    """
    filled = kinds != EMPTY
    first = np.argmax(filled, axis=1)
    texts = (kinds == TEXT).sum(axis=1) == 1
    found = np.zeros(len(body), bool)
    for number, column in enumerate(body.columns[:_KEYS]):
        rows = np.flatnonzero((first == number) & texts & (kinds[:, number] == TEXT))
        words = body[column].iloc[rows]
        totals = {word for word in words.unique() if _TOTAL.match(word)}
        found[rows[words.isin(totals).to_numpy(bool)]] = True
    return found


# --- refusals -------------------------------------------------------------------------------------

_WANTED = "Ventede en række med kolonnenavne og under den mindst én række, i mindst to kolonner"
_OTHER_SHEET = "Vælg et andet ark, eller markér selv, hvor tabellen står"


def _no_table(sheet: Sheet) -> Problem:
    return error(sheet_place(sheet.name), "Der er ingen tabel", _WANTED, _OTHER_SHEET)


def _no_rows(sheet: Sheet, frame: Frame) -> Problem:
    return error(
        _row_place(sheet, frame.first_row),
        "Der er ingen rækker med data under overskriften",
        _WANTED,
        _OTHER_SHEET,
    )


def _no_header(sheet: Sheet, row: int) -> Problem:
    return error(
        _row_place(sheet, row),
        "Kolonnerne har ingen overskrift: den første række er data som dem under den",
        _WANTED,
        "Indsæt en række med kolonnenavne øverst i tabellen, og indlæs filen igen",
    )


def _wrong_frame(sheet: Sheet) -> Problem:
    height, width = sheet.cells.shape
    return error(
        sheet_place(sheet.name),
        "Rammen om tabellen ligger ikke i arket, eller overskriften ligger ikke over rækkerne",
        f"Arket går til celle {cell_name(height - 1, width - 1)}, og en overskrift fylder højst "
        f"{LEVELS} rækker",
        "Ret rammen",
    )


def _row_place(sheet: Sheet, row: int) -> str:
    name = sheet_place(sheet.name)
    return f"{name}, række {row + 1}" if sheet.name else f"Linje {row + 1}"
