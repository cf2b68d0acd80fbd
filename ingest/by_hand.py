"""A StatBank file that somebody fetched by hand: BULK, CSV, or a matrix of statistikbanken.dk.

`look` tells what a file is, `put` loads it in a transaction of the caller's (who may undo it, to
see what it would change), `load_file` does both for good.
"""

import shutil
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from danish import words
from danish.errors import DanishError
from ingest import checks, incoming, loading, matrix, matrix_codes, workbook, xlsx_peek
from ingest.matrix_figures import Coded
from ingest.problem import RejectedError, error
from store import log, warehouse
from store.settings import Settings
from store.sources import Source
from store.warehouse import Warehouse

WAITING_PREFIX = ".waiting-"
"""Folders in `Settings.raw` of files whose load is not committed yet."""
_HEAD = 4096
_PACKED = b"\x1f\x8b"
_GZIP = zlib.MAX_WBITS | 16


class AlreadyLoadedError(DanishError):
    """The very same file is in use already."""


@dataclass(frozen=True)
class Found:
    """A StatBank file that is recognised and not loaded.

    Attributes
    ----------
    path
        Where it lies.
    name
        What its owner calls it; shown, and never a path.
    coded
        What it means if it is a matrix; None if it is BULK or CSV.
    """

    path: Path
    name: str
    sha256: str
    source: Source
    coded: Coded | None

    @property
    def suffix(self) -> str:
        """The end of the name that a copy is kept under."""
        if self.coded:
            return f".{self.coded.matrix.form}"
        return ".csv.gz" if incoming.is_packed(self.name) else ".csv"


def is_statbank(path: Path) -> bool:
    """Whether a file looks like one of StatBank's. One that cannot be read does not."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if matrix.is_spreadsheet(path):
        sheets, texts = xlsx_peek.look(path)
        return any(map(matrix.is_named_after_table, sheets)) or any(map(matrix.is_title, texts))
    if head.startswith(_PACKED):
        try:
            head = zlib.decompressobj(_GZIP).decompress(head, _HEAD)
        except zlib.error:
            return False
    return incoming.is_table(head) or matrix.starts_like_one(head)


def look(path: Path, name: str = "", table: str | None = None) -> Found:
    """Find out which table a file holds, and of a matrix what its labels mean.

    Parameters
    ----------
    name
        What its owner calls the file, where that is not its name on disk.
    table
        Which table it holds, when that cannot be told from the file.

    Raises
    ------
    RejectedError
        If it is not there, or is no table that is wanted.
    store.sources.UnknownTableError
        If `table` has no entry.
    """
    if not path.is_file():
        raise RejectedError([error(str(path), "Filen findes ikke", "", "Ret stien og prøv igen")])
    name = workbook.shown_name(name or path.name)
    coded = None
    if _is_matrix(path):
        coded = matrix_codes.coded(matrix.read(path, name), table)
    source = coded.source if coded else incoming.recognise(path, table, name)
    return Found(path, name, incoming.sha256_of(path), source, coded)


def put(
    open_: Warehouse, path: Path, name: str, who: str, today: date, table: str | None = None
) -> loading.Loaded:
    """Load a file in the caller's transaction. Its extent is the rectangle of the codes in it.

    Parameters
    ----------
    name, table
        As in `look`.

    Raises
    ------
    RejectedError
        If the file is not there or has errors; the transaction must not be committed.
    AlreadyLoadedError
        If the same bytes are in use already.
    """
    return _put(open_, look(path, name, table), who, today)


def load_file(
    settings: Settings,
    path: Path,
    who: str,
    today: date,
    *,
    name: str = "",
    table: str | None = None,
    on_wait: Callable[[str], None] | None = None,
) -> loading.Loaded:
    """Load a file (see `put`), keep a copy of its bytes, since they are public, and log it."""
    found = look(path, name, table)
    settings.raw.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=WAITING_PREFIX, dir=settings.raw) as folder:
        copy = Path(shutil.copyfile(path, Path(folder) / "copy"))
        with warehouse.writing(settings, who, f"indlæser {found.name}", on_wait=on_wait) as open_:
            loaded = _put(open_, found, who, today)
        copy.replace(settings.raw / f"{loaded.table}-{found.sha256[:16]}{found.suffix}")
    text = f"{loaded.table}: {words.count(loaded.cells, 'celle', 'celler')} fra {found.name}"
    log.append(settings.log, who, log.Action.LOAD, str(loaded.number), text)
    return loaded


def _put(open_: Warehouse, found: Found, who: str, today: date) -> loading.Loaded:
    for load in open_.loads():
        if load.sha256 == found.sha256 and not load.withdrawn_at:
            raise AlreadyLoadedError(
                f"{found.name} er allerede i brug som indlæsning {load.number}. Intet er ændret."
            )
    if found.coded:
        rows: incoming.Incoming = found.coded.unfold(open_.connection)
    else:
        rows = incoming.read(open_.connection, found.path, found.source, found.name)
    extent = rows.seen
    if problems := checks.check(rows, [extent], today):
        raise RejectedError(problems)
    told = found.coded.told if found.coded else ()
    provenance = loading.Provenance(
        author=who,
        file=found.name,
        sha256=found.sha256,
        source_date=datetime.fromtimestamp(found.path.stat().st_mtime, UTC).date(),
        note=" ".join([_note(checks.size(extent) - rows.rows), *told]),
    )
    return replace(loading.load(open_, rows, [extent], provenance), told=told)


def _is_matrix(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    is_text = matrix.starts_like_one(head) and not incoming.is_table(head)
    return is_text or matrix.is_spreadsheet(path)


def _note(missing: int) -> str:
    told = "Hentet i hånden: filen gælder for det rektangel af koder, der står i den."
    if not missing:
        return told + " Ingen celler mangler."
    cells = words.count(missing, "celle", "celler")
    return f"{told} {cells} uden en række i filen læses som 0, fordi StatBank udelader nuller."
