"""Targets, events and comments from a spreadsheet: a row for each, all of them or none.

They are checked as the forms on the page check them (`ingest.statement_checks`); here cells become
what a form would have given.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime

from danish import dates, numbers, words
from indicators.registry import INDICATORS
from indicators.statements import BASELINE_KINDS, named
from ingest import cells, frame, places, statement_batch, statements, upload
from ingest.frame import Table
from ingest.problem import Problem, RejectedError, error
from ingest.statements import OnWait, Saved
from ingest.template_workbook import Column, Template
from ingest.workbook import Workbook
from store.release import Release
from store.settings import Settings
from store.statements import Basis, Comment, Event, EventKind, Statement, Target

_NOTE = Column("Bemærkning", "En sætning om det, hvis der er brug for den.", needed=False)
_CHANGE = "Ændring i procent"
_INDICATOR = re.compile(r"[A-Z]\d+")
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y")


@dataclass
class Row:
    """A row of a file that is being read.

    Attributes
    ----------
    problems
        What was found so far.
    """

    table: Table
    number: int
    who: str
    release: Release
    problems: list[Problem] = field(default_factory=list)

    def text(self, column: str) -> str:
        """What stands in a cell; empty where there is no such column."""
        for name in self.table.columns:
            if cells.folded(name) == cells.folded(column):
                found = self.table.rows.at[self.number, name]
                return found.strip() if isinstance(found, str) else ""
        return ""

    def wrong(self, column: str, found: str, expected: str, remedy: str = "") -> None:
        """Note that a cell cannot be read."""
        place = f"{self.place}, {column}"
        self.problems.append(error(place, found, expected, remedy))

    @property
    def place(self) -> str:
        """What a reader calls the row."""
        return places.row_of(self.table, self.number)

    def day(self, column: str) -> date | None:
        """A date, or None."""
        text = self.text(column)
        for form in _DATES:
            try:
                return datetime.strptime(text.removesuffix(" 00:00:00"), form).date()
            except ValueError:
                continue
        if text:
            self.wrong(column, f"»{text}« er ikke en dato", "Ventede for eksempel 1.8.2026")
        return None

    def code(self, column: str, choices: Mapping[str, str], usual: str) -> str:
        """The code of a Danish word; the usual one where the cell is empty."""
        text = self.text(column)
        codes = {cells.folded(word): code for code, word in choices.items()}
        if text and cells.folded(text) not in codes:
            listed = words.listing(list(choices.values()), "eller")
            self.wrong(column, f"»{text}« kendes ikke", f"Ventede {listed}")
        return codes.get(cells.folded(text), usual)

    def percent(self, column: str) -> float:
        """A change in percent, as a share.

        A cell that a spreadsheet shows as −30 % holds −0,3: such a number is asked about.
        """
        text = self.text(column)
        share = statements.share(text)
        if 0 < abs(share) < 0.01 and "%" not in text:
            whole = numbers.signed(share * 10_000)
            self.wrong(
                column, f"»{text}« kan være {text} procent eller {whole} procent", "",
                f"Skriv {whole} for {whole} procent, eller {text} % med procenttegnet som tekst",
            )  # fmt: skip
        return share


@dataclass(frozen=True)
class Form:
    """How one kind of statement stands in a spreadsheet. `name` is also its template's."""

    name: str
    template: Template
    read: Callable[[Row], Target | Event | Comment]


def find(book: Workbook) -> list[Table]:
    """The tables in a file that are in one of the forms."""
    tables = []
    for sheet in upload.sheets_of(book):
        with suppress(RejectedError):
            tables.append(frame.find(sheet))
    return [table for table in tables if form_of(table)]


def form_of(table: Table) -> Form | None:
    """The form that a table is in, by its headings; None for anything else."""
    there = {cells.folded(name) for name in table.columns}
    for form in FORMS.values():
        needed = {cells.folded(one.name) for one in form.template.columns if one.needed}
        if needed <= there:
            return form
    return None


def check(
    tables: Sequence[Table], who: str, release: Release, today: date
) -> tuple[dict[str, Target | Event | Comment], list[Problem]]:
    """Read all rows; each by its place, and what is wrong with them.

    Raises
    ------
    RejectedError
        If a table is in none of the forms, or there is no row.
    """
    rows = list(_rows(tables, who, release))
    if not rows:
        found = "Der er overskrifter, men ingen rækker"
        raise RejectedError([error(places.sheet_of(tables[0]), found, "", "Udfyld arket")])
    stated = {row.place: form.read(row) for form, row in rows}
    unread = [problem for _, row in rows for problem in row.problems]
    return stated, unread or statement_batch.check_all(stated, release, today)


def load(
    settings: Settings,
    tables: Sequence[Table],
    who: str,
    release: Release,
    today: date,
    *,
    on_wait: OnWait | None = None,
) -> list[Saved]:
    """Save all rows of all tables, or none.

    Raises
    ------
    RejectedError
        If something is wrong with one of them; nothing is changed.
    store.lock.LockedError
        If another process writes.
    """
    who = statements.named(who)
    stated, problems = check(tables, who, release, today)
    statements.accepted(problems)
    return statement_batch.save_all(settings, stated, release, today, on_wait=on_wait)


def _rows(tables: Sequence[Table], who: str, release: Release) -> Iterator[tuple[Form, Row]]:
    for table in tables:
        form = form_of(table)
        if form is None:
            raise RejectedError([_no_form(table)])
        for number in table.rows.index:
            yield form, Row(table, int(number), who, release)


def _no_form(table: Table) -> Problem:
    names = words.listing([form.name for form in FORMS.values()], "eller")
    return error(
        places.sheet_of(table),
        "Overskrifterne passer ikke med nogen af skabelonerne",
        f"Ventede {names}",
        "Hent en skabelon med: python -m ingest template måltal måltal.xlsx",
    )


# --- the three forms ------------------------------------------------------------------------------


def _target(row: Row) -> Target:
    indicator = _indicator(row.text("Indikator"))
    known = row.release.indicators.get(indicator)

    def period(column: str) -> str:
        text = row.text(column)
        return (known and cells.period(text, BASELINE_KINDS[known.span])) or text

    year = row.text("År")
    if year and not re.fullmatch(r"\d{4}", year):
        row.wrong("År", f"»{year}« er ikke et år", "Ventede for eksempel 2028")
    return Target(
        indicator=indicator,
        area=row.release.facts.municipality,
        first_period=period("Udgangspunkt fra"),
        last_period=period("Udgangspunkt til og med"),
        target_year=int(year) if re.fullmatch(r"\d{4}", year) else None,
        change=row.percent(_CHANGE),
        basis=Basis(row.code("Måles mod", named(Basis), Basis.OWN)),
        decided_by=row.text("Besluttet af"),
        decided_on=row.day("Besluttet den"),
        author=row.who,
        note=row.text(_NOTE.name),
    )


def _event(row: Row) -> Event:
    concerned = [part for part in re.split(r"[,;\n]", row.text("Indikatorer")) if part.strip()]
    return Event(
        title=row.text("Titel"),
        day=row.day("Dato"),
        kind=EventKind(row.code("Slags", named(EventKind), EventKind.OTHER)),
        indicators=tuple(_indicator(part) for part in concerned),
        author=row.who,
        note=row.text(_NOTE.name),
    )


def _comment(row: Row) -> Comment:
    text = row.text("Kommentar")
    return Comment(_indicator(row.text("Indikator")), text, row.who, dates.today())


def _indicator(text: str) -> str:
    """The id in a text: ``C2`` of »C2 Anmeldt vold«."""
    found = _INDICATOR.match(text.strip().upper())
    return found.group() if found else text.strip()


def _forms() -> dict[Statement, Form]:
    listed = tuple(f"{one.id} {one.short_title}" for one in INDICATORS.values())
    bases, kinds = tuple(named(Basis).values()), tuple(named(EventKind).values())
    indicator = Column("Indikator", "Bogstav og tal er nok, for eksempel C2.", listed)
    advice = ("Skriv i arket »Udfyld«, én række for hver. Arket »Eksempel« viser hvordan.",
              "Teksten vises for alle: skriv aldrig om enkeltpersoner.")  # fmt: skip
    target = Template(
        "Måltal",
        (
            indicator,
            Column(_CHANGE, "Med fortegn: −10 er ti procent lavere end udgangspunktet."),
            Column("År", "Hvornår måltallet skal være nået."),
            Column("Måles mod", f"Tom betyder: {bases[0]}.", bases, needed=False),
            Column("Udgangspunkt fra", "Første periode, for eksempel 1. kvt. 2023."),
            Column("Udgangspunkt til og med", "Sidste periode, for eksempel 4. kvt. 2025."),
            Column("Besluttet af", "For eksempel Byrådet."),
            Column("Besluttet den", "En dato, for eksempel 12.1.2026."),
            _NOTE,
        ),
        (("A4", "−10", "2030", bases[0], "2023K1", "2025K4", "Byrådet", "12.1.2026", "Opdigtet"),),
        (*advice, "Et nyt måltal afløser det, indikatoren har nu."),
    )
    event = Template(
        "Hændelser",
        (
            Column("Titel", "Hvad der skete eller skal ske, i få ord."),
            Column("Dato", "For eksempel 1.8.2026."),
            Column("Slags", f"Tom betyder: {kinds[-1]}.", kinds, needed=False),
            Column("Indikatorer", "Dem, det gælder, med komma imellem: A1, C2. Tom betyder alle.",
                   needed=False),
            _NOTE,
        ),
        (("Ny SSP-plan", "1.8.2026", kinds[0], "C2", "Opdigtet"),),
        (*advice, "En hændelse bliver en streg i figurerne."),
    )  # fmt: skip
    comment = Template(
        "Kommentarer",
        (indicator, Column("Kommentar", "Hvad skal en læser vide om de nyeste tal?")),
        (("C2", "Opdigtet kommentar."),),
        advice,
    )
    return {
        Statement.TARGET: Form("måltal", target, _target),
        Statement.EVENT: Form("hændelser", event, _event),
        Statement.COMMENT: Form("kommentarer", comment, _comment),
    }


FORMS = _forms()
