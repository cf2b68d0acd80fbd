"""The shapes that go with the status words, as paths on a square of 16 by 16.

The shape says which way a number went; the word beside it says whether that is good.
"""

from dataclasses import dataclass

from charts.description import Shape

SIZE = 16


@dataclass(frozen=True)
class Icon:
    """A shape: what is filled, what is drawn with a pen, and how the pen is lifted."""

    filled: str = ""
    drawn: str = ""
    pen: float = 1.6
    dashes: str = ""

    @property
    def svg(self) -> str:
        """The shape as an SVG drawing with single quotes, in one colour."""
        dashes = f" stroke-dasharray='{self.dashes}'" if self.dashes else ""
        parts = (
            f"<path d='{self.filled}'/>" if self.filled else "",
            f"<path d='{self.drawn}' fill='none' stroke='red' stroke-width='{self.pen}'{dashes}/>"
            if self.drawn
            else "",
        )
        return (
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {SIZE} {SIZE}'>"
            f"{''.join(parts)}</svg>"
        )


def _disc(x: float, y: float, radius: float) -> str:
    arc = f"a{radius} {radius} 0 1 1"
    return f"M{x - radius:g} {y:g}{arc} {2 * radius:g} 0{arc} {-2 * radius:g} 0"


_UP = "M8 1.8 14 8h-3.4v6H5.4V8H2z"
_DOWN = "M8 14.2 14 8h-3.4V2H5.4v6H2z"

ICONS = {
    "over": Icon(filled=_disc(8, 5, 3.2), drawn="M1 12.5h14"),
    "on": Icon(filled=_disc(8, 8, 3.2), drawn="M1 8h14"),
    "under": Icon(filled=_disc(8, 11, 3.2), drawn="M1 3.5h14"),
    "dash": Icon(drawn="M4 8h8", pen=1.8),
    "up": Icon(filled=_UP),
    "down": Icon(filled=_DOWN),
    "up-o": Icon(drawn=_UP, pen=1.5),
    "down-o": Icon(drawn=_DOWN, pen=1.5),
    "wave": Icon(drawn="M1.5 9c1.5-5 4-5 6.5-1s5 4 6.5-1"),
    "ask": Icon(
        filled=_disc(8, 13.2, 1.3), drawn="M5 5.6a3 3 0 1 1 4.6 2.5C8.5 8.8 8 9.4 8 10.6", pen=2
    ),
    "tick": Icon(drawn="m2.8 8.6 3.6 3.6 6.8-8", pen=2.2),
    "cross": Icon(drawn="m3.5 3.5 9 9m0-9-9 9", pen=2.2),
    "right": Icon(drawn="M2 8h11M9 4l4 4-4 4"),
    "full": Icon(filled=_disc(8, 8, 6)),
    "half": Icon(filled="M8 2a6 6 0 0 0 0 12z", drawn=_disc(8, 8, 5.3), pen=1.4),
    "ring": Icon(drawn=_disc(8, 8, 5.4), pen=1.5, dashes="2.6 1.64"),
    "load": Icon(drawn="M8 2v8.5M4.2 7 8 10.8 11.8 7M2.5 14h11"),
}

_TRIANGLE_UP = "M8 3.2 13.6 12.8H2.4z"
_TRIANGLE_DOWN = "M8 12.8 13.6 3.2H2.4z"
_DIAMOND = "M8 2.4 13.6 8 8 13.6 2.4 8z"

# What the points of a chart look like. These have no class in the style sheet: few pages show them.
SHAPES = {
    Shape.DISC: Icon(filled=_disc(8, 8, 4)),
    Shape.DISC_OPEN: Icon(drawn=_disc(8, 8, 4), pen=1.5),
    Shape.TRIANGLE_UP: Icon(filled=_TRIANGLE_UP),
    Shape.TRIANGLE_UP_OPEN: Icon(drawn=_TRIANGLE_UP, pen=1.8),
    Shape.TRIANGLE_DOWN: Icon(filled=_TRIANGLE_DOWN),
    Shape.TRIANGLE_DOWN_OPEN: Icon(drawn=_TRIANGLE_DOWN, pen=1.8),
    Shape.DIAMOND: Icon(filled=_DIAMOND),
    Shape.DIAMOND_OPEN: Icon(drawn=_DIAMOND, pen=1.8),
}
