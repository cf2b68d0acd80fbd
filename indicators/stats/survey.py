"""Weighted shares and means of a survey from sums, so that a database can do the adding.

The estimate and its linearised standard error need, of each stratum, only how many sampling units
it has and six sums over them. A million answers become a handful of rows before they get here.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from indicators.stats import intervals

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ratio:
    """A weighted share or mean for each of many groups.

    Attributes
    ----------
    value
        Σwy / Σw, NaN where there are no answers.
    standard_error
        Linearised; NaN where a stratum has one unit only, so that its spread is unknown.
    degrees
        Degrees of freedom: units less strata.
    """

    value: Floats
    standard_error: Floats
    degrees: NDArray[np.int64]


def ratio_of_sums(
    group: ArrayLike,
    units: ArrayLike,
    y: ArrayLike,
    w: ArrayLike,
    yy: ArrayLike,
    yw: ArrayLike,
    ww: ArrayLike,
) -> Ratio:
    """Compute weighted means and their standard errors from sums over sampling units.

    With Y = Σwy and W = Σw of each sampling unit (a cluster, or one respondent), p = ΣY/ΣW and
    u = (Y − pW)/ΣW, the variance is the sum over strata of m/(m − 1) · Σ(u − ū)². Multiplied out,
    it needs the sums of Y, W, Y², YW and W² only. `intervals.weighted_share` gives the same from
    single answers.

    Parameters
    ----------
    group
        The number of the group that each row (a stratum of a group) belongs to, from 0.
    units
        How many sampling units the stratum has.
    y, w, yy, yw, ww
        Sums over its units of Y, W, Y², YW, W².

    Returns
    -------
    Ratio
        One element for each group from 0 to the largest.

    References
    ----------
    Woodruff RS (1971), A simple method for approximating the variance of a complicated estimate,
    Journal of the American Statistical Association 66, 411-414.
    """
    place = np.asarray(group, dtype=np.intp)
    m, y, w, yy, yw, ww = (np.asarray(a, dtype=np.float64) for a in (units, y, w, yy, yw, ww))

    def added(values: Floats) -> Floats:
        return np.bincount(place, weights=values).astype(np.float64)

    with np.errstate(divide="ignore", invalid="ignore"):
        whole = added(w)
        value = added(y) / whole
        p = value[place]
        spread = yy - 2 * p * yw + p**2 * ww - (y - p * w) ** 2 / m
        # Rounding can leave a spread just below 0 where all answers are alike.
        variance = added(m / (m - 1) * np.maximum(spread, 0)) / whole**2
    alone = np.bincount(place, weights=m < 2) > 0
    error = np.where(alone, np.nan, np.sqrt(variance))
    return Ratio(value, error, (added(m) - np.bincount(place)).astype(np.int64))


def share_limits(
    ratio: Ratio, answers: ArrayLike, kish: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats, Floats]:
    """Compute Wilson limits for weighted shares with the effective number of answers.

    The effective number is n over the design effect SE² / (p(1 − p)/(n − 1)), not above n, times
    (t(n − 1)/t(degrees))² for the few degrees of freedom that clusters leave (Korn and Graubard
    1998), so that a simple random sample has the plain Wilson limits. Where all answer alike the
    standard error is 0 and Kish's number takes its place.

    Parameters
    ----------
    ratio
        Shares 0-1.
    answers
        How many answers each rests on.
    kish
        Kish's effective number (Σw)²/Σw².
    confidence
        How often the limits hold, between 0 and 1.

    Returns
    -------
    tuple of arrays
        Lower limit, upper limit and the effective number; NaN where there is no standard error.

    References
    ----------
    Korn EL, Graubard BI (1998), Confidence intervals for proportions with small expected number of
    positive counts estimated from survey data, Survey Methodology 24, 193-201.
    Kish L (1965), Survey Sampling, Wiley, 427.
    """
    n, p = np.asarray(answers, dtype=np.float64), ratio.value
    with np.errstate(divide="ignore", invalid="ignore"):
        tail = (1 - confidence) / 2
        few = special.stdtrit(np.maximum(n - 1, 1), tail) / special.stdtrit(
            np.maximum(ratio.degrees, 1), tail
        )
        linearised = np.minimum(n * p * (1 - p) / ((n - 1) * ratio.standard_error**2), n)
        effective = np.where(ratio.standard_error > 0, linearised, kish) * few**2
        effective = np.where(np.isnan(ratio.standard_error), np.nan, effective)
        lower, upper = intervals.wilson(np.clip(p, 0, 1) * effective, effective, confidence)
    return lower, upper, effective


def mean_limits(ratio: Ratio, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Compute t limits for weighted means, with the degrees of freedom of the design.

    Returns
    -------
    tuple of arrays
        Lower and upper limit; NaN where there is no standard error.

    References
    ----------
    Lohr SL (2010), Sampling: Design and Analysis, 2nd edition, Brooks/Cole, chapter 9.
    """
    reach = -special.stdtrit(np.maximum(ratio.degrees, 1), (1 - confidence) / 2)
    margin = np.where(ratio.degrees > 0, reach * ratio.standard_error, np.nan)
    return ratio.value - margin, ratio.value + margin
