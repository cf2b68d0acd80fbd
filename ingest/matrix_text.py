"""The text cells of a matrix CSV of statistikbanken.dk, whose lines differ in length by design."""

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO

import pandas as pd
import pyarrow as pa

from danish import numbers
from ingest.problem import RejectedError, error

FORM = "csv"
MOST_CELLS = 2_000_000
"""More than statistikbanken.dk gives in this form."""
_LONGEST_LINE = 1_000_000
_FIRST_LINES = 40
_CELLS_AT_ONCE = 100_000


def read(path: Path, name: str) -> pd.DataFrame:
    """Read the cells as text, missing where empty; a row a line.

    The file is UTF-8 or, as statistikbanken.dk writes it, ISO-8859-1.

    Parameters
    ----------
    name
        What its owner calls the file.

    Raises
    ------
    RejectedError
        If it is too large, or has a quotation mark that is not closed.
    """
    encoding = "utf-8-sig" if _is_utf8(path) else "cp1252"
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = _lines(file, name)
        first = list(islice(lines, _FIRST_LINES))
    delimiter = max(",;\t", key=lambda one: sum(_outside_quotes(line, one) for line in first))
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        width = max(map(len, _records(iter(first), delimiter, name)), default=1)
        batches = list(_batches(_records(_lines(file, name), delimiter, name), width, name))
    table = pa.Table.from_batches(batches)
    return pd.DataFrame(
        {i: pd.Series(table.column(i).to_pandas(), dtype="str") for i in range(width)}
    )


def _batches(records: Iterator[list[str]], width: int, name: str) -> Iterator[pa.RecordBatch]:
    """The records column by column, some at a time: so they take the room of their letters."""
    names = [str(i) for i in range(width)]
    before = 0
    while batch := list(islice(records, max(_CELLS_AT_ONCE // width, 1))):
        for line, record in enumerate(batch, before + 1):
            if len(record) > width:
                raise _rejected(
                    f"{name}, linje {line}",
                    f"Linjen har {numbers.number(len(record))} felter",
                    f"Ventede højst {width}",
                )
        before += len(batch)
        if before * width > MOST_CELLS:
            raise _rejected(
                name,
                f"Tabellen har over {numbers.number(MOST_CELLS)} celler",
                "",
                "Hent den i formatet BULK",
            )
        rows = [record + [""] * (width - len(record)) for record in batch]
        columns = [pa.array(column, pa.large_string()) for column in zip(*rows, strict=True)]
        yield pa.record_batch(columns, names)


def _records(lines: Iterator[str], delimiter: str, name: str) -> Iterator[list[str]]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, record in enumerate(reader, 1):
            if reader.line_num != number:
                raise csv.Error
            yield record
    except csv.Error:
        raise _rejected(
            f"{name}, linje {max(number, 1)}",
            "Linjen har et anførselstegn, der ikke bliver lukket",
            "",
        ) from None


def _lines(file: IO[str], name: str) -> Iterator[str]:
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            raise _rejected(
                f"{name}, linje {number}",
                f"Linjen har over {numbers.number(_LONGEST_LINE)} tegn",
                "",
            )
        yield line


def _is_utf8(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8") as file:
            while file.read(_LONGEST_LINE):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _outside_quotes(line: str, delimiter: str) -> int:
    return sum(part.count(delimiter) for part in line.split('"')[::2])


def _rejected(place: str, found: str, expected: str, remedy: str = "") -> RejectedError:
    remedy = remedy or "Filen er formentlig skåret af eller ændret: hent den igen"
    return RejectedError([error(place, found, expected, remedy)])
