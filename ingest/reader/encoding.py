"""Which encoding a text file is in."""

import codecs
import re
from pathlib import Path
from typing import NoReturn

from ingest.reader.blocks import RefusedError

MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_PIECE = 1 << 20
_OTHER_DANISH = re.compile(r"[A-Za-z][†‘›¾¿Œ][A-Za-z]")  # æøå of DOS and of old Macs


def encoding_of(path: Path) -> str:
    """utf-8, utf-16 with its mark, or else cp1252."""
    with path.open("rb") as file:
        head = file.read(4)
    for mark, encoding in MARKS.items():
        if head.startswith(mark):
            return _decodes(path, encoding) or _no_text()
    if _decodes(path, "utf-8"):
        return "utf-8"
    if not _decodes(path, "cp1252"):
        _no_text()
    with path.open("r", encoding="cp1252") as file:
        for line in file:
            if _OTHER_DANISH.search(line) and not re.search("[æøåÆØÅ]", line):
                _no_text()
    return "cp1252"


def _decodes(path: Path, encoding: str) -> str:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                if encoding != "utf-16" and b"\0" in piece:
                    raise RefusedError("form", form="")
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return ""
    return encoding


def _no_text() -> NoReturn:
    raise RefusedError("encoding")
