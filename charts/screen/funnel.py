"""A funnel on screen: every municipality by size, the named ones in front, and their limits."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from charts.description import Funnel, FunnelLimits, FunnelRow, Role, Scale
from charts.geometry import HEADROOM, limits_at, round_sizes, steps
from charts.palette import ACCENT, CTL, FAINT, MUTED, PEER, TEXT
from charts.placement import Box, Room
from charts.screen import template
from charts.screen.spots import LINE_HEIGHT, OPAQUE, WIDEST, Anchor, Spot, Text, around, written
from charts.screen.template import LABEL_SIZE, Part
from danish.numbers import NO_BREAK_SPACE, number
from danish.words import count

HEIGHT = 360
TOP, BOTTOM = 12, 52
LEFT, RIGHT = 16, 8
PLOT = HEIGHT - TOP - BOTTOM
NARROWEST = 290  # pixels of the plot on a phone
MARGIN = 0.025  # of the width, so that the smallest and the largest are whole
SIZES = {Role.OWN: 15, Role.PEER: 10, Role.OTHER: 7}
# What it costs to write upon the others, on the named ones and on a curve.
ON_OTHER, ON_NAMED, ON_CURVE = 2.5, 60.0, 0.3
STATIONS = tuple(place / 32 for place in range(1, 32))  # along the width
NAMED_AT = STATIONS[1:24:2]  # where a curve may carry its name: where the funnel is wide
DIGIT, BETWEEN = 7.2, 6.0  # pixels of a digit on the axis, and between two numbers


class Side(Enum):
    """Which of two limits."""

    LOWER = "lower"
    UPPER = "upper"

    def of(self, limits: FunnelLimits) -> float:
        """The limit itself."""
        return limits.lower if self is Side.LOWER else limits.upper


class Level(NamedTuple):
    """A pair of curves: its name and its pen."""

    name: str
    limits: Callable[[Funnel], tuple[FunnelLimits, ...]]
    dash: str
    width: float


LEVELS = (
    Level(f"95{NO_BREAK_SPACE}%", lambda funnel: funnel.inner, "dash", 1.2),
    Level(f"99,8{NO_BREAK_SPACE}%", lambda funnel: funnel.outer, "solid", 1.4),
)


@dataclass(frozen=True)
class Plot:
    """What the axes span: powers of ten of inhabitants, and numbers shown."""

    start: float
    end: float
    top: float
    scale: Scale

    def share(self, population: float) -> float:
        """How far along the axis a size lies, 0-1."""
        return (math.log10(population) - self.start) / (self.end - self.start)

    def population(self, share: float) -> float:
        """The size that lies so far along the axis."""
        return float(10 ** (self.start + share * (self.end - self.start)))

    def down(self, value: float) -> float:
        """How far below the upper edge a value lies, in pixels."""
        return PLOT * (1 - self.scale.shown(value) / self.top)

    def anchor(self, population: float, value: float) -> Anchor:
        """Where a value of a size is drawn; on a logarithmic axis words take the power of ten."""
        return Anchor(math.log10(population), self.share(population), self.down(value))


def drawn(funnel: Funnel) -> Part:
    """Draw a funnel as a Plotly figure, not yet checked."""
    plot = _plot(funnel)
    return template.drawing(
        HEIGHT,
        {"t": TOP, "b": BOTTOM, "l": LEFT, "r": RIGHT},
        data=[
            *(_curve(funnel, level, side) for level in LEVELS for side in Side),
            _mean(funnel, plot),
            *(_dots(funnel, role) for role in (Role.OTHER, Role.PEER, Role.OWN)),
        ],
        xaxis={
            "type": "log",
            "range": [plot.start, plot.end],
            **_sizes(plot),
            "title": {
                "text": "Indbyggere (logaritmisk skala)",
                "font": {"size": LABEL_SIZE, "color": MUTED.light},
                "standoff": 6,
            },
        },
        yaxis={**template.ticks(steps(plot.top), funnel.scale), "range": [0, plot.top]},
        annotations=_words(funnel, plot),
    )


def _plot(funnel: Funnel) -> Plot:
    sizes = [math.log10(row.population) for row, _ in funnel.known] or [4.0]
    room = MARGIN * (max(sizes) - min(sizes)) or 0.5
    values = [value for _, value in funnel.known]
    shown = funnel.scale.shown(max([*values, funnel.mean])) * HEADROOM or 1.0
    top = shown if funnel.scale.highest is None else min(shown, funnel.scale.highest)
    return Plot(min(sizes) - room, max(sizes) + room, top, funnel.scale)


def _sizes(plot: Plot) -> Part:
    """Tick marks in full. On a phone only those that have room for it."""
    sizes = round_sizes(plot.population(0), plot.population(1))
    words = [number(size) for size in sizes]
    free = -math.inf
    for place, size in enumerate(sizes):
        middle, half = plot.share(size) * NARROWEST, len(words[place]) * DIGIT / 2
        if middle - half >= free:
            free = middle + half + BETWEEN
        else:
            words[place] = template.on_wide_screens(words[place])
    return {"tickvals": sizes, "ticktext": words}


def _curve(funnel: Funnel, level: Level, side: Side) -> Part:
    limits = level.limits(funnel)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [limit.population for limit in limits],
        "y": [funnel.scale.shown(side.of(limit)) for limit in limits],
        "line": {"color": CTL.light, "width": level.width, "dash": level.dash},
        "hoverinfo": "skip",
    }


def _mean(funnel: Funnel, plot: Plot) -> Part:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [plot.population(0), plot.population(1)],
        "y": [funnel.scale.shown(funnel.mean)] * 2,
        "line": {"color": CTL.light, "width": 1.2},
        "hoverinfo": "skip",
    }


def _dots(funnel: Funnel, role: Role) -> Part:
    """The municipalities of one role."""
    known = [(row, value) for row, value in funnel.known if row.role is role]
    match role:
        case Role.OWN:
            marker: Part = {"color": ACCENT.light, "line": {"width": 0}}
        case Role.PEER:
            marker = {"symbol": "diamond", "color": PEER.light, "line": {"width": 0}}
        case _:
            marker = {"color": FAINT.light, "line": {"color": PEER.light, "width": 0.8}}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row.population for row, _ in known],
        "y": [funnel.scale.shown(value) for _, value in known],
        "marker": marker | {"size": SIZES[role], "opacity": 1},
        "cliponaxis": False,
        **template.hover(
            "",
            [f"{row.name} {funnel.scale.write(value)}" for row, value in known],
            [
                (row.detail, count(row.population, "indbygger", "indbyggere"), funnel.period)
                for row, _ in known
            ],
        ),
    }


def _words(funnel: Funnel, plot: Plot) -> list[Part]:
    """The municipality, its peers, the mean and the limits: all named, none upon another."""
    named = [known for known in funnel.known if known[0].role is not Role.OTHER]
    named.sort(key=lambda known: known[0].role is not Role.OWN)
    return written(
        [
            *(_name(funnel, plot, row, value) for row, value in named),
            *(spots for level in LEVELS if (spots := list(_level_name(funnel, plot, level)))),
            list(_mean_name(funnel, plot)),
        ],
        [*_dot_boxes(funnel, plot), *_curve_boxes(funnel, plot)],
        Room(PLOT, NARROWEST, WIDEST),
    )


def _name(funnel: Funnel, plot: Plot, row: FunnelRow, value: float) -> list[Spot]:
    anchor = plot.anchor(row.population, value)
    if row.role is Role.OWN:
        own = Text((f"{row.name} {funnel.scale.write(value)}",), ACCENT.light, 15, bold_lines=1)
        return around(own, anchor, SIZES[Role.OWN] / 2, ACCENT.light)
    return around(Text((row.name,), TEXT.light), anchor, SIZES[Role.PEER] / 2, PEER.light)


def _level_name(funnel: Funnel, plot: Plot, level: Level) -> Iterator[Spot]:
    """The name of two curves, upon one of them."""
    text = Text((level.name,), ground=OPAQUE)
    for place, (population, limits) in enumerate(_along(plot, level.limits(funnel), NAMED_AT)):
        for side, cost in ((Side.UPPER, 0.0), (Side.LOWER, 4.0)):
            anchor = plot.anchor(population, side.of(limits))
            if text.height / 2 <= anchor.down <= PLOT - text.height / 2:
                yield Spot(text, anchor, side="center", cost=cost + place / 2)


def _mean_name(funnel: Funnel, plot: Plot) -> Iterator[Spot]:
    text = Text((f"{funnel.mean_name} {funnel.scale.write(funnel.mean)}",))
    places = [(share, "left", place / 2) for place, share in enumerate((0.0, *NAMED_AT))]
    for share, side, cost in (*places, (1.0, "right", 3.0)):
        anchor = plot.anchor(plot.population(share), funnel.mean)
        for down in (-LINE_HEIGHT / 2 - 2, LINE_HEIGHT / 2 + 2):
            yield Spot(text, anchor, 0, down, side, cost)


def _dot_boxes(funnel: Funnel, plot: Plot) -> Iterator[Box]:
    for row, value in funnel.known:
        radius = SIZES[row.role] / 2 + 1
        down = plot.down(value)
        cost = ON_OTHER if row.role is Role.OTHER else ON_NAMED
        yield Box(plot.share(row.population), -radius, radius, down - radius, down + radius, cost)


def _curve_boxes(funnel: Funnel, plot: Plot) -> Iterator[Box]:
    for level in LEVELS:
        for population, limits in _along(plot, level.limits(funnel), STATIONS):
            for side in Side:
                down = plot.down(side.of(limits))
                yield Box(plot.share(population), -3, 3, down - 2, down + 2, ON_CURVE)
    middle = plot.down(funnel.mean)
    yield from (Box(share, -3, 3, middle - 2, middle + 2, ON_CURVE) for share in STATIONS)


def _along(
    plot: Plot, limits: Sequence[FunnelLimits], shares: Sequence[float]
) -> Iterator[tuple[float, FunnelLimits]]:
    """The limits at places along the width, where there are any."""
    for share in shares:
        population = plot.population(share)
        if limits and limits[0].population <= population <= limits[-1].population:
            yield population, limits_at(limits, population)
