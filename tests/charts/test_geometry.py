import math
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.geometry import ceiling, history_top, leaving, runs, spread, steps, years
from tests.charts.examples import COUNTRY, OWN, PEERS, history, series

PLACES = st.lists(st.floats(-50, 400), max_size=25)


@given(PLACES)
def test_labels_never_cover_each_other_and_stay_inside(wanted: list[float]) -> None:
    gap = min(16.0, 300 / max(len(wanted) - 1, 1))
    places = sorted(spread(wanted, 16, 10, 310))
    assert all(10 - 1e-6 <= place <= 310 + 1e-6 for place in places)
    assert all(b - a >= gap - 1e-6 for a, b in pairwise(places))


@given(PLACES)
def test_labels_keep_the_order_of_their_lines(wanted: list[float]) -> None:
    places = spread(wanted, 16, 10, 310)
    by_line = [place for _, place in sorted(zip(wanted, places, strict=True))]
    assert by_line == sorted(by_line)


def test_labels_with_room_do_not_move() -> None:
    assert spread([200, 20, 100], 16, 0, 300) == [200, 20, 100]


def test_two_labels_in_one_place_move_equally_far() -> None:
    assert spread([100, 100], 16, 0, 300) == [92, 108]


@given(st.floats(1e-3, 1e6))
def test_an_axis_has_three_to_five_round_numbers_from_zero(top: float) -> None:
    values = steps(top)
    assert values[0] == 0
    assert 3 <= len(values) <= 5
    assert values[-1] <= top * (1 + 1e-6)


@pytest.mark.parametrize(
    ("highest", "top"), [(5.8, 8), (7.9, 8), (8, 8), (9, 10), (11, 20), (93, 100), (0.3, 0.4)]
)
def test_small_charts_share_few_ceilings(highest: float, top: float) -> None:
    assert math.isclose(ceiling(highest), top)


@given(st.floats(1e-3, 1e6))
def test_a_small_chart_holds_its_line(highest: float) -> None:
    assert ceiling(highest) >= highest


def test_a_share_never_gets_an_axis_beyond_all() -> None:
    assert ceiling(101, limit=100) == 100


def test_years_are_evenly_spaced_and_few() -> None:
    assert years(date(2008, 11, 15), date(2025, 11, 15)) == [2010, 2015, 2020, 2025]
    assert years(date(2016, 7, 1), date(2025, 7, 2)) == [2016, 2020, 2024]
    assert years(date(2025, 3, 1), date(2025, 6, 1)) == [2025]


def test_a_gap_divides_a_series() -> None:
    found = [
        [point.value for point in run] for run in runs(series("A", (1, None, 2, 3, None)).points)
    ]
    assert found == [[1], [2, 3]]


def test_one_odd_year_of_a_peer_does_not_set_the_axis() -> None:
    drawn = history(*PEERS, COUNTRY)
    top = history_top(drawn)
    assert top < 14.8
    assert [(peer.name, value) for peer, _, value in leaving(drawn, top)] == [("Brøndby", 14.8)]


def test_the_axis_holds_the_interval_and_every_label() -> None:
    far = series("Glostrup", (4.0, 4.0, 4.0, 4.0, 9.0))
    top = history_top(history(far))
    assert top > 9.0
    assert top > max(point.upper or 0 for point in OWN.points)


def test_a_series_of_zeros_still_has_an_axis() -> None:
    nothing = history(own=series("Ishøj", (None, None)))
    assert history_top(nothing) > 0
