"""All indicators and goals, in the order in which they are read."""

from dataclasses import dataclass
from difflib import get_close_matches

from danish import words
from danish.errors import DanishError
from indicators import economy, goal_a, goal_b, goal_c, goal_d
from indicators.definition import Indicator


@dataclass(frozen=True)
class Goal:
    """One of the four goals of the terms of reference, or the economy behind them."""

    code: str
    title: str
    short: str


class UnknownIndicatorError(DanishError, LookupError):
    """No indicator has this id."""

    def __init__(self, wanted: str, near: tuple[str, ...]) -> None:
        self.wanted = wanted
        self.near = near
        guess = f" Mente du {words.listing(near, 'eller')}?" if near else ""
        super().__init__(f'Der findes ingen indikator med id "{wanted}".{guess}')


GOALS: dict[str, Goal] = {
    goal.code: goal
    for goal in (
        Goal("A", "Ishøj er en tryg by", "Tryg by"),
        Goal("B", "Færre unge ender i kriminalitet", "Unge"),
        Goal("C", "Færre ofre for kriminalitet", "Ofre"),
        Goal("D", "Gode betingelser for en fremtid uden kriminalitet", "Fremtid uden kriminalitet"),
        Goal("Ø", "Økonomi og organisation", "Økonomi"),
    )
}

INDICATORS: dict[str, Indicator] = {
    indicator.id: indicator
    for goal in (goal_a, goal_b, goal_c, goal_d, economy)
    for indicator in goal.INDICATORS
}


def indicator(id_: str) -> Indicator:
    """Look an indicator up by its id, or raise `UnknownIndicatorError` that names near ids."""
    if id_ in INDICATORS:
        return INDICATORS[id_]
    near = get_close_matches(id_.strip().upper(), INDICATORS, n=3, cutoff=0.5)
    raise UnknownIndicatorError(id_, tuple(near))
