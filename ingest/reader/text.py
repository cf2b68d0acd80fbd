"""The cells of a text file with delimiters."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO

from ingest.reader.blocks import CELLS_A_BATCH, NAMED, Limits, Output, RefusedError
from ingest.reader.encoding import encoding_of

SAMPLE = 5_000
"""How many records decide the delimiter and the width."""
_NOTE = re.compile(r"\W*(kilde|note|anm|bem|obs|source|opdateret|\*)", re.IGNORECASE)


def read_text(path: Path, output: Output, limits: Limits) -> None:
    """A text file with delimiters as one sheet."""
    csv.field_size_limit(limits.field)
    encoding = encoding_of(path)
    if encoding == "cp1252":
        output.tell("cp1252")
    with path.open("r", encoding=encoding, newline="") as file:
        delimiter, skip = delimiter_of(file)
    output.sheet("")
    with path.open("r", encoding=encoding, newline="") as file:
        if skip:
            file.readline()
        records = Records(file, delimiter, skip, not _ends_in_line_break(path))
        sample = list(islice(records, SAMPLE))
        width, columns = widths(sample)
        if columns < 2:
            raise RefusedError("no delimiter")
        if columns > limits.columns:
            raise RefusedError("area", sheet="", rows=0, columns=columns)
        records.watch(sample, width, columns)
        if skip:
            output.empty_rows(1, columns)
        size = max(CELLS_A_BATCH // columns, 1)
        every = chain(sample, records)
        while batch := list(islice(every, size)):
            if records.count * columns > limits.area:
                raise RefusedError("area", sheet="", rows=records.count, columns=columns)
            _write_records(batch, columns, output)
        records.finish()
    if records.wrong:
        raise RefusedError("fields", expected=width, lines=records.wrong, count=records.odd)
    if records.has_broken_lines:
        output.tell("line breaks")


def _write_records(batch: list[list[str]], columns: int, output: Output) -> None:
    if set(map(len, batch)) != {columns}:
        batch = [
            row[:columns] if len(row) > columns else row + [""] * (columns - len(row))
            for row in batch
        ]
    output.rows([[cell.strip() or None for cell in column] for column in zip(*batch, strict=True)])


class Records:
    """The records of a text file, watched for a line with another number of fields.

    A run is what stands between blank lines. Above the first full record of a run may stand
    titles, below the last one notes; a line in between must have as many fields as the others.

    Attributes
    ----------
    wrong
        Line and number of fields of the first lines that differ from the others.
    odd
        How many lines differ.
    count
        How many records have been read.
    """

    def __init__(self, file: IO[str], delimiter: str, skipped: int, cut: bool):
        self._reader = csv.reader(file, delimiter=delimiter, strict=True)
        self._skipped = skipped
        self._cut = cut
        self.count = skipped
        self._lines: list[int] = []
        self._width = self._columns = 0
        self._full = False
        self._pending: list[Odd] = []
        self.wrong: list[tuple[int, int]] = []
        self.odd = 0

    @property
    def line(self) -> int:
        """The line read last."""
        return self._reader.line_num + self._skipped

    @property
    def has_broken_lines(self) -> bool:
        """Whether a field goes over several lines, so that records and lines differ in number."""
        return self.line > self.count

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        try:
            record = next(self._reader)
        except csv.Error as error:
            what = "long field" if "field larger" in str(error) else "quotation mark"
            raise RefusedError(what, line=self.line) from None
        self.count += 1
        if not self._width:
            self._lines.append(self.line)
        elif len(record) != self._width or self._pending or not self._full:
            self._see(self.line, record)
        return record

    def watch(self, sample: list[list[str]], width: int, columns: int) -> None:
        """Begin with the records read so far, once it is known how wide the table is."""
        self._width, self._columns = width, columns
        for line, record in zip(self._lines, sample, strict=True):
            self._see(line, record)

    def finish(self) -> None:
        """The file is at its end."""
        self._end_of_run(self._cut)

    def _see(self, line: int, record: list[str]) -> None:
        odd = Odd(line, len(record), _length(record), sum(map(bool, record)), "".join(record[:1]))
        if not odd.length:
            self._end_of_run(False)
        elif odd.fields == self._width or odd.length <= self._width < odd.fields:
            self._tell(odd for odd in self._pending if self._full or self._is_no_title(odd))
            self._pending, self._full = [], True
        else:
            if not self._full:
                self._pending = [odd for odd in self._pending if odd.length > self._width]
            self._pending.append(odd)
            self._pending = self._pending[: 100 * NAMED]

    def _is_no_title(self, odd: "Odd") -> bool:
        """Above the first full record: one that is longer, or a header that lacks a name."""
        whole = odd.filled == odd.fields > 1
        return odd.length > self._width or (whole and 2 * odd.fields > self._width)

    def _end_of_run(self, cut: bool) -> None:
        """After a blank line or at the end: one field is a note, several are a line cut off."""
        if self._full:
            last = self._pending[-1:] if cut else []
            self._tell(
                odd
                for odd in self._pending
                if odd.filled > 1 or (odd in last and not _NOTE.match(odd.first))
            )
        else:
            self._tell(odd for odd in self._pending if odd.length > self._columns)
        self._pending, self._full = [], False

    def _tell(self, odds: Iterable["Odd"]) -> None:
        for odd in odds:
            self.odd += 1
            if self.odd <= NAMED:
                self.wrong.append((odd.line, odd.fields))


@dataclass(frozen=True)
class Odd:
    """A record with another number of fields than most.

    Attributes
    ----------
    fields, length, filled
        How many fields it has, how many up to the last filled one, and how many are filled.
    """

    line: int
    fields: int
    length: int
    filled: int
    first: str


def _length(record: list[str]) -> int:
    """How many fields up to the last that is not empty."""
    length = len(record)
    while length and not record[length - 1].strip():
        length -= 1
    return length


def widths(sample: list[list[str]]) -> tuple[int, int]:
    """How many fields most records have, and how many the widest has."""
    lengths = [_length(record) for record in sample]
    counts: dict[int, int] = {}
    for record, length in zip(sample, lengths, strict=True):
        if length > 1:
            counts[len(record)] = counts.get(len(record), 0) + 1
    widest = max(lengths, default=0)
    usual = max(counts, key=lambda count: (counts[count], count), default=widest)
    return min(usual, widest), widest


def delimiter_of(file: IO[str]) -> tuple[str, int]:
    """The delimiter, and 1 when the first line only says which it is.

    A decimal comma stands as regularly as a delimiter does; so semicolon and tab go first.
    """
    lines = [line for line in islice(file, 2_000) if line.strip()]
    if lines and (match := re.fullmatch(r"sep=([;,\t|])\s*", lines[0])):
        return match[1], 1
    best, found = 0.0, ";"
    for delimiter, weight in ((";", 1.0), ("\t", 1.0), ("|", 0.9), (",", 0.6)):
        fields = [_fields(line, delimiter) for line in lines]
        several = [count for count in fields if count > 1]
        if not several:
            continue
        usual = max(set(several), key=several.count)
        share = weight * several.count(usual) / len(fields)
        if share > best:
            best, found = share, delimiter
    if best < 0.1:
        raise RefusedError("no delimiter")
    return found, 0


def _fields(line: str, delimiter: str) -> int:
    """Fields in a line, when delimiters between quotation marks don't count."""
    return sum(part.count(delimiter) for part in line.split('"')[::2]) + 1


def _ends_in_line_break(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-min(2, path.stat().st_size), io.SEEK_END)
        return file.read().rstrip(b"\0").endswith((b"\n", b"\r", b"\n\0"))
