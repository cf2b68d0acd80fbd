"""Organisation workbooks as texts, for tests: a whole one that is right, to be spoiled."""

import hashlib
from collections.abc import Mapping, Sequence
from copy import deepcopy

import pandas as pd

from ingest import workbook
from ingest.organisation import cell_values, reading
from ingest.organisation.reading import Reading
from ingest.workbook import Workbook
from store.organisation_sheets import SHEETS
from tests.organisation_rows import ROWS

Texts = dict[str, list[dict[str, str]]]
"""By sheet the texts of the cells of each row, by the field's code."""


def whole() -> Texts:
    """Every sheet of a small organisation without errors."""
    return {
        code: [
            {
                of.code: cell_values.written(
                    of, tuple(value) if isinstance(value := row.get(of.code), list) else value
                )
                for of in SHEETS[code].fields
            }
            for row in rows
        ]
        for code, rows in deepcopy(dict(ROWS)).items()
    }


def book(
    texts: Mapping[str, Sequence[Mapping[str, str]]],
    name: str = "organisation.xlsx",
    *,
    title: str = "",
    in_english: bool = False,
) -> Workbook:
    """A workbook as the other process would have read it."""
    sheets = []
    for code, rows in texts.items():
        sheet = SHEETS[code]
        used = [of for of in sheet.fields if any(of.code in row for row in rows)]
        lines: list[list[str | None]] = [[title or None], []] if title else []
        lines.append([of.code if in_english else of.heading for of in used])
        lines += [[row.get(of.code) or None for of in used] for row in rows]
        width = max(map(len, lines))
        full = [[*line, *[None] * (width - len(line))] for line in lines]
        sheets.append(sheet_of(code if in_english else sheet.title, full))
    return book_of(sheets, name)


def sheet_of(name: str, lines: Sequence[Sequence[str | None]]) -> workbook.Sheet:
    """A sheet with these cells."""
    cells = pd.DataFrame(list(lines))
    return workbook.Sheet(
        name, pd.DataFrame({one: pd.array(cells[one], dtype="str") for one in cells.columns})
    )


def book_of(sheets: Sequence[workbook.Sheet], name: str = "organisation.xlsx") -> Workbook:
    """A workbook with these sheets."""
    said = "".join(f"{sheet.name}{sheet.cells.to_csv()}" for sheet in sheets) + name
    sha256 = hashlib.sha256(said.encode()).hexdigest()
    return Workbook(name, sha256, len(said), "xlsx", tuple(sheets), ())


def read(texts: Mapping[str, Sequence[Mapping[str, str]]], **said: object) -> Reading:
    """Texts as they are read from a workbook."""
    return reading.read(book(texts, **said))  # type: ignore[arg-type]
