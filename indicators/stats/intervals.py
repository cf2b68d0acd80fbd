"""Confidence limits for counts, rates, shares and means."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from indicators.stats.cannot import CannotCompute, Reason

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


def byar(
    count: ArrayLike, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Compute Byar's approximate limits for the mean of a Poisson count.

    Kept to match figures that Public Health England publishes; `poisson_exact` is our own rule.
    With z the normal quantile of the confidence, the lower limit is x (1 − 1/(9x) − z/(3√x))³ and
    the upper one y (1 − 1/(9y) + z/(3√y))³ with y = x + 1. (DescTools in R calls another formula,
    with x + 0.5 in both, by the same name.)

    Parameters
    ----------
    count
        Numbers of events, of any shape. NaN is a missing count.
    confidence
        How often the limits hold, between 0 and 1.

    Returns
    -------
    tuple of arrays
        Lower and upper limits as numbers of events, in the shape of `count`. The lower limit is
        NaN where the formula gives a negative number, as it does for 0.

    Raises
    ------
    ValueError
        When a count is negative or infinite, or the confidence is not between 0 and 1.

    References
    ----------
    Breslow NE, Day NE (1987), Statistical Methods in Cancer Research II, IARC, 68-69.
    """
    z = _quantile(confidence)
    x = _amounts("count", count)
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
    y = x + 1
    upper = y * (1 - 1 / (9 * y) + z / (3 * np.sqrt(y))) ** 3
    return _array(np.where(lower < 0, np.nan, lower)), _array(upper)


def rate_ratio(
    count1: ArrayLike,
    base1: ArrayLike,
    count2: ArrayLike,
    base2: ArrayLike,
    confidence: float = 0.95,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Compute exact limits for the ratio of two rates, first over second.

    Given the sum of the two counts, the first is binomial; Clopper and Pearson's (1934) limits for
    its share π become limits π/(1 − π) · base2/base1 for the ratio. They agree with
    `compare.two_sample`: the ratio 1 lies outside the limits exactly when its p is below
    1 − confidence.

    Parameters
    ----------
    count1, count2
        Numbers of events. NaN is a missing count.
    base1, base2
        What they are counted among: populations, or lengths of time. All four in shapes that go
        together.
    confidence
        How often the limits hold, between 0 and 1.

    Returns
    -------
    tuple of arrays
        Lower and upper limits of the ratio, in the common shape. The upper limit is infinite where
        the second count is 0; both are NaN where both counts are 0, a base is 0 or something is
        missing.

    Raises
    ------
    ValueError
        When a count or base is negative or infinite, or the confidence is not between 0 and 1.

    References
    ----------
    Clopper CJ, Pearson ES (1934), The use of confidence or fiducial limits illustrated in the case
    of the binomial, Biometrika 26, 404-413.
    Przyborowski J, Wilenski H (1940), Homogeneity of results in testing samples from Poisson
    series, Biometrika 31, 313-323.
    """
    tail = _tail(confidence)
    x1, n1, x2, n2 = np.broadcast_arrays(
        _amounts("count1", count1),
        _amounts("base1", base1),
        _amounts("count2", count2),
        _amounts("base2", base2),
    )
    nothing = (n1 == 0) | (n2 == 0) | (x1 + x2 == 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(x1 == 0, 0.0, special.betaincinv(x1, x2 + 1, tail))
        high = np.where(x2 == 0, 1.0, special.betainccinv(x1 + 1, x2, tail))
        lower, upper = low / (1 - low) * n2 / n1, high / (1 - high) * n2 / n1
    return (
        _array(np.where(nothing | np.isnan(x2), np.nan, lower)),
        _array(np.where(nothing | np.isnan(x1), np.nan, upper)),
    )


def newcombe(
    count1: ArrayLike,
    base1: ArrayLike,
    count2: ArrayLike,
    base2: ArrayLike,
    confidence: float = 0.95,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Compute Newcombe's limits for the difference of two shares, first minus second.

    His method 10: with Wilson's limits l and u of each share p, the limits are
    d − √((p₁ − l₁)² + (u₂ − p₂)²) and d + √((u₁ − p₁)² + (p₂ − l₂)²), d = p₁ − p₂.

    Parameters
    ----------
    count1, count2
        How many have the property; need not be whole, as in `wilson`. NaN is a missing count.
    base1, base2
        How many there are in all. All four in shapes that go together.
    confidence
        How often the limits hold, between 0 and 1.

    Returns
    -------
    tuple of arrays
        Lower and upper limits of the difference, from −1 to 1, in the common shape. NaN where a
        base is 0 or something is missing.

    Raises
    ------
    ValueError
        As `wilson`.

    References
    ----------
    Newcombe RG (1998), Interval estimation for the difference between independent proportions:
    comparison of eleven methods, Statistics in Medicine 17, 873-890.
    """
    x1, n1, x2, n2 = np.broadcast_arrays(
        *(_array(values) for values in (count1, base1, count2, base2))
    )
    lower1, upper1 = wilson(x1, n1, confidence)
    lower2, upper2 = wilson(x2, n2, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        share1, share2 = x1 / n1, x2 / n2
    difference = share1 - share2
    return (
        _array(difference - np.hypot(share1 - lower1, upper2 - share2)),
        _array(difference + np.hypot(upper1 - share1, share2 - lower2)),
    )


def mean_t(
    values: ArrayLike, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Compute Student's t limits for a mean.

    Mean ± t · s/√n, with the t quantile of n − 1 degrees of freedom (Student 1908).

    Parameters
    ----------
    values
        Single values along the last axis. NaN is a missing value and is left out.
    confidence
        How often the limits hold, between 0 and 1.

    Returns
    -------
    tuple of arrays
        Lower and upper limits in the unit of the values, in the shape without the last axis. NaN
        where there are fewer than two values.

    Raises
    ------
    ValueError
        When a value is infinite, or the confidence is not between 0 and 1.

    References
    ----------
    Student (1908), The probable error of a mean, Biometrika 6, 1-25.
    """
    tail = _tail(confidence)
    x = np.atleast_1d(_array(values))
    if np.isinf(x).any():
        raise ValueError("values must be finite")
    n = (~np.isnan(x)).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.nansum(x, axis=-1) / n
        variance = np.nansum((x - mean[..., np.newaxis]) ** 2, axis=-1) / (n - 1)
        margin = -special.stdtrit(np.maximum(n - 1, 1), tail) * np.sqrt(variance / n)
    margin = np.where(n < 2, np.nan, margin)
    return _array(mean - margin), _array(mean + margin)


@dataclass(frozen=True)
class WeightedShare:
    """A share from weighted answers.

    Attributes
    ----------
    share
        Weighted share, 0-1.
    standard_error
        Linearised, of the design that was given.
    degrees
        Degrees of freedom: clusters (or answers) less strata.
    lower, upper
        Share ± t · standard error, as survey software prints it. They can pass 0 or 1; for answers
        without clusters `wilson(share * effective_answers, effective_answers)` does not.
    answers
        How many answers there are.
    effective_answers
        Kish's effective number: of equally weighted answers that would say as much. It counts the
        weighting alone, not clusters or strata.
    """

    share: float
    standard_error: float
    degrees: int
    lower: float
    upper: float
    answers: int
    effective_answers: float


def weighted_share(
    answers: ArrayLike,
    weights: ArrayLike,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    confidence: float = 0.95,
) -> WeightedShare:
    """Compute a weighted share with its linearised standard error.

    p = Σwy/Σw. With u = w(y − p)/Σw summed per cluster, the variance is the sum over strata of
    m/(m − 1) · Σ(u − ū)², m the clusters of the stratum (Taylor linearisation, Woodruff 1971).
    Without clusters each answer is one; without strata all are in one.

    Parameters
    ----------
    answers
        1 for the property, 0 for not, one-dimensional. NaN is a missing answer and is left out.
    weights
        Positive weights, one for each answer.
    strata, clusters
        Labels, one for each answer.
    confidence
        How often the limits hold, between 0 and 1.

    Returns
    -------
    WeightedShare

    Raises
    ------
    ValueError
        When lengths differ, an answer is outside 0-1, a weight is not positive, or the confidence
        is not between 0 and 1.
    CannotCompute
        `TOO_FEW_ANSWERS` with fewer than two answers; `SINGLE_CLUSTER` where a stratum has only one
        cluster, so that its spread is unknown.

    References
    ----------
    Woodruff RS (1971), A simple method for approximating the variance of a complicated estimate,
    Journal of the American Statistical Association 66, 411-414.
    Kish L (1965), Survey Sampling, Wiley, 427.
    """
    tail = _tail(confidence)
    y, w = _array(answers), _array(weights)
    if y.ndim != 1 or y.shape != w.shape:
        raise ValueError(f"answers and weights must be equally long: {y.shape}, {w.shape}")
    given = ~np.isnan(y)
    if ((y[given] < 0) | (y[given] > 1)).any():
        raise ValueError("answers must lie between 0 and 1")
    if not (w[given] > 0).all() or np.isinf(w).any():
        raise ValueError("weights must be positive, and finite")
    n = int(given.sum())
    if n < 2:
        raise CannotCompute(Reason.TOO_FEW_ANSWERS)
    y, w = y[given], w[given]
    stratum = np.zeros(n, dtype=np.intp) if strata is None else _labels(strata, given)
    cluster = np.arange(n) if clusters is None else _labels(clusters, given)
    share = float(w @ y / w.sum())
    pairs, place = np.unique(np.stack([stratum, cluster]), axis=1, return_inverse=True)
    u = np.bincount(place.ravel(), weights=w * (y - share) / w.sum())
    clusters_in = np.bincount(pairs[0])
    if (clusters_in < 2).any():
        raise CannotCompute(Reason.SINGLE_CLUSTER)
    mean = np.bincount(pairs[0], weights=u) / clusters_in
    within = np.bincount(pairs[0], weights=(u - mean[pairs[0]]) ** 2)
    error = float(np.sqrt((clusters_in / (clusters_in - 1) * within).sum()))
    degrees = int(clusters_in.sum() - clusters_in.size)
    margin = -float(special.stdtrit(degrees, tail)) * error
    return WeightedShare(
        share=share,
        standard_error=error,
        degrees=degrees,
        lower=share - margin,
        upper=share + margin,
        answers=n,
        effective_answers=float(w.sum() ** 2 / (w @ w)),
    )


def _labels(labels: ArrayLike, given: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Number the labels of the answers that are given."""
    names = np.asarray(labels)
    if names.shape != given.shape:
        raise ValueError(f"strata and clusters need one label per answer: {names.shape}")
    return np.unique(names[given], return_inverse=True)[1]


def _quantile(confidence: float) -> float:
    """Return the normal quantile of a confidence, such as 1.96 for 0.95."""
    return -float(special.ndtri(_tail(confidence)))


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
