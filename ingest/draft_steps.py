"""How a draft moves on: read, coupled a question at a time, ready, published.

Each step takes a draft and gives the next one; nothing here writes but `begin`, `fetched` and
`publish`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from danish import dates, numbers
from danish.errors import DanishError
from indicators import build
from ingest import (
    by_hand,
    draft_kinds,
    drafts,
    fetch,
    received,
    undo,
    workbook,
)
from ingest.coupling import Answer
from ingest.draft_kind import Candidate, DraftKind, Known
from ingest.drafts import Draft, ReadBy
from ingest.frame import Frame, Table
from ingest.preview import Changes
from ingest.received import Files
from ingest.statbank import StatBank
from ingest.upload import Upload
from store.settings import Settings
from store.warehouse import Origin


class NothingNewerError(DanishError):
    """StatBank has nothing newer than what is loaded."""

    def __init__(self, answer: fetch.Answer):
        super().__init__(
            f"{answer.source.table}: intet nyt. StatBanks udgave fra {dates.date(answer.updated)} "
            "er indlæst i forvejen."
        )


class NoFileError(DanishError):
    """The file has to be read again and is not in the browser any more."""

    def __init__(self) -> None:
        super().__init__(
            "Filen er ikke længere i browseren, og den skal læses på en anden måde. Indlæs den "
            "igen, og vælg så, hvad den er."
        )


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
    is_example
        Whether the file called itself an example.
    """

    name: str
    number: int
    release: str
    changes: Changes
    rest: str = ""
    is_example: bool = False


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
            draft = Draft(id_, found.name, read_by=ReadBy.STATBANK)
            tell(None, "")
            drafts.save(settings, draft)
            drafts.statbank_file(settings, id_).write_bytes(path.read_bytes())
            return draft
        for one in draft_kinds.KINDS.values():
            one.admit(paths)
        books = [workbook.read(path, name) for name, path in paths]
    kind, read = draft_kinds.examined(settings, books)
    draft = Draft(id_, read.name, read, read_by=kind.read_by)
    draft = of_sheet(settings, draft, _first(settings, kind, read))
    tell(None, "")
    drafts.save(settings, draft)
    return draft


def again(
    settings: Settings,
    draft: Draft,
    files: Files,
    tell: Tell,
    *,
    frames: dict[str, Frame] | None = None,
    source: str = "",
) -> Draft:
    """The same draft with a corrected file, or with the frame moved; its reading is kept.

    Parameters
    ----------
    source
        What the sheet is, where the file must be read in another way for it.

    Raises
    ------
    RejectedError
        If the file cannot be read, or the frame holds no table.
    NoFileError
        If there are no files.
    """
    if not files:
        raise NoFileError
    kind = draft_kinds.of_source(source) if source else draft_kinds.of(draft)
    with received.on_disk(files) as paths:
        for one in draft_kinds.KINDS.values():
            one.admit(paths)
        read = kind.examined([workbook.read(path, name) for name, path in paths], frames)
    sheets = [table.sheet for table in read.tables]
    sheet = sheets.index(draft.table.sheet) if draft.table.sheet in sheets else _largest(read)
    known = [draft.reading] if draft.reading else []
    was = draft_kinds.of(draft).source(draft)
    draft = replace(draft, name=read.name, upload=read, read_by=kind.read_by)
    draft = of_sheet(settings, draft, sheet, known)
    if source or (known and not draft.reading):
        draft = of_source(settings, draft, source or was, known)
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
    draft = Draft(
        drafts.new_id(),
        f"{answer.source.table} {answer.source.title}",
        answer=answer,
        read_by=ReadBy.STATBANK,
    )
    drafts.save(settings, draft)
    return draft


def of_sheet(settings: Settings, draft: Draft, sheet: int, known: Known = ()) -> Draft:
    """The draft at another of its sheets, with a first reading where one can be guessed."""
    draft = replace(draft, sheet=sheet, reading=None, how={}, open=())
    kind, source = draft_kinds.guess(settings, draft, known)
    return _as(settings, draft, kind, source, known) if source else draft


def of_source(settings: Settings, draft: Draft, source: str, known: Known = ()) -> Draft:
    """The draft as something else, its reading suggested anew (see `may_become`)."""
    return _as(settings, draft, draft_kinds.of_source(source), source, known)


def may_become(draft: Draft, source: str) -> bool:
    """Whether a draft can be something else without its file being read again."""
    return draft_kinds.read_alike(draft_kinds.of(draft), draft_kinds.of_source(source))


def answered(draft: Draft, key: str, answer: Answer) -> Draft:
    """The draft with one question answered.

    Raises
    ------
    danish.errors.DanishError
        If what was typed is no answer.
    """
    new = draft_kinds.of(draft).answered(draft, key, answer)
    rest = tuple(name for name in draft.open if name != key and name != answer.becomes)
    return replace(draft, reading=new, open=rest)


def confirmed(draft: Draft) -> Draft:
    """The draft with every suggestion taken."""
    return replace(draft, open=())


def named(draft: Draft, name: str) -> Draft:
    """The draft with a name for its reading, if that is remembered."""
    if draft.reading is None or not draft_kinds.of(draft).is_remembered:
        return draft
    return replace(draft, reading=replace(draft.reading, name=name.strip()))


def waiting(draft: Draft) -> tuple[str, ...]:
    """What must be answered before the draft can be loaded."""
    return draft_kinds.of(draft).waiting(draft)


def candidate(settings: Settings, draft: Draft, today: date) -> Candidate:
    """Check a draft."""
    return draft_kinds.of(draft).candidate(settings, draft, today)


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
    if draft.reading and draft.reading.name:
        draft_kinds.of(draft).remember(settings, draft)
    rest = _without_sheet(settings, draft)
    if rest:
        drafts.save(settings, rest)
    drafts.discard(settings, draft.id)
    is_example = draft_kinds.of(draft).origin(draft) is Origin.EXAMPLE
    return Published(draft.name, number, done.release, changes, rest.id if rest else "", is_example)


def discard(settings: Settings, id_: str) -> None:
    """Remove a draft and what was fetched for it."""
    try:
        draft = drafts.opened(settings, id_)
    except drafts.GoneError:
        return
    if draft.answer:
        draft.answer.discard()
    drafts.discard(settings, id_)


def rows(draft: Draft) -> tuple[int, int, int, int] | None:
    """Where the table stands, in rows from 1: the header's first and last, the body's.

    None where a reader cannot say so.
    """
    if not draft_kinds.of(draft).has_frame:
        return None
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
    """Whether one knows what the file is and where it has what it must have."""
    if draft.upload is None:
        return True
    return draft.reading is not None and not draft_kinds.of(draft).lacking(draft)


def _as(settings: Settings, draft: Draft, kind: DraftKind, source: str, known: Known) -> Draft:
    return kind.suggested(settings, replace(draft, read_by=kind.read_by), source, known)


def _without_sheet(settings: Settings, draft: Draft) -> Draft | None:
    """A draft of the sheets that are left when one is published."""
    one_load = draft_kinds.of(draft).is_one_load
    if draft.upload is None or one_load or len(draft.upload.tables) < 2:
        return None
    tables = tuple(table for table in draft.upload.tables if table is not draft.table)
    left = replace(draft, id=drafts.new_id(), upload=replace(draft.upload, tables=tables))
    return of_sheet(settings, left, 0)


def _first(settings: Settings, kind: DraftKind, read: Upload) -> int:
    """The largest table that the kind knows, or the largest of all."""
    known = [one for one in read.tables if kind.guess(settings, one)]
    return (
        [table is max(known, key=_size) for table in read.tables].index(True)
        if known
        else _largest(read)
    )


def _largest(read: Upload) -> int:
    sizes = [_size(table) for table in read.tables]
    return sizes.index(max(sizes))


def _size(table: Table) -> int:
    return int(table.rows.size)
