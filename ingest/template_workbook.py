"""Empty workbooks to fill in: a sheet to write in, one that explains, one that is filled in.

What may stand in a cell is offered in a list. All text is text: nothing that is written here can
become a formula.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import Cell as WrittenCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from danish.errors import DanishError

FILL_IN, GUIDE, EXAMPLE, LISTS = "Udfyld", "Vejledning", "Eksempel", "Lister"
EXAMPLE_TITLE = "EKSEMPELDATA – opdigtede tal"

ROWS = 2000
"""The last row of the sheet to fill in that offers lists."""

HEADER_ROW = 3

_HEADER = PatternFill("solid", start_color="1F3A4D")
_HEADER_FONT = Font(bold=True, color="FFFFFF")
TITLE_FONT = Font(bold=True, size=14)
WRAPPED = Alignment(wrap_text=True, vertical="top")
_NARROWEST, _WIDEST = 14, 44  # characters

Cell = str | int | float | date


@dataclass(frozen=True)
class Column:
    """A column to fill in.

    Attributes
    ----------
    name
        Its heading.
    explains
        What to write in it, as a sentence or two.
    choices
        What may stand in it; empty where anything of the kind may.
    needed
        Whether it must be filled in.
    """

    name: str
    explains: str
    choices: tuple[str, ...] = ()
    needed: bool = True


@dataclass(frozen=True)
class Template:
    """What a template holds.

    Attributes
    ----------
    title
        What the workbook is for.
    columns
        In the order of the sheet.
    example
        Rows that show how it is filled in, as long as `columns`.
    advice
        Sentences for the sheet that explains.
    """

    title: str
    columns: tuple[Column, ...]
    example: tuple[tuple[Cell, ...], ...]
    advice: tuple[str, ...]


class UnknownKindError(DanishError):
    """There is no template of this kind."""

    def __init__(self, kind: str, kinds: Sequence[str]):
        super().__init__(f"Der er ingen skabelon »{kind}«. Der er: {', '.join(kinds)}.")


def written(template: Template) -> bytes:
    """A template as the bytes of an xlsx file."""
    book = Workbook()
    fill_in = book.active
    assert fill_in is not None
    fill_in.title = FILL_IN
    write_cell(fill_in, 1, 1, template.title).font = TITLE_FONT
    write_header(fill_in, HEADER_ROW, template.columns)
    fill_in.freeze_panes = f"A{HEADER_ROW + 1}"
    _guide(book.create_sheet(GUIDE), template)
    _example(book.create_sheet(EXAMPLE), template)
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    _choices(fill_in, lists, template.columns)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def write_header(sheet: Worksheet, row: int, columns: Sequence[Column]) -> None:
    """Write headings with their notes."""
    for number, column in enumerate(columns, start=1):
        cell = write_cell(sheet, row, number, column.name)
        cell.fill, cell.font, cell.alignment = _HEADER, _HEADER_FONT, WRAPPED
        cell.comment = Comment(_explained(column), "Tryghedsoverblik", width=320, height=140)
        width = min(max(len(column.name) + 2, _NARROWEST), _WIDEST)
        sheet.column_dimensions[get_column_letter(number)].width = width


def _guide(sheet: Worksheet, template: Template) -> None:
    write_cell(sheet, 1, 1, template.title).font = TITLE_FONT
    row = 3
    for sentence in template.advice:
        write_cell(sheet, row, 1, sentence).alignment = WRAPPED
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=3)
        sheet.row_dimensions[row].height = 32
        row += 1
    row += 1
    for number, (heading, width) in enumerate(
        (("Kolonne", 34), ("Skal udfyldes", 16), ("Forklaring", 90)), start=1
    ):
        cell = write_cell(sheet, row, number, heading)
        cell.fill, cell.font = _HEADER, _HEADER_FONT
        sheet.column_dimensions[get_column_letter(number)].width = width
    for column in template.columns:
        row += 1
        needed = "ja" if column.needed else "nej"
        for number, text in enumerate((column.name, needed, _explained(column)), start=1):
            write_cell(sheet, row, number, text).alignment = WRAPPED


def _example(sheet: Worksheet, template: Template) -> None:
    title = f"{EXAMPLE_TITLE}: {template.title}"
    write_cell(sheet, 1, 1, title).font = Font(bold=True, color="9C1C1C")
    write_header(sheet, HEADER_ROW, template.columns)
    for row, cells in enumerate(template.example, start=HEADER_ROW + 1):
        for number, value in enumerate(cells, start=1):
            if value != "":
                write_cell(sheet, row, number, value)


def _choices(sheet: Worksheet, lists: Worksheet, columns: Sequence[Column]) -> None:
    """Offer lists. They stand in a sheet of their own: in the rule itself one may be too long."""
    for number, column in enumerate(columns, start=1):
        if not column.choices:
            continue
        letter = get_column_letter(number)
        for row, choice in enumerate(column.choices, start=1):
            write_cell(lists, row, number, choice)
        offer(sheet, number, column.name, f"{LISTS}!${letter}$1:${letter}${len(column.choices)}")


def offer(sheet: Worksheet, number: int, title: str, cells: str) -> None:
    """Offer what stands in some cells as a list in a column; something else may be kept."""
    letter = get_column_letter(number)
    rule = DataValidation(
        "list",
        formula1=cells,
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle=title[:32],
        error="Det står ikke på listen. Vælg fra listen, eller behold det og forklar det ved "
        "indlæsningen.",
    )
    rule.add(f"{letter}{HEADER_ROW + 1}:{letter}{ROWS}")
    sheet.add_data_validation(rule)


def _explained(column: Column) -> str:
    if not column.choices:
        return column.explains
    return f"{column.explains} Vælg mellem: {'; '.join(column.choices)}."


def write_cell(sheet: Worksheet, row: int, column: int, value: Cell) -> WrittenCell:
    """Write a cell; text stays text."""
    cell = sheet.cell(row, column, value)
    if isinstance(value, str):
        cell.data_type = "s"  # else a text that begins with "=" would be a formula
    return cell
