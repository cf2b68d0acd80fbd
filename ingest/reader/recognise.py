"""What a file is, by its content, and what reads it."""

import zipfile
from pathlib import Path

from ingest.reader.blocks import Limits, Output, RefusedError
from ingest.reader.encoding import MARKS
from ingest.reader.look import look_at, look_at_ods, sheets
from ingest.reader.old_errors import errors_of
from ingest.reader.sheets import read_sheets
from ingest.reader.text import read_text

OTHERS = {
    b"%PDF": "pdf",
    b"\x1f\x8b": "packed",
    b"7z\xbc\xaf": "packed",
    b"Rar!": "packed",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"{\\rtf": "document",
    b"<": "web page",
    b"{": "json",
    b"[{": "json",
    b"PAR1": "parquet",
}
_FIRST_RECORD = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_FILEPASS = b"\x2f\x00"
_EARLY_RECORDS = 20


def read(path: Path, output: Output, limits: Limits) -> str:
    """Write the cells of a file and return its form."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK\x03\x04"):
        return read_zip(path, output, limits)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        content = path.read_bytes()
        if _is_encrypted(content):
            raise RefusedError("password")
        read_sheets(path, errors_of(content), output, limits)
        return "xls"
    for start, what in OTHERS.items():
        if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(start):
            raise RefusedError("form", form=what)
    if b"\0" in head and not head.startswith(tuple(MARKS)):
        raise RefusedError("form", form="")
    read_text(path, output, limits)
    return "csv"


def _is_encrypted(content: bytes) -> bool:
    """Whether an OLE file holds an encrypted workbook, of today or of old.

    The old ones say so in a record (FILEPASS) among the first.
    """
    if "EncryptedPackage".encode("utf-16-le") in content:
        return True
    place = content.find(_FIRST_RECORD)
    for _ in range(_EARLY_RECORDS if place >= 0 else 0):
        kind, length = content[place : place + 2], content[place + 2 : place + 4]
        if kind == _FILEPASS:
            return True
        place += 4 + int.from_bytes(length, "little")
    return False


def read_zip(path: Path, output: Output, limits: Limits) -> str:
    """A workbook of today: what it unpacks to is looked at before anything is unpacked."""
    with zipfile.ZipFile(path) as package:
        parts = package.infolist()
        unpacked = sum(part.file_size for part in parts)
        packed = max(path.stat().st_size, 1)
        if len(parts) > limits.parts:
            raise RefusedError("parts", count=len(parts))
        if unpacked > limits.unpacked or unpacked > limits.ratio * packed + 1_000_000:
            raise RefusedError("unpacked", unpacked=unpacked, packed=packed)
        names = {part.filename for part in parts}
        if any(part.flag_bits & 1 for part in parts):
            raise RefusedError("password")
        form = _form(package, names)
        if form == "ods":
            look_at_ods(package, output)
            found = {}
        else:
            found = {name: look_at(package, part, name, limits) for name, part in sheets(package)}
    if "xl/vbaProject.bin" in names:
        form = "xlsm"
        output.tell("macros")
    if any(name.startswith("xl/externalLinks/") for name in names):
        output.tell("links")
    read_sheets(path, found, output, limits)
    return form


def _form(package: zipfile.ZipFile, names: set[str]) -> str:
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        if package.read("mimetype").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            return "ods"
        raise RefusedError("form", form="document")
    for name, form in (("xl/", "binary workbook"), ("word/", "document"), ("ppt/", "document")):
        if any(other.startswith(name) for other in names):
            raise RefusedError("form", form=form)
    raise RefusedError("form", form="packed")
