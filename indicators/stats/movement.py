"""Whether a series has moved: the declared test behind the word of *udvikling*."""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from indicators.stats.cannot import Reason

Floats = NDArray[np.float64]

SIGN = 0.05  # a p below this is a sign of a change: 95 %
CERTAIN = 0.002  # and below this a certain one: 99.8 %
YEARS = 5  # the window of `movement`
FEWEST_PERIODS = 3  # two periods always lie on a line
LARGEST_ERROR = 100.0  # of a logarithm; beyond it the likelihood has no top


class Word(StrEnum):
    """What a trend is called."""

    CERTAIN = "certain"
    SIGN = "sign"
    NONE = "none"


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
    y, people = as_series(count, population)
    y, people = y[..., -years:], people[..., -years:]
    reason = reasons(y, people)
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
    reach = margin(error, own_error, degrees, SIGN)
    p = p_value(line.slope, error, own_error, degrees)
    return Movement(
        word=np.select(
            [reason != "", p < CERTAIN, p < SIGN], ["", Word.CERTAIN, Word.SIGN], Word.NONE
        ),
        reason=reason,
        yearly_change=line.slope,
        lower=line.slope - reach,
        upper=line.slope + reach,
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
    y, people = as_series(count, population)
    chi_square = np.zeros(y.shape[:-1])
    degrees = np.zeros(y.shape[:-1], dtype=np.int64)
    for end in range(y.shape[-1], 0, -years):
        stretch = slice(max(end - years, 0), end)
        part, among = y[..., stretch], people[..., stretch]
        reason = reasons(part, among)
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


def margin(error: Floats, own_error: Floats, degrees: NDArray[np.int64], outside: float) -> Floats:
    """Return the wider of the two half-widths: of pure chance, and of the series itself."""
    chance = -special.ndtri(outside / 2) * error
    own = -special.stdtrit(np.maximum(degrees, 1), outside / 2) * own_error
    return np.asarray(np.maximum(chance, own))


def p_value(slope: Floats, error: Floats, own_error: Floats, degrees: NDArray[np.int64]) -> Floats:
    """Return the larger of the two p: of pure chance, and of the series itself."""
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = 2 * special.ndtr(-np.abs(slope) / error)
        own = 2 * special.stdtr(np.maximum(degrees, 1), -np.abs(slope) / own_error)
    return np.asarray(np.maximum(chance, own))


def as_series(count: ArrayLike, population: ArrayLike | None) -> tuple[Floats, Floats]:
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


def reasons(count: Floats, population: Floats) -> NDArray[np.str_]:
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
