"""Comparison of areas: against a value, against one another, against the spread of the peers."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from indicators.stats.cannot import CannotCompute, Reason
from indicators.stats.intervals import poisson_exact

Floats = NDArray[np.float64]

SIGN = 0.05
CERTAIN = 0.002
FEWEST_PEERS = 5
WINSORISED = 0.1  # the share at either end that is drawn in


class Side(StrEnum):
    """Where a value lies; which side is better is for the reader of the code to say."""

    FAR_BELOW = "far_below"  # at 99.8 %
    BELOW = "below"  # at 95 %
    SIMILAR = "similar"
    ABOVE = "above"
    FAR_ABOVE = "far_above"
    NONE = ""  # something is missing


def against_value(lower: ArrayLike, upper: ArrayLike, benchmark: ArrayLike) -> NDArray[np.str_]:
    """Compare intervals with a benchmark that is taken as exact (Fingertips' usual rule).

    Parameters
    ----------
    lower, upper
        Limits of the areas, usually 95 %.
    benchmark
        The value to compare with, in a shape that goes with the limits.

    Returns
    -------
    array of str
        `Side`: below when the benchmark is above the upper limit, above when it is below the lower
        one, else similar.
    """
    low, high, value = _together(lower, upper, benchmark)
    return np.select(
        [np.isnan(low + high + value), value > high, value < low],
        [Side.NONE, Side.BELOW, Side.ABOVE],
        Side.SIMILAR,
    )


def two_level(
    lower: ArrayLike,
    upper: ArrayLike,
    lower_998: ArrayLike,
    upper_998: ArrayLike,
    benchmark: ArrayLike,
) -> NDArray[np.str_]:
    """Compare intervals with a benchmark at two levels (Fingertips' best/better/worse/worst).

    Parameters
    ----------
    lower, upper
        95 % limits of the areas.
    lower_998, upper_998
        Their 99.8 % limits.
    benchmark
        The value to compare with. All in shapes that go together.

    Returns
    -------
    array of str
        `Side`: far when the benchmark is outside the 99.8 % limits.
    """
    near = against_value(lower, upper, benchmark)
    far = against_value(lower_998, upper_998, benchmark)
    return np.select(
        [near == Side.NONE, far == Side.BELOW, far == Side.ABOVE],
        [Side.NONE, Side.FAR_BELOW, Side.FAR_ABOVE],
        near,
    )


def two_sample(
    count1: ArrayLike,
    base1: ArrayLike,
    count2: ArrayLike,
    base2: ArrayLike,
    method: Literal["exact", "score"] = "exact",
) -> Floats:
    """Test whether two rates differ.

    Exact: given their sum, the first count is binomial with share base1/(base1 + base2); p is twice
    the smaller tail (Przyborowski & Wilenski 1940). Score: z = (x₁ − E₁)/√(E₁ E₂/(x₁ + x₂)), E the
    counts expected from one common rate.

    Parameters
    ----------
    count1, count2
        Whole numbers of events. NaN is missing.
    base1, base2
        What they are counted among. All four in shapes that go together.
    method
        The score test is for large counts and for matching published figures.

    Returns
    -------
    array
        Two-sided p. NaN where something is missing or a base is 0; 1 where both counts are 0.

    Raises
    ------
    ValueError
        When a number is negative or infinite.

    References
    ----------
    Przyborowski J, Wilenski H (1940), Homogeneity of results in testing samples from Poisson
    series, Biometrika 31, 313-323.
    """
    x1, n1, x2, n2 = _together(count1, base1, count2, base2)
    _check(x1, n1, x2, n2)
    total = x1 + x2
    with np.errstate(divide="ignore", invalid="ignore"):
        share = n1 / (n1 + n2)
        if method == "score":
            z = (x1 - total * share) / np.sqrt(total * share * (1 - share))
            p = 2 * special.ndtr(-np.abs(z))
        else:
            at_most = np.where(x2 == 0, 1.0, special.betaincc(x1 + 1, x2, share))
            at_least = np.where(x1 == 0, 1.0, special.betainc(x1, x2 + 1, share))
            p = np.minimum(2 * np.minimum(at_most, at_least), 1)
    missing = np.isnan(total) | (n1 == 0) | (n2 == 0) | np.isnan(share)
    return np.select([missing, total == 0], [np.nan, 1.0], p)


def quintile(values: ArrayLike) -> Floats:
    """Rank areas into five classes of equal size, 1 the lowest values.

    Class floor(6 − ceil((n + 1 − rank)/(n/5))), at least 1; equal values share the lowest rank.

    Parameters
    ----------
    values
        One per area, one-dimensional. NaN is missing and gets no class.

    Returns
    -------
    array
        1 to 5, or NaN.

    Raises
    ------
    CannotCompute
        `TOO_FEW_AREAS` with fewer than five values.
    ValueError
        When `values` is not one-dimensional.

    References
    ----------
    Office for Health Improvement and Disparities, Technical guide: Assigning deprivation
    categories; computation as in PHEindicatormethods, phe_quantile.
    """
    y = np.asarray(values, dtype=np.float64)
    if y.ndim != 1:
        raise ValueError(f"values must be one-dimensional: {y.shape}")
    given = ~np.isnan(y)
    n = int(given.sum())
    if n < 5:
        raise CannotCompute(Reason.TOO_FEW_AREAS)
    rank = np.searchsorted(np.sort(y[given]), y[given]) + 1
    classes = np.full(y.shape, np.nan)
    classes[given] = np.maximum(6 - np.ceil((n + 1 - rank) * 5 / n), 1)
    return classes


# --- funnels --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Overdispersion:
    """How much more areas differ than chance alone makes them.

    Attributes
    ----------
    phi
        Multiplicative: the mean of the squared winsorised z-scores; 1 is chance alone.
    tau2
        Additive: the variance between areas, on the scale of the z-scores' numerators.
    areas
        How many areas there are.
    present
        Whether τ² is above 0, so that limits must carry the spread. If not, plain limits are right.
    """

    phi: float
    tau2: float
    areas: int
    present: bool


def overdispersion(
    z: ArrayLike, error: ArrayLike, winsorised: float = WINSORISED
) -> Overdispersion:
    """Estimate overdispersion between areas (Spiegelhalter 2005).

    The z-scores are drawn in to their 10 % and 90 % quantiles, so that a few areas that really are
    different do not set the spread. φ = Σz²/I; τ² = (Iφ − (I − 1))/(Σw − Σw²/Σw) with w = 1/s²,
    or 0 when that is negative.

    Parameters
    ----------
    z
        Plain z-scores of the areas, one-dimensional. NaN is missing and left out.
    error
        Their standard errors s.
    winsorised
        Share drawn in at either end; 0 for none.

    Returns
    -------
    Overdispersion

    Raises
    ------
    CannotCompute
        `TOO_FEW_AREAS` with fewer than five.
    ValueError
        When lengths differ or a standard error is not positive.

    References
    ----------
    Spiegelhalter DJ (2005), Handling over-dispersion of performance indicators, Quality and Safety
    in Health Care 14, 347-351.
    """
    scores, s = np.asarray(z, dtype=np.float64), np.asarray(error, dtype=np.float64)
    if scores.ndim != 1 or scores.shape != s.shape:
        raise ValueError(f"one standard error for each z-score: {scores.shape}, {s.shape}")
    given = ~np.isnan(scores + s)
    scores, s = scores[given], s[given]
    if scores.size < FEWEST_PEERS:
        raise CannotCompute(Reason.TOO_FEW_AREAS)
    if (s <= 0).any():
        raise ValueError("standard errors must be positive")
    scores = np.clip(scores, *np.quantile(scores, [winsorised, 1 - winsorised]))
    areas = scores.size
    phi = float((scores**2).mean())
    weight = 1 / s**2
    beyond = areas * phi - (areas - 1)
    tau2 = float(beyond / (weight.sum() - (weight**2).sum() / weight.sum()))
    return Overdispersion(phi=phi, tau2=max(tau2, 0.0), areas=areas, present=tau2 > 0)


def root_ratio(count: ArrayLike, expected: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Put counts on the square-root scale of their ratio to what is expected.

    y = √(O/E) varies by chance with s = 1/(2√E) around 1, whatever the size, and a count of 0 has a
    place. z = (y − 1)/s = 2(√O − √E).

    Parameters
    ----------
    count, expected
        Cases, and cases expected from the rate of the comparison, in shapes that go together.

    Returns
    -------
    tuple of arrays
        y, s and z. NaN where nothing is expected or something is missing.

    Raises
    ------
    ValueError
        When a number is negative or infinite.

    References
    ----------
    Spiegelhalter DJ (2005), Funnel plots for comparing institutional performance, Statistics in
    Medicine 24, 1185-1202.
    """
    observed, due = _together(count, expected)
    _check(observed, due)
    due = np.where(due == 0, np.nan, due)
    error = 1 / (2 * np.sqrt(due))
    value = np.sqrt(observed / due)
    return value, error, (value - 1) / error


def funnel(
    expected: ArrayLike,
    confidence: float = 0.95,
    spread: Overdispersion | None = None,
    *,
    multiplicative: bool = False,
) -> tuple[Floats, Floats]:
    """Compute the limits of a funnel plot for the ratio of cases to expected cases.

    Without spread, or where it is not present, the exact Poisson limits: an area's ratio lies
    outside when its count could hardly come from E expected cases. Else on the square-root scale:
    (1 ± z√(1/(4E) + τ²))², or multiplicative (1 ± z√φ/(2√E))².

    Parameters
    ----------
    expected
        Expected cases, of any shape: rate of the comparison times population.
    confidence
        How often areas that are like the others lie inside.
    spread
        From `overdispersion` of the z-scores of `root_ratio`.
    multiplicative
        Use φ, not τ². Spiegelhalter (2005) finds τ² the sounder of the two.

    Returns
    -------
    tuple of arrays
        Lower and upper limits of the ratio; times the rate of the comparison they are rates. NaN
        where nothing is expected.

    Raises
    ------
    ValueError
        When an expected count is negative or infinite, or the confidence is not between 0 and 1.

    References
    ----------
    Spiegelhalter DJ (2005), Handling over-dispersion of performance indicators, Quality and Safety
    in Health Care 14, 347-351.
    """
    (due,) = _together(expected)
    _check(due)
    tail = _tail(confidence)
    due = np.where(due == 0, np.nan, due)
    if spread is None or not spread.present:
        # The smallest and the largest count that is not in a tail.
        lower = _poisson_quantile(due, tail)
        upper = _poisson_quantile(due, 1 - tail)
        return lower / due, upper / due
    variance = spread.phi / (4 * due) if multiplicative else 1 / (4 * due) + spread.tau2
    margin = -special.ndtri(tail) * np.sqrt(variance)
    return np.maximum(1 - margin, 0) ** 2, (1 + margin) ** 2


def _poisson_quantile(mean: Floats, probability: float) -> Floats:
    """Return the smallest count whose Poisson distribution function is at least the probability."""
    start = np.ceil(special.pdtrik(probability, mean))
    with np.errstate(invalid="ignore"):
        return np.where(special.pdtr(start - 1, mean) >= probability, start - 1, start)


def funnel_share(base: ArrayLike, share: float, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Compute funnel limits for shares as Public Health England draws them.

    p₀ ± z√(p₀(1 − p₀)/n), cut at 0 and 1.

    Parameters
    ----------
    base
        How many there are in the area, of any shape.
    share
        The share of the comparison, 0-1.
    confidence
        How often areas that are like the comparison lie inside.

    Returns
    -------
    tuple of arrays
        Lower and upper limits as shares 0-1; NaN where the base is 0.

    Raises
    ------
    ValueError
        When a base is negative or infinite, or the share or the confidence is not between 0 and 1.

    References
    ----------
    PHEindicatormethods, calculate_funnel_limits.
    """
    (n,) = _together(base)
    _check(n)
    if not 0 <= share <= 1:
        raise ValueError(f"share must lie between 0 and 1: {share}")
    margin = -special.ndtri(_tail(confidence)) * np.sqrt(
        share * (1 - share) / np.where(n == 0, np.nan, n)
    )
    return np.maximum(share - margin, 0), np.minimum(share + margin, 1)


def funnel_rate(events: ArrayLike, rate: float, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Compute points of funnel curves for rates as Public Health England draws them.

    For a number of events x with exact Poisson limits L and U, the lower curve passes the rate
    r₀ x/U at the population U/r₀, the upper one r₀ x/L at L/r₀: there x is just on the limit.

    Parameters
    ----------
    events
        Numbers of events, 1 or more, of any shape.
    rate
        The rate of the comparison.
    confidence
        How often areas that are like the comparison lie inside.

    Returns
    -------
    tuple of arrays
        The lower and the upper curve's rates, in the unit of `rate`. The populations that belong to
        them are `events` divided by these rates.

    Raises
    ------
    ValueError
        When a number is negative or infinite, or the confidence is not between 0 and 1.

    References
    ----------
    PHEindicatormethods, calculate_funnel_limits.
    """
    low, high = poisson_exact(events, confidence)
    (x,) = _together(events)
    with np.errstate(divide="ignore", invalid="ignore"):
        return rate * x / high, rate * x / low


# --- the level of an area -------------------------------------------------------------------------


@dataclass(frozen=True)
class Level:
    """An area against the spread of its peers: the word of *niveau*.

    Attributes
    ----------
    side
        Where it lies: beyond 95 % or, far, beyond 99.8 %.
    z
        Distance from the peers' middle in standard deviations of what an area like them shows.
    p
        Two-sided p of being one of them.
    expected_rate
        The peers' rate.
    lower, upper
        95 % limits of the rate that an area of this size shows when it is one of them.
    spread
        Of the peers.
    """

    side: Side
    z: float
    p: float
    expected_rate: float
    lower: float
    upper: float
    spread: Overdispersion


def against_peers(
    count: float, population: float, peer_counts: ArrayLike, peer_populations: ArrayLike
) -> Level:
    """Place an area in the spread of its peers.

    On the square-root scale of `root_ratio`, with the peers' common rate. Where the peers differ by
    more than chance (τ² above 0), their middle θ is the mean weighted by 1/(s² + τ²), the area's
    variance is s² + τ² + 1/Σ(weights), and the quantiles are Student's with one degree of freedom
    less than there are peers, for τ² is known only from them. Else θ = 1, the variance is s² + the
    peers' own, and the quantiles are normal. The z-scores are not winsorised: the area itself is
    not among them, and with eight peers winsorising would take away a third of the spread (a test
    holds the false flags at the two levels).

    Parameters
    ----------
    count, population
        Of the area, which must not be among the peers.
    peer_counts, peer_populations
        Of the peers, one-dimensional. NaN is missing and left out.

    Returns
    -------
    Level

    Raises
    ------
    CannotCompute
        `TOO_FEW_AREAS` with fewer than five peers, `ZERO_POPULATION` when somebody's population is
        0, `ALL_ZERO` when the peers have no cases, `GAP` when the area's own numbers are missing.
    ValueError
        When a number is negative or infinite, or lengths differ.

    References
    ----------
    Spiegelhalter DJ (2005), Handling over-dispersion of performance indicators, Quality and Safety
    in Health Care 14, 347-351.
    Higgins JPT, Thompson SG, Spiegelhalter DJ (2009), A re-evaluation of random-effects
    meta-analysis, Journal of the Royal Statistical Society A 172, 137-159 (prediction interval).
    """
    counts = np.asarray(peer_counts, dtype=np.float64)
    people = np.asarray(peer_populations, dtype=np.float64)
    if counts.ndim != 1 or counts.shape != people.shape:
        raise ValueError(f"one population for each count: {counts.shape}, {people.shape}")
    given = ~np.isnan(counts + people)
    counts, people = counts[given], people[given]
    if np.isnan(count) or np.isnan(population):
        raise CannotCompute(Reason.GAP)
    if counts.size < FEWEST_PEERS:
        raise CannotCompute(Reason.TOO_FEW_AREAS)
    if population == 0 or (people == 0).any():
        raise CannotCompute(Reason.ZERO_POPULATION)
    if not counts.any():
        raise CannotCompute(Reason.ALL_ZERO)
    rate = float(counts.sum() / people.sum())
    y, s, z = root_ratio(counts, rate * people)
    spread = overdispersion(z, s, winsorised=0)
    own, error, _ = root_ratio(count, rate * population)
    if spread.present:
        weight = 1 / (s**2 + spread.tau2)
        middle = float((weight * y).sum() / weight.sum())
        deviation = float(np.sqrt(error**2 + spread.tau2 + 1 / weight.sum()))
        degrees = spread.areas - 1
        distance = (float(own) - middle) / deviation
        p = 2 * float(special.stdtr(degrees, -abs(distance)))
        reach = -float(special.stdtrit(degrees, SIGN / 2)) * deviation
    else:
        middle = 1.0
        deviation = float(np.sqrt(error**2 + 1 / (1 / s**2).sum()))
        distance = (float(own) - middle) / deviation
        p = 2 * float(special.ndtr(-abs(distance)))
        reach = -float(special.ndtri(SIGN / 2)) * deviation
    return Level(
        side=_side(distance, p),
        z=distance,
        p=p,
        expected_rate=rate * middle**2,
        lower=rate * max(middle - reach, 0.0) ** 2,
        upper=rate * (middle + reach) ** 2,
        spread=spread,
    )


def _side(distance: float, p: float) -> Side:
    if p >= SIGN:
        return Side.SIMILAR
    if distance > 0:
        return Side.FAR_ABOVE if p < CERTAIN else Side.ABOVE
    return Side.FAR_BELOW if p < CERTAIN else Side.BELOW


def _together(*values: ArrayLike) -> tuple[Floats, ...]:
    arrays = [np.asarray(value, dtype=np.float64) for value in values]
    return tuple(np.broadcast_arrays(*arrays))


def _check(*values: Floats) -> None:
    for value in values:
        if (value < 0).any() or np.isinf(value).any():
            raise ValueError("counts and bases must be 0 or more, and finite")


def _tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, such as 0.95: {confidence}")
    return (1 - confidence) / 2
