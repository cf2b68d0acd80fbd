"""From the warehouse's figures to counts: sums of codes, of municipalities, and what they lack."""

from dataclasses import replace

import pytest

from indicators import counting
from indicators.counts import POPULATION, charges, reports, yearly_reports
from indicators.cube import Cube
from indicators.definition import Count
from store import warehouse
from store.settings import AreaGroup, Municipality, Settings, municipality
from store.sources import areas
from store.warehouse import Origin, reading
from tests.indicators.figures import load, population, rectangle, rows_of, seen

TOTAL = reports("TOT")
HOVEDSTADEN = [area.code for area in areas() if area.parent == "084"]
SMALLEST = [area.code for area in areas() if area.type in ("municipality", "other")]
PEERS = ["187", "169", "165", "153", "161", "253", "167", "175"]


def counted(settings: Settings, count: Count, place: Municipality | None = None) -> Cube:
    with reading(settings) as open_:
        return counting.counts(open_, [count], place or municipality())[count]


def of(settings: Settings, count: Count, area: str) -> str:
    """The counts of an area as words; see `tests/indicators/figures.py`."""
    return seen(counted(settings, count))[area]


# --- one code and several -------------------------------------------------------------------------


def test_a_figure_is_counted_as_it_was_loaded(settings: Settings) -> None:
    load(settings, "STRAF11", ["183 TOT 2025K3 422", "183 TOT 2025K4 503", "187 TOT 2025K3 0"])

    cube = counted(settings, TOTAL)
    assert cube.periods == ("2025K3", "2025K4")
    assert seen(cube)["183"] == "422 503"
    assert seen(cube)["187"] == "0 -"


def test_a_quarter_that_nobody_loaded_stays_a_gap_on_the_axis(settings: Settings) -> None:
    load(settings, "STRAF11", ["183 1 2024K2 308", "183 1 2025K1 281"])

    cube = counted(settings, reports("1"))
    assert cube.periods == ("2024K2", "2024K3", "2024K4", "2025K1")
    assert seen(cube)["183"] == "308 - - 281"


def test_a_figure_that_is_not_published_is_neither_zero_nor_unknown(settings: Settings) -> None:
    load(settings, "STRAF11", ["183 TOT 2025K1 ..", "183 TOT 2025K2 0", "187 TOT 2025K2 4"])

    assert of(settings, TOTAL, "183") == ".. 0"
    assert of(settings, TOTAL, "187") == "- 4"


def test_several_codes_have_a_sum_only_where_every_one_has_a_figure(settings: Settings) -> None:
    load(
        settings,
        "STRAF11",
        [
            *("183 1316 2024K1 10", "183 1332 2024K1 50"),
            *("183 1316 2024K2 10", "183 1332 2024K2 0"),
            "183 1316 2024K3 10",
            *("183 1316 2024K4 10", "183 1332 2024K4 .."),
            "183 1320 2025K1 7",
            *("183 1316 2025K2 1", "183 1332 2025K2 2"),
        ],
    )

    assert of(settings, reports("1316", "1332"), "183") == "60 10 ~ .. - 3"


def test_only_the_codes_that_are_asked_for_are_added(settings: Settings) -> None:
    load(
        settings,
        "STRAF22",
        [
            *("183 11 ANM 2023 224", "183 11 SIG 2023 206"),
            *("183 12 ANM 2023 149", "183 12 SIG 2023 109"),
            *("183 1380 ANM 2023 8", "183 1390 ANM 2023 93"),
        ],
    )

    assert of(settings, yearly_reports("11", "12", "1380"), "183") == "381"
    assert of(settings, yearly_reports("12", "1380"), "183") == "157"
    assert of(settings, charges("11", "12"), "183") == "315"


def test_a_sum_is_no_stronger_than_the_weakest_of_its_figures(settings: Settings) -> None:
    load(settings, "STRAF11", ["183 1316 2025K1 10", "183 1332 2025K1 50", "183 1316 2025K2 9"])
    load(settings, "STRAF11", ["183 1332 2025K2 5"], origin=Origin.MUNICIPAL)
    assert of(settings, reports("1316", "1332"), "183") == "60 14m"


def test_the_newest_figure_that_is_not_withdrawn_counts(settings: Settings) -> None:
    load(settings, "STRAF11", ["183 TOT 2025K1 1", "183 TOT 2025K2 2"])
    newer = load(settings, "STRAF11", ["183 TOT 2025K2 20", "183 TOT 2025K3 30"])
    assert of(settings, TOTAL, "183") == "1 20 30"

    warehouse.withdraw(settings, newer, "Anne")
    assert of(settings, TOTAL, "183") == "1 2"


def test_counts_asked_for_together_are_not_mixed(settings: Settings) -> None:
    load(settings, "STRAF11", ["183 TOT 2025K1 429", "183 12 2025K2 41"])
    population(settings, "183 2025K1 24365")

    with reading(settings) as open_:
        found = counting.counts(
            open_, [TOTAL, reports("12"), POPULATION, TOTAL, charges("12")], municipality()
        )

    assert {count: seen(cube)["183"] for count, cube in found.items()} == {
        TOTAL: "429",
        reports("12"): "41",
        POPULATION: "24365",
    }
    assert found[reports("12")].periods == ("2025K2",)


@pytest.mark.parametrize("how", ["never loaded", "withdrawn", "other codes"])
def test_a_count_of_which_nothing_is_loaded_is_left_out(settings: Settings, how: str) -> None:
    population(settings, "183 2025K1 24365")
    if how == "withdrawn":
        warehouse.withdraw(settings, load(settings, "STRAF11", ["183 TOT 2025K1 1"]), "Anne")
    if how == "other codes":
        load(settings, "STRAF11", ["183 12 2025K1 1"])

    with reading(settings) as open_:
        assert list(counting.counts(open_, [TOTAL, POPULATION], municipality())) == [POPULATION]


def test_an_area_that_we_have_no_name_for_is_passed_over(settings: Settings) -> None:
    load(settings, "STRAF11", ["183 TOT 2025K1 429"])
    with warehouse.writing(settings, "Anne", "indlæser") as open_:
        open_.connection.execute("update statbank.straf11_cell set area = '777'")

    assert "777" not in counted(settings, TOTAL).areas


# --- regions, the country and groups --------------------------------------------------------------


def everywhere(settings: Settings, table: str, area_codes: list[str], period: str) -> None:
    """One case (or inhabitant) in each of these areas."""
    whole = {"sex": "TOT", "age": "IALT", "marital": "TOT"}
    codes = whole if table == "FOLK1A" else {"offence": "TOT"}
    extent = rectangle(table, area=area_codes, period=period, **codes)
    load(settings, table, rows_of(extent, 1), extents=[extent])


def test_a_region_that_is_not_published_is_the_sum_of_its_municipalities(
    settings: Settings,
) -> None:
    everywhere(settings, "STRAF11", HOVEDSTADEN, "2025K1")

    assert of(settings, TOTAL, "084") == f"{len(HOVEDSTADEN)}s"
    assert of(settings, TOTAL, "085") == "-"


def test_it_has_no_sum_while_one_of_them_is_missing(settings: Settings) -> None:
    everywhere(settings, "STRAF11", HOVEDSTADEN[1:], "2025K1")
    assert of(settings, TOTAL, "084") == "~"

    load(settings, "STRAF11", [f"{HOVEDSTADEN[0]} TOT 2025K1 .."])
    assert of(settings, TOTAL, "084") == "~"

    load(settings, "STRAF11", [f"{HOVEDSTADEN[0]} TOT 2025K1 0"])
    assert of(settings, TOTAL, "084") == f"{len(HOVEDSTADEN) - 1}s"


def test_a_region_that_is_published_is_not_added_up(settings: Settings) -> None:
    everywhere(settings, "STRAF11", HOVEDSTADEN, "2025K1")
    load(settings, "STRAF11", ["084 TOT 2025K1 1000"])

    assert of(settings, TOTAL, "084") == "1000"


def test_reports_of_the_country_hold_those_without_a_municipality(settings: Settings) -> None:
    everywhere(settings, "STRAF11", SMALLEST, "2025K1")
    assert of(settings, TOTAL, "000") == "~"

    load(settings, "STRAF11", ["998 TOT 2025K1 1000"])
    assert of(settings, TOTAL, "000") == f"{len(SMALLEST) + 1000}s"


def test_the_population_of_the_country_is_that_of_its_municipalities(settings: Settings) -> None:
    everywhere(settings, "FOLK1A", SMALLEST, "2025K1")

    assert len(SMALLEST) == 98 + 1
    assert of(settings, POPULATION, "000") == f"{len(SMALLEST)}s"


def test_the_peers_are_counted_as_one_area(settings: Settings) -> None:
    rows = [f"{peer} TOT 2025K1 {number}" for number, peer in enumerate(PEERS, start=1)]
    load(settings, "STRAF11", [*rows, "183 TOT 2025K1 429", "000 TOT 2025K1 9999"])

    assert of(settings, TOTAL, "naboer") == "36s"


def test_the_peers_have_no_count_while_one_of_them_is_missing(settings: Settings) -> None:
    load(settings, "STRAF11", [f"{peer} TOT 2025K1 1" for peer in PEERS[1:]])
    assert of(settings, TOTAL, "naboer") == "~"

    load(settings, "STRAF11", [f"{PEERS[0]} TOT 2025K1 2"], origin=Origin.MUNICIPAL)
    assert of(settings, TOTAL, "naboer") == "9ms"


def test_a_municipality_may_name_areas_that_statbank_has_no_code_for(settings: Settings) -> None:
    load(settings, "STRAF11", ["183 TOT 2025K1 429", "187 TOT 2025K1 100"])
    district = AreaGroup("politikreds", "Politikredsen", ("183", "187"))
    place = replace(municipality(), extra_areas=(district,))

    cube = counted(settings, TOTAL, place)
    assert cube.areas[-2:] == ("naboer", "politikreds")
    assert seen(cube)["politikreds"] == "529s"
