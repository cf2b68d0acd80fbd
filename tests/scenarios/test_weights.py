import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.weights import (
    CannotWeighError,
    Reason,
    Swing,
    normalised,
    order_weights,
    party_weights,
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


def swings(party: str, politician: str, *points: float | None) -> list[Swing]:
    return [
        Swing(politician, party, criterion, given)
        for criterion, given in zip(("C01", "C02"), points, strict=False)
    ]


def test_politicians_within_a_party_then_parties_count_the_same() -> None:
    rows = [
        *swings("V", "P1", 100, 0),
        *swings("A", "P2", 100, 100),
        *swings("A", "P3", 10, 30),  # as much say as P2, though the numbers are smaller
    ]
    found = party_weights(rows, ["C01", "C02"])
    assert (found.parties, found.politicians) == (("A", "V"), (2, 1))
    assert found.weights.tolist() == [pytest.approx([0.375, 0.625]), [1, 0]]
    assert found.mean.tolist() == pytest.approx([0.6875, 0.3125])
    assert found.left_out == ()


def test_a_politician_who_has_not_filled_in_everything_is_left_out_and_told() -> None:
    rows = [
        *swings("A", "P1", 100, 50),
        *swings("A", "P2", 100, None),
        *swings("A", "P3", 100),
        *swings("V", "P4", 0, 0),
    ]
    found = party_weights(rows, ["C01", "C02"])
    assert (found.parties, found.politicians) == (("A",), (1,))
    assert found.left_out == (("A", 2), ("V", 1))


def test_no_politician_can_be_told_from_the_weights() -> None:
    found = party_weights([*swings("A", "P1", 1, 2), *swings("A", "P2", 2, 1)], ["C01", "C02"])
    assert "P1" not in repr(found)


@pytest.mark.parametrize(
    ("rows", "criteria", "reason"),
    [
        ([], ["C01"], Reason.NO_POINTS),
        (swings("A", "P1", None, None), ["C01", "C02"], Reason.NO_POINTS),
        (swings("A", "P1", 1, 2), [], Reason.NO_CRITERIA),
    ],
)
def test_no_usable_points_are_answered(
    rows: list[Swing], criteria: list[str], reason: Reason
) -> None:
    with pytest.raises(CannotWeighError) as cannot:
        party_weights(rows, criteria)
    assert cannot.value.reason == reason


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
