"""Each quarter against its own past: the rows of a control chart (SPC), computed at the build.

The chart judges the newest seven years after the last stated break. Its limits come from the first
four of them and stay there, so that what is judged does not set its own limits. Where the quarters
vary more than chance (Laney's σ_z above 1.3) the limits are as much wider.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from danish import periods
from indicators.breaks import BreakKind
from indicators.compute import Values
from indicators.cube import Floats
from indicators.stats import spc
from indicators.stats.cannot import CannotCompute
from indicators.stats.spc import Signs
from indicators.status import touching
from store.settings import Municipality

JUDGED = 28
BASE = 16
WIDER_THAN_CHANCE = 1.3

COLUMNS = (
    "indicator", "area", "breakdown", "period", "base", "centre", "lower", "upper", "rule", "side",
)  # fmt: skip


def charts(quarterly: Sequence[Values], place: Municipality) -> pd.DataFrame:
    """Rows of `control_chart`: one per judged quarter of the municipality and its peers.

    Parameters
    ----------
    quarterly
        The values on single quarters.

    Returns
    -------
    A frame of `COLUMNS`. `base` tells the quarters that the limits rest on; `centre`, `lower` (not
    below 0) and `upper` are rates in the indicator's own unit, `rule` an `spc.Rule`, `side` 1 above
    the centre line and −1 below; in a run that rises or falls it is 1 rising and −1 falling. An
    area whose judged quarters have a gap, or of which there are not more than `BASE`, has no rows.
    """
    frames = [
        frame
        for values in quarterly
        for area in (place.code, *place.peers.members)
        if area in values.cube.areas
        if (frame := _one(values, area)) is not None
    ]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(COLUMNS))


def _one(values: Values, area: str) -> pd.DataFrame | None:
    cube = values.cube
    row = cube.areas.index(area)
    first = max(_after_breaks(values, area), len(cube.periods) - JUDGED)
    cases = cube.value[row, first:]
    among = values.denominator[row, first:]
    if len(cases) <= BASE or np.isnan(cases + among).any():
        return None
    try:
        chart = spc.u_prime(cases, among, freeze=BASE)
        if not chart.sigma_z[0] > WIDER_THAN_CHANCE:
            chart = spc.u(cases, among, freeze=BASE)
    except CannotCompute:
        return None
    found = spc.signals(chart)
    return pd.DataFrame(
        {
            "indicator": values.indicator.id,
            "area": area,
            "breakdown": values.breakdown,
            "period": cube.periods[first:],
            "base": np.arange(len(cases)) < BASE,
            "centre": chart.centre * values.per,
            "lower": np.maximum(chart.lower, 0) * values.per,
            "upper": chart.upper * values.per,
            "rule": found.rule,
            "side": np.where(found.rule == spc.Rule.TREND, _direction(chart.value), found.side),
        }
    )


def _direction(value: Floats) -> Signs:
    """1 in a run of seven that rises, also where one that falls begins or ends; −1 in that."""
    ends = spc.seven_trend(value)
    rising, falling = (spc.whole_run(ends == way) for way in (1, -1))
    return np.where(rising, 1, np.where(falling, -1, 0))


def _after_breaks(values: Values, area: str) -> int:
    """The place of the first quarter from which the figures count the same."""
    firsts = [
        known.first_period(values.numerator.table)
        for known in touching(values)
        if known.kind is BreakKind.BREAK and known.concerns(area)
    ]
    days = [periods.parse(first).first_day for first in firsts if first]
    begins = [periods.parse(code).first_day for code in values.cube.periods]
    return sum(begin < max(days) for begin in begins) if days else 0
