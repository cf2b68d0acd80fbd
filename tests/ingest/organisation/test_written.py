"""The organisation workbook as a file: what is taken out goes in again as it was."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from indicators import build
from ingest import workbook
from ingest.by_hand import AlreadyLoadedError
from ingest.organisation import (
    cell_values,
    checks,
    differences,
    reading,
    sample,
    saving,
    state,
    written,
)
from ingest.organisation.example import EXAMPLE_ROWS
from ingest.organisation.reading import row_of
from ingest.organisation.rows import LISTS, Content, Row
from ingest.problem import Severity
from ingest.template_workbook import HEADER_ROW
from store import warehouse
from store.organisation_sheets import ALL_MODELS, SHEETS, Field, Kind
from store.settings import Settings, municipality
from store.warehouse import Origin
from tests import organisation_rows
from tests.ingest import spreadsheets
from tests.ingest.organisation.workbooks import read, whole

TODAY = date(2026, 11, 23)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


# --- the round trip -------------------------------------------------------------------------------

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cn", "Co")), min_size=1, max_size=30
).map(cell_values.tidied)
ID = st.from_regex(r"[A-ZÆØÅa-z0-9_-]{1,8}", fullmatch=True)


def value(of: Field) -> st.SearchStrategy[Any]:
    """Any value that a cell may have, empty ones too."""
    low = of.lowest if of.lowest is not None else -1e6
    high = of.highest if of.highest is not None else 1e6
    found: st.SearchStrategy[Any]
    match of.kind:
        case Kind.KEY:
            found = ID
        case Kind.CHOICE:
            found = st.sampled_from(list(of.choices or {}))
        case Kind.REF:
            found = st.one_of(ID, st.just(ALL_MODELS)) if of.refers_to == "models" else ID
        case Kind.REFS:
            return st.lists(ID, max_size=3, unique=True).map(tuple)
        case Kind.GOALS:
            return st.sets(st.sampled_from("ABCD")).map(lambda some: tuple(sorted(some)))
        case Kind.FLAG:
            found = st.booleans()
        case Kind.WHOLE:
            found = st.integers(int(low), int(high))
        case Kind.YEAR:
            found = st.integers(2020, 2099)
        case Kind.NUMBER:
            found = st.floats(low, high, allow_nan=False).map(lambda x: float(f"{x:.12g}") + 0.0)
        case Kind.MONEY:
            found = st.integers(-(10**12), 10**12)
        case Kind.DAY:
            found = st.dates(date(1950, 1, 1), date(2100, 12, 31))
        case Kind.QUARTER:
            found = st.builds("{}K{}".format, st.integers(1990, 2099), st.integers(1, 4))
        case _:
            found = WORDS.filter(bool)
    return found if of.needed else st.one_of(st.none(), found)


@st.composite
def contents(draw: st.DrawFn) -> Content:
    """Rows of some sheets, as wild as cells allow, each with a key of its own."""
    found = state.nothing()
    for code in draw(st.sets(st.sampled_from(list(SHEETS)), min_size=1, max_size=4)):
        rows: dict[tuple[object, ...], Row] = {}
        for _ in range(draw(st.integers(1, 3))):
            cells = {of.code: draw(value(of)) for of in SHEETS[code].fields}
            cells["origin"] = draw(st.sampled_from(list(Origin))).value
            row = Row(code, cells, "")
            rows[row.key] = row
        found[code] = list(rows.values())
    return found


def is_stopped(content: Content) -> bool:
    """Whether reading refuses the texts on purpose: personal data, damaged letters, names."""
    return any(
        one.severity is Severity.ERROR
        for code, rows in content.items()
        for row in rows
        for one in row_of(
            SHEETS[code],
            {of.code: cell_values.written(of, row[of.code]) for of in SHEETS[code].fields},
            "", {},
        )[1]
    ) or any("Ã" in str(row.values) or "�" in str(row.values) for rows in content.values()
             for row in rows)  # fmt: skip


@given(contents())
@effort(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture])  # fmt: skip
def test_what_is_taken_out_goes_in_again_unchanged(
    tmp_path_factory: pytest.TempPathFactory, content: Content
) -> None:
    if is_stopped(content):
        return
    path = tmp_path_factory.mktemp("ud") / "organisation.xlsx"
    path.write_bytes(written.exported(content, TODAY))
    with spreadsheets.quickly():
        again = reading.read(workbook.read(path, path.name))
    assert again.errors == ()
    for code, rows in content.items():
        # An example has no public rows without a source; see `reading`.
        expected = [row.values for row in rows]
        is_example = (
            reading.origin_of([row["origin"] for of in content.values() for row in of])
            is Origin.EXAMPLE
        )
        found = [row.values for row in again.rows.get(code, [])]
        if is_example:
            expected, found = [
                [{**one, "origin": ""} for one in some] for some in (expected, found)
            ]
        assert found == expected


def test_a_whole_organisation_is_taken_out_and_loaded_again_without_differences(
    settings: Settings, tmp_path: Path
) -> None:
    saving.load(settings, read(whole()), "Anne", "Prøve")
    path = tmp_path / "organisation.xlsx"
    path.write_bytes(written.export(settings, TODAY))
    found = saving.check(settings, reading.examine(path, path.name))
    assert not found.errors
    assert differences.told(found.differences) == ["Intet ændres."]


@pytest.mark.skipif(not (sample.FOLDER / sample.EXAMPLE).exists(), reason="no shipped content")
def test_the_shipped_content_is_taken_out_and_loaded_again_without_differences(
    settings: Settings, tmp_path: Path
) -> None:
    done = sample.load(settings, "Anne")
    assert [one.origin for _, one in done] == [Origin.OFFICIAL, Origin.EXAMPLE]
    assert sample.load(settings, "Anne") == []
    path = tmp_path / "organisation.xlsx"
    path.write_bytes(written.export(settings, TODAY))
    again = reading.examine(path, path.name)
    assert again.origin is Origin.EXAMPLE
    found = saving.check(settings, again)
    assert not found.errors
    assert found.differences == ()


def test_what_everybody_may_take_out_shows_no_pay_staff_or_points_of_few_persons(
    settings: Settings,
) -> None:
    """Pay is hidden there as in a release, and what belongs to single persons is not there."""
    organisation_rows.put(settings)
    book = opened(written.export_for_all(settings, TODAY))
    placed = list(book[SHEETS["assignments"].title].iter_rows(min_row=HEADER_ROW, values_only=True))
    pay, name = placed[0].index("Løn"), placed[0].index("Funktion")
    with warehouse.reading(settings) as open_:
        shown = build.build(open_, municipality(), only=())["organisation_assignments"]
    secret = {row.function_id for row in shown.itertuples() if row.pay_is_hidden}
    assert secret
    assert {row[name] for row in placed[1:] if row[pay] == "skjult"} == secret
    for code in written.FOR_ANALYSTS:
        assert book[SHEETS[code].title].max_row == HEADER_ROW
    assert book[SHEETS["risks"].title].max_row > HEADER_ROW


def test_what_everybody_may_take_out_is_loaded_again_without_differences(
    settings: Settings, tmp_path: Path
) -> None:
    saving.load(settings, read(whole()), "Anne", "Prøve")
    before = state.now(settings)
    path = tmp_path / "organisation.xlsx"
    path.write_bytes(written.export_for_all(settings, TODAY))
    found = saving.check(settings, reading.examine(path, path.name))
    assert not found.errors
    assert differences.told(found.differences) == ["Intet ændres."]
    with pytest.raises(AlreadyLoadedError, match="siger det samme"):
        saving.load(settings, reading.examine(path, path.name), "Anne", "Prøve")
    assert state.now(settings) == before


def test_hidden_pay_of_a_row_that_is_not_in_force_is_asked_for(settings: Settings) -> None:
    texts = whole()
    texts["assignments"][0]["salary"] = "skjult"
    (problem,) = saving.check(settings, read(texts)).errors
    assert problem.place == 'Ark "Placering", celle G2'
    assert problem.found == "Beløbet er »skjult«, og rækken er ikke i brug"


# --- the file -------------------------------------------------------------------------------------


def test_a_text_is_never_a_formula(tmp_path: Path) -> None:
    texts = whole()
    for start in ("=", "+", "-", "@"):
        texts["fora"][0]["name"] = f'{start}HYPERLINK("https://example.dk")'
        content = {**state.nothing(), **read(texts).rows}
        page = opened(written.exported(content, TODAY))["Fora"]
        assert page.cell(4, 2).value == texts["fora"][0]["name"]
        assert page.cell(4, 2).data_type == "s"


def test_a_file_has_no_links_and_no_macros() -> None:
    content = written.exported({**state.nothing(), **read(whole()).rows}, TODAY)
    for file in (content, written.template()):
        with zipfile.ZipFile(io.BytesIO(file)) as parts:
            names = parts.namelist()
            assert not [name for name in names if "external" in name.lower() or "vba" in name]
            for name in names:
                assert b'TargetMode="External"' not in parts.read(name)


@pytest.mark.parametrize(
    ("origins", "says"),
    [
        (("Eksempeldata", "Eksempeldata"), "EKSEMPELDATA – opdigtede tal. Organisation"),
        (("Eksempeldata", ""), "Nogle rækker er eksempeldata: se kolonnen Oprindelse"),
        (("", ""), "taget ud 23. november 2026 · Fora"),
    ],
)
def test_invented_rows_say_so_in_the_file(origins: tuple[str, str], says: str) -> None:
    rows = [{**row, "origin": origin} for row, origin in zip(whole()["fora"], origins, strict=True)]
    content = {**state.nothing(), **read({"fora": rows}).rows}
    assert says in str(opened(written.exported(content, TODAY))["Fora"]["A1"].value)


def test_a_template_has_every_sheet_with_notes_and_lists() -> None:
    book = opened(written.template())
    assert book.sheetnames == [
        "Vejledning", *(sheet.title for sheet in SHEETS.values()), "Lister", "Eksempel"
    ]  # fmt: skip
    assert book["Lister"].sheet_state == "hidden"
    for sheet in SHEETS.values():
        page = book[sheet.title]
        assert [page.cell(3, n).value for n in range(1, len(sheet.fields) + 1)] == [
            of.heading for of in sheet.fields
        ]
        assert all(page.cell(3, n).comment for n in range(1, len(sheet.fields) + 1))
        offered = {
            str(rule.sqref).split(":")[0].rstrip("0123456789"): rule.formula1
            for rule in page.data_validations.dataValidation
        }
        wanted = [of for of in sheet.fields if of.kind in (Kind.CHOICE, Kind.FLAG, Kind.REF)]
        assert len(offered) == len(wanted)
    lists = book["Placering"].data_validations.dataValidation
    assert "'Modeller'!$A$4:$A$2000" in {rule.formula1 for rule in lists}


def test_an_empty_template_is_not_loaded_and_its_example_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "skabelon.xlsx"
    path.write_bytes(written.template())
    found = reading.examine(path, path.name)
    assert found.rows == {}
    assert [one.found for one in found.errors] == ["Ingen ark har rækker"]


def test_a_template_that_is_filled_in_is_no_example(tmp_path: Path) -> None:
    book = opened(written.template())
    page = book["Kriterier"]
    for number, text in enumerate(("K1", "Ansvar", "Flere har det.", "Én har det.", "nej"), 1):
        page.cell(4, number, text)
    path = tmp_path / "udfyldt.xlsx"
    book.save(path)
    found = reading.examine(path, path.name)
    assert found.errors == ()
    assert found.origin is Origin.MUNICIPAL
    assert found.rows["criteria"][0]["name"] == "Ansvar"


def test_the_templates_example_is_right_in_every_sheet() -> None:
    rows: dict[str, list[Row]] = {}
    for code, texts in EXAMPLE_ROWS.items():
        row, problems = row_of(SHEETS[code], dict(texts), code, {})
        assert problems == []
        assert row["origin"] == "example"
        rows[code] = [row]
    assert set(rows) == set(SHEETS)
    wrong = [one for one in checks.check(rows) if one.severity is Severity.ERROR]
    allowed = ("»BUU« er der ikke i arket Enheder",)
    assert [str(one) for one in wrong if not any(text in one.found for text in allowed)] == []


def test_every_list_kind_is_written_with_semicolons() -> None:
    of = SHEETS["efforts"].field("goals")
    assert of.kind in LISTS
    assert cell_values.written(of, ("A", "B")) == "A; B"
