"""Where things are, and which municipality this is."""

from pathlib import Path

import pytest

from store.settings import ROOT, municipality, settings
from store.sources import code_list


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRYGHED_DATA", raising=False)
    monkeypatch.delenv("TRYGHED_WAREHOUSE", raising=False)


def test_by_default_everything_lies_in_a_folder_of_the_project() -> None:
    assert settings().data == ROOT / "data" / "var"
    assert settings().warehouse.parent == settings().data


def test_the_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TRYGHED_DATA", str(tmp_path))
    places = settings()

    assert places.data == tmp_path
    assert {
        path.parent for path in (places.warehouse, places.releases, places.lock, places.log)
    } == {tmp_path}


def test_the_warehouse_can_lie_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TRYGHED_WAREHOUSE", str(tmp_path / "facts.duckdb"))

    assert settings().warehouse == tmp_path / "facts.duckdb"
    assert settings().data == ROOT / "data" / "var"


def test_a_folder_may_be_named_from_where_one_stands(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRYGHED_DATA", "var")

    assert settings().data == tmp_path / "var"


def test_all_areas_of_the_municipality_are_statbanks() -> None:
    place = municipality()
    named = {place.code, place.region, place.country, *place.peers.members}
    named |= {code for area in place.extra_areas for code in area.members}

    assert named <= set(code_list("area"))


def test_the_municipality_is_not_compared_with_itself() -> None:
    assert municipality().code not in municipality().peers.members


def test_no_unsafe_offence_lies_inside_another_one() -> None:
    codes = municipality().unsafe_offences

    assert set(codes) <= set(code_list("offence"))
    assert not [(a, b) for a in codes for b in codes if a != b and b.startswith(a)]


def test_a_small_number_of_persons_is_hidden() -> None:
    assert municipality().disclosure_limit >= 2
