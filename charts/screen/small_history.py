"""A small history on screen: one of many on a page, with two lines and few marks."""

from charts.description import Role, SmallHistory
from charts.geometry import ceiling, spread, three_years
from charts.palette import ACCENT, MUTED, PEER
from charts.screen import template
from charts.screen.template import LABEL_SIZE, Part

HEIGHT = 180
TOP, BOTTOM, LEFT, RIGHT = 12, 30, 16, 92
PLOT = HEIGHT - TOP - BOTTOM
LABEL_GAP = 18
LABEL_SHIFT = 8  # from the last point to its label


def drawn(history: SmallHistory) -> Part:
    """Draw a small history as a Plotly figure, not yet checked."""
    full = history.ceiling or _ceiling(history)
    top = full * 1.01  # so that the line at the full height is drawn
    own = [series for series in history.series if series.role is Role.OWN]
    others = [series for series in history.series if series.role is not Role.OWN]
    return template.drawing(
        HEIGHT,
        {"t": TOP, "b": BOTTOM, "l": LEFT, "r": RIGHT},
        data=[
            *(template.line(series, history.scale, PEER.light, 1.5) for series in others),
            *(template.line(series, history.scale, ACCENT.light, 2.5) for series in own),
        ],
        xaxis={
            **template.year_ticks(three_years(history.first, history.last)),
            "range": [history.first.isoformat(), history.last.isoformat()],
        },
        yaxis={**template.ticks([0, full / 2, full], history.scale), "range": [0, top]},
        annotations=_end_labels(history, top),
    )


def _ceiling(history: SmallHistory) -> float:
    values = [value for series in history.series for _, value in series.known]
    return ceiling(history.scale.shown(max(values, default=0)), history.scale.highest)


def _end_labels(history: SmallHistory, top: float) -> list[Part]:
    ending = [series for series in history.series if series.known]
    values = [series.known[-1][1] for series in ending]
    wanted = [PLOT * (1 - history.scale.shown(value) / top) for value in values]
    places = spread(wanted, LABEL_GAP, 0, PLOT)
    return [
        {
            "text": f"<b>{history.scale.write(value)}</b> {series.label}",
            "xref": "paper",
            "x": 1,
            "y": top,
            "xanchor": "left",
            "yanchor": "middle",
            "xshift": LABEL_SHIFT,
            "yshift": -place,
            "showarrow": False,
            "font": {
                "size": LABEL_SIZE,
                "color": ACCENT.light if series.role is Role.OWN else MUTED.light,
            },
        }
        for series, value, place in zip(ending, values, places, strict=True)
    ]
