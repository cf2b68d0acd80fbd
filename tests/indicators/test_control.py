"""The control chart: which quarters are judged, what their limits rest on, which are marked."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from indicators import compute, control
from indicators.compute import Values
from indicators.cube import consecutive
from indicators.registry import INDICATORS
from indicators.stats import spc
from store.release import Reader, Release
from store.settings import Settings, municipality
from tests.indicators.figures import cube

pytest_plugins = ["tests.published"]

OWN = "183"
AREAS = (OWN, *municipality().peers.members)
CALM = "20 24 19 22 25 18 21 23 20 22 24 19 21 20 23 22"
"""Sixteen quarters that vary less than chance."""


def quarterly(first: str, cases: str, *, id_: str = "C3", cut: bool = False) -> Values:
    """Ishøj's quarters as words, among 20,000; the peers lack theirs."""
    length = len(cases.split())
    last = first
    while len(when := consecutive(first, last)) < length:
        last = f"{int(last[:4]) + 1}K1" if last.endswith("4") else f"{last[:5]}{int(last[5]) + 1}"
    indicator = INDICATORS[id_]
    indicator = replace(indicator, breakdowns=(), breaks=indicator.breaks if cut else ())
    assert indicator.numerator
    assert indicator.denominator
    rows = {area: cases if area == OWN else "- " * length for area in AREAS}
    people = cube(" ".join(when), dict.fromkeys(AREAS, "20000 " * length))
    counts = {indicator.numerator: cube(" ".join(when), rows), indicator.denominator: people}
    parts = compute.values(compute.parts([indicator]), counts)
    return next(part for part in parts if not part.leads)


def chart(values: Values) -> pd.DataFrame:
    return control.charts([values], municipality())


@pytest.fixture(scope="module")
def release(published: Settings) -> Release:
    return Reader(published.releases).current()


def judged(release: Release, id_: str, area: str = OWN) -> pd.DataFrame:
    """The judged quarters of the official figures, by period."""
    rows = release.control_chart(id_, area)
    return rows[rows["centre"].notna()].set_index("period")


# --- the official figures -------------------------------------------------------------------------


def test_home_burglary_is_held_up_against_2019_to_2022(release: Release) -> None:
    rows = judged(release, "C3")
    base = rows.index[rows["in_base"].astype(bool)]

    assert (rows.index[0], rows.index[-1], len(rows)) == ("2019K1", "2025K4", 28)
    assert (base[0], base[-1], len(base)) == ("2019K1", "2022K4", 16)
    cases, people = (rows.loc[base, name].sum() for name in ("numerator", "denominator"))
    assert rows["centre"].unique() == pytest.approx([1000 * cases / people])
    assert f"{rows['centre'].iat[0]:.3f}" == "0.447"
    assert rows["upper_limit"].between(1.12, 1.15).all()
    assert (rows["lower_limit"] == 0).all()


def test_the_quarters_of_home_burglary_that_are_marked(release: Release) -> None:
    rows = judged(release, "C3")
    marked = {rule: list(rows.index[rows["rule"] == rule]) for rule in spc.Rule if rule}

    assert marked == {
        "outside": ["2020K1", "2025K4"],
        "one_side": list(consecutive("2021K2", "2023K3")),
        "trend": [],
        "two_of_three": [],
    }
    assert len(marked["one_side"]) == 10
    assert set(rows.loc[marked["one_side"], "side"]) == {-1}
    assert set(rows.loc[marked["outside"], "side"]) == {1}


def test_a_smaller_population_gets_wider_limits(release: Release) -> None:
    rows = judged(release, "C3").sort_values("denominator")

    assert rows["upper_limit"].is_monotonic_decreasing


def test_violence_is_judged_only_from_the_quarter_in_which_it_counts_the_same(
    release: Release,
) -> None:
    rows = judged(release, "C2")

    assert (rows.index[0], len(rows)) == ("2019K2", 27)
    assert list(rows.index[rows["in_base"].astype(bool)])[-1] == "2023K1"


def test_a_gap_in_the_judged_quarters_leaves_the_penal_code_without_limits(
    release: Release,
) -> None:
    assert len(judged(release, "A5")) == 0


def test_the_municipality_and_its_peers_have_charts_and_nobody_else(release: Release) -> None:
    areas = release._rows("select distinct area from control_chart")["area"]

    assert set(areas) == set(AREAS)


# --- what is judged -------------------------------------------------------------------------------


def test_a_chart_needs_a_quarter_more_than_its_base() -> None:
    assert len(chart(quarterly("2021K1", CALM))) == 0
    assert len(chart(quarterly("2021K1", f"{CALM} 20"))) == 17


def test_no_area_without_quarters_has_rows() -> None:
    rows = chart(quarterly("2021K1", f"{CALM} 20"))

    assert set(rows["area"]) == {OWN}
    assert tuple(rows.columns) == control.COLUMNS


def test_without_any_chart_the_table_has_its_columns() -> None:
    assert tuple(chart(quarterly("2021K1", CALM)).columns) == control.COLUMNS


@pytest.mark.parametrize("absent", ["-", "..", "~"])
def test_a_gap_among_the_judged_quarters_gives_no_chart(absent: str) -> None:
    assert len(chart(quarterly("2021K1", f"{CALM} {absent} 20"))) == 0


def test_a_gap_before_the_judged_quarters_does_no_harm() -> None:
    rows = chart(quarterly("2018K3", f"- {CALM} {' '.join(['21'] * 12)}"))

    assert len(rows) == 28
    assert rows["period"].iat[0] == "2018K4"


@pytest.mark.parametrize("same", ["0", "5"])
def test_where_nothing_varies_there_is_no_chart(same: str) -> None:
    assert len(chart(quarterly("2021K1", f"{same} " * 20))) == 0


def test_nothing_is_judged_before_a_break() -> None:
    """Some thefts count as burglary from 2018."""
    before, after = "90 90 90 90", f"{CALM} 20 21 22 19"
    rows = chart(quarterly("2017K1", f"{before} {after}", cut=True))

    assert rows["period"].iat[0] == "2018K1"
    assert len(rows) == 20
    assert (rows["rule"] == "").all()
    whole = chart(quarterly("2017K1", f"{before} {after}"))
    assert whole["period"].iat[0] == "2017K1"


# --- the limits -----------------------------------------------------------------------------------


def test_quarters_that_vary_by_chance_get_the_limits_of_chance() -> None:
    rows = chart(quarterly("2021K1", f"{CALM} 20"))
    centre = sum(map(int, CALM.split())) / 16
    reach = 3 * np.sqrt(centre)

    assert rows["centre"].to_numpy() * 20 == pytest.approx(np.full(17, centre))
    assert rows["upper"].to_numpy() * 20 == pytest.approx(np.full(17, centre + reach))
    assert rows["lower"].to_numpy() * 20 == pytest.approx(np.full(17, centre - reach))


def test_quarters_that_vary_more_get_limits_as_much_wider() -> None:
    wild = [5, 45, 12, 38, 8, 50, 15, 30, 6, 41, 10, 44, 9, 35, 14, 40, 60]
    rows = chart(quarterly("2021K1", " ".join(map(str, wild))))
    people = np.full(17, 20000.0)
    laney, plain = (limits(wild, people, freeze=16) for limits in (spc.u_prime, spc.u))

    assert laney.sigma_z[0] > control.WIDER_THAN_CHANCE
    assert rows["upper"].to_numpy() == pytest.approx(1000 * laney.upper)
    assert rows["upper"].iat[-1] > 1000 * plain.upper[-1]
    assert (rows["lower"] == 0).all(), "no rate is below 0"
    assert (rows["rule"] == "").all()


def test_what_is_judged_does_not_set_its_own_limits() -> None:
    calm, alarm = (chart(quarterly("2021K1", f"{CALM} {last}")) for last in ("20", "200"))

    assert list(calm["upper"]) == list(alarm["upper"])
    assert list(alarm["rule"]) == [""] * 16 + ["outside"]


def test_the_oldest_of_seven_years_fall_out_of_the_base_as_time_goes() -> None:
    rows = chart(quarterly("2017K1", f"{CALM} {CALM} 20 21"))

    assert rows["period"].iat[0] == "2018K3"
    assert rows["base"].sum() == 16


# --- which way a mark points ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("run", "way"), [("17 18 19 20 22 23 24", 1), ("24 23 22 20 19 18 17", -1)]
)
def test_a_run_of_seven_is_one_that_rises_or_falls_on_both_sides_of_the_centre(
    run: str, way: int
) -> None:
    rows = chart(quarterly("2021K1", f"{CALM} 21 {run}"))
    marked = rows[rows["rule"] == "trend"]

    assert len(marked) >= 7
    assert set(marked["side"]) == {way}
    centre = marked["centre"].iat[0] * 20
    assert min(map(int, run.split())) < centre < max(map(int, run.split()))


def test_other_marks_tell_the_side_of_the_centre() -> None:
    rows = chart(quarterly("2021K1", f"{CALM} 60 {' '.join(['18', '17'] * 4)}"))
    marked = rows[rows["rule"] != ""]

    assert list(marked["rule"]) == ["outside"] + ["one_side"] * 8
    assert list(marked["side"]) == [1] + [-1] * 8
