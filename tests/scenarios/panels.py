"""Panels for the tests: a constructed one with known answers, small ones, and wild ones."""

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from scenarios.panel import Panel

MODELS = ("M0", "M1", "M2", "M3")
CRITERIA = tuple(f"C{number:02}" for number in range(1, 11))
ASSESSORS = tuple(f"A{number}" for number in range(1, 7))

# Four invented models, ten criteria, six assessors; computed with numpy, independently of this
# project (published worked examples, mcda/constructed_*). One line a model: the assessors' scores
# on C01-C10.
CONSTRUCTED = {
    "M0": ("1223244553", "2233343551", "2233453553", "1333444551", "2242355543", "3233441553"),
    "M1": ("5333333343", "4534422342", "4435434343", "5334424433", "4535545334", "3424544342"),
    "M2": ("3441424332", "4353323332", "4552243332", "4442244443", "4343313333", "4441334333"),
    "M3": ("4434433233", "4513433224", "4433432234", "4523532323", "5535432234", "5423432224"),
}
SWING_POINTS = (100, 80, 60, 70, 60, 40, 50, 30, 30, 40)


def constructed() -> Panel:
    scores = np.array(
        [[[int(cell) for cell in given] for given in rows] for rows in CONSTRUCTED.values()]
    )
    return panel(scores.swapaxes(0, 1))


def panel(
    scores: ArrayLike, centres: Sequence[str] | None = None, conflicts: ArrayLike | None = None
) -> Panel:
    """A panel of scores by (assessor, model, criterion)."""
    given = np.array(scores, dtype=float)
    people, models, criteria = given.shape
    return Panel(
        tuple(f"M{number}" for number in range(models)),
        tuple(f"C{number:02}" for number in range(1, criteria + 1)),
        tuple(f"A{number}" for number in range(1, people + 1)),
        tuple(centres or ["CBF"] * people),
        given,
        np.zeros(given.shape, bool) if conflicts is None else np.array(conflicts, bool),
    )


def one_voice(*models: Sequence[float]) -> Panel:
    """A panel of one assessor: what each model gets on each criterion."""
    return panel([models])


@st.composite
def panels(draw: st.DrawFn, holes: bool = True, models: int = 2) -> tuple[Panel, np.ndarray]:
    """A panel of any size with its weights; with holes, some cells are not assessed."""
    shape = (
        draw(st.integers(1, 5)),
        draw(st.integers(models, 6)),
        draw(st.integers(1, 5)),
    )
    scale = st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0, *([np.nan] if holes else [])])
    size = int(np.prod(shape))
    scores = np.array(draw(st.lists(scale, min_size=size, max_size=size))).reshape(shape)
    points = draw(st.lists(st.integers(0, 100), min_size=shape[2], max_size=shape[2]).filter(any))
    return panel(scores), np.array(points, dtype=float)
