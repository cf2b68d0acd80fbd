import json
import re
from typing import Any

import pytest

from charts.description import PERCENT, Description, Role
from charts.palette import TINTS, TOKENS
from charts.screen import CONFIG, figure
from tests.charts.examples import (
    COMPARISON,
    CONTROL,
    DESCRIPTIONS,
    FULL,
    FUNNEL,
    PATH,
    SMALL,
    history,
    series,
)

COVERED = {token.light for token in TOKENS} | {tint.light for tint in TINTS} | {"rgba(0,0,0,0)"}


def drawn(description: Description) -> dict[str, Any]:
    parts: dict[str, Any] = json.loads(figure(description).to_json())
    return parts


def words(description: Description) -> list[str]:
    return [annotation["text"] for annotation in drawn(description)["layout"]["annotations"]]


@pytest.mark.parametrize("description", DESCRIPTIONS)
def test_every_colour_follows_the_theme(description: Description) -> None:
    used = set(re.findall(r'"(#[0-9A-Fa-f]{6}|rgba?\([^)]*\))"', json.dumps(drawn(description))))
    assert used <= COVERED


@pytest.mark.parametrize("description", [FULL, SMALL, CONTROL, FUNNEL, PATH])
def test_the_axis_starts_at_zero(description: Description) -> None:
    assert drawn(description)["layout"]["yaxis"]["range"][0] == 0


def test_a_comparison_starts_at_zero() -> None:
    assert drawn(COMPARISON)["layout"]["xaxis"]["range"][0] == 0


def test_each_line_is_named_with_its_latest_value() -> None:
    assert words(FULL)[:4] == ["Brøndby 6,2", "Greve 3,6", "Hele landet 4,9", "<b>Ishøj 5,8</b>"]


def test_a_peer_that_leaves_the_chart_is_named() -> None:
    assert "↑ Brøndby op til 14,8" in words(FULL)


def test_breaks_and_marked_figures_are_explained() -> None:
    assert "Fra 2019 tæller<br>psykisk vold med" in words(FULL)
    assert "massesag" in words(FULL)


def test_an_event_is_a_thin_solid_line_with_words_at_the_top() -> None:
    layout = drawn(FULL)["layout"]
    cut, event = layout["shapes"]
    assert cut["line"]["dash"] == "dash"
    assert "dash" not in event["line"]
    assert event["x0"] == event["x1"] == "2018-06-01"
    [said] = [note for note in layout["annotations"] if note["text"] == "Ny SSP-plan"]
    assert said["y"] == 1
    assert -said["yshift"] < 100


def test_a_comment_is_not_drawn() -> None:
    assert drawn(history(comment="Se også 2018.")) == drawn(history())


def test_an_older_last_value_shows_its_year() -> None:
    ended = series("Greve", (3.4, 3.5))
    assert "Greve 3,5 (2017)" in words(history(ended))


def test_a_gap_stays_a_gap_and_a_lone_point_is_a_dot() -> None:
    own = series("Ishøj", (6, 5, None, 4, None, 5, 6), Role.OWN)
    line = next(trace for trace in drawn(history(own=own))["data"] if "hovertemplate" in trace)
    assert line["y"] == [6, 5, None, 4, None, 5, 6]
    assert not line.get("connectgaps")
    assert [size > 0 for size in line["marker"]["size"]] == [place == 3 for place in range(7)]


def test_the_band_is_closed_at_each_gap() -> None:
    own = series("Ishøj", (6, 5, None, 4, 5), Role.OWN)
    band = next(trace for trace in drawn(history(own=own))["data"] if trace.get("fill"))
    assert band["y"] == [7, 6, 4, 5, None, 5, 6, 4, 3, None]


def test_a_lone_point_keeps_its_interval() -> None:
    own = series("Ishøj", (6, None, 5, None, 6), Role.OWN)
    band = next(trace for trace in drawn(history(own=own))["data"] if trace.get("fill"))
    assert band["y"][5:10] == [6, 6, 4, 4, None]
    assert band["x"][5] < "2018-01-01" < band["x"][6]


def test_shares_are_drawn_and_written_in_percent() -> None:
    own = series("Trygge", (0.78, 0.81), Role.OWN)
    parts = drawn(history(own=own, scale=PERCENT))
    assert parts["layout"]["yaxis"]["ticktext"] == ["0\u00a0%", "50\u00a0%", "100\u00a0%"]
    assert parts["layout"]["annotations"][0]["text"] == "<b>Trygge 81\u00a0%</b>"


def test_hover_gives_value_count_and_period() -> None:
    own = drawn(FULL)["data"][-3]
    assert own["hovertemplate"] == "<b>Ishøj %{text}</b>%{customdata}<extra></extra>"
    assert own["text"][-1] == "5,8"
    assert own["customdata"][-1] == "<br>141 anmeldelser<br>2020"


def test_a_comparison_is_sorted_and_keeps_who_has_no_value() -> None:
    parts = drawn(COMPARISON)
    assert parts["layout"]["yaxis"]["ticktext"] == [
        "Glostrup",
        "<b>Ishøj</b>",
        "Hele landet",
        "Greve",
        "Solrød",
    ]
    assert words(COMPARISON) == ["6,9", "<b>5,8</b>", "4,9", "3,6", "skjult, få sager"]


def test_a_small_history_has_three_marks_on_each_axis() -> None:
    layout = drawn(SMALL)["layout"]
    assert layout["yaxis"]["ticktext"] == ["0", "4", "8"]
    assert layout["xaxis"]["ticktext"] == ["2016", "2018", "2019"]
    assert words(SMALL) == ["<b>5,8</b> Ishøj", "<b>4,8</b> naboer"]


@pytest.mark.parametrize("description", DESCRIPTIONS)
def test_a_touch_on_the_chart_scrolls_the_page(description: Description) -> None:
    layout = figure(description).layout
    assert layout.template.layout.dragmode is False
    assert (
        layout.template.layout.xaxis.fixedrange is layout.template.layout.yaxis.fixedrange is True
    )


def test_months_are_danish() -> None:
    assert CONFIG["locales"]["da"]["format"]["months"][4] == "maj"  # type: ignore[index]
