"""A text file of a million lines, read by DuckDB; its header is found in its first lines."""

import codecs
import csv
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

import duckdb
import pandas as pd
from duckdb import DuckDBPyConnection

from ingest import frame, workbook
from ingest.frame import Table
from ingest.problem import Problem, RejectedError, error
from ingest.workbook import Sheet

LARGE = 5_000_000
"""Bytes from which a text file is read this way."""
_HEAD = 100_000  # bytes of it that are looked at first
_SEPARATORS = ";\t|,"


def is_large_text(path: Path) -> bool:
    """Whether a file is text and too large for the ordinary way."""
    with path.open("rb") as file:
        start = file.read(4)
    packed = start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
    return not packed and path.stat().st_size >= LARGE


def head(path: Path, name: str) -> Table:
    """The table in the first lines of a file.

    Raises
    ------
    RejectedError
        If there is none.
    """
    with path.open("rb") as file:
        start = file.read(_HEAD)
    text = start[: start.rfind(b"\n") + 1].decode(_encoding(start), errors="replace")
    separator = max(_SEPARATORS, key=text.count)
    rows = [
        [cell.strip() or None for cell in row]
        for row in csv.reader(text.splitlines(), delimiter=separator)
    ]
    width = max(map(len, rows), default=0)
    padded = [row + [None] * (width - len(row)) for row in rows]
    return frame.find(Sheet("", pd.DataFrame(padded, dtype="str")), totals=True)


@contextmanager
def opened(path: Path, table: Table, wanted: Collection[str]) -> Iterator[DuckDBPyConnection]:
    """A connection with the table `raw` of all lines of a file.

    Parameters
    ----------
    table
        From `head`.
    wanted
        The columns to read; texts of accounts are best left where they are.

    Raises
    ------
    RejectedError
        If a line has another number of fields, or the text is in no encoding that is known.
    """
    with path.open("rb") as file:
        start = file.read(_HEAD)
    encoding = _encoding(start)
    header = start.decode(encoding, errors="replace").splitlines()[table.frame.header_last]
    separator = max(_SEPARATORS, key=header.count)
    width = max(header.count(separator) + 1, table.positions[-1] + 1)
    fields = ", ".join(f"'f{place}': 'VARCHAR'" for place in range(width))
    names = ", ".join(
        f"f{position} as c{number}"
        for number, (name, position) in enumerate(zip(table.columns, table.positions, strict=True))
        if name in wanted
    )
    first = table.frame.first_row
    with duckdb.connect(config={"memory_limit": "500MB"}) as connection:
        try:
            connection.execute(
                f"create temp table raw_lines as select {names} from read_csv("
                f"{_literal(escape(str(path)))}, auto_detect=false, header=false, skip={first},"
                f" delim={_literal(separator)}, quote='\"', escape='\"', columns={{{fields}}},"
                f" null_padding=true, encoding={_literal(_DUCKDB[encoding])})"
            )
            # A temporary table keeps the order of the file.
            connection.execute(
                f"create temp view raw as select rowid + {first} as row, * from raw_lines"
            )
        except duckdb.Error as problem:
            said = str(problem).split("\n")[0][:200]
            raise RejectedError([_unreadable(path, said)]) from None
        yield connection


def _unreadable(path: Path, said: str) -> Problem:
    return error(
        workbook.shown_name(path.name),
        f"Filen kan ikke læses til ende ({said})",
        "Ventede lige mange felter på hver linje og én slags tegnsæt",
        "Gem den igen fra kilden som csv, og indlæs den",
    )


_DUCKDB = {"utf-8-sig": "utf-8", "latin-1": "latin-1", "utf-16": "utf-16"}


def _encoding(start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8-sig")().decode(start)
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8-sig"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
