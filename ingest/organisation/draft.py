"""A draft of the organisation workbook: all its sheets are one load, and there is nothing to ask.

The draft has the texts of the columns that are read, and nothing else of the file. A cell that
tells who somebody is, is emptied before the draft is written, and stops the file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from danish import words
from ingest.columns import Column
from ingest.coupling import Row
from ingest.draft_kind import Candidate, DraftKind, Known
from ingest.drafts import Draft, ReadBy
from ingest.economy.budget_reading import Reading as Columns
from ingest.frame import Frame, Table
from ingest.organisation import differences, reading, saving, written
from ingest.organisation.reading import Found, Reading
from ingest.problem import Problem, RejectedError, error, warning
from ingest.upload import Upload
from ingest.workbook import Sheet, Workbook
from store import organisation
from store.settings import Settings
from store.warehouse import Origin

WHO = "Tryghedsoverblik"


class OrganisationDraft(DraftKind):
    """The workbook, by the names of its sheets."""

    read_by = ReadBy.ORGANISATION
    is_one_load = True
    has_frame = False  # it is found by its headings, in every sheet
    headings = ("Ark", "Ark i filen", "Forstået")
    reason = "Rettet efter mødet i analysegruppen"
    offers: Mapping[str, tuple[str, str]] = {
        "organisation": (
            "Organisation og modeller",
            "Enheder, funktioner, fora, indsatser og modeller: et ark til hver i samme regneark.",
        ),
    }

    def templates(self, offer: str) -> Mapping[str, str]:
        """There is one."""
        return {"": written.TITLE}

    def template(self, offer: str, of: str) -> bytes:
        """A sheet for each."""
        return written.template()

    def sources(self) -> Mapping[str, str]:
        """The workbook."""
        return {self.read_by.value: written.TITLE}

    def examined(
        self, books: Sequence[Workbook], frames: Mapping[str, Frame] | None = None
    ) -> Upload:
        """The columns that are read, of the sheets that are known; frames are found by headings."""
        if len(books) != 1:
            listed = " og ".join(book.name for book in books)
            raise RejectedError([error(listed, "Der er flere filer", "", "Vælg én fil ad gangen")])
        (book,) = books
        read = reading.read(book)
        leaking = {one.place for one in reading.personal_problems(read.problems)}
        tables = tuple(_table(book, found, leaking) for found in reading.found_in(book))
        if not tables:
            raise RejectedError(read.errors)
        upload = Upload(book.name, book.sha256, book.size, book.form, tables)
        # What the draft cannot tell again: of columns and sheets that are not in it.
        again = {str(one) for one in _read(upload).problems}
        told = tuple(one for one in read.problems if str(one) not in again)
        return replace(upload, told=told)

    def guess(self, settings: Settings, table: Table, known: Known = ()) -> str:
        """By its name."""
        return self.read_by.value if reading.known(table.sheet) else ""

    def suggested(self, settings: Settings, draft: Draft, source: str, known: Known = ()) -> Draft:
        """As it is."""
        return replace(draft, reading=Columns("", (Column("", ""),)), how={}, open=())

    def found(self, draft: Draft) -> list[tuple[str, str]]:
        """How much of it there is in all."""
        assert draft.upload is not None
        count = sum(len(table.rows) for table in draft.upload.tables)
        sheets = words.count(len(draft.upload.tables), "ark", "ark")
        return [("Hele filen", f"{words.count(count, 'række', 'rækker')} i {sheets}")]

    def origin(self, draft: Draft) -> Origin:
        """By its rows."""
        assert draft.upload is not None
        return _read(draft.upload).origin

    def rows(self, draft: Draft) -> list[Row]:
        """The sheets that were understood, and how many rows each has."""
        assert draft.upload is not None
        return [
            Row("", table.sheet, words.count(len(table.rows), "række", "rækker"), "", False)
            for table in draft.upload.tables
        ]

    def candidate(self, settings: Settings, draft: Draft, today: date) -> Candidate:
        """Read again, and checked with what is in force beside it."""
        assert draft.upload is not None
        upload = draft.upload
        read = _read(upload)
        read = replace(read, problems=(*upload.told, *read.problems))
        found = saving.check(settings, read)
        return Candidate(
            (*found.problems, *_changes(upload.name, found)),
            tuple(organisation.TITLES),
            lambda open_: saving.put(open_, read, WHO),
            lambda who, reason: saving.load(settings, read, who, reason)[0],
        )


def _read(upload: Upload) -> Reading:
    """The rows of a draft's tables, as `reading.read` gives those of a file."""
    sheets = tuple(_sheet(table) for table in upload.tables)
    return reading.read(Workbook(upload.name, upload.sha256, upload.size, upload.form, sheets, ()))


def _table(book: Workbook, found: Found, leaking: set[str]) -> Table:
    """A sheet's columns that are read, without the cells that tell who somebody is."""
    cells = found.sheet.cells
    positions = tuple(sorted(found.columns.values()))
    names = tuple(str(cells.iat[found.header, at]).strip() for at in positions)
    rows = cells.iloc[found.header + 1 :, list(positions)].dropna(how="all")
    rows = rows.set_axis(list(names), axis="columns")
    title = ["EKSEMPELDATA"] if reading.is_example(book) else []
    last = int(rows.index[-1]) if len(rows) else found.header + 1
    frame = Frame(found.header, found.header, found.header + 1, last, positions[0], positions[-1])
    table = Table(found.sheet.name, frame, tuple(title), (), names, positions, rows, (), {}, {}, ())
    emptied = [
        (row, name)
        for row in rows.index
        for name in names
        if table.place(int(row), name) in leaking
    ]
    for row, name in emptied:
        rows.loc[row, name] = None
    return table


def _sheet(table: Table) -> Sheet:
    """A draft's table where it stood in its sheet, under what it said of itself."""
    height, width = table.frame.last_row + 1, max(table.positions) + 1
    columns: list[list[str | None]] = [[None] * height for _ in range(width)]
    for name, position in zip(table.columns, table.positions, strict=True):
        columns[position][table.frame.header_first] = name
        for row, text in zip(table.rows.index, table.rows[name], strict=True):
            columns[position][int(row)] = text if isinstance(text, str) else None
    if table.title and table.frame.header_first:
        columns[0][0] = table.title[0]
    texts = {at: pd.Series(column, dtype="str") for at, column in enumerate(columns)}
    return Sheet(table.sheet, pd.DataFrame(texts))


def _changes(name: str, found: saving.Checked) -> Iterator[Problem]:
    """What the load would change, among what is worth a look."""
    if found.errors:
        return
    told = differences.told(found.differences)
    yield warning(name, " ".join(told))
    if found.gives_way:
        yield warning(
            name,
            f"Eksempeldata viger også i {words.listing(found.gives_way)}",
            "Eksempler blandes aldrig med kommunens egne",
        )
