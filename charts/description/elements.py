"""What charts are made of: periods with values, dates with words, and how numbers are written."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from danish.numbers import NO_BREAK_SPACE, interval, number


class Role(StrEnum):
    """Who a series or a row is about: it decides colour, weight and order."""

    OWN = "own"  # the municipality itself
    PEER = "peer"  # one comparable municipality
    OTHER = "other"  # any other municipality, not named in the chart
    GROUP = "group"  # the comparable municipalities taken together
    REGION = "region"
    COUNTRY = "country"


class Tone(StrEnum):
    """Whether what happened is favourable. Without polarity nothing is."""

    GOOD = "good"
    BAD = "bad"
    NONE = ""


@dataclass(frozen=True)
class Scale:
    """How the numbers of a chart are drawn and written.

    Attributes
    ----------
    decimals
        The same for all numbers of one chart.
    factor
        From the value to the number shown: 100 for a share in percent.
    suffix
        Follows the number, with its space: ``" %"``.
    highest
        The largest number that can occur, if there is one.
    """

    decimals: int = 1
    factor: float = 1.0
    suffix: str = ""
    highest: float | None = None

    def shown(self, value: float) -> float:
        """The number that is drawn for a value, free of the noise of binary fractions."""
        return value if self.factor == 1 else round(value * self.factor, 10)

    def write(self, value: float) -> str:
        """A value in words: ``5,8`` or ``81 %``."""
        return number(self.shown(value), self.decimals) + self.suffix

    def write_interval(self, lower: float, upper: float) -> str:
        """Both limits with the suffix once: ``78–84 %``."""
        return interval(self.shown(lower), self.shown(upper), self.decimals) + self.suffix


PLAIN = Scale()
PERCENT = Scale(decimals=0, factor=100, suffix=f"{NO_BREAK_SPACE}%", highest=100)


@dataclass(frozen=True)
class Point:
    """One period of a series. Without a value it is a gap, and stays one.

    Attributes
    ----------
    at
        Where it stands on the time axis.
    label
        The period in words: ``4. kvartal 2025``.
    detail
        The counts behind the value, or why there is none: ``141 anmeldelser``.
    """

    at: date
    value: float | None
    lower: float | None = None
    upper: float | None = None
    label: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Series:
    """One area through time, oldest point first.

    `short_name` stands at the end of the line, where there is little room.
    """

    name: str
    points: tuple[Point, ...]
    role: Role
    short_name: str = ""

    @property
    def label(self) -> str:
        """The name at the end of the line."""
        return self.short_name or self.name

    @cached_property
    def known(self) -> tuple[tuple[Point, float], ...]:
        """The points that have a value, each with it."""
        return tuple((point, point.value) for point in self.points if point.value is not None)


@dataclass(frozen=True)
class Break:
    """A date from which the figures count something else, with the reason in words."""

    at: date
    text: str


@dataclass(frozen=True)
class Event:
    """Something that happened and may have moved the figures, in a few words."""

    at: date
    text: str


@dataclass(frozen=True)
class Marked:
    """A single figure of the municipality that needs an explanation, such as a mass case."""

    at: date
    text: str
