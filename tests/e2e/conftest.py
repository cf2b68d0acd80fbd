"""A real server with the official figures, and a real browser.

The figures come from `tests.published`, which every module here names.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect, sync_playwright

from store.settings import Settings
from tests import browser
from tests.e2e.serving import PATIENCE, Server
from tests.e2e.tab import Tab

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Start = Callable[[Path], Server]


@pytest.fixture(scope="session")
def shared(published: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that only look. It may write its log, so its data is a copy."""
    data = tmp_path_factory.mktemp("e2e") / "var"
    server = Server.start(Path(shutil.copytree(published.data, data)))
    yield server
    server.stop()


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a server that nobody has asked anything yet."""
    running: list[Server] = []

    def start_one(data: Path) -> Server:
        running.append(Server.start(data))
        return running[-1]

    yield start_one
    for server in running:
        server.stop()


@pytest.fixture(scope="session")
def context() -> Iterator[BrowserContext]:
    """A Danish browser."""
    path = browser.executable()
    if path is None:
        pytest.skip(browser.HOW)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        expect.set_options(timeout=PATIENCE * 1000)
        yield opened.new_context(locale="da-DK", timezone_id="Europe/Copenhagen")
        opened.close()


@pytest.fixture
def open_tab(context: BrowserContext) -> Iterator[Callable[[Server], Tab]]:
    """Open a tab on a server."""
    tabs: list[Tab] = []

    def open_one(server: Server) -> Tab:
        tabs.append(Tab(context.new_page(), server.url))
        return tabs[-1]

    yield open_one
    for tab in tabs:
        tab.page.close()


@pytest.fixture
def tab(open_tab: Callable[[Server], Tab], shared: Server) -> Tab:
    """A tab on the shared server."""
    return open_tab(shared)
