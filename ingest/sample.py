"""The shipped figures, so that a newcomer sees something on every page without a network.

Official tables and published surveys are real. Examples are invented, say so, and never stand
together with other figures of the same survey or register.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from danish import dates
from ingest import checks, incoming, loading, mapping, upload
from ingest.by_hand import AlreadyLoadedError
from ingest.problem import RejectedError
from ingest.upload import Checked, Upload
from store import log, warehouse
from store.settings import OFFICIAL_SAMPLE, Settings
from store.sources import Source, source

SAYS = "De medfølgende officielle tal"
SURVEYS = OFFICIAL_SAMPLE / "surveys"
EXAMPLES = OFFICIAL_SAMPLE.parent / "example"
EXAMPLE_TABLES = EXAMPLES / "statbank"


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


def load_example_tables(
    settings: Settings,
    who: str,
    today: date,
    on_wait: Callable[[str], None] | None = None,
    folder: Path = EXAMPLE_TABLES,
) -> list[loading.Loaded]:
    """Load invented tables in StatBank's form that are not loaded already, in one transaction.

    A table that has other figures is passed over.

    Raises
    ------
    RejectedError
        If a shipped file is damaged; nothing is changed.
    store.lock.LockedError
        If another process writes.
    """
    entries = json.loads((folder / "manifest.json").read_text("utf-8"))
    done = []
    with warehouse.writing(
        settings, who, "indlæser de medfølgende eksempler", on_wait=on_wait
    ) as open_:
        present = {load.sha256 for load in open_.loads() if not load.withdrawn_at}
        for entry in entries:
            wanted, path = source(entry["table"]), folder / entry["file"]
            sha256 = incoming.sha256_of(path)
            if sha256 in present:
                continue
            rows = incoming.read(open_.connection, path, wanted)
            extents = [_extent(wanted, entry["extent"])]
            if problems := checks.check(rows, extents, today):
                raise RejectedError(problems)
            provenance = loading.Provenance(
                author=who,
                file=path.name,
                sha256=sha256,
                source_date=today,
                origin=warehouse.Origin.EXAMPLE,
                licence="",
                note=f"{entry['reason']}.",
            )
            with suppress(warehouse.ExampleError):
                done.append(loading.load(open_, rows, extents, provenance))
    for loaded in done:
        text = f"{loaded.table}: Eksempeldata"
        log.append(settings.log, who, log.Action.LOAD, str(loaded.number), text)
    return done


def _extent(wanted: Source, codes: dict[str, list[str]]) -> incoming.Extent:
    return {
        column: tuple(wanted.ours(column, code) for code in codes[variable])
        for variable, column in wanted.columns.items()
    }


@dataclass(frozen=True)
class Shipped:
    """A file that comes with the program, and how it is read.

    Attributes
    ----------
    files
        One, or SurveyXact's dataset and labels.
    sheet
        Empty where the file has one table.
    """

    files: tuple[Path, ...]
    sheet: str
    mapping: str
    reason: str


def shipped(folder: Path) -> list[Shipped]:
    """The files that the `manifest.json` of a folder names."""
    entries = json.loads((folder / "manifest.json").read_text("utf-8"))
    return [
        Shipped(
            tuple(folder / name for name in entry.get("files") or [entry["file"]]),
            entry.get("sheet", ""),
            entry["mapping"],
            entry["reason"],
        )
        for entry in entries
    ]


def load_files(
    settings: Settings,
    folder: Path,
    who: str,
    today: date,
    on_wait: Callable[[str], None] | None = None,
) -> list[tuple[int, Checked]]:
    """Load the spreadsheets of a folder that are not loaded already, in one transaction.

    Examples of what has other figures are passed over.

    Returns
    -------
    The number of each load, and what was loaded.

    Raises
    ------
    RejectedError
        If a shipped file is damaged; nothing is changed.
    store.lock.LockedError
        If another process writes.
    """
    ready = list(_ready(settings, folder, today))
    done = []
    with warehouse.writing(
        settings, who, "indlæser de medfølgende filer", on_wait=on_wait
    ) as open_:
        for one, checked in ready:
            with suppress(AlreadyLoadedError, warehouse.ExampleError):
                done.append((upload.put(open_, checked, who, one.reason), checked, one.reason))
    for number, checked, reason in done:
        upload.logged(settings, checked, number, who, reason)
    return [(number, checked) for number, checked, _ in done]


def _ready(settings: Settings, folder: Path, today: date) -> Iterator[tuple[Shipped, Checked]]:
    """The files that are not there yet, read."""
    known = {one.name: one for one in mapping.remembered(settings)}
    there = _loaded(settings)
    examined: dict[tuple[Path, ...], Upload] = {}
    for one in shipped(folder):
        way = known[one.mapping]
        if (incoming.sha256_of(one.files[0]), way.source, one.sheet) in there:
            continue
        if one.files not in examined:
            examined[one.files] = upload.examine([(path.name, path) for path in one.files])
        tables = examined[one.files].tables
        table = next(table for table in tables if one.sheet in ("", table.sheet))
        yield one, upload.check(examined[one.files], table, way, today)


def _loaded(settings: Settings) -> set[tuple[str, str, str]]:
    """The sheets of files in use: hash, source and name of the sheet."""
    try:
        with warehouse.reading(settings) as open_:
            return set(upload.present(open_))
    except warehouse.NoWarehouseError:
        return set()
