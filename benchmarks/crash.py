"""Kill a process that loads and publishes, again and again, and see what it leaves behind.

    python -m benchmarks.crash [--rounds 50] [--seed 1]

A child process loads the shipped figures, publishes, loads the same table with changed figures,
publishes, and so on. It is killed with -9 after a random time. Then everything must be as before
or as after what it was doing: the pointer names a whole release, no load is half, nothing that the
child had reported as done is lost, and the next load and publish work.
"""

import argparse
import gzip
import json
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from subprocess import PIPE, Popen

import duckdb

from indicators import build
from ingest import checks, incoming, loading, sample
from ingest.problem import RejectedError
from store import publishing, warehouse
from store.settings import OFFICIAL_SAMPLE, ROOT, Settings
from store.sources import source

TODAY = date(2026, 11, 23)
TABLE = "STRAF11"
ROUNDS_A_FOLDER = 6
"""Then a new one, so that the warehouse stays small."""
STEPS = ("loading", "publishing", "loading", "publishing")
"""What the child does first, second …; a round kills it in one of them."""
LONGEST = {"loading": 0.6, "publishing": 2.0}
"""Longest time in seconds from the beginning of a step to the kill: a little more than it takes."""
_CHANGED = ("183;1210;2025K", "183;1220;2025K", "183;1283;2025K")


# --- the child ------------------------------------------------------------------------------------


def work(settings: Settings, seed: int) -> None:
    """Load and publish for ever, telling what begins and what is done."""
    for turn in range(1_000_000):
        _tell("loading")
        if turn == 0:
            loaded = [one.number for one in sample.load_official(settings, "crash", TODAY)]
        else:
            loaded = [load_changed(settings, seed + turn).number]
        _tell("loaded", *loaded)
        _tell("publishing")
        _tell("published", build.publish(settings, "crash").release)


def load_changed(settings: Settings, seed: int) -> loading.Loaded:
    """Load the shipped table anew, some figures changed that take part in no sum rule."""
    chance = random.Random(seed)
    path = settings.data / f"straf11-{seed}.csv"
    with gzip.open(OFFICIAL_SAMPLE / "straf11.csv.gz", "rt", encoding="utf-8") as file:
        lines = list(file)
    for number, line in enumerate(lines):
        if line.startswith(_CHANGED):
            lines[number] = f"{line.rsplit(';', 1)[0]};{chance.randrange(1000)}\n"
    path.write_text("".join(lines), "utf-8")
    try:
        with warehouse.writing(settings, "crash", "indlæser ændrede tal") as open_:
            rows = incoming.read(open_.connection, path, source(TABLE))
            extents = _extents()
            if problems := checks.check(rows, extents, TODAY):
                raise RejectedError(problems)
            provenance = loading.Provenance("crash", path.name, incoming.sha256_of(path), TODAY)
            return loading.load(open_, rows, extents, provenance)
    finally:
        path.unlink()


def _extents() -> list[incoming.Extent]:
    manifest = json.loads((OFFICIAL_SAMPLE / "manifest.json").read_text("utf-8"))
    columns = source(TABLE).columns
    return [
        {column: tuple(block["extent"][variable]) for variable, column in columns.items()}
        for block in manifest["blocks"]
        if block["table"] == TABLE
    ]


def _tell(*words: object) -> None:
    print(*words, flush=True)


# --- the parent -----------------------------------------------------------------------------------


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        work(_settings(chosen.child), chosen.seed)
    chance = random.Random(chosen.seed)
    outcomes: Counter[tuple[str, str]] = Counter()
    bad: list[str] = []
    with tempfile.TemporaryDirectory(prefix="crash-") as temporary:
        for number in range(chosen.rounds):
            step = chance.randrange(len(STEPS))
            name = str(number // ROUNDS_A_FOLDER) if step else f"{number}-first-load"
            settings = _settings(Path(temporary) / name)
            after = chance.uniform(0, LONGEST[STEPS[step]])
            told = killed(settings, chosen.seed * 1000 + number * 100, step, after)
            faults = list(state_faults(settings, told)) + list(next_faults(settings, number))
            outcomes[(_moment(told), "bad" if faults else "good")] += 1
            bad += [f"round {number}, {_moment(told)}, {after:.3f} s: {fault}" for fault in faults]
    print(f"{'killed during':<24}{'state':<8}{'rounds':>6}")
    for (what, state), count in sorted(outcomes.items()):
        print(f"{what:<24}{state:<8}{count:>6}")
    print(f"{chosen.rounds} × kill -9: {len(bad)} faults", *bad, sep="\n")
    return 1 if bad else 0


def killed(settings: Settings, seed: int, step: int, after: float) -> list[list[str]]:
    """Let a child work until some time after the beginning of a step; return all that it told."""
    command = f"-W ignore -m benchmarks.crash --seed {seed} --child".split()
    child = Popen([sys.executable, *command, str(settings.data)], cwd=ROOT, stdout=PIPE, text=True)
    assert child.stdout
    text = ""
    while sum(line in STEPS for line in text.splitlines()) <= step:
        text += child.stdout.readline() or sys.exit("the child ended by itself")
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    text += child.communicate()[0]
    # A line without its end was cut off by the kill.
    return [line.split() for line in text.splitlines(keepends=True) if line.endswith("\n")]


def _moment(told: list[list[str]]) -> str:
    """What the child was doing, such as "first loading" or "later publishing"."""
    begun = [line[0] for line in told if line[0] in STEPS]
    return f"{'first' if len(begun) <= 2 else 'later'} {begun[-1]}"


def state_faults(settings: Settings, told: list[list[str]]) -> Iterator[str]:
    """What is wrong after a kill: half things, lost things."""
    yield from _release_faults(settings, [line[1] for line in told if line[0] == "published"])
    loads = [int(number) for line in told if line[0] == "loaded" for number in line[1:]]
    try:
        with warehouse.reading(settings, wait=0) as open_:
            yield from _warehouse_faults(open_, loads)
    except warehouse.NoWarehouseError:
        if loads:
            yield f"loads {loads} are lost"


def _warehouse_faults(open_: warehouse.Warehouse, loads: list[int]) -> Iterator[str]:
    ledger = {load.number: load for load in open_.loads()}
    if lost := set(loads) - set(ledger):
        yield f"loads {lost} are lost"
    tables = {load.source for load in ledger.values()}
    held: dict[int, int] = {}
    for table in tables:
        held |= dict(
            open_.connection.execute(
                f'select load, count(*) from statbank."{table.lower()}_cell" group by load'
            ).fetchall()
        )
    recorded = {number: load.cells for number, load in ledger.items()}
    if held != recorded:
        yield f"the loads hold {held} cells, recorded are {recorded}"
    strays = open_.connection.execute(
        "select count(*) from revision where load not in (select load from load)"
    ).fetchall()
    if strays != [(0,)]:
        yield f"{strays} revisions of no load"


def _release_faults(settings: Settings, published: list[str]) -> Iterator[str]:
    folder = settings.releases
    current = publishing.current(folder)
    if current is None:
        if published:
            yield f"releases {published} are lost"
        return
    if published and current < published[-1]:
        yield f"{published[-1]} was reported, but {current} is in force"
    for name in publishing.names(folder):
        with duckdb.connect(publishing.path_of(folder, name), read_only=True) as connection:
            tables = connection.execute("select table_name from duckdb_tables()").fetchall()
            # The hash makes DuckDB read every value, not only count.
            reads = [
                f'select count(*), bit_xor(hash(t)) from "{table}" as t' for (table,) in tables
            ]
            rows = {
                table: connection.execute(read).fetchall()[0][0]
                for (table,), read in zip(tables, reads, strict=True)
            }
            meta = dict(connection.execute("from meta").fetchall())
        if (meta["release"], int(meta["values"])) != (name, rows["indicator_value"]):
            yield f"{name} is {meta['release']} with {rows} rows, expected {meta['values']}"
    if current not in publishing.names(folder):
        yield f"the pointer names {current}, which is not there"


def next_faults(settings: Settings, seed: int) -> Iterator[str]:
    """Whether the next load and publish work and leave nothing of the killed one."""
    try:
        sample.load_official(settings, "crash", TODAY)
        load_changed(settings, seed)
        release = build.publish(settings, "crash").release
    except Exception as error:
        yield f"the next command failed: {error!r}"
        return
    if publishing.current(settings.releases) != release:
        yield "the next release is not in force"
    if litter := [path.name for path in settings.releases.glob("*.tmp*")]:
        yield f"litter: {litter}"


def _settings(folder: Path) -> Settings:
    folder.mkdir(parents=True, exist_ok=True)
    return Settings(folder, folder / "warehouse.duckdb")


if __name__ == "__main__":
    sys.exit(main())
