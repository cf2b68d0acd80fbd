import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from indicators.stats import compare
from indicators.stats.cannot import CannotCompute, Reason
from indicators.stats.compare import Side
from indicators.stats.intervals import poisson_exact

PHE_FUNNELS = "PHEindicatormethods, tests/testthat"


def test_an_interval_is_compared_with_a_value() -> None:
    found = compare.against_value([1, 3, 5, np.nan, 4], [2, 5, 6, 9, 6], 4)
    assert found.tolist() == [Side.BELOW, Side.SIMILAR, Side.ABOVE, Side.NONE, Side.SIMILAR]


def test_two_levels() -> None:
    lower, upper = np.array([10.0, 10, 10, 10, 10]), np.array([20.0] * 5)
    benchmark = [25, 21, 15, 9, 5]
    found = compare.two_level(lower, upper, lower - 3, upper + 3, benchmark)
    assert found.tolist() == [
        Side.FAR_BELOW, Side.BELOW, Side.SIMILAR, Side.ABOVE, Side.FAR_ABOVE,
    ]  # fmt: skip
    assert str(compare.two_level(np.nan, 20, 7, 23, 15)) == Side.NONE


# --- two rates ------------------------------------------------------------------------------------


def test_the_score_test_is_the_published_one() -> None:
    origin = "statsmodels 0.15.0, test_rates_poisson.py (Gu et al. 2008): z 3.417402, p 0.000632"
    p = float(compare.two_sample(60, 51477.5, 30, 54308.7, method="score"))
    assert round(p, 6) == 0.000632, origin
    assert stats.norm.isf(p / 2) == pytest.approx(3.417402, abs=5e-7)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(10, 2, 23), (20, 8, 36), (30, 15, 49), (50, 31, 73), (100, 73, 131), (200, 161, 243)],
)
def test_the_exact_test_sees_what_methods_say(count: int, low: int, high: int) -> None:
    p = compare.two_sample(count, 1, [low, low + 1, high - 1, high], 1)
    assert (p < 0.05).tolist() == [True, False, False, True], "methods.md §9"


@given(st.integers(0, 200), st.integers(0, 200), st.floats(0.1, 10))
def test_the_exact_test_is_twice_the_binomial_tail(count1: int, count2: int, base: float) -> None:
    total, share = count1 + count2, base / (base + 1)
    tails = [
        stats.binom.cdf(count1, total, share),
        stats.binom.sf(count1 - 1, total, share),
    ]
    p = float(compare.two_sample(count1, base, count2, 1))
    assert p == pytest.approx(min(2 * min(tails), 1), rel=1e-6, abs=1e-14)
    assert p == pytest.approx(float(compare.two_sample(count2, 1, count1, base)), abs=1e-12)


def test_two_rates_without_numbers() -> None:
    found = compare.two_sample([0, np.nan, 3, 3], [9, 9, 0, 9], [0, 3, 3, 3], [9, 9, 9, np.nan])
    assert found[0] == 1
    assert np.isnan(found[1:]).all()
    with pytest.raises(ValueError, match="0 or more"):
        compare.two_sample(-1, 1, 1, 1)


# --- quintiles ------------------------------------------------------------------------------------


def test_quintiles() -> None:
    assert compare.quintile(range(10)).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert compare.quintile([5, 4, 3, np.nan, 2, 1]).tolist()[:3] == [5, 4, 3]
    assert np.isnan(compare.quintile([5, 4, 3, np.nan, 2, 1])[3])
    assert compare.quintile([7] * 5).tolist() == [1] * 5
    with pytest.raises(CannotCompute) as cannot:
        compare.quintile([1, 2, 3, 4])
    assert cannot.value.reason == Reason.TOO_FEW_AREAS


@given(st.lists(st.floats(-1e6, 1e6), min_size=5, max_size=60, unique=True))
def test_quintiles_follow_the_published_formula(values: list[float]) -> None:
    n = len(values)
    rank = stats.rankdata(values, method="min")
    classes = np.maximum(np.floor(6 - np.ceil((n + 1 - rank) / (n / 5) - 1e-9)), 1)
    assert compare.quintile(values).tolist() == classes.tolist(), "PHStatsMethods, quantiles.py"


# --- funnels --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "lower95", "upper95", "lower998", "upper998"),
    [
        (1, 3.204264, 100, 0, 100),
        (3, 35.933491, 100, 10.150815, 100),
        (18, 62.390093, 98.894803, 51.864359, 100),
        (102, 72.974925, 88.309971, 68.553233, 92.731663),
        (1008, 78.203374, 83.081521, 76.796814, 84.488082),
        (9998, 79.867989, 81.416907, 79.421375, 81.863521),
        (110000, 80.408963, 80.875933, 80.274317, 81.010578),
    ],
)
def test_funnels_of_shares_are_the_published_ones(
    base: int, lower95: float, upper95: float, lower998: float, upper998: float
) -> None:
    # The source prints its baseline with eight decimals: one unit in the last place may differ.
    limits = [
        float(limit) * 100
        for confidence in (0.95, 0.998)
        for limit in compare.funnel_share(base, 0.80642448, confidence)
    ]
    assert limits == pytest.approx([lower95, upper95, lower998, upper998], abs=1.5e-6), (
        f"{PHE_FUNNELS}/testdata_funnel_prop_outputs.csv"
    )


@pytest.mark.parametrize(
    ("events", "lower95", "upper95", "lower998", "upper998"),
    [
        (1, 20.85059119, 4588.535848, 12.58170943, 116108.569),
        (5, 49.78092521, 357.7858395, 35.30048174, 785.6132963),
        (20, 75.22057153, 190.1885237, 61.07587907, 259.3644657),
        (99, 95.42133877, 142.9369123, 85.97604186, 161.8129075),
        (419, 105.5638147, 128.1503327, 100.1173624, 135.7458388),
        (1360, 110.158048, 122.6021934, 106.9073359, 126.5084525),
    ],
)
def test_funnels_of_rates_are_the_published_ones(
    events: int, lower95: float, upper95: float, lower998: float, upper998: float
) -> None:
    # The source halves an interval until 1e-7 is left of it, so six figures hold; its upper curve
    # at one event and 99.8 % has four.
    limits = [
        float(limit)
        for confidence in (0.95, 0.998)
        for limit in compare.funnel_rate(events, 116.1720835, confidence)
    ]
    expected = [lower95, upper95, lower998, upper998]
    assert limits == pytest.approx(expected, rel=5e-6 if events > 1 else 1e-3), (
        f"{PHE_FUNNELS}/testdata_funnel_rate_outputs.csv"
    )


@given(st.floats(0.5, 5000), st.sampled_from([0.95, 0.998]))
def test_plain_funnel_limits_are_exact(expected: float, confidence: float) -> None:
    lower, upper = (float(limit) * expected for limit in compare.funnel(expected, confidence))
    tail = (1 - confidence) / 2
    assert stats.poisson.sf(upper + 0.5, expected) <= tail * (1 + 1e-9)
    assert stats.poisson.cdf(lower - 0.5, expected) <= tail * (1 + 1e-9)
    # A count inside the funnel has an interval that covers what is expected.
    for count in (round(lower), round(upper)):
        low, high = poisson_exact(count, confidence)
        assert low <= expected * (1 + 1e-9)
        assert expected <= high * (1 + 1e-9)


def test_funnels_carry_the_spread() -> None:
    origin = "FunnelPlotR 0c63e53, OD_adjust_func.R, method CQC: the formula of its OD limits"
    spread = compare.Overdispersion(phi=4.0, tau2=0.02, areas=98, present=True)
    expected = np.array([10.0, 100, 1000])
    lower, upper = compare.funnel(expected, 0.95, spread)
    margin = 1.959964 * np.sqrt(1 / (4 * expected) + 0.02)
    assert lower == pytest.approx((1 - margin) ** 2, rel=1e-5), origin
    assert upper == pytest.approx((1 + margin) ** 2, rel=1e-5)
    times_two = compare.funnel(expected, 0.95, spread, multiplicative=True)
    assert times_two[1] == pytest.approx((1 + 1.959964 * 2 / (2 * np.sqrt(expected))) ** 2)
    calm = compare.Overdispersion(phi=1.0, tau2=0.0, areas=98, present=False)
    assert compare.funnel(expected, 0.95, calm)[1] == pytest.approx(compare.funnel(expected)[1])
    assert np.isnan(compare.funnel(0.0)).all()


def test_overdispersion_by_formula() -> None:
    origin = "Spiegelhalter 2005; FunnelPlotR 225b14d, od_adjustment.R: winsorisation, phi, tau"
    count = np.array([100.0, 150, 180, 80, 120, 225])
    expected = np.array([108.0, 112, 165, 95, 100, 220])
    _, s, z = compare.root_ratio(count, expected)
    assert z == pytest.approx(2 * (np.sqrt(count) - np.sqrt(expected)))
    found = compare.overdispersion(z, s)
    drawn_in = np.clip(z, np.quantile(z, 0.1), np.quantile(z, 0.9))
    phi = (drawn_in**2).mean()
    w = 4 * expected
    tau2 = (6 * phi - 5) / (w.sum() - (w**2).sum() / w.sum())
    assert (found.phi, found.tau2) == pytest.approx((phi, tau2)), origin
    assert (found.areas, found.present) == (6, True)


def test_areas_that_differ_by_chance_have_plain_limits() -> None:
    rng = np.random.default_rng(5)
    expected = rng.uniform(50, 500, 98)
    _, s, z = compare.root_ratio(rng.poisson(expected), expected)
    found = compare.overdispersion(z, s)
    assert not found.present
    assert found.tau2 == 0


def test_the_spread_between_areas_is_found() -> None:
    rng = np.random.default_rng(6)
    expected = rng.uniform(200, 5000, 2000)
    real = np.exp(rng.normal(0, 0.25, 2000))
    _, s, z = compare.root_ratio(rng.poisson(expected * real), expected)
    # ln's standard deviation of 0.25 is one of 0.125 for the square root.
    assert compare.overdispersion(z, s, winsorised=0).tau2 == pytest.approx(0.125**2, rel=0.1)
    # Winsorised normal values keep about two thirds of their variance.
    assert compare.overdispersion(z, s).tau2 == pytest.approx(2 / 3 * 0.125**2, rel=0.15)


def test_overdispersion_needs_areas() -> None:
    with pytest.raises(CannotCompute) as cannot:
        compare.overdispersion([1, 2, 3, 4, np.nan], [1] * 5)
    assert cannot.value.reason == Reason.TOO_FEW_AREAS
    with pytest.raises(ValueError, match="must be positive"):
        compare.overdispersion([1] * 5, [1, 1, 1, 1, 0])


# --- the level of an area -------------------------------------------------------------------------

PEOPLE = np.array([16_000, 55_000, 28_000, 39_000, 24_000, 51_000, 53_000, 41_000])


@pytest.mark.parametrize("spread", [0.0, 0.1, 0.25])
@pytest.mark.parametrize("size", [60, 500])
def test_an_area_like_its_peers_is_seldom_placed_outside(spread: float, size: int) -> None:
    rng = np.random.default_rng(7)
    runs = 1500
    outside = far = 0
    for _ in range(runs):
        mean = size * PEOPLE / 24_000 * np.exp(rng.normal(0, spread, 8))
        own = rng.poisson(size * np.exp(rng.normal(0, spread)))
        level = compare.against_peers(own, 24_000, rng.poisson(mean), PEOPLE)
        outside += level.side != Side.SIMILAR
        far += level.side in (Side.FAR_ABOVE, Side.FAR_BELOW)
    assert outside / runs < 0.07
    assert far / runs < 0.01


def test_an_area_far_from_its_peers() -> None:
    counts = PEOPLE * 0.01
    high = compare.against_peers(480, 24_000, counts, PEOPLE)
    low = compare.against_peers(120, 24_000, counts, PEOPLE)
    alike = compare.against_peers(240, 24_000, counts, PEOPLE)
    assert (high.side, low.side, alike.side) == (Side.FAR_ABOVE, Side.FAR_BELOW, Side.SIMILAR)
    assert high.expected_rate == pytest.approx(0.01)
    assert alike.z == pytest.approx(0, abs=1e-9)
    assert alike.lower < 0.01 < alike.upper
    assert not alike.spread.present


def test_restless_peers_hide_what_calm_peers_show() -> None:
    calm = PEOPLE * 0.01
    restless = PEOPLE * np.array([0.006, 0.014, 0.008, 0.012, 0.009, 0.011, 0.007, 0.013])
    assert compare.against_peers(330, 24_000, calm, PEOPLE).side == Side.FAR_ABOVE
    level = compare.against_peers(330, 24_000, restless, PEOPLE)
    assert level.spread.present
    assert level.side == Side.SIMILAR


@given(st.integers(0, 2000), st.lists(st.integers(0, 2000), min_size=5, max_size=12))
def test_the_limits_agree_with_the_side(own: int, counts: list[int]) -> None:
    people = np.full(len(counts), 30_000.0)
    if not any(counts):
        with pytest.raises(CannotCompute):
            compare.against_peers(own, 24_000, counts, people)
        return
    level = compare.against_peers(own, 24_000, counts, people)
    rate = own / 24_000
    if level.side in (Side.ABOVE, Side.FAR_ABOVE):
        assert rate >= level.upper
    elif level.side in (Side.BELOW, Side.FAR_BELOW):
        assert rate <= level.lower
    else:
        assert level.lower - 1e-12 <= rate <= level.upper + 1e-12


@pytest.mark.parametrize(
    ("count", "people", "counts", "others", "reason"),
    [
        (5, 100, [1, 2, 3, 4], [9] * 4, Reason.TOO_FEW_AREAS),
        (5, 100, [1, 2, 3, 4, np.nan], [9] * 5, Reason.TOO_FEW_AREAS),
        (5, 0, [1, 2, 3, 4, 5], [9] * 5, Reason.ZERO_POPULATION),
        (5, 100, [1, 2, 3, 4, 5], [9, 9, 9, 9, 0], Reason.ZERO_POPULATION),
        (5, 100, [0] * 5, [9] * 5, Reason.ALL_ZERO),
        (np.nan, 100, [1, 2, 3, 4, 5], [9] * 5, Reason.GAP),
    ],
)
def test_levels_that_cannot_be_computed(
    count: float, people: float, counts: list[float], others: list[float], reason: Reason
) -> None:
    with pytest.raises(CannotCompute) as cannot:
        compare.against_peers(count, people, counts, others)
    assert cannot.value.reason == reason
