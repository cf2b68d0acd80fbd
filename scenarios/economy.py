"""What a model costs over five years, and when it has paid for itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from danish import money
from danish.errors import DanishError

YEARS = 5


class CostRowError(DanishError):
    """A row of a model's economy contradicts itself."""


@dataclass(frozen=True)
class CostRow:
    """One item in one year, in whole øre; a saving is negative.

    Attributes
    ----------
    low, high
        What it may come down or up to; None when the amount is taken as certain.
    one_off
        Whether it is paid once, as opposed to every year.
    """

    year: int
    amount: int
    low: int | None = None
    high: int | None = None
    one_off: bool = False

    def __post_init__(self) -> None:
        if not self.lowest <= self.amount <= self.highest:
            raise CostRowError(
                f"I {self.year} er beløbet {money.kroner(self.amount)} Det skal ligge mellem det "
                f"lave og det høje beløb, som er {money.kroner(self.lowest)} og "
                f"{money.kroner(self.highest)} Ret et af de tre tal."
            )

    @property
    def lowest(self) -> int:
        """The amount at its lowest."""
        return self.amount if self.low is None else self.low

    @property
    def highest(self) -> int:
        """The amount at its highest."""
        return self.amount if self.high is None else self.high


@dataclass(frozen=True)
class YearCost:
    """One year of a model, in whole øre.

    Attributes
    ----------
    one_off, running
        What the year costs once and as every year; None when no row is about the year.
    cumulative, low, high
        From the first year to this one, and what it is if every item comes out lowest or highest;
        None from the first year that no row is about.
    extra, extra_low, extra_high
        The same beyond what the baseline costs as planned; negative when the model is cheaper.
        None also from the first year that no row of the baseline is about.
    """

    year: int
    one_off: int | None
    running: int | None
    cumulative: int | None
    low: int | None
    high: int | None
    extra: int | None
    extra_low: int | None
    extra_high: int | None


@dataclass(frozen=True)
class Course:
    """A model's cost over the years.

    Attributes
    ----------
    missing, baseline_missing
        Years in the window that no row of the model, or of the baseline, is about: not calculated,
        which is not 0.
    beyond
        Years outside the window that rows are about; they are not counted.
    pay_back, pay_back_low, pay_back_high
        The first year from which the model, added up, costs no more than the baseline for the rest
        of the window: as planned, and at its lowest and highest cost. None when it never does, or
        when years are missing.
    """

    years: tuple[YearCost, ...]
    missing: tuple[int, ...]
    baseline_missing: tuple[int, ...]
    beyond: tuple[int, ...]
    pay_back: int | None
    pay_back_low: int | None
    pay_back_high: int | None

    @property
    def complete(self) -> bool:
        """Whether every year of the model and of the baseline is there."""
        return not (self.missing or self.baseline_missing)

    @property
    def one_off(self) -> int:
        """What the model costs once, over the years that are there."""
        return sum(year.one_off or 0 for year in self.years)

    @property
    def running(self) -> int:
        """What it costs as every year, over the years that are there."""
        return sum(year.running or 0 for year in self.years)


def over_years(
    rows: Sequence[CostRow],
    baseline: Sequence[CostRow],
    first: int | None = None,
    years: int = YEARS,
) -> Course:
    """Add up a model's cost year by year, beside the present organisation.

    The band adds up every item at its lowest, and every item at its highest: the widest there is.
    The baseline is taken as planned, so the band of the difference is the model's own.

    Parameters
    ----------
    rows, baseline
        The model's and the present organisation's, in any order.
    first
        The first year; the earliest that a row is about when it is not given.
    years
        How many years to add up.

    Raises
    ------
    ValueError
        When there are no years to add up.
    """
    if years < 1:
        raise ValueError(f"years must be 1 or more: {years}")
    known = sorted({row.year for row in (*rows, *baseline)})
    start = first if first is not None else next(iter(known), None)
    if start is None:
        return Course((), (), (), (), None, None, None)
    window = range(start, start + years)
    planned = _added_up(baseline, window)
    own, low, high = (_added_up(rows, window, which) for which in ("amount", "lowest", "highest"))
    found = []
    for place, year in enumerate(window):
        of_year = [row for row in rows if row.year == year]
        found.append(
            YearCost(
                year,
                sum(row.amount for row in of_year if row.one_off) if of_year else None,
                sum(row.amount for row in of_year if not row.one_off) if of_year else None,
                own[place],
                low[place],
                high[place],
                *(_minus(course[place], planned[place]) for course in (own, low, high)),
            )
        )
    return Course(
        tuple(found),
        _without_rows(rows, window),
        _without_rows(baseline, window),
        tuple(year for year in known if year not in window),
        _pay_back(window, [year.extra for year in found]),
        _pay_back(window, [year.extra_low for year in found]),
        _pay_back(window, [year.extra_high for year in found]),
    )


def _added_up(rows: Sequence[CostRow], window: range, which: str = "amount") -> list[int | None]:
    """Sums from the first year to each year; None from the first year that no row is about."""
    missing = _without_rows(rows, window)
    end = min(missing, default=window.stop)
    return [
        sum(getattr(row, which) for row in rows if window.start <= row.year <= year)
        if year < end
        else None
        for year in window
    ]


def _without_rows(rows: Sequence[CostRow], window: range) -> tuple[int, ...]:
    told = {row.year for row in rows}
    return tuple(year for year in window if year not in told)


def _minus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other


def _pay_back(window: range, extra: Sequence[int | None]) -> int | None:
    """The first year from which no later sum is above 0."""
    found = None
    for year, amount in reversed(list(zip(window, extra, strict=True))):
        if amount is None or amount > 0:
            break
        found = year
    return found
