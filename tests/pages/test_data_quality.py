"""Data og kvalitet: sources, checks, revisions, loads, releases and the log."""

import shutil
from collections.abc import Callable
from datetime import date

import pytest

from danish import dates
from indicators import build
from store import log, publishing, warehouse
from store.settings import Settings
from store.warehouse import Origin
from tests.indicators.figures import load
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


def press(screen: Screen, label: str, **fields: str) -> None:
    """Fill in fields by their labels and press a button by what stands on it."""
    for field in screen.run.main.text_input:
        if field.label in fields:
            field.set_value(fields[field.label])
    (one,) = [one for one in screen.run.main.button if one.label == label]
    assert not one.disabled
    one.click().run()
    assert screen.faults == []


SIGNED = {"Dit navn": "Bo", "Begrundelse": "Forkert fil"}


def test_a_load_is_withdrawn_published_and_brought_back(use: Use, published_copy: Settings) -> None:
    use(published_copy)
    screen = opened("data?vis=indlaesninger")
    assert "Alle indlæsninger er udgivet." in screen.words
    (box,) = [one for one in screen.run.main.selectbox if one.label == "Indlæsning"][:1]
    box.set_value("2").run()

    press(screen, "Træk den tilbage")
    assert "Dit navn: Feltet er tomt." in screen.words
    press(screen, "Træk den tilbage", **SIGNED)
    assert "Trukket tilbage. De andre sider viser det, når der er udgivet." in screen.words
    rows = {row[0]: row for row in screen.tables[-1]}
    assert rows["2 · STRAF22"][5] == "trukket tilbage"
    assert "1 indlæsning eller tilbagetrækning venter på at blive udgivet." in screen.words

    press(screen, "Udgiv", Begrundelse="Uden den forkerte fil")
    assert "Udgivet. Alle sider viser det nu." in screen.words
    assert len(publishing.names(published_copy.releases)) == 2
    press(screen, "Bring den tilbage", Begrundelse="Den var rigtig")
    assert "Bragt tilbage." in screen.words
    told = [event.text for event in log.newest(published_copy.log)]
    assert told[0].endswith("Den var rigtig.")
    assert told[2].endswith("Forkert fil.")


def test_each_load_is_told_with_what_it_changed(use: Use, published_copy: Settings) -> None:
    warehouse.withdraw(published_copy, 2, "Bo")
    build.publish(published_copy, "Bo")
    load(published_copy, "STRAF11", ["183 12 2026K1 30"])
    build.publish(published_copy, "Bo")
    use(published_copy)
    rows = {row[0]: row for row in body(opened("data?vis=indlaesninger"))}
    assert rows["4 · STRAF11"][7:] == ["Officielle tal", "C2"]
    assert rows["1 · STRAF11"][8] == "første udgivelse"


def test_example_data_is_removed_by_a_button_that_is_there_only_then(
    use: Use, published_copy: Settings
) -> None:
    use(published_copy)
    removing = "Fjern eksempeldata"
    assert removing not in [one.label for one in opened("data?vis=indlaesninger").run.main.button]
    warehouse.withdraw(published_copy, 1, "Bo")
    load(published_copy, "STRAF11", ["183 12 2026K1 30"], origin=Origin.EXAMPLE)
    screen = opened("data?vis=indlaesninger")
    press(screen, removing, **SIGNED)
    assert "Eksempeldata er fjernet." in screen.words
    rows = {row[0]: row for row in screen.tables[-1]}
    assert rows["4 · STRAF11"][5:8] == ["trukket tilbage", "straf11.csv", "Eksempeldata"]
    assert removing not in [one.label for one in screen.run.main.button]


def test_two_releases_are_compared_and_an_earlier_one_is_put_in_force(
    use: Use, published_copy: Settings
) -> None:
    use(published_copy)
    (first,) = publishing.names(published_copy.releases)
    assert "Sammenlign to udgivelser" not in opened("data?vis=udgivelser").words
    load(published_copy, "STRAF11", ["183 12 2026K1 30"])
    build.publish(published_copy, "Bo", reason="Nyt kvartal")

    screen = opened("data?vis=udgivelser")
    names, differences = screen.tables
    assert [row[2:] for row in names[1:]] == [
        ["i kraft", "Bo", "Nyt kvartal"], ["", "Anne", "Første udgivelse"]
    ]  # fmt: skip
    ((indicator, before, after, *_),) = differences[1:]
    assert (indicator, before) == ("C2 Anmeldt vold", "5,79 (2025)")
    assert after.endswith("(året til 1. kvt. 2026)")
    assert "33 indikatorer er ens i de to udgivelser." in screen.words

    press(screen, "Sæt den i kraft", **SIGNED)
    assert "Den valgte udgivelse er i kraft." in screen.words
    assert publishing.current(published_copy.releases) == first
    assert log.newest(published_copy.log)[0].action is log.Action.ROLLBACK


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
