"""What sets the models apart: pure functions on the sheets of the organisation, from a release.

Every model is told of in the same way and in the order of the workbook; none is picked out. An
empty cell is "ikke vurderet": it is counted as unknown and never as 0.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from scenarios.hand_overs import Accountable, HandOvers, hand_overs
from store.organisation_sheets import ALL_MODELS

Sheets = Mapping[str, pd.DataFrame]
"""The sheets by code, each with the columns of `store.organisation_sheets`."""
Record = Mapping[str, Any]

SAME = 1e-9  # årsværk that differ by less are the same
NO_TARGET_GROUP = "uden målgruppe"


class Measure(StrEnum):
    """What is followed from unit to unit."""

    FTE = "fte"
    MONEY = "money"  # salary and operations in a year, in øre


class Fault(StrEnum):
    """What is wrong with the responsibility for a function."""

    NO_OWNER = "no_owner"
    SEVERAL_OWNERS = "several_owners"
    NO_DOER = "no_doer"


@dataclass(frozen=True)
class Placement:
    """A function in a model: where it lies today, where it lies in the model, what it takes.

    Attributes
    ----------
    fte
        Årsværk; None when it is not assessed.
    money
        Salary and operations in a year, in øre; None when one of them is not assessed or hidden.
    pay_is_hidden
        Whether the pay is left out because it is that of fewer than three persons.
    """

    function: str
    from_unit: str
    to_unit: str
    fte: float | None
    money: int | None
    pay_is_hidden: bool
    is_example: bool

    @property
    def moves(self) -> bool:
        """Whether it gets another unit."""
        return self.from_unit != self.to_unit

    def measured(self, measure: Measure) -> float | None:
        """What is followed of it."""
        return self.fte if measure is Measure.FTE else self.money


@dataclass(frozen=True)
class Part:
    """How much of a whole moves.

    Attributes
    ----------
    moved, whole
        Sums over what has a value; None when nothing has, or when it must not be told.
    unknown, hidden
        Placements without a value, and sums that are hidden.
    """

    moved: float | None
    whole: float | None
    unknown: int
    hidden: int


@dataclass(frozen=True)
class Flow:
    """What goes from a unit today to a unit in the model; what stays goes from a unit to itself."""

    source: str
    target: str
    amount: float

    @property
    def moves(self) -> bool:
        """Whether it gets another unit."""
        return self.source != self.target


@dataclass(frozen=True)
class Difference:
    """That a function holds more or less in a model than today."""

    function: str
    before: float
    after: float


@dataclass(frozen=True)
class Conservation:
    """Whether a model holds as much as today, so that no post is lost on the way.

    Attributes
    ----------
    differences
        Of functions that have a value both today and in the model.
    not_placed
        Functions that today has and the model does not place.
    explained
        Whether the economy of the model has lines on pay, operations or savings that return.
    """

    differences: tuple[Difference, ...]
    not_placed: tuple[str, ...]
    explained: bool


@dataclass(frozen=True)
class Responsibility:
    """Who is accountable for the task in a model.

    Attributes
    ----------
    functions
        Functions that belong to the task.
    one_owner
        How many of them have exactly one accountable unit.
    owners
        Functions of each accountable unit, most first.
    faults
        By function, in order.
    hand_overs
        Pairs of functions with the same target group and different accountable units.
    """

    model: str
    functions: int
    one_owner: int
    owners: tuple[tuple[str, int], ...]
    faults: tuple[tuple[str, Fault, tuple[str, ...]], ...]
    hand_overs: HandOvers

    @property
    def faulty(self) -> bool:
        """Whether a function has no owner, or several."""
        return bool(self.hand_overs.without_owner or self.hand_overs.several_owners)

    def between(self, group: str) -> int:
        """How many hand-overs there are for a target group."""
        return sum(pair.target_group == group for pair in self.hand_overs.pairs)


@dataclass(frozen=True)
class GateAnswer:
    """A requirement and its answer in a model; without one it is unknown."""

    legal_id: str
    requirement: str
    act: str
    answer: str
    answer_by: str


# --- reading the sheets ---------------------------------------------------------------------------


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a sheet with None in every empty cell."""
    return [
        {str(name): None if _is_empty(cell) else cell for name, cell in row.items()}
        for row in frame.to_dict("records")
    ]


def of_model(frame: pd.DataFrame, model: str, column: str = "model_id") -> list[dict[str, Any]]:
    """The rows of a sheet that concern a model, also those on all models."""
    return records(frame[frame[column].isin([model, ALL_MODELS])])


def baseline(sheets: Sheets) -> str | None:
    """The model that is the organisation today; None when the workbook has none."""
    models = sheets["models"]
    found = models.loc[models["is_baseline"].fillna(value=False).astype(bool), "model_id"]
    return str(found.iloc[0]) if len(found) else None


def placements(sheets: Sheets, model: str) -> tuple[Placement, ...]:
    """The functions of a model with their places, in the order of the workbook."""
    order = {str(code): place for place, code in enumerate(sheets["functions"]["function_id"])}
    frame = sheets["assignments"]
    found = [_placement(row) for row in records(frame[frame["model_id"] == model])]
    return tuple(sorted(found, key=lambda one: order.get(one.function, len(order))))


def _placement(row: Record) -> Placement:
    parts = (row["salary"], row["operations"])
    hidden = bool(row.get("pay_is_hidden"))
    return Placement(
        str(row["function_id"]),
        str(row["from_unit"]),
        str(row["to_unit"]),
        row["fte"],
        None if hidden or None in parts else round(sum(parts)),
        hidden,
        row["origin"] == "example",
    )


def _is_empty(cell: Any) -> bool:
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return True
    return isinstance(cell, float) and cell != cell


# --- what moves -----------------------------------------------------------------------------------


def functions_that_move(placed: Sequence[Placement]) -> tuple[int, int]:
    """How many functions get another unit, and how many there are."""
    moved = {one.function for one in placed if one.moves}
    return len(moved), len({one.function for one in placed})


def fte_that_moves(placed: Sequence[Placement]) -> Part:
    """How much of the årsværk gets another unit."""
    known = [(one, one.fte) for one in placed if one.fte is not None]
    if not known:
        return Part(None, None, len(placed), 0)
    moved = sum(fte for one, fte in known if one.moves)
    return Part(moved, sum(fte for _, fte in known), len(placed) - len(known), 0)


def fte_flows(placed: Sequence[Placement]) -> tuple[Flow, ...]:
    """Add up årsværk from each unit to each unit, largest first; nothing is left out but 0."""
    sums: dict[tuple[str, str], float] = {}
    for one in placed:
        if one.fte:
            way = (one.from_unit, one.to_unit)
            sums[way] = sums.get(way, 0) + one.fte
    ordered = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Flow(source, target, amount) for (source, target), amount in ordered)


def money_that_moves(sheets: Sheets, model: str) -> Part:
    """How much of the pay and operations gets another unit, from the sums that may be shown."""
    rows = _sums(sheets, model)
    whole = next((row for row in rows if row["part"] == "model"), None)
    moving = [row for row in rows if row["part"] == "flow"]
    lacking = sum(row["without_pay"] for row in rows if row["part"] == "model")
    amounts = [_both(row) for row in moving]
    known = [amount for amount in amounts if amount is not None]
    return Part(
        sum(known) if whole is not None and len(known) == len(amounts) else None,
        None if whole is None else _both(whole),
        lacking,
        sum(bool(row["pay_is_hidden"]) for row in moving),
    )


def money_flows(sheets: Sheets, model: str) -> tuple[tuple[Flow, ...], int]:
    """What goes from unit to unit in øre, and how many flows are hidden.

    What stays in a unit is its sum less what comes to it; it is left out where one is hidden.
    """
    rows = _sums(sheets, model)
    moving = [row for row in rows if row["part"] == "flow"]
    shown = [
        Flow(str(row["from_unit"]), str(row["to_unit"]), amount)
        for row in moving
        if (amount := _both(row))
    ]
    hidden = sum(_both(row) is None for row in moving)
    for row in rows:
        if row["part"] != "unit":
            continue
        unit, whole = str(row["to_unit"]), _both(row)
        coming = [_both(one) for one in moving if one["to_unit"] == unit]
        if whole is None or None in coming:
            hidden += 1
            continue
        stays = whole - sum(amount for amount in coming if amount is not None)
        if stays > 0:
            shown.append(Flow(unit, unit, stays))
    ordered = sorted(shown, key=lambda flow: (-flow.amount, flow.source, flow.target))
    return tuple(ordered), hidden


def _sums(sheets: Sheets, model: str) -> list[dict[str, Any]]:
    pay = sheets.get("pay")
    if pay is None or pay.empty:
        return []
    return records(pay[pay["model_id"] == model])


def _both(row: Record) -> int | None:
    """Salary and operations together, in øre; None when the pay is hidden or nothing is known."""
    if row["pay_is_hidden"] or (row["salary"] is None and row["operations"] is None):
        return None
    return round((row["salary"] or 0) + (row["operations"] or 0))


def conservation(
    today: Sequence[Placement],
    placed: Sequence[Placement],
    economy: Iterable[Record],
    measure: Measure,
) -> Conservation:
    """Compare what each function holds in a model with what it holds today.

    Parameters
    ----------
    today, placed
        The placements of the organisation today, and of the model.
    economy
        The rows of the model's economy.
    """
    before, after = _by_function(today, measure), _by_function(placed, measure)
    differences = tuple(
        Difference(function, held, now)
        for function, held in before.items()
        if held is not None and (now := after.get(function)) is not None and abs(now - held) > SAME
    )
    explained = any(
        not row["one_off"] and row["item"] in ("salary", "operations", "saving") for row in economy
    )
    return Conservation(differences, tuple(sorted(set(before) - set(after))), explained)


def _by_function(placed: Sequence[Placement], measure: Measure) -> dict[str, float | None]:
    """What each function holds; None where not all of it is known."""
    sums: dict[str, float | None] = {}
    for one in placed:
        value, so_far = one.measured(measure), sums.get(one.function, 0)
        sums[one.function] = None if value is None or so_far is None else so_far + value
    return sums


# --- who is accountable ---------------------------------------------------------------------------


def task_functions(sheets: Sheets) -> dict[str, str]:
    """The target group of each function that belongs to the task, in the order of the workbook."""
    rows = records(sheets["functions"])
    return {
        str(row["function_id"]): str(row["target_group"] or NO_TARGET_GROUP)
        for row in rows
        if row["in_scope"] is None or row["in_scope"]
    }


def responsibilities(sheets: Sheets, models: Iterable[str]) -> tuple[Responsibility, ...]:
    """Who is accountable in each model, with what is wrong and the hand-overs."""
    wanted = tuple(models)
    groups = task_functions(sheets)
    roles = _roles(sheets["raci"])
    accountable = [
        Accountable(model, function, unit)
        for (model, function, role), units in roles.items()
        if role == "A"
        for unit in units
    ]
    # A function without a target group has nobody to hand over.
    grouped = {one: group for one, group in groups.items() if group != NO_TARGET_GROUP}
    counted = hand_overs(grouped, accountable, wanted)
    return tuple(
        _responsibility(model, groups, roles, found)
        for model, found in zip(wanted, counted, strict=True)
    )


def target_groups(found: Iterable[Responsibility]) -> tuple[str, ...]:
    """The target groups with a hand-over in any of the models, in order."""
    pairs = (pair.target_group for one in found for pair in one.hand_overs.pairs)
    return tuple(dict.fromkeys(pairs))


def roles(sheets: Sheets) -> dict[tuple[str, str], dict[str, tuple[str, ...]]]:
    """The units with each role, by the letter of the role, for each model and function."""
    found: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
    for (model, function, role), units in _roles(sheets["raci"]).items():
        found.setdefault((model, function), {})[role] = tuple(units)
    return found


Roles = Mapping[tuple[str, str, str], Sequence[str]]


def _roles(raci: pd.DataFrame) -> Roles:
    found: dict[tuple[str, str, str], list[str]] = {}
    columns = [raci[name] for name in ("model_id", "function_id", "role", "unit_id")]
    for model, function, role, unit in zip(*columns, strict=True):
        found.setdefault((str(model), str(function), str(role)), []).append(str(unit))
    return found


def _responsibility(
    model: str, functions: Mapping[str, str], roles: Roles, counted: HandOvers
) -> Responsibility:
    owners: dict[str, int] = {}
    one_owner = 0
    for function in functions:
        units = roles.get((model, function, "A"), ())
        one_owner += len(units) == 1
        for unit in units:
            owners[unit] = owners.get(unit, 0) + 1
    return Responsibility(
        model,
        len(functions),
        one_owner,
        tuple(sorted(owners.items(), key=lambda item: (-item[1], item[0]))),
        tuple(_faults(model, functions, roles)),
        counted,
    )


def _faults(
    model: str, functions: Iterable[str], roles: Roles
) -> Iterator[tuple[str, Fault, tuple[str, ...]]]:
    for function in functions:
        owners = tuple(roles.get((model, function, "A"), ()))
        if len(owners) != 1:
            yield function, Fault.SEVERAL_OWNERS if owners else Fault.NO_OWNER, owners
        if not roles.get((model, function, "R")):
            yield function, Fault.NO_DOER, ()


# --- requirements and order in time ---------------------------------------------------------------


def gate_answers(sheets: Sheets, model: str) -> tuple[GateAnswer, ...]:
    """The requirements on a model with their answers; its own answer before that for all models."""
    own: dict[str, Record] = {}
    for row in of_model(sheets["legal"], model, "applies_to_model"):
        code = str(row["legal_id"])
        if code not in own or row["applies_to_model"] == model:
            own[code] = row
    return tuple(
        GateAnswer(
            code,
            str(row["requirement"]),
            " ".join(str(part) for part in (row["act"], row["paragraph"]) if part),
            str(row["gate"] or "unknown"),
            str(row["answer_by"] or ""),
        )
        for code, row in own.items()
    )


def milestones(sheets: Sheets, model: str) -> tuple[Record, ...]:
    """The milestones of a model by the day they are planned; what others depend on comes first."""
    rows = of_model(sheets["milestones"], model)
    after = {str(row["milestone"]): row["depends_on"] for row in rows}

    def steps(name: str) -> int:
        """How many milestones stand before it; a ring of them is not followed twice."""
        seen: set[str] = set()
        before = after.get(name)
        while before and str(before) in after and str(before) not in seen:
            seen.add(str(before))
            before = after.get(str(before))
        return len(seen)

    return tuple(sorted(rows, key=lambda row: (row["planned"], steps(str(row["milestone"])))))
