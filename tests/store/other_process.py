"""What tests let another process do, since locks and crashes are between processes."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE, Popen

from store.settings import ROOT


def start(function: Callable[..., None], *arguments: object) -> Popen[str]:
    """Run a function of this module in a process of its own; arguments as text."""
    call = (
        f"from tests.store.other_process import {function.__name__} as function\n"
        f"function(*{[str(argument) for argument in arguments]!r})"
    )
    return Popen([sys.executable, "-c", call], cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True)


def wait_until_it_says(process: Popen[str], word: str) -> None:
    assert process.stdout
    assert process.stdout.readline().strip() == word


def let_go_on(process: Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def finish(*processes: Popen[str]) -> None:
    for process in processes:
        process.communicate(timeout=60)
        assert process.returncode == 0


def kill(process: Popen[str]) -> None:
    process.kill()
    process.communicate()


def _say_and_wait(word: str) -> None:
    print(word, flush=True)
    sys.stdin.readline()


# --- what the other process does ------------------------------------------------------------------


def hold(path: str, who: str, doing: str) -> None:
    """Hold the writer's lock until told to go on."""
    from store import lock

    with lock.exclusive(Path(path), who, doing):
        _say_and_wait("holds")


def hold_as_reader(path: str) -> None:
    """Keep writers out until told to go on."""
    from store import lock

    with lock.shared(Path(path)):
        _say_and_wait("holds")


def load_many(folder: str, area: str, times: str) -> None:
    """Load figures for an area, one period after another, each as a load of its own."""
    from store import warehouse
    from tests.conftest import settings_in
    from tests.store.figures import put

    for year in range(2001, 2001 + int(times)):
        with warehouse.writing(settings_in(Path(folder)), area, "indlæser") as open_:
            put(open_, {(area, str(year)): year})


def load_and_stop_halfway(folder: str) -> None:
    """Put figures into the warehouse and wait before the transaction ends."""
    from store import warehouse
    from tests.conftest import settings_in
    from tests.store.figures import put

    with warehouse.writing(settings_in(Path(folder)), "Bo", "indlæser") as open_:
        put(open_, {("183", "2025"): 666})
        _say_and_wait("half-way")


def load_and_be_killed_while_the_file_is_made(folder: str) -> None:
    """Die when DuckDB has made no more than the beginning of a new file."""
    import duckdb

    from store import warehouse
    from tests.conftest import settings_in

    def connect(path: Path) -> None:
        path.write_bytes(b"half a file")
        os.kill(os.getpid(), signal.SIGKILL)

    duckdb.connect = connect
    with warehouse.writing(settings_in(Path(folder)), "Bo", "indlæser"):
        pass


def load_commit_and_stop(folder: str) -> None:
    """Put figures into the warehouse and wait after the commit, before the file is closed."""
    import store.warehouse
    from tests.conftest import settings_in
    from tests.store.figures import put

    with store.warehouse.writing(settings_in(Path(folder)), "Bo", "indlæser") as open_:
        put(open_, {("183", "2025"): 666})
        open_.connection.commit()
        _say_and_wait("committed")


def publish_and_stop_halfway(folder: str) -> None:
    """Begin a release, write some of it to disk, and wait."""
    import duckdb

    from store import publishing

    def build(connection: duckdb.DuckDBPyConnection, name: str) -> None:
        connection.execute("create table half as select range as n from range(300_000)")
        _say_and_wait("half-way")

    publishing.publish(Path(folder), build)


def log_many(path: str, who: str, times: str) -> None:
    """Write rows into the log."""
    from store import log

    for number in range(int(times)):
        log.append(Path(path), who, log.Action.EXPORT, str(number), "æøå " * 200)
