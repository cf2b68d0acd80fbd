"""Hide what would tell about few persons, and what too few persons tell nothing about.

It is done before anything else is computed from the values, so that changes, status, charts and
targets know no more than is shown. Reports of crime are not touched: they are public tables of
their source.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from indicators import margins
from indicators.compute import Values
from indicators.cube import Absence
from indicators.definition import Kind
from indicators.margins import Bools, Table
from indicators.stats import disclosure
from store.settings import Municipality

WIDEST = 0.2  # of a share's interval; a wider one is not shown alone
OTHER_AREA, MISSING_ANYWAY = 0.5, 0.02  # how much cheaper it is to hide these


def protect(values: Sequence[Values], place: Municipality) -> list[Values]:
    """The same values without those that would tell about few persons, or that rest on too few.

    Of each indicator that counts persons, cells of 1-4 persons are hidden and with them others,
    until none can be reckoned more closely from what is shown (`disclosure.mask`): over groups,
    four quarters and areas. Of a hidden cell nothing is left, and one word stands for all of them.
    What then rests on fewer than the indicator's `smallest_base`, and a share with an interval
    wider than 20 percentage points, loses its value but keeps its base.

    Parameters
    ----------
    values
        All values of the indicators: what is hidden depends on all groups and areas together.
    """
    result = [_without_parts(one) if one.indicator.counts_persons else one for one in values]
    of_one = defaultdict(list)
    for number, one in enumerate(result):
        if one.indicator.counts_persons:
            of_one[one.indicator.id, one.of].append(number)
    for numbers in of_one.values():
        hidden = _hidden([result[number] for number in numbers], place)
        for number, cells in zip(numbers, hidden, strict=True):
            few, uncertain = _too_few(result[number]), _too_uncertain(result[number])
            shown = _emptied(result[number], uncertain & ~few & ~cells, Absence.TOO_UNCERTAIN)
            shown = _emptied(shown, few & ~cells, Absence.TOO_FEW)
            result[number] = _without_base(_emptied(shown, cells, Absence.HIDDEN), cells)
    return result


def _hidden(values: Sequence[Values], place: Municipality) -> list[Bools]:
    """Which cells of each of the values of one indicator are hidden."""
    table = margins.table(values, place)
    result = [np.zeros(one.value.shape, dtype=bool) for one in values]
    if not table.place:
        return result
    hidden = disclosure.mask(
        table.count,
        table.equations,
        place.disclosure_limit,
        base=table.base or None,
        unseen=table.unseen,
        cost=_costs(values, table, place),
    )
    for (number, row, column), is_hidden in zip(table.place, hidden, strict=False):
        result[number][row, column] = is_hidden
    return result


def _costs(values: Sequence[Values], table: Table, place: Municipality) -> list[float]:
    """How unwelcome it is to hide each cell: a large one most, what is missing anyway least."""
    missing = [_too_few(one) | _too_uncertain(one) for one in values]
    costs = []
    for cell, (area, _, _) in enumerate(table.keys):
        cost = 1 + float(np.log1p(table.size(cell)))
        cost *= 1 if area == place.code else OTHER_AREA
        if cell < len(table.place):
            number, row, column = table.place[cell]
            cost *= MISSING_ANYWAY if missing[number][row, column] else 1
        costs.append(cost)
    return costs


def _too_few(values: Values) -> Bools:
    """Where a value rests on fewer persons or answers than the indicator asks for."""
    return np.asarray(values.base < values.indicator.smallest_base)


def _too_uncertain(values: Values) -> Bools:
    """Where the interval of an estimated share is too wide."""
    if values.error is None or values.indicator.kind is not Kind.SHARE:
        return np.zeros(values.value.shape, dtype=bool)
    return np.asarray(values.upper - values.lower > WIDEST)


def _without_parts(values: Values) -> Values:
    """Where there is no value, its numerator and denominator would be of use to nobody."""
    absent = np.isnan(values.value)
    cube = replace(values.cube, value=np.where(absent, np.nan, values.cube.value))
    is_zero = values.absence == Absence.ZERO_DENOMINATOR
    return _without_base(replace(values, cube=cube), absent & ~is_zero)


def _emptied(values: Values, cells: Bools, why: Absence) -> Values:
    """The same without the value of some cells and what it could be reckoned from."""
    cells = cells & ~np.isnan(values.value)
    if not cells.any():
        return values
    cube = values.cube
    return replace(
        values,
        cube=replace(
            cube,
            value=np.where(cells, np.nan, cube.value),
            absence=np.where(cells, why, cube.absence).astype(np.int8),
            marks=np.where(cells, 0, cube.marks).astype(np.int8),
            origin=np.where(cells, 0, cube.origin).astype(np.int8),
        ),
        value=np.where(cells, np.nan, values.value),
        lower=np.where(cells, np.nan, values.lower),
        upper=np.where(cells, np.nan, values.upper),
        error=None if values.error is None else np.where(cells, np.nan, values.error),
    )


def _without_base(values: Values, cells: Bools) -> Values:
    return replace(
        values,
        denominator=np.where(cells, np.nan, values.denominator),
        base=np.where(cells, np.nan, values.base),
    )
