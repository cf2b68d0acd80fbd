"""Budgets and accounts from file to load, a step at a time: examine, suggest, check, put.

A file is read with a `Reading` that says of each column what it holds, and of the whole file its
sign, unit, price level, version and year. What neither the file nor an analyst has said is an
error with a question; nothing is guessed. Only codes, names of units and amounts are kept.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from danish import dates, numbers, words
from ingest import frame, loading, personal, privacy, workbook
from ingest.by_hand import AlreadyLoadedError
from ingest.economy import budget_checks, budget_columns, budget_lines, budget_parse, budget_text
from ingest.economy.budget_lines import Lines
from ingest.economy.budget_reading import CONSTANTS, Reading, constant_in_words, lacking
from ingest.frame import Frame, Table
from ingest.incoming import sha256_of
from ingest.privacy import Dropped
from ingest.problem import Problem, RejectedError, Severity, error
from ingest.template_workbook import FILL_IN, GUIDE
from ingest.undo import signed
from ingest.upload import Upload
from ingest.workbook import Sheet, Workbook
from store import economy, log, warehouse
from store.economy import EconomyKind
from store.settings import Settings
from store.warehouse import LoadRecord, NoWarehouseError, Origin, Warehouse

OnWait = Callable[[str], None]

_REPORTED = ("kommunekode", "funktion", "dranst", "ejerkode", "gruppering", "art", "beløb")
"""The columns of the file that is reported to Statistics Denmark; it has no header."""


@dataclass(frozen=True)
class Checked:
    """A budget read, with what is wrong with it.

    Attributes
    ----------
    lines
        None where errors stop it.
    name, sha256, size, sheet
        Of the file.
    """

    table: Table
    reading: Reading
    lines: Lines | None
    problems: tuple[Problem, ...]
    origin: Origin
    name: str
    sha256: str
    size: int

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop the load."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)


def examine(path: Path, name: str, *, frames: Mapping[str, Frame] | None = None) -> Upload:
    """Read a file and find its tables; totals stay in, and what says who somebody is goes.

    Of a text file of many megabytes only the first lines are read; `check` needs its path.

    Parameters
    ----------
    frames
        Where the table stands, by sheet, when somebody has moved the frame.

    Raises
    ------
    RejectedError
        If it cannot be read, or there is no table in it.
    """
    if budget_text.is_large_text(path):
        table, dropped = stripped(budget_text.head(path, name))
        return Upload(
            workbook.shown_name(name), sha256_of(path), path.stat().st_size, "csv", (table,),
            {table.sheet: dropped} if dropped else {},
        )  # fmt: skip
    return examined(workbook.read(path, name), frames)


def examined(book: Workbook, frames: Mapping[str, Frame] | None = None) -> Upload:
    """Find the tables of a file that is read (see `examine`).

    Raises
    ------
    RejectedError
        If there is no table in it.
    """
    sheets = {sheet.name: sheet for sheet in book.sheets}
    wanted = [sheets[FILL_IN]] if {FILL_IN, GUIDE} <= set(sheets) else [*book.sheets]
    found: list[tuple[Table, tuple[Dropped, ...]]] = []
    refused: list[Problem] = []
    for sheet in wanted:
        try:
            found.append(stripped(_table(sheet, (frames or {}).get(sheet.name))))
        except RejectedError as rejected:
            refused += rejected.problems
    if not found:
        raise RejectedError(refused)
    return Upload(
        book.name, book.sha256, book.size, book.form,
        tuple(table for table, _ in found),
        {table.sheet: dropped for table, dropped in found if dropped},
        book.told,
    )  # fmt: skip


def stripped(table: Table) -> tuple[Table, tuple[Dropped, ...]]:
    """Take out what says who somebody is, but not codes and money, however much alike they look.

    A cost centre of eight digits is no telephone number, a function of ten no CPR number.
    """
    kept = budget_columns.code_columns(table)
    others = [place for place, name in enumerate(table.columns) if name not in kept]
    rest, dropped = privacy.strip(_only(table, others))
    names = {*kept, *rest.columns}
    places_ = [place for place, name in enumerate(table.columns) if name in names]
    return _only(table, places_), dropped


def is_budget(table: Table) -> bool:
    """Whether a table looks like a budget or accounts."""
    return budget_columns.is_budget(table)


def check(
    upload: Upload,
    table: Table,
    reading: Reading,
    today: date,
    *,
    path: Path | None = None,
    settings: Settings | None = None,
) -> Checked:
    """Read a table by a reading and find what is wrong with it.

    Parameters
    ----------
    path
        The file, where it is so large that `examine` has read only its first lines.
    settings
        Where earlier loads are, when one wants to know how the file stands to them.

    Raises
    ------
    RejectedError
        If the whole of a large file cannot be read.
    """
    problems = budget_checks.questions(table, reading)
    lines = None
    if not lacking(reading):
        problems += budget_checks.headed_signs(table, reading)
    if not problems:
        lines, found = _lines(table, reading, path)
        problems += found
    origin = origin_of(upload, table)
    if lines is not None:
        problems += budget_checks.check(table, reading, lines)
        problems += budget_checks.days(table, lines, today)
    if lines is not None and settings:
        problems += _beside(settings, table, lines, origin)
    return Checked(
        table, reading, lines, tuple(problems), origin, upload.name, upload.sha256, upload.size
    )


def origin_of(upload: Upload, table: Table) -> Origin:
    """Where the amounts come from: a file that calls itself an example is one."""
    texts = (table.sheet, *table.title)
    called = any(re.match(r"\W*eksempel|.*eksempeldata", text, re.I | re.S) for text in texts)
    is_example = "eksempel" in upload.name.casefold() or called
    return Origin.EXAMPLE if is_example else Origin.MUNICIPAL


def put(open_: Warehouse, checked: Checked, who: str, reason: str = "") -> int:
    """Load what was checked in the caller's transaction and return the load's number.

    Raises
    ------
    RejectedError
        If it has errors.
    ingest.by_hand.AlreadyLoadedError
        If the same sheet of the same file is in use already.
    store.warehouse.ExampleError
        If it is an example and there are other budgets.
    ingest.loading.LostFiguresError
        If the database is at fault; the transaction must not be committed.
    """
    lines = _accepted(checked)
    if number := _present(open_, checked):
        raise AlreadyLoadedError(
            f"{_file(checked)} er allerede i brug som indlæsning {number}. Intet er ændret. "
            "Træk den tilbage først, hvis den skal læses på en anden måde."
        )
    years = sorted({one.year for one in lines.versions})
    open_.make_way(economy.BUDGET, checked.origin, who)
    number = open_.record(
        LoadRecord(
            kind=EconomyKind.BUDGET.value,
            source=economy.BUDGET,
            title=_title(lines),
            origin=checked.origin,
            author=who,
            file=_file(checked),
            sha256=checked.sha256,
            cells=lines.table.num_rows,
            first_period=years[0],
            last_period=years[-1],
            source_date=lines.as_of or dates.today(),
            licence="",
            extent=[],
            request={
                "bytes": checked.size,
                "sheet": checked.table.sheet,
                "reading": checked.reading.name,
                "lines": lines.table.num_rows,
                **{name: checked.reading.constants.get(name, "") for name in CONSTANTS},
            },
            note=words.sentence(reason),
        )
    )
    _insert(open_, number, lines)
    return number


def load(
    settings: Settings,
    checked: Checked,
    who: str,
    reason: str,
    on_wait: OnWait | None = None,
) -> int:
    """Load what was checked in a transaction of its own, and log it (see `put`)."""
    who, reason = signed(who, reason)
    _accepted(checked)  # before a first warehouse is made for nothing
    with warehouse.writing(settings, who, f"indlæser {checked.name}", on_wait=on_wait) as open_:
        number = put(open_, checked, who, reason)
    logged(settings, checked, number, who, reason)
    return number


def logged(settings: Settings, checked: Checked, number: int, who: str, reason: str) -> None:
    """Write the log's row on a load that is committed."""
    assert checked.lines is not None
    held = words.count(checked.lines.table.num_rows, "linje", "linjer")
    text = f"{economy.BUDGET}: {held} fra {_file(checked)}. {words.sentence(reason)}"
    log.append(settings.log, who, log.Action.LOAD, str(number), text.strip())


def told(checked: Checked) -> list[tuple[str, str]]:
    """How a file is read, as (what, how): for those who are to confirm it."""
    said = checked.reading.constants
    rows = [
        (words.capitalise(title), constant_in_words(name, said[name]))
        for name, title in CONSTANTS.items()
        if said.get(name)
    ]
    if checked.lines is None:
        return rows
    rows.append(("Linjer", numbers.number(checked.lines.table.num_rows)))
    rows.append(("Summer, der stemmer", numbers.number(checked.lines.totals)))
    return rows


# --- reading --------------------------------------------------------------------------------------


def _lines(table: Table, reading: Reading, path: Path | None) -> tuple[Lines | None, list[Problem]]:
    if path is None or not budget_text.is_large_text(path):
        with duckdb.connect() as connection:
            budget_parse.raw_of(connection, table)
            return _read(connection, table, reading)
    # The first column may name totals.
    wanted = {table.columns[0], *(column.name for column in reading.columns if column.field)}
    with budget_text.opened(path, table, wanted) as connection:
        return _read(connection, table, reading)


def _read(
    connection: duckdb.DuckDBPyConnection, table: Table, reading: Reading
) -> tuple[Lines | None, list[Problem]]:
    problems: list[Problem] = []
    if areas := reading.of("area"):
        name = f"c{table.columns.index(areas[0].name)}"
        texts = connection.execute(
            f"select distinct {name} from raw where {name} is not null"
        ).fetchall()
        problems += budget_checks.areas(table, reading, [str(text) for (text,) in texts])
    if units := reading.of("unit"):
        problems += _leaks(table, units[0].name, connection)
    lines, found = budget_lines.read(connection, table, reading)
    problems += found
    stops = any(problem.severity is Severity.ERROR for problem in problems)
    return (None if stops else lines), problems


def _leaks(table: Table, column: str, connection: duckdb.DuckDBPyConnection) -> list[Problem]:
    """Personal data among the names of units: the place, never what it says."""
    name = f"c{table.columns.index(column)}"
    texts = connection.execute(f"select {name}, min(row) from raw group by all").fetchall()
    return [
        error(
            table.place(int(row), column),
            f"Cellen ligner {found[0].what}",
            "Persondata må ikke indlæses",
            "Slet cellen eller kolonnen i filen, og indlæs den igen",
        )
        for text, row in texts
        if text and (found := personal.find(str(text)))
    ]


def _table(sheet: Sheet, moved: Frame | None) -> Table:
    if moved:
        return frame.take(sheet, moved, totals=True)
    try:
        return frame.find(sheet, totals=True)
    except RejectedError:
        reported = _reported(sheet)
        if reported is None:
            raise
        return reported


def _reported(sheet: Sheet) -> Table | None:
    """A file as it is reported to Statistics Denmark: seven columns, no header."""
    rows = sheet.cells.dropna(how="all")
    if rows.shape[1] != len(_REPORTED) or not len(rows):
        return None
    looks = rows[0].str.fullmatch(r"0?\d{3}") & rows[1].str.fullmatch(r"0?\d{5}")
    if not looks.fillna(False).all():
        return None
    last = int(rows.index[-1])
    return Table(
        sheet.name, Frame(0, 0, 0, last, 0, len(_REPORTED) - 1), (), (), _REPORTED,
        tuple(range(len(_REPORTED))), rows.set_axis([*_REPORTED], axis="columns"), (),
    )  # fmt: skip


def _only(table: Table, places_: Sequence[int]) -> Table:
    """A table with some of its columns."""
    names = tuple(table.columns[place] for place in places_)
    return Table(
        table.sheet, table.frame, table.title, table.notes, names,
        tuple(table.positions[place] for place in places_), table.rows[[*names]],
        table.left_out, table.labels, table.counts, table.others,
    )  # fmt: skip


def _beside(settings: Settings, table: Table, lines: Lines, origin: Origin) -> list[Problem]:
    try:
        with warehouse.reading(settings) as open_:
            if not open_.connection.execute(
                "select 1 from duckdb_views() where view_name = 'budget_in_force'"
            ).fetchall():
                return []
            is_example = origin is Origin.EXAMPLE
            return budget_checks.earlier(table, lines, open_, is_example=is_example)
    except NoWarehouseError:
        return []


# --- writing --------------------------------------------------------------------------------------


def _accepted(checked: Checked) -> Lines:
    if checked.errors or checked.lines is None:
        raise RejectedError(checked.problems)
    return checked.lines


def _insert(open_: Warehouse, number: int, lines: Lines) -> None:
    bases = pd.DataFrame(
        {
            "basis": range(len(lines.versions)),
            "version": [one.version for one in lines.versions],
            "year": [one.year for one in lines.versions],
            "prices": [one.prices for one in lines.versions],
            "lines": [one.lines for one in lines.versions],
        }
    ).assign(sign=lines.sign, unit=lines.unit, as_of=lines.as_of)
    covers = pd.DataFrame(
        {
            "source": [economy.covered_as(one.version) for one in lines.versions],
            "period": [one.year for one in lines.versions],
        }
    )
    pieces = {
        "budget_basis": pa.Table.from_pandas(bases, preserve_index=False),
        "covers": pa.Table.from_pandas(covers, preserve_index=False),
        "budget_line": lines.table,
    }
    # Lines have no order; to keep one would write them twice.
    open_.connection.execute("set preserve_insertion_order = false")
    for table, piece in pieces.items():
        loading.insert(open_, table, number, piece)
    open_.connection.execute("reset preserve_insertion_order")


def _title(lines: Lines) -> str:
    named = dict.fromkeys(f"{one.version} {one.year}" for one in lines.versions)
    return f"{economy.TITLES[economy.BUDGET]}: {words.listing(named)}"


def _present(open_: Warehouse, checked: Checked) -> int | None:
    """The load in force of the same sheet of the same bytes."""
    found = open_.connection.execute(
        "select load from load where sha256 = $sha256 and source = $source"
        " and withdrawn_at is null and request ->> 'sheet' = $sheet order by load desc",
        {"sha256": checked.sha256, "source": economy.BUDGET, "sheet": checked.table.sheet},
    ).fetchall()
    return int(found[0][0]) if found else None


def _file(checked: Checked) -> str:
    sheet = checked.table.sheet
    return f"{checked.name}, ark {sheet}" if sheet else checked.name
