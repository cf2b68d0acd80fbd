"""A comparison on screen: one dot and one interval per area, highest first."""

from charts.description import Comparison, Role, Row
from charts.geometry import steps
from charts.palette import ACCENT, BG, LINE, MUTED, PEER, TEXT
from charts.screen import template
from charts.screen.template import AXIS_SIZE, LABEL_SIZE, Part

HEIGHT = 360
ROW_HEIGHT = 26  # more rows than fit make the chart taller
TOP, BOTTOM, RIGHT = 4, 34, 56


def drawn(comparison: Comparison) -> Part:
    """Draw a comparison as a Plotly figure, not yet checked."""
    rows = comparison.ranked
    top = _top(comparison)
    return template.drawing(
        max(HEIGHT, TOP + BOTTOM + ROW_HEIGHT * len(rows)),
        {"t": TOP, "b": BOTTOM, "l": 0, "r": RIGHT},
        data=[
            trace
            for place, row in enumerate(rows)
            for trace in (_interval(comparison, row, place), _dot(comparison, row, place))
        ],
        xaxis={
            **template.ticks(steps(top), comparison.scale),
            "range": [0, top],
            "showgrid": True,
            "gridcolor": LINE.light,
        },
        yaxis={
            "tickvals": list(range(len(rows))),
            "ticktext": [_name(row) for row in rows],
            "tickfont": {"size": AXIS_SIZE, "color": TEXT.light},
            "range": [len(rows) - 0.4, -0.6],
            "showgrid": False,
            "ticks": "outside",
            "ticklen": 8,
            "tickcolor": "rgba(0,0,0,0)",
        },
        annotations=[_value(comparison, row, place) for place, row in enumerate(rows)],
    )


def _top(comparison: Comparison) -> float:
    ends = [_end(row) for row in comparison.rows]
    return comparison.scale.shown(max(ends)) or 1.0


def _end(row: Row) -> float:
    """How far to the right a row reaches."""
    return max(row.value or 0, row.upper or 0)


def _name(row: Row) -> str:
    return f"<b>{row.name}</b>" if row.role is Role.OWN else row.name


def _interval(comparison: Comparison, row: Row, place: int) -> Part:
    own = row.role is Role.OWN
    limits = [limit for limit in (row.lower, row.upper) if limit is not None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [comparison.scale.shown(limit) for limit in limits],
        "y": [place] * len(limits),
        "line": {"color": ACCENT.light if own else PEER.light, "width": 4 if own else 2},
        "hoverinfo": "skip",
    }


def _dot(comparison: Comparison, row: Row, place: int) -> Part:
    known = [] if row.value is None else [row.value]
    match row.role:
        case Role.OWN:
            marker: Part = {"color": ACCENT.light, "size": 12, "line": {"width": 0}}
        case Role.PEER:
            marker = {"color": PEER.light, "size": 9, "line": {"width": 0}}
        case _:
            edge = {"color": PEER.light, "width": 2}
            marker = {"symbol": "diamond", "color": BG.light, "size": 10, "line": edge}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [comparison.scale.shown(value) for value in known],
        "y": [place for _ in known],
        "marker": marker | {"opacity": 1},
        "cliponaxis": False,
        **template.hover(
            row.name,
            [comparison.scale.write(value) for value in known],
            [(row.detail, comparison.period) for _ in known],
        ),
    }


def _value(comparison: Comparison, row: Row, place: int) -> Part:
    """The value in words, right of the interval; for a row without one, the reason."""
    own = row.role is Role.OWN
    words = row.detail or "ingen tal" if row.value is None else comparison.scale.write(row.value)
    return {
        "text": f"<b>{words}</b>" if own else words,
        "x": comparison.scale.shown(_end(row)),
        "y": place,
        "xanchor": "left",
        "xshift": 10,
        "showarrow": False,
        "font": {"size": 14 if own else LABEL_SIZE, "color": ACCENT.light if own else MUTED.light},
    }
