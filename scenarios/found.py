"""What a rule finds, and how a sentence names what it is about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from danish.words import listing
from scenarios.mapped import Mapped
from scenarios.rows import EXAMPLE, Row


@dataclass(frozen=True)
class Found:
    """One thing that a rule found.

    Attributes
    ----------
    sheet, rows
        The rows concerned: the code of their sheet, and their ids.
    sentence
        What is the matter, in a sentence.
    is_example
        Whether it rests on an invented row.
    """

    sheet: str
    rows: tuple[str, ...]
    sentence: str
    is_example: bool


def found(sheet: str, rows: Iterable[str], sentence: str, on: Iterable[Row]) -> Found:
    """A finding that rests on these rows."""
    return Found(sheet, tuple(rows), sentence, any(row["origin"] == EXAMPLE for row in on))


def quoted(*names: str) -> str:
    """Names as they stand in a sentence."""
    return listing(f"»{name}«" for name in names)


def units_of(rows: Sequence[Row]) -> list[str]:
    """The units that rows name, each once, in their order."""
    return list(dict.fromkeys(str(row["unit_id"]) for row in rows if row["unit_id"]))


def called(mapped: Mapped, units: Iterable[str]) -> str:
    """Units in a sentence."""
    return listing(mapped.called(unit) for unit in units)


def a_year_after(day: date) -> date:
    """The same day a year later; the 28th for the 29th of February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
