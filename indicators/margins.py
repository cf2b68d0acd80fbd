"""How the numbers of persons of an indicator add up: groups, four quarters, areas.

Whoever knows these sums can reckon a number from others. `confidentiality` hides what that would
tell, and for that it needs all cells and all sums in one table.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from indicators.compute import Values
from indicators.cube import Floats, consecutive
from indicators.definition import Answers, Kind
from indicators.stats.disclosure import Equation
from store.settings import Municipality
from store.sources import areas

Bools = NDArray[np.bool_]
Key = tuple[str, str, tuple[str, ...]]
"""Area, period and groups, such as ``("183", "2025", ("køn=K",))``; no groups are the whole."""


def persons(values: Values) -> tuple[Floats, Floats | None]:
    """How many persons each value tells of, and among how many; the second only for shares."""
    match values.indicator.kind:
        case Kind.SHARE:
            return values.cube.value, values.denominator
        case Kind.MEAN:
            return values.base, None
        case _:
            return values.cube.value, None


@dataclass
class Table:
    """All cells of persons of one indicator and the sums between them.

    Attributes
    ----------
    keys
        Of each cell.
    place
        Of each cell that is shown: which of the values, and its row and column there. Cells beyond
        these are never shown.
    count, base
        Persons; `base` is empty where they are only counted.
    """

    keys: list[Key] = field(default_factory=list)
    place: list[tuple[int, int, int]] = field(default_factory=list)
    count: list[float] = field(default_factory=list)
    base: list[float] = field(default_factory=list)
    equations: list[Equation] = field(default_factory=list)

    @property
    def unseen(self) -> Bools:
        """The cells that are never shown."""
        return np.arange(len(self.count)) >= len(self.place)

    def size(self, cell: int) -> float:
        """How many persons a cell is about."""
        return self.base[cell] if self.base else self.count[cell]


def table(values: Sequence[Values], place: Municipality) -> Table:
    """The cells and sums of the values of one indicator.

    Where the groups of a dimension do not add up to the whole, or areas to the area they lie in,
    the rest is a cell of its own that is never shown: persons of whom it is not told which group
    they are in, or a group that is not in the file. In a survey, a rest too small to be shown alone
    is respondents who did not say; no one can be found among them, and how many they are is taken
    to be known.

    Parameters
    ----------
    values
        Of one indicator, or one of its own breakdowns: the whole and all groups, single periods and
        four quarters together.
    """
    is_share = values[0].indicator.kind is Kind.SHARE
    is_survey = isinstance(values[0].numerator, Answers)
    smallest_rest = values[0].indicator.smallest_base if is_survey else 0
    building = _Building(Table(), is_share, smallest_rest)
    for number, one in enumerate(values):
        building.show(number, one)
    building.complete_wholes()
    building.add_groups()
    building.add_quarters()
    building.add_areas(place)
    return building.table


@dataclass
class _Building:
    table: Table
    is_share: bool
    smallest_rest: int
    cell: dict[Key, int] = field(default_factory=dict)
    finer: dict[Key, dict[str, list[int]]] = field(default_factory=dict)

    def show(self, number: int, values: Values) -> None:
        """Add the cells of values that exist."""
        count, base = persons(values)
        groups = values.breakdown.removeprefix(values.of).strip(";")
        named = tuple(sorted(groups.split(";"))) if groups else ()
        there = ~np.isnan(count if base is None else count + base)
        for i, j in np.argwhere(there).tolist():
            key = (values.cube.areas[i], values.cube.periods[j], named)
            self.table.place.append((number, i, j))
            self._add(key, float(count[i, j]), float(base[i, j]) if base is not None else 0.0)

    def complete_wholes(self) -> None:
        """Add wholes that the file lacks: two kinds of groups of the same persons sum to one."""
        lacking = {
            (area, period, fewer)
            for area, period, groups in self.cell
            for size in range(len(groups))
            for fewer in combinations(groups, size)
        } - self.cell.keys()
        for key in sorted(lacking, key=lambda key: (-len(key[2]), key)):
            sums = [self._sum(parts) for parts in self.finer.get(key, {}).values()]
            self._add(key, *max(sums, key=lambda both: (both[1], both[0])))

    def add_groups(self) -> None:
        """A whole is the sum of the groups of each dimension."""
        for key, whole in list(self.cell.items()):
            for parts in self.finer.get(key, {}).values():
                self._equation(whole, parts)

    def add_quarters(self) -> None:
        """Four quarters together are the sum of the four."""
        for (area, period, groups), whole in self.cell.items():
            first, _, last = period.partition("-")
            if last:
                quarters = [(area, code, groups) for code in consecutive(first, last)]
                there = [self.cell[key] for key in quarters if key in self.cell]
                self.table.equations.append((whole, there))

    def add_areas(self, place: Municipality) -> None:
        """A region, the country or a group of areas is the sum of what lies in it."""
        inside = defaultdict(list)
        for listed in areas():
            if listed.code != place.country:
                inside[listed.parent or place.country].append(listed.code)
        for group in (place.peers, *place.extra_areas):
            inside[group.code] = list(group.members)
        for (area, period, groups), whole in list(self.cell.items()):
            members = self._nearest(area, inside, period, groups)
            if members:
                self._equation(whole, members)

    def _nearest(
        self, area: str, inside: dict[str, list[str]], period: str, groups: tuple[str, ...]
    ) -> list[int]:
        """The cells of the areas in an area; of a region without one, those of its members."""
        found = []
        for member in inside.get(area, ()):
            cell = self.cell.get((member, period, groups))
            found += [cell] if cell is not None else self._nearest(member, inside, period, groups)
        return found

    def _equation(self, whole: int, parts: Sequence[int]) -> None:
        """The parts and a rest are the whole."""
        count, base = (
            total - summed
            for total, summed in zip(self._sum([whole]), self._sum(parts), strict=True)
        )
        size = base if self.is_share else count
        is_rest = count >= 0 and size > 0 and (count <= base or not self.is_share)
        if is_rest and size >= self.smallest_rest:
            parts = [*parts, self._append(("", "", ()), count, base)]
        self.table.equations.append((whole, parts))

    def _sum(self, cells: Iterable[int]) -> tuple[float, float]:
        listed = list(cells)
        count = sum(self.table.count[cell] for cell in listed)
        return count, sum(self.table.base[cell] for cell in listed) if self.is_share else 0.0

    def _add(self, key: Key, count: float, base: float) -> None:
        self.cell[key] = self._append(key, count, base)
        area, period, groups = key
        for one in groups:
            coarser = (area, period, tuple(other for other in groups if other != one))
            dimension = one.partition("=")[0]
            self.finer.setdefault(coarser, {}).setdefault(dimension, []).append(self.cell[key])

    def _append(self, key: Key, count: float, base: float) -> int:
        self.table.keys.append(key)
        self.table.count.append(count)
        if self.is_share:
            self.table.base.append(base)
        return len(self.table.count) - 1
