"""Templates: an untouched one is said to be empty, its own example loads without mapping."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries

from ingest import mapping, template, upload
from ingest.problem import RejectedError
from ingest.template_workbook import EXAMPLE, FILL_IN, GUIDE, LISTS, UnknownKindError
from ingest.upload import Checked
from store import inputs
from store.inputs import InputKind, UnknownInputError
from store.settings import Settings
from store.warehouse import Origin, reading
from tests.conftest import TODAY

MADE = [
    (kind, source)
    for kind in map(InputKind, template.KINDS[:3])
    for source in (inputs.registers() if kind is InputKind.REGISTER else inputs.surveys())
]
ALL = [*((str(kind), source) for kind, source in MADE), *((one, "") for one in template.KINDS[3:])]


def opened(kind: str, source: str = "") -> Workbook:
    return load_workbook(io.BytesIO(template.template(kind, source)))


def saved(book: Workbook, folder: Path, name: str = "skabelon.xlsx") -> tuple[str, Path]:
    path = folder / name
    book.save(path)
    return name, path


def with_example_filled_in(kind: str, source: str) -> Workbook:
    """The template with the rows of its example moved to the sheet to fill in."""
    book = opened(kind, source)
    for row in book[EXAMPLE].iter_rows(min_row=4):
        for cell in row:
            book[FILL_IN].cell(cell.row, cell.column, cell.value)
    return book


def read(book: Workbook, folder: Path) -> Checked:
    """Read with what is suggested, as it is suggested."""
    examined = upload.examine([saved(book, folder)])
    (table,) = examined.tables
    found = mapping.guess_kind(table, [])
    assert found
    suggested = mapping.suggest(table, *found, [])
    assert (suggested.open, mapping.lacking(suggested.mapping)) == ((), ())
    return upload.check(examined, table, suggested.mapping, TODAY)


@pytest.mark.parametrize(("kind", "source"), MADE)
def test_the_example_of_a_template_loads_without_any_mapping_by_hand(
    kind: InputKind, source: str, tmp_path: Path
) -> None:
    book = opened(kind, source)
    for name in (FILL_IN, GUIDE, LISTS):
        del book[name]
    examined = upload.examine([saved(book, tmp_path)])
    (table,) = examined.tables
    suggested = mapping.suggest(table, kind, source, [])
    checked = upload.check(examined, table, suggested.mapping, TODAY)

    assert suggested.open == mapping.lacking(suggested.mapping) == ()
    assert set(suggested.how.values()) == {"samme navn"}
    assert examined.dropped == {}
    assert checked.errors == ()
    assert checked.origin is Origin.EXAMPLE
    assert len(checked.records.rows) == len(table.rows)


def test_what_is_filled_in_is_told_from_the_example_by_the_sheet(tmp_path: Path) -> None:
    checked = read(with_example_filled_in("register", "gadegrupper"), tmp_path)

    assert (checked.records.source, checked.origin) == ("gadegrupper", Origin.MUNICIPAL)
    rows = checked.records.rows[["period", "breakdown", "numerator"]]
    assert list(rows.itertuples(index=False, name=None)) == [
        ("2025K3", "", 24),
        ("2025K4", "", 27),
        ("2025K4", "køn=K", 10),
        ("2025K4", "køn=M", 17),
    ]


def test_what_is_filled_in_is_loaded(tmp_path: Path, settings: Settings) -> None:
    for place, kind in enumerate(template.KINDS[:3]):
        checked = read(with_example_filled_in(kind, ""), tmp_path)
        number = upload.load(settings, checked, "Anne", "Prøve")
        assert number == place + 1

    with reading(settings) as open_:
        assert open_.faults() == []
        assert {load.kind: load.cells for load in open_.loads()} == {
            "survey": 12 * 6,
            "survey-aggregated": 10,
            "register": 4,
        }


def test_answers_of_a_template_are_read_as_they_were_chosen(tmp_path: Path) -> None:
    book = opened("survey", "borger")
    header = [cell.value for cell in book[FILL_IN][3]]
    filled = {
        "År": 2025, "Bydel": "Vejleåparken", "Køn": "Kvinde", "Aldersgruppe": "65 år og derover",
        "Vægt": 1.25, "Tryg i nabolaget": "Meget tryg", "Udsat for kriminalitet": "Nej",
        "Tryg om aftenen og natten": "Ved ikke",
    }  # fmt: skip
    for name, value in filled.items():
        book[FILL_IN].cell(4, header.index(name) + 1, value)
    checked = read(book, tmp_path)

    (row,) = checked.records.rows.to_dict("records")
    assert (row["wave"], row["sub_area"], row["sex"], row["age"], row["weight"]) == (
        *("2025", "vejleåparken", "K", "65+"),
        1.25,
    )
    assert (row["tryg_dag"], row["udsat"], row["tryg_aften.missing"]) == (7, 0, "ved_ikke")


@pytest.mark.parametrize("kind", template.KINDS)
def test_an_untouched_template_is_said_to_be_empty(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "skabelon.xlsx"
    path.write_bytes(template.template(kind))

    with pytest.raises(RejectedError) as caught:
        upload.examine([("skabelon.xlsx", path)])
    assert str(caught.value) == (
        'Ark "Udfyld": Skabelonen er ikke udfyldt: der er overskrifter og ingen rækker. '
        "Ventede mindst én række under overskrifterne. "
        "Skriv tallene i arket, gem filen, og prøv igen."
    )


@pytest.mark.parametrize(("kind", "source"), ALL)
def test_every_column_is_explained_and_its_list_offered(kind: str, source: str) -> None:
    book = opened(kind, source)
    sheet = book[FILL_IN]
    header = [cell for cell in sheet[3] if cell.value]
    explained = {row[0].value: row[2].value for row in book[GUIDE].iter_rows(min_row=5)}
    lists = {
        sheet.cell(3, range_boundaries(str(rule.sqref))[0]).value: rule
        for rule in sheet.data_validations.dataValidation
    }

    assert [cell.value for cell in header] == [cell.value for cell in book[EXAMPLE][3]]
    assert sheet.freeze_panes == "A4"
    assert book[LISTS].sheet_state == "hidden"
    for cell in header:
        assert cell.comment.text == explained[cell.value]
        assert ("Vælg mellem" in cell.comment.text) == (cell.value in lists)
    for rule in lists.values():
        first, top, last, bottom = range_boundaries(rule.formula1.partition("!")[2])
        assert (first, top) == (last, 1)
        assert all(book[LISTS].cell(row, first).value for row in range(1, bottom + 1))


@pytest.mark.parametrize(("kind", "source"), ALL)
def test_no_cell_of_a_template_is_a_formula(kind: str, source: str) -> None:
    for sheet in opened(kind, source):
        for row in sheet.iter_rows():
            assert not [cell for cell in row if cell.data_type == "f"]


def test_without_a_source_the_first_one_is_taken() -> None:
    assert opened("register")[FILL_IN]["A1"].value == "Elevfravær"
    assert opened("survey")[FILL_IN]["A1"].value == "Kommunens borgerundersøgelse"


def test_a_kind_or_a_source_that_is_not_there_is_said_so() -> None:
    with pytest.raises(UnknownKindError) as caught:
        template.template("spørgeskema")
    assert str(caught.value) == (
        "Der er ingen skabelon »spørgeskema«. Der er: survey, survey-aggregated, register, budget, "
        "mærker, priser, måltal, hændelser, kommentarer, organisation."
    )
    with pytest.raises(UnknownInputError, match="Der er intet register »x«"):
        template.template("register", "x")
