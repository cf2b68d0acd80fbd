"""The organisation workbook on *Indlæs data*: read, checked, tried out and loaded as one."""

from pathlib import Path

import pytest

from ingest import draft_kinds, draft_steps, draft_text, drafts, workbook
from ingest.drafts import Draft, ReadBy
from ingest.organisation import saving, state, written
from ingest.preview import preview
from ingest.problem import RejectedError, Severity
from store.settings import Settings
from store.warehouse import Origin
from tests.conftest import TODAY
from tests.ingest.organisation.workbooks import Texts, book, book_of, read, sheet_of, whole


def begun(settings: Settings, texts: Texts, name: str = "organisation.xlsx", **said: str) -> Draft:
    """A draft as it is opened again, after it was written down."""
    kind, upload = draft_kinds.examined(settings, [book(texts, name, **said)])
    assert kind.read_by is ReadBy.ORGANISATION
    draft = Draft(drafts.new_id(), upload.name, upload, read_by=kind.read_by)
    draft = draft_steps.of_sheet(settings, draft, 0)
    drafts.save(settings, draft)
    return drafts.opened(settings, draft.id)


def test_a_workbook_is_one_draft_with_nothing_to_ask(settings: Settings) -> None:
    draft = begun(settings, whole())
    kind = draft_kinds.of(draft)
    assert draft_steps.waiting(draft) == ()
    assert draft_text.sheets(draft) == {}
    rows = {row.column: row.becomes for row in kind.rows(draft)}
    assert rows["Modeller"] == "3 rækker"
    assert rows["Kilder"] == "1 række"
    assert len(rows) == 19
    assert draft_text.key_names(kind.rows(draft)) == {}
    assert ("Hele filen", "185 rækker i 19 ark") in draft_text.found(draft)


def test_a_draft_says_what_a_load_would_change_and_loads_it(settings: Settings) -> None:
    draft = begun(settings, whole())
    ready = draft_steps.candidate(settings, draft, TODAY)
    assert not ready.has_errors
    (told,) = [one for one in ready.problems if one.place == "organisation.xlsx"]
    assert "Modeller: 3 rækker kommer til." in told.found
    ready.load("Anne", "Første gang")
    assert len(state.now(settings)["models"]) == 3
    again = draft_steps.candidate(settings, begun(settings, whole()), TODAY)
    assert any(one.found == "Intet ændres." for one in again.problems)


def test_the_indicators_of_the_organisation_are_tried_out(settings: Settings) -> None:
    ready = draft_steps.candidate(settings, begun(settings, whole()), TODAY)
    changes = preview(settings, "Anne", ready.put, ready.sources)
    assert {row.indicator for row in changes.rows} == {"Ø3", "Ø4"}
    assert state.now(settings)["models"] == []


def test_the_same_problems_are_found_in_a_draft_as_in_the_file(settings: Settings) -> None:
    texts = whole()
    texts["scores"][1]["score"] = "6"
    texts["units"][2]["name"] = ""
    for row in texts["risks"]:
        row["noter"] = "x"
    spoiled = book(texts)
    risks = next(sheet for sheet in spoiled.sheets if sheet.name == "Risici")
    risks.cells[9] = ["Noter", "a", "b", "c"]
    kind, upload = draft_kinds.examined(settings, [spoiled])
    draft = Draft(drafts.new_id(), upload.name, upload, read_by=kind.read_by)
    drafts.save(settings, draft)
    ready = draft_steps.candidate(settings, drafts.opened(settings, draft.id), TODAY)
    assert ready.has_errors
    places = {one.place for one in ready.problems}
    assert places == {
        'Ark "Bedømmelser", celle E3', 'Ark "Enheder", celle B4', 'Ark "Risici", kolonne J',
    }  # fmt: skip
    with pytest.raises(RejectedError):
        ready.load("Anne", "Prøve")


def test_what_tells_who_somebody_is_never_reaches_the_draft(settings: Settings) -> None:
    texts = whole()
    texts["risks"][0]["owner"] = "Ring 12 34 56 78"
    texts["scores"][0]["assessor_id"] = "Anne-Hansen"
    draft = begun(settings, texts)
    ready = draft_steps.candidate(settings, draft, TODAY)
    errors = [one for one in ready.problems if one.severity is Severity.ERROR]
    assert any("et telefonnummer" in one.found for one in errors)
    assert any("ikke en kode" in one.found for one in errors)
    written_down = b"".join(
        file.read_bytes() for file in settings.data.rglob("*") if file.is_file()
    )
    assert b"12 34 56 78" not in written_down
    tables = {table.sheet: table.rows for table in draft.upload.tables} if draft.upload else {}
    assert not (tables["Bedømmelser"] == "Anne-Hansen").any(axis=None)


def test_columns_and_sheets_that_are_not_read_are_not_in_the_draft(settings: Settings) -> None:
    secret = sheet_of("Hemmeligt", [["Navn", "Adresse"], ["Anne Hansen", "Storegade 1"]])
    filled = book({"criteria": whole()["criteria"]})
    filled.sheets[0].cells[7] = ["Navn på bedømmer", "Bo", "Ib", "Ea"]
    kind, upload = draft_kinds.examined(settings, [book_of([*filled.sheets, secret])])
    assert kind.read_by is ReadBy.ORGANISATION
    (table,) = upload.tables
    assert "Navn på bedømmer" not in table.columns
    assert len(upload.told) == 2


@pytest.mark.parametrize(
    "said", [{"name": "EKSEMPEL_organisation.xlsx"}, {"title": "EKSEMPELDATA – opdigtet"}]
)
def test_a_draft_of_an_example_stays_one(settings: Settings, said: dict[str, str]) -> None:
    draft = begun(settings, whole(), **said)
    assert draft_text.is_example(draft)
    draft_steps.candidate(settings, draft, TODAY).load("Anne", "Prøve")
    assert {row["origin"] for row in state.now(settings)["models"]} == {Origin.EXAMPLE.value}


def test_a_file_that_was_taken_out_says_that_nothing_changes(
    settings: Settings, tmp_path: Path
) -> None:
    saving.load(settings, read(whole()), "Anne", "Prøve")
    path = tmp_path / "organisation.xlsx"
    path.write_bytes(written.export(settings, TODAY))
    kind, upload = draft_kinds.examined(settings, [workbook.read(path, path.name)])
    draft = Draft(drafts.new_id(), upload.name, upload, read_by=kind.read_by)
    ready = draft_steps.candidate(settings, draft_steps.of_sheet(settings, draft, 0), TODAY)
    assert any(one.found == "Intet ændres." for one in ready.problems)


def test_the_start_page_offers_the_template() -> None:
    (offer,) = [one for one in draft_text.offers() if one[0] == "organisation"]
    assert offer[1] == "Organisation og modeller"
    assert draft_text.templates("organisation") == {"": "Organisation og modeller"}
    assert draft_text.template("organisation", "").startswith(b"PK")
