"""The way to a target that has been decided."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from charts.description.elements import PLAIN, Break, Event, Point, Scale, Series


@dataclass(frozen=True)
class Baseline:
    """The level that the target is counted from, over the years it is the mean of.

    `text` says so: ``udgangspunkt 5,3``.
    """

    first: date
    last: date
    value: float
    text: str


@dataclass(frozen=True)
class Target:
    """What is to be reached and when, with its words: ``måltal 4,5 i 2028``."""

    at: date
    value: float
    text: str


@dataclass(frozen=True)
class TargetPath:
    """The municipality's values with their interval, and the way from the baseline to the target.

    Attributes
    ----------
    path
        Where the value should be each year, with the 80 % band within which it cannot be told from
        the path.
    forecast
        Where the value goes if it moves as it has done, with its own 80 % band; none to leave out.
    """

    title: str
    unit: str
    own: Series
    path: tuple[Point, ...]
    target: Target
    baseline: Baseline | None = None
    forecast: tuple[Point, ...] = ()
    breaks: tuple[Break, ...] = ()
    events: tuple[Event, ...] = ()
    scale: Scale = PLAIN
    alt: str = ""

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """All dates that the time axis must hold, in no order."""
        points = (*self.own.points, *self.path, *self.forecast)
        start = () if self.baseline is None else (self.baseline.first,)
        return (*(point.at for point in points), *start, self.target.at)

    @property
    def notes(self) -> tuple[Break | Event, ...]:
        """What stands upright in the chart, with words."""
        return (*self.breaks, *self.events)

    @property
    def first(self) -> date:
        """The earliest date."""
        return min(self.dates)

    @property
    def last(self) -> date:
        """The latest date."""
        return max(self.dates)
