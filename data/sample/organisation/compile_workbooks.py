"""Write the starting content of the organisation workbook from the text files beside this script.

    python data/sample/organisation/compile_workbooks.py [FOLDER]

Without FOLDER the two workbooks are written beside this script. The same rows give the same bytes.
`README.md` says what the files hold.
"""

import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "example"))

import contents
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from sheets import MADE, without_time

from store.organisation_sheets import ALL_MODELS, SHEETS, Field, Kind, Sheet

WORKBOOKS = {
    "organisation_offentlig.xlsx": (
        "Organisation og modeller – offentlige kilder",
        contents.official,
    ),
    "EKSEMPEL_organisation.xlsx": (
        "EKSEMPELDATA – organisation og modeller med opdigtede tal",
        contents.example,
    ),
}

_HEADER_ROW = 3
_HEADER = PatternFill("solid", start_color="1F3A4D")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_WIDE, _NARROW = 44, 14  # characters

Value = str | int | float | dt.date | None


def main(folder: Path) -> None:
    """Write both workbooks."""
    for name, (title, rows) in WORKBOOKS.items():
        (folder / name).write_bytes(workbook(title, rows()))


def workbook(title: str, content: Mapping[str, Sequence[contents.Row]]) -> bytes:
    """A workbook with a sheet for each sheet that has rows: a title, headings, the rows."""
    book = Workbook()
    book.remove(book.active)
    for code, rows in content.items():
        _write(book.create_sheet(SHEETS[code].title), title, SHEETS[code], rows)
    book.properties.creator = "Tryghedsoverblik"
    book.properties.created = MADE
    written = BytesIO()
    book.save(written)
    return without_time(written.getvalue())


def _write(page: Worksheet, title: str, sheet: Sheet, rows: Sequence[contents.Row]) -> None:
    page.cell(1, 1, title).font = Font(bold=True, size=14)
    for column, field in enumerate(sheet.fields, start=1):
        heading = page.cell(_HEADER_ROW, column, field.heading)
        heading.fill, heading.font = _HEADER, Font(bold=True, color="FFFFFF")
        longest = max((len(row.get(field.code, "")) for row in rows), default=0)
        width = _WIDE if longest > _WIDE else max(_NARROW, longest + 2, len(field.heading) + 2)
        page.column_dimensions[get_column_letter(column)].width = width
        for number, row in enumerate(rows, start=_HEADER_ROW + 1):
            cell = page.cell(number, column, value(field, row.get(field.code, "")))
            cell.alignment = _WRAPPED
            if cell.data_type == "f":
                cell.data_type = "s"  # text that begins with "=" is no formula
            if field.kind is Kind.DAY:
                cell.number_format = "dd-mm-yyyy"
    page.freeze_panes = page.cell(_HEADER_ROW + 1, 2)


def value(field: Field, cell: str) -> Value:
    """What a workbook holds for a cell of a text file; None where it is empty."""
    if not cell:
        return None
    if field.choices:
        return field.choices[cell]
    if field.refers_to == "models":
        return "alle" if cell == ALL_MODELS else cell
    if field.kind is Kind.DAY:
        return dt.date.fromisoformat(cell)
    if field.kind in (Kind.WHOLE, Kind.YEAR):
        return int(cell)
    if field.kind in (Kind.NUMBER, Kind.MONEY):
        return int(cell) if cell.lstrip("-").isdigit() else float(cell)
    return cell


if __name__ == "__main__":
    if len(sys.argv) > 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]) if len(sys.argv) == 2 else contents.HERE)
