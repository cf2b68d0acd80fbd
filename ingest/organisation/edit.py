"""Small changes on a page: one row of a sheet added, changed or removed, as a load of its own.

The load covers the whole sheet, with all its rows in force and the change. It is undone by
withdrawing it (`ingest.undo.withdraw`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from danish.errors import DanishError
from ingest.organisation import cell_values, checks, differences, saving, state
from ingest.organisation.reading import origin_of, row_of
from ingest.organisation.rows import Content, Row, place_in_force
from ingest.problem import Problem, RejectedError, Severity, error
from ingest.undo import OnWait, signed
from store import warehouse
from store.organisation_sheets import SHEETS
from store.settings import Settings
from store.warehouse import Origin, Warehouse

FILE = "Skrevet i appen"
"""What stands in the ledger as the file of such a load."""

Key = tuple[Any, ...]


class GoneError(DanishError):
    """The row is not there any more."""

    def __init__(self, sheet: str, key: Key):
        named = " · ".join(map(str, key))
        super().__init__(
            f'Rækken {named} er der ikke i arket "{SHEETS[sheet].title}". Måske er den ændret af '
            "en anden. Intet er ændret; se arket igen."
        )


def texts(row: Row) -> dict[str, str]:
    """The cells of a row as they are written, to be changed."""
    return {
        of.code: cell_values.written(of, row[of.code])
        for of in SHEETS[row.sheet].fields
        if of.code != "origin"
    }


def add(
    settings: Settings,
    sheet: str,
    given: Mapping[str, str],
    who: str,
    reason: str,
    on_wait: OnWait | None = None,
) -> tuple[int, tuple[Problem, ...]]:
    """Add a row; returns the load's number and what the checks warn of.

    Parameters
    ----------
    given
        What is written in each cell, by the field's code, as in the workbook.

    Raises
    ------
    RejectedError
        If a cell cannot be read, or the change brings an error that was not there.
    ingest.undo.UnsignedError
        If the name or the reason is missing.
    """

    def change(rows: Sequence[Row], is_example: bool) -> list[Row]:
        return [*rows, _row(sheet, given, is_example=is_example)]

    return _written(settings, sheet, change, who, reason, on_wait)


def change(
    settings: Settings,
    sheet: str,
    key: Key,
    given: Mapping[str, str],
    who: str,
    reason: str,
    on_wait: OnWait | None = None,
) -> tuple[int, tuple[Problem, ...]]:
    """Change the cells that are given of a row; the others stay (see `add`).

    Raises
    ------
    GoneError
        If there is no such row.
    """

    def changed(rows: Sequence[Row], is_example: bool) -> list[Row]:
        at = _place(sheet, rows, key)
        new = _row(sheet, {**texts(rows[at]), **given}, is_example=is_example)
        return [*rows[:at], new, *rows[at + 1 :]]

    return _written(settings, sheet, changed, who, reason, on_wait)


def remove(
    settings: Settings,
    sheet: str,
    key: Key,
    who: str,
    reason: str,
    on_wait: OnWait | None = None,
) -> tuple[int, tuple[Problem, ...]]:
    """Remove a row (see `change`)."""

    def without(rows: Sequence[Row], is_example: bool) -> list[Row]:
        at = _place(sheet, rows, key)
        return [*rows[:at], *rows[at + 1 :]]

    return _written(settings, sheet, without, who, reason, on_wait)


def _written(
    settings: Settings,
    sheet: str,
    changed: Callable[[Sequence[Row], bool], list[Row]],
    who: str,
    reason: str,
    on_wait: OnWait | None,
) -> tuple[int, tuple[Problem, ...]]:
    who, reason = signed(who, reason)
    doing = f"retter i {SHEETS[sheet].title}"
    with warehouse.writing(settings, who, doing, on_wait=on_wait) as open_:
        before = state.in_force(open_)
        # What is written among examples is one: else it would put all of them out of force.
        is_example = state.has_examples(open_)
        rows = changed(before[sheet], is_example)
        after = {**before, sheet: rows}
        if not differences.between(before, {sheet: rows}):
            raise RejectedError([_nothing(sheet)])
        told = _new_problems(before, after)
        origin = _origin(open_, sheet, rows, is_example=is_example)
        number = saving.write(open_, {sheet: rows}, origin, who, reason, FILE)
    source = saving.source_of(origin)
    saving.logged(
        settings, source, number, len(rows), who, f"{FILE}: {SHEETS[sheet].title}", reason
    )
    return number, told


def _origin(open_: Warehouse, sheet: str, rows: Sequence[Row], *, is_example: bool) -> Origin:
    """The origin of the load: public rows that lose one stay public where nobody changed them."""
    found = origin_of(row["origin"] for row in rows) if rows else Origin.MUNICIPAL
    if is_example:
        return Origin.EXAMPLE
    if found is Origin.OFFICIAL and (sheet in state.own(open_) or not rows):
        return Origin.MUNICIPAL
    return found


def _new_problems(before: Content, after: Content) -> tuple[Problem, ...]:
    """What the checks warn of after a change.

    Raises
    ------
    RejectedError
        If there are errors that were not there before.
    """
    old = {_what(one) for one in checks.check(before)}
    found = [one for one in checks.check(after) if _what(one) not in old]
    errors = [one for one in found if one.severity is Severity.ERROR]
    if errors:
        raise RejectedError(errors)
    return tuple(found)


def _what(problem: Problem) -> tuple[str, str]:
    return problem.found, problem.expected


def _row(sheet: str, given: Mapping[str, str], *, is_example: bool) -> Row:
    known = SHEETS[sheet]
    cells = {of.code: f'Ark "{known.title}", {of.heading}' for of in known.fields}
    said = {code: text for code, text in given.items() if code != "origin"}
    row, problems = row_of(known, said, f'Ark "{known.title}"', cells, is_example=is_example)
    if problems:
        raise RejectedError(problems)
    return replace(row, place=place_in_force(sheet, row.values), cells={})


def _place(sheet: str, rows: Sequence[Row], key: Key) -> int:
    for at, row in enumerate(rows):
        if row.key == tuple(key):
            return at
    raise GoneError(sheet, key)


def _nothing(sheet: str) -> Problem:
    return error(
        f'Ark "{SHEETS[sheet].title}"', "Intet er ændret", "Ventede en ændring", "Ret en celle"
    )
