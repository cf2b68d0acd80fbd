"""A StatBank file that somebody fetched by hand."""

import contextlib
import gzip
import hashlib
import os
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ingest import by_hand, incoming
from ingest.by_hand import AlreadyLoadedError
from ingest.loading import Loaded
from ingest.problem import RejectedError
from store import log, warehouse
from store.settings import Settings
from store.sources import UnknownTableError
from store.warehouse import NoWarehouseError, reading, writing
from tests.conftest import TODAY
from tests.ingest.files import FOLK1A, STRAF11, STRAF22, bulk, write
from tests.ingest.matrices import csv_matrix, written, xlsx_matrix
from tests.store.figures import everything, in_force, same

ROWS = ("183;TOT;2025K1;429", "187;TOT;2025K2;200", "183;12;2025K2;41")


def load_file(settings: Settings, path: Path, table: str | None = None) -> Loaded:
    return by_hand.load_file(settings, path, "Anne", TODAY, table=table)


def figures(settings: Settings, table: str = "STRAF11") -> dict[tuple[str, ...], float | None]:
    with reading(settings) as open_:
        return in_force(open_, table)


def note(settings: Settings) -> str:
    with reading(settings) as open_:
        return open_.loads()[0].note


# --- what a file holds ----------------------------------------------------------------------------


def test_a_file_holds_the_rectangle_of_the_codes_that_stand_in_it(
    settings: Settings, tmp_path: Path
) -> None:
    loaded = load_file(settings, write(tmp_path, bulk(*ROWS)))

    assert (loaded.cells, loaded.zeros) == (8, 5)
    assert figures(settings) == {
        (area, offence, period): 0
        for area in ("183", "187")
        for offence in ("TOT", "12")
        for period in ("2025K1", "2025K2")
    } | {
        ("183", "TOT", "2025K1"): 429,
        ("187", "TOT", "2025K2"): 200,
        ("183", "12", "2025K2"): 41,
    }


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (ROWS, "5 celler uden en række i filen læses som 0, fordi StatBank udelader nuller."),
        (
            ("183;TOT;2025K1;9", "183;12;2025K1;1", "187;TOT;2025K1;5"),
            "1 celle uden en række i filen læses som 0, fordi StatBank udelader nuller.",
        ),
        (ROWS[:1], "Ingen celler mangler."),
    ],
)
def test_what_was_taken_for_zero_is_said(
    settings: Settings, tmp_path: Path, rows: tuple[str, ...], sentence: str
) -> None:
    load_file(settings, write(tmp_path, bulk(*rows)))

    assert note(settings) == (
        "Hentet i hånden: filen gælder for det rektangel af koder, der står i den. " + sentence
    )


def test_a_file_with_labels_in_place_of_codes_works(settings: Settings, tmp_path: Path) -> None:
    rows = (
        "Ishøj;Overtrædelsens art i alt;2025K1;429",
        "183 Ishøj;1320 Indbrud i beboelser;2025K1;12",
    )
    load_file(settings, write(tmp_path, bulk(*rows)))

    assert figures(settings) == {("183", "TOT", "2025K1"): 429, ("183", "1320", "2025K1"): 12}


def test_a_file_with_a_byte_order_mark_works(settings: Settings, tmp_path: Path) -> None:
    """StatBank's CSV has one, its BULK has none."""
    content = b"\xef\xbb\xbf" + bulk("Ishøj;TOT;2025K1;429", "Ishøj;TOT;2025K2;0", end="\r\n")
    loaded = load_file(settings, write(tmp_path, content))

    assert (loaded.table, loaded.cells, loaded.zeros) == ("STRAF11", 2, 0)
    assert figures(settings) == {("183", "TOT", "2025K1"): 429, ("183", "TOT", "2025K2"): 0}


def test_a_packed_file_works(settings: Settings, tmp_path: Path) -> None:
    load_file(settings, write(tmp_path, bulk(*ROWS), "straf11.csv.gz"))

    assert figures(settings)[("183", "TOT", "2025K1")] == 429


@pytest.mark.parametrize(
    ("header", "row", "table"),
    [
        (STRAF11, "183;TOT;2025K1;9", "STRAF11"),
        (STRAF22, "183;TOT;ANM;2024;9", "STRAF22"),
        (FOLK1A, "183;TOT;IALT;TOT;2025K1;9", "FOLK1A"),
        ("OMRÅDE;TID;INDHOLD", "183;2025K1;9", "FOLK1A"),
    ],
)
def test_which_table_it_is_follows_from_its_header(
    settings: Settings, tmp_path: Path, header: str, row: str, table: str
) -> None:
    loaded = load_file(settings, write(tmp_path, bulk(row, header=header), "hentet.csv"))

    assert loaded.table == table
    assert list(figures(settings, table).values()) == [9]


def test_a_file_is_as_new_as_its_date_on_disk(settings: Settings, tmp_path: Path) -> None:
    path = write(tmp_path, bulk(*ROWS))
    moment = datetime(2026, 7, 20, 12, tzinfo=UTC)
    os.utime(path, (moment.timestamp(), moment.timestamp()))
    load_file(settings, path)

    with reading(settings) as open_:
        (written,) = open_.loads()
    assert written.source_date == moment.date()
    assert (written.author, written.file) == ("Anne", "straf11.csv")


def test_only_the_codes_in_the_file_are_superseded(settings: Settings, tmp_path: Path) -> None:
    load_file(settings, write(tmp_path, bulk(*ROWS)))
    loaded = load_file(settings, write(tmp_path, bulk("183;TOT;2025K1;430"), "ny.csv"))

    assert (loaded.cells, loaded.revisions) == (1, 1)
    assert figures(settings)[("183", "TOT", "2025K1")] == 430
    assert figures(settings)[("187", "TOT", "2025K2")] == 200


# --- what is kept of it ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("hentet.csv", ".csv"),
        ("hentet.csv.gz", ".csv.gz"),
        ("matrix.csv", ".csv"),
        ("matrix.xlsx", ".xlsx"),
        ("matrix.txt", ".csv"),
    ],
)
def test_a_copy_is_kept_byte_for_byte_under_a_name_that_tells_what_it_is(
    settings: Settings, tmp_path: Path, name: str, suffix: str
) -> None:
    down, across = [["Ishøj"], ["Manddrab"]], [["2025K1"]]
    if suffix == ".xlsx":
        path = xlsx_matrix(tmp_path / name, down, across, lambda *labels: 0)
    elif name.startswith("matrix"):
        path = written(tmp_path / name, csv_matrix(down, across, lambda *labels: 0))
    else:
        path = write(tmp_path, bulk(*ROWS), name)
    content = path.read_bytes()
    load_file(settings, path)
    path.unlink()

    (kept,) = settings.raw.iterdir()
    assert kept.read_bytes() == content
    assert kept.name == f"STRAF11-{hashlib.sha256(content).hexdigest()[:16]}{suffix}"


def test_no_copy_is_kept_of_what_was_not_committed(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def failing(*arguments: Any, **options: Any) -> Iterator[warehouse.Warehouse]:
        with writing(settings, "Anne", "prøver") as open_:
            yield open_
            raise OSError("the disk is full")

    monkeypatch.setattr(warehouse, "writing", failing)
    with pytest.raises(OSError, match="full"):
        load_file(settings, write(tmp_path, bulk(*ROWS)))

    assert list(settings.raw.iterdir()) == []
    assert log.newest(settings.log) == []


def test_a_load_is_one_row_in_the_log(settings: Settings, tmp_path: Path) -> None:
    load_file(settings, write(tmp_path, bulk(*ROWS)))

    (event,) = log.newest(settings.log)
    assert (event.who, event.action, event.subject) == ("Anne", log.Action.LOAD, "1")
    assert event.text == "STRAF11: 8 celler fra straf11.csv"


# --- in the caller's transaction ------------------------------------------------------------------


def test_a_load_can_be_looked_at_undone_and_then_made_for_good(
    settings: Settings, tmp_path: Path
) -> None:
    path = write(tmp_path, bulk(*ROWS), "straf11.csv")
    load_file(settings, write(tmp_path, bulk("183;TOT;2024K4;1"), "før.csv"))
    before, rows = everything(settings), log.newest(settings.log)
    kept = sorted(settings.raw.iterdir())
    with contextlib.suppress(InterruptedError), writing(settings, "Anne", "ser efter") as open_:
        seen = by_hand.put(open_, path, "straf11.csv", "Anne", TODAY)
        assert in_force(open_, "STRAF11")[("183", "TOT", "2025K1")] == 429
        raise InterruptedError

    assert same(before, everything(settings))
    assert log.newest(settings.log) == rows
    assert sorted(settings.raw.iterdir()) == kept
    loaded = load_file(settings, path)
    assert (loaded.cells, loaded.zeros) == (seen.cells, seen.zeros) == (8, 5)


def test_what_a_file_is_can_be_asked_before_it_is_loaded(tmp_path: Path) -> None:
    path = write(tmp_path, bulk("183;TOT;ANM;2024;9", header=STRAF22), "hentet.csv")

    assert by_hand.look(path).source.table == "STRAF22"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Anne\\tal.csv", "tal.csv"),
        ("tal\x00\n\x1b[31m.csv", "tal[31m.csv"),
        ("/", "filen"),
    ],
)
def test_the_name_of_an_uploaded_file_is_only_shown(
    settings: Settings, tmp_path: Path, name: str, shown: str
) -> None:
    path = write(tmp_path, bulk(*ROWS), "4f0c2a")
    by_hand.load_file(settings, path, "Anne", TODAY, name=name)

    with reading(settings) as open_:
        assert open_.loads()[0].file == shown
    (kept,) = settings.raw.iterdir()
    assert kept.name.startswith("STRAF11-")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["4f0c2a", "var"]


@pytest.mark.parametrize("header", ["OMRÅDE;TID;INDHOLD", FOLK1A])
def test_an_uploaded_packed_file_is_unpacked_as_its_name_says(
    settings: Settings, tmp_path: Path, header: str
) -> None:
    row = "183;2025K1;9" if header != FOLK1A else "183;TOT;IALT;TOT;2025K1;9"
    path = tmp_path / "4f0c2a"
    path.write_bytes(gzip.compress(bulk(row, header=header)))
    by_hand.load_file(settings, path, "Anne", TODAY, name="folk.csv.gz")

    assert list(figures(settings, "FOLK1A").values()) == [9]


# --- whether it is StatBank's at all --------------------------------------------------------------

TITLE = "Anmeldte forbrydelser efter område, overtrædelsens art og tid"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(bulk(*ROWS), True, id="BULK"),
        pytest.param(b"\xef\xbb\xbf" + bulk(*ROWS), True, id="CSV with byte order mark"),
        pytest.param(gzip.compress(bulk(*ROWS)), True, id="packed"),
        pytest.param(bulk(header="FAG;TID;INDHOLD"), True, id="of another table"),
        pytest.param(f'"{TITLE}"\r\n\r\n" "'.encode("latin-1"), True, id="matrix"),
        pytest.param(f"\n{TITLE};;;\n".encode("utf-8-sig"), True, id="matrix saved again"),
        pytest.param(b'" "," ","2007K1"\r\n', True, id="matrix cut above"),
        pytest.param(b"", False, id="empty"),
        pytest.param(b"\n\n", False, id="blank"),
        pytest.param(b"respondent;tryg_dag\n1;5\n", False, id="survey"),
        pytest.param(b"Elever efter skole\n\nskole;2023\n", False, id="another title"),
        pytest.param(b"\x1f\x8b\x08 not packed", False, id="not packed at all"),
        pytest.param(gzip.compress(bulk(*ROWS))[:-15], True, id="packed and cut"),
        pytest.param(b"PK\x03\x04", False, id="no zip"),
        pytest.param(b"PK\x03\x04" + b"PK\x05\x06" + bytes(18), False, id="an empty zip"),
        pytest.param(b"\xd0\xcf\x11\xe0" + bytes(600), False, id="old workbook"),
        pytest.param(b"<html>Tid efter tid</html>", False, id="web page"),
        pytest.param("OMRÅDE;TID;INDHOLD\n".encode("utf-16"), False, id="UTF-16"),
    ],
)
def test_a_file_is_taken_for_statbank_s_by_its_content(
    tmp_path: Path, content: bytes, expected: bool
) -> None:
    path = tmp_path / "4f0c2a"
    path.write_bytes(content)

    assert by_hand.is_statbank(path) is expected


@pytest.mark.parametrize(
    ("sheet", "cell", "expected"),
    [
        ("STRFSOC1", "Skyldige personer efter køn og tid", True),
        ("Ark1", TITLE, True),
        ("STRAF11", "Kommune", True),
        ("Svar", "Hvor tryg er du efter mørkets frembrud?", False),
    ],
)
def test_a_workbook_is_statbank_s_by_its_title_or_its_sheet(
    tmp_path: Path, sheet: str, cell: str, expected: bool
) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = sheet
    book.active.append([cell])
    book.save(tmp_path / "4f0c2a")

    assert by_hand.is_statbank(tmp_path / "4f0c2a") is expected


def test_a_workbook_that_unpacks_to_much_is_looked_into_no_further_than_its_start(
    tmp_path: Path,
) -> None:
    path = tmp_path / "4f0c2a"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", f'<sheet name="{"x" * 50_000_000}"/>')
        package.writestr("xl/sharedStrings.xml", f"<t>{TITLE}</t>" + " " * 50_000_000)
    tracemalloc.start()
    try:
        assert by_hand.is_statbank(path)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_a_workbook_with_a_directory_without_end_is_not_looked_into(tmp_path: Path) -> None:
    path = tmp_path / "4f0c2a"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", '<sheet name="STRAF11"/>')
        for number in range(2_000):
            package.writestr(f"xl/{number}", "")

    assert not by_hand.is_statbank(path)


# --- what is refused ------------------------------------------------------------------------------


def test_the_same_bytes_are_not_loaded_twice_under_any_name(
    settings: Settings, tmp_path: Path
) -> None:
    load_file(settings, write(tmp_path, bulk(*ROWS)))
    before, rows = everything(settings), log.newest(settings.log)

    with pytest.raises(AlreadyLoadedError) as caught:
        load_file(settings, write(tmp_path, bulk(*ROWS), "igen.csv"))

    assert str(caught.value) == ("igen.csv er allerede i brug som indlæsning 1. Intet er ændret.")
    assert same(before, everything(settings))
    assert log.newest(settings.log) == rows


def test_a_file_whose_load_was_withdrawn_may_be_loaded_again(
    settings: Settings, tmp_path: Path
) -> None:
    path = write(tmp_path, bulk(*ROWS))
    load_file(settings, path)
    warehouse.withdraw(settings, 1, "Anne")

    assert load_file(settings, path).number == 2


@pytest.mark.parametrize("what", ["missing", "a folder"])
def test_a_file_that_is_not_there_is_said_to_be_missing(
    settings: Settings, tmp_path: Path, what: str
) -> None:
    path = tmp_path if what == "a folder" else tmp_path / "findes-ikke.csv"
    with pytest.raises(RejectedError) as caught:
        load_file(settings, path)

    assert str(caught.value) == f"{path}: Filen findes ikke. Ret stien og prøv igen."
    with pytest.raises(NoWarehouseError), reading(settings):
        pass


def test_a_file_with_a_wrong_figure_changes_nothing_and_no_copy_is_kept(
    settings: Settings, tmp_path: Path
) -> None:
    load_file(settings, write(tmp_path, bulk(*ROWS)))
    before, rows = everything(settings), log.newest(settings.log)
    kept = sorted(settings.raw.iterdir())

    with pytest.raises(RejectedError) as caught:
        load_file(settings, write(tmp_path, bulk("183;TOT;2025K1;1.234"), "ny.csv"))

    assert str(caught.value).startswith("ny.csv, linje 2: »1.234« er ikke et tal. ")
    assert same(before, everything(settings))
    assert log.newest(settings.log) == rows
    assert sorted(settings.raw.iterdir()) == kept


def test_a_packed_file_that_unpacks_without_end_is_refused(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "MOST_UNPACKED", 3_000_000)
    path = write(tmp_path, bulk(*ROWS) + b"\n" * 5_000_000, "straf11.csv.gz")
    with pytest.raises(RejectedError) as caught:
        load_file(settings, path)

    assert str(caught.value) == (
        "straf11.csv.gz: Filen fylder over 3 MB, når den pakkes ud. Så stor er ingen af "
        "tabellerne. Hent tabellen igen fra StatBank."
    )
    assert list(settings.raw.iterdir()) == []


def test_a_file_is_held_against_the_table_that_one_names(
    settings: Settings, tmp_path: Path
) -> None:
    path = write(tmp_path, bulk(*ROWS), "hentet.csv")
    with pytest.raises(RejectedError) as caught:
        load_file(settings, path, table="STRAF22")
    assert "Ventede variablerne fra en af tabellerne STRAF22 efterfulgt af INDHOLD" in str(
        caught.value
    )

    with pytest.raises(UnknownTableError):
        load_file(settings, path, table="STRAF99")

    assert load_file(settings, path, table="straf11").table == "STRAF11"
