from dataclasses import replace
from datetime import date
from typing import Any

from charts.description import Event, Point, Role, TargetPath
from charts.palette import BAND, NEUBG
from charts.screen.target_path import forecast_from_now
from tests.charts.examples import OWN, PATH, series
from tests.charts.test_screen import drawn, words


def filled(chart: TargetPath = PATH) -> list[dict[str, Any]]:
    return [trace for trace in drawn(chart)["data"] if trace.get("fill") and trace["x"]]


def test_target_latest_value_forecast_baseline_and_path_are_named() -> None:
    assert words(PATH) == [
        "<b>måltal 4,5 i 2024</b>",
        "<b>Ishøj 5,8</b>",
        "fremskrivning 5,5",
        "udgangspunkt 5,5",
        "Ny SSP-plan",
        "sporet",
    ]


def test_the_time_axis_reaches_the_target() -> None:
    assert drawn(PATH)["layout"]["xaxis"]["range"] == ["2016-01-01", "2024-01-01"]


def test_the_path_has_a_grey_band_and_the_municipality_its_own() -> None:
    path, ahead, own = filled()
    assert [band["fillcolor"] for band in (path, ahead, own)] == [
        NEUBG.light, BAND.light, BAND.light,
    ]  # fmt: skip
    assert path["x"][0] == "2018-01-01"
    assert path["y"][:2] == [6.5, 6.3]


def test_the_forecast_opens_from_the_latest_value() -> None:
    now, *_ = forecast_from_now(PATH)
    assert (now.at, now.lower, now.value, now.upper) == (date(2020, 1, 1), 5.79, 5.79, 5.79)


def test_without_a_forecast_nothing_is_said_about_one() -> None:
    chart = replace(PATH, forecast=())
    assert len(filled(chart)) == 2
    assert not any("fremskrivning" in text for text in words(chart))


def test_a_baseline_may_be_missing() -> None:
    assert "udgangspunkt 5,5" not in words(replace(PATH, baseline=None))


def test_a_path_without_figures_still_shows_the_target() -> None:
    chart = replace(PATH, own=series("Ishøj", (None, None), Role.OWN), forecast=())
    assert words(chart)[0] == "<b>måltal 4,5 i 2024</b>"


def test_a_target_in_the_past_is_drawn() -> None:
    chart = replace(PATH, target=replace(PATH.target, at=date(2018, 1, 1)), path=(), forecast=())
    assert drawn(chart)["layout"]["xaxis"]["range"] == ["2016-01-01", "2020-01-01"]


def test_the_axis_holds_bands_and_target() -> None:
    wide = replace(PATH, forecast=(Point(date(2021, 1, 1), 6, 2, 9.5),))
    assert drawn(wide)["layout"]["yaxis"]["range"][1] > 9.5
    high = replace(PATH, target=replace(PATH.target, value=20.0))
    assert drawn(high)["layout"]["yaxis"]["range"][1] > 20


def test_what_people_type_is_not_taken_for_markup() -> None:
    typed = Event(date(2018, 6, 1), "<a href='x'>R&D</a>")
    chart = replace(PATH, own=OWN, events=(typed,))
    assert "&lt;a<br>href='x'&gt;R&amp;D&lt;/a&gt;" in words(chart) or (
        "&lt;a href='x'&gt;R&amp;D&lt;/a&gt;" in words(chart)
    )


def test_an_event_without_words_is_only_a_line() -> None:
    chart = replace(PATH, events=(Event(date(2018, 6, 1), ""),))
    assert len(drawn(chart)["layout"]["shapes"]) == 1
