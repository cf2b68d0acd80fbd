"""Tags and price percentages from a dropped file to the release."""

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from ingest import draft_kinds, draft_steps, draft_text, drafts
from ingest.by_hand import AlreadyLoadedError
from ingest.coupling import Answer
from ingest.drafts import Draft, ReadBy
from ingest.economy import budget_template
from ingest.economy.list_draft import PRICES, ListDraft
from ingest.preview import Changes, preview
from ingest.problem import RejectedError
from store import economy_queries
from store.settings import Settings
from store.warehouse import reading
from tests.conftest import TODAY
from tests.ingest.economy import budgets
from tests.ingest.economy.budgets import Rows
from tests.ingest.spreadsheets import quickly

LINES: Rows = [
    ["Omkostningssted", "Funktion", "Art", "Regnskab 2025"],
    ["4525", "3.38.76", "1", "600.000"],
    ["4610", "5.28.21", "1", "300.000"],
]
TAGS: Rows = [
    ["Funktion", "Omkostningssted", "Andel i procent", "Mål", "Indsats", "Betaler", "Til og med"],
    ["3.38.76", "4525", "100", "B", "SSP", "Kommunen", ""],
    ["5.28.21", "", "25", "B", "Mentorer", "Staten", "31-12-2027"],
]
RATES: Rows = [
    ["Til år", "Procent", "Skønnet den"],
    ["2025", "3,1", "30-06-2025"],
    ["2026", "2,9", "30-06-2026"],
]


@pytest.fixture(scope="module", autouse=True)
def _read_quickly() -> Iterator[None]:
    with quickly():
        yield


def quiet(share: float | None, text: str) -> None:
    """Somebody who waits and says nothing."""


def begun(places: Settings, rows: Rows, tmp_path: Path, name: str = "fil.xlsx") -> Draft:
    content = budgets.write(tmp_path / name, rows).read_bytes()
    return draft_steps.begin(places, [(name, content)], quiet)


def publish(places: Settings, draft: Draft) -> tuple[draft_steps.Published, Changes]:
    ready = draft_steps.candidate(places, draft, TODAY)
    assert not ready.has_errors, ready.problems
    changes = preview(places, "Bo", ready.put, ready.sources)
    return draft_steps.publish(places, draft, ready, "Bo", "Aftalt", changes), changes


@pytest.fixture
def places(settings: Settings, tmp_path: Path) -> Settings:
    """Accounts of 2025 are published."""
    draft = begun(settings, LINES, tmp_path, "linjer.xlsx")
    for name, text in {"sign": "minus", "unit": "kr", "prices": "løbende"}.items():
        draft = draft_steps.answered(draft, f"={name}", Answer(text))
    publish(settings, draft_steps.confirmed(draft))
    return settings


def test_tags_are_known_by_their_columns_and_ask_nothing(places: Settings, tmp_path: Path) -> None:
    draft = begun(places, TAGS, tmp_path)
    assert (draft.read_by, draft_text.source_of(draft)) == (ReadBy.TAGS, "budget-tags")
    assert draft_steps.waiting(draft) == ()
    rows = {row.column: row.becomes for row in draft_kinds.of(draft).rows(draft)}
    assert rows["Betaler"] == "Hvem betaler"
    assert drafts.opened(places, draft.id).reading == draft.reading


def test_the_preview_tells_what_the_task_costs_with_the_tags(
    places: Settings, tmp_path: Path
) -> None:
    done, changes = publish(places, begun(places, TAGS, tmp_path))
    (row,) = changes.money
    assert (row.title, row.prices) == ("Regnskab 2025", "løbende priser")
    assert row.before == "ingen mærkede linjer"
    assert row.after.replace("\u00a0", " ") == "675.000 kr."
    assert row.status.replace("\u00a0", " ") == "+675.000 kr."
    with reading(places) as open_:
        held = economy_queries.tags(open_)
    assert (held.load, len(held.tags)) == (done.number, 2)


def test_a_list_that_replaces_another_tells_what_goes_out(places: Settings, tmp_path: Path) -> None:
    publish(places, begun(places, TAGS, tmp_path))
    same = draft_steps.candidate(places, begun(places, TAGS, tmp_path), TODAY)
    with pytest.raises(AlreadyLoadedError, match="De samme 2 mærker er i brug allerede"):
        preview(places, "Bo", same.put, same.sources)
    fewer = draft_steps.candidate(places, begun(places, TAGS[:2], tmp_path), TODAY)
    (problem,) = fewer.problems
    assert problem.found == "1 mærke, der er i brug, står ikke i filen og udgår"
    (row,) = preview(places, "Bo", fewer.put, fewer.sources).money
    assert row.status.replace("\u00a0", " ") == "−75.000 kr."


@pytest.mark.parametrize(
    ("cells", "place", "found"),
    [
        ({(1, 2): "112,5"}, 'Ark "Sheet", celle C2', "Andelen er 112,50 %"),
        (
            {(2, 0): "3.38.76", (2, 2): "50"},
            'Ark "Sheet", celle C2',
            'Sammen med Ark "Sheet", celle C3 tager mærket 150 % af linjerne på funktion 3.38.76',
        ),
        ({(2, 2): "en del"}, 'Ark "Sheet", celle C3', "»en del« er ikke en andel"),
    ],
)
def test_a_wrong_share_is_named_with_its_cell_and_nothing_changes(
    places: Settings, tmp_path: Path, cells: dict[tuple[int, int], str], place: str, found: str
) -> None:
    draft = begun(places, budgets.changed(TAGS, cells), tmp_path)
    ready = draft_steps.candidate(places, draft, TODAY)
    problem = ready.problems[0]
    assert problem.place == place
    assert problem.found.startswith(found)
    assert problem.remedy
    with pytest.raises(RejectedError):
        preview(places, "Bo", ready.put, ready.sources)
    with pytest.raises(RejectedError):
        ready.load("Bo", "Aftalt")
    with reading(places) as open_:
        assert economy_queries.tags(open_).load is None


def test_a_column_with_another_name_is_pointed_at(places: Settings, tmp_path: Path) -> None:
    rows = budgets.changed(RATES, {(0, 1): "KL's tal"})
    files = [("fil.xlsx", budgets.write(tmp_path / "fil.xlsx", rows).read_bytes())]
    draft = draft_steps.begin(places, files, quiet)
    draft = draft_steps.again(places, draft, files, quiet, source="prices")
    assert draft_steps.waiting(draft) == ("=percent",)
    assert not draft_steps.can_be_checked(draft)
    question = draft_kinds.of(draft).question(draft, "=percent")
    assert question.title == "Stigning i procent står i kolonnen"
    assert list(question.choices) == ["Til år", "KL's tal", "Skønnet den"]
    draft = draft_steps.answered(draft, "=percent", Answer("KL's tal"))
    assert draft_steps.waiting(draft) == ()
    moved = draft_steps.answered(draft, "KL's tal", Answer(""))
    assert draft_steps.waiting(moved) == ("=percent",)
    publish(places, draft)
    with reading(places) as open_:
        assert [str(rate.percent) for rate in economy_queries.prices(open_).rates] == [
            "3.1000", "2.9000"
        ]  # fmt: skip


def test_percentages_bring_amounts_to_the_same_prices(places: Settings, tmp_path: Path) -> None:
    publish(places, begun(places, TAGS, tmp_path))
    rows = budgets.changed(LINES, {(0, 3): "Regnskab 2024"})
    draft = begun(places, rows, tmp_path, "linjer 2024.xlsx")
    for name, text in {"sign": "minus", "unit": "kr", "prices": "løbende"}.items():
        draft = draft_steps.answered(draft, f"={name}", Answer(text))
    publish(places, draft_steps.confirmed(draft))
    _, changes = publish(places, begun(places, RATES, tmp_path))
    assert [(row.title, row.prices, row.status) for row in changes.money] == [
        (f"Regnskab {year}", "i 2025-priser (kommunens pris- og lønskøn)", "ny")
        for year in (2024, 2025)
    ]


@pytest.mark.parametrize("offer", budget_template.MADE)
def test_each_has_a_template_that_is_recognised_when_it_comes_back(
    settings: Settings, offer: str
) -> None:
    assert list(draft_text.templates(offer)) == [""]
    content = draft_text.template(offer, "")
    draft = draft_steps.begin(settings, [("skabelon.xlsx", _filled_in(content))], quiet)
    assert draft_text.source_of(draft) == offer


def _filled_in(content: bytes) -> bytes:
    """A template with the rows of its example in the sheet to fill in."""

    book = openpyxl.load_workbook(io.BytesIO(content))
    empty, example = book["Udfyld"], book["Eksempel"]
    for row in example.iter_rows():
        for cell in row:
            empty[cell.coordinate].value = cell.value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class OneLoad(ListDraft):
    """A list whose sheets are all one load."""

    is_one_load = True


def test_of_a_kind_that_is_one_load_no_sheet_is_chosen_and_none_is_left(
    places: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = openpyxl.Workbook()
    for row in RATES:
        book.active.append(row)
    other = book.create_sheet("Andet")
    for row in RATES[:2]:
        other.append(row)
    book.save(tmp_path / "to ark.xlsx")
    content = (tmp_path / "to ark.xlsx").read_bytes()
    draft = draft_steps.begin(places, [("to ark.xlsx", content)], quiet)
    assert len(draft_text.sheets(draft)) == 2
    monkeypatch.setitem(draft_kinds.KINDS, ReadBy.PRICES, OneLoad(**vars(PRICES)))
    assert draft_text.sheets(draft) == {}
    assert publish(places, draft)[0].rest == ""
