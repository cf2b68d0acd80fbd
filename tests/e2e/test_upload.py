"""An analyst's way from a spreadsheet to the screen, in a real browser."""

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from ingest.economy.budget_sample import EXAMPLES
from store.settings import Settings
from tests.e2e.conftest import Start
from tests.e2e.serving import Server
from tests.e2e.tab import PHONE, WIDE, Tab
from tests.pages.language import not_danish
from tests.pages.test_upload import answers

pytest_plugins = ["tests.published"]
pytestmark = pytest.mark.browser

Open = Callable[[Server], Tab]


def drop(tab: Tab, name: str, content: bytes, place: int = 0) -> Tab:
    """Drop a file on the page."""
    field = tab.page.locator("input[type=file]").nth(place)
    field.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    return tab


def pick(tab: Tab, label: str | re.Pattern[str], text: str) -> None:
    """Choose in the one list with this label."""
    box = tab.drawn().main.get_by_role("combobox", name=label)
    box.click()
    box.fill(text)
    tab.page.get_by_role("option", name=text).first.click()


def press(tab: Tab, name: str) -> None:
    tab.page.get_by_role("button", name=name, exact=True).click()


def is_at(tab: Tab, step: str) -> None:
    expect(tab.main.locator('[aria-current="step"]')).to_have_text(step)


def looks_right(tab: Tab) -> None:
    """Danish, as wide as the window on screen and phone, open to all, without complaints."""
    words = tab.drawn().words
    assert not_danish(words) == []
    for size, theme in ((WIDE, "light"), (PHONE, "dark")):
        tab.resized(size).themed(theme)
        assert tab.too_wide <= 0
        assert tab.barriers() == []
    tab.resized(WIDE).themed("light")
    assert tab.complaints == []
    assert tab.errors == []


def test_from_a_dropped_file_to_the_indicator(
    published_copy: Settings, start: Start, open_tab: Open, tmp_path: Path
) -> None:
    tab = open_tab(start(published_copy.data)).go("indlaes")
    looks_right(tab)

    drop(tab, "tryghed 2025.csv", answers(first="17"))
    expect(tab.page).to_have_url(re.compile("kladde=[0-9a-f]{32}$"))
    pick(tab, "Filen er", "Kommunens borgerundersøgelse (svar)")
    expect(tab.main).to_contain_text("Én fejl skal rettes")
    expect(tab.main.get_by_role("cell", name="fejl Linje 4, kolonne D")).to_be_visible()
    confirm = tab.main.get_by_role("button", name="Bekræft alle forslag")
    if confirm.count():
        confirm.click()
    is_at(tab, "Kontrolleret")
    expect(tab.main.get_by_role("button", name="Udgiv", exact=True)).to_be_disabled()
    looks_right(tab)

    with tab.page.expect_download() as waiting:
        press(tab, "Hent fil med markerede celler")
    waiting.value.save_as(tmp_path / "markeret.xlsx")
    (marked,) = openpyxl.load_workbook(tmp_path / "markeret.xlsx").worksheets
    assert marked["D4"].comment.text.startswith("fejl: 17 er ikke en gyldig værdi")

    address = tab.address
    press(tab, "Indlæs rettet fil")
    drop(tab, "rettet.csv", answers())
    expect(tab.main).to_contain_text("Fil rettet.csv")
    expect(tab.main).to_contain_text("Det ændrer sig, når filen udgives")
    assert tab.drawn().address == address

    tab.go("data").go(address.removeprefix("/"))  # another page, and a new session
    expect(tab.main).to_contain_text("Det ændrer sig, når filen udgives")
    pick(tab, "Ret en kolonne", "Q4_dag")
    pick(tab, "Q4_dag er", "Tryg i nabolaget")
    expect(tab.main.get_by_role("combobox", name="Skala")).to_be_visible()
    tab.drawn()
    press(tab, "Bekræft")
    expect(tab.main.get_by_role("rowheader", name="A1 Trygge i nabolaget")).to_be_visible()

    press(tab, "Udgiv")
    expect(tab.main).to_contain_text("Dit navn: Feltet er tomt.")
    tab.main.get_by_label("Dit navn").fill("Anne Jensen")
    tab.main.get_by_label("Begrundelse").fill("Målingen i 2025")
    tab.main.get_by_label("Begrundelse").press("Enter")
    expect(tab.main).not_to_contain_text("Feltet er tomt.")
    press(tab, "Udgiv")
    is_at(tab, "Udgivet")
    looks_right(tab)

    tab.main.get_by_role("link", name="A1 Trygge i nabolaget").click()
    expect(tab.main.locator("h1")).to_contain_text("2025")
    tab.go("data?vis=indlaesninger")
    expect(tab.main.get_by_role("row", name=re.compile("rettet.csv"))).to_contain_text("udgivet")
    tab.go("data?vis=log")
    expect(tab.main).to_contain_text("Målingen i 2025")


def test_a_budget_from_a_dropped_file_to_what_the_task_costs(
    published_copy: Settings, start: Start, open_tab: Open
) -> None:
    tab = open_tab(start(published_copy.data)).go("indlaes")
    budget, tags = (
        EXAMPLES / f"EKSEMPEL_{name}.xlsx" for name in ("regnskab_2023-2025", "maerker")
    )

    drop(tab, budget.name, budget.read_bytes())
    expect(tab.page).to_have_url(re.compile("kladde=[0-9a-f]{32}$"))
    is_at(tab, "Koblet")
    expect(tab.main).to_contain_text("Eksempeldata")
    for asked in ("skriver filen fortegn", "enhed er beløbene", "års priser"):
        expect(tab.main).to_contain_text(re.compile(asked))
        looks_right(tab)
        tab.main.get_by_role("button", name="Bekræft", exact=True).click()
    is_at(tab, "Kontrolleret")
    row = tab.main.get_by_role("row", name=re.compile("Regnskab 2025 løbende priser"))
    expect(row).to_contain_text("ingen mærkede linjer")
    looks_right(tab)
    publish(tab, "Regnskabet for 2025")
    expect(tab.main).to_contain_text("Det koster opgaven")

    press(tab, "Indlæs en anden fil")
    drop(tab, tags.name, tags.read_bytes())
    is_at(tab, "Kontrolleret")
    expect(row).to_contain_text("+12.679.690")
    publish(tab, "Aftalt med centrene")
    looks_right(tab)
    tab.go("data?vis=indlaesninger")
    for name in (budget.name, tags.name):
        expect(tab.main.get_by_role("row", name=re.compile(name))).to_contain_text("udgivet")


def publish(tab: Tab, why: str) -> None:
    """Sign, and wait until it is done."""
    tab.drawn().main.get_by_label("Dit navn").fill("Anne Jensen")
    tab.main.get_by_label("Begrundelse").fill(why)
    tab.main.get_by_label("Begrundelse").press("Enter")
    press(tab, "Udgiv")
    is_at(tab, "Udgivet")


def test_a_broken_file_harms_nobody(published_copy: Settings, start: Start, open_tab: Open) -> None:
    server = start(published_copy.data)
    tab, other = open_tab(server).go("indlaes"), open_tab(server).go("data")
    drop(tab, "kapret.xlsx", b"PK\x03\x04" + bytes(1000))
    expect(tab.main).to_contain_text("Én fejl skal rettes")
    assert not_danish(tab.drawn().words) == []
    assert tab.errors == []
    assert other.go("data?vis=log").errors == []
