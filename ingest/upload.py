"""A spreadsheet from file to load, a step at a time: examine, map, check, put.

Nothing is written before `put`. The file itself is never kept: its hash, name and size are.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from danish import dates, words
from ingest import earlier, frame, mapping, privacy, registers, surveys, surveyxact, workbook
from ingest.by_hand import AlreadyLoadedError
from ingest.frame import Frame, Table
from ingest.loading import Provenance
from ingest.mapping import FileMapping
from ingest.privacy import Dropped
from ingest.problem import Problem, RejectedError, Severity, error
from ingest.records import Records
from ingest.template_workbook import FILL_IN, GUIDE
from ingest.undo import signed
from ingest.workbook import Sheet, Workbook
from store import log, warehouse
from store.inputs import InputKind
from store.settings import Settings
from store.warehouse import NoWarehouseError, Origin, Warehouse

_EXAMPLE = re.compile(r"\W*eksempel|.*eksempeldata", re.IGNORECASE | re.DOTALL)
OFFICIAL_SURVEYS = ("national",)
"""Surveys whose published figures are official, whoever typed them."""

_MOST_BYTES_OF_LABELS = 1_000_000

OnWait = Callable[[str], None]


@dataclass(frozen=True)
class Upload:
    """What was found in a file, or in a pair of files that belong together.

    Attributes
    ----------
    name
        To be shown; of a pair the one with the answers.
    form
        ``xlsx``, ``xlsm``, ``xls``, ``ods`` or ``csv``.
    tables
        One for each sheet that has one, without columns that say who somebody is.
    dropped
        Those columns, by sheet.
    told
        Warnings about the file as a whole.
    """

    name: str
    sha256: str
    size: int
    form: str
    tables: tuple[Table, ...]
    dropped: Mapping[str, tuple[Dropped, ...]] = field(default_factory=dict)
    told: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Checked:
    """A table read by a mapping, with what is wrong with it.

    Attributes
    ----------
    name, sha256, size
        Of the file.
    dropped
        What the columns that were taken out seemed to hold.
    """

    records: Records
    mapping: FileMapping
    problems: tuple[Problem, ...]
    origin: Origin
    name: str
    sha256: str
    size: int
    dropped: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop the load."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)


def examine(
    files: Sequence[tuple[str, Path]],
    *,
    most_bytes: int = workbook.MOST_BYTES,
    frames: Mapping[str, Frame] | None = None,
) -> Upload:
    """Read files, find their tables and take out what says who somebody is.

    Parameters
    ----------
    files
        What the user calls each, and where it lies. Several only when they are SurveyXact's
        dataset and labels.
    frames
        Where the table stands, by sheet, when somebody has moved the frame.

    Raises
    ------
    RejectedError
        If a file cannot be read, or there is no table in it.
    """
    books = [workbook.read(path, name, most_bytes=most_bytes) for name, path in files]
    return examined(books, frames)


def examined(books: Sequence[Workbook], frames: Mapping[str, Frame] | None = None) -> Upload:
    """Find the tables of files that are read, and take out what says who somebody is.

    Raises
    ------
    RejectedError
        If there is no table, the files do not belong together, or a CPR number is left.
    """
    labels = surveyxact.joined(books)
    with_rows = [book for book in books if not surveyxact.is_labels(book)]
    if len(with_rows) != 1:
        raise RejectedError([_not_one(books)])
    (book,) = with_rows
    found, told = _tables(book, frames or {})
    tables, dropped = [], {}
    leaking: list[Problem] = []
    for table in found:
        added: tuple[str, ...] = ()
        if surveyxact.is_dataset(table):
            table, added = _completed(table, labels)
        stripped, out = privacy.strip(table)
        # Before a half-finished upload is kept, also in columns that nobody will couple.
        leaking += privacy.leaks(stripped, stripped.columns)
        tables.append(stripped)
        technical = tuple(Dropped(column, _TECHNICAL) for column in added)
        dropped[table.sheet] = (*out, *technical)
    if leaking:
        raise RejectedError(leaking)
    return Upload(
        name=book.name,
        sha256=book.sha256,
        size=sum(one.size for one in books),
        form=book.form,
        tables=tuple(tables),
        dropped={sheet: out for sheet, out in dropped.items() if out},
        told=(*(problem for one in books for problem in one.told), *told),
    )


def is_labels(path: Path) -> bool:
    """Whether a file holds SurveyXact's labels. One that cannot be read, or is large, does not."""
    if path.stat().st_size > _MOST_BYTES_OF_LABELS:
        return False
    try:
        return surveyxact.is_labels(workbook.read(path, path.name))
    except RejectedError:
        return False


def guess(table: Table, remembered: Sequence[FileMapping]) -> FileMapping | None:
    """The remembered mapping that knows every column of a table and finds all that it reads.

    Of several the one that reads most columns.
    """
    fitting = [
        one
        for one in remembered
        if {column.name for column in one.columns if column.field} <= set(table.columns)
        and set(table.columns) <= {column.name for column in one.columns}
    ]
    return max(fitting, key=lambda one: sum(bool(c.field) for c in one.columns), default=None)


def check(
    upload: Upload,
    table: Table,
    chosen: FileMapping,
    today: date,
    settings: Settings | None = None,
) -> Checked:
    """Read a table by a mapping and find what is wrong with it.

    Parameters
    ----------
    settings
        Where earlier loads are, when one wants to know how the file stands to them.
    """
    records, problems = mapping.apply(table, chosen)
    origin = origin_of(upload, table, chosen)
    if chosen.kind is InputKind.REGISTER:
        problems += registers.check(records, today)
    else:
        problems += surveys.check(records, today)
    if settings and settings.warehouse.exists() and not _stops(problems):
        problems += _beside(settings, records, origin)
    return Checked(
        records=records,
        mapping=chosen,
        problems=tuple(problems),
        origin=origin,
        name=upload.name,
        sha256=upload.sha256,
        size=upload.size,
        dropped=tuple(dict.fromkeys(out.why for out in upload.dropped.get(table.sheet, ()))),
    )


def origin_of(upload: Upload, table: Table, chosen: FileMapping) -> Origin:
    """Where the figures come from: a file that calls itself an example is one."""
    if is_example(upload, table):
        return Origin.EXAMPLE
    is_official = chosen.kind is not InputKind.REGISTER and chosen.source in OFFICIAL_SURVEYS
    return Origin.OFFICIAL if is_official else Origin.MUNICIPAL


def is_example(upload: Upload, table: Table) -> bool:
    """Whether a file says that it is an example: in its name, the sheet's, or a line above."""
    texts = (table.sheet, *table.title)
    return "eksempel" in upload.name.casefold() or any(map(_EXAMPLE.match, texts))


def place_of(name: str, table: Table) -> str:
    """What a reader calls a table of a file."""
    return f"{name}, ark {table.sheet}" if table.sheet else name


def put(open_: Warehouse, checked: Checked, who: str, reason: str = "") -> int:
    """Load what was checked in the caller's transaction and return the load's number.

    Raises
    ------
    RejectedError
        If it has errors.
    ingest.by_hand.AlreadyLoadedError
        If the same sheet of the same file is in use already.
    store.warehouse.ExampleError
        If it is an example and there are other figures of the survey or register.
    """
    if checked.errors:
        raise RejectedError(checked.problems)
    sheet = checked.records.table.sheet
    if number := present(open_).get((checked.sha256, checked.records.source, sheet)):
        raise AlreadyLoadedError(
            f"{_file(checked)} er allerede i brug som indlæsning {number}. Intet er ændret. "
            "Træk den tilbage først, hvis den skal læses på en anden måde."
        )
    given = Provenance(
        author=who,
        file=_file(checked),
        sha256=checked.sha256,
        source_date=dates.today(),
        origin=checked.origin,
        licence="",
        request={
            "bytes": checked.size,
            "sheet": sheet,
            "mapping": checked.mapping.name,
        },
        note=_note(checked, reason),
    )
    if checked.records.kind is InputKind.REGISTER:
        return registers.put(open_, checked.records, given)
    return surveys.put(open_, checked.records, given)


def load(
    settings: Settings,
    checked: Checked,
    who: str,
    reason: str,
    on_wait: OnWait | None = None,
) -> int:
    """Load what was checked in a transaction of its own, and log it (see `put`)."""
    who, reason = signed(who, reason)
    doing = f"indlæser {checked.name}"
    with warehouse.writing(settings, who, doing, on_wait=on_wait) as open_:
        number = put(open_, checked, who, reason)
    logged(settings, checked, number, who, reason)
    return number


def logged(settings: Settings, checked: Checked, number: int, who: str, reason: str) -> None:
    """Write the log's row on a load that is committed."""
    rows = words.count(len(checked.records.rows), "række", "rækker")
    text = f"{checked.records.source}: {rows} fra {_file(checked)}. {words.sentence(reason)}"
    log.append(settings.log, who, log.Action.LOAD, str(number), text.strip())


def present(open_: Warehouse) -> dict[tuple[str, str, str], int]:
    """The loads of spreadsheets in use, by the file's hash, the source and the sheet."""
    found = open_.connection.execute(
        "select sha256, source, request ->> 'sheet', load from load where withdrawn_at is null"
        " and kind in (select unnest($kinds))",
        {"kinds": [str(kind) for kind in InputKind]},
    )
    return {(sha256, source, sheet): load for sha256, source, sheet, load in found.fetchall()}


# --- files ----------------------------------------------------------------------------------------

_TECHNICAL = "teknisk kolonne fra SurveyXact"


def _not_one(books: Sequence[Workbook]) -> Problem:
    names = words.listing([book.name for book in books])
    if len(books) == 1:
        return error(
            names, "Filen er etiketter fra SurveyXact uden svar", "",
            "Vælg datasættet sammen med den",
        )  # fmt: skip
    return error(
        names,
        "Filerne hører ikke sammen",
        "Flere filer på én gang skal være ét datasæt og dets etiketter fra SurveyXact",
        "Vælg én fil ad gangen",
    )


def _completed(
    table: Table, labels: Mapping[str, Mapping[str, str]]
) -> tuple[Table, tuple[str, ...]]:
    answers = surveyxact.completed(table, labels)
    return answers.table, answers.added


def _tables(book: Workbook, frames: Mapping[str, Frame]) -> tuple[list[Table], list[Problem]]:
    """The tables of a file, and what is told of sheets that have none."""
    wanted = sheets_of(book)
    found: list[Table] = []
    without: list[Problem] = []
    for sheet in wanted:
        try:
            if sheet.name in frames:
                found.append(frame.take(sheet, frames[sheet.name]))
            else:
                found.append(frame.find(sheet))
        except RejectedError as rejected:
            without += rejected.problems
    if not found:
        is_template = len(wanted) < len(book.sheets)
        raise RejectedError([_not_filled_in()] if is_template else without)
    return found, [replace(problem, severity=Severity.WARNING) for problem in without]


def sheets_of(book: Workbook) -> list[Sheet]:
    """The sheets that may hold figures: of one of our templates only the one to fill in."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    return [sheets[FILL_IN]] if {FILL_IN, GUIDE} <= set(sheets) else [*book.sheets]


def _not_filled_in() -> Problem:
    return error(
        f'Ark "{FILL_IN}"',
        "Skabelonen er ikke udfyldt: der er overskrifter og ingen rækker",
        "Ventede mindst én række under overskrifterne",
        "Skriv tallene i arket, gem filen, og prøv igen",
    )


# --- checks ---------------------------------------------------------------------------------------


def _stops(problems: Sequence[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _beside(settings: Settings, records: Records, origin: Origin) -> list[Problem]:
    try:
        with warehouse.reading(settings) as open_:
            return earlier.check(records, open_, origin)
    except NoWarehouseError:
        return []


# --- what is written down -------------------------------------------------------------------------


def _file(checked: Checked) -> str:
    return place_of(checked.name, checked.records.table)


def _note(checked: Checked, reason: str) -> str:
    parts = [words.sentence(reason)]
    if checked.dropped:
        parts.append(f"Udeladt, før noget blev gemt: {words.listing(checked.dropped)}.")
    return " ".join(part for part in parts if part)
