"""One writer at a time, across processes.

The lock is held by the operating system on an open file, so it goes when its process goes, however
that ends. What the file says is only for telling others who holds it.
"""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from danish import dates
from danish.errors import DanishError


@dataclass(frozen=True)
class Holder:
    """Who holds the lock, for what, and since when (UTC)."""

    who: str
    doing: str
    pid: int
    since: str

    def __str__(self) -> str:
        since = dates.moment(datetime.fromisoformat(self.since))
        return f"{self.who} ({self.doing}, proces {self.pid}) siden {since}"


class LockedError(DanishError):
    """Somebody else is writing and did not finish in the time one was ready to wait."""

    def __init__(self, holder: Holder | None, waited: float):
        self.holder = holder
        super().__init__(
            f"Data er optaget af {holder or 'en anden proces'}. "
            f"Ventede {waited:.0f} sekunder. Prøv igen, når den er færdig; intet er ændret."
        )


@contextmanager
def exclusive(
    path: Path,
    who: str,
    doing: str,
    *,
    wait: float = 60.0,
    on_wait: Callable[[str], None] | None = None,
) -> Iterator[None]:
    """Hold the writer's lock.

    Parameters
    ----------
    path
        The lock file; made when it is not there.
    who, doing
        Shown to whoever waits.
    wait
        Seconds to wait for another holder.
    on_wait
        Called once with a Danish sentence if one has to wait.

    Raises
    ------
    LockedError
        If another process still holds the lock after `wait` seconds.
    """
    with _locked(path, fcntl.LOCK_EX, wait, on_wait) as file:
        holder = Holder(who, doing, os.getpid(), datetime.now(UTC).isoformat(timespec="seconds"))
        os.ftruncate(file, 0)
        os.pwrite(file, json.dumps(asdict(holder)).encode(), 0)
        yield


@contextmanager
def shared(path: Path, *, wait: float = 5.0) -> Iterator[None]:
    """Keep writers out while reading the warehouse.

    Raises
    ------
    LockedError
        If a writer still holds the lock after `wait` seconds.
    """
    with _locked(path, fcntl.LOCK_SH, wait, None) as file:
        os.ftruncate(file, 0)  # What stands there is of a writer that is gone.
        yield


@contextmanager
def _locked(
    path: Path, mode: int, wait: float, on_wait: Callable[[str], None] | None
) -> Iterator[int]:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        start = time.monotonic()
        while True:
            try:
                fcntl.flock(file, mode | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                waited = time.monotonic() - start
                if waited >= wait:
                    raise LockedError(_holder(path), waited) from None
                if on_wait:
                    on_wait(f"Venter på {_holder(path) or 'en anden proces'} …")
                    on_wait = None
                time.sleep(0.05)
        yield file
    finally:
        os.close(file)


def _holder(path: Path) -> Holder | None:
    try:
        return Holder(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        return None
