"""Awkward files: how a case is described, and the bytes of workbooks and text files.

A case is a file with one trap in it and what must come of it: exactly these values, or a refusal
that names place, finding and remedy. `awkward_surveys.py`, `awkward_registers.py` and
`awkward_published.py` hold the cases.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from io import BytesIO

import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

from ingest.mapping import Column, FileMapping
from store.inputs import InputKind

Rows = Sequence[Sequence[object]]
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Read:
    """The file is read.

    Attributes
    ----------
    values
        Survey: a list by field or question, an answer being a number, the code of a missing
        answer or None. Aggregated survey: (value, answers) by `at`. Register: (numerator,
        denominator) by `at`.
    told
        What some warning must say: all words of a group in the same one.
    """

    values: Mapping
    told: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Refused:
    """The file is refused by an error with this place, whose text has all these words."""

    place: str
    says: tuple[str, ...]
    never: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """One awkward file.

    Attributes
    ----------
    decide
        What the analyst changes in the suggested mapping before it is confirmed.
    sheet
        The name of the sheet that the analyst picks; empty for the first one.
    asks
        The columns that must not be read before the analyst has confirmed them.
    """

    name: str
    files: Mapping[str, bytes]
    want: Read | Refused
    kind: InputKind = InputKind.REGISTER
    source: str = "forløb"
    constants: Mapping[str, str] = field(default_factory=lambda: {"area": "183"})
    decide: Callable[[FileMapping], FileMapping] = lambda mapping: mapping
    sheet: str = ""
    asks: tuple[str, ...] = ()


def at(period: str, breakdown: str = "", area: str = "183") -> Key:
    """The key of a figure."""
    return (area, period, breakdown)


def couple(**fields: Column) -> Callable[[FileMapping], FileMapping]:
    """The analyst couples these columns in this way, whatever was suggested."""
    chosen = {column.name: column for column in fields.values()}

    def decide(mapping: FileMapping) -> FileMapping:
        return replace(mapping, columns=tuple(chosen.get(one.name, one) for one in mapping.columns))

    return decide


def xlsx(
    sheets: Mapping[str, Rows],
    *,
    merged: Sequence[str] = (),
    formats: Mapping[str, str] | None = None,
    hidden: Sequence[str] = (),
) -> bytes:
    """A workbook. `merged` and `formats` (number format by cell) are about its first sheet."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    first = book.worksheets[0]
    for cells in merged:
        first.merge_cells(cells)
    for cell, number_format in (formats or {}).items():
        first[cell].number_format = number_format
    return _saved(book)


def xls(rows: Rows, name: str = "Ark1") -> bytes:
    """A workbook as Excel wrote them until 2003."""
    book = xlwt.Workbook()
    sheet = book.add_sheet(name)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    return _saved(book)


def ods(rows: Rows, name: str = "Ark1") -> bytes:
    """A workbook as LibreOffice writes them."""
    book = OpenDocumentSpreadsheet()
    sheet = Table(name=name)
    for row in rows:
        line = TableRow()
        for value in row:
            if isinstance(value, int | float):
                cell = TableCell(valuetype="float", value=value)
            elif value is None:
                cell = TableCell()
            else:
                cell = TableCell(valuetype="string")
            cell.addElement(P(text="" if value is None else str(value)))
            line.addElement(cell)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    return _saved(book)


def text(rows: Rows, *, separator: str = ";", encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    """A text file; a field with the separator, a quote or a line break stands in quotes."""

    def shown(value: object) -> str:
        written = "" if value is None else str(value)
        if any(sign in written for sign in (separator, '"', "\n")):
            return '"' + written.replace('"', '""') + '"'
        return written

    return "".join(separator.join(shown(cell) for cell in row) + end for row in rows).encode(
        encoding
    )


def day(year: int, month: int, number: int) -> datetime:
    """A date as a workbook holds it."""
    when = date(year, month, number)
    return datetime(when.year, when.month, when.day)


def _saved(book: object) -> bytes:
    written = BytesIO()
    book.save(written)
    return written.getvalue()
