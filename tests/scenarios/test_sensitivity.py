import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from scenarios.decision import Gate, highest, totals
from scenarios.panel import Panel
from scenarios.sensitivity import (
    CriticalWeight,
    beliefs,
    critical_weights,
    disagreement,
    tornado,
)
from tests.scenarios.panels import SWING_POINTS, constructed, one_voice, panel, panels

NAN = np.nan
REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "mcda"
# mcda/constructed_expected.json: who catches up, at which weight, and the weight now.
CRITICAL = {
    "C01": ("M3", 0.6378, 0.1786),
    "C02": ("M3", 0.3975, 0.1429),
    "C03": ("M2", 0.3045, 0.1071),
    "C05": ("M3", 1.0, 0.1071),
    "C06": ("M0", 0.3988, 0.0714),
    "C08": ("M0", 0.3221, 0.0536),
    "C09": ("M0", 0.4167, 0.0536),
    "C10": ("M3", 0.2593, 0.0714),
}
STEP = 1e-4


def moved(weights: np.ndarray, criterion: int, to: float) -> np.ndarray:
    """The weights when one is set and the others keep their proportions."""
    others = weights.astype(float).copy()
    others[criterion] = 0
    changed = others / others.sum() * (1 - to)
    changed[criterion] = to
    return changed


def number(scores: Panel, weights: np.ndarray) -> dict[str, float]:
    return {row.model: row.total for row in totals(scores, weights) if row.total is not None}


# --- critical weights -----------------------------------------------------------------------------


def test_critical_weights_are_the_published_ones() -> None:
    found = critical_weights(constructed(), SWING_POINTS)
    assert {
        one.criterion: (one.model, round(one.at, 4), round(one.now, 4)) for one in found
    } == CRITICAL
    assert [one.criterion for one in found if not one.overtakes] == ["C05"]
    assert [one.criterion for one in found][:2] == ["C10", "C03"]
    assert [one.distance for one in found] == sorted(one.distance for one in found)


@pytest.mark.skipif(not REFERENCE.exists(), reason=f"needs the published files in {REFERENCE}")
def test_the_retyped_critical_weights_are_the_published_ones() -> None:
    expected = json.loads((REFERENCE / "constructed_expected.json").read_text("utf-8"))
    assert {
        criterion[:3]: (model[:2], at, now)
        for criterion, (model, at, now) in expected["critical_weights"].items()
    } == CRITICAL


def test_a_critical_weight_by_hand() -> None:
    # C01: 100 against 0, C02: 0 against 50. x · 100 = (1 − x) · 50 at one third.
    (below,) = [
        one for one in critical_weights(one_voice([5, 1], [1, 3]), [3, 1]) if one.criterion == "C01"
    ]
    assert below == CriticalWeight("C01", 0.75, pytest.approx(1 / 3), "M1", overtakes=True)


@given(panels())
@settings(max_examples=60, deadline=None)
def test_a_critical_weight_really_changes_who_is_first(case: tuple[Panel, np.ndarray]) -> None:
    scores, weights = case
    first = highest(totals(scores, weights))
    for one in critical_weights(scores, weights):
        criterion = scores.criteria.index(one.criterion)
        side = 1 if one.at > one.now else -1
        room = min(STEP, one.distance / 2)
        before = moved(weights, criterion, one.at - side * room)
        assert highest(totals(scores, before)) == first
        at = number(scores, moved(weights, criterion, one.at))
        assert at[one.model] == pytest.approx(at[first[0]])
        if one.overtakes:
            little = min(1e-6, one.at / 2, (1 - one.at) / 2)
            beyond = number(scores, moved(weights, criterion, one.at + side * little))
            assert beyond[one.model] > beyond[first[0]]


@given(panels(holes=False))
@settings(max_examples=40, deadline=None)
def test_no_other_weight_changes_who_is_first(case: tuple[Panel, np.ndarray]) -> None:
    scores, weights = case
    first = highest(totals(scores, weights))
    if len(first) > 1:
        return
    told = critical_weights(scores, weights)
    for criterion, code in enumerate(scores.criteria):
        if np.count_nonzero(np.delete(weights, criterion)) == 0:
            continue
        ends = [one.at for one in told if one.criterion == code]
        now = weights[criterion] / weights.sum()
        low = max([end for end in ends if end < now], default=0.0)
        high = min([end for end in ends if end > now], default=1.0)
        for at in np.linspace(low, high, 7)[1:-1]:
            assert first[0] in highest(totals(scores, moved(weights, criterion, at)))


@pytest.mark.parametrize(
    "scores",
    [one_voice([3, 4]), one_voice([3, 4], [4, 3]), one_voice([3, NAN], [4, NAN])],
    ids=["one model", "a tie", "a criterion without scores"],
)
def test_no_critical_weights_where_nobody_alone_is_first(scores: Panel) -> None:
    assert critical_weights(scores, [1, 1]) == ()


def test_a_weight_that_is_everything_has_no_others_to_move() -> None:
    found = critical_weights(one_voice([5, 1], [1, 5]), [1, 0])
    assert [(one.criterion, one.at) for one in found] == [("C02", 0.5)]


def test_a_model_that_failed_a_gate_never_comes_first() -> None:
    gates = {"M3": Gate.FAIL, "M0": Gate.FAIL}
    found = critical_weights(constructed(), SWING_POINTS, gates)
    assert {one.model for one in found} == {"M2"}
    assert [belief.model for belief in beliefs(constructed(), SWING_POINTS, gates)] == ["M2"]


def test_of_two_that_catch_up_at_once_the_one_that_is_first_beyond_is_named() -> None:
    found = critical_weights(one_voice([5, 3], [4, 3.5], [3, 4]), [3, 1])
    assert [(one.criterion, one.model, one.at) for one in found] == [
        ("C01", "M2", pytest.approx(1 / 3)),
        ("C02", "M2", pytest.approx(2 / 3)),
    ]


# --- what one would have to believe ---------------------------------------------------------------


def test_what_one_would_have_to_believe_in_the_published_case() -> None:
    found = {one.model: one for one in beliefs(constructed(), SWING_POINTS)}
    assert list(found) == ["M0", "M2", "M3"]
    third = found["M3"]
    assert third.gap == pytest.approx(5.282738, abs=1e-6)
    assert third.weight is not None
    assert (third.weight.criterion, third.weight.more) == ("C10", True)
    assert third.weight.at == pytest.approx(0.2593, abs=5e-5)
    # 5.2827 points / (25 · 0.1071) = 1.97 steps up from 2.33
    assert third.score is not None
    assert (third.score.criterion, third.score.now) == ("C03", pytest.approx(7 / 3))
    assert third.score.at == pytest.approx(4.3056, abs=5e-5)
    assert found["M0"].score is None


@given(panels())
@settings(max_examples=60, deadline=None)
def test_a_belief_really_brings_the_model_first(case: tuple[Panel, np.ndarray]) -> None:
    scores, weights = case
    now = number(scores, weights)
    for one in beliefs(scores, weights):
        assert one.gap == pytest.approx(max(now.values()) - now[one.model])
        if one.weight is not None:
            criterion = scores.criteria.index(one.weight.criterion)
            little = 1e-7 if one.weight.more else -1e-7
            beyond = number(scores, moved(weights, criterion, one.weight.at + little))
            assert beyond[one.model] == max(beyond.values())
            before = number(scores, moved(weights, criterion, one.weight.at - little))
            assert before[one.model] < max(before.values()) + 1e-9
        if one.score is not None:
            share = weights[scores.criteria.index(one.score.criterion)] / weights.sum()
            risen = now[one.model] + share * 25 * (one.score.at - one.score.now)
            assert risen == pytest.approx(max(now.values()))
            assert one.score.now < one.score.at < 5


@given(panels(holes=False))
@settings(max_examples=40, deadline=None)
def test_no_weights_bring_a_model_above_one_that_is_scored_higher_everywhere(
    case: tuple[Panel, np.ndarray],
) -> None:
    scores, weights = case
    rng = np.random.default_rng(1)
    drawn = rng.dirichlet(np.ones(weights.size), 20) * (weights > 0)
    for one in beliefs(scores, weights):
        for any_weights in drawn[drawn.any(axis=1)]:
            found = number(scores, any_weights)
            assert all(found[one.model] <= found[other] + 1e-9 for other in one.never_above)


def test_no_weight_brings_a_model_above_its_equal() -> None:
    found = beliefs(one_voice([5, 1], [1, 5], [1, 5]), [3, 1])
    assert [(one.model, one.weight) for one in found] == [("M1", None), ("M2", None)]


def test_a_model_behind_everywhere_can_only_be_helped_by_scores() -> None:
    (found,) = beliefs(one_voice([5, 4], [4, 4]), [1, 1])
    assert (found.weight, found.score, found.never_above) == (None, None, ("M0",))
    (found,) = beliefs(one_voice([4, 4], [4, 3]), [1, 1])
    assert found.weight is None
    assert found.score is not None
    assert (found.score.criterion, found.score.at) == ("C02", pytest.approx(4))


# --- tornado --------------------------------------------------------------------------------------


def test_the_lead_when_a_weight_goes_to_nothing_and_to_the_double() -> None:
    # M0 100/0, M1 0/50; weights 3/4 and 1/4.
    found = tornado(one_voice([5, 1], [1, 3]), [3, 1])
    assert found is not None
    assert (found.first, found.lead) == ("M0", pytest.approx(62.5))
    bars = {bar.criterion: (bar.down, bar.up) for bar in found.weights}
    assert bars["C01"] == pytest.approx((-50, 6 / 7 * 100 - 1 / 7 * 50))
    assert bars["C02"] == pytest.approx((100, 60 - 0.4 * 50))
    assert [bar.criterion for bar in found.weights] == ["C01", "C02"]


def test_the_lead_when_one_assessor_moves_one_step() -> None:
    # Two assessors: a step is worth 25 / 2 points of a criterion.
    found = tornado(panel([[[4], [2]], [[4], [1]]]), [1])
    assert found is not None
    assert {bar.model: (bar.down, bar.up) for bar in found.scores} == {
        "M0": (50, 75),
        "M1": (75, 50),
    }


def test_a_score_at_the_end_of_the_scale_moves_no_further() -> None:
    found = tornado(one_voice([5], [1]), [1])
    assert found is not None
    assert {bar.model: (bar.down, bar.up) for bar in found.scores} == {
        "M0": (75, 100),
        "M1": (100, 75),
    }


def test_the_longest_bar_comes_first_and_agrees_with_the_totals() -> None:
    weights = np.array(SWING_POINTS, dtype=float)
    found = tornado(constructed(), weights)
    assert found is not None
    assert [bar.span for bar in found.weights] == sorted(
        (bar.span for bar in found.weights), reverse=True
    )
    for bar in found.weights:
        place = int(bar.criterion[1:]) - 1
        for factor, lead in ((0, bar.down), (2, bar.up)):
            changed = weights.copy()
            changed[place] *= factor
            left = number(constructed(), changed)
            assert lead == pytest.approx(left.pop("M1") - max(left.values()))


@pytest.mark.parametrize("scores", [one_voice([3, 4]), one_voice([3, NAN], [4, 4])])
def test_no_lead_without_two_totals(scores: Panel) -> None:
    assert tornado(scores, [1, 1]) is None
    assert beliefs(scores, [1, 1]) == ()


# --- disagreement ---------------------------------------------------------------------------------


def test_three_steps_apart_is_worth_a_talk() -> None:
    found = disagreement(panel([[[1, 2, NAN, 3]], [[4, 4, 5, 3]], [[2, NAN, NAN, 3]]]))
    assert found.spread[0].tolist() == pytest.approx([3, 2, NAN, 0], nan_ok=True)
    assert found.discuss[0].tolist() == [True, False, False, False]
    assert found.answers[0].tolist() == [3, 2, 1, 3]
