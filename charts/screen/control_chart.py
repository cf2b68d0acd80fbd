"""A control chart on screen: quarters by shape and tone, in front of the area of their limits."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain, pairwise
from textwrap import wrap

from charts.description import ControlChart, ControlPoint, Mark, Shape, Stretch, Tone
from charts.geometry import HEADROOM, steps, years
from charts.palette import BAD, BG, CTL, GOOD, NEUBG, PEER, TEXT
from charts.placement import Box, Room
from charts.screen import template, timeline
from charts.screen.spots import BARE, LINE_HEIGHT, WIDEST, Spot, Text, around, written
from charts.screen.template import Part
from charts.screen.timeline import Frame

HEIGHT = 360
TOP, BOTTOM = 12, 34
LEFT, RIGHT = 16, 112
PLOT = HEIGHT - TOP - BOTTOM
NARROWEST = 200  # pixels of the plot on a phone
MARGIN = 0.015  # of the time axis, so that the first and the last point are whole
ASIDE = 10  # from the last point to the words at the right
LABEL_WIDTH = 15  # characters
ON_POINT, ON_LINE, ON_GRID = 8.0, 3.0, 2.0  # what it costs to write there

SYMBOLS = {
    Shape.DISC: ("circle", 7),
    Shape.DISC_OPEN: ("circle", 6.5),
    Shape.TRIANGLE_UP: ("triangle-up", 12),
    Shape.TRIANGLE_UP_OPEN: ("triangle-up", 10),
    Shape.TRIANGLE_DOWN: ("triangle-down", 12),
    Shape.TRIANGLE_DOWN_OPEN: ("triangle-down", 10),
    Shape.DIAMOND: ("diamond", 9.5),
    Shape.DIAMOND_OPEN: ("diamond", 9.5),
}
INK = {Tone.GOOD: GOOD.light, Tone.BAD: BAD.light, Tone.NONE: TEXT.light}


def drawn(chart: ControlChart) -> Part:
    """Draw a control chart as a Plotly figure, not yet checked."""
    top = _top(chart)
    margin = (chart.last - chart.first) * MARGIN
    frame = Frame(chart.first, chart.last, top, chart.scale, PLOT, margin)
    return template.drawing(
        HEIGHT,
        {"t": TOP, "b": BOTTOM, "l": LEFT, "r": RIGHT},
        data=[*(_middle(chart, stretch) for stretch in _judged(chart)), _line(chart), _dots(chart)],
        xaxis={**template.year_ticks(years(chart.first, chart.last, most=5)), "range": frame.span},
        yaxis={**template.ticks(steps(top), chart.scale), "range": [0, top]},
        annotations=_words(chart, frame),
        shapes=[
            *(_area(chart, stretch, margin / 2) for stretch in _judged(chart)),
            *timeline.upright(frame, chart.notes),
        ],
    )


def _judged(chart: ControlChart) -> list[Stretch]:
    return [stretch for stretch in chart.stretches if stretch.is_judged]


def _top(chart: ControlChart) -> float:
    values = [value for _, value in chart.known]
    limits = [limit.upper for stretch in _judged(chart) for limit in stretch.limits]
    shown = chart.scale.shown(max([*values, *limits], default=0)) * HEADROOM or 1.0
    return shown if chart.scale.highest is None else min(shown, chart.scale.highest)


def _area(chart: ControlChart, stretch: Stretch, widened: timedelta) -> Part:
    """What chance alone would do, behind the grid; it reaches past its first and last quarter."""
    first, *_, last = (*stretch.limits, stretch.limits[-1])
    upper = [(limit.at, limit.upper) for limit in stretch.limits]
    lower = [(limit.at, max(limit.lower, 0)) for limit in stretch.limits]
    before, after = first.at - widened, last.at + widened
    corners = [
        *((before, first.upper), *upper, (after, last.upper)),
        *((after, lower[-1][1]), *reversed(lower), (before, lower[0][1])),
    ]
    path = "L".join(f"{at.isoformat()},{chart.scale.shown(value):.6g}" for at, value in corners)
    return {
        "type": "path",
        "path": f"M{path}Z",
        "layer": "below",
        "fillcolor": NEUBG.light,
        "line": {"width": 0, "color": NEUBG.light},
    }


def _middle(chart: ControlChart, stretch: Stretch) -> Part:
    limits = stretch.limits
    centre = chart.scale.shown(stretch.centre or 0)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [limits[0].at.isoformat(), limits[-1].at.isoformat()],
        "y": [centre, centre],
        "line": {"color": CTL.light, "width": 1.3},
        "hoverinfo": "skip",
    }


def _line(chart: ControlChart) -> Part:
    """The thin line that leads from quarter to quarter, and stops at a gap."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [point.at.isoformat() for point in chart.points],
        "y": [
            None if point.value is None else chart.scale.shown(point.value)
            for point in chart.points
        ],
        "line": {"color": PEER.light, "width": 1.2},
        "hoverinfo": "skip",
    }


def _dots(chart: ControlChart) -> Part:
    judged = set(chart.judged)
    shapes = [point.mark.shape if point in judged else Shape.DISC_OPEN for point, _ in chart.known]
    inks = [_ink(point) if point in judged else PEER.light for point, _ in chart.known]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [point.at.isoformat() for point, _ in chart.known],
        "y": [chart.scale.shown(value) for _, value in chart.known],
        "marker": {
            "symbol": [SYMBOLS[shape][0] for shape in shapes],
            "size": [SYMBOLS[shape][1] for shape in shapes],
            "color": [
                BG.light if shape.is_open else ink for shape, ink in zip(shapes, inks, strict=True)
            ],
            "line": {
                "color": inks,
                "width": [
                    (1.2 if shape is Shape.DISC_OPEN else 1.8) if shape.is_open else 0
                    for shape in shapes
                ],
            },
            "opacity": 1,
        },
        "cliponaxis": False,
        **template.hover(
            "",
            [chart.scale.write(value) for _, value in chart.known],
            [
                (point.detail, point.label, _verdict(point) if point in judged else "")
                for point, _ in chart.known
            ],
        ),
    }


def _ink(point: ControlPoint) -> str:
    return PEER.light if point.mark is Mark.NONE else INK[point.tone]


def _verdict(point: ControlPoint) -> str:
    return "" if point.mark is Mark.NONE else point.mark.words


def _words(chart: ControlChart, frame: Frame) -> list[Part]:
    """The last flagged quarter, the notes and the limits, none upon another."""
    names = (_limit_names(chart, frame, stretch) for stretch in _judged(chart)[-1:])
    return written(
        [
            *(_flag(chart, frame, point) for point in chart.flagged[-1:]),
            *chain.from_iterable(names),
            *timeline.note_labels(frame, chart.notes, BARE),
        ],
        [*_in_the_way(chart, frame), *timeline.upright_boxes(frame, chart.notes)],
        Room(PLOT, NARROWEST, WIDEST, beyond=RIGHT),
    )


def _flag(chart: ControlChart, frame: Frame, point: ControlPoint) -> list[Spot]:
    """Count and words of the last flagged quarter."""
    value = point.value or 0
    count = point.detail or chart.scale.write(value)
    verdict = wrap(point.mark.words, LABEL_WIDTH)
    text = Text((count, *verdict), INK[point.tone], bold_lines=1, ground=BARE)
    return around(text, frame.anchor(point.at, value), 6)


def _limit_names(chart: ControlChart, frame: Frame, stretch: Stretch) -> Iterator[list[Spot]]:
    """The limits and the middle, named at the right; or upon them, when other quarters follow."""
    last = stretch.limits[-1]
    for name, of, outwards in (
        ("midterlinje", lambda _: stretch.centre or 0, 0),
        ("øvre grænse", lambda limits: limits.upper, -1),
        ("nedre grænse", lambda limits: max(limits.lower, 0), 1),
    ):
        text = Text((name,), ground=BARE)
        if last.at == chart.last:
            anchor = frame.anchor(last.at, of(last))
            shifts = [sign * step * LINE_HEIGHT / 2 for step in range(7) for sign in (1, -1)]
            yield [
                Spot(text, anchor, ASIDE, down, "left", (abs(down) - outwards * down / 2) / 2)
                for down in shifts
            ]
        else:
            yield [
                Spot(text, frame.anchor(limits.at, of(limits)), 0, down, "center", rank / 4)
                for rank, limits in enumerate(reversed(stretch.limits))
                for down in (-LINE_HEIGHT / 2 - 1, LINE_HEIGHT / 2 + 1)
            ]


def _in_the_way(chart: ControlChart, frame: Frame) -> Iterator[Box]:
    """The points, the line between them and the grid."""
    for point, value in chart.known:
        yield frame.dot(point.at, value, 6, ON_POINT)
    for (point, value), (following, next_value) in pairwise(chart.known):
        for way in (0.25, 0.5, 0.75):
            at = point.at + way * (following.at - point.at)
            yield frame.dot(at, value + way * (next_value - value), 3, ON_LINE)
    for step in steps(frame.top):
        down = PLOT * (1 - step / frame.top)
        yield Box(0, 0, WIDEST, down - 1, down + 1, ON_GRID)
