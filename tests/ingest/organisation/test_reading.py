"""Reading the organisation workbook: sheets by name, columns by heading, cells by kind."""

from datetime import date

import pytest

from ingest.organisation import cell_values, reading
from ingest.organisation.cell_values import UnreadableError
from ingest.problem import RejectedError, Severity
from store.organisation_sheets import SHEETS, Field, Kind
from store.warehouse import Origin
from tests.ingest.organisation.workbooks import book, book_of, read, sheet_of, whole
from tests.organisation_rows import ROWS


def test_a_whole_workbook_is_read_without_problems() -> None:
    found = read(whole())
    assert found.problems == ()
    assert {code: len(rows) for code, rows in found.rows.items()} == {
        code: len(rows) for code, rows in ROWS.items()
    }
    assert found.origin is Origin.MUNICIPAL
    placed = found.rows["assignments"][0]
    assert (placed["fte"], placed["salary"], placed["moves"]) == (3.0, 165_000_000, False)
    assert found.rows["functions"][1]["goals"] == ("A", "B")
    assert found.rows["legal"][0]["applies_to_model"] == "ALL"
    assert found.rows["models"][1]["start_quarter"] == "2027K1"
    assert found.rows["milestones"][0]["planned"] == date(2026, 12, 1)


def test_english_codes_and_names_are_read_alike() -> None:
    danish, english = read(whole()), read(whole(), in_english=True)
    for code, rows in danish.rows.items():
        assert [row.values for row in rows] == [row.values for row in english.rows[code]]


def test_lines_of_title_columns_in_any_order_and_columns_beside_are_allowed() -> None:
    sheet = sheet_of(
        "KRITERIER ",
        [
            ["Kriterier, udkast", None, None, None, None],
            [None] * 5,
            ["Sådan ser 5 ud", "Min egen kolonne", "Kriterium", "sådan  ser 1 ud", "Navn"],
            ["Én har det.", "x", "K1", "Flere har det.", "Ansvar"],
        ],
    )
    found = reading.read(book_of([sheet]))
    (row,) = found.rows["criteria"]
    assert (row["criterion_id"], row["name"], row["best_5"]) == ("K1", "Ansvar", "Én har det.")
    assert row["gate"] is None
    (told,) = found.problems
    assert told.severity is Severity.WARNING
    assert told.place == 'Ark "KRITERIER ", kolonne B'
    assert "»Min egen kolonne« kendes ikke" in told.found


def test_an_empty_cell_is_not_assessed_and_never_zero() -> None:
    texts = whole()
    texts["scores"][0]["score"] = texts["assignments"][0]["fte"] = ""
    found = read(texts)
    assert found.rows["scores"][0]["score"] is None
    assert found.rows["assignments"][0]["fte"] is None


def test_a_wrong_cell_is_told_with_sheet_and_cell() -> None:
    texts = whole()
    texts["scores"][1]["score"] = "6"
    (problem,) = read(texts).problems
    assert problem.place == 'Ark "Bedømmelser", celle E3'
    assert str(problem).endswith("Tallet er 6. Ventede 1–5. Ret cellen.")


def test_many_of_the_same_are_told_a_few_times() -> None:
    texts = whole()
    for row in texts["assignments"]:
        row["moves"] = "måske"
    problems = read(texts).problems
    assert len(problems) == 6
    assert problems[-1].found.endswith("her og 16 steder mere")


@pytest.mark.parametrize(
    ("sheet", "field", "text", "what"),
    [
        ("risks", "text", "Ring til 12 34 56 78", "et telefonnummer"),
        ("models", "author", "navn@eksempel.dk", "en e-mailadresse"),
        ("raci", "note", "Sagen om 010190-1234", "et CPR-nummer"),
        ("sources", "url", "mailto:navn@eksempel.dk", "en e-mailadresse"),
    ],
)
def test_what_tells_who_somebody_is_stops_the_file(
    sheet: str, field: str, text: str, what: str
) -> None:
    texts = whole()
    texts[sheet][0][field] = text
    (problem,) = read(texts).errors
    assert what in problem.found
    assert problem.place.startswith(f'Ark "{SHEETS[sheet].title}", celle ')
    assert text not in str(problem)


@pytest.mark.parametrize(
    ("sheet", "field"), [("scores", "assessor_id"), ("swing", "politician_id")]
)
def test_persons_are_codes(sheet: str, field: str) -> None:
    texts = whole()
    texts[sheet][0][field] = "Anne-Hansen"
    (problem,) = read(texts).errors
    assert "ikke en kode" in problem.found
    assert "Anne" not in str(problem)


def test_the_digits_of_an_address_are_no_phone_number() -> None:
    texts = whole()
    texts["sources"][0]["url"] = "https://example.dk/sag/12345678"
    assert read(texts).problems == ()


def test_a_column_that_must_be_filled_in_is_missed() -> None:
    texts = whole()
    for row in texts["units"]:
        del row["type"]
    (problem,) = read(texts).errors
    assert str(problem) == (
        'Ark "Enheder": Kolonnen »Type« mangler. Den skal udfyldes i hver række. '
        "Indsæt den fra skabelonen."
    )


def test_a_cell_that_must_be_filled_in_is_missed() -> None:
    texts = whole()
    texts["units"][2]["name"] = ""
    (problem,) = read(texts).errors
    assert problem.place == 'Ark "Enheder", celle B4'
    assert "»Navn« mangler" in problem.found


def test_a_heading_that_is_nearly_right_is_guessed_at() -> None:
    sheet = sheet_of(
        "Kriterier",
        [["Kriterium", "Navn", "Sådan ser 1 ud", "Sådan ser 5 ud", "Er et kravv"], ["K1"] * 5],
    )
    (problem,) = reading.read(book_of([sheet])).problems
    assert "Menes »Er et krav«" in problem.expected


def test_the_same_sheet_twice_is_refused() -> None:
    english = book({"criteria": whole()["criteria"]}, in_english=True)
    danish = book({"criteria": whole()["criteria"]})
    found = reading.read(book_of([*danish.sheets, *english.sheets]))
    assert "er det samme som »Kriterier«" in found.errors[0].found


def test_sheets_without_rows_and_unknown_ones_are_told() -> None:
    rows = whole()
    headings = sheet_of("Fora", [[of.heading for of in SHEETS["fora"].fields]])
    notes = sheet_of("Mine noter", [["a", "b"], ["c", "d"]])
    filled = book({"criteria": rows["criteria"]})
    found = reading.read(book_of([*filled.sheets, headings, notes]))
    assert list(found.rows) == ["criteria"]
    told = [str(one) for one in found.problems]
    assert any("Uden rækker i filen: Fora" in one for one in told)
    assert any('Ark "Mine noter": Arket kendes ikke og læses ikke' in one for one in told)
    assert not found.errors


def test_another_spreadsheet_is_no_organisation() -> None:
    other = book_of([sheet_of("Kilder", [["Kilde", "Antal"], ["Avis", "3"]])])
    assert not reading.is_organisation(other)
    assert reading.is_organisation(book(whole()))
    with pytest.raises(RejectedError, match="Filen har ingen af arkene"):
        reading.read(book_of([sheet_of("Ark1", [["a", "b"], ["1", "2"]])]))


# --- origin ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said", [{"name": "EKSEMPEL_organisation.xlsx"}, {"title": "EKSEMPELDATA – opdigtet"}]
)
def test_a_file_that_calls_itself_an_example_is_one_but_for_public_facts(
    said: dict[str, str],
) -> None:
    texts = whole()
    for row in texts["units"]:
        row["origin"] = "offentlig kilde"
    texts["units"][0]["source_id"] = ""
    found = read(texts, **said)
    assert found.origin is Origin.EXAMPLE
    assert found.source == "organisation"
    assert [row["origin"] for row in found.rows["units"]] == ["example", *["official"] * 6]
    assert {row["origin"] for row in found.rows["models"]} == {"example"}


def test_a_file_of_public_facts_is_official() -> None:
    rows = [{**row, "origin": "offentlig kilde"} for row in whole()["units"]]
    found = read({"units": rows})
    assert (found.origin, found.source) == (Origin.OFFICIAL, "organisation-offentlig")


def test_a_file_with_own_rows_is_the_municipalitys() -> None:
    rows = [{**row, "origin": "Eksempeldata"} for row in whole()["units"]]
    rows[0]["origin"] = ""
    assert read({"units": rows}).origin is Origin.MUNICIPAL


# --- cells ----------------------------------------------------------------------------------------


def field(kind: Kind, **said: object) -> Field:
    return Field("x", "X", kind, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.NUMBER, "1.234,5", 1234.5),
        (Kind.NUMBER, "−0,5", -0.5),
        (Kind.WHOLE, "12", 12),
        (Kind.MONEY, "1.650", 165_000_000),
        (Kind.MONEY, "1,5 t.kr.", 150_000),
        (Kind.MONEY, "-300", -30_000_000),
        (Kind.YEAR, "2026", 2026),
        (Kind.QUARTER, "1. kvt. 2026", "2026K1"),
        (Kind.QUARTER, "2026K1", "2026K1"),
        (Kind.QUARTER, "1. kvartal 2026", "2026K1"),
        (Kind.DAY, "31-12-2027", date(2027, 12, 31)),
        (Kind.DAY, "2027-12-31", date(2027, 12, 31)),
        (Kind.DAY, "31. december 2027", date(2027, 12, 31)),
        (Kind.DAY, "1. dec. 2027", date(2027, 12, 1)),
        (Kind.FLAG, "Ja", True),
        (Kind.FLAG, "falsk", False),
        (Kind.FLAG, "0", False),
        (Kind.GOALS, "b; A", ("A", "B")),
        (Kind.GOALS, "A og D", ("A", "D")),
        (Kind.TEXT, "  to\n linjer ", "to linjer"),
        (Kind.KEY, "ØPU-1", "ØPU-1"),
        (Kind.GOALS, "", ()),
        (Kind.NUMBER, " ", None),
    ],
)
def test_a_cell_is_read_as_danes_write_it(kind: Kind, text: str, value: object) -> None:
    assert cell_values.read(field(kind), text) == value


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        (Kind.NUMBER, "1.5", "»1.5« er ikke et tal"),
        (Kind.WHOLE, "1,5", "Tallet er 1,5"),
        (Kind.YEAR, "12-12-2026", "er ikke et år"),
        (Kind.QUARTER, "foråret", "er ikke et kvartal"),
        (Kind.DAY, "31-02-2027", "er ikke en dag"),
        (Kind.FLAG, "måske", "er hverken ja eller nej"),
        (Kind.GOALS, "A; E", "»E« er ikke et mål"),
        (Kind.KEY, "to ord", "kan ikke være et id"),
        (Kind.TEXT, "x" * 2001, "Teksten er 2.001 tegn"),
    ],
)
def test_what_a_cell_cannot_be_is_said(kind: Kind, text: str, found: str) -> None:
    with pytest.raises(UnreadableError) as wrong:
        cell_values.read(field(kind), text)
    assert found in wrong.value.found


@pytest.mark.parametrize(
    ("sheet", "code", "text", "value"),
    [
        ("raci", "role", "A", "A"),
        ("raci", "role", "a – HAR ansvaret", "A"),
        ("consequences", "direction", "−", "-"),
        ("consequences", "direction", "+ taler for", "+"),
        ("consequences", "direction", "0", "0"),
        ("models", "status", "på den korte liste", "shortlist"),
        ("models", "status", "shortlist", "shortlist"),
        ("milestones", "type", "øpu", "OPU"),
        ("legal", "applies_to_model", "Alle", "ALL"),
        ("recommendations", "concerns_models", "M1;M2, M1", ("M1", "M2")),
    ],
)
def test_a_choice_is_read_by_its_word_or_its_code(
    sheet: str, code: str, text: str, value: object
) -> None:
    assert cell_values.read(SHEETS[sheet].field(code), text) == value
