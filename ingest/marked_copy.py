"""What to take away from a check: the list of problems, and a copy of the file with cells marked.

Both are workbooks in which every text is text: nothing that a file holds becomes a formula.
"""

import io
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import openpyxl
import pandas as pd
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from danish import numbers
from ingest.problem import Problem
from ingest.workbook import Sheet, Workbook

HEADINGS = ("Alvor", "Hvor", "Hvad", "Ventet", "Gør sådan")
MOST_CELLS = 500_000
"""A copy of so many takes six seconds."""

_WIDTHS = (10, 32, 60, 50, 50)
_FILL = PatternFill("solid", fgColor="FBEBDF")
_AUTHOR = "Tryghedsoverblik"
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(,\d{1,6})?")
_LONGEST_TITLE = 31  # of a sheet, in Excel
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

_PLACE = re.compile(
    r'(?:Ark "(?P<sheet>.*?)", )?'
    r"(?:(?i:celle) (?P<cell_column>[A-Z]{1,3})(?P<cell_row>\d+)"
    r"|(?i:linje|række) (?P<row>\d+)(?:–(?P<last>\d+))?"
    r"(?:, (?i:kolonne) (?P<row_column>[A-Z]{1,3}))?"
    r"|(?i:kolonne) (?P<column>[A-Z]{1,3}))\b",
)
_MOST_ROWS = 1000  # that one problem marks


@dataclass(frozen=True)
class Spot:
    """Where a problem is in a sheet, from 0; None where it is the whole row or column."""

    sheet: str
    row: int | None
    column: int | None


def problem_list(problems: Sequence[Problem]) -> bytes:
    """The problems as a workbook."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Fejlliste")
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_text(sheet, name, bold=True) for name in HEADINGS])
    for it in problems:
        told = (it.severity.value, it.place, it.found, it.expected, it.remedy)
        sheet.append([_text(sheet, part) for part in told])
    return _saved(book)


def marked(book: Workbook, problems: Sequence[Problem], headers: Mapping[str, int]) -> bytes:
    """A copy of a file as a workbook; each cell with a problem has a colour and a note.

    Numbers are numbers, all else is text; what was a formula is what it came to. Of a sheet with
    more than `MOST_CELLS` only the rows to its header and those with a problem are there.

    Parameters
    ----------
    headers
        By sheet the row of its header, from 0: there a problem of a whole column is marked.
    """
    notes = _notes(problems, headers)
    copy = openpyxl.Workbook(write_only=True)
    titles: set[str] = set()
    for sheet in book.sheets:
        title = _title(sheet.name or book.name, titles)
        titles.add(title.lower())
        marks = notes.get(sheet.name, {})
        _copied(copy.create_sheet(title), sheet, marks, headers.get(sheet.name, 0))
    return _saved(copy)


def spots(place: str) -> list[Spot]:
    """Read the places that a problem names, as `Table.place` and `ingest.places` write them."""
    found = []
    for match in _PLACE.finditer(place):
        letters = match["cell_column"] or match["row_column"] or match["column"]
        column = _number(letters) if letters else None
        first = match["cell_row"] or match["row"]
        if first is None:
            found.append(Spot(match["sheet"] or "", None, column))
            continue
        last = min(int(match["last"] or first), int(first) + _MOST_ROWS - 1)
        rows = range(int(first) - 1, last)
        found += [Spot(match["sheet"] or "", row, column) for row in rows]
    return found


def _notes(
    problems: Sequence[Problem], headers: Mapping[str, int]
) -> dict[str, dict[tuple[int, int], list[str]]]:
    """By sheet and cell what is wrong there. A whole row is marked in its first cell."""
    notes: dict[str, dict[tuple[int, int], list[str]]] = defaultdict(lambda: defaultdict(list))
    for problem in problems:
        said = " ".join(
            part if part.endswith((".", "?")) else f"{part}."
            for part in (problem.found, problem.expected, problem.remedy)
            if part
        )
        for at in spots(problem.place):
            row = headers.get(at.sheet, 0) if at.row is None else at.row
            notes[at.sheet][row, at.column or 0].append(f"{problem.severity.value}: {said}")
    return notes


def _copied(
    copy: object, sheet: Sheet, notes: Mapping[tuple[int, int], list[str]], header: int
) -> None:
    append = copy.append  # type: ignore[attr-defined]
    lines: dict[int, dict[int, list[str]]] = defaultdict(dict)
    for (row, column), said in notes.items():
        lines[row][column] = said
    shown = sheet.cells
    if shown.size > MOST_CELLS:
        shown = shown[shown.index.isin({*range(header + 1), *lines})]
    filled: list[list[object]] = shown.to_numpy(object).tolist()
    for number, texts in zip(shown.index, filled, strict=True):
        cells = [_cell(copy, text) for text in texts]
        for column, said in lines.get(number, {}).items():
            cells += [None] * (column + 1 - len(cells))
            found = cells[column]
            at = found if isinstance(found, Cell) else WriteOnlyCell(copy, found)
            at.fill = _FILL
            at.comment = Comment(_clean("\n".join(said)), _AUTHOR, height=120, width=320)
            cells[column] = at
        append(cells)


def _cell(copy: object, value: object) -> object:
    """A cell of the copy: empty, a number, or text."""
    if not isinstance(value, str) or pd.isna(value):
        return None
    if _NUMBER.fullmatch(value) and value != "-0":
        whole = float(value.replace(",", "."))
        if numbers.plain(whole) == value:
            return int(whole) if whole.is_integer() else whole
    # Openpyxl makes a formula of a text that opens with "=", an error of one like "#N/A".
    return _text(copy, value) if value[:1] in "=#" or _CONTROL.search(value) else value


def _text(copy: object, value: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(copy, _clean(value))
    cell.data_type = "s"
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    cell.font = Font(bold=bold)
    return cell


def _clean(value: str) -> str:
    """Without the control characters that no workbook may hold."""
    return _CONTROL.sub("", value)[:32_000]


def _title(name: str, taken: set[str]) -> str:
    plain = _FORBIDDEN.sub(" ", _clean(name)).strip().strip("'")[:_LONGEST_TITLE] or "Ark"
    title, number = plain, 2
    while title.lower() in taken:
        end = f" ({number})"
        title, number = plain[: _LONGEST_TITLE - len(end)] + end, number + 1
    return title


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
