"""The shipped official figures, so that a newcomer sees real numbers without a network."""

import json
from collections.abc import Callable
from datetime import date

from danish import dates
from ingest import checks, incoming, loading
from ingest.problem import RejectedError
from store import log, warehouse
from store.settings import OFFICIAL_SAMPLE, Settings
from store.sources import Source, source

SAYS = "De medfølgende officielle tal"


def load_official(
    settings: Settings, who: str, today: date, on_wait: Callable[[str], None] | None = None
) -> list[loading.Loaded]:
    """Load the tables of the official sample that are not loaded already, in one transaction.

    Raises
    ------
    RejectedError
        If a shipped file is damaged; nothing is changed.
    store.lock.LockedError
        If another process writes.
    """
    manifest = json.loads((OFFICIAL_SAMPLE / "manifest.json").read_text("utf-8"))
    tables = list(dict.fromkeys(block["table"] for block in manifest["blocks"]))
    done = []
    with warehouse.writing(settings, who, "indlæser de medfølgende tal", on_wait=on_wait) as open_:
        present = {load.sha256 for load in open_.loads() if not load.withdrawn_at}
        for table in tables:
            path = OFFICIAL_SAMPLE / f"{table.lower()}.csv.gz"
            sha256 = incoming.sha256_of(path)
            if sha256 in present:
                continue
            wanted = source(table)
            blocks = [block for block in manifest["blocks"] if block["table"] == table]
            extents = [_extent(wanted, block["extent"]) for block in blocks]
            rows = incoming.read(open_.connection, path, wanted)
            if problems := checks.check(rows, extents, today):
                raise RejectedError(problems)
            drawn = sorted(date.fromisoformat(block["date"]) for block in blocks)
            provenance = loading.Provenance(
                author=who,
                file=path.name,
                sha256=sha256,
                source_date=drawn[-1],
                licence=blocks[0]["licence"],
                request={"blocks": blocks},
                note=f"{SAYS}, hentet fra {manifest['source']} "
                + (
                    f"{dates.date(drawn[0])} – {dates.date(drawn[-1])}."
                    if drawn[0] != drawn[-1]
                    else f"{dates.date(drawn[-1])}."
                ),
            )
            done.append(loading.load(open_, rows, extents, provenance))
    for loaded in done:
        log.append(
            settings.log, who, log.Action.LOAD, str(loaded.number), f"{loaded.table}: {SAYS}"
        )
    return done


def _extent(wanted: Source, codes: dict[str, list[str]]) -> incoming.Extent:
    return {column: tuple(codes[variable]) for variable, column in wanted.columns.items()}
