"""Budgets, tags and prices from the command line: nobody to ask, so what is open is refused.

What the file does not say is given with it (`Said`) or comes from a reading that is remembered.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import cast

from danish import words
from danish.errors import DanishError
from ingest import places
from ingest.by_hand import AlreadyLoadedError
from ingest.coupling import WHOLE
from ingest.economy import budget, budget_questions, budget_reading, budget_suggestion, prices, tags
from ingest.economy.budget import Checked
from ingest.economy.budget_reading import CONSTANTS, Reading, allows, constant_in_words
from ingest.frame import Table
from ingest.problem import Problem, RejectedError, Severity
from ingest.undo import signed
from ingest.upload import Upload
from store import economy_queries, warehouse
from store.amounts import PriceIndex, Version
from store.economy import SIGNS, UNITS, EconomyKind, Tag
from store.prices import Rate
from store.settings import Settings
from store.warehouse import Load, Origin, Warehouse

OnWait = Callable[[str], None]

OPTIONS: Mapping[str, str] = {
    "sign": "--fortegn",
    "unit": "--enhed",
    "prices": "--priser",
    "version": "--version",
    "year": "--aar",
    "as_of": "--opgjort",
}
"""The option of the command line that gives each constant."""


EXPECTED: Mapping[str, str] = {
    "sign": words.listing([f"{code} ({title})" for code, title in SIGNS.items()], "eller"),
    "unit": words.listing([f"{code} ({title})" for code, title in UNITS.items()], "eller"),
    "prices": "løbende eller et år som 2025",
    "version": words.listing([*Version], "eller"),
    "year": "et år som 2026",
    "as_of": "en dag som 30-09-2026",
}
"""What each option takes, in words."""


class OpenQuestionsError(DanishError):
    """The file leaves something open that nobody has answered."""


@dataclass(frozen=True)
class Said:
    """How a budget is to be read, as far as somebody said so.

    Attributes
    ----------
    reading
        The name of a remembered reading; empty for the one that fits.
    constants
        As in `Reading.constants`.
    """

    reading: str = ""
    constants: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """A table of a file, and what it is."""

    kind: EconomyKind
    table: Table


@dataclass(frozen=True)
class Ready:
    """A table that was read, with what is wrong with it.

    Attributes
    ----------
    file
        As its owner knows it.
    """

    found: Found
    what: Checked | tuple[Tag, ...] | tuple[Rate, ...]
    problems: tuple[Problem, ...]
    origin: Origin
    file: str

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop the load."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)

    @property
    def count(self) -> int:
        """How many lines, tags or estimates it is."""
        if isinstance(self.what, Checked):
            return self.what.lines.table.num_rows if self.what.lines else 0
        return len(self.what)


def look(path: Path, name: str = "") -> tuple[Upload, list[Found]]:
    """Read a file and say which of its tables are budgets, tags or prices.

    Raises
    ------
    RejectedError
        If it cannot be read, or there is no table in it.
    """
    upload = budget.examine(path, name or path.name)
    return upload, of_money(upload)


def of_money(upload: Upload) -> list[Found]:
    """Which tables of a file are budgets, tags or prices."""
    return [Found(kind, table) for table in upload.tables if (kind := _kind(table))]


def _kind(table: Table) -> EconomyKind | None:
    if tags.is_tags(table):
        return EconomyKind.TAGS
    if prices.is_prices(table):
        return EconomyKind.PRICES
    return EconomyKind.BUDGET if budget.is_budget(table) else None


def read(
    settings: Settings, path: Path, upload: Upload, found: Found, said: Said, today: date
) -> Ready:
    """Read a table and find what is wrong with it.

    Raises
    ------
    OpenQuestionsError
        If something has to be confirmed that is neither said nor remembered.
    RejectedError
        If the whole of a large file cannot be read.
    """
    origin = budget.origin_of(upload, found.table)
    match found.kind:
        case EconomyKind.TAGS:
            listed, problems = tags.read(found.table)
            return Ready(found, tuple(listed), tuple(problems), origin, upload.name)
        case EconomyKind.PRICES:
            rates, problems = prices.read(found.table)
            return Ready(found, tuple(rates), tuple(problems), origin, upload.name)
    reading = _reading(settings, found.table, said)
    checked = budget.check(upload, found.table, reading, today, path=path, settings=settings)
    return Ready(found, checked, checked.problems, origin, upload.name)


def put(open_: Warehouse, ready: Ready, who: str, reason: str) -> int:
    """Load what was read in the caller's transaction and return the load's number.

    Raises
    ------
    RejectedError
        If something is wrong with it.
    ingest.by_hand.AlreadyLoadedError
        If it is in use already.
    store.warehouse.ExampleError
        If it is an example and there are other figures.
    """
    what = ready.what
    if isinstance(what, Checked):
        return budget.put(open_, what, who, reason)
    if ready.errors:
        raise RejectedError(ready.problems)
    if ready.found.kind is EconomyKind.TAGS:
        listed = cast("tuple[Tag, ...]", what)
        if tags.has(open_, listed):
            raise AlreadyLoadedError(f"{ready.file}: Mærkerne er allerede i brug. Intet er ændret.")
        return tags.put(open_, listed, who, reason, origin=ready.origin, file=ready.file)
    # A file has the municipality's own; whether the state's stand beside them is said elsewhere.
    others = [
        rate for rate in economy_queries.prices(open_).rates if rate.index is PriceIndex.STATE
    ]
    rates = [*cast("tuple[Rate, ...]", what), *others]
    return prices.put(open_, rates, who, reason, origin=ready.origin, file=ready.file)


def put_all(
    settings: Settings,
    ready: Sequence[Ready],
    who: str,
    reason: str,
    on_wait: OnWait | None = None,
) -> tuple[list[int], list[Load]]:
    """Load all tables of a file or none, and log them (see `put`).

    Returns
    -------
    The numbers of the loads, and the loads of example data that went out of force for them.
    """
    who, reason = signed(who, reason)
    if wrong := [problem for one in ready for problem in one.errors]:
        raise RejectedError(wrong)  # before a first warehouse is made for nothing
    doing = f"indlæser {ready[0].file}"
    with warehouse.writing(settings, who, doing, on_wait=on_wait) as open_:
        numbers = [put(open_, one, who, reason) for one in ready]
    for number, one in zip(numbers, ready, strict=True):
        logged(settings, one, number, who, reason)
    return numbers, [moved for _, moved in open_.examples_moved]


def logged(settings: Settings, ready: Ready, number: int, who: str, reason: str) -> None:
    """Write the log's row on a load that is committed."""
    if isinstance(ready.what, Checked):
        budget.logged(settings, ready.what, number, who, reason)
    elif ready.found.kind is EconomyKind.TAGS:
        tags.logged(settings, cast("tuple[Tag, ...]", ready.what), number, who, reason)
    else:
        prices.logged(settings, cast("tuple[Rate, ...]", ready.what), number, who, reason)


def load(
    settings: Settings,
    path: Path,
    said: Said,
    who: str,
    reason: str,
    today: date,
    on_wait: OnWait | None = None,
) -> list[tuple[int, tuple[Problem, ...]]]:
    """Look, read and load all budgets, tags and prices of a file, or none.

    Returns
    -------
    The number of each load, and what should be known of it.

    Raises
    ------
    RejectedError
        If there is nothing of the kind in it, or something is wrong with it.
    OpenQuestionsError
        If something has to be confirmed that is neither said nor remembered.
    """
    upload, found = look(path)
    if not found:
        raise OpenQuestionsError(
            f"{upload.name}: Der er hverken budget, mærker eller pris- og lønskøn i filen. "
            "Hent en skabelon, eller vælg en anden fil."
        )
    ready = [read(settings, path, upload, one, said, today) for one in found]
    numbers, _ = put_all(settings, ready, who, reason, on_wait)
    return [(number, one.problems) for number, one in zip(numbers, ready, strict=True)]


def _reading(settings: Settings, table: Table, said: Said) -> Reading:
    known = budget_reading.remembered(settings)
    if said.reading:
        known = [one for one in known if one.name.casefold() == said.reading.casefold()]
        if not known:
            raise OpenQuestionsError(f"Der er ingen læsning »{said.reading}«.")
    if wrong := [name for name, value in said.constants.items() if not allows(name, value)]:
        name = wrong[0]
        raise OpenQuestionsError(
            f"{OPTIONS[name]} {said.constants[name]}: {words.capitalise(CONSTANTS[name])} kendes "
            f"ikke. Skriv {EXPECTED[name]}."
        )
    found = budget_suggestion.suggest(table, known)
    reading = replace(found.reading, constants={**found.reading.constants, **said.constants})
    open_ = [key for key in found.open if key.removeprefix(WHOLE) not in said.constants]
    if open_:
        raise OpenQuestionsError(_asks(table, reading, open_))
    return reading


def _asks(table: Table, reading: Reading, open_: list[str]) -> str:
    """What has to be confirmed, and with which options."""
    constants = [key.removeprefix(WHOLE) for key in open_ if key.startswith(WHOLE)]
    columns = [key for key in open_ if not key.startswith(WHOLE)]
    parts = [f"{places.sheet_of(table)}: Filen skal bekræftes."]
    for name in constants:
        value = reading.constants[name]
        parts.append(
            f"{words.capitalise(CONSTANTS[name])}: {constant_in_words(name, value)} "
            f"({OPTIONS[name]} {value})."
        )
    if columns:
        rows = {row.key: row for row in budget_questions.rows(table, reading, tuple(columns))}
        named = [f"»{name}« som {rows[name].becomes.lower()}" for name in columns]
        parts.append(
            f"Kolonnerne {words.listing(named)}. Bekræft dem på siden Indlæs data; derefter huskes "
            "de også her."
        )
    return " ".join(parts)
