"""Modeller: what is chosen, kept in the address, and answered on the page."""

import re
import shutil

import pytest
from streamlit.testing.v1 import AppTest

from reports import models_views
from store.settings import Settings
from tests.pages.conftest import Use, rewrite
from tests.pages.language import not_danish
from tests.pages.screen import Screen, opened

pytest_plugins = ["tests.published", "tests.organised"]

VIEWS = [
    *(f"modeller?del={part}" for part in models_views.PARTS),
    "modeller?vis=flytter",
    *(f"modeller?vis=stroemme&maalt={one}" for one in models_views.MEASURES),
    *(f"modeller?vis=afvejning&trin={step}" for step in models_views.STEPS),
]
every_view = pytest.mark.parametrize("address", VIEWS)


@pytest.fixture(autouse=True)
def places(use: Use, organised: Settings) -> Settings:
    use(organised)
    return organised


def sliders(screen: Screen) -> dict[str, int]:
    return {slider.label: slider.value for slider in screen.run.main.slider}


def move(screen: Screen, label: str, value: int) -> None:
    """Move a slider by what stands above it."""
    (slider,) = [one for one in screen.run.main.slider if one.label == label]
    slider.set_value(value).run()
    assert screen.faults == []


def test_without_models_it_says_what_to_do(use: Use, published: Settings) -> None:
    use(published)
    screen = opened("modeller")
    assert screen.heading == "Modeller"
    assert models_views.NOTHING in screen.words


@every_view
def test_a_view_opens_in_danish_without_a_fault(address: str) -> None:
    screen = opened(address)
    assert screen.faults == []
    assert screen.heading.startswith("Modeller")
    assert not_danish(screen.words) == []


@every_view
def test_a_view_with_all_models_opens(address: str) -> None:
    ids = ",".join(f"M{number}" for number in range(7))
    screen = opened(f"{address}{'&' if '?' in address else '?'}modeller={ids}")
    assert screen.faults == []
    assert "M6" in screen.words


@every_view
def test_what_is_invented_says_so_beside_the_title(address: str) -> None:
    screen = opened(address)
    marked = "Eksempeldata" in screen.heading
    assert marked == ("opdigt" in screen.words)
    assert marked or address.endswith("krav")  # requirements are from public sources


def test_the_first_models_but_today_s_are_shown_until_others_are_chosen() -> None:
    screen = opened("modeller")
    assert screen.tables[0][0][1:] == [
        "M1 Samlet i CBF under BUU", "M2 Samlet i CKF under KFU", "M3 Samlet i en stab under ØPU",
    ]  # fmt: skip
    screen.choose("modeller", ["M4", "M0"])
    assert screen.address["modeller"] == "M0,M4"
    assert [cell[:2] for cell in screen.tables[0][0][1:]] == ["M0", "M4"]


@pytest.mark.parametrize("chosen", ["", "M1"])
def test_fewer_than_two_models_are_asked_for_more(chosen: str) -> None:
    screen = opened(f"modeller?modeller={chosen}")
    assert screen.faults == []
    assert models_views.TOO_FEW in screen.words


def test_no_model_is_marked_as_chosen_or_recommended() -> None:
    for address in VIEWS:
        html = opened(address).html
        assert not re.search(r"anbefal|valgt model|vinder", html, re.IGNORECASE)


def test_a_weight_is_kept_in_the_address_and_changes_the_points() -> None:
    screen = opened("modeller?vis=afvejning")
    before = screen.charts[0]
    move(screen, "Data og opfølgning", 50)
    assert screen.address["v-K8"] == "50"
    assert screen.charts[0] != before
    again = opened("modeller?vis=afvejning&v-K8=50")
    assert again.charts[0] == screen.charts[0]
    assert sliders(again)["Data og opfølgning"] == 50


def test_weights_follow_to_the_other_steps() -> None:
    screen = opened("modeller?vis=afvejning&trin=vaegte&v-K8=50")
    told = screen.charts[0]
    screen.choose("trin", "sikkert")
    assert screen.address["v-K8"] == "50"
    assert screen.faults == []
    screen.choose("trin", "vaegte")
    assert screen.charts[0] == told


def test_another_party_s_weights_take_the_place_of_all_that_was_set() -> None:
    screen = opened("modeller?vis=afvejning&v-K8=50")
    screen.choose("parti", "Parti Y")
    assert "v-K8" not in screen.address
    assert screen.address["parti"] == "Parti Y"
    assert sum(sliders(screen).values()) == 100


def test_weights_that_are_all_0_say_what_to_do() -> None:
    zero = "&".join(f"v-K{number}=0" for number in range(1, 11))
    for step in models_views.STEPS:
        words = opened(f"modeller?vis=afvejning&trin={step}&{zero}").words
        assert "Sæt mindst én vægt over 0." in words


@pytest.mark.parametrize("asked", ["x", "-3", "1e9", "99999"])
def test_a_weight_that_is_none_leaves_the_page_whole(asked: str) -> None:
    screen = opened(f"modeller?vis=afvejning&v-K1={asked}")
    assert screen.faults == []
    assert 0 <= sliders(screen)["Én politisk ejer"] <= 50


def test_every_view_can_be_taken_away_and_the_whole_mapping_too() -> None:
    for address in VIEWS:
        run: AppTest = opened(address).run
        labels = [button.label for button in run.main.get("download_button")]
        assert labels == ["Hent CSV", "Hent Excel", models_views.WHOLE]


def test_three_flow_charts_say_what_moves() -> None:
    charts = opened("modeller?vis=stroemme").charts
    assert len(charts) == 3
    assert re.match(r"Flowdiagram for M1: [0-9,]+ af [0-9,]+ årsværk flytter\.", charts[0])


def test_success_criteria_show_on_overblik_once_a_model_is_written_as_chosen(
    use: Use, organised: Settings, settings: Settings
) -> None:
    title = "Succeskriterier for den valgte model"
    assert title not in opened("").words
    shutil.copytree(organised.data, settings.data)
    rewrite(
        settings,
        "update organisation_models set status = 'chosen', start_quarter = '2027K3',"
        " author = 'Analysegruppen' where model_id = 'M2'",
    )
    use(settings)
    words = opened("").words
    assert f"{title} Eksempeldata" in words
    assert "M2 Samlet i CKF under KFU fra 3. kvartal 2027" in words
    assert "Forfatterens status (Analysegruppen): valgt" in opened("modeller").words
