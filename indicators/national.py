"""Figures of the whole country beside an indicator whose source has none of the municipality."""

from collections.abc import Sequence

import pandas as pd

from danish import periods
from indicators import catalogue, compute, counting
from indicators.compute import Part
from indicators.definition import Indicator
from store.settings import Municipality
from store.warehouse import Warehouse

COLUMNS = (
    "indicator", "position", "title", "measure", "source", "differs", "period", "in_words",
    "label", "drawn_at", "value", "numerator", "denominator", "origin",
)  # fmt: skip


def benchmarks(open_: Warehouse, wanted: Sequence[Indicator], place: Municipality) -> pd.DataFrame:
    """Rows of `benchmark`: the country's value in each period, by indicator, then period."""
    parts = [
        (position, one, Part(indicator, "", one.numerator, one.denominator))
        for indicator in wanted
        for position, one in enumerate(indicator.benchmarks)
    ]
    counts = [count for _, one, _ in parts for count in (one.numerator, one.denominator)]
    counted = counting.counts(open_, counts, place) if counts else {}
    frames = []
    for position, one, part in parts:
        for values in compute.values([part], counted):
            rows = values.rows()
            rows = rows[(rows["area"] == place.country) & rows["value"].notna()]
            parsed = [periods.parse(code) for code in rows["period"]]
            frames.append(
                rows.assign(
                    position=position,
                    title=one.title,
                    measure=one.measure,
                    source=one.source,
                    differs=one.differs,
                    in_words=[f"{one.when} {periods.label(period.code)}" for period in parsed],
                    label=[periods.short_label(period.code) for period in parsed],
                    drawn_at=[catalogue.drawn_at(period) for period in parsed],
                )[list(COLUMNS)]
            )
    return pd.concat(frames) if frames else pd.DataFrame(columns=list(COLUMNS))
