"""Areas in one period: the comparable ones by value, or all of them by size."""

from dataclasses import dataclass
from functools import cached_property

from charts.description.elements import PLAIN, Role, Scale


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
    scale: Scale = PLAIN
    alt: str = ""
    as_given: bool = False

    @property
    def ranked(self) -> tuple[Row, ...]:
        """Highest first, rows without a value last, by name; or in the order that was given."""
        if self.as_given:
            return self.rows
        return tuple(
            sorted(
                self.rows,
                key=lambda row: (row.value is None, -(row.value or 0), row.name.casefold()),
            )
        )


@dataclass(frozen=True)
class FunnelRow:
    """One municipality in a funnel: `Role.OWN`, `Role.PEER` or `Role.OTHER`.

    Its interval is for a table beside the chart and is not drawn.
    """

    name: str
    population: int
    value: float | None
    role: Role
    lower: float | None = None
    upper: float | None = None
    detail: str = ""


@dataclass(frozen=True)
class FunnelLimits:
    """How far from the mean a municipality of this size may lie."""

    population: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Funnel:
    """All municipalities by size, with the limits that widen where there are few inhabitants.

    Attributes
    ----------
    inner, outer
        The limits of 95 % and of 99.8 %, smallest population first. Where they include the
        municipality's own size, the alternative text judges it by exactly these limits;
        elsewhere by a straight line between two of them.
    mean_name
        Whose mean it is, as written on the line.
    spread
        Whether the limits also carry what sets municipalities apart for other reasons than chance.
    """

    title: str
    unit: str
    period: str
    rows: tuple[FunnelRow, ...]
    inner: tuple[FunnelLimits, ...]
    outer: tuple[FunnelLimits, ...]
    mean: float
    mean_name: str = "alle kommuner"
    spread: bool = False
    scale: Scale = PLAIN
    alt: str = ""

    @cached_property
    def known(self) -> tuple[tuple[FunnelRow, float], ...]:
        """The municipalities that have inhabitants and a value, each with it."""
        return tuple(
            (row, row.value) for row in self.rows if row.value is not None and row.population > 0
        )
