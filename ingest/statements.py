"""Targets, events and comments into the warehouse: each save is a load of one row, with undo.

What is saved shows on the pages after the next release. `store.statements` says what each of them
is, `ingest.statement_checks` what can be wrong with one.
"""

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, TypeVar

from danish import dates, numbers
from danish.errors import DanishError
from indicators.registry import INDICATORS
from indicators.statements import target_change
from ingest import statement_checks
from ingest.problem import Problem, RejectedError, Severity
from store import log, statements, warehouse
from store.release import Release
from store.settings import Settings
from store.statements import Comment, Event, Statement, Target
from store.warehouse import Load, LoadRecord, Origin, Warehouse

OnWait = Callable[[str], None]
Stated = TypeVar("Stated", Target, Event, Comment)

NAMES = {
    Statement.TARGET: "Måltal",
    Statement.EVENT: "Hændelse",
    Statement.COMMENT: "Kommentar",
}
"""What the ledger calls them: the source of such a load."""


class NotThereError(DanishError):
    """There is nothing in force to remove, or no such load to undo."""


@dataclass(frozen=True)
class Saved:
    """What a save did.

    Attributes
    ----------
    number
        Of the load.
    id
        Of the thing that was stated: what to remove it by.
    warnings
        What one should know of it.
    """

    number: int
    id: str
    warnings: tuple[Problem, ...] = ()


def share(text: str) -> float:
    """Percent as a person types it, as a share; NaN, which no check lets by, when it is no number.

    ``−7,5`` is −0.075; a percent sign after it does not matter.
    """
    try:
        return numbers.parse(text.strip().removesuffix("%")) / 100
    except numbers.NotANumberError:
        return math.nan


def named(who: str) -> str:
    """The name of the one who writes, removes or publishes.

    Raises
    ------
    RejectedError
        If there is none, or it is no name.
    """
    who = who.strip()
    accepted(statement_checks.check_author(who))
    return who


def save_target(
    settings: Settings,
    target: Target,
    release: Release,
    today: date,
    *,
    on_wait: OnWait | None = None,
) -> Saved:
    """Save a target. It takes the place of the one that its indicator has.

    Parameters
    ----------
    release
        The one in force, whose values the baseline is checked against.

    Raises
    ------
    RejectedError
        If it cannot be a target; nothing is changed.
    store.lock.LockedError
        If another process writes.
    """
    target = trimmed(target)
    warnings = accepted(statement_checks.check_target(target, release, today))
    row = asdict(target) | {"kind": target.kind}
    return _save(settings, Statement.TARGET, target.indicator, row, warnings, on_wait=on_wait)


def save_event(
    settings: Settings, event: Event, today: date, *, id_: str = "", on_wait: OnWait | None = None
) -> Saved:
    """Save an event: a new one, or with an id a new wording of an old one.

    Raises
    ------
    RejectedError
        If something is missing or wrong; nothing is changed.
    store.lock.LockedError
        If another process writes.
    """
    event = trimmed(event)
    warnings = accepted(statement_checks.check_event(event, today))
    row = asdict(event) | {"indicators": list(event.indicators)}
    return _save(settings, Statement.EVENT, id_, row, warnings, on_wait=on_wait)


def save_comment(
    settings: Settings,
    comment: Comment,
    release: Release,
    *,
    id_: str = "",
    on_wait: OnWait | None = None,
) -> Saved:
    """Save a comment: a new one, or with an id a new wording of an old one.

    Parameters
    ----------
    release
        The one in force: what the writer has seen, so its newest period is written down.

    Raises
    ------
    RejectedError
        If something is missing or wrong; nothing is changed.
    store.lock.LockedError
        If another process writes.
    """
    comment = trimmed(comment)
    warnings = accepted(statement_checks.check_comment(comment, release))
    comment = replace(comment, period=release.newest_periods[comment.indicator])
    return _save(settings, Statement.COMMENT, id_, asdict(comment), warnings, on_wait=on_wait)


def remove(
    settings: Settings, what: Statement, id_: str, who: str, *, on_wait: OnWait | None = None
) -> Saved:
    """Take what has an id away, as a load of its own.

    Raises
    ------
    NotThereError
        If nothing with that id is in force.
    RejectedError
        If nobody is named as the one who does it.
    """
    who = named(who)
    with warehouse.reading(settings) as open_:
        found = [row for row in statements.in_force(open_.connection, what) if row["id"] == id_]
    if not found:
        raise NotThereError(
            f"{NAMES[what]} {id_} findes ikke længere. Genindlæs siden for at se, hvad der gælder."
        )
    row = {name: value for name, value in found[0].items() if name not in _ADDED}
    return _save(settings, what, id_, row, (), who=who, removed=True, on_wait=on_wait)


def newest(open_: Warehouse, what: Statement) -> Load | None:
    """The newest load of a kind that is in use: the one that undo takes back."""
    return next((load for load in _loads(open_, what) if not load.withdrawn_at), None)


def undone(open_: Warehouse, what: Statement) -> Load | None:
    """The load that was taken back last, unless something was saved since."""
    in_use = newest(open_, what)
    later = [load for load in _loads(open_, what) if load.number > (in_use.number if in_use else 0)]
    return max(later, key=lambda load: str(load.withdrawn_at), default=None)


def undo(settings: Settings, number: int, who: str) -> Load:
    """Take back a save or a removal: its load is withdrawn, and what stood before is in force.

    Raises
    ------
    NotThereError
        If the load is not one of a target, an event or a comment.
    RejectedError
        If nobody is named as the one who does it.
    store.warehouse.WithdrawnError
        If it is taken back already.
    """
    who = named(who)
    _stated(settings, number)
    return warehouse.withdraw(settings, number, who)


def redo(settings: Settings, number: int, who: str) -> Load:
    """Bring back what was undone.

    Raises
    ------
    NotThereError
        If the load is not one of a target, an event or a comment.
    RejectedError
        If nobody is named as the one who does it.
    store.warehouse.WithdrawnError
        If it is in use.
    """
    who = named(who)
    _stated(settings, number)
    return warehouse.restore(settings, number, who)


def put(
    open_: Warehouse,
    what: Statement,
    id_: str,
    row: dict[str, Any],
    who: str,
    *,
    removed: bool = False,
) -> tuple[str, Saved]:
    """Write one row as a load in the caller's transaction; the caller logs it, by its title.

    Parameters
    ----------
    id_
        Of the thing; without one the load's number becomes it.
    row
        The fields as the warehouse holds them.
    """
    short = _short(what, row) + (" (fjernet)" if removed else "")
    first, last = _spans(what, row)
    told = json.dumps([what, id_, removed, row], ensure_ascii=False, default=str)
    record = LoadRecord(
        kind=statements.KIND,
        source=NAMES[what],
        title=f"{NAMES[what]}: {short}",
        origin=Origin.MUNICIPAL,
        author=who,
        file=short,
        sha256=hashlib.sha256(told.encode()).hexdigest(),
        cells=1,
        first_period=first,
        last_period=last,
        source_date=dates.today(),
        licence="",
        extent=[],
    )
    number = open_.record(record)
    id_ = id_ or str(number)
    statements.put(open_.connection, what, number, id_, row, removed=removed)
    return record.title, Saved(number, id_)


def accepted(problems: list[Problem]) -> tuple[Problem, ...]:
    """The warnings, when there is no error.

    Raises
    ------
    RejectedError
        If there is one.
    """
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise RejectedError(problems)
    return tuple(problems)


def trimmed(stated: Stated) -> Stated:
    """The same without spaces round its texts."""
    texts: dict[str, Any] = {
        name: value.strip() for name, value in vars(stated).items() if type(value) is str
    }
    return replace(stated, **texts)


_ADDED = ("load", "id", "written_at")


def _save(
    settings: Settings,
    what: Statement,
    id_: str,
    row: dict[str, Any],
    warnings: tuple[Problem, ...],
    *,
    who: str = "",
    removed: bool = False,
    on_wait: OnWait | None,
) -> Saved:
    """Write one row as a load and log it."""
    who = who or row["author"]
    doing = f"gemmer: {_short(what, row)}"
    with warehouse.writing(settings, who, doing, on_wait=on_wait) as open_:
        title, saved = put(open_, what, id_, row, who, removed=removed)
    log.append(settings.log, who, log.Action.LOAD, str(saved.number), title)
    return replace(saved, warnings=warnings)


def _short(what: Statement, row: Mapping[str, Any]) -> str:
    """What it says in a few words, for the ledger and the log. A comment's text stays out."""
    match what:
        case Statement.TARGET:
            change = target_change(row["change"], row["basis"], row["target_year"])
            return f"{row['indicator']}, {change}"
        case Statement.EVENT:
            return f"{row['title']}, {dates.date(row['day'])}"
        case Statement.COMMENT:
            return f"{row['indicator']} {INDICATORS[row['indicator']].short_title}"


def _spans(what: Statement, row: Mapping[str, Any]) -> tuple[str, str]:
    """The first and last period that it speaks of."""
    match what:
        case Statement.TARGET:
            return row["first_period"], row["last_period"]
        case Statement.EVENT:
            month = f"{row['day']:%YM%m}"
            return month, month
        case Statement.COMMENT:
            return row["period"], row["period"]


def _loads(open_: Warehouse, what: Statement) -> list[Load]:
    mine = (statements.KIND, NAMES[what])
    return [load for load in open_.loads() if (load.kind, load.source) == mine]


def _stated(settings: Settings, number: int) -> None:
    with warehouse.reading(settings) as open_:
        if open_.load(number).kind != statements.KIND:
            raise NotThereError(
                f"Indlæsning {number} er hverken et måltal, en hændelse eller en kommentar."
            )
