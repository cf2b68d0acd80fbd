"""Words inside a chart: the ways to write each, and the choice among them.

Charts have a fixed height and any width, so a place is a share of the width and pixels from there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import NamedTuple

from charts.palette import BG, CTL, MUTED, VEIL
from charts.placement import Box, Place, Room, choose
from charts.screen.template import CHARACTER, LABEL_SIZE, Part

WIDEST = 1250  # pixels of a chart across the whole page
LINE_HEIGHT = 17
ALONG = (0.4, 0.7, 1.0)  # of a leader, where it is looked at


@dataclass(frozen=True)
class Text:
    """Words in one or several lines.

    `ground` lies behind them: the veil where they stand on lines, nothing where they stand on an
    area, the page's own colour where they interrupt a line.
    """

    lines: tuple[str, ...]
    colour: str = MUTED.light
    size: int = LABEL_SIZE
    bold_lines: int = 0  # from the first
    ground: str = VEIL.light

    @cached_property
    def width(self) -> float:
        """In pixels, generously."""
        return (
            max((len(line) for line in self.lines), default=0) * CHARACTER * self.size / LABEL_SIZE
        )

    @cached_property
    def height(self) -> float:
        """In pixels."""
        return len(self.lines) * LINE_HEIGHT * self.size / LABEL_SIZE

    @property
    def html(self) -> str:
        """As Plotly takes it; what people have typed is not taken for markup."""
        lines = (
            f"<b>{line}</b>" if place < self.bold_lines else line
            for place, line in enumerate(escape(line, quote=False) for line in self.lines)
        )
        return "<br>".join(lines)


BARE = "rgba(0,0,0,0)"
OPAQUE = BG.light


class Anchor(NamedTuple):
    """A point of the chart: on its x axis, as a share of its width and in pixels from its top."""

    x: object
    share: float
    down: float


class Spot(NamedTuple):
    """One way to write something: at a distance from a point.

    Attributes
    ----------
    right, down
        Pixels from the point to the words: to their `side`, and to half their height.
    side
        Which side of the words is meant: ``left``, ``center`` or ``right``.
    cost
        How much other spots are preferred.
    leader
        The colour of a thin line from the point to the words; without one none is drawn.
    """

    text: Text
    anchor: Anchor
    right: float = 0.0
    down: float = 0.0
    side: str = "left"
    cost: float = 0.0
    leader: str = ""

    @property
    def place(self) -> Place:
        """The room that it takes."""
        width, half = self.text.width, self.text.height / 2
        share, middle = self.anchor.share, self.anchor.down + self.down
        left = self.right - {"left": 0.0, "center": width / 2, "right": width}[self.side]
        box = Box(share, left, left + width, middle - half, middle + half, self.cost)
        return Place(box, tuple(self._leader(along) for along in ALONG) if self.leader else ())

    def part(self, height: float) -> Part:
        """The words as Plotly writes them, in a plot of this height."""
        part: Part = {
            "text": self.text.html,
            "font": {"size": self.text.size, "color": self.text.colour},
            "bgcolor": self.text.ground,
            "borderpad": 1,
            "x": self.anchor.x,
            "y": 1 - self.anchor.down / height,
            "yref": "paper",
            "xanchor": self.side,
            "yanchor": "middle",
            "align": self.side,
        }
        if not self.leader:
            return part | {"showarrow": False, "xshift": self.right, "yshift": -self.down}
        line = {"arrowhead": 0, "arrowwidth": 1, "arrowcolor": self.leader, "standoff": 5}
        return part | line | {"ax": self.right, "ay": self.down}

    def _leader(self, along: float) -> Box:
        right, down = self.right * along, self.anchor.down + self.down * along
        return Box(self.anchor.share, right - 1, right + 1, down - 1, down + 1)


def written(labels: Sequence[Sequence[Spot]], in_the_way: Sequence[Box], room: Room) -> list[Part]:
    """Write each label in one of its spots, so that none covers another at any width."""
    places = [[spot.place for spot in spots] for spots in labels]
    chosen = choose(places, in_the_way, room)
    return [spots[place].part(room.height) for spots, place in zip(labels, chosen, strict=True)]


def around(text: Text, anchor: Anchor, radius: float, leader: str = CTL.light) -> list[Spot]:
    """Words beside a point of some radius; farther off with a thin line to it."""
    near = radius + 4
    above = near + text.height / 2 - 3
    close = [
        *((sign * near, 0.0, side, cost) for sign, side, cost in _SIDES),
        *((0.0, sign * above, "center", 1.0) for sign in (-1, 1)),
        *((sign * near, down, side, 0.8 + cost) for sign, side, cost in _SIDES for down in (-7, 7)),
        *(
            (sign * 0.6 * near, end * 0.75 * above, side, 1.3 + cost)
            for sign, side, cost in _SIDES
            for end in (-1, 1)
        ),
    ]
    far = [
        (sign * 18.0, float(down), side, 9 + abs(down) / 8 + cost)
        for down in (-26, 26, -42, 42, -60, 60)
        for sign, side, cost in _SIDES
    ]
    return [
        *(Spot(text, anchor, *spot) for spot in close),
        *(Spot(text, anchor, *spot, leader) for spot in far),
    ]


_SIDES = ((1, "left", 0.0), (-1, "right", 0.3))
