"""What an analyst takes away from a check: nothing in it is live, and marks stand right."""

import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from ingest import marked_copy, workbook
from ingest.marked_copy import HEADINGS, Spot, marked, problem_list, spots
from ingest.problem import Problem, error, warning
from ingest.workbook import Sheet, Workbook

LIVE = ["=1+1", '=HYPERLINK("http://x")', "+1", "-1+1", "@SUM(A1)", "\t=1", "#REF!"]


def book(*sheets: Sequence[Sequence[str | None]], names: Sequence[str] = ("Svar",)) -> Workbook:
    made = [
        Sheet(name, pd.DataFrame(rows, dtype="str"))
        for name, rows in zip(names, sheets, strict=True)
    ]
    return Workbook("borgere.xlsx", "0" * 64, 1, "xlsx", tuple(made), ())


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def copy_of(it: Workbook, *problems: Problem, header: int = 0) -> Worksheet:
    return opened(marked(it, problems, {sheet.name: header for sheet in it.sheets})).worksheets[0]


def marks(sheet: Worksheet) -> dict[str, str]:
    """The notes by the cell's name; each such cell has a colour."""
    found = {cell.coordinate: cell for row in sheet.iter_rows() for cell in row if cell.comment}
    assert all(cell.fill.fill_type == "solid" for cell in found.values())
    return {name: cell.comment.text for name, cell in found.items()}


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ('Ark "Svar", celle F212', [Spot("Svar", 211, 5)]),
        ('Ark "Svar", celle AA3 og 3 steder mere', [Spot("Svar", 2, 26)]),
        ('Ark "A, celle B1", kolonne K', [Spot("A, celle B1", None, 10)]),
        ('Ark "Svar", celle B2, Ark "Svar", celle C3 og 1 sted mere',
         [Spot("Svar", 1, 1), Spot("Svar", 2, 2)]),
        ("Linje 212, kolonne F", [Spot("", 211, 5)]),
        ("Filen, linje 3–5", [Spot("", 2, None), Spot("", 3, None), Spot("", 4, None)]),
        ('Ark "Svar", række 7', [Spot("Svar", 6, None)]),
        ("Kolonne F", [Spot("", None, 5)]),
        ('Ark "Svar"', []),
        ("borgere.xlsx", []),
        ("Kolonnen forfra", []),
    ],
)  # fmt: skip
def test_a_place_is_read_as_it_is_written(place: str, expected: list[Spot]) -> None:
    assert spots(place) == expected


def test_a_cell_with_a_problem_has_a_colour_and_says_what_to_do() -> None:
    it = book([["Q4", "vægt"], ["8", "1,5"], ["3", None]])
    sheet = copy_of(
        it, error('Ark "Svar", celle A2', "8 er ikke en gyldig værdi", "", "Ret til 1–7")
    )
    assert marks(sheet) == {"A2": "fejl: 8 er ikke en gyldig værdi. Ret til 1–7."}
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Q4", "vægt"], [8, 1.5], [3, None],
    ]  # fmt: skip


def test_a_problem_of_a_column_is_marked_at_its_heading_and_of_a_row_in_its_first_cell() -> None:
    it = book([["Titel", None], ["Q4", "alder"], ["3", "40"]])
    column = warning('Ark "Svar", kolonne B', "41 % af svarene mangler alder")
    row = error('Ark "Svar", række 3', "Rækken er der to gange", "", "")
    assert set(marks(copy_of(it, column, row, header=1))) == {"B2", "A3"}


def test_two_problems_of_one_cell_are_both_told() -> None:
    place = 'Ark "Svar", celle A1'
    sheet = copy_of(book([["Q4"]]), error(place, "Et", "", ""), warning(place, "To"))
    assert marks(sheet) == {"A1": "fejl: Et.\nadvarsel: To."}


def test_a_cell_beyond_the_last_filled_one_can_be_marked() -> None:
    sheet = copy_of(book([["Q4"]]), error('Ark "Svar", celle D1', "Tom", "", "Udfyld"))
    assert set(marks(sheet)) == {"D1"}


def test_of_a_large_sheet_only_rows_with_problems_are_copied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(marked_copy, "MOST_CELLS", 5)
    it = book([["Titel"], ["Q4"], ["1"], ["8"], ["2"], ["9"]])
    first, second = (error(f'Ark "Svar", celle A{row}', "x", "", "") for row in (4, 6))
    sheet = copy_of(it, first, second, header=1)
    assert [cell.value for (cell,) in sheet.iter_rows()] == ["Titel", "Q4", 8, 9]
    assert set(marks(sheet)) == {"A3", "A4"}


def test_a_text_file_becomes_a_sheet_with_its_name() -> None:
    it = book([["Q4"], ["8"]], names=[""])
    content = marked(it, [error("Linje 2, kolonne A", "Forkert", "", "")], {"": 0})
    (sheet,) = opened(content).worksheets
    assert sheet.title == "borgere.xlsx"
    assert set(marks(sheet)) == {"A2"}


def test_sheets_keep_their_names_where_a_workbook_allows_them() -> None:
    names = ["[2025]/nr:1", "x" * 40, "X" * 40, "'"]
    it = book(*[[["1"]]] * 4, names=names)
    assert opened(marked(it, [], {})).sheetnames == [
        "2025  nr 1", "x" * 31, "X" * 27 + " (2)", "Ark",
    ]  # fmt: skip


@pytest.mark.parametrize("text", LIVE)
def test_no_text_of_a_file_becomes_a_formula(text: str) -> None:
    problem = error('Ark "Svar", celle A1', text, text, text)
    for sheet in (copy_of(book([[text]]), problem), opened(problem_list([problem])).worksheets[0]):
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} == {"s"}
        assert text in {cell.value for cell in cells}


@given(st.lists(st.text(max_size=20), min_size=1, max_size=6))
def test_any_text_can_be_copied_and_read_again(texts: list[str]) -> None:
    sheet = copy_of(book([texts]))
    assert sheet.max_column == len(texts)
    assert {cell.data_type for cell in next(sheet.iter_rows())} <= {"s", "n", "inlineStr"}


@pytest.mark.parametrize("number", ["7", "0,75", "-12,5", "0", "007", "1.234", "0101901234", "1e5"])
def test_a_number_comes_back_as_it_was_read(number: str, tmp_path: Path) -> None:
    path = tmp_path / "kopi.xlsx"
    path.write_bytes(marked(book([["Q4"], [number]]), [], {}))
    (sheet,) = workbook.read(path, path.name).sheets
    assert list(sheet.cells[0]) == ["Q4", number]


def test_the_list_has_a_row_for_each_problem() -> None:
    problems = [
        error('Ark "Svar", celle F212', "8 er ikke gyldig", "1–7", "Ret den"),
        warning('Ark "Svar"', "312 svar; 2023 havde 498"),
    ]
    (sheet,) = opened(problem_list(problems)).worksheets
    assert [[cell.value or "" for cell in row] for row in sheet.iter_rows()] == [
        [*HEADINGS],
        ["fejl", 'Ark "Svar", celle F212', "8 er ikke gyldig", "1–7", "Ret den"],
        ["advarsel", 'Ark "Svar"', "312 svar; 2023 havde 498", "", ""],
    ]
