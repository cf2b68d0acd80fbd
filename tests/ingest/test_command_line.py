"""`python -m ingest` with spreadsheets: check, file, template, mappings, sample, withdraw."""

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

import ingest.__main__ as ingest_command
from ingest import mapping, sample, upload
from ingest.economy import budget_sample
from ingest.organisation import sample as organisation_sample
from ingest.template_workbook import EXAMPLE, FILL_IN
from store import log
from store.inputs import InputKind
from store.settings import OFFICIAL_SAMPLE, Settings
from store.warehouse import Origin, reading
from tests.conftest import TODAY, settings_in
from tests.ingest.files import bulk
from tests.ingest.files import write as write_bytes
from tests.outcomes import Run

pytest_plugins = ["tests.commands"]

HEADER = ["År", "Afsluttede forløb", "Gennemførte forløb"]
GOOD = [HEADER, [2024, 28, 17], [2025, 31, 20]]
LATER = "Siderne viser det efter næste udgivelse: python -m store publish"


def write(
    folder: Path, rows: Sequence[Sequence[object]], name: str = "forløb.xlsx", sheet: str = "Tal"
) -> Path:
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    book.save(folder / name)
    return folder / name


def remember(places: Settings, path: Path, name: str = "Fagsystemet") -> None:
    """Remember the way in which a file of courses is read."""
    (table,) = upload.examine([(path.name, path)]).tables
    found = mapping.suggest(table, InputKind.REGISTER, "forløb", []).mapping
    mapping.remember(places, replace(found, name=name))


PUBLIC = [("national", Origin.OFFICIAL), ("organisation-offentlig", Origin.OFFICIAL)]
"""What is shipped beside StatBank's figures that is not invented."""


def in_force(places: Settings) -> list[tuple[str, Origin]]:
    with reading(places) as open_:
        return [
            (load.source, load.origin) for load in reversed(open_.loads()) if not load.withdrawn_at
        ]


def sources(places: Settings, source: str) -> list[Origin]:
    """Where the loads in force of a source come from."""
    return [origin for one, origin in in_force(places) if one == source]


# --- check ----------------------------------------------------------------------------------------


def test_a_good_file_is_said_to_be_good_and_nothing_is_written(
    run: Run, empty: Settings, tmp_path: Path
) -> None:
    outcome = run("ingest", "check", write(tmp_path, [[*HEADER, "Navn"], [2025, 31, 20, "Bo"]]))

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines() == [
        'Ark "Tal": Udeladt, før noget gemmes: »Navn« (navn).',
        "forløb.xlsx, ark Tal: 1 række læst som »Exit- og mentorforløb« for 2025.",
        "forløb.xlsx: ingen fejl. Intet er indlæst.",
    ]
    assert not empty.data.exists()


def test_errors_are_printed_with_their_places_and_exit_code_1(
    run: Run, empty: Settings, tmp_path: Path
) -> None:
    good, bad = write(tmp_path, GOOD), write(tmp_path, [*GOOD, [2023, 10, 12]], "dårlig.xlsx")
    outcome = run("ingest", "check", bad, good)

    assert (outcome.code, outcome.err) == (1, "")
    assert outcome.out.splitlines() == [
        "dårlig.xlsx, ark Tal: 3 rækker læst som »Exit- og mentorforløb« for 2023–2025.",
        '  fejl: Ark "Tal", celle C4: »Gennemførte forløb« er flere end »Afsluttede forløb«. '
        "Ventede, at de første er en del af de andre. "
        "Ret tallene; måske er de to kolonner byttet om.",
        "dårlig.xlsx: 1 fejl. Filen kan ikke indlæses.",
        "forløb.xlsx, ark Tal: 2 rækker læst som »Exit- og mentorforløb« for 2024–2025.",
        "forløb.xlsx: ingen fejl. Intet er indlæst.",
    ]
    assert not empty.data.exists()


def test_a_file_that_cannot_be_read_is_one_of_the_findings(
    run: Run, empty: Settings, tmp_path: Path
) -> None:
    (tmp_path / "tom.xlsx").write_bytes(b"")
    outcome = run("ingest", "check", tmp_path / "tom.xlsx", write(tmp_path, GOOD))

    assert outcome.code == 1
    assert outcome.out.splitlines()[0].startswith("  fejl: tom.xlsx: Filen er tom")
    assert outcome.out.splitlines()[-1] == "forløb.xlsx: ingen fejl. Intet er indlæst."


@pytest.mark.parametrize(("figure", "code"), [("5", 0), ("-5", 1)])
def test_a_file_from_statbank_is_checked_as_such(
    run: Run, empty: Settings, tmp_path: Path, figure: str, code: int
) -> None:
    path = write_bytes(tmp_path, bulk(f"183;TOT;2025K1;{figure}"))
    outcome = run("ingest", "check", path)

    assert (outcome.code, outcome.err) == (code, "")
    assert ("»-5« er et negativt antal" in outcome.out) == bool(code)
    assert not empty.data.exists()


# --- file -----------------------------------------------------------------------------------------


def test_a_file_is_loaded_through_the_mapping_that_fits(
    run: Run, empty: Settings, tmp_path: Path
) -> None:
    path = write(tmp_path, [["År", "Slut", "Nåede målet"], *GOOD[1:]])
    outcome = run("ingest", "file", path)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("forløb.xlsx, ark Tal: Det ses ikke, hvad filen handler om. Kobl")

    (table,) = upload.examine([(path.name, path)]).tables
    columns = (
        mapping.Column("År", "period"),
        mapping.Column("Slut", "denominator"),
        mapping.Column("Nåede målet", "numerator"),
    )
    known = mapping.FileMapping(
        "Fagsystemet", InputKind.REGISTER, "forløb", columns, {"area": "183"}
    )
    assert upload.guess(table, [known]) == known
    mapping.remember(empty, known)
    outcome = run("ingest", "file", path, "--reason", "Tal for 2025")

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines() == [
        "forløb.xlsx, ark Tal: 2 rækker læst som »Exit- og mentorforløb« for 2024–2025 med "
        "koblingen »Fagsystemet«.",
        "forløb: indlæsning 1 med 2 rækker fra forløb.xlsx, ark Tal.",
        LATER,
    ]
    assert log.newest(empty.log)[0].text.endswith("ark Tal. Tal for 2025.")


def test_a_mapping_is_chosen_by_name(run: Run, empty: Settings, tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    remember(empty, path)

    assert "Fagsystemet  (forløb: Exit- og mentorforløb, register)" in run("ingest", "mappings").out
    unknown = run("ingest", "file", path, "--mapping", "Epinion")
    assert unknown.err == (
        "Der er ingen kobling »Epinion«. Se dem, der er, med: python -m ingest mappings\n"
    )
    other = write(tmp_path, [["År", "Elever"], [2025, 1]], "andet.xlsx")
    wrong = run("ingest", "file", other, "--mapping", "fagsystemet")
    assert wrong.code == 1
    assert "andet.xlsx, ark Tal: Koblingen »Fagsystemet« passer ikke til kolonnerne." in wrong.err
    assert run("ingest", "file", path, "--mapping", "fagsystemet").code == 0


def test_what_is_not_sure_is_named_and_not_loaded(
    run: Run, empty: Settings, tmp_path: Path
) -> None:
    path = write(tmp_path, [["År", "Afsluttede forløb", "Gennemført forløb?"], *GOOD[1:]])
    outcome = run("ingest", "file", path)

    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("forløb.xlsx, ark Tal: Ikke afklaret: »Gennemført forløb?«.")
    assert "python -m ingest mappings" in outcome.err
    assert not empty.warehouse.exists()


def test_a_period_that_the_file_does_not_tell_is_asked_for(
    run: Run, empty: Settings, tmp_path: Path
) -> None:
    path = write(tmp_path, [HEADER[1:], [31, 20]])
    call = ("ingest", "file", path, "--source", "forløb")
    assert "Der mangler periode" in run(*call).err
    assert "har ikke en sådan periode" in run(*call, "--period", "2025K1").err
    outcome = run(*call, "--period", "2025")

    assert (outcome.code, outcome.err) == (0, "")
    assert "1 række læst som »Exit- og mentorforløb« for 2025." in outcome.out


def test_a_file_with_errors_is_not_loaded_at_all(run: Run, empty: Settings, tmp_path: Path) -> None:
    path = write(tmp_path, [*GOOD, [2023, 10, 12]])
    outcome = run("ingest", "file", path, "--publish")

    assert outcome.code == 1
    assert "fejl: " not in outcome.err
    assert 'Ark "Tal", celle C4: »Gennemførte forløb« er flere end' in outcome.err
    assert run("ingest", "loads").err.startswith("Der er ikke indlæst nogen data endnu.")
    assert not empty.releases.exists()


def test_the_pair_of_surveyxact_is_loaded_as_one(run: Run, empty: Settings, tmp_path: Path) -> None:
    lines = ["respondentid;tryg_dag;Køn;År;statoverall_3;statoverall_4"]
    lines += [f"{n};{n % 7 + 1};{n % 2 + 1};2025;0;1" for n in range(40)]
    labels = ["tryg_dag;1;Slet ikke tryg", "tryg_dag;7;Meget tryg", "Køn;1;Kvinde", "Køn;2;Mand"]
    (tmp_path / "dataset.csv").write_text("\n".join(lines), "utf-8")
    (tmp_path / "labels.csv").write_text("\n".join(labels), "utf-8")
    outcome = run(
        *("ingest", "file", tmp_path / "dataset.csv", tmp_path / "labels.csv", "--source", "borger")
    )

    assert (outcome.code, outcome.err) == (0, "")
    assert "borger: indlæsning 1 med 40 rækker fra dataset.csv." in outcome.out


# --- template -------------------------------------------------------------------------------------


def test_a_template_is_written_filled_in_and_loaded(
    run: Run, empty: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "skabelon.xlsx"
    outcome = run("ingest", "template", "register", path, "--source", "gadegrupper")
    assert (outcome.code, outcome.out) == (0, f"Skabelonen er skrevet i {path}.\n")
    assert "Skabelonen er ikke udfyldt" in run("ingest", "check", path).out

    book = load_workbook(path)
    for row in book[EXAMPLE].iter_rows(min_row=4):
        for cell in row:
            book[FILL_IN].cell(cell.row, cell.column, cell.value)
    book.save(path)
    outcome = run("ingest", "file", path)

    assert (outcome.code, outcome.err) == (0, "")
    assert in_force(empty) == [("gadegrupper", Origin.MUNICIPAL)]


def test_a_template_never_overwrites_a_file(run: Run, empty: Settings, tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    before = path.read_bytes()
    outcome = run("ingest", "template", "survey", path)

    assert outcome.code == 1
    assert outcome.err == f"{path}: Filen findes i forvejen og er ikke ændret.\n"
    assert path.read_bytes() == before
    nowhere = run("ingest", "template", "survey", tmp_path / "ingen" / "f.xlsx")
    assert nowhere.err.endswith("Vælg en mappe, som du må skrive i.\n")


@pytest.mark.parametrize("kind", ["nope", "survey --source fravær"])
def test_a_template_that_is_not_there_is_said_so(
    run: Run, empty: Settings, tmp_path: Path, kind: str
) -> None:
    first, *more = kind.split()
    outcome = run("ingest", "template", first, tmp_path / "f.xlsx", *more)

    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("Der er ingen ")
    assert not (tmp_path / "f.xlsx").exists()


# --- the shipped files ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def once_shipped(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """What is published of a survey and the organisation, and all examples, loaded once."""
    places = settings_in(tmp_path_factory.mktemp("shipped") / "var")
    sample.load_example_tables(places, "Anne", TODAY)
    for folder in (sample.SURVEYS, sample.EXAMPLES):
        sample.load_files(places, folder, "Anne", TODAY)
    budget_sample.load_examples(places, "Anne", TODAY)
    organisation_sample.load(places, "Anne")
    return places


@pytest.fixture
def shipped(
    once_shipped: Settings, use: Callable[[Settings], Settings], settings: Settings
) -> Settings:
    """A copy of those, to be written to."""
    shutil.copytree(once_shipped.data, settings.data)
    return use(settings)


@pytest.fixture
def quick(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Without the official tables, and without publishing."""
    monkeypatch.setattr(sample, "load_official", lambda *arguments, **named: [])
    monkeypatch.setattr(ingest_command, "_publish", lambda places, who: print("Udgivet."))
    return run


def test_every_shipped_file_is_a_load_and_only_published_figures_are_official(
    shipped: Settings,
) -> None:
    found = in_force(shipped)
    budgets = [source for source, _ in found if source.startswith("økonomi")]
    assert budgets == ["økonomi", "økonomi", "økonomimærker"]
    assert [one for one in found if one[1] is not Origin.EXAMPLE] == PUBLIC
    tables = len(list(sample.EXAMPLE_TABLES.glob("EKSEMPEL_*.csv.gz")))
    examples = tables + len(sample.shipped(sample.EXAMPLES)) + len(budgets) + 1
    assert len(found) == len(PUBLIC) + examples
    with reading(shipped) as open_:
        assert open_.faults() == []
    assert log.newest(shipped.log)[2].text.endswith("så siderne har noget at vise.")


def test_what_is_loaded_is_not_loaded_again(quick: Run, shipped: Settings) -> None:
    found = in_force(shipped)

    assert quick("ingest", "sample").out == "De medfølgende tal er indlæst i forvejen.\nUdgivet.\n"
    assert in_force(shipped) == found


def test_official_only_leaves_the_examples_out(quick: Run, empty: Settings) -> None:
    assert quick("ingest", "sample", "--official-only").code == 0
    assert in_force(empty) == PUBLIC


def test_real_figures_take_the_place_of_an_example_until_they_are_withdrawn(
    quick: Run, shipped: Settings, tmp_path: Path
) -> None:
    outcome = quick("ingest", "file", write(tmp_path, GOOD))
    assert "(eksempeldata, EKSEMPEL_maal_D.xlsx, ark Forløb).\n" in outcome.out
    assert sources(shipped, "forløb") == [Origin.MUNICIPAL]

    outcome = quick("ingest", "sample")
    assert (outcome.code, outcome.err) == (0, "")
    assert sources(shipped, "forløb") == [Origin.MUNICIPAL]
    assert sources(shipped, "handleplaner") == [Origin.EXAMPLE]

    with reading(shipped) as open_:
        number = open_.loads()[0].number
    outcome = quick("ingest", "withdraw", number)
    assert re.search(
        r"^I brug igen: \d+ \(eksempeldata, EKSEMPEL_maal_D", outcome.out, re.MULTILINE
    )
    assert sources(shipped, "forløb") == [Origin.EXAMPLE]


def test_all_example_data_is_withdrawn_at_once(quick: Run, shipped: Settings) -> None:
    outcome = quick("ingest", "withdraw", "--example", "--reason", "vi bruger vores egne")

    assert (outcome.code, outcome.err) == (0, "")
    assert in_force(shipped) == PUBLIC
    assert outcome.out.splitlines()[-1] == LATER
    assert log.newest(shipped.log)[0].text.endswith("Vi bruger vores egne.")
    again = quick("ingest", "withdraw", "--example")
    assert (again.code, again.err) == (1, "Der er ingen eksempeldata i brug. Intet er ændret.\n")


def test_withdraw_asks_for_a_number_or_the_examples(run: Run, empty: Settings) -> None:
    assert run("ingest", "withdraw").code == 2
    assert run("ingest", "withdraw", 1, "--example").code == 2


def test_every_shipped_file_is_where_the_manifest_says() -> None:
    for folder in (sample.SURVEYS, sample.EXAMPLES):
        for one in sample.shipped(folder):
            assert all(path.is_file() for path in one.files)
    assert sample.SURVEYS.parent == OFFICIAL_SAMPLE
