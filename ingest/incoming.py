"""Figures on their way in: a StatBank file read into a temporary table, as text, in our columns.

The file is in StatBank's BULK or CSV layout: `;`, a header of variable names, the figure last.
"""

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from typing import IO, Any, cast

import duckdb

from danish import numbers, words
from ingest.problem import Problem, RejectedError, error
from store.sources import Source, code_list, sources
from store.sources import source as source_named
from store.warehouse import quoted

Extent = Mapping[str, tuple[str, ...]]
"""Codes per column of ours; the rectangle is their product."""

_LOOKALIKES = {
    b"PK\x03\x04": "en Excel- eller zip-fil",
    b"\xd0\xcf\x11\xe0": "en ældre Excel-fil",
    b"\x1f\x8b": "en pakket fil (gzip), hvis navn ikke slutter på .gz",
    b"<": "en webside (HTML)",
    b"{": "en JSON-fil",
}
_HEAD = 4096
_PATTERN = re.compile(r"[*<>(]|i alt")
MOST_UNPACKED = 1_000_000_000
"""Bytes that a packed file may unpack to; the largest table wanted takes a hundredth."""


class Incoming:
    """The temporary table `incoming`: one row a figure, code columns and `figure`, all text.

    Its column `line` says where in the file the figure stands.

    Attributes
    ----------
    source
        The table the figures belong to.
    name
        Of the file, for messages.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, source: Source, name: str):
        self.connection = connection
        self.source = source
        self.name = name
        self._values: dict[str, list[str]] = {}

    @property
    def columns(self) -> list[str]:
        """The code columns, `period` last."""
        return list(self.source.columns.values())

    @property
    def keys(self) -> str:
        """The code columns as SQL."""
        return ", ".join(quoted(column) for column in self.columns)

    @property
    def rows(self) -> int:
        """How many figures the file states."""
        return self.number("select count(*) from incoming")

    @property
    def seen(self) -> Extent:
        """The rectangle of the values there are: all one can know of a file fetched by hand."""
        return {column: tuple(self.values(column)) for column in self.columns}

    def values(self, column: str) -> list[str]:
        """The different values of a column, sorted; an empty field is an empty text."""
        if column not in self._values:
            found = self.ask(
                f"select distinct coalesce({quoted(column)}, '') from incoming order by 1"
            )
            self._values[column] = [value for (value,) in found]
        return self._values[column]

    def translate(self, column: str, codes: Mapping[str, str]) -> None:
        """Replace labels by their codes; a value that is no label stays as it is."""
        self.connection.execute(
            f"update incoming set {quoted(column)} ="
            f" coalesce(map($labels, $codes)[{quoted(column)}], {quoted(column)})",
            {"labels": list(codes), "codes": list(codes.values())},
        )
        self._values.pop(column, None)

    def line(self, column: str, value: str) -> int:
        """The first line of the file that has a value in a column."""
        return self.number(
            f"select min(line) from incoming where coalesce({quoted(column)}, '') = $value",
            {"value": value},
        )

    def place(self, *lines: int) -> str:
        """What a reader calls the place of figures, given by their `line`."""
        return f"{self.name}, linje {words.listing([str(line) for line in lines])}"

    def place_of_value(self, column: str, value: str) -> str:
        """What a reader calls the first place of a value in a column."""
        return self.place(self.line(column, value))

    def ask(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.connection.execute(sql, parameters).fetchall()

    def number(self, sql: str, parameters: Mapping[str, Any] | None = None) -> int:
        """The one number of a query."""
        return int(self.ask(sql, parameters)[0][0] or 0)


def is_table(head: bytes) -> bool:
    """Whether a file is in one of the two layouts, by its first bytes."""
    lines = head.decode("utf-8-sig", errors="replace").splitlines()
    return bool(lines) and _variables(lines[0])[-1] == "INDHOLD"


def recognise(path: Path, table: str | None = None, name: str = "") -> Source:
    """Find out which table a file holds, from its header.

    Parameters
    ----------
    table
        The table's name when the caller knows it.
    name
        What its owner calls the file, where that is not its name on disk.

    Raises
    ------
    RejectedError
        If it is not a file in StatBank's layout, or of no table that is wanted.
    """
    name = name or path.name
    with _opened(path, name) as file:
        head = file.read(_HEAD)
    if not head.strip():
        raise RejectedError([error(name, "Filen er tom", "", "Hent den igen")])
    for start, what in _LOOKALIKES.items():
        if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(start):
            raise RejectedError(
                [
                    error(
                        name,
                        f"Filen er {what}, ikke tal fra StatBank",
                        "Ventede en fil i formatet BULK eller CSV med semikolon",
                        "Hent tabellen igen",
                    )
                ]
            )
    columns = _variables(head.decode("utf-8-sig", errors="replace").splitlines()[0])
    if any("�" in column for column in columns):
        raise RejectedError([damaged(name, "Overskriften")])
    wanted = [source_named(table)] if table else list(sources().values())
    fitting = [source for source in wanted if _fits(columns, source)]
    if not fitting:
        raise RejectedError(
            [
                error(
                    name,
                    f"Overskriften er »{';'.join(columns)[:120]}«",
                    "Ventede variablerne fra en af tabellerne "
                    + words.listing([source.table for source in wanted], "eller")
                    + " efterfulgt af INDHOLD",
                    "Hent tabellen med koder og alle variabler, eller tilføj den i "
                    "data/config/sources.toml",
                )
            ]
        )
    named = [source for source in fitting if source.table.lower() in name.lower()]
    if named:
        return max(named, key=lambda source: len(source.table))
    return max(fitting, key=lambda one: (_holds_line(head, columns, one), len(one.columns)))


def read(
    connection: duckdb.DuckDBPyConnection, path: Path, source: Source, name: str = ""
) -> Incoming:
    """Read a file into `incoming` and turn labels into codes where it holds labels.

    A variable that the file leaves out gets the code for "all".

    Parameters
    ----------
    name
        What its owner calls the file, where that is not its name on disk.

    Raises
    ------
    RejectedError
        If the file is cut off, is not UTF-8, or has a row with another number of fields.
    """
    name = name or path.name
    if _last_byte(path, name) != b"\n":
        raise RejectedError(
            [
                error(
                    name,
                    "Filen slutter midt i en linje og er formentlig skåret af under hentningen",
                    "",
                    "Hent den igen",
                )
            ]
        )
    with _opened(path, name) as file:
        header = _variables(file.readline().decode("utf-8-sig"))
    selected = ", ".join(
        f"{quoted(variable)} as {quoted(column)}"
        if variable in header
        else f"'{source.totals[column]}' as {quoted(column)}"
        for variable, column in source.columns.items()
    )
    names = ", ".join(f"'{column}': 'VARCHAR'" for column in header)
    try:
        connection.execute(
            f"""
            create or replace temp table incoming as
            select {selected}, "INDHOLD" as figure, row_number() over () + 1 as line
            from read_csv($path, auto_detect=false, delim=';', header=true, quote='"',
                escape='"', columns={{{names}}}, compression=$compression)
            """,
            {
                "path": escape(str(path)),
                "compression": "gzip" if is_packed(name) else "none",
            },
        )
    except duckdb.Error as problem:
        raise RejectedError([_unreadable(name, str(problem), len(header))]) from None
    incoming = Incoming(connection, source, name)
    for column in incoming.columns:
        if renamed := {
            code: ours
            for code in incoming.values(column)
            if (ours := source.ours(column, code)) != code
        }:
            incoming.translate(column, renamed)
        _translate(incoming, column)
    return incoming


def inside(extents: Sequence[Extent]) -> tuple[str, dict[str, list[str]]]:
    """The condition that a cell lies in one of the rectangles: SQL and its parameters."""
    rectangles = [
        " and ".join(f"{quoted(column)} in (select unnest(${column}_{i}))" for column in extent)
        for i, extent in enumerate(extents)
    ]
    codes = {
        f"{column}_{i}": list(extent[column])
        for i, extent in enumerate(extents)
        for column in extent
    }
    return f"(({') or ('.join(rectangles)}))", codes


def sha256_of(path: Path) -> str:
    """The checksum of a file as it lies."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def damaged(place: str, what: str) -> Problem:
    """Text that lost its Danish letters on the way (U+FFFD)."""
    return error(
        place,
        f"{what} har mistet sine danske bogstaver (tegnet �)",
        "",
        "Filen er gemt forkert undervejs: hent den igen uden at åbne den i et andet program",
    )


def _translate(incoming: Incoming, column: str) -> None:
    """Labels into codes: "Ishøj" or "183 Ishøj" becomes 183; what is neither stays as it is."""
    known = code_list(column, incoming.source.table)
    if all(value in known for value in incoming.values(column)) or not known:
        return
    codes = {label: code for code, label in known.items()}
    codes |= {f"{code} {label}": code for code, label in known.items()}
    incoming.translate(column, codes)


def _variables(header: str) -> list[str]:
    return header.strip().replace('"', "").upper().split(";")


def _fits(header: Sequence[str], source: Source) -> bool:
    variables = set(header[:-1])
    left_out = {variable for variable, column in source.columns.items() if column in source.totals}
    return (
        header[-1] == "INDHOLD"
        and len(variables) == len(header) - 1
        and variables <= set(source.columns)
        and set(source.columns) - variables <= left_out
    )


def _holds_line(head: bytes, header: Sequence[str], source: Source) -> bool:
    """Whether the first figure of a file is among those that a source asks for."""
    lines = head.decode("utf-8-sig", errors="replace").splitlines()
    codes = (
        dict(zip(header, lines[1].replace('"', "").split(";"), strict=False)) if lines[1:] else {}
    )
    asked = {variable.upper(): patterns for variable, patterns in source.select.items()}
    return all(
        code in asked[variable] or any(_PATTERN.search(asked_for) for asked_for in asked[variable])
        for variable, code in codes.items()
        if variable in asked
    )


def _unreadable(name: str, message: str, fields: int) -> Problem:
    line = re.search(r"Line: (\d+)", message)
    place = f"{name}, linje {line.group(1)}" if line else name
    if "unicode" in message.lower() or "utf-8" in message.lower():
        return error(place, "Teksten er ikke UTF-8", "", "Hent filen igen fra StatBank")
    return error(
        place,
        "Linjen kan ikke læses" if line else "Filen kan ikke læses",
        f"Ventede {fields} felter adskilt af semikolon",
        "Filen er formentlig skåret af eller ændret: hent den igen",
    )


@contextmanager
def _opened(path: Path, name: str) -> Iterator[IO[bytes]]:
    try:
        with cast(IO[bytes], gzip.open(path)) if is_packed(name) else path.open("rb") as file:
            yield file
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise RejectedError(
            [
                error(
                    name,
                    "Filen kan ikke pakkes ud og er formentlig skåret af under hentningen",
                    "",
                    "Hent den igen",
                )
            ]
        ) from None


def is_packed(name: str) -> bool:
    """Whether a file is packed with gzip, as its name says."""
    return name.lower().endswith(".gz")


def _last_byte(path: Path, name: str) -> bytes:
    last, size = b"", 0
    with _opened(path, name) as file:
        if not is_packed(name):
            file.seek(max(0, path.stat().st_size - 1))
        while block := file.read(1 << 20):
            last, size = block[-1:], size + len(block)
            if is_packed(name) and size > MOST_UNPACKED:
                raise RejectedError(
                    [
                        error(
                            name,
                            f"Filen fylder over {_megabytes(MOST_UNPACKED)}, når den pakkes ud",
                            "Så stor er ingen af tabellerne",
                            "Hent tabellen igen fra StatBank",
                        )
                    ]
                )
    return last


def _megabytes(size: int) -> str:
    return f"{numbers.number(size / 1e6)} MB"
