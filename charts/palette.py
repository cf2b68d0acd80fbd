"""The colours, light and dark: the one source for style sheet, theme file and charts.

Charts are always drawn in the light colours. The style sheet recolours them in the browser when the
theme is dark, by the light colour alone, so no two tokens may share one.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Token:
    """A colour with a meaning, once for each theme.

    Attributes
    ----------
    name
        As in the style sheet: ``accent`` is ``--ti-accent``.
    light, dark
        Hexadecimal, as ``#00636E``.
    """

    name: str
    light: str
    dark: str

    @property
    def rgb(self) -> str:
        """The light colour as a browser writes it back: ``rgb(0, 99, 110)``."""
        return f"rgb({_channels(self.light)})"


@dataclass(frozen=True)
class Tint:
    """A token that lets what lies below shine through, more or less by theme."""

    name: str
    token: Token
    light_opacity: float
    dark_opacity: float

    @property
    def light(self) -> str:
        """The light colour with its opacity, for a chart."""
        return f"rgba({_channels(self.token.light)}, {self.light_opacity:g})"

    @property
    def dark(self) -> str:
        """The dark colour with its opacity."""
        return f"rgba({_channels(self.token.dark)}, {self.dark_opacity:g})"


def _channels(colour: str) -> str:
    return ", ".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))


BG = Token("bg", "#FFFFFF", "#14191C")  # the page
PANEL = Token("panel", "#F6F5F2", "#1D2327")  # definition box, hover box
TEXT = Token("text", "#1C2226", "#ECEFF0")
MUTED = Token("muted", "#565F66", "#A9B3B9")  # units, axes, "ingen sikker ændring"
ACCENT = Token("accent", "#00636E", "#5CC6CF")  # the municipality, and what can be pressed
GOOD = Token("good", "#1F5FB0", "#8AB8F5")
BAD = Token("bad", "#A8470A", "#F2A366")
EX = Token("ex", "#7A3E8E", "#D3A6E3")  # example data
PEER = Token("peer", "#7F878D", "#88939A")  # named others
CTL = Token("ctl", "#7A8288", "#7C878D")  # axis line, heading rule, limits
FAINT = Token("faint", "#C9CDD0", "#475158")  # unnamed context
LINE = Token("line", "#DFDDD8", "#30393E")  # row rules, grid
NEUBG = Token("neubg", "#EFEEEB", "#293135")  # limit area, flows that stay
GOODBG = Token("goodbg", "#E6EEF8", "#1B2F49")
BADBG = Token("badbg", "#FBEBDF", "#45290F")
EXBG = Token("exbg", "#F6EFF8", "#392542")

TOKENS = (
    *(BG, PANEL, TEXT, MUTED, ACCENT, GOOD, BAD, EX),
    *(PEER, CTL, FAINT, LINE, NEUBG, GOODBG, BADBG, EXBG),
)

BAND = Tint("band", ACCENT, 0.14, 0.18)  # interval round the municipality
FLOW = Tint("flow", ACCENT, 0.45, 0.5)  # what moves in a flow chart
VEIL = Tint("veil", BG, 0.8, 0.8)  # behind words that stand on lines

TINTS = (BAND, FLOW, VEIL)
