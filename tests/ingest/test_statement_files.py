"""Targets, events and comments from a spreadsheet: as the forms check them, all rows or none."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from ingest import statement_files, workbook
from ingest import statements as write
from ingest.problem import RejectedError
from ingest.statements import Saved
from ingest.template_workbook import EXAMPLE, FILL_IN
from store import log, release, statements
from store.release import Release
from store.settings import Settings
from store.statements import Basis, EventKind, Statement
from store.warehouse import reading
from tests.conftest import TODAY
from tests.outcomes import Run
from tests.store.figures import everything, same

pytest_plugins = ["tests.published", "tests.commands"]

TARGETS = [
    ["Indikator", "Ændring i procent", "År", "Måles mod", "Udgangspunkt fra",
     "Udgangspunkt til og med", "Besluttet af", "Besluttet den", "Bemærkning"],
    ["C2 Anmeldt vold", "−30", 2028, None, "1. kvt. 2023", "4. kvt. 2025", "Byrådet",
     date(2026, 1, 12), "Punkt 7"],
    ["A4", "-7,5 %", 2030, "Nabokommunerne", "2023K1", "2025K4", "Byrådet", "12-01-2026", None],
]  # fmt: skip
EVENTS = [
    ["Titel", "Dato", "Slags", "Indikatorer", "Bemærkning"],
    ["Ny SSP-plan", date(2024, 8, 1), "Indsats", "C2, A4 Anmeldte", "I hele byen"],
    ["Ny station", "1.3.2025", None, None, None],
]
COMMENTS = [["Indikator", "Kommentar"], ["C2", "Et år som de andre."]]
Rows = Sequence[Sequence[object]]


def file(folder: Path, name: str = "måltal.xlsx", **sheets: Rows) -> Path:
    book = Workbook()
    del book["Sheet"]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(folder / name)
    return folder / name


def newest(places: Settings) -> Release:
    return release.reader(places.releases).current()


def load(places: Settings, path: Path, who: str = "Anne Jensen") -> list[Saved]:
    tables = statement_files.find(workbook.read(path, path.name))
    return statement_files.load(places, tables, who, newest(places), TODAY)


def refused(places: Settings, path: Path) -> list[str]:
    before, rows = everything(places), log.newest(places.log)
    with pytest.raises(RejectedError) as caught:
        load(places, path)
    assert same(before, everything(places))
    assert log.newest(places.log) == rows
    return [str(problem) for problem in caught.value.problems]


def in_force(places: Settings, what: Statement) -> list[dict[str, object]]:
    with reading(places) as open_:
        assert open_.faults() == []
        return statements.in_force(open_.connection, what)


def test_targets_events_and_comments_are_saved_as_from_the_forms(
    published_copy: Settings, tmp_path: Path
) -> None:
    bases = statement_files.FORMS[Statement.TARGET].template.columns[3].choices
    kinds = statement_files.FORMS[Statement.EVENT].template.columns[2].choices
    targets = [*TARGETS[:2], [*TARGETS[2][:3], bases[1], *TARGETS[2][4:]]]
    events = [EVENTS[0], [*EVENTS[1][:2], kinds[1], *EVENTS[1][3:]], EVENTS[2]]
    path = file(tmp_path, Måltal=targets, Hændelser=events, Kommentarer=COMMENTS)
    saved = load(published_copy, path)

    assert len(saved) == 5
    one, two = in_force(published_copy, Statement.TARGET)
    assert (one["id"], one["change"], one["target_year"], one["basis"]) == ("C2", -0.3, 2028, "own")
    assert (one["first_period"], one["last_period"]) == ("2023K1", "2025K4")
    assert (one["decided_by"], one["decided_on"], one["note"]) == (
        *("Byrådet", date(2026, 1, 12)),
        "Punkt 7",
    )
    assert (two["id"], two["change"], two["basis"]) == ("A4", -0.075, Basis.PEERS)
    assert two["decided_on"] == date(2026, 1, 12)
    first, second = in_force(published_copy, Statement.EVENT)
    assert (first["title"], first["day"], first["kind"]) == (
        *("Ny SSP-plan", date(2024, 8, 1)),
        EventKind.EFFORT,
    )
    assert first["indicators"] == ["C2", "A4"]
    assert (second["kind"], second["indicators"], second["note"]) == ("other_event", [], "")
    (comment,) = in_force(published_copy, Statement.COMMENT)
    assert (comment["text"], comment["author"]) == ("Et år som de andre.", "Anne Jensen")
    assert comment["period"] == "2025K1-2025K4"


def test_each_row_is_a_load_that_can_be_undone_by_itself(
    published_copy: Settings, tmp_path: Path
) -> None:
    events = [EVENTS[0], [*EVENTS[1][:2], None, None, None], EVENTS[2]]
    first, second = load(published_copy, file(tmp_path, Hændelser=events))
    write.undo(published_copy, first.number, "Bo")

    assert [row["title"] for row in in_force(published_copy, Statement.EVENT)] == ["Ny station"]
    assert [row.subject for row in log.newest(published_copy.log)[1:3]] == [
        str(second.number),
        str(first.number),
    ]


def test_the_same_file_again_saves_nothing_and_a_changed_row_is_a_new_wording(
    published_copy: Settings, tmp_path: Path
) -> None:
    def events(note: str) -> Path:
        return file(tmp_path, Hændelser=[EVENTS[0], ["Ny station", "1.3.2025", None, None, note]],
                    Kommentarer=COMMENTS)  # fmt: skip

    (event, _) = load(published_copy, events("Syd"))
    assert load(published_copy, events("Syd")) == []
    (changed,) = load(published_copy, events("Nord"))

    assert changed.id == event.id
    assert [row["note"] for row in in_force(published_copy, Statement.EVENT)] == ["Nord"]
    assert len(in_force(published_copy, Statement.COMMENT)) == 1


# --- what is refused ------------------------------------------------------------------------------


def test_a_row_that_the_form_would_refuse_is_refused_with_its_place(
    published_copy: Settings, tmp_path: Path
) -> None:
    wrong: list[tuple[int, object, str]] = [
        (0, "Å4", "Indikator: Der findes ingen indikator"),
        (2, 2025, "År: 2025 er gået"),
        (4, "i fjor", 'Udgangspunkt: Perioden "i fjor" kendes ikke'),
        (6, None, "Besluttet af: Feltet er tomt"),
        (7, date(2027, 1, 1), "Besluttet den: Datoen ligger i fremtiden"),
        (8, "Ring 12345678", "Bemærkning, linje 1, tegn 6–13: Her står noget, der ligner et"),
    ]
    assert_refused(published_copy, tmp_path, wrong)


def test_a_cell_that_cannot_be_read_is_refused_with_its_place(
    published_copy: Settings, tmp_path: Path
) -> None:
    wrong: list[tuple[int, object, str]] = [
        (1, -0.3, "Ændring i procent: »-0,3« kan være -0,3 procent eller −30 procent"),
        (2, "snart", "År: »snart« er ikke et år"),
        (3, "Vejle", "Måles mod: »Vejle« kendes ikke"),
        (7, "i mandags", "Besluttet den: »i mandags« er ikke en dato"),
    ]
    assert_refused(published_copy, tmp_path, wrong)
    assert_refused(published_copy, tmp_path, [(1, "ti", "Ændring i procent: Her står ikke et tal")])


def assert_refused(
    places: Settings, folder: Path, wrong: Sequence[tuple[int, object, str]]
) -> None:
    """A row for each, with one wrong cell, under a good row."""
    rows = [TARGETS[0], ["A4", *TARGETS[1][1:]]]
    for column, value, _ in wrong:
        rows.append([*TARGETS[1][:column], value, *TARGETS[1][column + 1 :]])
    messages = refused(places, file(folder, Måltal=rows))

    for number, (_, _, found) in enumerate(wrong, start=3):
        wanted = f'Ark "Måltal", række {number}, {found}'
        assert any(one.startswith(wanted) for one in messages), (wanted, messages)


def test_one_wrong_row_in_any_sheet_keeps_all_out(published_copy: Settings, tmp_path: Path) -> None:
    events = [EVENTS[0], [None, "1.1.2025", None, None, None]]
    path = file(tmp_path, Hændelser=events, Kommentarer=COMMENTS)

    assert refused(published_copy, path) == [
        'Ark "Hændelser", række 2, Titel: Feltet er tomt. Udfyld det.'
    ]
    assert in_force(published_copy, Statement.COMMENT) == []


def test_the_same_target_twice_is_refused(published_copy: Settings, tmp_path: Path) -> None:
    (message,) = refused(
        published_copy, file(tmp_path, Måltal=[TARGETS[0], TARGETS[1], TARGETS[1]])
    )

    assert message == (
        'Ark "Måltal", række 3: Det samme står i Ark "Måltal", række 2. '
        "Ventede hver måltal én gang. Slet den ene række."
    )


# --- which files ----------------------------------------------------------------------------------


def test_any_other_file_is_none_of_them(tmp_path: Path) -> None:
    path = file(tmp_path, Tal=[["År", "Indikator"], [2025, "C2"]], Andet=[["a"], ["b"]])

    assert statement_files.find(workbook.read(path, path.name)) == []


@pytest.mark.parametrize("name", ["måltal", "hændelser", "kommentarer"])
def test_a_template_filled_in_as_its_example_is_saved(
    run: Run, use: object, published_copy: Settings, tmp_path: Path, name: str
) -> None:
    use(published_copy)  # type: ignore[operator]
    path = tmp_path / "skabelon.xlsx"
    assert run("ingest", "template", name, path).code == 0
    book = load_workbook(path)
    for row in book[EXAMPLE].iter_rows(min_row=4):
        for cell in row:
            book[FILL_IN].cell(cell.row, cell.column, cell.value)
    book.save(path)
    checked = run("ingest", "check", path)
    assert (checked.code, checked.err) == (0, "")
    outcome = run("ingest", "file", path)

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("skabelon.xlsx: 1 ny række gemt.\n")
    what = {form.name: what for what, form in statement_files.FORMS.items()}[name]
    assert len(in_force(published_copy, what)) == 1
