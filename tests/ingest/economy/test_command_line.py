"""`python -m ingest` with money: check, file, template, sample, loads, withdraw, restore."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from danish import dates
from indicators import build
from ingest.economy import budget_reading, budget_sample, prices
from store import economy_queries, release, warehouse
from store.economy import BUDGET, PRICES, TAGS
from store.settings import Settings, municipality
from tests.conftest import TODAY
from tests.ingest.economy import budgets
from tests.ingest.economy.budgets import ERP
from tests.outcomes import Run

pytest_plugins = ["tests.commands", "tests.published"]

SAID = ("--fortegn", "minus", "--enhed", "kr", "--priser", "løbende", "--aar", "2026",
        "--opgjort", "30-09-2026")  # fmt: skip
TAGS_FILE = [
    ["Funktion", "Omkostningssted", "Andel i procent", "Indsats", "Betaler"],
    ["3.38.76", "", "25", "SSP", "Kommunen"],
]
RATES_FILE = [["Til år", "Procent", "Skønnet den"], ["2026", "3,2", "30-06-2026"]]


@pytest.fixture(autouse=True)
def a_known_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "today", lambda: TODAY)


def erp(folder: Path, rows: budgets.Rows = ERP) -> Path:
    return budgets.write(folder / "udtræk.xlsx", rows)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


# --- check ----------------------------------------------------------------------------------------


def test_a_budget_is_checked_and_how_it_is_read_is_told(
    run: Run, empty: Settings, tmp_path: Path
) -> None:
    outcome = run("ingest", "check", erp(tmp_path), *SAID)

    assert (outcome.code, outcome.err) == (0, "")
    told = plain(outcome.out)
    assert "udtræk.xlsx, ark Sheet: 8 linjer læst som »Budget og regnskab«." in told
    for line in ("Fortegn: indtægter står med minus", "Enhed: kr.", "Prisniveau: løbende priser",
                 "Opgjort den: 30. september 2026", "Summer, der stemmer: 1"):  # fmt: skip
        assert f"  {line}" in told
    assert told.splitlines()[-1] == "udtræk.xlsx: ingen fejl. Intet er indlæst."
    assert not empty.data.exists()


def test_what_the_file_does_not_say_is_asked_with_the_option_that_answers(
    run: Run, empty: Settings, tmp_path: Path
) -> None:
    outcome = run("ingest", "check", erp(tmp_path))
    assert outcome.code == 1
    assert "Filen skal bekræftes. Fortegn: indtægter står med minus (--fortegn minus)." in (
        outcome.out
    )
    outcome = run("ingest", "file", erp(tmp_path), "--enhed", "euro")
    assert outcome.code == 1
    assert "--enhed euro: Enhed kendes ikke. Skriv kr (kr.), tusind (1.000 kr.)" in outcome.err
    assert not empty.data.exists()


WRONG = {
    "a wrong sign": (ERP, ("--fortegn", "omvendt"), "Lønninger (art 1) bliver en indtægt"),
    "no price year": (ERP, ("--priser", ""), "Det fremgår ikke, hvilket års priser"),
    "mixed units": (
        [["Funktion", "Vedtaget budget 2026", "Korrigeret budget 2026"],
         ["5.28.21", "1.234", "1.233.987"], ["3.38.76", "2.000", "2.010.000"]],
        (), "Beløbene ser ud til at stå i forskellige enheder",
    ),
    "no such function": (
        [["Funktion", "Vedtaget budget 2026"], ["3.22.14", "100"]],
        (), "Funktion 3.22.14 Ungdommens Uddannelsesvejledning findes ikke i 2026",
    ),
    "over 100 %": ([TAGS_FILE[0], ["3.38.76", "", "112", "SSP", ""]], (), "Andelen er 112 %"),
    "together over 100 %": (
        [*TAGS_FILE, ["3.38.76", "4521", "80", "Klub", ""]], (), "105 % af linjerne",
    ),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_named_and_nothing_changes(
    wrong: str, run: Run, empty: Settings, tmp_path: Path
) -> None:
    rows, more, found = WRONG[wrong]
    path = erp(tmp_path, rows)
    checked = run("ingest", "check", path, *SAID, *more)
    assert checked.code == 1
    assert found in plain(checked.out)
    loaded = run("ingest", "file", path, *SAID, *more)
    assert loaded.code == 1
    assert found in plain(loaded.out + loaded.err)
    assert not empty.warehouse.exists()


# --- file -----------------------------------------------------------------------------------------


def test_budget_tags_and_percentages_are_loaded_and_can_be_taken_back(
    run: Run, empty: Settings, tmp_path: Path
) -> None:
    files = [erp(tmp_path), budgets.write(tmp_path / "mærker.csv", TAGS_FILE),
             budgets.write(tmp_path / "skøn.csv", RATES_FILE)]  # fmt: skip
    for path, said in zip(files, (SAID, (), ()), strict=True):
        outcome = run("ingest", "file", path, *said)
        assert (outcome.code, outcome.err) == (0, ""), outcome
    assert "Pris- og lønskøn: indlæsning 3 med 1 skøn fra skøn.csv." in outcome.out
    with warehouse.reading(empty) as open_:
        assert [load.source for load in open_.loads()] == [PRICES, TAGS, BUDGET]
        assert open_.faults() == []
        assert len(economy_queries.tags(open_).tags) == 1

    for number in (1, 2, 3):
        assert run("ingest", "withdraw", number).code == 0
    with warehouse.reading(empty) as open_:
        assert open_.connection.execute("select count(*) from budget_in_force").fetchone() == (0,)
        assert economy_queries.tags(open_).tags == ()
        assert economy_queries.prices(open_).rates == ()
    assert run("ingest", "restore", 2).code == 0
    with warehouse.reading(empty) as open_:
        assert len(economy_queries.tags(open_).tags) == 1
    listed = run("ingest", "loads").out
    assert "økonomimærker" in listed
    assert "trukket tilbage" in listed


def test_the_same_file_is_not_loaded_twice(run: Run, empty: Settings, tmp_path: Path) -> None:
    path = budgets.write(tmp_path / "mærker.csv", TAGS_FILE)
    for rows, said in ((erp(tmp_path), SAID), (path, ())):
        assert run("ingest", "file", rows, *said).code == 0
        again = run("ingest", "file", rows, *said)
        assert again.code == 1
        assert "allerede i brug" in again.err


def test_a_workbook_with_several_tables_of_money_is_loaded_whole_or_not_at_all(
    run: Run, empty: Settings, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Budget"
    for row in ERP:
        book.active.append([cell or None for cell in row])
    for title, rows in (("Mærker", TAGS_FILE), ("Elever", [["Skole", "Elever"], ["Vibe", "20"]])):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([cell or None for cell in row])
    book.save(tmp_path / "alt.xlsx")
    outcome = run("ingest", "file", tmp_path / "alt.xlsx", *SAID)
    assert outcome.code == 0
    assert "ark Elever: Hverken budget, mærker eller skøn. Ikke læst." in outcome.out
    assert "indlæsning 2 med 1 mærke" in outcome.out

    book["Mærker"]["C2"] = "200"
    book["Budget"]["K2"] = "1.000.001,50"
    book.save(tmp_path / "igen.xlsx")
    assert run("ingest", "file", tmp_path / "igen.xlsx", *SAID).code == 1
    with warehouse.reading(empty) as open_:
        assert len(open_.loads()) == 2


def test_a_remembered_reading_is_named_and_listed(
    run: Run, empty: Settings, tmp_path: Path
) -> None:
    read = budgets.reading(budgets.table(ERP), sign="minus", unit="kr")
    named = type(read)("Opus", read.columns, read.constants)
    budget_reading.remember(empty, named)
    assert "Opus  (økonomi: Budget og regnskab)" in run("ingest", "mappings").out
    said = ("--priser", "løbende", "--aar", "2026", "--opgjort", "2026-09-30")
    assert run("ingest", "check", erp(tmp_path), "--mapping", "Opus", *said).code == 0
    outcome = run("ingest", "check", erp(tmp_path), "--mapping", "Prisme", *said)
    assert "Der er ingen læsning »Prisme«." in outcome.out


def test_a_file_of_percentages_leaves_the_states_index_as_it_was_chosen(
    run: Run, empty: Settings, tmp_path: Path
) -> None:
    prices.use_state_index(empty, "Anne", "Prøve", use=True)
    before = len(prices.in_force(empty).rates)
    path = budgets.write(tmp_path / "skøn.csv", RATES_FILE)
    assert run("ingest", "file", path).code == 0
    assert len(prices.in_force(empty).rates) == before + 1


@pytest.mark.parametrize(
    ("kind", "heading"),
    [("budget", "Funktion"), ("mærker", "Andel i procent"), ("priser", "Procent")],
)
def test_templates_are_written_by_their_danish_names(
    kind: str, heading: str, run: Run, empty: Settings, tmp_path: Path
) -> None:
    path = tmp_path / f"{kind}.xlsx"
    assert run("ingest", "template", kind, path).code == 0
    rows = openpyxl.load_workbook(path)["Udfyld"].iter_rows(values_only=True)
    assert any(str(cell).startswith(heading) for row in rows for cell in row if cell)


# --- the examples ---------------------------------------------------------------------------------


def test_the_sample_has_the_example_budget_but_not_among_official_figures(
    run: Run, empty: Settings
) -> None:
    assert run("ingest", "sample", "--official-only").code == 0
    with warehouse.reading(empty) as open_:
        assert not any(load.source == BUDGET for load in open_.loads())
    outcome = run("ingest", "sample")
    assert outcome.code == 0
    assert "Budget og regnskab: indlæsning" in outcome.out
    shown = release.reader(empty.releases).current()
    assert set(shown.spending["origin"]) == {"example"}

    assert run("ingest", "withdraw", "--example", "--publish").code == 0
    assert release.reader(empty.releases).current().spending.empty


def test_a_true_budget_takes_the_example_out_and_its_withdrawal_brings_it_back(
    run: Run, use: Callable[[Settings], Settings], published_copy: Settings, tmp_path: Path
) -> None:
    use(published_copy)
    budget_sample.load_examples(published_copy, "Anne", TODAY)
    before = held(published_copy)
    outcome = run("ingest", "file", erp(tmp_path), *SAID)
    assert outcome.code == 0
    assert "Trukket tilbage: 4 (eksempeldata, EKSEMPEL_regnskab_2023-2025.xlsx" in outcome.out
    assert {origin for *_, origin in held(published_copy)} == {"municipal"}
    number = outcome.out.split("indlæsning ")[1].split(" ")[0]
    back = run("ingest", "withdraw", number)
    assert "I brug igen: 4 (eksempeldata" in back.out
    assert held(published_copy) == before


def held(places: Settings) -> list[tuple[str, ...]]:
    with warehouse.reading(places) as open_:
        return open_.connection.execute(
            "select version, year, sum(amount)::varchar, origin from budget_in_force"
            " group by all order by all"
        ).fetchall()


def test_withdrawing_the_example_budget_leaves_the_release_as_it_was(
    published_copy: Settings,
) -> None:
    def values() -> object:
        with warehouse.reading(published_copy) as open_:
            made = build.build(open_, municipality())
        keys = ["indicator", "area", "period", "breakdown"]
        return {
            name: made[name].sort_values(keys if name == "indicator_value" else "id")
            .reset_index(drop=True).astype(str).to_csv()
            for name in ("indicator_value", "indicator")
        }  # fmt: skip

    before = values()
    numbers = [n for n, _ in budget_sample.load_examples(published_copy, "Anne", TODAY)]
    assert values() != before
    for number in numbers:
        warehouse.withdraw(published_copy, number, "Anne")
    assert values() == before
