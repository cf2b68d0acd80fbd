"""Indlæs data: each state of the page from a file to a release."""

import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from indicators import build
from ingest import drafts
from ingest.economy import budget_text
from ingest.economy.budget_sample import EXAMPLES
from store import publishing
from store.settings import Settings
from store.warehouse import Load, reading
from tests.conftest import settings_in
from tests.indicators.figures import load, population
from tests.ingest.files import bulk
from tests.ingest.spreadsheets import quickly
from tests.pages.conftest import Use
from tests.pages.language import not_danish
from tests.pages.screen import Screen, opened

HEADER = "Bydel;Køn;Q4_dag;Tillid til politiet;Navn"
PLACES = ("Vejleåparken", "Bymidten", "Strandområdet")
STEPS = ["Læst", "Koblet", "Kontrolleret", "Udgivet"]


def answers(count: int = 400, header: str = HEADER, first: str = "5") -> bytes:
    """A survey of so many respondents as a text file."""
    lines = ["Tryghed 2025", "", header]
    for i in range(count):
        given = first if i == 0 else str(i % 5 + 1)
        lines.append(f"{PLACES[i % 3]};{'KM'[i % 2]};{i % 7 + 1};{given};Navn {i}")
    return "\n".join(lines).encode()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A release of one indicator, made in a moment: only to be read."""
    places = settings_in(tmp_path_factory.mktemp("small") / "var")
    places.data.mkdir(parents=True)
    quarters = [f"{year}K{quarter}" for year in (2024, 2025) for quarter in (1, 2, 3, 4)]
    population(places, *(f"183 {code} 24000" for code in (*quarters, "2026K1")))
    load(places, "STRAF11", [f"183 12 {code} 30" for code in quarters])
    build.publish(places, "Anne")
    return places


@pytest.fixture
def places(use: Use, small: Settings, settings: Settings) -> Settings:
    """The same in a folder of the test's own, to be written to."""
    shutil.copytree(small.data, settings.data)
    use(settings)
    return settings


@pytest.fixture(scope="module", autouse=True)
def _read_quickly() -> Iterator[None]:
    with quickly():
        yield


@pytest.fixture
def drop(places: Settings) -> Callable[..., Screen]:
    """The page after a file was dropped on it."""

    def dropped(content: bytes, name: str = "tryghed 2025.csv") -> Screen:
        screen = opened("indlaes")
        screen.run.main.file_uploader[0].upload(name, content, "text/csv").run()
        return screen

    return dropped


def step(screen: Screen) -> str:
    """The step that is marked as the present one."""
    (name,) = re.findall(r'<li[^>]* aria-current="step">(.*?)</li>', screen.html)
    return name


def box(screen: Screen, label: str) -> Any:
    """The one choice with this label."""
    (found,) = [one for one in screen.run.main.selectbox if one.label == label]
    return found


def buttons(screen: Screen) -> dict[str, bool]:
    """The buttons there are, and whether they can be pressed."""
    return {one.label: not one.disabled for one in screen.run.main.button}


def press(screen: Screen, label: str) -> None:
    (one,) = [one for one in screen.run.main.button if one.label == label]
    assert not one.disabled
    one.click().run()
    assert screen.faults == []


def coupled(screen: Screen) -> Screen:
    """The page after the file was told to be the citizens' survey and all was confirmed."""
    kind = box(screen, "Filen er")
    if kind.value != "survey:borger":
        kind.set_value("survey:borger").run()
    if "Bekræft alle forslag" in buttons(screen):
        press(screen, "Bekræft alle forslag")
    return screen


def sign(screen: Screen, who: str = "Anne Jensen", why: str = "Ny måling") -> None:
    for field in screen.run.main.text_input:
        if field.label in ("Dit navn", "Begrundelse"):
            field.set_value(who if field.label == "Dit navn" else why)


def captioned(screen: Screen, caption: str) -> list[list[str]]:
    """The rows of the table with a caption that opens so; none where there is no such table."""
    found = re.findall(r"<table><caption>(.*?)(?:<small>|</caption>)", screen.html)
    return next(
        (table for name, table in zip(found, screen.tables, strict=True) if name == caption), []
    )


def loads(places: Settings) -> list[Load]:
    with reading(places) as open_:
        return open_.loads()


def test_the_start_says_what_can_be_loaded(places: Settings) -> None:
    screen = opened("indlaes")
    assert screen.heading == "Indlæs data"
    assert re.findall(r"<li[^>]*>(.*?)</li>", screen.html)[:4] == STEPS
    assert step(screen) == "Læst"
    assert "Svar fra en undersøgelse" in screen.words
    assert "Halvfærdige indlæsninger" not in screen.words
    assert buttons(screen) == {"Hent": True}
    assert not_danish(screen.words) == []
    assert not (places.data / "drafts").exists()


def test_a_file_is_read_and_shown_with_what_was_removed(
    drop: Callable[..., Screen], places: Settings
) -> None:
    screen = drop(answers())
    assert screen.faults == []
    (entry,) = drafts.listed(places)
    assert screen.address == {"kladde": [entry.id]} or screen.address == {"kladde": entry.id}
    assert "tryghed 2025.csv · 400 rækker · 4 kolonner" in screen.words
    assert "navn (1 kolonne)" in screen.words
    assert "Navn 7" not in screen.html
    coupled(screen)
    assert ["Tillid til politiet", "Tillid til politiet 1–5"] in captioned(screen, "Kobling")
    assert ["Q4_dag", "Ikke med"] in captioned(screen, "Kobling")
    assert not_danish(screen.words) == []


def test_an_open_coupling_keeps_it_from_being_published(drop: Callable[..., Screen]) -> None:
    screen = drop(answers())
    kind = box(screen, "Filen er")
    kind.set_value("register:fravær").run()
    assert step(screen) == "Koblet"
    (publish,) = [one for one in screen.run.main.button if one.label == "Udgiv"]
    assert publish.disabled
    assert "skal bekræftes først." in publish.help
    assert "Ikke kontrolleret endnu" in screen.words


def test_a_column_is_coupled_by_answering_the_question(drop: Callable[..., Screen]) -> None:
    screen = coupled(drop(answers()))
    box(screen, "Ret en kolonne").set_value("Q4_dag").run()
    box(screen, "Q4_dag er").set_value("spørgsmål:tryg_dag").run()
    assert box(screen, "Skala").value == "tryg7"
    press(screen, "Bekræft")
    assert ["Q4_dag", "Tryg i nabolaget 1–7"] in captioned(screen, "Kobling")
    changed = {row[0].split()[0] for row in captioned(screen, "Det ændrer sig, når filen udgives")}
    assert {"A1", "A7"} <= changed


def test_from_a_file_to_a_release(drop: Callable[..., Screen], places: Settings) -> None:
    screen = coupled(drop(answers()))
    assert step(screen) == "Kontrolleret"
    rows = captioned(screen, "Det ændrer sig, når filen udgives")
    assert rows[0] == ["Indikator", "Før", "Efter", "Status"]
    assert rows[1][0] == "A7 Tillid til politiet"
    assert rows[1][1:] == ["ingen data", "40,3 % 2025", "ny indikator"]
    assert rows[-1][0] == "Øvrige 33 indikatorer"
    assert len(publishing.names(places.releases)) == 1

    press(screen, "Udgiv")
    assert "Dit navn: Feltet er tomt." in screen.words
    assert len(loads(places)) == 2

    sign(screen)
    press(screen, "Udgiv")
    assert step(screen) == "Udgivet"
    assert "tryghed 2025.csv er udgivet som indlæsning 3." in screen.words
    assert 'href="indikator?indikator=A7"' in screen.html
    assert len(publishing.names(places.releases)) == 2
    assert drafts.listed(places) == []
    newest = loads(places)[0]
    assert (newest.source, newest.author, newest.file) == (
        "borger", "Anne Jensen", "tryghed 2025.csv"
    )  # fmt: skip

    press(screen, "Indlæs en anden fil")
    assert step(screen) == "Læst"
    ledger = {row[0]: row for row in opened("data?vis=indlaesninger").tables[0]}
    assert ledger["3 · borger"][5] == "udgivet"
    assert ledger["3 · borger"][8] == "A7"


def test_an_error_is_told_with_its_place_and_stops_the_file(drop: Callable[..., Screen]) -> None:
    screen = coupled(drop(answers(first="17")))
    ((_, *problems),) = [t for t in screen.tables if t[0] == ["Hvor", "Hvad", "Gør sådan"]]
    assert problems[0][0] == "fejl Linje 4, kolonne D"
    assert problems[0][1].startswith("17 er ikke en gyldig værdi")
    assert "Én fejl skal rettes" in screen.words
    (publish,) = [one for one in screen.run.main.button if one.label == "Udgiv"]
    assert publish.disabled
    assert publish.help == "Fejlene skal rettes i filen først."
    assert captioned(screen, "Det ændrer sig, når filen udgives") == []
    taken = [one.label for one in screen.run.main.get("download_button")]
    assert taken == ["Hent fejlliste", "Hent fil med markerede celler"]


def test_a_corrected_file_goes_on_where_the_first_one_was(drop: Callable[..., Screen]) -> None:
    screen = coupled(drop(answers(first="17")))
    before = screen.address
    screen.run.main.file_uploader[0].upload("rettet.csv", answers(), "text/csv").run()
    assert screen.faults == []
    assert screen.address == before
    assert "Fil rettet.csv" in screen.words
    assert buttons(screen)["Udgiv"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("tom.csv", b"", "tom"),
        ("tekst.xlsx", b"PK\x03\x04 ikke en zip", "tekst.xlsx"),
        ("billede.csv", b"\x89PNG\r\n\x1a\n" + bytes(200), "billede.csv"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_danish(
    drop: Callable[..., Screen], places: Settings, name: str, content: bytes, told: str
) -> None:
    screen = drop(content, name)
    assert screen.faults == []
    assert step(screen) == "Læst"
    assert "Én fejl skal rettes" in screen.words
    assert told in screen.words
    assert not_danish(screen.words) == []
    assert drafts.listed(places) == []


def test_nothing_in_a_file_is_rendered(drop: Callable[..., Screen]) -> None:
    header = "<b>Bydel</b>;Køn;[Q4](http://x) **dag**;Tillid til politiet;<script>x</script>"
    screen = coupled(drop(answers(header=header), "<img src=x onerror=y>.csv"))
    assert screen.faults == []
    assert not re.search(r"<(b>Bydel|script|img)", screen.html)
    assert "&lt;b&gt;Bydel&lt;/b&gt;" in screen.html
    box(screen, "Ret en kolonne").set_value("[Q4](http://x) **dag**").run()
    labels = [one.label for one in screen.run.main.selectbox]
    assert r"\[Q4\](http\://x) \*\*dag\*\* er" in labels


def test_a_half_finished_upload_is_there_after_a_reload(
    drop: Callable[..., Screen], places: Settings
) -> None:
    coupled(drop(answers()))
    (entry,) = drafts.listed(places)

    start = opened("indlaes")
    assert "Halvfærdige indlæsninger" in start.words
    assert "tryghed 2025.csv Sidst ændret" in start.words
    press(start, "Fortsæt")
    assert step(start) == "Kontrolleret"

    screen = opened(f"indlaes?kladde={entry.id}")
    assert step(screen) == "Kontrolleret"
    assert ["Tillid til politiet", "Tillid til politiet 1–5"] in captioned(screen, "Kobling")
    taken = [one.label for one in screen.run.main.get("download_button")]
    assert "Hent fil med markerede celler" not in taken


@pytest.mark.parametrize("where", ["start", "draft"])
def test_a_half_finished_upload_can_be_thrown_away(
    drop: Callable[..., Screen], places: Settings, where: str
) -> None:
    screen = drop(answers())
    if where == "start":
        screen = opened("indlaes")
    press(screen, "Kassér")
    assert step(screen) == "Læst"
    assert "Intet er ændret." in screen.words
    assert drafts.listed(places) == []
    assert len(loads(places)) == 2


@pytest.mark.parametrize("id_", ["0" * 32, "..", "<script>"])
def test_an_address_of_no_draft_leads_to_the_start(places: Settings, id_: str) -> None:
    screen = opened(f"indlaes?kladde={id_}")
    assert screen.faults == []
    assert step(screen) == "Læst"
    assert "Den halvfærdige indlæsning findes ikke længere." in screen.words
    assert "<script" not in screen.html


def test_a_statbank_file_needs_no_coupling(drop: Callable[..., Screen], places: Settings) -> None:
    screen = drop(bulk("183;12;2026K1;30"), "hentet.csv")
    assert captioned(screen, "Kobling") == []
    rows = captioned(screen, "Det ændrer sig, når filen udgives")
    assert rows[1][0].startswith("C2 Anmeldt vold")
    sign(screen)
    press(screen, "Udgiv")
    assert step(screen) == "Udgivet"
    assert loads(places)[0].source == "STRAF11"


def test_a_file_that_is_in_use_already_is_told(drop: Callable[..., Screen]) -> None:
    screen = drop(bulk("183;12;2026K1;30"), "hentet.csv")
    sign(screen)
    press(screen, "Udgiv")
    again = drop(bulk("183;12;2026K1;30"), "igen.csv")
    assert "igen.csv er allerede i brug som indlæsning 3. Intet er ændret." in again.words
    assert not buttons(again)["Udgiv"]


def test_two_analysts_do_not_disturb_each_other(drop: Callable[..., Screen]) -> None:
    one, other = drop(answers(), "den ene.csv"), drop(answers(390), "den anden.csv")
    coupled(one)
    assert "Fil den ene.csv" in one.words
    coupled(other)
    assert "Fil den anden.csv" in other.words
    assert one.address != other.address


# --- budgets, tags and percentages ----------------------------------------------------------------

EXAMPLE = EXAMPLES / "EKSEMPEL_regnskab_2023-2025.xlsx"
TAGS = EXAMPLES / "EKSEMPEL_maerker.xlsx"


def test_the_start_offers_templates_for_money(places: Settings) -> None:
    screen = opened("indlaes")
    for name in ("Budget og regnskab", "Mærker på kontolinjer", "Pris- og lønskøn"):
        assert name in screen.words
    assert "Tekstfiler over 5 MB indlæses fra kommandolinjen." in screen.words
    keys = {one.key for one in screen.run.main.get("download_button")}
    assert {"get budget", "get budget-tags", "get prices"} <= keys


def test_a_budget_and_its_tags_go_from_file_to_release(
    drop: Callable[..., Screen], places: Settings
) -> None:
    screen = drop(EXAMPLE.read_bytes(), EXAMPLE.name)
    assert step(screen) == "Koblet"
    assert "Eksempeldata" in screen.words
    assert box(screen, "Filen er").value == "budget"
    assert box(screen, "Skal bekræftes").value == "=sign"
    assert box(screen, "Hvordan skriver filen fortegn?").value == "minus"
    assert ["hele filen", "bekræft: Enhed: 1.000 kr."] in captioned(screen, "Kobling")
    assert "Tre ting i koblingen skal bekræftes først." in screen.words
    for _ in range(3):
        press(screen, "Bekræft")
    assert step(screen) == "Kontrolleret"
    assert ["hele filen", "Prisniveau: løbende priser"] in captioned(screen, "Kobling")
    costs = captioned(screen, "Det koster opgaven")
    assert costs[0] == ["Version og år", "Før", "Efter", "Ændring"]
    assert costs[-1] == ["Regnskab 2025 løbende priser", "ingen data", "ingen mærkede linjer", "ny"]
    assert not_danish(screen.words) == []
    sign(screen, why="Regnskab")
    press(screen, "Udgiv")
    assert step(screen) == "Udgivet"
    assert "Eksempeldata" in screen.words

    screen = drop(TAGS.read_bytes(), TAGS.name)
    assert box(screen, "Filen er").value == "budget-tags"
    assert step(screen) == "Kontrolleret"
    (_, *rows) = captioned(screen, "Det koster opgaven")
    assert rows[-1][0] == "Regnskab 2025 løbende priser"
    assert rows[-1][3].replace("\u00a0", " ") == "+12.679.690 kr."
    sign(screen, why="Aftalt")
    press(screen, "Udgiv")
    assert step(screen) == "Udgivet"
    assert [load.source for load in loads(places)[:2]] == ["økonomimærker", "økonomi"]
    assert loads(places)[0].author == "Anne Jensen"


def test_a_wrong_sign_is_told_and_can_be_mended(drop: Callable[..., Screen]) -> None:
    screen = drop(EXAMPLE.read_bytes(), EXAMPLE.name)
    box(screen, "Hvordan skriver filen fortegn?").set_value("omvendt").run()
    press(screen, "Bekræft")
    press(screen, "Bekræft alle forslag")
    ((_, *problems),) = [t for t in screen.tables if t[0] == ["Hvor", "Hvad", "Gør sådan"]]
    assert problems[0][0].startswith('fejl Ark "Regnskab"')
    assert "fortegn" in " ".join(problems[0]).lower()
    (publish,) = [one for one in screen.run.main.button if one.label == "Udgiv"]
    assert publish.disabled
    box(screen, "Ret en kolonne").set_value("=sign").run()
    box(screen, "Hvordan skriver filen fortegn?").set_value("minus").run()
    press(screen, "Bekræft")
    assert "Ingen fejl fundet" in screen.words


def test_another_kind_needs_the_file_again_after_a_reload(
    drop: Callable[..., Screen], places: Settings
) -> None:
    screen = drop(answers())
    box(screen, "Filen er").set_value("budget").run()
    assert screen.faults == []
    assert box(screen, "Filen er").value == "budget"
    (entry,) = drafts.listed(places)
    screen = opened(f"indlaes?kladde={entry.id}")
    box(screen, "Filen er").set_value("survey:borger").run()
    assert "Filen er ikke længere i browseren" in screen.words


def test_a_large_budget_is_sent_to_the_command_line(
    drop: Callable[..., Screen], places: Settings
) -> None:
    line = b"4525;3.38.76;1;600.000\r\n"
    header = b"Omkostningssted;Funktion;Art;Regnskab 2025\r\n"
    screen = drop(header + line * (budget_text.LARGE // len(line) + 1), "konti.csv")
    assert step(screen) == "Læst"
    assert "Siden tager tekstfiler med budget under 5 MB" in screen.words
    assert "Indlæs den fra kommandolinjen" in screen.words
    assert drafts.listed(places) == []
