"""Targets: the path to them, the word for where one is on it, and the chance of arriving.

The path is straight on a logarithmic scale; the hand computations here are written out.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from indicators import compute, counting, status, targets
from indicators.compute import Values
from indicators.definition import Indicator, Polarity
from indicators.registry import INDICATORS
from store.settings import Settings, municipality
from store.statements import Basis
from store.warehouse import reading
from tests.indicators.figures import cube

OWN, GROUP = "183", "naboer"
PEERS = municipality().peers.members
LONG = "69 71 70 68 72 70 60 70 80 70"
"""Ten years from 2015 with 70 cases on average, 60, 70 and 80 of them in 2021-2023."""

Row = dict[str, Any]


def without_breaks(id_: str, **changed: Any) -> Indicator:
    return replace(INDICATORS[id_], **{"breaks": (), "breakdowns": (), **changed})


def values(
    indicator: Indicator, when: str, own: str, *, group: str = "", people: str = "10000"
) -> list[Values]:
    """Ishøj's cases as words among 10,000, and those of the peers together among 80,000."""
    assert indicator.numerator
    assert indicator.denominator
    length = len(own.split())
    rows = {OWN: own, GROUP: group or "500 " * length, **dict.fromkeys(PEERS, "60 " * length)}
    cases = cube(when, rows)
    first, last = cases.periods[0][:4], cases.periods[-1][:4]
    quarters = 4 * (int(last) - int(first) + 1)
    mine = people if " " in people else f"{people} " * quarters
    living = {OWN: mine, GROUP: "80000 " * quarters, **dict.fromkeys(PEERS, "10000 " * quarters)}
    known = cube(f"{first}K1:{last}K4", living)
    counts = {indicator.numerator: cases, indicator.denominator: known}
    return list(compute.values(compute.parts([indicator]), counts))


def yearly(own: str, *, id_: str = "C1", last: int = 2025, **more: Any) -> list[Values]:
    """The same by years, newest last; without breaks unless some are named."""
    inside = {key: more.pop(key) for key in ("group", "people") if key in more}
    first = last - len(own.split()) + 1
    return values(without_breaks(id_, **more), f"{first}:{last}", own, **inside)


def target(
    indicator: str = "C1",
    *,
    change: float = -0.2,
    first: str = "2021",
    last: str = "2023",
    year: int = 2028,
    basis: Basis = Basis.OWN,
) -> Row:
    """A row of the table of targets."""
    return {
        "indicator": indicator,
        "first_period": first,
        "last_period": last,
        "target_year": year,
        "change": change,
        "basis": basis,
    }


def judged(parts: Sequence[Values], *stated: Row) -> tuple[Row, pd.DataFrame]:
    """The status of Ishøj with its target, and the path."""
    place = municipality()
    plain = status.statuses([part for part in parts if part.leads], place)
    table, path = targets.with_targets(plain, parts, pd.DataFrame(stated), place)
    (row,) = table[(table["area"] == OWN) & (table["breakdown"] == "")].to_dict("records")
    return {str(name): cell for name, cell in row.items()}, path.set_index("year")


# --- the path -------------------------------------------------------------------------------------


def test_the_path_begins_at_the_mean_of_the_baseline_and_ends_at_the_target() -> None:
    """7.0 per 1,000 at the end of 2023, 20 % less at the end of 2028."""
    row, path = judged(yearly(f"{LONG} 64"), target())

    assert (path.index[0], path["path"].iloc[0]) == (2024.0, pytest.approx(7.0))
    assert (path.index[-1], path["path"].iloc[-1]) == (2029.0, pytest.approx(5.6))
    assert path["baseline"].unique() == pytest.approx([7.0])
    assert (row["target_value"], row["target_year"]) == (path["path"].iloc[-1], 2028)


def test_the_path_is_straight_on_a_logarithmic_scale() -> None:
    row, path = judged(yearly("70 70 70 70 60 70 80 70 64"), target())

    assert list(path.index) == [2024.0, 2025.0, 2026.0, 2027.0, 2028.0, 2029.0]
    assert path["path"].to_numpy() == pytest.approx([7.0 * 0.8 ** (n / 5) for n in range(6)])
    assert row["target_now"] == pytest.approx(7.0 * 0.8 ** (2 / 5))
    assert row["target_value"] == path["path"].iloc[-1] == pytest.approx(5.6)


def test_a_target_may_be_a_rise() -> None:
    row, path = judged(yearly("70 70 70 70 60 70 80 70 64"), target(change=0.1))

    assert row["target_value"] == pytest.approx(7.7)
    assert path["path"].is_monotonic_increasing


def test_the_band_is_80_percent_of_what_chance_and_the_baseline_leave_open() -> None:
    _, path = judged(yearly("70 70 70 70 60 70 80 70 64"), target())
    cases, people, extra = 210, 30_000, 0.01
    start = (cases + extra * cases**2 / 3) / people**2

    for at, asked in ((2024.0, 0.007), (2029.0, 0.0056)):
        expected = asked * 10_000
        year = (expected + extra * expected**2) / 10_000**2
        reach = 1.28 * np.sqrt(year + (asked / 0.007) ** 2 * start)
        assert path.loc[at, "upper"] == pytest.approx(1000 * (asked + reach))
        assert path.loc[at, "lower"] == pytest.approx(1000 * (asked - reach))


def test_the_band_does_not_go_below_0() -> None:
    _, path = judged(yearly("1 2 1 1 2 1 1 2 1"), target())

    assert (path["lower"] == 0).any()
    assert (path["lower"] >= 0).all()


def test_a_baseline_of_quarters_gives_the_path_and_the_band_of_its_years() -> None:
    years = [72, 68, 72, 76, 64, 72, 80, 72, 64]
    quarters = " ".join(f"{year // 4}" for year in years for _ in range(4))
    by_quarter = values(without_breaks("C3"), "2017K1:2025K4", quarters)
    row, path = judged(by_quarter, target("C3", first="2021K1", last="2023K4"))
    same, expected = judged(yearly(" ".join(map(str, years))), target())

    for name in ("path", "lower", "upper", "baseline"):
        assert path[name].to_numpy() == pytest.approx(expected[name].to_numpy()), name
    for name in ("target_now", "target_z", "target_value"):
        assert row[name] == pytest.approx(same[name]), name
    assert row["target"] == same["target"]


# --- relative to the peers ------------------------------------------------------------------------


def test_a_target_relative_to_the_peers_is_told_at_their_rate_now() -> None:
    """7.0 against 6.25 is a ratio of 1.12; 20 % less is 0.896, at the peers' 5.0 it is 4.48."""
    parts = yearly("70 70 70 70 60 70 80 70 64", group="500 " * 8 + "400")
    row, path = judged(parts, target(basis=Basis.PEERS))

    assert row["target_value"] == pytest.approx(0.896 * 5.0)
    assert row["target_now"] == pytest.approx(1.12 * 0.8 ** (2 / 5) * 5.0)
    assert path["baseline"].unique() == pytest.approx([1.12 * 5.0])
    assert path["path"].iloc[-1] == row["target_value"]


def test_a_fall_that_the_peers_have_as_well_does_not_count_in_a_relative_target() -> None:
    parts = yearly("700 " * 8 + "350", group="5000 " * 8 + "2500")
    own, relative = (judged(parts, target(basis=basis))[0] for basis in Basis)

    assert (own["target"], relative["target"]) == ("on_track", "uncertain")


# --- the word -------------------------------------------------------------------------------------

WORDS = {
    Polarity.LOWER: ("on_track", "uncertain", "off_track"),
    Polarity.HIGHER: ("off_track", "uncertain", "on_track"),
}


@pytest.mark.parametrize("polarity", WORDS)
def test_the_word_follows_polarity(polarity: Polarity) -> None:
    change = -0.2 if polarity is Polarity.LOWER else 0.2
    asked = round(70 * (1 + change) ** (2 / 5))
    found = [
        judged(yearly(f"{LONG} {now}", polarity=polarity), target(change=change))[0]
        for now in (20, asked, 160)
    ]

    assert tuple(row["target"] for row in found) == WORDS[polarity]
    low, high = found[0]["target_z"], found[2]["target_z"]
    assert (low < -1.28 < 1.28 < high) if polarity is Polarity.LOWER else (high < -1.28 < low)


@pytest.mark.parametrize(("polarity", "way"), [(Polarity.LOWER, 1), (Polarity.HIGHER, -1)])
def test_the_distance_from_the_path_in_standard_deviations(polarity: Polarity, way: int) -> None:
    parts = yearly("70 70 70 70 60 70 80 70 68", polarity=polarity)
    row, _ = judged(parts, target())
    asked, extra = 0.007 * 0.8 ** (2 / 5), 0.01
    expected = asked * 10_000
    variance = (expected + extra * expected**2) / 10_000**2
    variance += (asked / 0.007) ** 2 * (210 + extra * 210**2 / 3) / 30_000**2

    assert row["target_z"] == pytest.approx(way * (0.0068 - asked) / np.sqrt(variance))


def test_only_beyond_1_28_standard_deviations_there_is_a_verdict() -> None:
    words = []
    for now in range(30, 110, 5):
        row, _ = judged(yearly(f"{LONG} {now}"), target())
        near = abs(row["target_z"]) <= 1.28
        assert near == (row["target"] == "uncertain"), now
        words.append(row["target"])

    assert words == sorted(words, key=["on_track", "uncertain", "off_track"].index)


# --- the chance -----------------------------------------------------------------------------------


def test_the_chance_is_a_share_that_grows_as_the_target_gets_easier() -> None:
    wild = "60 80 70 90 65 75 85 60 80 70 75"
    chances = [
        judged(yearly(wild), target(change=change))[0]["target_chance"]
        for change in (-0.6, -0.3, -0.1, 0.5)
    ]

    assert all(0 <= chance <= 1 for chance in chances)
    assert chances == sorted(chances)
    assert chances[0] < 0.1 < 0.9 < chances[-1]


def test_the_chance_of_a_rise_where_higher_is_better() -> None:
    wild = yearly("60 80 70 90 65 75 85 60 80 70 75", polarity=Polarity.HIGHER)
    low, high = (judged(wild, target(change=way))[0]["target_chance"] for way in (0.5, -0.5))

    assert low < 0.1 < 0.9 < high


@pytest.mark.parametrize(("years", "known"), [(7, False), (8, True)])
def test_with_fewer_than_eight_years_there_is_no_chance(years: int, *, known: bool) -> None:
    cases = [60, 80, 70, 90, 65, 75, 85, 62][:years]
    row, _ = judged(yearly(" ".join(map(str, cases))), target())

    assert row["target"] != "cannot_judge"
    assert np.isnan(row["target_chance"]) is not known


def test_only_the_years_after_a_gap_count_for_the_chance() -> None:
    row, _ = judged(yearly("60 80 70 - 65 75 85 62 78 70 60"), target())

    assert row["target"] == "uncertain"
    assert np.isnan(row["target_chance"])


def test_in_the_target_year_itself_there_is_a_word_and_no_chance() -> None:
    row, _ = judged(yearly(f"{LONG} 20"), target(year=2025))

    assert row["target"] == "on_track"
    assert row["target_now"] == row["target_value"]
    assert np.isnan(row["target_chance"])


# --- where there is no word -----------------------------------------------------------------------

FINE = "70 70 70 70 60 70 80 70 64"
WITHOUT = {
    "no_new_year": (yearly(FINE), target(first="2023", last="2025")),
    "target_in_past": (yearly(FINE), target(first="2020", last="2022", year=2024)),
    "too_few_periods": (yearly(FINE), target(first="2001", last="2003")),
    "gap": (yearly("70 70 70 70 60 - 80 70 64"), target()),
    "all_zero": (yearly("70 70 70 70 0 0 0 70 64"), target()),
    "zero_target": (yearly(FINE), target(change=-1.0)),
    "zero_population": (yearly(FINE, people="10000 " * 32 + "0 " * 4), target()),
    "mass_case": (yearly(FINE, last=2023, breaks=("massesag_2023",)), target(last="2022")),
}


@pytest.mark.parametrize("reason", WITHOUT)
def test_what_cannot_be_judged_has_its_reason(reason: str) -> None:
    parts, stated = WITHOUT[reason]
    row, _ = judged(parts, stated)

    assert (row["target"], row["target_reason"]) == ("cannot_judge", reason)
    assert row["target_year"] == stated["target_year"]
    for name in ("target_now", "target_z", "target_chance"):
        assert np.isnan(row[name]), name


@pytest.mark.parametrize(
    ("parts", "basis"),
    [
        (yearly("70 70 70 70 60 70 80 70 -"), Basis.OWN),
        (yearly(FINE, people="10000 " * 20 + "- " * 16), Basis.OWN),
        (yearly(FINE, group="500 500 500 500 500 500 500 500 -"), Basis.PEERS),
    ],
)
def test_without_a_newest_figure_the_reason_is_a_gap(parts: list[Values], basis: Basis) -> None:
    row, _ = judged(parts, target(basis=basis))

    assert (row["target"], row["target_reason"]) == ("cannot_judge", "gap")


def test_where_the_peers_have_no_cases_now_there_is_nothing_to_relate_to() -> None:
    parts = yearly(FINE, group="500 500 500 500 500 500 500 500 0")
    row, _ = judged(parts, target(basis=Basis.PEERS))

    assert (row["target"], row["target_reason"]) == ("cannot_judge", "all_zero")


def test_a_target_year_that_is_not_after_the_baseline_is_in_the_past() -> None:
    row, path = judged(yearly(FINE), target(year=2023))

    assert (row["target"], row["target_reason"]) == ("cannot_judge", "target_in_past")
    assert len(path) == 0


@pytest.mark.parametrize("reason", ["no_new_year", "target_in_past", "mass_case"])
def test_a_path_that_is_known_stays_to_be_drawn(reason: str) -> None:
    row, path = judged(*WITHOUT[reason])

    assert path["path"].notna().all()
    assert path["path"].iloc[-1] == row["target_value"]


# --- no target is invented ------------------------------------------------------------------------


def test_without_a_target_there_is_a_direction_only() -> None:
    row, path = judged(yearly(FINE))

    assert (row["target"], row["target_reason"]) == ("direction_only", "")
    assert np.isnan(row["target_value"])
    assert row["target_year"] is None
    assert tuple(path.reset_index().columns) == ("year", *[n for n in targets.PATH if n != "year"])
    assert len(path) == 0


def test_what_has_no_better_direction_cannot_have_a_target() -> None:
    row, path = judged(yearly(FINE, polarity=Polarity.NONE), target())

    assert row["target"] == "direction_only"
    assert len(path) == 0


def test_a_target_of_an_indicator_without_figures_changes_nothing() -> None:
    row, path = judged(yearly(FINE), target("B1"))

    assert row["target"] == "direction_only"
    assert len(path) == 0


def test_a_target_is_the_municipalitys_alone() -> None:
    place = municipality()
    parts = yearly(FINE)
    table, path = targets.with_targets(
        status.statuses(parts, place), parts, pd.DataFrame([target()]), place
    )

    assert set(table.loc[table["target"] != "direction_only", "area"]) == {OWN}
    assert set(path["indicator"]) == {"C1"}


def test_a_target_is_that_of_the_whole_and_not_of_a_part() -> None:
    place = municipality()
    (whole,) = yearly(FINE)
    parts = [whole, replace(whole, breakdown="uden=11", of="uden=11")]
    table, _ = targets.with_targets(
        status.statuses(parts, place), parts, pd.DataFrame([target()]), place
    )
    own = table[table["area"] == OWN].set_index("breakdown")["target"]

    assert own["uden=11"] == "direction_only"
    assert own[""] != "direction_only"


# --- the official figures -------------------------------------------------------------------------


def test_ten_percent_less_violence_by_2028_from_the_official_figures(loaded: Settings) -> None:
    """391 reports in 2022-2024: 124, 134 and 133 (see `test_published` for the years)."""
    place, violence = municipality(), INDICATORS["C2"]
    assert violence.numerator
    assert violence.denominator
    with reading(loaded) as open_:
        counted = counting.counts(open_, [violence.numerator, violence.denominator], place)
    parts = list(compute.values(compute.parts([violence]), counted))
    quarterly = next(part for part in parts if not part.leads)
    where = [
        quarterly.cube.periods.index(f"{year}K{n}")
        for year in (2022, 2023, 2024)
        for n in (1, 2, 3, 4)
    ]
    own = quarterly.cube.areas.index(OWN)
    cases = quarterly.cube.value[own, where].sum()
    people = quarterly.denominator[own, where].sum()
    row, path = judged(parts, target("C2", change=-0.1, first="2022K1", last="2024K4", year=2028))
    start = 4000 * cases / people

    assert path["baseline"].iat[0] == pytest.approx(start)
    assert row["target_value"] == pytest.approx(0.9 * start)
    assert row["target_now"] == pytest.approx(start * 0.9 ** (1 / 4))
    assert row["target"] == "uncertain"
    assert row["target_reason"] == ""
