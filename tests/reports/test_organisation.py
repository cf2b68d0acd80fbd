"""Today's organisation and the analysis in words, on a few rows."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar, cast

import duckdb
import pandas as pd
import pytest

from reports import (
    analysis,
    organisation,
    organisation_efforts,
    organisation_functions,
    organisation_law,
    organisation_money,
    organisation_rows,
    organisation_units,
    tables,
)
from reports.organisation_law import Choice
from scenarios.mapped import Mapped
from store import publishing, release
from store.entries import GoalEntry
from store.release import Release
from store.settings import Settings
from tests import organisation_rows as shipped
from tests.conftest import settings_in
from tests.scenarios.mapped_rows import TODAY, effort, function, mapped, placed, role, rule


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Where nothing but the small organisation of the tests is published."""
    found = settings_in(tmp_path_factory.mktemp("small"))
    shipped.published(found)
    return found


@pytest.fixture(scope="module")
def small(places: Settings) -> Release:
    """A release with nothing but the small organisation of the tests."""
    return release.reader(places.releases).current()


@pytest.fixture(scope="module")
def today(small: Release) -> Mapped:
    return organisation.of(small, TODAY)


# --- the sentence above ---------------------------------------------------------------------------


def test_the_headline_counts_the_centres_and_committees_of_the_task(today: Mapped) -> None:
    assert organisation.headline(today) == "Opgaven ligger i dag i 2 centre under 2 udvalg"


def test_a_centre_without_a_known_committee_makes_it_at_least() -> None:
    found = mapped(
        functions=[function("SSP"), function("Gade")],
        assignments=[placed("SSP", "SSP"), placed("Gade", "CKF")],
    )
    assert organisation.headline(found) == "Opgaven ligger i dag i 2 centre under mindst 1 udvalg"


def test_without_placements_the_headline_says_that_they_are_missing() -> None:
    said = organisation.headline(mapped(functions=[function("SSP")]))
    assert said.endswith("er kortlagt; hvor funktionerne ligger, mangler")
    assert "1 funktion " in said


def test_what_is_not_loaded_is_named() -> None:
    found = mapped(functions=[function("SSP")], assignments=[placed("SSP", "CBF", fte=2.0)])
    assert organisation.lacks(found) == "Ikke indlæst: løn og drift og ansvar."


def test_general_prevention_is_not_counted(today: Mapped) -> None:
    facts = {what: number for what, number, *_ in organisation.facts(today, [])}
    assert facts["Funktioner"] == "6"  # of seven
    assert facts["Årsværk"] == "17,5"  # without the 8,5 of the clubs


# --- functions ------------------------------------------------------------------------------------


def test_the_matrix_shows_roles_by_unit_and_who_owns(today: Mapped) -> None:
    matrix = organisation_functions.matrix(today)
    assert [short for short, _ in matrix.columns] == ["CBF", "CKF", "POL"]
    (ssp, *_) = [row for _, rows in matrix.groups for row in rows]
    assert [[mark.text for mark in marks] for marks in ssp.marks] == [["A", "R"], ["A"], ["C"]]
    assert (ssp.tail.text, ssp.tail.shape) == ("2 enheder", "cross")


def test_without_roles_a_function_is_shown_where_it_lies_and_ownership_is_not_judged() -> None:
    found = mapped(functions=[function("SSP")], assignments=[placed("SSP", "CBF")])
    matrix = organisation_functions.matrix(found)
    ((_, (row,)),) = matrix.groups
    assert row.marks[0][0].says == "ligger her, ansvar ikke vurderet"
    assert row.tail.text == "ikke vurderet"


def test_a_matrix_of_invented_roles_is_marked_once() -> None:
    found = mapped(functions=[function("SSP")], raci=[role("SSP", "CBF", origin="example")])
    matrix = organisation_functions.matrix(found)
    ((_, (row,)),) = matrix.groups
    assert matrix.is_example
    assert not row.head.is_example


# --- units ----------------------------------------------------------------------------------------


def test_units_stand_under_their_committee_and_the_others_by_type() -> None:
    branches = {it.title: it.nodes for it in organisation_units.tree(mapped())}
    (centre,) = branches["Børneudvalget"]
    assert (centre.cell.text, centre.below[0].cell.text) == ("Center for Børn", "SSP-huset")
    assert [node.cell.text for node in branches["Centre"]] == ["Center for Kultur"]
    assert [node.cell.text for node in branches["Eksterne parter"]] == ["Politiet"]


def test_a_circle_of_units_ends() -> None:
    units: list[dict[str, Any]] = [
        {"unit_id": "A1", "name": "A", "type": "unit", "parent_id": "B1"},
        {"unit_id": "B1", "name": "B", "type": "unit", "parent_id": "A1"},
    ]
    assert organisation_units.tree(mapped(units=units)) == []


# --- money ----------------------------------------------------------------------------------------


def test_the_cost_of_a_centre_leaves_general_prevention_out(small: Release, today: Mapped) -> None:
    costs = {one.centre: one for one in organisation_money.costs(small, today)}
    assert costs["CKF"].functions == 3  # not the clubs
    assert costs["CKF"].operations == (450 + 250 + 30) * 100_000
    assert costs[""].fte == 17.5


def test_hidden_pay_is_in_no_amount(small: Release, today: Mapped) -> None:
    costs = organisation_money.costs(small, today)
    hidden = [one for one in costs if one.is_hidden]
    assert hidden
    assert all(one.salary is None and one.amount is None for one in hidden)
    listing = organisation_money.by_centre(small, today, costs)
    assert organisation_money.FEW in listing.note


def test_amounts_in_prices_of_two_years_are_not_added_up() -> None:
    rows = [
        placed("SSP", "CBF", fte=4.0, salary=100, price_level_year=2025),
        placed("Gade", "CBF", fte=4.0, salary=100, price_level_year=2026),
    ]
    found = mapped(functions=[function("SSP"), function("Gade")], assignments=rows)
    costs = organisation_money.costs(without_sums(), found)
    assert organisation_money.prices(found) == "2025-priser og 2026-priser"
    assert organisation_money.summary(costs, found) == "2 funktioner med 8,0 årsværk er kortlagt."
    assert [one.amount for one in costs] == [None, None]


def test_without_a_budget_it_says_so(small: Release) -> None:
    assert organisation_money.budget(small, TODAY) == (organisation_money.NO_BUDGET, False)
    assert organisation_money.in_budget(small, TODAY) is None


def test_the_budget_stands_beside_with_its_version_and_prices(
    small: Release, places: Settings, tmp_path: Path
) -> None:
    copy = tmp_path / "with a budget.duckdb"
    shutil.copy(publishing.path_of(places.releases, small.name), copy)
    copy.chmod(0o644)
    with duckdb.connect(copy) as connection:
        connection.execute(
            "insert into spending by name select 'korrigeret' as version, '2026' as year,"
            " 'løbende' as prices, '' as \"index\", * from (values"
            " ('', '', '', 0, 50000, 0, 2, 'municipal'),"
            " ('unit', 'CKF', 'Center for Kultur', 0, 20000, 0, 1, 'municipal'),"
            " ('unit', 'CBF', 'Center for Børn', 1, 30000, 0, 1, 'example'))"
            " as t(dimension, code, label, position, amount, untagged, lines, origin)"
        )
    release_ = Release(copy)
    said, _ = organisation_money.budget(release_, TODAY)
    assert said.startswith(
        "Kommunens budget: 500\N{NO-BREAK SPACE}kr. er mærket til opgaven (korrigeret budget"
    )
    listing = organisation_money.in_budget(release_, TODAY)
    assert listing
    assert "løbende priser" in listing.title
    rows = [(a.text, b.text, a.is_example) for group in listing.groups for a, b in group.rows]
    assert rows == [
        ("Center for Børn", "300\N{NO-BREAK SPACE}kr.", True),
        ("Center for Kultur", "200\N{NO-BREAK SPACE}kr.", False),
    ]
    release_.close()


def without_sums() -> Release:
    """A release that has no sums of pay."""

    class Empty:
        def organisation(self, _: str) -> pd.DataFrame:
            return pd.DataFrame()

    return cast("Release", Empty())


# --- efforts --------------------------------------------------------------------------------------


class Goals:
    """What the efforts need of a release."""

    goals: ClassVar = {code: GoalEntry(code, f"Mål {code}", f"Kort {code}") for code in "ABCDØ"}


GOALS = cast("Release", Goals())


def test_the_coverage_counts_running_efforts_by_goal_and_age() -> None:
    found = mapped(
        efforts=[
            effort("Klub", age_from=10, age_to=17),
            effort("Café", age_from=16, age_to=20),
            effort("Slut", age_from=6, funding_end=TODAY - timedelta(1)),
            effort("Alle"),
        ]
    )
    ((_, rows),) = organisation_efforts.coverage(GOALS, found).groups
    young = {row.head.text[0]: row for row in rows}["B"]
    assert [marks[0].text for marks in young.marks] == ["", "ingen", "1", "2", "1", ""]
    assert young.tail.text == "1"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 22), ("projekt til 22.11.2026", ("udløbet",))),
        (date(2027, 11, 23), ("projekt til 23.11.2027", ("inden for et år",))),
        (date(2027, 11, 24), ("projekt til 24.11.2027", ())),
        (None, ("projekt", ())),
    ],
)
def test_funding_says_until_when(day: date | None, said: tuple[str, tuple[str, ...]]) -> None:
    cell = organisation_efforts.funding({"funding": "project", "funding_end": day}, TODAY)
    assert (cell.text, cell.small) == said


# --- law and analysis -----------------------------------------------------------------------------


def test_what_concerns_all_models_concerns_each() -> None:
    rows = [rule("§ 1", concerns_models=["ALL"]), rule("§ 2", concerns_models=["M2"]), rule("§ 3")]
    every = organisation_law.rules(mapped(recommendations=rows))
    chosen = organisation_law.chosen(every, Choice(model="M1"))
    assert [row["paragraph"] for row in chosen] == ["§ 1"]


def test_a_search_wants_all_its_words_in_any_order() -> None:
    every = organisation_law.rules(mapped(recommendations=[rule("§ 1", text="Politi og kommune.")]))
    assert organisation_law.chosen(every, Choice("KOMMUNE politi"))
    assert not organisation_law.chosen(every, Choice("kommune region"))


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://dkr.dk/a?b=1", "https://dkr.dk/a?b=1"),
        ("http://dkr.dk", "http://dkr.dk"),
        ("javascript:alert(1)", ""),
        ("//dkr.dk", ""),
        (None, ""),
    ],
)
def test_only_a_web_address_is_a_link(url: str | None, link: str) -> None:
    assert organisation_rows.web(url) == link


def test_the_analysis_keeps_what_is_not_judged_apart(small: Release, today: Mapped) -> None:
    assert analysis.headline(today) == (
        "2 regler og anbefalinger er holdt op mod i dag: 1 delvist opfyldt og 1 ikke opfyldt"
    )
    unjudged = mapped(recommendations=[rule("§ 1"), rule("§ 2", met_today="yes")])
    assert [row[:2] for row in analysis.facts(unjudged)] == [
        ("Ikke opfyldt", "0"),
        ("Delvist opfyldt", "0"),
        ("Opfyldt", "1"),
        ("Ikke vurderet", "1"),
    ]


def test_a_judgement_without_a_reason_says_so(small: Release) -> None:
    found = mapped(recommendations=[rule("§ 1", met_today="no")])
    (group,) = analysis.listing(small, found, analysis.Wanted()).groups
    assert "Begrundelse mangler." in group.rows[0][2].small


def test_an_invented_judgement_of_a_real_rule_is_marked_at_the_judgement(small: Release) -> None:
    rows = [rule("§ 1", met_today="no", origin="example"), rule("§ 2")]
    listing = analysis.listing(small, mapped(recommendations=rows), analysis.Wanted())
    judged = listing.groups[0].rows[0]
    assert (judged[0].is_example, judged[2].is_example) == (False, True)


# --- to take away ---------------------------------------------------------------------------------


def test_a_file_has_the_workbooks_headings_words_for_codes_and_kroner(
    small: Release, today: Mapped
) -> None:
    file = organisation_rows.file(small, "efforts", today.rows("efforts"), "Indsatser")
    first = file.rows.to_dict("records")[0]
    assert (first["Mål"], first["Niveau"], first["Hører til opgaven"]) == ("A; B", "specifik", "ja")
    assert first["Beløb pr. år (kr.)"] == 1_200_000
    text = tables.as_csv(file).decode("utf-8-sig")
    assert ";1200000;" in text
    assert tables.as_xlsx(file).startswith(b"PK")


def test_a_file_with_invented_rows_says_so(small: Release) -> None:
    rows = mapped(efforts=[effort("Klub", origin="example")]).rows("efforts")
    file = organisation_rows.file(small, "efforts", rows, "Indsatser")
    assert "Eksempeldata: rækker med den oprindelse er opfundne." in file.notes
