"""Cost beside the score, never inside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scenarios.decision import SAME, ModelTotal


@dataclass(frozen=True)
class CostPoint:
    """One model by what it costs and how it is scored.

    Attributes
    ----------
    cost
        In the unit it was given in; None when it is not known.
    total
        0-100; None when the model has no total.
    dominated_by
        Models that cost no more and score no less, and are better on one of the two.
    after
        The next cheaper model that is not dominated; None for the cheapest and for a dominated one.
    per_point
        What each further point costs from that model to this.
    """

    model: str
    cost: int | None
    total: float | None
    dominated_by: tuple[str, ...]
    after: str | None
    per_point: float | None


def cost_against_score(
    costs: Mapping[str, int | None], found: Sequence[ModelTotal]
) -> tuple[CostPoint, ...]:
    """Set cost beside total, with the models that another one beats on both.

    Parameters
    ----------
    costs
        For each model, all in one unit; one that is not named, or None, is not known.
    found
        From `decision.totals`.

    Returns
    -------
    tuple
        One for each model, in the order of `found`.
    """
    known = {
        row.model: (cost, row.total)
        for row in found
        if row.total is not None and (cost := costs.get(row.model)) is not None
    }
    dominated = {
        model: tuple(other for other in known if _dominates(known[other], known[model]))
        for model in known
    }
    front = sorted((model for model in known if not dominated[model]), key=lambda it: known[it][0])
    steps: dict[str, tuple[str, float]] = {}
    for before, model in pairwise(front):
        extra = known[model][1] - known[before][1]
        if extra > SAME:  # two that cost and score the same stand side by side
            steps[model] = before, (known[model][0] - known[before][0]) / extra
    return tuple(
        CostPoint(
            row.model,
            costs.get(row.model),
            row.total,
            dominated.get(row.model, ()),
            *steps.get(row.model, (None, None)),
        )
        for row in found
    )


def _dominates(one: tuple[int, float], other: tuple[int, float]) -> bool:
    no_worse = one[0] <= other[0] and one[1] >= other[1] - SAME
    return no_worse and (one[0] < other[0] or one[1] > other[1] + SAME)
