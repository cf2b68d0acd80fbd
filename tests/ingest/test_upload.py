"""From file to load: the steps together, what is kept of a file, and what stops it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from ingest import mapping, preview, upload
from ingest.by_hand import AlreadyLoadedError
from ingest.frame import Frame
from ingest.mapping import FileMapping
from ingest.problem import RejectedError
from ingest.upload import Checked, Upload
from store import log, warehouse
from store.inputs import InputKind
from store.settings import Settings
from store.warehouse import ExampleError, Origin, reading, writing
from tests.conftest import TODAY
from tests.ingest.records import in_force
from tests.store.figures import everything, same

Rows = Sequence[Sequence[object]]
COURSES: Rows = [
    ["År", "Afsluttede forløb", "Gennemførte forløb", "Navn"],
    [2024, 28, 17, "Bo Hansen"],
    [2025, 31, 20, "Ib Jensen"],
]
CITIZENS: Rows = [
    ["År", "Køn", "Tryg i nabolaget", "E-mail"],
    *([2025, "Kvinde" if n % 2 else "Mand", n % 7 + 1, f"p{n}@example.dk"] for n in range(40)),
]


def write(folder: Path, sheets: dict[str, Rows], name: str = "forløb.xlsx") -> tuple[str, Path]:
    book = Workbook()
    del book["Sheet"]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    path = folder / name
    book.save(path)
    return name, path


def suggested(examined: Upload, kind: InputKind, source: str, sheet: int = 0) -> FileMapping:
    found = mapping.suggest(examined.tables[sheet], kind, source, [])
    assert found.open == ()
    return replace(found.mapping, name=f"Prøve {source}")


def read(
    folder: Path,
    rows: Rows = COURSES,
    kind: InputKind = InputKind.REGISTER,
    source: str = "forløb",
    name: str = "forløb.xlsx",
    sheet: str = "Ark1",
) -> Checked:
    examined = upload.examine([write(folder, {sheet: rows}, name)])
    return upload.check(examined, examined.tables[0], suggested(examined, kind, source), TODAY)


# --- what is found --------------------------------------------------------------------------------


def test_what_says_who_somebody_is_is_out_before_anything_else(tmp_path: Path) -> None:
    examined = upload.examine([write(tmp_path, {"Forløb": COURSES})])

    (table,) = examined.tables
    assert table.columns == ("År", "Afsluttede forløb", "Gennemførte forløb")
    assert [(one.column, one.why) for one in examined.dropped["Forløb"]] == [("Navn", "navn")]
    assert "Hansen" not in str(examined) + table.rows.to_csv()
    assert (examined.name, examined.form, len(examined.sha256)) == ("forløb.xlsx", "xlsx", 64)


def test_every_sheet_with_a_table_is_found_and_one_without_is_told(tmp_path: Path) -> None:
    sheets = {"Forside": [["Statistik"]], "Forløb": COURSES, "Borgere": CITIZENS}
    examined = upload.examine([write(tmp_path, sheets)])

    assert [table.sheet for table in examined.tables] == ["Forløb", "Borgere"]
    assert ['Ark "Forside"' in str(problem) for problem in examined.told] == [True]


def test_a_file_without_any_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RejectedError, match="Der er ingen tabel"):
        upload.examine([write(tmp_path, {"Forside": [["Statistik"]]})])


def test_a_frame_that_somebody_moved_is_used(tmp_path: Path) -> None:
    rows = [*COURSES, ["2026 (skøn)", 1, 1, "Ib"]]
    examined = upload.examine(
        [write(tmp_path, {"Forløb": rows})], frames={"Forløb": Frame(0, 0, 1, 2, 0, 2)}
    )

    assert list(examined.tables[0].rows["År"]) == ["2024", "2025"]


def test_files_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    files = [
        write(tmp_path, {"Forløb": COURSES}, "en.xlsx"),
        write(tmp_path, {"Forløb": COURSES}, "to.xlsx"),
    ]
    with pytest.raises(RejectedError, match="Filerne hører ikke sammen"):
        upload.examine(files)


def test_the_pair_of_surveyxact_is_read_as_one(tmp_path: Path) -> None:
    dataset = tmp_path / "dataset.csv"
    labels = tmp_path / "labels.csv"
    lines = ["respondentid;email;s_1;s_2;statoverall_1;statoverall_3;statoverall_4"]
    lines += [f"{n};p{n}@example.dk;{n % 7 + 1};{n % 2 + 1};0;0;1" for n in range(40)]
    lines += [f"{n};p{n}@example.dk;7;;0;1;0" for n in range(5)]
    dataset.write_text("\n".join(lines))
    labels.write_text("s_1;1;Slet ikke tryg\ns_1;7;Meget tryg\ns_2;1;Kvinde\ns_2;2;Mand\n")
    examined = upload.examine([("dataset.csv", dataset), ("labels.csv", labels)])

    (table,) = examined.tables
    assert (examined.name, table.columns) == ("dataset.csv", ("s_1", "s_2"))
    assert table.counts == {"invited": 45, "partial": 5, "answered": 40}
    assert table.labels["s_2"] == {"1": "Kvinde", "2": "Mand"}
    with pytest.raises(RejectedError, match="etiketter fra SurveyXact uden svar"):
        upload.examine([("labels.csv", labels)])


# --- which mapping, and whose figures -------------------------------------------------------------


def test_the_remembered_mapping_that_knows_every_column_is_guessed(tmp_path: Path) -> None:
    examined = upload.examine([write(tmp_path, {"Forløb": COURSES})])
    (table,) = examined.tables
    fits = suggested(examined, InputKind.REGISTER, "forløb")
    narrow = replace(fits, columns=fits.columns[:2])
    wide = replace(fits, columns=(*fits.columns, mapping.Column("Frafald", "numerator")))

    assert upload.guess(table, [narrow, fits, wide]) == fits
    assert upload.guess(table, [narrow, wide]) is None


@pytest.mark.parametrize(
    ("name", "sheet", "above", "origin"),
    [
        ("forløb.xlsx", "Ark1", [], Origin.MUNICIPAL),
        ("EKSEMPEL_forløb.xlsx", "Ark1", [], Origin.EXAMPLE),
        ("forløb.xlsx", "Eksempel", [], Origin.EXAMPLE),
        ("forløb.xlsx", "Ark1", [["EKSEMPELDATA – opdigtet"], []], Origin.EXAMPLE),
        ("forløb.xlsx", "Ark1", [["Opgjort for eksempel pr. 1. maj"], []], Origin.MUNICIPAL),
    ],
)
def test_a_file_is_an_example_when_it_says_so(
    tmp_path: Path, name: str, sheet: str, above: list[list[object]], origin: Origin
) -> None:
    assert read(tmp_path, [*above, *COURSES], name=name, sheet=sheet).origin is origin


def test_published_figures_of_the_national_survey_are_official(tmp_path: Path) -> None:
    rows: Rows = [["År", "Område", "Spørgsmål", "Andel i procent"],
                  [2023, "Ishøj", "Tryg i nabolaget", 80.5]]  # fmt: skip
    checked = read(tmp_path, rows, InputKind.SURVEY_AGGREGATED, "national")

    assert checked.origin is Origin.OFFICIAL


# --- checks ---------------------------------------------------------------------------------------


def test_what_a_file_means_for_earlier_loads_is_told_when_one_asks(
    tmp_path: Path, settings: Settings
) -> None:
    examined = upload.examine([write(tmp_path, {"Forløb": COURSES})])
    chosen = suggested(examined, InputKind.REGISTER, "forløb")

    def found(places: Settings | None) -> list[str]:
        checked = upload.check(examined, examined.tables[0], chosen, TODAY, places)
        return [problem.found for problem in checked.problems]

    assert found(settings) == found(None) == []
    upload.load(settings, read(tmp_path), "Anne", "Nye tal")
    assert found(settings) == [
        "2 perioder fra 2024 til 2025 er indlæst i forvejen (indlæsning 1, forløb.xlsx, ark Ark1)"
    ]
    assert found(None) == []


def test_a_file_with_errors_is_not_loaded(tmp_path: Path, settings: Settings) -> None:
    checked = read(tmp_path, [*COURSES, [2027, 3, 4, ""]])

    assert len(checked.errors) == 2
    with pytest.raises(RejectedError) as caught:
        upload.load(settings, checked, "Anne", "Nye tal")
    assert 'Ark "Ark1", celle A4: 2027 er ikke slut' in str(caught.value)
    with writing(settings, "Anne", "ser efter") as open_:
        assert open_.loads() == []
    assert log.newest(settings.log) == []


@pytest.mark.parametrize(("who", "reason"), [("", "Nye tal"), ("Anne", "  ")])
def test_a_load_needs_a_name_and_a_reason(
    tmp_path: Path, settings: Settings, who: str, reason: str
) -> None:
    with pytest.raises(RejectedError, match="Feltet er tomt"):
        upload.load(settings, read(tmp_path), who, reason)
    assert not settings.warehouse.exists()


# --- loads ----------------------------------------------------------------------------------------


def test_a_load_stands_in_the_ledger_and_the_log_with_its_reason(
    tmp_path: Path, settings: Settings
) -> None:
    checked = read(tmp_path)
    number = upload.load(settings, checked, " Anne ", "nye tal fra fagsystemet")

    with reading(settings) as open_:
        line = open_.load(number)
        request = open_.newest_request("forløb")
    assert (line.author, line.file) == ("Anne", "forløb.xlsx, ark Ark1")
    assert line.sha256 == checked.sha256
    assert line.note == "Nye tal fra fagsystemet. Udeladt, før noget blev gemt: navn."
    assert request == {"bytes": checked.size, "sheet": "Ark1", "mapping": "Prøve forløb"}
    (event,) = log.newest(settings.log)
    assert (event.who, event.action, event.subject) == ("Anne", log.Action.LOAD, "1")
    assert event.text == ("forløb: 2 rækker fra forløb.xlsx, ark Ark1. Nye tal fra fagsystemet.")


def test_nothing_personal_and_no_byte_of_the_file_is_kept(
    tmp_path: Path, settings: Settings
) -> None:
    checked = read(tmp_path, CITIZENS, InputKind.SURVEY, "borger", "borgere.xlsx")
    upload.load(settings, checked, "Anne", "Ny undersøgelse")

    kept = [path for path in settings.data.rglob("*") if path.is_file()]
    assert {path.name for path in kept} == {"warehouse.duckdb", "log.jsonl", "writer.lock"}
    assert not [path for path in kept if b"example.dk" in path.read_bytes()]
    assert len(in_force(settings, "respondent", "respondent")) == 40


def test_the_same_sheet_of_the_same_bytes_is_not_loaded_twice(
    tmp_path: Path, settings: Settings
) -> None:
    checked = read(tmp_path)
    number = upload.load(settings, checked, "Anne", "Nye tal")
    before, rows = everything(settings), log.newest(settings.log)

    with pytest.raises(AlreadyLoadedError) as caught:
        upload.load(settings, replace(checked, name="andet.xlsx"), "Anne", "Igen")
    assert str(caught.value).startswith(
        "andet.xlsx, ark Ark1 er allerede i brug som indlæsning 1. Intet er ændret."
    )
    assert same(before, everything(settings))
    assert log.newest(settings.log) == rows

    warehouse.withdraw(settings, number, "Anne")
    assert upload.load(settings, checked, "Anne", "Igen") > number


def test_several_sheets_of_one_file_are_loads_of_their_own(
    tmp_path: Path, settings: Settings
) -> None:
    older = [COURSES[0], [2019, 20, 10, ""], [2020, 21, 11, ""]]
    examined = upload.examine([write(tmp_path, {"Nye": COURSES, "Gamle": older})])
    for place, table in enumerate(examined.tables):
        chosen = suggested(examined, InputKind.REGISTER, "forløb", place)
        upload.load(settings, upload.check(examined, table, chosen, TODAY), "Anne", "Nye tal")

    assert [row[0] for row in in_force(settings, "register_cell", "period")] == [
        "2019", "2020", "2024", "2025",
    ]  # fmt: skip


def test_real_figures_take_the_place_of_an_example_and_the_log_says_so(
    tmp_path: Path, settings: Settings
) -> None:
    example = read(tmp_path, name="EKSEMPEL.xlsx")
    upload.load(settings, example, "Anne", "Eksempel")
    real = read(tmp_path, [COURSES[0], [2025, 40, 30, ""]])
    upload.load(settings, real, "Bo", "Nye tal")

    columns = ("period", "denominator", "origin")
    assert in_force(settings, "register_cell", *columns) == [("2025", 40.0, "municipal")]
    newest = log.newest(settings.log)
    assert [(row.action, row.subject) for row in newest] == [
        (log.Action.LOAD, "2"),
        (log.Action.WITHDRAW, "1"),
        (log.Action.LOAD, "1"),
    ]
    assert newest[1].text.endswith("Eksempeldata viger for andre tal.")
    with pytest.raises(ExampleError):
        upload.load(settings, read(tmp_path, [*COURSES, [2023, 1, 1, ""]], name="EKSEMPEL.xlsx"),
                    "Anne", "Eksempel")  # fmt: skip


def test_a_preview_changes_nothing(tmp_path: Path, settings: Settings) -> None:
    example = read(tmp_path, name="EKSEMPEL.xlsx")
    upload.load(settings, example, "Anne", "Eksempel")
    before, rows = everything(settings), log.newest(settings.log)
    real = read(tmp_path, [COURSES[0], [2025, 40, 30, ""]])

    preview.preview(
        settings, "Bo", lambda open_: upload.put(open_, real, "Bo"), [real.records.source]
    )
    assert same(before, everything(settings))
    assert log.newest(settings.log) == rows
