"""The figures that judge: a control chart of quarters, and a funnel of all municipalities."""

from datetime import date
from typing import Any

import pandas as pd

from charts.description import (
    Baseline,
    ControlChart,
    ControlPoint,
    Funnel,
    FunnelLimits,
    FunnelRow,
    Limits,
    Mark,
    Point,
    Role,
    Stretch,
    Target,
    TargetPath,
    Tone,
)
from danish import periods
from indicators import status_text, text
from reports.figures import breaks, each, events, measure, one_series, scale
from store.entries import IndicatorEntry
from store.release import Release

_MARKS = {
    ("outside", 1): Mark.OVER,
    ("outside", -1): Mark.UNDER,
    ("one_side", 1): Mark.ABOVE,
    ("one_side", -1): Mark.BELOW,
    ("trend", 1): Mark.RISING,
    ("trend", -1): Mark.FALLING,
}


def control_chart(entry: IndicatorEntry, rows: pd.DataFrame, notes: pd.DataFrame) -> ControlChart:
    """Every quarter of the municipality, the newest ones with limits.

    Parameters
    ----------
    rows
        From `Release.control_chart`.
    notes
        From `Release.notes`.
    """
    rows = rows[rows["value"].notna().cummax()]
    judged = rows[rows["centre"].notna()]
    inside = notes[notes["first_day"] > rows["first_day"].min()]
    base = judged.loc[judged["in_base"].astype(bool), "period"]
    resting = _span(base.iloc[0], base.iloc[-1]) if len(base) else ""
    lacking = "der mangler kvartaler" if rows["value"].isna().any() else "for få kvartaler"
    note = f" Grænser regnet på {resting}." if resting else f" Ingen grænser: {lacking}."
    return ControlChart(
        title=f"{entry.short_title}, hvert kvartal",
        unit=f"{measure(entry)}.{note}",
        points=tuple(_point(entry, row) for row in each(rows)),
        stretches=_stretches(judged),
        breaks=breaks(inside),
        events=events(inside),
        base=resting,
        scale=scale(entry),
    )


def funnel(
    release: Release, entry: IndicatorEntry, rows: pd.DataFrame, curve: pd.DataFrame
) -> Funnel:
    """All municipalities by size.

    Parameters
    ----------
    rows
        From `Release.funnel`.
    curve
        From `Release.funnel_curve`.
    """
    facts = rows.iloc[0]
    return Funnel(
        title=f"Alle kommuner efter størrelse, {facts['short_label']}",
        unit=f"{measure(entry)}. Grænserne rummer også den almindelige forskel på kommuner."
        if facts["spread"]
        else f"{measure(entry)}.",
        period=facts["short_label"],
        rows=tuple(
            FunnelRow(
                release.areas[row.area].name,
                round(row.denominator),
                float(row.value),
                Role(release.areas[row.area].role or "other"),
                float(row.lower),
                float(row.upper),
                text.cases(entry, row.numerator),
            )
            for row in each(rows[rows["value"].notna()])
        ),
        inner=_limits(curve, "lower", "upper"),
        outer=_limits(curve, "lower_outer", "upper_outer"),
        mean=float(facts["mean"]),
        spread=bool(facts["spread"]),
        scale=scale(entry),
    )


def target_path(
    release: Release,
    entry: IndicatorEntry,
    row: text.Row,
    rows: pd.DataFrame,
    notes: pd.DataFrame,
) -> TargetPath:
    """The municipality's years on the way to its target.

    Parameters
    ----------
    row
        Of `Release.overview`, with a target.
    rows
        From `Release.history`: the municipality alone.
    notes
        From `Release.notes`.
    """
    own = release.areas[release.facts.municipality]
    path = tuple(
        Point(_day(year), float(value), float(lower), float(upper))
        for year, value, lower, upper in zip(
            row["path_years"], row["path"], row["path_lower"], row["path_upper"], strict=True
        )
    )
    inside = notes[notes["first_day"] >= rows["last_day"].min()]
    value = float(row["target_value"])
    start = float(row["path_baseline"])
    return TargetPath(
        title=f"{entry.short_title} på vej mod måltallet",
        unit=f"{measure(entry)}. Bånd om vejen: 8 af 10 år på den ville ligge inden for.",
        own=one_series(own, entry, rows),
        path=path,
        target=Target(path[-1].at, value, status_text.target_words(entry, row)),
        baseline=Baseline(
            path[0].at, path[0].at, start, f"udgangspunkt {text.value(entry, start)}"
        ),
        breaks=breaks(inside),
        events=events(inside),
        scale=scale(entry),
    )


def _day(year: float) -> date:
    """The last day of a year that is told as its end: 2026.0 is 31 December 2025."""
    whole = int(year - 1e-9)
    months = round((year - whole) * 12)
    return periods.parse(f"{whole}M{months:02d}").last_day


def _point(entry: IndicatorEntry, row: Any) -> ControlPoint:
    mark = Mark.NONE
    if isinstance(row.rule, str) and row.rule:
        mark = _MARKS.get((row.rule, int(row.side)), Mark.TWO_OF_THREE)
    return ControlPoint(
        row.drawn_at.date(),
        None if pd.isna(row.value) else float(row.value),
        row.label,
        "" if pd.isna(row.numerator) else text.cases(entry, row.numerator),
        mark,
        _tone(entry, row) if mark is not Mark.NONE else Tone.NONE,
    )


def _tone(entry: IndicatorEntry, row: Any) -> Tone:
    if entry.polarity == "none" or not row.side:
        return Tone.NONE
    return Tone.GOOD if (row.side > 0) == (entry.polarity == "higher") else Tone.BAD


def _stretches(judged: pd.DataFrame) -> tuple[Stretch, ...]:
    if judged.empty:
        return ()
    limits = tuple(
        Limits(row.drawn_at.date(), float(row.lower_limit), float(row.upper_limit))
        for row in each(judged)
    )
    return (
        Stretch(limits[0].at, limits[-1].at, float(judged["centre"].to_numpy(float)[0]), limits),
    )


def _limits(curve: pd.DataFrame, lower: str, upper: str) -> tuple[FunnelLimits, ...]:
    return tuple(
        FunnelLimits(float(size), float(low), float(high))
        for size, low, high in zip(curve["population"], curve[lower], curve[upper], strict=True)
    )


def _span(first: str, last: str) -> str:
    """From the first to the last quarter in words, in years where it is whole years."""
    if first.endswith("K1") and last.endswith("K4"):
        return f"{first[:4]}–{last[:4]}"
    return f"{periods.short_label(first)} – {periods.short_label(last)}"
