"""A spreadsheet or text file as rectangles of text.

The file is opened by another process (`ingest.reader`) with limits on memory and time. What comes
back is text in Arrow's format, which is checked and never executed. What a file is, is seen from
its content; its name is only shown.
"""

import hashlib
import json
import logging
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ingest import findings
from ingest.problem import Problem, RejectedError
from ingest.reader.blocks import Limits
from ingest.reader_process import Block, NoAnswerError, blocks_of

MOST_BYTES = 25_000_000
MOST_BYTES_OF_TEXT = 500_000_000
SECONDS = 15
"""How long reading a file of `MOST_BYTES` may take."""

_LONGEST_NAME = 100
_DAMAGED = "�|Ã[¦¸¥†˜…]"  # what became of æ, ø, å, Æ, Ø and Å
_log = logging.getLogger(__name__)

Area = tuple[int, int, int, int]
"""First row, first column, last row and last column, all inclusive."""


@dataclass(frozen=True)
class Sheet:
    """A sheet, or the one rectangle of a text file.

    Attributes
    ----------
    name
        As in the workbook; empty for a text file.
    cells
        Text, missing where empty; rows and columns from 0 are the sheet's own. Numbers have a
        decimal comma and no thousands separator, dates are ISO, errors stand as `#DIV/0!`.
    formulas
        Names of cells with a formula whose value was never stored, such as `F12`.
    merged
        Merged cells, when the file says which they are.
    """

    name: str
    cells: pd.DataFrame
    formulas: tuple[str, ...] = ()
    merged: tuple[Area, ...] = ()


@dataclass(frozen=True)
class Workbook:
    """A file as it was read.

    Attributes
    ----------
    name
        To be shown: without folders and control characters.
    form
        `xlsx`, `xlsm`, `xls`, `ods` or `csv`, from the content.
    sheets
        Without empty ones; hidden ones last.
    told
        Warnings about the file as a whole.
    """

    name: str
    sha256: str
    size: int
    form: str
    sheets: tuple[Sheet, ...]
    told: tuple[Problem, ...]


def read(path: Path, name: str, *, most_bytes: int = MOST_BYTES) -> Workbook:
    """Read a file.

    Parameters
    ----------
    path
        Where it lies.
    name
        What the user calls it.
    most_bytes
        How large a text file may be; a spreadsheet has its own, smaller limit.

    Raises
    ------
    RejectedError
        If it cannot be read or is no spreadsheet.
    """
    shown = shown_name(name)
    size = path.stat().st_size
    limits = limits_for(size)
    if size == 0:
        raise RejectedError([findings.refusal({"what": "empty file"}, shown, limits)])
    most = most_bytes if most_bytes <= MOST_BYTES or _may_be_text(path) else MOST_BYTES
    if size > most:
        finding = {"what": "large file", "size": size, "most": most}
        raise RejectedError([findings.refusal(finding, shown, limits)])
    sheets, end = _sheets(path, shown, limits)
    if problems := list(_damage(sheets)):
        raise RejectedError(problems)
    form = str(end["form"])
    told = findings.name_of_another_form(shown, form)
    told += [findings.told(finding, shown) for finding in end["told"]]
    told += [findings.formulas(sheet.name, sheet.formulas) for sheet in sheets if sheet.formulas]
    return Workbook(shown, _sha256(path), size, form, tuple(sheets), tuple(told))


def limits_for(size: int) -> Limits:
    """What a file of so many bytes may cost."""
    return Limits(
        memory=1 << 30,
        seconds=SECONDS + max(size - MOST_BYTES, 0) // 1_000_000,
        result=max(120_000_000, 3 * size),
        unpacked=400_000_000,
        ratio=100,
        parts=1_000,
        area=max(8_000_000, size // 3),
        columns=2_000,
        field=100_000,
    )


def cell_name(row: int, column: int) -> str:
    """Name a cell as a spreadsheet does: row 211 and column 5, from 0, are `F212`."""
    return f"{column_name(column)}{row + 1}"


def column_name(column: int) -> str:
    """Name a column as a spreadsheet does: 0 is `A`, 27 `AB`."""
    letters = ""
    number = column + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def shown_name(name: str) -> str:
    """A file's name without folders and control characters, and no longer than a line."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip()
    if len(kept) > _LONGEST_NAME:
        kept = f"{kept[: _LONGEST_NAME - 11]}…{kept[-10:]}"
    return kept or "filen"


def _may_be_text(path: Path) -> bool:
    with path.open("rb") as file:
        return not file.read(4).startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- what the other process answers ---------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What the other process wrote."""

    sheets: tuple[tuple[Mapping[str, Any], tuple[Any, ...]], ...]
    end: Mapping[str, Any]


def _sheets(path: Path, name: str, limits: Limits) -> tuple[list[Sheet], Mapping[str, Any]]:
    """The sheets with contents, hidden ones last, and what was said at the end.

    Raises
    ------
    RejectedError
        If the file was refused, or if there is no answer that makes sense.
    """
    try:
        answer = _answer(path, limits)
        if refused := answer.end["refused"]:
            raise RejectedError([findings.refusal(refused, name, limits)])
        seen = sorted(answer.sheets, key=lambda one: bool(one[0]["hidden"]))
        sheets = [_sheet(head, batches) for head, batches in seen if batches]
    except NoAnswerError as error:
        raise RejectedError([findings.refusal({"what": error.what}, name, limits)]) from None
    except (pa.ArrowException, OSError, LookupError, TypeError, ValueError) as error:
        _log.warning("The answer of the reading process makes no sense: %s", type(error).__name__)
        raise RejectedError([findings.refusal({"what": "broken"}, name, limits)]) from None
    filled = [sheet for sheet in sheets if len(sheet.cells)]
    if not filled:
        raise RejectedError([findings.refusal({"what": "no cells"}, name, limits)])
    return filled, answer.end


def _answer(path: Path, limits: Limits) -> Answer:
    sheets: list[tuple[Mapping[str, Any], list[Any]]] = []
    end = None
    for letter, content in blocks_of(path, limits):
        if letter == Block.SHEET:
            sheets.append((json.loads(content), []))
        elif letter == Block.ROWS:
            sheets[-1][1].append(_batch(content))
        else:
            end = json.loads(content)
    if end is None:
        raise NoAnswerError("memory")
    return Answer(tuple((head, tuple(batches)) for head, batches in sheets), end)


def _batch(content: bytes) -> Any:
    with pa.ipc.open_stream(pa.py_buffer(content)) as stream:
        batch = stream.read_next_batch()
    batch.validate(full=True)
    if any(kind != pa.large_string() for kind in batch.schema.types):
        raise ValueError("not text")
    return batch


def _sheet(head: Mapping[str, Any], batches: Sequence[Any]) -> Sheet:
    columns = pa.Table.from_batches(batches).columns
    height = width = 0
    for number, column in enumerate(columns):
        if column.null_count < len(column):
            last = len(column)
            for chunk in reversed(column.chunks):
                last -= len(chunk)
                if chunk.null_count < len(chunk):
                    filled = np.flatnonzero(chunk.is_valid().to_numpy(zero_copy_only=False))
                    height = max(height, last + int(filled[-1]) + 1)
                    break
            width = number + 1
    # The cells stay where they came in: nothing is copied.
    cells = {
        number: pd.Series(pd.array(column.slice(0, height), dtype="str"))
        for number, column in enumerate(columns[:width])
    }
    merged = [(int(a), int(b), int(c), int(d)) for a, b, c, d in head["merged"]]
    return Sheet(
        str(head["name"]),
        pd.DataFrame(cells, index=pd.RangeIndex(height), columns=pd.RangeIndex(width), copy=False),
        tuple(str(cell) for cell in head["formulas"]),
        tuple(area for area in merged if area[0] < height and area[1] < width),
    )


def _damage(sheets: Sequence[Sheet]) -> Iterator[Problem]:
    """Cells whose Danish letters were lost on the way, as one finding a sheet."""
    for sheet in sheets:
        found: list[tuple[int, int]] = []
        for column in sheet.cells.columns:
            hits = pc.match_substring_regex(pa.array(sheet.cells[column]), _DAMAGED)
            rows = np.flatnonzero(hits.fill_null(False).to_numpy(zero_copy_only=False))
            found += [(int(row), int(column)) for row in rows]
        if found:
            first = [cell_name(row, column) for row, column in sorted(found)[:5]]
            yield findings.damaged(sheet.name, first, len(found))
