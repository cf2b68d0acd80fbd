import re
import tomllib
from pathlib import Path

import pytest

from charts import palette
from charts.icons import ICONS
from charts.palette import TINTS, TOKENS, Token
from ui.theme import stylesheet

CONFIG = tomllib.loads(
    (Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8")
)
BASE = {
    "primaryColor": palette.ACCENT,
    "backgroundColor": palette.BG,
    "secondaryBackgroundColor": palette.PANEL,
    "textColor": palette.TEXT,
    "linkColor": palette.ACCENT,
    "borderColor": palette.FAINT,
    "dataframeHeaderBackgroundColor": palette.PANEL,
}
NAMED = {
    "blue": (palette.GOOD, palette.GOODBG),
    "green": (palette.GOOD, palette.GOODBG),
    "orange": (palette.BAD, palette.BADBG),
    "red": (palette.BAD, palette.BADBG),
    "violet": (palette.EX, palette.EXBG),
    "gray": (palette.MUTED, palette.NEUBG),
    "yellow": (palette.MUTED, palette.NEUBG),
}


def expected() -> dict[str, Token]:
    colours = dict(BASE)
    for name, (ink, ground) in NAMED.items():
        colours |= {f"{name}Color": ink, f"{name}TextColor": ink, f"{name}BackgroundColor": ground}
    return colours


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_file_has_the_colours_of_the_palette(theme: str) -> None:
    assert CONFIG["theme"][theme] == {
        option: getattr(token, theme) for option, token in expected().items()
    }


def test_nothing_leaves_the_machine_and_no_english_error_is_shown() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["client"]["showErrorLinks"] is False


def test_every_colour_is_a_variable_for_both_themes() -> None:
    css = stylesheet()
    for it in (*TOKENS, *TINTS):
        assert f"--ti-{it.name}:light-dark({it.light},{it.dark})" in css


@pytest.mark.parametrize("use", ["stroke", "fill"])
@pytest.mark.parametrize("token", TOKENS, ids=lambda token: token.name)
def test_charts_are_recoloured(token: Token, use: str) -> None:
    assert (
        f'[style*="{use}: {token.rgb}"]{{{use}:var(--ti-{token.name})!important}}' in stylesheet()
    )


def test_rules_use_only_variables_that_exist() -> None:
    css = stylesheet()
    used = set(re.findall(r"var\(--(ti-[a-z]+)\)", css))
    assert used <= {"ti-wordmark", *(f"ti-{it.name}" for it in (*TOKENS, *TINTS))}


def test_every_icon_has_a_class() -> None:
    assert all(f'.ti-{name}{{--i:url("data:image/svg+xml,%3Csvg' in stylesheet() for name in ICONS)


def test_the_sheet_is_small_and_asks_nobody_for_anything() -> None:
    css = stylesheet()
    assert len(css.encode()) < 26_000
    assert "@import" not in css
    assert set(re.findall(r"url\(\"?(\w+):", css)) == {"data"}


def test_the_sheet_is_whole() -> None:
    css = stylesheet()
    assert css.count("{") == css.count("}")
    assert "/*" not in css
