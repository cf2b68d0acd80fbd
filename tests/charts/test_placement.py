from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.placement import Box, Place, Room, choose, ever_meet

ROOM = Room(height=300, narrow=200, wide=1200)
WIDTH, HEIGHT = 60, 16


def words(share: float, down: float, right: float = 0, cost: float = 0) -> Place:
    """A place for words of one size, left edge and middle at a distance from a point."""
    return Place(Box(share, right, right + WIDTH, down - HEIGHT / 2, down + HEIGHT / 2, cost))


def pixels(box: Box, width: float) -> tuple[float, float, float, float]:
    return box.share * width + box.left, box.share * width + box.right, box.top, box.bottom


def meet_at(one: Box, other: Box, width: float) -> bool:
    left, right, top, bottom = pixels(one, width)
    left2, right2, top2, bottom2 = pixels(other, width)
    return left < right2 and left2 < right and top < bottom2 and top2 < bottom


BOXES = st.builds(words, st.floats(0, 1), st.floats(0, 300), st.floats(-100, 100)).map(
    lambda place: place.box
)


@given(BOXES, BOXES, st.floats(200, 1200))
def test_what_meets_at_one_width_is_known_to_meet(one: Box, other: Box, width: float) -> None:
    assert ever_meet(one, other, ROOM) or not meet_at(one, other, width)


@given(BOXES, BOXES)
def test_meeting_is_mutual(one: Box, other: Box) -> None:
    assert ever_meet(one, other, ROOM) == ever_meet(other, one, ROOM)


def test_words_that_only_meet_on_a_phone_are_known_to_meet() -> None:
    one, other = words(0.3, 100).box, words(0.5, 100).box
    assert meet_at(one, other, 200)
    assert not meet_at(one, other, 600)
    assert ever_meet(one, other, ROOM)


@given(st.lists(st.tuples(st.floats(0, 0.6), st.floats(20, 280)), min_size=1, max_size=8))
def test_with_room_for_all_no_words_meet_at_any_width(points: list[tuple[float, float]]) -> None:
    labels = [
        [words(share, level * 20 + 20, cost=abs(level * 20 + 20 - down)) for level in range(13)]
        for share, down in points
    ]
    chosen = [
        places[number].box for places, number in zip(labels, choose(labels, [], ROOM), strict=True)
    ]
    assert not any(ever_meet(one, other, ROOM) for one, other in combinations(chosen, 2))


def test_the_place_that_is_liked_best_is_taken() -> None:
    assert choose([[words(0.1, 50, cost=2), words(0.1, 80, cost=1)]], [], ROOM) == (1,)


def test_words_stay_inside_at_every_width() -> None:
    right_of_it, left_of_it = words(0.9, 50), words(0.9, 50, right=-WIDTH, cost=9)
    assert choose([[right_of_it, left_of_it]], [], ROOM) == (1,)
    assert choose([[words(0.1, 2), words(0.1, 50, cost=9)]], [], ROOM) == (1,)


def test_words_may_stand_in_the_margin_where_there_is_one() -> None:
    places = [words(1, 50), words(1, 50, right=-WIDTH, cost=9)]
    assert choose([places], [], Room(300, 200, 1200, beyond=80)) == (0,)


def test_what_is_in_the_way_is_left_free() -> None:
    dot = Box(0.1, 20, 30, 45, 55, cost=10)
    assert choose([[words(0.1, 50), words(0.1, 80, cost=4)]], [dot], ROOM) == (1,)
    assert choose([[words(0.1, 50), words(0.1, 80, cost=20)]], [dot], ROOM) == (0,)


def test_a_leader_does_not_cross_a_point_that_is_kept_free() -> None:
    point = Box(0.5, -5, 5, 65, 75, cost=60)
    across = Place(words(0.5, 20).box, (Box(0.5, -1, 1, 69, 71),))
    around = words(0.5, 150, cost=30)
    assert choose([[across, around]], [point], ROOM) == (1,)


def test_a_leader_does_not_cross_other_words() -> None:
    crossing = Place(words(0.5, 200, cost=0).box, (Box(0.5, 10, 12, 99, 101),))
    other = words(0.5, 240, cost=5)
    assert choose([[words(0.5, 100)], [crossing, other]], [], ROOM) == (0, 1)


@pytest.mark.parametrize("labels", [[], [[words(0.5, 50)]]])
def test_few_labels_are_no_problem(labels: list[list[Place]]) -> None:
    assert choose(labels, [], ROOM) == (0,) * len(labels)
