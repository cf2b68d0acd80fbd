"""The tables of a release on today's organisation and the models: what may be shown of each sheet.

Pay of functions with few persons and staff groups of few persons are gone here
(`indicators.organisation_hiding`), and politicians' points are weights of their parties.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from indicators.cube import ORIGINS
from indicators.organisation_hiding import Hidden, Pay, Pool, Staff, can_be_shown, hidden, pools
from store import organisation
from store.schema import Tables
from store.warehouse import Warehouse

OTHER_GROUPS = "øvrige grupper"
"""What staff groups that were added up are called."""

Row = Mapping[Hashable, Any]


def tables(open_: Warehouse) -> Tables:
    """The tables of a release, one for each sheet but `swing`, and `weights` and `pay`."""
    sheets = organisation.in_force(open_.connection)
    shown = {code: _numbered(rows) for code, rows in sheets.items() if code != "swing"}
    shown["assignments"], shown["pay"] = _pay(sheets["assignments"], sheets["units"])
    shown["staff"] = _staff(sheets["staff"])
    shown["weights"] = _weights(sheets["swing"], sheets["criteria"])
    return {f"organisation_{code}": rows for code, rows in shown.items()}


def _numbered(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(position=range(len(rows)))


def weakest(origins: pd.Series) -> str:
    """The weakest of some origins."""
    return str(min(origins, key=ORIGINS.index))


# --- pay ------------------------------------------------------------------------------------------


def _pay(rows: pd.DataFrame, units: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The assignments without the pay that is hidden, and the sums that may be shown."""
    if rows.empty:
        return _numbered(rows), pd.DataFrame()
    rows = rows.reset_index(drop=True)
    pays = _pays(rows)
    place = {row: at for at, row in enumerate(pays)}
    listed = list(pays.values())
    secret = hidden(listed)
    is_hidden = _hides(rows, pays, secret)
    sums = []
    for model, part, source, target, mine in _sums(rows, _centres(units)):
        within = [place[row] for row in mine.index if row in place]
        is_shown = can_be_shown(within, model, listed, secret)
        sums.append(
            {
                "model_id": model,
                "part": part,
                "from_unit": source,
                "to_unit": target,
                "functions": mine["function_id"].nunique(),
                "fte": mine["fte"].sum(min_count=1),
                "salary": _whole(mine["salary"]) if is_shown else None,
                "operations": _whole(mine["operations"]),
                "without_pay": int(mine["salary"].isna().sum()),
                "pay_is_hidden": not is_shown,
                "origin": weakest(mine["origin"]),
            }
        )
    salary = rows["salary"].astype("Float64").astype("Int64").mask(is_hidden)
    shown = rows.assign(salary=salary, pay_is_hidden=is_hidden)
    pay = pd.DataFrame(sums)
    numbers = {"salary": "Int64", "operations": "Int64"}
    return _numbered(shown), _numbered(pay.astype(numbers))


def hides_pay(assignments: pd.DataFrame) -> "pd.Series[bool]":
    """Whether the pay of each assignment is hidden from all."""
    rows = assignments.reset_index(drop=True)
    pays = _pays(rows)
    return _hides(rows, pays, hidden(list(pays.values())))


def _pays(rows: pd.DataFrame) -> dict[Hashable, Pay]:
    """The pay of the assignments that have some, by row."""
    paid = rows[rows["salary"].notna() & (rows["salary"] != 0)]
    return {
        at: Pay(
            row["model_id"],
            row["function_id"],
            (row["from_unit"], row["to_unit"]),
            None if pd.isna(row["fte"]) else float(row["fte"]),
            int(row["salary"]),
        )
        for at, row in zip(paid.index, paid.to_dict("records"), strict=True)
    }


def _hides(rows: pd.DataFrame, pays: Mapping[Hashable, Pay], secret: Hidden) -> "pd.Series[bool]":
    return rows["function_id"].isin(secret.functions) & rows.index.isin(pays)


def _whole(amounts: pd.Series) -> int | None:
    known = [int(amount) for amount in amounts.dropna()]
    return sum(known) if known else None


def _sums(
    rows: pd.DataFrame, centre: Callable[[str], str]
) -> Sequence[tuple[str, str, str | None, str | None, pd.DataFrame]]:
    """Model, part, from and to unit, and the rows of each sum."""
    found: list[tuple[str, str, str | None, str | None, pd.DataFrame]] = []
    for model, mine in rows.groupby("model_id", sort=False):
        name = str(model)
        found.append((name, "model", None, None, mine))
        for part, target in (("centre", mine["to_unit"].map(centre)), ("unit", mine["to_unit"])):
            found += [
                (name, part, None, str(unit), of) for unit, of in mine.groupby(target, sort=False)
            ]
        moving = mine[mine["from_unit"] != mine["to_unit"]]
        found += [
            (name, "flow", str(source), str(target), of)
            for (source, target), of in moving.groupby(["from_unit", "to_unit"], sort=False)
        ]
    return found


def _centres(units: pd.DataFrame) -> Callable[[str], str]:
    """From a unit to the centre it is in, or itself where it is in none."""
    parent = dict(zip(units["unit_id"], units["parent_id"], strict=True))
    type_ = dict(zip(units["unit_id"], units["type"], strict=True))

    def centre(unit: str) -> str:
        above, seen = unit, set[str]()
        while isinstance(above, str) and above not in seen:
            if type_.get(above) == "centre":
                return above
            seen.add(above)
            above = parent.get(above, "")
        return unit

    return centre


# --- staff ----------------------------------------------------------------------------------------


def _staff(rows: pd.DataFrame) -> pd.DataFrame:
    """The staff groups, those of few persons added up."""
    if rows.empty:
        return _numbered(rows)
    rows = rows.reset_index(drop=True)
    found = pools(
        [
            Staff(row["model_id"], row["unit_id"], row["group"], int(row["headcount"]))
            for row in rows.to_dict("records")
        ]
    )
    gone = {at for pool in found for at in pool.members}
    shown = rows[~rows.index.isin(gone)].assign(is_summed=False)
    added = pd.DataFrame([_pooled(rows, pool) for pool in found])
    together = pd.concat([shown.astype(object), added.astype(object)], ignore_index=True)
    models = list(dict.fromkeys(rows["model_id"]))
    together = together.sort_values("model_id", key=lambda of: of.map(models.index), kind="stable")
    return _numbered(together.reset_index(drop=True).convert_dtypes())


def _pooled(rows: pd.DataFrame, pool: Pool) -> dict[str, Any]:
    members = rows.iloc[list(pool.members)]
    alike = {
        column: members[column].iat[0]
        for column in ("change", "notice_months", "med_level", "med_date", "consulted")
        if members[column].notna().all() and members[column].nunique() == 1
    }
    return {
        "model_id": pool.model,
        "unit_id": pool.unit or None,
        "group": OTHER_GROUPS,
        "headcount": int(members["headcount"].sum()) if pool.is_shown else None,
        "fte": members["fte"].sum() if pool.is_shown and members["fte"].notna().all() else None,
        **alike,
        "origin": weakest(members["origin"]),
        "is_summed": True,
    }


# --- weights --------------------------------------------------------------------------------------


def _weights(rows: pd.DataFrame, criteria: pd.DataFrame) -> pd.DataFrame:
    """Each party's weight of each criterion: the mean of its politicians', who each share out 1.

    A politician who lacks a criterion, or gives nothing to any, is left out and counted: an empty
    cell is not a 0. A party that has only such has a row without a weight.
    """
    codes = criteria["criterion_id"]
    given = rows[rows["points"].notna() & rows["criterion_id"].isin(codes)]
    if rows.empty:
        return pd.DataFrame()
    points = given.groupby("politician_id")["points"]
    is_used = (points.transform("count") == len(codes)) & (points.transform("sum") > 0)
    used = given[is_used].assign(weight=given["points"] / points.transform("sum"))
    found = used.groupby(["party", "criterion_id"], as_index=False, sort=False).agg(
        weight=("weight", "mean"),
        politicians=("politician_id", "nunique"),
        origin=("origin", weakest),
    )
    others = rows[~rows["politician_id"].isin(used["politician_id"])]
    left_out = others.groupby("party")["politician_id"].nunique()
    without = [
        {"party": party, "politicians": 0, "origin": weakest(mine["origin"])}
        for party, mine in others.groupby("party")
        if party not in set(used["party"])
    ]
    table = pd.concat([found, pd.DataFrame(without, columns=found.columns)]) if without else found
    return table.assign(left_out=table["party"].map(left_out).fillna(0).astype(int))
