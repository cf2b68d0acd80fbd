"""How large a change must be to be told from chance: in four of five cases, at 95 %."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from indicators.stats.movement import FEWEST_PERIODS, YEARS

Floats = NDArray[np.float64]

OUTSIDE = 0.05
POWER = 0.8
_Z = -float(special.ndtri(OUTSIDE / 2))
_REACH = _Z + float(special.ndtri(POWER))  # 2.80 standard errors
_NODES = 400


def next_count(count: ArrayLike, dispersion: ArrayLike = 1.0) -> tuple[Floats, Floats]:
    """Compute the smallest change from one period's count to the next that would be seen.

    The change d for which the two-sided 5 % test of two counts has 80 % power, with the continuity
    correction that makes it agree with the exact test to 0.5 % of the count from 50 cases on (2 %
    from 20): d − 1 = (1.96 + 0.84)√(φ(m + m ∓ d)).

    Parameters
    ----------
    count
        Cases in the one period, of any shape. NaN is missing.
    dispersion
        The series' own φ, from `movement.own_dispersion`.

    Returns
    -------
    tuple of arrays
        Fall and rise, both as positive numbers of cases. The fall is NaN where even a fall to 0
        would not be seen.

    Raises
    ------
    ValueError
        When a count is negative or infinite, or φ is below 1.

    References
    ----------
    Przyborowski J, Wilenski H (1940), Homogeneity of results in testing samples from Poisson
    series, Biometrika 31, 313-323 (the test); the power is the normal approximation.
    """
    m, phi = _count_and_phi(count, dispersion)
    q = _REACH**2 * phi
    fall = (2 - q + np.sqrt(q**2 - 4 * q + 8 * q * m)) / 2
    rise = (2 + q + np.sqrt(q**2 + 4 * q + 8 * q * m)) / 2
    with np.errstate(invalid="ignore"):
        return np.where((fall >= 1) & (fall <= m), fall, np.nan), rise


def five_years(
    yearly_count: ArrayLike, dispersion: ArrayLike = 1.0, years: int = YEARS
) -> tuple[Floats, Floats]:
    """Compute the smallest steady change a year that `movement.movement` would see.

    "Seen" is at least "tegn på", with 80 % power. Both measures of that test count: pure chance,
    and the spread that five points themselves show, over all values it may take.

    Parameters
    ----------
    yearly_count
        Cases per year, on average over the window, of any shape. NaN is missing.
    dispersion
        The series' own φ, from `movement.own_dispersion`.
    years
        Length of the window.

    Returns
    -------
    tuple of arrays
        Relative change per year of the fall (negative) and of the rise. From the first to the last
        year it is (1 + change)^(years − 1) − 1. NaN where no change of this size of series would
        be seen.

    Raises
    ------
    ValueError
        When a count is negative or infinite, φ is below 1, or `years` is below 3.

    References
    ----------
    Our own computation; `tests/indicators/stats/test_detectable.py` holds it to simulation.
    """
    m, phi = _count_and_phi(yearly_count, dispersion)
    if years < FEWEST_PERIODS:
        raise ValueError(f"years must be {FEWEST_PERIODS} or more: {years}")
    # Of `years` · m cases in all, a slope b leaves the information years · m · Var(t), where t is
    # spread over the window in proportion to exp(bt). |b|√information must reach the noncentrality.
    slopes = np.linspace(0, 3, 6001)
    time = np.arange(years) - (years - 1) / 2
    share = np.exp(slopes[:, np.newaxis] * time)
    share /= share.sum(axis=1, keepdims=True)
    variance = share @ time**2 - (share @ time) ** 2
    reached = slopes * np.sqrt(variance)
    top = int(np.argmax(reached)) + 1
    with np.errstate(divide="ignore"):
        needed = _noncentrality(phi, years) / np.sqrt(years * m)
    slope = np.interp(needed, reached[:top], slopes[:top], right=np.nan)
    return np.expm1(-slope), np.expm1(slope)


def five_year_values(
    standard_error: ArrayLike, dispersion: ArrayLike = 1.0, years: int = YEARS
) -> Floats:
    """Compute the smallest steady change a year that `movement.movement_of_values` would see.

    Parameters
    ----------
    standard_error
        Of one year's share or mean, of any shape.
    dispersion
        How many times larger the series' own variance is than that.
    years
        Length of the window.

    Returns
    -------
    array
        Change per year, up or down, in the unit of the standard error.

    Raises
    ------
    ValueError
        When a standard error is negative or infinite, φ is below 1, or `years` is below 3.
    """
    error, phi = _count_and_phi(standard_error, dispersion)
    if years < FEWEST_PERIODS:
        raise ValueError(f"years must be {FEWEST_PERIODS} or more: {years}")
    time = np.arange(years) - (years - 1) / 2
    return np.asarray(_noncentrality(phi, years) * error / np.sqrt((time**2).sum()))


def next_share(share: ArrayLike, base: ArrayLike, next_base: ArrayLike | None = None) -> Floats:
    """Compute the smallest difference between two shares that would be seen.

    (1.96 + 0.84)√(p(1 − p)(1/n₁ + 1/n₂)).

    Parameters
    ----------
    share
        The first share, 0-1.
    base, next_base
        How many answers there are, effective ones for a weighted survey; the same again when the
        next one is not given.

    Returns
    -------
    array
        The difference, up or down, 0-1.

    Raises
    ------
    ValueError
        When a share is not between 0 and 1, or a base is not positive.

    References
    ----------
    Fleiss JL, Levin B, Paik MC (2003), Statistical Methods for Rates and Proportions, 3rd edition,
    Wiley, chapter 4.
    """
    p = np.asarray(share, dtype=np.float64)
    if ((p < 0) | (p > 1)).any():
        raise ValueError("shares must lie between 0 and 1")
    return next_mean(np.sqrt(p * (1 - p)), base, next_base)


def next_mean(deviation: ArrayLike, base: ArrayLike, next_base: ArrayLike | None = None) -> Floats:
    """Compute the smallest difference between two means that would be seen.

    (1.96 + 0.84) s √(1/n₁ + 1/n₂).

    Parameters
    ----------
    deviation
        Standard deviation s of single answers.
    base, next_base
        As for `next_share`.

    Returns
    -------
    array
        The difference, up or down, in the unit of the deviation.

    Raises
    ------
    ValueError
        When a deviation is negative, or a base is not positive.

    References
    ----------
    As `next_share`.
    """
    s, n = np.asarray(deviation, dtype=np.float64), np.asarray(base, dtype=np.float64)
    after = n if next_base is None else np.asarray(next_base, dtype=np.float64)
    if (s < 0).any() or (n <= 0).any() or (after <= 0).any():
        raise ValueError("deviations must be 0 or more, and bases above 0")
    return np.asarray(_REACH * s * np.sqrt(1 / n + 1 / after))


def _noncentrality(phi: Floats, years: int) -> Floats:
    """Return the slope, in standard errors of pure chance, that is seen with 80 % power.

    The estimate is normal with variance φ. It is seen beyond the larger of 1.96 and t√(φ̂), and φ̂
    is φ times χ²/degrees, here at equally likely values.
    """
    degrees = years - 2
    likely = special.chdtri(degrees, (np.arange(_NODES) + 0.5) / _NODES) / degrees
    t = -float(special.stdtrit(degrees, OUTSIDE / 2))
    distinct, place = np.unique(phi, return_inverse=True)
    root = np.sqrt(distinct)[:, np.newaxis]
    beyond = np.maximum(_Z, t * root * np.sqrt(likely)) / root
    low, high = np.zeros_like(root), np.full_like(root, 1000.0)
    for _ in range(60):
        middle = (low + high) / 2
        seen = (special.ndtr(middle - beyond) + special.ndtr(-middle - beyond)).mean(
            axis=1, keepdims=True
        )
        low, high = np.where(seen < POWER, middle, low), np.where(seen < POWER, high, middle)
    return np.asarray((high * root)[:, 0][place].reshape(phi.shape))


def _count_and_phi(count: ArrayLike, dispersion: ArrayLike) -> tuple[Floats, Floats]:
    m, phi = np.broadcast_arrays(
        np.asarray(count, dtype=np.float64), np.asarray(dispersion, dtype=np.float64)
    )
    if (m < 0).any() or np.isinf(m).any():
        raise ValueError("counts and standard errors must be 0 or more, and finite")
    if (phi < 1).any():
        raise ValueError("dispersion must be 1 or more")
    return m, phi
