"""Vejledning: a chapter for each kind of user, with the pictures that it names."""

from collections.abc import Callable

import pytest

from pages.guide import DOCS, PICTURE
from tests.pages.screen import Screen

pytest_plugins = ["tests.published"]

App = Callable[[str], Screen]
CHAPTERS = {
    "udvalget": "Sådan læses en status",
    "ledere": "Fire måder at se en indikator på",
    "analytikere": "Fra regneark til skærm i fire trin",
    "start": "make run",
}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_kind_of_user_has_a_chapter(app: App, chapter: str) -> None:
    words = app(f"vejledning?for={chapter}").words
    assert CHAPTERS[chapter] in words
    assert not [other for key, other in CHAPTERS.items() if key != chapter and other in words]


def test_every_picture_is_there_and_is_shown_and_not_written() -> None:
    document = (DOCS / "brugervejledning.md").read_text("utf-8")
    named = PICTURE.findall(document)
    assert len(named) >= 3
    assert document.count("![") == len(named)
    assert all((DOCS / file).exists() for _, file in named)


def test_a_chapter_shows_its_pictures(app: App) -> None:
    screen = app("vejledning?for=analytikere")
    assert "![" not in screen.words
    assert len(screen.run.main.get("image")) == 1
