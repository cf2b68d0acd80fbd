"""Indikator: the sentence, the facts, the charts, the table, and the choices behind them."""

from collections.abc import Callable

import pytest

from indicators import build
from store import log, warehouse
from store.settings import Settings
from store.warehouse import Origin
from tests.indicators.figures import load
from tests.pages.conftest import Use, rewrite
from tests.pages.screen import Screen, opened

pytest_plugins = ["tests.published"]

App = Callable[[str], Screen]

PEERS = (
    "Albertslund", "Brøndby", "Glostrup", "Greve", "Hvidovre", "Høje-Taastrup", "Rødovre",
    "Vallensbæk",
)  # fmt: skip


def test_reported_violence(app: App) -> None:
    screen = app("indikator?indikator=C2")
    assert screen.heading.startswith("Anmeldt vold: ")
    for said in ("5,79", "4,80", "141 anmeldelser", "Fra 2019 tæller psykisk vold med"):
        assert said in " ".join(screen.words.split())
    assert screen.tables[-1][1] == ["2025", "141", "5,79", "4,80"]


def test_its_charts_are_a_history_and_a_comparison(app: App) -> None:
    history, comparison = app("indikator?indikator=C2").charts
    assert history.startswith("Linjediagram, 2008–2025. Ishøj ligger højere end 5 af 8")
    assert comparison == (
        "Prikdiagram for 2025. Højest Glostrup 6,92, Ishøj 5,79 med interval 4,87–6,82, "
        "lavest Vallensbæk 3,33."
    )


@pytest.mark.parametrize(
    ("view", "chart", "row"),
    [
        ("kvartaler", "Kontrolkort, 2008–2025", ["4. kvt. 2025", "44", "1,81"]),
        ("kommuner", "Tragtdiagram for 98 kommuner i 2025. Ishøj 5,79", ["Ishøj", "24.365", "141"]),
    ],
)
def test_each_view_has_its_chart_and_its_table(
    view: str, chart: str, row: list[str], app: App
) -> None:
    screen = app("indikator?indikator=C2")
    screen.choose("vis", view)
    assert screen.address == {"indikator": "C2", "vis": view}
    (text,) = screen.charts
    assert text.startswith(chart)
    assert row in [cells[: len(row)] for cells in screen.tables[-1]]


def test_a_part_of_an_indicator_is_a_view_of_its_own(app: App) -> None:
    screen = app("indikator?indikator=C1")
    whole = screen.heading
    screen.choose("del", "uden=11")
    assert screen.address == {"indikator": "C1", "del": "uden=11"}
    assert screen.heading != whole
    assert app("indikator?indikator=C1&del=uden%3D11").heading == screen.heading


def test_the_municipalities_that_are_drawn_can_be_chosen(app: App) -> None:
    screen = app("indikator?indikator=C2")
    assert all(f"\n{peer} " in screen.words for peer in PEERS)
    screen.choose("kommuner", ["253", "165"])
    assert screen.address == {"indikator": "C2", "kommuner": "165,253"}
    assert "Prikdiagram for 2025. Højest Albertslund 6,58" in screen.charts[1]
    assert app("indikator?indikator=C2&kommuner=165,253").charts == screen.charts
    screen.choose("kommuner", [])
    assert screen.address == {"indikator": "C2", "kommuner": ""}
    assert "lavest Hele landet 4,91" in screen.charts[1]


def test_another_indicator_keeps_the_municipalities(app: App) -> None:
    screen = app("indikator?indikator=C2&kommuner=253")
    screen.choose("indikator", "C3")
    assert screen.address == {"indikator": "C3", "kommuner": "253"}
    assert screen.heading.startswith("Indbrud i beboelser")


def test_an_indicator_without_data_says_what_it_needs(app: App) -> None:
    screen = app("indikator?indikator=A1")
    assert screen.heading == "Andel trygge i nabolaget: ingen data endnu"
    assert "Kræver en borgerundersøgelse" in screen.words
    assert screen.charts == []


@pytest.mark.parametrize(
    "address",
    ["indikator=Z9", "vis=quarter", "del=køn%3DK", "kommuner=999", "kommuner=x,y", "ny=1"],
)
def test_an_unknown_value_in_the_address_shows_the_default(address: str, app: App) -> None:
    screen = app(f"indikator?{address}")
    assert screen.words == app("indikator").words


def test_a_municipality_that_does_not_exist_is_passed_over(app: App) -> None:
    screen = app("indikator?indikator=C2&kommuner=999,253")
    assert screen.address == {"indikator": "C2", "kommuner": "253"}


def test_invented_figures_are_marked(use: Use, published_copy: Settings) -> None:
    rewrite(published_copy, "update indicator_value set origin = 'example' where indicator = 'C2'")
    use(published_copy)
    screen = opened("indikator?indikator=C2")
    assert "Eksempeldata" in screen.heading
    assert "Eksempeldata" not in opened("indikator?indikator=C3").html


def test_a_release_without_any_figures_still_has_its_pages(use: Use, loaded_copy: Settings) -> None:
    with warehouse.reading(loaded_copy) as open_:
        loads = {load.source: load.number for load in open_.loads()}
    for table in ("STRAF11", "STRAF22"):
        warehouse.withdraw(loaded_copy, loads[table], "Anne")
    build.publish(loaded_copy, "Anne")
    use(loaded_copy)
    for address in ("", "maal", "indikator", "data", "metode"):
        assert opened(address).faults == [], address
    assert opened("indikator").heading.endswith("ingen data endnu")


def test_opening_a_page_takes_no_file_and_writes_no_log(use: Use, published_copy: Settings) -> None:
    before = log.newest(published_copy.log)
    use(published_copy)
    opened("indikator?indikator=C2")
    assert log.newest(published_copy.log) == before


def test_the_country_stands_beside_on_its_own_scale_and_says_why(
    use: Use, published_copy: Settings
) -> None:
    load(published_copy, "STRAF5", ["1S TOT TOT 2024 60000"])
    row = "TOT TOT {} TOT TOT 2020-2022 {}"
    counts = {"TOT": 1000, "6": 110, "712": 90, "1324": 110}
    extent = dict.fromkeys(("sex", "age", "sanction", "first_offence"), ("TOT",))
    load(
        published_copy,
        "RECIDIV1",
        [row.format(*pair) for pair in counts.items()],
        extents=[{**extent, "relapse": tuple(counts), "period": ("2020",)}],
        origin=Origin.EXAMPLE,
    )
    numbers = ("183 7 2023 4", "000 7 2023 890", "183 7 2024 5", "000 7 2024 900")
    load(published_copy, "ISBU01", numbers)
    build.publish(published_copy, "Anne")
    use(published_copy)

    victims = opened("indikator?indikator=C6").words
    assert "ingen data endnu" in victims
    assert "Hele landet: 1,0 % i 2024 (Danmarks Statistik, STRAF5 og FOLK1A)." in victims
    assert "Niveauet kan ikke sammenlignes med kommunens." in victims
    assert "Eksempeldata" not in victims
    relapses = opened("indikator?indikator=D1")
    assert "31,0 % for årgang 2020 (opdigtede tal i samme form som" in relapses.words
    assert "Eksempeldata" in relapses.words
    (country,) = relapses.charts
    assert country.replace("\xa0", " ") == "Linjediagram, 2020. Seneste værdi Hele landet 31,0 %."

    measures = opened("indikator?indikator=B5")
    assert measures.heading.startswith("Indsatser mod ungdomskriminalitet: 5 indsatser i 2024")
    assert "900" not in measures.words
    assert len(measures.charts) == 1
    assert measures.tables[-1][1] == ["2024", "5"]
