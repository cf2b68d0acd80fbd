"""What goes from where it is today to where it is in a model."""

from collections.abc import Iterable
from dataclasses import dataclass

from charts.description.elements import PLAIN, Scale


@dataclass(frozen=True)
class Flow:
    """One stream; what stays goes from a place to the same place."""

    source: str
    target: str
    amount: float
    moves: bool


@dataclass(frozen=True)
class Flows:
    """Streams from today's places at the left to the model's at the right, largest first."""

    title: str
    unit: str
    flows: tuple[Flow, ...]
    scale: Scale = PLAIN
    alt: str = ""

    @property
    def sources(self) -> dict[str, float]:
        """What each place holds today."""
        return _added((flow.source, flow.amount) for flow in self.flows)

    @property
    def targets(self) -> dict[str, float]:
        """What each place holds in the model."""
        return _added((flow.target, flow.amount) for flow in self.flows)


def _added(parts: Iterable[tuple[str, float]]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for name, amount in parts:
        sums[name] = sums.get(name, 0) + amount
    return sums
