import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.weights import (
    CannotWeighError,
    Reason,
    normalised,
    order_weights,
)
from tests.scenarios.panels import SWING_POINTS

POINTS = st.lists(st.integers(0, 100), min_size=1, max_size=12).filter(any)


def test_points_become_weights_that_sum_to_one() -> None:
    assert normalised([100, 50, 50]).tolist() == [0.5, 0.25, 0.25]
    origin = "mcda/constructed_weights.csv"
    published = [0.17857142857142858, 0.14285714285714285, 0.07142857142857142]
    assert normalised(SWING_POINTS)[[0, 1, 9]] == pytest.approx(published), origin


@given(st.lists(st.floats(0, 1e308), min_size=1).filter(any))
@settings(deadline=None)
def test_weights_sum_to_one_however_points_are_given(points: list[float]) -> None:
    found = normalised(points)
    assert found.sum() == pytest.approx(1)
    assert normalised(found) == pytest.approx(found)


@pytest.mark.parametrize(
    ("points", "reason", "told"),
    [
        ([0, 0], Reason.NO_WEIGHTS, "Alle vægte er 0, så modellerne kan ikke sammenlignes. Sæt"),
        ([], Reason.NO_CRITERIA, "Der er ingen kriterier"),
    ],
)
def test_weights_that_say_nothing_are_answered(
    points: list[float], reason: Reason, told: str
) -> None:
    with pytest.raises(CannotWeighError, match=told) as cannot:
        normalised(points)
    assert cannot.value.reason == reason


@pytest.mark.parametrize("points", [[-1, 2], [np.nan, 1], [np.inf, 1], [[1, 2]]])
def test_impossible_weights_are_a_fault(points: list[float]) -> None:
    with pytest.raises(ValueError, match="Weights must be"):
        normalised(points)


def test_weights_from_the_order_alone_are_the_published_ones() -> None:
    origin = "mcda/constructed_expected.json: roc_weights, where ties go by the criteria's order"
    untied = np.array(SWING_POINTS) - np.arange(10) / 100
    expected = [
        0.292897, 0.192897, 0.109563, 0.142897, 0.084563,
        0.047897, 0.064563, 0.021111, 0.01, 0.033611,
    ]  # fmt: skip
    assert order_weights(untied).round(6).tolist() == expected, origin


def test_criteria_that_weigh_the_same_share_their_places() -> None:
    assert order_weights([2, 1, 1]) == pytest.approx([11 / 18, 7 / 36, 7 / 36])
    assert order_weights([5, 5]).tolist() == [0.5, 0.5]
    assert order_weights([3, 0, 1]) == pytest.approx([0.75, 0, 0.25])


@given(POINTS)
@settings(deadline=None)
def test_weights_from_the_order_keep_it_and_sum_to_one(points: list[int]) -> None:
    found = order_weights(points)
    assert found.sum() == pytest.approx(1)
    by_points = found[np.argsort(points, kind="stable")]
    assert (np.diff(by_points) >= -1e-12).all()
