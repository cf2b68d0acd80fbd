"""The shipped organisation as a release, for the test modules that name it in `pytest_plugins`."""

import shutil

import pytest

from indicators import build
from ingest.organisation import sample
from store.settings import Settings
from tests.conftest import settings_in


@pytest.fixture(scope="session")
def organised(loaded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The official sample with the shipped organisation, published once: only to be read."""
    places = settings_in(tmp_path_factory.mktemp("organised") / "var")
    shutil.copytree(loaded.data, places.data)
    sample.load(places, "Anne")
    build.publish(places, "Anne", reason="Med organisationen")
    return places
