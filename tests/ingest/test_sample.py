"""The official figures that come with the program."""

import json
from itertools import product
from math import prod

import pytest

from ingest import sample
from store import log, warehouse
from store.settings import OFFICIAL_SAMPLE, Settings
from store.sources import code_list, source
from store.warehouse import Origin, reading
from tests.conftest import TODAY
from tests.store.figures import everything, in_force, same

BLOCKS = json.loads((OFFICIAL_SAMPLE / "manifest.json").read_text("utf-8"))["blocks"]
CELLS = {"STRAF11": 70_950, "STRAF22": 57_240, "FOLK1A": 6_195}
LEFT_OUT = {"STRAF11": 2_004, "STRAF22": 11_251, "FOLK1A": 0}


def blocks(table: str) -> list[dict[str, list[str]]]:
    """The rectangles of a table in the order of its columns."""
    return [
        {variable: block["extent"][variable] for variable in source(table).columns}
        for block in BLOCKS
        if block["table"] == table
    ]


def test_the_manifest_says_how_many_figures_there_are() -> None:
    assert {table: sum(prod(map(len, b.values())) for b in blocks(table)) for table in CELLS} == (
        CELLS
    )


@pytest.mark.parametrize("table", CELLS)
def test_all_figures_that_the_manifest_names_are_in_force_and_no_others(
    loaded: Settings, table: str
) -> None:
    named = [cell for block in blocks(table) for cell in product(*block.values())]
    with reading(loaded) as open_:
        figures = in_force(open_, table)

    assert len(named) == len(set(named)), "two rectangles overlap"
    assert set(figures) == set(named)
    assert None not in figures.values()


@pytest.mark.parametrize("table", CELLS)
def test_zeros_that_the_files_leave_out_are_there_again(loaded: Settings, table: str) -> None:
    with reading(loaded) as open_:
        assert list(in_force(open_, table).values()).count(0) == LEFT_OUT[table]


def test_each_table_is_one_official_load(loaded: Settings) -> None:
    with reading(loaded) as open_:
        loads = {load.source: load for load in reversed(open_.loads())}

    assert {table: load.cells for table, load in loads.items()} == CELLS
    assert [load.number for load in loads.values()] == [1, 2, 3]
    assert {load.origin for load in loads.values()} == {Origin.OFFICIAL}
    assert loads["STRAF11"].note == (
        "De medfølgende officielle tal, hentet fra Danmarks Statistik, Statistikbanken "
        "28. september 2022 – 26. juni 2026."
    )
    assert (loads["STRAF11"].first_period, loads["STRAF11"].last_period) == ("2007K1", "2025K4")
    assert loads["STRAF22"].note.endswith("Statistikbanken 30. august 2025.")


def test_known_figures_are_right(loaded: Settings) -> None:
    with reading(loaded) as open_:
        offences, population = in_force(open_, "STRAF11"), in_force(open_, "FOLK1A")

    assert offences[("101", "TOT", "2007K1")] == 21_462
    assert population[("101", "TOT", "IALT", "TOT", "2008K1")] == 509_861


def test_every_load_is_one_row_in_the_log(loaded: Settings) -> None:
    assert [(event.who, event.action, event.text) for event in log.newest(loaded.log)] == [
        ("Anne", log.Action.LOAD, f"{table}: De medfølgende officielle tal")
        for table in ("FOLK1A", "STRAF22", "STRAF11")
    ]


def test_loading_the_sample_again_does_nothing(loaded_copy: Settings) -> None:
    before, rows = everything(loaded_copy), log.newest(loaded_copy.log)

    assert sample.load_official(loaded_copy, "Bo", TODAY) == []
    assert same(before, everything(loaded_copy))
    assert log.newest(loaded_copy.log) == rows


def test_a_table_that_was_withdrawn_is_loaded_again(loaded_copy: Settings) -> None:
    warehouse.withdraw(loaded_copy, 3, "Bo")

    (again,) = sample.load_official(loaded_copy, "Bo", TODAY)

    assert (again.number, again.table, again.cells) == (4, "FOLK1A", CELLS["FOLK1A"])


def test_the_sample_holds_only_codes_of_our_lists() -> None:
    for table in CELLS:
        for block in blocks(table):
            for variable, codes in block.items():
                known = code_list(source(table).columns[variable])
                assert not known or set(codes) <= set(known)


def test_the_sample_is_small_enough_to_be_shipped() -> None:
    assert sum(path.stat().st_size for path in OFFICIAL_SAMPLE.iterdir()) < 1_000_000
