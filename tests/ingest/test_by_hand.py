"""A StatBank file that somebody fetched by hand."""

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest import by_hand
from ingest.by_hand import AlreadyLoadedError
from ingest.loading import Loaded
from ingest.problem import RejectedError
from store import log, warehouse
from store.settings import Settings
from store.sources import UnknownTableError
from store.warehouse import NoWarehouseError, reading
from tests.conftest import TODAY
from tests.ingest.files import FOLK1A, STRAF11, STRAF22, bulk, write
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


@pytest.mark.parametrize(("name", "suffix"), [("hentet.csv", ".csv"), ("hentet.csv.gz", ".csv.gz")])
def test_a_copy_is_kept_byte_for_byte(
    settings: Settings, tmp_path: Path, name: str, suffix: str
) -> None:
    path = write(tmp_path, bulk(*ROWS), name)
    content = path.read_bytes()
    load_file(settings, path)
    path.unlink()

    (kept,) = settings.raw.iterdir()
    assert kept.read_bytes() == content
    assert kept.name == f"STRAF11-{hashlib.sha256(content).hexdigest()[:16]}{suffix}"


def test_a_load_is_one_row_in_the_log(settings: Settings, tmp_path: Path) -> None:
    load_file(settings, write(tmp_path, bulk(*ROWS)))

    (event,) = log.newest(settings.log)
    assert (event.who, event.action, event.subject) == ("Anne", log.Action.LOAD, "1")
    assert event.text == "STRAF11: 8 celler fra straf11.csv"


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
