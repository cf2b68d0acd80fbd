"""From StatBank to the warehouse: ask what there is, fetch what is wanted, check, load."""

import os
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from danish import dates, numbers, periods, words
from ingest import checks, incoming, loading, unverified
from ingest.by_hand import WAITING_PREFIX, AlreadyLoadedError
from ingest.problem import RejectedError, error
from ingest.statbank import Download, Selection, StatBank, resolve
from store import log, warehouse
from store.settings import Settings
from store.sources import Source, source
from store.warehouse import Warehouse

Progress = Callable[[int, int | None], None]

ABANDONED_SECONDS = 24 * 3600
FEW_CELLS = 100
"""A period with fewer cells than this may be all zeros by chance."""


@dataclass(frozen=True)
class Answer:
    """StatBank's answer about one table, on disk under a passing name and not loaded.

    It lies there until it is loaded or discarded; one that nobody took is gone after a day.

    Attributes
    ----------
    updated
        The date of StatBank's edition.
    download
        None where StatBank has nothing newer than what is loaded.
    told
        Danish sentences that the reader should see: codes that StatBank lacks, and the like.
    """

    source: Source
    updated: date
    download: Download | None
    told: tuple[str, ...]

    @property
    def request(self) -> dict[str, Any]:
        """What was asked for, of which edition."""
        assert self.download is not None
        return _request(self.download.selection, self.download.updated)

    def discard(self) -> None:
        """Remove the answer from the disk, if it is there."""
        if self.download:
            shutil.rmtree(self.download.path.parent, ignore_errors=True)


@dataclass(frozen=True)
class Fetched:
    """What came of fetching one table.

    Attributes
    ----------
    loaded
        None where StatBank has nothing newer than what is loaded.
    told
        Danish sentences that the reader should see: codes that StatBank lacks, and the like.
    """

    table: str
    updated: date
    loaded: loading.Loaded | None
    told: tuple[str, ...]


def fetch(
    settings: Settings,
    table: str,
    who: str,
    today: date,
    bank: StatBank,
    *,
    progress: Progress = lambda received, total: None,
    on_wait: Callable[[str], None] | None = None,
) -> Fetched:
    """Fetch one table of `data/config/sources.toml` and load it as one load.

    The warehouse is not held while StatBank answers.

    Raises
    ------
    As `download` and `load` do; nothing is changed.
    """
    answer = download(settings, table, bank, progress)
    if not answer.download:
        return Fetched(answer.source.table, answer.updated, None, answer.told)
    try:
        loaded = load(settings, answer, who, today, on_wait=on_wait)
    finally:
        answer.discard()
    return Fetched(answer.source.table, answer.updated, loaded, loaded.told)


def download(
    settings: Settings,
    table: str,
    bank: StatBank,
    progress: Progress = lambda received, total: None,
) -> Answer:
    """Fetch one table of `data/config/sources.toml` to the disk and load nothing.

    Figures that are already loaded in the same edition with the same selection are not fetched
    again. What `progress` raises ends the fetch and leaves nothing.

    Raises
    ------
    store.sources.UnknownTableError
        If the table has no entry.
    ingest.statbank.StatBankError
        If StatBank refuses, or cannot be reached.
    ingest.unverified.UnverifiedError
        If the entry was never seen to fit StatBank's table, and does not.
    RejectedError
        If StatBank's table has no longer a variable that ours is built on.
    """
    wanted = source(table)
    info = bank.tableinfo(wanted.statbank)
    unverified.require(info, wanted)
    wanted = unverified.with_totals(info, wanted)
    selection, told = resolve(info, wanted.select)
    told += unverified.told(info, wanted)
    _require_all(wanted, selection, told)
    updated = info.updated.date()
    if _is_loaded(settings, wanted, _request(selection, info.updated)):
        return Answer(wanted, updated, None, tuple(told))
    settings.raw.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(settings.raw)
    folder = Path(mkdtemp(prefix=WAITING_PREFIX, dir=settings.raw))
    try:
        return Answer(wanted, updated, bank.fetch(info, selection, folder, progress), tuple(told))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def put(open_: Warehouse, answer: Answer, who: str, today: date) -> loading.Loaded:
    """Load an answer in the caller's transaction.

    Raises
    ------
    RejectedError
        If the answer has errors, or is there no more; the transaction must not be committed.
    AlreadyLoadedError
        If the same edition with the same selection is loaded already.
    """
    wanted, got = answer.source, answer.download
    if not got or open_.newest_request(wanted.table) == answer.request:
        raise AlreadyLoadedError(
            f"{wanted.table}: StatBanks udgave fra {dates.date(answer.updated)} er allerede "
            "indlæst. Intet er ændret."
        )
    if not got.path.is_file():
        raise RejectedError(
            [error(wanted.table, "Det hentede er slettet igen", "", "Hent tabellen igen")]
        )
    rows = incoming.read(open_.connection, got.path, wanted)
    extent, unanswered = _answered(_extent(wanted, got.selection), rows)
    if problems := checks.check(rows, [extent], today):
        raise RejectedError(problems)
    told = (*answer.told, *unanswered)
    provenance = loading.Provenance(
        author=who,
        file=got.path.name,
        sha256=got.sha256,
        source_date=answer.updated,
        request=answer.request,
        note=" ".join([_note(got, wanted), *told]),
    )
    return replace(loading.load(open_, rows, [extent], provenance), told=told)


def load(
    settings: Settings,
    answer: Answer,
    who: str,
    today: date,
    *,
    on_wait: Callable[[str], None] | None = None,
) -> loading.Loaded:
    """Load an answer (see `put`), keep its bytes under their lasting name, and log it."""
    table = answer.source.table
    with warehouse.writing(settings, who, f"indlæser {table} fra StatBank", on_wait=on_wait) as o:
        loaded = put(o, answer, who, today)
    assert answer.download is not None
    _keep(answer.download.path, settings.raw)
    answer.discard()
    log.append(
        settings.log,
        who,
        log.Action.LOAD,
        str(loaded.number),
        f"{table}: {words.count(loaded.cells, 'celle', 'celler')} fra StatBank",
    )
    return loaded


def _request(selection: Selection, updated: datetime) -> dict[str, Any]:
    return {"body": selection.request, "updated": updated.isoformat()}


def _keep(path: Path, folder: Path) -> None:
    """Move an answer and the note beside it to a folder; after that they survive a power cut."""
    for file in (path.with_suffix(".json"), path):
        file.replace(folder / file.name)
    entry = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)


def _remove_abandoned(folder: Path) -> None:
    """Remove answers that nobody took for a day."""
    for left in folder.glob(f"{WAITING_PREFIX}*"):
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > ABANDONED_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


def _require_all(wanted: Source, selection: Selection, told: list[str]) -> None:
    """Stop when StatBank's table has no longer a variable that ours is built on."""
    answered = {variable.upper() for variable in selection.codes}
    lacking = [
        variable
        for variable, column in wanted.columns.items()
        if variable not in answered and column not in wanted.totals
    ]
    if lacking:
        raise RejectedError(
            [
                error(
                    wanted.table,
                    f"StatBank har ikke variablen {words.listing(lacking)}",
                    " ".join(told),
                    "Ret tabellens udvalg i data/config/sources.toml",
                )
            ]
        )


def _is_loaded(settings: Settings, wanted: Source, request: Mapping[str, Any]) -> bool:
    try:
        with warehouse.reading(settings, wait=60) as open_:
            return open_.newest_request(wanted.table) == request
    except warehouse.NoWarehouseError:
        return False


def _extent(wanted: Source, selection: Selection) -> incoming.Extent:
    asked = {variable.upper(): codes for variable, codes in selection.codes.items()}
    return {
        column: tuple(
            wanted.ours(column, code)
            for code in asked.get(variable, (wanted.totals.get(column, ""),))
        )
        for variable, column in wanted.columns.items()
    }


def _answered(
    extent: incoming.Extent, rows: incoming.Incoming
) -> tuple[incoming.Extent, list[str]]:
    """Leave out periods of which the answer has not one row, where zeros alone cannot explain it.

    So an answer that stops early leaves a gap, not zeros.
    """
    seen = set(rows.values("period"))
    silent = [period for period in extent["period"] if period not in seen]
    cells = checks.size(extent) // len(extent["period"])
    if not silent or cells < FEW_CELLS:
        return extent, []
    text = (
        f"StatBank svarede uden et eneste tal for "
        f"{words.listing([periods.label(period) for period in silent])} "
        f"({numbers.number(cells)} celler hver). De er ikke indlæst."
    )
    kept = tuple(period for period in extent["period"] if period in seen)
    return {**extent, "period": kept}, [text]


def _note(download: Download, wanted: Source) -> str:
    return (
        f"Hentet fra StatBank {dates.moment(download.fetched_at)}; "
        f"StatBanks udgave af {wanted.table} er fra {dates.date(download.updated)}."
    )
