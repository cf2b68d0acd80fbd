"""The kinds of input that a draft may be read by, and which of them a file is."""

from collections.abc import Sequence

from ingest.draft_kind import DraftKind, Known
from ingest.drafts import Draft, ReadBy
from ingest.economy.budget_draft import BudgetDraft
from ingest.economy.list_draft import PRICES, TAGS
from ingest.mapped_draft import MappedDraft
from ingest.organisation.draft import OrganisationDraft
from ingest.problem import RejectedError
from ingest.statbank_draft import StatBankDraft
from ingest.upload import Upload
from ingest.workbook import Workbook
from store.settings import Settings

_ALL: tuple[DraftKind, ...] = (
    MappedDraft(), OrganisationDraft(), BudgetDraft(), TAGS, PRICES, StatBankDraft(),
)  # fmt: skip
KINDS: dict[ReadBy, DraftKind] = {kind.read_by: kind for kind in _ALL}
"""In the order that the page lists what they offer; a file is tried for them in this order too."""

FALLBACK = ReadBy.MAPPING
"""What a file is read as that no other kind knows: it may be a survey or a register."""


def of(draft: Draft) -> DraftKind:
    """What a draft is read by."""
    return KINDS[draft.read_by]


def of_source(source: str) -> DraftKind:
    """The kind that has a source."""
    return next(kind for kind in KINDS.values() if source in kind.sources())


def sources() -> dict[str, str]:
    """All that a sheet may be, by code, and what it is called."""
    return {code: name for kind in KINDS.values() for code, name in kind.sources().items()}


def read_alike(one: DraftKind, other: DraftKind) -> bool:
    """Whether a file read as one kind may become the other without being read again."""
    return type(one).examined is type(other).examined


def examined(settings: Settings, books: Sequence[Workbook]) -> tuple[DraftKind, Upload]:
    """Files as the first kind that knows one of their tables reads them.

    Raises
    ------
    ingest.problem.RejectedError
        If there is no table in them.
    """
    fallback = KINDS[FALLBACK]
    tried: list[tuple[DraftKind, Upload | None]] = []
    for kind in KINDS.values():
        if kind is fallback or not kind.sources():
            continue
        alike = [upload for other, upload in tried if read_alike(kind, other)]
        upload = alike[0] if alike else _read(kind, books)
        tried.append((kind, upload))
        if upload and any(kind.guess(settings, table) for table in upload.tables):
            return kind, upload
    return fallback, fallback.examined(books)


def guess(settings: Settings, draft: Draft, known: Known = ()) -> tuple[DraftKind, str]:
    """What the draft's sheet is, of all that the file may be without being read again."""
    mine = of(draft)
    alike = [kind for kind in KINDS.values() if read_alike(kind, mine)]
    for kind in (mine, *alike):
        if source := kind.guess(settings, draft.table, known):
            return kind, source
    return mine, ""


def _read(kind: DraftKind, books: Sequence[Workbook]) -> Upload | None:
    """Files as a kind reads them; None where it cannot."""
    try:
        return kind.examined(books)
    except RejectedError:
        return None
