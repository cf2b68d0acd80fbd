"""What a draft is read by: the questions that each kind of input answers in a module of its own.

`draft_steps` moves a draft on and `draft_text` tells of it; both ask the draft's kind for all that
depends on what the file is. `draft_kinds` lists the kinds.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingest import upload
from ingest.coupling import WHOLE, Answer, Details, Question, Row
from ingest.drafts import Draft, ReadBy
from ingest.economy.budget_reading import Reading
from ingest.frame import Frame, Table
from ingest.headings import REMEMBERED
from ingest.mapping import FileMapping
from ingest.problem import Problem
from ingest.template_workbook import UnknownKindError
from ingest.upload import Upload
from ingest.workbook import Workbook
from store.settings import Settings
from store.warehouse import Origin, Warehouse

Known = Sequence[FileMapping | Reading]
"""Readings of the draft before this one, to be used again where they fit."""


@dataclass(frozen=True)
class Candidate:
    """What is ready to be loaded, or why it is not.

    Attributes
    ----------
    problems
        What the checks found.
    sources
        Whose figures it holds: StatBank tables, surveys, registers, budgets.
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


class DraftKind(ABC):
    """One kind of input. Of those with nothing to ask only the abstract methods are needed.

    Attributes
    ----------
    read_by
        Stands in the draft.
    offers
        What the start page says can be loaded: name and a line, by code.
    reason
        An example of why a file is loaded.
    is_one_load
        Whether all sheets of the file are loaded as one, so that none is chosen.
    has_frame
        Whether a reader may say where the table stands, and is told of the sheet's own.
    headings
        Of the table of what becomes of each column, and of its two columns.
    is_remembered
        Whether a reading is kept for the next file, so that it has a name.
    """

    read_by: ReadBy
    offers: Mapping[str, tuple[str, str]]
    reason = "Ny måling fra leverandøren"
    is_one_load = False
    has_frame = True
    headings = ("Kobling", "Kolonne i filen", "Bliver til")
    is_remembered = False

    # --- the start page ---

    def templates(self, offer: str) -> Mapping[str, str]:
        """What an offer's template may be for, by code; nothing where there is no template."""
        return {}

    def template(self, offer: str, of: str) -> bytes:
        """A workbook to fill in.

        Raises
        ------
        ingest.template_workbook.UnknownKindError
            If there is none.
        """
        raise UnknownKindError(offer, [])

    # --- what the file is ---

    def admit(self, files: Sequence[tuple[str, Path]]) -> None:
        """Let files through to be read, by name and path.

        Raises
        ------
        ingest.problem.RejectedError
            If one is of this kind and cannot be read on the page.
        """
        return

    def sources(self) -> Mapping[str, str]:
        """What a sheet may be said to be, by code, and what it is called."""
        return {}

    def examined(
        self, books: Sequence[Workbook], frames: Mapping[str, Frame] | None = None
    ) -> Upload:
        """The tables of files that are read, without what says who somebody is.

        Parameters
        ----------
        frames
            Where the table stands, by sheet, when somebody has moved the frame.

        Raises
        ------
        ingest.problem.RejectedError
            If there is no table, or what must not be kept cannot be taken out.
        """
        return upload.examined(books, frames)

    def guess(self, settings: Settings, table: Table, known: Known = ()) -> str:
        """Which of `sources` a table is, by its content; empty for none of them."""
        return ""

    @abstractmethod
    def suggested(self, settings: Settings, draft: Draft, source: str, known: Known = ()) -> Draft:
        """The draft with a first reading of its sheet as one of `sources`."""

    def source(self, draft: Draft) -> str:
        """Which of `sources` the draft is; empty while it is not known."""
        return self.read_by.value if draft.reading else ""

    def found(self, draft: Draft) -> list[tuple[str, str]]:
        """What else is to be said of the file, as (term, text)."""
        return []

    def origin(self, draft: Draft) -> Origin:
        """Whose figures the file says it has."""
        return Origin.MUNICIPAL

    # --- the coupling ---

    def lacking(self, draft: Draft) -> tuple[str, ...]:
        """What nobody has said yet and no check can do without."""
        return ()

    def waiting(self, draft: Draft) -> tuple[str, ...]:
        """What must be answered before the draft can be loaded, as `question` asks of it."""
        if draft.upload is None:
            return ()
        if draft.reading is None:
            return (WHOLE,)
        return tuple(dict.fromkeys((*draft.open, *self.lacking(draft))))

    def rows(self, draft: Draft) -> list[Row]:
        """What becomes of each column, and of the whole file."""
        raise NotImplementedError

    def question(self, draft: Draft, key: str) -> Question:
        """What to ask of a column, or of the whole file."""
        raise NotImplementedError

    def details(self, draft: Draft, key: str, chosen: str, unit: str = "") -> Details:
        """What more to ask when something is chosen."""
        return Details({}, "", False, False, (), {})

    def answered(self, draft: Draft, key: str, answer: Answer) -> FileMapping | Reading:
        """The reading with what was answered.

        Raises
        ------
        danish.errors.DanishError
            If what was typed is no answer.
        """
        raise NotImplementedError

    # --- checked and loaded ---

    @abstractmethod
    def candidate(self, settings: Settings, draft: Draft, today: date) -> Candidate:
        """Check a draft that lacks nothing."""

    def remember(self, settings: Settings, draft: Draft) -> None:
        """Keep the reading for the next file; it has a name."""
        raise NotImplementedError


def coupled_before(draft: Draft) -> str:
    """Whether a reading that is remembered fitted, and its name."""
    if draft.reading and draft.reading.name and REMEMBERED in draft.how.values():
        return f"ja, som »{draft.reading.name}«"
    return "nej"
