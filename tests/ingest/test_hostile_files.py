"""Files made to harm are refused in Danish or read as text; the one who asks is not touched."""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from ingest import frame, reader_process, workbook
from ingest.problem import RejectedError
from ingest.workbook import Workbook
from tests.ingest import spreadsheets
from tests.ingest.awkward import ods, text, xls, xlsx
from tests.ingest.spreadsheets import SHEET, SMALL, raw_xlsx, read, row_xml, sheet_xml

ROOT = Path(__file__).parents[2]
TABLE = [["Område", "År", "Andel"], ["Ishøj", 2023, 75.5], ["Vallensbæk", 2023, 77.9]]
BOMB = 130_000_000


@pytest.fixture(scope="module", autouse=True)
def quickly() -> Iterator[None]:
    with spreadsheets.quickly():
        yield


def at(cell: str, value: int = 1) -> str:
    """The row of one cell."""
    number = re.sub("[A-Z]", "", cell)
    return f'<row r="{number}"><c r="{cell}"><v>{value}</v></c></row>'


def lying() -> bytes:
    """A bomb that says it is small."""
    content = spreadsheets.zip_bomb(BOMB)
    package = zipfile.ZipFile(BytesIO(content))
    honest = package.getinfo(SHEET)
    sizes = honest.compress_size.to_bytes(4, "little") + honest.file_size.to_bytes(4, "little")
    assert sizes in content
    return content.replace(sizes, sizes[:4] + (90_000).to_bytes(4, "little"))


def xls_with_password() -> bytes:
    """An old workbook whose record of who wrote it has become one that it is encrypted."""
    content = xls(TABLE)
    writer = b"\x5c\x00\x70\x00"
    assert writer in content
    return content.replace(writer, b"\x2f\x00\x70\x00", 1)


def many_parts() -> bytes:
    return raw_xlsx(parts={f"xl/media/{number}.png": b"" for number in range(1_500)})


def wide_and_long() -> bytes:
    """No cell is far away by itself, but together they span ten million cells."""
    return raw_xlsx(SMALL + at("CZ99999"))


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip bomb": (lambda: spreadsheets.zip_bomb(BOMB), "130 MB pakket ud"),
    "zip bomb that lies": (lying, "beskadiget"),
    "zip of many parts": (many_parts, "1.505 dele"),
    "last cell of all": (lambda: raw_xlsx(SMALL + at("XFD1048576")), "celle XFD1048576"),
    "last column": (lambda: raw_xlsx(row_xml(1, "a") + at("XFD2")), "celle XFD2"),
    "last row": (lambda: raw_xlsx(SMALL + at("Z1048576")), "celle Z1048576"),
    "far corner": (wide_and_long, "celle CZ99999"),
    "nested entities": (spreadsheets.laughs, "beskadiget"),
    "entities in the list of sheets": (
        lambda: raw_xlsx(parts={"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "beskadiget",
    ),
    "password": (spreadsheets.encrypted, "adgangskode"),
    "password on an old workbook": (xls_with_password, "adgangskode"),
    "nothing": (lambda: b"", "tom (0 byte)"),
    "26 MB": (lambda: b"a;b\n1;2\n" * 3_250_000, "fylder 26 MB"),
    "26 MB of zip": (lambda: b"PK\x03\x04" + bytes(26_000_000), "fylder 26 MB"),
    "broken XML": (lambda: raw_xlsx(parts={SHEET: "<worksheet><sheetData><row"}), "beskadiget"),
    "no sheet": (lambda: raw_xlsx(parts={"xl/workbook.xml": "<workbook/>"}), "ingen udfyldte"),
    "cut off": (lambda: xlsx({"Svar": TABLE})[:-100], "beskadiget"),
    "cut in the middle": (lambda: xlsx({"Svar": TABLE})[:3_000], "beskadiget"),
    "old workbook cut off": (lambda: xls(TABLE)[:2_000], "beskadiget"),
    "ods cut off": (lambda: ods(TABLE)[:1_000], "beskadiget"),
    "start of a zip file": (lambda: b"PK\x03\x04", "beskadiget"),
    "start of an old workbook": (lambda: b"\xd0\xcf\x11\xe0", "beskadiget"),
    "one field of a million characters": (lambda: b"a;b\n1;" + b"x" * 1_000_000, "længere end"),
    "a million columns": (lambda: b";".join([b"a"] * 1_000_000) + b"\n", "1.000.000 kolonner"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, what: str) -> None:
    content, says = REFUSED[what]
    with pytest.raises(RejectedError) as error:
        read(tmp_path, content(), "svar.xlsx")
    (problem,) = error.value.problems
    assert says in str(problem)
    assert problem.place
    assert problem.remedy


@pytest.mark.parametrize("content", [b"a;b\n" + b"1;2\n" * 500, xlsx({"Svar": [[1, 2]] * 501})])
def test_more_cells_than_there_may_be_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    limits = replace(workbook.limits_for(0), area=1_000)
    monkeypatch.setattr(workbook, "limits_for", lambda _: limits)
    with pytest.raises(RejectedError, match=r"højst 1\.000 celler"):
        read(tmp_path, content)


def test_a_workbook_whose_sheet_is_one_text_over_and_over_is_refused(tmp_path: Path) -> None:
    texts = f'<sst xmlns="{spreadsheets.MAIN}"><si><t>{"æ" * 30_000}</t></si></sst>'
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 2_500)
    )
    relations = (
        f'<Relationships xmlns="{spreadsheets.RELATIONS}">'
        f'<Relationship Id="rId1" Type="{spreadsheets.OFFICE}/worksheet" '
        'Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{spreadsheets.OFFICE}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>'
    )
    parts = {"xl/sharedStrings.xml": texts, "xl/_rels/workbook.xml.rels": relations}
    with pytest.raises(RejectedError, match="mere end 120 MB tekst"):
        read(tmp_path, raw_xlsx(rows, parts))


# --- strange, but read ----------------------------------------------------------------------------


def only_table(book: Workbook) -> list[list[str]]:
    table = frame.find(book.sheets[0])
    return [list(table.columns), *table.rows.fillna("").to_numpy().tolist()]


READ = [["Område", "2023", "2024"], ["Ishøj", "75,5", "77"]]
STRANGE: dict[str, tuple[dict[str, str | bytes], str]] = {
    "macros": ({"xl/vbaProject.bin": b"\0" * 100}, "makroer; de er ikke læst"),
    "links to other files": ({"xl/externalLinks/externalLink1.xml": "<a/>"}, "andre filer"),
    "names of parts that lead elsewhere": ({"/etc/passwd": "x", "../../svar": "x"}, ""),
    "a dimension that lies": (
        {SHEET: sheet_xml(SMALL).replace("<sheet", '<dimension ref="A1:XFD1048576"/><sheet', 1)},
        "",
    ),
    "a far cell without contents": (
        {SHEET: sheet_xml(SMALL + '<row r="9"><c r="XFD9" s="1"/></row>')},
        "",
    ),
    "a million empty rows": (
        {SHEET: sheet_xml(SMALL + "".join(f'<row r="{n}"/>' for n in range(3, 1_000_000)))},
        "",
    ),
    "an address to fetch": (
        {SHEET: sheet_xml(SMALL, after='<hyperlinks><hyperlink ref="A1" display="http://a.dk"/></hyperlinks>')},
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", STRANGE)
def test_a_strange_workbook_is_read_as_what_it_shows(tmp_path: Path, what: str) -> None:
    parts, says = STRANGE[what]
    book = read(tmp_path, raw_xlsx(parts=parts))
    assert only_table(book) == READ
    assert book.form == ("xlsm" if what == "macros" else "xlsx")
    assert says in "".join(map(str, book.told))
    assert says or not book.told


def test_a_link_in_a_zip_file_leads_nowhere(tmp_path: Path) -> None:
    content = BytesIO(raw_xlsx())
    with zipfile.ZipFile(content, "a") as package:
        link = zipfile.ZipInfo("xl/media/link")
        link.external_attr = 0o120777 << 16
        package.writestr(link, "/etc/passwd")
    assert only_table(read(tmp_path, content.getvalue())) == READ


def test_a_path_in_the_name_of_a_file_or_sheet_is_a_name(tmp_path: Path) -> None:
    book = read(tmp_path, raw_xlsx(name="../../etc"), "../../etc/passwd")
    assert (book.name, book.sheets[0].name) == ("passwd", "../../etc")
    assert list(tmp_path.iterdir()) == [tmp_path / "uploaded"]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_formulas_and_html_in_texts_are_texts(tmp_path: Path, form: str) -> None:
    strange = ['=HYPERLINK("http://a.dk")', "<script>alert(1)</script>", "![a](http://b.dk)"]
    if form == "csv":
        content = text([["a", "b", "c"], strange])
    else:
        escaped = [one.replace("<", "&lt;").replace(">", "&gt;") for one in strange]
        content = raw_xlsx(row_xml(1, "a", "b", "c") + row_xml(2, *escaped))
    assert only_table(read(tmp_path, content))[1] == strange


def test_rows_deep_in_nested_elements_do_not_overflow(tmp_path: Path) -> None:
    deep = "<a>" * 20_000 + "</a>" * 20_000
    with pytest.raises(RejectedError) as error:
        read(tmp_path, raw_xlsx(parts={"xl/workbook.xml": deep, SHEET: sheet_xml(SMALL + deep)}))
    assert "beskadiget" in str(error.value) or "hukommelse" in str(error.value)


# --- the process that reads -----------------------------------------------------------------------


def test_a_reading_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "SECONDS", 0)
    with pytest.raises(RejectedError, match="kunne ikke læses på 0 sekunder"):
        read(tmp_path, raw_xlsx())


def test_a_process_that_ends_in_the_middle_gives_no_half_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [(block, content) for block, content in blocks(tmp_path, raw_xlsx())]
    for end in range(len(whole)):
        monkeypatch.setattr(workbook, "blocks_of", lambda *_, end=end: iter(whole[:end]))
        with pytest.raises(RejectedError, match="hukommelse"):
            read(tmp_path, raw_xlsx())


def test_an_answer_that_makes_no_sense_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [(block, content) for block, content in blocks(tmp_path, raw_xlsx())]
    for number, (block, content) in enumerate(whole):
        for nonsense in (b"", b"{}", b"[]", b"null", content[:-9], content[9:]):
            changed = [*whole[:number], (block, nonsense), *whole[number + 1 :]]
            monkeypatch.setattr(workbook, "blocks_of", lambda *_, changed=changed: iter(changed))
            with pytest.raises(RejectedError):
                read(tmp_path, raw_xlsx())


def blocks(folder: Path, content: bytes) -> list[tuple[reader_process.Block, bytes]]:
    path = folder / "whole"
    path.write_bytes(content)
    return list(reader_process.blocks_of(path, workbook.limits_for(len(content))))


def test_the_process_has_no_way_to_write_and_little_to_grow(tmp_path: Path) -> None:
    program = f"""
import sys
sys.path.append({str(ROOT)!r})
import ingest.reader.__main__ as program
def read(path, output, limits):
    try:
        path.with_name("new").write_text("x")
    except OSError as error:
        output.tell(type(error).__name__)
    try:
        bytearray(2_000_000_000)
    except MemoryError as error:
        output.tell(type(error).__name__)
    return ""
program.read = read
program.main()
"""
    path = tmp_path / "file"
    path.write_bytes(raw_xlsx())
    limits = json.dumps(vars(workbook.limits_for(1)))
    done = subprocess.run(
        [sys.executable, "-I", "-c", program, str(path), limits], stdout=subprocess.PIPE, check=True
    )
    told = json.loads(done.stdout[9:])["told"]
    assert [one["what"] for one in told] == ["OSError", "MemoryError"]
    assert not (tmp_path / "new").stat().st_size


def test_memory_of_the_one_who_asks_does_not_grow(tmp_path: Path) -> None:
    """In a process of its own, with the real reading process: megabytes at most, and no error."""
    bad = ("zip bomb", "last cell of all", "nested entities", "password", "a million columns")
    for number, what in enumerate(bad):
        (tmp_path / f"{number}").write_bytes(REFUSED[what][0]())
    (tmp_path / "good").write_bytes(raw_xlsx())
    program = """
import resource, sys
from pathlib import Path
from ingest import workbook
from ingest.problem import RejectedError
workbook.read(Path(sys.argv[1], "good"), "good.xlsx")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
refused = 0
for path in sorted(Path(sys.argv[1]).glob("[0-9]")):
    try:
        workbook.read(path, path.name)
    except RejectedError:
        refused += 1
print(refused, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        check=True,
    )
    refused, grown, child = map(int, done.stdout.split())
    assert refused == len(bad)
    assert grown < 50
    assert child < 1024


# --- files with errors at random ------------------------------------------------------------------


def test_mutated_files_are_read_or_refused(tmp_path: Path) -> None:
    good = [xlsx({"Svar": TABLE}), xls(TABLE), ods(TABLE), text(TABLE), raw_xlsx()]
    outcomes = {"read": 0, "refused": 0}
    for content in spreadsheets.mutations(good, 200, seed=20261123):
        try:
            book = read(tmp_path, content)
            for sheet in book.sheets:
                frame.find(sheet)
            outcomes["read"] += 1
        except RejectedError as error:
            problems = error.problems
            assert all(one.place and one.remedy for one in problems)
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 30
