"""A workbook's XML, gone through in pieces before it is opened.

Finds what would cost too much to open, and what the library for spreadsheets does not tell.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from xml.etree import ElementTree

from ingest.reader.blocks import Limits, Output, RefusedError

PIECE = 1 << 20
EDGE = 1 << 14
MOST_NAMES = 1_000
_FAR = re.compile(rb' r="((?:[A-Z][A-Z]|[D-Z])[A-Z])([0-9]+)"(?:[^<>]*[^/<>])?>')
_CELL_START = re.compile(rb'<(?:\w+:)?c [^<>]*?\br="([A-Z]+)([0-9]+)"(?:[^<>]*[^/<>])?>')
_CELL = re.compile(rb"<((?:\w+:)?)c\s([^<>]*[^/<>])>(.*?)</\1c>", re.DOTALL)
_NAME = re.compile(rb'\br="([A-Z]+)([0-9]+)"')
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</")
_MARKS = (b't="e"', b"<f>", b"<f ", b":f>", b":f ")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")


@dataclass(frozen=True)
class Look:
    """What the library for spreadsheets does not tell of a sheet.

    Attributes
    ----------
    errors
        Row and column of a cell → `#REF!` and the like.
    formulas
        Names of cells that hold a formula whose value was never stored.
    """

    errors: dict[tuple[int, int], str]
    formulas: list[str]


def look_at(package: zipfile.ZipFile, part: str, name: str, limits: Limits) -> Look:
    """Go through a sheet's XML in pieces.

    Raises
    ------
    RefusedError
        If a cell stands so far away that the rectangle round the contents is too large.
    """
    look = Look({}, [])
    rows = columns = 0
    lowest = rightmost = ""
    for piece in _pieces(package, part):
        # All cells far to the right, and for the rest the ends of the piece: rows come in order.
        for match in chain(
            _FAR.finditer(piece),
            _CELL_START.finditer(piece, 0, EDGE),
            _CELL_START.finditer(piece, max(0, len(piece) - EDGE)),
        ):
            cell = (match[1] + match[2]).decode()
            if (row := int(match[2])) > rows:
                rows, lowest = row, cell
            if (column := column_number(match[1]) + 1) > columns:
                columns, rightmost = column, cell
        if columns > limits.columns or rows * columns > limits.area:
            far = rightmost if columns > limits.columns else lowest
            raise RefusedError("far cell", sheet=name, cell=far)
        if any(mark in piece for mark in _MARKS):
            for match in _CELL.finditer(piece):
                _note(match, look)
    return look


def _note(match: re.Match[bytes], look: Look) -> None:
    attributes, content = match[2], match[3]
    error = b't="e"' in attributes
    formula = not error and _FORMULA.search(content)
    if not (error or formula):
        return
    name, value = _NAME.search(attributes), _VALUE.search(content)
    if name is None:
        return
    if error and value:
        place = (int(name[2]) - 1, column_number(name[1]))
        look.errors[place] = value[1].decode("utf-8", "replace")[:20]
    # A formula whose value is an empty text has that stored.
    elif (
        formula
        and len(look.formulas) < MOST_NAMES
        and not (value and (value[1].strip() or b't="str"' in attributes))
    ):
        look.formulas.append((name[1] + name[2]).decode())


def column_number(letters: bytes) -> int:
    """`A` is 0, `AB` 27."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number - 1


def _pieces(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A part in pieces that end where a cell ends."""
    rest = b""
    with package.open(part) as file:
        while new := file.read(PIECE):
            piece = rest + new
            end = max(piece.rfind(b"</c>"), piece.rfind(b":c>")) + 4
            if end < 4 and len(piece) < 4 * PIECE:
                rest = piece
                continue
            end = end if end >= 4 else len(piece)
            rest = piece[end:]
            yield piece[:end]
    if rest:
        yield rest


def sheets(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of each sheet of an xlsx."""
    targets = {}
    for relation in _xml(package, "xl/_rels/workbook.xml.rels"):
        target = relation.get("Target", "")
        targets[relation.get("Id")] = target[1:] if target.startswith("/") else f"xl/{target}"
    for element in _xml(package, "xl/workbook.xml").iter():
        if element.tag.endswith("}sheet"):
            keys = [value for key, value in element.items() if key.endswith("}id")]
            part = targets.get(keys[0] if keys else None, "")
            if part.startswith("xl/worksheets/") and part in package.namelist():
                yield element.get("name", ""), part


def _xml(package: zipfile.ZipFile, part: str) -> ElementTree.Element:
    content = package.read(part)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise RefusedError("broken")
    return ElementTree.fromstring(content)


def look_at_ods(package: zipfile.ZipFile, output: Output) -> None:
    """See whether an ods is encrypted or has cells with errors, which will be read as empty."""
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise RefusedError("password")
    for piece in _pieces(package, "content.xml"):
        if b'calcext:value-type="error"' in piece:
            output.tell("errors as empty")
            return
