"""Where things go: axes, tick marks and labels that keep their distance."""

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

from charts.description import FunnelLimits, History, Point, Role, Series

HEADROOM = 1.06  # of the highest value: the line does not touch the edge
USUAL_SHARE = 0.95  # of the peers' values lie within their usual range
TOLERATED = 1.25  # a peer this much above everything else is still shown in full


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move labels apart so that none covers another, as little as possible.

    Neighbours that are too close are pooled round their common middle (isotonic regression, which
    gives the smallest sum of squared moves). With too little room for all, the gap shrinks.

    Parameters
    ----------
    wanted
        Where each label would like to be, in any order.
    gap
        The distance between two labels.
    low, high
        The room there is.

    Returns
    -------
    list of float
        The place of each label, in the order of `wanted`.
    """
    if not wanted:
        return []
    following = len(wanted) - 1
    gap = min(gap, (high - low) / following) if following else gap
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])

    pools: list[tuple[float, int]] = []  # the mean and size of labels that stand gap by gap
    for rank, i in enumerate(order):
        mean, size = wanted[i] - rank * gap, 1
        while pools and pools[-1][0] > mean:
            earlier, count = pools.pop()
            mean = (earlier * count + mean * size) / (count + size)
            size += count
        pools.append((mean, size))

    places = [0.0] * len(wanted)
    rank = 0
    for mean, size in pools:
        start = min(max(mean, low), high - following * gap)
        for _ in range(size):
            places[order[rank]] = start + rank * gap
            rank += 1
    return places


def steps(top: float) -> list[float]:
    """Three to five round numbers from 0 up to `top`."""
    magnitude = 10.0 ** math.floor(math.log10(top))
    leading = top / magnitude
    step = magnitude * (0.5 if leading < 2.5 else 1 if leading < 5 else 2)
    return [i * step for i in range(math.floor(top / step + 1e-9) + 1)]


def step_decimals(values: Sequence[float]) -> int:
    """How many decimals the numbers of an axis need."""
    return max(0, -math.floor(math.log10(values[1] - values[0]) + 1e-9))


def ceiling(highest: float, limit: float | None = None) -> float:
    """The top of a small chart's axis: 1, 2, 4 or 8 times a power of ten, so that few occur.

    A `limit` (100 for percent) is never passed.
    """
    magnitude = 10.0 ** math.floor(math.log10(highest or 1))
    tops = (factor * magnitude for factor in (1, 2, 4, 8, 10))
    top = next(top for top in tops if top >= highest)
    return top if limit is None else min(top, limit)


def years(first: date, last: date, most: int = 4) -> list[int]:
    """Years whose middle lies on the axis, evenly spaced, at most `most` of them."""
    inside = _years_inside(first, last)
    step = next((step for step in (1, 2, 4, 5, 10) if len(inside) <= step * most), 20)
    return [year for year in inside if year % step == 0]


def three_years(first: date, last: date) -> list[int]:
    """The first, the middle and the last year on the axis."""
    inside = _years_inside(first, last)
    return sorted({inside[0], inside[len(inside) // 2], inside[-1]})


def middle_of(year: int) -> date:
    """Where a year stands on a time axis: half way from its first day to its last."""
    return date(year, 1, 1) + (date(year, 12, 31) - date(year, 1, 1)) / 2


def _years_inside(first: date, last: date) -> list[int]:
    span = range(first.year, last.year + 1)
    return [year for year in span if first <= middle_of(year) <= last] or [last.year]


def round_sizes(smallest: float, largest: float) -> list[int]:
    """The sizes 1, 2 and 5 times a power of ten that lie on a logarithmic axis."""
    powers = range(math.floor(math.log10(smallest)), math.floor(math.log10(largest)) + 1)
    sizes = [round(factor * 10.0**power) for power in powers for factor in (1, 2, 5)]
    return [size for size in sizes if smallest <= size <= largest]


def limits_at(limits: Sequence[FunnelLimits], population: float) -> FunnelLimits:
    """The limits for a size: on the straight line between the nearest two, on a logarithmic axis.

    Beyond the curves it is their end.
    """
    place = bisect_left(limits, population, key=lambda limit: limit.population)
    if place == len(limits):
        return limits[-1]
    after = limits[place]
    if place == 0 or after.population == population:
        return after
    before = limits[place - 1]
    way = math.log(population / before.population) / math.log(after.population / before.population)
    return FunnelLimits(
        population,
        before.lower + way * (after.lower - before.lower),
        before.upper + way * (after.upper - before.upper),
    )


def runs(points: Sequence[Point]) -> Iterator[list[Point]]:
    """The stretches of a series between its gaps."""
    run: list[Point] = []
    for point in points:
        if point.value is not None:
            run.append(point)
        elif run:
            yield run
            run = []
    if run:
        yield run


def history_top(history: History) -> float:
    """The top of a history's axis, as a number that is shown.

    It holds the municipality with its interval, the wider areas, all that is labelled at the end,
    and the peers' usual range. One peer's odd year does not flatten everybody's line.
    """
    needed = [0.0]
    peers = [0.0]
    for series in history.series:
        values = [value for _, value in series.known]
        if series.role is Role.PEER:
            peers += values
            needed += values[-1:]
        else:
            needed += values
            needed += [point.upper for point, _ in series.known if point.upper is not None]
    usual = sorted(peers)[math.floor((len(peers) - 1) * USUAL_SHARE)]
    enough = max(*needed, usual)
    top = enough if max(peers) > enough * TOLERATED else max(enough, *peers)
    shown = history.scale.shown(top) * HEADROOM or 1.0
    return shown if history.scale.highest is None else min(shown, history.scale.highest)


def leaving(history: History, top: float) -> list[tuple[Series, Point, float]]:
    """The peers that leave the axis, each with its highest point and value, highest last."""
    peaks = []
    for series in history.series:
        if series.role is Role.PEER and series.known:
            point, value = max(series.known, key=lambda known: known[1])
            if history.scale.shown(value) > top:
                peaks.append((series, point, value))
    return sorted(peaks, key=lambda peak: peak[2])
