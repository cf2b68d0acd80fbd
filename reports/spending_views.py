"""The views of *Økonomi*: what the task costs by centre, function, effort, goal, and against what.

Every view is of amounts of one version, year and price level, or compares such amounts of the same
prices; nothing is added across them.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from charts.description import Comparison, History, Point, Role, Row, Scale, Series
from charts.geometry import middle_of
from danish import numbers, words
from danish.money import change, kroner, millions
from reports import price_rates, spending_file, spending_text
from reports.spending import Money, basis_of, øre
from reports.spending_view import View
from store.amounts import Amount, Basis, Version
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


def view(name: str, release: Release, money: Money, today: date) -> View:
    """A view of the chosen basis."""
    match name:
        case "versioner":
            return _versions(money)
        case "betaler":
            return _payers(money, today)
        case "priser":
            return price_rates.view(release, money)
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
        for label, amount, untagged in zip(labels, øre(rows), øre(rows, "untagged"), strict=True)
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
        spending_file.file(money, title, (heading, *numeric), labels, rows, beside=beside),
    )


def _dots(title: str, money: Money, labels: Sequence[str], rows: pd.DataFrame) -> Comparison:
    listed = [
        Row(label, float(amount), None, None, Role.PEER)
        for label, amount in zip(labels, øre(rows), strict=True)
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
        (str(row["version"]), str(row["year"])): Amount(int(row["amount"]), basis_of(row))
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
        f"År for år, {money.basis.prices_in_words}",
        headings,
        headings[1:],
        table,
        (
            "Versioner lægges aldrig sammen. »Mod budget« er regnskabet, eller indtil det er der "
            "det forventede, mod det korrigerede budget; plus er merforbrug.",
        ),
        spending_file.file(
            money, title, ("Version", "Til opgaven"), _names(mine), mine, beside=False
        ),
        is_wide=True,
    )


def _comparable(row: "pd.Series[Any]", basis: Basis) -> bool:
    """Whether a row is in prices that may stand beside those that are chosen."""
    other = basis_of(row)
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
    return [str(basis_of(row)) for row in rows.to_dict("records")]


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
        (label, words.capitalise(text), kroner(amount))
        for label, text, amount in zip(labels, said, øre(rows), strict=True)
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
        spending_file.file(
            money, title, ("Indsats og betaler", "Til opgaven"), named, rows, beside=False
        ),
    )


def _unit(basis: Basis, *, prices_only: bool = False) -> str:
    said = basis.prices_in_words
    what = "" if prices_only else f"{words.capitalise(basis.version.in_words)} {basis.year}, "
    return f"{what}mio. kr., {said}" if what else f"Mio. kr., {said}"
