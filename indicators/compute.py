"""From counts to the values of an indicator: rates and shares with limits, and their changes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from danish import numbers, periods
from danish.errors import DanishError
from indicators.cube import ORIGINS, Absence, Cube, Flags, Floats, Mark
from indicators.definition import Count, Frequency, Indicator, Kind, Measure
from indicators.stats import intervals
from store.sources import source

CONFIDENCE = 0.95
PER = 1000
OLDEST_POPULATION = 4
FEWEST_FOR_PERCENT = 30
YEAR_BEFORE = {Frequency.QUARTER: 4, Frequency.YEAR: 1, Frequency.SCHOOL_YEAR: 1}


class MoreThanAllError(DanishError):
    """A part is larger than its whole: the figures contradict each other."""

    def __init__(self, id_: str, table: str, area: str, period: str, part: float, whole: float):
        super().__init__(
            f"Udgivelsen er stoppet: {id_} i område {area}, {periods.label(period)}, er "
            f"{numbers.number(part)} ud af {numbers.number(whole)}. Hent tabellen {table} igen, "
            "eller træk den forkerte indlæsning tilbage."
        )


@dataclass(frozen=True)
class Part:
    """An indicator, or one of its breakdowns (`breakdown` is its code), and what it is made of."""

    indicator: Indicator
    breakdown: str
    numerator: Measure
    denominator: Count | None


def parts(indicators: Iterable[Indicator]) -> list[Part]:
    """The indicators that can be computed, and their breakdowns."""
    found = []
    for one in indicators:
        if one.numerator is not None:
            found.append(Part(one, "", one.numerator, one.denominator))
        found += [Part(one, part.code, part.numerator, part.denominator) for part in one.breakdowns]
    return found


@dataclass(frozen=True)
class Values:
    """The values of one indicator (or one breakdown of it) on one axis of periods.

    All arrays have the shape (areas, periods); NaN where there is no value.

    Attributes
    ----------
    cube
        The cases: numerator of a share or a rate, NaN in the values of a mean.
    error
        Standard error of the value, where it is estimated from answers; None where it is counted.
    response
        Response rate of the survey, 0-1; None where nobody was asked.
    scales
        The scale of the municipality's question in each period it was asked.
    of
        The code of the indicator's own breakdown that this is a group of; empty for the whole.
    """

    indicator: Indicator
    breakdown: str
    numerator: Measure
    cube: Cube
    value: Floats
    lower: Floats
    upper: Floats
    denominator: Floats
    base: Floats
    error: Floats | None = None
    response: Floats | None = None
    scales: Mapping[str, str] = field(default_factory=dict)
    of: str = ""

    @property
    def per(self) -> int:
        """What a value is per: 1,000 inhabitants, or 1 where it is a share."""
        return PER if self.indicator.kind is Kind.RATE else 1

    @property
    def leads(self) -> bool:
        """Whether these are the periods that lead on the pages: years, or four quarters."""
        return not self.indicator.is_rolling or "-" in self.cube.periods[0]

    @property
    def is_quarterly(self) -> bool:
        """Whether these are single quarters, as a control chart judges."""
        return self.indicator.frequency is Frequency.QUARTER and "-" not in self.cube.periods[0]

    @property
    def is_count(self) -> bool:
        """Whether it is a number of cases, not divided by anything."""
        return self.indicator.kind is Kind.COUNT

    @property
    def is_group(self) -> bool:
        """Whether it is a group of persons (a sex, an age, a part of town), not the whole."""
        return self.breakdown != self.of

    @property
    def absence(self) -> Flags:
        """Why a value is missing, as `Absence`."""
        return self.cube.absence

    def rows(self) -> pd.DataFrame:
        """As rows of `indicator_value`, by area, then period."""
        cube = self.cube
        shape = self.value.shape
        return pd.DataFrame(
            {
                "indicator": self.indicator.id,
                "area": np.repeat(cube.areas, shape[1]),
                "period": np.tile(cube.periods, shape[0]),
                "breakdown": self.breakdown,
                "value": self.value.ravel(),
                "lower": self.lower.ravel(),
                "upper": self.upper.ravel(),
                "numerator": cube.value.ravel(),
                "denominator": np.where(self.is_count, np.nan, self.denominator).ravel(),
                "base": self.base.ravel(),
                "origin": np.array(ORIGINS)[cube.origin.ravel()],
                "absent_because": _ABSENCES[cube.absence.ravel()],
                "marks": _MARKS[cube.marks.ravel()],
                "response": np.nan if self.response is None else self.response.ravel(),
            }
        )

    def changes(self) -> pd.DataFrame:
        """Each value against the one a year before, or of the wave before: rows of `change`.

        `percent` only where both rest on at least `FEWEST_FOR_PERCENT` cases.
        """
        cube = self.cube
        before = self._before()
        known = before >= 0
        at = (np.arange(len(cube.areas))[:, np.newaxis], before)
        value_before = np.where(known, self.value[at], np.nan)
        cases_before = np.where(known, cube.value[at], np.nan)
        enough = (cube.value >= FEWEST_FOR_PERCENT) & (cases_before >= FEWEST_FOR_PERCENT)
        with np.errstate(divide="ignore", invalid="ignore"):
            percent = np.where(enough, self.value / value_before - 1, np.nan)
        shape = self.value.shape
        rows = pd.DataFrame(
            {
                "indicator": self.indicator.id,
                "area": np.repeat(cube.areas, shape[1]),
                "period": np.tile(cube.periods, shape[0]),
                "breakdown": self.breakdown,
                "before": np.array(cube.periods)[before].ravel(),
                "value_before": value_before.ravel(),
                "difference": (self.value - value_before).ravel(),
                "percent": percent.ravel(),
                "cases_before": cases_before.ravel(),
                "cases_difference": (cube.value - cases_before).ravel(),
            }
        )
        return rows[rows["difference"].notna()]

    def _before(self) -> NDArray[np.intp]:
        """The place of the period that each is compared with, −1 where there is none.

        That is a year before; in a survey, which is not taken every year, the newest wave before.
        """
        places = np.arange(self.value.shape[1])
        if self.error is None:
            back = places - YEAR_BEFORE[self.indicator.frequency]
            return np.broadcast_to(np.maximum(back, -1), self.value.shape)
        last = np.maximum.accumulate(np.where(np.isnan(self.value), -1, places), axis=1)
        first = np.full((len(self.value), 1), -1)
        return np.concatenate([first, last[:, :-1]], axis=1)


def values(parts: Iterable[Part], counts: Mapping[Count, Cube]) -> Iterator[Values]:
    """All values of parts that are counted by StatBank: each period, and four quarters together.

    Nothing comes out for a part whose counts are not loaded.
    """
    for part in parts:
        numerator, denominator = part.numerator, part.denominator
        if not isinstance(numerator, Count) or numerator not in counts:
            continue
        cases = counts[numerator]
        if denominator is None:
            yield divided(part, part.breakdown, cases, None, stock=False)
            continue
        if denominator not in counts:
            continue
        stock = source(denominator.table).stock
        frequency = part.indicator.frequency
        below = _denominator(counts[denominator], cases, frequency, stock=stock)
        yield divided(part, part.breakdown, cases, below, stock=stock)
        if part.indicator.is_rolling and len(cases.periods) >= 4:
            rolling = cases.together(4), below.together(4, mean=stock)
            yield divided(part, part.breakdown, *rolling, stock=stock)


def _denominator(denominator: Cube, cases: Cube, frequency: Frequency, *, stock: bool) -> Cube:
    """The denominator on the periods of the cases.

    A population is that of the first day of the quarter, or of the newest quarter before with one,
    at most a year back; that of a year is the mean of its four quarters.
    """
    if not stock:
        return denominator.carried(cases.periods, most=0)
    if frequency is Frequency.QUARTER:
        return denominator.carried(cases.periods, most=OLDEST_POPULATION)
    return population_of_years(denominator, cases.periods)


def population_of_years(population: Cube, years: Sequence[str]) -> Cube:
    """The mean population of the four quarters of each year, by the year's code.

    A quarter without one has that of the newest quarter before, at most a year back.
    """
    quarters = [quarter for year in years for quarter in periods.quarters_of(year)]
    yearly = population.carried(quarters, most=OLDEST_POPULATION).together(4, step=4, mean=True)
    return replace(yearly, periods=tuple(years))


def divided(part: Part, breakdown: str, cases: Cube, below: Cube | None, *, stock: bool) -> Values:
    """Numerator over denominator with limits; the weakest origin and both sides' marks.

    Parameters
    ----------
    breakdown
        Of the values: the part's own, or a group of it.
    below
        The denominator; None for a count, which is divided by nothing.
    stock
        Whether the denominator is a population.
    """
    indicator = part.indicator
    if below is None:
        below = replace(cases, value=np.ones_like(cases.value))
    absence = cases.absence.copy()
    no_denominator = np.isnan(below.value) & (absence == Absence.PRESENT)
    absence[no_denominator] = Absence.NO_POPULATION if stock else below.absence[no_denominator]
    absence[(below.value == 0) & (absence == Absence.PRESENT)] = Absence.ZERO_DENOMINATOR
    present = absence == Absence.PRESENT
    number = np.where(present, cases.value, np.nan)
    denominator = np.where(present, below.value, np.nan)
    if indicator.kind is Kind.SHARE:
        for i, j in np.argwhere(number > denominator)[:1]:
            cell = cases.areas[i], cases.periods[j], number[i, j], denominator[i, j]
            raise MoreThanAllError(indicator.id, part.numerator.table, *cell)
        lower, upper = intervals.wilson(number, denominator, CONFIDENCE)
        value, base = number / denominator, denominator
    elif indicator.kind in (Kind.RATE, Kind.COUNT):
        lower, upper = intervals.poisson_exact(number, CONFIDENCE)
        per = PER if indicator.kind is Kind.RATE else 1
        value, lower, upper = (per * array / denominator for array in (number, lower, upper))
        base = number
    else:
        raise NotImplementedError(f"{indicator.id}: {indicator.kind} is not computed yet")
    combined = replace(
        cases,
        absence=absence,
        marks=np.where(present, cases.marks | below.marks, cases.marks).astype(np.int8),
        origin=np.where(present, np.minimum(cases.origin, below.origin), cases.origin),
    )
    return Values(
        indicator, breakdown, part.numerator, combined, value, lower, upper, below.value, base,
        of=part.breakdown,
    )  # fmt: skip


_ABSENCES = np.array([absence.code for absence in Absence])
_MARKS = np.array(
    [";".join(mark.name.lower() for mark in Mark if bits & mark) for bits in range(2 * max(Mark))]
)
