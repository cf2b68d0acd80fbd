"""What a release holds on money: one basis to look at, its sums, and what they rest on.

Amounts are of one version, year and price level; nothing is added across them.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from danish import dates, numbers, words
from danish.money import kroner
from indicators import text
from reports import spending_text
from store.amounts import CURRENT, KEYS, Amount, Basis, PriceIndex, Version, bases_of, total
from store.release import Release

TODAY_FIRST = (Version.CORRECTED, Version.ADOPTED, Version.FORECAST, Version.ACCOUNTS)
"""Which version says what the task costs today, where there are several of the year."""


@dataclass(frozen=True)
class Money:
    """What a release holds on money, and the basis that is looked at.

    Attributes
    ----------
    spending, bases
        Of the release.
    estimated_on
        When the newest percentage was estimated that the amounts were converted with; None where
        they were not.
    basis
        The version, year and prices that are chosen.
    """

    spending: pd.DataFrame
    bases: pd.DataFrame
    basis: Basis
    estimated_on: date | None = None

    @property
    def rows(self) -> pd.DataFrame:
        """The rows of the chosen basis."""
        return self.spending[_is(self.spending, self.basis)]

    @property
    def amount(self) -> Amount:
        """What the task costs."""
        return total(self.of(""))

    @property
    def untagged(self) -> Amount:
        """What is not tagged on functions where the task can lie."""
        return total(self.of(""), "untagged")

    @property
    def ground(self) -> dict[str, Any]:
        """What the chosen version rests on."""
        same = (self.bases["version"] == self.basis.version) & (
            self.bases["year"] == self.basis.year
        )
        return {str(k): v for k, v in self.bases[same].to_dict("records")[0].items()}

    @property
    def is_example(self) -> bool:
        """Whether the whole of it rests on invented figures."""
        return bool((self.of("")["origin"] == spending_text.EXAMPLE).any())

    def of(self, dimension: str) -> pd.DataFrame:
        """The rows of a dimension."""
        rows = self.rows
        return rows[rows["dimension"] == dimension]


def money(release: Release, basis: Basis) -> Money:
    """What a release holds on money, with a basis to look at."""
    estimated_on = None
    if basis.index:
        rates = release.price_rates
        used = rates[rates["in_use"] & (rates["index"] == basis.index)]
        estimated_on = pd.Timestamp(max(used["estimated_on"])).date()
    return Money(release.spending, release.spending_bases, basis, estimated_on)


def choices(spending: pd.DataFrame, today: date) -> dict[str, Basis]:
    """The bases to choose from, by code; the one that says what the task costs today first."""
    found = bases_of(spending)
    order = [*Version]

    def rank(basis: Basis) -> tuple[Any, ...]:
        leads = TODAY_FIRST.index(basis.version) if basis.version in TODAY_FIRST else 9
        is_now = basis.year == str(today.year)
        return (not is_now, leads if is_now else 0, bool(basis.index),
                -int(basis.year), order.index(basis.version))  # fmt: skip

    first = sorted(found, key=rank)[:1]
    rest = sorted(
        (basis for basis in found if basis not in first),
        key=lambda basis: (-int(basis.year), order.index(basis.version), bool(basis.index)),
    )
    return {code(basis): basis for basis in (*first, *rest)}


def choice_names(bases: Mapping[str, Basis]) -> dict[str, str]:
    """The bases as they are chosen between: in short where that tells them apart."""
    short = {code: spending_text.in_short(basis) for code, basis in bases.items()}
    often = Counter(short.values())
    return {
        code: words.capitalise(str(bases[code]) if often[name] > 1 else name)
        for code, name in short.items()
    }


def code(basis: Basis) -> str:
    """A basis in an address: ``korrigeret-2026``, ``regnskab-2023-i-2026``."""
    fixed = f"-i-{basis.prices}" if basis.prices != CURRENT else ""
    index = f"-{basis.index}" if basis.index == PriceIndex.STATE else ""
    return f"{basis.version}-{basis.year}{fixed}{index}"


def said(release: Release, money: Money) -> list[str]:
    """What stands beside the headline: the prices, the day, the release."""
    as_of, (released, *_) = money.ground["as_of"], text.release_facts(release)
    drawn_up = [f"opgjort {dates.date(as_of)}"] if spending_text.known(as_of) else []
    return [money.basis.prices_in_words, *drawn_up, " ".join(released)]


def sentence(release: Release, money: Money) -> str:
    """What the task costs in one sentence that can be quoted, with all that it rests on."""
    organisation = f"{release.facts.municipality_name} Kommune"
    return spending_text.sentence(
        organisation, money.amount, money.untagged, money.ground, money.estimated_on
    )


def ground(money: Money) -> list[tuple[str, str]]:
    """What a figure rests on, as (what, how): shown beside every one."""
    share = spending_text.untagged_share(money.amount, money.untagged)
    return spending_text.ground(money.basis, money.ground, share, money.estimated_on)


def facts(release: Release, money: Money) -> list[tuple[str, str, str, str]]:
    """What stands above every view, as (what, number, unit, more)."""
    share = spending_text.untagged_share(money.amount, money.untagged)
    found = [("Til opgaven", kroner(money.amount.øre), "", str(money.basis))]
    values = release.goal_history("Ø", [release.facts.municipality])
    for id_ in ("Ø1", "Ø2"):
        entry = release.indicators[id_]
        rows = values[(values["indicator"] == id_) & values["value"].notna()]
        if rows.empty:
            why = spending_text.why_absent(entry, values[values["indicator"] == id_])
            found.append((entry.short_title, numbers.MISSING, "", why))
            continue
        row = rows.iloc[-1]
        number = numbers.number(row["value"], entry.decimals)
        unit, _, prices = entry.unit.partition(", ")
        more = prices or _settled(money, str(row["period"]))
        found.append((entry.short_title, number, unit, f"{row['label']}, {more}"))
    found.append(("Uden mærke", share, "", "af pengene, hvor opgaven kan ligge"))
    return found


def _settled(money: Money, year: str) -> str:
    """Whether a year's spending is settled, or is what is expected of it."""
    wholes = money.spending[money.spending["dimension"] == ""]
    years = set(wholes.loc[wholes["version"] == Version.ACCOUNTS, "year"])
    return (Version.ACCOUNTS if year in years else Version.FORECAST).in_words


def øre(rows: pd.DataFrame, column: str = "amount") -> list[int]:
    """The amounts of rows, in øre."""
    return [int(amount) for amount in rows[column].tolist()]


def basis_of(row: "Mapping[Any, Any] | pd.Series[Any]") -> Basis:
    """What the amount of a row is an amount of."""
    version, year, prices, index = (str(row[key]) for key in KEYS)
    return Basis(Version(version), year, prices, index)


def _is(rows: pd.DataFrame, basis: Basis) -> "pd.Series[bool]":
    same = rows["version"].eq(basis.version) & rows["year"].eq(basis.year)
    return same & rows["prices"].eq(basis.prices) & rows["index"].eq(basis.index)
