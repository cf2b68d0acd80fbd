"""What becomes of the task's money when a budget, tags or prices are loaded, in Danish."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from danish import words
from danish.money import change, in_short
from store.amounts import Basis, Version, bases_of
from store.warehouse import Origin

NONE = "ingen data"
UNTAGGED = "ingen mærkede linjer"
NEW, GONE, REPLACED = "ny", "udgår", "beløbet er det samme, filen er ny"
EXAMPLE = "eksempeldata"
_ORDER = [*Version]


@dataclass(frozen=True)
class WrittenMoney:
    """What the task costs by one version of one year in one year's prices.

    Attributes
    ----------
    title
        Version and year: ``Vedtaget budget 2026``.
    prices
        What the amounts are in.
    before, after
        The task's amount, or why there is none.
    before_is, after_is
        What the amount rests on, where that must be said: `EXAMPLE`.
    status
        How much it changes by, or that it is new.
    """

    title: str
    prices: str
    before: str
    after: str
    status: str
    before_is: str = ""
    after_is: str = ""


Money = Mapping[str, pd.DataFrame]
"""The tables `spending` and `spending_basis` of a release or a trial."""


def written(before: Money, after: Money) -> tuple[WrittenMoney, ...]:
    """What differs, by year and version.

    A version whose file is another counts also where the task has no money in it, since none of
    its lines is tagged.
    """
    amounts = _amounts(before), _amounts(after)
    loads = _loads(before), _loads(after)
    every = {*amounts[0], *amounts[1], *loads[0], *loads[1]}
    found = []
    for basis in sorted(every, key=lambda one: (one.year, _ORDER.index(one.version), one.prices)):
        old, new = (of.get(basis) for of in amounts)
        was, is_ = (of.get(basis) for of in loads)
        if old == new and was == is_:
            continue
        is_old, is_new = (old is not None or was is not None), (new is not None or is_ is not None)
        found.append(
            WrittenMoney(
                f"{words.capitalise(basis.version.in_words)} {basis.year}",
                basis.prices_in_words,
                _in_words(old, is_old),
                _in_words(new, is_new),
                _status(old, new, is_old, is_new),
                _ground(old),
                _ground(new),
            )
        )
    return tuple(found)


_Cost = tuple[int, str]
"""Øre, and whose figures they rest on."""


def _in_words(cost: _Cost | None, is_there: bool) -> str:
    if not is_there:
        return NONE
    return in_short(cost[0]) if cost and cost[0] else UNTAGGED


def _ground(cost: _Cost | None) -> str:
    return EXAMPLE if cost and cost[0] and cost[1] == Origin.EXAMPLE else ""


def _status(old: _Cost | None, new: _Cost | None, is_old: bool, is_new: bool) -> str:
    if not is_new:
        return GONE
    if not is_old:
        return NEW
    more = (new or (0,))[0] - (old or (0,))[0]
    return change(more) if more else REPLACED


def _amounts(of: Money) -> dict[Basis, _Cost]:
    """What the task costs."""
    rows = of["spending"]
    if rows.empty:
        return {}
    rows = rows[rows["dimension"] == ""]
    return {
        basis: (int(amount), str(origin))
        for basis, amount, origin in zip(
            bases_of(rows), rows["amount"], rows["origin"], strict=True
        )
    }


def _loads(of: Money) -> dict[Basis, int]:
    """The load that is in force for each version of each year."""
    rows = of["spending_basis"]
    return {
        Basis(Version(row["version"]), row["year"], row["prices"]): int(row["number"])
        for row in rows.to_dict("records")
    }
