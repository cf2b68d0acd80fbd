"""Overlaps and holes in today's organisation: each rule on a few rows that break it or keep it."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import glossary
from scenarios import findings
from scenarios.found import Found
from scenarios.mapped import AGES, NO_END, REACH, Mapped, reaches
from tests.scenarios.mapped_rows import TODAY, effort, function, mapped, placed, role, rule


def found(code: str, organisation: Mapped) -> tuple[Found, ...]:
    (one,) = [it for it in findings.find(organisation) if it.rule.code == code]
    assert not one.missing
    return one.found


def said(code: str, organisation: Mapped) -> list[str]:
    return [one.sentence for one in found(code, organisation)]


# --- overlaps -------------------------------------------------------------------------------------


def test_a_function_with_two_accountable_units() -> None:
    rows = [role("SSP", "CBF"), role("SSP", "CKF"), role("Gade", "CKF"), role("Gade", "CBF", "R")]
    organisation = mapped(functions=[function("SSP"), function("Gade")], raci=rows)
    assert said("several_accountable", organisation) == ["»SSP« har 2 ansvarlige: CBF og CKF."]
    assert found("several_accountable", organisation)[0].rows == ("SSP",)


def test_a_target_group_whose_functions_have_different_accountable_units() -> None:
    organisation = mapped(
        functions=[
            function("SSP", target_group="Unge i risiko"),
            function("Gade", target_group="unge i  risiko"),
            function("Exit", target_group="Voksne"),
        ],
        raci=[role("SSP", "CBF"), role("Gade", "CKF"), role("Exit", "CKF")],
    )
    assert said("shared_target_group", organisation) == [
        "CBF og CKF har hver sit ansvar for målgruppen »Unge i risiko« (2 funktioner)."
    ]


def test_one_function_with_two_units_is_no_shared_target_group_of_two_functions() -> None:
    organisation = mapped(
        functions=[function("SSP"), function("Gade")],
        raci=[role("SSP", "CBF"), role("Gade", "CKF")],
    )
    assert said("shared_target_group", organisation) == []  # no target group is no common one


def test_a_function_that_lies_in_two_units() -> None:
    rows = [placed("SSP", "CBF"), placed("SSP", "CKF"), placed("Gade", "CKF")]
    organisation = mapped(functions=[function("SSP"), function("Gade")], assignments=rows)
    assert said("split_function", organisation) == ["»SSP« er delt mellem CBF og CKF."]


def test_efforts_of_two_units_for_one_target_group_and_goal() -> None:
    group: dict[str, Any] = {"target_group": "Unge"}
    organisation = mapped(
        efforts=[
            effort("Café", **group),
            effort("Klub", unit_id="CKF", goals=["A", "B"], **group),
            effort("Exit", unit_id="CKF", goals=["D"], **group),
            effort("Slut", unit_id="CKF", funding_end=TODAY - timedelta(1), **group),
        ]
    )
    assert said("shared_efforts", organisation) == [
        "CBF og CKF har hver sin indsats for målgruppen »Unge« og samme mål: »Café« og »Klub«."
    ]


# --- holes ----------------------------------------------------------------------------------------


def test_a_function_that_nobody_has_or_carries_out() -> None:
    rows = [role("SSP", "CBF", "R"), role("Gade", "CKF")]
    organisation = mapped(functions=[function("SSP"), function("Gade")], raci=rows)
    assert said("none_accountable", organisation) == ["»SSP« har ingen enhed med ansvaret."]
    assert said("none_responsible", organisation) == ["»Gade« har ingen enhed, der udfører den."]


def test_a_function_that_lies_nowhere() -> None:
    organisation = mapped(
        functions=[function("SSP"), function("Gade")], assignments=[placed("SSP", "CBF")]
    )
    assert said("not_placed", organisation) == ["»Gade« er ikke placeret i en enhed."]


def test_a_duty_without_a_unit() -> None:
    organisation = mapped(
        recommendations=[
            rule("§ 1"),
            rule("§ 2", unit_id=None),
            rule("§ 3", type="may", unit_id=None),
        ]
    )
    assert said("duty_without_unit", organisation) == [
        "»Loven § 2« har ingen enhed i kortlægningen."
    ]


def test_a_statutory_function_without_its_law() -> None:
    functions = [
        function("SSP", statutory=True),
        function("Gade", statutory=True, legal_basis_id="L1"),
        function("Exit", statutory=None),
    ]
    assert said("statutory_without_law", mapped(functions=functions)) == [
        "»SSP« er lovpligtig, men lovgrundlaget er ikke anført."
    ]


def test_an_effort_without_a_goal_or_a_unit() -> None:
    organisation = mapped(
        efforts=[effort("Café", goals=[]), effort("Klub", goals=None), effort("Gade", unit_id=None)]
    )
    assert said("effort_without_goal", organisation) == [
        "»Café« har intet mål.",
        "»Klub« har intet mål.",
    ]
    assert said("effort_without_unit", organisation) == ["»Gade« har ingen enhed."]


def test_a_function_without_a_goal_and_a_forum_without_a_unit() -> None:
    forum = {"forum_id": "F1", "name": "Lokalrådet"}
    organisation = mapped(functions=[function("SSP", goals=None)], fora=[forum])
    assert said("function_without_goal", organisation) == ["»SSP« har intet mål."]
    assert said("forum_without_unit", organisation) == [
        "»Lokalrådet« har ingen enhed, der står for det."
    ]


def test_a_goal_that_no_effort_serves_for_some_ages() -> None:
    everybody: dict[str, Any] = {"age_from": 0, "age_to": 120, "goals": ["A", "C", "D"]}
    organisation = mapped(
        efforts=[effort("Café", **everybody), effort("Klub", age_from=10, age_to=17)]
    )
    assert said("goal_without_effort", organisation) == [
        "Mål B har ingen indsats for 6–9 år og 18–25 år."
    ]


def test_an_effort_without_ages_fills_no_hole_but_may() -> None:
    everybody: dict[str, Any] = {"age_from": 0, "goals": ["A", "C", "D"]}
    organisation = mapped(efforts=[effort("Café", **everybody), effort("Klub", goals=["B"])])
    (one,) = found("goal_without_effort", organisation)
    assert one.sentence.endswith("1 indsats uden alder kan dække dem.")
    assert one.rows == ("Klub",)


def test_a_goal_whose_only_effort_has_ended() -> None:
    organisation = mapped(efforts=[effort("Klub", funding_end=TODAY - timedelta(1))])
    assert "Mål B har ingen indsats, der er i gang." in said("goal_without_effort", organisation)


# --- what ends ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "rule_"),
    [
        (TODAY - timedelta(1), "funding_ended"),
        (TODAY, "funding_ends"),
        (date(2027, 11, 23), "funding_ends"),
        (date(2027, 11, 24), ""),
        (None, ""),
    ],
)
def test_funding_that_ends_within_a_year_of_today(day: date | None, rule_: str) -> None:
    organisation = mapped(
        efforts=[effort("Klub", funding_end=day)],
        functions=[function("SSP")],
        assignments=[placed("SSP", "CBF", funding_end=day)],
    )
    for code in ("funding_ends", "funding_ended"):
        rows = [one.rows for one in found(code, organisation)]
        assert rows == ([("Klub",), ("SSP",)] if code == rule_ else [])


def test_a_year_after_the_29th_of_february() -> None:
    leap = date(2028, 2, 29)
    organisation = mapped(leap, efforts=[effort("Klub", funding_end=date(2029, 2, 28))])
    assert said("funding_ends", organisation) == [
        "»Klub« er finansieret til og med 28. februar 2029."
    ]


# --- what all rules share -------------------------------------------------------------------------


def test_general_prevention_is_not_looked_at() -> None:
    organisation = mapped(
        functions=[function("SSP", in_scope=False, goals=None), function("Gade")],
        raci=[
            role("SSP", "CBF"),
            role("SSP", "CKF"),
            role("Gade", "CKF"),
            role("Gade", "CKF", "R"),
        ],
        assignments=[placed("Gade", "CKF")],
        efforts=[effort("Klub", in_scope=False, goals=[], funding_end=TODAY)],
    )
    rows = [row for one in findings.find(organisation) for it in one.found for row in it.rows]
    assert rows == []


def test_only_todays_model_is_looked_at() -> None:
    rows = [role("SSP", "CBF"), role("SSP", "CBF", "R"), role("SSP", "CKF", model_id="M1")]
    organisation = mapped(functions=[function("SSP")], raci=rows)
    assert said("several_accountable", organisation) == []


def test_a_rule_whose_sheet_is_empty_is_not_tried_and_says_so() -> None:
    other = [role("SSP", "CBF", model_id="M1")]
    by_code = {
        it.rule.code: it for it in findings.find(mapped(functions=[function("SSP")], raci=other))
    }
    assert by_code["none_accountable"].missing == ("raci",)
    assert by_code["none_accountable"].found == ()
    assert by_code["effort_without_goal"].missing == ("efforts",)
    assert by_code["function_without_goal"].missing == ()


def test_a_finding_that_rests_on_an_invented_row_says_so() -> None:
    real = mapped(functions=[function("SSP")], raci=[role("SSP", "CBF"), role("SSP", "CKF")])
    invented = mapped(
        functions=[function("SSP")],
        raci=[role("SSP", "CBF"), role("SSP", "CKF", origin="example")],
    )
    assert [it.is_example for it in found("several_accountable", real)] == [False]
    assert [it.is_example for it in found("several_accountable", invented)] == [True]


@pytest.mark.parametrize("one", findings.RULES, ids=lambda it: it.code)
def test_every_rule_stands_in_the_glossary_under_its_title(one: findings.Rule) -> None:
    assert glossary.entry(one.code).word == one.title
    assert glossary.entry(one.kind).explanation


def test_no_organisation_finds_nothing() -> None:
    nothing = findings.find(mapped(models=[], units=[]))
    assert all(it.missing and not it.found for it in nothing)


# --- ages -----------------------------------------------------------------------------------------


def test_the_age_groups_meet_and_cover_what_the_goals_are_for() -> None:
    assert [one.first for one in AGES[1:]] == [one.last + 1 for one in AGES[:-1]]
    assert (AGES[0].first, AGES[-1].last) == (0, NO_END)
    starts, ends = {one.first for one in AGES}, {one.last for one in AGES}
    assert all(first in starts and last in ends for first, last in REACH.values())


ages = st.one_of(st.none(), st.integers(0, 120))


@given(first=ages, last=ages)
def test_an_age_in_a_group_is_reached_by_whoever_has_that_age(
    first: int | None, last: int | None
) -> None:
    row = {"age_from": first, "age_to": last}
    covered = range(first or 0, (120 if last is None else last) + 1)
    for group in AGES:
        expected = any(group.first <= age <= group.last for age in covered)
        said_ = reaches(row, group)
        assert said_ is None if first is last is None else said_ == expected or not covered
