"""All municipalities by size: the limits of a funnel plot, computed at the build.

Municipalities differ for other reasons than chance, so the limits carry the spread between them
(Spiegelhalter 2005, additive); plain limits only where there is no spread. How many lie outside the
plain limits is kept, to be said under the chart.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from indicators.compute import Values
from indicators.cube import Floats
from indicators.definition import Count
from indicators.stats import compare
from indicators.stats.cannot import CannotCompute
from store.settings import Municipality
from store.sources import areas

POINTS = 60
FEWEST = 50  # municipalities with a figure; with fewer the picture is not of the country
OUTER = 0.998
INNER = 0.95

SUMMARY = ("indicator", "breakdown", "period", "mean", "phi", "spread", "areas", "plain", "outside")
CURVE = ("indicator", "breakdown", "population", "lower", "upper", "lower_outer", "upper_outer")


def funnels(leading: Sequence[Values], place: Municipality) -> dict[str, pd.DataFrame]:
    """The tables `funnel` (one row per indicator) and `funnel_curve` (points of its limits).

    In `funnel`: the `mean` rate of all municipalities together, `phi`, whether the limits carry
    the `spread`, how many `areas`, and how many lie outside the 99.8 % limits when these are
    `plain` and as drawn (`outside`).
    """
    summaries, curves = [], []
    municipalities = [area.code for area in areas() if area.type == "municipality"]
    for values in leading:
        if not isinstance(values.numerator, Count) or values.is_count:
            continue
        rows = [values.cube.areas.index(code) for code in municipalities]
        own = values.value[values.cube.areas.index(place.code)]
        if np.isnan(own).all():
            continue
        newest = int(np.flatnonzero(~np.isnan(own))[-1])
        cases, among = values.cube.value[rows, newest], values.denominator[rows, newest]
        present = ~np.isnan(values.value[rows, newest])
        if present.sum() < FEWEST:
            continue
        cases, among = cases[present], among[present]
        try:
            mean = cases.sum() / among.sum()
            _, error, z = compare.root_ratio(cases, mean * among)
            spread = compare.overdispersion(z, error)
        except CannotCompute:
            continue
        key = {"indicator": values.indicator.id, "breakdown": values.breakdown}
        summaries.append(
            {
                **key,
                "period": values.cube.periods[newest],
                "mean": mean * values.per,
                "phi": spread.phi,
                "spread": spread.present,
                "areas": len(cases),
                "plain": _outside(cases, mean * among, None),
                "outside": _outside(cases, mean * among, spread),
            }
        )
        sizes = np.geomspace(among.min() / 1.3, among.max() * 1.3, POINTS)
        inner = compare.funnel(mean * sizes, INNER, spread)
        outer = compare.funnel(mean * sizes, OUTER, spread)
        limits = {
            name: limit * mean * values.per
            for name, limit in zip(CURVE[3:], (*inner, *outer), strict=True)
        }
        curves.append(pd.DataFrame({**key, "population": sizes, **limits}))
    return {
        "funnel": pd.DataFrame(summaries, columns=list(SUMMARY)),
        "funnel_curve": pd.concat(curves) if curves else pd.DataFrame(columns=list(CURVE)),
    }


def _outside(cases: Floats, expected: Floats, spread: compare.Overdispersion | None) -> int:
    lower, upper = compare.funnel(expected, OUTER, spread)
    ratio = cases / expected
    return int(((ratio < lower) | (ratio > upper)).sum())
