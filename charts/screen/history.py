"""A history on screen: the others thin and grey, the municipality in front with its interval."""

from datetime import timedelta

from charts.description import Break, History, Marked, Role, Series
from charts.geometry import history_top, leaving, runs, steps, years
from charts.palette import ACCENT, BAND, CTL, FAINT, PEER, TEXT
from charts.screen import history_words, template
from charts.screen.template import Part

HEIGHT = 360
TOP, BOTTOM = 12, 34  # margins; fixed, so that labels can be placed in pixels
LEFT, RIGHT = 16, 138
PLOT = HEIGHT - TOP - BOTTOM

_BEHIND = (Role.PEER, Role.GROUP, Role.REGION, Role.COUNTRY)


def drawn(history: History) -> Part:
    """Draw a history as a Plotly figure, not yet checked."""
    top = history_top(history)
    breaks = [
        history_words.break_words(history, note, top, place)
        for place, note in enumerate(history.breaks)
    ]
    taken = sum(1 + words["text"].count("<br>") for words in breaks if words["y"] == 1)
    peaks = enumerate(leaving(history, top), start=taken)
    return template.drawing(
        HEIGHT,
        {"t": TOP, "b": BOTTOM, "l": LEFT, "r": max(RIGHT, history_words.room_for_labels(history))},
        data=_traces(history),
        xaxis={**template.year_ticks(years(history.first, history.last)), "range": _span(history)},
        yaxis={**template.ticks(steps(top), history.scale), "range": [0, top]},
        annotations=[
            *history_words.end_labels(history, top, PLOT),
            *(history_words.peak_words(history, peak, line) for line, peak in peaks),
            *breaks,
            *(
                words
                for note in history.marked
                for words in history_words.marked_words(history, note)
            ),
        ],
        shapes=[_break_line(note) for note in history.breaks],
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
        _band(history),
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


def _band(history: History) -> Part:
    """The interval as one closed shape for each stretch between gaps, a lone point's a thin bar."""
    scale = history.scale
    thin = (history.last - history.first) / 150
    x: list[str | None] = []
    y: list[float | None] = []
    for run in runs(history.own):
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
        "fillcolor": BAND.light,
        "line": {"width": 0, "color": ACCENT.light},
        "hoverinfo": "skip",
    }


def _break_line(note: Break) -> Part:
    return {
        "type": "line",
        "layer": "below",
        "x0": note.at.isoformat(),
        "x1": note.at.isoformat(),
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": CTL.light, "width": 1.5, "dash": "dash"},
    }


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
            "size": 13,
            "opacity": 1,
            "line": {"width": 1.5},
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _span(history: History) -> list[str]:
    """The time axis, from the first point to the last; half a year to each side of a single one."""
    room = timedelta(days=183 if history.first == history.last else 0)
    return [(history.first - room).isoformat(), (history.last + room).isoformat()]
