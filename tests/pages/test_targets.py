"""Måltal, hændelser og kommentarer: what is written, saved, published and undone on the page."""

from datetime import date
from typing import Any

import pytest

from store import log
from store.settings import Settings
from store.warehouse import Load, reading
from tests.indicators.figures import load
from tests.pages.conftest import Use
from tests.pages.screen import Screen, opened

pytest_plugins = ["tests.published"]

HEADINGS = ["Indhold", "Tilstand"]
WAITING = "Gemt, ikke udgivet endnu"
SAVED = "Gemt. De andre sider viser det, når der er udgivet."
TARGET = (
    "C2 Anmeldt vold: −30\u00a0% i 2028 Udgangspunkt: gennemsnittet af 2023–2025 "
    "Besluttet af Byrådet 12. januar 2026 Skrevet af Anne Jensen 23. november 2026"
).replace("\u00a0", " ")


@pytest.fixture
def places(use: Use, published_copy: Settings) -> Settings:
    """The app with official figures, to be written to."""
    use(published_copy)
    return published_copy


def fill(screen: Screen, **fields: Any) -> None:
    """Put values in fields by their names; the part after the dash counts the saves."""
    run = screen.run.main
    widgets = [
        *run.text_input, *run.text_area, *run.selectbox, *run.multiselect, *run.date_input,
    ]  # fmt: skip
    for name, value in fields.items():
        found = [w for w in widgets if w.key and (w.key == name or w.key.startswith(f"{name}-"))]
        found[0].set_value(value)


def press(screen: Screen, label: str) -> None:
    """Press a button by what stands on it."""
    (button,) = [button for button in screen.run.main.button if button.label == label]
    assert not button.disabled
    button.click().run()
    assert screen.faults == []


def buttons(screen: Screen) -> dict[str, bool]:
    """The buttons there are, and whether they can be pressed."""
    return {button.label: not button.disabled for button in screen.run.main.button}


def rows(screen: Screen) -> list[list[str]]:
    """The list without its headings."""
    table = screen.tables[0] if screen.tables else [HEADINGS]
    assert table[0] == HEADINGS
    return table[1:]


def problems(screen: Screen) -> list[str]:
    """What is told to be wrong, a line each."""
    if "ti-wrong" not in screen.html:
        return []
    part = next(line for line in screen.html.splitlines() if "ti-wrong" in line)
    return [line.split("</li>")[0] for line in part.split("<li>")[1:]]


def loads(places: Settings) -> list[Load]:
    with reading(places) as open_:
        return [load for load in open_.loads() if load.kind == "statement"]


def with_target(address: str = "maaltal?indikator=C2") -> Screen:
    """The page after a target was saved."""
    screen = opened(address)
    fill(screen, author="Anne Jensen", change="−30", year=2028, by="Byrådet", on=date(2026, 1, 12))
    press(screen, "Gem")
    return screen


def test_with_nothing_stated_there_is_nothing_to_undo_or_publish(places: Settings) -> None:
    screen = opened("maaltal")

    assert rows(screen) == []
    assert "Ingen endnu." in screen.words
    assert "Alt på siden er udgivet." in screen.words
    assert buttons(screen) == {
        "Udgiv": False, "Fortryd": False, "Fjern det valgte": False, "Gem": True,
    }  # fmt: skip


def test_a_target_is_saved_published_and_shown(places: Settings) -> None:
    screen = with_target()

    assert SAVED in screen.words
    assert rows(screen) == [[TARGET, WAITING]]
    assert "1 ændring venter på at blive udgivet." in screen.words
    (line,) = loads(places)
    assert (line.author, line.title) == ("Anne Jensen", "Måltal: C2, −30\u00a0% i 2028")

    press(screen, "Udgiv")

    assert "Udgivet. Alle sider viser det nu." in screen.words
    assert rows(screen) == [[TARGET, "Udgivet"]]
    assert not buttons(screen)["Udgiv"]
    assert rows(opened("maaltal")) == [[TARGET, "Udgivet"]]
    published = log.newest(places.log)[0]
    assert (published.who, published.action) == ("Anne Jensen", log.Action.PUBLISH)
    ledger = {row[0]: row for row in opened("data?vis=indlaesninger").tables[0]}
    assert ledger["4 · Måltal"][1] == "1. kvt. 2023 – 4. kvt. 2025"
    assert ledger["4 · Måltal"][5] == "udgivet"


def test_the_fields_are_empty_after_a_save_and_the_name_stays(places: Settings) -> None:
    screen = with_target()

    values = {field.label: field.value for field in screen.run.main.text_input}
    assert values == {
        "Dit navn": "Anne Jensen", "Ændring i procent": "", "Besluttet af": "",
        "Bemærkning (må stå tom)": "",
    }  # fmt: skip


def test_undo_and_redo(places: Settings) -> None:
    screen = with_target()
    assert "Fortryd gælder: Måltal: C2, −30\u00a0% i 2028 (Anne Jensen, " in screen.html
    press(screen, "Fortryd")

    assert rows(screen) == []
    assert "Fortrudt." in screen.words
    assert "Gendan gælder: Måltal: C2" in screen.words
    assert not buttons(screen)["Udgiv"]

    press(screen, "Gendan")

    assert rows(screen) == [[TARGET, WAITING]]
    assert "Gendan" not in buttons(screen)


def test_what_is_undone_after_it_was_published_stays_until_the_next_release(
    places: Settings,
) -> None:
    screen = with_target()
    press(screen, "Udgiv")
    press(screen, "Fortryd")

    assert rows(screen) == [[TARGET, "Udgår ved næste udgivelse"]]

    press(screen, "Udgiv")

    assert rows(screen) == []


def test_a_target_is_removed(places: Settings) -> None:
    screen = with_target()
    press(screen, "Fjern det valgte")

    assert rows(screen) == []
    assert "Fjernet." in screen.words
    assert [line.title for line in loads(places)] == [
        "Måltal: C2, −30\u00a0% i 2028 (fjernet)", "Måltal: C2, −30\u00a0% i 2028",
    ]  # fmt: skip


def test_an_empty_target_is_refused_field_by_field(places: Settings) -> None:
    screen = opened("maaltal")
    press(screen, "Gem")

    assert "Det er ikke gjort. Ret dette:" in screen.words
    assert problems(screen) == [
        "Dit navn: Feltet er tomt. Udfyld det.",
        "Ændring i procent: Her står ikke et tal. Ventede procent med fortegn, for eksempel −10 "
        "eller −7,5.",
        "År: Feltet er tomt. Vælg det år, måltallet skal være nået.",
        "Besluttet af: Feltet er tomt. Udfyld det.",
        "Besluttet den: Feltet er tomt. Skriv datoen for beslutningen.",
    ]
    assert loads(places) == []


def test_what_was_typed_stays_when_it_is_refused(places: Settings) -> None:
    screen = opened("maaltal")
    fill(screen, author="Anne", change="ti", by="Byrådet")
    press(screen, "Gem")

    values = {field.label: field.value for field in screen.run.main.text_input}
    assert (values["Ændring i procent"], values["Besluttet af"]) == ("ti", "Byrådet")


def test_a_target_smaller_than_the_noise_is_saved_with_a_warning(places: Settings) -> None:
    screen = opened("maaltal?indikator=C2")
    fill(screen, author="Anne", change="-10", year=2028, by="Byrådet", on=date(2026, 1, 12))
    press(screen, "Gem")

    assert SAVED in screen.words
    assert "tilfældet alene flytter tit et år med 12 eller mere." in screen.words


@pytest.mark.parametrize("label", ["Udgiv", "Fortryd", "Fjern det valgte"])
def test_without_a_name_nothing_is_published_undone_or_removed(
    places: Settings, label: str
) -> None:
    screen = with_target()
    fill(screen, author="")
    press(screen, label)

    assert problems(screen) == ["Dit navn: Feltet er tomt. Udfyld det."]
    assert [line.withdrawn_at for line in loads(places)] == [None]


def test_an_event_is_saved(places: Settings) -> None:
    screen = opened("maaltal?vis=haendelser")
    fill(
        screen, author="Bo", title="Ny SSP-plan", day=date(2024, 8, 1), kind="effort",
        concerned=["C2", "B1"],
    )  # fmt: skip
    press(screen, "Gem")

    assert rows(screen) == [
        [
            "1. august 2024: Ny SSP-plan Indsats · C2 Anmeldt vold og B1 Afgørelser mod "
            "15–17-årige Skrevet af Bo 23. november 2026",
            WAITING,
        ]
    ]


def test_an_empty_event_is_refused(places: Settings) -> None:
    screen = opened("maaltal?vis=haendelser")
    press(screen, "Gem")

    assert problems(screen) == [
        "Dit navn: Feltet er tomt. Udfyld det.",
        "Titel: Feltet er tomt. Udfyld det.",
        "Dato: Feltet er tomt. Skriv den dag, det skete eller skal ske.",
    ]


def test_a_comment_with_a_person_in_it_is_refused_by_place(places: Settings) -> None:
    screen = opened("maaltal?vis=kommentarer&indikator=C2")
    fill(screen, author="Carl", text="Se sagen om 010190-1234.")
    press(screen, "Gem")

    assert problems(screen) == [
        "Kommentar, linje 1, tegn 13–23: Her står noget, der ligner et CPR-nummer. "
        "Slet det: teksten vises for alle, og personoplysninger gemmes ikke."
    ]
    assert "010190" not in screen.html
    assert loads(places) == []


def test_a_comment_goes_stale_when_the_data_moves_on(places: Settings) -> None:
    screen = opened("maaltal?vis=kommentarer&indikator=C2")
    fill(screen, author="Carl", text="Et år som <b>de</b> andre.")
    press(screen, "Gem")
    assert rows(screen) == [
        ["C2 Anmeldt vold Et år som <b>de</b> andre. Carl, 23. november 2026", WAITING]
    ]
    load(places, "STRAF11", ["183 12 2026K1 30"])
    press(screen, "Udgiv")

    ((shown, state),) = rows(screen)
    assert state == "Udgivet"
    assert shown.endswith(
        "Carl, 23. november 2026 Forældet: skrevet, da det nyeste tal var fra "
        "1.–4. kvartal 2025. Nu er det fra 2. kvartal 2025 – 1. kvartal 2026."
    )


def test_another_view_has_its_own_undo(places: Settings) -> None:
    screen = with_target()
    screen.choose("vis", "haendelser")

    assert rows(screen) == []
    assert not buttons(screen)["Fortryd"]
    assert buttons(screen)["Udgiv"]
    assert screen.address["vis"] == "haendelser"


def test_without_the_warehouse_the_page_says_so_and_stands(places: Settings) -> None:
    places.warehouse.unlink()
    screen = opened("maaltal")

    assert screen.faults == []
    assert "Listen kan ikke vises lige nu." in screen.words
    assert "Der er ikke indlæst nogen data endnu." in screen.words
