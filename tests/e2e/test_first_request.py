"""The very first request to a server that has just started, with a browser and without."""

from collections.abc import Callable

import httpx
import pytest

from store.settings import Settings
from tests.e2e.conftest import Start
from tests.e2e.serving import Server
from tests.e2e.tab import Tab

pytest_plugins = ["tests.published"]

Open = Callable[[Server], Tab]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("data", "Data og kvalitet"),
        ("indikator?indikator=C2", "Anmeldt vold: "),
    ],
)
def test_a_deep_link_is_that_page(
    address: str, heading: str, published: Settings, start: Start, open_tab: Open
) -> None:
    tab = open_tab(start(published.data)).go(address)
    assert tab.heading.startswith(heading)
    assert tab.address == f"/{address}"
    assert tab.page.get_by_role("navigation").count() > 0
    assert "Tryghedsoverblik" in tab.page.title()


@pytest.mark.browser
def test_the_name_of_a_file_is_no_page_that_runs_by_itself(
    published: Settings, start: Start, open_tab: Open
) -> None:
    tab = open_tab(start(published.data)).go("goal")
    assert tab.heading == "Overblik"
    assert tab.page.get_by_role("navigation").count() > 0


@pytest.mark.browser
@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("", "Overblik"),
        ("overblik", "Overblik"),
        ("maal?maal=C", "C Færre ofre for kriminalitet"),
        ("metode?vis=ordliste", "Metode og ordliste"),
    ],
)
def test_an_address_is_that_page(address: str, heading: str, tab: Tab) -> None:
    tab.go(address)
    assert tab.heading.startswith(heading)
    assert tab.errors == []
    assert tab.page.evaluate("document.documentElement.lang") == "da"
    assert "Tryghedsoverblik" in tab.page.title()


def answers(server: Server) -> dict[str, httpx.Response]:
    paths = ("/", "/indikator", "/klar", "/_stcore/health", "/findes-ikke.js")
    return {path: server.get(path) for path in paths}


def test_every_answer_has_the_security_headers(shared: Server) -> None:
    for path, got in answers(shared).items():
        assert got.headers["x-content-type-options"] == "nosniff", path
        assert got.headers["referrer-policy"] == "same-origin", path
        assert "default-src 'self'" in got.headers["content-security-policy"], path


def test_the_page_is_danish_before_any_script_has_run(shared: Server) -> None:
    for path in ("/", "/indikator"):
        text = shared.get(path).text
        assert '<html lang="da">' in text
        assert "<title>Tryghedsoverblik</title>" in text


def test_the_server_is_ready_and_names_the_release(shared: Server) -> None:
    got = shared.get("/klar")
    assert got.status_code == 200
    assert got.text.removeprefix("klar ") == (
        (shared.data / "releases" / "CURRENT").read_text().strip()
    )
