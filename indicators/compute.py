"""From counts to the values of an indicator: rates and shares with limits, and their changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from danish import numbers, periods
from danish.errors import DanishError
from indicators.cube import ORIGINS, Absence, Cube, Flags, Floats, Mark
from indicators.definition import Count, Frequency, Indicator, Kind
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
class Values:
    """The values of one indicator (or one breakdown of it) on one axis of periods.

    All arrays have the shape (areas, periods); NaN where there is no value.
    """

    indicator: Indicator
    breakdown: str
    numerator: Count
    cube: Cube
    value: Floats
    lower: Floats
    upper: Floats
    denominator: Floats
    base: Floats

    @property
    def per(self) -> int:
        """What a value is per: 1,000 inhabitants, or 1 where it is a share."""
        return PER if self.indicator.kind is Kind.RATE else 1

    @property
    def leads(self) -> bool:
        """Whether these are the periods that lead on the pages: years, or four quarters."""
        return self.indicator.frequency is not Frequency.QUARTER or "-" in self.cube.periods[0]

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
                "denominator": self.denominator.ravel(),
                "base": self.base.ravel(),
                "origin": np.array(ORIGINS)[cube.origin.ravel()],
                "absent_because": _ABSENCES[cube.absence.ravel()],
                "marks": _MARKS[cube.marks.ravel()],
            }
        )

    def changes(self) -> pd.DataFrame:
        """Each value against the one a year before: rows of `change`.

        `percent` only where both rest on at least `FEWEST_FOR_PERCENT` cases.
        """
        cube = self.cube
        back = min(YEAR_BEFORE[self.indicator.frequency], len(cube.periods))
        value, before = self.value[:, back:], self.value[:, : self.value.shape[1] - back]
        cases, cases_before = cube.value[:, back:], cube.value[:, : cube.value.shape[1] - back]
        enough = (cases >= FEWEST_FOR_PERCENT) & (cases_before >= FEWEST_FOR_PERCENT)
        with np.errstate(divide="ignore", invalid="ignore"):
            percent = np.where(enough, value / before - 1, np.nan)
        shape = value.shape
        rows = pd.DataFrame(
            {
                "indicator": self.indicator.id,
                "area": np.repeat(cube.areas, shape[1]),
                "period": np.tile(cube.periods[back:], shape[0]),
                "breakdown": self.breakdown,
                "before": np.tile(cube.periods[: len(cube.periods) - back], shape[0]),
                "value_before": before.ravel(),
                "difference": (value - before).ravel(),
                "percent": percent.ravel(),
                "cases_before": cases_before.ravel(),
                "cases_difference": (cases - cases_before).ravel(),
            }
        )
        return rows[rows["difference"].notna()]


def values(indicator: Indicator, counts: Mapping[Count, Cube]) -> Iterator[Values]:
    """All values of an indicator: each period, four quarters together, and each breakdown.

    Nothing comes out for an indicator whose counts are not loaded.
    """
    parts = [("", indicator.numerator, indicator.denominator)]
    parts += [(part.code, part.numerator, part.denominator) for part in indicator.breakdowns]
    for breakdown, numerator, denominator in parts:
        if numerator is None or denominator is None:
            continue
        if numerator not in counts or denominator not in counts:
            continue
        cases = counts[numerator]
        stock = source(denominator.table).stock
        below = _denominator(counts[denominator], cases, indicator.frequency, stock=stock)
        whole = (indicator, breakdown, numerator)
        yield _divided(*whole, cases, below, stock=stock)
        if indicator.frequency is Frequency.QUARTER and len(cases.periods) >= 4:
            yield _divided(*whole, cases.together(4), below.together(4, mean=stock), stock=stock)


def _denominator(denominator: Cube, cases: Cube, frequency: Frequency, *, stock: bool) -> Cube:
    """The denominator on the periods of the cases.

    A population is that of the first day of the quarter, or of the newest quarter before with one,
    at most a year back; that of a year is the mean of its four quarters.
    """
    if not stock:
        return denominator.carried(cases.periods, most=0)
    if frequency is Frequency.QUARTER:
        return denominator.carried(cases.periods, most=OLDEST_POPULATION)
    quarters = [quarter for year in cases.periods for quarter in periods.quarters_of(year)]
    yearly = denominator.carried(quarters, most=OLDEST_POPULATION).together(4, step=4, mean=True)
    return replace(yearly, periods=cases.periods)


def _divided(
    indicator: Indicator,
    breakdown: str,
    numerator: Count,
    cases: Cube,
    below: Cube,
    *,
    stock: bool,
) -> Values:
    """Numerator over denominator with limits; the weakest origin and both sides' marks."""
    absence = cases.absence.copy()
    no_denominator = np.isnan(below.value) & (absence == Absence.PRESENT)
    absence[no_denominator] = Absence.NO_POPULATION if stock else below.absence[no_denominator]
    absence[(below.value == 0) & (absence == Absence.PRESENT)] = Absence.ZERO_DENOMINATOR
    present = absence == Absence.PRESENT
    number = np.where(present, cases.value, np.nan)
    denominator = np.where(present, below.value, np.nan)
    if indicator.kind is Kind.RATE:
        lower, upper = intervals.poisson_exact(number, CONFIDENCE)
        value, lower, upper = (PER * array / denominator for array in (number, lower, upper))
        base = number
    elif indicator.kind is Kind.SHARE:
        for i, j in np.argwhere(number > denominator)[:1]:
            cell = cases.areas[i], cases.periods[j], number[i, j], denominator[i, j]
            raise MoreThanAllError(indicator.id, numerator.table, *cell)
        lower, upper = intervals.wilson(number, denominator, CONFIDENCE)
        value, base = number / denominator, denominator
    else:
        raise NotImplementedError(f"{indicator.id}: {indicator.kind} is not computed yet")
    combined = replace(
        cases,
        absence=absence,
        marks=np.where(present, cases.marks | below.marks, cases.marks).astype(np.int8),
        origin=np.where(present, np.minimum(cases.origin, below.origin), cases.origin),
    )
    return Values(indicator, breakdown, numerator, combined, value, lower, upper, below.value, base)


_ABSENCES = np.array([absence.code for absence in Absence])
_MARKS = np.array(
    [";".join(mark.name.lower() for mark in Mark if bits & mark) for bits in range(2 * max(Mark))]
)
