"""Spreadsheets on disk, read without anybody to ask: by a mapping that is named or that fits.

What is not sure is not guessed at: the file is refused with what is open.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from danish import words
from danish.errors import DanishError
from ingest import (
    by_hand,
    cells,
    checks,
    columns,
    headings,
    incoming,
    mapping,
    statement_files,
    upload,
    workbook,
)
from ingest.economy import budget, budget_from_disk, budget_text
from ingest.economy.budget_from_disk import Ready, Said
from ingest.frame import Table
from ingest.mapping import FileMapping
from ingest.organisation import reading as organisation_reading
from ingest.organisation.reading import Reading
from ingest.problem import Problem, RejectedError, error
from ingest.statements import Saved
from ingest.upload import Checked, Upload
from ingest.workbook import Workbook
from store import inputs, release, warehouse
from store.inputs import InputKind
from store.settings import Settings
from store.warehouse import Load

MOST_BYTES_OF_STATEMENTS = 1_000_000

OF_EXAMPLES = "Eksempel: "
"""How the names of mappings for the shipped examples begin: they are not for other files."""

OnWait = Callable[[str], None]


class NoMappingError(DanishError):
    """It is not known how to read a table."""


@dataclass(frozen=True)
class Chosen:
    """How a file shall be read, as far as somebody said so.

    Attributes
    ----------
    name
        Of a remembered mapping; empty for the one that fits.
    source
        The survey or register, where a file does not show it.
    period
        What the whole file is about, where it does not say so.
    """

    name: str = ""
    source: str = ""
    period: str = ""


@dataclass(frozen=True)
class Found:
    """What a file is, or several that belong together.

    Attributes
    ----------
    path
        Of the first one.
    books
        As they were read; empty for a file from StatBank.
    stated
        Tables of targets, events or comments.
    money
        Budgets, tags or prices, in the tables of `upload`.
    organisation
        The organisation workbook, when it is one.
    """

    path: Path
    books: tuple[Workbook, ...] = ()
    stated: tuple[Table, ...] = ()
    is_statbank: bool = False
    money: tuple[budget_from_disk.Found, ...] = ()
    upload: Upload | None = None
    organisation: Reading | None = None


@dataclass(frozen=True)
class Readings:
    """A file with the tables that could be read, and why others could not."""

    upload: Upload
    checked: tuple[Checked, ...]
    unread: tuple[NoMappingError, ...]


def groups(paths: Sequence[Path]) -> list[tuple[Path, ...]]:
    """The files that are read together: two text files of which one has SurveyXact's labels.

    Raises
    ------
    RejectedError
        If one of them is not there.
    """
    for path in paths:
        if not path.is_file():
            raise RejectedError(
                [error(str(path), "Filen findes ikke", "", "Ret stien og prøv igen")]
            )
    if len(paths) == 2 and any(map(upload.is_labels, paths)):
        return [tuple(paths)]
    return [(path,) for path in paths]


def look(paths: Sequence[Path], table: str | None = None) -> Found:
    """Find out what files that belong together are. A spreadsheet is read once.

    Parameters
    ----------
    table
        The table from StatBank, when somebody says that it is one.

    Raises
    ------
    RejectedError
        If one of them cannot be read.
    """
    path = paths[0]
    if table or (len(paths) == 1 and by_hand.is_statbank(path)):
        return Found(path, is_statbank=True)
    if len(paths) == 1 and budget_text.is_large_text(path):
        examined = _examined(lambda: budget.examine(path, path.name))
        if examined and (money := budget_from_disk.of_money(examined)):
            return Found(path, money=tuple(money), upload=examined)
    books = tuple(
        workbook.read(one, one.name, most_bytes=workbook.MOST_BYTES_OF_TEXT) for one in paths
    )
    if len(books) > 1:
        return Found(path, books)
    if organisation_reading.is_organisation(books[0]):
        return Found(path, books, organisation=organisation_reading.read(books[0]))
    small = books[0].size <= MOST_BYTES_OF_STATEMENTS
    if small and (stated := tuple(statement_files.find(books[0]))):
        return Found(path, books, stated)
    examined = _examined(lambda: budget.examined(books[0]))
    money = budget_from_disk.of_money(examined) if examined else []
    return Found(path, books, money=tuple(money), upload=examined if money else None)


def _examined(way: Callable[[], Upload]) -> Upload | None:
    """The tables of a file with totals kept, as money is read; None where there are none."""
    try:
        return way()
    except RejectedError:
        return None


def read(settings: Settings, found: Found, today: date, chosen: Chosen) -> Readings:
    """Read and check the tables of a file.

    Raises
    ------
    RejectedError
        If there is no table in it.
    NoMappingError
        If none of its tables can be read.
    """
    examined = upload.examined(found.books)
    checked: list[Checked] = []
    unread: list[NoMappingError] = []
    for table in examined.tables:
        try:
            way = _mapping(settings, examined, table, chosen)
        except NoMappingError as none:
            unread.append(none)
            continue
        checked.append(upload.check(examined, table, way, today, settings))
    if not checked:
        raise NoMappingError("\n".join(map(str, unread)))
    return Readings(examined, tuple(checked), tuple(unread))


def load(
    settings: Settings, readings: Readings, who: str, reason: str, on_wait: OnWait | None = None
) -> tuple[list[int], list[Load]]:
    """Load all tables that could be read, or none.

    Returns
    -------
    The numbers of the loads, and the loads of example data that went out of force for them.

    Raises
    ------
    As `ingest.upload.put` does.
    """
    doing = f"indlæser {readings.upload.name}"
    with warehouse.writing(settings, who, doing, on_wait=on_wait) as open_:
        numbers = [upload.put(open_, one, who, reason) for one in readings.checked]
    for number, one in zip(numbers, readings.checked, strict=True):
        upload.logged(settings, one, number, who, reason)
    return numbers, [moved for _, moved in open_.examples_moved]


def read_money(settings: Settings, found: Found, today: date, said: Said) -> list[Ready]:
    """Read and check the budgets, tags and prices of a file.

    Raises
    ------
    ingest.economy.budget_from_disk.OpenQuestionsError
        If something has to be confirmed that is neither said nor remembered.
    """
    assert found.upload is not None
    return [
        budget_from_disk.read(settings, found.path, found.upload, one, said, today)
        for one in found.money
    ]


def statbank_problems(path: Path, today: date, table: str | None = None) -> list[Problem]:
    """What is wrong with a file from StatBank.

    Raises
    ------
    RejectedError
        If it cannot be read.
    """
    found = by_hand.look(path, table=table)
    with closing(duckdb.connect()) as connection:
        connection.begin()
        if found.coded:
            rows: incoming.Incoming = found.coded.unfold(connection)
        else:
            rows = incoming.read(connection, found.path, found.source, found.name)
        return checks.check(rows, [rows.seen], today)


def check_stated(
    settings: Settings, tables: Sequence[Table], who: str, today: date
) -> list[Problem]:
    """What is wrong with targets, events or comments."""
    return statement_files.check(tables, who, _release(settings), today)[1]


def load_stated(
    settings: Settings,
    tables: Sequence[Table],
    who: str,
    today: date,
    on_wait: OnWait | None = None,
) -> list[Saved]:
    """Save targets, events or comments, all or none."""
    return statement_files.load(settings, tables, who, _release(settings), today, on_wait=on_wait)


def _release(settings: Settings) -> release.Release:
    return release.reader(settings.releases).current()


# --- which mapping --------------------------------------------------------------------------------


def _mapping(settings: Settings, examined: Upload, table: Table, chosen: Chosen) -> FileMapping:
    known = mapping.remembered(settings)
    if not (chosen.name or upload.is_example(examined, table)):
        known = [one for one in known if not one.name.startswith(OF_EXAMPLES)]
    place = upload.place_of(examined.name, table)
    if chosen.name:
        way = _named(known, chosen.name)
        if not _has_all(table, way):
            found = f"Koblingen »{way.name}« passer ikke til kolonnerne"
            raise NoMappingError(_cannot(place, found))
    else:
        way = _fitting(place, table, known, chosen)
    if chosen.period:
        said = {mapping.time_field(way.kind): _period(way, chosen.period)}
        way = replace(way, constants={**way.constants, **said})
    if lacking := mapping.lacking(way):
        titles = words.listing([columns.TITLES[name] for name in lacking])
        raise NoMappingError(_cannot(place, f"Der mangler {titles}"))
    return way


def _period(way: FileMapping, text: str) -> str:
    is_register = way.kind is InputKind.REGISTER
    of = inputs.register(way.source) if is_register else inputs.survey(way.source)
    code = cells.period(text, of.frequency)
    if code is None:
        raise NoMappingError(f"--period {text}: {of.title} har ikke en sådan periode.")
    return code


def _named(known: Sequence[FileMapping], name: str) -> FileMapping:
    for one in known:
        if one.name.casefold() == name.casefold():
            return one
    raise NoMappingError(
        f"Der er ingen kobling »{name}«. Se dem, der er, med: python -m ingest mappings"
    )


def _has_all(table: Table, way: FileMapping) -> bool:
    return {column.name for column in way.columns if column.field} <= set(table.columns)


def _fitting(place: str, table: Table, known: Sequence[FileMapping], chosen: Chosen) -> FileMapping:
    """The remembered mapping that fits, brought up to date; else what names alone make sure."""
    fitting = [one for one in known if chosen.source in ("", one.source)]
    remembered = upload.guess(table, fitting)
    if remembered:
        kinds = [(remembered.kind, remembered.source)]
    else:
        kinds = list(_kinds(table, known, chosen.source))
    opened: list[str] = []
    for kind, of in kinds:
        found = mapping.suggest(table, kind, of, [remembered] if remembered else [])
        unsure = [name for name, how in found.how.items() if how not in _SURE]
        lacking = set(mapping.lacking(found.mapping)) - {mapping.time_field(kind)}
        if not (unsure or found.open or lacking):
            return found.mapping
        opened = opened or list(dict.fromkeys([*found.open, *unsure]))
    what = "Det ses ikke, hvad filen handler om"
    if opened:
        what = f"Ikke afklaret: {words.listing([f'»{name}«' for name in opened])}"
    raise NoMappingError(_cannot(place, what))


_SURE = (headings.SAME, headings.REMEMBERED)


def _kinds(
    table: Table, known: Sequence[FileMapping], source: str
) -> Iterator[tuple[InputKind, str]]:
    """What a table may be, the likeliest first."""
    if not source:
        guessed = mapping.guess_kind(table, known)
        if not guessed:
            return
        yield guessed
        source = guessed[1]
    if source in inputs.registers():
        yield InputKind.REGISTER, source
        return
    if source not in inputs.surveys():
        codes = [*inputs.surveys(), *inputs.registers()]
        raise inputs.UnknownInputError("ingen undersøgelse og intet register", source, codes)
    yield InputKind.SURVEY, source
    yield InputKind.SURVEY_AGGREGATED, source


def _cannot(place: str, found: str) -> str:
    return (
        f"{place}: {found}. Kobl kolonnerne på siden Indlæs data; derefter huskes "
        "koblingen også her. Eller vælg en kobling med --mapping (se dem med: python -m ingest "
        "mappings), undersøgelsen eller registret med --source og perioden med --period."
    )
