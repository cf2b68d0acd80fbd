"""Metode og ordliste: the method, every word, every definition."""

from collections.abc import Callable

from indicators import glossary
from indicators.registry import INDICATORS
from tests.pages.screen import Screen

pytest_plugins = ["tests.published"]

App = Callable[[str], Screen]


def test_the_method_document_is_shown(app: App) -> None:
    assert "Alle anmeldelser er talt med" in app("metode").words


def test_every_word_is_in_the_list(app: App) -> None:
    rows = [row[0] for table in app("metode?vis=ordliste").tables for row in table[1:]]
    assert sorted(rows) == sorted(entry.word for entry in glossary.glossary().values())


def test_a_search_is_kept_in_the_address(app: App) -> None:
    screen = app("metode?vis=ordliste")
    screen.search("ord", "FOLKETAL")
    found = [row for table in screen.tables for row in table[1:]]
    assert found
    assert all("folketal" in " ".join(row).lower() for row in found)
    assert screen.address == {"vis": "ordliste", "ord": "FOLKETAL"}
    assert app("metode?vis=ordliste&ord=FOLKETAL").tables == screen.tables


def test_a_search_without_a_hit_says_so(app: App) -> None:
    screen = app("metode?vis=ordliste&ord=xyz")
    assert screen.tables == []
    assert "Ingen ord passer." in screen.words


def test_every_indicator_is_defined(app: App) -> None:
    rows = [row for table in app("metode?vis=indikatorer").tables for row in table[1:]]
    assert [row[0] for row in rows] == [f"{it.id} {it.title}" for it in INDICATORS.values()]
    assert all(counted and source for _, counted, source in rows)
