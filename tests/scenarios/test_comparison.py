"""What sets the models apart: moves, flows, what is kept, who is accountable, order in time."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import comparison
from scenarios.comparison import Fault, Flow, Measure, Part
from tests.scenarios.sheets import assignment, function, role, sheets

MODELS = [{"model_id": "M0", "is_baseline": True}, {"model_id": "M1", "is_baseline": False}]
TODAY = [assignment("M0", "SSP", "CBF>CBF", 2.0), assignment("M0", "GADE", "CKF>CKF", 4.0)]
GATHERED = [assignment("M1", "SSP", "CBF>CBF", 2.0), assignment("M1", "GADE", "CKF>CBF", 4.0)]


def placed(*rows: object, model: str = "M1") -> tuple[comparison.Placement, ...]:
    return comparison.placements(sheets(assignments=rows), model)  # type: ignore[arg-type]


# --- what moves -----------------------------------------------------------------------------------


def test_a_function_with_another_unit_moves() -> None:
    found = placed(*TODAY, *GATHERED)
    assert comparison.functions_that_move(found) == (1, 2)
    assert comparison.fte_that_moves(found) == Part(4.0, 6.0, 0, 0)
    assert comparison.fte_flows(found) == (Flow("CKF", "CBF", 4.0), Flow("CBF", "CBF", 2.0))


def test_a_function_divided_between_two_units_is_one_function() -> None:
    found = placed(assignment("M1", "SSP", "CBF>CBF", 1.0), assignment("M1", "SSP", "CBF>CKF", 0.5))
    assert comparison.functions_that_move(found) == (1, 1)
    assert comparison.fte_that_moves(found) == Part(0.5, 1.5, 0, 0)


def test_an_empty_cell_is_unknown_and_not_0() -> None:
    found = placed(assignment("M1", "SSP", "CBF>CKF", None), assignment("M1", "GADE", "CKF>CKF", 0))
    assert comparison.fte_that_moves(found) == Part(0, 0, 1, 0)
    assert comparison.fte_flows(found) == ()
    assert comparison.fte_that_moves(placed()) == Part(None, None, 0, 0)


def test_functions_come_in_the_order_of_their_sheet() -> None:
    found = comparison.placements(
        sheets(assignments=GATHERED, functions=[function("GADE"), function("SSP")]), "M1"
    )
    assert [one.function for one in found] == ["GADE", "SSP"]


ways = st.sampled_from(["A>A", "A>B", "B>A", "B>C", "C>C"])
amounts = st.one_of(st.none(), st.floats(0, 50))


@settings(deadline=None)
@given(st.lists(st.tuples(ways, amounts), max_size=12))
def test_the_flows_hold_all_årsværk_that_are_known(rows: list[tuple[str, float | None]]) -> None:
    found = placed(*(assignment("M1", f"F{at}", way, fte) for at, (way, fte) in enumerate(rows)))
    drawn = sum(flow.amount for flow in comparison.fte_flows(found))
    part = comparison.fte_that_moves(found)
    assert drawn == pytest.approx(part.whole or 0)
    moving = sum(flow.amount for flow in comparison.fte_flows(found) if flow.moves)
    assert moving == pytest.approx(part.moved or 0)


# --- money ----------------------------------------------------------------------------------------


def pay(part: str, way: str, salary: int | None, *, hidden: bool = False) -> dict[str, object]:
    source, _, target = way.partition(">")
    return {
        "model_id": "M1", "part": part, "from_unit": source or None, "to_unit": target or None,
        "salary": salary, "operations": 100, "without_pay": 0, "pay_is_hidden": hidden,
    }  # fmt: skip


def test_money_flows_are_the_sums_that_may_be_shown() -> None:
    held = sheets(pay=[
        pay("model", "", 1000), pay("unit", ">CBF", 900), pay("flow", "CKF>CBF", 600),
    ])  # fmt: skip
    assert comparison.money_that_moves(held, "M1") == Part(700, 1100, 0, 0)
    found, hidden = comparison.money_flows(held, "M1")
    assert found == (Flow("CKF", "CBF", 700), Flow("CBF", "CBF", 300))
    assert hidden == 0


def test_a_hidden_sum_hides_what_could_be_worked_out_from_it() -> None:
    held = sheets(pay=[
        pay("model", "", 1000), pay("unit", ">CBF", 900),
        pay("flow", "CKF>CBF", None, hidden=True),
    ])  # fmt: skip
    assert comparison.money_flows(held, "M1") == ((), 2)
    assert comparison.money_that_moves(held, "M1").moved is None


def test_without_sums_nothing_is_known_of_money() -> None:
    assert comparison.money_flows(sheets(), "M1") == ((), 0)
    assert comparison.money_that_moves(sheets(), "M1") == Part(None, None, 0, 0)


# --- nothing is lost on the way -------------------------------------------------------------------


def kept(held: comparison.Sheets) -> comparison.Conservation:
    today, model = (comparison.placements(held, id_) for id_ in ("M0", "M1"))
    economy = comparison.of_model(held["economy"], "M1")
    return comparison.conservation(today, model, economy, Measure.FTE)


def test_a_model_that_holds_as_much_as_today_has_no_differences() -> None:
    held = sheets(models=MODELS, assignments=[*TODAY, *GATHERED])
    found = kept(held)
    assert (found.differences, found.not_placed) == ((), ())


def test_a_lost_post_and_a_function_without_a_place_are_found() -> None:
    held = sheets(models=MODELS, assignments=[*TODAY, assignment("M1", "SSP", "CBF>CBF", 1.5)])
    found = kept(held)
    ((one,), missing) = (found.differences, found.not_placed)
    assert (one.function, one.before, one.after) == ("SSP", 2.0, 1.5)
    assert missing == ("GADE",)
    assert not found.explained


@pytest.mark.parametrize(
    ("item", "one_off", "explains"),
    [("saving", False, True), ("salary", False, True), ("salary", True, False),
     ("IT", False, False)],
)  # fmt: skip
def test_only_pay_operations_and_savings_that_return_explain_it(
    item: str, one_off: bool, explains: bool
) -> None:
    line = {"model_id": "M1", "item": item, "one_off": one_off, "year": 2027}
    held = sheets(models=MODELS, assignments=TODAY, economy=[line])
    assert kept(held).explained is explains


# --- who is accountable ---------------------------------------------------------------------------


def test_faults_of_responsibility_are_named_by_function() -> None:
    held = sheets(
        functions=[function("SSP"), function("GADE"), function("PSP", "voksne")],
        raci=[
            role("M0", "SSP", "A", "CBF"), role("M0", "SSP", "A", "CKF"),
            role("M0", "SSP", "R", "CBF"), role("M0", "GADE", "R", "CKF"),
            role("M0", "PSP", "A", "CBE"),
        ],
    )  # fmt: skip
    (found,) = comparison.responsibilities(held, ["M0"])
    assert found.faults == (
        ("SSP", Fault.SEVERAL_OWNERS, ("CBF", "CKF")),
        ("GADE", Fault.NO_OWNER, ()),
        ("PSP", Fault.NO_DOER, ()),
    )
    assert (found.one_owner, found.functions) == (1, 3)
    assert found.faulty


def test_hand_overs_are_counted_for_each_target_group() -> None:
    held = sheets(
        functions=[function("SSP"), function("GADE"), function("PSP", "voksne")],
        raci=[role("M1", one, "A", unit)
              for one, unit in [("SSP", "CBF"), ("GADE", "CKF"), ("PSP", "CBE")]],
    )  # fmt: skip
    found = comparison.responsibilities(held, ["M1"])
    assert found[0].hand_overs.count == found[0].between("unge") == 1
    assert comparison.target_groups(found) == ("unge",)


def test_what_lies_outside_the_task_and_what_has_no_target_group_counts_in_no_pair() -> None:
    held = sheets(
        functions=[function("SSP"), function("KLUB", in_scope=False), function("LEDER", None)],
        raci=[role("M1", one, "A", unit)
              for one, unit in [("SSP", "CBF"), ("KLUB", "CKF"), ("LEDER", "CBE")]],
    )  # fmt: skip
    (found,) = comparison.responsibilities(held, ["M1"])
    assert found.hand_overs.count == 0
    assert found.owners == (("CBE", 1), ("CBF", 1))


def test_roles_of_a_function_come_by_letter() -> None:
    held = sheets(raci=[role("M1", "SSP", "A", "CBF"), role("M1", "SSP", "C", "POLITI"),
                        role("M1", "SSP", "C", "CKF"), role("M0", "SSP", "A", "CKF")])  # fmt: skip
    assert comparison.roles(held)["M1", "SSP"] == {"A": ("CBF",), "C": ("POLITI", "CKF")}


# --- requirements and order in time ---------------------------------------------------------------


def legal(code: str, model: str, gate: str | None) -> dict[str, object]:
    return {"legal_id": code, "act": "Loven", "requirement": "Kravet", "gate": gate,
            "applies_to_model": model}  # fmt: skip


def test_a_model_s_own_answer_comes_before_that_for_all() -> None:
    held = sheets(legal=[
        legal("L1", "ALL", "unknown"), legal("L1", "M1", "pass"), legal("L2", "M2", "fail"),
        legal("L3", "ALL", None),
    ])  # fmt: skip
    of = {model: [one.answer for one in comparison.gate_answers(held, model)]
          for model in ("M1", "M2")}  # fmt: skip
    assert of == {"M1": ["pass", "unknown"], "M2": ["unknown", "fail", "unknown"]}


def milestone(name: str, planned: date, after: str | None = None) -> dict[str, object]:
    return {"model_id": "M1", "milestone": name, "planned": planned, "depends_on": after,
            "type": "MED"}  # fmt: skip


def test_milestones_come_by_day_and_what_another_needs_comes_first() -> None:
    day, later = date(2027, 3, 1), date(2027, 4, 1)
    held = sheets(milestones=[
        milestone("Sidst", later), milestone("Så", day, "Først"), milestone("Først", day),
    ])  # fmt: skip
    names = [row["milestone"] for row in comparison.milestones(held, "M1")]
    assert names == ["Først", "Så", "Sidst"]


def test_milestones_that_need_each_other_are_still_told() -> None:
    day = date(2027, 3, 1)
    held = sheets(milestones=[milestone("A", day, "B"), milestone("B", day, "A")])
    assert len(comparison.milestones(held, "M1")) == 2


def test_a_workbook_without_today_has_no_baseline() -> None:
    assert comparison.baseline(sheets(models=MODELS[1:])) is None
    assert comparison.baseline(sheets(models=MODELS)) == "M0"
