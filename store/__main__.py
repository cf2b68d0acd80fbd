"""`python -m store`: publish, list, roll back and verify releases."""

from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial

import duckdb

from danish import command_line, dates, words
from indicators import build
from store import lock, log, publishing, release, warehouse
from store.settings import Settings, settings

_ABOUT = """Udgivelser: det, siderne viser.

En udgivelse er en uforanderlig fil med alle tal, som de så ud, da den blev lavet.
"""


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    parser = command_line.Parser(prog="python -m store", description=_ABOUT)
    commands = parser.add_subparsers(dest="command", required=True, metavar="KOMMANDO")
    publish = commands.add_parser(
        "publish", help="regn alle tal igennem og sæt en ny udgivelse i kraft"
    )
    publish.add_argument("--reason", default="", metavar="TEKST", help="hvorfor der udgives")
    commands.add_parser("releases", help="vis udgivelserne, den nyeste først")
    back = commands.add_parser("rollback", help="sæt en tidligere udgivelse i kraft igen")
    back.add_argument("release", metavar="UDGIVELSE", help="navnet fra: python -m store releases")
    commands.add_parser("verify", help="kontrollér, at alle udgivelser og data kan læses")
    chosen = parser.parse_args(arguments)
    places = settings()
    if chosen.command == "publish":
        return publish_now(places, chosen.reason)
    if chosen.command == "releases":
        return list_releases(places)
    if chosen.command == "rollback":
        return roll_back(places, chosen.release)
    return verify(places)


def publish_now(places: Settings, reason: str = "") -> int:
    """Publish and say so."""
    done = build.publish(places, warehouse.current_user(), reason=reason, on_wait=print)
    values = words.count(done.values, "værdi", "værdier")
    print(f"Udgivet: {done.release} med {values}.")
    return 0


def list_releases(places: Settings) -> int:
    """Print all releases, the one in force marked."""
    names = publishing.names(places.releases)
    if not names:
        raise release.NoReleaseError
    in_force = publishing.current(places.releases)
    for name in names:
        mark = "  ← i kraft" if name == in_force else ""
        print(f"{name}  {dates.moment(publishing.made_at(name))}{mark}")
    return 0


def roll_back(places: Settings, name: str) -> int:
    """Put an older release in force."""
    who = warehouse.current_user()
    with lock.exclusive(places.lock, who, "ruller tilbage", on_wait=print):
        before = publishing.rollback(places.releases, name)
    log.append(places.log, who, log.Action.ROLLBACK, name, f"I stedet for {before}")
    print(f"I kraft: {name} (før: {before}).")
    return 0


def verify(places: Settings) -> int:
    """Read everything and count; exit code 1 when something is wrong."""

    def of_release(name: str) -> list[str]:
        with closing(release.Release(publishing.path_of(places.releases, name))) as opened:
            return opened.faults()

    def of_warehouse() -> list[str]:
        with warehouse.reading(places) as open_:
            return open_.faults()

    looks: dict[str, Callable[[], list[str]]] = {
        name: partial(of_release, name) for name in publishing.names(places.releases)
    }
    looks["Indlæste data"] = of_warehouse
    wrong = 0
    for name, look in looks.items():
        try:
            faults = look()
        except duckdb.Error:
            faults = ["filen er beskadiget og kan ikke læses"]
        wrong += len(faults)
        print(f"{name}: {'i orden' if not faults else '; '.join(faults)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    command_line.run(main, lambda error: log.fault(settings().data, error))
