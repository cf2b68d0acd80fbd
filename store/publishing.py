"""Making a release: built aside, checked, moved into place in one step.

A release is a DuckDB file named by the time it was made. The pointer file `CURRENT` names the one
in force. A process killed at any moment leaves the old release in force and at most a temporary
file, which the next publish removes.

The caller holds the writer's lock (`store.lock.exclusive`) round `publish` and `rollback`.
"""

import os
import shutil
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from danish.errors import DanishError

POINTER = "CURRENT"
KEEP = 30


class UnknownReleaseError(DanishError):
    """There is no such release to go back to."""

    def __init__(self, release: str):
        super().__init__(
            f"Der er ingen udgivelse med navnet {release}. Se navnene med: python -m store releases"
        )


def publish(
    folder: Path,
    build: Callable[[duckdb.DuckDBPyConnection, str], None],
    *,
    pinned: Collection[str] = (),
    keep: int = KEEP,
) -> str:
    """Make a release and put it in force.

    Parameters
    ----------
    folder
        Where releases lie.
    build
        Fills an empty database, given the release's name; whatever it raises leaves the old
        release in force.
    pinned
        Releases that are never removed, however old.
    keep
        How many of the newest to keep.

    Returns
    -------
    The name of the new release, for example ``20261123T091512123``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder)
    name = _new_name(folder)
    temporary = folder / f"{name}.tmp"
    connection = duckdb.connect(temporary)
    try:
        build(connection, name)
        connection.execute("checkpoint")
    except BaseException:
        connection.close()
        _clear(folder)
        raise
    connection.close()
    _sync(temporary)
    temporary.chmod(0o444)
    temporary.rename(path_of(folder, name))
    _point(folder, name)
    _prune(folder, {name, *pinned}, keep)
    return name


def rollback(folder: Path, name: str) -> str | None:
    """Put an older release in force again and return the name of the one that was.

    Raises
    ------
    UnknownReleaseError
        If there is no such release.
    """
    if name not in names(folder):
        raise UnknownReleaseError(name)
    before = current(folder)
    _point(folder, name)
    return before


def current(folder: Path) -> str | None:
    """The name of the release in force, or None before the first one."""
    try:
        return (folder / POINTER).read_text().strip()
    except FileNotFoundError:
        return None


def names(folder: Path) -> list[str]:
    """All releases, newest first."""
    return sorted((path.stem for path in folder.glob("*.duckdb")), reverse=True)


def path_of(folder: Path, name: str) -> Path:
    """The file of a release."""
    return folder / f"{name}.duckdb"


def made_at(name: str) -> datetime:
    """When a release was made (UTC), read from its name."""
    return datetime.strptime(name + "000", "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)


def _clear(folder: Path) -> None:
    """Remove what a publish that failed or was killed left behind."""
    for litter in folder.glob("*.tmp*"):
        if litter.is_dir():  # where DuckDB puts what does not fit in memory
            shutil.rmtree(litter)
        else:
            litter.unlink()


def _new_name(folder: Path) -> str:
    """A name later than all there are, also when the clock was set back."""
    name = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")[:-3]
    newest = max(names(folder), default="")
    if name > newest:
        return name
    later = made_at(newest) + timedelta(milliseconds=1)
    return later.strftime("%Y%m%dT%H%M%S%f")[:-3]


def _point(folder: Path, name: str) -> None:
    temporary = folder / f"{POINTER}.tmp"
    temporary.write_text(name + "\n")
    _sync(temporary)
    temporary.replace(folder / POINTER)
    _sync(folder)


def _sync(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _prune(folder: Path, kept: Collection[str], keep: int) -> None:
    for name in names(folder)[keep:]:
        if name not in kept:
            path_of(folder, name).unlink()
