"""The models in time: milestones by quarter, and the success criteria with what they are today."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from danish import numbers, periods, words
from indicators import text
from reports import marks
from reports.models import NOT_ASSESSED, Cell, Heading, Line, Models, Row, SideBySide, day
from scenarios import comparison
from store.entries import IndicatorEntry
from store.organisation_sheets import ALL_MODELS, BETTER, MILESTONE_TYPES

LONGEST = 10
"""Quarters in a row that are shown also when nothing happens in them."""
EMPTY: Cell = (Line("", tone="muted"),)


def timeline(models: Models, chosen: Sequence[str], today: date) -> SideBySide:
    """The milestones of each model by quarter, on one common axis."""
    cells: dict[str, dict[str, list[Line]]] = {}
    for id_ in chosen:
        for row in comparison.milestones(models.sheets, id_):
            quarter = _quarter(pd.Timestamp(row["actual"] or row["planned"]).date())
            line = _milestone(row, today, example=models.marks("milestones", row["origin"]))
            cells.setdefault(quarter, {}).setdefault(id_, []).append(line)
    starts = {row["model_id"]: row for row in comparison.records(models.sheets["models"])}
    for id_ in chosen:
        if start := starts[id_]["start_quarter"]:
            line = Line("Modellen træder i kraft", shape="right")
            cells.setdefault(str(start), {}).setdefault(id_, []).append(line)
    now = _quarter(today)
    rows = tuple(
        Row(
            words.capitalise(periods.label(quarter)),
            tuple(tuple(cells.get(quarter, {}).get(id_, ())) or EMPTY for id_ in chosen),
            "nu" if quarter == now else "",
        )
        for quarter in _axis(cells)
    )
    without = [id_ for id_ in chosen if not any(id_ in of for of in cells.values())]
    said = (f"Ingen milepæle i arket: {words.listing(without)}.",) if without else ()
    return SideBySide("Milepæle", models.headings(chosen), rows, said, ("models", "milestones"))


def _milestone(row: Mapping[str, Any], today: date, *, example: bool) -> Line:
    kind = MILESTONE_TYPES[row["type"]]
    name = str(row["milestone"])
    small = kind if kind.casefold() not in name.casefold() else ""
    if row["actual"] is not None:
        when = f"{day(row['actual'])}, sket"
        return Line(name, _joined(when, small), shape="tick", example=example)
    late = pd.Timestamp(row["planned"]).date() < today
    when = f"{day(row['planned'])}{', ikke meldt sket' if late else ''}"
    return Line(name, _joined(when, small), shape="ask" if late else "ring", example=example)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _quarter(of: date) -> str:
    return f"{of.year}K{(of.month + 2) // 3}"


def _axis(cells: Mapping[str, object]) -> list[str]:
    """The quarters from first to last, or only those with something when that is too long."""
    told = sorted(cells)
    if not told:
        return []
    axis = [told[0]]
    while axis[-1] < told[-1] and len(axis) <= LONGEST:
        axis.append(periods.following(axis[-1]))
    return axis if axis[-1] >= told[-1] else told


# --- success criteria -----------------------------------------------------------------------------


def of_the_chosen(models: Models, newest: pd.DataFrame, today: date) -> SideBySide | None:
    """The success criteria of the models that the workbook calls chosen and gives a start.

    None when it calls none so; the tool itself never does.

    Parameters
    ----------
    newest
        `Release.overview` of the municipality.
    """
    rows = [
        row
        for row in comparison.records(models.sheets["models"])
        if row["status"] == "chosen" and row["start_quarter"]
    ]
    if not rows:
        return None
    table = success(models, [str(row["model_id"]) for row in rows], newest, today)
    if not table.rows:
        return None
    starts = words.listing(
        f"{row['model_id']} {row['name']} fra {periods.label(str(row['start_quarter']))}"
        for row in rows
    )
    authors = words.listing(dict.fromkeys(str(row["author"]) for row in rows if row["author"]))
    by = f" af {authors}" if authors else ""
    said = f"Modellen er skrevet som valgt{by} i kommunens egen beskrivelse: {starts}."
    return replace(
        table, title="Succeskriterier for den valgte model", notes=(said,), shows_title=True
    )


def success(models: Models, chosen: Sequence[str], newest: pd.DataFrame, today: date) -> SideBySide:
    """Each success criterion with its start, its value and status today, and its target.

    Parameters
    ----------
    newest
        `Release.overview` of the municipality.
    """
    entries = models.release.indicators
    found = {row["indicator"]: row for row in newest.to_dict("records") if not row["breakdown"]}
    rows = comparison.records(models.sheets["success"])
    wanted = [row for row in rows if row["model_id"] in (ALL_MODELS, *chosen)]
    headings = ("I dag", "Udvikling", "Udgangspunkt", "Måltal", "Kan ses efter")
    return SideBySide(
        "Succeskriterier",
        tuple(Heading(name, "", "") for name in headings),
        tuple(
            _criterion(models, row, entries.get(row["indicator_id"]), found, today)
            for row in wanted
        ),
        (
            "Gælder alle modeller, hvor der ikke står andet. I dag og udvikling er indikatorens "
            "egne, som på Overblik.",
        ),
        ("models", "success"),
        dense=True,
    )


def _criterion(
    models: Models,
    row: Mapping[str, Any],
    entry: IndicatorEntry | None,
    found: Mapping[object, Any],
    today: date,
) -> Row:
    id_ = str(row["indicator_id"])
    now, movement = _now(entry, found.get(id_), today)
    lag = row["lag_quarters"]
    seen = f"{numbers.number(lag)} kvt." if lag else NOT_ASSESSED
    origin = Line(
        value(entry, row["baseline_value"]),
        str(row["baseline_period"]),
        example=models.marks("success", row["origin"]),
    )
    target = row["target_value"]
    aim = f"i {row['target_period']}" if row["target_period"] else ""
    better = BETTER[row["direction"]]
    return Row(
        f"{id_} {entry.short_title if entry else ''}".strip(),
        (
            (now,),
            (movement,),
            (origin,),
            (Line("kun retning" if target is None else value(entry, target),
                  _joined(aim, better.removesuffix(" er bedre"))),),
            (Line(seen, tone="" if lag else "muted"),),
        ),
        "" if row["model_id"] == ALL_MODELS else f"kun {row['model_id']}",
    )  # fmt: skip


def _now(
    entry: IndicatorEntry | None, newest: Mapping[str, Any] | None, today: date
) -> tuple[Line, Line]:
    """The newest value of the indicator, and its movement in words."""
    if entry is None or newest is None or newest["value"] != newest["value"]:
        return Line("ingen data endnu", tone="muted"), Line("kan ikke vurderes", tone="muted")
    status = marks.parts(entry, newest, today)["movement"]
    unit = text.short_unit(entry)
    now = Line(
        " ".join(part for part in (text.value(entry, newest["value"]), unit) if part),
        str(newest["short_label"]),
        example=newest["origin"] == "example",
    )
    return now, Line(status.word, status.line, shape=status.shape, tone=status.tone)


def value(entry: IndicatorEntry | None, number: float) -> str:
    """A figure of the workbook as the indicator's are written; a share stands there in percent.

    Without decimals when it has none.
    """
    whole = float(number).is_integer()
    decimals = 0 if whole else entry.decimals if entry else 1
    if entry is not None and entry.kind == "share":
        return numbers.percent(number / 100, decimals)
    return numbers.number(number, decimals)
