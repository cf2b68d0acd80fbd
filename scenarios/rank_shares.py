"""In how large a share of the possible weightings does each model come first.

Stochastic multicriteria acceptability analysis. The three versions belong together: with any
weights at all, a model that is best on a few criteria wins often, so that version is never shown
alone. In all three, a criterion that weighs 0 stays at 0.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from scenarios.decision import NO_GATES, Gates, comparable, weights_of
from scenarios.panel import Floats, Panel, mean_scores, value

DRAWS = 20_000
SEED = 20_261_127
SPREAD = 0.3  # a plausible weight is up to so much larger or smaller
_AT_ONCE = 2_000  # draws, so that memory stays small


class Version(StrEnum):
    """What is drawn."""

    PLAUSIBLE = "plausible"  # weights × U(0.7, 1.3), and the assessors drawn anew
    ORDER = "order"  # any weights in the order the criteria have now
    ANY = "any"  # any weights


@dataclass(frozen=True, eq=False)
class RankShares:
    """How often each model takes each place.

    Attributes
    ----------
    models
        Those with a total, in the order of the panel.
    shares
        0-1 by (model, place); rows and columns sum to 1. Models that tie share their places.
    """

    version: Version
    draws: int
    models: tuple[str, ...]
    shares: Floats

    @property
    def first(self) -> dict[str, float]:
        """How often each model comes first; empty when no model has a total."""
        return {model: float(row[0]) for model, row in zip(self.models, self.shares, strict=True)}


def rank_shares(
    panel: Panel,
    weights: ArrayLike,
    version: Version,
    draws: int = DRAWS,
    seed: int = SEED,
    gates: Gates = NO_GATES,
) -> RankShares:
    """Draw weightings and count the places of each model.

    Parameters
    ----------
    panel, weights, gates
        As for `decision.totals`.
    version
        `PLAUSIBLE`: each weight times a number between 0.7 and 1.3, scaled to sum to 1, and as
        many assessors as there are, drawn with replacement; a cell that none of the drawn have
        scored keeps the group's score. `ORDER`: all weights that keep the order of the criteria
        are equally likely; criteria that weigh the same now have no order between them.
        `ANY`: all weights are equally likely. The last two use the group's scores.
    draws, seed
        The same seed gives the same shares. The standard error is below 0.5 / √draws: 0.0035 for
        20,000.

    Raises
    ------
    CannotWeighError, ValueError
        As `decision.totals`; also when there are no draws.

    References
    ----------
    Lahdelma R, Hokkanen J, Salminen P (1998), SMAA - Stochastic multiobjective acceptability
    analysis, European Journal of Operational Research 106, 137-143.
    """
    if draws < 1:
        raise ValueError(f"draws must be 1 or more: {draws}")
    kept = comparable(panel, weights, gates)
    w = weights_of(kept, weights)
    counting = w > 0
    scores, w = kept.scores[:, :, counting], w[counting]
    mean = mean_scores(kept)[:, counting]
    rng = np.random.default_rng(seed)
    counts = np.zeros((len(kept.models), len(kept.models)))
    for start in range(0, draws, _AT_ONCE):
        size = min(_AT_ONCE, draws - start)
        drawn = drawn_weights(rng, w, version, size)
        if version is Version.PLAUSIBLE and kept.models:
            found = np.einsum("dmc,dc->dm", _resampled(rng, scores, mean, size), drawn)
        else:
            found = drawn @ mean.T
        counts += _places(value(found))  # weights sum to 1: the value of the mean is their sum
    return RankShares(version, draws, kept.models, counts / draws)


def all_versions(
    panel: Panel,
    weights: ArrayLike,
    draws: int = DRAWS,
    seed: int = SEED,
    gates: Gates = NO_GATES,
) -> tuple[RankShares, RankShares, RankShares]:
    """Draw all three versions, in the order of `Version`."""
    plausible, order, anything = (
        rank_shares(panel, weights, version, draws, seed, gates) for version in Version
    )
    return plausible, order, anything


def drawn_weights(rng: np.random.Generator, weights: Floats, version: Version, size: int) -> Floats:
    """Draw weights that sum to 1: (draw, criterion)."""
    shape = size, weights.size
    if version is Version.PLAUSIBLE:
        drawn = weights * rng.uniform(1 - SPREAD, 1 + SPREAD, shape)
        return np.asarray(drawn / drawn.sum(axis=1, keepdims=True))
    drawn = rng.dirichlet(np.ones(weights.size), size)
    if version is Version.ANY:
        return drawn
    # Heaviest criterion first; those that weigh the same in a new order each time.
    order = np.lexsort((rng.random(shape), np.broadcast_to(-weights, shape)), axis=1)
    placed = np.empty(shape)
    np.put_along_axis(placed, order, -np.sort(-drawn, axis=1), axis=1)
    return placed


def _resampled(rng: np.random.Generator, scores: Floats, mean: Floats, size: int) -> Floats:
    """Draw the assessors anew and take the group's scores: (draw, model, criterion)."""
    people = scores.shape[0]
    times = rng.multinomial(people, np.full(people, 1 / people), size).astype(float)
    scored = ~np.isnan(scores)
    sums = (times @ np.where(scored, scores, 0).reshape(people, -1)).reshape(size, *mean.shape)
    if scored.all():
        return np.asarray(sums / people)
    answers = (times @ scored.reshape(people, -1).astype(float)).reshape(size, *mean.shape)
    if answers.all():
        return np.asarray(sums / answers)
    return np.where(answers > 0, sums / np.maximum(answers, 1), mean)


def _places(found: Floats) -> Floats:
    """Count how often each model takes each place: (model, place), from totals (draw, model)."""
    models = found.shape[1]
    found = np.round(found, 9)  # what differs by a rounding error is a tie
    order = np.argsort(-found, axis=1, kind="stable")
    ordered = np.take_along_axis(found, order, axis=1)
    tied = (ordered[:, :-1] == ordered[:, 1:]).any(axis=1)
    counts = np.zeros((models, models))
    for place in range(models):
        counts[:, place] = np.bincount(order[~tied, place], minlength=models)
    own, others = found[tied][:, :, np.newaxis], found[tied][:, np.newaxis, :]
    above, same = (others > own).sum(axis=2), (others == own).sum(axis=2)
    for place in range(models):
        shares = (above <= place) & (place < above + same)
        counts[:, place] += np.where(shares, 1 / np.maximum(same, 1), 0).sum(axis=0)
    return counts
