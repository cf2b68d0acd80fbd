"""Confirming how a budget is read, a question at a time."""

import pytest

from ingest.coupling import Answer
from ingest.economy import budget_questions, budget_reading, budget_suggestion
from ingest.economy.budget_questions import NotAnAnswerError
from ingest.economy.budget_reading import Reading, lacking
from store.settings import Settings
from tests.ingest.economy import budgets
from tests.ingest.economy.budgets import ERP, MINUTES, YEARS, table


def suggested(rows: budgets.Rows) -> Reading:
    return budget_suggestion.suggest(table(rows)).reading


def answer(rows: budgets.Rows, reading: Reading, key: str, said: Answer) -> Reading:
    return budget_questions.answered(table(rows), reading, key, said)


def test_what_is_open_stands_first_in_words() -> None:
    found = budget_suggestion.suggest(table(MINUTES))
    rows = budget_questions.rows(table(MINUTES), found.reading, found.open)
    assert [(row.column, row.becomes, row.more) for row in rows if row.is_open] == [
        ("hele filen", "Fortegn: positive tal i både udgifter og indtægter", ""),
        ("hele filen", "Enhed: 1.000 kr.", ""),
        ("hele filen", "Prisniveau: 2025-priser", ""),
        ("Indtægter (-)", "Center eller anden enhed", ""),
        ("Budget 2022", "Beløb: vedtaget budget", "2022"),
        ("Budget 2023", "Beløb: vedtaget budget", "2023"),
    ]
    assert [row.column for row in rows if not row.is_open] == ["Regnskab 2022", "Regnskab 2023"]


def test_what_nobody_has_said_is_asked_in_turn_until_nothing_is_lacking() -> None:
    reading = suggested(ERP)
    assert lacking(reading) == ("prices", "unit", "year", "as_of")
    for name, typed in (
        ("prices", "Løbende priser"),
        ("unit", "kr"),
        ("year", "2026"),
        ("as_of", "30. september 2026"),
    ):
        question = budget_questions.question(table(ERP), reading, f"={name}")
        assert question.title.endswith("?")
        reading = answer(ERP, reading, f"={name}", Answer(typed))
    assert lacking(reading) == ()
    assert reading.constants == {
        "sign": "minus", "prices": "løbende", "unit": "kr", "year": "2026", "as_of": "2026-09-30"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "typed"), [("year", "næste år"), ("prices", "faste"), ("as_of", "31-13-2026")]
)
def test_what_is_no_answer_is_said(name: str, typed: str) -> None:
    with pytest.raises(NotAnAnswerError, match=f"»{typed}« kan ikke bruges her"):
        answer(ERP, suggested(ERP), f"={name}", Answer(typed))


def test_a_column_becomes_another_version_or_is_left_out() -> None:
    reading = answer(MINUTES, suggested(MINUTES), "Budget 2022", Answer("amount:korrigeret"))
    assert reading.column("Budget 2022").fixed == {"year": "2022", "version": "korrigeret"}
    reading = answer(MINUTES, reading, "Budget 2023", Answer(""))
    assert reading.column("Budget 2023").field == ""
    moved = answer(ERP, suggested(ERP), "PSP", Answer("cost_centre"))
    assert moved.column("PSP").field == "cost_centre"
    assert moved.column("Omkostningssted").field == ""


def test_names_on_no_list_are_coupled_kept_or_left_out() -> None:
    details = budget_questions.details(table(YEARS), suggested(YEARS), "Kolonne A", "unit")
    assert [value.text for value in details.unread] == ["KL's serviceramme"]
    assert {"=", "-", "Center for Kultur og Fritid"} <= set(details.codes)
    reading = answer(
        YEARS, suggested(YEARS), "Kolonne A", Answer("unit", codes={"KL's serviceramme": "-"})
    )
    assert reading.column("Kolonne A").labels == {"KL's serviceramme": ""}
    assert "Kolonne A" not in [
        row.key for row in budget_questions.rows(table(YEARS), reading, ()) if row.is_open
    ]


def test_money_in_a_column_can_be_pointed_at() -> None:
    rows = [["Funktion", "Tal"], ["5.28.21", "100"]]
    reading = suggested(rows)
    assert lacking(reading) == ("amount",)
    question = budget_questions.question(table(rows), reading, "=amount")
    assert list(question.choices) == ["Funktion", "Tal"]
    assert answer(rows, reading, "=amount", Answer("Tal")).column("Tal").field == "amount"


def test_a_reading_is_remembered_without_what_is_of_one_file(settings: Settings) -> None:
    reading = Reading(
        "Opus/Prisme", suggested(ERP).columns,
        {"sign": "minus", "unit": "kr", "prices": "2025", "year": "2025", "as_of": "2025-06-30"},
    )  # fmt: skip
    budget_reading.remember(settings, reading)
    (kept,) = budget_reading.remembered(settings)
    assert kept == Reading("Opus/Prisme", reading.columns, {"sign": "minus", "unit": "kr"})
    again = budget_suggestion.suggest(table(ERP), [kept])
    assert again.is_remembered
    assert lacking(again.reading) == ("prices", "year", "as_of")


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"name": "x", "columns": [{"name": "a", "field": "løn"}], "constants": {}}',
        '{"name": "x", "columns": [], "constants": {"sign": "plus"}}',
    ],
)
def test_a_damaged_reading_is_passed_over(settings: Settings, text: str) -> None:
    folder = settings.data / "budgets"
    folder.mkdir(parents=True)
    (folder / "x.json").write_text(text, "utf-8")
    assert budget_reading.remembered(settings) == []
