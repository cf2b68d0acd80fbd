"""From the municipality's registers to values: counts of persons, and shares of them."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from indicators.answers import area_axis
from indicators.compute import Part, Values, divided
from indicators.cube import ORIGINS, Absence, Cube, consecutive
from indicators.definition import Kind, Persons
from store.settings import Municipality
from store.warehouse import Warehouse


def values(open_: Warehouse, parts: Sequence[Part], place: Municipality) -> Iterator[Values]:
    """All values from registers: of the whole and of each group, by period.

    Parameters
    ----------
    parts
        Indicators, or breakdowns of them, whose numerator is `Persons`.
    """
    table = open_.in_force("register_cell")
    if table is None:
        return
    rows = open_.run(table)
    for part in parts:
        if not isinstance(part.numerator, Persons):
            continue
        of_it = rows[rows["register"] == part.numerator.register]
        for breakdown, group in of_it.groupby("breakdown"):
            axis = area_axis(group["area"], place, grouped=bool(breakdown))
            cases, among = (_cube(group, name, axis) for name in ("numerator", "denominator"))
            below = None if part.indicator.kind is Kind.COUNT else among
            yield divided(part, str(breakdown), cases, below, stock=False)


def _cube(rows: pd.DataFrame, column: str, axis: Sequence[str]) -> Cube:
    cube = Cube.empty(axis, consecutive(rows["period"].min(), rows["period"].max()))
    at = (
        pd.Index(cube.areas).get_indexer(pd.Index(rows["area"])),
        pd.Index(cube.periods).get_indexer(pd.Index(rows["period"])),
    )
    value = rows[column].to_numpy(float)
    cube.value[at] = value
    cube.absence[at] = np.where(np.isnan(value), Absence.NOT_PUBLISHED, Absence.PRESENT)
    cube.origin[at] = [ORIGINS.index(origin) for origin in rows["origin"]]
    cube.origin[np.isnan(cube.value)] = 0
    return cube
