"""What is wrong with an input: one record for all kinds of input, and the error that carries it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from danish.errors import DanishError


class Severity(StrEnum):
    """An error stops the load, a warning does not."""

    ERROR = "fejl"
    WARNING = "advarsel"


@dataclass(frozen=True)
class Problem:
    """One finding, in Danish.

    Attributes
    ----------
    place
        File, sheet, cell or line.
    found, expected, remedy
        What stands there, what should, and what the reader can do.
    """

    severity: Severity
    place: str
    found: str
    expected: str
    remedy: str

    def __str__(self) -> str:
        parts = (f"{self.place}: {self.found}", self.expected, self.remedy)
        return " ".join(part if part.endswith((".", "?")) else part + "." for part in parts if part)


class RejectedError(DanishError):
    """The input has errors; nothing was changed."""

    def __init__(self, problems: Sequence[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def error(place: str, found: str, expected: str, remedy: str) -> Problem:
    """A finding that stops the load."""
    return Problem(Severity.ERROR, place, found, expected, remedy)


def warning(place: str, found: str, expected: str = "", remedy: str = "") -> Problem:
    """A finding that is only told."""
    return Problem(Severity.WARNING, place, found, expected, remedy)
