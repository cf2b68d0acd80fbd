"""Økonomi: what the task costs, said so that the committee can quote it; the table of prices."""

import csv
import io
import re

import pytest

from danish import dates
from indicators import build
from ingest.economy import budget_sample, prices
from pages import economy_today
from reports import spending, spending_views, tables
from store import release, warehouse
from store.settings import Settings
from tests.conftest import TODAY
from tests.pages.conftest import Use
from tests.pages.language import not_danish
from tests.pages.screen import Screen, opened

pytest_plugins = ["tests.published"]

VIEWS = ["oekonomi", *(f"oekonomi?vis={view}" for view in spending_views.VIEWS)]
FIXED = "oekonomi?beloeb=regnskab-2024-i-2026"


@pytest.fixture
def page(use: Use, with_budget: Settings) -> Use:
    """The app with the example budget."""
    use(with_budget)
    return use


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


# --- every view -----------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [*VIEWS, FIXED, f"{FIXED}&vis=versioner"])
def test_a_view_opens_in_danish_with_its_chart_in_words(address: str, page: Use) -> None:
    screen = opened(address)
    assert screen.faults == []
    assert not_danish(screen.words) == []
    assert len(screen.charts) == (0 if address.endswith("priser") else 1)
    assert all(text.endswith(".") and len(text) > 40 for text in screen.charts)


@pytest.mark.parametrize("address", VIEWS)
def test_a_view_says_that_the_figures_are_invented(address: str, page: Use) -> None:
    screen = opened(address)
    assert "Eksempeldata" in screen.heading
    assert "Eksempeldata: opdigtede tal" in screen.words


def test_the_views_ask_little_of_a_release_whose_lists_are_known(page: Use) -> None:
    opened("oekonomi")  # from here on the release knows its lists
    before = release.current().asked
    for address in ("oekonomi?vis=funktion", "oekonomi?vis=versioner"):
        opened(address)
    assert release.current().asked - before <= 3


# --- what it says ---------------------------------------------------------------------------------


def test_the_heading_is_what_the_task_costs_today(page: Use) -> None:
    assert plain(opened("oekonomi").heading).startswith(
        "Opgaven koster 13,2 mio. kr. i korrigeret budget 2026"
    )


def test_the_sentence_to_quote_holds_all_that_it_rests_on(page: Use) -> None:
    words = plain(opened("oekonomi").words)
    (quote,) = re.findall(r"Kan citeres (I 2026 .*?\)\.)", words)
    for part in (
        "koster tryghed og kriminalitetsforebyggelse Ishøj Kommune 13,2 mio. kr.",
        "efter det korrigerede budget pr. 30. september 2026",
        "i løbende priser",
        "når 89 % af pengene på de funktioner, hvor opgaven kan ligge, ikke er mærket",
        "kilde: EKSEMPEL_budgetopfoelgning_2026.xlsx, ark Budgetopfølgning, indlæst",
        "mærker fra",
        "Eksempeldata: opdigtede tal",
    ):
        assert part in quote
    for part in ("Fortegn i filen Indtægter står med minus", "Enhed i filen kr.", "af Anne",
                 "Mærker EKSEMPEL_maerker.xlsx (10 mærker)"):  # fmt: skip
        assert part in words


def test_fixed_prices_always_say_of_which_year(page: Use) -> None:
    words = plain(opened(FIXED).words)
    assert "i 2026-priser (kommunens pris- og lønskøn)" in words
    assert "pris- og lønskøn fra 30. juni 2026" in words
    assert "løbende priser" not in opened(FIXED).html


def test_untagged_money_is_seen_beside_the_tagged(page: Use) -> None:
    ((head, *rows),) = opened("oekonomi").tables
    assert head == ["Center", "Til opgaven", "Uden mærke"]
    *parts, whole = [[number(cell) for cell in row[1:]] for row in rows]
    assert [sum(column) for column in zip(*parts, strict=True)] == pytest.approx(whole, abs=3)


def number(cell: str) -> int:
    return int(re.sub(r"\D", "", cell))


def test_what_is_paid_for_only_for_a_time_says_until_when(page: Use) -> None:
    words = plain(opened("oekonomi?vis=betaler").words)
    assert "Fonde til 30. juni 2027 (om 7 måneder)" in words
    assert "766.101 kr. er midlertidige; de første udløber 30. juni 2027." in words


def test_without_people_by_age_it_says_what_lacks(page: Use) -> None:
    assert "Udgift pr. ung – Folketallet mangler" in re.sub(
        r"\s+", " ", opened("oekonomi").words.replace("\n", " ")
    )


def test_without_a_budget_the_page_says_what_to_do(use: Use, published: Settings) -> None:
    use(published)
    screen = opened("oekonomi")
    assert screen.heading == "Økonomi"
    assert economy_today.NOTHING in screen.words


# --- the file -------------------------------------------------------------------------------------


def test_the_download_has_the_amounts_of_the_screen(page: Use, with_budget: Settings) -> None:
    current = release.current()
    (code, basis), *_ = spending.choices(current.spending, TODAY).items()
    money = spending.money(current, basis)
    file = spending_views.view("center", current, money, TODAY).file
    text = tables.as_csv(file).decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=";") if len(row) > 5]
    assert code == "korrigeret-2026"
    assert rows[0][:5] == ["Center", "Version", "År", "Prisniveau", "Til opgaven (kr.)"]
    assert rows[1][0] == "Center for Kultur og Fritid"
    assert "EKSEMPELDATA" in text.upper()
    assert tables.as_xlsx(file)[:2] == b"PK"


# --- the table of percentages ---------------------------------------------------------------------


def test_an_estimate_is_typed_with_a_name_and_a_reason(use: Use, published_copy: Settings) -> None:
    budget_sample.load_examples(published_copy, "Anne", TODAY)
    build.publish(published_copy, "Anne")
    use(published_copy)
    screen = opened("oekonomi?vis=priser")
    assert "De regnes ikke om, før tabellen over pris- og lønskøn er udfyldt." in screen.words
    fill(screen, "2025", "3,4")
    assert prices.in_force(published_copy).rates == ()

    screen.run.text_input(key="author").set_value("Anne Prøve")
    [box] = [one for one in screen.run.main.text_input if one.label == "Begrundelse"]
    box.set_value("Nyt skøn")
    fill(screen, "2025", "3,4")
    assert screen.faults == []
    (rate,) = prices.in_force(published_copy).rates
    assert (rate.year, str(rate.percent)) == ("2025", "3.4000")
    with warehouse.reading(published_copy) as open_:
        assert open_.loads()[0].author == "Anne Prøve"


def fill(screen: Screen, year: str, percent: str) -> None:
    by_label = {box.label: box for box in screen.run.main.text_input}
    by_label["Til år"].set_value(year)
    by_label["Procent"].set_value(percent)
    screen.run.main.date_input[0].set_value(dates.today().replace(month=6, day=30))
    [save] = [button for button in screen.run.main.button if button.label == "Gem"]
    save.click().run()
