"""Who did what: one row for each load, withdrawal, publish, rollback, export and login.

The log is a file of its own, one JSON object a line, so that a page can write a row while a load
holds the warehouse. A row is one `write` to a file opened for appending: rows never mix, and a
killed process leaves at most one torn last line, which is passed over.
"""

import json
import os
import traceback
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path


class Action(StrEnum):
    """What was done. The value is what the log file and the screen say."""

    LOAD = "indlæst"
    WITHDRAW = "trukket tilbage"
    RESTORE = "bragt tilbage"
    PUBLISH = "udgivet"
    REFUSED = "udgivelse afvist"
    ROLLBACK = "rullet tilbage"
    EXPORT = "hentet"
    LOGIN = "logget ind"


@dataclass(frozen=True)
class Event:
    """One row: when (UTC), who, what, to which thing, and a Danish sentence about it."""

    at: datetime
    who: str
    action: Action
    subject: str
    text: str


def append(path: Path, who: str, action: Action, subject: str, text: str) -> None:
    """Add one row with the time of now."""
    event = Event(datetime.now(UTC), who, action, subject, text)
    row = {**asdict(event), "at": event.at.isoformat(timespec="milliseconds")}
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        # A leading newline closes a line that a killed process may have torn.
        os.write(file, ("\n" + json.dumps(row, ensure_ascii=False)).encode())
    finally:
        os.close(file)


def exported(path: Path, release: str, file: str) -> None:
    """Write down that somebody took a file away from a page."""
    append(path, "en bruger af appen", Action.EXPORT, file, f"Udgivelse {release}")


def fault(folder: Path, error: BaseException) -> str:
    """Write an unexpected exception to `fejl.log` and return a Danish sentence on where it is."""
    path = folder / "fejl.log"
    happened = f"Der skete en uventet fejl ({type(error).__name__})."
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC).isoformat(timespec='seconds')}\n")
            file.writelines(traceback.format_exception(error))
    except OSError:
        return (
            f"{happened} Den kunne ikke skrives i {path}. "
            f"Kontrollér, at {folder} er en mappe, som programmet må skrive i."
        )
    return (
        f"{happened} Den er skrevet i {path.name}, hvor data ligger. "
        "Send filen til den, der passer programmet."
    )


def newest(path: Path, limit: int = 100) -> list[Event]:
    """The newest rows, newest first."""
    if not path.exists():
        return []
    events: list[Event] = []
    # Not splitlines: a text may hold one of the other characters that it breaks at.
    for line in reversed(path.read_text("utf-8", errors="replace").split("\n")):
        if len(events) == limit:
            break
        try:
            row = json.loads(line)
            events.append(
                Event(
                    datetime.fromisoformat(row["at"]),
                    row["who"],
                    Action(row["action"]),
                    row["subject"],
                    row["text"],
                )
            )
        except (ValueError, KeyError):
            continue
    return events
