"""The shipped organisation and budget as a release, for modules that name it in
`pytest_plugins`.
"""

import shutil

import pytest

from indicators import build
from ingest.economy import budget_sample
from ingest.organisation import sample
from store.settings import Settings
from tests.conftest import TODAY, settings_in


@pytest.fixture(scope="session")
def organised(loaded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The official sample, the shipped organisation and budget, published once: only to be read."""
    places = settings_in(tmp_path_factory.mktemp("organised") / "var")
    shutil.copytree(loaded.data, places.data)
    sample.load(places, "Anne")
    budget_sample.load_examples(places, "Anne", TODAY)
    build.publish(places, "Anne", reason="Med organisationen")
    return places
