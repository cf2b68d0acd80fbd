"""What moves: functions by unit with each move marked, and flows of årsværk or kroner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

import pandas as pd

from charts import description
from charts.description import Flows, Scale
from danish import numbers, words
from danish.money import MILLION
from reports import tables
from reports.models import HIDDEN, Heading, Models, amount, fte, notes, placements
from scenarios import comparison
from scenarios.comparison import Measure, Part

FEWEST_FLOWS = 3
"""With fewer a flow chart says less than a sentence."""
MEASURES: Mapping[str, str] = {"aarsvaerk": "Årsværk", "kroner": "Løn og drift"}
SHEETS = ("models", "units", "functions", "assignments")
FTE = Scale(decimals=1)
MONEY = Scale(decimals=1, factor=1 / MILLION)


class Mark(StrEnum):
    """What a function is to a unit in a model."""

    STAYS = "stays"
    LEAVES = "leaves"
    COMES = "comes"

    @property
    def words(self) -> str:
        """What it means, for the line below the matrix."""
        return {
            Mark.STAYS: "her i dag og i modellen",
            Mark.LEAVES: "her i dag",
            Mark.COMES: "hertil i modellen",
        }[self]


@dataclass(frozen=True)
class MatrixRow:
    """A function: for each model what it is to each unit."""

    name: str
    marks: tuple[Mapping[str, Mark], ...]
    example: bool


@dataclass(frozen=True)
class Matrix:
    """Functions by unit, for each model.

    Attributes
    ----------
    said
        For each model how many functions move.
    units
        Codes and short names, the same in the same order for all models.
    """

    title: str
    headings: tuple[Heading, ...]
    said: tuple[str, ...]
    units: tuple[tuple[str, str], ...]
    rows: tuple[MatrixRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class FlowsOf:
    """The flows of one model; without a chart the sentences say why.

    Attributes
    ----------
    moved
        What moves, in words: ``5,5 årsværk flytter``.
    """

    id: str
    moved: str
    chart: Flows | None
    sentences: tuple[str, ...]


# --- functions by unit ----------------------------------------------------------------------------


def matrix(models: Models, chosen: Sequence[str]) -> Matrix:
    """Where each function lies today and in each model."""
    placed = {id_: placements(models, id_) for id_ in chosen}
    of = {
        id_: {
            function: [*group] for function, group in groupby(placed[id_], lambda it: it.function)
        }
        for id_ in chosen
    }
    used = {
        unit for all_ in placed.values() for one in all_ for unit in (one.from_unit, one.to_unit)
    }
    rows = tuple(
        MatrixRow(
            name,
            tuple(_marks(of[id_].get(function, [])) for id_ in chosen),
            any(
                models.marks("assignments", "example" if one.is_example else "")
                for id_ in chosen
                for one in of[id_].get(function, [])
            ),
        )
        for function, name in models.functions.items()
        if any(of[id_].get(function, []) for id_ in chosen)
    )
    return Matrix(
        "Hvor funktionerne er i dag og i modellerne",
        models.headings(chosen),
        tuple(_moving(models, id_) for id_ in chosen),
        tuple((unit, models.unit(unit)) for unit in models.units if unit in used),
        rows,
        tuple(
            sentence for id_ in chosen if (sentence := _not_placed(models, id_))
        ),
    )  # fmt: skip


def _marks(placed: Sequence[comparison.Placement]) -> dict[str, Mark]:
    marks: dict[str, Mark] = {}
    for one in placed:
        if one.moves:
            marks.setdefault(one.from_unit, Mark.LEAVES)
            marks[one.to_unit] = Mark.COMES
        else:
            marks[one.from_unit] = Mark.STAYS
    return marks


def _moving(models: Models, id_: str) -> str:
    moved, whole = comparison.functions_that_move(placements(models, id_))
    return f"{moved} af {whole} flytter"


def _not_placed(models: Models, id_: str) -> str:
    missing = _compared(models, id_, Measure.FTE).not_placed
    if not missing:
        return ""
    named = words.listing(models.functions.get(one, one) for one in missing)
    return words.sentence(f"{id_} siger ikke, hvor {named} skal være")


def _compared(models: Models, id_: str, measure: Measure) -> comparison.Conservation:
    return comparison.conservation(
        placements(models, models.baseline),
        placements(models, id_),
        comparison.of_model(models.sheets["economy"], id_),
        measure,
    )


# --- flows ----------------------------------------------------------------------------------------


def flows(models: Models, chosen: Sequence[str], measure: Measure) -> tuple[FlowsOf, ...]:
    """What goes from which unit to which, for each model."""
    return tuple(_flows_of(models, id_, measure) for id_ in chosen)


def _flows_of(models: Models, id_: str, measure: Measure) -> FlowsOf:
    found, hidden, part = _found(models, id_, measure)
    scale, unit = (FTE, "årsværk") if measure is Measure.FTE else (MONEY, "mio. kr.")
    moving = [flow for flow in found if flow.moves]
    told = tuple(
        f"{scale.write(flow.amount)} {unit} fra {models.unit(flow.source)} til "
        f"{models.unit(flow.target)}."
        for flow in moving
    )
    said = []
    if hidden:
        count = words.count(hidden, "strøm", "strømme")
        said.append(f"{count} er ikke tegnet: {HIDDEN}.")
    if part.unknown:
        count = words.count(part.unknown, "funktion", "funktioner")
        said.append(f"{count} er ikke vurderet og ikke med.")
    said += _kept(models, id_, measure)
    if len(found) < FEWEST_FLOWS:
        few = ("Der er for få strømme til en tegning.",) if found else ()
        return FlowsOf(id_, _moved(part, measure), None, (*few, *told, *said))
    chart = Flows(
        id_,
        _moved(part, measure),
        tuple(
            description.Flow(
                models.unit(flow.source), models.unit(flow.target), flow.amount, flow.moves
            )
            for flow in found
        ),
        scale,
        _alt(id_, part, measure, told),
    )
    return FlowsOf(id_, _moved(part, measure), chart, tuple(said))


def _found(
    models: Models, id_: str, measure: Measure
) -> tuple[tuple[comparison.Flow, ...], int, Part]:
    """The flows, how many are hidden, and what moves of the whole."""
    if measure is Measure.MONEY:
        found, hidden = comparison.money_flows(models.sheets, id_)
        return found, hidden, comparison.money_that_moves(models.sheets, id_)
    placed = placements(models, id_)
    return comparison.fte_flows(placed), 0, comparison.fte_that_moves(placed)


def _moved(part: Part, measure: Measure) -> str:
    if part.moved is None:
        return HIDDEN if part.hidden else "ikke vurderet"
    if measure is Measure.MONEY:
        return f"{amount(part.moved).text} flytter"
    return f"{fte(part.moved)} årsværk flytter"


def _alt(id_: str, part: Part, measure: Measure, told: Sequence[str]) -> str:
    if part.moved is None or part.whole is None:
        start = f"Flowdiagram for {id_}: {_moved(part, measure)}"
    elif measure is Measure.MONEY:
        start = f"Flowdiagram for {id_}: {_moved(part, measure)} af {amount(part.whole).text}"
    else:
        start = f"Flowdiagram for {id_}: {fte(part.moved)} af {fte(part.whole)} årsværk flytter"
    return " ".join([words.sentence(start), *told]) or start


def _kept(models: Models, id_: str, measure: Measure) -> list[str]:
    """What a model holds more or less of than today: no post may be lost on the way."""
    if measure is Measure.MONEY or id_ == models.baseline:
        return []
    found = _compared(models, id_, measure)
    said = [
        f"{models.functions.get(one.function, one.function)}: {fte(one.after)} årsværk, "
        f"i dag {fte(one.before)}."
        for one in found.differences
    ]
    if said and not found.explained:
        said.append("Forskellen er ikke forklaret i arket Økonomi.")
    if found.not_placed:
        said.append(_not_placed(models, id_))
    return said


def headline(models: Models, chosen: Sequence[str], measure: Measure) -> tuple[str, str]:
    """The title of the flows, and the line below it on what all of them add up to."""
    wholes = [_found(models, id_, measure)[2].whole for id_ in chosen]
    title = "Årsværk" if measure is Measure.FTE else "Løn og drift pr. år"
    low, high = min(wholes, default=None, key=_or_0), max(wholes, default=None, key=_or_0)
    if low is None or high is None:
        whole = ""
    else:
        write = fte if measure is Measure.FTE else _money
        unit = " årsværk" if measure is Measure.FTE else ""
        whole = (
            f" I alt {write(low)}{unit} i alle modeller."
            if write(low) == write(high)
            else f" I alt fra {write(low)} til {write(high)}{unit}."
        )
    return f"{title} fra dagens enhed til modellens", f"Fremhævet: det, der flytter.{whole}"


def _money(øre: float | None) -> str:
    return amount(øre).text


def _or_0(value: float | None) -> float:
    return -1.0 if value is None else value


# --- to take away ---------------------------------------------------------------------------------


def moves_file(models: Models, chosen: Sequence[str]) -> tables.Table:
    """Where each function lies in each model, a row each."""
    rows = [
        {
            "Model": id_,
            "Funktion": models.functions.get(one.function, one.function),
            "Fra enhed": models.units.get(one.from_unit, one.from_unit),
            "Til enhed": models.units.get(one.to_unit, one.to_unit),
            "Flytter": "ja" if one.moves else "nej",
            "Årsværk": one.fte,
            "Oprindelse": "Eksempeldata" if one.is_example else "",
        }
        for id_ in chosen
        for one in placements(models, id_)
    ]
    return tables.Table("Hvad flytter", notes(models, SHEETS), pd.DataFrame(rows))


def flows_file(models: Models, chosen: Sequence[str], measure: Measure) -> tables.Table:
    """The flows of each model, a row each."""
    heading = "Årsværk" if measure is Measure.FTE else "Løn og drift (kr.)"
    per = 1 if measure is Measure.FTE else 100
    rows = []
    said = []
    for id_ in chosen:
        found, hidden, _ = _found(models, id_, measure)
        rows += [
            {
                "Model": id_,
                "Fra enhed": models.units.get(flow.source, flow.source),
                "Til enhed": models.units.get(flow.target, flow.target),
                heading: flow.amount / per,
            }
            for flow in found
        ]
        if hidden:
            said.append(f"{id_}: {numbers.number(hidden)} strømme er {HIDDEN}.")
    title = "Strømme fra enhed til enhed"
    return tables.Table(title, notes(models, SHEETS, said), pd.DataFrame(rows))
