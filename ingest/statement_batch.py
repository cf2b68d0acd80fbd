"""Many targets, events and comments at once: checked together, saved all or none."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from ingest import statement_checks, statements
from ingest.problem import Problem, error
from ingest.statements import NAMES, OnWait, Saved
from store import log, warehouse
from store import statements as stored
from store.release import Release
from store.settings import Settings
from store.statements import Comment, Event, Statement, Target
from store.warehouse import Warehouse

Stated = Mapping[str, Target | Event | Comment]
"""What is stated, by the place that it stands at in a file."""


_WHAT: dict[type, Statement] = {
    Target: Statement.TARGET,
    Event: Statement.EVENT,
    Comment: Statement.COMMENT,
}
_SAME = {
    Statement.TARGET: ("indicator",),
    Statement.EVENT: ("title", "day"),
    Statement.COMMENT: ("indicator", "text", "author"),
}
"""What two rows share when they are the same thing, worded alike or not."""

_SAID = {
    Statement.TARGET: (
        *("first_period", "last_period", "target_year", "change", "basis"),
        *("decided_by", "decided_on", "note"),
    ),
    Statement.EVENT: ("kind", "indicators", "note"),
    Statement.COMMENT: (),
}
"""What the same thing may say in other words."""


def check_all(stated: Stated, release: Release, today: date) -> list[Problem]:
    """Find what is wrong with many, each by its place in a file."""
    found = [
        replace(problem, place=f"{place}, {problem.place}")
        for place, one in stated.items()
        for problem in _check(one, release, today)
    ]
    return [*found, *_stated_twice(stated)]


def save_all(
    settings: Settings,
    stated: Stated,
    release: Release,
    today: date,
    *,
    on_wait: OnWait | None = None,
) -> list[Saved]:
    """Save many at once, all or none, each a load of its own that can be undone.

    An event of the same title and day as one in force is a new wording of it. What stands there
    already, word for word, is not saved again.

    Parameters
    ----------
    stated
        At least one, by the place that it stands at in a file.
    release
        The one in force.

    Raises
    ------
    RejectedError
        If one of them cannot be saved, with all that is wrong, by place; nothing is changed.
    store.lock.LockedError
        If another process writes.
    """
    stated = {place: _trimmed(one) for place, one in stated.items()}
    warnings = statements.accepted(check_all(stated, release, today))
    who = next(iter(stated.values())).author
    done = []
    with warehouse.writing(settings, who, "gemmer rækkerne i en fil", on_wait=on_wait) as open_:
        for one in stated.values():
            what, row = _WHAT[type(one)], _row(one, release)
            standing = _standing(open_, what, row)
            if not standing or any(standing[name] != row[name] for name in _SAID[what]):
                id_ = row["indicator"] if what is Statement.TARGET else standing.get("id", "")
                done.append(statements.put(open_, what, id_, row, who))
    for title, saved in done:
        log.append(settings.log, who, log.Action.LOAD, str(saved.number), title)
    return [replace(saved, warnings=warnings) for _, saved in done]


def _check(one: Target | Event | Comment, release: Release, today: date) -> list[Problem]:
    match one:
        case Target():
            return statement_checks.check_target(one, release, today)
        case Event():
            return statement_checks.check_event(one, today)
        case Comment():
            return statement_checks.check_comment(one, release)


def _trimmed(one: Target | Event | Comment) -> Target | Event | Comment:
    match one:
        case Target():
            return statements.trimmed(one)
        case Event():
            return statements.trimmed(one)
        case Comment():
            return statements.trimmed(one)


def _row(one: Target | Event | Comment, release: Release) -> dict[str, Any]:
    """The fields as the warehouse holds them."""
    match one:
        case Target():
            return asdict(one) | {"kind": one.kind}
        case Event():
            return asdict(one) | {"indicators": list(one.indicators)}
        case Comment():
            return asdict(replace(one, period=release.newest_periods[one.indicator]))


def _standing(open_: Warehouse, what: Statement, row: Mapping[str, Any]) -> dict[str, Any]:
    """The same thing in force, or nothing."""
    for other in stored.in_force(open_.connection, what):
        if all(other[name] == row[name] for name in _SAME[what]):
            return other
    return {}


def _stated_twice(stated: Stated) -> list[Problem]:
    places: dict[tuple[Any, ...], str] = {}
    found = []
    for place, one in stated.items():
        what = _WHAT[type(one)]
        same = (what, *(getattr(one, name) for name in _SAME[what]))
        if same in places:
            found.append(
                error(
                    place, f"Det samme står i {places[same]}",
                    f"Ventede hver {NAMES[what].lower()} én gang", "Slet den ene række",
                )
            )  # fmt: skip
        places[same] = place
    return found
