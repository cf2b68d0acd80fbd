import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from indicators.stats import progress
from indicators.stats.cannot import CannotCompute, Reason
from indicators.stats.progress import PathWord, StatCanStatus

REFERENCE = Path(__file__).parents[4] / "shared" / "reference"
STATCAN = "cif-data-donnees-cic d38e8053"


# --- the path -------------------------------------------------------------------------------------


def test_the_path_is_straight_on_the_logarithmic_scale() -> None:
    years = [progress.path(100, 2023, 90, 2027, year) for year in range(2023, 2028)]
    assert years == pytest.approx([100 * 0.9 ** (step / 4) for step in range(5)])


@pytest.mark.parametrize(
    ("start", "target", "target_year", "year", "reason"),
    [
        (100, 90, 2023, 2023, Reason.TARGET_IN_PAST),
        (100, 90, 2020, 2024, Reason.TARGET_IN_PAST),
        (100, 90, 2024, 2025, Reason.TARGET_IN_PAST),
        (0, 90, 2027, 2025, Reason.ALL_ZERO),
        (100, 0, 2027, 2025, Reason.ZERO_TARGET),
    ],
)
def test_paths_that_cannot_be_computed(
    start: float, target: float, target_year: float, year: float, reason: Reason
) -> None:
    with pytest.raises(CannotCompute) as cannot:
        progress.path(start, 2023, target, target_year, year)
    assert cannot.value.reason == reason


def test_impossible_paths_are_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        progress.path(-1, 2023, 90, 2027, 2025)
    with pytest.raises(ValueError, match="before the start"):
        progress.path(100, 2023, 90, 2027, 2022)


def test_a_baseline_is_a_mean_with_its_variance() -> None:
    found = progress.baseline([90, 100, 110])
    assert found.value == 100
    assert found.variance == pytest.approx((300 + 0.01 * 300**2 / 3) / 9)
    rate = progress.baseline([90, 100, 110], [9000, 10_000, 11_000], extra=0)
    assert rate.value == pytest.approx(0.01)
    assert rate.variance == pytest.approx(300 / 30_000**2)


@pytest.mark.parametrize(
    ("count", "people", "reason"),
    [
        ([], None, Reason.TOO_FEW_PERIODS),
        ([1, np.nan], None, Reason.GAP),
        ([0, 0, 0], None, Reason.ALL_ZERO),
        ([1, 2], [0, 0], Reason.ZERO_POPULATION),
    ],
)
def test_baselines_that_cannot_be_computed(
    count: list[float], people: list[float] | None, reason: Reason
) -> None:
    with pytest.raises(CannotCompute) as cannot:
        progress.baseline(count, people)
    assert cannot.value.reason == reason


def test_the_word_needs_a_distance_beyond_chance() -> None:
    # Standard deviation 10: 12.8 is the line.
    found = progress.on_path([112, 113, 88, 87, np.nan], 100, 64, 36)
    assert found.word.tolist() == [
        PathWord.UNCERTAIN, PathWord.OFF_PATH, PathWord.UNCERTAIN, PathWord.ON_PATH, PathWord.NONE,
    ]  # fmt: skip
    assert found.z[:4] == pytest.approx([1.2, 1.3, -1.2, -1.3])


def test_the_sign_follows_what_is_better() -> None:
    assert str(progress.on_path(120, 100, 64, 36, better=1).word) == PathWord.ON_PATH
    assert str(progress.on_path(80, 100, 64, 36, better=1).word) == PathWord.OFF_PATH
    with pytest.raises(ValueError, match="better"):
        progress.on_path(80, 100, 64, 36, better=0)
    with pytest.raises(ValueError, match="variances"):
        progress.on_path(80, 100, -1, 36)


def test_two_years_on_the_bad_side_are_to_be_watched() -> None:
    z = [[0.9, 0.9], [0.9, 0.8], [-0.9, -0.9], [2.0, 0.85]]
    assert progress.watch(z).tolist() == [True, False, False, True]
    assert not progress.watch([5.0])


def test_extra_variation_is_what_the_series_shows() -> None:
    rng = np.random.default_rng(8)
    noisy = rng.poisson(1000 * np.exp(rng.normal(0, 0.2, (300, 15))))
    assert progress.extra_variation(noisy).mean() == pytest.approx(0.04, rel=0.15)
    assert float(progress.extra_variation([100, 101, 99, 102, 100])) == progress.EXTRA
    assert float(progress.extra_variation([5])) == progress.EXTRA
    assert progress.count_variance(100) == pytest.approx(200)


# --- the chance of reaching it --------------------------------------------------------------------

HISTORY = [120, 131, 118, 125, 140, 133, 122, 119, 128, 117]


def test_the_chance_by_hand() -> None:
    logs = np.log(HISTORY)
    errors = np.array([logs[i + 2] - (logs[i] + logs[i - 1]) / 2 for i in range(1, 8)])
    spread = np.sqrt((errors**2).mean())
    level = (logs[-1] + logs[-2]) / 2
    found = progress.chance_of_target(HISTORY, 110, ahead=2)
    assert found.errors == 7
    assert found.level == pytest.approx(np.exp(level))
    assert found.chance == pytest.approx(stats.t.cdf((np.log(110) - level) / spread, 7))
    assert found.upper == pytest.approx(np.exp(level + stats.t.ppf(0.9, 7) * spread))
    higher = progress.chance_of_target(HISTORY, 110, ahead=2, better=1)
    assert higher.chance == pytest.approx(1 - found.chance)


@given(st.floats(50, 300), st.floats(50, 300))
def test_a_harder_target_has_less_chance(one: float, other: float) -> None:
    hard, easy = sorted((one, other))
    assert (
        progress.chance_of_target(HISTORY, hard, 1).chance
        <= progress.chance_of_target(HISTORY, easy, 1).chance
    )


@pytest.mark.parametrize(
    ("values", "target", "ahead", "reason"),
    [
        (HISTORY, 110, 0, Reason.TARGET_IN_PAST),
        (HISTORY, 110, -3, Reason.TARGET_IN_PAST),
        (HISTORY[:7], 110, 1, Reason.TOO_FEW_PERIODS),
        (HISTORY, 110, 7, Reason.TOO_FEW_PERIODS),
        ([*HISTORY, np.nan], 110, 1, Reason.GAP),
        ([*HISTORY, 0], 110, 1, Reason.ZERO_COUNT),
        (HISTORY, 0, 1, Reason.ZERO_TARGET),
        ([7] * 10, 5, 1, Reason.ALL_EQUAL),
    ],
)
def test_chances_that_cannot_be_computed(
    values: list[float], target: float, ahead: int, reason: Reason
) -> None:
    with pytest.raises(CannotCompute) as cannot:
        progress.chance_of_target(values, target, ahead)
    assert cannot.value.reason == reason


def test_the_limits_hold_about_four_times_of_five() -> None:
    rng = np.random.default_rng(9)
    inside = 0
    for _ in range(1500):
        steps = rng.normal(0, 0.08, 12).cumsum()
        series = rng.poisson(240 * np.exp(steps))
        found = progress.chance_of_target(series[:10], 200, 2)
        inside += found.lower <= series[11] <= found.upper
    assert 0.72 < inside / 1500 < 0.86


# --- Statistics Canada ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("series", "numbers", "target", "limit", "expected"),
    [
        (
            "1-1-1", (14.5, 2015, 10.4, 2023, -1), (7.25, 2030), None,
            (0.9010899546976208, 2.1506954374096354, StatCanStatus.MODERATE),
        ),
        (
            "1-2-1", (66.6, 2016, 71.4, 2023, 1), None, 100,
            (0.009991483690946268, 1.739752850099936, StatCanStatus.MODERATE),
        ),
        (
            "1-3-1", (178.8, 2015, 173.3, 2025, -1), None, None,
            (0.003119490847657058, -0.9402545761714709, StatCanStatus.LIMITED),
        ),
        (
            "11-2-1", (11.3, 2018, 11.6, 2022, -1), None, None,
            (-0.006572095158251079, -3.321511894781385, StatCanStatus.DETERIORATION),
        ),
        (
            "11-4-1", (75.3, 2023, 74.6, 2024, 1), None, 100,
            (-0.009296148738379806, -3.6620185922974757, StatCanStatus.DETERIORATION),
        ),
        (
            "12-4-1", (1.43, 2015, 1.43, 2022, -1), None, None,
            (0.0, -2.5, StatCanStatus.LIMITED),
        ),
        (
            "15-4-1", (10.1, 2015, 13.7, 2023, 1), (30, 2030), None,
            (0.5160064971944834, -0.34995572813974585, StatCanStatus.LIMITED),
        ),
        (
            "17-1-1", (86.2795833333333, 2016, 92.35875, 2024, 1), None, 100,
            (0.008547253218384565, 3.8907192806023563, StatCanStatus.SUBSTANTIAL),
        ),
        (
            "3-4-1", (8.1, 2015, 6.8, 2024, -1), (8, 2025), None,
            (15.505871214397729, 5.0, StatCanStatus.ACHIEVED),
        ),
        (
            "6-1-1", (103, 2015, 29, 2023, -1), (0.1, 2030), None,
            (0.3956861571147466, -0.8512944891499856, StatCanStatus.LIMITED),
        ),
    ],
)  # fmt: skip
def test_published_series(
    series: str,
    numbers: tuple[float, float, float, float, int],
    target: tuple[float, float] | None,
    limit: float | None,
    expected: tuple[float, float, StatCanStatus],
) -> None:
    goal, year = target or (None, None)
    found = progress.statcan(*numbers, target=goal, target_year=year, limit=limit)
    assert (found.value, found.score) == pytest.approx(expected[:2], rel=1e-12), (STATCAN, series)
    assert found.status == expected[2]


SERIES = REFERENCE / "progress_statcan_series.csv"


@pytest.mark.skipif(not SERIES.exists(), reason=f"needs the published file {SERIES}")
def test_all_published_series_and_indicators() -> None:
    scores: dict[str, list[float]] = {}
    statuses: dict[str, list[str]] = {}
    with SERIES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 132
    for row in rows:
        number = {name: float(row[name] or "nan") for name in row if name.endswith(NUMBERS)}
        status = row["expected_status"]
        arguments = {
            name: None if np.isnan(number[name]) else number[name]
            for name in ("target", "target_year", "limit")
        }
        if arguments["target"] is None:
            arguments["target_year"] = None
        given = [number[name] for name in NUMBERS[:4]]
        if status == "not_available":
            with pytest.raises(CannotCompute, match="too_few_periods"):
                progress.statcan(*given, int(row["direction"]), **arguments)  # type: ignore[misc]
            continue
        found = progress.statcan(*given, int(row["direction"]), **arguments)  # type: ignore[misc]
        expected = (number["expected_progress_value"], number["expected_score"])
        assert (found.value, found.score) == pytest.approx(expected, rel=1e-11, abs=1e-13), row
        assert found.status == status, row
        scores.setdefault(row["indicator"], []).append(found.score)
        statuses.setdefault(row["indicator"], []).append(status)
    with (REFERENCE / "progress_statcan_indicators.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["indicator"] in scores:
                mean, status = progress.statcan_indicator(scores[row["indicator"]])
                assert mean == pytest.approx(float(row["expected_mean_score"]), rel=1e-11)
                if statuses[row["indicator"]] != [StatCanStatus.ACHIEVED]:
                    assert status == row["expected_status"], row


NUMBERS = (
    "base_value", "base_year", "current_value", "current_year", "target", "target_year", "limit",
    "expected_progress_value", "expected_score",
)  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "target", "reason"),
    [
        ((10, 2020, 12, 2020, -1), None, Reason.TOO_FEW_PERIODS),
        ((10, 2020, np.nan, 2024, -1), None, Reason.TOO_FEW_PERIODS),
        ((10, 2020, -2, 2024, -1), None, Reason.SIGN_CHANGE),
        ((10, 2020, 9, 2024, -1), (8, 2023), Reason.TARGET_IN_PAST),
        ((10, 2020, 9, 2024, -1), (8, 2019), Reason.TARGET_IN_PAST),
        ((10, 2020, 9, 2024, -1), (10, 2030), Reason.NO_ESTIMATE),
    ],
)
def test_progress_that_cannot_be_computed(
    numbers: tuple[float, float, float, float, int],
    target: tuple[float, float] | None,
    reason: Reason,
) -> None:
    goal, year = target or (None, None)
    with pytest.raises(CannotCompute) as cannot:
        progress.statcan(*numbers, target=goal, target_year=year)
    assert cannot.value.reason == reason


def test_progress_from_nothing_and_at_the_limit() -> None:
    assert progress.statcan(0, 2020, 5, 2024, 1).status == StatCanStatus.SUBSTANTIAL
    assert progress.statcan(100, 2020, 100, 2024, 1, limit=100).score == 5
    with pytest.raises(CannotCompute):
        progress.statcan_indicator([np.nan])


@given(st.floats(1, 100), st.floats(1, 100), st.sampled_from([-1, 1]))
def test_scores_stay_on_their_scale(base: float, current: float, better: int) -> None:
    found = progress.statcan(base, 2015, current, 2024, better)
    assert -5 <= found.score <= 5
    assert (found.value < 0) == (found.status == StatCanStatus.DETERIORATION)
