"""What all tests share: a day that is today, places on disk, the official figures loaded once."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from ingest import sample
from store.settings import Settings

TODAY = date(2026, 11, 23)


def settings_in(folder: Path) -> Settings:
    """Places in a folder of their own, whatever the environment says."""
    return Settings(folder, folder / "warehouse.duckdb")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Places where nothing has been loaded yet."""
    return settings_in(tmp_path / "var")


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The official sample, loaded once for all tests: only to be read."""
    places = settings_in(tmp_path_factory.mktemp("official"))
    sample.load_official(places, "Anne", TODAY)
    return places


@pytest.fixture
def loaded_copy(loaded: Settings, settings: Settings) -> Settings:
    """The official sample in a folder of the test's own, to be written to."""
    shutil.copytree(loaded.data, settings.data)
    return settings
