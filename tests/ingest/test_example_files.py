"""The shipped files: invented ones that say so, published ones with their source."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from openpyxl import load_workbook

from ingest import mapping, upload
from ingest.problem import Severity
from ingest.upload import Checked
from store import inputs
from store.settings import OFFICIAL_SAMPLE, Settings
from store.warehouse import Origin
from tests.conftest import TODAY

EXAMPLE = OFFICIAL_SAMPLE.parent / "example"
PUBLISHED = OFFICIAL_SAMPLE / "surveys"
FILES = sorted(EXAMPLE.glob("EKSEMPEL*"))
MANIFESTS = [
    (folder, entry)
    for folder in (EXAMPLE, PUBLISHED)
    for entry in json.loads((folder / "manifest.json").read_text("utf-8"))
]


def names(entry: dict) -> list[str]:
    return entry.get("files") or [entry["file"]]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[Checked]]:
    """Every sheet of the manifests, read through its shipped mapping, by source."""
    folder = tmp_path_factory.mktemp("var")
    known = {
        one.name: one for one in mapping.remembered(Settings(folder, folder / "warehouse.duckdb"))
    }
    found: dict[str, list[Checked]] = {}
    for where, entry in MANIFESTS:
        examined = upload.examine([(name, where / name) for name in names(entry)])
        table = next(one for one in examined.tables if entry.get("sheet", one.sheet) == one.sheet)
        one = upload.check(examined, table, known[entry["mapping"]], TODAY)
        found.setdefault(one.records.source, []).append(one)
    return found


def everything(checked: dict[str, list[Checked]]) -> Iterator[Checked]:
    for loads in checked.values():
        yield from loads


def first_rows(path: Path) -> list[str]:
    """The first row of each sheet."""
    if path.suffix == ".xlsx":
        return [str(sheet["A1"].value) for sheet in load_workbook(path).worksheets]
    return [path.read_bytes().split(b"\n")[0].decode("cp1252")]


def test_every_example_says_so_in_its_name_and_first_row() -> None:
    assert FILES
    for path in FILES:
        assert all("EKSEMPELDATA" in row for row in first_rows(path)), path.name


def test_the_manifest_names_every_example_and_they_are_small() -> None:
    assert {name for where, entry in MANIFESTS if where == EXAMPLE for name in names(entry)} == {
        path.name for path in FILES
    }
    assert sum(path.stat().st_size for path in EXAMPLE.iterdir() if path.is_file()) < 600_000


def test_the_script_writes_the_shipped_examples(tmp_path: Path) -> None:
    script = EXAMPLE / "compile_examples.py"
    subprocess.run([sys.executable, "-B", str(script), str(tmp_path)], check=True)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in FILES}
    for path in FILES:
        assert content(tmp_path / path.name) == content(path), path.name


def content(path: Path) -> object:
    """The bytes; of a workbook those of its parts, which may be packed in several ways."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_all_are_read_through_their_mappings_with_warnings_at_most(checked) -> None:
    for one in everything(checked):
        errors = [problem for problem in one.problems if problem.severity is Severity.ERROR]
        assert not errors, (one.mapping.name, errors)
        assert len(one.records.rows)
    assert set(checked) == {*inputs.surveys(), *inputs.registers()}


def test_only_published_figures_are_official(checked) -> None:
    for one in everything(checked):
        official = one.records.source == "national"
        assert one.origin is (Origin.OFFICIAL if official else Origin.EXAMPLE)


def test_no_person_is_left_in_the_rows(checked) -> None:
    for one in everything(checked):
        text = one.records.rows.to_csv()
        assert "example.dk" not in text
        assert "Eksempel Person" not in text
        assert "Jeg har boet her" not in text


def waves(checked: dict[str, list[Checked]], source: str) -> list[str]:
    return [wave for one in checked[source] for wave in dict.fromkeys(one.records.rows["wave"])]


def test_the_citizen_survey_has_three_waves_and_a_change_of_scale(checked) -> None:
    assert waves(checked, "borger") == ["2021", "2023", "2025"]
    scales = [one.records.scales["tryg_dag"] for one in checked["borger"]]
    assert scales == ["tryg5", "tryg7", "tryg7"]
    assert [len(one.records.rows) for one in checked["borger"]] == [410, 523, 431]
    last = checked["borger"][-1].records
    assert last.counts == {"invited": 1500, "partial": 58, "answered": 431}


def share(one: Checked, question: str) -> float:
    rows = one.records.rows[one.records.rows[question].notna()]
    scale = one.records.scales[question]
    counted = inputs.survey("borger").questions[question].counted[scale]
    yes = rows[question].isin([float(code) for code in counted])
    return float(np.average(yes, weights=rows["weight"]))


def test_the_invented_levels_are_those_of_a_municipality_like_this(checked) -> None:
    for one in checked["borger"]:
        assert 0.72 < share(one, "tryg_dag") < 0.84
        assert 0.57 < share(one, "tryg_aften") < 0.68
        assert 0.60 < share(one, "tillid_politi") < 0.85
        assert 0.25 < share(one, "kriminalitet_udvikling") < 0.50
        assert 0.05 < share(one, "udsat") < 0.20
        rows = one.records.rows
        assert set(rows["sub_area"]) - {""} == {
            "vejleåparken", "strandområdet", "bymidten", "landsbyerne"
        }  # fmt: skip
        assert set(rows["age"]) == set(inputs.age_groups())


def test_the_school_survey_has_classes_as_clusters(checked) -> None:
    assert waves(checked, "ungeprofil") == ["2022/23", "2024/25"]
    for one in checked["ungeprofil"]:
        assert one.records.rows["cluster"].nunique() == 9
        assert set(one.records.rows["hash_prøvet.missing"]) == {"", "ønsker_ikke"}


def test_well_being_has_a_year_that_was_not_held(checked) -> None:
    (one,) = checked["trivsel"]
    assert list(dict.fromkeys(one.records.rows["wave"])) == [
        "2019/20", "2021/22", "2022/23", "2023/24", "2024/25"
    ]  # fmt: skip
    assert one.records.rows[["value", "answers", "deviation"]].notna().all(axis=None)
    assert set(one.records.rows["breakdown"]) == {"", "køn=K", "køn=M"}


def register(checked: dict[str, list[Checked]], source: str) -> dict:
    (one,) = checked[source]
    return {
        (row.period, row.breakdown): (row.numerator, row.denominator)
        for row in one.records.rows.itertuples()
    }


def test_absence_is_read_with_its_thousands_and_without_its_totals(checked) -> None:
    absence = register(checked, "fravær")
    assert absence["2019/20", ""] == (384, 2619)
    assert absence["2023/24", "køn=K"] == (233, 1294)
    assert len(absence) == 6 * 7


def test_street_groups_are_divided_in_one_year(checked) -> None:
    groups = register(checked, "gadegrupper")
    divided = {period for period, breakdown in groups if breakdown}
    assert divided == {"2025K1", "2025K2", "2025K3", "2025K4"}
    assert len({period for period, _ in groups}) == 18
    assert any(0 < count < 5 for count, _ in groups.values())
    for period in divided:
        parts = [
            count for (one, breakdown), (count, _) in groups.items() if one == period and breakdown
        ]
        assert sum(parts) == groups[period, ""][0]


def test_goal_d_has_its_cohorts_and_years(checked) -> None:
    def years(source: str) -> list[str]:
        return sorted({period for period, _ in register(checked, source)})

    assert years("ny_dom") == [str(year) for year in range(2016, 2023)]
    assert years("beskæftigelse") == ["2018", "2019", "2020", "2022", "2023", "2024"]
    assert years("forløb") == years("fællesskaber") == years("handleplaner")
    assert years("forløb") == [str(year) for year in range(2019, 2026)]


def test_published_shares_are_as_published_and_name_their_source(checked) -> None:
    (one,) = checked["national"]
    rows = one.records.rows.set_index(["wave", "area", "breakdown", "question"])
    assert len(rows) == 29
    assert rows.loc[("2019", "183", "", "tryg_nabolag"), "value"] == pytest.approx(0.755)
    assert rows.loc[("2019", "vestegnen", "", "tillid_politi"), "value"] == pytest.approx(0.809)
    assert rows.loc[("2021", "000", "", "tryg_nabolag"), "answers"] == 27510
    assert rows.loc[("2021", "000", "alder=65+", "tryg_nabolag"), "value"] == pytest.approx(0.91)
    assert rows["note"].str.contains("Tryghedsundersøgelse").all()
    assert rows["answers"].notna().sum() == 2
