"""A server that has nothing to show, or a release that cannot be read, says so in Danish."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from store import publishing
from tests.e2e.conftest import Start
from tests.e2e.serving import Server
from tests.e2e.tab import Tab
from tests.pages.language import not_danish

pytestmark = pytest.mark.browser

Open = Callable[[Server], Tab]


def test_from_nothing_to_the_first_figures(
    published: Path, tmp_path: Path, start: Start, open_tab: Open
) -> None:
    data = tmp_path / "var"
    server = start(data)
    assert server.get("/klar").status_code == 503

    tab = open_tab(server).go("indikator")
    assert tab.heading == "Siden kan ikke vises lige nu"
    assert "python -m ingest sample" in tab.words
    assert tab.errors == []

    shutil.copytree(published, data, dirs_exist_ok=True)
    assert server.get("/klar").status_code == 200
    assert tab.go("indikator").heading.startswith("Anmeldte forbrydelser: ")


def test_a_damaged_release_is_told_in_danish_without_its_details(
    tmp_path: Path, start: Start, open_tab: Open
) -> None:
    data = tmp_path / "var"
    name = publishing.publish(data / "releases", lambda connection, name: None)
    tab = open_tab(start(data)).go("data")
    (said,) = tab.errors
    assert "Siden kunne ikke vises" in said
    assert "Der skete en uventet fejl" in said
    assert not_danish(said.replace(str(data), "")) == []
    assert "Traceback" not in tab.page.content()
    assert "Traceback" in (data / "fejl.log").read_text("utf-8")
    assert name in (data / "releases" / "CURRENT").read_text()
