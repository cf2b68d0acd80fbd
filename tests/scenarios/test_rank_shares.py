import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from scenarios.decision import Gate, comparable
from scenarios.panel import Panel
from scenarios.rank_shares import Version, all_versions, drawn_weights, rank_shares
from scenarios.weights import CannotWeighError, order_weights
from tests.scenarios.panels import SWING_POINTS, constructed, one_voice, panel, panels

NAN = np.nan
REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "mcda"
# mcda/constructed_expected.json
FIRST = {
    Version.PLAUSIBLE: [0.0, 0.996, 0.0, 0.004],  # smaa_pm30_boot
    Version.ANY: [0.241, 0.643, 0.054, 0.062],  # smaa_uniform
}


@pytest.mark.parametrize("version", FIRST)
def test_shares_are_the_published_ones(version: Version) -> None:
    found = rank_shares(constructed(), SWING_POINTS, version)
    assert list(found.first) == ["M0", "M1", "M2", "M3"]
    assert list(found.first.values()) == pytest.approx(FIRST[version], abs=0.01)


@pytest.mark.skipif(not REFERENCE.exists(), reason=f"needs the published files in {REFERENCE}")
def test_the_retyped_shares_are_the_published_ones() -> None:
    expected = json.loads((REFERENCE / "constructed_expected.json").read_text("utf-8"))
    assert [expected["smaa_pm30_boot"], expected["smaa_uniform"]] == list(FIRST.values())


def test_two_criteria_by_hand() -> None:
    # M0 is first when C01 weighs over one half, M1 below.
    scores = one_voice([5, 1], [1, 5])
    assert rank_shares(scores, [2, 1], Version.ORDER).first["M0"] == 1
    assert rank_shares(scores, [2, 1], Version.ANY).first["M0"] == pytest.approx(0.5, abs=0.01)
    assert rank_shares(scores, [1, 1], Version.ORDER).first["M0"] == pytest.approx(0.5, abs=0.01)
    assert rank_shares(scores, [2, 1], Version.PLAUSIBLE).first["M0"] == 1


def test_any_weights_in_an_order_by_hand() -> None:
    # With w1 ≥ w2 uniform, w1 is uniform from 1/2 to 1; M0 has 100 · w2 against 40.
    scores = one_voice([1, 5], [2.6, 2.6])
    assert rank_shares(scores, [2, 1], Version.ORDER).first["M0"] == pytest.approx(0.2, abs=0.01)


def test_the_middle_of_the_ordered_weights_is_known() -> None:
    weights = np.array([4, 2, 2, 1]) / 9
    drawn = drawn_weights(np.random.default_rng(1), weights, Version.ORDER, 20_000)
    assert drawn.sum(axis=1) == pytest.approx(1)
    assert (drawn[:, 0] >= drawn[:, 1:].max(axis=1)).all()
    assert (drawn[:, 3] <= drawn[:, :3].min(axis=1)).all()
    assert (drawn[:, 1] > drawn[:, 2]).mean() == pytest.approx(0.5, abs=0.02)
    assert drawn.mean(axis=0) == pytest.approx(order_weights(weights), abs=0.005)


@given(panels(models=1))
@settings(max_examples=30, deadline=None)
def test_every_place_is_taken_once(case: tuple[Panel, np.ndarray]) -> None:
    kept = comparable(*case)
    for found in all_versions(*case, draws=50):
        assert found.models == kept.models
        assert found.shares.sum(axis=0) == pytest.approx(1)
        assert found.shares.sum(axis=1) == pytest.approx(1)
        assert (found.shares >= 0).all()


def test_the_same_seed_gives_the_same_shares() -> None:
    once, again, other = (
        rank_shares(constructed(), SWING_POINTS, Version.ANY, draws=500, seed=seed).shares
        for seed in (1, 1, 2)
    )
    assert (once == again).all()
    assert (once != other).any()


@pytest.mark.parametrize("version", Version)
def test_models_that_tie_share_their_places(version: Version) -> None:
    found = rank_shares(one_voice([3, 4], [3, 4], [1, 1]), [1, 1], version, draws=100)
    assert found.shares.tolist() == [[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]


@pytest.mark.parametrize("version", Version)
def test_one_model_is_always_first(version: Version) -> None:
    assert rank_shares(one_voice([3, 4]), [1, 1], version, draws=10).first == {"M0": 1.0}


@pytest.mark.parametrize("version", Version)
def test_only_models_with_a_total_take_places(version: Version) -> None:
    scores = one_voice([3, 4], [5, NAN], [5, 5])
    found = rank_shares(scores, [1, 1], version, draws=10, gates={"M2": Gate.FAIL})
    assert found.first == {"M0": 1.0}
    assert rank_shares(one_voice([NAN, 3]), [1, 1], version, draws=10).first == {}


@pytest.mark.parametrize("version", Version)
def test_a_criterion_that_weighs_nothing_stays_out(version: Version) -> None:
    scores = one_voice([2, 5, NAN], [3, 1, NAN])
    assert rank_shares(scores, [1, 0, 0], version, draws=100).first == {"M0": 0, "M1": 1}


def test_resampled_assessors_by_hand() -> None:
    # Two assessors, each for one model. Both drawn from the same one in half of the draws; drawn
    # one of each, the models tie.
    scores = panel([[[5], [1]], [[1], [5]]])
    found = rank_shares(scores, [1], Version.PLAUSIBLE)
    assert found.first == pytest.approx({"M0": 0.5, "M1": 0.5}, abs=0.01)
    three = panel([[[5], [1]], [[5], [1]], [[1], [5]]])
    # At least two of three draws from the two thirds: 20/27.
    found = rank_shares(three, [1], Version.PLAUSIBLE)
    assert found.first["M0"] == pytest.approx(20 / 27, abs=0.01)


def test_a_cell_that_no_drawn_assessor_has_scored_keeps_the_groups_score() -> None:
    # M1 is scored by one of two. Whoever is drawn, its score is 3.
    scores = panel([[[5], [3]], [[2], [NAN]]])
    found = rank_shares(scores, [1], Version.PLAUSIBLE)
    # M0 gets 5, 3.5, 3.5 or 2.
    assert found.first["M0"] == pytest.approx(0.75, abs=0.01)


def test_weights_that_are_all_zero_are_answered() -> None:
    with pytest.raises(CannotWeighError, match="Alle vægte er 0"):
        rank_shares(constructed(), np.zeros(10), Version.ANY)
    with pytest.raises(ValueError, match="draws"):
        rank_shares(constructed(), SWING_POINTS, Version.ANY, draws=0)
