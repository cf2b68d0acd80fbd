"""Files to take away: a Danish spreadsheet program opens them right, and nothing in them runs."""

import csv
import io
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

from reports import tables
from reports.tables import HEADINGS, Table
from store.entries import IndicatorEntry
from store.release import Reader, Release
from store.settings import Settings

pytest_plugins = ["tests.published"]

NUMBERS = ("value", "lower", "upper", "numerator", "denominator", "base")
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1"]


@pytest.fixture(scope="module")
def release(published: Settings) -> Release:
    return Reader(published.releases).current()


@pytest.fixture(scope="module")
def entry(release: Release) -> IndicatorEntry:
    return release.indicators["A5"]


@pytest.fixture(scope="module")
def rows(release: Release) -> pd.DataFrame:
    """Ishøj and its neighbours; 2024 is a gap."""
    return release.history("A5", ["183", "naboer"], kind="four_quarters")


@pytest.fixture(scope="module")
def table(release: Release, entry: IndicatorEntry, rows: pd.DataFrame) -> Table:
    return tables.values(release, entry, rows)


def row_of(rows: pd.DataFrame, area: str, period: str) -> Any:
    (row,) = rows[(rows["area"] == area) & (rows["period"] == period)].itertuples()
    return row


def one_row(**cells: Any) -> Table:
    """A table of one row, the cells by their names in the release."""
    row = dict.fromkeys(HEADINGS, "") | dict.fromkeys(NUMBERS, np.nan) | cells
    return Table("Titel", ("Kilde",), pd.DataFrame([row]).rename(columns=HEADINGS))


def csv_rows(content: bytes) -> list[list[str]]:
    """Rows as a Danish spreadsheet program reads them."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def xlsx(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


# --- what a table says ----------------------------------------------------------------------------


def test_codes_are_written_out_in_words(table: Table) -> None:
    named = table.rows[table.rows["Periodekode"] == "2024K1-2024K4"].to_dict("records")

    assert list(table.rows.columns) == list(HEADINGS.values())
    assert [row["Område"] for row in named] == ["Ishøj", "Nabokommunerne under ét"]
    assert [row["Mangler fordi"] for row in named] == ["En del mangler", "En del mangler"]
    newest = table.rows[table.rows["Periodekode"] == "2025K1-2025K4"].to_dict("records")
    assert [row["Periode"] for row in newest] == ["1.–4. kvartal 2025"] * 2
    assert [row["Oprindelse"] for row in newest] == ["Officielle tal"] * 2
    assert [row["Bemærk"] for row in newest] == [
        "Ældre folketal",
        "Beregnet som sum; Ældre folketal",
    ]


def test_the_notes_say_what_it_is_where_it_comes_from_and_which_release(
    table: Table, release: Release, entry: IndicatorEntry
) -> None:
    what, unit, source, made, *method = table.notes

    assert what == "A5 Anmeldte straffelovsovertrædelser pr. 1.000 indbyggere"
    assert unit == "Enhed: pr. 1.000 indbyggere"
    assert source == "Kilde: Danmarks Statistik, STRAF11 og FOLK1A"
    assert made.startswith(f"Udgivelse {release.name} fra ")
    assert method == [entry.method]


@pytest.mark.parametrize("examples", [0, 1])
def test_a_single_example_value_makes_the_whole_file_say_so(
    release: Release, entry: IndicatorEntry, rows: pd.DataFrame, examples: int
) -> None:
    origin = ["example"] * examples + ["official"] * (len(rows) - examples)
    table = tables.values(release, entry, rows.assign(origin=origin))

    says = "Eksempeldata: tallene er opfundne."
    assert (table.notes[0] == says) == bool(examples)
    assert (says.encode() in tables.as_csv(table)) == bool(examples)
    about = [row[0] for row in xlsx(tables.as_xlsx(table))["Om tallene"].values]
    assert (says in about) == bool(examples)


# --- CSV ------------------------------------------------------------------------------------------


def test_csv_has_what_a_danish_spreadsheet_expects(table: Table) -> None:
    content = tables.as_csv(table)

    assert content.startswith(b"\xef\xbb\xbfIndikator;Opdeling;")
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert "Område".encode() in content


def test_csv_numbers_are_unrounded_with_a_decimal_comma(rows: pd.DataFrame, table: Table) -> None:
    head, *lines = csv_rows(tables.as_csv(table))
    written = [dict(zip(head, line, strict=True)) for line in lines[: len(rows)]]

    for cells, row in zip(written, rows.to_dict("records"), strict=True):
        for name in NUMBERS:
            text = cells[HEADINGS[name]]
            assert "." not in text
            if pd.isna(row[name]):
                assert text == ""
            else:
                assert float(text.replace(",", ".")) == row[name]
    newest = row_of(rows, "183", "2025K1-2025K4")
    assert written[list(rows["period"]).index(newest.period)]["Tæller"] == "1228"


def test_csv_ends_with_the_notes(table: Table) -> None:
    lines = csv_rows(tables.as_csv(table))

    assert [tuple(line) for line in lines[-len(table.notes) :]] == [(n,) for n in table.notes]
    assert len(lines) == 1 + len(table.rows) + len(table.notes)


@pytest.mark.parametrize("formula", FORMULAS)
def test_csv_has_no_formula_in_a_text_or_a_note(formula: str) -> None:
    table = one_row(area_name=formula)
    hostile = Table(table.title, (formula,), table.rows)
    _, line, note = csv_rows(tables.as_csv(hostile))

    assert line[list(HEADINGS).index("area_name")] == f"'{formula}"
    assert note == [f"'{formula}"]


@pytest.mark.parametrize(
    ("number", "text"),
    [(-5.25, "-5,25"), (-1.0, "-1"), (0.0, "0"), (1e-7, "0,0000001"), (123456.5, "123456,5")],
)
def test_csv_leaves_a_number_alone_also_a_negative_one(number: float, text: str) -> None:
    _, line, _ = csv_rows(tables.as_csv(one_row(value=number)))

    assert line[list(HEADINGS).index("value")] == text


def test_csv_keeps_a_semicolon_a_quote_and_a_line_break_inside_a_cell() -> None:
    text = 'Ishøj; "midt"\ni byen'
    _, line, _ = csv_rows(tables.as_csv(one_row(area_name=text)))

    assert line[list(HEADINGS).index("area_name")] == text


# --- XLSX -----------------------------------------------------------------------------------------


def test_xlsx_has_numbers_as_numbers_and_gaps_as_empty_cells(
    rows: pd.DataFrame, table: Table
) -> None:
    sheet = xlsx(tables.as_xlsx(table))["Tal"]
    head, *lines = sheet.iter_rows(values_only=True)

    assert list(head) == list(HEADINGS.values())
    assert len(lines) == len(rows)
    for line, row in zip(lines, rows.to_dict("records"), strict=True):
        cells = dict(zip(HEADINGS, line, strict=True))
        for name in NUMBERS:
            if pd.isna(row[name]):
                assert cells[name] is None
            else:
                assert isinstance(cells[name], (int, float))
                assert cells[name] == pytest.approx(row[name], rel=1e-15)


def test_xlsx_has_codes_as_text_with_their_leading_zeros(release: Release) -> None:
    rows = release.history("A4", ["084", "000"], kind="quarter")
    table = tables.values(release, release.indicators["A4"], rows)
    sheet = xlsx(tables.as_xlsx(table))["Tal"]
    column = list(HEADINGS).index("area")

    assert {line[column] for line in sheet.iter_rows(min_row=2, values_only=True)} == {"084", "000"}


def test_xlsx_tells_of_the_figures_on_a_sheet_of_its_own(table: Table) -> None:
    book = xlsx(tables.as_xlsx(table))

    assert book.sheetnames == ["Tal", "Om tallene"]
    assert [row[0] for row in book["Om tallene"].values] == list(table.notes)
    assert book["Tal"].freeze_panes == "A2"


@pytest.mark.parametrize("formula", [text for text in FORMULAS if not text.startswith("\r")])
def test_xlsx_has_no_formula(formula: str) -> None:
    table = one_row(area_name=formula, value=-5.25)
    book = xlsx(tables.as_xlsx(Table(table.title, (formula,), table.rows)))
    (line,) = book["Tal"].iter_rows(min_row=2)
    cells = dict(zip(HEADINGS, line, strict=True))
    note = book["Om tallene"]["A1"]

    assert (cells["area_name"].value, cells["area_name"].data_type) == (formula, "s")
    assert (note.value, note.data_type) == (formula, "s")
    assert (cells["value"].value, cells["value"].data_type) == (-5.25, "n")
