"""Ø1 and Ø2 from what the task costs: amounts per inhabitant, and spending against the budget."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from danish.money import ØRE
from indicators.answers import area_axis
from indicators.compute import Part, Values
from indicators.cube import ORIGINS, Absence, Cube, Floats, consecutive
from indicators.definition import Spent
from store.amounts import CURRENT, Amount, Basis, Version
from store.settings import Municipality

Population = Callable[[Sequence[str]], Cube]
"""Inhabitants aged 6-25 in some years, a column for each of them."""

Series = Mapping[str, tuple[Amount, int, str]]
"""By year: the amount, how many lines it is of, and their origin."""


def values(
    parts: Sequence[Part],
    spending: pd.DataFrame,
    place: Municipality,
    population: Population | None = None,
) -> Iterator[Values]:
    """The values of indicators of money, by year, in the newest year's prices where that is known.

    Parameters
    ----------
    parts
        Indicators, or breakdowns of them, whose numerator is `Spent`.
    spending
        The table of that name of the release to be.
    population
        Inhabitants aged 6-25; None where figures by age are not loaded. A value per inhabitant
        is then absent because of it.
    """
    wholes = spending[spending["dimension"] == ""] if len(spending) else spending
    for part in parts:
        wanted = part.numerator
        if isinstance(wanted, Spent) and len(wholes):
            found = _values(part, wanted, wholes, place, population)
            if found is not None:
                yield found


def unit_with_prices(spending: pd.DataFrame, wanted: Spent, unit: str) -> str:
    """The unit of an amount per inhabitant with the prices it is in, and the version.

    Parameters
    ----------
    spending
        The table of that name of the release to be.
    unit
        As the indicator has it: ``kr. pr. indbygger på 6–25 år``.
    """
    if not len(spending) or wanted.among:
        return unit
    for amount, _, _ in _chosen(spending[spending["dimension"] == ""], wanted).values():
        return f"{unit}, {amount.basis.version.in_words}, {amount.basis.prices_in_words}"
    return unit


def _values(
    part: Part,
    wanted: Spent,
    wholes: pd.DataFrame,
    place: Municipality,
    population: Population | None,
) -> Values | None:
    series = _chosen(wholes, wanted)
    if not series:
        return None
    years = consecutive(min(series), max(series))
    cube = Cube.empty(area_axis(pd.Series([place.code]), place, grouped=False), years)
    amounts = np.full(cube.value.shape, np.nan)
    base = amounts.copy()
    for column, year in enumerate(years):
        if year in series:
            amount, lines, origin = series[year]
            amounts[0, column], base[0, column] = amount.øre / ØRE, lines
            cube.absence[0, column] = Absence.PRESENT
            cube.origin[0, column] = ORIGINS.index(origin)
    if wanted.among:
        below, why = np.full(cube.value.shape, np.nan), Absence.PART_MISSING
        below[0] = _budgets(wholes, Version(wanted.among), series, years)
        factor = 100.0
    else:
        people = _inhabitants(cube, place, population)
        below, why, factor = people.value, Absence.NO_POPULATION, 1.0
        known = people.origin > 0
        cube.origin[known] = np.minimum(cube.origin, people.origin)[known]
    missing = np.isnan(below) & ~np.isnan(amounts)
    cube.absence[missing] = why
    cube.absence[(below == 0) & ~np.isnan(amounts)] = Absence.ZERO_DENOMINATOR
    present = cube.absence == Absence.PRESENT
    cube.origin[~present] = 0
    cube.value[present] = amounts[present]
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(present, factor * amounts / below, np.nan)
    nothing = np.full(value.shape, np.nan)
    return Values(
        part.indicator,
        part.breakdown,
        wanted,
        cube,
        value,
        nothing,
        nothing.copy(),
        denominator=np.where(present, below, np.nan),
        base=np.where(present, base, np.nan),
        # Money is not a sample: there is no error to tell, and no chance to judge by.
        error=nothing.copy(),
        of=part.breakdown,
    )


def _chosen(wholes: pd.DataFrame, wanted: Spent) -> Series:
    """The amounts of the version that is wanted, or of those that stand in for it."""
    # Compared within a year, amounts need no other prices than those they have.
    rows = wholes[wholes["index"] == ""] if wanted.among else wholes
    of_each = [_series(rows, Version(version)) for version in (wanted.version, *wanted.instead)]
    if not wanted.among:
        return next((series for series in of_each if series), {})
    return {year: one for series in reversed(of_each) for year, one in series.items()}


def _series(wholes: pd.DataFrame, version: Version) -> Series:
    """The amounts of a version by year, all in the same prices, with their lines and origin.

    In fixed prices where there are any; else in the prices of each year, and years whose file is
    in the prices of another are left out.
    """
    mine = wholes[wholes["version"] == version]
    fixed = mine[mine["index"] != ""]
    if len(fixed):
        chosen = fixed
    else:
        level = mine["prices"].where(mine["prices"] != mine["year"], CURRENT)
        usual = level.mode()
        chosen = mine[level == usual.iat[0]] if len(usual) else mine
    return {
        str(row["year"]): (
            Amount(
                int(row["amount"]),
                Basis(version, str(row["year"]), str(row["prices"]), str(row["index"])),
            ),
            int(row["lines"]),
            str(row["origin"]),
        )
        for row in chosen.to_dict("records")
    }


def _budgets(
    wholes: pd.DataFrame,
    version: Version,
    series: Series,
    years: Sequence[str],
) -> Floats:
    """The amounts to divide by, in the same prices as those of the series."""
    found = np.full(len(years), np.nan)
    for column, year in enumerate(years):
        if year not in series:
            continue
        own = series[year][0]
        rows = wholes[(wholes["version"] == version) & (wholes["year"] == year)]
        for row in rows.to_dict("records"):
            basis = Basis(version, year, str(row["prices"]), str(row["index"]))
            other = Amount(int(row["amount"]), basis)
            if (basis.price_year, basis.index) == (own.basis.price_year, own.basis.index):
                own.compared_with(other)  # refuses what cannot be compared
                found[column] = other.øre / ØRE
    return found


def _inhabitants(cube: Cube, place: Municipality, population: Population | None) -> Cube:
    """The municipality's inhabitants on the axes of a cube, with their origin."""
    found = Cube.empty(cube.areas, cube.periods)
    if population is None:
        return found
    people = population(cube.periods)
    if place.code in people.areas:
        row = people.areas.index(place.code)
        for column, year in enumerate(cube.periods):
            if year in people.periods:
                at = row, people.periods.index(year)
                found.value[0, column], found.origin[0, column] = (
                    people.value[at],
                    people.origin[at],
                )
    return found
