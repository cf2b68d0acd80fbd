"""The official figures as a release, for the test modules that name it in `pytest_plugins`."""

import shutil

import pytest

from indicators import build
from store.settings import Settings
from tests.conftest import settings_in


@pytest.fixture(scope="session")
def published(loaded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The official sample, published once for all tests: only to be read."""
    places = settings_in(tmp_path_factory.mktemp("published") / "var")
    shutil.copytree(loaded.data, places.data)
    build.publish(places, "Anne", reason="Første udgivelse")
    return places


@pytest.fixture
def published_copy(published: Settings, settings: Settings) -> Settings:
    """The same in a folder of the test's own, to be written to."""
    shutil.copytree(published.data, settings.data)
    return settings
