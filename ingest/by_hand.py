"""A StatBank file that somebody fetched by hand, in the BULK or CSV layout."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from danish import words
from danish.errors import DanishError
from ingest import checks, incoming, loading
from ingest.problem import RejectedError, error
from store import log, warehouse
from store.settings import Settings


class AlreadyLoadedError(DanishError):
    """The very same file is in use already."""


def load_file(
    settings: Settings,
    path: Path,
    who: str,
    today: date,
    *,
    table: str | None = None,
    on_wait: Callable[[str], None] | None = None,
) -> loading.Loaded:
    """Load a file. Its extent is the rectangle of the codes seen in it.

    Parameters
    ----------
    table
        Which table it holds, when its header fits several.

    Raises
    ------
    RejectedError
        If the file is not there or has errors; nothing is changed.
    AlreadyLoadedError
        If the same bytes are in use already.
    """
    if not path.is_file():
        raise RejectedError([error(str(path), "Filen findes ikke", "", "Ret stien og prøv igen")])
    wanted = incoming.recognise(path, table)
    sha256 = incoming.sha256_of(path)
    with warehouse.writing(settings, who, f"indlæser {path.name}", on_wait=on_wait) as open_:
        for load in open_.loads():
            if load.sha256 == sha256 and not load.withdrawn_at:
                raise AlreadyLoadedError(
                    f"{path.name} er allerede i brug som indlæsning {load.number}. Intet er ændret."
                )
        rows = incoming.read(open_.connection, path, wanted)
        extent = rows.seen
        if problems := checks.check(rows, [extent], today):
            raise RejectedError(problems)
        missing = checks.size(extent) - rows.rows
        provenance = loading.Provenance(
            author=who,
            file=path.name,
            sha256=sha256,
            source_date=datetime.fromtimestamp(path.stat().st_mtime, UTC).date(),
            note=_note(missing),
        )
        loaded = loading.load(open_, rows, [extent], provenance)
        _keep(settings.raw, path, wanted.table, sha256)
    text = f"{wanted.table}: {words.count(loaded.cells, 'celle', 'celler')} fra {path.name}"
    log.append(settings.log, who, log.Action.LOAD, str(loaded.number), text)
    return loaded


def _note(missing: int) -> str:
    told = "Hentet i hånden: filen gælder for det rektangel af koder, der står i den."
    if not missing:
        return told + " Ingen celler mangler."
    cells = words.count(missing, "celle", "celler")
    return f"{told} {cells} uden en række i filen læses som 0, fordi StatBank udelader nuller."


def _keep(folder: Path, path: Path, table: str, sha256: str) -> None:
    """Keep a copy of the bytes: StatBank's files are public."""
    folder.mkdir(parents=True, exist_ok=True)
    suffix = ".csv.gz" if path.suffix.lower() == ".gz" else ".csv"
    shutil.copyfile(path, folder / f"{table}-{sha256[:16]}{suffix}")
