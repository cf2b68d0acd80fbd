from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from indicators.stats.intervals import poisson_exact, wilson

PHE_RATE = "PHEindicatormethods 093fd288, testdata_Rate.xlsx"
PHE_WILSON = "PHEindicatormethods 093fd288, testdata_Byars_Wilson.xlsx"
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
