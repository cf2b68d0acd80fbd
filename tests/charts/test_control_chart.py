from dataclasses import replace
from typing import Any

import pytest

from charts.description import PERCENT, Mark, Shape, Tone
from charts.palette import BAD, BG, GOOD, NEUBG, PEER, TEXT
from charts.screen.control_chart import RIGHT, SYMBOLS
from tests.charts.examples import CONTROL, JUDGED, quarter, quarters
from tests.charts.test_screen import drawn, words


def dots(chart: Any = CONTROL) -> dict[str, Any]:
    return next(trace for trace in drawn(chart)["data"] if trace["mode"] == "markers")


def marked(mark: Mark, tone: Tone = Tone.NONE) -> Any:
    """The eighth quarter carries a mark."""
    return replace(CONTROL, points=quarters((0.5,) * 12, {8: (mark, tone)}))


@pytest.mark.parametrize(
    ("mark", "shape"),
    [
        (Mark.NONE, Shape.DISC),
        (Mark.OVER, Shape.TRIANGLE_UP),
        (Mark.UNDER, Shape.TRIANGLE_DOWN),
        (Mark.ABOVE, Shape.TRIANGLE_UP_OPEN),
        (Mark.BELOW, Shape.TRIANGLE_DOWN_OPEN),
        (Mark.RISING, Shape.DIAMOND_OPEN),
        (Mark.FALLING, Shape.DIAMOND_OPEN),
        (Mark.TWO_OF_THREE, Shape.DIAMOND_OPEN),
    ],
)
def test_a_mark_has_its_shape(mark: Mark, shape: Shape) -> None:
    marker = dots(marked(mark))["marker"]
    assert (marker["symbol"][8], marker["size"][8]) == SYMBOLS[shape]
    assert (marker["line"]["width"][8] > 0) == shape.is_open
    assert (marker["color"][8] == BG.light) == shape.is_open


@pytest.mark.parametrize(("tone", "ink"), [(Tone.GOOD, GOOD), (Tone.BAD, BAD), (Tone.NONE, TEXT)])
def test_a_mark_has_the_colour_of_its_tone(tone: Tone, ink: Any) -> None:
    assert dots(marked(Mark.OVER, tone))["marker"]["color"][8] == ink.light


def test_an_expected_quarter_is_grey_whatever_its_tone() -> None:
    assert dots(marked(Mark.NONE, Tone.GOOD))["marker"]["color"][8] == PEER.light


def test_quarters_without_limits_are_rings_and_carry_no_mark() -> None:
    points = quarters((2.2,) * 12, {0: (Mark.OVER, Tone.BAD)})
    marker = dots(replace(CONTROL, points=points))["marker"]
    assert marker["symbol"][:4] == ["circle"] * 4
    assert marker["color"][:5] == [BG.light] * 4 + [PEER.light]


def test_a_gap_stays_a_gap() -> None:
    line = next(trace for trace in drawn(CONTROL)["data"] if len(trace["x"]) == 12)
    assert line["y"][9] is None
    assert not line.get("connectgaps")
    assert len(dots()["x"]) == 11


def test_the_limits_are_an_area_behind_everything_from_zero() -> None:
    area, *_ = drawn(CONTROL)["layout"]["shapes"]
    assert (area["layer"], area["fillcolor"]) == ("below", NEUBG.light)
    assert area["path"].startswith(f"M{CONTROL.points[3].at.year + 1}-")
    assert area["path"].count("L") == 2 * (len(JUDGED.limits) + 2) - 1
    assert ",-" not in area["path"]


def test_one_quarter_with_limits_has_an_area_too() -> None:
    alone = replace(JUDGED, limits=JUDGED.limits[:1])
    area, *_ = drawn(replace(CONTROL, stretches=(alone,)))["layout"]["shapes"]
    assert area["path"].count("L") == 5


def test_the_middle_runs_only_where_there_are_limits() -> None:
    middle = drawn(CONTROL)["data"][0]
    assert middle["x"] == [quarter(4).isoformat(), quarter(11).isoformat()]
    assert middle["y"] == [0.5, 0.5]


def test_limits_and_middle_are_named() -> None:
    assert {"øvre grænse", "midterlinje", "nedre grænse"} <= set(words(CONTROL))


def test_limits_that_end_before_the_chart_are_named_upon_themselves() -> None:
    chart = replace(
        CONTROL, stretches=(replace(JUDGED, last=quarter(8), limits=JUDGED.limits[:5]),)
    )
    named = [
        note for note in drawn(chart)["layout"]["annotations"] if note["text"] == "øvre grænse"
    ]
    assert [note["xanchor"] for note in named] == ["center"]


def test_without_limits_nothing_is_judged() -> None:
    chart = replace(CONTROL, stretches=(), base="")
    assert words(chart) == ["Fra 2021 tæller<br>flere tyverier med", "Ny SSP-plan"]
    assert set(dots(chart)["marker"]["color"]) == {BG.light}


def test_the_last_flagged_quarter_has_count_and_words() -> None:
    assert "<b>31 anmeldelser</b><br>over grænsen" in words(CONTROL)
    earlier = replace(CONTROL, points=(*CONTROL.points[:-1], quarters((0.5,) * 12)[-1]))
    assert "<b>26 anmeldelser</b><br>over grænsen" in words(earlier)


def test_the_margin_holds_the_words_at_the_right() -> None:
    assert drawn(CONTROL)["layout"]["margin"]["r"] == RIGHT
    long = max(("midterlinje", "øvre grænse", "141 anmeldelser"), key=len)
    assert 10 + len(long) * 6.6 <= RIGHT


def test_a_break_is_dashed_and_an_event_is_thin_and_solid() -> None:
    _, cut, event = drawn(CONTROL)["layout"]["shapes"]
    assert cut["line"]["dash"] == "dash"
    assert "dash" not in event["line"]
    assert event["line"]["width"] < cut["line"]["width"]


def test_an_event_outside_the_time_axis_is_left_out() -> None:
    late = replace(CONTROL, events=(replace(CONTROL.events[0], at=quarter(30)),))
    assert "Ny SSP-plan" not in words(late)
    assert len(drawn(late)["layout"]["shapes"]) == 2


def test_hover_gives_value_count_period_and_mark() -> None:
    assert dots()["text"][-1] == "1,7"
    assert dots()["customdata"][-1] == "<br>31 anmeldelser<br>4. kvartal 2022<br>over grænsen"
    assert dots()["customdata"][0] == "<br>20 anmeldelser<br>1. kvartal 2020"
    assert dots()["hovertemplate"] == "<b>%{text}</b>%{customdata}<extra></extra>"


def test_shares_never_get_an_axis_beyond_all() -> None:
    chart = replace(CONTROL, scale=PERCENT)
    assert drawn(chart)["layout"]["yaxis"]["range"] == [0, 100]


def test_quarters_without_figures_still_have_axes() -> None:
    empty = replace(CONTROL, points=quarters((None,) * 4), stretches=())
    assert drawn(empty)["layout"]["yaxis"]["range"][1] > 0
