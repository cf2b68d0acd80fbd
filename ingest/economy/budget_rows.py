"""Rows of a budget that are no lines of it: headings, totals, and what is worked out from others.

Totals are left out and checked: each must be the sum of the lines above it, from the start of some
section. A row that is worked out ("Afvigelse", "heraf") is left out and told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from danish import words
from danish.money import kroner
from ingest.economy.budget_columns import side_of
from ingest.frame import Table
from ingest.problem import Problem, error, warning
from store.economy import MoneyUnit, Side

_TOTAL = re.compile(
    r"(?:(?:i ?alt|(?:hoved|sub|del|grand )?total(?:t|er)?|(?:del|hoved)?sum)(?:\W.*|$)"
    r"|.*\b(?:i ?alt|total|hovedtotal)\W*$)",
    re.IGNORECASE,
)
_DERIVED = re.compile(
    r"\W*(?:afvigelse|difference|forskel|restbudget|rest\b|mer[-/ ]*mindreforbrug|merforbrug"
    r"|mindreforbrug|resultat|balance|overskud|underskud|netto\b|heraf\b)",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """What a row is."""

    LINE = "linje"
    HEADING = "overskrift"
    TOTAL = "i alt"
    DERIVED = "udregnet"
    BLANK = "tom"


@dataclass(frozen=True)
class Row:
    """A row that has no code, or a blank one.

    Attributes
    ----------
    row
        In the sheet, from 0.
    label
        Its first text.
    amounts
        In øre as the file signs them, one for each column of amounts; None where it is empty.
    following
        What the lines with codes that follow it add up to, until the next such row.
    lines
        How many there are of those.
    """

    row: int
    label: str
    amounts: tuple[int | None, ...]
    following: tuple[int, ...] = ()
    lines: int = 0


@dataclass(frozen=True)
class Sorted:
    """What was found among rows without codes.

    Attributes
    ----------
    kinds
        Of each row.
    sections
        From which row on amounts are on a side of the accounts, where headings say so.
    checked
        How many totals were compared with the lines above them.
    """

    kinds: dict[int, Kind]
    sections: tuple[tuple[int, Side], ...]
    checked: int
    problems: list[Problem] = field(default_factory=list)

    @property
    def left_out(self) -> list[int]:
        """The rows that are no lines."""
        return [row for row, kind in self.kinds.items() if kind is not Kind.LINE]


def is_line(label: str) -> bool:
    """Whether a row with amounts and this text is neither a total nor worked out, nor a side."""
    text = label.strip(" *")
    return not (_TOTAL.fullmatch(text) or _DERIVED.match(text) or side_of(text))


def sort(
    rows: Sequence[Row],
    table: Table,
    columns: Sequence[str],
    unit: MoneyUnit,
    *,
    by_section: bool,
    labelled: bool,
) -> Sorted:
    """Tell lines from headings, totals and what is worked out, and check the totals.

    Parameters
    ----------
    rows
        In the order of the sheet; the first stands for its start, before any row.
    columns
        The names of the columns of amounts.
    by_section
        Whether amounts are positive on both sides, so that a section's side signs them.
    labelled
        Whether a row without codes can be a line, as in a table that has none.
    """
    kinds, sections = _kinds(rows, labelled=labelled)
    totals = _Totals(table, columns, unit)
    side: Side | None = None
    starts = dict(sections)
    for row in rows:
        side = starts.get(row.row, side)
        factor = -1 if by_section and side is Side.INCOME else 1
        match kinds.get(row.row):
            case Kind.TOTAL:
                totals.check(row)
            case Kind.HEADING | Kind.BLANK:
                totals.begin()
            case Kind.LINE if not labelled and totals.is_sum(row):
                # It calls itself nothing, but it is the sum of what stands above it.
                kinds[row.row] = Kind.TOTAL
                totals.check(row)
            case Kind.LINE:
                totals.add([amount or 0 for amount in row.amounts], factor)
        totals.add(row.following, factor, row.lines)
    problems = [*totals.problems, *_derived(rows, kinds, table)]
    kinds.pop(rows[0].row, None)
    return Sorted(kinds, tuple(sections), totals.checked, problems)


def _kinds(
    rows: Sequence[Row], *, labelled: bool
) -> tuple[dict[int, Kind], list[tuple[int, Side]]]:
    kinds: dict[int, Kind] = {}
    sections: list[tuple[int, Side]] = []
    for row in rows:
        has_amounts = any(amount is not None for amount in row.amounts)
        if not row.label and not has_amounts:
            kinds[row.row] = Kind.BLANK
        elif not has_amounts:
            kinds[row.row] = Kind.HEADING
            if side := side_of(row.label):
                sections.append((row.row, side))
        elif _TOTAL.fullmatch(row.label.strip(" *")):
            kinds[row.row] = Kind.TOTAL
        elif _DERIVED.match(row.label):
            kinds[row.row] = Kind.DERIVED
        else:
            kinds[row.row] = Kind.LINE
    return kinds, sections


class _Totals:
    """Sums of the lines so far, and where sections began."""

    def __init__(self, table: Table, columns: Sequence[str], unit: MoneyUnit):
        self._table, self._columns, self._unit = table, columns, unit
        self._sum, self._lines = [0] * len(columns), 0
        self._begun: list[tuple[tuple[int, ...], int]] = []
        self.checked = 0
        self.problems: list[Problem] = []
        self.begin()

    def begin(self) -> None:
        """A section may begin here."""
        start = (tuple(self._sum), self._lines)
        if start not in self._begun:
            self._begun.append(start)

    def add(self, amounts: Sequence[int], factor: int, lines: int = 1) -> None:
        """Lines follow."""
        self._sum = (
            [a + factor * b for a, b in zip(self._sum, amounts, strict=True)]
            if (amounts)
            else self._sum
        )
        self._lines += lines if amounts else 0

    def is_sum(self, row: Row) -> bool:
        """Whether a row is exactly the sum of the lines since some section began, two at least."""
        return any(
            self._lines - lines > 1 and not any(self._off(row, start))
            for start, lines in self._begun
        )

    def check(self, row: Row) -> None:
        """A total must be the sum of the lines since some section began."""
        found = [
            (self._off(row, start), self._lines - lines)
            for start, lines in reversed(self._begun)
            if self._lines > lines
        ]
        self.checked += bool(found)
        if found:
            if any(not any(off) for off, _ in found):
                self.begin()
                return
            # The section that it follows is the one it is most likely about.
            near = [one for one in found if self._is_rounding(*one)]
            self.problems.append(self._differs(row, (near or found)[0][0], rounding=bool(near)))
        self.begin()

    def _off(self, row: Row, start: Sequence[int]) -> list[int]:
        """How far each amount of a total is from the sum; the total may be signed otherwise."""
        sums = [now - before for now, before in zip(self._sum, start, strict=True)]
        return [
            0 if amount is None else abs(amount) - abs(of_lines)
            for amount, of_lines in zip(row.amounts, sums, strict=True)
        ]

    def _is_rounding(self, off: Sequence[int], lines: int) -> bool:
        if self._unit is MoneyUnit.KRONER:
            return False
        return all(abs(one) <= self._unit.øre * (lines + 1) // 2 for one in off)

    def _differs(self, row: Row, off: Sequence[int], *, rounding: bool) -> Problem:
        number = next(i for i, one in enumerate(off) if one)
        place = self._table.place(row.row, self._columns[number])
        said = abs(row.amounts[number] or 0)
        more = "mere" if off[number] > 0 else "mindre"
        by = kroner(abs(off[number]))
        found = f"»{row.label.strip()}« er {kroner(said)}, {by} {more} end linjerne"
        if rounding:
            return warning(place, found, "Forskellen kan være afrunding")
        return error(
            place,
            found,
            f"Ventede {kroner(said - off[number])}, summen af linjerne over den",
            "Ret summen eller den linje, der mangler eller er talt to gange",
        )


def _derived(rows: Sequence[Row], kinds: dict[int, Kind], table: Table) -> Iterator[Problem]:
    labels = [row.label.strip() for row in rows if kinds.get(row.row) is Kind.DERIVED]
    if labels:
        first = next(row for row in rows if kinds.get(row.row) is Kind.DERIVED)
        named = words.listing([f"»{label}«" for label in dict.fromkeys(labels)])
        yield warning(
            table.place(first.row, table.columns[0]),
            f"{named} er udregnet af de andre rækker og er ikke læst",
        )
