"""The weighing: gates first, then a weighted sum of anchored scores. Money stays outside.

No model is chosen here. A model that fails a gate, or lacks a score on a criterion that counts, has
no total; the weights are never quietly spread over the criteria that happen to be assessed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from scenarios.panel import Floats, Panel, mean_scores, value
from scenarios.weights import PartyWeights, normalised

if TYPE_CHECKING:
    from scenarios.rank_shares import RankShares

EQUAL_WITHIN = 5  # whole points; a smaller difference may be called equal
SETTLED = 0.95  # unless one is first in this share of the plausible weightings
SAME = 1e-9  # totals closer than this are a tie


class Gate(StrEnum):
    """Whether a model can be carried out lawfully."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"


class Case(StrEnum):
    """What can be said of who is first."""

    NONE = "none"  # no model has a total
    ONE = "one"  # only one has
    TIE = "tie"  # two or more have the highest total
    EQUAL = "equal"  # one is highest, but another may be called equal
    FIRST = "first"  # one is highest, and no other may


Gates = Mapping[str, Gate]
NO_GATES: Gates = MappingProxyType({})


@dataclass(frozen=True)
class ModelTotal:
    """The total of one model.

    Attributes
    ----------
    total
        0-100; None when a gate is failed or something is not assessed.
    gate
        `Gate.PASS` when no gate is known; with `Gate.UNKNOWN` the total has a caveat.
    not_assessed
        Criteria that count and that nobody has scored.
    """

    model: str
    total: float | None
    gate: Gate
    not_assessed: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """Who is first, and who may be called equal.

    Attributes
    ----------
    order
        Models with a total, highest first; a tie in the order in which they are shown.
    first
        Those with the highest total: one, or several that tie.
    equal
        Others that may be called equal with the first, in the order in which they are shown.
    lead
        Whole points from the first down to the next after the tie; None when there is none.
    settled
        Whether a lead under 5 points stands, because the first is first in nearly all plausible
        weightings.
    """

    case: Case
    order: tuple[str, ...]
    first: tuple[str, ...]
    equal: tuple[str, ...]
    lead: int | None
    settled: bool


@dataclass(frozen=True)
class View:
    """The totals as one party or one centre sees them.

    Attributes
    ----------
    name
        The party or the centre.
    people
        How many politicians or assessors are behind it.
    first
        Models with the highest total; empty when none has a total.
    """

    name: str
    people: int
    totals: tuple[ModelTotal, ...]
    first: tuple[str, ...]


@dataclass(frozen=True)
class AssessorView:
    """The totals as one assessor alone sees them.

    Attributes
    ----------
    totals
        None for a model where the assessor has not scored every criterion that counts.
    first
        Models with the highest total; empty unless the assessor has a total for every model that
        the whole panel has.
    scored, cells
        Cells with a score, of all that count.
    conflicts
        Models in which the assessor has said to have an interest.
    """

    assessor: str
    centre: str
    totals: tuple[ModelTotal, ...]
    first: tuple[str, ...]
    scored: int
    cells: int
    conflicts: tuple[str, ...]


def gate_of(answers: Iterable[Gate]) -> Gate:
    """Sum up a model's gates: failed if one is, else unknown if one is, else passed."""
    given = set(answers)
    return next((gate for gate in (Gate.FAIL, Gate.UNKNOWN) if gate in given), Gate.PASS)


def points(total: float) -> int:
    """Round a total, or a difference of two, to whole points as it is shown; halves go up."""
    return int(np.floor(round(total, 9) + 0.5))


def totals(panel: Panel, weights: ArrayLike, gates: Gates = NO_GATES) -> tuple[ModelTotal, ...]:
    """Compute the total of each model: Σ weight · value of the group's score.

    Parameters
    ----------
    panel
        The scores.
    weights
        One for each criterion, 0 or more; they are scaled to sum to 1.
    gates
        For each model; one that is not named has no gate against it.

    Returns
    -------
    tuple
        One for each model, in the order of the panel.

    Raises
    ------
    CannotWeighError, ValueError
        As `weights.normalised`; also when there is not one weight for each criterion.
    """
    w = weights_of(panel, weights)
    values = value(mean_scores(panel))
    return tuple(
        _total(panel, model, row, w, gates.get(model, Gate.PASS))
        for model, row in zip(panel.models, values, strict=True)
    )


def contributions(panel: Panel, weights: ArrayLike) -> Floats:
    """Compute what each criterion adds to each total: (model, criterion), NaN if not assessed.

    A row sums to the model's total.
    """
    w = weights_of(panel, weights)
    values = value(mean_scores(panel))
    return np.where(w > 0, w * values, 0.0)


def comparable(panel: Panel, weights: ArrayLike, gates: Gates = NO_GATES) -> Panel:
    """Keep the models that have a total."""
    return panel.only({row.model for row in totals(panel, weights, gates) if row.total is not None})


def standing(found: Sequence[ModelTotal], shares: "RankShares | None" = None) -> Standing:
    """Say who is first, and who may be called equal.

    Differences are taken between totals in whole points, as they are shown. One under 5 is called
    equal, unless the model that is highest comes first in at least 95 % of the plausible
    weightings.

    Parameters
    ----------
    found
        From `totals`.
    shares
        From `rank_shares.rank_shares` with `Version.PLAUSIBLE`, if they are to be heard.
    """
    known = {row.model: row.total for row in found if row.total is not None}
    if not known:
        return Standing(Case.NONE, (), (), (), None, settled=False)
    order = tuple(sorted(known, key=lambda model: -round(known[model], 9)))
    first = highest(found)
    others = [model for model in known if model not in first]
    if not others:
        case = Case.ONE if len(first) == 1 else Case.TIE
        return Standing(case, order, first, (), None, settled=False)
    shown = {model: points(total) for model, total in known.items()}
    behind = {model: shown[first[0]] - shown[model] for model in others}
    near = tuple(model for model in others if behind[model] < EQUAL_WITHIN)
    settled = bool(
        near
        and len(first) == 1
        and shares is not None
        and shares.first.get(first[0], 0.0) >= SETTLED
    )
    equal = () if settled else near
    alone = Case.EQUAL if equal else Case.FIRST
    case = Case.TIE if len(first) > 1 else alone
    return Standing(case, order, first, equal, min(behind.values()), settled)


def highest(found: Sequence[ModelTotal]) -> tuple[str, ...]:
    """The models with the highest total, in the order in which they are shown."""
    known = {row.model: row.total for row in found if row.total is not None}
    top = max(known.values(), default=0.0)
    return tuple(model for model, total in known.items() if total >= top - SAME)


def by_party(panel: Panel, parties: PartyWeights, gates: Gates = NO_GATES) -> tuple[View, ...]:
    """Compute the totals with each party's weights; the scores are the whole panel's."""
    views = []
    for party, weights, people in zip(
        parties.parties, parties.weights, parties.politicians, strict=True
    ):
        found = totals(panel, weights, gates)
        views.append(View(party, people, found, highest(found)))
    return tuple(views)


def by_centre(panel: Panel, weights: ArrayLike, gates: Gates = NO_GATES) -> tuple[View, ...]:
    """Compute the totals of the assessors from each centre, in alphabetical order."""
    views = []
    for centre in sorted(set(panel.centres)):
        own = [
            assessor
            for assessor, origin in zip(panel.assessors, panel.centres, strict=True)
            if origin == centre
        ]
        found = totals(panel.of(own), weights, gates)
        views.append(View(centre, len(own), found, highest(found)))
    return tuple(views)


def by_assessor(
    panel: Panel, weights: ArrayLike, gates: Gates = NO_GATES
) -> tuple[AssessorView, ...]:
    """Compute the totals of each assessor alone, in the order of the panel."""
    counting = weights_of(panel, weights) > 0
    wanted = set(comparable(panel, weights, gates).models)
    views = []
    for place, (assessor, centre) in enumerate(zip(panel.assessors, panel.centres, strict=True)):
        found = totals(panel.of({assessor}), weights, gates)
        has = {row.model for row in found if row.total is not None}
        views.append(
            AssessorView(
                assessor,
                centre,
                found,
                highest(found) if has >= wanted else (),
                int((~np.isnan(panel.scores[place][:, counting])).sum()),
                len(panel.models) * int(counting.sum()),
                tuple(
                    model
                    for model, any_conflict in zip(
                        panel.models, panel.conflicts[place].any(axis=1), strict=True
                    )
                    if any_conflict
                ),
            )
        )
    return tuple(views)


def weights_of(panel: Panel, weights: ArrayLike) -> Floats:
    """Scale weights to sum to 1, and check that there is one for each criterion."""
    w = normalised(weights)
    if w.size != len(panel.criteria):
        raise ValueError(f"{len(panel.criteria)} criteria need as many weights: {w.size}")
    return w


def _total(panel: Panel, model: str, values: Floats, weights: Floats, gate: Gate) -> ModelTotal:
    counting = weights > 0
    missing = tuple(
        criterion
        for criterion, lacks in zip(panel.criteria, counting & np.isnan(values), strict=True)
        if lacks
    )
    if missing or gate is Gate.FAIL:
        return ModelTotal(model, None, gate, missing)
    # Sums of weights may miss 1 by a rounding error; a total stays on its scale.
    total = min(max(float(weights[counting] @ values[counting]), 0.0), 100.0)
    return ModelTotal(model, total, gate, missing)
