"""What the criteria weigh: weights that sum to 1, and those of each party."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from danish.errors import DanishError
from scenarios.panel import Floats


class Reason(StrEnum):
    """Why models cannot be weighed."""

    NO_WEIGHTS = "no_weights"  # every weight is 0
    NO_CRITERIA = "no_criteria"  # there is nothing to weigh


ANSWERS = {
    Reason.NO_WEIGHTS: "Alle vægte er 0, så modellerne kan ikke sammenlignes. "
    "Sæt mindst én vægt over 0.",
    Reason.NO_CRITERIA: "Der er ingen kriterier, så modellerne kan ikke sammenlignes. "
    "Tilføj mindst ét kriterium.",
}


class CannotWeighError(DanishError):
    """The models cannot be weighed, for a known reason.

    Attributes
    ----------
    reason
        The code.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(ANSWERS[reason])
        self.reason = reason


@dataclass(frozen=True, eq=False)
class PartyWeights:
    """What each party weighs. No politician can be told from it except in a party with one.

    Attributes
    ----------
    parties
        Those with weights, in alphabetical order.
    weights
        By (party, criterion); each row sums to 1.
    politicians
        How many are behind each party's weights.
    left_out
        Party and how many in it have no weights, because a criterion is not filled in or all
        their points are 0.
    """

    parties: tuple[str, ...]
    weights: Floats
    politicians: tuple[int, ...]
    left_out: tuple[tuple[str, int], ...]

    @property
    def mean(self) -> Floats:
        """The mean over the parties, each counting the same."""
        return np.asarray(self.weights.mean(axis=0))


def normalised(points: ArrayLike) -> Floats:
    """Scale points so that they sum to 1.

    Parameters
    ----------
    points
        One for each criterion, 0 or more. Weights that sum to 1 stay as they are.

    Raises
    ------
    CannotWeighError
        When all are 0, or there are none.
    ValueError
        When a point is missing, infinite or negative.
    """
    given = np.asarray(points, dtype=float)
    if given.ndim != 1:
        raise ValueError(f"Weights must be one for each criterion: {given.shape}")
    if not given.size:
        raise CannotWeighError(Reason.NO_CRITERIA)
    if not np.isfinite(given).all() or (given < 0).any():
        raise ValueError(f"Weights must be 0 or more: {given.tolist()}")
    if not given.any():
        raise CannotWeighError(Reason.NO_WEIGHTS)
    given = given / given.max()  # before the sum, which very large points would overflow
    return np.asarray(given / given.sum())


def order_weights(weights: ArrayLike) -> Floats:
    """Compute the weights that follow from the order of the criteria alone (ROC).

    The middle of all weights that respect the order: (1/n) Σ_{i≥k} 1/i for place k. Criteria that
    weigh the same share the places they take; one that weighs 0 stays at 0.

    Raises
    ------
    CannotWeighError, ValueError
        As `normalised`.

    References
    ----------
    Barron FH, Barrett BE (1996), Decision quality using ranked attribute weights, Management
    Science 42, 1515-1523.
    """
    given = normalised(weights)
    count = int((given > 0).sum())
    places = np.cumsum(1 / np.arange(count, 0, -1))[::-1] / count
    found = np.zeros(given.size)
    for level in np.unique(given[given > 0]):
        heavier, same = int((given > level).sum()), given == level
        found[same] = places[heavier : heavier + int(same.sum())].mean()
    return found
