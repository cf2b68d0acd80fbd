import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.cost_and_score import cost_against_score
from scenarios.decision import Gate, ModelTotal


def scored(*values: float | None) -> tuple[ModelTotal, ...]:
    return tuple(
        ModelTotal(f"M{number}", value, Gate.PASS, ()) for number, value in enumerate(values)
    )


def test_a_model_is_dominated_when_another_costs_less_and_scores_more() -> None:
    costs = {"M0": 100, "M1": 300, "M2": 400, "M3": 600}
    found = cost_against_score(costs, scored(40, 60, 55, 70))
    assert [point.dominated_by for point in found] == [(), (), ("M1",), ()]
    # 200 for 20 points, then 300 for 10.
    assert [(point.after, point.per_point) for point in found] == [
        (None, None), ("M0", pytest.approx(10)), (None, None), ("M1", pytest.approx(30)),
    ]  # fmt: skip


def test_equal_on_one_and_better_on_the_other_is_enough() -> None:
    found = cost_against_score({"M0": 100, "M1": 100, "M2": 200}, scored(50, 40, 50))
    assert [point.dominated_by for point in found] == [(), ("M0",), ("M0",)]


def test_two_that_cost_and_score_the_same_stand_side_by_side() -> None:
    found = cost_against_score({"M0": 100, "M1": 100}, scored(50, 50))
    assert [(point.dominated_by, point.per_point) for point in found] == [((), None)] * 2


def test_what_is_not_known_is_kept_and_compared_with_nothing() -> None:
    found = cost_against_score({"M0": None, "M1": 100, "M3": 50}, scored(90, 50, 20, None))
    assert [point.model for point in found] == ["M0", "M1", "M2", "M3"]
    assert [point.cost for point in found] == [None, 100, None, 50]
    assert [point.dominated_by for point in found] == [()] * 4
    assert [point.per_point for point in found] == [None] * 4


def test_a_saving_is_a_cost_below_zero() -> None:
    found = cost_against_score({"M0": 0, "M1": -100}, scored(50, 60))
    assert [point.dominated_by for point in found] == [("M1",), ()]


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 5)), min_size=1, max_size=8))
@settings(deadline=None)
def test_each_dominated_model_is_beaten_by_one_that_is_not(cases: list[tuple[int, int]]) -> None:
    costs = {f"M{number}": cost for number, (cost, _) in enumerate(cases)}
    found = cost_against_score(costs, scored(*(float(total) for _, total in cases)))
    free = {point.model for point in found if not point.dominated_by}
    assert free
    for point in found:
        assert not point.dominated_by or free & set(point.dominated_by)
        assert point.per_point is None or point.per_point >= 0
