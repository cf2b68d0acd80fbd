"""Charts that set models beside each other, all in the colour of the text: none is picked out."""

import math
from collections.abc import Sequence

from charts.description import CostAgainstPoints, CostCourse, CostDot, Leads, Lollipops
from charts.geometry import spread, steps
from charts.palette import BG, CTL, FAINT, LINE, MUTED, NEUBG, PEER, TEXT
from charts.screen import template
from charts.screen.template import AXIS_SIZE, LABEL_SIZE, Part
from danish.numbers import number, signed

POINTS = (0, 25, 50, 75, 100)
ROW_HEIGHT = 28
COURSE_HEIGHT = 160
SCATTER_HEIGHT = 330
LABEL_STEP = 17  # pixels between two labels
TOP, BOTTOM, HEADROOM = 10, 34, 4  # of the chart of cost and points; the last in points


def lollipops(chart: Lollipops) -> Part:
    """Draw the points as lines that end in a dot, on a scale from 0 to 100."""
    rows = chart.rows
    known = [(place, row.value) for place, row in enumerate(rows) if row.value is not None]
    return template.drawing(
        ROW_HEIGHT * len(rows) + 40,
        {"t": 4, "b": 30, "l": 0, "r": 12},
        data=[
            *(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": [0, value],
                    "y": [place, place],
                    "line": {"color": FAINT.light, "width": 2},
                    "hoverinfo": "skip",
                }
                for place, value in known
            ),
            {
                "type": "scatter",
                "mode": "markers",
                "x": [value for _, value in known],
                "y": [place for place, _ in known],
                "marker": {"color": TEXT.light, "size": 12, "opacity": 1, "line": {"width": 0}},
                "cliponaxis": False,
                **template.hover(
                    "",
                    [f"{rows[place].name} {number(value)} point" for place, value in known],
                    [(rows[place].detail,) for place, _ in known],
                ),
            },
        ],
        xaxis={
            "tickvals": list(POINTS),
            "ticktext": [number(value) for value in POINTS],
            "range": [0, 104],
            "showgrid": True,
            "gridcolor": LINE.light,
        },
        yaxis=_names([row.name for row in rows]),
        annotations=[
            {
                "text": row.detail if row.value is None else f"<b>{number(row.value)}</b>",
                "x": row.value or 0,
                "y": place,
                "xanchor": "left",
                "xshift": 12 if row.value is not None else 4,
                "showarrow": False,
                "font": {
                    "size": AXIS_SIZE if row.value is not None else LABEL_SIZE,
                    "color": TEXT.light if row.value is not None else MUTED.light,
                },
            }
            for place, row in enumerate(rows)
        ],
    )


def leads(chart: Leads) -> Part:
    """Draw how far the lead moves: a bar from down to up, and an upright line at the lead now."""
    ends = [chart.now, 0.0, *(end for bar in chart.bars for end in (bar.down, bar.up))]
    low, high = min(ends), max(ends)
    room = max(high - low, 1.0) * 0.14
    return template.drawing(
        26 * len(chart.bars) + 48,
        {"t": 22, "b": 26, "l": 0, "r": 4},
        data=[
            {
                "type": "scatter",
                "mode": "lines",
                "x": [bar.down, bar.up],
                "y": [place, place],
                "line": {"color": PEER.light, "width": 10},
                "hoverinfo": "skip",
            }
            for place, bar in enumerate(chart.bars)
        ],
        xaxis={
            **_signed_ticks(low, high),
            "range": [low - room, high + room],
            "showgrid": True,
            "gridcolor": LINE.light,
        },
        yaxis=_names([bar.name for bar in chart.bars]),
        shapes=[
            _upright(0, CTL.light, "solid"),
            _upright(chart.now, TEXT.light, "dot"),
        ],
        annotations=[
            {
                "text": f"nu {signed(chart.now, 1)}",
                "x": chart.now,
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"size": LABEL_SIZE, "color": TEXT.light},
            },
            *(
                {
                    "text": signed(end, 1),
                    "x": end,
                    "y": place,
                    "xanchor": "right" if end == min(bar.down, bar.up) else "left",
                    "xshift": -6 if end == min(bar.down, bar.up) else 6,
                    "showarrow": False,
                    "font": {"size": LABEL_SIZE, "color": MUTED.light},
                }
                for place, bar in enumerate(chart.bars)
                for end in {bar.down, bar.up}
            ),
        ],
    )


def cost_against_points(chart: CostAgainstPoints) -> Part:
    """Draw the models by cost and points; a dominated one is an open ring."""
    # What is dominated lies below what is not.
    dots = sorted(chart.dots, key=lambda dot: not dot.dominated)
    costs = [chart.scale.shown(dot.cost) for dot in dots]
    low, high = min([0.0, *costs]), max([0.0, *costs])
    room = max(high - low, 0.1) * 0.12
    ticks = _ticks(low, high + room)
    return template.drawing(
        SCATTER_HEIGHT,
        {"t": TOP, "b": BOTTOM, "l": 0, "r": 20},
        data=[
            {
                "type": "scatter",
                "mode": "markers",
                "x": costs,
                "y": [dot.points for dot in dots],
                "marker": {
                    "color": [BG.light if dot.dominated else TEXT.light for dot in dots],
                    "size": 13,
                    "opacity": 1,
                    "line": {
                        "width": 2,
                        "color": [PEER.light if dot.dominated else TEXT.light for dot in dots],
                    },
                },
                "cliponaxis": False,
                **template.hover(
                    "",
                    [
                        f"{dot.name} {number(dot.points)} point, {chart.scale.write(dot.cost)}"
                        for dot in dots
                    ],
                    [(dot.detail,) for dot in dots],
                ),
            }
        ],
        xaxis={
            **template.ticks(ticks, chart.scale),
            "range": [low - room, high + room],
            "showgrid": True,
            "gridcolor": LINE.light,
        },
        yaxis={
            "tickvals": list(POINTS),
            "ticktext": [number(value) for value in POINTS],
            "range": [0, POINTS[-1] + HEADROOM],
        },
        annotations=[
            {
                "text": f"<s>{dot.name}</s>" if dot.dominated else f"<b>{dot.name}</b>",
                "x": cost,
                "y": dot.points,
                "xanchor": "left",
                "xshift": 11,
                "yshift": shift,
                "showarrow": False,
                "font": {
                    "size": AXIS_SIZE,
                    "color": MUTED.light if dot.dominated else TEXT.light,
                },
            }
            for cost, dot, shift in zip(costs, dots, _shifts(costs, dots, room), strict=True)
        ],
    )


def _shifts(costs: Sequence[float], dots: Sequence[CostDot], room: float) -> list[float]:
    """How many pixels each label stands above its dot, so that those of close dots keep apart."""
    shifts = [0.0] * len(dots)
    pixels = (SCATTER_HEIGHT - TOP - BOTTOM) / (POINTS[-1] + HEADROOM)
    left = sorted(range(len(dots)), key=lambda at: costs[at])
    while left:
        column = [at for at in left if costs[at] - costs[left[0]] < room]
        left = left[len(column) :]
        wanted = [dots[at].points * pixels + LABEL_STEP / 2 for at in column]
        found = spread(wanted, LABEL_STEP, 0, SCATTER_HEIGHT)
        for at, height in zip(column, found, strict=True):
            shifts[at] = height - dots[at].points * pixels
    return shifts


def cost_course(chart: CostCourse) -> Part:
    """Draw the cost added up, with a band from the least to the most."""
    years = [one.year for one in chart.years]
    low, high = chart.scale.shown(chart.lowest), chart.scale.shown(chart.highest)
    room = max(high - low, 0.1) * 0.08
    ticks = _ticks(low, high)
    band = [chart.scale.shown(one.upper) for one in chart.years] + [
        chart.scale.shown(one.lower) for one in reversed(chart.years)
    ]
    line = [chart.scale.shown(one.value) for one in chart.years]
    return template.drawing(
        COURSE_HEIGHT,
        {"t": 6, "b": 28, "l": 0, "r": 62},
        data=[
            {
                "type": "scatter",
                "mode": "lines",
                "x": [*years, *reversed(years)],
                "y": band,
                "fill": "toself",
                "fillcolor": NEUBG.light,
                "line": {"width": 0, "color": NEUBG.light},
                "hoverinfo": "skip",
            },
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": years,
                "y": line,
                "line": {"color": TEXT.light, "width": 2},
                "marker": {"color": TEXT.light, "size": 7, "opacity": 1, "line": {"width": 0}},
                "cliponaxis": False,
                **template.hover(
                    "",
                    [chart.scale.write(one.value) for one in chart.years],
                    [
                        (chart.scale.write_interval(one.lower, one.upper), f"til og med {one.year}")
                        for one in chart.years
                    ],
                ),
            },
        ],
        xaxis={
            "tickvals": years,
            "ticktext": [str(year) for year in years],
            "range": [years[0] - 0.2, years[-1] + 0.2],
        },
        yaxis={
            **template.ticks(ticks, chart.scale),
            "range": [low - room, high + room],
            "zeroline": True,
            "zerolinecolor": CTL.light,
        },
        annotations=[
            {
                "text": f"<b>{chart.scale.write(chart.last.value)}</b>",
                "x": years[-1],
                "y": line[-1],
                "xanchor": "left",
                "xshift": 8,
                "showarrow": False,
                "font": {"size": AXIS_SIZE, "color": TEXT.light},
            }
        ],
    )


def _names(names: Sequence[str]) -> Part:
    """An axis with names at the left, the first one at the top."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": list(names),
        "tickfont": {"size": AXIS_SIZE, "color": TEXT.light},
        "range": [len(names) - 0.4, -0.6],
        "showgrid": False,
        "ticks": "outside",
        "ticklen": 6,
        "tickcolor": "rgba(0,0,0,0)",
    }


def _signed_ticks(low: float, high: float) -> Part:
    values = _ticks(low, high)
    return {"tickvals": values, "ticktext": [signed(value) for value in values]}


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers from low to high, as far apart on both sides of 0."""
    marks = steps(max(high, -low, 0.1))
    step = marks[1] - marks[0]
    return [
        round(place * step, 10)
        for place in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
    ]


def _upright(at: float, colour: str, dash: str) -> Part:
    return {
        "type": "line",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": colour, "width": 1.5, "dash": dash},
    }
