from itertools import combinations

import pytest

from charts import palette
from charts.palette import TINTS, TOKENS, Token

ON_PAGE = (palette.TEXT, palette.MUTED, palette.ACCENT, palette.GOOD, palette.BAD)
GRAPHICS = (palette.PEER, palette.CTL)
ON_OWN_GROUND = (
    (palette.GOOD, palette.GOODBG),
    (palette.BAD, palette.BADBG),
    (palette.EX, palette.EXBG),
    (palette.MUTED, palette.NEUBG),
)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_no_two_tokens_share_a_light_colour() -> None:
    assert len({token.rgb for token in TOKENS}) == len(TOKENS)


def test_tints_can_be_told_apart_by_token_and_opacity() -> None:
    assert all(
        (a.token, a.light_opacity) != (b.token, b.light_opacity) for a, b in combinations(TINTS, 2)
    )


def test_colours_are_written_as_a_browser_writes_them() -> None:
    assert palette.ACCENT.rgb == "rgb(0, 99, 110)"
    assert palette.BAND.light == "rgba(0, 99, 110, 0.14)"


@pytest.mark.parametrize("ground", [palette.BG, palette.PANEL])
@pytest.mark.parametrize("ink", ON_PAGE, ids=lambda token: token.name)
def test_text_can_be_read(ink: Token, ground: Token) -> None:
    assert contrast(ink.light, ground.light) >= 4.5
    assert contrast(ink.dark, ground.dark) >= 4.5


@pytest.mark.parametrize("ink", GRAPHICS, ids=lambda token: token.name)
def test_graphics_can_be_seen(ink: Token) -> None:
    assert contrast(ink.light, palette.BG.light) >= 3
    assert contrast(ink.dark, palette.BG.dark) >= 3


@pytest.mark.parametrize(("ink", "ground"), ON_OWN_GROUND, ids=lambda token: token.name)
def test_text_on_its_own_ground_can_be_read(ink: Token, ground: Token) -> None:
    assert contrast(ink.light, ground.light) >= 4.5
    assert contrast(ink.dark, ground.dark) >= 4.5
