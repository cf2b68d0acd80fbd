"""A budget from a dropped file to the release: recognised, confirmed, checked, tried, published."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from ingest import draft_kinds, draft_steps, draft_text, drafts
from ingest.coupling import WHOLE, Answer
from ingest.draft_kind import Candidate
from ingest.drafts import Draft, ReadBy
from ingest.economy import budget_reading, budget_text
from ingest.economy.budget_sample import EXAMPLES
from ingest.preview import Changes, preview
from ingest.problem import RejectedError
from store import publishing, release
from store.settings import Settings
from store.warehouse import Origin, reading
from tests.conftest import TODAY
from tests.ingest.economy import budgets
from tests.ingest.economy.budgets import ERP, MINUTES, Rows
from tests.ingest.spreadsheets import quickly

LINES: Rows = [
    ["Omkostningssted", "Funktion", "Art", "Tekst", "Regnskab 2025"],
    ["4525", "3.38.76", "1", "Løn Peter Hansen", "600.000"],
    ["4610", "5.28.21", "1", "Løn Hans Petersen", "300.000"],
    ["4610", "5.28.21", "7", "Tilskud", "-50.000"],
]
"""Account lines whose texts name persons."""


@pytest.fixture(scope="module", autouse=True)
def _read_quickly() -> Iterator[None]:
    with quickly():
        yield


def quiet(share: float | None, text: str) -> None:
    """Somebody who waits and says nothing."""


def begun(places: Settings, rows: Rows, tmp_path: Path, name: str = "fil.xlsx") -> Draft:
    content = budgets.write(tmp_path / name, rows).read_bytes()
    return draft_steps.begin(places, [(name, content)], quiet)


def said(draft: Draft, answers: Mapping[str, str]) -> Draft:
    """The draft with constants answered."""
    for name, text in answers.items():
        draft = draft_steps.answered(draft, f"{WHOLE}{name}", Answer(text))
    return draft


def told(ready: Candidate) -> str:
    return "\n".join(map(str, ready.problems))


def published(places: Settings, draft: Draft) -> tuple[draft_steps.Published, Changes]:
    ready = draft_steps.candidate(places, draft, TODAY)
    assert not ready.has_errors, told(ready)
    changes = preview(places, "Bo", ready.put, ready.sources)
    done = draft_steps.publish(places, draft, ready, "Bo", "Regnskab", changes)
    return done, changes


# --- recognised -----------------------------------------------------------------------------------


def test_a_table_of_minutes_asks_only_what_it_leaves_open(
    settings: Settings, tmp_path: Path
) -> None:
    draft = begun(settings, MINUTES, tmp_path)
    kind = draft_kinds.of(draft)
    assert (draft.read_by, kind.source(draft)) == (ReadBy.BUDGET, "budget")
    found = dict(draft_text.found(draft))
    assert found["Beløb"] == "vedtaget budget 2022 og 2023, regnskab 2022 og 2023"
    assert found["Titel"].endswith("1.000 kr. · (foreløbige 2025-priser)")
    waiting = ("=sign", "=unit", "=prices", "Indtægter (-)", "Budget 2022", "Budget 2023")
    assert draft_steps.waiting(draft) == waiting

    draft = draft_steps.confirmed(draft)
    assert draft_steps.waiting(draft) == ("Indtægter (-)",)  # two names are on no list
    more = kind.details(draft, "Indtægter (-)", "unit")
    assert [value.text for value in more.unread] == ["Skatter", "Tilskud og udligning"]
    halfway = Answer("unit", codes={"Skatter": "-", "Tilskud og udligning": ""})
    draft = draft_steps.answered(draft, "Indtægter (-)", halfway)
    assert draft_steps.waiting(draft) == ("Indtægter (-)",)
    answer = Answer("unit", codes={"Skatter": "-", "Tilskud og udligning": "="})
    draft = draft_steps.answered(draft, "Indtægter (-)", answer)
    assert draft_steps.waiting(draft) == ()

    done, changes = published(settings, draft)
    assert [row.title for row in changes.money] == [
        "Vedtaget budget 2022", "Regnskab 2022", "Vedtaget budget 2023", "Regnskab 2023"
    ]  # fmt: skip
    bases = release.reader(settings.releases).current().spending_bases
    assert set(bases["number"]) == {done.number}
    assert set(zip(bases["prices"], bases["sign"], bases["unit"], strict=True)) == {
        ("2025", "positive", "tusind")
    }


def test_what_a_title_says_of_year_and_day_is_confirmed_too(settings: Settings) -> None:
    path = EXAMPLES / "EKSEMPEL_budgetopfoelgning_2026.xlsx"
    draft = draft_steps.begin(settings, [(path.name, path.read_bytes())], quiet)
    assert draft_steps.waiting(draft) == ("=sign", "=unit", "=prices", "=year", "=as_of")
    rows = [row.becomes for row in draft_kinds.of(draft).rows(draft)]
    assert {"Opgjort den: 30. september 2026", "År: 2026"} <= set(rows)
    assert draft_text.is_example(draft)
    done, _ = published(settings, draft_steps.confirmed(draft))
    with reading(settings) as open_:
        assert open_.loads()[0].origin is Origin.EXAMPLE
    assert done.is_example


def test_what_the_file_does_not_say_is_asked_and_not_checked_before(
    settings: Settings, tmp_path: Path
) -> None:
    draft = draft_steps.confirmed(begun(settings, ERP, tmp_path))
    assert draft_steps.waiting(draft) == ("=prices", "=unit", "=year", "=as_of")
    assert not draft_steps.can_be_checked(draft)
    assert draft_text.unready(draft, None) == "Fire ting i koblingen skal bekræftes først."
    answers = {"prices": "løbende", "unit": "kr", "year": "2026", "as_of": "30-09-2026"}
    draft = said(draft, answers)
    assert draft_steps.waiting(draft) == ()
    assert not draft_steps.candidate(settings, draft, TODAY).has_errors


def test_a_survey_is_not_taken_for_a_budget(settings: Settings, tmp_path: Path) -> None:
    rows = [["Bydel", "Køn", "Q4_dag"], *[["Bymidten", "Kvinde", str(i % 7 + 1)] for i in range(9)]]
    assert begun(settings, rows, tmp_path).read_by is ReadBy.MAPPING


def test_a_wrong_kind_is_corrected_while_the_file_is_there(
    settings: Settings, tmp_path: Path
) -> None:
    rows = [["Sted", "Tal"], ["Alfa", "100"], ["Beta", "200"]]
    files = [("fil.xlsx", budgets.write(tmp_path / "fil.xlsx", rows).read_bytes())]
    draft = draft_steps.begin(settings, files, quiet)
    assert draft.read_by is ReadBy.MAPPING
    assert not draft_steps.may_become(draft, "budget")
    with pytest.raises(draft_steps.NoFileError, match="ikke længere i browseren"):
        draft_steps.again(settings, draft, [], quiet, source="budget")
    draft = draft_steps.again(settings, draft, files, quiet, source="budget")
    assert draft.read_by is ReadBy.BUDGET
    assert "=amount" in draft_steps.waiting(draft)
    assert draft_steps.may_become(draft, "prices")
    assert drafts.opened(settings, draft.id).reading == draft.reading


# --- what is kept ---------------------------------------------------------------------------------


def test_texts_of_accounts_are_kept_nowhere(settings: Settings, tmp_path: Path) -> None:
    draft = begun(settings, LINES, tmp_path)
    assert draft.table.columns == ("Omkostningssted", "Funktion", "Art", "Regnskab 2025")
    assert dict(draft_text.found(draft))["Fjernes"] == "tekst (1 kolonne)"
    kept = [path for path in settings.data.rglob("*") if path.is_file()]
    assert {path.suffix for path in kept} == {".json", ".parquet"}
    assert not [path for path in kept if b"Petersen" in path.read_bytes()]


def test_a_cpr_number_stops_the_file_before_anything_is_kept(
    settings: Settings, tmp_path: Path
) -> None:
    rows = budgets.changed(LINES, {(0, 3): "Sted", (1, 3): "Sag 010203-1234"})
    with pytest.raises(RejectedError, match="CPR"):
        begun(settings, rows, tmp_path)
    assert drafts.listed(settings) == []


def test_a_large_text_file_is_for_the_command_line(settings: Settings) -> None:
    line = "4525;3.38.76;1;600.000\r\n"
    header = "Omkostningssted;Funktion;Art;Regnskab 2025\r\n"
    content = (header + line * (budget_text.LARGE // len(line) + 1)).encode()
    with pytest.raises(RejectedError) as refused:
        draft_steps.begin(settings, [("konti.csv", content)], quiet)
    (problem,) = refused.value.problems
    assert problem.place == "konti.csv"
    assert problem.expected == "Siden tager tekstfiler med budget under 5 MB"
    assert "kommandolinjen" in problem.remedy
    assert drafts.listed(settings) == []


# --- checked --------------------------------------------------------------------------------------

ANSWERS = {"sign": "minus", "unit": "kr", "prices": "løbende"}


@pytest.mark.parametrize(
    ("cells", "answers", "place", "found"),
    [
        ({(1, 4): "6oo"}, {}, 'Ark "Sheet", celle E2', "»6oo« er ikke et beløb"),
        ({}, {"sign": "omvendt"}, 'Ark "Sheet"', "fortegn"),
        ({(1, 1): "3.22.14"}, {}, 'Ark "Sheet", kolonne B', "findes ikke i 2025"),
        ({(0, 4): "Regnskab 2031"}, {}, 'Ark "Sheet"', "2031"),
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_nothing_changes(
    settings: Settings,
    tmp_path: Path,
    cells: dict[tuple[int, int], str],
    answers: dict[str, str],
    place: str,
    found: str,
) -> None:
    draft = begun(settings, budgets.changed(LINES, cells), tmp_path)
    draft = draft_steps.confirmed(said(draft, {**ANSWERS, **answers}))
    ready = draft_steps.candidate(settings, draft, TODAY)
    problems = [one for one in ready.problems if found in str(one)]
    assert problems, told(ready)
    assert problems[0].place.startswith(place)
    assert problems[0].remedy
    assert ready.has_errors
    with pytest.raises(RejectedError):
        draft_steps.publish(settings, draft, ready, "Bo", "Regnskab", Changes((), 34))
    assert publishing.names(settings.releases) == []
    assert [entry.id for entry in drafts.listed(settings)] == [draft.id]


def test_units_said_in_two_ways_stay_open(settings: Settings, tmp_path: Path) -> None:
    draft = begun(settings, [["Beløb i 1.000 kr. og mio. kr."], *LINES], tmp_path)
    assert f"{WHOLE}unit" in draft_kinds.of(draft).lacking(draft)


# --- remembered -----------------------------------------------------------------------------------


def test_the_next_file_of_its_kind_asks_for_the_prices_alone(
    settings: Settings, tmp_path: Path
) -> None:
    draft = draft_steps.confirmed(said(begun(settings, LINES, tmp_path), ANSWERS))
    published(settings, draft_steps.named(draft, " Opus, linjer "))
    (kept,) = budget_reading.remembered(settings)
    assert (kept.name, kept.constants) == ("Opus, linjer", {"sign": "minus", "unit": "kr"})

    again = begun(settings, budgets.changed(LINES, {(1, 4): "650.000"}), tmp_path, "ny.xlsx")
    assert dict(draft_text.found(again))["Koblet før"] == "ja, som »Opus, linjer«"
    assert draft_steps.waiting(again) == ("=prices",)


def test_a_file_that_says_otherwise_than_is_remembered_is_asked_about(
    settings: Settings, tmp_path: Path
) -> None:
    draft = draft_steps.confirmed(said(begun(settings, LINES, tmp_path), ANSWERS))
    published(settings, draft_steps.named(draft, "Opus"))
    again = begun(settings, [["Regnskab. Beløb i 1.000 kr."], *LINES], tmp_path, "ny.xlsx")
    assert "=unit" in draft_steps.waiting(again)
    assert again.reading is not None
    rows = {row.key: row.becomes for row in draft_kinds.of(again).rows(again)}
    assert rows["=unit"] == "Enhed: 1.000 kr."


def test_a_corrected_file_keeps_what_was_answered(settings: Settings, tmp_path: Path) -> None:
    wrong = begun(settings, budgets.changed(LINES, {(1, 4): "6oo"}), tmp_path)
    draft = draft_steps.confirmed(said(wrong, ANSWERS))
    files = [("rettet.xlsx", budgets.write(tmp_path / "rettet.xlsx", LINES).read_bytes())]
    mended = draft_steps.again(settings, draft, files, quiet)
    assert (mended.id, mended.name, mended.reading) == (draft.id, "rettet.xlsx", draft.reading)
    assert draft_steps.waiting(mended) == ()
    assert not draft_steps.candidate(settings, mended, TODAY).has_errors
