import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from indicators.stats.cannot import CannotCompute, Reason
from indicators.stats.compare import two_sample
from indicators.stats.intervals import (
    byar,
    mean_t,
    newcombe,
    poisson_exact,
    rate_ratio,
    weighted_share,
    wilson,
)

PHE_RATE = "PHEindicatormethods 093fd288, testdata_Rate.xlsx"
PHE_WILSON = "PHEindicatormethods 093fd288, testdata_Byars_Wilson.xlsx"
PHE_BYAR = "PHEindicatormethods 093fd288, testdata_Byars_Wilson.xlsx"
PHE_GROUPED = "PHEindicatormethods 093fd288, testdata_Rate.xlsx, grouped"
NEWCOMBE = "Newcombe RG (1998), Statistics in Medicine 17, 873-890, table II, method 10"
R_POISSON = "statsmodels 0.15.0, test_rates_poisson.py: values from R, method exact"
R_BINOM = "statsmodels 0.15.0 tests: values from R binom, method wilson"

CONFIDENCES = st.floats(0.01, 0.9999)
COUNTS = st.integers(0, 10**7)


@pytest.mark.parametrize(
    ("count", "population", "confidence", "multiplier", "lower", "upper", "origin"),
    [
        (1, 100, 0.95, 100, 0.025317807984289897, 5.571643390938898, PHE_RATE),
        (5, 100, 0.95, 100, 1.62348639011842, 11.668332079322669, PHE_RATE),
        (1, 100, 0.998, 100, 0.0010005003335835344, 9.233413476451585, PHE_RATE),
        (5, 100, 0.998, 100, 0.739371731917839, 16.454745203680105, PHE_RATE),
        (1, 100, 0.95, 100000, 25.317807984289896, 5571.643390938898, PHE_RATE),
        (5, 100, 0.95, 100000, 1623.4863901184199, 11668.332079322669, PHE_RATE),
        (1, 100, 0.998, 100000, 1.0005003335835343, 9233.413476451586, PHE_RATE),
        (5, 100, 0.998, 100000, 739.3717319178389, 16454.745203680104, PHE_RATE),
        (15, 400, 0.95, 1, 0.0209884653319583, 0.0618505471787146, R_POISSON),
    ],
)
def test_poisson_limits_are_the_published_ones(
    count: int,
    population: int,
    confidence: float,
    multiplier: int,
    lower: float,
    upper: float,
    origin: str,
) -> None:
    limits = [limit / population * multiplier for limit in poisson_exact(count, confidence)]
    assert limits == pytest.approx([lower, upper], rel=1e-13), origin


@pytest.mark.parametrize(
    ("count", "base", "confidence", "lower", "upper", "origin"),
    [
        (65, 100, 0.95, 0.5525444329688797, 0.7363575175690247, PHE_WILSON),
        (1045, 5000, 0.95, 0.19795549880013297, 0.22049130373189027, PHE_WILSON),
        (0.445, 1, 0.95, 0.04381744772058822, 0.9334621276979156, PHE_WILSON),
        (65, 100, 0.998, 0.4954946574070431, 0.7783540614089697, PHE_WILSON),
        (1045, 5000, 0.998, 0.19179381799015244, 0.22731562902525818, PHE_WILSON),
        (0.445, 1, 0.998, 0.019347006132900975, 0.9702259947019541, PHE_WILSON),
        (18, 20, 0.95, 0.6989663547715128, 0.972133518786232, R_BINOM),
        (4, 20, 0.95, 0.0806576625797981, 0.4160174322518935, R_BINOM),
        (4, 200, 0.95, 0.00780442641634947, 0.05028708690582643, R_BINOM),
        (190, 200, 0.95, 0.910421851861224, 0.972617354399236, R_BINOM),
    ],
)
def test_wilson_limits_are_the_published_ones(
    count: float, base: float, confidence: float, lower: float, upper: float, origin: str
) -> None:
    assert wilson(count, base, confidence) == pytest.approx((lower, upper), rel=1e-13), origin


@pytest.mark.parametrize(
    ("count", "base", "lower", "upper", "decimals", "origin"),
    [
        (1, 30, 0.00590859, 0.16670391, 8, R_BINOM),
        (29, 30, 0.8332961, 0.9940914, 7, R_BINOM),
        (0, 30, 0.0, 0.11351339, 8, R_BINOM),
        (30, 30, 0.8864866, 1.0, 7, R_BINOM),
    ],
)
def test_wilson_limits_are_the_ones_published_with_fewer_decimals(
    count: int, base: int, lower: float, upper: float, decimals: int, origin: str
) -> None:
    limits = [round(float(limit), decimals) for limit in wilson(count, base)]
    assert limits == [lower, upper], origin


def test_poisson_limits_keep_the_shape_of_the_counts() -> None:
    lower, upper = poisson_exact(np.array([[0, 1, np.nan], [5, 1, 0]]))
    assert lower.shape == upper.shape == (2, 3)
    assert lower.dtype == upper.dtype == np.float64
    assert lower[0, 0] == lower[1, 2] == 0
    assert lower[0, 1] == lower[1, 1] == poisson_exact(1)[0]
    assert upper[0, 0] == pytest.approx(-np.log(0.025))
    assert np.isnan([lower[0, 2], upper[0, 2]]).all()
    assert np.isfinite(lower).sum() == np.isfinite(upper).sum() == 5


def test_wilson_limits_have_the_common_shape() -> None:
    lower, upper = wilson([[1], [2]], [10, 20, 30])
    assert lower.shape == upper.shape == (2, 3)
    assert (lower[1, 2], upper[1, 2]) == wilson(2, 30)


@pytest.mark.parametrize("limits", [poisson_exact(3), wilson(3, 10)])
def test_a_scalar_gives_arrays_without_dimensions(limits: tuple[np.ndarray, np.ndarray]) -> None:
    for limit in limits:
        assert isinstance(limit, np.ndarray)
        assert limit.shape == ()


def test_no_counts_give_no_limits() -> None:
    assert [limit.shape for limit in (*poisson_exact([]), *wilson([], []))] == [(0,)] * 4


@pytest.mark.parametrize(("count", "base"), [(0, 0), (np.nan, 10), (3, np.nan), (np.nan, 0)])
def test_a_share_of_nothing_has_no_limits(count: float, base: float) -> None:
    assert np.isnan(wilson(count, base)).all()


@pytest.mark.parametrize("base", [1, 7, 30, 101, 12345, 0.3, 1e-9, 1e9])
@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.998])
def test_shares_of_none_and_all_touch_the_ends(base: float, confidence: float) -> None:
    assert wilson(0, base, confidence)[0] == 0
    assert wilson(base, base, confidence)[1] == 1


def test_a_tiny_share_keeps_its_digits() -> None:
    # z is 1.96 and the base has no say: lower ≈ x² / (n z²)
    assert wilson(1e-6, 1e6)[0] == pytest.approx(1e-18 / 1.959963984540054**2, rel=1e-6)


def test_a_weighted_count_may_pass_its_base_by_rounding() -> None:
    weights = [0.1, 0.2]
    assert sum(weights) > 0.3
    assert wilson(sum(weights), 0.3) == wilson(0.3, 0.3)


@pytest.mark.parametrize("confidence", [0, 1, -0.5, 95, np.nan, np.inf])
@pytest.mark.parametrize("limits", [poisson_exact, lambda count, level: wilson(count, 10, level)])
def test_a_confidence_that_is_none_is_refused(
    limits: Callable[[float, float], object], confidence: float
) -> None:
    with pytest.raises(ValueError, match="confidence must lie between 0 and 1"):
        limits(3, confidence)


@pytest.mark.parametrize("wrong", [-1, -0.001, np.inf, -np.inf])
def test_impossible_counts_are_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="count must be 0 or more"):
        poisson_exact([1, wrong])
    with pytest.raises(ValueError, match="count must be 0 or more"):
        wilson([1, wrong], 10)
    with pytest.raises(ValueError, match="base must be 0 or more"):
        wilson(0, [10, wrong])


@pytest.mark.parametrize(("count", "base"), [(11, 10), (1, 0), ([1, 11], [10, 10]), (10.001, 10)])
def test_more_than_all_are_refused(count: object, base: object) -> None:
    with pytest.raises(ValueError, match="count must not be larger than base"):
        wilson(count, base)  # type: ignore[arg-type]


@given(COUNTS, CONFIDENCES)
def test_poisson_limits_leave_equal_tails(count: int, confidence: float) -> None:
    lower, upper = poisson_exact(count, confidence)
    tail = (1 - confidence) / 2
    assert stats.poisson.cdf(count, upper) == pytest.approx(tail, rel=1e-6)
    if count:
        assert stats.poisson.sf(count - 1, lower) == pytest.approx(tail, rel=1e-6)


@given(COUNTS, st.floats(0.5, 0.9999))
def test_poisson_limits_enclose_the_count(count: int, confidence: float) -> None:
    lower, upper = poisson_exact(count, confidence)
    assert lower <= count <= upper


@given(st.floats(0, 1), st.floats(0.5, 1e7), CONFIDENCES)
def test_wilson_limits_enclose_the_share(share: float, base: float, confidence: float) -> None:
    lower, upper = wilson(share * base, base, confidence)
    assert 0 <= lower <= share * (1 + 1e-12)
    assert share * (1 - 1e-12) <= upper <= 1


@given(st.floats(0, 1), st.floats(0.5, 1e7), CONFIDENCES)
def test_wilson_limits_mirror(share: float, base: float, confidence: float) -> None:
    count = share * base
    lower, upper = wilson([count, base - count], base, confidence)
    assert lower[0] == pytest.approx(1 - upper[1], abs=1e-12)


@given(COUNTS, CONFIDENCES, CONFIDENCES)
def test_more_confidence_means_wider_limits(count: int, one: float, other: float) -> None:
    less, more = sorted((one, other))
    for narrow, wide in (
        (poisson_exact(count, less), poisson_exact(count, more)),
        (wilson(count, 10**7, less), wilson(count, 10**7, more)),
    ):
        assert wide[0] <= narrow[0] * (1 + 1e-12)
        assert narrow[1] <= wide[1] * (1 + 1e-12)


@given(COUNTS, CONFIDENCES)
def test_more_events_mean_higher_limits(count: int, confidence: float) -> None:
    lower, upper = poisson_exact([count, count + 1], confidence)
    assert lower[0] < lower[1]
    assert upper[0] < upper[1]


# --- Byar -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "confidence", "lower", "upper"),
    [
        (65, 0.95, 50.163187710459454, 82.84913854593984),
        (1045, 0.95, 982.5932018073325, 1110.33121298565),
        (1, 0.95, 0.01307213290150435, 5.5637555824752605),
        (65, 0.998, 42.8802614714802, 94.00029084431802),
        (1045, 0.998, 947.9407035610374, 1148.806160988033),
        (10, 0.998, 2.916318374695686, 24.193724927880535),
        (1, 0.998, np.nan, 9.362180217908362),
    ],
)
def test_byar_limits_are_the_published_ones(
    count: int, confidence: float, lower: float, upper: float
) -> None:
    limits = byar(count, confidence)
    assert limits == pytest.approx((lower, upper), rel=1e-13, nan_ok=True), PHE_BYAR


@pytest.mark.parametrize(
    ("count", "base", "confidence", "lower", "upper", "origin"),
    [
        (20, 100, 0.95, 12211.428834875936, 30889.880369197064, PHE_RATE),
        (9856, 12345, 0.95, 78269.49058976758, 81430.01654272141, PHE_RATE),
        (7776456, 7564336677, 0.95, 102.73196005302074, 102.87648334092832, PHE_RATE),
        (222, 3215, 0.95, 6026.574877652675, 7875.729370871851, PHE_RATE),
        (999, 3456, 0.95, 27141.30493609052, 30755.833237378414, PHE_RATE),
        (250, 220, 0.95, 99984.94738532876, 128631.14487455782, PHE_RATE),
        (20, 100, 0.998, 8922.802365144193, 38085.03562504191, PHE_RATE),
        (9856, 12345, 0.998, 77375.90543271053, 82354.47277095431, PHE_RATE),
        (7776456, 7564336677, 0.998, 102.690317308454, 102.91817639509068, PHE_RATE),
        (222, 3215, 0.998, 5560.737695259854, 8461.04668173341, PHE_RATE),
        (999, 3456, 0.998, 26162.147596445768, 31845.604819822653, PHE_RATE),
        (250, 220, 0.998, 92710.00554438953, 137651.23772147458, PHE_RATE),
        (10, 200, 0.95, 2393.7249569837822, 9195.729302878237, PHE_GROUPED),
        (40, 200, 0.95, 14286.649933218456, 27235.04966001213, PHE_GROUPED),
        (130, 200, 0.95, 54306.52101925725, 77182.74430661963, PHE_GROUPED),
        (19712, 24690, 0.95, 78727.30027133638, 80960.43271813256, PHE_GROUPED),
        (15552912, 15128673354, 0.95, 102.7531168009107, 102.85530745877516, PHE_GROUPED),
        (444, 6430, 0.95, 6277.68811414578, 7578.304458634362, PHE_GROUPED),
        (1998, 6912, 0.95, 27652.52008830221, 30202.169187218453, PHE_GROUPED),
    ],
)
def test_byar_limits_of_rates_are_the_published_ones(
    count: int, base: int, confidence: float, lower: float, upper: float, origin: str
) -> None:
    limits = [limit / base * 100_000 for limit in byar(count, confidence)]
    assert limits == pytest.approx([lower, upper], rel=1e-12), origin


def test_exact_limits_of_a_grouped_rate_are_the_published_ones() -> None:
    limits = [limit / 200 * 100_000 for limit in poisson_exact(2)]
    assert limits == pytest.approx([121.10463927198258, 3612.3438338619794], rel=1e-13), PHE_GROUPED


def test_byar_has_no_lower_limit_of_nothing() -> None:
    lower, upper = byar([0, np.nan, 30])
    assert np.isnan(lower).tolist() == [True, True, False]
    assert np.isnan(upper).tolist() == [False, True, False]
    with pytest.raises(ValueError, match="count must be 0 or more"):
        byar(-1)


@given(st.integers(10, 10**7))
def test_byar_is_close_to_exact_from_ten_events(count: int) -> None:
    assert np.array(byar(count)) == pytest.approx(np.array(poisson_exact(count)), rel=2e-3)


# --- ratio of two rates ---------------------------------------------------------------------------


def test_rate_ratio_limits_are_the_published_ones() -> None:
    origin = "R, ?poisson.test: poisson.test(c(11, 6+8+7), c(800, 1083+1050+878))"
    lower, upper = rate_ratio(11, 800, 6 + 8 + 7, 1083 + 1050 + 878)
    assert (round(float(lower), 7), round(float(upper), 7)) == (0.8584264, 4.2772659), origin


def test_rate_ratio_without_events() -> None:
    lower, upper = rate_ratio([0, 5, 0, 5, np.nan, 5], 100, [5, 0, 0, 5, 5, np.nan], 100)
    assert lower[0] == 0
    assert upper[1] == np.inf
    assert lower[1] > 0
    assert np.isnan([lower[2], upper[2], lower[4], upper[4], lower[5], upper[5]]).all()
    assert lower[3] * upper[3] == pytest.approx(1)
    assert np.isnan(rate_ratio(3, 0, 3, 10)).all()


@given(st.integers(0, 400), st.integers(0, 400), st.floats(0.1, 10), CONFIDENCES)
def test_rate_ratio_limits_agree_with_the_exact_test(
    count1: int, count2: int, base: float, confidence: float
) -> None:
    assume(count1 + count2 > 0)
    p = float(two_sample(count1, base, count2, 1.0))
    assume(abs(p - (1 - confidence)) > 1e-9)
    lower, upper = rate_ratio(count1, base, count2, 1.0, confidence)
    assert (p < 1 - confidence) == (not lower <= 1 <= upper)


# --- difference of two shares ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count1", "base1", "count2", "base2", "lower", "upper"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0),
        (10, 10, 0, 10, 0.6075, 1.0),
    ],
)
def test_newcombe_limits_are_the_published_ones(
    count1: int, base1: int, count2: int, base2: int, lower: float, upper: float
) -> None:
    limits = [round(float(limit), 4) for limit in newcombe(count1, base1, count2, base2)]
    assert limits == [lower, upper], NEWCOMBE


@given(st.integers(0, 50), st.integers(50, 90), st.integers(0, 50), st.integers(50, 90))
def test_newcombe_limits_turn_with_the_difference(
    count1: int, base1: int, count2: int, base2: int
) -> None:
    lower, upper = newcombe(count1, base1, count2, base2)
    back = newcombe(count2, base2, count1, base1)
    assert -1 <= lower <= count1 / base1 - count2 / base2 <= upper <= 1
    assert (lower, upper) == pytest.approx((-back[1], -back[0]), abs=1e-12)


def test_newcombe_without_a_base_has_no_limits() -> None:
    assert np.isnan(newcombe(0, 0, 3, 10)).all()
    with pytest.raises(ValueError, match="count must not be larger than base"):
        newcombe(11, 10, 3, 10)


# --- mean -----------------------------------------------------------------------------------------


def test_limits_of_a_mean_are_the_published_ones() -> None:
    origin = "R, ?sleep: paired t.test of extra, the ten differences of Student (1908)"
    lower, upper = mean_t([-1.2, -2.4, -1.3, -1.3, 0.0, -1.0, -1.8, -0.8, -4.6, -1.4])
    assert (round(float(lower), 7), round(float(upper), 7)) == (-2.4598858, -0.7001142), origin


def test_missing_values_are_left_out_of_a_mean() -> None:
    lower, upper = mean_t([[1.0, 2.0, np.nan, 4.0], [1.0, np.nan, np.nan, np.nan]])
    assert (lower[0], upper[0]) == mean_t([1.0, 2.0, 4.0])
    assert np.isnan([lower[1], upper[1]]).all()
    assert np.isnan(mean_t([])).all()
    with pytest.raises(ValueError, match="finite"):
        mean_t([1.0, np.inf])


# --- weighted share -------------------------------------------------------------------------------

SURVEY = Path(__file__).parents[4] / "shared" / "reference" / "survey_yrbs_weights.csv"


@pytest.mark.skipif(not SURVEY.exists(), reason=f"needs the published file {SURVEY}")
@pytest.mark.parametrize(
    ("design", "error", "lower", "upper"),
    [
        ((), 0.0066567, 0.8005738, 0.8266712),
        (("psu",), 0.0202856, 0.7728975, 0.8543475),
        (("psu", "stratum"), 0.0198621, 0.7734476, 0.8537974),
        (("stratum",), 0.0066091, 0.8006671, 0.8265779),
    ],
)
def test_weighted_shares_are_the_published_ones(
    design: tuple[str, ...], error: float, lower: float, upper: float
) -> None:
    origin = "samplics bd3d6c2c, test_expansion.py: values from R survey, seven decimals"
    with SURVEY.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = weighted_share(
        [float(row["y"] or "nan") for row in rows],
        [float(row["weight"]) for row in rows],
        strata=[row["stratum"] for row in rows] if "stratum" in design else None,
        clusters=[row["psu"] for row in rows] if "psu" in design else None,
    )
    numbers = [found.share, found.standard_error, found.lower, found.upper]
    assert [round(number, 7) for number in numbers] == [0.8136225, error, lower, upper], origin


def test_a_weighted_share_by_hand() -> None:
    # Weights 1, 1, 2: p = 3/4, u = (1/16, −3/16, 2/16), variance 3/2 · Σu²
    found = weighted_share([1, 0, 1], [1, 1, 2])
    u = np.array([1, -3, 2]) / 16
    assert found.share == 0.75
    assert found.standard_error == pytest.approx(np.sqrt(1.5 * (u**2).sum()))
    assert found.effective_answers == pytest.approx(16 / 6)
    assert (found.degrees, found.answers) == (2, 3)


def test_equal_weights_are_a_plain_share() -> None:
    answers = [1.0] * 30 + [0.0] * 70 + [np.nan]
    found = weighted_share(answers, [3.0] * 101)
    assert found.share == pytest.approx(0.3)
    assert found.answers == 100
    assert found.effective_answers == pytest.approx(100)
    assert found.standard_error == pytest.approx(np.sqrt(0.3 * 0.7 / 99))


@given(st.lists(st.tuples(st.booleans(), st.floats(0.1, 10)), min_size=2, max_size=40))
def test_weighting_never_adds_answers(answers: list[tuple[bool, float]]) -> None:
    found = weighted_share([float(yes) for yes, _ in answers], [weight for _, weight in answers])
    assert found.effective_answers <= found.answers * (1 + 1e-12)
    assert -1e-12 <= found.share <= 1 + 1e-12


def test_a_weighted_share_that_cannot_be_computed() -> None:
    with pytest.raises(CannotCompute) as few:
        weighted_share([1, np.nan], [1, 1])
    assert few.value.reason == Reason.TOO_FEW_ANSWERS
    with pytest.raises(CannotCompute) as single:
        weighted_share([1, 0, 1], [1, 1, 1], strata=["a", "a", "b"])
    assert single.value.reason == Reason.SINGLE_CLUSTER


@pytest.mark.parametrize(
    ("answers", "weights"), [([1, 0], [1]), ([1, 2], [1, 1]), ([1, 0], [1, 0]), ([1, 0], [1, -1])]
)
def test_impossible_answers_are_refused(answers: list[float], weights: list[float]) -> None:
    with pytest.raises(ValueError, match="must"):
        weighted_share(answers, weights)
