"""`python -m ingest`: check and load files, make templates, list loads, withdraw them."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from danish import command_line, dates, words
from danish.errors import DanishError
from indicators import build
from ingest import by_hand, fetch, from_disk, mapping, sample, template, told, undo
from ingest.economy import budget_codes, budget_from_disk, budget_reading, budget_sample
from ingest.economy.budget_from_disk import EXPECTED, OPTIONS, Said
from ingest.from_disk import Chosen
from ingest.organisation import sample as organisation_sample
from ingest.organisation import saving as organisation_saving
from ingest.organisation import written as organisation_workbook
from ingest.problem import RejectedError
from ingest.statbank import StatBank
from ingest.unverified import UnverifiedError
from store import log, warehouse
from store.settings import Settings, settings
from store.sources import sources

_ABOUT = """Tal ind i Tryghedsoverblik.

Intet, der indlæses, vises på siderne, før der er udgivet: python -m store publish
"""
_BY_COMMAND_LINE = "Fra kommandolinjen"
_CANNOT_WRITE = "{path}: Filen kan ikke skrives her. Vælg en mappe, som du må skrive i."


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    chosen = _parser().parse_args(arguments)
    command = _COMMANDS[chosen.command]
    places, who = settings(), warehouse.current_user()
    code = command(places, who, dates.today(), chosen)
    if "publish" not in chosen or code:
        return code
    if chosen.publish:
        _publish(places, who)
    else:
        print("Siderne viser det efter næste udgivelse: python -m store publish")
    return code


def load_sample(places: Settings, who: str, today: date, chosen: argparse.Namespace) -> int:
    """Load what is new of the shipped figures, and publish."""
    loaded = sample.load_official(places, who, today, on_wait=print)
    for one in loaded:
        told.tables(one)
    folders = [sample.SURVEYS] if chosen.official_only else [sample.SURVEYS, sample.EXAMPLES]
    if not chosen.official_only:
        examples = sample.load_example_tables(places, who, today, on_wait=print)
        for one in examples:
            told.tables(one, "eksempeldata")
        loaded += examples
    new = bool(loaded)
    for folder in folders:
        for number, checked in sample.load_files(places, folder, who, today, on_wait=print):
            told.spreadsheet(number, checked)
            new = True
    if not chosen.official_only:
        for number, ready in budget_sample.load_examples(places, who, today, on_wait=print):
            told.money_loaded(number, ready)
            new = True
    for number, reading in organisation_sample.load(
        places, who, official_only=chosen.official_only, on_wait=print
    ):
        told.organisation_loaded(number, reading)
        new = True
    if not new:
        print("De medfølgende tal er indlæst i forvejen.")
    _publish(places, who)
    return 0


def fetch_tables(places: Settings, who: str, today: date, chosen: argparse.Namespace) -> int:
    """Fetch tables one by one; one that fails does not undo the others."""
    failed = 0
    with StatBank() as bank:
        for table in chosen.tables or list(sources()):
            print(f"Henter {table.upper()} …", flush=True)
            try:
                fetched = fetch.fetch(
                    places, table, who, today, bank, progress=told.progress, on_wait=print
                )
            except UnverifiedError as error:
                print(error, file=sys.stderr)
                failed += bool(chosen.tables)  # the tables that are known to fit are all there
                continue
            except DanishError as error:
                print(error, file=sys.stderr)
                failed += 1
                continue
            for sentence in fetched.told:
                print(f"  Bemærk: {sentence}")
            if fetched.loaded:
                told.tables(fetched.loaded)
            else:
                print(
                    f"{fetched.table}: intet nyt. StatBanks udgave fra "
                    f"{dates.date(fetched.updated)} er indlæst."
                )
    return 1 if failed else 0


def check_files(places: Settings, who: str, today: date, chosen: argparse.Namespace) -> int:
    """Print what is wrong with files and write nothing; one that fails does not stop the others."""
    failed = 0
    for paths in from_disk.groups(chosen.paths):
        try:
            failed += bool(_check(places, who, today, paths, chosen))
        except RejectedError as rejected:
            told.verdict(paths[0].name, told.problems(rejected.problems))
            failed += 1
        except DanishError as error:
            print(error)
            failed += 1
    return 1 if failed else 0


def _check(
    places: Settings, who: str, today: date, paths: tuple[Path, ...], chosen: argparse.Namespace
) -> int:
    """How many errors a file has."""
    found = from_disk.look(paths, chosen.table)
    if found.is_statbank:
        errors = told.problems(from_disk.statbank_problems(found.path, today, chosen.table))
    elif found.organisation:
        looked = organisation_saving.check(places, found.organisation)
        told.organisation(looked)
        errors = len(looked.errors)
    elif found.stated:
        errors = told.problems(from_disk.check_stated(places, found.stated, who, today))
    elif found.upload:
        money = from_disk.read_money(places, found, today, _said(chosen))
        told.money(found.upload, money)
        errors = sum(len(one.errors) for one in money)
    else:
        readings = from_disk.read(places, found, today, _chosen(chosen))
        told.readings(readings)
        errors = sum(len(one.errors) for one in readings.checked)
    told.verdict(found.path.name, errors)
    return errors


def load_files(places: Settings, who: str, today: date, chosen: argparse.Namespace) -> int:
    """Load files one after the other; the first that cannot be loaded stops."""
    for paths in from_disk.groups(chosen.paths):
        _load(places, who, today, paths, chosen)
    return 0


def _load(
    places: Settings, who: str, today: date, paths: tuple[Path, ...], chosen: argparse.Namespace
) -> None:
    found = from_disk.look(paths, chosen.table)
    path = found.path
    if found.is_statbank:
        loaded = by_hand.load_file(places, path, who, today, table=chosen.table, on_wait=print)
        told.tables(loaded)
    elif found.organisation:
        looked = organisation_saving.check(places, found.organisation)
        told.organisation(looked)
        number, gone = organisation_saving.load(
            places, looked.reading, who, chosen.reason or _BY_COMMAND_LINE, on_wait=print
        )
        told.organisation_loaded(number, looked.reading)
        told.displaced(gone)
    elif found.stated:
        saved = from_disk.load_stated(places, found.stated, who, today, on_wait=print)
        print(f"{path.name}: {words.count(len(saved), 'ny række gemt', 'nye rækker gemt')}.")
        told.problems(saved[0].warnings if saved else ())
    elif found.upload:
        money = from_disk.read_money(places, found, today, _said(chosen))
        told.money(found.upload, money)
        reason = chosen.reason or _BY_COMMAND_LINE
        numbers, gone = budget_from_disk.put_all(places, money, who, reason, on_wait=print)
        for number, ready in zip(numbers, money, strict=True):
            told.money_loaded(number, ready)
        told.displaced(gone)
    else:
        readings = from_disk.read(places, found, today, _chosen(chosen))
        told.readings(readings)
        reason = chosen.reason or _BY_COMMAND_LINE
        numbers, gone = from_disk.load(places, readings, who, reason, on_wait=print)
        for number, one in zip(numbers, readings.checked, strict=True):
            told.spreadsheet(number, one)
        told.displaced(gone)


def make_template(places: Settings, who: str, today: date, chosen: argparse.Namespace) -> int:
    """Write an empty template."""
    path: Path = chosen.path
    _write_new(path, template.template(chosen.kind, chosen.source))
    print(f"Skabelonen er skrevet i {path}.")
    return 0


def export(places: Settings, who: str, today: date, chosen: argparse.Namespace) -> int:
    """Write the whole mapping as a workbook that can be loaded again."""
    path: Path = chosen.path
    _write_new(path, organisation_workbook.export(places, today))
    log.append(places.log, who, log.Action.EXPORT, "organisation", path.name)
    print(f"Organisationen og modellerne er skrevet i {path}.")
    return 0


def _write_new(path: Path, content: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise DanishError(f"{path}: Filen findes i forvejen og er ikke ændret.") from None
    except OSError:
        raise DanishError(_CANNOT_WRITE.format(path=path)) from None


def list_mappings(places: Settings, who: str, today: date, chosen: argparse.Namespace) -> int:
    """Print the remembered mappings."""
    told.mappings(mapping.remembered(places), budget_reading.remembered(places))
    return 0


def list_loads(places: Settings, who: str, today: date, chosen: argparse.Namespace) -> int:
    """Print all loads."""
    with warehouse.reading(places) as open_:
        told.loads(open_.loads())
    return 0


def withdraw(places: Settings, who: str, today: date, chosen: argparse.Namespace) -> int:
    """Take a load, or all example data, out of force."""
    if chosen.example:
        loads = undo.withdraw_examples(places, who, chosen.reason or _BY_COMMAND_LINE)
    else:
        loads = [warehouse.withdraw(places, chosen.load, who)]
    for load in loads:
        print(f"Trukket tilbage: {load.number} ({load.source}, {load.file}).")
    if not chosen.example:
        with warehouse.reading(places) as open_:
            back = [one for one in undo.examples(open_.loads()) if one.source == loads[0].source]
        for load in back:
            print(f"I brug igen: {load.number} (eksempeldata, {load.file}).")
    return 0


def restore(places: Settings, who: str, today: date, chosen: argparse.Namespace) -> int:
    """Bring back a load that was withdrawn."""
    load = warehouse.restore(places, chosen.load, who)
    print(f"I brug igen: {load.number} ({load.source}, {load.file}).")
    return 0


_COMMANDS: dict[str, Callable[[Settings, str, date, argparse.Namespace], int]] = {
    "sample": load_sample,
    "statbank": fetch_tables,
    "check": check_files,
    "file": load_files,
    "template": make_template,
    "export": export,
    "mappings": list_mappings,
    "loads": list_loads,
    "withdraw": withdraw,
    "restore": restore,
}


def _chosen(chosen: argparse.Namespace) -> Chosen:
    return Chosen(chosen.mapping, chosen.source, chosen.period)


def _said(chosen: argparse.Namespace) -> Said:
    """What is said of a budget; a day may be written as Danes do."""
    said = {name: value for name in OPTIONS if (value := getattr(chosen, name))}
    if day := budget_codes.day(said.get("as_of", "")):
        said["as_of"] = day.isoformat()
    return Said(chosen.mapping, said)


def _publish(places: Settings, who: str) -> None:
    done = build.publish(places, who, on_wait=print)
    print(f"Udgivet: {done.release} med {words.count(done.values, 'værdi', 'værdier')}.")


# --- the arguments --------------------------------------------------------------------------------


def _parser() -> command_line.Parser:
    parser = command_line.Parser(prog="python -m ingest", description=_ABOUT)
    commands = parser.add_subparsers(dest="command", required=True, metavar="KOMMANDO")
    shipped = commands.add_parser("sample", help="indlæs de medfølgende tal, og udgiv dem")
    shipped.add_argument("--official-only", action="store_true", help="uden eksempeldata")
    statbank = commands.add_parser("statbank", help="hent de nyeste tal fra StatBank")
    statbank.add_argument(
        "tables",
        nargs="*",
        metavar="TABEL",
        help=f"kun disse tabeller (ellers alle: {', '.join(sources())})",
    )
    check = commands.add_parser("check", help="kontrollér filer uden at indlæse dem")
    by_file = commands.add_parser("file", help="indlæs regneark, tekstfiler og filer fra StatBank")
    for command in (check, by_file):
        _file_arguments(command)
    by_file.add_argument("--reason", default="", metavar="TEKST", help="hvorfor filen indlæses")
    made = commands.add_parser("template", help="skriv en skabelon at udfylde")
    made.add_argument(
        "kind", metavar="SLAGS", help=", ".join([*template.KINDS, template.ORGANISATION])
    )
    made.add_argument(
        "path", type=Path, metavar="STI", help="hvor den skrives, for eksempel f.xlsx"
    )
    made.add_argument("--source", default="", metavar="KODE", help="undersøgelsen eller registret")
    out = commands.add_parser("export", help="skriv det, der er i brug, som regneark")
    out.add_argument("kind", choices=["organisation"], metavar="SLAGS", help="organisation")
    out.add_argument("path", type=Path, metavar="STI", help="hvor det skrives, for eksempel o.xlsx")
    commands.add_parser("mappings", help="vis de koblinger, der huskes")
    commands.add_parser("loads", help="vis alle indlæsninger, den nyeste først")
    back = commands.add_parser("withdraw", help="træk en indlæsning tilbage")
    which = back.add_mutually_exclusive_group(required=True)
    which.add_argument("load", nargs="?", type=int, metavar="NUMMER", help=_NUMBER)
    which.add_argument("--example", action="store_true", help="alle eksempeldata")
    back.add_argument("--reason", default="", metavar="TEKST", help="hvorfor, for eksempeldata")
    again = commands.add_parser("restore", help="bring en tilbagetrukket indlæsning tilbage")
    again.add_argument("load", type=int, metavar="NUMMER", help=_NUMBER)
    for command in (statbank, by_file, back, again):
        command.add_argument("--publish", action="store_true", help="udgiv bagefter")
    return parser


_NUMBER = "nummeret fra: python -m ingest loads"


def _file_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("paths", nargs="+", type=Path, metavar="STI", help="filerne")
    command.add_argument(
        "--mapping", default="", metavar="NAVN", help="koblingen eller læsningen, filen læses med"
    )
    command.add_argument(
        "--source", default="", metavar="KODE", help="undersøgelsen eller registret"
    )
    command.add_argument(
        "--period", default="", metavar="PERIODE", help="perioden filen gælder for"
    )
    command.add_argument("--table", metavar="TABEL", help="tabellen, for en fil fra StatBank")
    for name, option in OPTIONS.items():
        command.add_argument(
            option,
            dest=name,
            default="",
            metavar=option.removeprefix("--").upper(),
            help=f"for et budget: {EXPECTED[name]}",
        )


if __name__ == "__main__":
    command_line.run(main, lambda error: log.fault(settings().data, error))
