"""The first texts of a workbook, without opening it: to see whose it is, cheaply and safely.

Reading a strange workbook is the work of another process (`ingest.workbook`). Here only the first
bytes of a few of its parts are unpacked, and only when its directory is small.
"""

import re
import struct
import zipfile
import zlib
from html import unescape
from pathlib import Path

_END = b"PK\x05\x06"
_LONGEST_END = 22 + (1 << 16)
_LARGEST_DIRECTORY = 1 << 16
_PART_BYTES = 1 << 16
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^<>]*?name=\"([^\"]*)\"")
_TEXT = re.compile(r"<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)</")
_FEW = 200


def look(path: Path) -> tuple[list[str], list[str]]:
    """The names of the sheets and the first texts; empty when it is no workbook of today."""
    try:
        if not _has_small_directory(path):
            return [], []
        with zipfile.ZipFile(path) as package:
            parts = package.namelist()
            sheets = [part for part in parts if part.startswith("xl/worksheets/")][:1]
            names = _SHEET.findall(_start(package, "xl/workbook.xml"))
            texts = []
            for part in ("xl/sharedStrings.xml", *sheets):
                texts += _TEXT.findall(_start(package, part))[:_FEW] if part in parts else []
    except (OSError, KeyError, ValueError, NotImplementedError, RuntimeError):
        return [], []
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError):
        return [], []
    return [unescape(name) for name in names], [unescape(text) for text in texts]


def _start(package: zipfile.ZipFile, part: str) -> str:
    if package.getinfo(part).compress_type not in _PACKINGS:
        raise zipfile.BadZipFile
    with package.open(part) as file:
        return file.read(_PART_BYTES).decode("utf-8", errors="replace")


def _has_small_directory(path: Path) -> bool:
    """Whether the list of parts, which `zipfile` reads whole, is short and of the plain kind."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _LONGEST_END))
        tail = file.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) < end + 22 or b"PK\x06\x07" in tail:
        return False
    (directory,) = struct.unpack("<I", tail[end + 12 : end + 16])
    return bool(directory <= _LARGEST_DIRECTORY)
