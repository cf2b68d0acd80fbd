"""Files become rectangles of text, cell by cell where they stood."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import workbook
from ingest.problem import RejectedError, Severity
from ingest.reader.sheets import number_text
from ingest.workbook import Sheet, Workbook
from tests.ingest import spreadsheets
from tests.ingest.awkward import ods, text, xls, xlsx
from tests.ingest.spreadsheets import SHEET, raw_xlsx, read, row_xml

TABLE = [["Område", "År", "Andel"], ["Ishøj", 2023, 75.5], ["Vallensbæk", 2023, 77.9]]
READ = [["Område", "År", "Andel"], ["Ishøj", "2023", "75,5"], ["Vallensbæk", "2023", "77,9"]]


@pytest.fixture(scope="module", autouse=True)
def quickly() -> Iterator[None]:
    with spreadsheets.quickly():
        yield


def rows(sheet: Sheet) -> list[list[str]]:
    """The cells of a sheet, "" where empty."""
    return sheet.cells.fillna("").to_numpy().tolist()


def read_rows(folder: Path, content: bytes) -> list[list[str]]:
    return rows(read(folder, content).sheets[0])


def told(book: Workbook) -> str:
    assert {problem.severity for problem in book.told} <= {Severity.WARNING}
    return "\n".join(map(str, book.told))


def refused(folder: Path, content: bytes, name: str = "fil.csv") -> str:
    """Why a file is refused: one finding with a place and what to do."""
    with pytest.raises(RejectedError) as error:
        read(folder, content, name)
    (problem,) = error.value.problems
    assert problem.place
    assert problem.remedy
    return str(problem)


# --- spreadsheets ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "content"),
    [
        ("xlsx", xlsx({"Svar": TABLE})),
        ("xls", xls(TABLE)),
        ("ods", ods(TABLE)),
        ("csv", text(READ)),
    ],
)
def test_the_same_table_is_read_from_every_kind_of_file(
    tmp_path: Path, form: str, content: bytes
) -> None:
    book = read(tmp_path, content, "svar.dat")
    assert (book.form, rows(book.sheets[0])) == (form, READ)
    assert book.size == len(content)
    assert len(book.sha256) == 64


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (7.0, "7"),
        (0.75, "0,75"),
        (1234.5, "1234,5"),
        (-3, "-3"),
        (0.1 + 0.2, "0,3"),
        (1e-7, "0,0000001"),
        (1234567890123, "1234567890123"),
        (date(2025, 3, 1), "2025-03-01"),
        (datetime(2025, 3, 1, 12, 30), "2025-03-01 12:30:00"),
        (time(8, 15), "08:15:00"),
        (timedelta(hours=36.5), "36:30:00"),
        (True, "sand"),
        (False, "falsk"),
        ("  Meget tryg\u00a0", "Meget tryg"),
        ("007", "007"),
        ("1.234,5", "1.234,5"),
        ("=SUM(A1)", "=SUM(A1)"),
        ("<b>fed</b>", "<b>fed</b>"),
    ],
)
def test_a_cell_becomes_text(tmp_path: Path, value: object, expected: str) -> None:
    book = openpyxl.Workbook()
    cell = book.active.cell(1, 1, value)
    if isinstance(value, str):
        cell.data_type = "s"
    book.active["B1"] = True  # a column of mixed kinds, with 1 and sand side by side
    book.active["A2"], book.active["A3"] = 1, True
    book.save(tmp_path / "a.xlsx")
    assert read_rows(tmp_path, (tmp_path / "a.xlsx").read_bytes()) == [
        [expected, "sand"],
        ["1", ""],
        ["sand", ""],
    ]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_the_fifteen_digits_that_a_spreadsheet_shows(value: float) -> None:
    written = number_text(value)
    assert "e" not in written
    assert Decimal(written.replace(",", ".")) == Decimal(f"{value:.15g}")


CELLS = st.dictionaries(
    st.tuples(st.integers(0, 40), st.integers(0, 30)), st.integers(1, 9), min_size=1, max_size=6
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(CELLS, st.sampled_from(["xlsx", "xls"]))
def test_cells_keep_their_rows_and_columns(
    tmp_path: Path, cells: dict[tuple[int, int], int], form: str
) -> None:
    height, width = (1 + max(place[axis] for place in cells) for axis in (0, 1))
    table = [[cells.get((row, column)) for column in range(width)] for row in range(height)]
    content = xlsx({"Svar": table}) if form == "xlsx" else xls(table)
    expected = [["" if cell is None else str(cell) for cell in row] for row in table]
    assert read_rows(tmp_path, content) == expected


def test_white_space_round_the_contents_is_no_contents(tmp_path: Path) -> None:
    content = raw_xlsx(row_xml(1, "a", "b", "  ") + row_xml(2, "c", 1, " ") + row_xml(3, " "))
    assert read_rows(tmp_path, content) == [["a", "b"], ["c", "1"]]


@pytest.mark.parametrize("error", ["#DIV/0!", "#REF!", "#N/A", "#NAME?", "#VALUE!"])
def test_an_error_in_a_cell_is_kept_as_text(tmp_path: Path, error: str) -> None:
    cell = f'<c r="C2" s="0" t="e"><f>1/0</f><v>{error}</v></c>'
    content = raw_xlsx(row_xml(1, "a", "b") + f'<row r="2"><c r="A2"><v>1</v></c>{cell}</row>')
    book = read(tmp_path, content)
    assert rows(book.sheets[0]) == [["a", "b", ""], ["1", "", error]]
    assert book.told == ()


def test_a_sheet_of_nothing_but_errors_is_read(tmp_path: Path) -> None:
    content = raw_xlsx('<row r="2"><c r="B2" t="e"><v>#N/A</v></c></row>')
    assert read_rows(tmp_path, content) == [["", ""], ["", "#N/A"]]


@pytest.mark.parametrize("rows_", [2, 3_000])
def test_an_error_in_an_old_workbook_is_kept_as_text(tmp_path: Path, rows_: int) -> None:
    book = xlwt.Workbook()
    for name in ("Første", "Ænden €"):
        sheet = book.add_sheet(name)
        for row in range(rows_):
            sheet.write(row, 0, f"række {row}")
        sheet.row(1).set_cell_error(2, "#DIV/0!")
        sheet.row(rows_).set_cell_error(0, f"#{'NUM!' if name == 'Første' else 'REF!'}")
    book.save(tmp_path / "old.xls")
    first, second = read(tmp_path, (tmp_path / "old.xls").read_bytes()).sheets
    assert (first.cells.iat[1, 2], first.cells.iat[rows_, 0]) == ("#DIV/0!", "#NUM!")
    assert (second.cells.iat[1, 2], second.cells.iat[rows_, 0]) == ("#DIV/0!", "#REF!")
    assert second.cells.notna().to_numpy().sum() == rows_ + 2


def test_formulas_without_a_stored_value_are_named(tmp_path: Path) -> None:
    # openpyxl writes formulas as a program does that cannot calculate.
    content = xlsx({"Svar": [["Område", "Andel"], ["Ishøj", "=1+1"], ["Greve", "=B2"]]})
    book = read(tmp_path, content)
    assert book.sheets[0].formulas == ("B2", "B3")
    assert 'Ark "Svar": Formlerne i cellerne B2 og B3' in told(book)
    assert "gem den" in told(book)


def test_a_formula_with_a_stored_value_is_its_value(tmp_path: Path) -> None:
    cells = (
        '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c>'
        '<c r="C1" t="str"><f t="shared" si="0"/><v>x</v></c>'
    )
    book = read(tmp_path, raw_xlsx(f'<row r="1">{cells}</row>'))
    assert rows(book.sheets[0]) == [["2", "", "x"]]
    assert (book.sheets[0].formulas, book.told) == ((), ())


def test_a_sheet_with_named_spaces_is_read_and_its_formulas_found(tmp_path: Path) -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{spreadsheets.MAIN}"><x:sheetData><x:row r="1">'
        '<x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1"><x:f>A1</x:f></x:c>'
        '<x:c r="C1" t="e"><x:v>#N/A</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    book = read(tmp_path, raw_xlsx(parts={SHEET: sheet}))
    assert rows(book.sheets[0]) == [["1", "", "#N/A"]]
    assert book.sheets[0].formulas == ("B1",)


def test_empty_sheets_are_left_out_and_hidden_ones_come_last(tmp_path: Path) -> None:
    content = xlsx({"Skjult": TABLE, "Tom": [], "Svar": TABLE}, hidden=["Skjult"])
    assert [sheet.name for sheet in read(tmp_path, content).sheets] == ["Svar", "Skjult"]


def test_merged_cells_are_told(tmp_path: Path) -> None:
    content = xlsx({"Svar": [["a", None, "b"], [1, 2, 3]]}, merged=["A1:B1"])
    (sheet,) = read(tmp_path, content).sheets
    assert sheet.merged == ((0, 0, 0, 1),)


def test_a_file_with_nothing_in_it_is_refused(tmp_path: Path) -> None:
    assert "ingen udfyldte celler" in refused(tmp_path, xlsx({"Ark1": [], "Ark2": [[" "]]}))


# --- text files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_text_file_is_read(tmp_path: Path, separator: str, encoding: str, end: str) -> None:
    content = text(READ, separator=separator, encoding=encoding, end=end)
    book = read(tmp_path, content, "svar.csv")
    assert (book.form, book.sheets[0].name, rows(book.sheets[0])) == ("csv", "", READ)
    assert ("Windows' tegnsæt" in told(book)) == (encoding == "cp1252")


FIELD = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffd\ufeff"))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.lists(FIELD, min_size=3, max_size=3), min_size=2, max_size=6),
    st.sampled_from(";\t,|"),
)
def test_any_fields_in_quotation_marks_are_read_as_they_are(
    tmp_path: Path, fields: list[list[str]], separator: str
) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(
        [["første", "anden", "tredje"], *fields, ["1", "2", "3"]]
    )
    read_back = read_rows(tmp_path, written.getvalue().encode())
    assert read_back[1:-1] == [[field.strip() for field in row] for row in fields]


def test_a_field_may_hold_line_breaks_separators_and_quotation_marks(tmp_path: Path) -> None:
    table = [["navn", "svar"], ['Linje 1\nLinje 2; "ja"', "7,5"], ["b", "8"]]
    book = read(tmp_path, text(table))
    assert rows(book.sheets[0]) == table
    assert "flere linjer" in told(book)


def test_a_decimal_comma_is_no_separator(tmp_path: Path) -> None:
    table = [["a", "b"], ["7,5", "8,5"], ["1,0", "2,0"]]
    assert read_rows(tmp_path, text(table)) == table


def test_titles_and_notes_have_fewer_fields(tmp_path: Path) -> None:
    content = "Tryghed i Ishøj\n\nOmråde;Andel;n\nIshøj;75,5;200\n\nKilde: kommunen\n".encode()
    assert read_rows(tmp_path, content) == [
        ["Tryghed i Ishøj", "", ""],
        ["", "", ""],
        ["Område", "Andel", "n"],
        ["Ishøj", "75,5", "200"],
        ["", "", ""],
        ["Kilde: kommunen", "", ""],
    ]


def test_empty_fields_at_the_end_of_lines_do_not_count(tmp_path: Path) -> None:
    assert read_rows(tmp_path, b"a;b\n1;2;\n3;4;;\n5;6;\n") == [
        ["a", "b"],
        ["1", "2"],
        ["3", "4"],
        ["5", "6"],
    ]


def test_the_line_that_says_what_the_separator_is_becomes_a_blank_row(tmp_path: Path) -> None:
    assert read_rows(tmp_path, b"sep=,\r\na,b\r\n1;2,3\r\n") == [["", ""], ["a", "b"], ["1;2", "3"]]


@pytest.mark.parametrize(
    ("content", "place", "found"),
    [
        ("a;b;c\n1;2;3\n4;5\n6;7;8\n", "linje 3", "2 felter"),
        ("a;b;c\n1;2;3\n4;5;6;7\n6;7;8\n", "linje 3", "4 felter"),
        ("a;b;c\n1;2;3\n4;fri\ntekst;6\n6;7;8\n", "linje 3", "1 linje til (linje 4)"),
        ("a;b;c\n1;2;3\nrest\n6;7;8\n", "linje 3", "1 felt"),
        ("titel\n\na;b;c\n1;2;3;4\n6;7;8\n", "linje 4", "4 felter"),
        ("a;b\n1;2;3\n4;5;6\n", "linje 1", "2 felter"),
        ("a;b;c\n1;2;3\n4;5;6\n7;8", "linje 4", "2 felter"),
        ("a;b;c\n1;2;3\n4;5;6\n7", "linje 4", "1 felt"),
        ('a;b;c\n1;"2\n2";3\n4;5\n6;7;8\n', "linje 4", "2 felter"),
        ('a;b\n1;"2" tommer\n3;4\n', "linje 2", "anførselstegn"),
        ('a;b\n1;"2\n3;4\n', "linje 3", "anførselstegn"),
        (f'a;b\n1;"{"2;" * 60_000}\n', "linje 2", "længere end 100.000 tegn"),
    ],
)
def test_a_line_that_is_not_like_the_others_is_named(
    tmp_path: Path, content: str, place: str, found: str
) -> None:
    message = refused(tmp_path, content.encode())
    assert message.startswith(f"fil.csv, {place}:")
    assert found in message


def test_a_wrong_line_far_down_is_found(tmp_path: Path) -> None:
    lines = ["a;b;c", *["1;2;3"] * 30_000]
    lines[20_000] = "1;2"
    assert "linje 20.001: Linjen har 2 felter" in refused(tmp_path, "\n".join(lines).encode())


@pytest.mark.parametrize(
    "content",
    ["Område;Andel\nIshÃ¸j;7\n".encode(), "Område;Andel\nIsh�j;7\n".encode()],
)
def test_letters_that_were_lost_are_named(tmp_path: Path, content: bytes) -> None:
    message = refused(tmp_path, content)
    assert "danske bogstaver" in message
    assert "celle A2" in message


def test_letters_lost_in_a_workbook_are_named_with_their_sheet(tmp_path: Path) -> None:
    content = xlsx({"Svar": [["a", "b"], *[["Ish�j", 1]] * 7]})
    assert 'Ark "Svar"' in (message := refused(tmp_path, content))
    assert "cellerne A2, A3, A4, A5, A6 … (7 i alt)" in message


def test_the_letters_of_dos_are_not_guessed(tmp_path: Path) -> None:
    content = text([["Område", "Andel"], ["Ishøj", "7"], ["Grønå", "8"]], encoding="cp865")
    assert "tegnsæt" in refused(tmp_path, content)


# --- names and sizes ------------------------------------------------------------------------------


def test_a_file_is_what_it_holds_and_not_what_it_is_called(tmp_path: Path) -> None:
    book = read(tmp_path, text(READ), "svar.xlsx")
    assert book.form == "csv"
    assert "slutter på .xlsx, men den er en tekstfil" in told(book)
    assert read(tmp_path, text(READ), "svar.txt").told == ()


@pytest.mark.parametrize(
    ("start", "what"),
    [
        (b"%PDF-1.7 ", "PDF"),
        (b"\x1f\x8b\x08", "pakket"),
        (b"\x89PNG\r\n", "billede"),
        (b"<html><table><tr><td>1</td></tr></table>", "webside"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook>', "webside"),
        (b'{"a": 1}', "JSON"),
        (b"\x00\x01\x02\x03", "hverken et regneark eller en tekstfil"),
        (b"a;b\n1;\x002\n", "hverken et regneark eller en tekstfil"),
        (b"Kaere alle\nHermed tallene\nHilsen", "uden skilletegn"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, start: bytes, what: str) -> None:
    assert what in refused(tmp_path, start)


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        ({"word/document.xml": "<a/>"}, "tekstdokument"),
        ({"xl/workbook.bin": "a"}, "xlsb"),
        ({"svar.csv": "a;b"}, "pakket"),
    ],
)
def test_a_zip_file_that_is_no_workbook_is_named(
    tmp_path: Path, parts: dict[str, str], what: str
) -> None:
    assert what in refused(tmp_path, spreadsheets.packed(parts))


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".ods", ".csv", ""])
def test_where_a_file_lies_says_nothing_of_what_it_is(tmp_path: Path, ending: str) -> None:
    contents = {"xlsx": xlsx({"Svar": TABLE}), "xls": xls(TABLE), "ods": ods(TABLE)}
    for form, content in contents.items():
        path = tmp_path / f"fil{ending}"
        path.write_bytes(content)
        book = workbook.read(path, "svar")
        assert (book.form, rows(book.sheets[0])) == (form, READ)


def test_a_file_may_be_so_large_and_no_larger(tmp_path: Path) -> None:
    content = text(READ)
    path = tmp_path / "svar.csv"
    path.write_bytes(content)
    assert workbook.read(path, "svar.csv", most_bytes=len(content)).size == len(content)
    with pytest.raises(RejectedError, match="Den må højst fylde"):
        workbook.read(path, "svar.csv", most_bytes=len(content) - 1)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Brugere\\anne\\svar.xlsx", "svar.xlsx"),
        ("svar\x00\n\u202e.xlsx", "svar.xlsx"),
        ("", "filen"),
        ("../", "filen"),
        ("Måling 2025.xlsx", "Måling 2025.xlsx"),
        ("a" * 200 + ".xlsx", "a" * 89 + "…" + "a" * 5 + ".xlsx"),
    ],
)
def test_a_name_is_shown_without_folders_and_control_characters(name: str, shown: str) -> None:
    assert workbook.shown_name(name) == shown


@pytest.mark.parametrize(
    ("row", "column", "name"),
    [
        (0, 0, "A1"),
        (211, 5, "F212"),
        (0, 26, "AA1"),
        (0, 701, "ZZ1"),
        (1048575, 16383, "XFD1048576"),
    ],
)
def test_cells_are_named_as_in_a_spreadsheet(row: int, column: int, name: str) -> None:
    assert workbook.cell_name(row, column) == name
