"""Overblik: all indicators by goal, what is known and what is missing."""

from collections.abc import Callable

import pytest

from indicators.registry import GOALS, INDICATORS
from store.settings import Settings
from tests.pages.conftest import Use, rewrite
from tests.pages.screen import Screen, opened

pytest_plugins = ["tests.published"]

App = Callable[[str], Screen]


def known(screen: Screen) -> dict[str, list[str]]:
    """The cells of each indicator's row, by its name."""
    (table,) = screen.tables
    return {row[0]: row[1:] for row in table[1:] if len(row) == len(table[0])}


def waiting(screen: Screen) -> str:
    """The sentences on what there is no data for."""
    (table,) = screen.tables
    return " ".join(row[0] for row in table if row[0].startswith("Ingen data endnu"))


def test_every_indicator_has_a_row_or_is_said_to_be_missing(app: App) -> None:
    screen = app("")
    rows, missing = known(screen), waiting(screen)
    assert len(INDICATORS) == 34
    for one in INDICATORS.values():
        assert (one.short_title in rows) != (f"{one.id} {one.short_title}" in missing), one.id


def test_a_row_has_the_newest_value_with_its_limits_and_the_neighbours(app: App) -> None:
    value, *rest = known(app(""))["Anmeldt vold"]
    assert value.startswith("5,79 pr. 1.000")
    assert value.endswith("(4,87–6,82)")
    assert "5,79 mod 4,80" in " ".join(rest)


def test_a_row_links_to_its_indicator(app: App) -> None:
    assert '<a href="indikator?indikator=C2" target="_self">Anmeldt vold</a>' in app("").html


def test_newer_figures_than_ours_are_told(app: App) -> None:
    assert known(app(""))["Anmeldt vold"][-1].endswith("nyere findes")


@pytest.mark.parametrize("goal", GOALS)
def test_a_goal_can_be_seen_alone(goal: str, app: App) -> None:
    screen = app(f"?maal={goal}")
    assert [code for code, it in GOALS.items() if it.title in screen.html] == [goal]


def test_a_chosen_goal_stands_in_the_address_until_all_are_chosen(app: App) -> None:
    screen = app("")
    screen.choose("maal", "C")
    assert screen.address == {"maal": "C"}
    assert "Anmeldte forbrydelser" not in known(screen)
    screen.choose("maal", "Alle")
    assert screen.address == {}
    assert "Anmeldte forbrydelser" in known(screen)


def test_a_goal_that_does_not_exist_shows_all(app: App) -> None:
    screen = app("?maal=E")
    assert known(screen) == known(app(""))
    assert screen.address == {}


def test_invented_figures_are_marked(use: Use, published_copy: Settings) -> None:
    rewrite(published_copy, "update indicator_value set origin = 'example' where indicator = 'C2'")
    use(published_copy)
    marked = [name for name in known(opened()) if "Eksempeldata" in name]
    assert [name.split()[:2] for name in marked] == [["Anmeldt", "vold"]]
