"""Write sheets and text files so that the same figures give the same file."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Font

MADE = datetime(2026, 1, 1)

Cell = str | int | float | None
Rows = Iterable[Sequence[Cell]]


def write_workbook(
    path: Path, sheets: Mapping[str, Rows], merged: Mapping[str, Sequence[str]] | None = None
) -> None:
    """Write a workbook.

    Parameters
    ----------
    sheets
        Rows by the name of the sheet; the first row is set in bold type.
    merged
        Ranges of cells to merge, by the name of the sheet.
    """
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet["A1"].font = Font(bold=True)
        for cells in (merged or {}).get(name, ()):
            sheet.merge_cells(cells)
    book.properties.creator = "Opdigtet eksempel"
    book.properties.created = MADE
    written = BytesIO()
    book.save(written)
    path.write_bytes(without_time(written.getvalue()))


def without_time(workbook: bytes) -> bytes:
    """The same workbook with the times of making and saving taken out."""
    packed = BytesIO()
    with ZipFile(BytesIO(workbook)) as before, ZipFile(packed, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "docProps/core.xml":
                made = MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = re.sub(rb"(<dcterms:\w+ [^>]*>)[^<]*", rb"\g<1>" + made, content)
            after.writestr(ZipInfo(name, MADE.timetuple()[:6]), content, ZIP_DEFLATED)
    return packed.getvalue()


def write_text(path: Path, rows: Rows, *, encoding: str, separator: str = ";") -> None:
    """Write a text file with a separator, texts that hold it in quotes."""

    def field(cell: Cell) -> str:
        text = "" if cell is None else str(cell)
        if separator in text or '"' in text:
            return '"' + text.replace('"', '""') + '"'
        return text

    lines = [separator.join(field(cell) for cell in row) for row in rows]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))


def comma(number: float, decimals: int) -> str:
    """A number with a decimal comma."""
    return f"{number:.{decimals}f}".replace(".", ",")


def points(number: int) -> str:
    """A whole number with a point between the thousands."""
    return f"{number:,}".replace(",", ".")
