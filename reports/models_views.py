"""The views of *Modeller*: what stands in each, column by column, and what is taken away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd

from charts.description import Description
from reports import (
    models_costs,
    models_moves,
    models_side,
    models_time,
    models_weighing,
    tables,
)
from reports.models import Models, SideBySide, file
from reports.models_moves import Matrix
from reports.models_weighing import Result
from scenarios.comparison import Measure

VIEWS: Mapping[str, str] = {
    "side": "Side om side",
    "flytter": "Hvad flytter",
    "stroemme": "Strømme",
    "afvejning": "Afvejning",
}
PARTS: Mapping[str, str] = {
    "kort": "Kort sagt",
    "ansvar": "Ansvar",
    "imod": "For og imod",
    "krav": "Krav",
    "personale": "Personale",
    "oekonomi": "Økonomi",
    "tid": "Tidsplan",
    "succes": "Succeskriterier",
}
STEPS: Mapping[str, str] = {
    "vaegte": "Vægte og point",
    "enige": "Hvem er enige",
    "sikkert": "Hvor sikkert",
    "pris": "Pris og point",
}
MEASURES = models_moves.MEASURES
NOTHING = (
    "Der er ikke indlæst nogen modeller endnu. Hent skabelonen for organisation og modeller på "
    "siden Indlæs data, udfyld den, og indlæs den."
)
WHOLE = "Hent hele kortlægningen"
TOO_FEW = "Vælg mindst to modeller for at sammenligne dem."
KEPT = 64
"""Views of a release that are not made again."""
IN_A_ROW = 3
"""Charts beside each other."""


@dataclass(frozen=True)
class Section:
    """A heading with a line below it."""

    title: str
    line: str = ""


Block = SideBySide | Matrix | Description | Section | str


@dataclass(frozen=True)
class View:
    """What is shown of the chosen models.

    Attributes
    ----------
    rows
        Each row is columns side by side, each of them blocks below each other.
    widths
        Of the columns, in proportion; alike where there are not as many.
    sheets
        The sheets that it is from.
    """

    rows: tuple[tuple[tuple[Block, ...], ...], ...]
    file: tables.Table
    sheets: tuple[str, ...]
    widths: tuple[int, ...] = ()


def side(
    part: str,
    models: Models,
    chosen: tuple[str, ...],
    newest: Callable[[], pd.DataFrame],
    today: date,
) -> View:
    """A part of the models side by side.

    Parameters
    ----------
    newest
        `Release.overview` of the municipality, asked only where it is needed.
    """
    if part == "succes":
        table = models_time.success(models, chosen, newest(), today)
        return View((((table,),),), file(models, table), table.sheets)
    return _side(part, models, chosen, today)


@lru_cache(maxsize=KEPT)
def _side(part: str, models: Models, chosen: tuple[str, ...], today: date) -> View:
    above: tuple[tuple[Block, ...], ...] = ()
    heading: tuple[tuple[tuple[Block, ...], ...], ...] = ()
    match part:
        case "tid":
            table = models_time.timeline(models, chosen, today)
        case "oekonomi":
            table = models_costs.table(models, chosen)
            charts = models_costs.charts(models, chosen)
            above = tuple((chart,) for chart in charts.values())
            heading = (((Section(*models_costs.HEADING),),),) if charts else ()
        case "ansvar":
            table = models_side.responsibility(models, chosen)
        case "imod":
            table = models_side.for_and_against(models, chosen)
        case "krav":
            table = models_side.requirements(models, chosen)
        case "personale":
            table = models_side.staff(models, chosen)
        case _:
            table = models_side.overview(models, chosen)
    return View((*heading, *_in_rows(above), ((table,),)), file(models, table), table.sheets)


@lru_cache(maxsize=KEPT)
def moves(models: Models, chosen: tuple[str, ...]) -> View:
    """Functions by unit, with each move marked."""
    table = models_moves.matrix(models, chosen)
    return View(
        (((table,),),), models_moves.moves_file(models, chosen), models_moves.SHEETS
    )  # fmt: skip


@lru_cache(maxsize=KEPT)
def flows(models: Models, chosen: tuple[str, ...], measured: str) -> View:
    """What goes from unit to unit, in the measure by its name in the address."""
    measure = Measure.FTE if measured == "aarsvaerk" else Measure.MONEY
    columns: list[tuple[Block, ...]] = []
    for one in models_moves.flows(models, chosen, measure):
        head: Block = one.chart or Section(one.id, one.moved)
        columns.append((head, *one.sentences))
    top = Section(*models_moves.headline(models, chosen, measure))
    return View(
        (((top,),), *_in_rows(tuple(columns))),
        models_moves.flows_file(models, chosen, measure),
        models_moves.SHEETS,
    )


@lru_cache(maxsize=KEPT)
def weighing(step: str, models: Models, found: Result) -> View:
    """A step of the weighing; where nothing can be weighed, why not."""
    made = models_weighing.points_file(models, found)
    sheets: tuple[str, ...] = models_weighing.SHEETS
    if found.why_not:
        return View((((Section("Afvejningen kan ikke regnes"), found.why_not),),), made, sheets)
    chosen = found.weighing.panel.models
    match step:
        case "enige":
            return View((((models_weighing.agreement(models, found),),),), made, sheets)
        case "sikkert":
            shares = models_weighing.sureness(models, chosen, found)
            leads = models_weighing.tornado(found)
            said = models_weighing.beliefs(found)
            top: tuple[Block, ...] = (Section(found.sentence), *((shares,) if shares.rows else ()))
            left: tuple[Block, ...] = (leads,) if leads else ()
            right: tuple[Block, ...] = (
                (Section("Hvad skal man mene for at få en anden først?"), *said) if said else ()
            )
            below = tuple(column for column in (left, right) if column)
            return View(((top,), below) if below else ((top,),), made, sheets)
        case "pris":
            points = models_weighing.cost_points(models, found)
            table = models_weighing.cost_table(models, points)
            chart = models_weighing.cost_chart(points)
            beside: tuple[tuple[Block, ...], ...] = (*(((chart,),) if chart else ()), (table,))
            return View((beside,), made, (*sheets, "economy"))
    caveats = models_weighing.caveats(found)
    stack: tuple[Block, ...] = (models_weighing.lollipops(found), *caveats)
    critical = models_weighing.critical(found)
    if critical.rows or any(critical.notes):
        stack = (*stack, critical)
    return View(((stack,),), made, sheets)


def _in_rows(columns: tuple[tuple[Block, ...], ...]) -> tuple[tuple[tuple[Block, ...], ...], ...]:
    """Columns in rows of three; the last row keeps its columns as narrow as the others."""
    rows = [columns[at : at + IN_A_ROW] for at in range(0, len(columns), IN_A_ROW)]
    if len(rows) > 1:
        rows[-1] = (*rows[-1], *[()] * (IN_A_ROW - len(rows[-1])))
    return tuple(rows)


def file_name(view: str, part: str, municipality: str) -> str:
    """What a file that is taken away is called, without its ending."""
    return "-".join(part for part in ("modeller", view, part, municipality.lower()) if part)
