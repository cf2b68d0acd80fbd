"""Budgets from files: templates, examples, and the command line's way in."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from danish import dates
from ingest import workbook
from ingest.economy import budget, budget_from_disk, budget_sample, budget_template, prices, tags
from ingest.economy.budget_from_disk import OpenQuestionsError, Said
from ingest.problem import RejectedError
from ingest.template_workbook import UnknownKindError
from store import economy_queries, warehouse
from store.economy import EconomyKind
from store.settings import Settings
from store.warehouse import Origin
from tests.conftest import TODAY
from tests.ingest.economy import budgets
from tests.ingest.economy.budgets import ERP

ERP_SAID = {"sign": "minus", "unit": "kr", "prices": "løbende", "year": "2026",
            "as_of": "2026-09-30"}  # fmt: skip


@pytest.fixture(autouse=True)
def a_known_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "today", lambda: TODAY)


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("templates")
    paths = {kind: folder / f"{kind}.xlsx" for kind in budget_template.MADE}
    for kind, path in paths.items():
        path.write_bytes(budget_template.template(kind))
    return paths


def filled_in(path: Path, folder: Path) -> Path:
    """A template whose example was copied into the sheet to fill in."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    for row, cells in enumerate(book["Eksempel"].iter_rows(min_row=4, values_only=True), start=4):
        for column, value in enumerate(cells, start=1):
            book["Udfyld"].cell(row, column, value)
    book.save(folder / f"udfyldt-{path.name}")
    return folder / f"udfyldt-{path.name}"


def test_the_template_for_budgets_reads_itself(templates: dict[str, Path], tmp_path: Path) -> None:
    path = filled_in(templates["budget"], tmp_path)
    upload, (found,) = budget_from_disk.look(path)
    assert found.kind is EconomyKind.BUDGET
    one = budgets.checked(found.table, prices="løbende")
    assert one.errors == ()
    assert one.origin is Origin.MUNICIPAL
    assert budgets.amounts(one, "cost_centre", "art") == {
        ("vedtaget", "2026", "4521", "1"): 1_200_000_00,
        ("vedtaget", "2026", "4521", "7.6"): -150_000_00,
        ("vedtaget", "2026", "4610", "4"): 350_000_50,
    }
    assert upload.dropped == {}


def test_the_templates_for_tags_and_prices_read_themselves(
    templates: dict[str, Path], tmp_path: Path
) -> None:
    _, (found,) = budget_from_disk.look(filled_in(templates["budget-tags"], tmp_path))
    assert found.kind is EconomyKind.TAGS
    listed, problems = tags.read(found.table)
    assert [(one.function, one.share) for one in listed] == [("3.38.76", 2500), ("5.28.21", 1000)]
    assert problems == []
    _, (found,) = budget_from_disk.look(filled_in(templates["prices"], tmp_path))
    assert found.kind is EconomyKind.PRICES
    assert len(prices.read(found.table)[0]) == 1


def test_an_empty_template_holds_nothing(templates: dict[str, Path]) -> None:
    for path in templates.values():
        with pytest.raises(RejectedError):
            budget_from_disk.look(path)
    with pytest.raises(UnknownKindError):
        budget_template.template("løn")


def test_nobody_to_ask_so_what_is_open_is_refused(settings: Settings, tmp_path: Path) -> None:
    path = budgets.write(tmp_path / "udtræk.xlsx", ERP)
    with pytest.raises(OpenQuestionsError, match="Fortegn: indtægter står med minus"):
        budget_from_disk.load(settings, path, Said(), "Anne", "Prøve", TODAY)
    with pytest.raises(RejectedError, match="Det fremgår ikke, om beløbene er i kr"):
        budget_from_disk.load(
            settings, path, Said(constants={"sign": "minus"}), "Anne", "Prøve", TODAY
        )
    with pytest.raises(OpenQuestionsError, match="--enhed euro: Enhed kendes ikke"):
        budget_from_disk.load(
            settings, path, Said(constants={"unit": "euro"}), "Anne", "Prøve", TODAY
        )
    with pytest.raises(OpenQuestionsError, match="ingen læsning »Prisme«"):
        budget_from_disk.load(settings, path, Said("Prisme"), "Anne", "Prøve", TODAY)
    assert not settings.warehouse.exists()


def test_what_is_said_with_the_file_is_used(settings: Settings, tmp_path: Path) -> None:
    path = budgets.write(tmp_path / "udtræk.xlsx", ERP)
    ((number, problems),) = budget_from_disk.load(
        settings, path, Said(constants=ERP_SAID), "Anne", "Prøve", TODAY
    )
    assert number == 1
    assert problems == ()


def test_a_file_of_something_else_is_refused(settings: Settings, tmp_path: Path) -> None:
    path = budgets.write(tmp_path / "andet.csv", [["Skole", "Elever"], ["Vibe", "20"]])
    with pytest.raises(OpenQuestionsError, match="hverken budget, mærker eller pris- og lønskøn"):
        budget_from_disk.load(settings, path, Said(), "Anne", "Prøve", TODAY)


# --- the examples ---------------------------------------------------------------------------------


def test_the_examples_say_so_and_are_loaded_once(settings: Settings) -> None:
    assert [n for n, _ in budget_sample.load_examples(settings, "Anne", TODAY)] == [1, 2, 3]
    assert budget_sample.load_examples(settings, "Anne", TODAY) == []
    with warehouse.reading(settings) as open_:
        loads = open_.loads()
        assert {load.origin for load in loads} == {Origin.EXAMPLE}
        assert open_.faults() == []
        assert len(economy_queries.tags(open_).tags) == 10
    for path in budget_sample.EXAMPLES.glob("*.xlsx"):
        assert path.name.startswith("EKSEMPEL")
        assert "EKSEMPELDATA" in str(workbook.read(path, path.name).sheets[0].cells.iat[0, 0])


def test_examples_are_not_loaded_beside_a_real_budget(settings: Settings, tmp_path: Path) -> None:
    path = budgets.write(tmp_path / "udtræk.xlsx", ERP)
    budget_from_disk.load(settings, path, Said(constants=ERP_SAID), "Anne", "Prøve", TODAY)
    ((number, one),) = budget_sample.load_examples(settings, "Anne", TODAY)
    assert (number, one.found.kind) == (2, EconomyKind.TAGS)
    with warehouse.reading(settings) as open_:
        held = open_.connection.execute("select distinct origin from budget_in_force").fetchall()
    assert held == [("municipal",)]


def test_the_script_writes_the_shipped_examples(tmp_path: Path) -> None:
    script = budget_sample.EXAMPLES / "compile_budget.py"
    subprocess.run([sys.executable, "-B", str(script), str(tmp_path)], check=True)
    shipped = sorted(budget_sample.EXAMPLES.glob("*.xlsx"))
    assert [path.name for path in sorted(tmp_path.iterdir())] == [path.name for path in shipped]
    for path in shipped:
        assert parts(tmp_path / path.name) == parts(path)


def parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_confirmed_reading_is_shown_with_the_file() -> None:
    one = budgets.checked(ERP, **ERP_SAID)
    assert ("Prisniveau", "løbende priser") in budget.told(one)
    assert ("Fortegn", "indtægter står med minus") in budget.told(one)
    assert ("Summer, der stemmer", "1") in budget.told(one)
