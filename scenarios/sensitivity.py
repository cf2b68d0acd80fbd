"""How much must change before another model comes first.

All functions look only at models that have a total (`decision.comparable`). A criterion that is not
assessed for one of them, and therefore weighs 0, is passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scenarios.decision import NO_GATES, SAME, Gates, comparable, highest, totals, weights_of
from scenarios.panel import (
    HIGHEST,
    LOWEST,
    PER_STEP,
    POINTS,
    Bools,
    Floats,
    Panel,
    mean_scores,
    value,
)

DISCUSS = 3  # steps between the highest and the lowest score of one cell


@dataclass(frozen=True)
class CriticalWeight:
    """The weight of one criterion at which another model catches up with the first.

    The other criteria keep their proportions.

    Attributes
    ----------
    now, at
        0-1: the weight now, and where the other catches up.
    model
        Who catches up.
    overtakes
        Whether it comes first beyond `at`; False when `at` is 0 or 1, where they only tie.
    """

    criterion: str
    now: float
    at: float
    model: str
    overtakes: bool

    @property
    def distance(self) -> float:
        """How far the weight must move, 0-1."""
        return abs(self.at - self.now)


@dataclass(frozen=True)
class WeightBelief:
    """That a criterion weighs more, or less, than `at` (0-1)."""

    criterion: str
    now: float
    at: float

    @property
    def more(self) -> bool:
        """Whether it must weigh more."""
        return self.at > self.now


@dataclass(frozen=True)
class ScoreBelief:
    """That the model deserves a score above `at` (1-5) on a criterion, where the group gave `now`.

    The other scores stay.
    """

    criterion: str
    now: float
    at: float


@dataclass(frozen=True)
class Belief:
    """What one would have to believe for a model to come first.

    Attributes
    ----------
    gap
        Points up to the first.
    weight
        The smallest change of one weight that brings it first; None when none does.
    score
        The smallest change of one of its scores that does; None when none does.
    never_above
        Models that are scored at least as high on every criterion that counts, and higher on one:
        no weights at all bring it above them.
    """

    model: str
    gap: float
    weight: WeightBelief | None
    score: ScoreBelief | None
    never_above: tuple[str, ...]


@dataclass(frozen=True)
class Bar:
    """The lead when one thing moves down and up, in points; negative when another is first.

    Attributes
    ----------
    criterion
        Whose weight goes to 0 and to the double, before all are scaled to sum to 1 again.
    model
        Whose score moves instead, one step of one assessor; None for a weight.
    """

    criterion: str
    model: str | None
    down: float
    up: float

    @property
    def span(self) -> float:
        """How far the lead moves."""
        return abs(self.up - self.down)


@dataclass(frozen=True)
class Tornado:
    """What moves the lead, longest bar first.

    Attributes
    ----------
    first
        The model whose lead it is; of several that tie, the one shown first.
    lead
        Points down to the next, now.
    """

    first: str
    lead: float
    weights: tuple[Bar, ...]
    scores: tuple[Bar, ...]


@dataclass(frozen=True, eq=False)
class Disagreement:
    """How far the assessors are apart, by (model, criterion).

    Attributes
    ----------
    spread
        Highest minus lowest score; NaN where fewer than two have scored.
    discuss
        Whether they are 3 steps or more apart.
    answers
        How many have scored.
    """

    spread: Floats
    discuss: Bools
    answers: NDArray[np.int64]


def critical_weights(
    panel: Panel, weights: ArrayLike, gates: Gates = NO_GATES
) -> tuple[CriticalWeight, ...]:
    """Find the weights at which the first model is caught up with.

    With A = the first's value minus the other's on the criterion, and B = the same difference on
    the other criteria (their weights scaled to sum to 1): x* = B / (B − A), valid from 0 to 1.

    Returns
    -------
    tuple
        At most two for each criterion (one below the weight now, one above), nearest first. A
        criterion that can never change who is first is not there. Empty when fewer than two
        models have a total, or when several are first already.

    References
    ----------
    Triantaphyllou E, Sánchez A (1997), A sensitivity analysis approach for some deterministic
    multi-criteria decision-making methods, Decision Sciences 28, 151-194.
    """
    kept, w, _ = _kept(panel, weights, gates)
    first = highest(totals(kept, w))
    if len(first) != 1 or len(kept.models) < 2:
        return ()
    leader = kept.models.index(first[0])
    found = []
    for criterion, own, rest in _each_criterion(kept, w):
        now = float(w[criterion])
        crossings = []
        for other in range(len(kept.models)):
            a, b = _zero(own[leader] - own[other]), _zero(rest[leader] - rest[other])
            at = abs(b / (b - a)) if b * (b - a) >= 0 and a != b else np.nan
            if other != leader and 0 <= at <= 1:
                crossings.append((at, -abs(a - b), other))
        for side in (
            [crossing for crossing in crossings if crossing[0] < now],
            [crossing for crossing in crossings if crossing[0] > now],
        ):
            if side:
                # Where several catch up at once, the one that moves fastest is first beyond.
                at, _, other = min(side, key=lambda it: (round(abs(it[0] - now), 12), it[1:]))
                found.append(
                    CriticalWeight(
                        kept.criteria[criterion], now, at, kept.models[other], 0 < at < 1
                    )
                )
    return tuple(sorted(found, key=lambda critical: round(critical.distance, 12)))


def beliefs(panel: Panel, weights: ArrayLike, gates: Gates = NO_GATES) -> tuple[Belief, ...]:
    """Find what one would have to believe for each other model to come first.

    Returns
    -------
    tuple
        One for each model that has a total and is not first, in the order of the panel.
    """
    kept, w, values = _kept(panel, weights, gates)
    found = totals(kept, w)
    first = highest(found)
    now = _numbers(kept, w)
    return tuple(
        Belief(
            model,
            float(now.max() - now[place]),
            _weight_belief(kept, w, place),
            _score_belief(kept, w, now, place),
            tuple(
                other
                for rank, other in enumerate(kept.models)
                if _never_below(values[rank][w > 0], values[place][w > 0])
            ),
        )
        for place, model in enumerate(kept.models)
        if model not in first
    )


def tornado(panel: Panel, weights: ArrayLike, gates: Gates = NO_GATES) -> Tornado | None:
    """Compute the lead over number two when each weight and each score moves.

    Returns
    -------
    Tornado or None
        None when fewer than two models have a total.
    """
    kept, w, _ = _kept(panel, weights, gates)
    if len(kept.models) < 2:
        return None
    now = _numbers(kept, w)
    leader = kept.models.index(highest(totals(kept, w))[0])
    return Tornado(
        kept.models[leader],
        _lead(now, leader),
        _longest_first(_weight_bars(kept, w, leader)),
        _longest_first(_score_bars(kept, w, now, leader)),
    )


def disagreement(panel: Panel) -> Disagreement:
    """Measure how far the assessors are apart on each cell."""
    scored = ~np.isnan(panel.scores)
    answers = scored.sum(axis=0)
    high = np.where(scored, panel.scores, -np.inf).max(axis=0, initial=-np.inf)
    low = np.where(scored, panel.scores, np.inf).min(axis=0, initial=np.inf)
    spread = np.full(answers.shape, np.nan)
    several = answers > 1
    spread[several] = high[several] - low[several]
    return Disagreement(spread, several & (spread >= DISCUSS), answers)


# --- the parts ------------------------------------------------------------------------------------


def _kept(panel: Panel, weights: ArrayLike, gates: Gates) -> tuple[Panel, Floats, Floats]:
    """Keep the models with a total; with the weights, and the values by (model, criterion)."""
    kept = comparable(panel, weights, gates)
    return kept, weights_of(kept, weights), value(mean_scores(kept))


def _numbers(kept: Panel, weights: Floats) -> Floats:
    """The totals as an array."""
    counting = weights > 0
    return np.asarray(value(mean_scores(kept))[:, counting] @ weights[counting])


def _each_criterion(kept: Panel, weights: Floats) -> Iterator[tuple[int, Floats, Floats]]:
    """For each criterion: the models' values on it, and their totals on the others.

    Not one that weighs everything, since the others have no proportions to keep.
    """
    values = value(mean_scores(kept))
    known = np.where(weights > 0, values, 0.0)
    for criterion in range(len(kept.criteria)):
        others = weights.copy()
        others[criterion] = 0
        own = values[:, criterion]
        if others.any() and not np.isnan(own).any():
            yield criterion, own, np.asarray(known @ (others / others.sum()))


def _weight_belief(kept: Panel, weights: Floats, model: int) -> WeightBelief | None:
    """The nearest weight of one criterion beyond which a model is above all others."""
    nearest: WeightBelief | None = None
    for criterion, own, rest in _each_criterion(kept, weights):
        low, high = 0.0, 1.0
        for other in range(len(kept.models)):
            if other == model:
                continue
            # Above the other when b + x(a − b) > 0.
            a, b = _zero(own[model] - own[other]), _zero(rest[model] - rest[other])
            if a > b:
                low = max(low, -b / (a - b))
            elif a < b:
                high = min(high, b / (b - a))
            elif b <= 0:
                low = np.inf
        if high - low <= SAME:
            continue
        now = float(weights[criterion])
        at = low if now <= low else high
        if nearest is None or abs(at - now) < abs(nearest.at - nearest.now):
            nearest = WeightBelief(kept.criteria[criterion], now, at)
    return nearest


def _score_belief(kept: Panel, weights: Floats, now: Floats, model: int) -> ScoreBelief | None:
    """The criterion where the smallest rise of the group's score is enough."""
    given = mean_scores(kept)[model]
    with np.errstate(divide="ignore"):
        at = given + (now.max() - now[model]) / (PER_STEP * weights)
    possible = np.flatnonzero((weights > 0) & (at < HIGHEST - SAME))
    if not possible.size:
        return None
    best = possible[np.argmin(np.round((at - given)[possible], 12))]
    return ScoreBelief(kept.criteria[best], float(given[best]), float(at[best]))


def _never_below(one: Floats, other: Floats) -> bool:
    return bool((one >= other - SAME).all() and (one > other + SAME).any())


def _weight_bars(kept: Panel, weights: Floats, leader: int) -> Iterator[Bar]:
    for place, criterion in enumerate(kept.criteria):
        leads = []
        for factor in (0.0, 2.0):
            moved = weights.copy()
            moved[place] *= factor
            # A criterion that weighs everything cannot be taken out.
            leads.append(
                _lead(_numbers(kept, weights_of(kept, moved if moved.any() else weights)), leader)
            )
        if weights[place] > 0:
            yield Bar(criterion, None, leads[0], leads[1])


def _score_bars(kept: Panel, weights: Floats, now: Floats, leader: int) -> Iterator[Bar]:
    """One step by one assessor moves the group's score by 1/n, as far as the scale goes."""
    for place in np.flatnonzero(weights > 0):
        for rank, model in enumerate(kept.models):
            given = kept.scores[:, rank, place]
            given = given[~np.isnan(given)]
            leads = []
            for step in (max(-1.0, LOWEST - given.max()), min(1.0, HIGHEST - given.min())):
                moved = now.copy()
                moved[rank] += weights[place] * PER_STEP * step / given.size
                leads.append(_lead(moved, leader))
            yield Bar(kept.criteria[place], model, leads[0], leads[1])


def _longest_first(bars: Iterator[Bar]) -> tuple[Bar, ...]:
    return tuple(sorted(bars, key=lambda bar: -round(bar.span, 9)))


def _lead(numbers: Floats, leader: int) -> float:
    return float(numbers[leader] - np.delete(numbers, leader).max())


def _zero(difference: float) -> float:
    """A difference of values that is only a rounding error, as 0."""
    return 0.0 if abs(difference) < SAME * POINTS else float(difference)
