"""The matrices of statistikbanken.dk: their layout, what their labels mean, what is refused."""

from contextlib import suppress
from itertools import product
from pathlib import Path

import duckdb
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from danish.errors import DanishError
from ingest import by_hand, checks, matrix, matrix_text
from ingest.problem import RejectedError
from store.settings import Settings
from store.warehouse import reading
from tests.conftest import TODAY
from tests.ingest.matrices import (
    AREAS,
    NOTES,
    OFFENCES,
    QUARTERS,
    TITLE,
    csv_matrix,
    of,
    official,
    written,
    xlsx_matrix,
)
from tests.store.figures import in_force

SPECIMENS = Path(__file__).parents[3] / "shared" / "statbank" / "specimens"

Figures = dict[tuple[str, ...], float | None]

SMALL_AREAS, SMALL_OFFENCES = ("Ishøj", "Vallensbæk"), ("Indbrud i beboelser", "Manddrab")
SMALL = {
    labels: number
    for number, labels in enumerate(product(SMALL_AREAS, SMALL_OFFENCES, QUARTERS[:2]), 10)
}
SMALL_CODES = {
    (AREAS[area], OFFENCES[offence], period): float(figure)
    for (area, offence, period), figure in SMALL.items()
}
SMALL_CSV = csv_matrix([SMALL_AREAS, SMALL_OFFENCES], [QUARTERS[:2]], of(SMALL))


def figures(path: Path, table: str | None = None) -> Figures:
    """The cells that a file holds, by code, read and checked as the program does."""
    found = by_hand.look(path, table=table)
    assert found.coded
    rows = found.coded.unfold(duckdb.connect().begin())
    if problems := checks.check(rows, [rows.seen], TODAY):
        raise RejectedError(problems)
    return {
        tuple(codes): None if figure in checks.NOT_PUBLISHED else float(figure.replace(",", "."))
        for *codes, figure in rows.ask(f"select {rows.keys}, figure from incoming")
    }


def small(path: Path, text: str = SMALL_CSV, encoding: str = "latin-1") -> Figures:
    return figures(written(path / "hentet.csv", text, encoding), None)


# --- the same figures as in BULK ------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_matrix_is_loaded_with_the_figures_that_bulk_has(
    settings: Settings, tmp_path: Path, form: str
) -> None:
    expected = official()
    down, across = [list(AREAS), list(OFFENCES)], [QUARTERS]
    if form == "csv":
        text = csv_matrix(down, across, of(expected))
        path = written(tmp_path / "2026111514213943STRAF1150490.csv", text)
    else:
        path = xlsx_matrix(tmp_path / "202611151421.xlsx", down, across, of(expected))
    loaded = by_hand.load_file(settings, path, "Anne", TODAY)

    assert 0 in expected.values()
    assert (loaded.table, loaded.cells, loaded.zeros) == ("STRAF11", 36, 0)
    with reading(settings) as open_:
        assert in_force(open_, "STRAF11") == {
            (AREAS[area], OFFENCES[offence], period): figure
            for (area, offence, period), figure in expected.items()
        }
        (load,) = open_.loads()
    assert load.note.endswith("Ingen celler mangler.")
    assert (load.first_period, load.last_period) == ("2025K1", "2025K4")


def test_a_table_of_years_with_its_variables_in_any_order(tmp_path: Path) -> None:
    title = (
        "Anmeldte forbrydelser og sigtelser efter anmeldte og sigtede, tid, område og "
        "overtrædelsens art"
    )
    text = csv_matrix(
        [("Anmeldt", "Sigtelser"), ("2023", "2024")],
        [("Ishøj", "Greve"), ("Straffelov i alt",)],
        lambda stage, year, area, offence: int(year) + len(stage) + len(area),
        title=title,
    )
    expected = {
        (area, "1", stage, year): float(int(year) + letters + length)
        for (area, length), (stage, letters), year in product(
            (("183", 5), ("253", 5)), (("ANM", 7), ("SIG", 9)), ("2023", "2024")
        )
    }

    assert small(tmp_path, text) == expected


# --- the forms a matrix may have ------------------------------------------------------------------


def replaced(*pairs: tuple[str, str]) -> str:
    text = SMALL_CSV
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param(SMALL_CSV, "latin-1", id="as it comes"),
        pytest.param(SMALL_CSV, "utf-8", id="UTF-8"),
        pytest.param(SMALL_CSV, "utf-8-sig", id="byte order mark"),
        pytest.param(replaced(("\r\n", "\n")), "latin-1", id="LF"),
        pytest.param(
            replaced((",", ";"), ("efter område;", "efter område,")), "cp1252", id="semicolons"
        ),
        pytest.param(
            replaced((",", "\t"), ("efter område\t", "efter område,")), "cp1252", id="tab"
        ),
        pytest.param(replaced(('"', "")).replace(TITLE, f'"{TITLE}"'), "latin-1", id="no quotes"),
        pytest.param(replaced((TITLE, f"STRAF11: {TITLE}")), "latin-1", id="name in the title"),
        pytest.param(replaced((TITLE, f"STRAF11 {TITLE}")), "latin-1", id="name, no colon"),
        pytest.param(replaced((TITLE, TITLE.upper())), "latin-1", id="capitals"),
        pytest.param(
            replaced(("2025K1", "1. kvt. 2025"), ("2025K2", "2. kvartal 2025")),
            "latin-1",
            id="quarters in words",
        ),
        pytest.param(
            replaced(("Ishøj", "183 Ishøj"), ("Manddrab", "1230 Manddrab")),
            "latin-1",
            id="codes too",
        ),
        pytest.param(replaced(("Ishøj", "183"), ("Manddrab", "1230")), "latin-1", id="only codes"),
        pytest.param(
            replaced(("Manddrab", "- Manddrab"), ("Indbrud", "   Indbrud")), "latin-1", id="indents"
        ),
        pytest.param(
            csv_matrix([SMALL_AREAS, SMALL_OFFENCES], [QUARTERS[:2]], of(SMALL), notes=()),
            "latin-1",
            id="no notes",
        ),
        pytest.param(
            csv_matrix(
                [SMALL_OFFENCES],
                [SMALL_AREAS, QUARTERS[:2]],
                lambda offence, area, period: SMALL[area, offence, period],
            ),
            "latin-1",
            id="two variables across",
        ),
        pytest.param(
            csv_matrix(
                [QUARTERS[:2]],
                [SMALL_AREAS, SMALL_OFFENCES],
                lambda period, area, offence: SMALL[area, offence, period],
            ),
            "latin-1",
            id="time down",
        ),
    ],
)
def test_all_forms_of_a_matrix_give_the_same_figures(
    tmp_path: Path, text: str, encoding: str
) -> None:
    assert small(tmp_path, text, encoding) == SMALL_CODES


def test_what_is_not_published_is_no_value_and_a_dash_is_zero(tmp_path: Path) -> None:
    found = small(tmp_path, replaced((",10,11", ',"..",-')))

    assert found == SMALL_CODES | {
        ("183", "1320", "2025K1"): None,
        ("183", "1320", "2025K2"): 0,
    }


def test_a_label_may_write_its_abbreviations_in_full_dots(tmp_path: Path) -> None:
    text = replaced(("Manddrab", "Butikstyverier m.v."))

    assert {offence for _, offence, _ in small(tmp_path, text)} == {"1320", "1332"}


# --- which table it is ----------------------------------------------------------------------------


UNTITLED = csv_matrix([SMALL_AREAS, SMALL_OFFENCES], [QUARTERS[:2]], of(SMALL), title=None)


def test_without_a_title_the_file_s_name_tells_the_table(tmp_path: Path) -> None:
    assert figures(written(tmp_path / "2022928STRAF115049.csv", UNTITLED)) == SMALL_CODES


def test_without_a_title_the_sheet_s_name_tells_the_table(tmp_path: Path) -> None:
    down = [SMALL_AREAS, SMALL_OFFENCES]
    path = xlsx_matrix(tmp_path / "uden.xlsx", down, [QUARTERS[:2]], of(SMALL), title=None)

    assert figures(path) == SMALL_CODES


def test_a_table_that_nothing_tells_is_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path / "hentet.csv", UNTITLED)
    with pytest.raises(RejectedError) as caught:
        figures(path)

    told = str(caught.value)
    assert told.startswith(
        "hentet.csv: Filen har ingen titel, og så kan man ikke se, hvilken tabel det er. "
        "Ventede titlen på en af tabellerne STRAF11 (Anmeldte forbrydelser), STRAF22 (Anmeldte "
        "forbrydelser og sigtelser), FOLK1A (Befolkningen den 1. i kvartalet), "
    )
    assert told.endswith("Er det STRAF11, så vælg tabellen (på kommandolinjen: --table STRAF11).")
    assert figures(path, "straf11") == SMALL_CODES


def test_a_title_is_believed_against_the_file_s_name(tmp_path: Path) -> None:
    assert figures(written(tmp_path / "STRAF22.csv", SMALL_CSV)) == SMALL_CODES
    with pytest.raises(RejectedError) as caught:
        figures(tmp_path / "STRAF22.csv", "STRAF22")

    assert str(caught.value) == (
        "STRAF22.csv: Filen er STRAF11 (Anmeldte forbrydelser). Ventede STRAF22 (Anmeldte "
        "forbrydelser og sigtelser). Vælg den rigtige tabel eller den rigtige fil."
    )


# --- variables that are not in the matrix ---------------------------------------------------------


PEOPLE = {("Ishøj", "2026K1"): 24190, ("Vallensbæk", "2026K1"): 17340}
PEOPLE_TITLE = "Befolkningen den 1. i kvartalet efter område og tid"


def test_a_variable_that_is_not_there_is_read_as_all_and_told_of(
    settings: Settings, tmp_path: Path
) -> None:
    text = csv_matrix([SMALL_AREAS], [("2026K1",)], of(PEOPLE), title=PEOPLE_TITLE)
    loaded = by_hand.load_file(settings, written(tmp_path / "folk.csv", text), "Anne", TODAY)

    assert loaded.told == (
        "Variablerne KØN, ALDER og CIVILSTAND er ikke i filen og læses som i alt.",
    )
    with reading(settings) as open_:
        assert in_force(open_, "FOLK1A") == {
            ("183", "TOT", "IALT", "TOT", "2026K1"): 24190,
            ("187", "TOT", "IALT", "TOT", "2026K1"): 17340,
        }
        assert open_.loads()[0].note.endswith(loaded.told[0])


def test_a_line_above_the_header_tells_what_the_figures_are_of(tmp_path: Path) -> None:
    text = csv_matrix([SMALL_AREAS], [("2026K1",)], of(PEOPLE), title=PEOPLE_TITLE)
    found = small(tmp_path, text.replace('tid"\r\n', 'tid"\r\n"Køn: Mænd"\r\n"Enhed: Antal"\r\n'))

    assert found == {
        ("183", "1", "IALT", "TOT", "2026K1"): 24190,
        ("187", "1", "IALT", "TOT", "2026K1"): 17340,
    }


def test_two_variables_with_the_same_labels_are_told_apart_by_the_title(tmp_path: Path) -> None:
    """Sex and marital status both say "I alt"."""
    text = csv_matrix(
        [SMALL_AREAS, ("I alt",), ("I alt", "Ugift")],
        [("Alder i alt", "15 år"), ("2026K1",)],
        lambda area, sex, marital, age, period: len(area + marital + age),
        title="Befolkningen den 1. i kvartalet efter område, køn, civilstand, alder og tid",
    )
    found = small(tmp_path, text)

    assert found[("183", "TOT", "15", "U", "2026K1")] == 15
    assert len(found) == 8


# --- what is refused ------------------------------------------------------------------------------


AGAIN = "Hent tabellen igen fra statistikbanken.dk, og indlæs den, uden at den er rettet."
BULK = "Hent tabellen i formatet BULK eller CSV med koder og alle variabler."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            replaced(('"Ishøj"\r\n', "")),
            "hentet.csv, linje 4, kolonne A: Rækken mangler sin tekst i kolonne A. Ventede, at "
            "teksten står her eller længere oppe; filen er formentlig skåret af foroven. " + AGAIN,
            id="cut above",
        ),
        pytest.param(
            SMALL_CSV[: SMALL_CSV.index(",17")],
            "hentet.csv, linje 9, kolonne D: Den sidste række har 1 af 2 tal. Filen er formentlig "
            "skåret af under hentningen. Hent den igen.",
            id="cut between two figures",
        ),
        pytest.param(
            SMALL_CSV[: SMALL_CSV.index("7\r\n")],
            "hentet.csv, linje 9, kolonne D: Filen slutter midt i en linje og er formentlig skåret "
            "af under hentningen. Hent den igen.",
            id="cut inside the last figure",
        ),
        pytest.param(
            SMALL_CSV[: SMALL_CSV.index('" ","Manddrab",16')],
            "hentet.csv: 1 række mangler, for eksempel »Vallensbæk – Manddrab«. Ventede alle "
            "kombinationer; filen er formentlig skåret af eller rettet. " + AGAIN,
            id="cut between two lines",
        ),
        pytest.param(
            SMALL_CSV[: SMALL_CSV.index('drab",16')],
            "hentet.csv, linje 8: Linjen har et anførselstegn, der ikke bliver lukket. "
            "Filen er formentlig skåret af eller ændret: hent den igen.",
            id="cut inside a label",
        ),
        pytest.param(
            replaced((",12,13", ",12,")),
            "hentet.csv, linje 6, kolonne D: Tallet mangler. Ventede et helt tal på 0 eller mere. "
            "Hent filen igen.",
            id="a figure is missing",
        ),
        pytest.param(
            replaced((",12,13", ',12,"1.300"')),
            "hentet.csv, linje 6, kolonne D: »1.300« er ikke et tal. ",
            id="thousands",
        ),
        pytest.param(
            replaced((",12,13", "")),
            "hentet.csv, linje 6, kolonne B: Rækken »Manddrab« har ingen tal. Ventede et tal for "
            "hver kolonne; nuller skrives som 0. " + AGAIN,
            id="a row without figures",
        ),
        pytest.param(
            replaced((",12,13", ",12,13,14")),
            "hentet.csv, linje 6, kolonne E: Der står »14« uden for tabellen. Ventede kun noter i "
            "første kolonne. " + AGAIN,
            id="a figure too many",
        ),
        pytest.param(
            replaced(("Vallensbæk", "Atlantis")),
            "hentet.csv, linje 7, kolonne A: »Atlantis« er ikke en kendt kode i kolonnen OMRÅDE. ",
            id="unknown area",
        ),
        pytest.param(
            replaced(("2025K2", "2026K4")),
            "hentet.csv, linje 3, kolonne D: 4. kvartal 2026 ligger i fremtiden.",
            id="a quarter that is not over",
        ),
        pytest.param(
            replaced(("2025K1", "2024"), ("2025K2", "2025")),
            "hentet.csv, linje 3, kolonne C: »2024« er ikke en periode, som STRAF11 har.",
            id="years",
        ),
        pytest.param(
            replaced(("2025K1", "Ialt"), ("2025K2", "Andet")),
            'hentet.csv, linje 3, kolonne D: Perioden "Andet" kendes ikke.',
            id="no periods",
        ),
        pytest.param(
            replaced(("2025K2", "2025K1")),
            "hentet.csv, linje 5: Samme celle (183; 1320; 2025K1) står 2 gange.",
            id="a quarter twice",
        ),
        pytest.param(
            replaced(("Vallensbæk", "Ishøj")),
            "hentet.csv, linje 5 og 8: Samme celle (183; 1320; 2025K1) står 2 gange.",
            id="an area twice",
        ),
        pytest.param(
            replaced(("Ishøj", "Ish�j")).replace("�", "\ufffd"),
            "hentet.csv, linje 4, kolonne A: »Ish\ufffdj« har mistet sine danske bogstaver",
            id="lost letters",
        ),
        pytest.param(
            replaced((TITLE, "Skyldige personer efter køn og tid")),
            "hentet.csv: Titlen er »Skyldige personer efter køn og tid«, og så kan man ikke se, ",
            id="another title",
        ),
        pytest.param(
            replaced((TITLE, "STRAF46: Afgørelser efter område, overtrædelsens art og tid")),
            "hentet.csv: Tabellen STRAF46 står ikke i data/config/sources.toml. Der står: STRAF11,",
            id="a table that is not wanted",
        ),
        pytest.param(
            replaced((TITLE, "Anmeldte forbrydelser efter område, køn, overtrædelsens art og tid")),
            "hentet.csv: Titlen nævner 4 variabler (område, køn, overtrædelsens art og tid), men "
            "tabellen har 3. " + BULK,
            id="the title has a variable more",
        ),
        pytest.param(
            csv_matrix(
                [SMALL_AREAS], [QUARTERS[:2]], lambda *_: 1, title=TITLE.replace(" overtræ", " ")
            ).replace(", delsens art", ""),
            "hentet.csv: Filen siger ikke, hvad tallene gælder for variablen OVERTRÆD. Ventede "
            "variablerne OMRÅDE, OVERTRÆD og TID. " + BULK,
            id="a variable that must be there is not",
        ),
        pytest.param(
            csv_matrix(
                [SMALL_AREAS, SMALL_OFFENCES, ("Sol", "Regn")], [QUARTERS[:2]], lambda *_: 1
            ),
            "hentet.csv, linje 6, kolonne C: Teksterne »Sol« og »Regn« passer ikke til nogen "
            "variabel i STRAF11. Ventede OMRÅDE, OVERTRÆD og TID. " + BULK,
            id="a variable that the table lacks",
        ),
        pytest.param(
            replaced(('tid"\r\n', 'tid"\r\n"Enhed: Procent"\r\n')),
            "hentet.csv: Tallenes enhed er »Procent«. Ventede »Antal«. Hent tabellen uden at lade "
            "statistikbanken.dk beregne procenter eller indeks.",
            id="per cent",
        ),
        pytest.param(
            f'"{TITLE}"\r\n\r\n"der er ingen tal"\r\n',
            "hentet.csv: Filen har ingen overskrift med perioder. ",
            id="only a title",
        ),
        pytest.param(
            f'"{TITLE}"\r\n\r\n" "," ","2025K1","2025K2"\r\n',
            "hentet.csv, linje 3, kolonne C: Under overskriften står der ingen tal. Hent den igen.",
            id="only a header",
        ),
        pytest.param(
            SMALL_CSV + '"en note"\r\n' * 50 + ",".join(["1"] * 500) + "\r\n",
            "hentet.csv, linje 64: Linjen har 500 felter. Ventede højst 4. ",
            id="a line too long",
        ),
        pytest.param(
            f'"{TITLE}"\r\n\r\n' + "," * 5000 + "1\r\n",
            "hentet.csv, linje 1, kolonne EWW: Tabellen er bredere end 4.000 kolonner. ",
            id="too wide",
        ),
        pytest.param(
            f'"{TITLE}"\r\n\r\n' + "," * 3_000_000 + "1\r\n",
            "hentet.csv, linje 3: Linjen har over 1.000.000 tegn. ",
            id="a line without end",
        ),
    ],
)
def test_a_matrix_that_is_not_right_is_refused_with_place_finding_and_remedy(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(RejectedError) as caught:
        small(tmp_path, text, "utf-8")

    assert str(caught.value).startswith(message)


def test_a_matrix_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matrix_text, "MOST_CELLS", 30)
    with pytest.raises(RejectedError) as caught:
        small(tmp_path)

    assert str(caught.value) == (
        "hentet.csv: Tabellen har over 30 celler. Hent den i formatet BULK."
    )


def test_a_spreadsheet_s_places_are_cells(tmp_path: Path) -> None:
    figures_ = SMALL | {("Vallensbæk", "Manddrab", "2025K2"): "mange"}
    down = [SMALL_AREAS, SMALL_OFFENCES]
    path = xlsx_matrix(tmp_path / "hentet.xlsx", down, [QUARTERS[:2]], of(figures_))
    with pytest.raises(RejectedError) as caught:
        figures(path)

    assert str(caught.value).startswith(
        'hentet.xlsx, ark "STRAF11", celle D7: »mange« er ikke et tal. '
    )


@pytest.mark.parametrize("first", [True, False])
def test_a_sheet_of_notes_beside_the_table_is_passed_over(tmp_path: Path, first: bool) -> None:
    down = [SMALL_AREAS, SMALL_OFFENCES]
    path = xlsx_matrix(tmp_path / "hentet.xlsx", down, [QUARTERS[:2]], of(SMALL))
    book = openpyxl.load_workbook(path)
    book.create_sheet("Noter", 0 if first else None).append(["Kilde", "Danmarks Statistik"])
    book.save(path)

    assert figures(path) == SMALL_CODES


def test_of_two_tables_in_one_file_none_is_chosen(tmp_path: Path) -> None:
    down = [SMALL_AREAS, SMALL_OFFENCES]
    path = xlsx_matrix(tmp_path / "hentet.xlsx", down, [QUARTERS[:2]], of(SMALL))
    book = openpyxl.load_workbook(path)
    book.create_sheet("Mere").append([TITLE])
    book.save(path)
    with pytest.raises(RejectedError) as caught:
        figures(path)

    assert str(caught.value) == (
        "hentet.xlsx: Filen har flere ark: »STRAF11« og »Mere«. Ventede ét ark med en tabel fra "
        "statistikbanken.dk. Gem hver tabel i sin egen fil."
    )


def test_a_table_retyped_in_a_spreadsheet_is_refused(tmp_path: Path) -> None:
    """Its quarters are lost, and so is the offence."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "STRAF11"
    for row in (["Column1", "2007", "20072", "20073"], ["Ishøj", 310, 325, 298]):
        book.active.append(row)
    book.save(tmp_path / "hentet.xlsx")
    with pytest.raises(RejectedError) as caught:
        figures(tmp_path / "hentet.xlsx")

    assert str(caught.value) == (
        "hentet.xlsx: Filen siger ikke, hvad tallene gælder for variablen OVERTRÆD. Ventede "
        "variablerne OMRÅDE, OVERTRÆD og TID. " + BULK
    )


def test_a_table_that_is_not_wanted_is_named_as_its_sheet_is(tmp_path: Path) -> None:
    path = xlsx_matrix(
        tmp_path / "hentet.xlsx",
        [("Mænd", "Kvinder"), ("Selvstændige", "Lønmodtagere")],
        [("2023", "2024")],
        lambda *labels: 7,
        title="Skyldige personer efter køn, socioøkonomisk status og tid",
        sheet="STRFSOC1",
    )
    with pytest.raises(RejectedError) as caught:
        figures(path)

    assert str(caught.value).startswith(
        "hentet.xlsx: Arket hedder STRFSOC1. Titlen er »Skyldige personer efter køn, "
        "socioøkonomisk status og tid«, og rækker og kolonner passer ikke til nogen tabel, der "
        "indlæses. Ventede STRAF11 (Anmeldte forbrydelser), STRAF22 "
    )
    assert str(caught.value).endswith(
        "Hent en af dem, eller tilføj tabellen i data/config/sources.toml."
    )


# --- whatever comes -------------------------------------------------------------------------------


def test_a_file_cut_anywhere_is_refused_or_holds_nothing_wrong(tmp_path: Path) -> None:
    """What can be taken from a cut file are whole groups, with the figures they had."""
    content = SMALL_CSV.encode("latin-1")
    path = tmp_path / "straf11.csv"
    taken = []
    for size in range(len(content)):
        path.write_bytes(content[:size])
        try:
            found = figures(path, None)
        except RejectedError:
            continue
        assert found.items() <= SMALL_CODES.items()
        assert len(found) in (2, 4, 8)
        taken.append(size)

    assert len(taken) < len("".join(NOTES)) + 20


@given(st.data())
def test_a_changed_byte_gives_a_danish_sentence_or_a_table(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(SMALL_CSV.encode("latin-1"))
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "straf11.csv"
    path.write_bytes(content)
    with suppress(DanishError):
        assert len(figures(path, "STRAF11")) in (4, 8)


# --- what StatBank really gave --------------------------------------------------------------------


@pytest.mark.skipif(not SPECIMENS.exists(), reason=f"needs the specimens in {SPECIMENS}")
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("BEV_matrix_latin1.csv", "Titlen er »Befolkningens udvikling efter bevægelsesart, køn, "),
        ("STRAF11_TOT_matrix_cut_latin1.csv", "linje 2, kolonne A: Rækken mangler sin tekst i"),
        ("STRAF11_straffelov_retyped.xlsx", "hvad tallene gælder for variablen OVERTRÆD."),
        ("STRAFNA3.xlsx", "Arket hedder STRAFNA3. Titlen er »Skyldige personer efter køn, alder,"),
        ("STRFSOC1.xlsx", "Arket hedder STRFSOC1."),
        ("STRFSOC2.xlsx", "Arket hedder STRFSOC2."),
        ("STRFUDD1.xlsx", "Arket hedder STRFUDD1."),
    ],
)
def test_the_specimens_are_recognised_and_refused_for_the_right_reason(
    name: str, message: str
) -> None:
    assert by_hand.is_statbank(SPECIMENS / name)
    with pytest.raises(RejectedError) as caught:
        figures(SPECIMENS / name)

    assert message in str(caught.value)


@pytest.mark.skipif(not SPECIMENS.exists(), reason=f"needs the specimens in {SPECIMENS}")
def test_a_specimen_is_laid_out_whole() -> None:
    found = matrix.read(SPECIMENS / "BEV_matrix_latin1.csv", "BEV.csv")

    assert [len(set(axis.labels)) for axis in found.axes] == [1, 2, 99, 16]
    assert (len(found.rows), len(found.columns)) == (198, 16)
    assert [axis.labels[-1] for axis in found.axes] == [
        "Befolkningen ultimo indeværende år",
        "Kvinder",
        "Aalborg",
        "2021",
    ]
    assert found.cells.iloc[found.rows[-1], found.columns[-1]] == "109616"


@pytest.mark.skipif(not SPECIMENS.exists(), reason=f"needs the specimens in {SPECIMENS}")
def test_the_cut_specimen_is_right_when_what_was_cut_is_put_back(
    tmp_path: Path, loaded: Settings
) -> None:
    cut = (SPECIMENS / "STRAF11_TOT_matrix_cut_latin1.csv").read_text("latin-1")
    header, rows = cut.split("\n", 1)
    title = "Anmeldte forbrydelser efter overtrædelsens art, område og tid"
    text = f'"{title}"\n\n{header}\n"Overtrædelsens art i alt"\n{rows}'
    found = figures(written(tmp_path / "hel.csv", text))

    with reading(loaded) as open_:
        official_figures = in_force(open_, "STRAF11")
    both = [key for key in found if key in official_figures]
    assert len(found) == 100 * 62
    assert len(both) > 1000
    assert sum(found[key] != official_figures[key] for key in both) < len(both) / 100
