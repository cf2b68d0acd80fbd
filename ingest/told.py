"""What the command line says of files and loads, in Danish."""

import sys
from collections.abc import Iterable, Sequence

from danish import dates, numbers, words
from ingest.economy import budget
from ingest.economy.budget import Checked as BudgetChecked
from ingest.economy.budget_from_disk import Ready
from ingest.economy.budget_reading import Reading
from ingest.from_disk import Readings
from ingest.loading import Loaded
from ingest.mapping import FileMapping
from ingest.organisation import differences
from ingest.organisation.reading import Reading as OrganisationReading
from ingest.organisation.saving import Checked as CheckedOrganisation
from ingest.problem import Problem, Severity
from ingest.upload import Checked, Upload, place_of
from store import economy, inputs
from store.economy import EconomyKind
from store.inputs import InputKind
from store.organisation_sheets import SHEETS
from store.warehouse import Load

_KINDS = {
    InputKind.SURVEY: "undersøgelse, svar for svar",
    InputKind.SURVEY_AGGREGATED: "undersøgelse, offentliggjorte tal",
    InputKind.REGISTER: "register",
}


def tables(loaded: Loaded, remark: str = "") -> None:
    """A table from StatBank that was loaded."""
    sentence = (
        f"{loaded.table}{remark and f' ({remark})'}: indlæsning {loaded.number} med "
        f"{words.count(loaded.cells, 'celle', 'celler')}, heraf "
        f"{words.count(loaded.zeros, 'nul', 'nuller')}, som filen udelader."
    )
    if loaded.revisions:
        changed = words.count(loaded.revisions, "tal", "tal")
        sentence += f" {changed} er ændret siden sidst; se dem på siden Data og kvalitet."
    print(sentence)


def readings(found: Readings) -> None:
    """How each table of a file was read, and what was found."""
    upload = found.upload
    dropped(upload)
    problems(upload.told)
    for one in found.checked:
        print(f"{place_of(one.name, one.records.table)}: {_read_as(one)}")
        problems(one.problems)
    for none in found.unread:
        print(none)


def spreadsheet(number: int, one: Checked) -> None:
    """A table of a spreadsheet that was loaded."""
    rows = words.count(len(one.records.rows), "række", "rækker")
    place = place_of(one.name, one.records.table)
    print(f"{one.records.source}: indlæsning {number} med {rows} fra {place}.")


def money(upload: Upload, found: Sequence[Ready]) -> None:
    """How each table of money was read, and what was found; what of the file is none."""
    dropped(upload)
    problems(upload.told)
    for one in found:
        place = place_of(upload.name, one.found.table)
        print(f"{place}: {_counted(one)} læst som »{_money_title(one)}«.")
        if isinstance(one.what, BudgetChecked):
            for what, how in budget.told(one.what):
                print(f"  {what}: {how}")
        problems(one.problems)
    read = [one.found.table for one in found]
    for table in upload.tables:
        if not any(table is one for one in read):
            print(f"{place_of(upload.name, table)}: Hverken budget, mærker eller skøn. Ikke læst.")


def money_loaded(number: int, one: Ready) -> None:
    """A budget, tags or prices that were loaded."""
    place = place_of(one.file, one.found.table)
    print(f"{_money_title(one)}: indlæsning {number} med {_counted(one)} fra {place}.")


def displaced(gone: Iterable[Load]) -> None:
    """Example data that went out of force."""
    for load in gone:
        print(f"Trukket tilbage: {load.number} (eksempeldata, {load.file}).")


def organisation(found: CheckedOrganisation) -> None:
    """Which sheets were understood, what was found, and what would change."""
    listed = [f"{SHEETS[code].title} {len(rows)}" for code, rows in found.reading.rows.items()]
    print(f"Rækker i hvert ark: {words.listing(listed)}.")
    problems(found.problems)
    for sentence in differences.told(found.differences):
        print(sentence)
    if found.gives_way:
        print(f"Eksempeldata viger også i: {words.listing(found.gives_way)}.")


def organisation_loaded(number: int, reading: OrganisationReading) -> None:
    """An organisation workbook that was loaded."""
    rows = words.count(reading.count, "række", "rækker")
    sheets = words.count(len(reading.rows), "ark", "ark")
    print(f"{reading.source}: indlæsning {number} med {rows} i {sheets} fra {reading.name}.")


def dropped(upload: Upload) -> None:
    """The columns that were taken out before anything else was done."""
    for sheet, columns in upload.dropped.items():
        named = words.listing([f"»{one.column}« ({one.why})" for one in columns])
        where = f'Ark "{sheet}": ' if sheet else ""
        print(f"{where}Udeladt, før noget gemmes: {named}.")


def problems(found: Iterable[Problem]) -> int:
    """Problems, one a line; returns how many are errors."""
    errors = 0
    for problem in found:
        errors += problem.severity is Severity.ERROR
        print(f"  {problem.severity.value}: {problem}")
    return errors


def verdict(name: str, errors: int) -> None:
    """Whether a file can be loaded."""
    if errors:
        print(f"{name}: {words.count(errors, 'fejl', 'fejl')}. Filen kan ikke indlæses.")
    else:
        print(f"{name}: ingen fejl. Intet er indlæst.")


def mappings(known: Sequence[FileMapping], budgets: Sequence[Reading] = ()) -> None:
    """The remembered mappings, and the remembered readings of budgets."""
    for one in known:
        print(f"{one.name}  ({one.source}: {_title(one)}, {_KINDS[one.kind]})")
    for reading in budgets:
        print(f"{reading.name}  ({economy.BUDGET}: {economy.TITLES[economy.BUDGET]})")


def loads(found: Sequence[Load]) -> None:
    """The ledger."""
    for load in found:
        state = "trukket tilbage" if load.withdrawn_at else "i brug"
        print(
            f"{load.number:>5}  {load.source:<13}  {load.first_period}–{load.last_period}  "
            f"{words.count(load.cells, 'celle', 'celler'):>16}  {state:<15}  {load.author}, "
            f"{dates.moment(load.loaded_at)}  {load.file}"
        )


def progress(received: int, total: int | None) -> None:
    """How far a long answer has come, on one line."""
    if sys.stderr.isatty():
        whole = f" af {numbers.number(total / 1e6, 1)}" if total else ""
        text = f"\r  {numbers.number(received / 1e6, 1)}{whole} MB"
        print(text, end="\n" if received == total else "", file=sys.stderr, flush=True)


def _read_as(one: Checked) -> str:
    rows = words.count(len(one.records.rows), "række", "rækker")
    named = f" med koblingen »{one.mapping.name}«" if one.mapping.name else ""
    field = "period" if one.records.kind is InputKind.REGISTER else "wave"
    told = []
    if len(one.records.rows):
        codes = sorted(one.records.rows[field].unique())
        told = [codes[0]] if len(codes) == 1 else [codes[0], codes[-1]]
    span = f" for {'–'.join(told)}" if told else ""
    return f"{rows} læst som »{_title(one.mapping)}«{span}{named}."


def _counted(one: Ready) -> str:
    return words.count(one.count, *_COUNTED[one.found.kind])


_COUNTED = {
    EconomyKind.BUDGET: ("linje", "linjer"),
    EconomyKind.TAGS: ("mærke", "mærker"),
    EconomyKind.PRICES: ("skøn", "skøn"),
}


def _money_title(one: Ready) -> str:
    return {
        EconomyKind.BUDGET: economy.TITLES[economy.BUDGET],
        EconomyKind.TAGS: economy.TITLES[economy.TAGS],
        EconomyKind.PRICES: economy.TITLES[economy.PRICES],
    }[one.found.kind]


def _title(mapping: FileMapping) -> str:
    if mapping.kind is InputKind.REGISTER:
        return inputs.register(mapping.source).title
    return inputs.survey(mapping.source).title
