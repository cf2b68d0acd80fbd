"""What all charts on screen share: type, grid, hover, and the parts that Plotly needs often.

Everything is a plain dictionary; Plotly checks it once, when the figure is made.
"""

from collections.abc import Sequence
from typing import Any

from charts.description import Point, Scale, Series
from charts.geometry import middle_of, step_decimals
from charts.palette import ACCENT, BAD, CTL, EX, GOOD, LINE, MUTED, PANEL, PEER, TEXT, VEIL
from danish.numbers import number

Part = dict[str, Any]

FONT = '"Source Sans", "Source Sans 3", sans-serif'
AXIS_SIZE = 14
LABEL_SIZE = 13
PHONE = 640  # pixels of screen, at most
CHARACTER = 6.6  # pixels, generously, of a character in label size

_TEMPLATE: Part = {
    "layout": {
        "font": {"family": FONT, "size": AXIS_SIZE, "color": TEXT.light},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "colorway": [token.light for token in (ACCENT, PEER, BAD, GOOD, EX, TEXT)],
        "separators": ",.",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": PANEL.light,
            "bordercolor": CTL.light,
            "font": {"family": FONT, "size": AXIS_SIZE, "color": TEXT.light},
            "align": "left",
        },
        "xaxis": {
            "showgrid": False,
            "zeroline": False,
            "showline": True,
            "linecolor": CTL.light,
            "ticks": "",
            "tickfont": {"size": AXIS_SIZE, "color": MUTED.light},
            "ticklabeloverflow": "allow",
            "tickangle": 0,
            "fixedrange": True,
        },
        "yaxis": {
            "gridcolor": LINE.light,
            "zeroline": False,
            "showline": False,
            "ticks": "",
            "tickfont": {"size": AXIS_SIZE, "color": MUTED.light},
            "automargin": "left",
            "fixedrange": True,
        },
    }
}


def drawing(
    height: int, margin: Part, data: list[Part], xaxis: Part, yaxis: Part, **layout: object
) -> Part:
    """Put a figure together from its parts."""
    return {
        "data": data,
        "layout": {
            "template": _TEMPLATE,
            "height": height,
            "margin": margin,
            "xaxis": xaxis,
            "yaxis": yaxis,
            **layout,
        },
    }


def ticks(values: Sequence[float], scale: Scale) -> Part:
    """Tick marks with Danish numbers."""
    decimals = step_decimals(values)
    return {
        "tickvals": list(values),
        "ticktext": [number(value, decimals) + scale.suffix for value in values],
    }


def year_ticks(years: Sequence[int]) -> Part:
    """Tick marks in the middle of each year, so that a year's own figure stands over its name."""
    return {
        "type": "date",
        "tickvals": [middle_of(year).isoformat() for year in years],
        "ticktext": [str(year) for year in years],
    }


def line(series: Series, scale: Scale, colour: str, width: float, dash: str = "solid") -> Part:
    """A series as a line that stops at each gap; a point between two gaps is a dot."""
    trace: Part = {
        "type": "scatter",
        "mode": "lines",
        "x": [point.at.isoformat() for point in series.points],
        "y": [None if point.value is None else scale.shown(point.value) for point in series.points],
        "line": {"color": colour, "width": width, "dash": dash},
        **hover(
            series.name,
            ["" if point.value is None else scale.write(point.value) for point in series.points],
            [(point.detail, point.label) for point in series.points],
        ),
    }
    sizes = [width * 3 if alone else 0 for alone in _alone(series.points)]
    if any(sizes):
        dots = {"color": colour, "size": sizes, "opacity": 1, "line": {"width": 0}}
        trace |= {"mode": "lines+markers", "marker": dots, "cliponaxis": False}
    return trace


def end_dot(series: Series, scale: Scale, colour: str, size: float) -> Part:
    """A dot on the latest value."""
    latest = series.known[-1:]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [point.at.isoformat() for point, _ in latest],
        "y": [scale.shown(value) for _, value in latest],
        "marker": {"color": colour, "size": size, "opacity": 1, "line": {"width": 0}},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def hover(name: str, written: Sequence[str], below: Sequence[tuple[str, ...]]) -> Part:
    """The hover text of each point: name and value in bold, the counts, the period in words.

    Without a common `name`, what is `written` says it all.
    """
    return {
        "text": list(written),
        "customdata": ["".join(f"<br>{line}" for line in lines if line) for lines in below],
        "hovertemplate": f"<b>{f'{name} '.lstrip()}%{{text}}</b>%{{customdata}}<extra></extra>",
    }


def words(text: str, colour: str = MUTED.light, **place: object) -> Part:
    """Words inside a chart, on a veil that lets them be read across lines."""
    return {
        "text": text,
        "font": {"size": LABEL_SIZE, "color": colour},
        "showarrow": False,
        "bgcolor": VEIL.light,
        "borderpad": 1,
        **place,
    }


def on_wide_screens(text: str) -> str:
    """Words that a phone has no room for: there, their letters have no size."""
    size = f"clamp(0px, (100vw - {PHONE}px) * 99, {AXIS_SIZE}px)"
    return f'<span style="font-size: {size}">{text}</span>'


def _alone(points: Sequence[Point]) -> list[bool]:
    known = [False, *(point.value is not None for point in points), False]
    return [
        here and not before and not after
        for before, here, after in zip(known, known[1:], known[2:], strict=False)
    ]
