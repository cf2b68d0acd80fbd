"""Hostile and broken files, mutated ones, and reading many files quickly.

`quickly()` reads with the same reading program, but forks it from a process that has its libraries
loaded already: twenty milliseconds a file and not three hundred.
"""

import json
import os
import random
import socket
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from io import BytesIO
from pathlib import Path
from subprocess import DEVNULL
from unittest.mock import patch

from ingest import reader_process, workbook
from ingest.reader.blocks import Limits
from ingest.workbook import Workbook

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


# --- raw workbooks --------------------------------------------------------------------------------


def sheet_xml(rows: str, *, before: str = "", after: str = "") -> str:
    """The XML of a sheet with these rows."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<worksheet xmlns="{MAIN}">'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def row_xml(number: int, *values: object) -> str:
    """A row of texts and numbers."""
    cells = []
    for column, value in enumerate(values):
        name = workbook.cell_name(number - 1, column)
        if isinstance(value, int | float):
            cells.append(f'<c r="{name}"><v>{value}</v></c>')
        else:
            cells.append(f'<c r="{name}" t="inlineStr"><is><t>{value}</t></is></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'


SMALL = row_xml(1, "Område", "2023", "2024") + row_xml(2, "Ishøj", 75.5, 77)


def raw_xlsx(
    rows: str = SMALL,
    parts: Mapping[str, str | bytes] | None = None,
    *,
    name: str = "Svar",
) -> bytes:
    """A workbook of one sheet, written part by part; `parts` adds or replaces some."""
    relation = f'Type="{OFFICE}/{{}}" Target="{{}}"'
    every: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
            f"{relation.format('officeDocument', 'xl/workbook.xml')}/></Relationships>"
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
            f"{relation.format('worksheet', 'worksheets/sheet1.xml')}/></Relationships>"
        ),
        SHEET: sheet_xml(rows),
    }
    return packed({**every, **(parts or {})})


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of these parts."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return written.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A zip file with its parts changed."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        return packed({name: change(name, package.read(name)) for name in package.namelist()})


# --- hostile ones ---------------------------------------------------------------------------------


def zip_bomb(unpacked: int = 1_000_000_000) -> bytes:
    """A workbook whose one sheet unpacks to so many bytes: a million times the same row."""
    written = BytesIO()
    with (
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package,
        zipfile.ZipFile(BytesIO(raw_xlsx())) as small,
    ):
        for name in small.namelist():
            if name != SHEET:
                package.writestr(name, small.read(name))
        before, after = sheet_xml("|").encode().split(b"|")
        piece = b'<row><c t="n"><v>1</v></c></row>' * 30_000
        with package.open(SHEET, "w", force_zip64=True) as part:
            part.write(before)
            for _ in range(unpacked // len(piece)):
                part.write(piece)
            part.write(after)
    return written.getvalue()


def laughs() -> bytes:
    """Entities in entities: a few bytes that mean gigabytes."""
    entities = ['<!ENTITY a0 "haha">']
    entities += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    doctype = f"<!DOCTYPE worksheet [{''.join(entities)}]>"
    return raw_xlsx(parts={SHEET: sheet_xml(row_xml(1, "&a9;", "b"), before=doctype)})


def encrypted() -> bytes:
    """What Excel saves with a password: an OLE file with the workbook as an encrypted stream."""
    free, end = struct.pack("<I", 0xFFFFFFFF), struct.pack("<I", 0xFFFFFFFE)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0)
    header += struct.pack("<IIIII", 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + free * 108
    table = struct.pack("<I", 0xFFFFFFFD) + end * 2 + free * 125

    def entry(name: str, kind: int, child: int, right: int) -> bytes:
        text = name.encode("utf-16-le")
        return (
            text.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(text) + 2, kind, 1, 0xFFFFFFFF, right, child)
            + bytes(36)
            + struct.pack("<IQ", 2, 0)
        )

    none = 0xFFFFFFFF
    directory = entry("Root Entry", 5, 1, none) + entry("EncryptionInfo", 2, none, 2)
    directory += entry("EncryptedPackage", 2, none, none) + bytes(128)
    return header[:512].ljust(512, b"\xff") + table + directory + bytes(512)


# --- mutated ones ---------------------------------------------------------------------------------


def mutations(good: Sequence[bytes], count: int, seed: int) -> Iterator[bytes]:
    """Files with some bytes changed: of a zip file every second time inside one of its parts."""
    chance = random.Random(seed)
    for number in range(count):
        content = good[number % len(good)]
        if content.startswith(b"PK") and chance.random() < 0.5:
            with zipfile.ZipFile(BytesIO(content)) as package:
                wanted = chance.choice(package.namelist())
            yield repacked(
                content,
                lambda name, part, wanted=wanted: (
                    _mutated(part, chance) if name == wanted else part
                ),
            )
        else:
            yield _mutated(content, chance)


def _mutated(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        place = chance.randrange(len(changed) + 1)
        length = chance.choice((1, 2, 8, 100))
        match chance.randrange(5):
            case 0 if place < len(changed):
                changed[place] ^= 1 << chance.randrange(8)
            case 1:
                del changed[place : place + length]
            case 2:
                changed[place:place] = chance.randbytes(length)
            case 3:
                changed[place:place] = changed[place : place + length] * chance.choice((1, 50))
            case 4 if chance.random() < 0.2:
                del changed[place:]
    return bytes(changed)


# --- reading --------------------------------------------------------------------------------------


def read(folder: Path, content: bytes, name: str = "fil.xlsx") -> Workbook:
    """Read a file with this content; what it is called does not matter to where it lies."""
    path = folder / "uploaded"
    path.write_bytes(content)
    return workbook.read(path, name)


@contextmanager
def quickly() -> Iterator[None]:
    """Within, files are read by forks of one process."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    server = Path(__file__).with_name("forking_reader.py")
    command = [sys.executable, "-I", str(server), str(reader_process.PROGRAM)]
    with (
        ours,
        subprocess.Popen(command, stdin=theirs, env=reader_process.SURROUNDINGS, stderr=DEVNULL),
        patch.object(workbook, "blocks_of", partial(_blocks_of_fork, ours)),
    ):
        theirs.close()
        try:
            yield
        finally:
            ours.close()  # tells the process to end


def _blocks_of_fork(
    orders: socket.socket, path: Path, limits: Limits
) -> Iterator[tuple[reader_process.Block, bytes]]:
    here, there = os.pipe()
    try:
        order = json.dumps([str(path), json.dumps(asdict(limits))]).encode()
        socket.send_fds(orders, [order], [there])
        os.close(there)
        yield from reader_process.passed_on(here, limits)
    finally:
        os.close(here)
