from dataclasses import replace
from itertools import combinations
from random import Random
from typing import Any

import pytest

from charts.description import Funnel, FunnelRow, Role
from charts.geometry import limits_at, round_sizes
from charts.placement import Box, Room, ever_meet
from charts.screen import funnel as screen
from charts.screen.spots import WIDEST
from tests.charts.examples import FUNNEL, funnel_limits
from tests.charts.test_screen import drawn, words

PEERS = ("Vallensbæk", "Høje-Taastrup", "Albertslund", "Brøndby", "Glostrup", "Greve", "Rødovre")


def traces(mode: str, funnel: Funnel = FUNNEL) -> list[dict[str, Any]]:
    return [trace for trace in drawn(funnel)["data"] if trace["mode"] == mode]


def crowd(seed: int) -> Funnel:
    """A country of 98 municipalities, with the peers close together."""
    chance = Random(seed)
    named = [
        FunnelRow(name, chance.randrange(18_000, 60_000), chance.gauss(5, 1.2), Role.PEER)
        for name in PEERS
    ]
    others = [
        FunnelRow(f"K{n}", int(10 ** chance.gauss(4.6, 0.35)), chance.gauss(4.7, 1), Role.OTHER)
        for n in range(88)
    ]
    ends = (FunnelRow("A", 1_800, 4, Role.OTHER), FunnelRow("B", 660_000, 5, Role.OTHER))
    return replace(FUNNEL, rows=(FUNNEL.rows[0], *named, *others, *ends))


def boxes(funnel: Funnel) -> dict[str, Box]:
    """Where the words of a drawn funnel lie."""
    plot = screen._plot(funnel)
    found = {}
    for note in drawn(funnel)["layout"]["annotations"]:
        text = note["text"].replace("<b>", "").replace("</b>", "")
        width = len(text) * 6.6 * note["font"]["size"] / 13
        half = 17 * note["font"]["size"] / 13 / 2
        right = note.get("xshift", 0) + note.get("ax", 0)
        down = (1 - note["y"]) * screen.PLOT - note.get("yshift", 0) + note.get("ay", 0)
        left = right - {"left": 0, "center": width / 2, "right": width}[note["xanchor"]]
        share = (note["x"] - plot.start) / (plot.end - plot.start)
        found[text] = Box(share, left, left + width, down - half, down + half)
    return found


def test_the_municipality_and_all_peers_are_named() -> None:
    assert words(FUNNEL)[:4] == ["<b>Ishøj 5,8</b>", "Glostrup", "Greve", "Hvidovre"]


def test_limits_and_mean_are_named_whatever_the_limits_carry() -> None:
    names = {"95\u00a0%", "99,8\u00a0%", "alle kommuner 4,7"}
    assert names <= set(words(FUNNEL))
    assert names <= set(words(replace(FUNNEL, spread=True)))


@pytest.mark.parametrize("seed", range(12))
def test_no_words_cover_each_other_or_leave_the_chart_at_any_width(seed: int) -> None:
    found = boxes(crowd(seed))
    room = Room(screen.PLOT, screen.NARROWEST, WIDEST)
    assert len(found) == 1 + len(PEERS) + 3
    for (name, one), (other, two) in combinations(found.items(), 2):
        assert not ever_meet(one, two, room), f"{name} and {other}"
    for name, box in found.items():
        for width in (room.narrow, room.wide):
            assert box.share * width + box.left >= -1, name
            assert box.share * width + box.right <= width + 1, name
        assert box.top >= -1, name
        assert box.bottom <= room.height + 1, name


def test_the_named_stand_out() -> None:
    others, peers, own = traces("markers")
    assert [trace["marker"]["size"] for trace in (others, peers, own)] == [7, 10, 15]
    assert peers["marker"]["symbol"] == "diamond"
    assert others["marker"]["line"]["width"] > 0
    assert (len(others["x"]), len(peers["x"]), len(own["x"])) == (2, 3, 1)


def test_the_limits_of_95_are_dashed_and_those_of_99_8_solid() -> None:
    *inner, lower, upper, mean = traces("lines")
    assert [trace["line"]["dash"] for trace in (*inner, lower, upper)] == ["dash"] * 2 + [
        "solid"
    ] * 2
    assert upper["y"] == [limits.upper for limits in FUNNEL.outer]
    assert mean["y"] == [4.7, 4.7]


def test_sizes_are_written_in_full_on_a_logarithmic_axis() -> None:
    axis = drawn(FUNNEL)["layout"]["xaxis"]
    assert axis["type"] == "log"
    assert axis["tickvals"] == [5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000]
    assert axis["ticktext"][0] == "5.000"
    assert all("00" in text for text in axis["ticktext"])


def test_a_phone_shows_only_the_sizes_that_have_room() -> None:
    texts = drawn(crowd(0))["layout"]["xaxis"]["ticktext"]
    narrow = [text for text in texts if "<span" not in text]
    assert narrow == ["2.000", "5.000", "20.000", "100.000", "500.000"]
    assert len(texts) == 8


def test_hover_names_everybody() -> None:
    others = traces("markers")[0]
    assert others["text"] == ["Samsø 5,2", "København 6,2"]
    assert others["customdata"][0] == "<br>3.600 indbyggere<br>2025"


def test_those_without_a_value_or_inhabitants_are_left_out() -> None:
    nobody = FunnelRow("Ingen", 0, 3.0, Role.PEER)
    assert [row.name for row, _ in replace(FUNNEL, rows=(*FUNNEL.rows, nobody)).known] == [
        "Ishøj", "Glostrup", "Greve", "Hvidovre", "Samsø", "København",
    ]  # fmt: skip


def test_a_funnel_without_figures_still_has_axes() -> None:
    empty = replace(FUNNEL, rows=(), inner=(), outer=())
    assert words(empty) == ["alle kommuner 4,7"]


def test_a_curve_is_read_between_its_points() -> None:
    limits = funnel_limits(1.96, (10_000, 40_000))
    halfway = limits_at(limits, 20_000)
    assert halfway.upper == pytest.approx((limits[0].upper + limits[1].upper) / 2)
    assert limits_at(limits, 10_000) is limits[0]
    assert limits_at(limits, 5) is limits[0]
    assert limits_at(limits, 1_000_000) is limits[1]


def test_round_sizes_lie_on_the_axis() -> None:
    assert round_sizes(1_900, 60_000) == [2_000, 5_000, 10_000, 20_000, 50_000]
