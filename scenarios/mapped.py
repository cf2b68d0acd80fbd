"""Today's organisation as the rules look at it: what lies within the task, and who has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from scenarios.rows import Row, Sheets, baseline, by_key, records

NO_END = 999


@dataclass(frozen=True)
class Ages:
    """A group of ages that a goal should reach.

    Attributes
    ----------
    last
        The highest age in it, which is in it too; `NO_END` where there is none.
    """

    first: int
    last: int
    name: str


AGES = (
    Ages(0, 5, "0–5 år"),
    Ages(6, 9, "6–9 år"),
    Ages(10, 14, "10–14 år"),
    Ages(15, 17, "15–17 år"),
    Ages(18, 25, "18–25 år"),
    Ages(26, NO_END, "26 år og op"),
)
"""10 to 14 and 15 to 17 as in crime statistics; Ishøj's prevention of 2015 is for 6 to 25."""
REACH: Mapping[str, tuple[int, int]] = {
    "A": (0, NO_END), "B": (6, 25), "C": (0, NO_END), "D": (10, NO_END),
}  # fmt: skip
"""The ages that a goal is for: the young of B, and of D whoever can have committed crime, which the
law on youth crime counts from 10."""


def aims_at(goal: str, ages: Ages) -> bool:
    """Whether a goal is for anybody of these ages."""
    first, last = REACH[goal]
    return first <= ages.last and ages.first <= last


def reaches(row: Row, ages: Ages) -> bool | None:
    """Whether an effort or a function is for anybody of these ages; None when it does not say."""
    first, last = row["age_from"], row["age_to"]
    if first is None and last is None:
        return None
    return (first or 0) <= ages.last and (NO_END if last is None else last) >= ages.first


@dataclass(frozen=True, eq=False)
class Mapped:
    """The sheets of a workbook on a day.

    Attributes
    ----------
    sheets
        The rows in force by the code of their sheet.
    today
        Decides what has ended.
    """

    sheets: Sheets
    today: date

    def rows(self, sheet: str) -> list[Row]:
        """All rows of a sheet."""
        if sheet not in self._rows:
            self._rows[sheet] = records(self.sheets[sheet])
        return self._rows[sheet]

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        return {}

    @cached_property
    def model(self) -> str:
        """The id of the organisation today."""
        return baseline(self.rows("models"))

    @cached_property
    def units(self) -> Mapping[str, Row]:
        """All units by id."""
        return by_key(self.rows("units"), "unit_id")

    @cached_property
    def sources(self) -> Mapping[str, Row]:
        """All sources by id."""
        return by_key(self.rows("sources"), "source_id")

    @cached_property
    def functions(self) -> Mapping[str, Row]:
        """The functions within the task, by id."""
        inside = (row for row in self.rows("functions") if row["in_scope"])
        return by_key(inside, "function_id")

    @cached_property
    def efforts(self) -> Mapping[str, Row]:
        """The efforts within the task, by id."""
        return by_key((row for row in self.rows("efforts") if row["in_scope"]), "effort_id")

    @cached_property
    def running(self) -> Mapping[str, Row]:
        """The efforts within the task whose funding has not ended."""
        return {id_: row for id_, row in self.efforts.items() if not self.has_ended(row)}

    @cached_property
    def placements(self) -> list[Row]:
        """Where functions are today: the rows of `assignments` of the baseline."""
        return self.of_today("assignments")

    @cached_property
    def roles(self) -> Mapping[str, list[Row]]:
        """Who has which role today, by function: the rows of `raci` of the baseline."""
        found: dict[str, list[Row]] = {}
        for row in self.of_today("raci"):
            found.setdefault(str(row["function_id"]), []).append(row)
        return found

    def of_today(self, sheet: str) -> list[Row]:
        """The rows of the baseline in a sheet that has a row for each model."""
        return [row for row in self.rows(sheet) if row["model_id"] == self.model]

    def with_role(self, function: str, role: str) -> list[Row]:
        """The rows that give units a role in a function today."""
        return [row for row in self.roles.get(function, []) if row["role"] == role]

    def has_ended(self, row: Row) -> bool:
        """Whether the funding of a row ended before today."""
        return row["funding_end"] is not None and row["funding_end"] < self.today

    def called(self, unit: str) -> str:
        """What a unit is called in a sentence: a short code such as CBF, else its name."""
        short = unit.isalpha() and unit.isupper() and len(unit) <= 4
        return unit if short else str(self.units.get(unit, {}).get("name") or unit)
