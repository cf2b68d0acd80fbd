"""How a draft moves on: read, coupled a question at a time, ready, published.

Each step takes a draft and gives the next one; nothing here writes but `begin`, `fetched` and
`publish`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from danish import dates, numbers
from danish.errors import DanishError
from indicators import build
from ingest import (
    by_hand,
    coupling,
    drafts,
    fetch,
    mapping,
    received,
    undo,
    upload,
)
from ingest.coupling import Answer
from ingest.drafts import Draft
from ingest.frame import Frame
from ingest.mapping import FileMapping
from ingest.preview import Changes
from ingest.problem import Problem, warning
from ingest.received import Files
from ingest.statbank import StatBank
from ingest.upload import Upload
from store.inputs import InputKind
from store.settings import Settings
from store.warehouse import Warehouse


class NothingNewerError(DanishError):
    """StatBank has nothing newer than what is loaded."""

    def __init__(self, answer: fetch.Answer):
        super().__init__(
            f"{answer.source.table}: intet nyt. StatBanks udgave fra {dates.date(answer.updated)} "
            "er indlæst i forvejen."
        )


@dataclass(frozen=True)
class Candidate:
    """What is ready to be loaded, or why it is not.

    Attributes
    ----------
    problems
        What the checks found.
    sources
        Whose figures it holds: StatBank tables, surveys and registers.
    put
        Loads in the caller's transaction.
    load
        Loads for good, given a name and a reason, and gives the load's number.
    """

    problems: tuple[Problem, ...]
    sources: tuple[str, ...]
    put: Callable[[Warehouse], object]
    load: Callable[[str, str], int]

    @property
    def has_errors(self) -> bool:
        """Whether something stops the load."""
        return any(problem.severity == "fejl" for problem in self.problems)


@dataclass(frozen=True)
class Published:
    """What came of a draft.

    Attributes
    ----------
    number
        Of the load.
    changes
        As they were told before.
    rest
        The draft of the file's other sheets; empty without any.
    """

    name: str
    number: int
    release: str
    changes: Changes
    rest: str = ""


Tell = Callable[[float | None, str], None]
"""Told how large a share is done, where that is known, and a text; what it raises ends the work."""


def begin(settings: Settings, files: Files, tell: Tell) -> Draft:
    """Read files and keep what was found in them as a draft.

    Raises
    ------
    RejectedError
        If they cannot be read.
    """
    id_ = drafts.new_id()
    with received.on_disk(files) as paths:
        name, path = paths[0]
        if len(paths) == 1 and by_hand.is_statbank(path):
            found = by_hand.look(path, name)
            draft = Draft(id_, found.name)
            tell(None, "")
            drafts.save(settings, draft)
            drafts.statbank_file(settings, id_).write_bytes(path.read_bytes())
            return draft
        read = upload.examine(paths)
    draft = of_sheet(settings, Draft(id_, read.name, read), _largest(read))
    tell(None, "")
    drafts.save(settings, draft)
    return draft


def again(
    settings: Settings,
    draft: Draft,
    files: Files,
    tell: Tell,
    frames: dict[str, Frame] | None = None,
) -> Draft:
    """The same draft with a corrected file, or with the frame moved; its mapping is remembered.

    Raises
    ------
    RejectedError
        If the file cannot be read, or the frame holds no table.
    """
    with received.on_disk(files) as paths:
        read = upload.examine(paths, frames=frames)
    sheets = [table.sheet for table in read.tables]
    sheet = sheets.index(draft.table.sheet) if draft.table.sheet in sheets else _largest(read)
    known = [draft.mapping] if draft.mapping else []
    draft = of_sheet(settings, replace(draft, name=read.name, upload=read), sheet, known)
    tell(None, "")
    drafts.save(settings, draft)
    return draft


def fetched(settings: Settings, table: str, tell: Tell) -> Draft:
    """Fetch a table from StatBank as a draft.

    Raises
    ------
    NothingNewerError
        If the newest edition is loaded already.
    ingest.statbank.StatBankError
        If StatBank refuses, or cannot be reached.
    """

    def progress(received: int, total: int | None) -> None:
        here = numbers.number(received / 1e6, 1)
        whole = f" af {numbers.number(total / 1e6, 1)}" if total else ""
        tell(received / total if total else None, f"Henter {table}: {here}{whole} MB")

    with StatBank() as bank:
        answer = fetch.download(settings, table, bank, progress)
    if not answer.download:
        raise NothingNewerError(answer)
    draft = Draft(drafts.new_id(), f"{answer.source.table} {answer.source.title}", answer=answer)
    drafts.save(settings, draft)
    return draft


def of_sheet(
    settings: Settings, draft: Draft, sheet: int, known: Sequence[FileMapping] = ()
) -> Draft:
    """The draft at another of its sheets, with a first mapping where one can be guessed."""
    assert draft.upload is not None
    table = draft.upload.tables[sheet]
    draft = replace(draft, sheet=sheet, mapping=None, how={}, open=())
    guess = mapping.guess_kind(table, [*known, *mapping.remembered(settings)])
    return of_kind(settings, draft, *guess, known) if guess else draft


def of_kind(
    settings: Settings,
    draft: Draft,
    kind: InputKind,
    source: str,
    known: Sequence[FileMapping] = (),
) -> Draft:
    """The draft as another kind of input, its mapping suggested anew."""
    remembered = [*known, *mapping.remembered(settings)]
    found = mapping.suggest(draft.table, kind, source, remembered)
    return replace(draft, mapping=found.mapping, how=found.how, open=found.open)


def answered(draft: Draft, key: str, answer: Answer) -> Draft:
    """The draft with one question answered.

    Raises
    ------
    danish.periods.UnknownPeriodError
        If a period was asked for and none was typed.
    """
    assert draft.mapping is not None
    new = coupling.answered(draft.table, draft.mapping, key, answer)
    rest = tuple(name for name in draft.open if name != key and name != answer.becomes)
    return replace(draft, mapping=new, open=rest)


def confirmed(draft: Draft) -> Draft:
    """The draft with every suggestion taken."""
    return replace(draft, open=())


def named(draft: Draft, name: str) -> Draft:
    """The draft with a name for its mapping, if it has one."""
    if draft.mapping is None:
        return draft
    return replace(draft, mapping=replace(draft.mapping, name=name.strip()))


def waiting(draft: Draft) -> tuple[str, ...]:
    """What must be answered before the draft can be loaded, as `coupling.question` asks of it."""
    if draft.upload is None:
        return ()
    if draft.mapping is None:
        return (coupling.WHOLE,)
    lacking = (f"{coupling.WHOLE}{name}" for name in mapping.lacking(draft.mapping))
    return (*draft.open, *lacking)


def candidate(settings: Settings, draft: Draft, today: date) -> Candidate:
    """Check a draft."""
    who = "Tryghedsoverblik"
    if draft.answer:
        answer = draft.answer
        told = [warning(answer.source.table, sentence) for sentence in answer.told]
        return Candidate(
            tuple(told),
            (answer.source.table,),
            lambda open_: fetch.put(open_, answer, who, today),
            lambda who, _: fetch.load(settings, answer, who, today).number,
        )
    if draft.upload is None:
        path, name = drafts.statbank_file(settings, draft.id), draft.name
        found = by_hand.look(path, name)
        return Candidate(
            (),
            (found.source.table,),
            lambda open_: by_hand.put(open_, path, name, who, today),
            lambda who, _: by_hand.load_file(settings, path, who, today, name=name).number,
        )
    assert draft.mapping is not None
    checked = upload.check(draft.upload, draft.table, draft.mapping, today, settings)
    return Candidate(
        (*draft.upload.told, *checked.problems),
        (draft.mapping.source,),
        partial(upload.put, checked=checked, who=who),
        lambda who, reason: upload.load(settings, checked, who, reason),
    )


def publish(
    settings: Settings,
    draft: Draft,
    ready: Candidate,
    who: str,
    reason: str,
    changes: Changes,
) -> Published:
    """Load a draft, publish, remember its mapping, and remove it; other sheets stay as a draft.

    If no release can be made, the load is withdrawn: all pages stand as they did.

    Raises
    ------
    RejectedError
        If the name or the reason is missing, or the load has errors.
    danish.errors.DanishError
        If the load or the release is refused.
    """
    who, reason = undo.signed(who, reason)
    number = ready.load(who, reason)
    try:
        done = build.publish(settings, who, reason=reason)
    except DanishError:
        undo.withdraw(settings, number, who, "Kunne ikke udgives")
        raise
    if draft.mapping and draft.mapping.name:
        mapping.remember(settings, draft.mapping)
    rest = _without_sheet(settings, draft)
    if rest:
        drafts.save(settings, rest)
    drafts.discard(settings, draft.id)
    return Published(draft.name, number, done.release, changes, rest.id if rest else "")


def discard(settings: Settings, id_: str) -> None:
    """Remove a draft and what was fetched for it."""
    try:
        draft = drafts.opened(settings, id_)
    except drafts.GoneError:
        return
    if draft.answer:
        draft.answer.discard()
    drafts.discard(settings, id_)


def rows(draft: Draft) -> tuple[int, int, int, int]:
    """Where the table stands, in rows from 1: the header's first and last, the body's."""
    frame = draft.table.frame
    first, last, body, end = (
        frame.header_first, frame.header_last, frame.first_row, frame.last_row,
    )  # fmt: skip
    return first + 1, last + 1, body + 1, end + 1


def moved(draft: Draft, to: Sequence[int]) -> dict[str, Frame]:
    """The frame at other rows, as `rows` counts them."""
    names = ("header_first", "header_last", "first_row", "last_row")
    changed: dict[str, Any] = {name: row - 1 for name, row in zip(names, to, strict=True)}
    return {draft.table.sheet: replace(draft.table.frame, **changed)}


def can_be_checked(draft: Draft) -> bool:
    """Whether one knows what kind of file it is and where it has what it must have."""
    return not any(key.startswith(coupling.WHOLE) for key in waiting(draft))


def _without_sheet(settings: Settings, draft: Draft) -> Draft | None:
    """A draft of the sheets that are left when one is published."""
    if draft.upload is None or len(draft.upload.tables) < 2:
        return None
    tables = tuple(table for table in draft.upload.tables if table is not draft.table)
    left = Draft(drafts.new_id(), draft.name, replace(draft.upload, tables=tables))
    return of_sheet(settings, left, 0)


def _largest(read: Upload) -> int:
    sizes = [table.rows.size for table in read.tables]
    return sizes.index(max(sizes))
