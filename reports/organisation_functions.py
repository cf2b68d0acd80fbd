"""Functions by unit: who has the responsibility today, who carries out, who is asked and told."""

from collections.abc import Sequence

import pandas as pd

from danish import words
from reports import organisation_rows as rows_
from reports.cells import Cell, Mark, Matrix, MatrixRow
from reports.tables import Table
from scenarios.mapped import Mapped
from scenarios.rows import Row, by_key, title_of
from store.organisation_sheets import ROLES
from store.release import Release

_MARKS = {
    "A": Mark("A", "full", "har ansvaret"),
    "R": Mark("R", "line", "udfører"),
    "C": Mark("C", "dash", "bliver spurgt"),
    "I": Mark("I", "plain", "får besked"),
}
_PLACED = Mark("●", "plain", "ligger her, ansvar ikke vurderet")
_NO_GROUP = "Uden målgruppe"


def matrix(mapped: Mapped) -> Matrix:
    """The functions within the task by target group, and each unit's roles in them today."""
    units = _columns(mapped)
    functions = list(mapped.functions.values())
    invented = bool(functions) and all(_rests_on_example(mapped, row) for row in functions)
    groups: dict[str, list[Row]] = {}
    for row in functions:
        groups.setdefault(row["target_group"] or _NO_GROUP, []).append(row)
    return Matrix(
        "Funktioner og enheder i dag",
        "Funktion",
        tuple((unit, rows_.unit_name(mapped, unit)) for unit in units),
        tuple(
            (title, tuple(_row(mapped, one, units, marked=not invented) for one in rows))
            for title, rows in groups.items()
        ),
        "Ansvar",
        _keys(mapped),
        is_example=invented,
    )


def note(mapped: Mapped) -> str:
    """What stands under the matrix: how many are not in it, and what has not been filled in."""
    outside = len(mapped.rows("functions")) - len(mapped.functions)
    said = [
        ". ".join(
            f"{unit}: {rows_.unit_name(mapped, unit)}"
            for unit in _columns(mapped)
            if unit != rows_.unit_name(mapped, unit)
        )
        + "."
    ]
    if not mapped.roles:
        said.append("Ansvar i dag er ikke udfyldt (arket »Ansvar«), så det er ikke vurderet.")
    if outside:
        many = words.count(outside, "funktion hører", "funktioner hører")
        said.append(f"{many} til den almene forebyggelse og er ikke med.")
    return " ".join(said)


def summary(mapped: Mapped) -> str:
    """How many functions have one accountable unit, in a sentence."""
    every = len(mapped.functions)
    if not mapped.roles:
        return (
            f"{words.capitalise(words.count(every, 'funktion', 'funktioner'))} hører til opgaven."
        )
    one = sum(len(_accountable(mapped, id_)) == 1 for id_ in mapped.functions)
    accountable = set[str]().union(*(_accountable(mapped, id_) for id_ in mapped.functions))
    many = words.count(every, "funktion", "funktioner")
    units = words.count(len(accountable), "enhed", "enheder")
    return f"{one} af {many} har netop én enhed med ansvaret. Ansvaret er fordelt på {units}."


def file(release: Release, mapped: Mapped) -> Table:
    """Each function with where it is and each unit's role, a row for each."""
    rows, evidence = [], []
    for id_, function in mapped.functions.items():
        placed = [row for row in _placements(mapped) if row["function_id"] == id_]
        roles = [(row, ROLES[row["role"]]) for row in mapped.roles.get(id_, [])]
        for row, role in [*((one, "Ligger her") for one in placed), *roles]:
            unit = row.get("to_unit") or row["unit_id"]
            rows.append((function["name"], function["target_group"], rows_.ages(function),
                         rows_.goals(function), rows_.unit_name(mapped, unit), role,
                         rows_.origin(row)))  # fmt: skip
            evidence.append(row)
    headings = ["Funktion", "Målgruppe", "Alder", "Mål", "Enhed", "Rolle", "Oprindelse"]
    return rows_.table(
        release, "Funktioner og enheder i dag", pd.DataFrame(rows, columns=headings), evidence
    )


def _columns(mapped: Mapped) -> list[str]:
    """The units that have a part in a function today, in the order of the workbook."""
    parts = {row["to_unit"] for row in _placements(mapped)}
    parts |= {row["unit_id"] for id_ in mapped.functions for row in mapped.roles.get(id_, [])}
    return [unit for unit in mapped.units if unit in parts]


def _placements(mapped: Mapped) -> list[Row]:
    return [row for row in mapped.placements if row["function_id"] in mapped.functions]


def _row(mapped: Mapped, row: Row, units: Sequence[str], *, marked: bool) -> MatrixRow:
    id_ = row["function_id"]
    roles = mapped.roles.get(id_, [])
    placed = [one for one in mapped.placements if one["function_id"] == id_]
    law = by_key(mapped.rows("recommendations"), "recommendation_id").get(row["legal_basis_id"])
    basis = title_of(law) if law else ""
    about = [rows_.ages(row), f"mål {rows_.goals(row)}" if row["goals"] else "", basis]
    return MatrixRow(
        Cell(
            str(row["name"]),
            (" · ".join(filter(None, about)),) if any(about) else (),
            is_example=marked and _rests_on_example(mapped, row),
        ),
        tuple(_marks(unit, roles, placed) for unit in units),
        _owners(mapped, id_),
    )


def _rests_on_example(mapped: Mapped, row: Row) -> bool:
    """Whether a function, where it is or anybody's role in it is invented."""
    id_ = row["function_id"]
    placed = [one for one in mapped.placements if one["function_id"] == id_]
    return any(map(rows_.is_example, [row, *mapped.roles.get(id_, []), *placed]))


def _marks(unit: str, roles: Sequence[Row], placed: Sequence[Row]) -> tuple[Mark, ...]:
    mine = {row["role"] for row in roles if row["unit_id"] == unit}
    if mine:
        return tuple(mark for role, mark in _MARKS.items() if role in mine)
    if not roles and any(row["to_unit"] == unit for row in placed):
        return (_PLACED,)
    return ()


def _owners(mapped: Mapped, function: str) -> Cell:
    """Whether one unit has the responsibility."""
    if not mapped.roles:
        return Cell(rows_.NOT_ASSESSED, tone="muted")
    match len(_accountable(mapped, function)):
        case 0:
            return Cell("ingen", shape="cross")
        case 1:
            return Cell("én", shape="tick", tone="muted")
        case many:
            return Cell(f"{many} enheder", shape="cross")


def _accountable(mapped: Mapped, function: str) -> set[str]:
    return {str(row["unit_id"]) for row in mapped.with_role(function, "A")}


def _keys(mapped: Mapped) -> tuple[Mark, ...]:
    return tuple(_MARKS.values()) if mapped.roles else (_PLACED,)
