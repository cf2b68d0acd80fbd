"""Bands round a line: from lower to upper limit, closed at each gap."""

from collections.abc import Sequence
from datetime import timedelta

from charts.description import Point, Scale
from charts.geometry import runs
from charts.screen.template import Part


def band(points: Sequence[Point], scale: Scale, colour: str, thin: timedelta) -> Part:
    """One closed shape for each stretch between gaps; a lone point's is a bar, twice `thin` wide.

    The line round it has no width, so it needs no colour of its own.
    """
    x: list[str | None] = []
    y: list[float | None] = []
    for run in runs(points):
        limits = [
            (point.at, scale.shown(point.lower), scale.shown(point.upper))
            for point in run
            if point.lower is not None and point.upper is not None
        ]
        if len(limits) == 1:
            [(at, lower, upper)] = limits
            limits = [(at - thin, lower, upper), (at + thin, lower, upper)]
        x += [at.isoformat() for at, _, _ in (*limits, *reversed(limits))]
        y += [*(upper for _, _, upper in limits), *(lower for _, lower, _ in reversed(limits))]
        x.append(None)
        y.append(None)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "fill": "toself",
        "fillcolor": colour,
        "line": {"width": 0, "color": colour},
        "hoverinfo": "skip",
    }
