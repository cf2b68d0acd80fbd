"""The example budget that comes with the program: invented accounts, follow-up and tags."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from ingest.by_hand import AlreadyLoadedError
from ingest.economy import budget_from_disk
from ingest.economy.budget_from_disk import Ready, Said
from ingest.problem import RejectedError
from store import warehouse
from store.settings import OFFICIAL_SAMPLE, Settings

EXAMPLES = OFFICIAL_SAMPLE.parent / "example" / "budget"


def load_examples(
    settings: Settings,
    who: str,
    today: date,
    on_wait: Callable[[str], None] | None = None,
    folder: Path = EXAMPLES,
) -> list[tuple[int, Ready]]:
    """Load the example budgets and tags that are not loaded already, in one transaction.

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
    with warehouse.writing(settings, who, "indlæser eksempelbudgettet", on_wait=on_wait) as open_:
        for one, reason in ready:
            with suppress(AlreadyLoadedError, warehouse.ExampleError):
                done.append((budget_from_disk.put(open_, one, who, reason), one, reason))
    for number, one, reason in done:
        budget_from_disk.logged(settings, one, number, who, reason)
    return [(number, one) for number, one, _ in done]


def _ready(settings: Settings, folder: Path, today: date) -> Iterator[tuple[Ready, str]]:
    for entry in json.loads((folder / "manifest.json").read_text("utf-8")):
        path = folder / entry["file"]
        upload, found = budget_from_disk.look(path)
        said = Said(entry.get("reading", ""), entry.get("constants", {}))
        for one in found:
            ready = budget_from_disk.read(settings, path, upload, one, said, today)
            if ready.errors:
                raise RejectedError(ready.problems)
            yield ready, entry["reason"]
