"""A target path on screen: what was, where it should be each year, and the target."""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from itertools import pairwise

from charts.description import Baseline, Point, TargetPath
from charts.geometry import HEADROOM, steps, years
from charts.palette import ACCENT, BAND, CTL, NEUBG, TEXT
from charts.placement import Box, Room
from charts.screen import template, timeline
from charts.screen.bands import band
from charts.screen.spots import BARE, LINE_HEIGHT, WIDEST, Spot, Text, around, written
from charts.screen.template import Part
from charts.screen.timeline import Frame

HEIGHT = 360
TOP, BOTTOM = 12, 34
LEFT, RIGHT = 16, 130
PLOT = HEIGHT - TOP - BOTTOM
NARROWEST = 180  # pixels of the plot on a phone
ASIDE = 12  # from the last point to the words at the right
PATH_NAME = "sporet"
FORECAST_NAME = "fremskrivning"


def drawn(chart: TargetPath) -> Part:
    """Draw a target path as a Plotly figure, not yet checked."""
    top = _top(chart)
    frame = Frame(chart.first, chart.last, top, chart.scale, PLOT)
    return template.drawing(
        HEIGHT,
        {"t": TOP, "b": BOTTOM, "l": LEFT, "r": RIGHT},
        data=list(_traces(chart)),
        xaxis={**template.year_ticks(years(chart.first, chart.last)), "range": frame.span},
        yaxis={**template.ticks(steps(top), chart.scale), "range": [0, top]},
        annotations=_words(chart, frame),
        shapes=timeline.upright(frame, chart.notes),
    )


def forecast_from_now(chart: TargetPath) -> tuple[Point, ...]:
    """The forecast with the latest value before it, so that it opens from there."""
    if not chart.forecast:
        return ()
    now = [Point(point.at, value, value, value) for point, value in chart.own.known[-1:]]
    return (*now, *chart.forecast)


def _top(chart: TargetPath) -> float:
    points = (*chart.own.points, *chart.path, *chart.forecast)
    ends = [end for point in points for end in (point.value, point.upper) if end is not None]
    level = [] if chart.baseline is None else [chart.baseline.value]
    shown = chart.scale.shown(max([*ends, *level, chart.target.value])) * HEADROOM or 1.0
    return shown if chart.scale.highest is None else min(shown, chart.scale.highest)


def _traces(chart: TargetPath) -> Iterator[Part]:
    scale, own, target = chart.scale, chart.own, chart.target
    thin = (chart.last - chart.first) / 150
    yield band(chart.path, scale, NEUBG.light, thin)
    if chart.baseline is not None:
        yield _level(chart, chart.baseline)
    yield {
        **_plain(chart, chart.path),
        "line": {"color": CTL.light, "width": 1.8},
        **template.hover(
            "Sporet",
            ["" if point.value is None else scale.write(point.value) for point in chart.path],
            [(_within(chart, point), point.label) for point in chart.path],
        ),
    }
    ahead = forecast_from_now(chart)
    yield band(ahead, scale, BAND.light, thin)
    yield band(own.points, scale, BAND.light, thin)
    yield {
        **_plain(chart, ahead),
        "line": {"color": ACCENT.light, "width": 2, "dash": "dot"},
        **template.hover(
            "Fremskrivning",
            ["" if point.value is None else scale.write(point.value) for point in ahead],
            [(_within(chart, point), point.label) for point in ahead],
        ),
    }
    yield template.line(own, scale, ACCENT.light, 3)
    yield template.end_dot(own, scale, ACCENT.light, 9)
    yield {
        "type": "scatter",
        "mode": "markers",
        "x": [target.at.isoformat()],
        "y": [scale.shown(target.value)],
        "marker": {
            "symbol": "circle-open-dot",
            "color": TEXT.light,
            "size": 15,
            "opacity": 1,
            "line": {"width": 2},
        },
        "cliponaxis": False,
        **template.hover("", [escape(target.text, quote=False)], [()]),
    }


def _plain(chart: TargetPath, points: Sequence[Point]) -> Part:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [point.at.isoformat() for point in points],
        "y": [None if point.value is None else chart.scale.shown(point.value) for point in points],
    }


def _within(chart: TargetPath, point: Point) -> str:
    if point.lower is None or point.upper is None or point.lower == point.upper:
        return ""
    return f"80 % interval {chart.scale.write_interval(point.lower, point.upper)}"


def _level(chart: TargetPath, baseline: Baseline) -> Part:
    level = chart.scale.shown(baseline.value)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [baseline.first.isoformat(), baseline.last.isoformat()],
        "y": [level, level],
        "line": {"color": TEXT.light, "width": 2},
        "hoverinfo": "skip",
    }


def _words(chart: TargetPath, frame: Frame) -> list[Part]:
    """Target, latest value, forecast, baseline, path and notes, none upon another."""
    return written(
        [
            _at_right(
                frame,
                Text((chart.target.text,), TEXT.light, bold_lines=1, ground=BARE),
                *_end(chart),
            ),
            *(_latest(chart, frame, point.at, value) for point, value in chart.own.known[-1:]),
            *_forecast_name(chart, frame),
            *([] if chart.baseline is None else [_level_name(frame, chart.baseline)]),
            *timeline.note_labels(frame, chart.notes, BARE),
            *([spots] if (spots := list(_path_name(chart, frame))) else []),
        ],
        [*_in_the_way(chart, frame), *timeline.upright_boxes(frame, chart.notes)],
        Room(PLOT, NARROWEST, WIDEST, beyond=RIGHT),
    )


def _end(chart: TargetPath) -> tuple[date, float]:
    return chart.target.at, chart.target.value


def _at_right(frame: Frame, text: Text, at: date, value: float) -> list[Spot]:
    """Words to the right of a point, as near to its height as may be."""
    shifts = [sign * step * LINE_HEIGHT / 2 for step in range(7) for sign in (1, -1)]
    anchor = frame.anchor(at, value)
    return [Spot(text, anchor, ASIDE, down, "left", abs(down) / 2) for down in shifts]


def _latest(chart: TargetPath, frame: Frame, at: date, value: float) -> list[Spot]:
    words = f"{chart.own.label} {chart.scale.write(value)}"
    text = Text((words,), ACCENT.light, 15, bold_lines=1, ground=BARE)
    return around(text, frame.anchor(at, value), 5, ACCENT.light)


def _forecast_name(chart: TargetPath, frame: Frame) -> Iterator[list[Spot]]:
    for point in chart.forecast[-1:]:
        if point.value is not None:
            text = Text(
                (f"{FORECAST_NAME} {chart.scale.write(point.value)}",), ACCENT.light, ground=BARE
            )
            if point.at == chart.last:
                yield _at_right(frame, text, point.at, point.value)
            else:
                yield around(text, frame.anchor(point.at, point.value), 4)


def _level_name(frame: Frame, baseline: Baseline) -> list[Spot]:
    """The words of the baseline, above or under its line."""
    middle = baseline.first + (baseline.last - baseline.first) / 2
    text = Text((baseline.text,), TEXT.light, ground=BARE)
    return [
        Spot(
            text, frame.anchor(at, baseline.value), right, down, side, cost + abs(down) / 10, leader
        )
        for down in (-13, 13, -30, 30, -46, 46, -62, 62, -80, 80)
        for leader in [TEXT.light if abs(down) > LINE_HEIGHT else ""]
        for at, right, side, cost in (
            (middle, 0, "center", 0.0),
            (baseline.first, 3, "left", 1.0),
            (baseline.first, -3, "right", 1.0),
            (baseline.last, 3, "left", 1.0),
            (baseline.last, -3, "right", 1.0),
        )
    ]


def _path_name(chart: TargetPath, frame: Frame) -> Iterator[Spot]:
    """The name of the path, beside it, as late as may be."""
    text = Text((PATH_NAME,), ground=BARE)
    for rank, point in enumerate(reversed(chart.path[:-1])):
        if point.value is not None:
            anchor = frame.anchor(point.at, point.value)
            for down in (12, -12, 20, -20, 30, -30, 42, -42):
                leader = CTL.light if abs(down) > 2 * LINE_HEIGHT else ""
                yield Spot(text, anchor, 0, down, "center", rank + abs(down) / 5, leader)


def _in_the_way(chart: TargetPath, frame: Frame) -> Iterator[Box]:
    for points, cost in ((chart.own.points, 20.0), (chart.path, 4.0), (chart.forecast, 5.0)):
        known = [(point.at, point.value) for point in points if point.value is not None]
        between = (
            (first + (last - first) / 2, (value + following) / 2)
            for (first, value), (last, following) in pairwise(known)
        )
        for at, value in (*known, *between):
            yield frame.dot(at, value, 5, cost)
    if chart.baseline is not None:
        for at in (chart.baseline.first, chart.baseline.last):
            yield frame.dot(at, chart.baseline.value, 4, 8)
    yield frame.dot(chart.target.at, chart.target.value, 8, 30)
