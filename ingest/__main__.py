"""`python -m ingest`: load figures, list loads, withdraw them."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from danish import command_line, dates, numbers, words
from danish.errors import DanishError
from indicators import build
from ingest import by_hand, fetch, loading, sample
from ingest.statbank import StatBank
from store import log, warehouse
from store.settings import Settings, settings
from store.sources import sources

_ABOUT = """Tal ind i Tryghedsoverblik.

Intet, der indlæses, vises på siderne, før der er udgivet: python -m store publish
"""


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    parser = command_line.Parser(prog="python -m ingest", description=_ABOUT)
    commands = parser.add_subparsers(dest="command", required=True, metavar="KOMMANDO")
    commands.add_parser("sample", help="indlæs de medfølgende officielle tal, og udgiv dem")
    statbank = commands.add_parser("statbank", help="hent de nyeste tal fra StatBank")
    statbank.add_argument(
        "tables",
        nargs="*",
        metavar="TABEL",
        help=f"kun disse tabeller (ellers alle: {', '.join(sources())})",
    )
    by_file = commands.add_parser(
        "file", help="indlæs en fil fra StatBank, hentet i hånden (BULK eller CSV)"
    )
    by_file.add_argument("path", type=Path, metavar="STI", help="filen")
    by_file.add_argument("--table", metavar="TABEL", help="tabellen, hvis filen passer til flere")
    for command in (statbank, by_file):
        command.add_argument("--publish", action="store_true", help="udgiv bagefter")
    commands.add_parser("loads", help="vis alle indlæsninger, den nyeste først")
    withdraw = commands.add_parser("withdraw", help="træk en indlæsning tilbage")
    restore = commands.add_parser("restore", help="bring en tilbagetrukket indlæsning tilbage")
    for command in (withdraw, restore):
        command.add_argument(
            "load", type=int, metavar="NUMMER", help="nummeret fra: python -m ingest loads"
        )
        command.add_argument("--publish", action="store_true", help="udgiv bagefter")
    chosen = parser.parse_args(arguments)
    places, who, today = settings(), warehouse.current_user(), dates.today()
    if chosen.command == "loads":
        return list_loads(places)
    if chosen.command == "sample":
        return load_sample(places, who, today)
    if chosen.command == "statbank":
        code = fetch_tables(places, chosen.tables or list(sources()), who, today)
    elif chosen.command == "file":
        _tell(by_hand.load_file(places, chosen.path, who, today, table=chosen.table, on_wait=print))
        code = 0
    elif chosen.command == "withdraw":
        load = warehouse.withdraw(places, chosen.load, who)
        print(f"Trukket tilbage: {load.number} ({load.source}, {load.file}).")
        code = 0
    else:
        load = warehouse.restore(places, chosen.load, who)
        print(f"I brug igen: {load.number} ({load.source}, {load.file}).")
        code = 0
    if chosen.publish and code == 0:
        _publish(places, who)
    elif code == 0:
        print("Siderne viser det efter næste udgivelse: python -m store publish")
    return code


def load_sample(places: Settings, who: str, today: date) -> int:
    """Load what is new of the shipped figures, and publish."""
    loaded = sample.load_official(places, who, today, on_wait=print)
    if not loaded:
        print("De medfølgende tal er indlæst i forvejen.")
    for one in loaded:
        _tell(one)
    _publish(places, who)
    return 0


def fetch_tables(places: Settings, tables: Sequence[str], who: str, today: date) -> int:
    """Fetch tables one by one; one that fails does not undo the others."""
    failed = 0
    with StatBank() as bank:
        for table in tables:
            print(f"Henter {table.upper()} …", flush=True)
            try:
                fetched = fetch.fetch(
                    places, table, who, today, bank, progress=_progress, on_wait=print
                )
            except DanishError as error:
                print(error, file=sys.stderr)
                failed += 1
                continue
            for sentence in fetched.told:
                print(f"  Bemærk: {sentence}")
            if fetched.loaded:
                _tell(fetched.loaded)
            else:
                print(
                    f"{fetched.table}: intet nyt. StatBanks udgave fra "
                    f"{dates.date(fetched.updated)} er indlæst."
                )
    return 1 if failed else 0


def list_loads(places: Settings) -> int:
    """Print all loads."""
    with warehouse.reading(places) as open_:
        loads = open_.loads()
    for load in loads:
        state = "trukket tilbage" if load.withdrawn_at else "i brug"
        print(
            f"{load.number:>5}  {load.source:<8}  {load.first_period}–{load.last_period}  "
            f"{words.count(load.cells, 'celle', 'celler'):>16}  {state:<15}  {load.author}, "
            f"{dates.moment(load.loaded_at)}  {load.file}"
        )
    return 0


def _tell(loaded: loading.Loaded) -> None:
    sentence = (
        f"{loaded.table}: indlæsning {loaded.number} med "
        f"{words.count(loaded.cells, 'celle', 'celler')}, heraf "
        f"{words.count(loaded.zeros, 'nul', 'nuller')}, som filen udelader."
    )
    if loaded.revisions:
        changed = words.count(loaded.revisions, "tal", "tal")
        sentence += f" {changed} er ændret siden sidst; se dem på siden Data og kvalitet."
    print(sentence)


def _publish(places: Settings, who: str) -> None:
    done = build.publish(places, who, on_wait=print)
    print(f"Udgivet: {done.release} med {words.count(done.values, 'værdi', 'værdier')}.")


def _progress(received: int, total: int | None) -> None:
    """Show how far a long answer has come, on one line."""
    if sys.stderr.isatty():
        whole = f" af {numbers.number(total / 1e6, 1)}" if total else ""
        text = f"\r  {numbers.number(received / 1e6, 1)}{whole} MB"
        print(text, end="\n" if received == total else "", file=sys.stderr, flush=True)


if __name__ == "__main__":
    command_line.run(main, lambda error: log.fault(settings().data, error))
