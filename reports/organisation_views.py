"""The views of *Organisering i dag*: what each shows of what was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from charts.description import Comparison
from reports import (
    organisation_efforts,
    organisation_findings,
    organisation_functions,
    organisation_law,
    organisation_money,
    organisation_units,
)
from reports.cells import Branch, Listing, Matrix, Tally
from reports.organisation_law import Choice
from reports.tables import Table
from scenarios.findings import Finding
from scenarios.mapped import Mapped
from store.release import Release


@dataclass(frozen=True)
class View:
    """What a view shows, from above; what it has nothing of is empty.

    Attributes
    ----------
    sentence, is_example
        What it says, and whether that rests on invented rows.
    tallies, trees, matrix, chart
        What is seen first.
    tables
        Tables by the name of their file.
    to_take
        What else can be taken away, by name.
    notes
        What stands under all of it.
    more
        Where it leads on: the words and the address.
    """

    sentence: str = ""
    is_example: bool = False
    tallies: Sequence[Tally] = ()
    trees: Sequence[Branch] = ()
    matrix: Matrix | None = None
    chart: Comparison | None = None
    tables: Sequence[tuple[str, Listing]] = ()
    to_take: Sequence[tuple[str, Table]] = ()
    notes: Sequence[tuple[str, bool]] = ()
    more: tuple[str, str] | None = None


_MONEY: WeakKeyDictionary[Mapped, View] = WeakKeyDictionary()
"""The view of the money, which takes the longest and has no choices; kept as long as its rows."""


def view(
    name: str, release: Release, mapped: Mapped, found: Sequence[Finding], asked: tuple[str, ...]
) -> View:
    """A view by its name in the address.

    Parameters
    ----------
    asked
        The choices of the view, in the order in which they stand on the page.
    """
    match name:
        case "enheder":
            taken = organisation_units.file(release, mapped)
            return View(trees=organisation_units.tree(mapped), to_take=[(name, taken)])
        case "fora":
            return View(tables=[(name, organisation_units.fora(release, mapped))])
        case "funktioner":
            return _functions(release, mapped)
        case "indsatser":
            return _efforts(release, mapped, *asked)
        case "oekonomi":
            if mapped not in _MONEY:
                _MONEY[mapped] = _money(release, mapped, mapped.today)
            return _MONEY[mapped]
        case "lov":
            rules = organisation_law.listing(release, mapped, Choice(*asked))
            return View(organisation_law.summary(mapped), tables=[(name, rules)])
    listing = organisation_findings.listing(release, found, *asked)
    return View(
        tallies=organisation_findings.tallies(found),
        tables=[("fund", listing)],
        notes=[
            (organisation_findings.clean(found), False),
            (organisation_findings.untried(found), False),
        ],
    )


def _functions(release: Release, mapped: Mapped) -> View:
    matrix = organisation_functions.matrix(mapped)
    return View(
        organisation_functions.summary(mapped),
        matrix.is_example,
        matrix=matrix,
        to_take=[("funktioner", organisation_functions.file(release, mapped))],
        notes=[(organisation_functions.note(mapped), False)],
    )


def _efforts(release: Release, mapped: Mapped, search: str, goal: str, unit: str) -> View:
    coverage = organisation_efforts.coverage(release, mapped)
    listing = organisation_efforts.listing(release, mapped, search, goal, unit)
    return View(
        organisation_efforts.summary(mapped),
        coverage.is_example,
        matrix=coverage,
        tables=[("indsatser", listing)],
    )


def _money(release: Release, mapped: Mapped, today: date) -> View:
    costs = organisation_money.costs(release, mapped)
    money = organisation_money.money_of(release, today)
    return View(
        organisation_money.summary(costs, mapped),
        any(cost.is_example for cost in costs),
        chart=organisation_money.chart(costs, mapped),
        tables=[
            ("center", organisation_money.by_centre(release, mapped, costs)),
            ("beloeb", organisation_money.by_effort(release, mapped)),
            *([("budget", organisation_money.in_budget(release, money))] if money else []),
        ],
        notes=[organisation_money.budget(money)],
        more=("Se mere på siden Økonomi", "oekonomi"),
    )
