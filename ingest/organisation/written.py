"""The organisation workbook as a file: a template to fill in, or the whole mapping to take away.

Both have a sheet each with headings, notes and lists to choose from, so what was taken away can be
changed and loaded again. All text is text: nothing that is written here can become a formula.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from danish import dates
from indicators import organisation
from ingest.organisation import cell_values, rows, state
from ingest.organisation.cell_values import Mark
from ingest.organisation.example import EXAMPLE_ROWS
from ingest.organisation.reading import EXAMPLE, GUIDE, origin_of
from ingest.organisation.rows import Content, Row
from ingest.template_workbook import (
    EXAMPLE_TITLE,
    HEADER_ROW,
    LISTS,
    ROWS,
    TITLE_FONT,
    WRAPPED,
    Cell,
    Column,
    offer,
    write_cell,
    write_header,
)
from store.organisation_sheets import SHEETS, Field, Kind, Sheet
from store.settings import Settings
from store.warehouse import Origin

NAME = "organisation-og-modeller"
"""Of the file, without its ending."""
TITLE = "Organisation og modeller"
FOR_ANALYSTS = ("staff", "swing")
"""Sheets whose rows are about few persons; everybody sees them only added up."""

_BOLD = Font(bold=True)
_DAY = "dd-mm-yyyy"
_LONG = 60  # characters; longer texts are wrapped
_WIDEST, _NARROWEST = 60, 12
_GUIDE_COLUMNS = (("Ark", 22), ("Kolonne", 30), ("Skal udfyldes", 16), ("Forklaring", 90))
_ADVICE = (
    "Hvert ark er en tabel, og hver række én ting. Udfyld de ark, I har noget til; et ark uden "
    "rækker ændrer ikke det, der er i brug.",
    "Et ark, der indlæses, afløser det samme ark helt. Vil I rette i det, der er i brug, så tag "
    "hele kortlægningen ud som regneark, ret i den, og indlæs den igen.",
    "En tom celle betyder »ikke vurderet«. Den er aldrig 0.",
    "Skriv aldrig navne, CPR-numre, mailadresser eller telefonnumre. Bedømmere og politikere "
    "er koder: B1, P1.",
    "Id'er er korte: bogstaver, cifre, bindestreg. Et id i én kolonne skal stå i det ark, den "
    "henviser til.",
    f"Står der »{Mark.WITHHELD.value}« i stedet for et beløb, er det hensynet til få personer. Det "
    "rigtige beløb bliver stående, når arket indlæses. Personale og Vægte er tomme af samme grund.",
    "Beløb er i 1.000 kr. Flere id'er eller mål i én celle skilles med semikolon.",
)
_FORM = {
    Kind.WHOLE: "Et helt tal.",
    Kind.NUMBER: "Et tal med decimalkomma.",
    Kind.YEAR: "Et år som 2026.",
    Kind.QUARTER: "Et kvartal som 1. kvt. 2027.",
    Kind.DAY: "En dag som 31-12-2027.",
    Kind.FLAG: "Ja eller nej.",
}


def template() -> bytes:
    """An empty workbook to fill in, with a sheet that explains and one that is filled in."""
    book = _book({}, f"{TITLE}: skabelon")
    _example(book.create_sheet(EXAMPLE))
    return _saved(book)


def export(settings: Settings, today: date | None = None) -> bytes:
    """Everything that is in force, as a workbook that can be loaded again.

    It holds what is only for analysts: pay and staff of few persons, and politicians' own points.
    """
    return exported(state.now(settings), today or dates.today())


def export_for_all(settings: Settings, today: date | None = None) -> bytes:
    """What everybody may see of it, as a workbook that can be loaded again.

    Hidden pay is written as withheld, and the sheets of staff and of weights have no rows; both
    stay as they are when the file is loaded again.
    """
    content = {code: [] if code in FOR_ANALYSTS else of for code, of in state.now(settings).items()}
    placed = content["assignments"]
    is_hidden = organisation.hides_pay(rows.frame("assignments", placed))
    content["assignments"] = [
        replace(row, values={**row.values, "salary": Mark.WITHHELD}) if secret else row
        for row, secret in zip(placed, is_hidden, strict=True)
    ]
    return exported(content, today or dates.today())


def exported(content: Content, today: date) -> bytes:
    """A state as a workbook.

    Parameters
    ----------
    today
        The day that it is taken out, for its title.
    """
    origins = {row["origin"] for rows in content.values() for row in rows}
    title = f"{TITLE}, taget ud {dates.date(today)}"
    if Origin.EXAMPLE in origins:
        # The first word makes a file an example as a whole, also what is the municipality's own.
        is_whole = origin_of(origins) is Origin.EXAMPLE
        title = (
            f"{EXAMPLE_TITLE}. {title}" if is_whole
            else f"{title}. Nogle rækker er eksempeldata: se kolonnen Oprindelse"
        )  # fmt: skip
    return _saved(_book(content, title))


def _book(content: Content, title: str) -> Workbook:
    book = Workbook()
    guide = book.active
    assert guide is not None
    guide.title = GUIDE
    _guide(guide, title)
    for sheet in SHEETS.values():
        _sheet(book.create_sheet(sheet.title), sheet, content.get(sheet.code, ()), title)
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    _lists(book, lists)
    return book


def _saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


# --- a sheet --------------------------------------------------------------------------------------


def _sheet(page: Worksheet, sheet: Sheet, rows: Sequence[Row], title: str) -> None:
    write_cell(page, 1, 1, f"{title} · {sheet.title}").font = TITLE_FONT
    write_cell(page, 2, 1, sheet.explains)
    write_header(page, HEADER_ROW, [_column(field) for field in sheet.fields])
    for number, row in enumerate(rows, start=HEADER_ROW + 1):
        _row(page, number, sheet, row.values)
    for number, field in enumerate(sheet.fields, start=1):
        lengths = [len(cell_values.written(field, row[field.code])) for row in rows]
        width = max(lengths, default=0) + 2
        wanted = min(max(width, len(field.heading) + 2, _NARROWEST), _WIDEST)
        page.column_dimensions[get_column_letter(number)].width = wanted
    page.freeze_panes = f"B{HEADER_ROW + 1}"
    if rows:
        last = get_column_letter(len(sheet.fields))
        page.auto_filter.ref = f"A{HEADER_ROW}:{last}{HEADER_ROW + len(rows)}"


def _row(page: Worksheet, number: int, sheet: Sheet, values: Mapping[str, Any]) -> None:
    for column, field in enumerate(sheet.fields, start=1):
        shown = _cell(field, values[field.code])
        if shown == "":
            continue
        cell = write_cell(page, number, column, shown)
        if field.kind is Kind.DAY:
            cell.number_format = _DAY
        if isinstance(shown, str) and len(shown) > _LONG:
            cell.alignment = WRAPPED


def _cell(field: Field, value: Any) -> Cell:
    """A value as a spreadsheet shows it: numbers and days as such, all else as text."""
    if value is None:
        return ""
    if field.kind is Kind.DAY:
        day: date = value
        return day
    number = cell_values.number(field, value)
    return cell_values.written(field, value) if number is None else number


def _column(field: Field) -> Column:
    choices = tuple((field.choices or {}).values())
    return Column(field.heading, _explained(field), choices, field.needed)


def _explained(field: Field) -> str:
    parts = [field.explains, _FORM.get(field.kind, "")]
    if field.kind in (Kind.REF, Kind.REFS) and not field.explains:
        parts.append(f"Id i arket {SHEETS[field.refers_to].title}.")
    if field.kind is Kind.REFS:
        parts.append("Flere id'er med ; imellem.")
    if field.needed:
        parts.append("Skal udfyldes.")
    return " ".join(part for part in parts if part)


# --- lists to choose from -------------------------------------------------------------------------


def _lists(book: Workbook, lists: Worksheet) -> None:
    """Offer what may stand in each column; ids are those of the sheet they refer to."""
    places: dict[tuple[str, ...], str] = {}
    for sheet in SHEETS.values():
        page = book[sheet.title]
        for number, field in enumerate(sheet.fields, start=1):
            if field.kind is Kind.REF:
                other = SHEETS[field.refers_to].title
                cells = f"'{other}'!$A${HEADER_ROW + 1}:$A${ROWS}"
            elif choices := _choices(field):
                if choices not in places:
                    places[choices] = _listed(lists, len(places) + 1, choices)
                cells = places[choices]
            else:
                continue
            offer(page, number, field.heading, cells)


def _choices(field: Field) -> tuple[str, ...]:
    if field.kind is Kind.FLAG:
        return "ja", "nej"
    return tuple((field.choices or {}).values())


def _listed(lists: Worksheet, column: int, choices: Sequence[str]) -> str:
    for row, choice in enumerate(choices, start=1):
        write_cell(lists, row, column, choice)
    letter = get_column_letter(column)
    return f"{LISTS}!${letter}$1:${letter}${len(choices)}"


# --- what explains --------------------------------------------------------------------------------


def _guide(page: Worksheet, title: str) -> None:
    write_cell(page, 1, 1, title).font = TITLE_FONT
    row = 3
    for sentence in _ADVICE:
        write_cell(page, row, 1, sentence).alignment = WRAPPED
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=4)
        page.row_dimensions[row].height = 32
        row += 1
    row += 1
    write_header(page, row, [Column(name, "") for name, _ in _GUIDE_COLUMNS])
    for number, (_, width) in enumerate(_GUIDE_COLUMNS, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
        page.cell(row, number).comment = None
    for sheet in SHEETS.values():
        row += 1
        for number, text in ((1, sheet.title), (4, sheet.explains)):
            cell = write_cell(page, row, number, text)
            cell.font, cell.alignment = _BOLD, WRAPPED
        for field in sheet.fields:
            row += 1
            needed = "ja" if field.needed else "nej"
            choices = "; ".join(_choices(field)) if field.kind is not Kind.FLAG else ""
            told = f"{_explained(field)} Vælg mellem: {choices}." if choices else _explained(field)
            for number, text in ((2, field.heading), (3, needed), (4, told)):
                write_cell(page, row, number, text).alignment = WRAPPED


def _example(page: Worksheet) -> None:
    """One filled row of each sheet, below one another. The sheet is never read."""
    write_cell(page, 1, 1, f"{EXAMPLE_TITLE}. Arket læses ikke").font = TITLE_FONT
    row = 3
    for code, values in EXAMPLE_ROWS.items():
        sheet = SHEETS[code]
        write_cell(page, row, 1, f"{sheet.title} – {sheet.explains}").font = _BOLD
        write_header(page, row + 1, [_column(field) for field in sheet.fields])
        for number, field in enumerate(sheet.fields, start=1):
            if text := values.get(field.code, ""):
                write_cell(page, row + 2, number, text)
        row += 4
    page.column_dimensions["A"].width = 28
