"""A history on screen: the others thin and grey, the municipality in front with its interval."""

from charts.description import History, Marked, Role, Series
from charts.geometry import history_top, steps, years
from charts.palette import ACCENT, BAND, FAINT, PEER, TEXT
from charts.screen import history_words, template, timeline
from charts.screen.bands import band
from charts.screen.template import Part
from charts.screen.timeline import Frame

HEIGHT = 360
TOP, BOTTOM = 12, 34  # margins; fixed, so that labels can be placed in pixels
LEFT, RIGHT = 16, 138
PLOT = HEIGHT - TOP - BOTTOM

_BEHIND = (Role.PEER, Role.GROUP, Role.REGION, Role.COUNTRY)


def drawn(history: History) -> Part:
    """Draw a history as a Plotly figure, not yet checked."""
    top = history_top(history)
    frame = Frame(history.first, history.last, top, history.scale, PLOT)
    right = max(RIGHT, history_words.room_for_labels(history))
    return template.drawing(
        HEIGHT,
        {"t": TOP, "b": BOTTOM, "l": LEFT, "r": right},
        data=_traces(history),
        xaxis={**template.year_ticks(years(history.first, history.last)), "range": frame.span},
        yaxis={**template.ticks(steps(top), history.scale), "range": [0, top]},
        annotations=[
            *history_words.end_labels(history, top, PLOT),
            *history_words.inner_labels(history, frame),
        ],
        shapes=timeline.upright(frame, history.notes),
    )


def _traces(history: History) -> list[Part]:
    behind = [
        _behind(history, series)
        for role in _BEHIND
        for series in history.series
        if series.role is role
    ]
    own, scale = history.own, history.scale
    return [
        *behind,
        band(own.points, scale, BAND.light, (history.last - history.first) / 150),
        template.line(own, scale, ACCENT.light, 3),
        template.end_dot(own, scale, ACCENT.light, 9),
        *(_ring(history, note) for note in history.marked),
    ]


def _behind(history: History, series: Series) -> Part:
    match series.role:
        case Role.PEER:
            return template.line(series, history.scale, FAINT.light, 1.3)
        case Role.GROUP:
            return template.line(series, history.scale, PEER.light, 1.8)
        case _:
            return template.line(series, history.scale, PEER.light, 1.8, "dot")


def _ring(history: History, note: Marked) -> Part:
    """A ring round the figure that needs an explanation."""
    points = history_words.own_at(history, note.at)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [point.at.isoformat() for point, _ in points],
        "y": [history.scale.shown(value) for _, value in points],
        "marker": {
            "symbol": "circle-open",
            "color": TEXT.light,
            "size": history_words.RING,
            "opacity": 1,
            "line": {"width": 1.5},
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
