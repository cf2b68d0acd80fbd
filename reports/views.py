"""The views of an indicator: each a chart with the words, the comparison and the rows beside it.

A view is put together once from a release; a page shows it, and a slide can.
"""

from collections.abc import Callable, Sequence, Sized
from dataclasses import dataclass

import pandas as pd

from charts import legend
from charts.description import Comparison, Description, SmallHistory
from charts.legend import Entry
from indicators import glossary, status_text, text
from reports import figures, judged_figures
from store.entries import IndicatorEntry
from store.release import Release


@dataclass(frozen=True)
class National:
    """The whole country beside an indicator, on a scale of its own.

    Attributes
    ----------
    sentences
        Its newest value with its source, and why the level is another.
    is_example
        Whether its figures are invented.
    """

    chart: SmallHistory
    sentences: tuple[str, ...]
    is_example: bool


@dataclass(frozen=True)
class View:
    """One way to look at an indicator.

    Attributes
    ----------
    chart
        None where there is nothing to draw; the sentences then say why.
    beside
        The areas of the newest period, where that belongs to the view.
    legend
        What the shapes of the chart mean.
    sentences, comments
        Under the chart; comments as (text, signature).
    rows
        The figures behind it, for the table and the files.
    """

    chart: Description | None
    rows: pd.DataFrame
    sentences: tuple[str, ...] = ()
    comments: tuple[tuple[str, str], ...] = ()
    legend: tuple[Entry, ...] = ()
    beside: Comparison | None = None


def over_time(
    release: Release, entry: IndicatorEntry, breakdown: str, peers: Sequence[str], row: text.Row
) -> View:
    """The years: the municipality among the others, and everybody in the newest."""
    facts = release.facts
    areas = [facts.municipality]
    if entry.stands_among_others:
        areas += [facts.peers, *peers, facts.region, facts.country]
    rows = release.history(entry.id, areas, kind=entry.span, breakdown=breakdown)
    if entry.asked:  # a survey is not taken every year
        rows = rows[rows["absent_because"] != "not_loaded"]
    lines = rows[rows["area"] != facts.peers]
    notes = release.notes(entry.id, breakdown)
    return View(
        figures.history(release, entry, lines, notes, entry.span),
        rows,
        (
            text.year_in_numbers(entry, row),
            status_text.year(entry, row),
            status_text.seen_over_five_years(entry, row),
            text.beside(release, entry),
            text.hidden(rows[rows["area"] == facts.municipality]),
        ),
        tuple(text.comments(notes)),
        beside=figures.comparison(release, entry, lines, row["period"])
        if _stands_among_others(lines, row["period"])
        else None,
    )


def _stands_among_others(rows: pd.DataFrame, period: str) -> bool:
    """Whether more than one area has a value in a period."""
    return int(rows.loc[rows["period"] == period, "value"].notna().sum()) > 1


def by_quarter(
    release: Release, entry: IndicatorEntry, breakdown: str, _: Sequence[str], __: text.Row
) -> View:
    """Each quarter against its own past."""
    rows = release.control_chart(entry.id, release.facts.municipality, breakdown)
    chart = judged_figures.control_chart(entry, rows, release.notes(entry.id, breakdown))
    how = glossary.entry("control_chart").explanation
    return View(chart, rows, (how,), legend=legend.control_chart(chart))


def by_group(
    release: Release, entry: IndicatorEntry, _: str, __: Sequence[str], ___: text.Row
) -> View:
    """The newest figures divided by sex, age and part of town."""
    rows = release.groups(entry.id, release.facts.municipality)
    if rows.empty:
        return View(None, rows, (glossary.entry("no_groups").explanation,))
    is_of_models = (rows["dimension"] == "model").any()
    how = glossary.entry("of_models" if is_of_models else "subgroup").explanation
    return View(figures.groups(entry, rows), rows, (how, text.hidden(rows)))


def all_municipalities(
    release: Release, entry: IndicatorEntry, breakdown: str, _: Sequence[str], __: text.Row
) -> View:
    """All municipalities by size."""
    rows = release.funnel(entry.id, breakdown)
    if rows.empty:
        return View(None, rows, (glossary.entry("no_funnel").explanation,))
    curve = release.funnel_curve(entry.id, breakdown)
    chart = judged_figures.funnel(release, entry, rows, curve)
    how = status_text.funnel({str(name): cell for name, cell in rows.iloc[0].items()})
    return View(chart, rows, (how,), legend=legend.funnel(chart))


def towards_target(
    release: Release, entry: IndicatorEntry, breakdown: str, _: Sequence[str], row: text.Row
) -> View:
    """The way to the target, where one has been decided for the whole."""
    rows = release.history(entry.id, [release.facts.municipality], kind=entry.span)
    if row["target"] == "direction_only" or breakdown:
        return View(None, rows, (glossary.entry("direction_only").explanation,))
    if not isinstance(row["path"], Sized):
        return View(None, rows, (glossary.entry(row["target_reason"]).explanation,))
    chart = judged_figures.target_path(release, entry, row, rows, release.notes(entry.id))
    said = (*status_text.target_sentences(entry, row), status_text.target_elsewhere(row))
    return View(chart, rows, said)


VIEWS: dict[str, Callable[..., View]] = {
    "tid": over_time,
    "kvartaler": by_quarter,
    "grupper": by_group,
    "kommuner": all_municipalities,
    "maaltal": towards_target,
}
"""The views by their name in the address."""


def national(release: Release, entry: IndicatorEntry) -> tuple[National, ...]:
    """The whole country beside an indicator, where its source has none of the municipality."""
    rows = release.benchmarks[release.benchmarks["indicator"] == entry.id]
    return tuple(
        National(
            figures.national(release, entry, one),
            text.benchmark(entry, one),
            "example" in set(one["origin"]),
        )
        for _, one in rows.groupby("position")
    )


def names(entry: IndicatorEntry) -> dict[str, str]:
    """The views that an indicator has, by their name in the address."""
    over_time = {"four_quarters": "Fire kvartaler", "quarter": "Over tid"}
    has_quarters = entry.span in over_time
    is_own = not entry.source_table  # the municipality's own figures: no others to stand among
    return {
        "tid": over_time.get(entry.span, "Hver måling" if entry.asked else "Hvert år"),
        **({"kvartaler": "Hvert kvartal"} if has_quarters else {}),
        **({"grupper": "Fordelt"} if is_own else {}),
        **({"kommuner": "Alle kommuner"} if not is_own and entry.stands_among_others else {}),
        "maaltal": "Måltal",
    }
