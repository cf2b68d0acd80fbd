"""The writer's lock, between real processes."""

from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import Popen

import pytest

from store import lock
from tests.store import other_process
from tests.store.other_process import finish, kill, let_go_on, start, wait_until_it_says


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "writer.lock"


@pytest.fixture
def holder(path: Path) -> Iterator[Popen[str]]:
    """Another process that holds the lock as Anne, who is publishing."""
    process = start(other_process.hold, path, "Anne", "udgiver")
    wait_until_it_says(process, "holds")
    yield process
    kill(process)


def let_finish(holder: Popen[str]) -> None:
    let_go_on(holder)
    finish(holder)


def refusal(path: Path) -> lock.LockedError:
    with pytest.raises(lock.LockedError) as caught, lock.exclusive(path, "Bo", "indlæser", wait=0):
        pass
    return caught.value


def test_the_second_writer_waits_and_then_works(path: Path, holder: Popen[str]) -> None:
    told = []

    def on_wait(sentence: str) -> None:
        told.append(sentence)
        let_go_on(holder)

    with lock.exclusive(path, "Bo", "indlæser", on_wait=on_wait):
        finish(holder)

    assert len(told) == 1
    assert told[0].startswith(f"Venter på Anne (udgiver, proces {holder.pid}) siden ")


def test_a_writer_who_will_not_wait_is_told_who_holds_it(path: Path, holder: Popen[str]) -> None:
    refused = refusal(path)

    assert refused.holder
    assert (refused.holder.who, refused.holder.doing) == ("Anne", "udgiver")
    assert refused.holder.pid == holder.pid
    assert str(refused).startswith(f"Data er optaget af Anne (udgiver, proces {holder.pid}) siden ")
    assert str(refused).endswith("Prøv igen, når den er færdig; intet er ændret.")


def test_readers_are_kept_out_while_somebody_writes(path: Path, holder: Popen[str]) -> None:
    with (
        pytest.raises(lock.LockedError, match="Data er optaget af Anne"),
        lock.shared(path, wait=0),
    ):
        pass


def test_a_holder_that_was_killed_leaves_no_lock(path: Path, holder: Popen[str]) -> None:
    kill(holder)

    with lock.exclusive(path, "Bo", "indlæser", wait=0):
        pass


@pytest.mark.parametrize("gone", [kill, let_finish])
def test_nobody_is_told_of_a_holder_that_is_gone(
    path: Path, holder: Popen[str], gone: Callable[[Popen[str]], None]
) -> None:
    gone(holder)
    reader = start(other_process.hold_as_reader, path)
    wait_until_it_says(reader, "holds")

    assert str(refusal(path)).startswith("Data er optaget af en anden proces. Ventede 0 sekunder.")

    kill(reader)


def test_the_lock_is_free_again_after_an_error(path: Path) -> None:
    with pytest.raises(ZeroDivisionError), lock.exclusive(path, "Anne", "udgiver"):
        raise ZeroDivisionError

    with lock.exclusive(path, "Bo", "indlæser", wait=0):
        pass


def test_readers_do_not_keep_each_other_out(path: Path) -> None:
    with lock.shared(path, wait=0), lock.shared(path, wait=0):
        pass


def test_a_writer_waits_for_readers(path: Path) -> None:
    with lock.shared(path):
        assert refusal(path).holder is None


def test_two_sessions_of_one_process_are_two_writers(path: Path) -> None:
    with lock.exclusive(path, "Anne", "udgiver"):
        assert "Anne (udgiver" in str(refusal(path))
