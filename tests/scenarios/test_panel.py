import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.panel import PanelError, Score, group_scores, panel_of, value
from tests.scenarios.panels import constructed, one_voice, panel

NAN = np.nan


def score(assessor: str = "A1", **changes: object) -> Score:
    given = {"centre": "CBF", "model": "M0", "criterion": "C01", "score": 3.0} | changes
    return Score(assessor, **given)  # type: ignore[arg-type]


def test_rows_become_a_panel_whatever_their_order() -> None:
    rows = [
        score("A2", centre="CKF", model="M1", criterion="C02", score=5),
        score("A1", score=1, conflict=True),
        score("A1", criterion="C02", score=None),
    ]
    for given_rows in (rows, rows[::-1]):
        found = panel_of(["M0", "M1"], ["C01", "C02"], given_rows)
        assert (found.assessors, found.centres) == (("A1", "A2"), ("CBF", "CKF"))
        assert found.scores[0, 0, 0] == 1
        assert found.scores[1, 1, 1] == 5
        assert np.isnan(found.scores).sum() == 6
        assert np.argwhere(found.conflicts).tolist() == [[0, 0, 0]]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([score(model="M7")], "»M7«, som ikke findes. Kendte: M0"),
        ([score(criterion="C99")], "»C99«, som ikke findes"),
        ([score(), score()], "A1 har vurderet M0 på »C01« to gange"),
        ([score(), score(criterion="C02", centre="CKF")], "to centre: CBF og CKF"),
        ([score(score=0)], "karakteren 0 på »C01«. Skalaen går fra 1 til 5"),
        ([score(score=5.5)], "karakteren 5,5"),
        ([score(score=float("inf"))], "Skalaen går fra 1 til 5"),
    ],
)
def test_rows_that_do_not_fit_are_named(rows: list[Score], told: str) -> None:
    with pytest.raises(PanelError, match=told):
        panel_of(["M0"], ["C01", "C02"], rows)


def test_an_empty_cell_is_not_assessed_never_a_number() -> None:
    found = group_scores(panel_of(["M0"], ["C01"], [score(score=None)]))
    assert np.isnan(found.mean).all()
    assert np.isnan(found.median).all()
    assert found.answers.tolist() == [[0]]


def test_the_group_scores_what_those_who_scored_gave() -> None:
    found = group_scores(panel([[[1, NAN]], [[2, 5]], [[5, NAN]]]))
    assert found.mean[0].tolist() == pytest.approx([8 / 3, 5])
    assert found.median[0].tolist() == [2, 5]
    assert found.answers[0].tolist() == [3, 1]


def test_nobody_and_nothing_is_an_empty_panel() -> None:
    assert group_scores(panel_of([], [], [])).mean.shape == (0, 0)
    assert np.isnan(group_scores(panel_of(["M0"], ["C01"], [])).mean).all()


def test_the_scale_is_anchored() -> None:
    assert value(np.array([1.0, 2.0, 3.0, 5.0])).tolist() == [0, 25, 50, 100]


def test_a_panel_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        constructed().scores[0, 0, 0] = 5


def test_scores_in_which_an_assessor_has_an_interest_can_be_left_out() -> None:
    found = panel([[[1]], [[5]]], conflicts=[[[True]], [[False]]]).without_conflicts()
    assert group_scores(found).mean.tolist() == [[5]]
    assert group_scores(found).answers.tolist() == [[1]]


@given(st.sets(st.sampled_from(["M0", "M1", "M2", "M3"])))
@settings(deadline=None)
def test_some_of_the_models_keep_their_order_and_scores(kept: set[str]) -> None:
    whole = constructed()
    found = whole.only(kept)
    assert found.models == tuple(model for model in whole.models if model in kept)
    for place, model in enumerate(found.models):
        assert (found.scores[:, place] == whole.scores[:, whole.models.index(model)]).all()


def test_shapes_that_do_not_fit_are_a_fault() -> None:
    with pytest.raises(ValueError, match="centres"):
        panel([[[1]]], centres=["CBF", "CKF"])
    with pytest.raises(ValueError, match="must be"):
        type(one_voice([1]))(
            ("M0",), ("C01",), ("A1",), ("",), np.ones((2, 1, 1)), np.ones(1, bool)
        )
