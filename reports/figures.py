"""The figures of the app as descriptions: from rows of a release to what is drawn."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from charts.description import (
    Break,
    Comparison,
    Event,
    History,
    Marked,
    Point,
    Role,
    Row,
    Scale,
    Series,
    SmallHistory,
    Sparkline,
)
from danish import words
from danish.numbers import NO_BREAK_SPACE
from indicators import glossary, text
from indicators.breaks import BreakKind
from store.entries import AreaEntry, IndicatorEntry
from store.release import Release

POINT = [
    "drawn_at", "value", "lower", "upper", "label", "numerator", "base", "response",
    "absent_because",
]  # fmt: skip
"""The columns that a point of a line is made of."""

SINGLE = (BreakKind.MASS_CASE, BreakKind.SHORTFALL)
SHORT_NAMES = {"Region Hovedstaden": "Hovedstaden"}
SPANS = {
    "four_quarters": "fire kvartaler tilsammen",
    "quarter": "hvert kvartal",
    "year": "hvert år",
    "school_year": "hvert skoleår",
}


def scale(entry: IndicatorEntry) -> Scale:
    """How the values of an indicator are drawn and written."""
    if entry.kind == "share":
        return Scale(entry.decimals, factor=100, suffix=f"{NO_BREAK_SPACE}%", highest=100)
    return Scale(entry.decimals)


def measure(entry: IndicatorEntry) -> str:
    """The unit as a line under a title: ``Anmeldelser pr. 1.000 indbyggere``."""
    if entry.kind == "share":
        return f"Procent af {entry.case_plural}"
    if entry.kind == "count":
        return f"Antal {entry.case_plural}"
    if entry.kind == "money":
        return words.capitalise(entry.unit.replace("%", "procent", 1))
    if entry.kind == "mean":
        return words.capitalise(entry.unit.removeprefix("på en ")) if entry.unit else "Gennemsnit"
    return f"{entry.case_plural.capitalize()} {entry.unit}"


def history(
    release: Release, entry: IndicatorEntry, rows: pd.DataFrame, notes: pd.DataFrame, kind: str
) -> History:
    """The municipality's line with its interval among others.

    Parameters
    ----------
    rows
        From `Release.history`: the areas to draw, over one kind of period.
    notes
        From `Release.notes`.
    """
    own = release.facts.municipality_name
    band = f" Bånd: 95 % interval for {own}." if rows["lower"].notna().any() else ""
    drawn_at = dict(zip(rows["last_day"], rows["drawn_at"], strict=True))
    inside = notes[notes["first_day"] >= rows["last_day"].min()]
    return History(
        title=f"{entry.short_title}, {'hver måling' if entry.asked else SPANS[kind]}",
        unit=f"{measure(entry)}.{band}",
        series=_series(release, entry, rows, _cuts(entry, inside)),
        breaks=breaks(inside),
        marked=tuple(
            Marked(drawn_at[note.last_day].date(), note.short)
            for note in each(inside[inside["kind"].isin(SINGLE)])
            if note.last_day in drawn_at
        ),
        scale=scale(entry),
        events=events(inside),
    )


def _cuts(entry: IndicatorEntry, notes: pd.DataFrame) -> tuple[Point, ...]:
    """Gaps in the line of a survey, where answers before and after must not be joined."""
    if not entry.asked:
        return ()
    return tuple(Point(note.at, None) for note in breaks(notes))


def each(rows: pd.DataFrame) -> Iterator[Any]:
    """The rows of an answer, one by one, with their cells as attributes."""
    return iter(rows.itertuples())


def breaks(notes: pd.DataFrame) -> tuple[Break, ...]:
    """The breaks among the rows of `Release.notes`."""
    found = notes[notes["kind"] == BreakKind.BREAK]
    return tuple(Break(note.first_day.date(), note.short) for note in each(found))


def events(notes: pd.DataFrame) -> tuple[Event, ...]:
    """The events among the rows of `Release.notes`."""
    found = notes[notes["kind"] == "event"]
    return tuple(Event(note.first_day.date(), note.short) for note in each(found))


def comparison(
    release: Release, entry: IndicatorEntry, rows: pd.DataFrame, period: str
) -> Comparison:
    """All areas of `rows` in one period, each with its interval."""
    rows = rows[rows["period"] == period]
    label = str(rows["short_label"].iat[0]) if len(rows) else ""
    interval = " med 95 % interval" if rows["lower"].notna().any() else ", uden interval"
    return Comparison(
        title=f"{label}{interval}",
        unit=measure(entry),
        period=label,
        rows=tuple(
            Row(
                release.areas[row.area].name,
                _value(row.value),
                _value(row.lower),
                _value(row.upper),
                Role(release.areas[row.area].role),
                _detail(entry, row),
            )
            for row in each(rows)
        ),
        scale=scale(entry),
    )


def groups(entry: IndicatorEntry, rows: pd.DataFrame) -> Comparison:
    """The groups of persons in one period, after the whole, each with its interval.

    Parameters
    ----------
    rows
        From `Release.groups`.
    """
    label = str(rows["short_label"].iat[0])
    interval = ", med 95 % interval" if rows["lower"].notna().any() else ""
    return Comparison(
        title=f"{entry.short_title}, {label}{interval}",
        unit=measure(entry),
        period=label,
        rows=tuple(
            Row(
                str(row.group_label),
                _value(row.value),
                _value(row.lower),
                _value(row.upper),
                Role.PEER if row.breakdown else Role.OWN,
                _detail(entry, row),
            )
            for row in each(rows)
        ),
        scale=scale(entry),
        as_given=True,
    )


def small_history(
    release: Release, entry: IndicatorEntry, rows: pd.DataFrame, ceiling: float | None = None
) -> SmallHistory:
    """The municipality beside the comparable ones taken together."""
    return SmallHistory(
        title=entry.short_title,
        unit=measure(entry),
        series=_series(release, entry, rows),
        scale=scale(entry),
        ceiling=ceiling,
    )


def national(release: Release, entry: IndicatorEntry, rows: pd.DataFrame) -> SmallHistory:
    """The whole country alone, on a scale of its own.

    Parameters
    ----------
    rows
        From `Release.benchmarks`, of one series.
    """
    country = release.areas[release.facts.country]
    points = tuple(
        Point(row.drawn_at.date(), _value(row.value), label=str(row.label)) for row in each(rows)
    )
    return SmallHistory(
        title=str(rows["title"].iat[0]),
        unit=str(rows["measure"].iat[0]),
        series=(Series(country.name, points, Role.COUNTRY, "landet"),),
        scale=scale(entry),
    )


def sparkline(entry: IndicatorEntry, row: Any) -> Sparkline:
    """The history in a row of `Release.overview`."""
    points = zip(row["history_days"], row["history"], row["history_labels"], strict=True)
    return Sparkline(
        tuple(
            Point(pd.Timestamp(day).date(), _value(value), label=label)
            for day, value, label in points
        ),
        scale(entry),
    )


def _series(
    release: Release, entry: IndicatorEntry, rows: pd.DataFrame, cuts: tuple[Point, ...] = ()
) -> tuple[Series, ...]:
    return tuple(
        one_series(release.areas[str(area)], entry, part, cuts)
        for area, part in rows.groupby("area", sort=False)
    )


def one_series(
    area: AreaEntry, entry: IndicatorEntry, rows: pd.DataFrame, cuts: tuple[Point, ...] = ()
) -> Series:
    """The line of one area; `cuts` are gaps to put between its points."""
    points = [
        Point(
            row.drawn_at.date(),
            _value(row.value),
            _value(row.lower),
            _value(row.upper),
            row.label,
            _detail(entry, row),
        )
        for row in each(rows[POINT])
    ]
    return Series(
        area.name,
        tuple(sorted([*points, *cuts], key=lambda point: point.at)),
        Role(area.role),
        "naboer" if area.role == "group" else SHORT_NAMES.get(area.name, ""),
    )


def _value(number: float) -> float | None:
    return None if pd.isna(number) else float(number)


def _detail(entry: IndicatorEntry, row: Any) -> str:
    if row.absent_because:
        return glossary.entry(str(row.absent_because)).word
    return text.on_what(entry, row._asdict())
