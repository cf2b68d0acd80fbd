"""What one chooses stands in the address, and the address brings it back."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.tab import Tab

pytest_plugins = ["tests.published"]
pytestmark = pytest.mark.browser


def segment(tab: Tab, name: str) -> Locator:
    return tab.main.get_by_role("radio", name=name, exact=True)


def is_chosen(tab: Tab, name: str) -> None:
    expect(tab.main.get_by_role("radio", name=name, exact=True, checked=True)).to_have_count(1)


def test_indicator_municipalities_and_view_come_back_from_the_address(tab: Tab) -> None:
    tab.go("indikator")
    box = tab.main.get_by_role("combobox").first
    box.fill("Indbrud i beboelser")
    box.press("Enter")
    expect(tab.main.locator("h1")).to_contain_text("Indbrud i beboelser")
    tab.main.get_by_role("button", name="Kommuner").click()
    for peer in ("Brøndby", "Glostrup"):
        tab.page.get_by_role("button", name=peer, exact=True).click()
        tab.drawn()
    tab.main.locator("h1").click()  # closes the list
    segment(tab, "Hvert kvartal").click()
    expect(tab.page).to_have_url(re.compile("vis=kvartaler"))
    address = "/indikator?indikator=C3&vis=kvartaler&kommuner=165,167,169,175,187,253"
    assert sorted(re.split("[?&]", tab.drawn().address)) == sorted(re.split("[?&]", address))
    heading, charts = tab.heading, tab.charts

    tab.go(address.removeprefix("/"))
    assert (tab.heading, tab.charts) == (heading, charts)
    segment(tab, "Fire kvartaler").click()
    expect(tab.page).not_to_have_url(re.compile("vis="))
    lines = " ".join(tab.drawn().main.locator(".stPlotlyChart").all_inner_texts())
    assert "Albertslund" in lines
    assert "Brøndby" not in lines


def test_a_choice_cannot_be_clicked_away(tab: Tab) -> None:
    tab.go("metode?vis=indikatorer")
    chosen = segment(tab, "Indikatorer")
    expect(chosen).to_be_checked()
    chosen.click()
    tab.drawn()
    expect(chosen).to_be_checked()
    assert tab.address == "/metode?vis=indikatorer"


def test_moving_to_another_page_starts_it_afresh(tab: Tab) -> None:
    tab.go("data?vis=log")
    tab.page.get_by_role("button", name="Data", exact=True).click()
    tab.page.get_by_role("menuitem", name="Metode og ordliste").click()
    expect(tab.main.locator("h1").first).to_have_text("Metode og ordliste")
    tab.drawn()
    assert tab.address == "/metode"
    is_chosen(tab, "Metode")


def test_a_link_on_overblik_opens_the_indicator(tab: Tab) -> None:
    tab.go()
    tab.main.get_by_role("table").get_by_role("link", name="Anmeldt vold").click()
    expect(tab.main.locator("h1")).to_contain_text("Anmeldt vold: ")
    tab.drawn()
    assert tab.address == "/indikator?indikator=C2"


def test_the_back_button_goes_back_choice_by_choice_and_out_of_the_page(tab: Tab) -> None:
    tab.go("data?vis=log").go("metode")
    segment(tab, "Ordliste").click()
    expect(tab.page).to_have_url(re.compile("vis=ordliste$"))
    segment(tab, "Indikatorer").click()
    expect(tab.page).to_have_url(re.compile("vis=indikatorer$"))
    tab.drawn()

    tab.page.go_back()
    is_chosen(tab, "Ordliste")
    assert tab.drawn().address == "/metode?vis=ordliste"
    tab.page.go_back()
    is_chosen(tab, "Metode")
    assert tab.drawn().address == "/metode"
    tab.page.go_back()
    expect(tab.main.locator("h1").first).to_have_text("Data og kvalitet")
    is_chosen(tab, "Log")
