"""A sparkline as an HTML element that takes its colour from the theme.

The line is a mask, drawn in Python; what shows through it is a background that the style sheet
colours. So it turns with the theme like any other text, and survives Streamlit's cleaning of HTML,
which removes drawings but leaves the style of an element.
"""

from datetime import date
from html import escape
from urllib.parse import quote

from charts.alternative import sparkline_text
from charts.description import Point, Sparkline

WIDTH, HEIGHT = 132, 26
INSET = 3  # room for half a dot
DOT = 2.6
PEN = 1.6


def element(sparkline: Sparkline) -> str:
    """Return the sparkline as HTML, from zero, with a dot on the latest value."""
    mask = quote(_svg(sparkline), safe=" =:/,.-")
    return (
        f'<span class="ti-s" role="img" aria-label="{escape(sparkline_text(sparkline))}" '
        f"style=\"--s:url('data:image/svg+xml,{mask}')\"></span>"
    )


def _svg(sparkline: Sparkline) -> str:
    places = _places(sparkline.points)
    path = ""
    for before, place in zip([None, *places], places, strict=False):
        if place is None:
            continue
        x, y = place
        # A stretch opens with a line of no length: alone between two gaps it is a small dot.
        path += f"L{x:g} {y:g}" if before else f"M{x:g} {y:g}h0"
    known = [place for place in places if place]
    dot = "".join(f"<circle cx='{x:g}' cy='{y:g}' r='{DOT}'/>" for x, y in known[-1:])
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}'>"
        f"<path d='{path}' fill='none' stroke='red' stroke-width='{PEN}' "
        f"stroke-linejoin='round' stroke-linecap='round'/>{dot}</svg>"
    )


def _places(points: tuple[Point, ...]) -> list[tuple[float, float] | None]:
    top = max((point.value for point in points if point.value is not None), default=0) or 1
    return [
        None
        if point.value is None
        else (
            round(INSET + _share(points, point.at) * (WIDTH - 2 * INSET), 1),
            round(HEIGHT - (HEIGHT - INSET) * point.value / top, 1),
        )
        for point in points
    ]


def _share(points: tuple[Point, ...], at: date) -> float:
    whole = (points[-1].at - points[0].at).days
    return (at - points[0].at).days / whole if whole else 1.0
