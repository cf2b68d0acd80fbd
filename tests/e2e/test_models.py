"""Modeller with the shipped organisation in a real browser: whole, open to all, on one screen."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from reports import models_views
from store.settings import Settings
from tests.e2e.serving import Server
from tests.e2e.tab import PHONE, WIDE, Tab

pytest_plugins = ["tests.published", "tests.organised"]
pytestmark = pytest.mark.browser

CHARTS = {
    **{f"del={part}": 3 if part == "oekonomi" else 0 for part in models_views.PARTS},
    "vis=flytter": 0,
    "vis=stroemme": 3,
    "vis=afvejning&trin=vaegte": 1,
    "vis=afvejning&trin=enige": 0,
    "vis=afvejning&trin=sikkert": 1,
    "vis=afvejning&trin=pris": 1,
}
"""The views, and how many charts each has with three models."""
ANSWERS = {
    "del=kort": ".ti-models tbody tr:last-child",
    "vis=flytter": ".ti-moves tbody tr:last-child",
    "vis=stroemme": ".stPlotlyChart",
    "del=imod": ".ti-models tbody tr:nth-child(2)",
    "vis=afvejning&trin=vaegte": ".stPlotlyChart",
    "vis=afvejning&trin=sikkert": ".ti-models tbody tr:last-child",
}
"""What must stand on the first screen of a view for its question to be answered."""


@pytest.fixture(scope="module")
def server(organised: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("e2e-models") / "var"
    server = Server.start(Path(shutil.copytree(organised.data, data)))
    yield server
    server.stop()


@pytest.fixture
def tab(context: BrowserContext, server: Server) -> Iterator[Tab]:
    tab = Tab(context.new_page(), server.url)
    yield tab
    tab.page.close()


@pytest.mark.parametrize("address", CHARTS)
def test_a_view_is_whole_and_open_to_all(address: str, tab: Tab) -> None:
    tab.go(f"modeller?{address}")
    assert tab.errors == []
    assert tab.heading.startswith("Modeller")
    assert len(tab.charts) == CHARTS[address]
    assert all(text.endswith(".") for text in tab.charts)
    for size, theme in ((WIDE, "light"), (PHONE, "dark")):
        tab.resized(size).themed(theme)
        assert tab.too_wide == 0
        assert tab.barriers() == []
        tab.keep_picture(f"modeller {address} {theme}")
    assert tab.complaints == []


@pytest.mark.parametrize("address", ANSWERS)
def test_the_answer_stands_on_the_first_screen(address: str, tab: Tab) -> None:
    tab.go(f"modeller?{address}")
    box = tab.main.locator(ANSWERS[address]).first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= WIDE[1]
