"""The StatBank client against a real server on loopback that answers, and misbehaves, likewise."""

import csv
import fcntl
import hashlib
import json
import socket
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import statbank
from ingest.statbank import (
    BASE_URL,
    Download,
    Selection,
    StatBank,
    StatBankError,
    TableInfo,
    Value,
    Variable,
    base_url,
    resolve,
)
from tests.ingest.fake_statbank import (
    Axis,
    FakeStatBank,
    Fault,
    Request,
    Table,
    build,
    quarters,
    small_folk1a,
    small_straf11,
    small_straf22,
    small_straf46,
)

EVERYTHING = {"OMRÅDE": ["*"], "OVERTRÆD": ["*"], "Tid": ["*"]}
ISHØJ_2025 = {"OMRÅDE": ["183"], "OVERTRÆD": ["TOT", "1320"], "Tid": ["2025*"]}


@pytest.fixture(autouse=True)
def _straight_to_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("TRYGHED_STATBANK_URL", raising=False)


@pytest.fixture
def fake() -> Iterator[FakeStatBank]:
    with FakeStatBank(small_straf11(), small_straf22(), small_folk1a(), small_straf46()) as running:
        yield running


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def client(fake: FakeStatBank, pauses: list[float]) -> Iterator[StatBank]:
    with StatBank(fake.url, timeout=5, sleep=pauses.append) as connected:
        yield connected


def fetch(client: StatBank, into: Path, wanted: dict[str, list[str]] = ISHØJ_2025) -> Download:
    info = client.tableinfo("STRAF11")
    return client.fetch(info, resolve(info, wanted)[0], into)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def table(*axes: Axis) -> TableInfo:
    """What the client would know of a table with these axes."""
    raw = json.dumps(build("PRØVE", "Prøvetabel", axes, lambda key: 0).info).encode()
    return statbank._parse_tableinfo(raw, "PRØVE")


def area_table(*values: str) -> TableInfo:
    return table(Axis("OMRÅDE", "område", list(values)))


# --- what a table holds ---------------------------------------------------------------------------


def test_a_table_is_described_with_its_variables_and_their_values(client: StatBank) -> None:
    info = client.tableinfo("STRAF11")

    assert (info.id, info.text, info.unit) == ("STRAF11", "Anmeldte forbrydelser", "Antal")
    assert [(v.id, v.time, v.elimination) for v in info.variables] == [
        ("OMRÅDE", False, True),
        ("OVERTRÆD", False, True),
        ("Tid", True, False),
    ]
    assert Value("183", "Ishøj") in info.variables[0].values


def test_the_time_of_update_is_kept_as_statbank_gives_it(client: StatBank) -> None:
    assert client.tableinfo("STRAF11").updated == datetime(2026, 7, 16, 8)


def test_the_answer_itself_is_kept(client: StatBank, fake: FakeStatBank) -> None:
    assert json.loads(client.tableinfo("STRAF11").raw) == fake.tables["STRAF11"].info


def test_a_table_may_be_named_in_any_case(client: StatBank) -> None:
    assert client.tableinfo("straf11").id == "STRAF11"


def test_spaces_round_labels_are_trimmed(client: StatBank, fake: FakeStatBank) -> None:
    fake.tables["STRAF11"].info["variables"][1]["values"][0]["text"] = "Forgery "
    assert client.tableinfo("STRAF11").variables[1].values[0].text == "Forgery"


def test_a_byte_order_mark_before_the_description_does_not_matter(fake: FakeStatBank) -> None:
    raw = b"\xef\xbb\xbf" + json.dumps(fake.tables["STRAF11"].info).encode()
    assert statbank._parse_tableinfo(raw, "STRAF11").id == "STRAF11"


def test_an_unknown_table_is_refused_in_statbanks_own_words(
    client: StatBank, fake: FakeStatBank, pauses: list[float]
) -> None:
    with pytest.raises(StatBankError) as caught:
        client.tableinfo("INVALIDTABLE999")

    assert caught.value.code == "EXTRACT-NOTFOUND"
    assert caught.value.message == "Tabel findes ikke: INVALIDTABLE999"
    assert caught.value.table == "INVALIDTABLE999"
    assert str(caught.value) == (
        "Tabellen INVALIDTABLE999 blev ikke hentet fra Statistikbanken: Tabel findes ikke: "
        "INVALIDTABLE999. Ret udvalget af variabler og koder, og hent igen. "
        "(Fejlkode: EXTRACT-NOTFOUND)"
    )
    assert (len(fake.requests), pauses) == (1, [])


def test_a_web_page_is_not_a_description(client: StatBank, fake: FakeStatBank) -> None:
    fake.misbehave("html")
    with pytest.raises(StatBankError, match="<!DOCTYPE html>") as caught:
        client.tableinfo("STRAF11")
    assert caught.value.code == "NOT-TABLEINFO"


def test_the_description_of_another_table_is_not_taken(
    client: StatBank, fake: FakeStatBank
) -> None:
    fake.tables["STRAF22"] = small_straf11()
    with pytest.raises(StatBankError) as caught:
        client.tableinfo("STRAF22")
    assert caught.value.code == "NOT-TABLEINFO"


# --- from patterns to codes -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "codes"),
    [
        ("2024K2", ["2024K2"]),
        ("*", [f"{year}K{q}" for year in (2023, 2024, 2025) for q in (1, 2, 3, 4)]),
        ("2023*", ["2023K1", "2023K2", "2023K3", "2023K4"]),
        ("*K1", ["2023K1", "2024K1", "2025K1"]),
        ("202*K1", ["2023K1", "2024K1", "2025K1"]),
        ("(1)", ["2025K4"]),
        ("(2)", ["2025K3"]),
        ("(-n+4)", ["2025K1", "2025K2", "2025K3", "2025K4"]),
        (">=2025K2", ["2025K2", "2025K3", "2025K4"]),
        ("<=2023K2", ["2023K1", "2023K2"]),
        (">=2023K4<=2024K2", ["2023K4", "2024K1", "2024K2"]),
        (">=2025", ["2025K1", "2025K2", "2025K3", "2025K4"]),
    ],
)
def test_a_pattern_becomes_explicit_codes(pattern: str, codes: list[str]) -> None:
    selection, problems = resolve(table(quarters(2023, 2025)), {"Tid": [pattern]})
    assert list(selection.codes["Tid"]) == codes
    assert problems == []


def test_codes_come_once_each_in_the_tables_order() -> None:
    info = area_table("000 Hele landet", "165 Albertslund", "153 Brøndby", "183 Ishøj")
    selection, _ = resolve(info, {"OMRÅDE": ["183", "1*", "000"]})
    assert selection.codes["OMRÅDE"] == ("000", "165", "153", "183")


@pytest.mark.parametrize("name", ["Tid", "TID", "tid"])
def test_the_case_of_a_variables_name_does_not_matter(name: str) -> None:
    selection, problems = resolve(table(quarters(2023, 2025)), {name: ["(1)"]})
    assert selection.codes == {"Tid": ("2025K4",)}
    assert problems == []


def test_one_pattern_may_stand_without_a_list() -> None:
    selection, _ = resolve(table(quarters(2023, 2025)), {"Tid": "2023*"})
    assert len(selection.codes["Tid"]) == 4


def test_a_selection_knows_its_cells_and_columns(client: StatBank) -> None:
    selection, _ = resolve(client.tableinfo("STRAF11"), ISHØJ_2025)
    assert selection.cells == 1 * 2 * 4
    assert selection.columns == ("OMRÅDE", "OVERTRÆD", "TID", "INDHOLD")


def test_a_variable_nobody_asked_for_is_fetched_as_its_total(client: StatBank) -> None:
    selection, problems = resolve(client.tableinfo("FOLK1A"), {"OMRÅDE": ["*"], "Tid": ["(1)"]})
    assert selection.codes["KØN"] == ("TOT",)
    assert selection.codes["ALDER"] == ("IALT",)
    assert selection.codes["CIVILSTAND"] == ("TOT",)
    assert problems == []


@pytest.mark.parametrize("label", ["I alt", "Herkomst i alt"])
def test_a_total_is_also_known_by_its_label(label: str) -> None:
    info = table(Axis("HERKOMST", "herkomst", ["1 Dansk oprindelse", f"0 {label}"]))
    assert resolve(info, {})[0].codes == {"HERKOMST": ("0",)}


def test_the_total_of_a_part_is_not_the_total() -> None:
    info = table(Axis("OVERTRÆD", "overtrædelsens art", ["1 Straffelov i alt", "3 Særlove i alt"]))
    with pytest.raises(StatBankError) as caught:
        resolve(info, {})
    assert caught.value.code == "NO-VALUES"


def test_a_variable_without_a_total_must_be_asked_for(client: StatBank) -> None:
    with pytest.raises(StatBankError) as caught:
        resolve(client.tableinfo("STRAF22"), EVERYTHING)
    assert str(caught.value) == (
        "Tabellen STRAF22 blev ikke hentet fra Statistikbanken: Der er ingen koder at hente for "
        "ANMSIGT. Tabellen STRAF22, variablen ANMSIGT: Ingen koder er valgt, og variablen har "
        "ingen »i alt«. Vælg for eksempel blandt: ANM, SIG. Vælg mindst én kode for hver "
        "variabel. (Fejlkode: NO-VALUES)"
    )


def test_a_wanted_variable_the_table_lacks_is_reported(client: StatBank) -> None:
    selection, problems = resolve(client.tableinfo("STRAF11"), {**EVERYTHING, "ALDER": ["*"]})
    assert problems == [
        "Tabellen STRAF11 har ikke variablen »ALDER«. Den har: OMRÅDE, OVERTRÆD, Tid. "
        "Ret navnet, eller fjern det."
    ]
    assert list(selection.codes) == ["OMRÅDE", "OVERTRÆD", "Tid"]


def test_a_wanted_code_the_table_lacks_is_left_out_and_reported() -> None:
    info = area_table("000 Hele landet", "183 Ishøj", "187 Vallensbæk")
    selection, problems = resolve(info, {"OMRÅDE": ["183", "188"]})
    assert selection.codes["OMRÅDE"] == ("183",)
    assert problems == [
        "Tabellen PRØVE, variablen OMRÅDE: »188« passer ikke på nogen af de 3 koder, der findes, "
        "for eksempel 000, 183, 187. Ret eller fjern »188«."
    ]


@pytest.mark.parametrize("pattern", ["2031*", "(13)", "(0)", "(-n+0)", ">=2026K1", "<=2022K4"])
def test_a_pattern_that_meets_no_code_is_reported(pattern: str) -> None:
    _, problems = resolve(table(quarters(2023, 2025)), {"Tid": ["(1)", pattern]})
    assert len(problems) == 1
    assert f"variablen Tid: »{pattern}« passer ikke på nogen af de 12 koder" in problems[0]


@pytest.mark.parametrize("pattern", ["", ">=", "183 ", "[0-9]*", "18?", "(1", "tot"])
def test_what_is_not_a_pattern_is_never_guessed_at(pattern: str) -> None:
    selection, problems = resolve(area_table("TOT", "183 Ishøj"), {"OMRÅDE": ["TOT", pattern]})
    assert selection.codes["OMRÅDE"] == ("TOT",)
    assert len(problems) == 1


@pytest.mark.parametrize("patterns", [[], ["999"]])
def test_a_variable_left_without_codes_stops_the_request(patterns: list[str]) -> None:
    with pytest.raises(StatBankError, match="ingen koder at hente for OMRÅDE") as caught:
        resolve(area_table("183 Ishøj"), {"OMRÅDE": patterns})
    assert caught.value.code == "NO-VALUES"


CODES = st.lists(st.text("012K", min_size=1, max_size=4), min_size=1, max_size=12, unique=True)


def plain_info(codes: list[str]) -> TableInfo:
    values = tuple(Value(code, code) for code in codes)
    variable = Variable("Tid", "tid", time=True, elimination=False, values=values)
    return TableInfo("PRØVE", "", "", datetime.min, (variable,), b"")


def meets(pattern: str, code: str) -> bool:
    """Whether a wildcard pattern covers a code, one letter at a time."""
    if not pattern:
        return not code
    if pattern[0] == "*":
        return meets(pattern[1:], code) or (bool(code) and meets(pattern, code[1:]))
    return bool(code) and pattern[0] == code[0] and meets(pattern[1:], code[1:])


def chosen(codes: list[str], *patterns: str) -> set[str]:
    try:
        return set(resolve(plain_info(codes), {"Tid": patterns})[0].codes["Tid"])
    except StatBankError:
        return set()


@given(CODES, st.text("012K*", max_size=5))
def test_wildcards_agree_with_a_letter_by_letter_reading(codes: list[str], pattern: str) -> None:
    assert chosen(codes, pattern) == {code for code in codes if meets(pattern, code)}


@given(CODES, st.text("012K", min_size=1, max_size=4), st.text("012K", min_size=1, max_size=4))
def test_a_range_has_the_codes_between_its_ends(codes: list[str], low: str, high: str) -> None:
    assert chosen(codes, f">={low}<={high}") == {code for code in codes if low <= code <= high}
    assert chosen(codes, f">={low}") | chosen(codes, f"<={high}") >= chosen(codes, low, high)


@given(CODES, st.integers(1, 15))
def test_the_last_n_are_the_newest_to_the_nth_newest(codes: list[str], count: int) -> None:
    one_by_one = [chosen(codes, f"({place})") for place in range(1, count + 1)]
    assert chosen(codes, f"(-n+{count})") == set().union(*one_by_one)
    assert len(chosen(codes, f"(-n+{count})")) == min(count, len(codes))


@given(CODES, st.lists(st.text("012K*<>=()-n+", max_size=6), max_size=5))
def test_whatever_is_wanted_only_codes_of_the_table_come_out(
    codes: list[str], patterns: list[str]
) -> None:
    selected = chosen(codes, *patterns)
    assert selected == {c for pattern in patterns for c in chosen(codes, pattern)}
    assert selected <= set(codes)


# --- fetching -------------------------------------------------------------------------------------


def test_exactly_the_selected_codes_are_asked_for(
    client: StatBank, fake: FakeStatBank, tmp_path: Path
) -> None:
    download = fetch(client, tmp_path)

    expected: dict[str, Any] = {
        "table": "STRAF11",
        "format": "BULK",
        "lang": "da",
        "valuePresentation": "Code",
        "variables": [
            {"code": "OMRÅDE", "values": ["183"]},
            {"code": "OVERTRÆD", "values": ["TOT", "1320"]},
            {"code": "Tid", "values": ["2025K1", "2025K2", "2025K3", "2025K4"]},
        ],
    }
    assert [request.body for request in fake.data_requests] == [expected]
    assert download.request == expected


def test_the_file_is_the_answer_byte_for_byte(
    client: StatBank, fake: FakeStatBank, tmp_path: Path
) -> None:
    download = fetch(client, tmp_path, EVERYTHING)

    answer = fake.answer(fake.data_requests[0]).body
    assert download.path.read_bytes() == answer
    assert download.sha256 == hashlib.sha256(answer).hexdigest()
    assert download.size == len(answer)


def test_file_and_extent_together_give_every_cell_zeros_too(
    client: StatBank, fake: FakeStatBank, tmp_path: Path
) -> None:
    download = fetch(client, tmp_path, EVERYTHING)

    rows = list(csv.reader(StringIO(download.path.read_text("utf-8")), delimiter=";"))[1:]
    found = {tuple(row[:-1]): int(row[-1]) for row in rows}
    asked = list(product(*download.selection.codes.values()))
    cells = {key: found.get(key, 0) for key in asked}
    assert len(found) < len(asked) == download.selection.cells
    assert cells == {key: fake.tables["STRAF11"].cell(key) for key in asked}


def test_the_file_is_named_by_table_and_content(client: StatBank, tmp_path: Path) -> None:
    download = fetch(client, tmp_path / "new" / "folder")
    stem = f"STRAF11-{download.sha256[:16]}"
    assert download.path == tmp_path / "new" / "folder" / f"{stem}.csv"
    assert names(download.path.parent) == [f"{stem}.csv", f"{stem}.json"]


def test_where_the_file_came_from_is_written_beside_it(client: StatBank, tmp_path: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    download = fetch(client, tmp_path)

    note = json.loads(download.path.with_suffix(".json").read_text("utf-8"))
    fetched_at = datetime.fromisoformat(note.pop("fetched_at"))
    assert before <= fetched_at <= datetime.now(UTC)
    assert note == {
        "table": "STRAF11",
        "text": "Anmeldte forbrydelser",
        "updated": "2026-07-16T08:00:00",
        "source": "127.0.0.1/v1/data",
        "request": download.request,
        "file": download.path.name,
        "sha256": download.sha256,
        "size": download.size,
    }


def test_a_table_never_seen_before_is_fetched_the_same_way(
    client: StatBank, tmp_path: Path
) -> None:
    info = client.tableinfo("STRAF46")
    wanted = {"OMRÅDE": ["183"], "AFGØRELSE": ["000"], "ALDER": ["15", "16"], "Tid": ["(-n+3)"]}
    selection, problems = resolve(info, wanted)
    download = client.fetch(info, selection, tmp_path)

    heading = download.path.read_text("utf-8").splitlines()[0]
    assert heading == "OMRÅDE;OVERTRÆD;AFGØRELSE;ALDER;KØN;TID;INDHOLD"
    assert (selection.cells, problems) == (6, [])


def test_only_zeros_give_a_heading_and_no_rows(
    client: StatBank, fake: FakeStatBank, tmp_path: Path
) -> None:
    fake.put(Table.of(fake.tables["STRAF11"].info, {}))
    assert fetch(client, tmp_path).path.read_text("utf-8") == "OMRÅDE;OVERTRÆD;TID;INDHOLD\n"


def test_progress_tells_the_bytes_so_far_and_in_all(client: StatBank, tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    info = client.tableinfo("STRAF11")
    download = client.fetch(
        info,
        resolve(info, EVERYTHING)[0],
        tmp_path,
        lambda so_far, total: seen.append((so_far, total)),
    )
    assert seen[-1] == (download.size, download.size)
    assert [so_far for so_far, _ in seen] == sorted(so_far for so_far, _ in seen)


def test_progress_has_no_total_when_none_is_announced(
    client: StatBank, fake: FakeStatBank, tmp_path: Path
) -> None:
    info = client.tableinfo("STRAF11")
    totals = set()
    fake.misbehave("chunked")
    client.fetch(info, resolve(info, EVERYTHING)[0], tmp_path, lambda _, total: totals.add(total))
    assert totals == {None}


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["ÆBLE", "183"]), st.sampled_from(["2023K1", "2023K2"])),
        st.integers(0, 10**9),
    ),
    st.integers(1, 40),
)
def test_hash_and_size_are_the_files_own_however_it_came_in_pieces(
    cells: dict[tuple[str, ...], int], chunk: int
) -> None:
    made = build("T", "", [Axis("OMRÅDE", "", ["ÆBLE", "183"]), quarters(2023, 2023)], lambda _: 0)
    with (
        FakeStatBank(Table.of(made.info, cells)) as fake,
        StatBank(fake.url) as client,
        tempfile.TemporaryDirectory() as folder,
    ):
        info = client.tableinfo("T")
        fake.misbehave("chunked", chunk=chunk)
        selection, _ = resolve(info, {"OMRÅDE": "*", "Tid": "*"})
        download = client.fetch(info, selection, Path(folder))
        kept = download.path.read_bytes()
        assert kept == fake.answer(fake.data_requests[0]).body
        assert (download.sha256, download.size) == (hashlib.sha256(kept).hexdigest(), len(kept))


# --- when StatBank misbehaves ---------------------------------------------------------------------

PASSING: list[tuple[Fault, str]] = [
    ("slow", "TIMEOUT"),
    ("cut", "CUT-OFF"),
    ("chunked-cut", "CUT-OFF"),
    ("truncated", "CUT-OFF"),
    ("server-error", "SERVER"),
]
LASTING: list[tuple[Fault, str]] = [
    ("html", "NOT-CSV"),
    ("damaged", "DAMAGED"),
    ("latin-1", "DAMAGED"),
]


def impatient(fake: FakeStatBank, fault: Fault, pauses: list[float], **how: Any) -> StatBank:
    """A client that does not wait for a slow answer, and waits otherwise."""
    return StatBank(fake.url, timeout=0.25 if fault == "slow" else 5, sleep=pauses.append, **how)


@pytest.mark.parametrize(("fault", "code"), PASSING)
def test_what_may_pass_is_tried_again_after_growing_pauses(
    fake: FakeStatBank, pauses: list[float], tmp_path: Path, fault: Fault, code: str
) -> None:
    with impatient(fake, fault, pauses) as client:
        info = client.tableinfo("STRAF11")
        fake.misbehave(fault, times=3)
        download = client.fetch(info, resolve(info, EVERYTHING)[0], tmp_path)

    assert pauses == [1, 2, 4]
    assert len(fake.data_requests) == 4
    assert download.path.read_bytes() == fake.answer(fake.data_requests[0]).body
    assert download.sha256 == hashlib.sha256(download.path.read_bytes()).hexdigest()


@pytest.mark.parametrize(("fault", "code"), PASSING)
def test_what_does_not_pass_is_given_up_with_its_reason(
    fake: FakeStatBank, pauses: list[float], tmp_path: Path, fault: Fault, code: str
) -> None:
    with impatient(fake, fault, pauses, retries=2, pause=0.5) as client:
        info = client.tableinfo("STRAF11")
        fake.misbehave(fault, times=3)
        with pytest.raises(StatBankError, match=r"Forsøgt 3 gange\. .*Prøv igen senere") as caught:
            client.fetch(info, resolve(info, EVERYTHING)[0], tmp_path)

    assert (caught.value.code, caught.value.table) == (code, "STRAF11")
    assert pauses == [0.5, 1]
    assert names(tmp_path) == []


@pytest.mark.parametrize(("fault", "code"), LASTING)
def test_an_answer_that_is_not_the_table_is_not_kept_nor_asked_for_again(
    client: StatBank,
    fake: FakeStatBank,
    pauses: list[float],
    tmp_path: Path,
    fault: Fault,
    code: str,
) -> None:
    info = client.tableinfo("STRAF11")
    fake.misbehave(fault)
    with pytest.raises(StatBankError) as caught:
        client.fetch(info, resolve(info, EVERYTHING)[0], tmp_path)

    assert caught.value.code == code
    assert (len(fake.data_requests), pauses) == (1, [])
    assert names(tmp_path) == []


def test_a_web_page_is_quoted_to_the_reader(
    client: StatBank, fake: FakeStatBank, tmp_path: Path
) -> None:
    info = client.tableinfo("STRAF11")
    fake.misbehave("html")
    with pytest.raises(StatBankError) as caught:
        client.fetch(info, resolve(info, EVERYTHING)[0], tmp_path)
    assert str(caught.value) == (
        "Tabellen STRAF11 blev ikke hentet fra Statistikbanken: Svaret begynder med »<!DOCTYPE "
        "html> <html><body>Vi opdaterer Statistikbanken</body></html>«, men det skulle være en "
        "tabel med kolonnerne OMRÅDE, OVERTRÆD, TID, INDHOLD. Kontrollér Statistikbankens adresse "
        "(TRYGHED_STATBANK_URL), og prøv igen senere. (Fejlkode: NOT-CSV)"
    )


PAIR = Selection("PRØVE", {"OMRÅDE": ("183",), "Tid": ("2025K1",)})


def read(answer: bytes) -> None:
    bulk = statbank._Bulk(PAIR)
    for byte in answer:
        bulk.feed(bytes([byte]))
    bulk.finish()


def test_an_answer_cut_in_the_middle_of_a_line_is_always_seen() -> None:
    whole = "OMRÅDE;TID;INDHOLD\r\n183;2025K1;Ø\r\n".encode()
    read(whole)
    for length in range(len(whole)):
        if not whole[:length].endswith(b"\n"):
            with pytest.raises(StatBankError) as caught:
                read(whole[:length])
            assert caught.value.code == "CUT-OFF"


@pytest.mark.parametrize(
    "answer",
    [
        "OMRÅDE;OVERTRÆD;TID;INDHOLD\r\n",
        "OMRÅDE;INDHOLD\r\n",
        "OMRÅDE;INDHOLD;TID\r\n",
        "område;tid;Folketal\r\n",
        '{"errorTypeCode":"X","message":"Y"}',
        "x" * 5000,
    ],
)
def test_an_answer_must_have_exactly_the_columns_asked_for(answer: str) -> None:
    with pytest.raises(StatBankError, match="kolonnerne OMRÅDE, TID, INDHOLD") as caught:
        read(answer.encode())
    assert caught.value.code == "NOT-CSV"


@pytest.mark.parametrize("heading", ["TID;OMRÅDE;INDHOLD", "\ufeffOMRÅDE;TID;INDHOLD"])
def test_the_order_of_columns_and_a_byte_order_mark_do_not_matter(heading: str) -> None:
    read(f"{heading}\r\n".encode())


def test_a_code_that_went_away_since_the_description_is_refused_in_statbanks_words(
    client: StatBank, fake: FakeStatBank, pauses: list[float], tmp_path: Path
) -> None:
    info = client.tableinfo("STRAF11")
    selection, _ = resolve(info, EVERYTHING)
    fake.tables["STRAF11"].info["variables"][0]["values"].pop()
    with pytest.raises(StatBankError) as caught:
        client.fetch(info, selection, tmp_path)
    assert caught.value.message == "Kan ikke finde værdien: 998 (OMRÅDE)"
    assert (caught.value.attempts, pauses, names(tmp_path)) == (1, [], [])


def test_a_wrong_address_is_told_apart_from_a_refusal(fake: FakeStatBank, tmp_path: Path) -> None:
    with StatBank(fake.url.replace("/v1", "/v2")) as client, pytest.raises(StatBankError) as caught:
        client.tableinfo("STRAF11")
    assert caught.value.code == "REQUEST-NOTFOUND"


@pytest.mark.parametrize("scheme", ["http://", ""])
def test_no_server_is_no_connection(pauses: list[float], scheme: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and not listening
        url = f"{scheme}127.0.0.1:{taken.getsockname()[1]}/v1"
        with (
            StatBank(url, retries=1, sleep=pauses.append) as client,
            pytest.raises(StatBankError, match="ingen forbindelse til") as caught,
        ):
            client.tableinfo("STRAF11")
    assert (caught.value.code, caught.value.attempts, pauses) == ("NO-CONNECTION", 2, [1])


def test_a_fetch_that_is_stopped_leaves_nothing(client: StatBank, tmp_path: Path) -> None:
    def stop(received: int, total: int | None) -> None:
        raise KeyboardInterrupt

    info = client.tableinfo("STRAF11")
    with pytest.raises(KeyboardInterrupt):
        client.fetch(info, resolve(info, EVERYTHING)[0], tmp_path, stop)
    assert names(tmp_path) == []


def test_what_a_killed_fetch_left_is_removed_by_the_next(client: StatBank, tmp_path: Path) -> None:
    (tmp_path / ".statbank-left").write_text("half a table")
    (tmp_path / "notes.txt").write_text("somebody else's")
    download = fetch(client, tmp_path)
    assert names(tmp_path) == [
        download.path.name,
        download.path.with_suffix(".json").name,
        "notes.txt",
    ]


def test_what_another_fetch_is_writing_stays(client: StatBank, tmp_path: Path) -> None:
    with (tmp_path / ".statbank-living").open("wb") as living:
        fcntl.flock(living, fcntl.LOCK_EX)
        fetch(client, tmp_path)
        assert Path(living.name).exists()


def test_the_address_is_statbanks_unless_the_environment_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, fake: FakeStatBank
) -> None:
    assert base_url() == BASE_URL
    monkeypatch.setenv("TRYGHED_STATBANK_URL", fake.url)
    assert base_url() == fake.url
    with StatBank() as client:
        assert client.tableinfo("FOLK1A").id == "FOLK1A"


# --- the fake answers as StatBank was recorded to -------------------------------------------------


def ask(fake: FakeStatBank, form: str, **variables: list[str]) -> tuple[int, bytes]:
    asked = [{"code": code, "values": values} for code, values in variables.items()]
    body = {"table": "FOLK1A", "format": form, "valuePresentation": "Code", "variables": asked}
    answer = fake.answer(Request("POST", "/v1/data", body))
    return answer.status, answer.body


def test_the_fake_gives_bulk_without_zeros_and_csv_with_mark_and_zeros(fake: FakeStatBank) -> None:
    info = fake.tables["FOLK1A"].info
    fake.put(Table.of(info, {("183", "TOT", "IALT", "TOT", "2025K1"): 24365}))
    whole = {"KØN": ["TOT"], "ALDER": ["IALT"], "CIVILSTAND": ["TOT"], "TID": ["2025K1"]}

    assert ask(fake, "BULK", OMRÅDE=["183", "187"], **whole) == (
        200,
        "OMRÅDE;KØN;ALDER;CIVILSTAND;TID;INDHOLD\r\n183;TOT;IALT;TOT;2025K1;24365\r\n".encode(),
    )
    assert ask(fake, "CSV", OMRÅDE=["183", "187"], TID=["2025K1"]) == (
        200,
        "\ufeffOMRÅDE;TID;INDHOLD\r\n183;2025K1;24365\r\n187;2025K1;0\r\n".encode(),
    )


def test_the_fake_orders_rows_by_period_then_area_then_the_rest(
    client: StatBank, tmp_path: Path
) -> None:
    text = fetch(client, tmp_path, EVERYTHING).path.read_text("utf-8")
    keys = [(row.split(";")[2], *row.split(";")[:2]) for row in text.splitlines()[1:]]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("path", "body", "status", "code", "message"),
    [
        (
            "data",
            {"table": "FOLK1A", "format": "BULK", "variables": [{"code": "X", "values": ["*"]}]},
            400,
            "EXTRACT-NOTFOUND",
            "Kan ikke finde variablen: X",
        ),
        (
            "data",
            {
                "table": "FOLK1A",
                "format": "BULK",
                "variables": [
                    {"code": code, "values": ["*"]} for code in ("OMRÅDE", "KØN", "ALDER", "Tid")
                ],
            },
            400,
            "EXTRACT-NOTALLOWED",
            "Der skal vælges værdier for variabel: CIVILSTAND",
        ),
        (
            "data",
            {"table": "FOLK1A", "format": "JSON"},
            400,
            "REQUEST-MISSING",
            "Format ikke angivet, eller ikke gyldigt.",
        ),
        (
            "data",
            {"table": "FOLK1A", "format": "BULK", "timeOrder": "Descending"},
            400,
            "EXTRACT-STREAMINGTIMESORT",
            "Der kan ikke vælges sortering af tid for streamede formater.",
        ),
        ("tableinfo", {}, 400, "REQUEST-MISSING", "Der er ikke angivet nogen tabel-id."),
        ("nowhere", {}, 404, "REQUEST-NOTFOUND", "Siden kan ikke findes. / Page not found."),
    ],
)
def test_the_fake_refuses_as_recorded(
    fake: FakeStatBank, path: str, body: dict[str, Any], status: int, code: str, message: str
) -> None:
    answer = httpx.post(f"{fake.url}/{path}", json=body)
    assert answer.status_code == status
    assert answer.json() == {"errorTypeCode": code, "message": message}


def test_the_fake_refuses_a_million_cells_unless_in_bulk(fake: FakeStatBank) -> None:
    many = [f"{number:03}" for number in range(101)]
    axes = [Axis(name, name.lower(), many) for name in ("OMRÅDE", "ALDER", "Tid")]
    fake.put(build("STOR", "Stor tabel", axes, lambda key: 0))
    asked = [{"code": axis.id, "values": ["*"]} for axis in axes]

    body = {"table": "STOR", "format": "CSV", "variables": asked}
    assert httpx.post(f"{fake.url}/data", json=body).json() == {
        "errorTypeCode": "REQUEST-LIMIT",
        "message": "Forespørgslen på op mod 1.030.301 celler er over begrænsningen på 1.000.000 "
        "celler for denne filtype. Anvend BULK eller andet streaming format i stedet.",
    }


def test_the_fake_describes_a_table_by_address_too(fake: FakeStatBank) -> None:
    address = f"{fake.url}/tableinfo/STRAF11?lang=da&format=JSON"
    assert httpx.get(address).json() == fake.tables["STRAF11"].info


def test_the_fakes_totals_are_the_sums_of_their_parts(fake: FakeStatBank) -> None:
    cell = fake.tables["STRAF11"].cell
    assert cell(("000", "TOT", "2025K1")) == sum(
        cell((area, offence, "2025K1"))
        for area in ("165", "153", "183", "187", "998")
        for offence in ("11", "12", "1320", "1380", "14", "3")
    )
