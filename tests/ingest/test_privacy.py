"""Personal columns go before anything is written; a CPR number that is left stops the file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import privacy
from tests.ingest.tables import table

SENTENCES = [
    f"Der er for mørkt på stien bag skolen, især om vinteren ({number})" for number in range(30)
]
NAMES = [f"{first} {last}" for first in ("Anne", "Bo", "Carla", "Dan", "Else", "Finn")
         for last in ("Eksempel", "Prøve", "Opdigtet", "Tænkt")]  # fmt: skip
GENERIC = "Kolonne1"


def why(heading: str, cells: list[str]) -> str:
    """Why a column is dropped; "" when it is kept."""
    _, dropped = privacy.strip(table({heading: cells, "År": ["2025"] * len(cells)}))
    return dropped[0].why if dropped else ""


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ("Navn", "navn"),
        ("Fornavn", "navn"),
        ("Efternavn", "navn"),
        ("Elevens navn", "navn"),
        ("Kontaktperson", "navn"),
        ("CPR-nr.", "CPR-nummer"),
        ("cprnummer", "CPR-nummer"),
        ("Personnummer", "CPR-nummer"),
        ("E-mail", "e-mail"),
        ("email", "e-mail"),
        ("Mailadresse", "e-mail"),
        ("Telefon", "telefonnummer"),
        ("Mobilnr.", "telefonnummer"),
        ("Tlf. nr.", "telefonnummer"),
        ("Adresse", "adresse"),
        ("Vejnavn", "adresse"),
        ("IP-adresse", "adresse"),
        ("respondentid", "svarpersonens id"),
        ("Respondent", "svarpersonens id"),
        ("Elev-id", "svarpersonens id"),
        ("Nr.", "svarpersonens id"),
        ("Kommentarer", "fritekst"),
        ("Uddybende kommentar", "fritekst"),
        ("Bemærkning", "fritekst"),
        ("Uddyb gerne dit svar", "fritekst"),
        ("Andet, skriv hvad", "fritekst"),
        ("Svar · Uddyb gerne", "fritekst"),
        ("closetime", "tidspunkt for svaret"),
    ],
)
def test_a_heading_tells_what_a_column_holds(heading: str, reason: str) -> None:
    assert why(heading, ["a", "b"]) == reason


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ([f"0102{year}-1234" for year in range(10, 40)], "CPR-nummer"),
        ([f"person{number}@example.dk" for number in range(30)], "e-mail"),
        ([f"+45 22 33 44 {number}" for number in range(10, 40)], "telefonnummer"),
        ([f"2{number}33445" for number in range(10, 40)], "telefonnummer"),
        ([f"Eksempelvej {number}, 2635 Ishøj" for number in range(30)], "adresse"),
        (SENTENCES, "fritekst"),
        (NAMES, "navn"),
    ],
)
def test_cells_tell_where_the_heading_does_not(cells: list[str], reason: str) -> None:
    assert why(GENERIC, cells) == reason


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Hvor tryg er du?", ["Hverken tryg eller utryg i mit nabolag"] * 40 + ["Meget tryg"] * 9),
        ("Bydel", ["Ishøj Landsby, Tranegilde og Torslunde", "Vejleåparken", "Bymidten"] * 20),
        ("Kommunenavn", [f"Store {letter}by Kommune" for letter in "ABCDEFGHIJKLMNOPQRSTUVWX"]),
        ("Skole", [f"Skolen {letter}by Nord" for letter in "ABCDEFGHIJKLMNOPQRSTUVWX"]),
        ("Klasse", ["8.a Skole A", "8.b Skole A", "9.c Skole B"] * 10),
        ("Spørgsmål", SENTENCES),
        ("Udsagn", SENTENCES),
        ("Kilde", SENTENCES),
        ("Dato", [f"2025-03-{day:02}" for day in range(1, 30)]),
        ("Vægt", [f"0,{number}" for number in range(10_000_000, 10_000_040)]),
        ("Antal svar", [str(number) for number in range(400, 440)]),
        ("Udsat for", ["Indbrud i bolig", "Tyveri af cykel eller knallert", "Ingen af delene"] * 9),
    ],
)
def test_what_repeats_or_is_no_person_is_kept(heading: str, cells: list[str]) -> None:
    assert why(heading, cells) == ""


def test_the_rest_of_the_table_stands_where_it_stood() -> None:
    whole = table(
        {"Navn": ["Anne", "Bo"], "Køn": ["1", "2"], "E-mail": ["a@b.dk", "c@d.dk"], "Alder": ["9"]},
        labels={"Navn": {"1": "x"}, "Køn": {"1": "Mand"}},
    )
    stripped, dropped = privacy.strip(whole)
    assert stripped.columns == ("Køn", "Alder") == tuple(stripped.rows)
    assert stripped.place(2, "Alder") == 'Ark "Svar", celle D3'
    assert stripped.labels == {"Køn": {"1": "Mand"}}
    assert [(one.column, one.why) for one in dropped] == [("Navn", "navn"), ("E-mail", "e-mail")]


def test_personal_data_around_the_table_and_in_its_headings_goes_too() -> None:
    whole = table(
        {"0101011234": ["a", "b"], "År": ["2025", "2025"]},
        title=["Borgerundersøgelse 2025", "Spørg anne@example.dk"],
        notes=["Ring 12 34 56 78", "Foreløbige tal"],
    )
    stripped, (dropped,) = privacy.strip(whole)
    assert stripped.title == ("Borgerundersøgelse 2025",)
    assert stripped.notes == ("Foreløbige tal",)
    assert stripped.columns == ("År",)
    assert dropped.column == 'Ark "Svar", kolonne A'


def leaking(cells: list[str | None]) -> list[str]:
    found = privacy.leaks(table({"År": ["2025"] * len(cells), "Klasse": cells}), ["År", "Klasse"])
    return [problem.place for problem in found]


@pytest.mark.parametrize(
    "cell",
    [
        "010203-1234",
        "0102031234",
        "010203 1234",
        "010203–1234",
        "Barnet 010203-1234 er flyttet",
        "310112-0000",
        "700112-4321",  # a substitute number
        "10203-1234",  # a lost zero
    ],
)
def test_a_cpr_number_in_a_kept_column_is_found(cell: str) -> None:
    assert leaking(["8.a", cell, None, "8.b"]) == ['Ark "Svar", celle B3']


@pytest.mark.parametrize(
    "cell",
    ["321203-1234", "011303-1234", "01020312345", "4512345678", "1,0102031234", "8.a", "2025-03-01",
     "123456789", "0102-1234", "12030"],
)  # fmt: skip
def test_other_numbers_are_not(cell: str) -> None:
    assert leaking(["8.a", cell, "8.b"]) == []


def test_a_number_that_lost_its_zero_counts_where_numbers_are_of_that_length() -> None:
    assert leaking(["8.a", "102031234"]) == ['Ark "Svar", celle B3']
    assert leaking(["102031234", "1102031234", "8.a"]) == [
        'Ark "Svar", celle B2', 'Ark "Svar", celle B3'
    ]  # fmt: skip
    assert leaking(["102031234", "17", "25", "1200"]) == []


def test_five_are_named_and_the_rest_counted() -> None:
    places = leaking([f"0102{year}1234" for year in range(10, 22)])
    assert places[:5] == [f'Ark "Svar", celle B{row}' for row in range(2, 7)]
    assert places[5:] == ['Ark "Svar", kolonne B']


@given(
    st.integers(1, 31), st.integers(1, 12), st.integers(0, 99), st.integers(0, 9999),
    st.sampled_from(["", "-", " ", " - "]), st.sampled_from(["", "Se ", "("]),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_every_cpr_number_is_found_and_never_said(
    day: int, month: int, year: int, last: int, between: str, before: str
) -> None:
    number = f"{day:02}{month:02}{year:02}{between}{last:04}"
    (problem,) = privacy.leaks(table({"Sag": ["a", f"{before}{number}", "b"]}), ["Sag"])
    assert number not in str(problem)
    assert f"{last:04}" not in str(problem)
    assert problem.place == 'Ark "Svar", celle A3'
    assert problem.remedy


@given(st.lists(st.lists(st.text(max_size=30) | st.none(), min_size=3, max_size=3), max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_table_can_be_stripped(rows: list[list[str | None]]) -> None:
    whole = table({name: [row[place] for row in rows] for place, name in enumerate("abc")})
    stripped, dropped = privacy.strip(whole)
    assert len(stripped.columns) + len(dropped) == 3
    assert isinstance(privacy.leaks(stripped, stripped.columns), list)
