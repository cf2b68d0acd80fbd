"""The funnel plot: whom it shows, and limits that carry the spread between municipalities."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from indicators import compute, funnels
from indicators.compute import Values
from indicators.registry import INDICATORS
from indicators.stats import compare
from store.release import Reader, Release
from store.settings import Settings, municipality
from store.sources import areas
from tests.indicators.figures import cube

pytest_plugins = ["tests.published"]

MUNICIPALITIES = [area.code for area in areas() if area.type == "municipality"]
SIZES = [round(size) for size in np.geomspace(1800, 660_000, len(MUNICIPALITIES))]


@pytest.fixture(scope="module")
def release(published: Settings) -> Release:
    return Reader(published.releases).current()


def values(cases: Sequence[str | int], people: Sequence[str | int], when: str = "2024") -> Values:
    """A yearly rate of all municipalities, one word of cases and of inhabitants for each."""
    indicator = replace(INDICATORS["C1"], breakdowns=(), breaks=())
    assert indicator.numerator
    assert indicator.denominator
    years = when.split()
    counted = dict(zip(MUNICIPALITIES, (str(one) for one in cases), strict=True))
    quarters = " ".join(f"{year}K{n}" for year in years for n in range(1, 5))
    living = {
        code: f"{number} " * 4 * len(years)
        for code, number in zip(MUNICIPALITIES, people, strict=True)
    }
    counts = {
        indicator.numerator: cube(when, counted),
        indicator.denominator: cube(quarters, living),
    }
    (part,) = compute.values(compute.parts([indicator]), counts)
    return part


def drawn(part: Values) -> tuple[pd.DataFrame, pd.DataFrame]:
    tables = funnels.funnels([part], municipality())
    return tables["funnel"], tables["funnel_curve"]


# --- the official figures -------------------------------------------------------------------------


def test_of_all_reports_chance_alone_would_leave_87_of_98_municipalities_outside(
    release: Release,
) -> None:
    facts = release.funnel("A4").iloc[0]

    assert (facts["areas"], facts["plain"]) == (98, 87)
    assert facts["spread"]
    assert facts["outside"] == 3
    assert facts["period"] == "2025K1-2025K4"


def test_with_the_spread_few_municipalities_lie_outside_whatever_is_counted(
    release: Release,
) -> None:
    every = release._rows("from funnel")

    assert len(every) == 11
    assert every["spread"].all()
    assert (every["outside"] <= 6).all()
    assert (every["plain"] >= 38).all()


def test_the_mean_is_that_of_all_municipalities_together(release: Release) -> None:
    rows = release.funnel("A4")

    assert len(rows) == 98
    assert rows["mean"].iat[0] == pytest.approx(
        1000 * rows["numerator"].sum() / rows["denominator"].sum()
    )


def test_those_that_are_counted_as_outside_lie_outside_the_curve(release: Release) -> None:
    rows, curve = release.funnel("A4"), release.funnel_curve("A4")
    lower, upper = (
        np.interp(rows["denominator"], curve["population"], curve[f"{end}_outer"])
        for end in ("lower", "upper")
    )

    assert ((rows["value"] < lower) | (rows["value"] > upper)).sum() == rows["outside"].iat[0]


def test_there_is_no_funnel_of_the_nine_municipalities_that_have_the_penal_code(
    release: Release,
) -> None:
    assert len(release.funnel("A5")) == 0
    assert len(release.funnel_curve("A5")) == 0


@pytest.mark.parametrize("indicator", ["A4", "C3", "C7"])
def test_limits_narrow_as_municipalities_grow(release: Release, indicator: str) -> None:
    curve = release.funnel_curve(indicator)
    mean = release.funnel(indicator)["mean"].iat[0]

    assert len(curve) == funnels.POINTS
    for limits in ("", "_outer"):
        assert curve[f"upper{limits}"].is_monotonic_decreasing
        assert curve[f"lower{limits}"].is_monotonic_increasing
        assert (curve[f"lower{limits}"] < mean).all()
        assert (curve[f"upper{limits}"] > mean).all()
    assert (curve["upper_outer"] > curve["upper"]).all()


def test_the_curve_holds_every_municipality(release: Release) -> None:
    rows, curve = release.funnel("A4"), release.funnel_curve("A4")

    assert curve["population"].min() < rows["denominator"].min()
    assert curve["population"].max() > rows["denominator"].max()


# --- chance alone ---------------------------------------------------------------------------------


def test_where_municipalities_differ_no_more_than_chance_the_limits_are_plain() -> None:
    summary, curve = drawn(values([round(size * 0.005) for size in SIZES], SIZES))
    facts = summary.iloc[0]
    exact = compare.funnel(facts["mean"] / 1000 * curve["population"].to_numpy(), 0.998)

    assert not facts["spread"]
    assert facts["phi"] < 1
    assert facts["plain"] == facts["outside"] == 0
    assert curve["lower_outer"].to_numpy() == pytest.approx(exact[0] * facts["mean"])
    assert curve["upper_outer"].to_numpy() == pytest.approx(exact[1] * facts["mean"])


def test_a_single_municipality_far_from_the_others_is_counted() -> None:
    cases = [round(size * 0.005) for size in SIZES]
    cases[90] *= 3
    facts = drawn(values(cases, SIZES))[0].iloc[0]

    assert facts["outside"] >= 1


# --- what is not drawn ----------------------------------------------------------------------------


def test_fewer_than_fifty_municipalities_are_not_drawn() -> None:
    cases = [round(size * 0.005) for size in SIZES]

    def known(number: int) -> int:
        own = MUNICIPALITIES.index(municipality().code)
        kept = {own, *[place for place in range(98) if place != own][: number - 1]}
        some = [one if place in kept else "-" for place, one in enumerate(cases)]
        return len(drawn(values(some, SIZES))[0])

    assert (known(49), known(50)) == (0, 1)


@pytest.mark.parametrize("nobody", ["0", "-"])
def test_a_municipality_without_inhabitants_is_left_out(nobody: str) -> None:
    cases = [round(size * 0.005) for size in SIZES]
    summary, curve = drawn(values(cases, [nobody, *SIZES[1:]]))

    assert summary["areas"].iat[0] == 97
    assert curve["population"].min() > 1000
    assert np.isfinite(curve[["lower", "upper"]]).all(axis=None)


def test_without_a_single_case_there_is_no_funnel() -> None:
    summary, curve = drawn(values([0] * 98, SIZES))

    assert (len(summary), len(curve)) == (0, 0)
    assert tuple(summary.columns) == funnels.SUMMARY
    assert tuple(curve.columns) == funnels.CURVE


def test_it_is_of_the_newest_period_that_the_municipality_has() -> None:
    own = MUNICIPALITIES.index(municipality().code)
    cases = [f"{round(size * 0.005)} {round(size * 0.006)}" for size in SIZES]
    cases[own] = f"{round(SIZES[own] * 0.005)} -"

    assert drawn(values(cases, SIZES, "2023 2024"))[0]["period"].iat[0] == "2023"
    cases[own] = "- -"
    assert len(drawn(values(cases, SIZES, "2023 2024"))[0]) == 0
