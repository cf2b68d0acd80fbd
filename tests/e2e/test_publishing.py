"""A release that is published while a page is open is seen at the next choice."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from indicators import build
from store import publishing, warehouse
from store.settings import Settings
from tests.e2e.conftest import Start
from tests.e2e.serving import Server
from tests.e2e.tab import Tab

pytest_plugins = ["tests.published"]
pytestmark = pytest.mark.browser

Open = Callable[[Server], Tab]


def test_a_new_release_and_a_rollback_are_seen_at_the_next_choice(
    published_copy: Settings, start: Start, open_tab: Open
) -> None:
    places = published_copy
    tab = open_tab(start(places.data)).go()
    row = tab.main.get_by_role("rowheader", name="Anmeldelser med sigtelse")
    goals = tab.main.get_by_role("radiogroup").first
    expect(row).to_be_visible()

    with warehouse.reading(places) as open_:
        (load,) = [load.number for load in open_.loads() if load.source == "STRAF22"]
    warehouse.withdraw(places, load, "Anne")
    build.publish(places, "Anne")
    expect(row).to_be_visible()  # nothing happens to one who only reads

    goals.get_by_role("radio", name="C", exact=True).click()
    expect(row).to_have_count(0)
    expect(tab.main).to_contain_text("C7 Anmeldelser med sigtelse (")

    publishing.rollback(places.releases, publishing.names(places.releases)[-1])
    goals.get_by_role("radio", name="Alle", exact=True).click()
    expect(row).to_be_visible()
