"""Confirming a mapping a question at a time: what is asked, and what an answer does."""

from dataclasses import replace

import pytest

from danish.periods import UnknownPeriodError
from ingest import coupling, mapping
from ingest.coupling import ALL, MISSING, WHOLE, Answer
from ingest.mapping import FileMapping
from store.inputs import InputKind
from tests.ingest.uploads import ANSWERS, COUNTS, table_of

TABLE = table_of(ANSWERS)
REGISTER = table_of(COUNTS, "Fravær", "Elevfravær")


def suggested(source: str = "borger", kind: InputKind = InputKind.SURVEY) -> FileMapping:
    return mapping.suggest(TABLE, kind, source).mapping


def left_out(one: FileMapping) -> set[str]:
    return {column.name for column in one.columns if not column.field}


def field_of(one: FileMapping, name: str) -> str:
    return one.column(name).field


def answer(one: FileMapping, key: str, becomes: str, **more: object) -> FileMapping:
    """Answer as the page does: with what it shows by default, but for what is named."""
    shown = coupling.details(TABLE, one, key, becomes)
    codes = {value.text: value.code for value in shown.values}
    usual = {"unit": shown.unit, "is_turned": shown.is_turned, "codes": codes}
    return coupling.answered(TABLE, one, key, Answer(becomes, **(usual | more)))


def test_the_table_says_what_each_column_becomes_and_what_is_open_first() -> None:
    rows = coupling.rows(TABLE, suggested(), ("vægt_2025",))
    told = [(row.column, row.becomes, row.is_open) for row in rows]
    assert told[0] == ("vægt_2025", "Vægt", True)
    assert ("Bydel", "Bydel", False) in told
    assert ("hele filen", "Tidspunkt: 2025", False) in told
    assert ("hele filen", "Område: Ishøj", False) in told
    assert told[-1] == ("Q4_dag", "Ikke med", False)
    assert coupling.in_short(rows) == "5 genkendt · 1 skal bekræftes · 1 ikke med"


def test_what_no_column_holds_must_be_answered() -> None:
    one = replace(suggested(), constants={})
    rows = [row for row in coupling.rows(TABLE, one, ()) if row.is_open]
    assert {row.key for row in rows} == {f"{WHOLE}wave", f"{WHOLE}area"}
    question = coupling.question(TABLE, one, f"{WHOLE}wave")
    assert question.title == "Hvilken periode gælder filen for?"
    assert (question.choices, question.hint) == ({}, "For eksempel 2025.")
    one = coupling.answered(TABLE, one, f"{WHOLE}wave", Answer("2025"))
    one = coupling.answered(TABLE, one, f"{WHOLE}area", Answer("183"))
    assert one.constants == {"wave": "2025", "area": "183"}
    assert mapping.lacking(one) == ()


@pytest.mark.parametrize(
    ("source", "file", "shown"),
    [
        ("borger", "borgere_2025_dataset.csv", "2025"),
        ("borger", "2023 og 2025.csv", ""),
        ("borger", "sag 120254.csv", ""),
        ("ungeprofil", "unge_2024-25.csv", "skoleåret 2024/25"),
    ],
)
def test_a_period_in_the_name_of_the_file_is_suggested(source: str, file: str, shown: str) -> None:
    one = FileMapping("", InputKind.SURVEY, source, (), {})
    assert coupling.question(TABLE, one, f"{WHOLE}wave", file).chosen == shown


def test_a_period_that_is_none_is_refused_with_an_example() -> None:
    with pytest.raises(UnknownPeriodError, match="»i fjor« er ikke en periode"):
        coupling.answered(TABLE, suggested(), f"{WHOLE}wave", Answer("i fjor"))


def test_a_question_shows_the_texts_and_all_that_the_column_may_become() -> None:
    question = coupling.question(TABLE, suggested(), "Q4_dag")
    assert question.title == "Q4_dag er"
    assert question.hint == "7 · 6 · 98 · 11 (4 udfyldte celler)"
    assert question.chosen == ""
    assert question.choices[""] == "ikke med"
    assert question.choices["spørgsmål:tryg_dag"] == "Tryg i nabolaget"
    assert question.choices["weight"] == "vægt"


def test_choosing_a_survey_question_asks_for_its_scale_and_its_unknown_answers() -> None:
    details = coupling.details(TABLE, suggested(), "Q4_dag", "spørgsmål:tryg_dag")
    assert set(details.units) == {"tryg7", "tryg5"}
    assert (details.unit, details.can_turn, details.is_turned) == ("tryg7", True, False)
    assert details.codes["7"] == "7 · Meget tryg"
    assert details.codes[f"{MISSING}ved_ikke"] == "mangler: ved ikke"
    codes = {value.text: (value.code, value.count) for value in details.values}
    assert codes["98"] == (f"{MISSING}ved_ikke", 1)
    assert [value.text for value in details.unread] == ["11"]


def test_another_scale_has_other_unknown_answers() -> None:
    details = coupling.details(TABLE, suggested(), "Q4_dag", "spørgsmål:tryg_dag", "tryg5")
    assert details.unit == "tryg5"
    assert {value.text for value in details.unread} == {"6", "7", "11"}


def test_an_answer_couples_the_column() -> None:
    one = answer(
        suggested(), "Q4_dag", "spørgsmål:tryg_dag", is_turned=True,
        codes={"98": f"{MISSING}ved_ikke", "11": f"{MISSING}ønsker_ikke", "7": "7", "6": ""},
    )  # fmt: skip
    column = one.column("Q4_dag")
    assert (column.field, column.unit, column.reversed) == ("spørgsmål:tryg_dag", "tryg7", True)
    assert column.missing == {"98": "ved_ikke", "11": "ønsker_ikke"}
    assert column.labels == {}
    rows = {row.column: row for row in coupling.rows(TABLE, one, ())}
    assert rows["Q4_dag"].becomes == "Tryg i nabolaget"
    assert rows["Q4_dag"].more == "1–7, skalaen er vendt"


def test_a_text_is_read_as_what_the_analyst_says() -> None:
    one = answer(suggested(), "Tillid til politiet", "spørgsmål:tillid_politi", codes={"Enig": "2"})
    assert one.column("Tillid til politiet").labels["Enig"] == "2"
    one = answer(one, "Køn", "sex", codes={"Andet": ALL, "Kvinde": "K", "Mand": "M"})
    assert one.column("Køn").labels == {"Andet": "", "Kvinde": "K", "Mand": "M"}
    details = coupling.details(TABLE, one, "Køn", "sex")
    assert {value.text: value.code for value in details.values}["Andet"] == ALL


def test_what_is_confirmed_as_it_stands_changes_nothing_in_the_records() -> None:
    one = suggested()
    before, _ = mapping.apply(TABLE, one)
    for name in TABLE.columns:
        one = answer(one, name, field_of(one, name))
    after, _ = mapping.apply(TABLE, one)
    assert after.rows.equals(before.rows)


def test_two_columns_are_never_the_same_thing() -> None:
    one = answer(suggested(), "Q4_dag", "weight")
    assert field_of(one, "Q4_dag") == "weight"
    assert "vægt_2025" in left_out(one)


def test_a_column_takes_the_place_of_what_was_said_of_the_whole_file() -> None:
    one = answer(suggested(), "Bydel", "area")
    assert "area" not in one.constants


def test_a_column_can_be_left_out() -> None:
    one = answer(suggested(), "vægt_2025", "")
    assert "vægt_2025" in left_out(one)
    assert coupling.details(TABLE, one, "vægt_2025", "").values == ()


def test_a_register_that_lacks_a_number_asks_for_its_column() -> None:
    one = mapping.suggest(REGISTER, InputKind.REGISTER, "fravær").mapping
    columns = tuple(replace(c, field="") if "mindst" in c.name else c for c in one.columns)
    one = replace(one, columns=columns)
    assert mapping.lacking(one) == ("numerator",)
    question = coupling.question(REGISTER, one, f"{WHOLE}numerator")
    assert question.title == "Elever med mindst 10 % fravær står i kolonnen"
    assert set(question.choices) == set(REGISTER.columns)
    chosen = "Elever med mindst 10 % fravær"
    one = coupling.answered(REGISTER, one, f"{WHOLE}numerator", Answer(chosen))
    assert field_of(one, chosen) == "numerator"
    assert mapping.lacking(one) == ()


def test_a_share_may_be_written_in_two_ways() -> None:
    table = table_of(("År;Område;Andel", "2025;Ishøj;75", "2023;Ishøj;70"))
    one = mapping.suggest(table, InputKind.SURVEY_AGGREGATED, "national").mapping
    details = coupling.details(table, one, "Andel", "value")
    assert details.units == {"share": "andel fra 0 til 1", "percent": "procent"}
    assert details.unit == "percent"
    one = coupling.answered(table, one, "Andel", Answer("value", "share"))
    assert one.column("Andel").unit == "share"
