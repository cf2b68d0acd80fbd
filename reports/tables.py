"""Tables to take away: CSV and XLSX as a Danish spreadsheet program opens them."""

import csv
import io
from dataclasses import dataclass
from typing import Any

import openpyxl
import pandas as pd
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from danish import dates, numbers
from indicators import glossary
from store.entries import IndicatorEntry
from store.release import Release

HEADINGS = {
    "indicator": "Indikator",
    "breakdown": "Opdeling",
    "area_name": "Område",
    "area": "Områdekode",
    "label": "Periode",
    "period": "Periodekode",
    "value": "Værdi",
    "lower": "Nedre grænse (95 %)",
    "upper": "Øvre grænse (95 %)",
    "numerator": "Tæller",
    "denominator": "Nævner",
    "base": "Grundlag",
    "origin": "Oprindelse",
    "absent_because": "Mangler fordi",
    "marks": "Bemærk",
}
_LIVE = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Table:
    """Rows with Danish headings, and the lines that say where they come from."""

    title: str
    notes: tuple[str, ...]
    rows: pd.DataFrame


def values(release: Release, entry: IndicatorEntry, rows: pd.DataFrame) -> Table:
    """Rows of `Release.history` as a table, codes written out in words."""
    facts = release.facts
    example = (rows["origin"] == "example").any()
    notes = (
        *(["Eksempeldata: tallene er opfundne."] if example else []),
        f"{entry.id} {entry.title}",
        f"Enhed: {entry.unit}",
        f"Kilde: {entry.source}",
        f"Udgivelse {release.name} fra {dates.moment(facts.made_at)}",
        entry.method,
    )
    named = rows.assign(
        area_name=[release.areas[area].name for area in rows["area"]],
        origin=[_words(code) for code in rows["origin"]],
        absent_because=[_words(code) for code in rows["absent_because"]],
        marks=[_words(codes) for codes in rows["marks"]],
        breakdown=[dict(entry.breakdowns).get(code, code) for code in rows["breakdown"]],
    )
    return Table(entry.title, notes, named[list(HEADINGS)].rename(columns=HEADINGS))


def values_csv(release: Release, entry: IndicatorEntry, rows: pd.DataFrame) -> bytes:
    """Rows of `Release.history` as a CSV file."""
    return as_csv(values(release, entry, rows))


def values_xlsx(release: Release, entry: IndicatorEntry, rows: pd.DataFrame) -> bytes:
    """Rows of `Release.history` as a workbook."""
    return as_xlsx(values(release, entry, rows))


def as_csv(table: Table) -> bytes:
    """`;`, decimal comma, UTF-8 with BOM, so that a double click opens it right."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.rows.columns)
    for row in table.rows.to_dict("records"):
        writer.writerow([_plain(cell) for cell in row.values()])
    for note in table.notes:
        writer.writerow([harmless(note)])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table) -> bytes:
    """A workbook with the numbers as numbers and every text as text."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Tal")
    sheet.freeze_panes = "A2"
    for position, name in enumerate(table.rows.columns):
        letter = openpyxl.utils.get_column_letter(position + 1)
        sheet.column_dimensions[letter].width = max(12, min(40, len(name) + 4))
    sheet.append([_text(sheet, name, bold=True) for name in table.rows.columns])
    for row in table.rows.itertuples(index=False):
        sheet.append(
            [
                None if pd.isna(cell) else _text(sheet, cell) if isinstance(cell, str) else cell
                for cell in row
            ]
        )
    about = book.create_sheet("Om tallene")
    about.column_dimensions["A"].width = 100
    for note in table.notes:
        about.append([_text(about, note)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(cell: Any) -> str:
    if isinstance(cell, str):
        return harmless(cell)
    return "" if cell is None or pd.isna(cell) else numbers.plain(float(str(cell)))


def harmless(text: str) -> str:
    """A text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.startswith(_LIVE) else text


def _text(sheet: object, text: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    # Openpyxl would make a formula of a text that opens with "=".
    cell.data_type = "s"
    cell.font = Font(bold=bold)
    return cell


def _words(codes: str) -> str:
    return "; ".join(glossary.entry(code).word for code in codes.split(";") if code)
