"""The shipped figures come out as Statistics Denmark has published them.

The figures are typed in from tables that were made from StatBank itself, independently of this
program.
"""

from typing import Any

import pytest

from danish.periods import four_quarters_ending
from store.release import Reader, Release
from store.settings import Settings
from store.warehouse import reading

pytest_plugins = ["tests.published"]

Row = dict[str, Any]

# Reports per 1,000 inhabitants in the four quarters of 2025 (STRAF11 over FOLK1A): all, violence,
# home burglary.
PER_1000_IN_2025 = {
    "183": ("70.9", "5.79", "2.71"),  # Ishøj
    "187": ("55.8", "3.33", "5.95"),  # Vallensbæk
    "169": ("63.2", "4.67", "2.12"),  # Høje-Taastrup
    "165": ("83.3", "6.58", "3.63"),  # Albertslund
    "153": ("76.8", "6.19", "3.02"),  # Brøndby
    "161": ("127.1", "6.92", "4.30"),  # Glostrup
    "253": ("62.2", "3.57", "3.38"),  # Greve
    "167": ("80.1", "4.33", "2.44"),  # Hvidovre
    "175": ("70.3", "4.09", "2.73"),  # Rødovre
    "084": ("82.7", "5.02", "2.78"),  # Region Hovedstaden
    "000": ("69.2", "4.91", "2.63"),  # Hele landet
}

# Ishøj, four quarters of STRAF11 added.
ALL_REPORTS = {
    **{2007: 2530, 2008: 3278, 2009: 2921, 2010: 2552, 2011: 2168, 2012: 2121, 2013: 2231},
    **{2014: 2067, 2015: 2134, 2016: 1921, 2017: 1968, 2018: 2033, 2019: 2049, 2020: 1958},
    **{2021: 1610, 2022: 1787, 2023: 1821, 2024: 1795, 2025: 1727},
}
PENAL_CODE = {
    **{2007: 2268, 2008: 2988, 2010: 2322, 2015: 1817, 2020: 1327, 2021: 1099, 2022: 1179},
    **{2023: 1257, 2025: 1228},
}

# Ishøj, a year of STRAF22: total, penal code, sexual, violence, property, other, special acts,
# home burglary, vandalism, robbery, weapons act; and the charge rate under the penal code.
YEARLY = {
    "2015": (2191, 1860, 8, 105, 1709, 38, 331, 127, 98, 23, 46, "25.5 %"),
    "2016": (2068, 1654, 19, 104, 1501, 30, 414, 130, 111, 22, 33, "27.4 %"),
    "2017": (2030, 1555, 14, 124, 1382, 35, 475, 113, 138, 10, 55, "25.4 %"),
    "2018": (2282, 1702, 270, 123, 1268, 41, 580, 75, 119, 9, 100, "38.4 %"),
    "2019": (2120, 1521, 29, 155, 1290, 47, 599, 43, 149, 14, 119, "26.8 %"),
    "2020": (2039, 1358, 31, 149, 1136, 42, 681, 65, 146, 17, 73, "33.0 %"),
    "2021": (1696, 1150, 31, 137, 949, 33, 546, 29, 166, 4, 63, "29.7 %"),
    "2022": (1878, 1246, 25, 116, 1058, 47, 632, 30, 89, 7, 50, "33.4 %"),
    "2023": (2197, 1574, 224, 149, 1147, 54, 623, 35, 93, 8, 71, "45.4 %"),
    "2024": (1882, 1334, 41, 137, 1093, 63, 548, 58, 89, 4, 67, "29.8 %"),
}


@pytest.fixture(scope="module")
def release(published: Settings) -> Release:
    return Reader(published.releases).current()


@pytest.fixture(scope="module")
def yearly_cells(published: Settings) -> dict[tuple[str, str, str], float]:
    """The figures of Ishøj in STRAF22 that are in force."""
    with reading(published) as open_:
        rows = open_.connection.execute(
            "select offence, stage, period, value from statbank.straf22 where area = '183'"
        ).fetchall()
    return {(offence, stage, period): value for offence, stage, period, value in rows}


def one(release: Release, id_: str, period: str, area: str = "183", breakdown: str = "") -> Row:
    """The row of a value."""
    rows = release.values(id_, [area])
    (row,) = rows[(rows["period"] == period) & (rows["breakdown"] == breakdown)].to_dict("records")
    return dict(row)


def year(number: int) -> str:
    """The four quarters of a year."""
    return four_quarters_ending(f"{number}K4")


# --- by quarter -----------------------------------------------------------------------------------


@pytest.mark.parametrize("area", PER_1000_IN_2025)
def test_the_table_of_2025_per_1000_inhabitants(release: Release, area: str) -> None:
    rows = [one(release, id_, year(2025), area) for id_ in ("A4", "C2", "C3")]
    total, violence, burglary = (row["value"] for row in rows)

    assert (f"{total:.1f}", f"{violence:.2f}", f"{burglary:.2f}") == PER_1000_IN_2025[area]
    assert {row["origin"] for row in rows} == {"official"}
    assert {row["marks"] for row in rows} == {"older_population"}


@pytest.mark.parametrize("number", ALL_REPORTS)
def test_all_reports_of_ishøj(release: Release, number: int) -> None:
    assert one(release, "A4", year(number))["numerator"] == ALL_REPORTS[number]


@pytest.mark.parametrize("number", PENAL_CODE)
def test_reports_of_ishøj_under_the_penal_code(release: Release, number: int) -> None:
    assert one(release, "A5", year(number))["numerator"] == PENAL_CODE[number]


def test_the_fourth_quarter_of_2025(release: Release) -> None:
    row = one(release, "A4", "2025K4")

    assert (row["numerator"], row["denominator"]) == (503, 24365)
    assert f"{row['value']:.1f}" == "20.6"
    assert row["value"] == pytest.approx(1000 * 503 / 24365, rel=1e-12)


def test_the_year_2024_under_the_penal_code_lacks_two_quarters(release: Release) -> None:
    together, third, fourth = (
        one(release, "A5", period) for period in (year(2024), "2024K3", "2024K4")
    )

    assert together["absent_because"] == "part_missing"
    assert third["absent_because"] == fourth["absent_because"] == "not_loaded"
    for row in (together, third, fourth):
        for name in ("value", "lower", "upper", "numerator"):
            assert row[name] != row[name], "a gap has no number"


def test_counts_begin_in_2007_and_rates_in_2008(release: Release) -> None:
    rows = release.values("A4", ["183"])
    counted = rows[rows["numerator"].notna()]["period"]
    divided = rows[rows["value"].notna()]["period"]

    assert (counted.min(), divided.min()) == ("2007K1", "2008K1")
    row = one(release, "A4", year(2007))
    assert row["absent_because"] == "no_population"
    assert row["value"] != row["value"]
    assert one(release, "A4", year(2008))["absent_because"] == ""


def test_the_penal_code_of_the_country_is_added_up_where_it_is_not_published(
    release: Release,
) -> None:
    added, published = one(release, "A5", "2020K1", "084"), one(release, "A5", "2025K1", "084")

    assert "sum_of_members" in added["marks"]
    assert "sum_of_members" not in published["marks"]
    assert added["absent_because"] == published["absent_because"] == ""


def test_the_neighbours_together_are_their_reports_over_their_inhabitants(
    release: Release,
) -> None:
    peers = [code for code, area in release.areas.items() if area.role == "peer"]
    parts = [one(release, "A4", year(2025), peer) for peer in peers]
    together = one(release, "A4", year(2025), "naboer")

    assert len(parts) == 8
    assert together["numerator"] == sum(part["numerator"] for part in parts)
    assert together["denominator"] == sum(part["denominator"] for part in parts)
    assert "sum_of_members" in together["marks"]


# --- by year --------------------------------------------------------------------------------------


@pytest.mark.parametrize("when", YEARLY)
def test_the_yearly_table_of_ishøj(
    release: Release, yearly_cells: dict[tuple[str, str, str], float], when: str
) -> None:
    total, penal, sexual, violence, property_, other, special, *groups, rate = YEARLY[when]
    burglary, vandalism, robbery, weapons = groups
    codes = ("TOT", "11", "12", "13", "14", "1320", "1390", "1380", "3410")
    reported = tuple(yearly_cells[code, "ANM", when] for code in codes)

    assert reported == (total, sexual, violence, property_, other, *groups)
    assert total - penal == special

    charged = one(release, "C7", when)
    assert charged["denominator"] == penal
    assert f"{charged['value']:.1%}".replace("%", " %") == rate
    assert one(release, "C1", when)["numerator"] == sexual + violence + robbery
    assert one(release, "C1", when, breakdown="uden=11")["numerator"] == violence + robbery
    unsafe = violence + burglary + robbery + vandalism + weapons
    assert one(release, "A6", when)["numerator"] == unsafe


@pytest.mark.parametrize("when", ["2018", "2023"])
def test_without_sexual_offences_the_years_of_mass_cases_are_less_unlike_others(
    release: Release, when: str
) -> None:
    sexual = YEARLY[when][2]
    whole, part = one(release, "C7", when), one(release, "C7", when, breakdown="uden=11")

    assert part["denominator"] == whole["denominator"] - sexual
    assert part["value"] < whole["value"] - 0.07


def test_four_quarters_are_fewer_reports_than_the_year_of_the_other_count(
    release: Release,
) -> None:
    assert one(release, "A4", year(2024))["numerator"] == 1795 < YEARLY["2024"][0] == 1882


def test_no_indicator_mixes_the_quarterly_with_the_yearly_count(release: Release) -> None:
    computed = [id_ for id_, entry in release.indicators.items() if entry.has_data]
    by_quarter = {
        id_: {"K" in period for period in release.values(id_, ["183"])["period"]}
        for id_ in computed
    }

    assert all(len(kinds) == 1 for kinds in by_quarter.values())
    assert {id_ for id_, kinds in by_quarter.items() if kinds == {False}} == {"A6", "C1", "C7"}


def test_what_the_figures_cover(release: Release) -> None:
    def covers(id_: str, area: str, kind: str) -> tuple[str, str]:
        rows = release.history(id_, [area], kind=kind)
        periods = rows[rows["value"].notna()]["period"]
        return periods.iloc[0], periods.iloc[-1]

    assert covers("A4", "183", "quarter") == ("2008K1", "2025K4")
    assert covers("A5", "183", "quarter") == ("2008K1", "2025K4")
    assert covers("C2", "183", "quarter") == ("2008K1", "2025K4")
    for id_ in ("C3", "C4", "C5", "C8"):
        assert covers(id_, "183", "quarter") == ("2016K1", "2025K4")
    for id_ in ("A6", "C1", "C7"):
        assert covers(id_, "183", "year") == ("2015", "2024")
    assert covers("A5", "000", "quarter")[1] == "2025K4"
    assert covers("A5", "147", "quarter")[1] == "2024K2"
