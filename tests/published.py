"""The official figures as a release, for the test modules that name it in `pytest_plugins`."""

import shutil

import pytest

from indicators import build
from ingest.economy import budget_sample
from store.settings import Settings
from tests import money
from tests.conftest import TODAY, settings_in


@pytest.fixture(scope="session")
def published(loaded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The official sample, published once for all tests: only to be read."""
    places = settings_in(tmp_path_factory.mktemp("published") / "var")
    shutil.copytree(loaded.data, places.data)
    build.publish(places, "Anne", reason="Første udgivelse")
    return places


@pytest.fixture(scope="session")
def with_budget(published: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The same with the example budget and a table of percentages: only to be read."""
    places = settings_in(tmp_path_factory.mktemp("budget") / "var")
    shutil.copytree(published.data, places.data)
    budget_sample.load_examples(places, "Anne", TODAY)
    money.rates(places, [("2024", "3.9"), ("2025", "3.4"), ("2026", "2.8")])
    build.publish(places, "Anne", reason="Eksempelbudgettet")
    return places


@pytest.fixture
def published_copy(published: Settings, settings: Settings) -> Settings:
    """The same in a folder of the test's own, to be written to."""
    shutil.copytree(published.data, settings.data)
    return settings
