import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from scenarios.decision import (
    Case,
    Gate,
    ModelTotal,
    by_assessor,
    by_centre,
    by_party,
    comparable,
    contributions,
    gate_of,
    points,
    standing,
    totals,
)
from scenarios.panel import Panel, group_scores
from scenarios.rank_shares import RankShares, Version
from scenarios.weights import CannotWeighError, PartyWeights, order_weights
from tests.scenarios.panels import SWING_POINTS, constructed, one_voice, panel, panels

NAN = np.nan
REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "mcda"
# mcda/constructed_expected.json
TOTALS = {"M0": 49.255952, "M1": 67.410714, "M2": 56.770833, "M3": 62.127976}
ASSESSOR_TOTALS = [
    [41.5179, 60.2679, 51.3393, 62.5],
    [45.5357, 62.9464, 56.25, 58.0357],
    [53.5714, 70.5357, 61.1607, 58.9286],
    [49.5536, 66.5179, 61.6071, 60.7143],
    [53.5714, 81.25, 53.5714, 73.2143],
    [51.7857, 62.9464, 56.6964, 59.375],
]
ORDER_TOTALS = [40.6361, 70.7336, 59.9654, 68.3428]


def numbers(rows: tuple[ModelTotal, ...], decimals: int = 4) -> list[float | None]:
    return [None if row.total is None else round(row.total, decimals) for row in rows]


def given_totals(*values: float | None) -> tuple[ModelTotal, ...]:
    return tuple(
        ModelTotal(f"M{number}", value, Gate.PASS, ()) for number, value in enumerate(values)
    )


# --- totals ---------------------------------------------------------------------------------------


def test_totals_are_the_published_ones() -> None:
    found = totals(constructed(), SWING_POINTS)
    assert [row.model for row in found] == list(TOTALS)
    assert numbers(found, 6) == list(TOTALS.values())


def test_totals_with_weights_from_the_order_are_the_published_ones() -> None:
    untied = np.array(SWING_POINTS) - np.arange(10) / 100  # published with ties by their order
    assert numbers(totals(constructed(), order_weights(untied))) == ORDER_TOTALS


@pytest.mark.skipif(not REFERENCE.exists(), reason=f"needs the published files in {REFERENCE}")
def test_the_retyped_scores_are_the_published_ones() -> None:
    expected = json.loads((REFERENCE / "constructed_expected.json").read_text("utf-8"))
    assert group_scores(constructed()).mean.round(6).tolist() == expected["mean_scores"]
    assert list(TOTALS.values()) == list(expected["totals"].values())
    assert expected["assessor_totals"] == ASSESSOR_TOTALS
    assert expected["roc_totals"] == ORDER_TOTALS


def test_a_published_weighted_sum() -> None:
    # Chakraborty, Zavadskas & Antucheviciene (2015), ex. 2, via scikit-criteria; the first three
    # of ten alternatives, each value a share of the best of all ten.
    matrix = np.array(
        [[581818, 54.49, 3, 5500], [595454, 49.73, 3, 4500], [586060, 51.24, 3, 5000]]
    )
    best = np.array([486970, 45.71, 3, 6400])
    values = np.hstack([best[:3] / matrix[:, :3], matrix[:, 3:] / best[3:]])
    found = totals(panel([1 + 4 * values]), [0.467, 0.16, 0.095, 0.278])
    assert numbers(found) == pytest.approx([85.90, 81.94, 84.30], abs=0.01)


@pytest.mark.skipif(not REFERENCE.exists(), reason=f"needs the published files in {REFERENCE}")
@pytest.mark.parametrize("place", [0, 1])
def test_published_weighted_sums_in_full(place: int) -> None:
    case = json.loads((REFERENCE / "published_weighted_sums.json").read_text("utf-8"))[place]
    matrix = np.array(case["matrix"])
    least = np.array([objective == "min" for objective in case["objectives"]])
    if case["weights"] == "equal":  # the smallest inverted, then columns that sum to 1
        values = np.where(least, 1 / matrix, matrix)
        values, weights = values / values.sum(axis=0), np.ones(least.size)
    else:  # shares of the best
        values = np.where(least, matrix.min(axis=0) / matrix, matrix / matrix.max(axis=0))
        weights = np.array(case["weights"])
    found = totals(panel([1 + 4 * values]), weights)
    expected = [100 * total for total in case["expected"]]
    assert numbers(found, 6) == pytest.approx(expected, abs=0.01), case["origin"]
    order = [f"M{place}" for place in np.argsort(case["rank"])]
    assert list(standing(found).order) == order


def test_a_total_can_be_computed_by_hand() -> None:
    # C01 weighs 3/4: 0.75 · 100 + 0.25 · 25
    assert numbers(totals(one_voice([5, 2]), [30, 10])) == [81.25]


@given(panels())
@settings(deadline=None)
def test_a_total_is_0_to_100_or_says_what_is_missing(case: tuple[Panel, np.ndarray]) -> None:
    scores, weights = case
    missing = np.isnan(group_scores(scores).mean) & (weights > 0)
    for row, lacks in zip(totals(scores, weights), missing, strict=True):
        wanted = tuple(c for c, lack in zip(scores.criteria, lacks, strict=True) if lack)
        assert row.not_assessed == wanted
        assert (row.total is None) == bool(wanted)
        assert row.total is None or 0 <= row.total <= 100


@given(panels())
@settings(deadline=None)
def test_the_parts_of_a_total_sum_to_it(case: tuple[Panel, np.ndarray]) -> None:
    for row, parts in zip(totals(*case), contributions(*case), strict=True):
        if row.total is None:
            assert np.isnan(parts).any()
        else:
            assert parts.sum() == pytest.approx(row.total)


@given(panels(models=3))
@settings(deadline=None)
def test_removing_the_lowest_model_never_changes_the_order(
    case: tuple[Panel, np.ndarray],
) -> None:
    scores, weights = case
    before = standing(totals(scores, weights)).order
    lowest = before[-1:]
    left = scores.only(set(scores.models) - set(lowest))
    after = totals(left, weights)
    assert standing(after).order == before[:-1]
    assert after == tuple(row for row in totals(scores, weights) if row.model not in lowest)


def test_weights_that_are_all_zero_are_answered() -> None:
    with pytest.raises(CannotWeighError, match="Alle vægte er 0"):
        totals(constructed(), np.zeros(10))


def test_a_weight_too_many_is_a_fault() -> None:
    with pytest.raises(ValueError, match="10 criteria"):
        totals(constructed(), np.ones(11))


# --- what is missing ------------------------------------------------------------------------------


def test_a_cell_nobody_has_scored_leaves_the_model_without_a_total() -> None:
    found = totals(panel([[[3, NAN], [4, 4]], [[3, NAN], [2, NAN]]]), [1, 1])
    assert numbers(found) == [None, 62.5]
    assert found[0].not_assessed == ("C02",)


def test_a_criterion_without_scores_leaves_no_totals() -> None:
    found = totals(one_voice([3, NAN], [4, NAN]), [1, 1])
    assert [(row.total, row.not_assessed) for row in found] == [(None, ("C02",))] * 2
    assert standing(found).case is Case.NONE


def test_what_is_not_assessed_does_not_matter_where_it_does_not_count() -> None:
    assert numbers(totals(one_voice([3, NAN], [4, NAN]), [1, 0])) == [50, 75]


def test_a_failed_gate_comes_first() -> None:
    gates = {"M1": Gate.FAIL, "M2": Gate.UNKNOWN}
    found = totals(constructed(), SWING_POINTS, gates)
    assert [row.gate for row in found] == [Gate.PASS, Gate.FAIL, Gate.UNKNOWN, Gate.PASS]
    assert numbers(found, 6) == [TOTALS["M0"], None, TOTALS["M2"], TOTALS["M3"]]
    assert standing(found).first == ("M3",)
    assert comparable(constructed(), SWING_POINTS, gates).models == ("M0", "M2", "M3")


@pytest.mark.parametrize(
    ("answers", "gate"),
    [
        ([], Gate.PASS),
        ([Gate.PASS, Gate.PASS], Gate.PASS),
        ([Gate.PASS, Gate.UNKNOWN], Gate.UNKNOWN),
        ([Gate.UNKNOWN, Gate.FAIL], Gate.FAIL),
    ],
)
def test_the_worst_gate_is_the_models(answers: list[Gate], gate: Gate) -> None:
    assert gate_of(answers) is gate


# --- who is first ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "case", "first", "equal", "lead"),
    [
        ([], Case.NONE, (), (), None),
        ([None, None], Case.NONE, (), (), None),
        ([40], Case.ONE, ("M0",), (), None),
        ([40, None], Case.ONE, ("M0",), (), None),
        ([40, 60, 60], Case.TIE, ("M1", "M2"), (), 20),
        ([60, 60], Case.TIE, ("M0", "M1"), (), None),
        ([58, 60, 60], Case.TIE, ("M1", "M2"), ("M0",), 2),
        ([40, 60, 56, 55], Case.EQUAL, ("M1",), ("M2",), 4),
        ([40, 60, 55], Case.FIRST, ("M1",), (), 5),
        # As shown: 60 and 55, though they are only 4.2 apart.
        ([59.6, 55.4], Case.FIRST, ("M0",), (), 5),
        # As shown: 60 and 56, though they are 4.9 apart.
        ([60.4, 55.5], Case.EQUAL, ("M0",), ("M1",), 4),
    ],
)
def test_who_is_first_and_who_may_be_called_equal(
    values: list[float | None],
    case: Case,
    first: tuple[str, ...],
    equal: tuple[str, ...],
    lead: int | None,
) -> None:
    found = standing(given_totals(*values))
    assert (found.case, found.first, found.equal, found.lead) == (case, first, equal, lead)


@pytest.mark.parametrize(("share", "case"), [(0.96, Case.FIRST), (0.94, Case.EQUAL)])
def test_a_small_lead_stands_when_it_is_robust(share: float, case: Case) -> None:
    shares = RankShares(
        Version.PLAUSIBLE, 100, ("M0", "M1"), np.array([[share, 1 - share], [1 - share, share]])
    )
    found = standing(given_totals(60, 58), shares)
    assert (found.case, found.settled) == (case, case is Case.FIRST)


def test_the_published_models_are_in_the_published_order() -> None:
    found = standing(totals(constructed(), SWING_POINTS))
    assert found.order == ("M1", "M3", "M2", "M0")
    assert (found.case, found.lead) == (Case.FIRST, 5)


@pytest.mark.parametrize(("total", "shown"), [(62.5, 63), (62.49, 62), (62.4999999999999, 63)])
def test_halves_go_up_also_after_a_rounding_error(total: float, shown: int) -> None:
    assert points(total) == shown


# --- per assessor, centre and party ---------------------------------------------------------------


def test_each_assessors_totals_are_the_published_ones() -> None:
    views = by_assessor(constructed(), SWING_POINTS)
    assert [numbers(view.totals) for view in views] == ASSESSOR_TOTALS
    assert [view.first for view in views] == [("M3",), *[("M1",)] * 5]


def test_an_assessor_with_one_score_counts_in_the_group_and_has_no_totals() -> None:
    views = by_assessor(panel([[[3, 3], [4, 4]], [[NAN, 5], [NAN, NAN]]]), [1, 1])
    assert numbers(views[1].totals) == [None, None]
    assert (views[1].first, views[1].scored, views[1].cells) == ((), 1, 4)
    assert numbers(totals(panel([[[3, 3], [4, 4]], [[NAN, 5], [NAN, NAN]]]), [1, 1])) == [62.5, 75]


def test_an_assessor_who_lacks_one_model_puts_none_first() -> None:
    views = by_assessor(panel([[[3], [4]], [[5], [NAN]]]), [1])
    assert numbers(views[1].totals) == [100, None]
    assert [view.first for view in views] == [("M1",), ()]


def test_an_interest_is_flagged_with_its_model() -> None:
    views = by_assessor(
        panel([[[3, 3], [4, 4]]] * 2, conflicts=[[[0, 0], [0, 1]], [[0, 0], [0, 0]]]), [1, 1]
    )
    assert [view.conflicts for view in views] == [("M1",), ()]


def test_totals_by_centre_are_those_of_its_assessors() -> None:
    scores = panel([[[1], [5]], [[3], [5]], [[5], [1]]], centres=["CKF", "CKF", "CBF"])
    found = by_centre(scores, [1])
    assert [(view.name, view.people, numbers(view.totals), view.first) for view in found] == [
        ("CBF", 1, [100, 0], ("M0",)),
        ("CKF", 2, [25, 100], ("M1",)),
    ]


def test_each_party_has_its_own_totals() -> None:
    parties = PartyWeights(("A", "B"), np.array([[1, 0], [0.5, 0.5]]), (1, 1), ())
    found = by_party(one_voice([5, 1], [3, 3]), parties)
    assert [(view.name, numbers(view.totals), view.first) for view in found] == [
        ("A", [100, 50], ("M0",)),
        ("B", [50, 50], ("M0", "M1")),
    ]


@given(panels())
@settings(deadline=None)
def test_the_order_of_the_assessors_does_not_matter(
    case: tuple[Panel, np.ndarray],
) -> None:
    scores, weights = case
    turned = panel(scores.scores[::-1])
    assert numbers(totals(scores, weights), 9) == numbers(totals(turned, weights), 9)
