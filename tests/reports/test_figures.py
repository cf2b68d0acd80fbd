"""From rows of a release to what is drawn: gaps stay gaps, and nothing is judged here."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from charts.description import Break, Event, Mark, Marked, Role, Scale, Tone
from danish.numbers import NO_BREAK_SPACE
from reports import figures, judged_figures, views
from store.entries import IndicatorEntry
from store.release import Reader, Release
from store.settings import Settings

pytest_plugins = ["tests.published"]

OWN, GROUP = "183", "naboer"
NEAR = [OWN, "187", "084", "000"]
NOTES = ["kind", "first_day", "last_day", "short", "text", "author", "is_stale"]


@pytest.fixture(scope="module")
def release(published: Settings) -> Release:
    return Reader(published.releases).current()


def noted(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Rows of `Release.notes`: kind, first and last day, short text."""
    days = [(kind, pd.Timestamp(a), pd.Timestamp(b), short) for kind, a, b, short in rows]
    whole = [(*row, "", "", False) for row in days]
    return pd.DataFrame(whole, columns=NOTES).astype(
        {"first_day": "datetime64[us]", "last_day": "datetime64[us]"}
    )


# --- how numbers are drawn ------------------------------------------------------------------------


def test_a_share_is_drawn_in_percent_and_a_rate_as_it_is(release: Release) -> None:
    charges, burglary = release.indicators["C7"], release.indicators["C3"]
    percent = Scale(1, factor=100, suffix=f"{NO_BREAK_SPACE}%", highest=100)

    assert figures.scale(charges) == percent
    assert figures.scale(burglary) == Scale(2)
    assert figures.measure(charges) == "Procent af anmeldelser"
    assert figures.measure(burglary) == "Anmeldelser pr. 1.000 indbyggere"


# --- history --------------------------------------------------------------------------------------


def drawn_history(release: Release, id_: str, notes: pd.DataFrame, kind: str = "") -> Any:
    entry = release.indicators[id_]
    kind = kind or entry.span
    return figures.history(release, entry, release.history(id_, NEAR, kind=kind), notes, kind)


def test_the_history_is_the_municipality_among_others_in_their_order(release: Release) -> None:
    chart = drawn_history(release, "A4", noted())

    assert [series.role for series in chart.series] == [
        Role.OWN, Role.PEER, Role.REGION, Role.COUNTRY,
    ]  # fmt: skip
    assert [series.label for series in chart.series] == [
        "Ishøj", "Vallensbæk", "Hovedstaden", "Hele landet",
    ]  # fmt: skip
    newest = chart.own.points[-1]
    assert (newest.at, newest.label) == (date(2025, 12, 31), "1.–4. kvartal 2025")
    assert newest.detail == "1.727 anmeldelser"
    assert newest.lower < newest.value < newest.upper
    assert chart.title == "Anmeldte forbrydelser, fire kvartaler tilsammen"
    assert chart.unit == "Anmeldelser pr. 1.000 indbyggere. Bånd: 95 % interval for Ishøj."


def test_a_gap_stays_a_gap_and_says_why(release: Release) -> None:
    points = {point.label: point for point in drawn_history(release, "A5", noted()).own.points}
    gap = points["1.–4. kvartal 2024"]

    assert (gap.value, gap.lower, gap.upper) == (None, None, None)
    assert gap.detail == "En del mangler"
    assert points["1.–4. kvartal 2023"].value is not None
    assert points["1.–4. kvartal 2025"].value is not None


def test_what_stands_beside_the_figures_goes_where_it_belongs(release: Release) -> None:
    notes = noted(
        ("brud", "2018-01-01", "2018-12-31", "nye regler"),
        ("massesag", "2018-07-01", "2018-09-30", "massesag"),
        ("mangel", "2023-01-01", "2023-12-31", "mangler"),
        ("event", "2021-06-15", "2021-06-15", "nyt hold"),
        ("comment", "2022-01-01", "2022-01-01", ""),
    )
    chart = drawn_history(release, "A4", notes)

    assert chart.breaks == (Break(date(2018, 1, 1), "nye regler"),)
    assert chart.marked == (
        Marked(date(2018, 9, 30), "massesag"),
        Marked(date(2023, 12, 31), "mangler"),
    )
    assert chart.events == (Event(date(2021, 6, 15), "nyt hold"),)


def test_what_was_before_the_first_figure_is_not_drawn(release: Release) -> None:
    notes = noted(
        ("brud", "2005-01-01", "2005-12-31", "gammelt"),
        ("event", "2006-01-01", "2006-01-01", "gammel"),
        ("massesag", "2006-01-01", "2006-03-31", "gammel"),
    )
    chart = drawn_history(release, "A4", notes)

    assert (chart.breaks, chart.marked, chart.events) == ((), (), ())


def test_the_mass_cases_of_the_official_figures_are_marked_in_their_year(release: Release) -> None:
    chart = drawn_history(release, "C1", release.notes("C1"))

    assert [mark.text for mark in chart.marked] == [
        "2018: formentlig massesag",
        "2023: formentlig massesag",
    ]
    drawn = {point.label: point.at for point in chart.own.points}
    assert [mark.at for mark in chart.marked] == [drawn["2018"], drawn["2023"]]


def test_a_small_history_is_the_municipality_beside_the_peers_as_one(release: Release) -> None:
    entry = release.indicators["C3"]
    rows = release.history("C3", [OWN, GROUP], kind=entry.span)
    chart = figures.small_history(release, entry, rows, ceiling=8)

    assert [(series.role, series.label) for series in chart.series] == [
        (Role.OWN, "Ishøj"),
        (Role.GROUP, "naboer"),
    ]
    assert chart.ceiling == 8


def test_a_sparkline_keeps_the_gap(release: Release) -> None:
    overview = release.overview(OWN, GROUP)
    row = overview[(overview["indicator"] == "A5")].iloc[0]
    values = {
        point.label: point.value
        for point in figures.sparkline(release.indicators["A5"], row).points
    }

    assert values["2024"] is None
    assert values["2025"] == pytest.approx(row["value"])


# --- areas in one period --------------------------------------------------------------------------


def test_a_comparison_is_of_one_period(release: Release) -> None:
    entry = release.indicators["C3"]
    rows = release.history("C3", NEAR, kind=entry.span)
    chart = figures.comparison(release, entry, rows, "2024K1-2024K4")

    assert (chart.period, chart.title) == ("2024", "2024 med 95 % interval")
    assert [(row.name, row.role) for row in chart.rows] == [
        ("Ishøj", Role.OWN),
        ("Vallensbæk", Role.PEER),
        ("Region Hovedstaden", Role.REGION),
        ("Hele landet", Role.COUNTRY),
    ]
    assert chart.rows[0].detail == "58 anmeldelser"
    for row in chart.rows:
        assert row.value is not None
        assert row.lower is not None
        assert row.upper is not None
        assert row.lower < row.value < row.upper


def test_an_area_without_a_figure_stays_in_the_comparison_with_the_reason(
    release: Release,
) -> None:
    entry = release.indicators["A5"]
    rows = release.history("A5", NEAR, kind=entry.span)
    own = figures.comparison(release, entry, rows, "2024K1-2024K4").rows[0]

    assert (own.value, own.lower, own.upper) == (None, None, None)
    assert own.detail == "En del mangler"


def test_a_comparison_in_a_period_that_nobody_has_is_empty(release: Release) -> None:
    entry = release.indicators["C3"]
    rows = release.history("C3", NEAR, kind=entry.span)

    assert figures.comparison(release, entry, rows, "1999K1-1999K4").rows == ()


# --- the funnel -----------------------------------------------------------------------------------


def test_a_funnel_names_the_municipality_and_its_peers(release: Release) -> None:
    entry = release.indicators["A4"]
    chart = judged_figures.funnel(release, entry, release.funnel("A4"), release.funnel_curve("A4"))
    roles = [row.role for row in chart.rows]

    assert (roles.count(Role.OWN), roles.count(Role.PEER), roles.count(Role.OTHER)) == (1, 8, 89)
    (own,) = [row for row in chart.rows if row.role is Role.OWN]
    assert (own.name, own.population, own.detail) == ("Ishøj", 24365, "1.727 anmeldelser")
    assert chart.period == "2025"
    assert chart.spread
    assert "Grænserne rummer også den almindelige forskel på kommuner" in chart.unit
    assert len(chart.inner) == len(chart.outer) == 60
    for inner, outer in zip(chart.inner, chart.outer, strict=True):
        assert outer.lower <= inner.lower < chart.mean < inner.upper < outer.upper


def test_a_funnel_without_spread_does_not_claim_it(release: Release) -> None:
    entry = release.indicators["A4"]
    rows = release.funnel("A4").assign(spread=False)
    chart = judged_figures.funnel(release, entry, rows, release.funnel_curve("A4"))

    assert chart.unit == "Anmeldelser pr. 1.000 indbyggere."
    assert not chart.spread


def test_a_municipality_without_a_figure_is_not_in_the_funnel(release: Release) -> None:
    entry = release.indicators["A4"]
    rows = release.funnel("A4")
    rows["value"] = rows["value"].where(rows["area"] != "101")
    chart = judged_figures.funnel(release, entry, rows, release.funnel_curve("A4"))

    assert len(chart.rows) == 97


# --- the control chart ----------------------------------------------------------------------------


def control(release: Release, id_: str, rows: pd.DataFrame | None = None, **changed: Any) -> Any:
    if rows is None:
        rows = release.control_chart(id_, OWN)
    return judged_figures.control_chart(
        release.indicators[id_], rows.assign(**changed), release.notes(id_)
    )


def test_home_burglary_has_its_marks_and_their_tones(release: Release) -> None:
    chart = control(release, "C3")
    flagged = {point.label: (point.mark, point.tone) for point in chart.flagged}

    assert flagged["1. kvartal 2020"] == flagged["4. kvartal 2025"] == (Mark.OVER, Tone.BAD)
    assert flagged["2. kvartal 2021"] == flagged["3. kvartal 2023"] == (Mark.BELOW, Tone.GOOD)
    assert len(flagged) == 12
    assert chart.base == "2019–2022"
    assert chart.unit == "Anmeldelser pr. 1.000 indbyggere. Grænser regnet på 2019–2022."
    (stretch,) = chart.stretches
    assert stretch.centre == pytest.approx(0.447, abs=5e-4)
    assert len(stretch.limits) == len(chart.judged) == 28
    assert chart.points[-1].detail == "41 anmeldelser"


def test_quarters_before_the_judged_ones_are_drawn_without_a_verdict(release: Release) -> None:
    chart = control(release, "C3")
    before = [point for point in chart.points if point.at < chart.stretches[0].first]

    assert before
    assert {point.mark for point in before} == {Mark.NONE}
    assert {point.tone for point in before} == {Tone.NONE}
    assert chart.points[0].label == "1. kvartal 2016", "the first figure there is"


def test_a_base_that_does_not_begin_with_a_year_is_told_in_quarters(release: Release) -> None:
    assert control(release, "C2").base == "2. kvt. 2019 – 1. kvt. 2023"


def test_the_break_of_violence_stands_in_its_chart(release: Release) -> None:
    assert [(one.at, one.text) for one in control(release, "C2").breaks] == [
        (date(2019, 4, 1), "Fra 2019 tæller psykisk vold med")
    ]


def test_quarters_that_are_not_judged_say_why(release: Release) -> None:
    gap = control(release, "A5")

    assert (gap.stretches, gap.flagged, gap.base) == ((), (), "")
    assert gap.unit.endswith("Ingen grænser: der mangler kvartaler.")
    assert any(point.value is None for point in gap.points)
    few = release.control_chart("C3", OWN).tail(10).assign(centre=float("nan"))
    assert control(release, "C3", few).unit.endswith("Ingen grænser: for få kvartaler.")


MARKS = [
    ("outside", 1, Mark.OVER),
    ("outside", -1, Mark.UNDER),
    ("one_side", 1, Mark.ABOVE),
    ("one_side", -1, Mark.BELOW),
    ("trend", 1, Mark.RISING),
    ("trend", -1, Mark.FALLING),
    ("two_of_three", 1, Mark.TWO_OF_THREE),
    ("two_of_three", -1, Mark.TWO_OF_THREE),
]


@pytest.mark.parametrize(("rule", "side", "mark"), MARKS)
@pytest.mark.parametrize(
    ("indicator", "high", "low"),
    [
        ("C3", Tone.BAD, Tone.GOOD),
        ("C8", Tone.NONE, Tone.NONE),
    ],
)
def test_a_mark_has_the_tone_of_its_side(
    release: Release, indicator: str, high: Tone, low: Tone, rule: str, side: int, mark: Mark
) -> None:
    points = control(release, indicator, rule=rule, side=side).judged

    assert {(point.mark, point.tone) for point in points} == {(mark, high if side > 0 else low)}


def test_where_higher_is_better_a_high_quarter_is_good(release: Release) -> None:
    rows = release.control_chart("C3", OWN).assign(rule="outside", side=1)
    chart = judged_figures.control_chart(release.indicators["C7"], rows, noted())

    assert {point.tone for point in chart.judged} == {Tone.GOOD}


# --- the target -----------------------------------------------------------------------------------


def with_target(release: Release, **changed: Any) -> dict[str, Any]:
    """The newest row of violence with a target: from 5.5 at the end of 2024 to 4.5 in 2028."""
    overview = release.overview(OWN, GROUP)
    (row,) = overview[overview["indicator"] == "C2"].to_dict("records")
    path = [5.5, 5.23, 4.98, 4.73, 4.5]
    return {
        **{str(name): cell for name, cell in row.items()},
        "target": "uncertain",
        "target_value": 4.5,
        "target_year": 2028,
        "target_reason": "",
        "target_now": 5.23,
        "target_chance": 0.3,
        "target_statcan": "",
        "path_years": [2025.0, 2026.0, 2027.0, 2028.0, 2029.0],
        "path": path,
        "path_lower": [value - 1 for value in path],
        "path_upper": [value + 1 for value in path],
        "path_baseline": 5.5,
        **changed,
    }


def target_path(release: Release, row: dict[str, Any]) -> Any:
    entry = release.indicators["C2"]
    rows = release.history("C2", [OWN], kind=entry.span)
    return judged_figures.target_path(release, entry, row, rows, release.notes("C2"))


def test_the_way_to_a_target_ends_at_the_target(release: Release) -> None:
    chart = target_path(release, with_target(release))

    assert [point.at for point in chart.path] == [date(year, 12, 31) for year in range(2024, 2029)]
    assert (chart.path[-1].at, chart.path[-1].value) == (chart.target.at, chart.target.value)
    assert chart.target.text == "måltal 4,50 i 2028"
    assert all(point.lower < point.value < point.upper for point in chart.path)
    assert (chart.baseline.value, chart.baseline.text) == (5.5, "udgangspunkt 5,50")
    assert chart.baseline.first == date(2024, 12, 31)
    assert (chart.own.role, chart.own.name) == (Role.OWN, "Ishøj")
    assert chart.title == "Anmeldt vold på vej mod måltallet"
    assert [one.text for one in chart.breaks] == ["Fra 2019 tæller psykisk vold med"]


def test_a_baseline_that_ends_in_summer_begins_the_way_there(release: Release) -> None:
    years = [2025.5, 2026.5, 2027.5, 2028.5, 2029.0]
    chart = target_path(release, with_target(release, path_years=years))

    assert chart.path[0].at == date(2025, 6, 30)
    assert chart.path[-1].at == date(2028, 12, 31)


def said(release: Release, row: dict[str, Any], breakdown: str = "") -> views.View:
    entry: IndicatorEntry = release.indicators["C2"]
    return views.towards_target(release, entry, breakdown, [], row)


def test_without_a_target_nothing_is_drawn_and_that_is_said(release: Release) -> None:
    overview = release.overview(OWN, GROUP)
    (row,) = overview[overview["indicator"] == "C2"].to_dict("records")
    view = said(release, {str(name): cell for name, cell in row.items()})

    assert view.chart is None
    assert view.sentences == ("Der er ikke vedtaget noget måltal.",)


def test_a_target_without_a_way_says_why(release: Release) -> None:
    row = with_target(
        release, target="cannot_judge", target_reason="zero_target", path=None, path_years=None
    )

    assert said(release, row).chart is None
    assert said(release, row).sentences == ("En vej til nul kan ikke regnes på en forholdsskala.",)


def test_a_target_with_a_way_is_drawn_with_its_sentences(release: Release) -> None:
    view = said(release, with_target(release))

    assert view.chart is not None
    assert view.sentences[0] == "Vejen til måltallet er nu ved 5,23; tallet er 5,79."
