"""The cells of a workbook as text."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import python_calamine as calamine

from ingest.reader.blocks import CELLS_A_BATCH, Limits, Output, RefusedError
from ingest.reader.look import Look


def read_sheets(path: Path, looks: dict[str, Look], output: Output, limits: Limits) -> None:
    """Write all sheets of a workbook."""
    # Given a path, the library believes its ending.
    with path.open("rb") as file, calamine.CalamineWorkbook.from_filelike(file) as workbook:
        for metadata in workbook.sheets_metadata:
            if metadata.typ == calamine.SheetTypeEnum.WorkSheet:
                sheet = workbook.get_sheet_by_name(metadata.name)
                look = looks.get(metadata.name, Look({}, []))
                hidden = metadata.visible != calamine.SheetVisibleEnum.Visible
                _write_sheet(sheet, hidden, look, output, limits)


def _write_sheet(
    sheet: calamine.CalamineSheet, hidden: bool, look: Look, output: Output, limits: Limits
) -> None:
    merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
    output.sheet(sheet.name, hidden, merged, look.formulas)
    if sheet.start is None or sheet.end is None:
        if look.errors:
            _write_rows(iter([]), 0, (0, 0), look.errors, output)
        return
    start, end = sheet.start, sheet.end
    if end[1] >= limits.columns or (end[0] + 1) * (end[1] + 1) > limits.area:
        raise RefusedError("area", sheet=sheet.name, rows=end[0] + 1, columns=end[1] + 1)
    # The rows come from the sheet's first on, the columns from the first that is filled.
    _write_rows(sheet.iter_rows(), start[1], end, look.errors, output)


def _write_rows(
    rows: Iterator[list[Any]],
    first_column: int,
    end: tuple[int, int],
    errors: dict[tuple[int, int], str],
    output: Output,
) -> None:
    # Cells with an error count as empty to the library: they may stand outside its rectangle.
    width = 1 + max([end[1], *(column for _, column in errors)])
    height = 1 + max([end[0], *(row for row, _ in errors)])
    texts = Texts()
    size = max(CELLS_A_BATCH // width, 1)
    for first in range(0, height, size):
        batch = [[""] * first_column + row for row in islice(rows, size)]
        batch += [[] for _ in range(min(size, height - first) - len(batch))]
        for row in batch:
            row.extend([""] * (width - len(row)))
        for (number, column), error in errors.items():
            if first <= number < first + size:
                batch[number - first][column] = error
        output.rows([_texts_of(column, texts) for column in zip(*batch, strict=True)])


def _texts_of(column: tuple[Any, ...], texts: "Texts") -> list[str | None]:
    if bool in set(map(type, column)):  # True is 1 as a key
        return [text_of(value) if isinstance(value, bool) else texts[value] for value in column]
    return [texts[value] for value in column]


class Texts(dict[Any, str | None]):
    """The text of every value seen; the same few values come again and again."""

    def __missing__(self, value: Any) -> str | None:
        if len(self) >= 50_000:
            self.clear()
        text = self[value] = text_of(value)
        return text


def text_of(value: Any) -> str | None:
    """A cell as text: Danish numbers, ISO dates; None when it is empty."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool):
        return "sand" if value else "falsk"
    if isinstance(value, float | int):
        return number_text(value)
    if isinstance(value, dt.datetime):
        if value.time() == dt.time():
            return value.date().isoformat()
        return value.isoformat(" ", "seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.isoformat("seconds")
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        sign, seconds = "-" * (seconds < 0), abs(seconds)
        return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    raise RefusedError("broken")


def number_text(value: float) -> str:
    """A number with the 15 digits that a spreadsheet shows at most: 0.1 + 0.2 is `0,3`."""
    text = f"{value + 0.0:.15g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        digits = mantissa.lstrip("-").replace(".", "")
        sign = "-" * text.startswith("-")
        if (places := int(exponent)) > 0:
            return sign + digits.ljust(places + 1, "0")
        return f"{sign}0,{'0' * (-places - 1)}{digits}"
    return text.replace(".", ",")
