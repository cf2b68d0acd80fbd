"""A count for all areas and periods at once, and why it has no value where it has none.

Values lie in arrays of areas × periods with NaN for "no value", so that adding up, pairing with a
population and putting four quarters together treat gaps alike: what lacks a part has no value.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from danish import periods

Floats = NDArray[np.float64]
Flags = NDArray[np.int8]


class Absence(IntEnum):
    """Why there is no value. The names in lower case are the glossary's codes."""

    PRESENT = 0
    NOT_LOADED = 1  # no load holds the figure
    NOT_PUBLISHED = 2  # the source has the cell but gives no figure
    PART_MISSING = 3  # one of the figures it is made of has no value
    NO_POPULATION = 4  # no population on the day or in the year before
    ZERO_DENOMINATOR = 5  # nothing to divide by
    HIDDEN = 6  # it would tell about few persons, or let such a number be worked out
    TOO_FEW = 7  # too few answers or persons to say anything
    TOO_UNCERTAIN = 8  # the interval is too wide to be shown alone

    @property
    def code(self) -> str:
        """As in the column `absent_because`; empty for a value that is there."""
        return "" if self is Absence.PRESENT else self.name.lower()


class Mark(IntEnum):
    """What a reader should know about a value. Bits; the lower-case names are glossary codes."""

    SUM_OF_MEMBERS = 1  # the source has no figure for the area; its members were added
    OLDER_POPULATION = 2  # divided by the population of an earlier quarter
    ANSWERS_UNKNOWN = 4  # the source does not tell how many answers a share rests on


ORIGINS = ("", "example", "municipal", "official")
"""Origins from weakest to strongest; the place in the tuple is the number in `Cube.origin`."""


@dataclass(frozen=True)
class Cube:
    """One count for every area and period.

    Attributes
    ----------
    areas, periods
        The codes of the two axes; periods are consecutive.
    value
        Cases or persons, NaN where there is none. Shape (areas, periods), as all that follow.
    absence
        `Absence` of each cell.
    marks
        Bits of `Mark`.
    origin
        Place in `ORIGINS`, 0 where there is no value.
    """

    areas: tuple[str, ...]
    periods: tuple[str, ...]
    value: Floats
    absence: Flags
    marks: Flags
    origin: Flags

    @classmethod
    def empty(cls, areas: Sequence[str], axis: Sequence[str]) -> "Cube":
        """A cube in which nothing is loaded."""
        shape = (len(areas), len(axis))
        return cls(
            tuple(areas),
            tuple(axis),
            np.full(shape, np.nan),
            np.full(shape, Absence.NOT_LOADED, np.int8),
            np.zeros(shape, np.int8),
            np.zeros(shape, np.int8),
        )

    def filled_with_sums(self, parent: str, members: Sequence[str]) -> "Cube":
        """Where `parent` has no value: the sum of its members, where every one of them has one.

        Where only some of them are known, a part is missing.
        """
        row = self.areas.index(parent)
        rows = [self.areas.index(member) for member in members]
        total = self.value[rows].sum(axis=0)
        fill = np.isnan(self.value[row]) & ~np.isnan(total)
        result = replace(
            self,
            value=self.value.copy(),
            absence=self.absence.copy(),
            marks=self.marks.copy(),
            origin=self.origin.copy(),
        )
        result.value[row, fill] = total[fill]
        result.absence[row, fill] = Absence.PRESENT
        result.marks[row, fill] |= Mark.SUM_OF_MEMBERS
        result.origin[row, fill] = self.origin[rows].min(axis=0)[fill]
        begun = (self.absence[rows] != Absence.NOT_LOADED).any(axis=0)
        lacks_some = (result.absence[row] == Absence.NOT_LOADED) & begun
        result.absence[row, lacks_some] = Absence.PART_MISSING
        return result

    def carried(self, axis: Sequence[str], most: int) -> "Cube":
        """The same on another axis of periods: each gets the newest value, at most `most` back.

        For a population, which is known on some days only. An older value is marked.
        """
        result = Cube.empty(self.areas, axis)
        both = consecutive(min(axis[0], self.periods[0]), max(axis[-1], self.periods[-1]))
        first = both.index(axis[0]) - both.index(self.periods[0])
        for back in range(most + 1):
            source = np.arange(first, first + len(axis)) - back
            inside = (source >= 0) & (source < len(self.periods))
            source = source.clip(0, len(self.periods) - 1)
            if back == 0:
                result.absence[:, inside] = self.absence[:, source[inside]]
            fill = np.isnan(result.value) & ~np.isnan(self.value[:, source]) & inside
            mark = Mark.OLDER_POPULATION if back else 0
            result.value[fill] = self.value[:, source][fill]
            result.absence[fill] = Absence.PRESENT
            result.marks[fill] = self.marks[:, source][fill] | mark
            result.origin[fill] = self.origin[:, source][fill]
        return result

    def together(self, size: int, step: int = 1, *, mean: bool = False) -> "Cube":
        """Windows of `size` neighbouring periods added up (or averaged), one every `step`.

        The window's period is written with its first and last; a window with a gap has no value.
        """

        def windows(array: NDArray[np.generic]) -> NDArray[np.generic]:
            return np.lib.stride_tricks.sliding_window_view(array, size, axis=1)[:, ::step]

        starts = range(0, len(self.periods) - size + 1, step)
        spans = tuple(f"{self.periods[i]}-{self.periods[i + size - 1]}" for i in starts)
        if not spans:
            return Cube.empty(self.areas, ())
        value = windows(self.value).sum(axis=2) / (size if mean else 1)
        present = ~np.isnan(value)
        none_loaded = (windows(self.absence) == Absence.NOT_LOADED).all(axis=2)
        absence = np.where(none_loaded, Absence.NOT_LOADED, Absence.PART_MISSING)
        return Cube(
            self.areas,
            spans,
            value,
            np.where(present, Absence.PRESENT, absence).astype(np.int8),
            np.where(present, np.bitwise_or.reduce(windows(self.marks), axis=2), 0).astype(np.int8),
            np.where(present, windows(self.origin).min(axis=2), 0).astype(np.int8),
        )


def consecutive(first: str, last: str) -> tuple[str, ...]:
    """All periods from the first to the last."""
    result = [first]
    while result[-1] < last:
        result.append(periods.following(result[-1]))
    return tuple(result)
