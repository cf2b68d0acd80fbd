"""What the task costs today by centre and by effort, as the workbook and the budget say.

The two are never added: one is a mapping of functions, the other is lines of a budget.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from charts.description import Comparison, Role
from charts.description import Row as Bar
from danish import dates, numbers, words
from danish.money import ØRE, in_short, kroner, millions
from reports import organisation_rows as rows_
from reports import spending
from reports.cells import Cell, Group, Listing
from reports.spending import MILLIONS, Money
from scenarios.mapped import Mapped
from scenarios.rows import Row, centre_of, records
from store.organisation_sheets import FUNDING
from store.release import Release

NO_BUDGET = "Der er ikke indlæst noget budget eller regnskab at holde det op imod."
FEW = "Løn for funktioner med færre end tre personer står kun i summer."


@dataclass(frozen=True)
class Cost:
    """What the functions within the task cost in a centre.

    Attributes
    ----------
    fte
        None where no function says.
    salary, operations
        In øre; None where no function says, or where the pay is hidden.
    hidden
        Functions whose pay is hidden and not in `salary`.
    silent
        Functions without an amount.
    """

    centre: str
    functions: int
    fte: float | None
    salary: int | None
    operations: int | None
    hidden: int
    silent: int
    is_example: bool

    @property
    def amount(self) -> int | None:
        """Pay and operations that are known, in øre."""
        known = [it for it in (self.salary, self.operations) if it is not None]
        return sum(known) if known else None


def costs(release: Release, mapped: Mapped) -> list[Cost]:
    """The cost in each centre, the centres in the order of the workbook.

    The sums of the release are used where they are of just these functions, since they may hold
    pay that is hidden one by one.
    """
    inside = [row for row in mapped.placements if row["function_id"] in mapped.functions]
    sums = {
        row["to_unit"]: row
        for row in records(release.organisation("pay"))
        if row["model_id"] == mapped.model and row["part"] == "centre"
    }
    grouped: dict[str, list[Row]] = {}
    for row in inside:
        grouped.setdefault(centre_of(row["to_unit"], mapped.units), []).append(row)
    order = [*mapped.units]
    found = [_cost(centre, rows, sums.get(centre)) for centre, rows in grouped.items()]
    return sorted(found, key=lambda one: order.index(one.centre) if one.centre in order else 999)


def price_years(mapped: Mapped) -> list[int]:
    """The years whose prices the amounts are in."""
    rows = (row for row in mapped.placements if row["function_id"] in mapped.functions)
    return sorted({int(row["price_level_year"]) for row in rows if row["price_level_year"]})


def prices(mapped: Mapped) -> str:
    """The prices of the amounts in words."""
    years = price_years(mapped)
    if not years:
        return "prisår ikke oplyst"
    return f"{words.listing(map(str, years))}-priser"


def summary(found: Sequence[Cost], mapped: Mapped) -> str:
    """What all of it costs, in a sentence."""
    amounts = [one.amount for one in found if one.amount is not None]
    fte = [one.fte for one in found if one.fte is not None]
    said = []
    if fte:
        said.append(f"{numbers.number(sum(fte), 1)} årsværk er kortlagt")
    if amounts and len(price_years(mapped)) < 2:
        said.append(f"de koster {in_short(sum(amounts))} om året ({prices(mapped)})")
    if not said:
        return "Ingen årsværk og ingen kroner er indlæst for funktionerne i dag."
    return words.sentence(", og ".join(said))


def chart(found: Sequence[Cost], mapped: Mapped) -> Comparison | None:
    """The centres by what the task costs there; none where amounts are in prices of two years."""
    known = [one for one in found if one.amount]
    if not known or len(price_years(mapped)) > 1:
        return None
    ranked = sorted(known, key=lambda one: -(one.amount or 0))
    told = words.listing(f"{mapped.called(it.centre)} {millions(it.amount)}" for it in ranked)
    title = "Løn og drift til opgaven i dag efter center"
    return Comparison(
        title,
        f"Mio. kr. om året, {prices(mapped)}",
        prices(mapped),
        tuple(
            Bar(mapped.called(one.centre), float(one.amount or 0), None, None, Role.PEER)
            for one in ranked
        ),
        MILLIONS,
        words.sentence(f"Prikdiagram. {title}, {prices(mapped)}: {told}"),
        as_given=True,
    )


def by_centre(release: Release, mapped: Mapped, found: Sequence[Cost]) -> Listing:
    """Functions, årsværk, pay and operations of each centre."""
    invented = bool(found) and all(one.is_example for one in found)
    title = f"Årsværk, løn og drift efter center, {prices(mapped)}"
    rows = [_centre(mapped, one, marked=not invented) for one in found]
    hidden, silent = sum(one.hidden for one in found), sum(one.silent for one in found)
    notes = []
    if any(one.hidden or one.salary is None for one in found):
        notes.append(FEW)
    if hidden:
        notes.append(f"{words.count(hidden, 'funktion', 'funktioner')} er derfor ikke med i løn.")
    if silent:
        notes.append(f"{words.count(silent, 'funktion', 'funktioner')} har ingen beløb.")
    columns = ["Center", "Funktioner", "Årsværk", "Løn (kr.)", "Drift (kr.)", "Prisår",
               "Oprindelse"]  # fmt: skip
    years = " og ".join(map(str, price_years(mapped)))
    taken = pd.DataFrame(
        [
            (rows_.unit_name(mapped, one.centre), one.functions, one.fte, _in_kroner(one.salary),
             _in_kroner(one.operations), years, "Eksempeldata" if one.is_example else "")
            for one in found
        ],
        columns=columns,
        dtype=object,
    )  # fmt: skip
    return Listing(
        title,
        ("Center", "Funktioner", "Årsværk", "Løn", "Drift", "I alt"),
        (Group("", "", tuple(rows)),),
        rows_.table(
            release,
            title,
            taken,
            [{"origin": "example"}] if any(o.is_example for o in found) else [],
        ),
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


def budget(release: Release, today: date) -> tuple[str, bool]:
    """What the budget says of the task, and whether that is invented."""
    if release.spending.empty:
        return NO_BUDGET, False
    basis = next(iter(spending.choices(release.spending, today).values()))
    money = Money(release.spending, release.spending_bases, basis)
    said = f"Kommunens budget: {kroner(money.amount.øre)} er mærket til opgaven ({basis})"
    return words.sentence(said), money.is_example


def _cost(centre: str, rows: Sequence[Row], whole: Row | None) -> Cost:
    functions = {row["function_id"] for row in rows}
    hidden = {row["function_id"] for row in rows if row.get("pay_is_hidden")}
    found = Cost(
        centre,
        len(functions),
        _sum([row["fte"] for row in rows]),
        _sum([row["salary"] for row in rows]),
        _sum([row["operations"] for row in rows]),
        len(hidden),
        sum(
            row["salary"] is None and row["operations"] is None and not row.get("pay_is_hidden")
            for row in rows
        ),
        any(map(rows_.is_example, rows)),
    )
    if whole and whole["functions"] == len(functions) and not whole["pay_is_hidden"]:
        return replace(found, salary=whole["salary"], hidden=0)
    return found


def _sum(cells: Sequence[float | int | None]) -> "float | int | None":
    known = [cell for cell in cells if cell is not None]
    return sum(known) if known else None


def _centre(mapped: Mapped, one: Cost, *, marked: bool) -> tuple[Cell, ...]:
    pay = "skjult" if one.salary is None and one.hidden else kroner(one.salary)
    return (
        Cell(rows_.unit_name(mapped, one.centre), is_example=marked and one.is_example),
        Cell(str(one.functions)),
        Cell(numbers.number(one.fte, 1)),
        Cell(pay, (f"uden {one.hidden}",) if one.hidden and one.salary is not None else ()),
        Cell(kroner(one.operations)),
        Cell(kroner(one.amount)),
    )


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
