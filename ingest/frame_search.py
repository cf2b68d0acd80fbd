"""Look for the tables in a sheet: where the header is, where the rows begin and end.

A header is told from the rows by kind: a column of numbers has no number in its header, except a
year or a running number. Where all is text, the first wide row is the header.
"""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.grid import EMPTY, NOTHING, NUMBER, PERIOD, TEXT, Frame, Grid, Rows

HEAD = 60
"""How many rows that are not blank are looked at for a header."""
LEVELS = 3
"""How many rows a header has at most."""
MOST_TABLES = 20
"""How many tables one under the other are told apart."""
SAMPLE = 400
"""How many rows say what kind a column is."""
MOST_LOOKS = 100
"""How many blocks of rows are asked whether they are a new table."""
LONG_NOTE = 50
"""Characters from which a lone text below a table is a note."""
_NOTE = re.compile(
    r"\W*(kilder?|noter?|anm(ærkning(er)?|\.)?|bemærk(ning(er)?)?|obs|datakilde|opdateret|udtræk"
    r"|udtrukket|source)\b|[*†¹²³]|[0-9]\)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Found:
    """A table in the sheet.

    Attributes
    ----------
    frame
        Where it stands.
    notes
        Rows below it that are no rows of it.
    size
        How many cells it has.
    """

    frame: Frame
    notes: tuple[int, ...]
    size: int


@dataclass(frozen=True)
class Head:
    """The rows of a header and the first row below it."""

    first: int
    last: int
    below: int


class NoHeaderError(Exception):
    """The first wide row is like the rows below it; `row` says which it is."""

    def __init__(self, row: int):
        self.row = row
        super().__init__(row)


def tables(grid: Grid) -> list[Found]:
    """All tables of a sheet, the largest first.

    Raises
    ------
    NoHeaderError
        If there is none, because what could be one has no header.
    """
    found: list[Found] = []
    missing: list[NoHeaderError] = []
    every = np.arange(grid.kinds.shape[1])
    for rows in _stacks(grid):
        for columns in _sides(grid, rows, every):
            try:
                found += _tables_in(grid, rows, columns)
            except NoHeaderError as error:
                missing.append(error)
    if not found and missing:
        raise missing[0]
    return sorted(found, key=lambda one: -one.size)


def _tables_in(grid: Grid, rows: Rows, columns: Rows) -> list[Found]:
    """The tables of some rows and columns, one under the other."""
    found: list[Found] = []
    rows = rows[grid.filled[np.ix_(rows, columns)].any(axis=1)]
    while len(rows):
        head = _head(grid, rows, columns)
        if head is None:
            break
        below = None
        if len(found) < MOST_TABLES:
            below = _next_header(grid, rows[rows >= head.below], head, columns)
        here = rows if below is None else rows[rows < below]
        if one := _found(grid, here, head, columns):
            found.append(one)
        rows = rows[len(rows) if below is None else np.searchsorted(rows, below) :]
    return found


def _found(grid: Grid, rows: Rows, head: Head, columns: Rows) -> Found | None:
    columns = _columns(grid, rows, head, columns)
    body = rows[rows >= head.below]
    body = body[grid.filled[np.ix_(body, columns)].any(axis=1)]
    notes = _notes(grid, body, columns)
    body = body[: len(body) - len(notes)]
    if not len(body) or len(columns) < 2:
        return None
    frame = Frame(
        head.first, head.last, head.below, int(body[-1]), int(columns[0]), int(columns[-1])
    )
    below = [int(row) for row in rows if row > body[-1]]
    return Found(frame, tuple(below), int(grid.filled[np.ix_(body, columns)].sum()))


# --- what belongs together ------------------------------------------------------------------------


def _stacks(grid: Grid) -> list[Rows]:
    """The filled rows, apart where a new table begins after a blank row."""
    rows = np.flatnonzero(grid.filled.any(axis=1))
    if not len(rows):
        return []
    starts = [0, *(np.flatnonzero(np.diff(rows) > 1) + 1)]
    numbers = (grid.kinds == NUMBER).any(axis=1)
    so_far = np.concatenate([[0], np.cumsum(numbers[rows])])
    heads = ~numbers & (grid.filled.sum(axis=1) > 1)
    cuts: list[int] = []
    begun = looked = 0
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        if so_far[start] == so_far[begun] or looked == MOST_LOOKS:
            continue
        first = next((row for row in rows[start : min(start + 4, end)] if heads[row]), None)
        if first is not None:
            looked += 1
            before = rows[begun : min(begun + HEAD, start)]
            if _is_new_header(grid, before, rows[start:end], int(first)):
                cuts.append(start)
                begun = start
    return np.split(rows, cuts)


def _is_new_header(grid: Grid, before: Rows, run: Rows, row: int) -> bool:
    """Whether a row without numbers stands over numbers and is no header seen before."""
    following = run[run > row][:3]
    words = (grid.kinds[row] == TEXT) | (grid.kinds[row] == PERIOD)
    texts = [grid.text(row, int(column)) for column in np.flatnonzero(words)]
    if len(set(texts)) < len(texts) or not ((grid.kinds[following] == NUMBER) & words).any():
        return False
    line = grid.line(row)
    return not any(grid.line(int(earlier)) == line for earlier in before)


def _sides(grid: Grid, rows: Rows, columns: Rows) -> list[Rows]:
    """The columns, apart where another table stands beside with more or fewer rows."""
    filled = grid.filled[rows]
    used = columns[(filled[:, columns].sum(axis=0) > 1)]
    if not len(used):
        return [columns]
    parts = np.split(used, np.flatnonzero(np.diff(used) > 1) + 1)
    wide = [part for part in parts if len(part) > 1]
    if len(wide) < 2:
        return [columns]
    ends = [_extent(filled[:, part]) for part in wide]
    heads = [_first_texts(grid, rows, part) for part in wide]
    if max(ends) - min(ends) < 2 and len(set(heads)) == len(heads):
        return [columns]
    return wide


def _extent(filled: npt.NDArray[np.bool_]) -> int:
    """The last row with more than one cell."""
    several = np.flatnonzero(filled.sum(axis=1) > 1)
    return int(several[-1]) if len(several) else -1


def _first_texts(grid: Grid, rows: Rows, columns: Rows) -> tuple[str, ...]:
    filled = grid.filled[np.ix_(rows, columns)].sum(axis=1)
    wide = rows[filled > 1]
    return tuple(grid.text(int(wide[0]), int(c)) for c in columns) if len(wide) else ()


def _next_header(grid: Grid, body: Rows, head: Head, columns: Rows) -> int | None:
    """A row further down that opens like the header, goes on in another way, over numbers."""
    kinds = grid.kinds[np.ix_(body, columns)]
    numbers = (kinds == NUMBER).any(axis=1)
    wide = (kinds != EMPTY).sum(axis=1) > 1
    over = np.append(numbers[1:], False)
    possible = body[~numbers & wide & over]
    for level in range(head.first, head.last + 1):
        named = columns[grid.filled[level, columns]]
        if len(named) < 2:
            continue
        key = int(named[0])
        for row in grid.rows_with(possible, key, grid.cell(level, key))[:MOST_LOOKS]:
            if grid.line(int(row)) != grid.line(level):
                return int(row)
    return None


# --- the header -----------------------------------------------------------------------------------


def _head(grid: Grid, rows: Rows, columns: Rows) -> Head | None:
    """Find the header of some rows; None when they are no table.

    Raises
    ------
    NoHeaderError
        If the first wide row is a row like those below.
    """
    counts = grid.filled[np.ix_(rows, columns)].sum(axis=1)
    if not (counts > 1).any():
        return None
    usual = float(np.percentile(counts[counts > 1], 75))
    wide = np.flatnonzero(counts[:HEAD] >= max(2, usual / 2))
    if not len(wide):
        return None
    widest = rows[wide[0] :]
    first_data = _first_data(grid, widest, columns)
    if first_data is None:
        return None
    above = widest[widest < first_data]
    if not len(above):
        narrow = rows[(rows < first_data) & (counts > 1)]
        if not len(narrow) or narrow[-1] != rows[rows < first_data][-1]:
            raise NoHeaderError(int(first_data))
        above = narrow
    else:
        levels = _levels(grid, above, widest, columns)
        if levels < len(above):
            above, first_data = above[:levels], int(above[levels])
    breaks = np.flatnonzero(np.diff(above) > 1)
    level = above[breaks[-1] + 1 :] if len(breaks) else above
    if grid.filled[np.ix_(level, columns)].any(axis=0).sum() < 2:
        level = above
    first, last = _with_groups(grid, int(level[0]), int(level[-1]), columns), int(level[-1])
    return Head(first, last, int(first_data))


def _first_data(grid: Grid, rows: Rows, columns: Rows) -> int | None:
    """The first row that is no header, from the first wide row on."""
    if len(rows) < 2:
        return None
    kinds = grid.kinds[np.ix_(rows, columns)]
    below = kinds[1:][:: max(1, len(kinds) // SAMPLE)]
    texts = (below == TEXT).sum(axis=0)
    periods = (below == PERIOD).sum(axis=0)
    numeric = (below == NUMBER).sum(axis=0) + periods
    is_numeric = (numeric > 0) & (numeric >= texts)
    is_period = is_numeric & (2 * periods > numeric)
    if not is_numeric.any():
        return _first_text_row(grid, rows, columns)
    for number, kind in enumerate(kinds[: HEAD + 1]):
        over = kind[is_numeric]
        in_periods = is_period[is_numeric]
        values = int((over == NUMBER).sum() + ((over == PERIOD) & in_periods).sum())
        names = int((over == TEXT).sum() + ((over == PERIOD) & ~in_periods).sum())
        if values == 0 and (over == PERIOD).sum() < 2 and names == 0 and number:
            # Nothing but texts and signs for nothing: a row of data when all signs are there.
            values = int((over == NOTHING).sum())
        if number == 0 and _runs_on(grid, int(rows[0]), columns[is_numeric]):
            continue
        if values and values >= names:
            return int(rows[number])
    return int(rows[1])


def _levels(grid: Grid, above: Rows, rows: Rows, columns: Rows) -> int:
    """How many of the rows above the first numbers are levels of the header.

    Under a header that names every column, a row that begins where the table does is a row of
    words among rows of numbers; and so is any whose words come again further down.
    """
    used = columns[grid.filled[np.ix_(rows, columns)].any(axis=0)]
    names: dict[int, str] = {}
    for level, row in enumerate(above):
        texts = {int(c): text for c in used if (text := grid.text(int(row), int(c)))}
        complete = len(names) == len(used) == len(set(names.values()))
        if level and complete and int(used[0]) in texts:
            return level
        if level and any(_comes_again(grid, rows[rows > above[-1]], int(row), c) for c in texts):
            return level
        names |= texts
    return len(above) if len(above) <= LEVELS else 1


def _comes_again(grid: Grid, rows: Rows, row: int, column: int) -> bool:
    """Whether a cell's text stands further down in its column, in a row that is not the same."""
    equal = grid.rows_with(rows[:SAMPLE], column, grid.cell(row, column))
    line = grid.line(row)
    return any(grid.line(int(other)) != line for other in equal[:5])


def _runs_on(grid: Grid, row: int, columns: Rows) -> bool:
    """Whether the cells over numbers count: 1, 2, 3 or 2021, 2022; then they are a header."""
    texts = [grid.text(row, int(column)) for column in columns if grid.filled[row, column]]
    if len(texts) < 2 or not all(re.fullmatch("[0-9]{1,4}", text) for text in texts):
        return False
    steps = np.diff([int(text) for text in texts])
    long_enough = len(texts) > 2 or all(len(text) == 4 for text in texts)
    has_key = grid.kinds[row, : columns[0]].tolist().count(TEXT) > 0 or len(columns) > 2
    return bool((steps == 1).all()) and long_enough and has_key


def _first_text_row(grid: Grid, rows: Rows, columns: Rows) -> int:
    """Where all is text: the row below the first, unless the first comes again as data."""
    first = int(rows[0])
    named = [int(column) for column in columns[:SAMPLE] if grid.filled[first, column]]
    again = [_comes_again(grid, rows[1:], first, column) for column in named]
    if 2 * sum(again) > len(again) and len(rows) > 3:
        return first
    across = [a for a in grid.merged if a[0] == a[2] == first and a[3] > a[1]]
    return int(rows[2]) if across and len(rows) > 2 else int(rows[1])


def _with_groups(grid: Grid, first: int, last: int, columns: Rows) -> int:
    """The first row of the header, with rows above it that name groups of its columns."""
    while first > 0 and last - first + 1 < LEVELS:
        kinds = grid.kinds[first - 1, columns]
        filled = columns[kinds != EMPTY]
        if not len(filled) or (kinds == NUMBER).any():
            break
        names = columns[grid.filled[first : last + 1, columns].any(axis=0)]
        spans = any(a[0] == first - 1 and a[3] > a[1] > names[0] for a in grid.merged)
        if filled[0] <= names[0] and not spans:
            break
        first -= 1
    return first


# --- columns and notes ----------------------------------------------------------------------------


def _columns(grid: Grid, rows: Rows, head: Head, columns: Rows) -> Rows:
    """The table's columns: without remarks that stand apart and have no header."""
    body = rows[rows >= head.below]
    named = grid.filled[head.first : head.last + 1, columns].any(axis=0)
    used = grid.filled[np.ix_(body, columns)].any(axis=0) | named
    columns, named = columns[used], named[used]
    if not named.any():
        return columns
    parts = np.split(np.arange(len(columns)), np.flatnonzero(np.diff(columns) > 1) + 1)
    kept = [part for part in parts if named[part].any()]
    return columns[np.concatenate(kept)]


def _notes(grid: Grid, body: Rows, columns: Rows) -> tuple[int, ...]:
    """The rows at the end that are notes: lone texts, apart or long or called a note."""
    if not len(body):
        return ()
    kinds = grid.kinds[np.ix_(body, columns)]
    filled = (kinds != EMPTY).sum(axis=1)
    numbers = ((kinds == NUMBER) | (kinds == NOTHING)).any(axis=1)
    usual = float(np.percentile(filled, 75))
    last = len(body)
    while last > 1:
        text = grid.line(int(body[last - 1]))
        alone = filled[last - 1] == 1 and not numbers[last - 1]
        if not (alone or (_NOTE.match(text) and not numbers[last - 1])):
            break
        last -= 1
    start = _opening(grid, body, last)
    notes = body[start:]
    apart = _last_block(body[:start])
    if len(apart) and usual >= 4 and (filled[start - len(apart) : start] <= usual / 2).all():
        notes = body[start - len(apart) :]
    return tuple(int(row) for row in notes)


def _opening(grid: Grid, body: Rows, candidates: int) -> int:
    """The first of the last rows that opens notes; what comes before is data."""
    for number in range(candidates, len(body)):
        text = grid.line(int(body[number]))
        apart = number > 0 and body[number] - body[number - 1] > 1
        if apart or len(text) > LONG_NOTE or _NOTE.match(text):
            return number
    return len(body)


def _last_block(body: Rows) -> Rows:
    """The rows after the last blank row; none when there is no blank row."""
    breaks = np.flatnonzero(np.diff(body) > 1)
    return body[breaks[-1] + 1 :] if len(breaks) else body[:0]
