"""From the warehouse's cells to a cube of counts: one query for all counts of all indicators."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from indicators.cube import ORIGINS, Absence, Cube, consecutive
from indicators.definition import Count
from store.settings import Municipality
from store.sources import areas
from store.warehouse import Warehouse

UNPLACED = "998"


def counts(
    warehouse: Warehouse, wanted: Iterable[Count], municipality: Municipality
) -> dict[Count, Cube]:
    """Compute counts for all areas and all periods, sums for regions and groups included.

    Parameters
    ----------
    wanted
        The counts; one whose table holds no figures is left out of the result.
    municipality
        Names the groups of areas that are read as one.
    """
    unique = list(dict.fromkeys(wanted))
    expressions = [
        expression.mutate(number=ibis.literal(number))
        for number, count in enumerate(unique)
        if (expression := cases(warehouse, count, municipality.country)) is not None
    ]
    if not expressions:
        return {}
    rows = warehouse.run(reduce(ir.Table.union, expressions))
    axis = area_axis(municipality)
    found = {unique[number]: rows[rows["number"] == number] for number in rows["number"].unique()}
    return {count: _summed(_cube(part, axis), count, municipality) for count, part in found.items()}


def cases(warehouse: Warehouse, count: Count, country: str) -> ir.Table | None:
    """One count as an Ibis expression, or None before its table has been loaded.

    A table without areas is of the whole country.

    Columns: `area`, `period`, `value` (the sum), `missing` (an `Absence`: 0 where every part has a
    figure), `origin` (place in `ORIGINS` of the weakest part).
    """
    table = warehouse.table(count.table)
    if table is None:
        return None
    if "area" not in table.columns:
        table = table.mutate(area=ibis.literal(country))
    chosen = table.filter([table[column].isin(codes) for column, codes in count.codes.items()])
    rank = chosen.origin.cases(*[(name, i) for i, name in enumerate(ORIGINS) if name], else_=0)
    summed = chosen.mutate(rank=rank).group_by("area", "period")
    return summed.aggregate(
        value=lambda t: t.value.sum(),
        parts=lambda t: t.count(),
        figures=lambda t: t.value.count(),
        origin=lambda t: t["rank"].min(),
    ).select(
        "area",
        "period",
        "value",
        missing=lambda t: ibis.cases(
            (t.parts < count.parts, int(Absence.PART_MISSING)),
            (t.figures < count.parts, int(Absence.NOT_PUBLISHED)),
            else_=int(Absence.PRESENT),
        ),
        origin=lambda t: t.origin,
    )


def area_axis(municipality: Municipality) -> tuple[str, ...]:
    """All areas: StatBank's, then the groups of this municipality."""
    groups = (municipality.peers, *municipality.extra_areas)
    return (*(area.code for area in areas()), *(group.code for group in groups))


def members(municipality: Municipality, *, members_998: bool) -> Mapping[str, Sequence[str]]:
    """The areas that add up to each region, the country and each group."""
    smallest = [area for area in areas() if area.type in ("municipality", "other")]
    regions = {
        region.code: [area.code for area in smallest if area.parent == region.code]
        for region in areas()
        if region.type == "region"
    }
    country = [area.code for area in smallest] + ([UNPLACED] if members_998 else [])
    groups = {
        group.code: group.members for group in (municipality.peers, *municipality.extra_areas)
    }
    return {**regions, municipality.country: country, **groups}


def _cube(rows: pd.DataFrame, axis: Sequence[str]) -> Cube:
    """Rows of one count into a cube whose periods have no holes."""
    cube = Cube.empty(axis, consecutive(rows["period"].min(), rows["period"].max()))
    rows = rows[rows["area"].isin(axis)]
    at = (
        pd.Index(cube.areas).get_indexer(pd.Index(rows["area"])),
        pd.Index(cube.periods).get_indexer(pd.Index(rows["period"])),
    )
    present = rows["missing"].to_numpy() == Absence.PRESENT
    cube.value[at] = np.where(present, rows["value"].to_numpy(float, na_value=np.nan), np.nan)
    cube.absence[at] = rows["missing"].to_numpy()
    cube.origin[at] = np.where(present, rows["origin"].to_numpy(), 0)
    return cube


def _summed(cube: Cube, count: Count, municipality: Municipality) -> Cube:
    for parent, parts in members(municipality, members_998=count.members_998).items():
        cube = cube.filled_with_sums(parent, parts)
    return cube
