"""Single quarters against the limits of what chance alone would do."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from charts.description.elements import PLAIN, Break, Event, Scale, Tone


class Shape(StrEnum):
    """What a point looks like, so that it is told apart without colour."""

    DISC = "disc"
    DISC_OPEN = "disc-open"
    TRIANGLE_UP = "triangle-up"
    TRIANGLE_UP_OPEN = "triangle-up-open"
    TRIANGLE_DOWN = "triangle-down"
    TRIANGLE_DOWN_OPEN = "triangle-down-open"
    DIAMOND = "diamond"
    DIAMOND_OPEN = "diamond-open"

    @property
    def is_open(self) -> bool:
        """Whether it is an outline."""
        return self.endswith("-open")


class Mark(StrEnum):
    """The rule that a quarter breaks, if any."""

    NONE = "none"
    OVER = "over"
    UNDER = "under"
    ABOVE = "above"  # seven in a row above the middle
    BELOW = "below"
    RISING = "rising"  # seven in a row
    FALLING = "falling"
    TWO_OF_THREE = "two_of_three"  # close to the same limit

    @property
    def shape(self) -> Shape:
        """How such a point is drawn."""
        return _MARKS[self][0]

    @property
    def words(self) -> str:
        """What such a point is called."""
        return _MARKS[self][1]


_MARKS = {
    Mark.NONE: (Shape.DISC, "som ventet"),
    Mark.OVER: (Shape.TRIANGLE_UP, "over grænsen"),
    Mark.UNDER: (Shape.TRIANGLE_DOWN, "under grænsen"),
    Mark.ABOVE: (Shape.TRIANGLE_UP_OPEN, "syv i træk over midten"),
    Mark.BELOW: (Shape.TRIANGLE_DOWN_OPEN, "syv i træk under midten"),
    Mark.RISING: (Shape.DIAMOND_OPEN, "syv i træk stigende"),
    Mark.FALLING: (Shape.DIAMOND_OPEN, "syv i træk faldende"),
    Mark.TWO_OF_THREE: (Shape.DIAMOND_OPEN, "to af tre nær grænsen"),
}


@dataclass(frozen=True)
class ControlPoint:
    """One quarter, judged or not. Without a value it is a gap.

    `label`, `detail` and `at` are those of `Point`; `tone` says whether the mark is favourable.
    """

    at: date
    value: float | None
    label: str = ""
    detail: str = ""
    mark: Mark = Mark.NONE
    tone: Tone = Tone.NONE


@dataclass(frozen=True)
class Limits:
    """The limits at a date; between two dates they run straight."""

    at: date
    lower: float
    upper: float


@dataclass(frozen=True)
class Stretch:
    """The quarters between two breaks, with the middle and the limits that they are judged by.

    A stretch whose base is too short has neither, and its quarters are not judged.
    """

    first: date
    last: date
    centre: float | None = None
    limits: tuple[Limits, ...] = ()

    @property
    def is_judged(self) -> bool:
        """Whether there is something to judge its quarters by."""
        return self.centre is not None and bool(self.limits)


@dataclass(frozen=True)
class ControlChart:
    """Single quarters with their limits, oldest first.

    Attributes
    ----------
    base
        The period that the limits rest on, ``2019–2022``; empty when there are none. Say it in
        `unit` as well, which stands under the title.
    """

    title: str
    unit: str
    points: tuple[ControlPoint, ...]
    stretches: tuple[Stretch, ...] = ()
    breaks: tuple[Break, ...] = ()
    events: tuple[Event, ...] = ()
    base: str = ""
    scale: Scale = PLAIN
    alt: str = ""

    @property
    def notes(self) -> tuple[Break | Event, ...]:
        """What stands upright in the chart, with words."""
        return (*self.breaks, *self.events)

    @property
    def first(self) -> date:
        """The date of the first quarter."""
        return self.points[0].at

    @property
    def last(self) -> date:
        """The date of the latest quarter."""
        return self.points[-1].at

    @cached_property
    def known(self) -> tuple[tuple[ControlPoint, float], ...]:
        """The quarters that have a value, each with it."""
        return tuple((point, point.value) for point in self.points if point.value is not None)

    @cached_property
    def judged(self) -> tuple[ControlPoint, ...]:
        """The quarters with a value that there are limits for."""
        spans = [(stretch.first, stretch.last) for stretch in self.stretches if stretch.is_judged]
        return tuple(
            point
            for point, _ in self.known
            if any(first <= point.at <= last for first, last in spans)
        )

    @cached_property
    def flagged(self) -> tuple[ControlPoint, ...]:
        """The judged quarters that carry a mark."""
        return tuple(point for point in self.judged if point.mark is not Mark.NONE)
