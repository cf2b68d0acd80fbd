import warnings

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from indicators.stats import movement, trend
from indicators.stats.cannot import CannotCompute, Reason
from indicators.stats.movement import Word

# Wood SN (2017), Generalized Additive Models, 2nd edition, 3.3.2: AIDS in Belgium 1981-1993.
BELGIUM = [12, 14, 33, 50, 67, 74, 123, 141, 165, 204, 253, 246, 240]

N = float("nan")
# pyMannKendall, tests/data/Monthly Rainfall.csv: Bogra, January 1981 to December 2010.
BOGRA = [
    [32, 20, 25, 189, 240, 193, 379, 278, 301, 0, 0, 82],
    [0, 4, N, N, 121, 234, 360, 262, 120, 30, 11, 1],
    [7, 3, 31, 31, 355, 102, 248, 274, 308, N, 5, 26],
    [11, 16, 6, 48, 388, 539, 431, 272, 404, 186, 0, 2],
    [0, 4, 1, 54, 272, 459, 235, 164, 365, 135, 2, N],
    [N, 4, 0, 128, 210, 163, 446, 225, 462, 467, 19, 13],
    [0, 3, 17, 132, 178, 338, 525, 623, 145, 31, 19, 3],
    [0, 29, 25, 87, 259, 756, 486, 180, 292, 43, 92, 1],
    [0, 16, 2, 0, 130, 253, 594, 111, 273, 30, 0, 4],
    [0, 27, 24, 41, 292, 378, 499, 265, 320, 227, 4, 0],
    [4, 14, 8, 48, 416, 240, 404, 207, 733, 105, 0, 112],
    [0, 14, 0, 30, 140, 202, 289, 159, 424, 106, 3, 0],
    [65, 3, 14, 58, 268, 466, 432, 266, 240, 95, 1, 0],
    [10, 26, 4, 114, 94, 289, 173, 208, 263, 156, 5, 0],
    [16, 16, 14, 0, 111, 475, 534, 432, 471, 117, 70, 1],
    [3, 28, 7, 401, 184, 283, 338, 171, 335, 176, 0, 0],
    [10, 11, 9, 140, 102, 208, 298, 245, 220, 29, 2, 27],
    [10, 13, 26, 84, 143, 367, 749, 563, 283, 353, 10, 0],
    [0, 0, 0, 9, 246, 265, 343, 429, 168, 133, 17, 0],
    [18, 35, 76, 158, 272, 250, 190, 289, 466, 84, 0, 0],
    [0, 0, 0, 22, 217, 299, 185, 115, 344, 203, 8, N],
    [N, 0, 5, 284, 123, 254, 476, 496, 326, 27, 20, 0],
    [4, 53, 72, 113, 214, 364, 219, 220, 156, 264, 0, 13],
    [0, 0, 45, 90, 137, 638, 529, 261, 206, 251, 0, 0],
    [5, 9, 58, 72, 138, 130, 471, 328, 356, 523, 0, 1],
    [0, 0, 12, 143, 193, 184, 192, 138, 174, 69, 1, 0],
    [0, 18, 25, 28, 92, 732, 320, 256, 302, 131, 15, 0],
    [27, 0, 22, 20, 213, 393, 474, 374, 109, 159, 0, 0],
    [0, 3, 3, 49, 205, 128, 194, 570, 169, 89, 0, 0],
    [0, 0, 0, 26, 185, 286, 92, 225, 244, 190, 3, 20],
]

COUNTS = st.lists(st.integers(0, 2000), min_size=5, max_size=5)


# --- quasi-Poisson --------------------------------------------------------------------------------


def test_a_trend_is_the_published_one() -> None:
    found = trend.quasi_poisson(BELGIUM, None, range(1, 14))
    assert round(float(np.log1p(found.yearly_change)), 7) == 0.2021212
    assert found.degrees == 11
    assert found.used == tuple(range(1, 14))
    assert found.missing == ()
    assert found.dispersion > 1


def test_the_two_ways_of_fitting_agree() -> None:
    one = trend.quasi_poisson(BELGIUM, None, range(13))
    many = movement.movement([BELGIUM, BELGIUM], years=13)
    for name in ("yearly_change", "lower", "upper", "p", "dispersion", "degrees"):
        assert getattr(many, name) == pytest.approx([getattr(one, name)] * 2, rel=1e-8)
    assert many.word.tolist() == [Word.CERTAIN] * 2


@settings(deadline=None)
@given(
    COUNTS,
    st.lists(st.integers(15_000, 30_000), min_size=5, max_size=5),
    st.sets(st.integers(0, 4)),
)
def test_movement_is_the_same_as_one_regression(
    counts: list[int], people: list[int], out: set[int]
) -> None:
    series = np.array(counts, dtype=float)
    series[list(out)] = np.nan
    many = movement.movement(series, people)
    if reason := str(many.reason):
        with pytest.raises(CannotCompute, match=reason):
            trend.quasi_poisson(series, people, range(5))
        assert str(many.word) == ""
        assert np.isnan([many.yearly_change, many.lower, many.upper, many.p]).all()
        return
    one = trend.quasi_poisson(series, people, range(5))
    assert float(many.yearly_change) == pytest.approx(one.yearly_change, rel=1e-6, abs=1e-9)
    assert float(many.lower) == pytest.approx(one.lower, rel=1e-5, abs=1e-7)
    assert float(many.p) == pytest.approx(one.p, rel=1e-4, abs=1e-9)
    assert float(many.dispersion) == pytest.approx(one.dispersion, rel=1e-5)
    assert many.used.tolist() == [place not in out for place in range(5)]


@given(COUNTS)
def test_the_words_follow_p(counts: list[int]) -> None:
    found = movement.movement(counts)
    assume(str(found.reason) == "")
    p = float(found.p)
    expected = Word.CERTAIN if p < 0.002 else Word.SIGN if p < 0.05 else Word.NONE
    assert str(found.word) == expected
    assert found.lower <= found.yearly_change <= found.upper
    assert (found.lower <= 0 <= found.upper) == (p >= 0.05)


@given(COUNTS)
def test_a_series_turned_round_moves_the_other_way(counts: list[int]) -> None:
    there, back = movement.movement(counts), movement.movement(counts[::-1])
    assume(str(there.reason) == "")
    assert 1 + float(back.yearly_change) == pytest.approx(1 / (1 + float(there.yearly_change)))
    assert float(back.p) == pytest.approx(float(there.p), rel=1e-6, abs=1e-12)


def test_uncertainty_is_never_less_than_chance_gives() -> None:
    # Exactly on a curve: the series itself shows no spread at all.
    smooth = 1000 * 0.98 ** np.arange(5)
    found = movement.movement(smooth)
    assert float(found.dispersion) == 1
    error = (np.log1p(found.upper) - np.log1p(found.yearly_change)) / 1.959964
    assert 1 / error**2 == pytest.approx(smooth.mean() * 5 * 2, rel=0.01)


def test_a_wild_series_has_wide_limits() -> None:
    found = movement.movement([[100, 300, 80, 320, 90], [170, 175, 178, 180, 187]])
    width = found.upper - found.lower
    assert found.dispersion[0] > 10
    assert width[0] > 5 * width[1]


def test_only_the_last_five_years_are_used() -> None:
    late = movement.movement([7, 5000, 3, 100, 90, 95, 80, 70])
    assert late.used.shape == (5,)
    assert float(late.p) == float(movement.movement([100, 90, 95, 80, 70]).p)


def test_movement_keeps_the_shape_of_the_series() -> None:
    counts = np.arange(60).reshape(3, 4, 5) + 10
    found = movement.movement(counts, np.full(5, 24_000))
    for name in ("word", "reason", "yearly_change", "lower", "upper", "p", "dispersion", "degrees"):
        assert getattr(found, name).shape == (3, 4)
    assert found.used.shape == (3, 4, 5)
    assert str(found.word[1, 2]) == str(movement.movement(counts[1, 2]).word)


@pytest.mark.parametrize(
    ("counts", "people", "reason"),
    [
        ([5], [100], Reason.TOO_FEW_PERIODS),
        ([], [], Reason.TOO_FEW_PERIODS),
        ([5, 6], [100, 100], Reason.TOO_FEW_PERIODS),
        ([5, N, 6, N, N], [100] * 5, Reason.TOO_FEW_PERIODS),
        ([5, 6, 7], [100, N, 100], Reason.TOO_FEW_PERIODS),
        ([0, 0, 0, 0, 0], [100] * 5, Reason.ALL_ZERO),
        ([7, 7, 7, 7, 7], [100] * 5, Reason.ALL_EQUAL),
        ([7, 6, 7, 5, 7], [100, 100, 0, 100, 100], Reason.ZERO_POPULATION),
        ([0, 0, 0, 0, 0], [0] * 5, Reason.ZERO_POPULATION),
        ([0, 0, 0, 0, 9], [100] * 5, Reason.NO_ESTIMATE),
        ([9, 0, 0, N, N], [100] * 5, Reason.NO_ESTIMATE),
    ],
)
def test_what_cannot_be_computed_says_why(
    counts: list[float], people: list[float], reason: Reason
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(CannotCompute) as cannot:
            trend.quasi_poisson(counts, people, range(len(counts)))
        found = movement.movement(counts, people)
    assert cannot.value.reason == reason
    assert str(found.reason) == reason
    assert str(found.word) == ""
    assert np.isnan([found.yearly_change, found.lower, found.upper, found.p]).all()


def test_a_gap_is_told_and_does_no_harm() -> None:
    whole = trend.quasi_poisson(BELGIUM, None, range(1981, 1994))
    holed = [*BELGIUM[:4], N, *BELGIUM[5:]]
    gap = trend.quasi_poisson(holed, None, range(1981, 1994))
    left_out = [year for year in range(1981, 1994) if year != 1985]
    absent = trend.quasi_poisson(BELGIUM[:4] + BELGIUM[5:], None, left_out)
    assert gap.missing == absent.missing == (1985,)
    assert gap.used == absent.used == tuple(left_out)
    assert gap.yearly_change == pytest.approx(absent.yearly_change)
    assert gap.yearly_change == pytest.approx(whole.yearly_change, rel=0.05)


def test_quarters_have_a_term_each() -> None:
    rng = np.random.default_rng(1)
    years = 2016 + np.arange(40) / 4
    quarter = np.tile([1, 2, 3, 4], 10)
    season = np.array([0.5, 1.0, 2.0, 1.0])[quarter - 1]
    counts = rng.poisson(200 * season * 0.95 ** (years - 2016))
    with_terms = trend.quasi_poisson(counts, None, years, quarter)
    without = trend.quasi_poisson(counts, None, years)
    assert with_terms.lower < -0.05 < with_terms.upper
    assert with_terms.degrees == 35
    assert with_terms.dispersion < 2 < 10 < without.dispersion
    assert with_terms.missing == ()


def test_a_quarter_without_cases_has_no_estimate() -> None:
    quarter = np.tile([1, 2, 3, 4], 3)
    with pytest.raises(CannotCompute) as cannot:
        trend.quasi_poisson([5, 0, 7, 3, 4, 0, 6, 8, 5, 0, 9, 3], None, np.arange(12) / 4, quarter)
    assert cannot.value.reason == Reason.NO_ESTIMATE
    with pytest.raises(CannotCompute) as few:
        trend.quasi_poisson([5, 3, 7, 4], None, np.arange(4) / 4, [1, 2, 3, 4])
    assert few.value.reason == Reason.TOO_FEW_PERIODS


def test_impossible_series_are_refused() -> None:
    with pytest.raises(ValueError, match="count must be 0 or more"):
        movement.movement([1, -1, 2])
    with pytest.raises(ValueError, match="population must be 0 or more"):
        movement.movement([1, 1, 2], [1, np.inf, 1])
    with pytest.raises(ValueError, match="years must be 3 or more"):
        movement.movement([1, 1, 2], years=2)
    with pytest.raises(ValueError, match="must increase"):
        trend.quasi_poisson([1, 2, 3], None, [1, 3, 2])
    with pytest.raises(ValueError, match="one period for each count"):
        trend.quasi_poisson([1, 2, 3], None, [1, 2])
    with pytest.raises(ValueError, match="confidence"):
        trend.quasi_poisson([1, 2, 3], None, [1, 2, 3], confidence=95)


@pytest.mark.parametrize("size", [40, 500])
def test_a_stable_series_is_seldom_called_moving(size: int) -> None:
    rng = np.random.default_rng(size)
    word = movement.movement(rng.poisson(size, (4000, 5))).word
    assert ((word == Word.SIGN) | (word == Word.CERTAIN)).mean() < 0.05
    assert (word == Word.CERTAIN).mean() < 0.002


# --- values with and without standard errors ------------------------------------------------------


def test_a_line_through_values_is_ordinary_regression() -> None:
    values = [10.0, 12.0, 11.0, 15.0, 16.0]
    found = movement.movement_of_values(values)
    line = stats.linregress(range(5), values)
    assert float(found.yearly_change) == pytest.approx(line.slope)
    assert float(found.p) == pytest.approx(line.pvalue)
    margin = stats.t.ppf(0.975, 3) * line.stderr
    assert float(found.upper) == pytest.approx(line.slope + margin)
    assert np.isnan(found.dispersion)


def test_values_with_standard_errors_move_only_beyond_them() -> None:
    values = np.array([0.80, 0.81, 0.82, 0.83, 0.84])
    assert str(movement.movement_of_values(values, 0.03).word) == Word.NONE
    assert str(movement.movement_of_values(values, 0.001).word) == Word.CERTAIN
    assert float(movement.movement_of_values(values, 0.03).dispersion) == 1


def test_values_that_cannot_be_tested() -> None:
    found = movement.movement_of_values([[3, 3, 3, 3, 3], [1, N, 2, N, N], [1, 2, 4, 3, 5]])
    assert found.reason.tolist() == [Reason.ALL_EQUAL, Reason.TOO_FEW_PERIODS, ""]
    assert np.isnan(found.p).tolist() == [True, True, False]
    with pytest.raises(ValueError, match="standard errors positive"):
        movement.movement_of_values([1, 2, 3], 0)


# --- the series' own dispersion -------------------------------------------------------------------


def test_own_dispersion_is_what_the_series_shows() -> None:
    rng = np.random.default_rng(2)
    calm = rng.poisson(500, (500, 15))
    wild = rng.negative_binomial(500 / 4, 1 / 5, (500, 15))
    assert 1 <= float(movement.own_dispersion(calm)[0].mean()) < 1.25
    phi, degrees = movement.own_dispersion(wild)
    assert float(phi.mean()) == pytest.approx(5, rel=0.1)
    assert set(degrees.tolist()) == {9}


def test_a_slow_change_of_course_is_not_noise() -> None:
    bend = np.concatenate([1000 * 1.05 ** np.arange(10), 1000 * 1.05**9 * 0.93 ** np.arange(1, 11)])
    assert float(movement.own_dispersion(bend)[0]) == 1


def test_stretches_that_say_nothing_are_left_out() -> None:
    phi, degrees = movement.own_dispersion([0, 0, 0, 0, 0, 100, 130, 90, 120, 80])
    assert float(phi) == float(movement.movement([100, 130, 90, 120, 80]).dispersion)
    assert int(degrees) == 3
    assert np.isnan(movement.own_dispersion([5, 7])[0])


# --- Fingertips -----------------------------------------------------------------------------------

FINGERTIPS = "FingertipsNext, TrendMarkerCalculatorTests.cs and IndicatorTestData.cs"


@pytest.mark.parametrize(
    ("value", "lower", "upper", "direction"),
    [
        (  # Diabetes: QOF prevalence
            [7.0826, 7.1085, 7.2571, 7.4528, 7.6554],
            [7.0754, 7.1013, 7.2499, 7.4456, 7.6481],
            [7.094, 7.1199, 7.2684, 7.4643, 7.6669],
            1,
        ),
        (  # MMR coverage, Yorkshire and the Humber
            [92.6254, 92.3221, 90.8708, 90.017, 90.1013],
            [92.4168, 92.1072, 90.6358, 89.7694, 89.8578],
            [92.8288, 92.5315, 91.1004, 90.2594, 90.3396],
            -1,
        ),
        (  # Preventable sight loss from diabetic eye disease
            [2.935, 1.93028, 2.7567, 2.8701, 3.0121],
            [2.7841, 1.8085, 2.6113, 2.7225, 2.8616],
            [3.0919, 2.058, 2.9082, 3.0237, 3.1683],
            1,
        ),
        (  # Under 75 mortality from cancer; the source's 120/7742 is a slip for 120.7742
            [126.9341, 125.829, 121.5234, 122.3782, 120.7742],
            [125.9343, 124.8371, 120.5533, 121.4012, 119.8035],
            [127.94, 126.8268, 122.4993, 123.361, 121.7507],
            -1,
        ),
    ],
)
def test_recent_trends_are_the_published_ones(
    value: list[float], lower: list[float], upper: list[float], direction: int
) -> None:
    assert trend.five_point(value, lower, upper).direction == direction, FINGERTIPS


@pytest.mark.parametrize(
    ("count", "base", "direction"),
    [
        (
            [3455176, 3491868, 3625401, 3774801, 3938080],
            [48783947, 49122259, 49956777, 50649129, 51441896],
            1,
        ),
        ([57274, 55865, 53681, 51767, 53185], [61834, 60511, 59074, 57508, 59028], -1),
    ],
)
def test_recent_trends_of_shares_are_the_published_ones(
    count: list[int], base: list[int], direction: int
) -> None:
    assert trend.five_point_share(count, base).direction == direction, FINGERTIPS


def test_the_two_recent_trends_by_formula() -> None:
    x, n = np.array([40.0, 44, 52, 50, 61]), np.array([400.0, 410, 420, 430, 440])
    t = np.arange(1.0, 6.0)
    found = trend.five_point_share(x, n)
    top = n.sum() * (n.sum() * (t * x).sum() - x.sum() * (t * n).sum()) ** 2
    below = x.sum() * (n.sum() - x.sum()) * (n.sum() * (t**2 * n).sum() - (t * n).sum() ** 2)
    assert found.chi_square == pytest.approx(top / below)
    equal = trend.five_point([1, 2, 3, 4, 6], [0, 1, 2, 3, 5], [2, 3, 4, 5, 7])
    assert equal.slope == pytest.approx(1.2)
    assert equal.chi_square == pytest.approx(1.2**2 * 10 * (3.92 / 2) ** 2)


def test_one_odd_year_makes_no_recent_trend() -> None:
    found = trend.five_point([10, 10.1, 10, 9.9, 20], [9, 9, 9, 9, 19], [11, 11, 11, 11, 21])
    assert found.chi_square > trend.CHI_SQUARE_998
    assert (found.consistent, found.direction) == (False, 0)


@pytest.mark.parametrize(
    ("count", "base", "reason"),
    [
        ([1, 2, 3, 4], [9] * 4, Reason.TOO_FEW_PERIODS),
        ([1, 2, N, 4, 5], [9] * 5, Reason.GAP),
        ([1, 2, 3, 4, 9], [9] * 5, Reason.ALL_OF_BASE),
        ([0, 0, 0, 0, 0], [9] * 5, Reason.ALL_ZERO),
        ([1, 2, 3, 4, 0], [9, 9, 9, 9, 0], Reason.ZERO_POPULATION),
    ],
)
def test_recent_trends_that_cannot_be_computed(
    count: list[float], base: list[float], reason: Reason
) -> None:
    with pytest.raises(CannotCompute) as cannot:
        trend.five_point_share(count, base)
    assert cannot.value.reason == reason


def test_limits_without_width_make_no_recent_trend() -> None:
    with pytest.raises(CannotCompute) as cannot:
        trend.five_point([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [1, 2, 3, 4, 5])
    assert cannot.value.reason == Reason.ALL_EQUAL


# --- ranks ----------------------------------------------------------------------------------------

PYMANNKENDALL = "pyMannKendall, tests/test_pymannkendall.py"


def test_mann_kendall_is_the_published_one() -> None:
    found = trend.mann_kendall(np.ravel(BOGRA))
    assert found.s == -1959
    assert found.variance == pytest.approx(4889800.333333333, rel=1e-15), PYMANNKENDALL
    assert found.z == pytest.approx(-0.8854562842589916, rel=1e-13)
    assert found.p == pytest.approx(0.37591058740506833, rel=1e-13)
    assert found.tau == pytest.approx(-0.03153167653875869, rel=1e-13)


def test_seasonal_mann_kendall_is_the_published_one() -> None:
    found = trend.mann_kendall(np.ravel(BOGRA), np.tile(np.arange(12), 30))
    assert found.s == -399
    assert found.variance == pytest.approx(34702.333333333336, rel=1e-15), PYMANNKENDALL
    assert found.z == pytest.approx(-2.136504114534638, rel=1e-13)
    assert found.p == pytest.approx(0.03263834596177739, rel=1e-12)
    assert found.tau == pytest.approx(-0.0794979079497908, rel=1e-13)


@given(st.lists(st.integers(-50, 50), min_size=4, max_size=30))
def test_mann_kendall_turns_with_the_series(values: list[int]) -> None:
    assume(len(set(values)) > 1)
    there, back = trend.mann_kendall(values), trend.mann_kendall(values[::-1])
    assert there.s == -back.s
    assert there.p == pytest.approx(back.p)
    assert 0 < there.p <= 1
    if len(set(values)) == len(values):
        kendall = stats.kendalltau(range(len(values)), values)
        assert there.tau == pytest.approx(kendall.statistic)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([1, 2, 3], Reason.TOO_FEW_PERIODS),
        ([], Reason.TOO_FEW_PERIODS),
        ([1, 2, 3, N], Reason.TOO_FEW_PERIODS),
        ([4, 4, 4, 4, 4], Reason.ALL_EQUAL),
    ],
)
def test_ranks_that_cannot_be_computed(values: list[float], reason: Reason) -> None:
    with pytest.raises(CannotCompute) as cannot:
        trend.mann_kendall(values)
    assert cannot.value.reason == reason


SLOPES_Y, SLOPES_X = [9, 15, 19, 20, 45, 55, 78], [1, 2, 3, 4, 10, 12, 18]


@pytest.mark.parametrize(
    ("y", "x", "joint", "slope", "intercept"),
    [
        ([0, 1, 1], None, False, 0.5, 0.5),
        ([0, 1, 1], None, True, 0.5, 0.0),
        (SLOPES_Y, SLOPES_X, False, 4, 4.0),
        (SLOPES_Y, SLOPES_X, True, 4, 6.0),
    ],
)
def test_theil_sen_is_the_published_one(
    y: list[float], x: list[float] | None, joint: bool, slope: float, intercept: float
) -> None:
    found = trend.theil_sen(y, x, 0.93, joint=joint)
    assert (found.slope, found.intercept) == (slope, intercept), "scipy 1.17.1, test_theilslopes"
    if x:
        # scipy's tests allow 0.01: Sen's own numbers, in two decimals
        assert (found.lower, found.upper) == pytest.approx((3.71, 4.38), abs=0.01)


def test_theil_sen_of_a_long_series_is_the_published_one() -> None:
    values = np.ravel(BOGRA)
    found = trend.theil_sen(values[~np.isnan(values)])
    assert found.slope == pytest.approx(-0.0064516129032258064, rel=1e-13), PYMANNKENDALL


@pytest.mark.parametrize(
    ("values", "reason"),
    [([1, 2], Reason.TOO_FEW_PERIODS), ([5, 5, 5, N], Reason.ALL_EQUAL)],
)
def test_slopes_that_cannot_be_computed(values: list[float], reason: Reason) -> None:
    with pytest.raises(CannotCompute) as cannot:
        trend.theil_sen(values)
    assert cannot.value.reason == reason
