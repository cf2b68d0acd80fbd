"""Someone who reads a release and reckons: how closely can each number of persons be told?

He knows every number in every table, that groups add up to the whole, quarters to a year and
members to a region, and that no count is negative. He knows nothing of the code that hides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse.csgraph import connected_components

NEAR = 1e-6
MOST = 100_000
KEYS = ["indicator", "area", "period", "breakdown"]
NUMBERS = ["value", "lower", "upper", "numerator", "denominator", "base"]

Floats = NDArray[np.float64]
Cell = tuple[str, str, str]
"""Area, period, breakdown."""
Terms = Mapping[tuple[Cell, str], float]
"""A sum of numbers: by cell and `x` (persons who have it) or `y` (persons who have not)."""


@dataclass(frozen=True)
class Told:
    """How closely one number of a cell can be told; `of` is count, rest or base."""

    cell: Cell
    of: str
    lower: float
    upper: float


class Attacker:
    """What is known of one indicator.

    Parameters
    ----------
    tables
        Of a release.
    cells
        Every cell that somebody may wonder about, shown or not.
    is_share
        Whether persons are counted among others.
    """

    def __init__(
        self, tables: Mapping[str, pd.DataFrame], id_: str, cells: list[Cell], *, is_share: bool
    ):
        self.cells, self.is_share = cells, is_share
        self.known: list[tuple[Terms, float]] = []
        of_it = {
            name: table[table["indicator"] == id_]
            for name, table in tables.items()
            if "indicator" in table.columns
        }
        for name, read in (
            ("indicator_value", self._values),
            ("change", self._changes),
            ("status", self._status),
            ("control_chart", self._charts),
        ):
            if name in of_it:
                for terms, number in read(of_it[name]):
                    if not np.isnan(number):
                        self.known.append((terms, number))

    def sums_to(self, whole: Cell, parts: list[Cell]) -> None:
        """Learn that some cells add up to another."""
        for side in "xy" if self.is_share else "x":
            terms = {(part, side): 1.0 for part in parts}
            self.known.append(({**terms, (whole, side): -1.0}, 0.0))

    def told(self, wanted: list[Cell]) -> Iterator[Told]:
        """Bound the numbers of some cells by linear programming."""
        sides = "xy" if self.is_share else "x"
        numbers = [(cell, side) for cell in self.cells for side in sides]
        place = {number: i for i, number in enumerate(numbers)}
        sums = np.zeros((len(self.known), len(numbers)))
        for row, (terms, _) in enumerate(self.known):
            for number, factor in terms.items():
                sums[row, place[number]] += factor
        right = np.array([number for _, number in self.known])
        _put_in(sums, right)
        _, group = connected_components((sums != 0).T.astype(int) @ (sums != 0), directed=False)
        for cell in wanted:
            for of, of_sides in {"count": "x", "rest": "y", "base": "xy"}.items():
                if set(of_sides) <= set(sides):
                    aim = np.zeros(len(numbers))
                    aim[[place[cell, side] for side in of_sides]] = 1
                    inside = np.isin(group, group[aim > 0])
                    rows = (sums[:, inside] != 0).any(axis=1)
                    yield Told(cell, of, *_bounds(aim[inside], sums[rows][:, inside], right[rows]))

    def _value(self, cell: Cell, value: float) -> tuple[Terms, float]:
        """A share says how many, however many they are among; else the value is the number."""
        if self.is_share:
            return {(cell, "x"): 1 - value, (cell, "y"): -value}, 0.0 if value == value else value
        return {(cell, "x"): 1.0}, value

    def _among(self, cell: Cell) -> Terms:
        return {(cell, side): 1.0 for side in ("xy" if self.is_share else "x")}

    def _values(self, rows: pd.DataFrame) -> Iterator[tuple[Terms, float]]:
        for row in rows.to_dict("records"):
            cell = (row["area"], row["period"], row["breakdown"])
            if cell in self.cells:
                yield self._value(cell, row["value"])
                yield {(cell, "x"): 1.0}, row["numerator"]
                yield self._among(cell), row["base"]
                if self.is_share:
                    yield self._among(cell), row["denominator"]
                    yield {(cell, "x"): 1.0}, row["value"] * row["denominator"]

    def _changes(self, rows: pd.DataFrame) -> Iterator[tuple[Terms, float]]:
        for row in rows.to_dict("records"):
            now, before = (
                (row["area"], row[name], row["breakdown"]) for name in ("period", "before")
            )
            yield self._value(before, row["value_before"])
            yield self._value(now, row["value_before"] + row["difference"])
            yield self._value(now, row["value_before"] * (1 + row["percent"]))
            yield {(before, "x"): 1.0}, row["cases_before"]
            yield {(now, "x"): 1.0, (before, "x"): -1.0}, row["cases_difference"]

    def _status(self, rows: pd.DataFrame) -> Iterator[tuple[Terms, float]]:
        for row in rows.to_dict("records"):
            for end, period in (("from", row["movement_first"]), ("to", row["movement_last"])):
                if period:
                    cell = (row["area"], period, row["breakdown"])
                    yield self._value(cell, row[f"movement_{end}"])
                    yield {(cell, "x"): 1.0}, row[f"movement_cases_{end}"]
            if row["ground_period"]:
                cell = (row["area"], row["ground_period"], row["breakdown"])
                yield self._among(cell), row["ground_base"]

    def _charts(self, rows: pd.DataFrame) -> Iterator[tuple[Terms, float]]:
        """The centre line is the mean of the quarters it rests on."""
        for (area, breakdown), chart in rows.groupby(["area", "breakdown"]):
            base = chart[chart["base"].astype(bool)]
            terms = {((area, period, breakdown), "x"): 1.0 for period in base["period"]}
            yield terms, float(base["centre"].iloc[0] * len(base))


def _put_in(sums: Floats, right: Floats) -> None:
    """Put numbers that are told by themselves into all that is known of sums with them."""
    single = (sums != 0).sum(axis=1) == 1
    for row in np.flatnonzero(single):
        number = np.flatnonzero(sums[row])[0]
        right[~single] -= sums[~single, number] * right[row] / sums[row, number]
        sums[~single, number] = 0


def _bounds(aim: Floats, sums: Floats, right: Floats) -> tuple[float, float]:
    # Twice with a hair's breadth between: numbers that were divided differ in the last digit.
    both = {"A_ub": np.vstack([sums, -sums]), "b_ub": np.concatenate([right, -right]) + NEAR}
    lower, upper = (linprog(sign * aim, **both, bounds=(0, MOST)) for sign in (1, -1))
    assert lower.status == upper.status == 0, (lower.message, upper.message)
    return lower.fun, -upper.fun
