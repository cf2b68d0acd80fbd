"""What the reading process writes on standard output: a row of blocks.

A block is a letter, a length in 8 bytes and a content:

- `S`: a sheet begins; JSON with `name`, `hidden`, `merged` and `formulas`;
- `R`: some of its rows; an Arrow stream of one batch of text columns;
- `E`: the end; JSON with `form` and `told`, a list of findings, and `refused` when there is one.

What a finding is called is known here and in `ingest/findings.py`, which says it in Danish.
"""

import json
import struct
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

CELLS_A_BATCH = 600_000
NAMED = 20
"""How many places a finding names."""


@dataclass(frozen=True)
class Limits:
    """What a file may cost.

    Attributes
    ----------
    memory
        Of this process, in bytes of address space.
    seconds
        Of processor time.
    result
        Bytes of the cells written.
    unpacked
        Bytes of all parts of a workbook together.
    ratio, parts
        How many times smaller the file may be than its parts, and how many those are.
    area
        Cells in the rectangle that holds a sheet's contents, empty ones included.
    columns
        In that rectangle.
    field
        Characters in one field of a text file.
    """

    memory: int
    seconds: int
    result: int
    unpacked: int
    ratio: int
    parts: int
    area: int
    columns: int
    field: int


class RefusedError(Exception):
    """The file cannot be read; `finding` says why."""

    def __init__(self, what: str, **details: Any):
        self.finding = {"what": what, **details}
        super().__init__(what)


class Output:
    """Blocks on standard output, no more of them than the limit."""

    def __init__(self, limits: Limits):
        self._limits = limits
        self._left = limits.result
        self.told: list[dict[str, Any]] = []

    def sheet(
        self,
        name: str,
        hidden: bool = False,
        merged: Iterable[tuple[int, int, int, int]] = (),
        formulas: Iterable[str] = (),
    ) -> None:
        """Begin a sheet."""
        head = {"name": name, "hidden": hidden, "merged": [*merged], "formulas": [*formulas]}
        self._block(b"S", json.dumps(head).encode())

    def rows(self, columns: list[list[str | None]]) -> None:
        """Write some rows, column by column."""
        self._batch([pa.array(column, pa.large_string()) for column in columns])

    def empty_rows(self, count: int, width: int) -> None:
        """Write rows without contents."""
        if count:
            self._batch([pa.nulls(count, pa.large_string())] * width)

    def end(self, form: str, refused: dict[str, Any] | None = None) -> None:
        """Say that there is no more."""
        end = {"form": form, "told": self.told, "refused": refused}
        self._block(b"E", json.dumps(end).encode())

    def tell(self, what: str, **details: Any) -> None:
        """Add a finding that does not stop the reading."""
        self.told.append({"what": what, **details})

    def _batch(self, arrays: list[Any]) -> None:
        batch = pa.record_batch(arrays, [str(number) for number in range(len(arrays))])
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as stream:
            stream.write_batch(batch)
        content = sink.getvalue()
        self._left -= content.size
        if self._left < 0:
            raise RefusedError("too much text")
        self._block(b"R", content)

    def _block(self, letter: bytes, content: Any) -> None:
        sys.stdout.buffer.write(letter + struct.pack(">Q", len(content)))
        sys.stdout.buffer.write(content)
