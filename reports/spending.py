"""The views of *Økonomi*: what the task costs by centre, function, effort, goal, and against what.

Every view is of amounts of one version, year and price level, or compares such amounts of the same
prices; nothing is added across them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from charts.description import Comparison, Description, History, Point, Role, Row, Scale, Series
from charts.geometry import middle_of
from danish import dates, numbers, words
from danish.money import ØRE, change, kroner, millions
from danish.numbers import NO_BREAK_SPACE
from reports import spending_text, tables
from store.amounts import CURRENT, KEYS, Amount, Basis, PriceIndex, Version, bases_of, total
from store.prices import PriceTable, Rate
from store.release import Release

MILLIONS = Scale(decimals=1, factor=1e-8)
VIEWS: Mapping[str, str] = {
    "center": "Center",
    "funktion": "Funktion",
    "indsats": "Indsats",
    "maal": "Mål",
    "versioner": "Budget mod regnskab",
    "betaler": "Hvem betaler",
    "priser": "Priser",
}
_DIMENSIONS: Mapping[str, tuple[str, str]] = {
    "center": ("unit", "Center"),
    "funktion": ("function", "Funktion"),
    "indsats": ("effort", "Indsats"),
    "maal": ("goal", "Mål"),
}
TODAY_FIRST = (Version.CORRECTED, Version.ADOPTED, Version.FORECAST, Version.ACCOUNTS)
"""Which version says what the task costs today, where there are several of the year."""


@dataclass(frozen=True)
class View:
    """One way to look at the money.

    Attributes
    ----------
    chart
        None where there is nothing to draw.
    headings
        Of the table; all but the first are over numbers where `numeric` says so.
    rows
        Of the table, in words.
    file
        What is taken away.
    is_wide
        Whether the table has many columns.
    """

    chart: Description | None
    title: str
    headings: tuple[str, ...]
    numeric: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    sentences: tuple[str, ...]
    file: tables.Table
    is_wide: bool = False


@dataclass(frozen=True)
class Money:
    """What a release holds on money, and the basis that is looked at.

    Attributes
    ----------
    spending, bases
        Of the release.
    basis
        The version, year and prices that are chosen.
    """

    spending: pd.DataFrame
    bases: pd.DataFrame
    basis: Basis

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


def code(basis: Basis) -> str:
    """A basis in an address: ``korrigeret-2026``, ``regnskab-2023-i-2026``."""
    fixed = f"-i-{basis.prices}" if basis.prices != CURRENT else ""
    index = f"-{basis.index}" if basis.index == PriceIndex.STATE else ""
    return f"{basis.version}-{basis.year}{fixed}{index}"


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
        found.append((entry.short_title, number, entry.unit, str(row["label"])))
    found.append(("Uden mærke", share, "", "af pengene, hvor opgaven kan ligge"))
    return found


def view(name: str, release: Release, money: Money, today: date) -> View:
    """A view of the chosen basis."""
    match name:
        case "versioner":
            return _versions(money)
        case "betaler":
            return _payers(money, today)
        case "priser":
            return _prices(release, money)
    return _parts(release, name, money)


# --- by centre, function, effort, goal ------------------------------------------------------------


def _parts(release: Release, name: str, money: Money) -> View:
    dimension, heading = _DIMENSIONS[name]
    rows = money.of(dimension).sort_values("amount", ascending=False, kind="stable")
    labels = _labels(release, dimension, rows)
    beside = dimension in ("unit", "function")
    title = f"Udgift til opgaven efter {heading.lower()}"
    table = [
        (label, *(kroner(one) for one in ([amount, untagged] if beside else [amount])))
        for label, amount, untagged in zip(labels, _øre(rows), _øre(rows, "untagged"), strict=True)
    ]
    whole = [kroner(money.amount.øre), *([kroner(money.untagged.øre)] if beside else [])]
    table.append(("I alt", *whole))
    numeric = ("Til opgaven", *(["Uden mærke"] if beside else []))
    said = ""
    if beside:
        said = (
            "Uden mærke er penge på funktioner, hvor opgaven kan ligge, som ikke er mærket til "
            f"den, i alt {millions(money.untagged.øre)}"
        )
    return View(
        _dots(title, money, labels, rows),
        f"{title}, {money.basis}",
        (heading, *numeric),
        numeric,
        table,
        (said,),
        _file(money, title, (heading, *numeric), labels, rows, beside=beside),
    )


def _dots(title: str, money: Money, labels: Sequence[str], rows: pd.DataFrame) -> Comparison:
    listed = [
        Row(label, float(amount), None, None, Role.PEER)
        for label, amount in zip(labels, _øre(rows), strict=True)
        if amount
    ]
    whole = Row("I alt", float(money.amount.øre), None, None, Role.OWN)
    ranked = sorted(listed, key=lambda row: -(row.value or 0))
    told = words.listing([f"{row.name} {millions(round(row.value or 0))}" for row in ranked])
    alt = f"Prikdiagram, {money.basis}. I alt {millions(money.amount.øre)}"
    return Comparison(
        title,
        _unit(money.basis),
        money.basis.year,
        (whole, *ranked),
        MILLIONS,
        words.sentence(f"{alt}, heraf {told}" if told else alt),
        as_given=True,
    )


def _labels(release: Release, dimension: str, rows: pd.DataFrame) -> list[str]:
    if dimension != "goal":
        return [str(label) for label in rows["label"]]
    goals = release.goals
    return [
        f"{code} {goals[code].short}" if code in goals else str(label)
        for code, label in zip(rows["code"], rows["label"], strict=True)
    ]


# --- versions -------------------------------------------------------------------------------------

_LINES: Sequence[tuple[Version, Role]] = (
    (Version.ACCOUNTS, Role.OWN),
    (Version.CORRECTED, Role.GROUP),
    (Version.ADOPTED, Role.REGION),
    (Version.FORECAST, Role.COUNTRY),
)


def _versions(money: Money) -> View:
    """Budget against forecast and accounts, year by year, all in the same prices."""
    wholes = money.spending[money.spending["dimension"] == ""]
    mine = wholes[wholes.apply(lambda row: _comparable(row, money.basis), axis=1)]
    years = sorted(set(mine["year"]))
    shown = [version for version in Version if version in set(mine["version"])]
    amounts = {
        (str(row["version"]), str(row["year"])): Amount(int(row["amount"]), _basis(row))
        for row in mine.to_dict("records")
    }
    table = []
    for year in years:
        cells = [amounts.get((version, year)) for version in shown]
        compared = _against(amounts, year)
        table.append((year, *(kroner(cell.øre) if cell else numbers.MISSING for cell in cells),
                      compared))  # fmt: skip
    headings = ("År", *(words.capitalise(version.in_words) for version in shown), "Mod budget")
    title = "Budget mod forventet regnskab og regnskab"
    return View(
        _lines(title, money, amounts, years),
        f"{title}, {money.basis.prices_in_words}",
        headings,
        headings[1:],
        table,
        (
            "Versioner lægges aldrig sammen. »Mod budget« er regnskabet, eller indtil det er der "
            "det forventede, mod det korrigerede budget; plus er merforbrug.",
        ),
        _file(money, title, ("Version", "Til opgaven"), _names(mine), mine, beside=False),
        is_wide=True,
    )


def _comparable(row: "pd.Series[Any]", basis: Basis) -> bool:
    """Whether a row is in prices that may stand beside those that are chosen."""
    other = _basis(row)
    if basis.index:
        return (other.prices, other.index) == (basis.prices, basis.index)
    return not other.index and (other.prices == basis.prices or other.price_year == other.year)


def _against(amounts: Mapping[tuple[str, str], Amount], year: str) -> str:
    budget = amounts.get((Version.CORRECTED, year))
    actual = amounts.get((Version.ACCOUNTS, year)) or amounts.get((Version.FORECAST, year))
    if not budget or not actual or budget.basis.price_year != actual.basis.price_year:
        return numbers.MISSING
    found = actual.compared_with(budget)
    share = "" if found.share is None else f" ({numbers.percent(found.share, 1)})"
    return f"{change(found.øre)}{share}"


def _lines(
    title: str, money: Money, amounts: Mapping[tuple[str, str], Amount], years: Sequence[str]
) -> History | None:
    series = []
    for version, role in _LINES:
        points = tuple(
            Point(
                middle_of(int(year)),
                float(amounts[version, year].øre) if (version, year) in amounts else None,
                label=year,
                detail=version.in_words,
            )
            for year in years
        )
        if any(point.value is not None for point in points):
            series.append(Series(words.capitalise(version.in_words), points, role))
    if not series or len(years) < 2:
        return None
    if series[0].role is not Role.OWN:
        first = series[0]
        series[0] = Series(first.name, first.points, Role.OWN)
    told = [
        f"{one.name} {millions(round(value))} i {point.label}"
        for one in series
        for point, value in one.known[-1:]
    ]
    alt = f"Linjediagram, {years[0]}–{years[-1]}, {money.basis.prices_in_words}. Senest: "
    return History(
        title,
        _unit(money.basis, prices_only=True),
        tuple(series),
        scale=MILLIONS,
        alt=words.sentence(alt + words.listing(told)),
    )


def _names(rows: pd.DataFrame) -> list[str]:
    return [str(_basis(row)) for row in rows.to_dict("records")]


# --- who pays, and prices -------------------------------------------------------------------------


def _payers(money: Money, today: date) -> View:
    rows = money.of("funding")
    payers = money.of("payer")
    labels = [str(label) for label in rows["label"]]
    said = [
        spending_text.payer({str(k): v for k, v in row.items()}, today)
        for row in rows.to_dict("records")
    ]
    table = [
        (label, text, kroner(amount))
        for label, text, amount in zip(labels, said, _øre(rows), strict=True)
    ]
    table.append(("I alt", "", kroner(money.amount.øre)))
    title = "Hvem betaler, og hvor længe"
    named = [f"{label}: {text}" for label, text in zip(labels, said, strict=True)]
    return View(
        _dots(title, money, [str(label) for label in payers["label"]], payers),
        f"{title}, {money.basis}",
        ("Indsats", "Betaler", "Til opgaven"),
        ("Til opgaven",),
        table,
        (spending_text.ends_soon(rows, today),),
        _file(money, title, ("Indsats og betaler", "Til opgaven"), named, rows, beside=False),
    )


def _prices(release: Release, money: Money) -> View:
    rates = release.price_rates
    table = [
        (
            row["year"],
            PriceIndex(row["index"]).in_words,
            f"{numbers.number(row['percent'], 2)}{NO_BREAK_SPACE}%",
            dates.date(row["estimated_on"]),
            "ja" if row["in_use"] else "nej, afløst",
        )
        for row in rates.to_dict("records")
    ]
    title = "Pris- og lønskøn"
    headings = ("Til år", "Skøn", "Stigning", "Skønnet den", "I brug")
    numeric = ("Stigning",)
    whole = tables.Table(title, _notes(money), pd.DataFrame(table, columns=list(headings)))
    return View(
        None, title, headings, numeric, table,
        (spending_text.prices_line(money.bases, rates),), whole,
    )  # fmt: skip


def rate_names(prices: PriceTable) -> dict[str, str]:
    """The estimates of a table by code: what to choose from."""
    return {
        f"{rate.index}-{rate.year}-{rate.estimated_on}": (
            f"{rate.year}: {numbers.number(float(rate.percent), 2)} %, skønnet "
            f"{dates.date(rate.estimated_on)}"
        )
        for rate in prices.rates
        if rate.index is PriceIndex.MUNICIPAL
    }


def rate_of(prices: PriceTable, code: str) -> Rate:
    """An estimate by its code."""
    return next(
        rate for rate in prices.rates if code == f"{rate.index}-{rate.year}-{rate.estimated_on}"
    )


def uses_state_index(prices: PriceTable) -> bool:
    """Whether the state's index stands beside the municipality's own."""
    return any(rate.index is PriceIndex.STATE for rate in prices.rates)


# --- files ----------------------------------------------------------------------------------------


def as_csv(file: tables.Table) -> bytes:
    """A table as a CSV file, amounts as a Danish spreadsheet reads them."""
    rows = file.rows.map(lambda cell: cell if isinstance(cell, str) else _plain(cell))
    return tables.as_csv(tables.Table(file.title, file.notes, rows))


def as_xlsx(file: tables.Table) -> bytes:
    """A table as a workbook, amounts as numbers."""
    return tables.as_xlsx(file)


def _plain(cell: object) -> str:
    return "" if cell is None or cell != cell else numbers.plain(float(str(cell)), 2)


def _file(
    money: Money,
    title: str,
    headings: Sequence[str],
    labels: Sequence[str],
    rows: pd.DataFrame,
    *,
    beside: bool,
) -> tables.Table:
    """All that is shown, with the basis on every row."""
    bases = [_basis(row) for row in rows.to_dict("records")]
    columns: dict[str, list[Any]] = {
        headings[0]: list(labels),
        "Version": [basis.version.in_words for basis in bases],
        "År": [basis.year for basis in bases],
        "Prisniveau": [basis.prices_in_words for basis in bases],
        f"{headings[1]} (kr.)": [amount / ØRE for amount in _øre(rows)],
    }
    if beside:
        columns[f"{headings[2]} (kr.)"] = [one / ØRE for one in _øre(rows, "untagged")]
    if headings[0] == "Version":
        columns = {"Beløb": list(labels), **{k: v for k, v in columns.items() if k != "Version"}}
    columns["Oprindelse"] = [_origin(origin) for origin in rows["origin"]]
    return tables.Table(title, _notes(money), pd.DataFrame(columns))


def _notes(money: Money) -> tuple[str, ...]:
    share = spending_text.untagged_share(money.amount, money.untagged)
    lines = [
        f"{name}: {text}"
        for name, text in spending_text.ground(money.basis, money.ground, share)
        if text
    ]
    example = ["Eksempeldata: tallene er opfundne."] if money.is_example else []
    return (*example, *lines)


def _origin(origin: str) -> str:
    return {"example": "Eksempeldata", "municipal": "Kommunens egne tal"}.get(origin, origin)


def _øre(rows: pd.DataFrame, column: str = "amount") -> list[int]:
    return [int(amount) for amount in rows[column].tolist()]


def _unit(basis: Basis, *, prices_only: bool = False) -> str:
    said = basis.prices_in_words
    what = "" if prices_only else f"{words.capitalise(basis.version.in_words)} {basis.year}, "
    return f"{what}mio. kr., {said}" if what else f"Mio. kr., {said}"


def _basis(row: "Mapping[Any, Any] | pd.Series[Any]") -> Basis:
    version, year, prices, index = (str(row[key]) for key in KEYS)
    return Basis(Version(version), year, prices, index)


def _is(rows: pd.DataFrame, basis: Basis) -> "pd.Series[bool]":
    same = rows["version"].eq(basis.version) & rows["year"].eq(basis.year)
    return same & rows["prices"].eq(basis.prices) & rows["index"].eq(basis.index)
