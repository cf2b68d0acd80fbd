"""From a workbook to a load: what comes into force, what gives way, and what can be undone."""

from dataclasses import replace

import pytest

from indicators.build import publish
from ingest import undo
from ingest.by_hand import AlreadyLoadedError
from ingest.organisation import edit, saving, state
from ingest.organisation.reading import Reading
from ingest.problem import RejectedError
from ingest.undo import UnsignedError
from reports import ledger
from store import log, organisation, release, warehouse
from store.organisation_sheets import SHEETS
from store.settings import Settings
from store.warehouse import ExampleError, Origin
from tests.ingest.organisation.workbooks import Texts, read, whole


def load(settings: Settings, texts: Texts, name: str = "organisation.xlsx") -> int:
    return saving.load(settings, read(texts, name=name), "Anne", "Prøve")[0]


def public(*codes: str) -> Texts:
    """Some sheets of public facts."""
    rows = whole()
    return {
        code: [{**row, "origin": "offentlig kilde"} for row in rows[code]]
        for code in ("sources", "models", "recommendations", *codes)
    }


def faults(settings: Settings) -> list[str]:
    with warehouse.reading(settings) as open_:
        return open_.faults()


def test_a_load_holds_its_sheets(settings: Settings) -> None:
    number = load(settings, whole())
    now = state.now(settings)
    assert {code: len(rows) for code, rows in now.items()} == {
        code: len(rows) for code, rows in whole().items()
    }
    assert faults(settings) == []
    with warehouse.reading(settings) as open_:
        record = open_.load(number)
    assert (record.source, record.origin, record.kind) == (
        organisation.SOURCE, Origin.MUNICIPAL, organisation.KIND,
    )  # fmt: skip
    assert record.cells == sum(map(len, whole().values()))
    assert record.title == "Organisation og modeller: 19 ark"
    event = log.newest(settings.log)[0]
    assert (event.who, event.action) == ("Anne", log.Action.LOAD)
    assert event.text.endswith("Prøve.")


def test_the_very_same_file_is_not_loaded_twice(settings: Settings) -> None:
    load(settings, whole())
    with pytest.raises(AlreadyLoadedError, match="allerede i brug som indlæsning 1"):
        load(settings, whole())


def test_a_file_that_says_the_same_is_not_loaded(settings: Settings) -> None:
    load(settings, whole())
    with pytest.raises(AlreadyLoadedError, match="siger det samme"):
        load(settings, whole(), name="kopi.xlsx")


def test_a_file_covers_only_the_sheets_that_it_has_rows_of(settings: Settings) -> None:
    load(settings, whole())
    fewer = {"fora": whole()["fora"][:1]}
    number = load(settings, fewer)
    now = state.now(settings)
    assert (len(now["fora"]), len(now["models"])) == (1, 3)
    undo.withdraw(settings, number, "Anne", "Fortrudt")
    assert len(state.now(settings)["fora"]) == 2
    undo.restore(settings, number, "Anne", "Alligevel")
    assert len(state.now(settings)["fora"]) == 1


def test_a_file_is_checked_with_what_is_in_force_beside_it(settings: Settings) -> None:
    load(settings, whole())
    fewer = {"units": [row for row in whole()["units"] if row["unit_id"] != "CT"]}
    with pytest.raises(RejectedError, match="»CT« er der ikke i arket Enheder") as refused:
        load(settings, fewer)
    places = [one.place for one in refused.value.problems]
    assert any(place.startswith('Ark "Placering", M1 · SSP · CT') for place in places)
    assert len(state.now(settings)["units"]) == 7


def test_what_a_file_would_change_is_told_sheet_by_sheet(settings: Settings) -> None:
    load(settings, whole())
    texts = whole()
    texts["fora"][0]["rhythm"] = "hvert år"
    texts["risks"].append({**texts["risks"][0], "risk_id": "RI9"})
    del texts["milestones"][3]
    found = saving.check(settings, read(texts))
    assert [str(one) for one in found.differences] == [
        "Risici: 1 række kommer til",
        "Milepæle: 1 række forsvinder",
        "Fora: 1 række ændres",
    ]
    (cell,) = found.differences[2].changed
    assert str(cell) == "F1 (Lokalråd): Rytme fra »2 gange om året« til »hvert år«"
    assert saving.check(settings, read(whole())).differences == ()


def test_a_check_writes_nothing(settings: Settings) -> None:
    found = saving.check(settings, read(whole()))
    assert not found.errors
    assert not settings.warehouse.exists()


def test_a_signature_is_needed(settings: Settings) -> None:
    with pytest.raises(UnsignedError):
        saving.load(settings, read(whole()), "", "Prøve")


# --- examples and public facts --------------------------------------------------------------------


def test_the_municipalitys_own_comes_before_public_facts(settings: Settings) -> None:
    load(settings, whole())
    number = load(settings, public("units"))
    with warehouse.reading(settings) as open_:
        assert open_.load(number).source == organisation.PUBLIC
    assert {row["origin"] for row in state.now(settings)["units"]} == {"municipal"}
    undo.withdraw(settings, 1, "Anne", "Fortrudt")
    assert {row["origin"] for row in state.now(settings)["units"]} == {"official"}


def test_examples_give_way_and_come_back(settings: Settings) -> None:
    load(settings, public("units", "fora"))
    load(settings, whole(), name="EKSEMPEL_organisation.xlsx")
    own = {code: whole()[code] for code in ("criteria", "sources")}
    found = saving.check(settings, read(own))
    assert "Placering" in found.gives_way
    assert "Enheder" not in found.gives_way
    number = load(settings, own)
    now = state.now(settings)
    assert now["assignments"] == []
    assert {row["origin"] for row in now["units"]} == {"official"}
    with pytest.raises(ExampleError):
        load(settings, whole(), name="EKSEMPEL_anden.xlsx")
    undo.withdraw(settings, number, "Anne", "Fortrudt")
    assert {row["origin"] for row in state.now(settings)["raci"]} == {"example"}
    assert faults(settings) == []


def test_the_ledger_and_a_release_tell_of_the_load(settings: Settings) -> None:
    number = load(settings, whole())
    publish(settings, "Anne")
    shown = release.reader(settings.releases).current()
    (row,) = shown.loads.to_dict("records")
    assert (row["number"], row["cells"]) == (number, sum(map(len, whole().values())))
    with warehouse.reading(settings) as open_:
        table = ledger.loads(shown, open_.loads(), settings.releases)
    assert any("organisation.xlsx" in " ".join(row) for row in table.rows)
    again = load(settings, {"fora": whole()["fora"][:1]})
    publish(settings, "Anne")
    assert again in set(release.reader(settings.releases).current().loads["number"])


# --- small changes --------------------------------------------------------------------------------


def test_a_row_is_added_changed_and_removed_each_as_a_load(settings: Settings) -> None:
    load(settings, whole())
    given = {"risk_id": "RI9", "model_id": "M1", "text": "Nyt", "probability": "1",
             "consequence": "2"}  # fmt: skip
    added, told = edit.add(settings, "risks", given, "Anne", "Ny risiko")
    assert told == ()
    assert state.now(settings)["risks"][-1]["text"] == "Nyt"
    changed, _ = edit.change(settings, "risks", ("RI9",), {"probability": "4"}, "Anne", "Højere")
    assert state.now(settings)["risks"][-1]["probability"] == 4
    assert state.now(settings)["risks"][-1]["text"] == "Nyt"
    removed, _ = edit.remove(settings, "risks", ("RI9",), "Anne", "Ikke mere")
    assert [row["risk_id"] for row in state.now(settings)["risks"]] == ["RI1", "RI2", "RI3"]
    assert faults(settings) == []
    for number in (removed, changed, added):
        undo.withdraw(settings, number, "Anne", "Fortrudt")
    assert len(state.now(settings)["risks"]) == 3


def test_a_change_that_brings_an_error_is_refused(settings: Settings) -> None:
    load(settings, whole())
    with pytest.raises(RejectedError, match="»M9« er der ikke i arket Modeller"):
        edit.change(settings, "risks", ("RI1",), {"model_id": "M9"}, "Anne", "Prøve")
    with pytest.raises(RejectedError, match="»Sandsynlighed« mangler"):
        edit.change(settings, "risks", ("RI1",), {"probability": ""}, "Anne", "Prøve")
    with pytest.raises(RejectedError, match="et telefonnummer"):
        edit.change(settings, "risks", ("RI1",), {"owner": "12 34 56 78"}, "Anne", "Prøve")
    with pytest.raises(RejectedError, match="Rækkerne har samme Risiko"):
        edit.change(settings, "risks", ("RI1",), {"risk_id": "RI2"}, "Anne", "Prøve")
    with pytest.raises(RejectedError, match="Intet er ændret"):
        edit.change(settings, "risks", ("RI1",), {}, "Anne", "Prøve")
    with pytest.raises(edit.GoneError, match="RI8"):
        edit.remove(settings, "risks", ("RI8",), "Anne", "Prøve")
    with pytest.raises(UnsignedError):
        edit.remove(settings, "risks", ("RI1",), "Anne", "")
    assert len(log.newest(settings.log)) == 1


def test_an_error_that_was_there_before_does_not_stop_another_change(settings: Settings) -> None:
    texts = whole()
    load(settings, texts)
    reading = read({"risks": texts["risks"][1:]})
    broken = [replace(row, values={**row.values, "model_id": "M9"}) for row in
              reading.rows["risks"]]  # fmt: skip
    with warehouse.writing(settings, "Anne", "indlæser") as open_:
        saving.write(open_, {"risks": broken}, Origin.MUNICIPAL, "Anne", "", "gammel.xlsx")
    edit.change(settings, "fora", ("F1",), {"rhythm": "hvert år"}, "Anne", "Rettet")
    assert state.now(settings)["fora"][0]["rhythm"] == "hvert år"


def test_what_is_written_among_examples_is_an_example(settings: Settings) -> None:
    load(settings, whole(), name="EKSEMPEL_organisation.xlsx")
    edit.change(settings, "fora", ("F1",), {"rhythm": "hvert år"}, "Anne", "Rettet")
    now = state.now(settings)
    assert {row["origin"] for row in now["fora"]} == {"example"}
    assert len(now["models"]) == 3


def test_a_public_row_that_is_changed_is_the_municipalitys(settings: Settings) -> None:
    load(settings, public("units", "fora"))
    edit.change(settings, "units", ("POL",), {"name": "Politikredsen"}, "Anne", "Nyt navn")
    origins = {row["unit_id"]: row["origin"] for row in state.now(settings)["units"]}
    assert origins["POL"] == "municipal"
    assert origins["CBF"] == "official"
    edit.remove(settings, "units", ("POL",), "Anne", "Ikke med")
    assert "POL" not in {row["unit_id"] for row in state.now(settings)["units"]}


def test_the_last_row_of_a_sheet_can_be_removed(settings: Settings) -> None:
    texts = whole()
    texts["fora"] = texts["fora"][:1]
    load(settings, texts)
    number, told = edit.remove(settings, "fora", ("F1",), "Anne", "Nedlagt")
    assert state.now(settings)["fora"] == []
    assert "Uden rækker: Fora" in told[0].found
    undo.withdraw(settings, number, "Anne", "Fortrudt")
    assert len(state.now(settings)["fora"]) == 1


def test_the_cells_of_a_row_are_given_as_they_are_written(settings: Settings) -> None:
    reading: Reading = read(whole())
    for code, rows in reading.rows.items():
        for row in rows:
            again = edit.texts(row)
            assert set(again) == {of.code for of in SHEETS[code].fields} - {"origin"}
            assert read({code: [again]}).rows[code][0].values == {
                **row.values, "origin": "municipal"
            }  # fmt: skip
            break
