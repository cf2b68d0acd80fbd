import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.stats import spc
from indicators.stats.cannot import CannotCompute, Reason
from indicators.stats.spc import Assurance, Meaning, Rule

NHSR = "NHSRplotthedots 050b07d7, tests"
REFERENCE = Path(__file__).parents[4] / "shared" / "reference"

# Twenty standard normal numbers of R with seed 123, as printed in the tests above.
NORMAL = [
    -0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621,
    -1.26506123, -0.68685285, -0.44566197, 1.2240818, 0.35981383, 0.40077145, 0.11068272,
    -0.55584113, 1.78691314, 0.49785048, -1.96661716, 0.7013559, -0.47279141,
]  # fmt: skip
OUTLIER = [*NORMAL[:14], 10.0, *NORMAL[15:]]
SERIES = st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=40)


# --- XmR ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "screened", "centre", "lower", "upper", "tolerance"),
    [
        (NORMAL, True, 0.1416238, -3.01138, 3.294627, 5e-6),
        (OUTLIER, True, 0.6694159, -2.383666, 3.722497, 5e-6),
        (OUTLIER, False, 0.6694159, -4.596625, 5.935457, 5e-6),
        (NORMAL[:10], True, 0.0746, -2.6, 2.75, 0.005),
        (NORMAL[10:], True, 0.209, -3.28, 3.7, 0.005),
    ],
)
def test_xmr_limits_are_the_published_ones(
    values: list[float],
    screened: bool,
    centre: float,
    lower: float,
    upper: float,
    tolerance: float,
) -> None:
    chart = spc.xmr(values, screened=screened)
    found = [chart.centre[0], chart.lower[0], chart.upper[0]]
    assert found == pytest.approx([centre, lower, upper], abs=tolerance), NHSR


def test_no_point_of_the_published_chart_is_marked() -> None:
    assert set(spc.signals(spc.xmr(NORMAL)).rule) == {Rule.NONE}, NHSR


def test_two_points_near_opposite_limits_are_common_cause() -> None:
    found = spc.signals(spc.xmr([1, -1] * 7 + [5.5, -5.5]))
    assert found.rule[-2:].tolist() == [Rule.NONE, Rule.NONE], NHSR


def test_limits_can_be_frozen() -> None:
    frozen = spc.xmr([*NORMAL, 50, 60], freeze=20)
    assert frozen.upper[-1] == pytest.approx(spc.xmr(NORMAL).upper[0])
    assert spc.signals(frozen).rule[-2:].tolist() == [Rule.OUTSIDE, Rule.OUTSIDE]


def test_limits_begin_anew_only_at_stated_breaks() -> None:
    values = [*NORMAL, *(10 + value for value in NORMAL)]
    rebased = spc.xmr(values, breaks=[20])
    assert rebased.segment.tolist() == [0] * 20 + [1] * 20
    assert rebased.centre[-1] == pytest.approx(rebased.centre[0] + 10)
    assert rebased.upper[-1] == pytest.approx(spc.xmr(NORMAL).upper[0] + 10)
    assert np.unique(spc.xmr(values).centre).size == 1
    assert rebased.trial.tolist() == [False, False]
    assert spc.xmr(values, breaks=[30]).trial.tolist() == [False, True]


def test_runs_do_not_pass_a_break() -> None:
    rising = [1.0, 3, 2, 4, 5, 6, 7, 8, 9, 10]
    whole = spc.signals(spc.xmr(rising, freeze=3))
    cut = spc.signals(spc.xmr(rising, freeze=3, breaks=[6]))
    assert (whole.rule != Rule.NONE).sum() > (cut.rule != Rule.NONE).sum()
    assert Rule.TREND not in cut.rule


@given(SERIES, st.floats(-1e3, 1e3))
def test_limits_move_with_the_values(values: list[float], by: float) -> None:
    assume(np.ptp(values) > 1)
    here, there = spc.xmr(values), spc.xmr(np.array(values) + by)
    assert there.upper == pytest.approx(here.upper + by, abs=1e-6)
    assert (here.upper - here.centre) == pytest.approx(here.centre - here.lower, abs=1e-6)
    assert spc.xmr(values, screened=False).upper[0] >= here.upper[0] - 1e-6


# --- attribute charts -----------------------------------------------------------------------------


def test_a_u_chart_is_the_published_one() -> None:
    origin = "Montgomery, Introduction to Statistical Quality Control, 6th edition, example 7.5"
    defects = [14, 12, 20, 11, 7, 10, 21, 16, 19, 23]
    units = [10.0, 8, 13, 10, 9.5, 10, 12, 10.5, 12, 12.5]
    chart = spc.u(defects, units)
    assert round(chart.centre[0], 2) == 1.42, origin
    assert round(chart.upper[0], 2) == pytest.approx(2.55, abs=0.011)
    assert chart.sigma_z.tolist() == [1.0]


def test_charts_by_formula() -> None:
    x, n = np.array([5, 9, 4, 12, 7, 6]), np.array([100, 120, 90, 130, 110, 100])
    rate = x.sum() / n.sum()
    assert spc.u(x, n).upper == pytest.approx(rate + 3 * np.sqrt(rate / n))
    assert spc.p(x, n).lower == pytest.approx(rate - 3 * np.sqrt(rate * (1 - rate) / n))
    mean = x.mean()
    assert spc.c(x).upper == pytest.approx(np.full(6, mean + 3 * np.sqrt(mean)))
    for chart, sigma in (
        (spc.u_prime(x, n), np.sqrt(rate / n)),
        (spc.p_prime(x, n), np.sqrt(rate * (1 - rate) / n)),
    ):
        wider = np.abs(np.diff((x / n - rate) / sigma)).mean() / 1.128
        assert chart.sigma_z == pytest.approx([wider])
        assert chart.upper == pytest.approx(rate + 3 * wider * sigma)


def test_laney_sees_what_is_more_than_chance() -> None:
    rng = np.random.default_rng(4)
    people = np.full(400, 24_000)
    calm = spc.u_prime(rng.poisson(300, 400), people)
    wild = spc.u_prime(rng.negative_binomial(100, 1 / 4, 400), people)
    assert calm.sigma_z[0] == pytest.approx(1, abs=0.1)
    assert wild.sigma_z[0] == pytest.approx(2, rel=0.1)


def test_each_segment_has_its_own_spread() -> None:
    x, n = [5, 9, 4, 12, 7, 6, 50, 61, 55, 52], [100] * 10
    chart = spc.u_prime(x, n, breaks=[6])
    assert chart.sigma_z.shape == (2,)
    assert chart.centre[-1] == pytest.approx((50 + 61 + 55 + 52) / 400)
    assert chart.upper[:6] == pytest.approx(spc.u_prime(x[:6], n[:6]).upper)


@pytest.mark.parametrize("kind", [spc.u, spc.u_prime, spc.p, spc.p_prime])
@pytest.mark.parametrize(
    ("count", "base", "reason"),
    [
        ([3, np.nan, 4], [9, 9, 9], Reason.GAP),
        ([3, 4, 5], [9, np.nan, 9], Reason.GAP),
        ([3], [9], Reason.TOO_FEW_PERIODS),
        ([], [], Reason.TOO_FEW_PERIODS),
        ([0, 0, 0], [9, 9, 9], Reason.ALL_ZERO),
        ([3, 0, 4], [9, 0, 9], Reason.ZERO_POPULATION),
    ],
)
def test_charts_that_cannot_be_computed(
    kind: Any, count: list[float], base: list[float], reason: Reason
) -> None:
    with pytest.raises(CannotCompute) as cannot:
        kind(count, base)
    assert cannot.value.reason == reason


def test_charts_without_variation_cannot_be_computed() -> None:
    for make in (
        lambda: spc.xmr([4, 4, 4]),
        lambda: spc.u_prime([4, 4, 4], [9, 9, 9]),
        lambda: spc.p_prime([4, 4, 4], [9, 9, 9]),
    ):
        with pytest.raises(CannotCompute) as cannot:
            make()
        assert cannot.value.reason == Reason.ALL_EQUAL
    with pytest.raises(CannotCompute) as cannot:
        spc.p([9, 9], [9, 9])
    assert cannot.value.reason == Reason.ALL_OF_BASE
    assert spc.u([4, 4, 4], [9, 9, 9]).centre[0] == pytest.approx(4 / 9)
    with pytest.raises(CannotCompute) as cannot:
        spc.xmr([1, 2, 3], breaks=[2])
    assert cannot.value.reason == Reason.TOO_FEW_PERIODS


def test_impossible_charts_are_refused() -> None:
    with pytest.raises(ValueError, match="increasing places"):
        spc.xmr([1, 2, 3, 4], breaks=[0])
    with pytest.raises(ValueError, match="increasing places"):
        spc.xmr([1, 2, 3, 4], breaks=[3, 2])
    with pytest.raises(ValueError, match="freeze"):
        spc.xmr([1, 2, 3, 4], freeze=1)
    with pytest.raises(ValueError, match="larger than base"):
        spc.p([5, 3], [4, 4])
    with pytest.raises(ValueError, match="0 or more"):
        spc.u([5, -3], [4, 4])
    with pytest.raises(ValueError, match="one base for each count"):
        spc.u([5, 3], [4, 4, 4])


# --- rules ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        ([], []),
        ([1] * 6, [0] * 6),
        ([1] * 6 + [-1], [0] * 7),
        ([1] * 8 + [-1], [0, 0, 0, 0, 0, 0, 1, 1, 0]),
        ([-1] * 8 + [1], [0, 0, 0, 0, 0, 0, 1, 1, 0]),
        ([1, 1, 1, 0, 1, 1, 1, 1], [0] * 8),
        ([0] * 8, [0] * 8),
    ],
)
def test_seven_on_one_side(side: list[int], expected: list[int]) -> None:
    assert spc.seven_one_side(side).tolist() == [bool(flag) for flag in expected], NHSR


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ([], []),
        ([0] * 6, [0] * 6),
        ([0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 1, 1, 1, 1, 0]),
        ([0, 0, 0, 0, 0, 0, 0, 1, 0], [0, 1, 1, 1, 1, 1, 1, 1, 0]),
        ([0, 0, 0, 0, 0, 0, -1, 0], [1, 1, 1, 1, 1, 1, 1, 0]),
        ([0, 0, 0, 0, 0, 0, 0, -1, 0], [0, 1, 1, 1, 1, 1, 1, 1, 0]),
    ],
)
def test_the_whole_run_is_marked(ends: list[int], expected: list[int]) -> None:
    assert spc.whole_run(ends).tolist() == [bool(flag) for flag in expected], NHSR


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ([1, 2, 3, 4, 5, 6], [0] * 6),
        ([1, 2, 3, 3, 4, 5, 6], [0] * 7),
        ([1, 2, 3, 4, 5, 6, 7], [0, 0, 0, 0, 0, 0, 1]),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], [0, 0, 0, 0, 0, 0, 0, 1, 0]),
        ([7, 6, 5, 4, 3, 2, 1], [0, 0, 0, 0, 0, 0, -1]),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], [0, 0, 0, 0, 0, 0, 0, -1, 0]),
    ],
)
def test_seven_rising_or_falling(values: list[float], expected: list[int]) -> None:
    assert spc.seven_trend(values).tolist() == expected, NHSR


UP, MIXED = [1] * 7, [1, -1, 1, -1, 1, -1, 1]


@pytest.mark.parametrize(
    ("close", "side", "expected"),
    [
        ([], [], []),
        ([1, 0, 1], [1, 1, 1], [1, 1, 1]),
        ([0, 1, 1], [1, 1, 1], [1, 1, 1]),
        ([1, 1, 0], [1, 1, 1], [1, 1, 1]),
        ([0, 0, 1, 0, 1, 0, 0], UP, [0, 0, 1, 1, 1, 0, 0]),
        ([0, 0, 1, 1, 0, 0, 0], UP, [0, 1, 1, 1, 1, 0, 0]),
        ([1, 0, 1], [1, -1, 1], [0, 0, 0]),
        ([0, 1, 1], [1, -1, 1], [0, 0, 0]),
        ([1, 1, 0], [1, -1, 1], [0, 0, 0]),
        ([0, 0, 1, 0, 1, 0, 0], MIXED, [0] * 7),
        ([0, 0, 1, 1, 0, 0, 0], [-side for side in MIXED], [0] * 7),
    ],
)
def test_two_of_three(close: list[int], side: list[int], expected: list[int]) -> None:
    assert spc.two_in_three(close, side).tolist() == [bool(flag) for flag in expected], NHSR


@pytest.mark.parametrize(
    ("close", "side", "expected"),
    [
        ([1, 0, 1], [1, 1, 1], [1, 0, 1]),
        ([0, 1, 1], [1, 1, 1], [0, 1, 1]),
        ([1, 1, 0], [1, 1, 1], [1, 1, 0]),
        ([0, 0, 1, 0, 1, 0, 0], UP, [0, 0, 1, 0, 1, 0, 0]),
        ([1, 0, 0, 1], [1, 1, 1, 1], [0, 0, 0, 0]),
        ([1, 0, 0, 1, 1], [1, 1, 1, 1, 1], [0, 0, 0, 1, 1]),
    ],
)
def test_only_the_close_points_of_two_of_three_are_marked(
    close: list[int], side: list[int], expected: list[int]
) -> None:
    found = spc.two_in_three(close, side) & np.array(close, dtype=bool)
    assert found.tolist() == [bool(flag) for flag in expected], NHSR


@pytest.mark.skipif(
    not (REFERENCE / "spc_rules_nhsr.json").exists(), reason=f"needs the files in {REFERENCE}"
)
def test_all_published_rule_vectors() -> None:
    cases = json.loads((REFERENCE / "spc_rules_nhsr.json").read_text(encoding="utf-8"))
    rules = {
        "seven_points_one_side": lambda case: spc.seven_one_side(case["in"]),
        "mark_whole_run_of_seven": lambda case: spc.whole_run(case["in"]),
        "seven_point_trend": lambda case: spc.seven_trend(case["y"]),
        "two_in_three_window": lambda case: spc.two_in_three(case["close"], case["side"]),
        "two_in_three_flagged_points": lambda case: (
            spc.two_in_three(case["close"], case["side"]) & (np.array(case["close"]) != 0)
        ),
    }
    for name, rule in rules.items():
        for case in cases[name]:
            assert rule(case).astype(int).tolist() == case["out"], (name, case)


def chart(values: list[float], half: float = 3.0) -> spc.Chart:
    """A chart around 0 with given limits."""
    y = np.array(values, dtype=float)
    zero = np.zeros_like(y)
    return spc.Chart(y, zero, zero - half, zero + half, zero.astype(int), np.array([1.0]))


def test_a_point_takes_the_first_rule_that_fits() -> None:
    # Rising through the upper limit, all on one side, the last two before it in the outer third.
    found = spc.signals(chart([0.1, 0.5, 1.0, 1.5, 2.1, 2.5, 2.9, 3.5]))
    assert found.rule.tolist() == [Rule.TREND] * 7 + [Rule.OUTSIDE]
    side = spc.signals(chart([1, 0.5, 2.5, 1, 2.6, 0.2, 0.3, -1]))
    assert side.rule.tolist() == [
        Rule.ONE_SIDE, Rule.ONE_SIDE, Rule.TWO_OF_THREE, Rule.ONE_SIDE, Rule.TWO_OF_THREE,
        Rule.ONE_SIDE, Rule.ONE_SIDE, Rule.NONE,
    ]  # fmt: skip


def test_the_meaning_depends_on_which_way_is_better() -> None:
    found = spc.signals(chart([4.0, 0.1, -4.0]))
    assert spc.meaning(found, -1).tolist() == [Meaning.CONCERN, Meaning.NONE, Meaning.IMPROVEMENT]
    assert spc.meaning(found, 1).tolist() == [Meaning.IMPROVEMENT, Meaning.NONE, Meaning.CONCERN]
    assert spc.meaning(found, 0).tolist() == [Meaning.NEUTRAL, Meaning.NONE, Meaning.NEUTRAL]


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=40))
def test_rules_mirror(values: list[float]) -> None:
    here, there = spc.signals(chart(values)), spc.signals(chart([-value for value in values]))
    assert here.rule.tolist() == there.rule.tolist()
    assert here.side.tolist() == (-there.side).tolist()


@pytest.mark.parametrize(("expected_cases", "low", "high"), [(8, 0.10, 0.24), (100, 0.10, 0.22)])
def test_about_one_stable_series_in_six_shows_a_mark(
    expected_cases: int, low: float, high: float
) -> None:
    rng = np.random.default_rng(expected_cases)
    marked = [
        (spc.signals(spc.xmr(counts)).rule != Rule.NONE).any()
        for counts in rng.poisson(expected_cases, (800, 20))
    ]
    assert low < np.mean(marked) < high


# --- runs and assurance ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("useful", "longest"),
    [(10, 6), (11, 6), (12, 7), (22, 7), (23, 8), (45, 8), (46, 9), (90, 9), (91, 10), (101, 10)],
)
def test_the_longest_run_allowed_is_the_published(useful: int, longest: int) -> None:
    origin = "unaettie.com, FAQ, tables 1 and 2, critical values for run length"
    found = spc.anhoej([1, -1] * (useful // 2) + [1] * (useful % 2), centre=0)
    assert (found.useful, found.longest_allowed, found.shift) == (useful, longest, False), origin


def test_the_crossings_needed_are_the_published() -> None:
    origin = (
        "sciencetrends.com, Crossings, runs, and crossrun: 13 points, less than three crossings"
    )
    found = spc.anhoej([-1, -1, -1, 1, 1, 1, -1, 1, 1, -1, 1, 1, 1], centre=0)
    assert (found.longest, found.crossings, found.crossings_needed) == (3, 5, 3), origin


def test_a_long_run_or_few_crossings_are_a_shift() -> None:
    found = spc.anhoej([1] * 10 + [9] * 10)
    assert (found.longest, found.crossings, found.shift) == (10, 1, True)
    slow = spc.anhoej([1, 1, 1, 1, 9, 9, 9, 9, 1, 1, 1, 1, 9, 9, 9, 9, 1, 1, 9, 9], centre=5)
    assert (slow.longest, slow.crossings, slow.shift) == (4, 5, True)


def test_points_on_the_median_do_not_count() -> None:
    found = spc.anhoej([5, 1, 5, 9, 5, 1, 9])
    assert (found.useful, found.crossings) == (4, 3)


@pytest.mark.parametrize(
    ("values", "reason"),
    [([3, 3, 3], Reason.ALL_EQUAL), ([1, np.nan, 2], Reason.GAP), ([1], Reason.TOO_FEW_PERIODS)],
)
def test_runs_that_cannot_be_computed(values: list[float], reason: Reason) -> None:
    with pytest.raises(CannotCompute) as cannot:
        spc.anhoej(values)
    assert cannot.value.reason == reason


@pytest.mark.parametrize(
    ("lower", "upper", "rising", "falling"),
    [
        (1, 3, Assurance.FAILS, Assurance.PASSES),
        (5, 7, Assurance.PASSES, Assurance.FAILS),
        (1, 5, Assurance.BY_CHANCE, Assurance.BY_CHANCE),
        (1, 4, Assurance.BY_CHANCE, Assurance.BY_CHANCE),
    ],
)
def test_assurance(lower: float, upper: float, rising: Assurance, falling: Assurance) -> None:
    origin = "NHSRplotthedots, test-ptd_calculate_assurance_type.R: target 4"
    limits = np.array([0.0, lower]), np.array([9.0, upper])
    zeros = np.zeros(2)
    made = spc.Chart(zeros, zeros, *limits, np.array([0, 1]), zeros)
    assert spc.assurance(made, 4, 1) == rising, origin
    assert spc.assurance(made, 4, -1) == falling, origin
    assert spc.assurance(made, 4, 0) == spc.assurance(made, None, 1) == Assurance.NONE
