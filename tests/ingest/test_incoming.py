"""Reading StatBank files: the forms they come in, and files that are not what they should be."""

import gzip
from pathlib import Path

import duckdb
import pytest

from ingest import incoming
from ingest.problem import RejectedError
from store.settings import Settings
from store.sources import UnknownTableError, source
from tests.conftest import settings_in
from tests.ingest.files import FOLK1A, STRAF11, STRAF22, bulk, load, read, rectangle, write
from tests.store.figures import Everything, everything, same

ROWS = ("183;TOT;2025K1;412", "183;1320;2025K1;35")
PLAIN = bulk(*ROWS)
BOM = b"\xef\xbb\xbf"


def rows(path: Path) -> list[tuple[str, ...]]:
    table = read(path)
    return table.ask(f"select {table.keys}, figure from incoming order by line")


# --- the forms a file may have --------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(PLAIN, id="BULK"),
        pytest.param(BOM + PLAIN, id="byte order mark"),
        pytest.param(bulk(*ROWS, end="\r\n"), id="CRLF"),
        pytest.param(BOM + bulk(*ROWS, end="\r\n"), id="byte order mark and CRLF"),
        pytest.param(
            b'"OMR\xc3\x85DE";"OVERTR\xc3\x86D";"TID";"INDHOLD"\n'
            b'"183";"TOT";"2025K1";412\n"183";"1320";"2025K1";"35"\n',
            id="quoted",
        ),
        pytest.param(bulk(*ROWS, header="område;overtræd;tid;indhold"), id="small letters"),
        pytest.param(
            bulk(
                "Ishøj;Overtrædelsens art i alt;2025K1;412",
                "Ishøj;Indbrud i beboelser;2025K1;35",
            ),
            id="labels",
        ),
        pytest.param(
            bulk(
                "183 Ishøj;TOT Overtrædelsens art i alt;2025K1;412",
                '"183 Ishøj";"1320 Indbrud i beboelser";2025K1;35',
            ),
            id="codes and labels",
        ),
        pytest.param(
            bulk("Ishøj;TOT;2025K1;412", "183;Indbrud i beboelser;2025K1;35"), id="a mixture"
        ),
        pytest.param(
            bulk("TOT;2025K1;183;412", "1320;2025K1;183;35", header="OVERTRÆD;TID;OMRÅDE;INDHOLD"),
            id="another order",
        ),
        pytest.param(PLAIN + b"\n", id="an empty line last"),
    ],
)
def test_all_forms_of_a_file_give_the_same_rows(tmp_path: Path, content: bytes) -> None:
    assert rows(write(tmp_path, content)) == [
        ("183", "TOT", "2025K1", "412"),
        ("183", "1320", "2025K1", "35"),
    ]


@pytest.mark.parametrize("name", ["straf11.csv.gz", "STRAF11.CSV.GZ"])
def test_a_packed_file_is_unpacked(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(PLAIN))

    assert len(rows(path)) == 2


@pytest.mark.parametrize(
    "name", ["straf*.csv", "straf11 (1).csv", "straf11[1].csv", "straf?.csv", "tal 'æøå' {a,b}.csv"]
)
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    write(tmp_path, bulk("084;TOT;2025K1;1"), "straf11.csv")
    write(tmp_path, bulk("084;TOT;2025K1;1"), "straf1.csv")

    assert len(rows(write(tmp_path, PLAIN, name))) == 2


def test_a_long_file_is_read_whole_and_in_its_order(tmp_path: Path) -> None:
    """Lines that DuckDB reads in several pieces at once keep their numbers."""
    many = [f"Ishøj;TOT;{number:04};{number}" for number in range(300_000)]
    table = read(write(tmp_path, bulk(*many, end="\r\n")))

    assert table.rows == 300_000
    assert table.number("select count(*) from incoming where line <> figure::integer + 2") == 0
    assert table.line("period", "299999") == 300_001
    assert table.values("area") == ["183"]


# --- which table it is ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "table"),
    [
        (STRAF11, "STRAF11"),
        (STRAF22, "STRAF22"),
        (FOLK1A, "FOLK1A"),
        ("OMRÅDE;TID;INDHOLD", "FOLK1A"),
        ("OMRÅDE;ALDER;TID;INDHOLD", "FOLK1A"),
    ],
)
def test_a_table_is_recognised_by_its_header(tmp_path: Path, header: str, table: str) -> None:
    assert incoming.recognise(write(tmp_path, bulk(header=header), "data.csv")).table == table


def test_one_may_say_which_table_it_is(tmp_path: Path) -> None:
    assert incoming.recognise(write(tmp_path, PLAIN, "data.csv"), "straf11").table == "STRAF11"


def test_a_file_is_not_taken_for_a_table_that_it_cannot_be(tmp_path: Path) -> None:
    path = write(tmp_path, PLAIN)

    with pytest.raises(RejectedError, match="Ventede variablerne fra en af tabellerne STRAF22 "):
        incoming.recognise(path, "STRAF22")


def test_a_table_that_is_not_wanted_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownTableError, match="Tabellen STRAF99 står ikke i"):
        incoming.recognise(write(tmp_path, PLAIN), "STRAF99")


@pytest.mark.parametrize(
    ("header", "row"),
    [("OMRÅDE;TID;INDHOLD", "183;2026K1;24190"), (FOLK1A, "183;TOT;IALT;TOT;2026K1;24190")],
)
def test_a_variable_that_the_file_leaves_out_has_the_code_for_all(
    tmp_path: Path, header: str, row: str
) -> None:
    path = write(tmp_path, bulk(row, header=header), "folk1a.csv")

    assert rows(path) == [("183", "TOT", "IALT", "TOT", "2026K1", "24190")]


# --- what is seen in it ---------------------------------------------------------------------------


def test_the_rectangle_of_a_file_is_that_of_the_codes_in_it(tmp_path: Path) -> None:
    table = read(write(tmp_path, bulk("183;TOT;2025K1;1", "084;1320;2024K4;2", "183;1;2025K1;3")))

    assert table.seen == rectangle("084 183", "1 1320 TOT", "2024K4 2025K1")


def test_a_value_is_found_at_its_line_in_the_file(tmp_path: Path) -> None:
    table = read(write(tmp_path, bulk("Ishøj;TOT;2025K1;1", "Atlantis;TOT;2025K1;2")))

    assert table.line("area", "183") == 2
    assert table.line("area", "Atlantis") == 3


def test_a_label_that_nobody_knows_stays_as_it_is(tmp_path: Path) -> None:
    assert rows(write(tmp_path, bulk("Atlantis;TOT;2025K1;1")))[0][0] == "Atlantis"


# --- what cannot be read --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def in_use(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Everything]:
    """A warehouse with one load and all that it holds; no test of this module changes it."""
    folder = tmp_path_factory.mktemp("in use")
    settings = settings_in(folder / "var")
    load(settings, write(folder, bulk("183;TOT;2024K1;400")))
    return settings, everything(settings)


FETCH_AGAIN = "Hent den igen."
NOT_STATBANK = (
    "ikke tal fra StatBank. Ventede en fil i formatet BULK eller CSV med semikolon. "
    "Hent tabellen igen."
)
NO_TABLE = (
    "Ventede variablerne fra en af tabellerne STRAF11, STRAF22, FOLK1A, FOLK1A_ALDER, STRAF44, "
    "UND1, NEET1, ISBU01, STRAF5 eller RECIDIV1 efterfulgt af INDHOLD. "
    "Hent tabellen med koder og alle variabler, eller tilføj den i data/config/sources.toml."
)
DAMAGED = (
    "har mistet sine danske bogstaver (tegnet �). Filen er gemt forkert undervejs: "
    "hent den igen uden at åbne den i et andet program."
)
CUT_OFF = (
    "Filen slutter midt i en linje og er formentlig skåret af under hentningen. " + FETCH_AGAIN
)
CANNOT_UNPACK = (
    "Filen kan ikke pakkes ud og er formentlig skåret af under hentningen. " + FETCH_AGAIN
)
FOUR_FIELDS = (
    "Linjen kan ikke læses. Ventede 4 felter adskilt af semikolon. "
    "Filen er formentlig skåret af eller ændret: hent den igen."
)
NOT_UTF8 = "Teksten er ikke UTF-8. Hent filen igen fra StatBank."
PACKED = gzip.compress(PLAIN)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("tal.csv", b"", f"tal.csv: Filen er tom. {FETCH_AGAIN}", id="empty"),
        pytest.param("tal.csv", b" \r\n\n", f"tal.csv: Filen er tom. {FETCH_AGAIN}", id="blank"),
        pytest.param("tal.csv.gz", b"", f"tal.csv.gz: Filen er tom. {FETCH_AGAIN}", id="empty gz"),
        pytest.param(
            "tal.csv",
            b"\r\n<!DOCTYPE html>\r\n<html></html>\r\n",
            f"tal.csv: Filen er en webside (HTML), {NOT_STATBANK}",
            id="web page",
        ),
        pytest.param(
            "tal.csv",
            BOM + b'{"errorTypeCode": "EXTRACT-NOTFOUND", "message": "Tabel findes ikke"}',
            f"tal.csv: Filen er en JSON-fil, {NOT_STATBANK}",
            id="StatBank's error",
        ),
        pytest.param(
            "tal.csv",
            b"PK\x03\x04\x14\x00\x06\x00",
            f"tal.csv: Filen er en Excel- eller zip-fil, {NOT_STATBANK}",
            id="xlsx renamed to csv",
        ),
        pytest.param(
            "tal.csv",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            f"tal.csv: Filen er en ældre Excel-fil, {NOT_STATBANK}",
            id="xls renamed to csv",
        ),
        pytest.param(
            "tal.csv",
            PACKED,
            "tal.csv: Filen er en pakket fil (gzip), hvis navn ikke slutter på .gz, "
            + NOT_STATBANK,
            id="gz renamed to csv",
        ),
        pytest.param(
            "tal.csv",
            b"kommune,antal\n183,5\n",
            f"tal.csv: Overskriften er »KOMMUNE,ANTAL«. {NO_TABLE}",
            id="unknown header",
        ),
        pytest.param(
            "tal.csv",
            bulk("183;TOT;412", header="OMRÅDE;OVERTRÆD;INDHOLD"),
            f"tal.csv: Overskriften er »OMRÅDE;OVERTRÆD;INDHOLD«. {NO_TABLE}",
            id="a variable too few",
        ),
        pytest.param(
            "tal.csv",
            bulk("183;TOT;2025K1;2025K1;412", header="OMRÅDE;OVERTRÆD;TID;TID;INDHOLD"),
            f"tal.csv: Overskriften er »OMRÅDE;OVERTRÆD;TID;TID;INDHOLD«. {NO_TABLE}",
            id="a variable twice",
        ),
        pytest.param(
            "tal.csv",
            bulk(*ROWS).replace(b"\n", b";\n"),
            f"tal.csv: Overskriften er »OMRÅDE;OVERTRÆD;TID;INDHOLD;«. {NO_TABLE}",
            id="a semicolon too many everywhere",
        ),
        pytest.param(
            "tal.csv",
            bulk(*ROWS, header="OMR�DE;OVERTR�D;TID;INDHOLD"),
            f"tal.csv: Overskriften {DAMAGED}",
            id="damaged header",
        ),
        pytest.param(
            "tal.csv",
            PLAIN.decode().encode("latin-1"),
            f"tal.csv: Overskriften {DAMAGED}",
            id="latin-1",
        ),
        pytest.param(
            "tal.csv",
            PLAIN.decode().encode("utf-16"),
            f"tal.csv: Overskriften {DAMAGED}",
            id="UTF-16",
        ),
        pytest.param(
            "tal.csv",
            bulk(*ROWS) + "Ishøj;1;2025K1;5\n".encode("latin-1"),
            f"tal.csv, linje 4: {NOT_UTF8}",
            id="latin-1 in a row",
        ),
        pytest.param("tal.csv", PLAIN[:-5], f"tal.csv: {CUT_OFF}", id="cut off"),
        pytest.param(
            "tal.csv", PLAIN[:-1], f"tal.csv: {CUT_OFF}", id="cut off before the line end"
        ),
        pytest.param("tal.csv.gz", PLAIN[:-5], f"tal.csv.gz: {CUT_OFF}", id="cut off, then packed"),
        pytest.param(
            "tal.csv",
            bulk("183;TOT;2025K1;412", "183;1320;2025K1", "183;1;2025K1;5"),
            f"tal.csv, linje 3: {FOUR_FIELDS}",
            id="too few fields",
        ),
        pytest.param(
            "tal.csv",
            bulk("183;TOT;2025K1;412", "183;1320;2025K1;35;1"),
            f"tal.csv, linje 3: {FOUR_FIELDS}",
            id="too many fields",
        ),
        pytest.param(
            "tal.csv",
            bulk("183;TOT;2025K1;412;", "183;1320;2025K1"),
            f"tal.csv, linje 3: {FOUR_FIELDS}",
            id="too few fields in the last row",
        ),
        pytest.param(
            "tal.csv",
            bulk("183;TOT;2025K1;412", '"183;1320;2025K1;35', "183;1;2025K1;5"),
            f"tal.csv, linje 3: {FOUR_FIELDS}",
            id="a quote that never ends",
        ),
        pytest.param(
            "tal.csv",
            bulk("183;TOT,412"),
            f"tal.csv, linje 2: {FOUR_FIELDS}",
            id="too few fields in the only row",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence_and_nothing_changes(
    tmp_path: Path, in_use: tuple[Settings, Everything], name: str, content: bytes, message: str
) -> None:
    settings, before = in_use

    with pytest.raises(RejectedError) as refused:
        load(settings, write(tmp_path, content, name))

    assert str(refused.value) == message
    assert len(refused.value.problems) == 1
    assert same(before, everything(settings))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(PACKED[:-12], id="cut off"),
        pytest.param(PACKED[:20] + b"\xff\xff" + PACKED[22:], id="changed"),
        pytest.param(PLAIN, id="not packed at all"),
    ],
)
def test_a_packed_file_that_cannot_be_unpacked_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "straf11.csv.gz"
    path.write_bytes(content)

    with pytest.raises(RejectedError) as refused:
        read(path)

    assert str(refused.value) == f"straf11.csv.gz: {CANNOT_UNPACK}"


def test_a_file_that_is_empty_is_refused_also_when_its_table_is_known(tmp_path: Path) -> None:
    with pytest.raises(RejectedError, match="Filen slutter midt i en linje"):
        incoming.read(duckdb.connect(), write(tmp_path, b""), source("STRAF11"))


def test_the_checksum_is_that_of_the_file_as_it_lies(tmp_path: Path) -> None:
    one, same_bytes = write(tmp_path, PLAIN, "a.csv"), write(tmp_path, PLAIN, "b.csv")
    other = write(tmp_path, BOM + PLAIN, "c.csv")

    assert incoming.sha256_of(one) == incoming.sha256_of(same_bytes)
    assert incoming.sha256_of(one) != incoming.sha256_of(other)
