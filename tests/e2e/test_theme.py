"""Light and dark: the operating system's choice is followed at once, by text and by charts."""

import pytest

from charts.palette import TOKENS
from tests.e2e.tab import Tab

pytest_plugins = ["tests.published"]
pytestmark = pytest.mark.browser

CHART_COLOURS = """() => {
    const seen = new Set();
    for (const it of document.querySelectorAll('.js-plotly-plot text, .js-plotly-plot tspan'))
        seen.add(getComputedStyle(it).fill);
    for (const it of document.querySelectorAll('.js-plotly-plot .js-line'))
        seen.add(getComputedStyle(it).stroke);
    return [...seen];
}"""
BACKGROUND = "() => getComputedStyle(document.querySelector('.stApp')).backgroundColor"


def rgb(colour: str) -> str:
    """`#00636E` as a browser says it."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"


LIGHT = {rgb(token.light) for token in TOKENS}
DARK = {rgb(token.dark) for token in TOKENS}


def test_charts_turn_with_the_theme_without_asking_the_server(tab: Tab) -> None:
    tab.themed_before("light").go("indikator?indikator=C2")
    light, page = set(tab.page.evaluate(CHART_COLOURS)), tab.page.evaluate(BACKGROUND)
    assert light
    assert light <= LIGHT
    asked = tab.messages

    tab.themed("dark")
    assert set(tab.page.evaluate(CHART_COLOURS)) <= DARK
    assert tab.page.evaluate(BACKGROUND) != page
    assert tab.messages == asked

    tab.themed("light")
    assert set(tab.page.evaluate(CHART_COLOURS)) == light
    assert tab.page.evaluate(BACKGROUND) == page
    assert tab.messages == asked


def test_a_page_that_opens_in_the_dark_is_dark(tab: Tab) -> None:
    tab.themed_before("dark").go("maal?maal=A")
    colours = set(tab.page.evaluate(CHART_COLOURS))
    assert colours
    assert colours <= DARK
