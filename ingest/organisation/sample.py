"""The shipped content of the organisation workbook: public facts, and an invented whole."""

from contextlib import suppress

from ingest.by_hand import AlreadyLoadedError
from ingest.organisation import reading, saving
from ingest.organisation.reading import Reading
from ingest.undo import OnWait
from store import warehouse
from store.settings import OFFICIAL_SAMPLE, Settings

FOLDER = OFFICIAL_SAMPLE.parent / "organisation"
OFFICIAL = "organisation_offentlig.xlsx"
EXAMPLE = "EKSEMPEL_organisation.xlsx"
SAYS = "Det medfølgende om organisation og modeller"


def load(
    settings: Settings, who: str, *, official_only: bool = False, on_wait: OnWait | None = None
) -> list[tuple[int, Reading]]:
    """Load what is shipped and not loaded already, in one transaction.

    The example is passed over where the municipality has loaded its own.

    Returns
    -------
    The number of each load, and what was read.

    Raises
    ------
    ingest.problem.RejectedError
        If a shipped file is damaged; nothing is changed.
    store.lock.LockedError
        If another process writes.
    """
    names = [OFFICIAL] if official_only else [OFFICIAL, EXAMPLE]
    paths = [FOLDER / name for name in names if (FOLDER / name).exists()]
    read = [reading.examine(path, path.name) for path in paths]
    done = []
    with warehouse.writing(settings, who, "indlæser organisationen", on_wait=on_wait) as open_:
        for one in read:
            with suppress(AlreadyLoadedError, warehouse.ExampleError):
                done.append((saving.put(open_, one, who, SAYS), one))
    for number, one in done:
        saving.logged(settings, one.source, number, one.count, who, one.name, SAYS)
    return done
