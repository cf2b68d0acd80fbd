"""What the task costs today by centre and by effort, as the workbook and the budget say.

The two are never added: one is a mapping of functions, the other is lines of a budget.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from charts.description import Comparison, Role
from charts.description import Row as Bar
from danish import dates, numbers, words
from danish.money import ØRE, in_short, kroner
from reports import organisation_rows as rows_
from reports import spending
from reports.cells import Cell, Group, Listing
from reports.spending import Money
from scenarios.mapped import Mapped
from scenarios.rows import EXAMPLE, Row, centre_of, records
from store.organisation_sheets import FUNDING, ORIGINS
from store.release import Release

NO_BUDGET = "Der er ikke indlæst noget budget eller regnskab at holde det op imod."
HIDDEN = "skjult"
FEW = (
    "Løn er skjult, hvor den alene, eller når man trækker summer fra hinanden, ville vise lønnen "
    "for færre end tre personer."
)


@dataclass(frozen=True)
class Cost:
    """What functions within the task cost in a centre, or in all of them.

    Attributes
    ----------
    centre
        Empty for all of them.
    fte
        None where no function says.
    salary, operations
        In øre; None where no function says, where they are in prices of several years, or where
        the pay is hidden.
    is_hidden
        Whether the pay is hidden, since it would tell that of few persons.
    silent
        Functions without an amount.
    """

    centre: str
    functions: int
    fte: float | None
    salary: int | None
    operations: int | None
    is_hidden: bool
    silent: int
    is_example: bool

    @property
    def amount(self) -> int | None:
        """Pay and operations in øre; None where the pay is hidden or nothing is known."""
        known = [it for it in (self.salary, self.operations) if it is not None]
        return sum(known) if known and not self.is_hidden else None


def costs(release: Release, mapped: Mapped) -> list[Cost]:
    """The cost in each centre, in the order of the workbook, and last that of all of them.

    The sums of the release are used where they are of just these functions, since they may hold
    pay that is hidden one by one.
    """
    inside = [row for row in mapped.placements if row["function_id"] in mapped.functions]
    sums = {
        row["to_unit"] or "": row
        for row in records(release.organisation("pay"))
        if row["model_id"] == mapped.model and row["part"] in ("centre", "model")
    }
    grouped: dict[str, list[Row]] = {}
    for row in inside:
        grouped.setdefault(centre_of(row["to_unit"], mapped.units), []).append(row)
    in_order = [unit for unit in mapped.units if unit in grouped]
    found = [_cost(centre, grouped[centre], sums.get(centre)) for centre in in_order]
    return [*found, _cost("", inside, sums.get(""))] if inside else []


def price_years(mapped: Mapped) -> list[int]:
    """The years whose prices the amounts are in."""
    rows = (row for row in mapped.placements if row["function_id"] in mapped.functions)
    return sorted({int(row["price_level_year"]) for row in rows if row["price_level_year"]})


def prices(mapped: Mapped) -> str:
    """The prices of the amounts in words."""
    years = price_years(mapped)
    if not years:
        return "prisår ikke oplyst"
    return " og ".join(f"{year}-priser" for year in years)


def summary(found: Sequence[Cost], mapped: Mapped) -> str:
    """What all of it costs, in a sentence."""
    if not found or (found[-1].fte is None and found[-1].operations is None):
        return "Ingen årsværk og ingen kroner er indlæst for funktionerne i dag."
    whole = found[-1]
    said = words.count(whole.functions, "funktion", "funktioner")
    if whole.fte is not None:
        said += f" med {numbers.number(whole.fte, 1)} årsværk"
    if whole.amount is not None and len(price_years(mapped)) < 2:
        return f"{said} koster {in_short(whole.amount)} om året i løn og drift ({prices(mapped)})."
    return f"{said} er kortlagt."


def chart(found: Sequence[Cost], mapped: Mapped) -> Comparison | None:
    """The centres by årsværk, which are shown also where pay is not."""
    known = [one for one in found[:-1] if one.fte]
    if not known:
        return None
    ranked = sorted(known, key=lambda one: -(one.fte or 0))
    told = words.listing(f"{mapped.called(it.centre)} {numbers.number(it.fte, 1)}" for it in ranked)
    title = "Årsværk til opgaven i dag efter center"
    return Comparison(
        title,
        "I funktionerne inden for opgaven",
        "i dag",
        tuple(Bar(mapped.called(one.centre), one.fte, None, None, Role.PEER) for one in ranked),
        alt=words.sentence(f"Prikdiagram. {title}: {told}"),
        as_given=True,
    )


def by_centre(release: Release, mapped: Mapped, found: Sequence[Cost]) -> Listing:
    """Functions, årsværk, pay and operations of each centre."""
    invented = bool(found) and all(one.is_example for one in found)
    title = f"Årsværk, løn og drift efter center, {prices(mapped)}"
    rows = [_centre(mapped, one, marked=not invented) for one in found]
    notes = [FEW] if any(one.is_hidden for one in found) else []
    if len(price_years(mapped)) > 1:
        notes.append("Beløb i forskellige års priser er ikke lagt sammen.")
    if found and found[-1].silent:
        silent = words.count(found[-1].silent, "funktion", "funktioner")
        notes.append(f"{silent} har ingen beløb.")
    columns = ["Center", "Funktioner", "Årsværk", "Løn (kr.)", "Drift (kr.)", "Prisår",
               "Oprindelse"]  # fmt: skip
    years = " og ".join(map(str, price_years(mapped)))
    taken = pd.DataFrame(
        [
            (_name(mapped, one), one.functions, one.fte,
             HIDDEN if one.is_hidden else _in_kroner(one.salary), _in_kroner(one.operations),
             years, "Eksempeldata" if one.is_example else "")
            for one in found
        ],
        columns=columns,
        dtype=object,
    )  # fmt: skip
    based_on = [{"origin": EXAMPLE}] if any(one.is_example for one in found) else []
    return Listing(
        title,
        ("Center", "Funktioner", "Årsværk", "Løn", "Drift", "I alt"),
        (Group("", "", tuple(rows)),),
        rows_.table(release, title, taken, based_on),
        numeric=("Funktioner", "Årsværk", "Løn", "Drift", "I alt"),
        is_example=invented,
        note=" ".join(notes),
    )


def by_effort(release: Release, mapped: Mapped) -> Listing:
    """The efforts with an amount, the largest first."""
    priced = [row for row in mapped.efforts.values() if row["amount"] is not None]
    rows = sorted(priced, key=lambda row: -row["amount"])
    invented = rows_.all_examples(rows)
    without = len(mapped.efforts) - len(rows)
    title = "Beløb om året efter indsats, prisår ikke oplyst"
    note = f"{words.count(without, 'indsats', 'indsatser')} har intet beløb." if without else ""
    return Listing(
        title,
        ("Indsats", "Mål", "Enhed", "Finansiering", "Beløb"),
        (Group("", "", tuple(_effort(mapped, row, marked=not invented) for row in rows)),),
        rows_.file(release, "efforts", rows, title),
        numeric=("Beløb",),
        is_example=invented,
        note=note,
    )


def money_of(release: Release, today: date) -> Money | None:
    """What the budget or the accounts say of the task today; None without any."""
    rows = release.spending
    if rows.empty:
        return None
    return spending.money(release, next(iter(spending.choices(rows, today).values())))


def budget(money: Money | None) -> tuple[str, bool]:
    """What the budget says of the task, and whether that is invented."""
    if money is None:
        return NO_BUDGET, False
    said = f"Kommunens budget: {kroner(money.amount.øre)} er mærket til opgaven ({money.basis})"
    return words.sentence(said), money.is_example


def in_budget(release: Release, money: Money) -> Listing:
    """What the budget says of each centre and effort."""
    divided = money.rows
    parts = [
        (title, label, int(amount), str(origin))
        for dimension, title in (("unit", "Center"), ("effort", "Indsats"))
        for _, label, amount, origin in sorted(
            zip(*(divided.loc[divided["dimension"] == dimension, it]
                  for it in ("code", "label", "amount", "origin")), strict=True),
            key=lambda row: -row[2],
        )
        if amount
    ]  # fmt: skip
    invented = bool(parts) and all(origin == EXAMPLE for *_, origin in parts)
    title = f"Mærket til opgaven i kommunens budget, {money.basis}"
    groups = [
        Group(
            name,
            "",
            tuple(
                (Cell(label, is_example=origin == EXAMPLE and not invented), Cell(kroner(amount)))
                for of, label, amount, origin in parts
                if of == name
            ),
        )
        for name in dict.fromkeys(of for of, *_ in parts)
    ]
    columns = ["Efter", "Navn", "Beløb (kr.)", "Grundlag", "Oprindelse"]
    taken = pd.DataFrame(
        [
            (of, label, amount / ØRE, str(money.basis), ORIGINS.get(origin, ""))
            for of, label, amount, origin in parts
        ],
        columns=columns,
        dtype=object,
    )
    based_on = [{"origin": origin} for *_, origin in parts]
    return Listing(
        title,
        ("Navn", "Beløb"),
        tuple(groups),
        rows_.table(release, title, taken, based_on),
        numeric=("Beløb",),
        is_example=invented,
        note="" if parts else "Ingen linjer er mærket til opgaven endnu.",
    )


def _cost(centre: str, rows: Sequence[Row], whole: Row | None) -> Cost:
    functions = {row["function_id"] for row in rows}
    salary, is_hidden = (
        _sum([row["salary"] for row in rows]),
        any(row["pay_is_hidden"] for row in rows),
    )
    if whole and whole["functions"] == len(functions):
        salary, is_hidden = whole["salary"], bool(whole["pay_is_hidden"])
    operations = _sum([row["operations"] for row in rows])
    if len({row["price_level_year"] for row in rows if row["price_level_year"]}) > 1:
        salary = operations = None  # prices of two years are never added
    return Cost(
        centre,
        len(functions),
        _sum([row["fte"] for row in rows]),
        None if is_hidden or salary is None else int(salary),
        operations,
        is_hidden,
        sum(
            row["salary"] is None and row["operations"] is None and not row["pay_is_hidden"]
            for row in rows
        ),
        any(map(rows_.is_example, rows)),
    )


def _sum(cells: Sequence[Any]) -> Any:
    known = [cell for cell in cells if cell is not None]
    return sum(known) if known else None


def _centre(mapped: Mapped, one: Cost, *, marked: bool) -> tuple[Cell, ...]:
    return (
        Cell(_name(mapped, one), is_example=marked and one.is_example),
        Cell(str(one.functions)),
        Cell(numbers.number(one.fte, 1)),
        Cell(HIDDEN, tone="muted") if one.is_hidden else Cell(kroner(one.salary)),
        Cell(kroner(one.operations)),
        Cell(kroner(one.amount)),
    )


def _name(mapped: Mapped, one: Cost) -> str:
    return rows_.unit_name(mapped, one.centre) if one.centre else "I alt"


def _effort(mapped: Mapped, row: Row, *, marked: bool) -> tuple[Cell, ...]:
    until = f" til {dates.short_date(row['funding_end'])}" if row["funding_end"] else ""
    return (
        Cell(
            str(row["name"]),
            tuple(filter(None, (row["period"],))),
            is_example=marked and rows_.is_example(row),
        ),
        Cell(rows_.goals(row) or "–"),
        rows_.unit(mapped, row, "ingen"),
        Cell(f"{FUNDING.get(row['funding'] or '', 'ikke oplyst')}{until}"),
        Cell(kroner(row["amount"])),
    )


def _in_kroner(øre: int | None) -> float | None:
    return None if øre is None else øre / ØRE
