"""Charts of the models: all alike, nothing lost, and words that tell the same."""

from itertools import pairwise
from typing import Any

import pytest

from charts import alternative, screen
from charts.description import (
    CostAgainstPoints,
    CostCourse,
    CostDot,
    CostYear,
    Description,
    Flow,
    Flows,
    LeadBar,
    Leads,
    Lollipop,
    Lollipops,
    Scale,
)
from charts.palette import ACCENT, FLOW, NEUBG

FLOWS = Flows(
    "M1",
    "5,0 årsværk flytter",
    (Flow("Kultur", "Børn", 4.0, moves=True), Flow("Børn", "Børn", 7.0, moves=False),
     Flow("CBE", "Børn", 1.0, moves=True)),
)  # fmt: skip
POINTS = Lollipops(
    "M1 ligger højest",
    "Point",
    (Lollipop("M1", 64), Lollipop("M2", None, "opfylder ikke et krav"), Lollipop("M3", 59)),
)
LEADS = Leads("Forspringet for M1", "Point", 1.2, (LeadBar("Én ejer", 2.4, -0.6),))
COSTS = CostAgainstPoints(
    "Pris og point",
    "mio. kr.",
    (CostDot("M1", 0.1, 64), CostDot("M2", 0.1, 63, dominated=True), CostDot("M3", -0.4, 40)),
    Scale(decimals=1),
)
COURSE = CostCourse(
    "M1", "mio. kr.", (CostYear(2027, 0.6, 0.3, 0.9), CostYear(2028, -0.2, -0.8, 0.5)), -0.8, 0.9
)
ALL: list[Description] = [FLOWS, POINTS, LEADS, COSTS, COURSE]


def drawn(chart: Description) -> dict[str, Any]:
    return dict(screen.figure(chart).to_dict())


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: type(chart).__name__)
def test_a_chart_says_in_words_what_it_shows(chart: Description) -> None:
    text = alternative.text(chart)
    assert text.endswith(".")
    assert len(text) > 40


@pytest.mark.parametrize("chart", [POINTS, COSTS], ids=lambda chart: type(chart).__name__)
def test_no_model_is_drawn_in_the_accent(chart: Description) -> None:
    assert ACCENT.light not in str(drawn(chart)["data"])


def test_a_flow_chart_draws_all_and_marks_only_what_moves() -> None:
    link = drawn(FLOWS)["data"][0]["link"]
    assert list(link["value"]) == [4.0, 7.0, 1.0]
    assert list(link["color"]) == [FLOW.light, NEUBG.light, FLOW.light]


def test_both_ends_of_a_flow_chart_say_how_much() -> None:
    labels = list(drawn(FLOWS)["data"][0]["node"]["label"])
    assert labels == ["Kultur 4,0", "Børn 7,0", "CBE 1,0", "Børn 12,0"]
    assert sum(FLOWS.sources.values()) == sum(FLOWS.targets.values()) == 12.0


def test_points_are_always_on_a_scale_from_0_to_100() -> None:
    axis = drawn(POINTS)["layout"]["xaxis"]
    assert list(axis["ticktext"]) == ["0", "25", "50", "75", "100"]


def test_a_model_without_points_says_why_in_its_place() -> None:
    texts = [note["text"] for note in drawn(POINTS)["layout"]["annotations"]]
    assert texts == ["<b>64</b>", "opfylder ikke et krav", "<b>59</b>"]


def test_a_dominated_model_is_struck_out_and_an_open_ring() -> None:
    notes = {note["text"] for note in drawn(COSTS)["layout"]["annotations"]}
    assert notes == {"<b>M1</b>", "<s>M2</s>", "<b>M3</b>"}


def test_names_of_models_that_lie_close_keep_apart() -> None:
    notes = drawn(COSTS)["layout"]["annotations"]
    pixels = 2.75  # a point on the axis, about
    heights = sorted(note["y"] * pixels + note["yshift"] for note in notes)
    assert min(b - a for a, b in pairwise(heights)) > 15


def test_costs_share_an_axis_with_round_numbers_on_both_sides_of_0() -> None:
    axis = drawn(COURSE)["layout"]["yaxis"]
    assert list(axis["ticktext"]) == ["−0,8", "−0,6", "−0,4", "−0,2", "0,0", "0,2", "0,4", "0,6",
                                      "0,8"]  # fmt: skip
