"""What was felt beside what was counted: another indicator over the same years."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from indicators.compute import Values
from indicators.definition import Frequency
from store.settings import Municipality

COLUMNS = ("indicator", "other", "first", "last", "value_first", "value_last")


def beside(leading: Sequence[Values], place: Municipality) -> pd.DataFrame:
    """Rows of `beside`: for an indicator that names others, one of them over the same years.

    From the wave before the newest one to the newest; with one wave only, the year up to it. The
    first of the named indicators that has a value in both years is taken.
    """
    wholes = {values.indicator.id: values for values in leading if not values.breakdown}
    rows = []
    for values in wholes.values():
        waves = _known(values, place)[-2:]
        if not values.indicator.beside or not waves:
            continue
        last = int(waves[-1])
        first = int(waves[0]) if len(waves) > 1 else last - 1
        for other in (wholes[id_] for id_ in values.indicator.beside if id_ in wholes):
            found = dict(zip(other.cube.periods, other.value[_row(other, place)], strict=True))
            before, now = (found.get(_year(other, year), np.nan) for year in (first, last))
            if not np.isnan(before + now):
                years = (str(first), str(last))
                rows.append((values.indicator.id, other.indicator.id, *years, before, now))
                break
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _known(values: Values, place: Municipality) -> list[str]:
    own = values.value[_row(values, place)]
    return [code for code, value in zip(values.cube.periods, own, strict=True) if value == value]


def _row(values: Values, place: Municipality) -> int:
    return values.cube.areas.index(place.code)


def _year(values: Values, year: int) -> str:
    """The leading period that is a calendar year."""
    quarterly = values.indicator.frequency is Frequency.QUARTER
    return f"{year}K1-{year}K4" if quarterly else str(year)
