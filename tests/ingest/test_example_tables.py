"""Invented tables in StatBank's form: they say so everywhere, and give way to real ones."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from indicators import build
from indicators.registry import INDICATORS
from ingest import incoming, sample, undo
from store import log
from store.settings import Settings, municipality
from store.sources import source
from store.warehouse import Origin, reading
from tests.conftest import TODAY
from tests.indicators.figures import load
from tests.ingest.files import FOLK1A, bulk, write
from tests.store.figures import in_force

FOLDER = sample.EXAMPLE_TABLES
MANIFEST = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
TABLES = [entry["table"] for entry in MANIFEST]
TOWN = ("183", "TOT", "IALT", "TOT", "2025K1")


@pytest.fixture(scope="module")
def example(loaded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The official figures and the invented tables: only to be read."""
    folder = tmp_path_factory.mktemp("example") / "var"
    shutil.copytree(loaded.data, folder)
    places = Settings(folder, folder / "warehouse.duckdb")
    sample.load_example_tables(places, "Anne", TODAY)
    return places


def test_every_file_is_named_an_example() -> None:
    files = {path.name for path in FOLDER.glob("*.gz")}

    assert files == {entry["file"] for entry in MANIFEST}
    assert all(name.startswith("EKSEMPEL_") for name in files)
    assert all("Eksempeldata" in entry["reason"] for entry in MANIFEST)


def test_they_are_compiled_the_same_again(tmp_path: Path) -> None:
    script = FOLDER / "compile_tables.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True)

    for name in ("manifest.json", *(entry["file"] for entry in MANIFEST)):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()


def test_no_table_has_both_official_and_invented_figures() -> None:
    official = json.loads((sample.OFFICIAL_SAMPLE / "manifest.json").read_text("utf-8"))
    assert not {block["table"] for block in official["blocks"]} & set(TABLES)


def test_they_are_loaded_as_example_data(example: Settings) -> None:
    with reading(example) as open_:
        loads = {load.source: load for load in open_.loads() if load.source in TABLES}

    assert list(reversed(loads)) == TABLES
    assert {load.origin for load in loads.values()} == {Origin.EXAMPLE}
    assert all(load.note.startswith("Eksempeldata: ") for load in loads.values())
    assert {event.text for event in log.newest(example.log)} >= {
        f"{t}: Eksempeldata" for t in TABLES
    }


def test_the_real_population_stands_beside_invented_ages(
    example: Settings, loaded: Settings
) -> None:
    with reading(example) as open_, reading(loaded) as before:
        assert in_force(open_, "FOLK1A") == in_force(before, "FOLK1A")
        assert in_force(open_, "FOLK1A")[TOWN] == 24_365
        assert {codes[2] for codes in in_force(open_, "FOLK1A_ALDER")} == set(map(str, range(26)))


def test_whatever_rests_on_them_is_an_example(example: Settings) -> None:
    wanted = ("A4", "B1", "B2", "B3", "B4", "B5")
    with reading(example) as open_:
        values = build.build(open_, municipality(), only=wanted)["indicator_value"]
    known = values[values["value"].notna()]
    origins = known.groupby("indicator")["origin"].unique().map(set)

    assert origins["A4"] == {"official"}
    assert all(origins[id_] == {"example"} for id_ in wanted[1:])
    mine = known[(known["area"] == "183") & (known["breakdown"] == "")]
    assert set(mine["indicator"]) == set(wanted)
    assert not mine[mine["indicator"] == "B1"]["marks"].str.contains("older_population").any()


def test_the_country_beside_an_indicator_is_an_example_too(example: Settings) -> None:
    with reading(example) as open_:
        rows = build.build(open_, municipality(), only=("C6", "D1"))["benchmark"]

    assert set(rows["indicator"]) == {"C6", "D1"}
    assert set(rows["origin"]) == {"example"}


def test_loading_them_again_does_nothing(loaded_copy: Settings) -> None:
    assert len(sample.load_example_tables(loaded_copy, "Anne", TODAY)) == len(TABLES)
    assert sample.load_example_tables(loaded_copy, "Bo", TODAY) == []


def test_a_real_table_takes_the_place_of_its_example_alone(loaded_copy: Settings) -> None:
    sample.load_example_tables(loaded_copy, "Anne", TODAY)
    load(loaded_copy, "ISBU01", ["183 7 2024 5"])

    with reading(loaded_copy) as open_:
        assert in_force(open_, "ISBU01") == {("183", "7", "2024"): 5}
        assert len(in_force(open_, "NEET1")) > 0
    assert sample.load_example_tables(loaded_copy, "Anne", TODAY) == []


def test_they_can_be_removed_with_all_other_examples(loaded_copy: Settings) -> None:
    sample.load_example_tables(loaded_copy, "Anne", TODAY)
    gone = undo.withdraw_examples(loaded_copy, "Anne", "Vi har egne tal")

    assert {load.source for load in gone} == set(TABLES)
    with reading(loaded_copy) as open_:
        assert all(not in_force(open_, table) for table in TABLES)
        assert in_force(open_, "FOLK1A")[TOWN] == 24_365


@pytest.mark.parametrize("table", TABLES)
def test_each_is_of_the_table_that_its_entry_describes(table: str) -> None:
    entry = next(entry for entry in MANIFEST if entry["table"] == table)

    assert incoming.recognise(FOLDER / entry["file"]) == source(table)
    assert set(entry["extent"]) == set(source(table).columns)
    wanted = {
        column: set(codes)
        for one in INDICATORS.values()
        for count in (
            one.numerator,
            one.denominator,
            *(part for b in one.benchmarks for part in (b.numerator, b.denominator)),
        )
        if count is not None and count.table == table
        for column, codes in count.codes.items()
    }
    held = {source(table).columns[name]: set(codes) for name, codes in entry["extent"].items()}
    assert all(codes <= held[column] for column, codes in wanted.items())


@pytest.mark.parametrize(
    ("name", "age", "table"),
    [
        ("folketal.csv", "IALT", "FOLK1A"),
        ("folketal.csv", "17", "FOLK1A_ALDER"),
        ("FOLK1A.csv", "IALT", "FOLK1A"),
        ("folk1a_alder.csv", "IALT", "FOLK1A_ALDER"),
    ],
)
def test_a_file_of_ages_is_told_from_one_of_the_population(
    tmp_path: Path, name: str, age: str, table: str
) -> None:
    path = write(tmp_path, bulk(f"183;TOT;{age};TOT;2025K1;300", header=FOLK1A), name)
    assert incoming.recognise(path).table == table
