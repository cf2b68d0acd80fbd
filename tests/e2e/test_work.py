"""A page that waits for work answers meanwhile, does it once, and lets go of it when asked."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.serving import PATIENCE, Server
from tests.e2e.tab import Tab

pytestmark = pytest.mark.browser


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Server]:
    """The page of `slow_page.py` on a server of its own."""
    server = Server.start(tmp_path, "tests/e2e/slow_page.py")
    yield server
    (tmp_path / "go").touch()
    server.stop()


def working(tab: Tab) -> None:
    expect(tab.main).to_contain_text("Arbejder …")


def test_a_page_answers_while_it_waits_and_the_work_is_done_once(
    slow: Server, open_tab: Callable[[Server], Tab]
) -> None:
    tab = open_tab(slow).ask("")
    working(tab)
    tab.main.get_by_label("Navn").fill("Anne")
    tab.main.get_by_label("Navn").press("Enter")
    expect(tab.main).to_contain_text("hej Anne")
    working(tab)
    (slow.data / "go").touch()
    expect(tab.main).to_contain_text("færdig")
    assert (slow.data / "begun").read_text() == "x"
    assert tab.complaints == []


def test_work_is_let_go_of(slow: Server, open_tab: Callable[[Server], Tab]) -> None:
    tab = open_tab(slow).ask("")
    working(tab)
    tab.main.get_by_role("button", name="Annullér").click()
    expect(tab.main).not_to_contain_text("Arbejder …")
    expect(tab.main.get_by_role("button", name="Annullér")).to_have_count(0)
    for _ in range(PATIENCE * 10):
        if (slow.data / "stopped").exists():
            break
        tab.page.wait_for_timeout(100)
    assert (slow.data / "stopped").exists()
