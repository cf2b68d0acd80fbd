"""Confidence limits for counts and for shares."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

_ROUNDING = 1e-9  # how far weighted counts may pass their base, relatively, by rounding alone


def poisson_exact(
    count: ArrayLike, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Compute exact limits for the mean of a Poisson count.

    Garwood (1936): with α = 1 − confidence, the lower limit is half the α/2 quantile of χ² with
    2 · count degrees of freedom, the upper one half the 1 − α/2 quantile with 2 · count + 2.
    For a rate, divide both by the population and multiply as the rate itself.

    Parameters
    ----------
    count
        Numbers of events, of any shape. NaN is a missing count.
    confidence
        How often the limits hold, between 0 and 1.

    Returns
    -------
    tuple of arrays
        Lower and upper limits as numbers of events, in the shape of `count` (a scalar gives 0-d
        arrays). The lower limit of 0 is 0; a missing count has limits NaN.

    Raises
    ------
    ValueError
        When a count is negative or infinite, or the confidence is not between 0 and 1.

    References
    ----------
    Garwood F (1936), Fiducial limits for the Poisson distribution, Biometrika 28, 437-442.
    """
    tail = _tail(confidence)
    counts = _amounts("count", count)
    # A table has many cells and few distinct counts, and a quantile takes time.
    distinct, place = np.unique(counts, return_inverse=True)
    # The χ² quantiles, written as those of the gamma distribution.
    lower = np.where(distinct == 0, 0.0, special.gammaincinv(distinct, tail))
    upper = special.gammainccinv(distinct + 1, tail)
    return _array(lower[place]), _array(upper[place])


def wilson(
    count: ArrayLike, base: ArrayLike, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Compute Wilson's score limits for a share.

    Wilson (1927), in the form that Newcombe and Altman (2000) recommend: with z the normal
    quantile of the confidence, x the count and n the base, the limits are
    (2x + z² ± z √(z² + 4x(1 − x/n))) / (2(n + z²)).

    Parameters
    ----------
    count
        How many have the property. Need not be whole: a weighted share times an effective base
        is a count. NaN is a missing count.
    base
        How many there are in all, in a shape that goes with `count`. NaN is a missing base.
    confidence
        How often the limits hold, between 0 and 1.

    Returns
    -------
    tuple of arrays
        Lower and upper limits as shares 0-1, in the common shape of `count` and `base` (scalars
        give 0-d arrays). NaN where the base is 0 or something is missing.

    Raises
    ------
    ValueError
        When a count or base is negative or infinite, a count is larger than its base, or the
        confidence is not between 0 and 1.

    References
    ----------
    Wilson EB (1927), Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22, 209-212.
    Newcombe RG, Altman DG (2000), Proportions and their differences, in Altman DG et al. (eds),
    Statistics with Confidence, 2nd edition, 45-57.
    """
    _tail(confidence)
    x, n = np.broadcast_arrays(_amounts("count", count), _amounts("base", base))
    if (x > n * (1 + _ROUNDING)).any():
        raise ValueError("count must not be larger than base")
    n = np.where(n == 0, np.nan, n)
    x = np.minimum(x, n)
    share = x / n
    z = np.sqrt(2) * special.erfinv(confidence)
    total = 2 * x + z**2 + z * np.sqrt(z**2 + 4 * x * (1 - share))
    # The two limits multiply to x² / (n (n + z²)). Taking the lower one from that, not from a
    # difference of nearly equal numbers, keeps its digits when the share is tiny.
    lower = share * 2 * x / total
    upper = np.where(x == n, 1.0, np.minimum(total / (2 * (n + z**2)), 1.0))
    return _array(lower), _array(upper)


def _tail(confidence: float) -> float:
    """Return the probability outside either limit."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, such as 0.95: {confidence}")
    return (1 - confidence) / 2


def _amounts(name: str, values: ArrayLike) -> NDArray[np.float64]:
    amounts = _array(values)
    wrong = (amounts < 0) | np.isinf(amounts)
    if wrong.any():
        raise ValueError(f"{name} must be 0 or more, and finite: {amounts[wrong][0]}")
    return amounts


def _array(values: ArrayLike) -> NDArray[np.float64]:
    """Return an array of floats, also of a single number."""
    return np.asarray(values, dtype=np.float64)
