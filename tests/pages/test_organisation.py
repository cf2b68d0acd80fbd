"""Organisering i dag and Analyse as a reader meets them, with the shipped organisation or none."""

import re
import shutil
from collections import Counter
from collections.abc import Callable

import pytest

from danish import numbers
from indicators import build
from ingest.organisation import sample, state
from store import release
from store.settings import Settings
from tests.pages.conftest import Use, rewrite
from tests.pages.screen import Screen, opened

pytest_plugins = ["tests.published", "tests.organised"]

Open = Callable[[str], Screen]


@pytest.fixture
def app(use: Use, organised: Settings) -> Open:
    """Open an address of the app that has the shipped organisation."""
    use(organised)
    return opened


def rows(screen: Screen, table: int = 0) -> list[list[str]]:
    """The rows of a table below its headings."""
    return screen.tables[table][1:]


@pytest.mark.parametrize("address", ["organisering", "analyse"])
def test_without_an_organisation_the_page_says_how_to_get_one(
    address: str, use: Use, published: Settings
) -> None:
    use(published)
    screen = opened(address)
    assert "Der er ikke indlæst nogen" in screen.words
    assert "python -m ingest template organisation" in screen.words
    assert screen.tables == []
    assert screen.charts == []


def test_the_page_opens_with_where_the_task_is_and_marks_what_is_invented(app: Open) -> None:
    screen = app("organisering")
    said = r"Opgaven ligger i dag i \d centre under (mindst )?\d udvalg Eksempeldata"
    assert re.fullmatch(said, screen.heading)
    assert "Flere har ansvaret for samme funktion" in screen.words
    assert re.search("»[^»]+« har 2 ansvarlige: [A-Z]+ og [A-Z]+. Eksempeldata", screen.words)


def test_findings_of_one_kind(app: Open) -> None:
    screen = app("organisering?slags=ending")
    assert rows(screen)
    assert all("inansier" in row[0] for row in rows(screen))


def test_the_law_is_found_by_word_type_authority_and_model(app: Open) -> None:
    screen = app("organisering?vis=lov")
    every = len(rows(screen))
    screen.search("soeg", "kredsråd")
    found = rows(screen)
    assert 0 < len(found) < every
    assert all("kredsråd" in " ".join(row).casefold() for row in found)
    screen.choose("type", "must")
    assert all("skal" in row[2] for row in rows(screen))
    assert screen.address == {"vis": "lov", "soeg": "kredsråd", "type": "must"}
    screen.search("soeg", "findes slet ikke")
    assert "Ingen passer." in screen.words


def test_a_rule_links_to_its_source_and_says_how_sure_it_is(app: Open) -> None:
    screen = app("organisering?vis=lov&soeg=retsplejeloven")
    assert 'rel="noopener noreferrer"' in screen.html
    assert "set i kilden" in screen.words
    assert "fra hukommelsen, ikke kontrolleret" in screen.words


def test_an_effort_stands_under_each_of_its_goals(app: Open) -> None:
    words = app("organisering?vis=indsatser").words
    assert words.count("Tryghedskig ") == 2  # goals A and B
    assert app("organisering?vis=indsatser&maal=A").words.count("Tryghedskig ") == 1


def test_pay_is_hidden_where_the_release_hides_it(app: Open) -> None:
    screen = app("organisering?vis=oekonomi")
    pay = release.current().organisation("pay")
    sums = pay[(pay["model_id"] == "M0") & pay["part"].isin(["centre", "model"])]
    shown = {row[2]: row[3] for row in rows(screen)}  # by årsværk
    assert {numbers.number(row["fte"], 1): row["pay_is_hidden"] for _, row in sums.iterrows()} == {
        fte: salary == "skjult" for fte, salary in shown.items()
    }
    assert "2026-priser" in screen.words
    (chart,) = screen.charts
    assert chart.startswith("Prikdiagram. Årsværk til opgaven i dag efter center: CBF")


def test_an_address_of_a_source_that_is_no_web_address_is_no_link(
    use: Use, organised_copy: Settings
) -> None:
    use(organised_copy)
    rewrite(organised_copy, "update organisation_sources set url = 'javascript:alert(1)'")
    assert "javascript" not in opened("organisering?vis=lov").html


def test_the_analysis_counts_judgements_and_never_blends_them(
    app: Open, organised: Settings
) -> None:
    screen = app("analyse")
    lines = [row.values for row in state.now(organised)["recommendations"]
             if row.values["type"] != "experience"]  # fmt: skip
    counts = Counter(row["met_today"] for row in lines)
    judged = len(lines) - counts[None]
    assert screen.heading == (
        f"{judged} af {len(lines)} regler og anbefalinger er holdt op mod i dag: {counts['yes']} "
        f"opfyldt, {counts['partly']} delvist opfyldt og {counts['no']} ikke opfyldt Eksempeldata"
    )
    assert "score" not in screen.words.casefold()
    assert "anbefalet model" not in screen.words.casefold()


def test_what_was_not_judged_says_so(app: Open) -> None:
    screen = app("analyse?opfyldt=none")
    lines = rows(screen)[1:]  # below the heading of the group
    assert lines
    assert all("ikke vurderet" in row[2] for row in lines)


def test_others_experience_has_what_speaks_for_beside_what_speaks_against(app: Open) -> None:
    screen = app("analyse?vis=kommuner")
    assert screen.tables[0][0][2:4] == ["Taler for", "Taler imod"]
    assert any("Albertslund" in row[0] for row in rows(screen))
    assert all(row[2] and row[3] for row in rows(screen))


# --- small changes --------------------------------------------------------------------------------


@pytest.fixture
def organised_copy(organised: Settings, settings: Settings) -> Settings:
    """The shipped organisation in a folder of the test's own."""
    shutil.copytree(organised.data, settings.data)
    return settings


def test_a_judgement_is_a_load_with_its_reason(use: Use, organised_copy: Settings) -> None:
    use(organised_copy)
    screen = opened("analyse")
    pick(screen, "line").set_value("L17")
    pick(screen, "judged").set_value("partly")
    screen.run.main.text_area(key="why-0").set_value("Tavshedspligten står i vejledningen.")
    screen.run.main.text_input(key="author").set_value("Anne Analytiker")
    screen.run.main.button(key="save-0").click().run()
    assert "Gemt. Siderne viser det, når der er udgivet." in screen.words
    held = {row.values["recommendation_id"]: row.values for row in
            state.now(organised_copy)["recommendations"]}  # fmt: skip
    assert held["L17"]["met_today"] == "partly"
    assert held["L17"]["met_reason"] == "Tavshedspligten står i vejledningen."
    assert held["L18"]["met_today"] is None


def test_a_judgement_without_a_reason_is_refused(use: Use, organised_copy: Settings) -> None:
    use(organised_copy)
    before = state.now(organised_copy)["recommendations"]
    screen = opened("analyse")
    pick(screen, "line").set_value("L17")
    pick(screen, "judged").set_value("yes")
    screen.run.main.text_input(key="author").set_value("Anne Analytiker")
    screen.run.main.button(key="save-0").click().run()
    assert "Det er ikke gjort. Ret dette:" in screen.words
    assert state.now(organised_copy)["recommendations"] == before


def test_nothing_is_saved_before_a_line_is_chosen(use: Use, organised_copy: Settings) -> None:
    use(organised_copy)
    before = state.now(organised_copy)["recommendations"]
    screen = opened("analyse")
    screen.run.main.text_input(key="author").set_value("Anne Analytiker")
    screen.run.main.button(key="save-0").click().run()
    assert "Vælg, hvad der skal rettes." in screen.words
    assert state.now(organised_copy)["recommendations"] == before


def test_the_goals_of_an_effort_are_changed(use: Use, organised_copy: Settings) -> None:
    use(organised_copy)
    screen = opened("organisering?vis=indsatser")
    pick(screen, "effort").set_value(first_without_goal(organised_copy))
    screen.run.main.multiselect(key="serves-0").set_value(["A", "C"])
    screen.run.main.text_input(key="why-0").set_value("Aftalt i arbejdsgruppen")
    screen.run.main.text_input(key="author").set_value("Anne Analytiker")
    screen.run.main.button(key="save-0").click().run()
    assert "Gemt." in screen.words
    goals = [row.values["goals"] for row in state.now(organised_copy)["efforts"]]
    assert all(goals)


def first_without_goal(places: Settings) -> str:
    rows_ = state.now(places)["efforts"]
    return next(row.values["effort_id"] for row in rows_ if not row.values["goals"])


def pick(screen: Screen, name: str):  # type: ignore[no-untyped-def]
    """A selectbox of a form."""
    return screen.run.main.selectbox(key=f"{name}-0")


def test_only_the_official_content_says_what_is_missing(use: Use, published_copy: Settings) -> None:
    sample.load(published_copy, "Anne", official_only=True)
    build.publish(published_copy, "Anne", reason="Kun det offentlige")
    use(published_copy)
    screen = opened("organisering")
    assert "Eksempeldata" not in screen.words
    assert (
        "Ikke indlæst: hvor funktionerne ligger, årsværk, løn og drift og ansvar." in screen.words
    )
    assert "3 regler kan ikke prøves endnu." in screen.words
    money = opened("organisering?vis=oekonomi")
    assert "Ingen årsværk og ingen kroner er indlæst for funktionerne i dag." in money.words
    assert money.charts == []
    assert "ingen er holdt op mod organiseringen i dag endnu" in opened("analyse").heading
