"""Lines through time: the large history, the small one and the one in a table cell."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from charts.description.elements import PLAIN, Break, Event, Marked, Point, Role, Scale, Series


@dataclass(frozen=True)
class _Lines:
    """What charts of several areas over time have in common."""

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

    `alt` replaces the sentence that `charts.alternative` writes. `comment` is an analyst's, for
    those who show the chart to set beside it; it is not drawn.
    """

    breaks: tuple[Break, ...] = ()
    marked: tuple[Marked, ...] = ()
    scale: Scale = PLAIN
    alt: str = ""
    events: tuple[Event, ...] = ()
    comment: str = ""

    @property
    def notes(self) -> tuple[Break | Event, ...]:
        """What stands upright in the chart, with words."""
        return (*self.breaks, *self.events)


@dataclass(frozen=True)
class SmallHistory(_Lines):
    """The municipality and the others taken together: one of many small charts on a page.

    Without the municipality where a source has no figures of it.

    `ceiling` is the number at the top of the axis when several charts are to share it.
    """

    scale: Scale = PLAIN
    ceiling: float | None = None
    alt: str = ""


@dataclass(frozen=True)
class Sparkline:
    """A line in a table cell: the shape of a series from zero, without numbers."""

    points: tuple[Point, ...]
    scale: Scale = PLAIN
