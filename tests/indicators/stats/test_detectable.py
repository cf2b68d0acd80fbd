import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats import compare, detectable, movement
from indicators.stats.movement import Word


def exact_power(before: float, after: float) -> float:
    """How often the exact 5 % test of two Poisson counts sees the difference."""
    rng = np.random.default_rng(10)
    counts = rng.poisson([[before], [after]], (2, 40_000))
    return float((compare.two_sample(counts[0], 1, counts[1], 1) < 0.05).mean())


def test_a_fall_from_58_must_be_47_per_cent() -> None:
    fall, _ = detectable.next_count(58)
    assert round(float(fall) / 58 * 100) == 47


@pytest.mark.parametrize("count", [30, 58, 200])
def test_a_change_of_one_period_is_seen_four_times_of_five(count: int) -> None:
    fall, rise = detectable.next_count(count)
    assert exact_power(count, count - float(fall)) == pytest.approx(0.8, abs=0.025)
    assert exact_power(count, count + float(rise)) == pytest.approx(0.8, abs=0.025)


def test_restless_series_hide_more() -> None:
    plain, restless = detectable.next_count(1700, [1, 9])[0]
    assert plain / 1700 == pytest.approx(0.095, abs=0.003)
    assert restless / 1700 == pytest.approx(0.27, abs=0.01)


def test_a_few_cases_cannot_fall_visibly() -> None:
    fall, rise = detectable.next_count([0, 3, 8, np.nan])
    assert np.isnan(fall).all()
    assert np.isfinite(rise).tolist() == [True, True, True, False]


@given(st.floats(20, 1e5), st.floats(1, 3))
def test_changes_grow_with_the_root_of_the_count(count: float, phi: float) -> None:
    fall, rise = detectable.next_count([count, 4 * count], phi)
    if np.isfinite(fall[0]):
        assert fall[0] < rise[0]
        assert fall[1] / (4 * count) < fall[0] / count
    assert rise[1] / (4 * count) < rise[0] / count


@pytest.mark.parametrize(
    ("yearly", "phi"), [(40, 1.0), (120, 1.0), (480, 1.0), (480, 4.0), (1800, 10.0)]
)
def test_a_trend_is_seen_four_times_of_five(yearly: float, phi: float) -> None:
    rng = np.random.default_rng(11)
    for change in detectable.five_years(yearly, phi):
        mean = (1 + float(change)) ** np.arange(5.0)
        mean *= yearly / mean.mean()
        if phi == 1:
            counts = rng.poisson(mean, (6000, 5))
        else:
            counts = rng.negative_binomial(mean / (phi - 1), 1 / phi, (6000, 5))
        word = movement.movement(counts).word
        seen = ((word == Word.SIGN) | (word == Word.CERTAIN)).mean()
        assert seen == pytest.approx(0.8, abs=0.025)


def test_a_trend_of_a_few_cases_is_never_seen() -> None:
    fall, rise = detectable.five_years([0, 1, 100, np.nan])
    assert np.isfinite(fall).tolist() == np.isfinite(rise).tolist() == [False, False, True, False]
    assert -1 < fall[2] < 0 < rise[2]
    assert (1 + fall[2]) * (1 + rise[2]) == pytest.approx(1)


def test_a_trend_of_values_is_seen_four_times_of_five() -> None:
    rng = np.random.default_rng(12)
    step = float(detectable.five_year_values(0.03, 2.0))
    values = 0.5 + step * np.arange(5) + rng.normal(0, 0.03 * np.sqrt(2), (6000, 5))
    word = movement.movement_of_values(values, 0.03).word
    assert ((word == Word.SIGN) | (word == Word.CERTAIN)).mean() == pytest.approx(0.8, abs=0.025)


@pytest.mark.parametrize(("design_effect", "points"), [(1, 9), (1.5, 11), (2, 13)])
def test_differences_of_shares_are_those_of_the_methods(design_effect: float, points: int) -> None:
    found = float(detectable.next_share(0.81, 300 / design_effect))
    assert round(found * 100) == points, "methods.md §9"


def test_shares_and_means_of_two_sizes() -> None:
    assert detectable.next_share(0.5, 100, 300) == pytest.approx(
        2.8016 * 0.5 * np.sqrt(1 / 100 + 1 / 300), rel=1e-4
    )
    assert detectable.next_mean(2.0, 50) == pytest.approx(2.8016 * 2 * np.sqrt(2 / 50), rel=1e-4)


def test_impossible_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        detectable.next_count(-1)
    with pytest.raises(ValueError, match="dispersion"):
        detectable.next_count(10, 0.5)
    with pytest.raises(ValueError, match="years"):
        detectable.five_years(10, years=2)
    with pytest.raises(ValueError, match="between 0 and 1"):
        detectable.next_share(1.5, 10)
    with pytest.raises(ValueError, match="bases above 0"):
        detectable.next_mean(1, 0)
