"""A server that has nothing to show, or a release that cannot be read, says so in Danish."""

import shutil
from collections.abc import Callable

import duckdb
import pytest

from store import publishing, schema
from store.settings import Settings
from tests.e2e.conftest import Start
from tests.e2e.serving import Server
from tests.e2e.tab import Tab
from tests.pages.language import not_danish

pytest_plugins = ["tests.published"]
pytestmark = pytest.mark.browser

Open = Callable[[Server], Tab]


def damaged(connection: duckdb.DuckDBPyConnection, _: str) -> None:
    """A release that says it has the right tables, and has none of them but one."""
    connection.execute("create table meta (key varchar, value varchar)")
    connection.execute(f"comment on table meta is '{schema.VERSION}'")


def test_from_nothing_over_a_damaged_release_to_the_first_figures(
    published: Settings, settings: Settings, start: Start, open_tab: Open
) -> None:
    server = start(settings.data)
    assert server.get("/klar").status_code == 503
    tab = open_tab(server).go("indikator")
    assert tab.heading == "Siden kan ikke vises lige nu"
    assert "python -m ingest sample" in tab.words
    assert tab.errors == []

    publishing.publish(settings.releases, damaged)
    (said,) = tab.go("indikator").errors
    assert "Siden kunne ikke vises" in said
    assert "Der skete en uventet fejl" in said
    assert not_danish(said.replace(str(settings.data), "")) == []
    assert "Traceback" not in tab.page.content()
    assert "Traceback" in (settings.data / "fejl.log").read_text("utf-8")

    shutil.copytree(published.data, settings.data, dirs_exist_ok=True)
    assert server.get("/klar").status_code == 200
    assert tab.go("indikator").heading.startswith("Anmeldte forbrydelser: ")
