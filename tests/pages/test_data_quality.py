"""Data og kvalitet: sources, checks, revisions, loads, releases and the log."""

import shutil
from collections.abc import Callable
from datetime import date

import pytest

from danish import dates
from store import log, publishing, warehouse
from store.settings import Settings
from tests.pages.conftest import Use
from tests.pages.screen import Screen, opened

pytest_plugins = ["tests.published"]

LATER = "20991231T120000000"

App = Callable[[str], Screen]


def body(screen: Screen) -> list[list[str]]:
    """The rows of the page's one table, without its headings."""
    (table,) = screen.tables
    return table[1:]


def test_sources_say_how_new_they_are_and_when_more_is_expected(app: App) -> None:
    rows = {row[0].split()[0]: row[1:] for row in body(app("data"))}
    assert set(rows) == {"FOLK1A", "STRAF11", "STRAF22"}
    covers, _fetched, expected, origin, licence = rows["STRAF11"]
    assert covers == "1. kvartal 2007 – 4. kvartal 2025"
    assert expected == "1. kvartal 2026: 17. april 2026 – nyere tal findes formentlig"
    assert (origin, licence) == ("Officielle tal", "CC BY 4.0")


def test_figures_are_not_late_before_their_day(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "today", lambda: date(2026, 4, 17))
    rows = {row[0].split()[0]: row[3] for row in body(app("data"))}
    assert rows["STRAF11"] == "1. kvartal 2026: 17. april 2026"


def test_checks_say_what_was_checked_and_what_came_of_it(app: App) -> None:
    rows = {row[0]: row[1:] for row in body(app("data?vis=kontroller"))}
    assert rows["STRAF11: I alt = straffelov + særlove"] == ["5.742", "0", "stemmer"]


def test_no_revision_is_said(app: App) -> None:
    assert "Ingen tal er ændret ved en senere indlæsning." in app("data?vis=rettelser").words


def test_loads_say_whether_a_release_holds_them(use: Use, published_copy: Settings) -> None:
    warehouse.withdraw(published_copy, 1, "Bo")
    use(published_copy)
    rows = {row[0]: row for row in body(opened("data?vis=indlaesninger"))}
    assert rows["1 · STRAF11"][5] == "trukket tilbage"
    assert rows["3 · FOLK1A"][5] == "udgivet"
    assert rows["3 · FOLK1A"][2:4] == ["6.195", "Anne"]


def test_a_server_that_has_only_releases_says_so(use: Use, published_copy: Settings) -> None:
    published_copy.warehouse.unlink()
    use(published_copy)
    screen = opened("data?vis=indlaesninger")
    assert screen.faults == []
    assert screen.tables == []


def test_the_release_in_force_is_marked(use: Use, published_copy: Settings) -> None:
    releases = published_copy.releases
    (name,) = publishing.names(releases)
    shutil.copy(publishing.path_of(releases, name), publishing.path_of(releases, LATER))
    use(published_copy)
    rows = body(opened("data?vis=udgivelser"))
    assert [(row[0], row[2]) for row in rows] == [(LATER, ""), (name, "i kraft")]
    publishing.rollback(releases, LATER)
    rows = body(opened("data?vis=udgivelser"))
    assert [(row[0], row[2]) for row in rows] == [(LATER, "i kraft"), (name, "")]


def test_the_log_is_newest_first_and_shown_as_it_was_typed(
    use: Use, published_copy: Settings
) -> None:
    log.append(published_copy.log, "<b>Bo</b>", log.Action.EXPORT, "*C2*.csv", "<script>x</script>")
    use(published_copy)
    screen = opened("data?vis=log")
    assert body(screen)[0][1:] == ["<b>Bo</b>", "hentet", "*C2*.csv", "<script>x</script>"]
    assert "<script" not in screen.html


def test_a_view_that_does_not_exist_shows_the_first(app: App) -> None:
    screen = app("data?vis=alt")
    assert body(screen) == body(app("data"))
    assert screen.address == {}


def test_an_emptied_folder_of_releases_is_told_in_danish(
    use: Use, published_copy: Settings
) -> None:
    use(published_copy)
    assert opened("data").faults == []
    shutil.rmtree(published_copy.releases)
    assert opened("data").heading == "Siden kan ikke vises lige nu"
