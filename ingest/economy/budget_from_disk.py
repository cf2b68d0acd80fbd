"""Budgets, tags and prices from the command line: nobody to ask, so what is open is refused.

What the file does not say is given with it (`Said`) or comes from a reading that is remembered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from danish import words
from danish.errors import DanishError
from ingest import places
from ingest.coupling import WHOLE
from ingest.economy import budget, budget_questions, budget_reading, budget_suggestion, prices, tags
from ingest.economy.budget import Checked
from ingest.economy.budget_reading import CONSTANTS, Reading, allows, constant_in_words
from ingest.frame import Table
from ingest.problem import Problem, RejectedError, Severity
from ingest.upload import Upload
from store.economy import EconomyKind
from store.settings import Settings

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


def look(path: Path, name: str = "") -> tuple[Upload, list[Found]]:
    """Read a file and say which of its tables are budgets, tags or prices.

    Raises
    ------
    RejectedError
        If it cannot be read.
    """
    upload = budget.examine(path, name or path.name)
    found = []
    for table in upload.tables:
        if tags.is_tags(table):
            found.append(Found(EconomyKind.TAGS, table))
        elif prices.is_prices(table):
            found.append(Found(EconomyKind.PRICES, table))
        elif budget.is_budget(table):
            found.append(Found(EconomyKind.BUDGET, table))
    return upload, found


def check(
    settings: Settings, path: Path, upload: Upload, table: Table, said: Said, today: date
) -> Checked:
    """Read a budget and find what is wrong with it.

    Raises
    ------
    OpenQuestionsError
        If something has to be confirmed that is neither said nor remembered.
    RejectedError
        If the whole of a large file cannot be read.
    """
    reading = _reading(settings, table, said)
    return budget.check(upload, table, reading, today, path=path, settings=settings)


def load(
    settings: Settings,
    path: Path,
    said: Said,
    who: str,
    reason: str,
    today: date,
    on_wait: OnWait | None = None,
) -> list[tuple[int, tuple[Problem, ...]]]:
    """Load all budgets, tags and prices of a file, each as a load; the first fault stops.

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
    done = []
    for one in found:
        origin = budget.origin_of(upload, one.table)
        more = {"origin": origin, "file": upload.name, "on_wait": on_wait}
        match one.kind:
            case EconomyKind.TAGS:
                listed, problems = tags.read(one.table)
                _refuse(problems)
                number = tags.save(settings, listed, who, reason, **more)  # type: ignore[arg-type]
            case EconomyKind.PRICES:
                rates, problems = prices.read(one.table)
                _refuse(problems)
                number = prices.save(settings, rates, who, reason, **more)  # type: ignore[arg-type]
            case _:
                checked = check(settings, path, upload, one.table, said, today)
                problems = list(checked.problems)
                number = budget.load(settings, checked, who, reason, on_wait)
        done.append((number, tuple(problems)))
    return done


def _refuse(problems: list[Problem]) -> None:
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise RejectedError(problems)


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
            "ikke."
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
