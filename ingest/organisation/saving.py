"""From a workbook that was read to a load, with a look at what it would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

import pandas as pd

from danish import dates, words
from ingest import loading
from ingest.by_hand import AlreadyLoadedError
from ingest.organisation import checks, differences, rows, state
from ingest.organisation.cell_values import Mark
from ingest.organisation.differences import Difference
from ingest.organisation.reading import Reading
from ingest.organisation.rows import Row
from ingest.problem import Problem, RejectedError, Severity, error
from ingest.undo import OnWait, signed
from store import log, organisation, warehouse
from store.organisation_sheets import SHEETS
from store.settings import Settings
from store.warehouse import Load, LoadRecord, NoWarehouseError, Origin, Warehouse


@dataclass(frozen=True)
class Checked:
    """A workbook with everything that is wrong and everything it would change.

    Attributes
    ----------
    problems
        Of its cells, and of the whole state that would be in force.
    differences
        From what is in force now, of the sheets of the file.
    gives_way
        The titles of the sheets whose examples go out of force and are not in the file.
    """

    reading: Reading
    problems: tuple[Problem, ...]
    differences: tuple[Difference, ...]
    gives_way: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop the load."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)


def check(settings: Settings, reading: Reading) -> Checked:
    """Check a workbook against what is in force; nothing is written."""
    try:
        with warehouse.reading(settings) as open_:
            return checked(open_, reading)
    except NoWarehouseError:
        reading = _with_withheld(reading, state.nothing())
        return _checked(reading, state.nothing(), {**state.nothing(), **reading.rows})


def checked(open_: Warehouse, reading: Reading) -> Checked:
    """Check a workbook against what is in force in an open warehouse."""
    now = state.in_force(open_)
    reading = _with_withheld(reading, now)
    after = state.after(open_, reading.rows, reading.origin)
    return _checked(reading, now, after)


def _with_withheld(reading: Reading, now: Mapping[str, Sequence[Row]]) -> Reading:
    """Amounts that a file withholds are those in force of the same row."""
    problems: list[Problem] = []
    filled = {}
    for code, of in reading.rows.items():
        held = {row.key: row for row in now[code]}
        filled[code] = [_filled(row, held.get(row.key), problems) for row in of]
    return replace(reading, rows=filled, problems=(*reading.problems, *problems))


def _filled(row: Row, held: Row | None, problems: list[Problem]) -> Row:
    withheld = [code for code, value in row.values.items() if value is Mark.WITHHELD]
    if not held:
        problems += [
            error(
                row.at(code),
                f"Beløbet er »{Mark.WITHHELD.value}«, og rækken er ikke i brug",
                "Ventede en række, der er i brug, eller et beløb",
                "Skriv beløbet, eller lad cellen være tom",
            )
            for code in withheld
        ]
    kept = {code: held[code] if held else None for code in withheld}
    return replace(row, values={**row.values, **kept}) if kept else row


def _checked(
    reading: Reading, now: Mapping[str, Sequence[Row]], after: Mapping[str, Sequence[Row]]
) -> Checked:
    problems = list(reading.problems)
    # Rows with unreadable cells would be told of again as rows that lack what they have.
    if not reading.errors:
        problems += checks.check(after)
    gone = [SHEETS[code].title for code in SHEETS if now[code] and not after[code]]
    found = differences.between(now, {code: after[code] for code in reading.rows})
    return Checked(reading, tuple(problems), tuple(found), tuple(gone))


def put(open_: Warehouse, reading: Reading, who: str, reason: str = "") -> int:
    """Load a workbook in the caller's transaction and return the load's number.

    Raises
    ------
    RejectedError
        If something is wrong with it, or with the state it would bring into force.
    ingest.by_hand.AlreadyLoadedError
        If the same file is in use, or one that says the same.
    store.warehouse.ExampleError
        If it is an example and the municipality has loaded its own.
    """
    for load in open_.loads():
        if load.sha256 == reading.sha256 and not load.withdrawn_at:
            raise AlreadyLoadedError(
                f"{reading.name} er allerede i brug som indlæsning {load.number}. Intet er ændret."
            )
    found = checked(open_, reading)
    if found.errors:
        raise RejectedError(found.problems)
    # Public facts that stand behind the municipality's own change nothing, and are kept for later.
    is_public = reading.source == organisation.PUBLIC
    if not (found.differences or found.gives_way or is_public):
        raise AlreadyLoadedError(
            f"{reading.name} siger det samme som det, der er i brug. Intet er ændret."
        )
    return write(
        open_, found.reading.rows, reading.origin, who, reason, reading.name, reading.sha256
    )


def write(
    open_: Warehouse,
    content: Mapping[str, Sequence[Row]],
    origin: Origin,
    who: str,
    reason: str,
    file: str,
    sha: str = "",
) -> int:
    """Write sheets that were checked as one load and return its number.

    Parameters
    ----------
    content
        Each sheet whole; one without rows leaves the sheet empty.

    Raises
    ------
    store.warehouse.ExampleError
        If it is an example and the municipality has loaded its own.
    """
    source = source_of(origin)
    open_.make_way(source, origin, who)
    count = sum(map(len, content.values()))
    today = dates.today()
    number = open_.record(
        LoadRecord(
            kind=organisation.KIND,
            source=source,
            title=f"{organisation.TITLES[source]}: {_sheets(content)}",
            origin=origin,
            author=who,
            file=file,
            sha256=sha or _sha256(content),
            cells=count,
            first_period=str(today.year),
            last_period=str(today.year),
            source_date=_newest(content) or today,
            licence="",
            extent=[],
            note=words.sentence(reason),
        )
    )
    covers = pd.DataFrame({"source": source, "period": [*content]})
    loading.insert(open_, "covers", number, covers)
    for code, of in content.items():
        loading.insert(open_, SHEETS[code].table, number, rows.table(code, of))
    return number


def source_of(origin: Origin) -> str:
    """Which of the two series a load belongs to."""
    return organisation.PUBLIC if origin is Origin.OFFICIAL else organisation.SOURCE


def load(
    settings: Settings, reading: Reading, who: str, reason: str, on_wait: OnWait | None = None
) -> tuple[int, list[Load]]:
    """Load a workbook in a transaction of its own, and log it (see `put`).

    Returns
    -------
    The load's number, and the loads of example data that went out of force for it.
    """
    who, reason = signed(who, reason)
    doing = f"indlæser {reading.name}"
    with warehouse.writing(settings, who, doing, on_wait=on_wait) as open_:
        number = put(open_, reading, who, reason)
    logged(settings, reading.source, number, reading.count, who, reading.name, reason)
    return number, [moved for _, moved in open_.examples_moved]


def logged(
    settings: Settings, source: str, number: int, count: int, who: str, file: str, reason: str
) -> None:
    """Write a load that is committed into the log."""
    text = f"{source}: {words.count(count, 'række', 'rækker')} fra {file}. {words.sentence(reason)}"
    log.append(settings.log, who, log.Action.LOAD, str(number), text)


def _sheets(content: Mapping[str, Sequence[Row]]) -> str:
    if len(content) > 3:
        return words.count(len(content), "ark", "ark")
    return words.listing([SHEETS[code].title for code in content])


def _newest(content: Mapping[str, Sequence[Row]]) -> date | None:
    """The newest day that a model was brought up to date."""
    days = [row["updated"] for row in content.get("models", ()) if row["updated"]]
    return max(days, default=None)


def _sha256(content: Mapping[str, Sequence[Row]]) -> str:
    said = {code: [dict(row.values) for row in of] for code, of in content.items()}
    return sha256(repr(said).encode()).hexdigest()
