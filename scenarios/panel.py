"""What the assessors have said: one score for each assessor, model and criterion, or none.

A cell without a score is "ikke vurderet". It is NaN here, never 0 and never the middle of the
scale.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from danish import numbers
from danish.errors import DanishError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LOWEST, HIGHEST = 1, 5  # the anchored scale: both ends are described for each criterion
POINTS = 100.0  # a value runs from 0 to this
PER_STEP = POINTS / (HIGHEST - LOWEST)  # what one step on the scale is worth


class PanelError(DanishError):
    """The scores do not fit together."""


@dataclass(frozen=True)
class Score:
    """What one assessor gave one model on one criterion.

    Attributes
    ----------
    centre
        Where the assessor comes from.
    score
        1 (worst) to 5 (best); None when it is not assessed.
    conflict
        Whether the assessor's own centre wins or loses by it.
    """

    assessor: str
    centre: str
    model: str
    criterion: str
    score: float | None
    conflict: bool = False


@dataclass(frozen=True, eq=False)
class Panel:
    """All scores. Everything is shown in the order of `models` and `criteria`.

    Attributes
    ----------
    models, criteria, assessors
        Codes, each once.
    centres
        Where each assessor comes from.
    scores
        1-5 by (assessor, model, criterion); NaN is not assessed.
    conflicts
        Whether the assessor has an interest in it, in the same shape.
    """

    models: tuple[str, ...]
    criteria: tuple[str, ...]
    assessors: tuple[str, ...]
    centres: tuple[str, ...]
    scores: Floats
    conflicts: Bools

    def __post_init__(self) -> None:
        shape = (len(self.assessors), len(self.models), len(self.criteria))
        if self.scores.shape != shape or self.conflicts.shape != shape:
            raise ValueError(f"Scores and conflicts must be {shape}: {self.scores.shape}")
        if len(self.centres) != len(self.assessors):
            raise ValueError(f"{len(self.assessors)} assessors, {len(self.centres)} centres")
        outside = ~np.isnan(self.scores) & ~((self.scores >= LOWEST) & (self.scores <= HIGHEST))
        if outside.any():
            assessor, model, criterion = (int(place) for place in np.argwhere(outside)[0])
            raise PanelError(
                f"{self.assessors[assessor]} har givet {self.models[model]} karakteren "
                f"{_written(float(self.scores[assessor, model, criterion]))} på "
                f"»{self.criteria[criterion]}«. Skalaen går fra {LOWEST} til {HIGHEST}. "
                "Ret tallet, eller lad cellen være tom, hvis det ikke er vurderet."
            )
        self.scores.setflags(write=False)
        self.conflicts.setflags(write=False)

    def only(self, models: Collection[str]) -> "Panel":
        """The same with some of the models, in the same order."""
        kept = [place for place, model in enumerate(self.models) if model in models]
        return replace(
            self,
            models=tuple(self.models[place] for place in kept),
            scores=self.scores[:, kept],
            conflicts=self.conflicts[:, kept],
        )

    def of(self, assessors: Collection[str]) -> "Panel":
        """The same with some of the assessors, in the same order."""
        kept = [place for place, assessor in enumerate(self.assessors) if assessor in assessors]
        return replace(
            self,
            assessors=tuple(self.assessors[place] for place in kept),
            centres=tuple(self.centres[place] for place in kept),
            scores=self.scores[kept],
            conflicts=self.conflicts[kept],
        )

    def without_conflicts(self) -> "Panel":
        """The same without the scores in which the assessor has an interest."""
        return replace(self, scores=np.where(self.conflicts, np.nan, self.scores))


@dataclass(frozen=True, eq=False)
class GroupScores:
    """What the assessors gave together, by (model, criterion).

    Attributes
    ----------
    mean, median
        1-5, of those who scored; NaN when nobody did.
    answers
        How many scored.
    """

    mean: Floats
    median: Floats
    answers: NDArray[np.int64]


def panel_of(models: Sequence[str], criteria: Sequence[str], rows: Iterable[Score]) -> Panel:
    """Put rows together to a panel.

    Parameters
    ----------
    models, criteria
        The codes, in the order in which they are shown.
    rows
        One for each assessor, model and criterion, in any order; a missing row is not assessed.

    Raises
    ------
    PanelError
        When a row names an unknown model or criterion, comes twice, gives an assessor two centres,
        or holds a score outside 1-5.
    """
    places = (
        {model: place for place, model in enumerate(models)},
        {criterion: place for place, criterion in enumerate(criteria)},
    )
    centres: dict[str, str] = {}
    cells: dict[tuple[str, int, int], Score] = {}
    for row in rows:
        for name, code, known in (
            ("modellen", row.model, places[0]),
            ("kriteriet", row.criterion, places[1]),
        ):
            if code not in known:
                raise PanelError(
                    f"En vurdering fra {row.assessor} nævner {name} »{code}«, som ikke findes. "
                    f"Kendte: {', '.join(known) or 'ingen'}. Ret koden, eller tilføj den."
                )
        if centres.setdefault(row.assessor, row.centre) != row.centre:
            raise PanelError(
                f"{row.assessor} står med to centre: {centres[row.assessor]} og {row.centre}. "
                "En bedømmer kommer fra ét center. Ret det ene."
            )
        cell = row.assessor, places[0][row.model], places[1][row.criterion]
        if cell in cells:
            raise PanelError(
                f"{row.assessor} har vurderet {row.model} på »{row.criterion}« to gange. "
                "Behold én af rækkerne."
            )
        cells[cell] = row
    assessors = sorted(centres)
    scores = np.full((len(assessors), len(models), len(criteria)), np.nan)
    conflicts = np.zeros(scores.shape, dtype=bool)
    rank = {assessor: place for place, assessor in enumerate(assessors)}
    for (assessor, model, criterion), row in cells.items():
        if row.score is not None:
            scores[rank[assessor], model, criterion] = row.score
        conflicts[rank[assessor], model, criterion] = row.conflict
    return Panel(
        tuple(models),
        tuple(criteria),
        tuple(assessors),
        tuple(centres[assessor] for assessor in assessors),
        scores,
        conflicts,
    )


def group_scores(panel: Panel) -> GroupScores:
    """Compute the group's score of each cell: the mean, with the median beside it."""
    answers = (~np.isnan(panel.scores)).sum(axis=0)
    median = np.full(answers.shape, np.nan)
    if panel.assessors:
        ordered = np.sort(panel.scores, axis=0)  # NaN last
        middle = np.stack([(answers - 1) // 2, answers // 2])
        median = np.take_along_axis(ordered, np.maximum(middle, 0), axis=0).mean(axis=0)
    return GroupScores(mean_scores(panel), median, answers)


def mean_scores(panel: Panel) -> Floats:
    """Compute the mean of those who scored: 1-5 by (model, criterion); NaN when nobody did."""
    scored = ~np.isnan(panel.scores)
    answers = scored.sum(axis=0)
    sums = np.where(scored, panel.scores, 0).sum(axis=0)
    return np.where(answers > 0, sums / np.maximum(answers, 1), np.nan)


def value(score: Floats) -> Floats:
    """Compute the value of a score: 0 for the described worst, 100 for the described best.

    (score − 1) / 4 · 100. The scale is anchored in descriptions, not in the models at hand, so a
    model that is taken out never changes the order of the others.
    """
    return (score - LOWEST) * PER_STEP


def _written(score: float) -> str:
    return f"{score}" if np.isinf(score) else numbers.plain(score)
