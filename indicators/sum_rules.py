"""Sums that must hold in the official figures: a check of every build.

A rule says that one code is the sum of others in the same column, everything else equal. It is
checked in every cell where the total and all its parts are present.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, reduce

import ibis
import ibis.expr.types as ir

from danish import numbers, periods
from danish.errors import DanishError
from indicators.counting import UNPLACED
from store.settings import read_config
from store.sources import areas, code_list, source
from store.warehouse import Warehouse

SHOWN = 5


@dataclass(frozen=True)
class SumRule:
    """`total` = the sum of `parts` (and of those of `optional` that are present).

    Attributes
    ----------
    text
        The rule in Danish, as it stands on the page.
    column
        The column that holds the codes.
    """

    id: str
    text: str
    table: str
    column: str
    total: str
    parts: tuple[str, ...]
    optional: tuple[str, ...] = ()


@dataclass(frozen=True)
class Broken:
    """A cell in which a rule does not hold."""

    period: str
    where: str
    total: float
    parts: float

    def __str__(self) -> str:
        return (
            f"{periods.label(self.period)}, {self.where}: {numbers.number(self.total)} "
            f"mod summen {numbers.number(self.parts)}"
        )


@dataclass(frozen=True)
class CheckResult:
    """What came of a rule.

    Attributes
    ----------
    checked
        In how many cells the total and all parts are present.
    broken
        Where it does not hold, undeclared first.
    known
        How many of the broken ones are declared in `data/config/known_breaches.toml`.
    """

    rule: SumRule
    checked: int
    broken: tuple[Broken, ...]
    known: int

    @property
    def stops(self) -> bool:
        """Whether it must stop the release."""
        return len(self.broken) > self.known


class BrokenSumsError(DanishError):
    """A sum rule does not hold and is not declared as known; the release is not made."""

    def __init__(self, results: Sequence[CheckResult]):
        self.results = tuple(results)
        lines = [
            f"{result.rule.text}: gælder ikke i {len(result.broken) - result.known} af "
            f"{numbers.number(result.checked)} celler, for eksempel {result.broken[0]}."
            for result in results
        ]
        super().__init__(
            "Udgivelsen er stoppet, fordi tallene ikke stemmer med hinanden. "
            + " ".join(lines)
            + " Hent tabellen igen, træk den forkerte indlæsning tilbage, eller skriv bruddet i "
            "data/config/known_breaches.toml, hvis det er kendt."
        )


def rules() -> tuple[SumRule, ...]:
    """The rules for the tables there are."""
    offence = ("offence", "TOT", ("1", "3")), ("offence", "1", ("11", "12", "13", "14"))
    texts = "I alt = straffelov + særlove", "Straffelov = dens fire grupper + uoplyst"
    result = []
    for table in ("STRAF11", "STRAF22"):
        for (column, total, parts), text, name in zip(
            offence, texts, ("lov", "straffelov"), strict=True
        ):
            optional = ("1000",) if total == "1" else ()
            result.append(
                SumRule(
                    f"{table.lower()}-{name}",
                    f"{table}: {text}",
                    table,
                    column,
                    total,
                    parts,
                    optional,
                )
            )
    ages = tuple(code for code in code_list("age", "FOLK1A_ALDER") if code != "IALT")
    text = "FOLK1A_ALDER: Alder i alt = alle aldre"
    result.append(SumRule("folk1a_alder-alder", text, "FOLK1A_ALDER", "age", "IALT", ages))
    for table in ("STRAF11", "STRAF22", "FOLK1A", "FOLK1A_ALDER"):
        result += _area_rules(table, () if table.startswith("FOLK1A") else (UNPLACED,))
    return tuple(result)


def check(warehouse: Warehouse) -> list[CheckResult]:
    """Check every rule whose table has been loaded: one query, and one more for each broken one."""
    cells = {
        rule: _cells(table, rule)
        for rule in rules()
        if (table := warehouse.table(rule.table)) is not None
    }
    if not cells:
        return []
    counted = [
        one.aggregate(checked=one.count(), broken=(one.total != one.parts).sum()).mutate(
            place=ibis.literal(place)
        )
        for place, one in enumerate(cells.values())
    ]
    counts = warehouse.run(reduce(ir.Table.union, counted)).sort_values("place")
    return [
        _result(rule, int(row["checked"]), _broken(warehouse, rule, one) if row["broken"] else ())
        for (rule, one), row in zip(cells.items(), counts.to_dict("records"), strict=True)
    ]


def _broken(warehouse: Warehouse, rule: SumRule, cells: ir.Table) -> tuple[Broken, ...]:
    others = _others(rule)
    wrong = warehouse.run(cells.filter(cells.total != cells.parts).order_by(others))
    return tuple(
        Broken(
            row["period"],
            " ".join(row[name] for name in others if name != "period"),
            row["total"],
            row["parts"],
        )
        for row in wrong.to_dict("records")
    )


def _result(rule: SumRule, checked: int, broken: tuple[Broken, ...]) -> CheckResult:
    known = [item for item in broken if (rule.id, item.period, item.where) in _declared()]
    rest = [item for item in broken if item not in known]
    return CheckResult(rule, checked, (*rest, *known), len(known))


def _area_rules(table: str, unplaced: tuple[str, ...]) -> list[SumRule]:
    regions = [area for area in areas() if area.type == "region"]
    smallest = [area for area in areas() if area.type in ("municipality", "other")]
    rest = " + uoplyst kommune" if unplaced else ""
    rule = f"{table.lower()}-"
    return [
        SumRule(
            rule + "regioner",
            f"{table}: Hele landet = fem regioner{rest}",
            table,
            "area",
            "000",
            (*(region.code for region in regions), *unplaced),
        ),
        SumRule(
            rule + "kommuner",
            f"{table}: Hele landet = 98 kommuner + Christiansø{rest}",
            table,
            "area",
            "000",
            (*(area.code for area in smallest), *unplaced),
        ),
        *(
            SumRule(
                rule + region.code,
                f"{table}: {region.label} = dens kommuner",
                table,
                "area",
                region.code,
                tuple(area.code for area in smallest if area.parent == region.code),
            )
            for region in regions
        ),
    ]


def _others(rule: SumRule) -> list[str]:
    """The columns that name a cell of a rule."""
    return [name for name in source(rule.table).columns.values() if name != rule.column]


def _cells(table: ir.Table, rule: SumRule) -> ir.Table:
    """One row for each cell in which a rule can be checked, with `total` and `parts`."""
    code = table[rule.column]
    chosen = table.filter(code.isin((rule.total, *rule.parts, *rule.optional)))
    summed = chosen.group_by(*_others(rule)).aggregate(
        total=lambda t: t.value.sum(where=t[rule.column] == rule.total),
        parts=lambda t: t.value.sum(where=t[rule.column] != rule.total),
        present=lambda t: t.value.count(where=t[rule.column].isin((rule.total, *rule.parts))),
    )
    return summed.filter(summed.present == 1 + len(rule.parts))


@cache
def _declared() -> frozenset[tuple[str, str, str]]:
    entries = read_config("known_breaches.toml")["breach"]
    return frozenset((entry["rule"], entry["period"], entry["where"]) for entry in entries)
