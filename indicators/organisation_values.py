"""Ø3 and Ø4 from the organisation workbook, today and in each model, and when a model begins."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np
import pandas as pd

from danish import periods
from indicators.answers import area_axis
from indicators.compute import Part, Values
from indicators.cube import ORIGINS, Absence, Cube
from indicators.definition import Organised
from indicators.organisation import weakest
from store import organisation
from store.settings import Municipality
from store.statements import EventKind
from store.warehouse import Load, Warehouse

Accountable = Mapping[str, frozenset[str]]
"""By function in scope, the units that have A."""


@dataclass(frozen=True)
class Mapped:
    """A model as it is described: who is accountable for what, and in which year it was told.

    Attributes
    ----------
    groups
        By function, its target group; none where it is not said.
    """

    model: str
    accountable: Accountable
    groups: Mapping[str, str]
    year: str
    origin: str


def values(open_: Warehouse, parts: Sequence[Part], place: Municipality) -> Iterator[Values]:
    """The values of indicators of the organisation: of today, and of each other model as a group.

    Parameters
    ----------
    parts
        Indicators whose numerator is `Organised`.
    """
    if not parts:
        return
    mapped, baseline = models(open_)
    if baseline not in {one.model for one in mapped}:
        return
    for part in parts:
        if isinstance(part.numerator, Organised):
            for one in mapped:
                breakdown = "" if one.model == baseline else f"{MODEL}={one.model}"
                yield _value(part, breakdown, one, place)


MODEL = "model"
"""The dimension of a breakdown: ``model=M1``."""


def models(open_: Warehouse) -> tuple[list[Mapped], str]:
    """The models that say who is accountable, in the order of their sheet, and today's id."""
    sheets = organisation.in_force(open_.connection)
    held = organisation.loads_in_force(open_.connection)
    raci, functions = sheets["raci"], sheets["functions"]
    if raci.empty or functions.empty or sheets["models"].empty:
        return [], ""
    day = open_.load(held["raci"]).source_date
    scope = functions[functions["in_scope"].fillna(False).astype(bool)]
    groups = {
        str(function): str(group).casefold()
        for function, group in zip(scope["function_id"], scope["target_group"], strict=True)
        if isinstance(group, str)
    }
    found = []
    for model in sheets["models"].to_dict("records"):
        mine = raci[(raci["model_id"] == model["model_id"]) & (raci["role"] == "A")]
        mine = mine[mine["function_id"].isin(scope["function_id"])]
        if len(mine):
            units: dict[str, set[str]] = defaultdict(set)
            for row in mine.to_dict("records"):
                units[row["function_id"]].add(row["unit_id"])
            accountable = {function: frozenset(of) for function, of in units.items()}
            origin = weakest(pd.concat([mine["origin"], scope["origin"]]))
            found.append(Mapped(model["model_id"], accountable, groups, str(day.year), origin))
    today = sheets["models"][sheets["models"]["is_baseline"].fillna(False).astype(bool)]
    return found, str(today["model_id"].iat[0]) if len(today) == 1 else ""


def units_with_responsibility(accountable: Accountable) -> int:
    """How many units have A for at least one function."""
    return len(frozenset[str]().union(*accountable.values()))


def hand_overs(accountable: Accountable, groups: Mapping[str, str]) -> int:
    """Pairs of functions for the same target group that two units or more are accountable for.

    A function that nobody is accountable for is in no pair.
    """
    alike: dict[str, list[frozenset[str]]] = defaultdict(list)
    for function, units in accountable.items():
        if units and function in groups:
            alike[groups[function]].append(units)
    return sum(len(one | other) > 1 for of in alike.values() for one, other in combinations(of, 2))


def _value(part: Part, breakdown: str, of: Mapped, place: Municipality) -> Values:
    assert isinstance(part.numerator, Organised)
    counted = (
        units_with_responsibility(of.accountable)
        if part.numerator.what == "units"
        else hand_overs(of.accountable, of.groups)
    )
    axis = area_axis(pd.Series([place.code]), place, grouped=bool(breakdown))
    cube = Cube.empty(axis, (of.year,))
    cube.value[0, 0], cube.absence[0, 0] = counted, Absence.PRESENT
    cube.origin[0, 0] = ORIGINS.index(of.origin)
    nothing = np.full(cube.value.shape, np.nan)
    return Values(
        part.indicator,
        breakdown,
        part.numerator,
        cube,
        cube.value.copy(),
        nothing,
        nothing.copy(),
        denominator=nothing.copy(),
        base=cube.value.copy(),
        # It is counted on paper: there is no error to tell, and no chance to judge by.
        error=nothing.copy(),
    )


# --- when a model begins --------------------------------------------------------------------------


def events(open_: Warehouse) -> pd.DataFrame:
    """The start of each model that its author calls chosen, as rows of the table `event`."""
    held = organisation.loads_in_force(open_.connection)
    if "models" not in held:
        return pd.DataFrame()
    load = open_.load(held["models"])
    rows = organisation.in_force(open_.connection)["models"]
    chosen = rows[(rows["status"] == "chosen") & rows["start_quarter"].notna()]
    return pd.DataFrame([_event(model, load) for model in chosen.to_dict("records")])


def _event(model: Mapping[object, object], load: Load) -> dict[str, object]:
    note = [] if model["origin"] != "example" else ["Eksempeldata."]
    if isinstance(described := model["short_description"], str):
        note.append(described)
    author = model["author"]
    return {
        "load": load.number,
        "id": f"{organisation.EVENT}{model['model_id']}",
        "title": f"Ny organisering: {model['name']}",
        "day": _first_day(str(model["start_quarter"])),
        "kind": EventKind.REFORM.value,
        "indicators": [],
        "author": author if isinstance(author, str) else load.author,
        "note": " ".join(note),
        "written_at": load.loaded_at.replace(tzinfo=None),
    }


def _first_day(quarter: str) -> date:
    return periods.parse(quarter).first_day


def names(open_: Warehouse) -> dict[str, str]:
    """By breakdown, what a model is called: ``M1 Nyt center``."""
    rows = organisation.in_force(open_.connection)["models"]
    return {
        f"{MODEL}={id_}": f"{id_} {name}"
        for id_, name in zip(rows["model_id"], rows["name"], strict=True)
    }
