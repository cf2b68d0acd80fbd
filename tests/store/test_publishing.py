"""Making releases and going back to them."""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import duckdb
import pytest

from store import publishing
from tests.store import other_process
from tests.store.other_process import kill, start, wait_until_it_says

Build = Callable[[duckdb.DuckDBPyConnection, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "var" / "releases"


def saying(content: str) -> Build:
    """A release that holds one word."""

    def build(connection: duckdb.DuckDBPyConnection, name: str) -> None:
        connection.execute("create table said as select $content as word", {"content": content})

    return build


def publish(folder: Path, content: str = "ord", keep: int = publishing.KEEP) -> str:
    return publishing.publish(folder, saying(content), keep=keep)


def what_it_says(folder: Path, name: str | None) -> str:
    assert name
    with duckdb.connect(publishing.path_of(folder, name), read_only=True) as connection:
        ((word,),) = connection.execute("from said").fetchall()
    return str(word)


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def only(*names: str) -> set[str]:
    return {"CURRENT", *(f"{name}.duckdb" for name in names)}


# --- publishing -----------------------------------------------------------------------------------


def test_before_the_first_release_there_is_none(folder: Path) -> None:
    assert publishing.current(folder) is None
    assert publishing.names(folder) == []


def test_a_release_that_is_published_is_in_force(folder: Path) -> None:
    name = publish(folder, "nyt")

    assert publishing.current(folder) == name
    assert what_it_says(folder, name) == "nyt"
    assert files(folder) == only(name)


def test_the_build_is_told_the_name_of_the_release(folder: Path) -> None:
    told = []
    name = publishing.publish(folder, lambda connection, name: told.append(name))

    assert told == [name]


def test_the_name_says_when_it_was_made(folder: Path) -> None:
    made = publishing.made_at(publish(folder))

    assert abs((datetime.now(UTC) - made).total_seconds()) < 60


def test_the_next_release_takes_its_place(folder: Path) -> None:
    first = publish(folder, "gammelt")
    second = publish(folder, "nyt")

    assert what_it_says(folder, publishing.current(folder)) == "nyt"
    assert publishing.names(folder) == [second, first]


def test_a_build_that_fails_leaves_the_old_release_in_force_and_no_litter(folder: Path) -> None:
    name = publish(folder, "gammelt")

    def fails(connection: duckdb.DuckDBPyConnection, name: str) -> None:
        connection.execute("create table large as select range as n from range(300_000)")
        connection.execute("begin")
        connection.execute("insert into large select range from range(300_000)")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        publishing.publish(folder, fails)

    assert publishing.current(folder) == name
    assert what_it_says(folder, name) == "gammelt"
    assert files(folder) == only(name)


def test_what_a_killed_publish_left_is_removed_by_the_next(folder: Path) -> None:
    old = publish(folder, "gammelt")
    process = start(other_process.publish_and_stop_halfway, folder)
    wait_until_it_says(process, "half-way")
    kill(process)

    assert files(folder) > only(old)
    assert what_it_says(folder, publishing.current(folder)) == "gammelt"

    new = publish(folder, "nyt")

    assert files(folder) == only(old, new)


def test_what_a_killed_publish_spilled_to_disk_is_removed_too(folder: Path) -> None:
    spilled = folder / "20260101T000000000.tmp.tmp"
    spilled.mkdir(parents=True)
    (spilled / "duckdb_temp_storage-0.tmp").write_bytes(b"x")

    assert only(publish(folder)) == files(folder)


# --- names ----------------------------------------------------------------------------------------


def test_names_increase_however_fast_releases_follow_each_other(folder: Path) -> None:
    names = [publish(folder) for _ in range(5)]

    assert all(earlier < later for earlier, later in itertools.pairwise(names))


def test_names_increase_also_when_the_clock_was_set_back(folder: Path) -> None:
    folder.mkdir(parents=True)
    with duckdb.connect(publishing.path_of(folder, "20301231T235959999")) as connection:
        saying("fremtid")(connection, "")

    names = [publish(folder), publish(folder)]

    assert names == ["20310101T000000000", "20310101T000000001"]
    assert publishing.current(folder) == names[-1]


# --- going back -----------------------------------------------------------------------------------


def test_one_can_go_back_to_an_older_release(folder: Path) -> None:
    first, second = publish(folder, "gammelt"), publish(folder, "nyt")

    assert publishing.rollback(folder, first) == second
    assert what_it_says(folder, publishing.current(folder)) == "gammelt"
    assert publishing.names(folder) == [second, first]


def test_and_forward_again(folder: Path) -> None:
    first, second = publish(folder), publish(folder)
    publishing.rollback(folder, first)

    assert publishing.rollback(folder, second) == first
    assert publishing.current(folder) == second


def test_a_release_after_going_back_is_in_force(folder: Path) -> None:
    first, _ = publish(folder, "gammelt"), publish(folder, "forkert")
    publishing.rollback(folder, first)
    publish(folder, "rettet")

    assert what_it_says(folder, publishing.current(folder)) == "rettet"


@pytest.mark.parametrize("name", ["20200101T000000000", "", "../andet", "CURRENT"])
def test_one_cannot_go_back_to_a_release_that_is_not_there(folder: Path, name: str) -> None:
    current = publish(folder)

    with pytest.raises(publishing.UnknownReleaseError, match="Der er ingen udgivelse med navnet"):
        publishing.rollback(folder, name)

    assert publishing.current(folder) == current


# --- what is kept ---------------------------------------------------------------------------------


def test_the_newest_thirty_releases_are_kept(folder: Path) -> None:
    names = [publish(folder) for _ in range(32)]

    assert publishing.names(folder) == names[:1:-1]


def test_a_pinned_release_is_kept_however_old(folder: Path) -> None:
    pinned = publish(folder, "besluttet")
    others = [publishing.publish(folder, saying("ord"), pinned={pinned}, keep=2) for _ in range(4)]

    assert publishing.names(folder) == [others[3], others[2], pinned]
    assert what_it_says(folder, pinned) == "besluttet"


def test_going_back_to_an_old_release_and_publishing_anew_removes_nothing_too_early(
    folder: Path,
) -> None:
    names = [publish(folder, keep=3) for _ in range(3)]
    publishing.rollback(folder, names[0])
    new = publish(folder, keep=3)

    assert publishing.current(folder) == new
    assert publishing.names(folder) == [new, names[2], names[1]]


# --- readers --------------------------------------------------------------------------------------


def test_a_reader_keeps_reading_the_release_it_opened(folder: Path) -> None:
    old = publish(folder, "gammelt")
    with duckdb.connect(publishing.path_of(folder, old), read_only=True) as reader:
        for _ in range(3):
            publish(folder, "nyt", keep=1)

        assert old not in publishing.names(folder)
        assert reader.execute("from said").fetchall() == [("gammelt",)]


def seen_meanwhile(look: Callable[[], str], change: Callable[[], object]) -> set[str]:
    """All that a reader saw while something changed."""
    done = Event()

    def look_until_done() -> set[str]:
        seen = {look()}
        while not done.is_set():
            seen.add(look())
        return seen

    with ThreadPoolExecutor() as readers:
        reading = readers.submit(look_until_done)
        try:
            change()
        finally:
            done.set()
    return reading.result()


def test_a_reader_always_finds_a_whole_release_while_others_are_published(folder: Path) -> None:
    publish(folder, "ord")

    def publish_some() -> None:
        for _ in range(15):
            publish(folder, "ord")

    seen = seen_meanwhile(
        lambda: what_it_says(folder, publishing.current(folder)), change=publish_some
    )
    assert seen == {"ord"}


def test_the_pointer_always_names_a_release(folder: Path) -> None:
    names = [publish(folder), publish(folder)]

    def go_back_and_forth() -> None:
        for _ in range(150):
            for name in names:
                publishing.rollback(folder, name)

    seen = seen_meanwhile(lambda: str(publishing.current(folder)), change=go_back_and_forth)
    assert seen <= set(names)
