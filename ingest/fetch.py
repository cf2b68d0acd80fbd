"""From StatBank to the warehouse: ask what there is, fetch what is wanted, check, load."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from danish import dates, numbers, periods, words
from ingest import checks, incoming, loading
from ingest.problem import RejectedError, error
from ingest.statbank import Download, Selection, StatBank, resolve
from store import log, warehouse
from store.settings import Settings
from store.sources import Source, source

FEW_CELLS = 100
"""A period with fewer cells than this may be all zeros by chance."""


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
    progress: Callable[[int, int | None], None] = lambda received, total: None,
    on_wait: Callable[[str], None] | None = None,
) -> Fetched:
    """Fetch one table of `data/config/sources.toml` and load it as one load.

    The warehouse is not held while StatBank answers. Figures that are already loaded in the same
    edition with the same selection are not fetched again.

    Raises
    ------
    store.sources.UnknownTableError
        If the table has no entry.
    ingest.statbank.StatBankError
        If StatBank refuses, or cannot be reached.
    RejectedError
        If the answer has errors; nothing is changed.
    """
    wanted = source(table)
    info = bank.tableinfo(wanted.table)
    selection, told = resolve(info, wanted.select)
    _require_all(wanted, selection, told)
    request = {"body": selection.request, "updated": info.updated.isoformat()}
    if _is_loaded(settings, wanted, request):
        return Fetched(wanted.table, info.updated.date(), None, tuple(told))
    download = bank.fetch(info, selection, settings.raw, progress)
    with warehouse.writing(
        settings, who, f"indlæser {wanted.table} fra StatBank", on_wait=on_wait
    ) as open_:
        rows = incoming.read(open_.connection, download.path, wanted)
        extent, unanswered = _answered(_extent(wanted, selection), rows)
        if problems := checks.check(rows, [extent], today):
            raise RejectedError(problems)
        told += unanswered
        provenance = loading.Provenance(
            author=who,
            file=download.path.name,
            sha256=download.sha256,
            source_date=info.updated.date(),
            request=request,
            note=" ".join([_note(download, wanted), *told]),
        )
        loaded = loading.load(open_, rows, [extent], provenance)
    log.append(
        settings.log,
        who,
        log.Action.LOAD,
        str(loaded.number),
        f"{wanted.table}: {words.count(loaded.cells, 'celle', 'celler')} fra StatBank",
    )
    return Fetched(wanted.table, info.updated.date(), loaded, tuple(told))


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
    asked = {variable.upper(): tuple(codes) for variable, codes in selection.codes.items()}
    return {
        column: asked.get(variable, (wanted.totals.get(column, ""),))
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
