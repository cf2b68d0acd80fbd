"""What a chart says, before anything is drawn.

A description arrives complete: to be drawn on screen, in a slide or in a PDF it needs no further
figures. Values are the release's own (shares 0-1); a `Scale` says how they are drawn and
written.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from danish.numbers import NO_BREAK_SPACE, interval, number


class Role(StrEnum):
    """Who a series or a row is about: it decides colour, weight and order."""

    OWN = "own"  # the municipality itself
    PEER = "peer"  # one comparable municipality
    GROUP = "group"  # the comparable municipalities taken together
    REGION = "region"
    COUNTRY = "country"


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
class Marked:
    """A single figure of the municipality that needs an explanation, such as a mass case."""

    at: date
    text: str


@dataclass(frozen=True)
class _Lines:
    """What all charts over time have in common."""

    title: str
    unit: str
    series: tuple[Series, ...]

    @cached_property
    def own(self) -> Series:
        """The municipality's own series."""
        return next(series for series in self.series if series.role is Role.OWN)

    @cached_property
    def first(self) -> date:
        """The earliest date of any series."""
        return min(point.at for series in self.series for point in series.points)

    @cached_property
    def last(self) -> date:
        """The latest date of any series."""
        return max(point.at for series in self.series for point in series.points)


@dataclass(frozen=True)
class History(_Lines):
    """The municipality's line with its interval, in front of the others' lines.

    `alt` replaces the sentence that `charts.alternative` writes.
    """

    breaks: tuple[Break, ...] = ()
    marked: tuple[Marked, ...] = ()
    scale: Scale = Scale()
    alt: str = ""


@dataclass(frozen=True)
class SmallHistory(_Lines):
    """The municipality and the others taken together: one of many small charts on a page.

    `ceiling` is the number at the top of the axis when several charts are to share it.
    """

    scale: Scale = Scale()
    ceiling: float | None = None
    alt: str = ""


@dataclass(frozen=True)
class Row:
    """One area in a comparison."""

    name: str
    value: float | None
    lower: float | None
    upper: float | None
    role: Role
    detail: str = ""


@dataclass(frozen=True)
class Comparison:
    """Areas in one period, each with its interval. `period` in words: ``2025``."""

    title: str
    unit: str
    period: str
    rows: tuple[Row, ...]
    scale: Scale = Scale()
    alt: str = ""

    @property
    def ranked(self) -> tuple[Row, ...]:
        """Highest first; rows without a value last, by name."""
        return tuple(
            sorted(
                self.rows,
                key=lambda row: (row.value is None, -(row.value or 0), row.name.casefold()),
            )
        )


@dataclass(frozen=True)
class Sparkline:
    """A line in a table cell: the shape of a series from zero, without numbers."""

    points: tuple[Point, ...]
    scale: Scale = Scale()


Description = History | SmallHistory | Comparison
