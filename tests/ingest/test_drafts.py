"""Half-finished uploads: what they keep, for how long, and what they never keep."""

import os
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import draft_steps, drafts
from ingest.drafts import KEPT_SECONDS, GoneError
from ingest.fetch import Answer
from ingest.mapping import Column, FileMapping
from ingest.statbank import Download, Selection
from store.inputs import InputKind
from store.settings import Settings
from store.sources import source
from tests.conftest import TODAY
from tests.ingest.uploads import ANSWERS, COUNTS, draft_of, table_of

LATER = KEPT_SECONDS + 60


def folder(settings: Settings, id_: str) -> Path:
    return settings.data / "drafts" / id_


def aged(settings: Settings, id_: str, seconds: float) -> None:
    """Let it be so many seconds since the draft was saved."""
    for path in (*folder(settings, id_).iterdir(), folder(settings, id_)):
        os.utime(path, (time.time() - seconds,) * 2)


def test_a_draft_comes_back_as_it_was(settings: Settings) -> None:
    draft = draft_of(table_of(ANSWERS), table_of(COUNTS, "Fravær"))
    draft = draft_steps.of_sheet(settings, draft, 0)
    drafts.save(settings, draft)
    found = drafts.opened(settings, draft.id)
    for one, other in zip(found.upload.tables, draft.upload.tables, strict=True):
        assert one.rows.equals(other.rows.astype("str"))
        assert list(one.rows.index) == list(other.rows.index)
        assert replace(one, rows=other.rows) == other
    assert replace(found, upload=None) == replace(draft, upload=None)
    assert replace(found.upload, tables=()) == replace(draft.upload, tables=())


def test_a_fetched_table_comes_back_as_it_was(settings: Settings) -> None:
    moment = datetime(2026, 7, 16, 8, 0, tzinfo=UTC)
    selection = Selection("STRAF11", {"OMRÅDE": ("183",), "Tid": ("2025K4", "2026K1")})
    download = Download(
        "STRAF11", settings.raw / ".waiting-x" / "a.csv.gz", "0" * 64, 12, selection.request,
        moment, moment, selection,
    )  # fmt: skip
    answer = Answer(source("STRAF11"), TODAY, download, ("StatBank har ikke koden 999",))
    draft = drafts.Draft(drafts.new_id(), "STRAF11", answer=answer)
    drafts.save(settings, draft)
    assert drafts.opened(settings, draft.id) == draft


def test_what_is_saved_again_replaces_what_was(settings: Settings) -> None:
    draft = draft_of(table_of(ANSWERS))
    drafts.save(settings, draft)
    drafts.save(settings, replace(draft, open=("vægt_2025",)))
    assert drafts.opened(settings, draft.id).open == ("vægt_2025",)
    assert [path.suffix for path in folder(settings, draft.id).iterdir()].count(".json") == 1


def test_another_frame_has_other_rows(settings: Settings) -> None:
    draft = draft_of(table_of(ANSWERS))
    drafts.save(settings, draft)
    drafts.save(settings, replace(draft, upload=draft_of(table_of(ANSWERS[:3])).upload))
    assert len(drafts.opened(settings, draft.id).table.rows) == 2


def test_a_draft_is_there_for_a_day_and_not_longer(settings: Settings) -> None:
    draft = draft_of(table_of(ANSWERS))
    drafts.save(settings, draft)
    aged(settings, draft.id, KEPT_SECONDS - 60)
    assert [entry.id for entry in drafts.listed(settings)] == [draft.id]
    aged(settings, draft.id, LATER)
    assert drafts.listed(settings) == []
    assert not folder(settings, draft.id).exists()
    with pytest.raises(GoneError, match="findes ikke længere"):
        drafts.opened(settings, draft.id)


def test_one_that_was_never_finished_writing_goes_after_a_day_too(settings: Settings) -> None:
    half = folder(settings, drafts.new_id())
    half.mkdir(parents=True)
    assert drafts.listed(settings) == []
    assert half.exists()
    os.utime(half, (time.time() - LATER,) * 2)
    drafts.listed(settings)
    assert not half.exists()


def test_the_newest_is_listed_first(settings: Settings) -> None:
    first, second = draft_of(table_of(ANSWERS)), draft_of(table_of(COUNTS))
    drafts.save(settings, first)
    drafts.save(settings, second)
    aged(settings, first.id, 100)
    assert [entry.id for entry in drafts.listed(settings)] == [second.id, first.id]
    assert drafts.listed(settings)[0].name == "tryghed.xlsx"


def test_discarding_leaves_the_others(settings: Settings) -> None:
    first, second = draft_of(table_of(ANSWERS)), draft_of(table_of(COUNTS))
    drafts.save(settings, first)
    drafts.save(settings, second)
    drafts.discard(settings, first.id)
    assert [entry.id for entry in drafts.listed(settings)] == [second.id]


@pytest.mark.parametrize(
    "id_", ["", "..", "../../etc", "A" * 32, "0" * 31, "0" * 32 + "/..", "0" * 32 + "\n", "%2e%2e"]
)
def test_an_address_that_names_no_draft_is_refused_and_harms_nothing(
    settings: Settings, id_: str
) -> None:
    kept = settings.data / "drafts" / "kept.txt"
    kept.parent.mkdir(parents=True)
    kept.write_text("her")
    with pytest.raises(GoneError):
        drafts.opened(settings, id_)
    drafts.discard(settings, id_)
    assert kept.exists()


DAMAGE = {
    "no content": lambda it: (it / "draft.json").unlink(),
    "no table": lambda it: next(it.glob("*.parquet")).unlink(),
    "cut table": lambda it: next(it.glob("*.parquet")).write_bytes(b"PAR1"),
    "not JSON": lambda it: (it / "draft.json").write_text("{"),
    "a list": lambda it: (it / "draft.json").write_text("[]"),
    "other fields": lambda it: changed(it, '"sheet"', '"ark"'),
    "another id": lambda it: changed(it, it.name, "0" * 32),
    "no such sheet": lambda it: changed(it, '"sheet": 0', '"sheet": 7'),
    "a wrong type": lambda it: changed(it, '"sheet": 0', '"sheet": "0"'),
    "an unknown kind": lambda it: changed(it, '"kind": "survey"', '"kind": "x"'),
    "deep": lambda it: (it / "draft.json").write_text("[" * 100_000),
}


def changed(it: Path, old: str, new: str) -> None:
    path = it / "draft.json"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_draft_is_ignored_and_removed(settings: Settings, damage: str) -> None:
    mapping = FileMapping("", InputKind.SURVEY, "borger", (Column("Bydel", "sub_area"),), {})
    draft = replace(draft_of(table_of(ANSWERS)), reading=mapping)
    drafts.save(settings, draft)
    DAMAGE[damage](folder(settings, draft.id))
    with pytest.raises(GoneError):
        drafts.opened(settings, draft.id)
    assert not folder(settings, draft.id).exists()


def test_a_damaged_draft_does_not_hide_the_others(settings: Settings) -> None:
    first, second = draft_of(table_of(ANSWERS)), draft_of(table_of(COUNTS))
    drafts.save(settings, first)
    drafts.save(settings, second)
    (folder(settings, first.id) / "draft.json").write_text("{")
    assert [entry.id for entry in drafts.listed(settings)] == [second.id]


def test_a_draft_is_for_this_user_of_the_machine_alone(settings: Settings) -> None:
    draft = draft_of(table_of(ANSWERS))
    drafts.save(settings, draft)
    assert folder(settings, draft.id).stat().st_mode & 0o077 == 0


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(names=st.lists(TEXTS, min_size=2, max_size=4, unique=True), cell=TEXTS)
def test_any_names_and_texts_come_back(
    names: list[str], cell: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = tmp_path_factory.mktemp("any")
    places = Settings(data, data / "warehouse.duckdb")
    table = table_of(ANSWERS)
    rows = table.rows.iloc[:, : len(names)].set_axis(names, axis="columns")
    rows.iloc[0, 0] = cell
    table = replace(table, columns=tuple(names), positions=tuple(range(len(names))), rows=rows)
    draft = draft_of(table)
    drafts.save(places, draft)
    found = drafts.opened(places, draft.id).table
    assert found.columns == tuple(names)
    assert found.rows.iloc[0, 0] == cell
