"""Sums over sampling units give what the single answers give."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from indicators.stats import intervals, survey
from indicators.stats.cannot import CannotCompute

ANSWERS = st.lists(
    st.tuples(st.sampled_from([0.0, 1.0]), st.floats(0.2, 5), st.integers(0, 1), st.integers(0, 4)),
    min_size=4,
    max_size=60,
)


def sums(answers: pd.DataFrame) -> survey.Ratio:
    """One group from answers with the columns y, w, stratum, cluster."""
    rows = answers.assign(a=answers["w"] * answers["y"])
    units = rows.groupby(["stratum", "cluster"])[["a", "w"]].sum().reset_index()
    units = units.assign(
        yy=units["a"] ** 2, yw=units["a"] * units["w"], ww=units["w"] ** 2, units=1
    )
    strata = units.groupby("stratum")[["units", "a", "w", "yy", "yw", "ww"]].sum()
    columns = [strata[name].to_numpy(float) for name in ("units", "a", "w", "yy", "yw", "ww")]
    return survey.ratio_of_sums(np.zeros(len(strata), int), *columns)


@given(ANSWERS)
def test_sums_over_clusters_give_the_same_as_single_answers(
    answers: list[tuple[float, float, int, int]],
) -> None:
    table = pd.DataFrame(answers, columns=["y", "w", "stratum", "cluster"])
    found = sums(table)
    try:
        expected = intervals.weighted_share(*(table[name] for name in table))
    except CannotCompute:
        assert np.isnan(found.standard_error[0])
        return
    assert found.value[0] == pytest.approx(expected.share)
    assert found.standard_error[0] == pytest.approx(expected.standard_error, abs=1e-7)
    assert found.degrees[0] == expected.degrees


def test_a_simple_random_sample_has_the_plain_wilson_limits() -> None:
    n, yes = 312, 253
    table = pd.DataFrame({"y": [1.0] * yes + [0.0] * (n - yes), "w": 2.0, "stratum": 0})
    ratio = sums(table.assign(cluster=range(n)))
    lower, upper, effective = survey.share_limits(ratio, [n], [n])

    assert effective[0] == pytest.approx(n)
    assert (lower[0], upper[0]) == pytest.approx(
        [float(limit) for limit in intervals.wilson(yes, n)]
    )


def test_clusters_that_agree_make_the_interval_wider() -> None:
    classes = np.repeat(np.arange(9), 20)
    table = pd.DataFrame({"y": (classes < 3).astype(float), "w": 1.0, "stratum": 0})
    single, clustered = sums(table.assign(cluster=range(180))), sums(table.assign(cluster=classes))
    narrow = survey.share_limits(single, [180], [180])
    wide = survey.share_limits(clustered, [180], [180])

    # Nine classes with one answer each say as much as nine answers, less for 8 degrees of freedom.
    few = (special.stdtrit(179, 0.975) / special.stdtrit(8, 0.975)) ** 2
    assert wide[2][0] == pytest.approx(180 * 8 / 179 * few, rel=0.01)
    assert wide[0][0] < narrow[0][0] < narrow[1][0] < wide[1][0]


def test_where_all_answer_alike_the_effective_number_is_that_of_kish() -> None:
    table = pd.DataFrame({"y": 1.0, "w": [1.0, 1, 2], "stratum": 0, "cluster": range(3)})
    lower, upper, effective = survey.share_limits(sums(table), [3], [16 / 6])

    assert effective[0] == pytest.approx(16 / 6)
    assert (lower[0], upper[0]) == pytest.approx(
        [float(limit) for limit in intervals.wilson(16 / 6, 16 / 6)]
    )


def test_one_cluster_alone_has_a_value_and_no_limits() -> None:
    table = pd.DataFrame({"y": [1.0, 0], "w": 1.0, "stratum": 0, "cluster": 0})
    ratio = sums(table)
    lower, upper, _ = survey.share_limits(ratio, [2], [2])

    assert ratio.value[0] == 0.5
    assert np.isnan([lower[0], upper[0], *survey.mean_limits(ratio)[0]]).all()


def test_means_have_the_limits_of_a_t_interval() -> None:
    scores = np.array([3.1, 4.2, 3.8, 2.9, 4.0])
    table = pd.DataFrame({"y": scores, "w": 1.0, "stratum": 0, "cluster": range(5)})
    limits = [float(limit[0]) for limit in survey.mean_limits(sums(table))]

    assert limits == pytest.approx([float(limit) for limit in intervals.mean_t(scores)])
