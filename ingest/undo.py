"""Taking back: loads withdrawn or brought back, example data removed, an earlier release in force.

Each with a name and a reason, which stand in the log. A withdrawal shows after the next release, a
rollback at once.
"""

from collections.abc import Callable

from danish import words
from danish.errors import DanishError
from ingest import statement_checks
from ingest.problem import RejectedError
from store import lock, log, publishing, warehouse
from store.settings import Settings
from store.warehouse import Load, Origin

OnWait = Callable[[str], None]


class NoExamplesError(DanishError):
    """No example data is in use."""

    def __init__(self) -> None:
        super().__init__("Der er ingen eksempeldata i brug. Intet er ændret.")


class UnsignedError(RejectedError):
    """The name or the reason is missing, or holds what it must not."""


def signed(who: str, reason: str) -> tuple[str, str]:
    """The name and the reason, tidied.

    Raises
    ------
    UnsignedError
        If one of them is missing or holds what it must not.
    """
    who, reason = who.strip(), reason.strip()
    problems = [*statement_checks.check_author(who), *statement_checks.check_reason(reason)]
    if problems:
        raise UnsignedError(problems)
    return who, reason


def withdraw(settings: Settings, number: int, who: str, reason: str) -> Load:
    """Take a load out of force.

    Raises
    ------
    UnsignedError
        If the name or the reason is missing.
    store.warehouse.UnknownLoadError, store.warehouse.WithdrawnError
        If there is no such load, or it is withdrawn already.
    """
    who, reason = signed(who, reason)
    with warehouse.writing(settings, who, f"trækker indlæsning {number} tilbage") as open_:
        load = open_.withdraw(number, who)
    _told(settings, who, log.Action.WITHDRAW, load, reason)
    return load


def restore(settings: Settings, number: int, who: str, reason: str) -> Load:
    """Bring a withdrawn load back, at its old place in the order.

    Raises
    ------
    UnsignedError
        If the name or the reason is missing.
    store.warehouse.UnknownLoadError, store.warehouse.WithdrawnError
        If there is no such load, or it is in use.
    """
    who, reason = signed(who, reason)
    with warehouse.writing(settings, who, f"bringer indlæsning {number} tilbage") as open_:
        load = open_.restore(number, who)
    _told(settings, who, log.Action.RESTORE, load, reason)
    return load


def withdraw_examples(settings: Settings, who: str, reason: str) -> list[Load]:
    """Take all example data out of force, in one transaction.

    Raises
    ------
    UnsignedError
        If the name or the reason is missing.
    NoExamplesError
        If none is in use.
    """
    who, reason = signed(who, reason)
    with warehouse.writing(settings, who, "fjerner eksempeldata") as open_:
        found = open_.withdraw_examples(who)
        if not found:
            raise NoExamplesError
    for load in found:
        _told(settings, who, log.Action.WITHDRAW, load, reason)
    return found


def examples(loads: list[Load]) -> list[Load]:
    """The loads of example data that are in use."""
    return [load for load in loads if load.origin is Origin.EXAMPLE and not load.withdrawn_at]


def roll_back(
    settings: Settings, name: str, who: str, reason: str, *, on_wait: OnWait | None = None
) -> None:
    """Put an earlier release in force again. What is loaded stays, and the next release has it.

    Raises
    ------
    UnsignedError
        If the name or the reason is missing.
    store.publishing.UnknownReleaseError
        If there is no such release.
    store.lock.LockedError
        If another process writes.
    """
    who, reason = signed(who, reason)
    with lock.exclusive(settings.lock, who, "ruller tilbage", on_wait=on_wait):
        before = publishing.rollback(settings.releases, name)
    text = f"{words.sentence(reason)} I stedet for {before}."
    log.append(settings.log, who, log.Action.ROLLBACK, name, text)


def _told(settings: Settings, who: str, action: log.Action, load: Load, reason: str) -> None:
    text = f"{load.source}: {load.file}. {words.sentence(reason)}"
    log.append(settings.log, who, action, str(load.number), text)
