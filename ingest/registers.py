"""Registers on their way in: what can be wrong with counts of persons, and loading them.

A message names the place of a count, never the count itself: it may be of one person.
"""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from danish import periods, words
from ingest import places
from ingest import rows as rows_in
from ingest.loading import Provenance
from ingest.problem import Problem, error, warning
from ingest.records import Records
from store import inputs
from store.settings import municipality
from store.warehouse import Warehouse

_CELL = ["area", "period", "breakdown"]
_EXAMPLES = {
    periods.PeriodKind.QUARTER: "2025K1",
    periods.PeriodKind.SCHOOL_YEAR: "2024/25",
    periods.PeriodKind.YEAR: "2025",
}


def check(records: Records, today: date) -> list[Problem]:
    """Find what is wrong with a register, and what one should know before loading it."""
    if records.rows.empty:
        found = "Der er overskrifter, men ingen rækker med tal"
        return [error(places.sheet(records), found, "", "Udfyld arket, eller vælg et andet")]
    return [
        *_periods(records, today),
        *_areas(records),
        *_counts(records),
        *_parts(records),
        *_doubled(records),
        *_sums(records),
    ]


def put(open_: Warehouse, records: Records, given: Provenance) -> int:
    """Load a register and return the load's number.

    Raises
    ------
    ingest.loading.LostFiguresError
        If the database is at fault; the transaction must not be committed.
    store.warehouse.ExampleError
        If it is an example and the register has other figures.
    """
    register = inputs.register(records.source)
    cells = records.rows[[*_CELL, "numerator", "denominator"]].assign(register=register.code)
    series = rows_in.Series(records.kind, register.code, register.title)
    return rows_in.put(
        open_, series, {"register_cell": [cells]}, sorted(set(cells["period"])), given
    )


def _periods(records: Records, today: date) -> Iterator[Problem]:
    register = inputs.register(records.source)
    example = _EXAMPLES[register.frequency]
    for name, rows in records.rows.groupby("period", sort=True):
        code, place = str(name), places.of(records, rows, "period")
        try:
            period = periods.parse(code)
        except periods.UnknownPeriodError:
            found = f"»{code}« er ikke en periode" if code else "Perioden mangler"
            yield error(place, found, f"Ventede for eksempel {example}", "Ret perioden")
            continue
        named = words.capitalise(periods.label(period.code))
        if period.kind is not register.frequency:
            expected = f"{register.title} ventes som {example}"
            yield error(place, f"{named} er en anden slags periode", expected, "Ret perioden")
        elif period.last_day > today:
            yield error(
                place, f"{named} er ikke slut", "Ventede tal for hele perioden",
                "Slet rækkerne, og indlæs dem, når perioden er gået",
            )  # fmt: skip


def _areas(records: Records) -> Iterator[Problem]:
    place = municipality()
    others = records.rows[records.rows["area"] != place.code]
    if len(others):
        yield warning(
            places.of(records, others, "area"),
            f"Tallene er for et andet område end {place.name}",
            "De vises kun til sammenligning",
        )


def _counts(records: Records) -> Iterator[Problem]:
    register = inputs.register(records.source)
    for column, what in (("numerator", register.numerator), ("denominator", register.denominator)):
        value = records.rows[column]
        for bad, found in (
            (value < 0, "Tallet er negativt"),
            ((value >= 0) & (value != np.floor(value)), "Tallet er ikke helt"),
        ):
            if bad.any():
                yield error(
                    places.of(records, records.rows[bad], column),
                    found,
                    f"Ventede et antal: {what[:1].lower()}{what[1:]}",
                    "Ret tallet, eller vælg en anden kolonne",
                )
        if value.isna().any() and what:
            yield warning(
                places.of(records, records.rows[value.isna()], column),
                f"»{what}« står tomt",
                "Et tomt felt er ikke 0: der vises intet tal",
                "Skriv 0, hvis der ingen er",
            )


def _parts(records: Records) -> Iterator[Problem]:
    if inputs.register(records.source).is_count:
        return
    rows = records.rows
    over = rows[rows["numerator"] > rows["denominator"]]
    if len(over):
        register = inputs.register(records.source)
        yield error(
            places.of(records, over, "numerator"),
            f"»{register.numerator}« er flere end »{register.denominator}«",
            "Ventede, at de første er en del af de andre",
            "Ret tallene; måske er de to kolonner byttet om",
        )


def _doubled(records: Records) -> Iterator[Problem]:
    twice = records.rows[records.rows.duplicated(_CELL, keep=False)]
    for (_, period, _), rows in twice.groupby(_CELL, sort=False):
        yield error(
            places.all_of(records, rows),
            f"{words.capitalise(str(period))} står {len(rows)} gange for samme område og gruppe",
            "Ventede hvert tal én gang",
            "Slet den række, der er forkert",
        )


def _sums(records: Records) -> Iterator[Problem]:
    """Groups that do not add up to the whole, each kind of group by itself."""
    rows = records.rows.drop_duplicates(_CELL)
    dimension = rows["breakdown"].str.partition("=")[0]
    whole = rows[dimension == ""].set_index(["area", "period"])
    alone = rows[(dimension != "") & ~rows.set_index(["area", "period"]).index.isin(whole.index)]
    if len(alone):
        yield warning(
            places.of(records, alone),
            "Der er tal for grupper, men intet for alle under ét",
            "Grupper lægges ikke sammen: en gruppe kan mangle",
            "Tilføj en række for alle",
        )
    single = (dimension != "") & ~rows["breakdown"].str.contains(";")
    for name, groups in rows[single].groupby(dimension[single]):
        for column in ("numerator", "denominator"):
            summed = groups.groupby(["area", "period"])[column].agg(_sum)
            both = pd.concat([whole[column].rename("whole"), summed.rename("sum")], axis=1).dropna()
            differ = both.index[both["whole"] != both["sum"]]
            if len(differ):
                places_of = whole.loc[differ].reset_index()
                yield warning(
                    places.of(records, places_of, column),
                    f"Tallet for alle er et andet end summen af grupperne ({name})",
                    "Ventede, at grupperne tilsammen er alle",
                    "Kontrollér, om en gruppe mangler eller er talt to gange",
                )


def _sum(counts: "pd.Series[float]") -> float:
    """The sum of all groups; unknown where one of them is."""
    return float(counts.sum(skipna=False))
