"""What an indicator is: one object that answers everything a reader may ask.

A definition is data. It names its parts (counts in the warehouse), its text in Danish and the
rules that apply to it; `indicators.compute` turns definitions into values. Adding an indicator is
adding one `Indicator` to the module of its goal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from store.economy import BUDGET
from store.organisation import SOURCE


class Polarity(StrEnum):
    """Which way is better."""

    LOWER = "lower"
    HIGHER = "higher"
    NONE = "none"


class Frequency(StrEnum):
    """How often the source counts. A quarterly count is also shown four quarters together."""

    QUARTER = "quarter"
    YEAR = "year"
    SCHOOL_YEAR = "school_year"


class Kind(StrEnum):
    """What is computed: it sets the interval and the way the number is written."""

    RATE = "rate"  # numerator per 1,000 of the denominator; exact Poisson
    SHARE = "share"  # numerator out of the denominator, 0-1; Wilson
    MEAN = "mean"  # a mean of answers
    COUNT = "count"  # the numerator itself
    MONEY = "money"  # an amount, or a ratio of two; no interval, for nothing is a sample


@dataclass(frozen=True)
class Count:
    """Cases per area and period: the sum of chosen codes of one StatBank table.

    A sum has a value only where every chosen combination of codes has one.

    Attributes
    ----------
    table
        StatBank's name of the table, as in `data/config/sources.toml`.
    codes
        For each column other than area and period: the codes that are added together.
    members_998
        Whether area 998 (no municipality stated) is one of the parts of the whole country.
    """

    table: str
    codes: Mapping[str, tuple[str, ...]]
    members_998: bool = True

    def __hash__(self) -> int:
        return hash((self.table, tuple(self.codes.items()), self.members_998))

    @property
    def parts(self) -> int:
        """How many cells make up one value."""
        product = 1
        for codes in self.codes.values():
            product *= len(codes)
        return product


@dataclass(frozen=True)
class Answers:
    """Answers to a question of a survey, as `data/config/surveys.toml` describes it.

    Attributes
    ----------
    survey, question
        Their codes.
    less
        Another question of the same survey. What is measured is then, for those who answered both,
        how many percentage points fewer say yes to this one than to `question`.
    """

    survey: str
    question: str
    less: str = ""

    @property
    def table(self) -> str:
        """What its loads are of: the survey."""
        return self.survey

    @property
    def codes(self) -> Mapping[str, tuple[str, ...]]:
        """It is no sum of codes."""
        return {}


@dataclass(frozen=True)
class Persons:
    """The two numbers of a register, as `data/config/registers.toml` describes it."""

    register: str

    @property
    def table(self) -> str:
        """What its loads are of: the register."""
        return self.register

    @property
    def codes(self) -> Mapping[str, tuple[str, ...]]:
        """It is no sum of codes."""
        return {}


@dataclass(frozen=True)
class Spent:
    """Money tagged to the task, from the municipality's budgets and accounts.

    Attributes
    ----------
    version
        A version of `store.amounts.Version`.
    instead
        Versions that stand in for it, the first that there is: where amounts are compared over the
        years for all of them, where they are divided by a budget for the years without.
    among
        The version that it is divided by; empty where it is divided by inhabitants.
    """

    version: str
    instead: tuple[str, ...] = ()
    among: str = ""

    @property
    def table(self) -> str:
        """What its loads are of."""
        return BUDGET

    @property
    def codes(self) -> Mapping[str, tuple[str, ...]]:
        """It is no sum of codes."""
        return {}


@dataclass(frozen=True)
class Organised:
    """A count from the organisation workbook: of today, and of each model.

    Attributes
    ----------
    what
        ``units`` that are accountable, or ``hand_overs`` between them.
    """

    what: str

    @property
    def table(self) -> str:
        """What its loads are of."""
        return SOURCE

    @property
    def codes(self) -> Mapping[str, tuple[str, ...]]:
        """It is no sum of codes."""
        return {}


Measure = Count | Answers | Persons | Spent | Organised
"""What an indicator is computed from; `table` names the source of its loads."""


@dataclass(frozen=True)
class Breakdown:
    """The same indicator for a part of its cases, shown beside the whole.

    Attributes
    ----------
    code
        As in the column `breakdown` of `indicator_value`, for example ``uden=11``.
    title
        In Danish, to follow the indicator's title.
    """

    code: str
    title: str
    numerator: Measure
    denominator: Count | None = None


@dataclass(frozen=True)
class Benchmark:
    """A figure of the whole country that stands beside an indicator, never on its scale.

    The source has none of the municipality, and counts something else than the indicator does. It
    is computed as the indicator is: numerator over denominator, of the country alone.

    Attributes
    ----------
    title
        What is counted, in Danish.
    measure
        What it is measured in, as a line under the title.
    source
        Who publishes it, and in which tables.
    when
        What stands before a period in a sentence: ``i`` 2024, ``for årgang`` 2020.
    differs
        Why its level must not be compared with the indicator's: Danish sentences.
    """

    title: str
    measure: str
    source: str
    when: str
    differs: str
    numerator: Count
    denominator: Count


@dataclass(frozen=True)
class Indicator:
    """One indicator, complete: what it counts, how, and what a reader should know.

    All texts are Danish. `numerator` is None while the project has no way to compute the indicator
    yet; `needs` says in a sentence what must be loaded. Answers and registers hold their own
    denominator.

    Attributes
    ----------
    adds_up
        Whether four quarters can be added; persons who are there in several cannot.
    beside
        Ids of indicators whose change over the same years is told beside it, the first with data.
    """

    id: str
    goal: str
    title: str
    short_title: str
    kind: Kind
    unit: str
    polarity: Polarity
    frequency: Frequency
    counts_in: str
    counts_out: str
    place: str
    source: str
    method: str
    reading: str
    needs: str
    cases: tuple[str, str]
    smallest_base: int = 0
    decimals: int = 1
    numerator: Measure | None = None
    denominator: Count | None = None
    adds_up: bool = True
    beside: tuple[str, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    companions: tuple[str, ...] = ()
    breaks: tuple[str, ...] = field(default=())

    @property
    def is_computed(self) -> bool:
        """Whether the project can compute this indicator from loaded figures."""
        return self.numerator is not None

    @property
    def counts_persons(self) -> bool:
        """Whether it counts persons whom small numbers could tell of."""
        return isinstance(self.numerator, Answers | Persons)

    @property
    def is_rolling(self) -> bool:
        """Whether four quarters together lead on the pages."""
        return self.frequency is Frequency.QUARTER and self.adds_up
