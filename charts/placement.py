"""Where words go inside a chart whose width is not known when it is drawn.

A word hangs on a point of the chart at a fixed distance in pixels. The points move apart as the
chart grows wider, the words keep their size; so whether two words can ever meet, on a phone, on a
projector or in between, is settled by the two extreme widths.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

CLASH = 1000.0  # two words upon each other
CROSSED = 60.0  # words upon another's leader
KEPT_FREE = 20.0  # what costs as much to cover is not crossed by a leader either
OUTSIDE = 15.0  # a pixel beyond the edge
SWEEPS = 6  # two or three are enough in practice


class Box(NamedTuple):
    """A rectangle that hangs on a point of the chart.

    Attributes
    ----------
    share
        Where the point stands, from the left edge (0) to the right one (1).
    left, right
        Pixels from the point.
    top, bottom
        Pixels from the upper edge of the chart.
    cost
        Of a place for words: how much others are preferred to it. Of something that is in the way:
        how much it is to be kept free.
    """

    share: float
    left: float
    right: float
    top: float
    bottom: float
    cost: float = 0.0


class Place(NamedTuple):
    """Where words could stand, and some of what the thin line passes that leads to them."""

    box: Box
    leader: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Room:
    """The chart's own size in pixels, from the narrowest screen to the widest.

    `beyond` is how far words may reach past its right edge.
    """

    height: float
    narrow: float
    wide: float
    beyond: float = 0.0


_Numbers = NDArray[np.float64]
_Truths = NDArray[np.bool_]


def choose(
    labels: Sequence[Sequence[Place]], in_the_way: Sequence[Box], room: Room
) -> tuple[int, ...]:
    """Choose one place for each label, so that at no width any two cover each other.

    Each label in turn takes the place that costs least beside the others, and again until none
    moves: once from the first label on, once from the last, and the better of the two is kept.
    Where there is no room for all, they cover as little as they can.

    Parameters
    ----------
    labels
        The places where each could stand.
    in_the_way
        What words should rather not cover.

    Returns
    -------
    tuple of int
        For each label the number of its place.
    """
    places = [place for those in labels for place in those]
    boxes = _columns([place.box for place in places])
    clash = np.where(_meet(boxes, boxes, room.narrow, room.wide), CLASH, 0.0)
    own_cost = _own_cost(boxes, _columns(in_the_way), room)
    kept_free = [box for box in in_the_way if box.cost >= KEPT_FREE]
    _add_leaders(places, kept_free, own_cost, clash, room)
    starts = list(accumulate((len(those) for those in labels), initial=0))
    spans = [range(start, end) for start, end in pairwise(starts)]

    forward = range(len(labels))
    tried = [_settled(spans, order, own_cost, clash) for order in (forward, forward[::-1])]
    best = min(tried, key=lambda chosen: _total(chosen, own_cost, clash))
    return tuple(place - start for place, start in zip(best, starts, strict=False))


def ever_meet(one: Box, other: Box, room: Room) -> bool:
    """Whether two boxes cover each other at some width."""
    return bool(_meet(_columns([one]), _columns([other]), room.narrow, room.wide)[0, 0])


def _settled(
    spans: Sequence[range], order: Sequence[int], own_cost: _Numbers, clash: _Numbers
) -> list[int]:
    """Place the labels one by one, then move each to where it is cheapest, until none moves."""
    chosen: dict[int, int] = {}
    for _ in range(SWEEPS):
        before = dict(chosen)
        for rank in order:
            others = [place for other, place in chosen.items() if other != rank]
            span = spans[rank]
            here = slice(span.start, span.stop)
            cost = own_cost[here] + clash[here, others].sum(axis=1)
            chosen[rank] = span[int(np.argmin(cost))]
        if chosen == before:
            break
    return [chosen[rank] for rank in range(len(spans))]


def _total(chosen: list[int], own_cost: _Numbers, clash: _Numbers) -> float:
    alone = own_cost[chosen].sum()
    together = np.triu(clash[np.ix_(chosen, chosen)], 1).sum()
    return float(alone + together)


def _columns(boxes: Sequence[Box]) -> _Numbers:
    return np.array(boxes, dtype=float).reshape(-1, len(Box._fields)).T


def _own_cost(boxes: _Numbers, in_the_way: _Numbers, room: Room) -> _Numbers:
    """What each place costs by itself: less liked, over the edge, or upon something."""
    share, left, right, top, bottom, cost = boxes
    over = np.maximum(-top, 0) + np.maximum(bottom - room.height, 0)
    for width in (room.narrow, room.wide):
        over += np.maximum(-(share * width + left), 0)
        over += np.maximum(share * width + right - width - room.beyond, 0)
    covered = sum(_meet(boxes, in_the_way, width, width) @ in_the_way[5] for width in _usual(room))
    return np.asarray(cost + OUTSIDE * over + covered / 2)


def _add_leaders(
    places: Sequence[Place],
    kept_free: Sequence[Box],
    own_cost: _Numbers,
    clash: _Numbers,
    room: Room,
) -> None:
    """Make it dear to lead a line across what is kept free, or across other words."""
    led = [number for number, place in enumerate(places) if place.leader]
    if not led:
        return
    starts = list(accumulate((len(places[number].leader) for number in led[:-1]), initial=0))
    leaders = _columns([box for place in places for box in place.leader])
    boxes, free = _columns([place.box for place in places]), _columns(kept_free)
    for width in _usual(room):
        upon = _meet(leaders, free, width, width) @ free[5]
        own_cost[led] += np.add.reduceat(upon, starts) / 2
        crossed = np.zeros_like(clash)
        crossed[led] = np.logical_or.reduceat(_meet(leaders, boxes, width, width), starts) * CROSSED
        clash += crossed + crossed.T


def _usual(room: Room) -> tuple[float, float]:
    """The width on a phone, and about that on half a page."""
    return room.narrow, 2 * room.narrow


def _meet(boxes: _Numbers, others: _Numbers, narrow: float, wide: float) -> _Truths:
    """Which boxes cover which others at some width between two.

    The distance between two points grows evenly with the width, so the distances that occur are
    an interval, and so are those at which the boxes meet: the question is if the two overlap.
    """
    share, left, right, top, bottom, _ = boxes[:, :, None]
    share2, left2, right2, top2, bottom2, _ = others[:, None, :]
    one_end, other_end = (share2 - share) * narrow, (share2 - share) * wide
    sideways = (np.minimum(one_end, other_end) < right - left2) & (
        np.maximum(one_end, other_end) > left - right2
    )
    return np.asarray(sideways & (top < bottom2) & (top2 < bottom))
