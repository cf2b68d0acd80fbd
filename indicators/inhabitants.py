"""Inhabitants of some ages by year, for what is divided by them."""

from collections.abc import Callable, Sequence

from indicators.compute import population_of_years
from indicators.counting import counts
from indicators.counts import aged
from indicators.cube import Cube
from store.settings import Municipality
from store.warehouse import Warehouse

YOUNG = (6, 25)
"""The ages, both included, that the task is for (Ø1)."""
SOURCE = aged(*YOUNG).table
"""The table that they are counted from."""


def by_year(
    open_: Warehouse, place: Municipality, ages: tuple[int, int] = YOUNG
) -> Callable[[Sequence[str]], Cube] | None:
    """Inhabitants of some ages of all areas: a function of years, a column for each of them.

    A year's number is the mean of its four quarters, as in the rates. Its `origin` is the weakest
    of the figures it is made of: example data where the figures by age are.

    Parameters
    ----------
    ages
        The first and the last, both included; no others than 0-25 are fetched.

    Returns
    -------
    None where figures by age are not loaded.
    """
    count = aged(*ages)
    found = counts(open_, [count], place)
    if count not in found:
        return None
    return lambda years: population_of_years(found[count], years)
