"""Targets: whether a series is on its path, the chance of getting there, and published ratios."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from indicators.stats.cannot import CannotCompute, Reason
from indicators.stats.movement import own_dispersion

Floats = NDArray[np.float64]

EXTRA = 0.01  # variance beyond Poisson as a share of the squared mean: ± 10 % on top of chance
ON_PATH = 1.28  # the 80 % quantile, two-sided
WATCH = 0.84  # the 60 % quantile, two-sided
FEWEST_YEARS = 8
FEWEST_ERRORS = 3


class PathWord(StrEnum):
    """Where a series is against its path."""

    ON_PATH = "on_path"
    UNCERTAIN = "uncertain"
    OFF_PATH = "off_path"
    NONE = ""  # something is missing


@dataclass(frozen=True)
class OnPath:
    """Series against their paths, in one common shape.

    Attributes
    ----------
    word
        `PathWord`.
    z
        Distance in standard deviations, positive on the bad side.
    """

    word: NDArray[np.str_]
    z: Floats


def on_path(
    observed: ArrayLike,
    path: ArrayLike,
    observed_variance: ArrayLike,
    path_variance: ArrayLike,
    better: int = -1,
) -> OnPath:
    """Judge whether values are on the path to their target.

    z = (observed − path)/√(variance of both), turned so that positive is bad: below −1.28 on path,
    above 1.28 off path, else it cannot be told. A series that is just on its path is called off it
    in about one year of ten, against one of two when any value above the path is.

    Parameters
    ----------
    observed
        What was observed.
    path
        What the path asks for, in the same unit.
    observed_variance
        Variance of the observed value when it is on the path: for counts `count_variance(path)`.
    path_variance
        Variance of the path: (path/baseline)² times that of the baseline.
    better
        −1 when lower is better, 1 when higher is.

    Returns
    -------
    OnPath

    Raises
    ------
    ValueError
        When `better` is neither, or a variance is negative.

    References
    ----------
    Our own rule, `scenarios-and-evaluation.md` §5.2; its error rates are in `docs/simulering.md`.
    """
    if better not in (-1, 1):
        raise ValueError(f"better must be -1 or 1: {better}")
    value, aim, variance, uncertain = np.broadcast_arrays(
        *(
            np.asarray(x, dtype=np.float64)
            for x in (observed, path, observed_variance, path_variance)
        )
    )
    if (variance < 0).any() or (uncertain < 0).any():
        raise ValueError("variances must be 0 or more")
    with np.errstate(divide="ignore", invalid="ignore"):
        z = -better * (value - aim) / np.sqrt(variance + uncertain)
    word = np.select(
        [np.isnan(z), z < -ON_PATH, z > ON_PATH],
        [PathWord.NONE, PathWord.ON_PATH, PathWord.OFF_PATH],
        PathWord.UNCERTAIN,
    )
    return OnPath(word, np.asarray(z))


def watch(z: ArrayLike) -> NDArray[np.bool_]:
    """Tell whether the last two years were both off to the bad side: z above 0.84.

    Parameters
    ----------
    z
        From `on_path`, years along the last axis.
    """
    latest = np.asarray(z, dtype=np.float64)[..., -2:]
    return np.asarray((latest > WATCH).all(axis=-1) & (latest.shape[-1] == 2))


def count_variance(mean: ArrayLike, extra: ArrayLike = EXTRA) -> Floats:
    """Return the variance of a count: mean + extra · mean².

    Parameters
    ----------
    mean
        Expected count.
    extra
        From `extra_variation`.
    """
    expected = np.asarray(mean, dtype=np.float64)
    return np.asarray(expected + np.asarray(extra, dtype=np.float64) * expected**2)


def extra_variation(
    count: ArrayLike, population: ArrayLike | None = None, least: float = EXTRA
) -> Floats:
    """Estimate a series' variance beyond Poisson, as a share of the squared mean.

    (φ − 1)/mean with φ from `movement.own_dispersion`, but not below `least`: a few years can look
    calmer than the series is.

    Parameters
    ----------
    count, population
        Yearly, as for `movement.movement`.
    least
        The least that is believed.

    Returns
    -------
    array
        In the shape without the last axis; `least` where the series says nothing.
    """
    phi, _ = own_dispersion(count, population)
    y = np.atleast_1d(np.asarray(count, dtype=np.float64))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.nansum(y, axis=-1) / (~np.isnan(y)).sum(axis=-1)
        return np.asarray(np.fmax((phi - 1) / mean, least))


@dataclass(frozen=True)
class Baseline:
    """Where a path starts: the mean of its baseline periods and the variance of that mean."""

    value: float
    variance: float


def baseline(
    count: ArrayLike, population: ArrayLike | None = None, extra: float = EXTRA
) -> Baseline:
    """Compute the baseline of a target from its periods, usually three years.

    Sum of cases X over sum of populations (or number of periods) M; variance
    (X + extra · X²/periods)/M².

    Parameters
    ----------
    count, population
        Of the baseline periods, one-dimensional. Without a population the baseline is a count.
    extra
        From `extra_variation`.

    Returns
    -------
    Baseline

    Raises
    ------
    CannotCompute
        `TOO_FEW_PERIODS` without periods, `GAP` when one is missing, `ZERO_POPULATION`, `ALL_ZERO`.
    ValueError
        When a number is negative.
    """
    x = np.asarray(count, dtype=np.float64)
    n = np.ones_like(x) if population is None else np.asarray(population, dtype=np.float64)
    if x.size == 0:
        raise CannotCompute(Reason.TOO_FEW_PERIODS)
    if np.isnan(x).any() or np.isnan(n).any():
        raise CannotCompute(Reason.GAP)
    if (x < 0).any() or (n < 0).any():
        raise ValueError("counts and populations must be 0 or more")
    if n.sum() == 0:
        raise CannotCompute(Reason.ZERO_POPULATION)
    total = float(x.sum())
    if total == 0:
        raise CannotCompute(Reason.ALL_ZERO)
    among = float(n.sum())
    return Baseline(total / among, float(total + extra * total**2 / x.size) / among**2)


def path(start: float, start_year: float, target: float, target_year: float, year: float) -> float:
    """Compute what a target asks for in a year: a straight line on the logarithmic scale.

    Parameters
    ----------
    start, start_year
        The baseline, and the year it stands for: the last of its periods.
    target, target_year
        The target, in the unit of the baseline, and when it is to be reached.
    year
        The year to judge.

    Raises
    ------
    CannotCompute
        `TARGET_IN_PAST` when the target year is not after the start, or before the year to judge;
        `ALL_ZERO` when the baseline is 0, `ZERO_TARGET` when the target is.
    ValueError
        When the baseline or the target is negative, or the year is before the start.
    """
    if start < 0 or target < 0:
        raise ValueError(f"baseline and target must be 0 or more: {start}, {target}")
    if year < start_year:
        raise ValueError(f"year must not be before the start: {year} < {start_year}")
    if target_year <= start_year or year > target_year:
        raise CannotCompute(Reason.TARGET_IN_PAST)
    if start == 0:
        raise CannotCompute(Reason.ALL_ZERO)
    if target == 0:
        raise CannotCompute(Reason.ZERO_TARGET)
    return float(start * (target / start) ** ((year - start_year) / (target_year - start_year)))


@dataclass(frozen=True)
class Chance:
    """The chance of reaching a target, from the series' own past errors.

    Attributes
    ----------
    chance
        0-1; to be shown rounded to tenths.
    level
        The forecast: the mean of the last two years on the logarithmic scale.
    lower, upper
        Its 80 % limits.
    errors
        How many past forecasts the spread is from.
    """

    chance: float
    level: float
    lower: float
    upper: float
    errors: int


def chance_of_target(values: ArrayLike, target: float, ahead: int, better: int = -1) -> Chance:
    """Compute the chance that a target is reached, if the future errs as the past did.

    On the logarithmic scale the forecast is the mean of the last two years, with no trend. Its
    spread is the root mean square of the errors that the same rule made, `ahead` years ahead, in
    the series itself; the chance is T((log target − forecast)/spread) with as many degrees of
    freedom as errors.

    Parameters
    ----------
    values
        Yearly counts or rates, oldest first, one-dimensional, unbroken, above 0. At least 8.
    target
        In the same unit.
    ahead
        How many years after the last value the target is to be reached. A change of course is not
        foreseen, so more than two years say little.
    better
        −1 when lower is better, 1 when higher is.

    Returns
    -------
    Chance

    Raises
    ------
    CannotCompute
        `TARGET_IN_PAST` when `ahead` is below 1, `GAP`, `TOO_FEW_PERIODS` with fewer than 8 years
        or 3 errors, `ZERO_COUNT` when a value is 0, `ZERO_TARGET`, `ALL_EQUAL` when there were no
        errors.
    ValueError
        When a number is negative or `better` is neither −1 nor 1.

    References
    ----------
    Our own rule, `scenarios-and-evaluation.md` §5.3, where its 80 % limits held 78 % of the time.
    """
    y = np.asarray(values, dtype=np.float64)
    if better not in (-1, 1):
        raise ValueError(f"better must be -1 or 1: {better}")
    if y.ndim != 1 or (y < 0).any() or target < 0:
        raise ValueError("values must be one-dimensional and 0 or more, and so must the target")
    if ahead < 1:
        raise CannotCompute(Reason.TARGET_IN_PAST)
    if np.isnan(y).any():
        raise CannotCompute(Reason.GAP)
    if y.size < FEWEST_YEARS or y.size - 1 - ahead < FEWEST_ERRORS:
        raise CannotCompute(Reason.TOO_FEW_PERIODS)
    if (y == 0).any():
        raise CannotCompute(Reason.ZERO_COUNT)
    if target == 0:
        raise CannotCompute(Reason.ZERO_TARGET)
    logs = np.log(y)
    forecasts = (logs[1:] + logs[:-1]) / 2
    errors = logs[1 + ahead :] - forecasts[:-ahead]
    spread = float(np.sqrt((errors**2).mean()))
    if spread <= 1e-12:
        raise CannotCompute(Reason.ALL_EQUAL)
    level = float(forecasts[-1])
    below = float(special.stdtr(errors.size, (np.log(target) - level) / spread))
    reach = -float(special.stdtrit(errors.size, 0.1)) * spread
    return Chance(
        chance=below if better == -1 else 1 - below,
        level=float(np.exp(level)),
        lower=float(np.exp(level - reach)),
        upper=float(np.exp(level + reach)),
        errors=int(errors.size),
    )


# --- Statistics Canada ----------------------------------------------------------------------------


class StatCanStatus(StrEnum):
    """Statistics Canada's classes."""

    ACHIEVED = "target_achieved"
    SUBSTANTIAL = "substantial_progress"
    MODERATE = "moderate_progress"
    LIMITED = "limited_progress"
    DETERIORATION = "deterioration"


@dataclass(frozen=True)
class StatCan:
    """Progress as Statistics Canada measures it.

    Attributes
    ----------
    value
        With a target the ratio of actual to needed growth, else the growth per year; positive is
        progress.
    score
        −5 to 5.
    status
        The class.
    """

    value: float
    score: float
    status: StatCanStatus


def statcan(
    base: float,
    base_year: float,
    current: float,
    current_year: float,
    better: int,
    *,
    target: float | None = None,
    target_year: float | None = None,
    limit: float | None = None,
) -> StatCan:
    """Measure progress as Statistics Canada does for the Sustainable Development Goals.

    Actual growth g = (current/base)^(1/years) − 1, needed growth likewise; their ratio is cut at
    0.95, 0.60 and 0. Without a target g is cut at 1.5 %, 0.5 % and 0 a year; near a natural limit L
    the cuts shrink by 1 − (base/L)^4.44. A named alternative for comparability: two points decide
    everything, and chance has no say.

    Parameters
    ----------
    base, base_year
        Where it began. 0 counts as 0.001, as upstream.
    current, current_year
        Where it is.
    better
        −1 when lower is better, 1 when higher is.
    target, target_year
        Both or neither. A target of 0 counts as 0.001, as upstream.
    limit
        A value that cannot be passed, such as 100 for a percentage; used without a target.

    Returns
    -------
    StatCan

    Raises
    ------
    CannotCompute
        `TOO_FEW_PERIODS` when something is missing or no time has passed, `SIGN_CHANGE`,
        `TARGET_IN_PAST`, `NO_ESTIMATE` when the target is where it began.
    ValueError
        When `better` is neither −1 nor 1, or a target has no year.

    References
    ----------
    Statistics Canada, Progress measurement for Canada's Sustainable Development Goals; 132
    published series in cif-data-donnees-cic d38e8053.
    """
    if better not in (-1, 1):
        raise ValueError(f"better must be -1 or 1: {better}")
    if np.isnan([base, current, base_year, current_year]).any() or current_year <= base_year:
        raise CannotCompute(Reason.TOO_FEW_PERIODS)
    growth = _growth(base, current, current_year - base_year)
    if target is None:
        value = better * growth
        score = _score_of_growth(value, _nearness(base, limit))
        return StatCan(value, score, _statcan_status(score))
    if target_year is None:
        raise ValueError("a target needs a target year")
    if target_year <= base_year or current_year > target_year:
        raise CannotCompute(Reason.TARGET_IN_PAST)
    needed = _growth(base, target or 0.001, target_year - base_year)
    if needed == 0:
        raise CannotCompute(Reason.NO_ESTIMATE)
    ratio = better * growth / abs(needed)
    if better * (current - target) >= 0:
        return StatCan(ratio, 5.0, StatCanStatus.ACHIEVED)
    return StatCan(ratio, _score_of_ratio(ratio), _statcan_status_of_ratio(ratio))


def statcan_indicator(scores: ArrayLike) -> tuple[float, StatCanStatus]:
    """Average the scores of an indicator's series and class the mean, as Statistics Canada does.

    Parameters
    ----------
    scores
        One per series, one-dimensional. NaN is missing and left out.

    Raises
    ------
    CannotCompute
        `TOO_FEW_PERIODS` when there is no score.
    """
    known = np.asarray(scores, dtype=np.float64)
    known = known[~np.isnan(known)]
    if known.size == 0:
        raise CannotCompute(Reason.TOO_FEW_PERIODS)
    mean = float(known.mean())
    return mean, _statcan_status(mean)


def _growth(start: float, end: float, years: float) -> float:
    ratio = end / (start or 0.001)
    if ratio < 0:
        raise CannotCompute(Reason.SIGN_CHANGE)
    return float(ratio ** (1 / years) - 1)


def _nearness(base: float, limit: float | None) -> float:
    """Return what the cuts shrink by: 1 far from the limit, 0 at it."""
    if limit is None:
        return 1.0
    return float(1 - min(base / limit, limit / base) ** 4.44) if base and limit else 1.0


def _score_of_growth(value: float, nearness: float) -> float:
    if value < 0:  # the cuts below 0 do not shrink
        return max(125 * value - 2.5, -5.0)
    growth = value / nearness if nearness else np.inf
    if growth >= 0.015:
        return min(500 * growth - 5, 5.0)
    return 250 * growth - 1.25 if growth >= 0.005 else 500 * growth - 2.5


def _score_of_ratio(ratio: float) -> float:
    score = 7.1429 * ratio - 4.2857 if ratio >= 0.6 else 4.1667 * ratio - 2.5
    return float(np.clip(score, -5, 5))


def _statcan_status_of_ratio(ratio: float) -> StatCanStatus:
    return _class(ratio, 0.95, 0.6, 0)


def _statcan_status(score: float) -> StatCanStatus:
    return _class(score, 2.5, 0, -2.5)


def _class(value: float, substantial: float, moderate: float, limited: float) -> StatCanStatus:
    if value >= substantial:
        return StatCanStatus.SUBSTANTIAL
    if value >= moderate:
        return StatCanStatus.MODERATE
    return StatCanStatus.LIMITED if value >= limited else StatCanStatus.DETERIORATION
