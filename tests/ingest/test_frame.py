"""The table is found in the sheet, and what is left out is told."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.frame import Frame, Table, find, take
from ingest.problem import RejectedError
from ingest.workbook import Area, Sheet


def sheet(text: str, name: str = "Svar", merged: Sequence[Area] = ()) -> Sheet:
    """A sheet drawn with a line a row and `|` between cells."""
    lines = [line.strip().split("|") for line in text.strip("\n").split("\n")]
    return of_rows([[cell.strip() for cell in line] for line in lines], name, merged)


def of_rows(
    rows: Sequence[Sequence[str]], name: str = "Svar", merged: Sequence[Area] = ()
) -> Sheet:
    width = max(map(len, rows))
    filled = [[cell or np.nan for cell in [*row, *[""] * (width - len(row))]] for row in rows]
    return Sheet(name, pd.DataFrame(filled, dtype="str"), merged=tuple(merged))


def rows(table: Table) -> list[list[str]]:
    return table.rows.fillna("").to_numpy().tolist()


def left_out(table: Table) -> dict[int, str]:
    return {one.row: one.why for one in table.left_out}


def refused(given_: Sheet) -> str:
    with pytest.raises(RejectedError) as error:
        find(given_)
    (problem,) = error.value.problems
    assert problem.place
    assert problem.remedy
    return str(problem)


def test_a_table_that_fills_the_sheet() -> None:
    table = find(sheet("Område|Andel\nIshøj|75,5\nGreve|80"))
    assert table.columns == ("Område", "Andel")
    assert rows(table) == [["Ishøj", "75,5"], ["Greve", "80"]]
    assert list(table.rows.index) == [1, 2]
    assert table.frame == Frame(0, 0, 1, 2, 0, 1)
    assert (table.title, table.notes, table.left_out, table.others) == ((), (), (), ())


def test_cells_and_columns_are_named_by_their_place_in_the_sheet() -> None:
    cells = "|||\n||Område|Andel\n||Ishøj|75,5\n||Greve|80"
    table = find(sheet(cells))
    assert table.positions == (2, 3)
    assert table.place(2, "Andel") == 'Ark "Svar", celle D3'
    assert table.place_of_column("Andel") == 'Ark "Svar", kolonne D'
    in_text = find(sheet(cells, name=""))
    assert in_text.place(2, "Andel") == "Linje 3, kolonne D"
    assert in_text.place_of_column("Andel") == "Kolonne D"


def test_title_and_unit_above_and_notes_below() -> None:
    table = find(
        sheet(
            """
            Tryghed i Ishøj 2025|||
            Enhed: pct.|||
            |||
            Område|Andel|n|
            Ishøj|75,5|200|
            Greve|80|100|
            |||
            Kilde: Ishøj Kommune|||
            * Foreløbige tal|||
            """
        )
    )
    assert table.title == ("Tryghed i Ishøj 2025", "Enhed: pct.")
    assert table.columns == ("Område", "Andel", "n")
    assert rows(table) == [["Ishøj", "75,5", "200"], ["Greve", "80", "100"]]
    assert table.notes == ("Kilde: Ishøj Kommune", "* Foreløbige tal")
    assert table.left_out == ()


@pytest.mark.parametrize(
    "note",
    [
        "Kilde: Epinion",
        "Note: 1-4 er skjult",
        "* Foreløbigt",
        "Anm.: Vægtede tal",
        "Bemærk at spørgsmålet er nyt",
        "1) Uden Vejleåparken",
        "Svarene er indsamlet i perioden fra januar til marts på web og telefon",
    ],
)
def test_a_note_right_below_the_rows_is_no_row(note: str) -> None:
    table = find(sheet(f"Område|Andel|n\nIshøj|75|200\nGreve|80|100\n{note}"))
    assert rows(table) == [["Ishøj", "75", "200"], ["Greve", "80", "100"]]
    assert table.notes == (note,)


def test_a_last_row_without_figures_is_a_row() -> None:
    table = find(sheet("Område|Andel\nIshøj|75\nGreve|80\nVallensbæk|"))
    assert rows(table)[-1] == ["Vallensbæk", ""]


def test_a_small_box_below_the_table_is_a_note() -> None:
    table = find(sheet("a|b|c|d\nx|1|2|3\ny|4|5|6\n\nAntal svar|500||"))
    assert len(rows(table)) == 2
    assert table.notes == ("Antal svar 500",)


# --- headers --------------------------------------------------------------------------------------


def test_a_header_of_two_levels_is_joined() -> None:
    table = find(sheet("|2023||2024|\nOmråde|Andel|n|Andel|n\nIshøj|75|20|76|30\nGreve|1|2|3|4"))
    assert table.columns == ("Område", "2023 · Andel", "2023 · n", "2024 · Andel", "2024 · n")
    assert table.frame.header_first == 0
    assert table.frame.header_last == 1
    assert rows(table)[0] == ["Ishøj", "75", "20", "76", "30"]


def test_a_merged_header_reaches_as_far_as_it_is_merged() -> None:
    cells = "Område|2023||Note|\n|Andel|n||\nIshøj|75|20|a|b\nGreve|1|2|c|d"
    table = find(sheet(cells, merged=[(0, 0, 1, 0), (0, 1, 0, 2)]))
    assert table.columns == ("Område", "2023 · Andel", "2023 · n", "Note", "Kolonne E")


def test_a_header_of_three_levels_is_joined() -> None:
    table = find(
        sheet(
            """
            |Andel trygge||||
            |2023||2024||
            Område|Mænd|Kvinder|Mænd|Kvinder
            Ishøj|75|70|76|71
            Greve|80|81|82|83
            """
        )
    )
    assert table.columns[1] == "Andel trygge · 2023 · Mænd"
    assert table.columns[4] == "Andel trygge · 2024 · Kvinder"


def test_a_row_of_units_under_the_header_belongs_to_it() -> None:
    table = find(sheet("Område|Andel|Svar\n|pct.|antal\nIshøj|75|200\nGreve|80|300"))
    assert table.columns == ("Område", "Andel · pct.", "Svar · antal")


@pytest.mark.parametrize(
    "first",
    ["Kvinde|Meget tryg|ja", "|Meget tryg|nej", "Mand|Slet ikke tryg|ved ikke"],
)
def test_a_row_of_words_among_rows_of_numbers_is_no_header(first: str) -> None:
    table = find(sheet(f"Køn|Tryg|Ude\n{first}\nMand|6|1\nKvinde|5|2\nMand|Meget tryg|2"))
    assert table.columns == ("Køn", "Tryg", "Ude")
    assert len(rows(table)) == 4


@pytest.mark.parametrize(
    "header",
    ["2021|2022|2023", "1|2|3", "2025-01-01|2025-04-01|2025-07-01", "2021K1|2021K2|2021K3"],
)
def test_a_header_may_be_years_dates_or_running_numbers(header: str) -> None:
    table = find(sheet(f"Område|{header}\nIshøj|75|76|77\nGreve|80|81|82"))
    assert table.columns == ("Område", *header.split("|"))
    assert len(rows(table)) == 2


def test_years_in_a_header_over_figures_that_look_like_years() -> None:
    table = find(sheet("Område|2021|2022\nIshøj|1987|2034\nGreve|2011|1950"))
    assert table.columns == ("Område", "2021", "2022")
    assert len(rows(table)) == 2


def test_columns_of_years_are_data() -> None:
    table = find(sheet("År|Område|Andel\n2023|Ishøj|75\n2024|Ishøj|76"))
    assert table.columns == ("År", "Område", "Andel")


def test_where_all_is_text_the_first_row_is_the_header() -> None:
    table = find(sheet("Køn|Alder|Tryg om dagen\nMand|15-29|Meget tryg\nKvinde|65+|Utryg"))
    assert table.columns == ("Køn", "Alder", "Tryg om dagen")
    assert len(rows(table)) == 2


@pytest.mark.parametrize(
    "cells",
    [
        "Ishøj|75|200\nGreve|80|300\nSolrød|81|100",
        "2023|Ishøj|75\n2024|Ishøj|76\n2025|Ishøj|77",
        "2023|Mand|ja\n2024|Kvinde|nej\n2025|Mand|ja",
        "Mand|Utryg\nKvinde|Tryg\nMand|Tryg\nKvinde|Utryg",
        "1|5|7\n2|4|3\n3|1|1",
    ],
)
def test_a_table_without_a_header_is_refused(cells: str) -> None:
    message = refused(sheet(cells))
    assert 'Ark "Svar", række 1: Kolonnerne har ingen overskrift' in message
    assert "Indsæt en række med kolonnenavne" in message


def test_columns_without_a_name_or_with_the_same_get_one() -> None:
    table = find(sheet("Område|Andel||Andel\nIshøj|1|2|3\nGreve|4|5|6"))
    assert table.columns == ("Område", "Andel", "Kolonne C", "Andel (2)")


def test_line_breaks_and_soft_hyphens_in_a_name_are_spaces_and_nothing() -> None:
    table = find(of_rows([["Om\xadråde", "Andel\n trygge"], ["Ishøj", "1"], ["Greve", "2"]]))
    assert table.columns == ("Område", "Andel trygge")


# --- rows and columns left out --------------------------------------------------------------------


def test_blank_rows_and_columns_are_left_out() -> None:
    table = find(sheet("||\n|Område||Andel\n|Ishøj||75\n|||\n|Greve||80"))
    assert table.columns == ("Område", "Andel")
    assert table.positions == (1, 3)
    assert rows(table) == [["Ishøj", "75"], ["Greve", "80"]]
    assert left_out(table) == {3: "tom"}


def test_a_repeated_header_is_left_out() -> None:
    table = find(sheet("Område|Andel\nIshøj|75\nOmråde|Andel\nGreve|80\n\nOmråde|Andel\nKøge|1"))
    assert rows(table) == [["Ishøj", "75"], ["Greve", "80"], ["Køge", "1"]]
    assert left_out(table) == {
        2: "gentagen overskrift",
        4: "tom",
        5: "gentagen overskrift",
    }


@pytest.mark.parametrize(
    "total",
    [
        "I alt",
        "i alt:",
        "Ialt",
        "Total",
        "TOTAL",
        "Hovedtotal",
        "Sum",
        "Bydele i alt",
        "Total, 2025",
    ],
)
def test_totals_are_left_out_unless_they_are_wanted(total: str) -> None:
    cells = sheet(f"Bydel|Antal\nBymidten|5\nStrandparken|6\n{total}|11")
    assert rows(find(cells)) == [["Bymidten", "5"], ["Strandparken", "6"]]
    assert left_out(find(cells)) == {3: "i alt"}
    assert rows(find(cells, totals=True))[-1] == [total, "11"]


def test_subtotals_in_between_are_left_out() -> None:
    cells = "Bydel|Skole|Antal\nNord|A|5\nNord|B|6\nNord i alt||11\nSyd|C|7\nI alt||18"
    assert left_out(find(sheet(cells))) == {3: "i alt", 5: "i alt"}


@pytest.mark.parametrize("text", ["I alt", "Totalrenovering", "Summerbyen"])
def test_a_total_among_other_texts_is_a_value_like_any(text: str) -> None:
    cells = f"Køn|Område|Andel\nMænd|Ishøj|75\nKvinder|Ishøj|76\n{text}|Ishøj|75"
    assert rows(find(sheet(cells)))[-1] == [text, "Ishøj", "75"]


def test_a_table_of_nothing_but_totals_is_refused() -> None:
    assert "ingen rækker" in refused(sheet("Bydel|Antal\nI alt|5"))


def test_a_cell_merged_over_rows_counts_for_all_of_them() -> None:
    cells = "Bydel|Køn|Andel\nNord|M|1\n|K|2\nSyd|M|3\n|K|4"
    plain, merged = find(sheet(cells)), find(sheet(cells, merged=[(1, 0, 2, 0), (3, 0, 4, 0)]))
    assert [row[0] for row in rows(plain)] == ["Nord", "", "Syd", ""]
    assert [row[0] for row in rows(merged)] == ["Nord", "Nord", "Syd", "Syd"]


def test_a_remark_beside_the_table_is_left_out() -> None:
    table = find(sheet("Område|Andel||\nIshøj|75||husk at ringe\nGreve|80||"))
    assert table.columns == ("Område", "Andel")


# --- several tables -------------------------------------------------------------------------------

SMALL = "Køn|n\nMænd|10\nKvinder|12"
LARGE = "Område|Andel|n\nIshøj|75|200\nGreve|80|100\nSolrød|81|50"


@pytest.mark.parametrize("between", ["\n\n", "\n\nTabel 2\n"])
@pytest.mark.parametrize("order", [1, -1])
def test_the_largest_of_two_tables_is_taken_and_the_other_told(between: str, order: int) -> None:
    table = find(sheet(between.join([SMALL, LARGE][::order])))
    assert table.columns == ("Område", "Andel", "n")
    assert len(rows(table)) == 3
    (other,) = table.others
    assert other.last_row - other.first_row == 1


def test_a_table_that_follows_without_a_blank_row() -> None:
    table = find(sheet("Område|2023\nIshøj|75\nOmråde|2024\nIshøj|76\nGreve|80"))
    assert table.columns == ("Område", "2024")
    assert table.others == (Frame(0, 0, 1, 1, 0, 1),)


def test_tables_side_by_side() -> None:
    cells = "Område|Andel||Køn|n\nIshøj|75||Mænd|10\nGreve|80||Kvinder|12\nKøge|81||\nSolrød|82||"
    table = find(sheet(cells))
    assert table.columns == ("Område", "Andel")
    assert len(rows(table)) == 4
    (other,) = table.others
    assert (other.first_column, other.last_row) == (3, 2)


def test_the_other_table_can_be_taken() -> None:
    cells = sheet(f"{LARGE}\n\n{SMALL}")
    (other,) = find(cells).others
    table = take(cells, other)
    assert table.columns == ("Køn", "n")
    assert rows(table) == [["Mænd", "10"], ["Kvinder", "12"]]


# --- what is no table -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cells",
    ["Kun en tekst", "a\nb\nc", "Område|Andel", "1", "Område|Andel\n|\n|", "a|b\n\n\n"],
)
def test_what_is_no_table_is_refused(cells: str) -> None:
    message = refused(sheet(cells))
    assert message.startswith('Ark "Svar"')
    assert "Ventede en række med kolonnenavne" in message


# --- a frame the analyst moved --------------------------------------------------------------------


def test_a_frame_is_taken_as_it_is_given() -> None:
    cells = sheet("x|y|z\nOmråde|Andel|n\nIshøj|75|1\nGreve|80|2\nSolrød|81|3")
    table = take(cells, Frame(1, 1, 2, 3, 0, 1))
    assert table.columns == ("Område", "Andel")
    assert rows(table) == [["Ishøj", "75"], ["Greve", "80"]]
    assert table.title == ("x y z",)
    assert table.notes == ("Solrød 81 3",)


def test_the_frame_that_was_found_gives_the_table_that_was_found() -> None:
    cells = sheet(f"Titel\n{LARGE}\nI alt||9\nKilde: os")
    found = find(cells)
    taken = take(cells, found.frame)
    assert replace(taken, rows=found.rows, notes=found.notes) == found
    pd.testing.assert_frame_equal(taken.rows, found.rows)


@pytest.mark.parametrize(
    "frame",
    [
        Frame(0, 0, 1, 99, 0, 1),
        Frame(0, 0, 1, 2, 0, 99),
        Frame(1, 1, 1, 2, 0, 1),
        Frame(1, 0, 2, 2, 0, 1),
        Frame(-1, 0, 1, 2, 0, 1),
        Frame(0, 0, 1, 2, 1, 0),
        Frame(0, 0, 2, 1, 0, 1),
        Frame(0, 0, 1, 1, 0, 0),
    ],
)
def test_a_frame_that_is_none_is_refused(frame: Frame) -> None:
    with pytest.raises(RejectedError):
        take(sheet(LARGE), frame)


# --- whatever stands round it ---------------------------------------------------------------------

KEYS = {
    "Område": ["Ishøj", "Greve", "Solrød", "Køge", "Vallensbæk", "Brøndby"],
    "Køn": ["Mænd", "Kvinder"],
    "År": ["2021", "2022", "2023", "2024"],
    "Svar": ["Meget tryg", "Tryg", "Utryg"],
}
NUMBERS = ["7", "75,5", "1.234", "75 %", "-3", "0", "..", "", "-", "12345", "2023"]


@st.composite
def surrounded(draw: st.DrawFn) -> tuple[Sheet, list[str], list[list[str]]]:
    """A sheet, and the names and rows of the table in it."""
    keys = draw(st.lists(st.sampled_from(list(KEYS)), min_size=1, max_size=3, unique=True))
    numbers = draw(st.integers(1, 4))
    levels = draw(st.integers(1, 2)) if numbers > 1 else 1
    groups = [f"{2021 + number // 2}" for number in range(numbers)]
    leaves = ["Andel", "Antal svar"] * 2 if levels == 2 else ["Andel", "Antal", "Vægt", "n"]
    leaves = leaves[:numbers]
    row = st.tuples(
        *[st.sampled_from(KEYS[key]) for key in keys],
        st.sampled_from(NUMBERS[:5]),
        *[st.sampled_from(NUMBERS)] * (numbers - 1),
    )
    body = draw(st.lists(row.map(list), min_size=3, max_size=8))
    width = len(keys) + numbers
    blank = [""] * width
    above = draw(st.sampled_from([[], ["Titel"], ["Titel", "Enhed: pct."], ["Titel", ""]]))
    header = [[*keys, *leaves]]
    names = list(header[0])
    if levels == 2:
        first = [group if not number % 2 else "" for number, group in enumerate(groups)]
        header = [[*[""] * len(keys), *first], *header]
        names = [*keys, *[f"{a} · {b}" for a, b in zip(groups, leaves, strict=True)]]
    lines = [[text, *blank[1:]] for text in above] + header
    lines += draw(st.sampled_from([[], [blank]]))
    for one in body:
        lines += [one, *draw(st.sampled_from([[], [], [], [blank], header[-1:]]))]
    lines += draw(st.sampled_from([[], [["I alt", *blank[1 : len(keys)], *["9"] * numbers]]]))
    notes = draw(st.sampled_from([[], ["Kilde: os"], ["", "Foreløbige tal", "Ikke vægtet"]]))
    lines += [[text, *blank[1:]] for text in notes]
    down, right = draw(st.integers(0, 2)), draw(st.integers(0, 2))
    cells = [[""] * (right + width)] * down + [[""] * right + line for line in lines]
    return of_rows(cells), names, body


@settings(deadline=None, max_examples=100)
@given(surrounded())
def test_a_table_is_found_whatever_stands_round_it(
    drawn: tuple[Sheet, list[str], list[list[str]]],
) -> None:
    given_, names, body = drawn
    table = find(given_)
    assert list(table.columns) == names
    assert rows(table) == body


# --- any rectangle --------------------------------------------------------------------------------

CELL = st.sampled_from(
    ["", "", "", "a", "b", "Område", "Andel", "2023", "2024", "1", "7,5", "1.234", "75 %", "I alt",
     "Total", "-", "..", "#REF!", "Kilde: x", "2025-03-01", "Meget tryg", " ", "\n", "\u200b"]
) | st.text(max_size=5)  # fmt: skip


@st.composite
def rectangles(draw: st.DrawFn) -> Sheet:
    width = draw(st.integers(1, 7))
    cells = draw(st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=14))
    corner = st.tuples(st.integers(0, len(cells) - 1), st.integers(0, width - 1))
    areas = draw(st.lists(st.tuples(corner, corner), max_size=2))
    merged = [
        (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])) for a, b in areas
    ]
    return of_rows([[cell.strip() for cell in row] for row in cells], merged=merged)


def check(given_: Sheet, table: Table) -> None:
    """The table says what the cells say, where they say it."""
    frame = table.frame
    assert len(set(table.columns)) == len(table.columns) == len(table.positions) >= 2
    assert all(table.columns)
    assert list(table.rows.columns) == list(table.columns)
    inside = range(frame.first_row, frame.last_row + 1)
    assert sorted([*table.rows.index, *(one.row for one in table.left_out)]) == list(inside)
    for name, position in zip(table.columns, table.positions, strict=True):
        assert frame.first_column <= position <= frame.last_column
        for row, value in table.rows[name].fillna("").items():
            cell = given_.cells.fillna("").iat[row, position]
            filled_down = [
                given_.cells.fillna("").iat[area[0], position]
                for area in given_.merged
                if frame.first_row <= area[0] < row <= area[2] and area[1] == position
            ]
            assert value in ([cell] if cell else ["", *filled_down])
    for other in table.others:
        assert other != frame


def found_or_refused(read: Callable[[], Table]) -> Table | None:
    try:
        return read()
    except RejectedError as error:
        problems = error.problems
    assert all(problem.place and problem.remedy for problem in problems)
    return None


@settings(deadline=None)
@given(rectangles())
def test_any_rectangle_is_a_table_or_refused(given_: Sheet) -> None:
    table = found_or_refused(lambda: find(given_))
    if table:
        check(given_, table)


@settings(deadline=None)
@given(rectangles(), st.tuples(*[st.integers(-1, 14)] * 6))
def test_any_frame_is_a_table_or_refused(
    given_: Sheet, frame: tuple[int, int, int, int, int, int]
) -> None:
    table = found_or_refused(lambda: take(given_, Frame(*frame)))
    if table:
        check(given_, table)
