"""Mål A–D: the indicators of one goal side by side."""

from collections.abc import Callable

import pytest

from indicators.registry import GOALS
from store.settings import Settings
from tests.pages.conftest import Use, rewrite
from tests.pages.screen import Screen, opened

pytest_plugins = ["tests.published"]

App = Callable[[str], Screen]


@pytest.mark.parametrize(("goal", "charts"), [("A", 3), ("B", 0), ("C", 7), ("D", 0), ("Ø", 0)])
def test_each_indicator_with_figures_has_a_chart(goal: str, charts: int, app: App) -> None:
    screen = app(f"maal?maal={goal}")
    assert screen.heading == f"{goal}  {GOALS[goal].title}"
    assert len(screen.charts) == charts


def test_a_chart_names_the_newest_values_and_links_to_its_indicator(app: App) -> None:
    screen = app("maal?maal=C")
    assert "5,79 Ishøj" in " ".join(screen.words.split())
    assert "4,80 naboer" in " ".join(screen.words.split())
    assert '<a href="indikator?indikator=C2" target="_self">Anmeldt vold</a>' in screen.html


def test_what_is_missing_is_said_with_its_source(app: App) -> None:
    words = app("maal?maal=D").words
    assert "Ingen data endnu" in words
    assert "D5 Løsladte med handleplan (" in words


def test_a_chosen_goal_stands_in_the_address(app: App) -> None:
    screen = app("maal")
    assert screen.heading.startswith("A")
    screen.choose("maal", "D")
    assert screen.heading.startswith("D")
    assert screen.address == {"maal": "D"}


def test_a_goal_that_does_not_exist_shows_the_first(app: App) -> None:
    screen = app("maal?maal=E")
    assert screen.heading.startswith("A")
    assert screen.address == {}


def test_invented_figures_are_marked(use: Use, published_copy: Settings) -> None:
    rewrite(published_copy, "update indicator_value set origin = 'example' where indicator = 'C2'")
    use(published_copy)
    assert opened("maal?maal=A").html.count("Eksempeldata") == 0
    assert opened("maal?maal=C").html.count("Eksempeldata") == 1
