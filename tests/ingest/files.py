"""Small files as StatBank writes them, and loading them as the program does."""

import gzip
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb

from ingest import checks, incoming, loading
from ingest.incoming import Extent, Incoming
from ingest.problem import RejectedError
from store.settings import Settings
from store.warehouse import writing
from tests.conftest import TODAY

STRAF11 = "OMRÅDE;OVERTRÆD;TID;INDHOLD"
STRAF22 = "OMRÅDE;OVERTRÆD;ANMSIGT;TID;INDHOLD"
FOLK1A = "OMRÅDE;KØN;ALDER;CIVILSTAND;TID;INDHOLD"


def bulk(*rows: str, header: str = STRAF11, end: str = "\n") -> bytes:
    """A file in the BULK layout."""
    return "".join(line + end for line in (header, *rows)).encode()


def write(folder: Path, content: bytes, name: str = "straf11.csv") -> Path:
    """A file with this content, packed if its name says so."""
    path = folder / name
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def read(path: Path, connection: duckdb.DuckDBPyConnection | None = None) -> Incoming:
    """A file read as the table that its header names, in a transaction as in the program."""
    return incoming.read(connection or duckdb.connect().begin(), path, incoming.recognise(path))


def rectangle(areas: str, offences: str, periods: str) -> Extent:
    """A rectangle of STRAF11: codes with spaces between."""
    return {
        "area": tuple(areas.split()),
        "offence": tuple(offences.split()),
        "period": tuple(periods.split()),
    }


def load(
    settings: Settings, path: Path, extents: Sequence[Extent] = (), today: date = TODAY
) -> loading.Loaded:
    """Read, check and load a file; by itself it holds the rectangle of its codes."""
    with writing(settings, "Anne", f"indlæser {path.name}") as open_:
        rows = read(path, open_.connection)
        extents = extents or [rows.seen]
        if problems := checks.check(rows, extents, today):
            raise RejectedError(problems)
        return loading.load(open_, rows, extents, provenance(path))


def provenance(path: Path, request: Mapping[str, str] | None = None) -> loading.Provenance:
    return loading.Provenance(
        author="Anne",
        file=path.name,
        sha256=incoming.sha256_of(path),
        source_date=date(2026, 7, 16),
        request=request or {},
    )
