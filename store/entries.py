"""What a release says of itself, its indicators, areas and goals: the rows of its small lists."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Facts:
    """What a release is: its name, when and by whom it was made, and for which municipality."""

    release: str
    made_at: datetime
    made_by: str
    reason: str
    values: int
    municipality: str
    municipality_name: str
    peers: str
    peers_name: str
    region: str
    country: str


@dataclass(frozen=True)
class IndicatorEntry:
    """An indicator as the release describes it; see `indicators.definition.Indicator`.

    Attributes
    ----------
    span
        The kind of period that leads: four_quarters, year or school_year.
    source_table
        The StatBank table of its numerator, or empty.
    breakdowns
        Codes and titles of its breakdowns.
    asked
        Whether it rests on answers to a survey, not on counted cases.
    has_data
        Whether the release holds a leading value of it for the municipality.
    """

    id: str
    goal: str
    position: int
    title: str
    short_title: str
    kind: str
    unit: str
    polarity: str
    span: str
    decimals: int
    case_singular: str
    case_plural: str
    counts_in: str
    counts_out: str
    place: str
    source: str
    source_table: str
    method: str
    reading: str
    needs: str
    companions: tuple[str, ...]
    breaks: tuple[str, ...]
    breakdowns: tuple[tuple[str, str], ...]
    asked: bool
    has_data: bool

    @property
    def stands_among_others(self) -> bool:
        """Whether its values may be set beside those of areas of other sizes: a number may not."""
        return self.kind != "count"

    def part(self, breakdown: str) -> "IndicatorEntry":
        """The same for one of its breakdowns, whose title follows the indicator's."""
        if not breakdown:
            return self
        title = dict(self.breakdowns)[breakdown]
        return replace(
            self,
            short_title=f"{self.short_title} {title}",
            counts_in=f"{self.counts_in} Her {title}.",
        )


@dataclass(frozen=True)
class AreaEntry:
    """An area. `role`: own, peer, group (the peers read as one), region, country or empty."""

    code: str
    name: str
    type: str
    parent: str
    role: str
    position: int


@dataclass(frozen=True)
class GoalEntry:
    """A goal of the terms of reference."""

    code: str
    title: str
    short: str
