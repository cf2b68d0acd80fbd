"""The example budget that comes with the program: invented accounts, follow-up and tags."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from danish import words
from ingest.by_hand import AlreadyLoadedError
from ingest.economy import budget, budget_from_disk, tags
from ingest.economy.budget import Checked
from ingest.economy.budget_from_disk import Said
from ingest.problem import RejectedError
from store import log, warehouse
from store.economy import EconomyKind, Tag
from store.settings import OFFICIAL_SAMPLE, Settings
from store.warehouse import Origin, Warehouse

EXAMPLES = OFFICIAL_SAMPLE.parent / "example" / "budget"


@dataclass(frozen=True)
class Ready:
    """A table of a shipped file, read: a budget, or a list of tags."""

    file: str
    what: Checked | tuple[Tag, ...]
    reason: str


def load_examples(
    settings: Settings,
    who: str,
    today: date,
    on_wait: Callable[[str], None] | None = None,
    folder: Path = EXAMPLES,
) -> list[int]:
    """Load the example budgets and tags that are not loaded already, in one transaction.

    Examples of what has other figures are passed over.

    Returns
    -------
    The numbers of the loads.

    Raises
    ------
    RejectedError
        If a shipped file is damaged; nothing is changed.
    store.lock.LockedError
        If another process writes.
    """
    ready = list(_ready(settings, folder, today))
    done = []
    with warehouse.writing(settings, who, "indlæser eksempelbudgettet", on_wait=on_wait) as open_:
        for one in ready:
            with suppress(AlreadyLoadedError, warehouse.ExampleError):
                done.append((_put(open_, one, who), one))
    for number, one in done:
        if isinstance(one.what, Checked):
            budget.logged(settings, one.what, number, who, one.reason)
        else:
            text = f"{words.count(len(one.what), 'mærke', 'mærker')}. {one.reason}."
            log.append(settings.log, who, log.Action.LOAD, str(number), text)
    return [number for number, _ in done]


def _put(open_: Warehouse, one: Ready, who: str) -> int:
    if isinstance(one.what, Checked):
        return budget.put(open_, one.what, who, one.reason)
    if tags.has(open_, one.what):
        raise AlreadyLoadedError("Mærkerne er i brug.")
    example = Origin.EXAMPLE
    return tags.put(open_, one.what, who, one.reason, origin=example, file=one.file)


def _ready(settings: Settings, folder: Path, today: date) -> Iterator[Ready]:
    for entry in json.loads((folder / "manifest.json").read_text("utf-8")):
        path = folder / entry["file"]
        upload, found = budget_from_disk.look(path)
        said = Said(entry.get("reading", ""), entry.get("constants", {}))
        for one in found:
            if one.kind is EconomyKind.TAGS:
                listed, problems = tags.read(one.table)
                if problems:
                    raise RejectedError(problems)
                yield Ready(upload.name, tuple(listed), entry["reason"])
            else:
                checked = budget_from_disk.check(settings, path, upload, one.table, said, today)
                yield Ready(upload.name, checked, entry["reason"])
