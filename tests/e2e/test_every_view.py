"""Each view in a real browser: drawn, Danish, as wide as the window, open to all, alone."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from pages import data_quality, method, targets
from reports import analysis, organisation, spending_views
from store.settings import Settings
from tests.e2e.serving import Server
from tests.e2e.tab import PHONE, WIDE, Tab
from tests.pages import views
from tests.pages.language import not_danish

pytest_plugins = ["tests.published", "tests.organised"]
pytestmark = pytest.mark.browser

MODELS = {"side": 0, "flytter": 0, "stroemme": 3, "afvejning": 1}
CHARTS = {
    "": 0,
    "maal?maal=A": 3,
    "maal?maal=B": 0,
    "maal?maal=C": 7,
    "indikator": 2,
    "indikator?indikator=C2&vis=kvartaler": 1,
    "indikator?indikator=C2&vis=kommuner": 1,
    "indikator?indikator=C2&vis=maaltal": 0,
    "indikator?indikator=C7&del=uden%3D11": 2,
    "indikator?indikator=A1": 0,
    **{f"maaltal?vis={view}": 0 for view in targets.VIEWS},
    **{f"oekonomi?vis={view}": int(view != "priser") for view in spending_views.VIEWS},
    **{f"organisering?vis={view}": int(view == "oekonomi") for view in organisation.VIEWS},
    **{f"analyse?vis={view}": 0 for view in analysis.VIEWS},
    **{f"modeller?vis={view}": drawn for view, drawn in MODELS.items()},
    "indlaes": 0,
    **{f"data?vis={view}": 0 for view in data_quality.VIEWS},
    **{f"metode?vis={view}": 0 for view in method.VIEWS},
}
"""The views, and how many charts each has."""


@dataclass(frozen=True)
class Seen:
    """What one visit to a view found."""

    words: str
    charts: list[str]
    errors: list[str]
    too_wide: dict[str, int]
    barriers: dict[str, list[str]]
    requests: list[str]
    complaints: list[str]


@pytest.fixture(scope="module")
def servers(
    shared: Server, organised: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Server]]:
    """Which server has a view: one with the organisation, or the one with the official figures."""
    data = tmp_path_factory.mktemp("organised e2e") / "var"
    other = Server.start(Path(shutil.copytree(organised.data, data)))
    yield lambda address: other if address.split("?")[0] in views.ORGANISED else shared
    other.stop()


@pytest.fixture(scope="module")
def see(
    context: BrowserContext, servers: Callable[[str], Server]
) -> Iterator[Callable[[str], Seen]]:
    """Visit a view once for all tests."""
    seen: dict[str, Seen] = {}
    waiting = list(CHARTS)
    loading: dict[str, Tab] = {}

    def load(address: str) -> None:
        waiting.remove(address)
        loading[address] = Tab(context.new_page(), servers(address).url).ask(address)

    def visit(address: str) -> Seen:
        if address not in seen:
            if address not in loading:
                load(address)
            if waiting:  # the next one loads while this one is looked at
                load(waiting[0])
            tab = loading.pop(address)
            tab.page.bring_to_front()
            seen[address] = visited(tab.drawn(), address)
            tab.page.close()
        return seen[address]

    yield visit
    for tab in loading.values():
        tab.page.close()


def visited(tab: Tab, address: str) -> Seen:
    words, charts, errors = tab.words, tab.charts, tab.errors
    name = address or "overblik"
    barriers, too_wide = {}, {}
    for width, size, theme in (("wide", WIDE, "light"), ("phone", PHONE, "dark")):
        tab.resized(size).themed(theme)
        barriers[theme], too_wide[width] = tab.barriers(), tab.too_wide
        tab.keep_picture(f"{name} {width}")
    return Seen(words, charts, errors, too_wide, barriers, tab.requests, tab.complaints)


every_view = pytest.mark.parametrize("address", CHARTS, ids=lambda address: address or "/")

See = Callable[[str], Seen]


@every_view
def test_a_view_is_drawn_without_an_error(address: str, see: See) -> None:
    seen = see(address)
    assert seen.errors == []
    assert len(seen.charts) == CHARTS[address]
    assert all(text.endswith(".") for text in seen.charts)


@every_view
def test_a_view_is_in_danish(address: str, see: See) -> None:
    assert not_danish(see(address).words) == []


@every_view
@pytest.mark.parametrize("width", ["wide", "phone"])
def test_a_view_does_not_scroll_sideways(width: str, address: str, see: See) -> None:
    assert see(address).too_wide[width] <= 0


@every_view
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_view_keeps_nobody_out(theme: str, address: str, see: See) -> None:
    assert see(address).barriers[theme] == []


@every_view
def test_a_view_asks_nobody_but_its_own_server(
    address: str, see: See, servers: Callable[[str], Server]
) -> None:
    url = servers(address).url
    own = (f"{url}/", f"{url.replace('http', 'ws')}/", "data:", "blob:")
    assert [url for url in see(address).requests if not url.startswith(own)] == []


@every_view
def test_the_browser_has_nothing_to_complain_of(address: str, see: See) -> None:
    assert see(address).complaints == []
