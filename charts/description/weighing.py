"""Models beside each other: points, cost against points, what moves a lead, cost over the years."""

from dataclasses import dataclass
from functools import cached_property

from charts.description.elements import PLAIN, Scale


@dataclass(frozen=True)
class Lollipop:
    """The points of one model; without a value, `detail` says why."""

    name: str
    value: float | None
    detail: str = ""


@dataclass(frozen=True)
class Lollipops:
    """Points from 0 to 100 in the order given, all drawn alike: none is picked out."""

    title: str
    unit: str
    rows: tuple[Lollipop, ...]
    alt: str = ""


@dataclass(frozen=True)
class LeadBar:
    """A lead when one thing moves down and up, in points; negative when another model is first."""

    name: str
    down: float
    up: float


@dataclass(frozen=True)
class Leads:
    """How far a lead moves, the bar that moves it farthest first. `now` is the lead as it is."""

    title: str
    unit: str
    now: float
    bars: tuple[LeadBar, ...]
    alt: str = ""


@dataclass(frozen=True)
class CostDot:
    """A model by what it costs and its points.

    `dominated` says that another costs no more and has no fewer points, and is better on one.
    """

    name: str
    cost: float
    points: float
    dominated: bool = False
    detail: str = ""


@dataclass(frozen=True)
class CostAgainstPoints:
    """Models by cost and points, all drawn alike but for what another one dominates."""

    title: str
    unit: str
    dots: tuple[CostDot, ...]
    scale: Scale = PLAIN
    alt: str = ""


@dataclass(frozen=True)
class CostYear:
    """What a model has cost by the end of a year, and the least and the most."""

    year: int
    value: float
    lower: float
    upper: float


@dataclass(frozen=True)
class CostCourse:
    """The cost of a model, added up year by year.

    Attributes
    ----------
    lowest, highest
        The ends of the axis, which several charts share.
    """

    title: str
    unit: str
    years: tuple[CostYear, ...]
    lowest: float
    highest: float
    scale: Scale = PLAIN
    alt: str = ""

    @cached_property
    def last(self) -> CostYear:
        """The last year."""
        return self.years[-1]
