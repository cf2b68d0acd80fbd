"""Who did what: rows in a file of their own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from store import log
from store.log import Action
from tests.store import other_process
from tests.store.other_process import finish, start


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "log.jsonl"


def subjects(path: Path) -> list[str]:
    return [event.subject for event in log.newest(path)]


def test_before_anything_was_done_there_are_no_rows(path: Path) -> None:
    assert log.newest(path) == []


def test_a_row_comes_back_as_it_was_written(path: Path) -> None:
    before = datetime.now(UTC)
    log.append(path, "Åse Bæk", Action.LOAD, "7", "STRAF11: 1.066 celler")

    (event,) = log.newest(path)

    assert (event.who, event.action, event.subject) == ("Åse Bæk", Action.LOAD, "7")
    assert event.text == "STRAF11: 1.066 celler"
    assert event.at.tzinfo == UTC
    assert abs((event.at - before).total_seconds()) < 60


def test_the_newest_row_comes_first(path: Path) -> None:
    for number in range(5):
        log.append(path, "Anne", Action.LOAD, str(number), "")

    assert subjects(path) == ["4", "3", "2", "1", "0"]


def test_only_as_many_rows_as_are_asked_for(path: Path) -> None:
    for number in range(5):
        log.append(path, "Anne", Action.LOAD, str(number), "")

    assert [event.subject for event in log.newest(path, limit=2)] == ["4", "3"]


@pytest.mark.parametrize("text", ["to\nlinjer", "a\u2028b", "a\x85b", "a\x0cb", '"citat"', "\\"])
def test_a_text_may_hold_any_character(path: Path, text: str) -> None:
    log.append(path, "Anne", Action.EXPORT, "1", text)
    log.append(path, "Anne", Action.EXPORT, "2", "")

    assert [event.text for event in log.newest(path)] == ["", text]


@pytest.mark.parametrize("lost", [1, 10, 60])
def test_a_row_that_was_torn_by_a_crash_is_passed_over(path: Path, lost: int) -> None:
    log.append(path, "Anne", Action.LOAD, "1", "")
    log.append(path, "Anne", Action.LOAD, "2", "æøå")
    path.write_bytes(path.read_bytes()[:-lost])

    assert subjects(path) == ["1"]

    log.append(path, "Anne", Action.LOAD, "3", "")

    assert subjects(path) == ["3", "1"]


def test_a_row_torn_in_the_middle_of_a_letter_is_passed_over(path: Path) -> None:
    log.append(path, "Anne", Action.LOAD, "1", "")
    log.append(path, "Anne", Action.LOAD, "2", "ø")
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.rindex("ø".encode()) + 1])

    assert subjects(path) == ["1"]


def test_rows_that_several_processes_write_at_once_never_mix(path: Path) -> None:
    names = ["Anne", "Bo", "Carl", "Dorte"]
    finish(*[start(other_process.log_many, path, name, 100) for name in names])

    events = log.newest(path, limit=1000)

    assert len(events) == 400
    assert {event.text for event in events} == {"æøå " * 200}
    for name in names:
        own = [int(event.subject) for event in events if event.who == name]
        assert own == sorted(range(100), reverse=True)
