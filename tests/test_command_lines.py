"""The command lines: what they say, in Danish, and the exit codes they end with."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import PIPE

import pytest

from ingest import sample
from store import log, publishing, warehouse
from store.settings import ROOT, Settings
from tests.conftest import settings_in
from tests.ingest.fake_statbank import (
    FakeStatBank,
    Table,
    small_folk1a,
    small_straf11,
    small_straf22,
    small_und1,
    tables_never_seen,
)
from tests.ingest.files import FOLK1A, bulk, write
from tests.ingest.files import load as load_file
from tests.outcomes import COMMANDS, Outcome, Run
from tests.store.figures import everything, same

pytest_plugins = ["tests.published", "tests.commands"]

HEADER = (
    "indicator,area,period,breakdown,value,lower,upper,numerator,denominator,base,origin,"
    "absent_because,marks"
)
ENGLISH = re.compile(
    r"\b(usage|positional|optional|arguments?|options?|show|message|exit|error|invalid|choices?|"
    r"choose|required|expected|unrecognized|following|are|the|value|int|str)\b",
    re.IGNORECASE,
)


@pytest.fixture
def official(use: Callable[[Settings], Settings], published: Settings) -> Settings:
    """The official figures, published: only to be read."""
    return use(published)


@pytest.fixture(scope="module")
def once_loaded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Three figures as two loads."""
    folder = tmp_path_factory.mktemp("small")
    places = settings_in(folder / "var")
    load_file(places, write(folder, bulk("183;TOT;2025K1;429", "183;TOT;2025K2;373"), "første.csv"))
    population = bulk("183;TOT;IALT;TOT;2025K1;24365", header=FOLK1A)
    load_file(places, write(folder, population, "folketal.csv"))
    return places


@pytest.fixture
def small(
    use: Callable[[Settings], Settings], once_loaded: Settings, settings: Settings
) -> Settings:
    """A copy of those, to be written to."""
    shutil.copytree(once_loaded.data, settings.data)
    return use(settings)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeStatBank]:
    yearly = small_straf22()
    reports = yearly.cell
    # A charge in every report: the small table by itself may have more charges than reports.
    charged = Table(yearly.info, lambda key: reports((*key[:2], "ANM", key[3])))
    tables = small_straf11(), charged, small_folk1a(), *tables_never_seen()
    with FakeStatBank(*tables) as running:
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv("TRYGHED_STATBANK_URL", running.url)
        yield running


def release_names(places: Settings) -> list[str]:
    return publishing.names(places.releases)


# --- help and wrong use ---------------------------------------------------------------------------


def every_command() -> list[tuple[str, ...]]:
    return [
        call
        for room, (_, commands) in COMMANDS.items()
        for call in [(room,), *((room, command) for command in commands)]
    ]


@pytest.mark.parametrize("call", every_command(), ids=" ".join)
def test_help_is_danish_and_names_every_argument(
    run: Run, empty: Settings, call: tuple[str, ...]
) -> None:
    room, *command = call
    outcome = run(room, *command, "--help")
    # Commands and options are typed as they are; all else is words.
    words = re.sub(r"--[a-z]+|\{[a-z,]+\}|python -m( [a-z]+)+", "", outcome.out)
    words = re.sub(r"^ {4}[a-z]+ ", "", words, flags=re.MULTILINE)

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith(f"brug: python -m {' '.join(call)} ")
    assert "vis denne hjælp" in outcome.out
    assert ENGLISH.findall(words) == []
    commands = COMMANDS[room][1]
    if command:
        assert commands[command[0]] in outcome.out
    else:
        for name in commands:
            assert re.search(rf"^ +{name} +\S", outcome.out, re.MULTILINE), name


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (("ingest",), "der mangler: KOMMANDO"),
        (("store",), "der mangler: KOMMANDO"),
        (("indicators",), "der mangler: KOMMANDO"),
        (("store", "nope"), "KOMMANDO: kender ikke 'nope' (vælg mellem 'publish', 'releases', "),
        (("ingest", "file"), "der mangler: STI"),
        (("ingest", "withdraw", "to"), "NUMMER: 'to' er ikke et tal"),
        (("ingest", "sample", "--nope"), "ukendte argumenter: --nope"),
        (("store", "rollback"), "der mangler: UDGIVELSE"),
        (("store", "publish", "--reason"), "--reason: der skal stå én værdi"),
        (("indicators", "show"), "der mangler: ID"),
        (("indicators", "show", "A4", "--area"), "--area: der skal stå én værdi"),
        (
            ("indicators", "show", "A4", "--format", "xml"),
            "--format: kender ikke 'xml' (vælg mellem 'table', 'csv', 'json')",
        ),
    ],
)
def test_wrong_use_is_told_in_danish_with_exit_code_2(
    run: Run, empty: Settings, call: tuple[str, ...], complaint: str
) -> None:
    outcome = run(*call)
    use, fault = outcome.err.rsplit("\n", 2)[:2]

    assert (outcome.code, outcome.out) == (2, "")
    assert use.startswith("brug: python -m ")
    assert f": fejl: {complaint}" in fault
    assert not empty.data.exists()


# --- before there is anything ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (("ingest", "loads"), "Der er ikke indlæst nogen data endnu. Kør: python -m ingest sample"),
        (("ingest", "withdraw", "1"), "Der er ingen indlæsning nummer 1."),
        (("store", "publish"), "Der er ikke indlæst nogen data endnu. Kør: python -m ingest"),
        (("store", "releases"), "Der er ingen tal at vise endnu."),
        (("store", "rollback", "20260101T000000000"), "Der er ingen udgivelse med navnet"),
        (("store", "verify"), "Der er ikke indlæst nogen data endnu."),
        (("indicators", "show", "A4"), "Der er ingen tal at vise endnu."),
    ],
)
def test_a_command_that_needs_data_says_how_to_get_some(
    run: Run, empty: Settings, call: tuple[str, ...], message: str
) -> None:
    outcome = run(*call)

    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith(message)
    assert len(outcome.err.splitlines()) == 1
    assert not (empty.data / "fejl.log").exists()


# --- indicators -----------------------------------------------------------------------------------


def table_of(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


def test_all_indicators_are_listed_with_whether_they_are_computed(
    run: Run, empty: Settings
) -> None:
    lines = run("indicators", "list").out.splitlines()

    assert len(lines) == 34
    assert "A4  beregnes          Anmeldte forbrydelser pr. 1.000 indbyggere" in lines
    assert "Ø3  beregnes          Enheder med ansvar for opgaven" in lines


def test_values_as_csv_have_the_agreed_header_and_the_published_figures(
    run: Run, official: Settings
) -> None:
    outcome = run("indicators", "show", "A4", "--area", "183", "--format", "csv")
    rows = {row["period"]: row for row in table_of(outcome.out)}

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines()[0] == HEADER
    fourth = rows["2025K4"]
    assert (fourth["numerator"], fourth["denominator"]) == ("503", "24365")
    assert f"{float(fourth['value']):.1f}" == "20.6"
    assert float(fourth["value"]) == 1000 * 503 / 24365
    assert (fourth["origin"], fourth["absent_because"]) == ("official", "")
    assert fourth["marks"] == "older_population"
    assert rows["2025K1-2025K4"]["numerator"] == "1727"
    gap = rows["2007K1-2007K4"]
    assert (gap["numerator"], gap["absent_because"]) == ("2530", "no_population")
    assert gap["value"] == gap["lower"] == gap["upper"] == gap["denominator"] == ""
    assert {row["area"] for row in rows.values()} == {"183"}


def test_values_as_json_are_numbers_and_null(run: Run, official: Settings) -> None:
    arguments = ("indicators", "show", "A5", "--area", "183", "--from", "2024K1")
    records = json.loads(run(*arguments, "--format", "json").out)
    rows = table_of(run(*arguments, "--format", "csv").out)

    assert [list(record) for record in records] == [HEADER.split(",")] * len(rows)
    assert [record["period"] for record in records] == [row["period"] for row in rows]
    gap = next(record for record in records if record["period"] == "2024K3")
    assert (gap["value"], gap["absent_because"]) == (None, "not_loaded")
    newest = next(record for record in records if record["period"] == "2025K1-2025K4")
    assert (newest["numerator"], newest["breakdown"]) == (1228, "")


def test_several_areas_and_all_areas(run: Run, official: Settings) -> None:
    def areas(*options: str) -> set[str]:
        outcome = run("indicators", "show", "C7", "--format", "csv", *options)
        return {row["area"] for row in table_of(outcome.out)}

    assert areas("--area", "183", "--area", "naboer") == {"183", "naboer"}
    assert len(areas()) == 98 + 1 + 1 + 5 + 1 + 1  # 411, 998, regions, the country, neighbours


@pytest.mark.parametrize(
    ("first", "periods"),
    [
        ("2025K3", ["2024K4-2025K3", "2025K1-2025K4", "2025K3", "2025K4"]),
        (
            "2025",
            [
                *("2024K2-2025K1", "2024K3-2025K2", "2024K4-2025K3", "2025K1-2025K4"),
                *("2025K1", "2025K2", "2025K3", "2025K4"),
            ],
        ),
        ("2025K1-2025K4", ["2025K1-2025K4", "2025K4"]),
        ("2026K1", []),
    ],
)
def test_from_leaves_out_what_ended_before(
    run: Run, official: Settings, first: str, periods: list[str]
) -> None:
    outcome = run("indicators", "show", "A4", "--area", "183", "--from", first, "--format", "csv")

    assert outcome.code == 0
    assert [row["period"] for row in table_of(outcome.out)] == periods


def test_from_works_on_years(run: Run, official: Settings) -> None:
    arguments = ("indicators", "show", "A6", "--area", "183", "--format", "csv", "--from")

    for first in ("2023", "2023K1"):
        rows = table_of(run(*arguments, first).out)
        assert [row["period"] for row in rows] == ["2023", "2024"]


def test_values_for_people_are_danish(run: Run, official: Settings) -> None:
    quarter = run("indicators", "show", "a4", "--area", "183", "--from", "2025K4").out
    assert quarter.splitlines()[0].startswith("A4 Anmeldte forbrydelser pr. 1.000 indbyggere")
    assert re.search(
        r"^Ishøj +1\.–4\. kvartal 2025 +70,9 +\(67,6 til 74,3\) +antal 1\.727$", quarter, re.M
    )

    gap = run("indicators", "show", "A5", "--area", "183", "--from", "2024K4").out
    assert re.search(r"^Ishøj +1\.–4\. kvartal 2024 +En del mangler$", gap, re.MULTILINE)

    share = run("indicators", "show", "C7", "--area", "183", "--from", "2024").out
    assert re.search(r"^Ishøj +2024 +29,8\s% +\(27,4\s% til 32,3\s%\) +antal 397$", share, re.M)
    assert re.search(r"^Ishøj +2024 +\[uden=11\] +29,4\s%", share, re.MULTILINE)

    missing = run("indicators", "show", "A1").out
    assert "Ingen data endnu. Kræver en borgerundersøgelse" in missing


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("A44",), 'Der findes ingen indikator med id "A44". Mente du A4?'),
        (("A4", "--area", "999"), "Der er intet område med koden 999."),
        (("A4", "--from", "2025Q1"), 'Perioden "2025Q1" kendes ikke. Gyldige former: 2025K1 '),
    ],
)
def test_what_does_not_exist_is_said_in_one_line(
    run: Run, official: Settings, arguments: tuple[str, ...], message: str
) -> None:
    outcome = run("indicators", "show", *arguments)

    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith(message)
    assert len(outcome.err.splitlines()) == 1


# --- ingest ---------------------------------------------------------------------------------------


def test_the_shipped_figures_are_loaded_and_published_by_a_real_process(
    empty: Settings, published: Settings
) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "ingest", "sample", "--official-only"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    *loads, done = process.stdout.splitlines()

    assert (process.returncode, process.stderr) == (0, "")
    assert [line.split(":")[0] for line in loads] == [
        *("STRAF11", "STRAF22", "FOLK1A", "national", "organisation-offentlig"),
    ]
    assert loads[0] == (
        "STRAF11: indlæsning 1 med 70.950 celler, heraf 2.004 nuller, som filen udelader."
    )
    assert loads[3] == "national: indlæsning 4 med 29 rækker fra tryghed_national.csv."
    (name,) = release_names(empty)
    assert re.fullmatch(rf"Udgivet: {name} med \d\d\.\d{{3}} værdier\.", done)


def test_tables_are_fetched_from_statbank_and_published(
    run: Run, empty: Settings, fake: FakeStatBank
) -> None:
    outcome = run("ingest", "statbank", "--publish")

    assert (outcome.code, outcome.err) == (0, "")
    assert [line for line in outcome.out.splitlines() if line.startswith("Henter")] == [
        *("Henter STRAF11 …", "Henter STRAF22 …", "Henter FOLK1A …", "Henter FOLK1A_ALDER …"),
        *("Henter STRAF44 …", "Henter UND1 …", "Henter NEET1 …", "Henter ISBU01 …"),
        *("Henter STRAF5 …", "Henter RECIDIV1 …"),
    ]
    assert "STRAF11: indlæsning 1 med 756 celler, heraf " in outcome.out
    assert outcome.out.splitlines()[-1].startswith("Udgivet: ")
    assert len(release_names(empty)) == 1

    again = run("ingest", "statbank", "straf11")
    assert again.code == 0
    assert again.out.splitlines() == [
        "Henter STRAF11 …",
        "STRAF11: intet nyt. StatBanks udgave fra 16. juli 2026 er indlæst.",
        "Siderne viser det efter næste udgivelse: python -m store publish",
    ]


def test_a_table_that_cannot_be_fetched_does_not_keep_the_others_back(
    run: Run, empty: Settings, fake: FakeStatBank
) -> None:
    outcome = run("ingest", "statbank", "STRAF99", "FOLK1A", "--publish")

    assert outcome.code == 1
    assert outcome.err.startswith("Tabellen STRAF99 står ikke i data/config/sources.toml. ")
    assert "FOLK1A: indlæsning 1 med 72 celler" in outcome.out
    assert release_names(empty) == [], "what is incomplete is not published by itself"


def test_a_table_that_is_not_as_assumed_keeps_nothing_back_unless_it_was_asked_for(
    run: Run, empty: Settings, fake: FakeStatBank
) -> None:
    fake.put(small_und1(sender="UNDERRET"))

    named = run("ingest", "statbank", "UND1", "--publish")
    assert named.code == 1
    assert named.err.startswith("UND1 (ikke efterprøvet): StatBank har ikke variablen UNDERRETERE")
    assert release_names(empty) == []

    every = run("ingest", "statbank", "--publish")
    assert every.code == 0
    assert every.err == named.err
    assert len(release_names(empty)) == 1


def test_a_file_is_loaded_and_published(run: Run, small: Settings, tmp_path: Path) -> None:
    path = write(tmp_path, bulk("183;TOT;2025K1;430", "187;12;2025K1;20"), "ny.csv")
    outcome = run("ingest", "file", path, "--table", "straf11", "--publish")

    assert (outcome.code, outcome.err) == (0, "")
    loaded, published = outcome.out.splitlines()
    assert loaded == (
        "STRAF11: indlæsning 3 med 4 celler, heraf 2 nuller, som filen udelader. "
        "1 tal er ændret siden sidst; se dem på siden Data og kvalitet."
    )
    assert published.startswith(f"Udgivet: {release_names(small)[0]} med ")


def test_loads_are_listed_newest_first(run: Run, small: Settings) -> None:
    newest, oldest = run("ingest", "loads").out.splitlines()

    assert re.match(r" +2  FOLK1A +2025K1–2025K1 +1 celle  i brug +Anne, .* folketal.csv$", newest)
    assert re.match(r" +1  STRAF11 +2025K1–2025K2 +2 celler  i brug +Anne, .* første.csv$", oldest)


def test_a_load_is_withdrawn_and_brought_back(run: Run, small: Settings) -> None:
    outcome = run("ingest", "withdraw", 1)
    assert outcome.code == 0
    assert outcome.out.splitlines() == [
        "Trukket tilbage: 1 (STRAF11, første.csv).",
        "Siderne viser det efter næste udgivelse: python -m store publish",
    ]
    assert "trukket tilbage" in run("ingest", "loads").out.splitlines()[1]
    assert run("ingest", "withdraw", 1) == Outcome(
        1, "", "Indlæsning 1 (STRAF11) er allerede trukket tilbage.\n"
    )

    assert run("ingest", "restore", 1).out.startswith("I brug igen: 1 (STRAF11, første.csv).\n")
    assert run("ingest", "restore", 1) == Outcome(1, "", "Indlæsning 1 (STRAF11) er i brug.\n")
    assert [(row.who, row.action) for row in log.newest(small.log)] == [
        ("Anne", log.Action.RESTORE),
        ("Anne", log.Action.WITHDRAW),
    ]


def test_an_unknown_load_is_said_to_be_unknown(run: Run, small: Settings) -> None:
    message = "Der er ingen indlæsning nummer 99. Se numrene med: python -m ingest loads\n"

    assert run("ingest", "withdraw", 99) == Outcome(1, "", message)
    assert run("ingest", "restore", 99, "--publish") == Outcome(1, "", message)
    assert release_names(small) == []


HEADING = "OMRÅDE;OVERTRÆD;TID;INDHOLD\n"
BAD_FILES = {
    "empty": (b"", "Filen er tom"),
    "only a heading": (HEADING.encode(), "Filen har en overskrift, men ingen tal"),
    "a web page": (b"<!DOCTYPE html>\n<html></html>\n", "Filen er en webside (HTML eller XML)"),
    "a workbook": (b"PK\x03\x04" + bytes(500), "Filen er beskadiget eller skåret af"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + bytes(500), "Filen er beskadiget eller skåret af"),
    "JSON": (b'{"dataset": 1}\n', "Filen er en JSON-fil"),
    "other columns": (b"kommune,antal\nIsh,4\n", "Det ses ikke, hvad filen handler om"),
    "cut off": (bulk("183;TOT;2025K3;4")[:-1], "Filen slutter midt i en linje"),
    "a field too few": (bulk("183;TOT;2025K3"), "linje 2: Linjen kan ikke læses"),
    "lost letters": (bulk("Ish\ufffdj;TOT;2025K3;4"), "har mistet sine danske bogstaver"),
    "not UTF-8": (
        HEADING.encode() + "Ishøj;TOT;2025K3;4\n".encode("latin-1"),
        "Teksten er ikke UTF-8",
    ),
    "unknown area": (bulk("777;TOT;2025K3;4"), "»777« er ikke en kendt kode i kolonnen OMRÅDE"),
    "unknown offence": (bulk("183;99;2025K3;4"), "»99« er ikke en kendt kode i kolonnen OVERTRÆD"),
    "a year": (bulk("183;TOT;2025;4"), "»2025« er ikke en periode, som STRAF11 har"),
    "no period": (bulk("183;TOT;K3;4"), 'Perioden "K3" kendes ikke'),
    "the future": (bulk("183;TOT;2026K4;4"), "4. kvartal 2026 ligger i fremtiden"),
    "negative": (bulk("183;TOT;2025K3;-4"), "»-4« er et negativt antal"),
    "decimals": (bulk("183;TOT;2025K3;4,5"), "»4,5« er ikke et tal"),
    "no figure": (bulk("183;TOT;2025K3;"), "Tallet mangler"),
    "twice": (bulk("183;TOT;2025K3;4", "183;TOT;2025K3;5"), "står 2 gange"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_told_in_one_clear_sentence_and_changes_nothing(
    run: Run, small: Settings, tmp_path: Path, name: str
) -> None:
    content, message = BAD_FILES[name]
    before, rows = everything(small), log.newest(small.log)
    outcome = run("ingest", "file", write(tmp_path, content, "dårlig.csv"), "--publish")

    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("dårlig.csv")
    assert message in outcome.err
    assert len(outcome.err.splitlines()) == 1
    assert same(before, everything(small))
    assert log.newest(small.log) == rows
    assert release_names(small) == []
    assert not (small.data / "fejl.log").exists()


def test_a_file_that_is_not_there(run: Run, small: Settings, tmp_path: Path) -> None:
    path = tmp_path / "findes-ikke.csv"

    assert run("ingest", "file", path) == Outcome(
        1, "", f"{path}: Filen findes ikke. Ret stien og prøv igen.\n"
    )


# --- store ----------------------------------------------------------------------------------------


def test_releases_are_published_listed_rolled_back_and_verified(run: Run, small: Settings) -> None:
    first = run("store", "publish", "--reason", "Til mødet")
    assert (first.code, first.err) == (0, "")
    run("store", "publish")
    newest, oldest = release_names(small)
    assert first.out.startswith(f"Udgivet: {oldest} med ")
    assert log.newest(small.log)[1].text == "Til mødet"

    lines = run("store", "releases").out.splitlines()
    assert [line.split()[0] for line in lines] == [newest, oldest]
    assert [line.endswith("← i kraft") for line in lines] == [True, False]

    assert run("store", "rollback", oldest) == Outcome(
        0, f"I kraft: {oldest} (før: {newest}).\n", ""
    )
    assert publishing.current(small.releases) == oldest
    assert log.newest(small.log)[0].action is log.Action.ROLLBACK
    lines = run("store", "releases").out.splitlines()
    assert [line.endswith("← i kraft") for line in lines] == [False, True]

    assert run("store", "verify") == Outcome(
        0, f"{newest}: i orden\n{oldest}: i orden\nIndlæste data: i orden\n", ""
    )


def test_an_unknown_release_changes_nothing(run: Run, official: Settings) -> None:
    before = publishing.current(official.releases)
    outcome = run("store", "rollback", "20200101T000000000")

    assert outcome.code == 1
    assert outcome.err == (
        "Der er ingen udgivelse med navnet 20200101T000000000. "
        "Se navnene med: python -m store releases\n"
    )
    assert publishing.current(official.releases) == before


@pytest.mark.parametrize("damage", ["cut off", "in the middle"])
def test_verify_finds_a_damaged_release_and_names_it(
    run: Run,
    use: Callable[[Settings], Settings],
    published_copy: Settings,
    damage: str,
) -> None:
    use(published_copy)
    (name,) = release_names(published_copy)
    path = publishing.path_of(published_copy.releases, name)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    if damage == "cut off":
        del content[middle:]
    else:
        content[middle : middle + 64] = (
            bytes(64) if any(content[middle : middle + 64]) else b"x" * 64
        )
    path.chmod(0o644)
    path.write_bytes(content)

    assert run("store", "verify") == Outcome(
        1, f"{name}: filen er beskadiget og kan ikke læses\nIndlæste data: i orden\n", ""
    )


def test_verify_finds_a_load_that_lost_figures(run: Run, small: Settings) -> None:
    with warehouse.writing(small, "Anne", "ødelægger") as open_:
        open_.connection.execute("delete from statbank.straf11_cell where period = '2025K2'")

    assert run("store", "verify") == Outcome(
        1, "Indlæste data: indlæsning 1 har 1 celler, ventede 2\n", ""
    )


# --- what nobody expected -------------------------------------------------------------------------


def test_an_unexpected_fault_is_a_sentence_and_a_line_in_a_file_never_a_traceback(
    run: Run, small: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*arguments: object, **named: object) -> None:
        raise ZeroDivisionError("inden i programmet")

    monkeypatch.setattr(sample, "load_official", breaks)
    before = everything(small)
    outcome = run("ingest", "sample")

    path = small.data / "fejl.log"
    assert outcome == Outcome(
        1,
        "",
        "Der skete en uventet fejl (ZeroDivisionError). "
        "Den er skrevet i fejl.log, hvor data ligger. Send filen til den, der passer programmet.\n",
    )
    assert "ZeroDivisionError: inden i programmet" in path.read_text("utf-8")
    assert same(before, everything(small))


def test_a_folder_that_cannot_be_written_to_is_said_so(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "optaget").write_text("en fil, hvor mappen skulle være")
    monkeypatch.setenv("TRYGHED_DATA", str(tmp_path / "optaget"))
    outcome = run("ingest", "sample")

    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.endswith(
        f"Kontrollér, at {tmp_path / 'optaget'} er en mappe, som programmet må skrive i.\n"
    )


def test_whoever_stops_a_command_is_told_that_nothing_changed(
    run: Run, empty: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*arguments: object, **named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sample, "load_official", stopped)

    assert run("ingest", "sample") == Outcome(1, "", "Afbrudt. Intet er ændret.\n")


def test_a_reader_that_has_had_enough_of_a_real_process_is_no_fault(official: Settings) -> None:
    arguments = [sys.executable, "-m", "indicators", "show", "A4", "--format", "csv"]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=PIPE, stderr=PIPE) as process:
        assert process.stdout
        assert process.stderr
        first = process.stdout.readline()
        process.stdout.close()

        assert process.wait(timeout=120) == 0
        assert process.stderr.read() == b""
    assert first.decode("utf-8") == f"{HEADER}\n"
