"""Control charts: limits, rules, runs and assurance.

A chart's marks are a reason to ask, not a finding: about one stable series in six shows a mark
within 20 quarters. They never set a status word.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from indicators.stats.cannot import CannotCompute, Reason

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Signs = NDArray[np.int64]

Number = TypeVar("Number", bound=np.generic)

LIMIT = 2.66  # 3/1.128, rounded as Making Data Count rounds it
SCREEN = 3.267  # a moving range this many times the mean one is left out once
D2 = 1.128  # mean range of two standard normal values
FEW_POINTS = 13  # with fewer points than this, limits are on trial
RUN = 7


@dataclass(frozen=True)
class Chart:
    """A control chart; all arrays have one element per period.

    Attributes
    ----------
    value
        What is plotted: the values, rates or shares.
    centre, lower, upper
        Centre line and limits at three standard deviations. A lower limit below 0 is left as it is;
        only a picture cuts it.
    segment
        Number of the stretch between stated breaks, from 0.
    sigma_z
        Per segment: how many times wider the limits are than chance alone would make them (Laney's
        σ_z); 1 for u, p and c charts, NaN for XmR.
    """

    value: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    segment: Signs
    sigma_z: Floats

    @property
    def trial(self) -> Flags:
        """Whether a segment has so few points that its limits are on trial."""
        return np.bincount(self.segment) < FEW_POINTS


def xmr(
    values: ArrayLike,
    *,
    screened: bool = True,
    freeze: int | None = None,
    breaks: Sequence[int] = (),
) -> Chart:
    """Compute an XmR chart: mean ± 2.66 times the mean moving range.

    As in Making Data Count and NHSRplotthedots. Screening leaves out moving ranges of at least
    3.267 times the mean one, once (Nelson 1982); the NHS's own Excel tool does not screen, so a
    chart must say which.

    Parameters
    ----------
    values
        In order of time, one-dimensional, unbroken.
    screened
        Whether to screen moving ranges.
    freeze
        Take each segment's limits from its first so many points; None takes them from all.
    breaks
        Places, counted from 0, where a new segment begins: stated breaks only.

    Returns
    -------
    Chart

    Raises
    ------
    CannotCompute
        `GAP` when a value is missing, `TOO_FEW_PERIODS` when a segment has fewer than two points to
        take limits from, `ALL_EQUAL` when they are all equal.
    ValueError
        When `values` is not one-dimensional, `freeze` is below 2, or breaks are not increasing
        places inside the series.

    References
    ----------
    Provost LP, Murray SK (2011), The Health Care Data Guide, Jossey-Bass.
    Nelson LS (1982), Control charts for individual measurements, Journal of Quality Technology 14,
    172-173.
    """
    y = _unbroken(values)
    segment = _segments(y.size, breaks)

    def limits(place: NDArray[np.intp], base: NDArray[np.intp]) -> tuple[float, Floats, float]:
        return (
            float(y[base].mean()),
            np.full(place.size, LIMIT * _mean_range(y[base], screened=screened)),
            np.nan,
        )

    return _chart(y, segment, freeze, limits)


def u(
    count: ArrayLike, base: ArrayLike, *, freeze: int | None = None, breaks: Sequence[int] = ()
) -> Chart:
    """Compute a u chart of rates: ū ± 3√(ū/n).

    Parameters
    ----------
    count, base
        Cases, and whom they are counted among, in order of time, one-dimensional, unbroken.
    freeze, breaks
        As for `xmr`.

    Returns
    -------
    Chart

    Raises
    ------
    CannotCompute
        `GAP`, `TOO_FEW_PERIODS`, `ZERO_POPULATION`, or `ALL_ZERO` when a segment has no cases to
        take limits from.
    ValueError
        As for `xmr`, and when a number is negative or lengths differ.

    References
    ----------
    Montgomery DC (2009), Introduction to Statistical Quality Control, 6th edition, Wiley, 7.3.
    """
    return _attribute(count, base, _poisson, freeze, breaks, laney=False)


def u_prime(
    count: ArrayLike, base: ArrayLike, *, freeze: int | None = None, breaks: Sequence[int] = ()
) -> Chart:
    """Compute Laney's u′ chart of rates, which allows for spread beyond chance.

    z = (u − ū)/√(ū/n), σ_z = mean|z − z before|/1.128, limits ū ± 3 σ_z √(ū/n).

    Parameters
    ----------
    count, base, freeze, breaks
        As for `u`.

    Returns
    -------
    Chart

    Raises
    ------
    CannotCompute
        As `u`, and `ALL_EQUAL` when all rates are.
    ValueError
        As for `u`.

    References
    ----------
    Laney DB (2002), Improved control charts for attributes, Quality Engineering 14, 531-537.
    """
    return _attribute(count, base, _poisson, freeze, breaks, laney=True)


def p(
    count: ArrayLike, base: ArrayLike, *, freeze: int | None = None, breaks: Sequence[int] = ()
) -> Chart:
    """Compute a p chart of shares: p̄ ± 3√(p̄(1 − p̄)/n).

    Parameters
    ----------
    count, base
        How many have the property, and how many there are, in order of time, one-dimensional,
        unbroken.
    freeze, breaks
        As for `xmr`.

    Returns
    -------
    Chart

    Raises
    ------
    CannotCompute
        `GAP`, `TOO_FEW_PERIODS`, `ZERO_POPULATION`, or `ALL_ZERO` or `ALL_OF_BASE` when none or all
        of a segment's base have the property.
    ValueError
        As for `u`, and when a count is larger than its base.

    References
    ----------
    Montgomery DC (2009), Introduction to Statistical Quality Control, 6th edition, Wiley, 7.2.
    """
    _within(count, base)
    return _attribute(count, base, _binomial, freeze, breaks, laney=False)


def p_prime(
    count: ArrayLike, base: ArrayLike, *, freeze: int | None = None, breaks: Sequence[int] = ()
) -> Chart:
    """Compute Laney's p′ chart of shares, which allows for spread beyond chance.

    z = (p − p̄)/√(p̄(1 − p̄)/n), σ_z = mean|z − z before|/1.128, limits p̄ ± 3 σ_z √(p̄(1 − p̄)/n).

    Parameters
    ----------
    count, base, freeze, breaks
        As for `p`.

    Returns
    -------
    Chart

    Raises
    ------
    CannotCompute
        As `p`, and `ALL_EQUAL` when all shares are.
    ValueError
        As for `p`.

    References
    ----------
    Laney DB (2002), Improved control charts for attributes, Quality Engineering 14, 531-537.
    """
    _within(count, base)
    return _attribute(count, base, _binomial, freeze, breaks, laney=True)


def c(count: ArrayLike, *, freeze: int | None = None, breaks: Sequence[int] = ()) -> Chart:
    """Compute a c chart of counts from a constant base: c̄ ± 3√c̄.

    Parameters
    ----------
    count
        Cases in order of time, one-dimensional, unbroken.
    freeze, breaks
        As for `xmr`.

    Returns
    -------
    Chart

    Raises
    ------
    CannotCompute
        As `u`.
    ValueError
        As for `u`.

    References
    ----------
    Montgomery DC (2009), Introduction to Statistical Quality Control, 6th edition, Wiley, 7.3.
    """
    return u(count, np.ones_like(np.asarray(count, dtype=np.float64)), freeze=freeze, breaks=breaks)


def _attribute(
    count: ArrayLike,
    base: ArrayLike,
    variance: Callable[[float], float],
    freeze: int | None,
    breaks: Sequence[int],
    *,
    laney: bool,
) -> Chart:
    x, n = _unbroken(count), _unbroken(base)
    if x.shape != n.shape:
        raise ValueError(f"one base for each count: {x.shape}, {n.shape}")
    if (x < 0).any() or (n < 0).any():
        raise ValueError("count and base must be 0 or more")
    if (n == 0).any():
        raise CannotCompute(Reason.ZERO_POPULATION)
    value = x / n

    def limits(place: NDArray[np.intp], basis: NDArray[np.intp]) -> tuple[float, Floats, float]:
        centre = float(x[basis].sum() / n[basis].sum())
        if centre == 0:
            raise CannotCompute(Reason.ALL_ZERO)
        if variance(centre) <= 0:
            raise CannotCompute(Reason.ALL_OF_BASE)
        sigma = np.sqrt(variance(centre) / n)
        z = (value[basis] - centre) / sigma[basis]
        sigma_z = _mean_range(z, screened=False) / D2 if laney else 1.0
        return centre, 3 * sigma_z * sigma[place], sigma_z

    return _chart(value, _segments(x.size, breaks), freeze, limits)


def _poisson(centre: float) -> float:
    return centre


def _binomial(centre: float) -> float:
    return centre * (1 - centre)


def _within(count: ArrayLike, base: ArrayLike) -> None:
    if (np.asarray(count, dtype=np.float64) > np.asarray(base, dtype=np.float64)).any():
        raise ValueError("count must not be larger than base")


def _chart(
    value: Floats,
    segment: Signs,
    freeze: int | None,
    limits: Callable[[NDArray[np.intp], NDArray[np.intp]], tuple[float, Floats, float]],
) -> Chart:
    """Put the segments together; `limits` gives centre, half-width and σ_z of one."""
    if freeze is not None and freeze < 2:
        raise ValueError(f"freeze must be 2 or more: {freeze}")
    centre, half = np.empty_like(value), np.empty_like(value)
    sigma_z = []
    for number in range(segment[-1] + 1):
        place = np.flatnonzero(segment == number)
        basis = place[:freeze]
        if basis.size < 2:
            raise CannotCompute(Reason.TOO_FEW_PERIODS)
        centre[place], half[place], wider = limits(place, basis)
        sigma_z.append(wider)
    return Chart(value, centre, centre - half, centre + half, segment, np.array(sigma_z))


def _mean_range(values: Floats, *, screened: bool) -> float:
    """Return the mean moving range."""
    ranges = np.abs(np.diff(values))
    if ranges.max() <= 1e-12 * np.abs(values).max():
        raise CannotCompute(Reason.ALL_EQUAL)
    if screened:
        ranges = ranges[ranges < SCREEN * ranges.mean()]
    return float(ranges.mean())


def _unbroken(values: ArrayLike) -> Floats:
    y = np.asarray(values, dtype=np.float64)
    if y.ndim != 1:
        raise ValueError(f"a series must be one-dimensional: {y.shape}")
    if np.isnan(y).any():
        raise CannotCompute(Reason.GAP)
    if np.isinf(y).any():
        raise ValueError("values must be finite")
    if y.size < 2:
        raise CannotCompute(Reason.TOO_FEW_PERIODS)
    return y


def _segments(size: int, breaks: Sequence[int]) -> Signs:
    starts = list(breaks)
    if starts != sorted(set(starts)) or not all(0 < start < size for start in starts):
        raise ValueError(f"breaks must be increasing places inside the series: {starts}")
    marks = np.zeros(size, dtype=np.int64)
    marks[starts] = 1
    return np.cumsum(marks)


# --- rules ----------------------------------------------------------------------------------------


class Rule(StrEnum):
    """The rules of Making Data Count, in their order of precedence."""

    OUTSIDE = "outside"  # outside a limit
    TREND = "trend"  # in a run of seven steadily rising or falling
    TWO_OF_THREE = "two_of_three"  # two of three in the outer third, same side
    ONE_SIDE = "one_side"  # in a run of seven on one side of the centre
    NONE = ""


@dataclass(frozen=True)
class Signals:
    """What the rules say; one element per period.

    Attributes
    ----------
    rule
        `Rule`, the first in precedence that a point takes part in; empty for none.
    side
        1 above the centre line, −1 below, 0 on it.
    """

    rule: NDArray[np.str_]
    side: Signs


def signals(chart: Chart) -> Signals:
    """Judge a chart by the rules of Making Data Count.

    A point takes the first rule that fits: outside a limit; seven points steadily rising or falling
    (a tie breaks it); two of three points beyond two thirds of the way to the limit, all three on
    the same side; seven points on one side of the centre (a point on it breaks it). All points of a
    run are marked. Runs do not pass a break.

    Parameters
    ----------
    chart
        Any of the charts here.

    Returns
    -------
    Signals

    References
    ----------
    NHS England, Making Data Count; NHSRplotthedots 050b07d7, ptd_calculate_point_type.R.
    """
    side = np.sign(chart.value - chart.centre).astype(np.int64)
    outside = (chart.value > chart.upper) | (chart.value < chart.lower)
    third = 2 / 3 * (chart.upper - chart.centre)
    close = (np.abs(chart.value - chart.centre) > third) & ~outside
    rule = np.full(side.shape, Rule.NONE, dtype=f"<U{max(len(one) for one in Rule)}")
    for number in range(chart.segment[-1] + 1):
        place = chart.segment == number
        rule[place] = np.select(
            [
                outside[place],
                whole_run(seven_trend(chart.value[place])),
                two_in_three(close[place], side[place]) & close[place],
                whole_run(seven_one_side(side[place])),
            ],
            [Rule.OUTSIDE, Rule.TREND, Rule.TWO_OF_THREE, Rule.ONE_SIDE],
            Rule.NONE,
        )
    return Signals(rule, side)


def seven_one_side(side: ArrayLike) -> Flags:
    """Flag each point that ends a run of seven on one side of the centre.

    Parameters
    ----------
    side
        1 above, −1 below, 0 on the centre line.
    """
    sides = np.asarray(side, dtype=np.int64)
    windows = _windows(sides, RUN)
    return _at_end(sides.size, (windows == windows[:, :1]).all(axis=1) & (windows[:, 0] != 0))


def seven_trend(values: ArrayLike) -> Signs:
    """Mark each point that ends seven steadily rising (1) or falling (−1) points; 0 elsewhere."""
    y = np.asarray(values, dtype=np.float64)
    steps: Floats = np.diff(_windows(y, RUN), axis=1)
    rising = _at_end(y.size, np.all(steps > 0, axis=1))
    falling = _at_end(y.size, np.all(steps < 0, axis=1))
    return rising.astype(np.int64) - falling.astype(np.int64)


def whole_run(ends: ArrayLike) -> Flags:
    """Flag all seven points of each run whose last point is marked."""
    marked = np.asarray(ends) != 0
    ahead = _windows(np.concatenate([marked, np.zeros(RUN - 1, dtype=np.bool_)]), RUN)
    return np.asarray(ahead.any(axis=1), dtype=np.bool_)


def two_in_three(close: ArrayLike, side: ArrayLike) -> Flags:
    """Flag all points of each three on one side of which at least two are close to the limit.

    Parameters
    ----------
    close
        Whether a point is between two thirds of the way and the limit.
    side
        1 above, −1 below, 0 on the centre line.
    """
    near, sides = np.asarray(close) != 0, np.asarray(side, dtype=np.int64)
    found = (_windows(near, 3).sum(axis=1) >= 2) & (np.abs(_windows(sides, 3).sum(axis=1)) == 3)
    flags = np.zeros(near.size, dtype=np.bool_)
    for offset in range(3):
        flags[offset : offset + found.size] |= found
    return flags


def _windows(values: NDArray[Number], width: int) -> NDArray[Number]:
    if values.size < width:
        return np.empty((0, width), dtype=values.dtype)
    return np.lib.stride_tricks.sliding_window_view(values, width)


def _at_end(size: int, found: Flags) -> Flags:
    return np.concatenate([np.zeros(size - found.size, dtype=np.bool_), found])


class Meaning(StrEnum):
    """What a marked point means, given which way is better."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL = "neutral"
    NONE = ""


def meaning(found: Signals, better: int) -> NDArray[np.str_]:
    """Say what each marked point means.

    Parameters
    ----------
    found
        From `signals`.
    better
        1 when higher is better, −1 when lower is, 0 when neither.

    Returns
    -------
    array of str
        `Meaning`, by the side of the centre line that the point is on.
    """
    marked = found.rule != Rule.NONE
    if better == 0:
        return np.where(marked, Meaning.NEUTRAL, Meaning.NONE)
    good = found.side == better
    return np.select([marked & good, marked], [Meaning.IMPROVEMENT, Meaning.CONCERN], Meaning.NONE)


@dataclass(frozen=True)
class Runs:
    """Anhøj's runs analysis.

    Attributes
    ----------
    useful
        Points that are not on the median.
    longest, longest_allowed
        Length of the longest run on one side, and what chance allows.
    crossings, crossings_needed
        How often the median is crossed, and the least that chance allows.
    shift
        Whether either passes what chance allows.
    """

    useful: int
    longest: int
    longest_allowed: int
    crossings: int
    crossings_needed: int
    shift: bool


def anhoej(values: ArrayLike, centre: float | None = None) -> Runs:
    """Judge a run chart by Anhøj's rules.

    A shift when the longest run on one side of the median passes round(log₂ n) + 3 (Schilling
    2012), or the median is crossed fewer times than the 5 % quantile of the binomial distribution
    of n − 1 and ½ (Chen 2010); n counts the points off the median.

    Parameters
    ----------
    values
        In order of time, one-dimensional, unbroken.
    centre
        Another line than the median of the values.

    Returns
    -------
    Runs

    Raises
    ------
    CannotCompute
        `GAP`, `TOO_FEW_PERIODS`, or `ALL_EQUAL` when all values are on the line.
    ValueError
        When `values` is not one-dimensional.

    References
    ----------
    Anhøj J, Olesen AV (2014), Run charts revisited, PLoS ONE 9, e113825.
    """
    y = _unbroken(values)
    sides = np.sign(y - (np.median(y) if centre is None else centre))
    sides = sides[sides != 0]
    if sides.size == 0:
        raise CannotCompute(Reason.ALL_EQUAL)
    turns = np.flatnonzero(np.diff(sides))
    longest = int(np.diff(np.concatenate([[-1], turns, [sides.size - 1]])).max())
    allowed = round(float(np.log2(sides.size))) + 3
    needed = int(stats.binom.ppf(0.05, max(sides.size - 1, 0), 0.5))
    return Runs(
        useful=int(sides.size),
        longest=longest,
        longest_allowed=allowed,
        crossings=int(turns.size),
        crossings_needed=needed,
        shift=longest > allowed or int(turns.size) < needed,
    )


class Assurance(StrEnum):
    """Whether a process as it runs now meets its target."""

    PASSES = "passes"  # every time
    FAILS = "fails"  # every time
    BY_CHANCE = "by_chance"  # sometimes
    NONE = ""  # no target, or neither way is better


def assurance(chart: Chart, target: float | None, better: int) -> Assurance:
    """Judge whether a process as it runs now meets its target.

    Parameters
    ----------
    chart
        The limits at its last point count.
    target
        In the unit of the values; None for none.
    better
        1 when higher is better, −1 when lower is, 0 when neither.

    Returns
    -------
    Assurance
        Target outside the limits on the good side of the process: fails; on the bad side: passes;
        within or on a limit: by chance.

    References
    ----------
    NHS England, Making Data Count; NHSRplotthedots 050b07d7, ptd_calculate_assurance_type.R.
    """
    if target is None or better == 0:
        return Assurance.NONE
    beyond = int(target > chart.upper[-1]) - int(target < chart.lower[-1])
    if beyond == 0:
        return Assurance.BY_CHANCE
    return Assurance.FAILS if beyond == better else Assurance.PASSES
