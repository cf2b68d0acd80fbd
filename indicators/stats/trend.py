"""Trends of a series over time, and whether they can be told from chance."""

from dataclasses import dataclass, replace
from enum import StrEnum
from warnings import catch_warnings, simplefilter

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats
from statsmodels.genmod.families import Poisson  # type: ignore[import-untyped]
from statsmodels.genmod.generalized_linear_model import GLM  # type: ignore[import-untyped]

from indicators.stats.cannot import CannotCompute, Reason

Floats = NDArray[np.float64]

SIGN = 0.05  # a p below this is a sign of a change: 95 %
CERTAIN = 0.002  # and below this a certain one: 99.8 %
YEARS = 5  # the window of `movement`
FEWEST_PERIODS = 3  # two periods always lie on a line
LARGEST_ERROR = 100.0  # of a logarithm; beyond it the likelihood has no top
CHI_SQUARE_998 = 9.54953570608324  # the 99.8 % quantile with one degree of freedom


class Word(StrEnum):
    """What a trend is called."""

    CERTAIN = "certain"
    SIGN = "sign"
    NONE = "none"


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


@dataclass(frozen=True)
class Movement:
    """The declared test of the last five years, for many series at once.

    From `movement`, the yearly change is relative; from `movement_of_values`, it is in the unit of
    the values.

    All arrays have the shape of the series without their last axis, `used` one axis of years more.

    Attributes
    ----------
    word
        `Word`, or empty where the test cannot be computed.
    reason
        `Reason` where it cannot, else empty.
    yearly_change, lower, upper
        Change per year with its 95 % limits; NaN where it cannot be computed.
    p
        Two-sided p of no change.
    dispersion
        Pearson's χ² per degree of freedom, not below 1; NaN for values without standard errors.
    degrees
        Degrees of freedom left.
    used
        Which of the years in the window are in the regression; the others are missing.
    """

    word: NDArray[np.str_]
    reason: NDArray[np.str_]
    yearly_change: Floats
    lower: Floats
    upper: Floats
    p: Floats
    dispersion: Floats
    degrees: NDArray[np.int64]
    used: NDArray[np.bool_]


def movement(count: ArrayLike, population: ArrayLike | None = None, years: int = YEARS) -> Movement:
    """Test whether yearly counts have moved over the last five years: the word of *udvikling*.

    Yearly quasi-Poisson regression log μ = a + bt + log(population). The change is told from
    chance only when it is so by two measures at once: the normal quantile with the standard error
    of pure Poisson counts, and the t quantile with the standard error times √φ, φ Pearson's χ² per
    degree of freedom. So the uncertainty is never taken to be less than pure chance gives, and
    never less than the series itself shows; the limits are the wider of the two, p the larger.
    "Certain" is p < 0.002, "sign" p < 0.05. `docs/simulering.md` has how often each word is wrong.

    Years, not quarters: four quarters make a year, so that seasons play no part and noise that
    lasts some quarters is mostly within a year. Sums that overlap must not be given.

    Parameters
    ----------
    count
        Cases per year, years along the last axis, oldest first. NaN is a missing year, or one that
        is left out by a declared rule. Only the last `years` are used.
    population
        Whom they are counted among, in a shape that goes with `count`; without it the counts
        themselves are tested. NaN makes the year missing.
    years
        Length of the window.

    Returns
    -------
    Movement
        Where a series cannot be tested, `reason` says why: fewer than three years present, no
        cases, all years equal, a population of 0, or all cases in the first or the last year.

    Raises
    ------
    ValueError
        When a count or a population is negative or infinite, or `years` is below 3.

    References
    ----------
    McCullagh P, Nelder JA (1989), Generalized Linear Models, 2nd edition, Chapman & Hall, 198-200.
    """
    if years < FEWEST_PERIODS:
        raise ValueError(f"years must be {FEWEST_PERIODS} or more: {years}")
    y, people = _series(count, population)
    y, people = y[..., -years:], people[..., -years:]
    reason = _reasons(y, people)
    line = _log_line(np.where((reason == "")[..., np.newaxis], y, np.nan), people)
    moved = _moved(line, ~np.isnan(y), reason)
    return replace(
        moved,
        yearly_change=np.expm1(moved.yearly_change),
        lower=np.expm1(moved.lower),
        upper=np.expm1(moved.upper),
    )


def movement_of_values(
    value: ArrayLike, standard_error: ArrayLike | None = None, years: int = YEARS
) -> Movement:
    """Test whether yearly shares, means or amounts have moved over the last five years.

    As `movement`, with the least squares line of the values weighted by 1/standard error², and φ
    the weighted sum of squared residuals per degree of freedom. Amounts such as budgets have no
    standard error; then the years weigh the same and only the series' own spread counts.

    Parameters
    ----------
    value
        Values per year, years along the last axis, oldest first. NaN is a missing year. Only the
        last `years` are used.
    standard_error
        Of the values, in a shape that goes with them; None for values without.
    years
        Length of the window.

    Returns
    -------
    Movement
        Changes are in the unit of the values. Where a series cannot be tested, `reason` says why:
        fewer than three years present, or all years equal.

    Raises
    ------
    ValueError
        When a value is infinite, a standard error not positive, or `years` is below 3.

    References
    ----------
    Draper NR, Smith H (1998), Applied Regression Analysis, 3rd edition, Wiley, 221-227.
    """
    if years < FEWEST_PERIODS:
        raise ValueError(f"years must be {FEWEST_PERIODS} or more: {years}")
    y = np.atleast_1d(np.asarray(value, dtype=np.float64))
    error = np.asarray(1.0 if standard_error is None else standard_error, dtype=np.float64)
    if np.isinf(y).any() or (error <= 0).any() or np.isinf(error).any():
        raise ValueError("values must be finite, standard errors positive")
    y, error = np.broadcast_arrays(y, error)
    y, error = np.where(np.isnan(error), np.nan, y)[..., -years:], error[..., -years:]
    used = ~np.isnan(y)
    lowest = np.min(y, axis=-1, initial=np.inf, where=used)
    highest = np.max(y, axis=-1, initial=-np.inf, where=used)
    reason = np.select(
        [used.sum(axis=-1) < FEWEST_PERIODS, lowest == highest],
        [Reason.TOO_FEW_PERIODS, Reason.ALL_EQUAL],
        "",
    )
    line = _straight_line(np.where((reason == "")[..., np.newaxis], y, np.nan), error)
    return _moved(line, used, reason, has_error=standard_error is not None)


def _moved(
    line: "_Line", used: NDArray[np.bool_], reason: NDArray[np.str_], *, has_error: bool = True
) -> Movement:
    """Give slopes their limits and words; the changes are the slopes as they are."""
    degrees = np.maximum(used.sum(axis=-1) - 2, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        raw = line.chi_square / degrees
        own_error = line.error * np.sqrt(raw)
        error = line.error if has_error else np.zeros_like(line.error)
    margin = _margin(error, own_error, degrees, SIGN)
    p = _p(line.slope, error, own_error, degrees)
    return Movement(
        word=np.select(
            [reason != "", p < CERTAIN, p < SIGN], ["", Word.CERTAIN, Word.SIGN], Word.NONE
        ),
        reason=reason,
        yearly_change=line.slope,
        lower=line.slope - margin,
        upper=line.slope + margin,
        p=p,
        dispersion=np.maximum(raw, 1) if has_error else np.full_like(raw, np.nan),
        degrees=degrees,
        used=used,
    )


def own_dispersion(
    count: ArrayLike, population: ArrayLike | None = None, years: int = YEARS
) -> tuple[Floats, NDArray[np.int64]]:
    """Estimate how much more a series varies than chance, from its whole history.

    The history is cut into stretches of five years, counted back from the newest. Each gets its own
    log-linear trend; φ is the sum of Pearson's χ² over the sum of the degrees of freedom. Five
    points alone say little about φ, and a slow change of course over twenty years is not noise.

    Parameters
    ----------
    count, population
        As for `movement`.
    years
        Length of a stretch.

    Returns
    -------
    tuple of arrays
        φ, not below 1, and its degrees of freedom, in the shape without the last axis. φ is NaN
        where no stretch has three years that can be fitted.

    Raises
    ------
    ValueError
        When a count or a population is negative or infinite.
    """
    y, people = _series(count, population)
    chi_square = np.zeros(y.shape[:-1])
    degrees = np.zeros(y.shape[:-1], dtype=np.int64)
    for end in range(y.shape[-1], 0, -years):
        stretch = slice(max(end - years, 0), end)
        part, among = y[..., stretch], people[..., stretch]
        reason = _reasons(part, among)
        fine = (reason == "") | (reason == Reason.ALL_EQUAL)
        line = _log_line(np.where(fine[..., np.newaxis], part, np.nan), among)
        chi_square += np.where(fine, line.chi_square, 0)
        degrees += np.where(fine, (~np.isnan(part)).sum(axis=-1) - 2, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.maximum(chi_square / degrees, 1), degrees


@dataclass(frozen=True)
class _Line:
    slope: Floats
    error: Floats  # of the slope, for pure Poisson counts
    chi_square: Floats  # Pearson's


def _log_line(count: Floats, population: Floats) -> _Line:
    """Fit log μ = a + bt + log(population) by Poisson likelihood along the last axis.

    statsmodels fits one series at a time (0.7 ms); this fits all at once, and a test holds the two
    equal. Given b, the fitted counts share out the sum of the counts as population · exp(bt), and
    at the likelihood's top their mean time is that of the counts: one increasing equation in b.
    """
    present = ~np.isnan(count)
    y = np.where(present, count, 0)
    weight = np.where(present, population, 0)
    total = y.sum(axis=-1, keepdims=True)
    time = np.broadcast_to(np.arange(y.shape[-1], dtype=np.float64), y.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        goal = (time * y).sum(axis=-1, keepdims=True) / total
        slope = np.zeros_like(goal)
        for _ in range(100):
            fitted = _shared_out(slope, time, weight)
            mean = (fitted * time).sum(axis=-1, keepdims=True)
            variance = (fitted * (time - mean) ** 2).sum(axis=-1, keepdims=True)
            step = np.clip((goal - mean) / variance, -1, 1)
            slope = slope + step
            if not (np.abs(step) > 1e-13).any():
                break
        fitted = total * _shared_out(slope, time, weight)
        mean = (fitted * time).sum(axis=-1, keepdims=True) / total
        information = (fitted * (time - mean) ** 2).sum(axis=-1)
        residual = np.where(present, (y - fitted) ** 2 / fitted, 0)
        return _Line(slope[..., 0], 1 / np.sqrt(information), residual.sum(axis=-1))


def _straight_line(value: Floats, error: Floats) -> _Line:
    """Fit value = a + bt, weighted by 1/error², along the last axis."""
    present = ~np.isnan(value)
    weight = np.where(present, 1 / error**2, 0)
    time = np.broadcast_to(np.arange(value.shape[-1], dtype=np.float64), value.shape)
    y = np.where(present, value, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        total = weight.sum(axis=-1, keepdims=True)
        centred = time - (weight * time).sum(axis=-1, keepdims=True) / total
        level = (weight * y).sum(axis=-1, keepdims=True) / total
        information = (weight * centred**2).sum(axis=-1, keepdims=True)
        slope = (weight * centred * y).sum(axis=-1, keepdims=True) / information
        residual = weight * (y - level - slope * centred) ** 2
        return _Line(slope[..., 0], 1 / np.sqrt(information[..., 0]), residual.sum(axis=-1))


def _shared_out(slope: Floats, time: Floats, weight: Floats) -> Floats:
    """Return shares that sum to 1, in proportion to weight · exp(slope · time)."""
    power = slope * time
    share = weight * np.exp(power - np.max(power, axis=-1, keepdims=True))
    return np.asarray(share / share.sum(axis=-1, keepdims=True))


def _margin(error: Floats, own_error: Floats, degrees: NDArray[np.int64], outside: float) -> Floats:
    """Return the wider of the two half-widths: of pure chance, and of the series itself."""
    chance = -special.ndtri(outside / 2) * error
    own = -special.stdtrit(np.maximum(degrees, 1), outside / 2) * own_error
    return np.asarray(np.maximum(chance, own))


def _p(slope: Floats, error: Floats, own_error: Floats, degrees: NDArray[np.int64]) -> Floats:
    """Return the larger of the two p: of pure chance, and of the series itself."""
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = 2 * special.ndtr(-np.abs(slope) / error)
        own = 2 * special.stdtr(np.maximum(degrees, 1), -np.abs(slope) / own_error)
    return np.asarray(np.maximum(chance, own))


def _series(count: ArrayLike, population: ArrayLike | None) -> tuple[Floats, Floats]:
    """Return counts and populations in one shape; a year without a population is missing."""
    y = np.atleast_1d(np.asarray(count, dtype=np.float64))
    people = np.asarray(1.0 if population is None else population, dtype=np.float64)
    for name, values in (("count", y), ("population", people)):
        if (values < 0).any() or np.isinf(values).any():
            raise ValueError(f"{name} must be 0 or more, and finite")
    y, people = np.broadcast_arrays(y, people)
    if y.shape[-1] == 0:  # no years are as one missing year
        y = people = np.full((*y.shape[:-1], 1), np.nan)
    return np.where(np.isnan(people), np.nan, y), people


def _reasons(count: Floats, population: Floats) -> NDArray[np.str_]:
    """Say for each series why it has no trend; empty where it has one."""
    present = ~np.isnan(count)
    y = np.where(present, count, 0)
    total = y.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(present, count / population, np.nan)
    lowest = np.min(rate, axis=-1, initial=np.inf, where=present)
    highest = np.max(rate, axis=-1, initial=-np.inf, where=present)
    first = np.argmax(present, axis=-1, keepdims=True)
    last = present.shape[-1] - 1 - np.argmax(present[..., ::-1], axis=-1, keepdims=True)
    at_end = np.maximum(np.take_along_axis(y, first, -1), np.take_along_axis(y, last, -1))[..., 0]
    return np.select(
        [
            present.sum(axis=-1) < FEWEST_PERIODS,
            (present & (population == 0)).any(axis=-1),
            total == 0,
            highest - lowest <= 1e-12 * highest,
            at_end == total,
        ],
        [
            Reason.TOO_FEW_PERIODS,
            Reason.ZERO_POPULATION,
            Reason.ALL_ZERO,
            Reason.ALL_EQUAL,
            Reason.NO_ESTIMATE,
        ],
        "",
    )


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
    y, people = _series(count, population)
    time = np.asarray(period_index, dtype=np.float64)
    season = np.ones_like(time) if quarter is None else np.asarray(quarter, dtype=np.float64)
    if not (y.ndim == 1 and y.shape == time.shape == season.shape):
        raise ValueError(f"one period for each count: {y.shape}, {time.shape}, {season.shape}")
    if (np.diff(time) <= 0).any():
        raise ValueError("period_index must increase")
    if reason := str(_reasons(y, people)):
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
    margin = _margin(error, own_error, freedom, 1 - confidence)
    return Trend(
        yearly_change=float(np.expm1(slope)),
        lower=float(np.expm1(slope - margin)),
        upper=float(np.expm1(slope + margin)),
        p=float(_p(slope, error, own_error, freedom)),
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
