"""What becomes of the task's money when a budget, tags or prices are loaded, in Danish."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from danish import words
from danish.money import change, in_short
from store.amounts import KEYS, Basis, Version, bases_of

NONE = "ingen data"
UNTAGGED = "ingen mærkede linjer"
NEW, GONE, REPLACED = "ny", "udgår", "beløbet er det samme, filen er ny"
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
    status
        How much it changes by, or that it is new.
    """

    title: str
    prices: str
    before: str
    after: str
    status: str


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
                _amount(old, is_old),
                _amount(new, is_new),
                _status(old or 0, new or 0, is_old, is_new),
            )
        )
    return tuple(found)


def _amount(øre: int | None, is_there: bool) -> str:
    if not is_there:
        return NONE
    return in_short(øre) if øre else UNTAGGED


def _status(old: int, new: int, is_old: bool, is_new: bool) -> str:
    if not is_new:
        return GONE
    if not is_old:
        return NEW
    return change(new - old) if new != old else REPLACED


def _amounts(of: Money) -> dict[Basis, int]:
    """What the task costs, in øre."""
    rows = of["spending"]
    if rows.empty:
        return {}
    rows = rows[rows["dimension"] == ""]
    amounts = rows.set_index(KEYS)["amount"].to_dict()
    return {
        basis: int(amounts[basis.version.value, basis.year, basis.prices, basis.index])
        for basis in bases_of(rows)
    }


def _loads(of: Money) -> dict[Basis, int]:
    """The load that is in force for each version of each year."""
    rows = of["spending_basis"]
    return {
        Basis(Version(row["version"]), row["year"], row["prices"]): int(row["number"])
        for row in rows.to_dict("records")
    }
