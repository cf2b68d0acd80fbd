"""The starting content of the organisation workbook: it obeys its sheets, is fair and sourced."""

import csv
import datetime as dt
import importlib.util
import re
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from functools import cache
from itertools import combinations
from pathlib import Path
from statistics import mean
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from danish import periods
from indicators.registry import INDICATORS
from ingest import personal
from ingest.organisation import checks, reading
from ingest.problem import Severity
from store.organisation_sheets import ALL_MODELS, SHEETS, Field, Kind, Sheet
from store.settings import OFFICIAL_SAMPLE
from store.warehouse import Origin

ORGANISATION = OFFICIAL_SAMPLE.parent / "organisation"
MUNICIPALITY = OFFICIAL_SAMPLE.parents[1] / "config" / "municipality.toml"
LAWS = Path(__file__).resolve().parents[2].parent / "shared" / "domain" / "legislation.csv"
OFFICIAL_BOOK, EXAMPLE_BOOK = "organisation_offentlig.xlsx", "EKSEMPEL_organisation.xlsx"

Row = dict[str, str]
Content = dict[str, list[Row]]


def _contents():
    spec = importlib.util.spec_from_file_location("contents", ORGANISATION / "contents.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


OFFICIAL: Content = _contents().official()
EXAMPLE: Content = _contents().example()
BOOKS = pytest.mark.parametrize(
    ("name", "content"), [(OFFICIAL_BOOK, OFFICIAL), (EXAMPLE_BOOK, EXAMPLE)]
)
BOTH = pytest.mark.parametrize("content", [OFFICIAL, EXAMPLE], ids=["official", "example"])


def every_row(content: Content) -> list[tuple[Sheet, Row]]:
    return [(SHEETS[code], row) for code, rows in content.items() for row in rows]


def every_cell(content: Content) -> list[tuple[Sheet, Row, Field, str]]:
    return [
        (sheet, row, field, row.get(field.code, ""))
        for sheet, row in every_row(content)
        for field in sheet.fields
    ]


def column(sheet: str, code: str, content: Content = EXAMPLE) -> list[str]:
    return [row.get(code, "") for row in content[sheet]]


def flag(cell: str) -> bool:
    return {"ja": True, "nej": False}[cell]


MODELS = column("models", "model_id")
MOVED = [model for model in MODELS if model != "M0"]
IN_SCOPE = [row["function_id"] for row in EXAMPLE["functions"] if flag(row["in_scope"])]


def is_of_its_kind(field: Field, cell: str) -> bool:
    """Whether a workbook can hold it in this column."""
    match field.kind:
        case Kind.KEY:
            return re.fullmatch(r"[\w-]+", cell) is not None
        case Kind.CHOICE:
            return cell in (field.choices or {})
        case Kind.GOALS:
            return re.fullmatch(r"[A-D](;[A-D])*", cell) is not None
        case Kind.FLAG:
            return cell in ("ja", "nej")
        case Kind.WHOLE | Kind.YEAR | Kind.NUMBER | Kind.MONEY:
            number = float(cell)
            lowest = number if field.lowest is None else field.lowest
            highest = number if field.highest is None else field.highest
            return lowest <= number <= highest
        case Kind.DAY:
            return str(dt.date.fromisoformat(cell)) == cell
        case Kind.QUARTER:
            return periods.parse(cell) is not None
        case _:
            return cell == cell.strip()


@BOTH
def test_every_cell_may_stand_in_its_column(content: Content) -> None:
    for sheet, row, field, cell in every_cell(content):
        assert not cell or is_of_its_kind(field, cell), (sheet.code, row, field.code)
        assert cell or not field.needed, (sheet.code, row, field.code)


@BOTH
def test_every_reference_finds_its_row(content: Content) -> None:
    for sheet, row, field, cell in every_cell(content):
        if not field.refers_to or not cell:
            continue
        target = SHEETS[field.refers_to]
        keys = set(column(target.code, target.key[0], content))
        keys |= {ALL_MODELS} if target.code == "models" else set()
        named = set(cell.split(";")) if field.kind is Kind.REFS else {cell}
        assert named <= keys, (sheet.code, row, field.code)


@BOTH
def test_every_key_is_there_once(content: Content) -> None:
    for code, rows in content.items():
        keys = Counter(tuple(row[one] for one in SHEETS[code].key) for row in rows)
        assert keys.most_common(1)[0][1] == 1, code


def test_every_sheet_has_rows() -> None:
    assert set(EXAMPLE) == set(SHEETS)


def test_what_is_invented_and_what_is_not_are_told_apart() -> None:
    assert {row["origin"] for _, row in every_row(OFFICIAL)} == {"official"}
    assert {row["origin"] for _, row in every_row(EXAMPLE)} == {"official", "example"}
    for sheet, row in every_row(EXAMPLE):
        if row["origin"] == "official":
            assert row in OFFICIAL[sheet.code]


def test_an_example_row_changes_no_word_of_an_official_one() -> None:
    judged = {"unit_id", "met_today", "met_reason", "better_models", "origin"}
    official = {row["recommendation_id"]: row for row in OFFICIAL["recommendations"]}
    for row in EXAMPLE["recommendations"]:
        before = official[row["recommendation_id"]]
        assert {code for code in row if row[code] != before.get(code, "")} <= judged
    filled = [row for row in EXAMPLE["recommendations"] if row.get("met_today")]
    assert filled
    assert all(row["origin"] == "example" and row["met_reason"] for row in filled)


def test_official_rows_have_a_source_and_no_figures_of_money_or_staff() -> None:
    for sheet, row in every_row(OFFICIAL):
        assert sheet.code == "sources" or row["source_id"], (sheet.code, row)
    assert "assignments" not in OFFICIAL
    assert "economy" not in OFFICIAL
    assert not any(column("efforts", "amount", OFFICIAL))


def test_a_seen_source_can_be_looked_up() -> None:
    for row in OFFICIAL["sources"]:
        seen = row["certainty"] == "verified"
        assert bool(row["url"]) is (seen and row["source_id"] != "kommissorium"), row
        assert row["publisher"]
    used = {row.get("source_id") for sheet, row in every_row(EXAMPLE) if sheet.code != "sources"}
    assert set(column("sources", "source_id")) <= used


def test_a_recommendation_is_no_surer_than_its_source() -> None:
    order = list(SHEETS["sources"].field("certainty").choices or {})
    sources = {row["source_id"]: row["certainty"] for row in OFFICIAL["sources"]}
    for row in OFFICIAL["recommendations"]:
        assert order.index(row["certainty"]) >= order.index(sources[row["source_id"]]), row


def test_committees_and_centres_are_those_of_the_municipality() -> None:
    settings = tomllib.loads(MUNICIPALITY.read_text("utf-8"))
    units = {row["unit_id"]: row for row in OFFICIAL["units"]}
    for one in [*settings["committees"], *settings["centres"]]:
        assert units[one["code"]]["name"] == one["name"]


def test_an_abbreviation_that_no_source_spells_out_stays_one() -> None:
    cbe = next(row for row in OFFICIAL["units"] if row["unit_id"] == "CBE")
    assert cbe["name"] == "CBE"
    assert not cbe["parent_id"]
    everything = " ".join(cell for *_, cell in every_cell(EXAMPLE)).lower()
    assert "center for beskæftigelse" not in everything
    assert "beskæftigelse og erhverv" not in everything


def test_no_person_is_in_it() -> None:
    for sheet, row, field, cell in every_cell(EXAMPLE):
        if field.code != "url":
            assert not personal.find(cell), (sheet.code, row)


class TestModels:
    def test_none_is_ahead_of_the_others(self) -> None:
        assert MODELS == ["M0", "M1", "M2", "M3", "M4", "M5", "M6"]
        assert set(column("models", "status")) == {"idea"}
        assert not any(column("models", "start_quarter"))
        assert [flag(cell) for cell in column("models", "is_baseline")] == [True] + 6 * [False]

    def test_they_are_described_at_about_the_same_length(self) -> None:
        lengths = [len(text) for text in column("models", "short_description")]
        assert max(lengths) < 1.4 * min(lengths)

    def test_each_has_as_much_for_it_as_against_it_and_as_much_as_the_others(self) -> None:
        found = defaultdict(list)
        for row in EXAMPLE["consequences"]:
            found[row["model_id"], row["direction"]].append(row)
        assert {key: len(rows) for key, rows in found.items()} == {
            (model, direction): 3 for model in MODELS for direction in "+-"
        }
        lengths = [mean(len(row["text"]) for row in rows) for rows in found.values()]
        assert max(lengths) < 1.35 * min(lengths)
        for direction in "+-":
            sizes = {sum(int(row["size"]) for row in found[model, direction]) for model in MODELS}
            assert len(sizes) == 1, direction

    def test_each_has_as_many_risks_and_is_named_as_often_as_the_better_one(self) -> None:
        assert set(Counter(column("risks", "model_id")).values()) == {2}
        better = Counter(
            model
            for cell in column("recommendations", "better_models")
            for model in cell.split(";")
        )
        assert len({better[model] for model in ("M1", "M2", "M3", "M4", "M5")}) == 1

    def test_each_has_the_same_gates_and_none_is_answered(self) -> None:
        gates = defaultdict(set)
        for row in OFFICIAL["legal"]:
            named = MODELS if row["applies_to_model"] == ALL_MODELS else [row["applies_to_model"]]
            for model in named:
                gates[model].add(row["legal_id"])
        assert len({frozenset(gates[model]) for model in ("M1", "M2", "M3", "M4", "M5")}) == 1
        assert {"VEDTÆGT", "BEVILLING", "MED", "PARAGRAF115", "DPIA", "KOMPETENCE"} == gates["M1"]
        assert set(column("legal", "gate")) == {"unknown"}


class TestPlacing:
    def test_every_function_of_the_task_is_placed_once_in_every_model(self) -> None:
        placed = Counter((row["model_id"], row["function_id"]) for row in EXAMPLE["assignments"])
        assert placed == {(model, one): 1 for model in MODELS for one in IN_SCOPE}

    def test_what_moves_has_two_different_units(self) -> None:
        for row in EXAMPLE["assignments"]:
            assert flag(row["moves"]) is (row["from_unit"] != row["to_unit"]), row
            assert row["model_id"] not in ("M0", "M6") or not flag(row["moves"])

    def test_every_model_places_the_same_posts_and_kroner_from_the_same_units(self) -> None:
        same = ("function_id", "from_unit", "fte", "salary", "operations", "price_level_year")
        placed = defaultdict(set)
        for row in EXAMPLE["assignments"]:
            placed[row["model_id"]].add(tuple(row[code] for code in same))
        assert all(placed[model] == placed["M0"] for model in MODELS)

    def test_one_post_costs_what_a_post_may_cost(self) -> None:
        for row in EXAMPLE["assignments"]:
            assert 480 <= float(row["salary"]) / float(row["fte"]) <= 850, row

    def test_staff_and_placing_hold_the_same_posts(self) -> None:
        staff, placed = Counter(), Counter()
        for row in EXAMPLE["staff"]:
            staff[row["model_id"], row["unit_id"]] += round(10 * float(row["fte"]))
        for row in EXAMPLE["assignments"]:
            placed[row["model_id"], row["to_unit"]] += round(10 * float(row["fte"]))
        assert staff == placed
        assert any(int(count) < 3 for count in column("staff", "headcount"))


class TestResponsibility:
    @pytest.fixture
    def units(self) -> dict[tuple[str, str, str], list[str]]:
        found = defaultdict(list)
        for row in EXAMPLE["raci"]:
            found[row["model_id"], row["function_id"], row["role"]].append(row["unit_id"])
        return found

    def test_a_model_has_one_accountable_unit_and_one_that_does_it(self, units) -> None:
        for model in MOVED:
            for function in IN_SCOPE:
                assert len(units[model, function, "A"]) == 1, (model, function)
                assert len(units[model, function, "R"]) >= 1, (model, function)

    def test_today_has_functions_with_two_and_with_none(self, units) -> None:
        counts = Counter(len(units["M0", function, "A"]) for function in IN_SCOPE)
        assert counts[0] == counts[2] == 2
        assert counts[1] == len(IN_SCOPE) - 4

    def test_what_is_done_is_done_where_it_is_placed(self, units) -> None:
        for row in EXAMPLE["assignments"]:
            assert row["to_unit"] in units[row["model_id"], row["function_id"], "R"], row

    def test_the_baselines_of_the_first_success_criteria_are_counted_from_it(self, units) -> None:
        accountable = {one: set(units["M0", one, "A"]) for one in IN_SCOPE}
        groups = {row["function_id"]: row["target_group"] for row in EXAMPLE["functions"]}
        pairs = [
            pair
            for pair in combinations(IN_SCOPE, 2)
            if groups[pair[0]] == groups[pair[1]]
            and all(accountable[one] for one in pair)
            and accountable[pair[0]].isdisjoint(accountable[pair[1]])
        ]
        baselines = {row["indicator_id"]: row["baseline_value"] for row in EXAMPLE["success"]}
        assert float(baselines["Ø3"]) == len(set().union(*accountable.values()))
        assert float(baselines["Ø4"]) == len(pairs)


def test_success_is_measured_by_indicators_that_exist_for_every_goal() -> None:
    goals = set(SHEETS["success"].field("goal").choices or {})
    assert set(column("success", "goal")) == goals
    for row in EXAMPLE["success"]:
        indicator = INDICATORS[row["indicator_id"]]
        assert row["goal"] in (indicator.goal, "organisation"), row
        better = float(row["target_value"]) - float(row["baseline_value"])
        assert (better > 0) is (row["direction"] == "higher"), row
        assert row["direction"] == str(indicator.polarity), row


def test_the_estimates_of_money_lie_between_low_and_high_for_five_years() -> None:
    years = defaultdict(set)
    for row in EXAMPLE["economy"]:
        low, amount, high = (float(row[code]) for code in ("low", "amount", "high"))
        assert low <= amount <= high, row
        assert (row["item"] == "saving") is (amount < 0), row
        years[row["model_id"]].add(int(row["year"]))
    assert years == {model: set(range(2027, 2032)) for model in MODELS}


def test_no_invented_model_is_much_cheaper_than_another() -> None:
    total = Counter(dict.fromkeys(MODELS, 0))
    for row in EXAMPLE["economy"]:
        total[row["model_id"]] += int(row["amount"])
    assert max(total.values()) - min(total.values()) <= 200  # 1.000 kr. in five years


def test_milestones_lie_in_one_year_after_what_they_need() -> None:
    planned = {(row["model_id"], row["milestone"]): row for row in EXAMPLE["milestones"]}
    for (model, _), row in planned.items():
        assert row["planned"].startswith("2027-"), row
        if row["depends_on"]:
            assert planned[model, row["depends_on"]]["planned"] < row["planned"]
    assert {model for model, _ in planned} == set(MODELS)


class TestJudgements:
    def test_ten_criteria_with_both_ends_in_words_and_none_about_money(self) -> None:
        assert column("criteria", "criterion_id") == [f"K{number}" for number in range(1, 11)]
        words = " ".join(" ".join(row.values()) for row in EXAMPLE["criteria"]).lower()
        assert not re.search(r"\b(?:penge|økonomi|kroner|pris|billig\w*|dyr\w*)\b", words)

    def test_six_assessors_from_the_centres_of_the_terms_of_reference(self) -> None:
        centres = {row["assessor_id"]: row["origin_centre"] for row in EXAMPLE["scores"]}
        assert Counter(centres.values()) == {"CBF": 2, "CKF": 2, "CDU": 1, "CBE": 1}
        assert len(EXAMPLE["scores"]) == 6 * 7 * 10

    def test_only_the_advisory_committee_is_partly_not_assessed(self) -> None:
        empty = Counter(row["model_id"] for row in EXAMPLE["scores"] if not row["score"])
        assert set(empty) == {"M6"}
        assert 0 < empty["M6"] < 60

    def test_a_one_and_a_five_have_a_reason_and_interests_are_told(self) -> None:
        for row in EXAMPLE["scores"]:
            assert bool(row.get("comment")) is (row["score"] in ("1", "5")), row
        assert set(column("scores", "conflict")) == {"ja", "nej"}

    def test_six_politicians_of_four_parties_that_do_not_exist(self) -> None:
        points = defaultdict(list)
        for row in EXAMPLE["swing"]:
            points[row["politician_id"], row["party"]].append(int(row["points"]))
        assert all(len(one) == 10 and max(one) == 100 for one in points.values())
        assert [person for person, _ in points] == [f"P{number}" for number in range(1, 7)]
        assert {party for _, party in points} == {f"Parti {letter}" for letter in "XYZW"}

    def test_they_do_not_all_point_to_one_model(self) -> None:
        scores = defaultdict(list)
        for row in EXAMPLE["scores"]:
            if row["score"] and row["model_id"] != "M6":
                scores[row["assessor_id"], row["model_id"]].append(int(row["score"]))
        winners = {
            max(MODELS[:-1], key=lambda model: mean(scores[person, model]))
            for person in dict.fromkeys(column("scores", "assessor_id"))
        }
        assert len(winners) >= 3


class TestLaw:
    @pytest.fixture
    def laws(self) -> list[Row]:
        if not LAWS.exists():
            pytest.skip("the collected legislation is not on this machine")
        with LAWS.open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    def test_every_collected_row_is_there_as_sure_as_it_was(self, laws: list[Row]) -> None:
        ours = {row["recommendation_id"]: row for row in OFFICIAL["recommendations"]}
        assert len(laws) == sum(one.startswith("L") for one in ours)
        for law in laws:
            row = ours[f"L{int(law['nr']):02}"]
            remembered = "hukommelse" in law["sikkerhed"]
            assert (row["certainty"] == "memory") is remembered, row
            assert remembered or row["certainty"] in ("verified", "stated"), row

    def test_none_is_copied(self, laws: list[Row]) -> None:
        theirs = {run for law in laws for run in runs(law["indhold"], 8)}
        assert theirs
        for row in OFFICIAL["recommendations"]:
            assert not runs(row["text"], 8) & theirs, row["recommendation_id"]

    def test_other_municipalities_tell_what_speaks_for_and_against(self) -> None:
        told = [row for row in OFFICIAL["recommendations"] if row["type"] == "experience"]
        for row in OFFICIAL["recommendations"]:
            assert row in told or not (row["pros"] or row["cons"])
            ours = "(vores udledning)" in row["pros"] + row["cons"]
            assert ours is (row["certainty"] == "inferred"), row
        assert sum(bool(row["pros"]) for row in told) >= 5
        assert sum(bool(row["cons"]) for row in told) >= 5


def parts(path: Path) -> dict[str, bytes]:
    """What a workbook holds; the same may be packed in several ways."""
    with ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@cache
def examined(name: str) -> reading.Reading:
    """A shipped workbook as the app reads it."""
    return reading.examine(ORGANISATION / name, name)


def as_text(field: Field, value: object) -> str:
    """What was read, as the text file has it."""
    if value is None:
        return ""
    if field.kind is Kind.FLAG:
        return "ja" if value else "nej"
    if field.kind is Kind.MONEY:
        return str(value // 100_000)
    if field.kind is Kind.NUMBER:
        return str(int(value) if value == int(value) and field.code != "fte" else value)
    return ";".join(value) if isinstance(value, tuple) else str(value)


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """All runs of so many words, without regard to capitals and marks."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


class TestWorkbooks:
    def test_the_script_writes_the_shipped_ones(self, tmp_path: Path) -> None:
        script = ORGANISATION / "compile_workbooks.py"
        subprocess.run([sys.executable, "-B", str(script), str(tmp_path)], check=True)
        for name in (OFFICIAL_BOOK, EXAMPLE_BOOK):
            assert parts(tmp_path / name) == parts(ORGANISATION / name), name

    @BOOKS
    def test_they_are_read_as_they_were_written(self, name: str, content) -> None:
        found = examined(name)
        assert not found.errors
        assert list(found.rows) == list(content)
        for code, rows in content.items():
            for row, read in zip(rows, found.rows[code], strict=True):
                for field in SHEETS[code].fields:
                    assert as_text(field, read[field.code]) == row.get(field.code, ""), read.place

    @BOOKS
    def test_they_say_what_they_are(self, name: str, content: Content) -> None:
        found = examined(name)
        invented = name == EXAMPLE_BOOK
        assert found.origin is (Origin.EXAMPLE if invented else Origin.OFFICIAL)
        book = load_workbook(ORGANISATION / name)
        for sheet in SHEETS.values():
            assert book[sheet.title]["A1"].value.startswith("EKSEMPELDATA") is invented

    @BOOKS
    def test_nothing_is_wrong_across_their_sheets(self, name: str, content: Content) -> None:
        found = examined(name)
        problems = checks.check({code: found.rows.get(code, []) for code in SHEETS})
        assert not [one for one in problems if one.severity is Severity.ERROR]

    def test_the_reader_sees_danish_words(self) -> None:
        page = load_workbook(ORGANISATION / EXAMPLE_BOOK)[SHEETS["legal"].title]
        rows = list(page.iter_rows(min_row=3, values_only=True))
        assert list(rows[0]) == [field.heading for field in SHEETS["legal"].fields]
        cells = {cell for row in rows[1:] for cell in row}
        assert {"alle", "ikke afklaret", "offentlig kilde"} <= cells
        assert not {"ALL", "unknown", "official"} & cells
