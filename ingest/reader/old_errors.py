"""The cells with errors of a workbook from before 2007, which the library reads as empty.

The layout of the file is Microsoft's [MS-CFB], of the records in it [MS-XLS]: BoundSheet8, BoolErr
and Formula.
"""

import re
import struct
from collections.abc import Iterator

from ingest.reader.look import Look

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_POSSIBLE = re.compile(
    rb"\x05\x02\x08\x00.{7}\x01|\x06\x00[\x14-\xff].{7}\x02.{5}\xff\xff", re.DOTALL
)
_SHEET, _END, _BEGIN, _ERROR, _FORMULA = 0x85, 0x0A, 0x809, 0x205, 0x06
_NO_SECTOR = 0xFFFFFFFA
"""From here on a number means no sector."""


def errors_of(content: bytes) -> dict[str, Look]:
    """Sheet → its cells with errors; empty when the file is not laid out as it should be."""
    if not _POSSIBLE.search(content):
        return {}
    try:
        stream = _workbook(content)
        sheets = dict(_sheets(stream))
        return {name: Look(dict(_errors(stream, place)), []) for name, place in sheets.items()}
    except (struct.error, LookupError, UnicodeDecodeError):
        return {}


def _workbook(content: bytes) -> bytes:
    size = 1 << min(struct.unpack_from("<H", content, 30)[0], 16)

    def sector(number: int) -> bytes:
        return content[(number + 1) * size : (number + 2) * size]

    def numbers(data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    table = numbers(content[76:512])
    more = struct.unpack_from("<I", content, 68)[0]
    while more < _NO_SECTOR and len(table) * size < 4 * len(content):
        *further, more = numbers(sector(more))
        table += further
    after = [number for one in table if one < _NO_SECTOR for number in numbers(sector(one))]

    def chain(first: int) -> bytes:
        data: list[bytes] = []
        while first < _NO_SECTOR and len(data) * size <= len(content):
            data.append(sector(first))
            first = after[first]
        return b"".join(data)

    directory = chain(struct.unpack_from("<I", content, 48)[0])
    for start in range(0, len(directory), 128):
        length = struct.unpack_from("<H", directory, start + 64)[0]
        name = directory[start : start + max(length - 2, 0)].decode("utf-16-le")
        if name in ("Workbook", "Book"):
            first, whole = struct.unpack_from("<II", directory, start + 116)
            return chain(first)[:whole]
    return b""


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream, without those of charts inside it."""
    depth = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth == 1:
            yield kind, stream[place + 4 : place + 4 + length]
        elif depth < 1:
            return
        place += 4 + length


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    for kind, data in _records(stream, 0):
        if kind == _SHEET:
            place, length, wide = struct.unpack_from("<I2xBB", data)
            name = data[8 : 8 + length * (1 + (wide & 1))]
            yield name.decode("utf-16-le" if wide & 1 else "latin-1"), place


def _errors(stream: bytes, place: int) -> Iterator[tuple[tuple[int, int], str]]:
    for kind, data in _records(stream, place):
        if kind == _ERROR and data[7:8] == b"\x01":
            code = data[6]
        elif kind == _FORMULA and data[6:7] == b"\x02" and data[12:14] == b"\xff\xff":
            code = data[8]
        else:
            continue
        yield struct.unpack_from("<HH", data), ERRORS.get(code, "#N/A")
