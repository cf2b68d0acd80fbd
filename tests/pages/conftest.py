"""The app, pointed at places with or without a release.

`published` and `published_copy` come from `tests.published`, which every module here names;
`organised` from `tests.organised`, which those name that see the organisation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import duckdb
import pytest

from danish import dates
from store import publishing, release
from store.settings import Settings
from tests.conftest import TODAY
from tests.pages import views
from tests.pages.screen import Screen, opened

Use = Callable[[Settings], None]


@dataclass(frozen=True)
class Seen:
    """A view that was opened once, and how many queries it asked a release whose lists it knew."""

    screen: Screen
    asked: int


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    """Point the app at places on disk, on a known day."""
    return lambda places: point_at(monkeypatch, places)


@pytest.fixture
def app(use: Use, published: Settings) -> Callable[[str], Screen]:
    """Open an address of the app that has the official figures."""
    use(published)
    return opened


@pytest.fixture(scope="session")
def see(request: pytest.FixtureRequest) -> Callable[[str], Seen]:
    """The same, each address opened only once for all tests, and its queries counted.

    A page of `views.ORGANISED` is seen with the shipped organisation.
    """
    seen: dict[str, Seen] = {}
    kinds = (property, cached_property)
    lists = [name for name, it in vars(release.Release).items() if isinstance(it, kinds)]

    def look(address: str) -> Seen:
        if address not in seen:
            is_organised = address.split("?")[0] in views.ORGANISED
            places = request.getfixturevalue("organised" if is_organised else "published")
            with pytest.MonkeyPatch.context() as monkeypatch:
                point_at(monkeypatch, places)
                release.reader.cache_clear()  # no answer is known yet
                current = release.current()
                for name in lists:
                    getattr(current, name)
                before = current.asked
                seen[address] = Seen(opened(address), current.asked - before)
        return seen[address]

    return look


def point_at(monkeypatch: pytest.MonkeyPatch, places: Settings) -> None:
    monkeypatch.setenv("TRYGHED_DATA", str(places.data))
    monkeypatch.delenv("TRYGHED_WAREHOUSE", raising=False)
    noon = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
    monkeypatch.setattr(dates, "now", lambda: noon)


def rewrite(places: Settings, sql: str) -> None:
    """Change what the release in force says, as no program does, to see what pages make of it."""
    name = publishing.current(places.releases)
    assert name
    path: Path = publishing.path_of(places.releases, name)
    path.chmod(0o644)
    with duckdb.connect(path) as connection:
        connection.execute(sql)
