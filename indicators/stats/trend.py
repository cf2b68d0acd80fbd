"""Trends of a series over time: regression of counts, and the tests that others use."""

from dataclasses import dataclass
from warnings import catch_warnings, simplefilter

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats
from statsmodels.genmod.families import Poisson  # type: ignore[import-untyped]
from statsmodels.genmod.generalized_linear_model import GLM  # type: ignore[import-untyped]

from indicators.stats.cannot import CannotCompute, Reason
from indicators.stats.movement import (
    FEWEST_PERIODS,
    LARGEST_ERROR,
    as_series,
    margin,
    p_value,
    reasons,
)

Floats = NDArray[np.float64]

CHI_SQUARE_998 = 9.54953570608324  # the 99.8 % quantile with one degree of freedom


@dataclass(frozen=True)
class Trend:
    """A log-linear trend of counts.

    Attributes
    ----------
    yearly_change
        Relative change of the rate per year: −0.05 is 5 % down a year.
    lower, upper
        Its limits.
    p
        Two-sided p of no change.
    dispersion
        Pearson's χ² per degree of freedom, not below 1, which is pure chance.
    degrees
        Degrees of freedom left.
    used, missing
        Periods in the regression, and periods between the first and the last that are missing.
    """

    yearly_change: float
    lower: float
    upper: float
    p: float
    dispersion: float
    degrees: int
    used: tuple[float, ...]
    missing: tuple[float, ...]


def quasi_poisson(
    count: ArrayLike,
    population: ArrayLike | None,
    period_index: ArrayLike,
    quarter: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Trend:
    """Fit a quasi-Poisson trend to one series of counts, also with gaps and seasons.

    log μ = a + bt + log(population) (+ a term for each quarter), fitted by statsmodels; the change
    per year is exp(b) − 1. Limits and p as in `movement`, which gives the same numbers for years
    without quarters.

    Parameters
    ----------
    count
        Cases per period, one-dimensional. NaN is a missing period.
    population
        Whom they are counted among, or None.
    period_index
        When, in years: 2024, or 2024.25 for the second quarter. Increasing; some may be left out.
    quarter
        The quarter 1-4 of each period, for a term for each; None for yearly counts.
    confidence
        How often the limits hold, between 0 and 1.

    Returns
    -------
    Trend
        `missing` lists what lies between the first and the last period in steps of the shortest
        distance and is not used.

    Raises
    ------
    CannotCompute
        `TOO_FEW_PERIODS`, `ZERO_POPULATION`, `ALL_ZERO`, `ALL_EQUAL`, or `NO_ESTIMATE` when the
        likelihood has no top: all cases in the first or the last period, or a quarter without any.
    ValueError
        When lengths differ, periods do not increase, a number is negative or infinite, or the
        confidence is not between 0 and 1.

    References
    ----------
    McCullagh P, Nelder JA (1989), Generalized Linear Models, 2nd edition, Chapman & Hall, 198-200.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, such as 0.95: {confidence}")
    if np.size(count) == 0:
        raise CannotCompute(Reason.TOO_FEW_PERIODS)
    y, people = as_series(count, population)
    time = np.asarray(period_index, dtype=np.float64)
    season = np.ones_like(time) if quarter is None else np.asarray(quarter, dtype=np.float64)
    if not (y.ndim == 1 and y.shape == time.shape == season.shape):
        raise ValueError(f"one period for each count: {y.shape}, {time.shape}, {season.shape}")
    if (np.diff(time) <= 0).any():
        raise ValueError("period_index must increase")
    if reason := str(reasons(y, people)):
        raise CannotCompute(Reason(reason))
    used = ~np.isnan(y)
    terms = np.unique(season[used])
    design = np.column_stack(
        [np.ones(used.sum()), time[used] - time[used].mean()]
        + [season[used] == term for term in terms[1:]]
    ).astype(np.float64)
    degrees = int(used.sum()) - design.shape[1]
    if degrees < 1 or np.linalg.matrix_rank(design) < design.shape[1]:
        raise CannotCompute(Reason.TOO_FEW_PERIODS)
    if any(y[used][season[used] == term].sum() == 0 for term in terms):
        raise CannotCompute(Reason.NO_ESTIMATE)
    with catch_warnings(), np.errstate(all="ignore"):
        simplefilter("ignore")
        model = GLM(y[used], design, family=Poisson(), offset=np.log(people[used]))
        fit = model.fit(scale=1.0, tol=1e-12, maxiter=100)
    slope, error = np.asarray(fit.params[1]), np.asarray(fit.bse[1])
    if not (fit.converged and np.isfinite(error) and error < LARGEST_ERROR):
        raise CannotCompute(Reason.NO_ESTIMATE)
    raw = float(fit.pearson_chi2) / degrees
    own_error, freedom = error * np.sqrt(raw), np.asarray(degrees)
    reach = margin(error, own_error, freedom, 1 - confidence)
    return Trend(
        yearly_change=float(np.expm1(slope)),
        lower=float(np.expm1(slope - reach)),
        upper=float(np.expm1(slope + reach)),
        p=float(p_value(slope, error, own_error, freedom)),
        dispersion=max(raw, 1.0),
        degrees=degrees,
        used=tuple(time[used].tolist()),
        missing=_missing(time, used),
    )


def _missing(time: Floats, used: NDArray[np.bool_]) -> tuple[float, ...]:
    """List the periods between the first and the last that are not used."""
    step = np.diff(time).min()
    places = np.rint((time - time[0]) / step).astype(np.int64)
    empty = np.setdiff1d(np.arange(places[-1] + 1), places[used])
    known = dict(zip(places.tolist(), time.tolist(), strict=True))
    return tuple(float(known.get(place, time[0] + place * step)) for place in empty.tolist())


@dataclass(frozen=True)
class FivePoint:
    """Fingertips' recent trend.

    Attributes
    ----------
    direction
        1 increasing, −1 decreasing, 0 no significant change.
    slope
        Per year, in the unit of the values.
    chi_square
        Test statistic with one degree of freedom; significant above 9.5495 (99.8 %).
    consistent
        Whether the slope keeps its sign when any one year is left out.
    """

    direction: int
    slope: float
    chi_square: float
    consistent: bool


def five_point(value: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> FivePoint:
    """Compute Fingertips' recent trend of values with 95 % limits.

    The weighted least squares slope over the five latest years, each year weighted by the inverse
    of ((upper − lower)/3.92)²; significant when (slope/SE)² is above 9.5495 and the slope keeps its
    sign in all five fits with one year left out. A named alternative: at our numbers it is nearly
    blind (`movement` is the declared test).

    Parameters
    ----------
    value, lower, upper
        Yearly values with their 95 % limits, oldest first, one-dimensional, without overlaps. The
        last five are used.

    Returns
    -------
    FivePoint

    Raises
    ------
    CannotCompute
        `TOO_FEW_PERIODS` with fewer than five years, `GAP` when one of the last five is missing,
        `ALL_EQUAL` when limits have no width.
    ValueError
        When lengths differ.

    References
    ----------
    Department of Health and Social Care, Fingertips public health technical guidance, Trend
    markers; computation as in FingertipsNext, TrendMarkerCalculator.
    """
    v, low, high = _last_five(value, lower, upper)
    if not (high > low).all():
        raise CannotCompute(Reason.ALL_EQUAL)
    weight = (3.92 / (high - low)) ** 2
    slope, information = _weighted_slope(v, weight)
    return _five_point(
        slope,
        slope**2 * information,
        [_weighted_slope(np.delete(v, out), np.delete(weight, out), out)[0] for out in range(5)],
    )


def five_point_share(count: ArrayLike, base: ArrayLike) -> FivePoint:
    """Compute Fingertips' recent trend of shares: a χ² test for trend over the five latest years.

    χ² = N(N Σtx − X Σtn)² / (X(N − X)(N Σt²n − (Σtn)²)), X = Σx, N = Σn (Armitage 1955), with the
    same rule of significance as `five_point`.

    Parameters
    ----------
    count, base
        How many have the property, and how many there are in all, per year, oldest first,
        one-dimensional. The last five are used.

    Returns
    -------
    FivePoint
        The slope is that of the share per year.

    Raises
    ------
    CannotCompute
        `TOO_FEW_PERIODS`, `GAP`, `ZERO_POPULATION`, `ALL_ZERO`, or `ALL_OF_BASE` when any count
        equals its base (Fingertips refuses this too).
    ValueError
        When lengths differ.

    References
    ----------
    Armitage P (1955), Tests for linear trends in proportions and frequencies, Biometrics 11,
    375-386.
    """
    x, n = _last_five(count, base)
    if (n == 0).any():
        raise CannotCompute(Reason.ZERO_POPULATION)
    if not x.any():
        raise CannotCompute(Reason.ALL_ZERO)
    if (x == n).any():
        raise CannotCompute(Reason.ALL_OF_BASE)
    slope, information = _weighted_slope(x / n, n)
    share = x.sum() / n.sum()
    return _five_point(
        slope,
        slope**2 * information / (share * (1 - share)),
        [_weighted_slope(np.delete(x / n, i), np.delete(n, i), i)[0] for i in range(5)],
    )


def _last_five(*series: ArrayLike) -> list[Floats]:
    arrays = [np.asarray(values, dtype=np.float64) for values in series]
    if any(values.ndim != 1 or values.shape != arrays[0].shape for values in arrays):
        raise ValueError("all series must be one-dimensional and equally long")
    if arrays[0].size < 5:
        raise CannotCompute(Reason.TOO_FEW_PERIODS)
    latest = [values[-5:] for values in arrays]
    if any(np.isnan(values).any() for values in latest):
        raise CannotCompute(Reason.GAP)
    return latest


def _weighted_slope(
    value: Floats, weight: Floats, left_out: int | None = None
) -> tuple[float, float]:
    """Return the weighted least squares slope over years 1-5, and the inverse of its variance."""
    time = np.arange(1.0, 6.0)
    if left_out is not None:
        time = np.delete(time, left_out)
    centred = time - np.average(time, weights=weight)
    information = float((weight * centred**2).sum())
    return float((weight * centred * value).sum()) / information, information


def _five_point(slope: float, chi_square: float, without_one: list[float]) -> FivePoint:
    falling = [value < 0 for value in [slope, *without_one]]
    consistent = all(falling) or not any(falling)
    significant = consistent and chi_square > CHI_SQUARE_998
    return FivePoint(
        direction=int(np.sign(slope)) if significant else 0,
        slope=slope,
        chi_square=chi_square,
        consistent=consistent,
    )


@dataclass(frozen=True)
class MannKendall:
    """Mann and Kendall's test of a steady rise or fall.

    Attributes
    ----------
    s
        Pairs that rise less pairs that fall.
    variance
        Variance of `s` when nothing happens, with ties.
    z, p
        With continuity correction; p is two-sided.
    tau
        `s` over the number of pairs (over those within seasons for the seasonal test).
    """

    s: float
    variance: float
    z: float
    p: float
    tau: float


def mann_kendall(values: ArrayLike, season: ArrayLike | None = None) -> MannKendall:
    """Test for a steady rise or fall by ranks.

    S = Σ sign(x_j − x_i) over pairs i < j, variance (n(n−1)(2n+5) − Σ t(t−1)(2t+5))/18 with t the
    sizes of groups of ties, z = (S ∓ 1)/√variance. With seasons, S and the variance are summed over
    the seasons, each compared only with itself (Hirsch, Slack & Smith 1982).

    Only the order counts, so gaps do no harm; noise that lasts from one period to the next does.
    Use it from 8-10 points: with five, no p is below 0.027.

    Parameters
    ----------
    values
        In order of time, one-dimensional. NaN is missing and left out.
    season
        The season of each value, such as its quarter.

    Returns
    -------
    MannKendall

    Raises
    ------
    CannotCompute
        `TOO_FEW_PERIODS` with fewer than four values in each season; `ALL_EQUAL` when all values
        (of each season) are.
    ValueError
        When lengths differ.

    References
    ----------
    Mann HB (1945), Nonparametric tests against trend, Econometrica 13, 245-259.
    Kendall MG (1975), Rank Correlation Methods, 4th edition, Griffin.
    Hirsch RM, Slack JR, Smith RA (1982), Techniques of trend analysis for monthly water quality
    data, Water Resources Research 18, 107-121.
    """
    x = np.asarray(values, dtype=np.float64)
    seasons = np.zeros(x.shape) if season is None else np.asarray(season)
    if x.ndim != 1 or seasons.shape != x.shape:
        raise ValueError(f"one season for each value: {x.shape}, {seasons.shape}")
    groups = [part[~np.isnan(part)] for part in (x[seasons == one] for one in np.unique(seasons))]
    if max((part.size for part in groups), default=0) < 4:
        raise CannotCompute(Reason.TOO_FEW_PERIODS)
    s = float(sum(np.triu(np.sign(part - part[:, np.newaxis])).sum() for part in groups))
    variance = sum(_variance_of_s(part) for part in groups)
    if variance == 0:
        raise CannotCompute(Reason.ALL_EQUAL)
    z = (s - np.sign(s)) / np.sqrt(variance)
    pairs = sum(part.size * (part.size - 1) / 2 for part in groups)
    return MannKendall(
        s=s,
        variance=variance,
        z=float(z),
        p=float(2 * special.ndtr(-abs(z))),
        tau=s / pairs,
    )


def _variance_of_s(values: Floats) -> float:
    def pairs(n: NDArray[np.int64]) -> float:
        return float((n * (n - 1) * (2 * n + 5)).sum())

    ties = np.unique(values, return_counts=True)[1].astype(np.int64)
    return (pairs(np.array([values.size], dtype=np.int64)) - pairs(ties)) / 18


@dataclass(frozen=True)
class TheilSen:
    """The median slope of all pairs of points, with the intercept and limits of the slope."""

    slope: float
    intercept: float
    lower: float
    upper: float


def theil_sen(
    values: ArrayLike,
    time: ArrayLike | None = None,
    confidence: float = 0.95,
    *,
    joint: bool = False,
) -> TheilSen:
    """Compute Theil and Sen's robust slope (scipy).

    Parameters
    ----------
    values
        In order of time, one-dimensional. NaN is missing and left out.
    time
        When; 0, 1, 2, … when not given.
    confidence
        How often the limits of the slope hold, between 0 and 1.
    joint
        Take the intercept as the median of value − slope · time, instead of
        median(value) − slope · median(time).

    Returns
    -------
    TheilSen
        The slope is per unit of time.

    Raises
    ------
    CannotCompute
        `TOO_FEW_PERIODS` with fewer than three values, `ALL_EQUAL` when all are.
    ValueError
        When lengths differ or the confidence is not between 0 and 1.

    References
    ----------
    Sen PK (1968), Estimates of the regression coefficient based on Kendall's tau, Journal of the
    American Statistical Association 63, 1379-1389.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, such as 0.95: {confidence}")
    y = np.asarray(values, dtype=np.float64)
    t = np.arange(y.size, dtype=np.float64) if time is None else np.asarray(time, dtype=np.float64)
    if y.ndim != 1 or y.shape != t.shape:
        raise ValueError(f"one time for each value: {y.shape}, {t.shape}")
    given = ~np.isnan(y)
    y, t = y[given], t[given]
    if y.size < FEWEST_PERIODS:
        raise CannotCompute(Reason.TOO_FEW_PERIODS)
    if y.min() == y.max():
        raise CannotCompute(Reason.ALL_EQUAL)
    method = "joint" if joint else "separate"
    found = stats.theilslopes(y, t, alpha=confidence, method=method)  # type: ignore[call-overload]
    return TheilSen(
        slope=float(found.slope),
        intercept=float(found.intercept),
        lower=float(found.low_slope),
        upper=float(found.high_slope),
    )
