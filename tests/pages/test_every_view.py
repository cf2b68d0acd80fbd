"""What holds for each page and view, with the official figures and without any."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from streamlit.testing.v1 import AppTest

from store.settings import Settings
from tests.pages import views
from tests.pages.conftest import Seen, Use
from tests.pages.language import not_danish
from tests.pages.screen import APP, opened

pytest_plugins = ["tests.published", "tests.organised"]

See = Callable[[str], Seen]

every_view = pytest.mark.parametrize("address", views.ALL, ids=lambda address: address or "/")
every_page = pytest.mark.parametrize("address", views.PAGES, ids=lambda address: address or "/")


@every_view
def test_a_view_opens_without_a_fault(address: str, see: See) -> None:
    screen = see(address).screen
    assert screen.faults == []
    assert screen.heading


@every_view
def test_a_view_is_in_danish(address: str, see: See) -> None:
    assert not_danish(see(address).screen.words) == []


@every_view
def test_a_view_asks_at_most_three_queries(address: str, see: See) -> None:
    assert see(address).asked <= 3


@every_view
def test_every_chart_says_what_it_shows(address: str, see: See) -> None:
    assert all(text.endswith(".") and len(text) > 40 for text in see(address).screen.charts)


@every_view
def test_links_lead_to_views(address: str, see: See) -> None:
    screen = see(address).screen
    links = re.findall(r'href="([^"]+)"', screen.html)
    links += [link for text in screen.run.main.markdown for link in _markdown_links(text.value)]
    wanted = {unquote(link) for link in links if not link.startswith(("#", "https://", "http://"))}
    assert wanted <= {unquote(view) for view in views.ALL}


def test_every_page_of_the_app_is_seen_here() -> None:
    addresses = re.findall(r'url_path="(\w+)"', APP.read_text("utf-8"))
    assert {"", *addresses} == set(views.PAGES)
    assert {address.split("?")[0] for address in views.ALL} >= set(views.PAGES) - {"overblik"}


@pytest.mark.parametrize(("address", "start"), views.PAGES.items())
def test_each_address_is_its_page(address: str, start: str, see: See) -> None:
    assert see(address).screen.heading.startswith(start)


@pytest.mark.parametrize("address", [page for page in views.PAGES if page != "vejledning"])
def test_without_a_release_the_page_says_what_to_do(
    address: str, use: Use, settings: Settings
) -> None:
    use(settings)
    screen = opened(address)
    assert screen.faults == []
    assert screen.heading == "Siden kan ikke vises lige nu"
    assert "Der er ingen tal at vise endnu." in screen.words
    assert "<code>python -m ingest sample</code>" in screen.html
    assert not settings.data.exists()


def test_the_guide_needs_no_release(use: Use, settings: Settings) -> None:
    use(settings)
    assert opened("vejledning").heading == "Vejledning"


@pytest.mark.parametrize("file", sorted(APP.parent.glob("pages/[!_]*.py")), ids=lambda it: it.name)
def test_a_file_of_a_page_run_alone_does_nothing(file: Path, use: Use, published: Settings) -> None:
    use(published)
    run = AppTest.from_file(file, default_timeout=30).run()
    assert [*run.main] == [run.main]
    assert not run.exception


def test_the_words_that_are_looked_for_can_be_found() -> None:
    assert not_danish("Værdi: None, nan, NaT") == ["None", "nan", "NaT"]
    assert not_danish("5.79 pr. 1,000 i 2025K4: -0,2") == ["2025K4", "-0,2", "5.79", "1,000"]
    assert not_danish("1.795 mod 1.727 (−5,0) den 23.11.2026 kl. 16.30, CC BY 4.0") == []


def _markdown_links(text: str) -> list[str]:
    return re.findall(r"\]\(([^)]+)\)", text)
