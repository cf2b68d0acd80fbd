"""What the task costs: tagged shares of account lines, added up.

Amounts are added only within one version of one year in one price level: they are `Amount`s, which
refuse anything else.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Any

import pandas as pd

from indicators.cube import ORIGINS
from store import economy, economy_queries
from store.amounts import Amount, Basis, PriceIndex, Version
from store.economy import PAYERS, WHOLE, Tag
from store.prices import PriceTable
from store.warehouse import Origin, Warehouse

OPERATING = ("", "1", "2", "3")
"""The dranst of what a task can cost: running it, the state's refunds, construction."""

_DIMENSIONS = ("", "unit", "function", "goal", "effort", "payer", "funding")
_UNNAMED = {
    "unit": "Uden center",
    "function": "Uden funktion",
    "goal": "Uden mål",
    "effort": "Uden indsats",
}


@dataclass(frozen=True)
class Piece:
    """A part of some lines: what one tag takes of them, or what no tag does.

    Attributes
    ----------
    lines
        How many lines it is of.
    origin
        The weaker of the lines' and of the tags'.
    goal, effort, payer, until
        As the tag says; empty where there is none.
    """

    amount: Amount
    unit: str
    function: str
    lines: int
    origin: str
    goal: str = ""
    effort: str = ""
    payer: str = ""
    until: date | None = None


@dataclass(frozen=True)
class Task:
    """The money of the task and the money beside it, before it is added up.

    Attributes
    ----------
    tagged
        What tags take.
    rest
        What is not tagged of the money on functions where the task can lie.
    """

    tagged: Sequence[Piece]
    rest: Sequence[Piece]

    @property
    def bases(self) -> list[Basis]:
        """What the amounts are amounts of, in the order of years and versions."""
        found = {piece.amount.basis for piece in (*self.tagged, *self.rest)}
        versions = [*Version]
        return sorted(found, key=lambda one: (one.year, versions.index(one.version)))


def tables(open_: Warehouse) -> dict[str, pd.DataFrame]:
    """The tables of a release on money: `spending`, `spending_basis` and `price_rate`."""
    if not economy_queries.has_budgets(open_):
        return {name: pd.DataFrame() for name in ("spending", "spending_basis", "price_rate")}
    prices = economy_queries.prices(open_)
    rows = list(_spending(task(open_), prices))
    return {
        "spending": pd.DataFrame(rows),
        "spending_basis": basis_list(open_),
        "price_rate": rate_list(prices),
    }


# --- what is tagged -------------------------------------------------------------------------------


def task(open_: Warehouse) -> Task:
    """The tagged money in force, and what is not tagged beside it."""
    held = economy_queries.tags(open_)
    tags, tagged_by = held.tags, held.origin
    possible = [one.code for one in economy.functions().values() if one.can_hold_task]
    lines = open_.connection.execute(
        "select version, year, prices, unit, function, cost_centre, origin,"
        " sum(amount)::hugeint::varchar as amount, count(*) as lines from budget_in_force"
        " where dranst in (select unnest($dranst)) and"
        " (function in (select unnest($functions)) or cost_centre in (select unnest($centres)))"
        " group by all order by all",
        {
            "dranst": list(OPERATING),
            "functions": sorted({*possible, *(tag.function for tag in tags)} - {""}),
            "centres": sorted({tag.cost_centre for tag in tags} - {""}),
        },
    ).df()
    tagged: list[Piece] = []
    rest: list[Piece] = []
    for line in lines.to_dict("records"):
        # Invented tags say nothing of true accounts.
        is_known = tagged_by is not Origin.EXAMPLE or line["origin"] == Origin.EXAMPLE
        fitting = [tag for tag in tags if tag.fits(line["function"], line["cost_centre"])]
        basis = Basis(Version(line["version"]), line["year"], line["prices"])
        whole = Piece(
            Amount(int(line["amount"]), basis),
            line["unit"],
            line["function"],
            int(line["lines"]),
            line["origin"],
        )
        untagged = whole.amount
        for tag, share in shared(whole.amount.øre, fitting if is_known else []):
            taken = Amount(share, basis)
            origin = min(whole.origin, tagged_by, key=ORIGINS.index)
            tagged.append(replace(whole, amount=taken, origin=origin, **_said(tag)))
            untagged += -taken
        rest.append(replace(whole, amount=untagged))
    return Task(tagged, rest)


def shared(amount: int, tags: Sequence[Tag]) -> list[tuple[Tag, int]]:
    """What each tag takes of an amount, in whole øre.

    The shares are rounded one after the other so that together they are the amount times the sum
    of the shares, rounded: nothing is taken twice and no øre is lost.
    """
    found = []
    before = so_far = 0
    for tag in tags:
        so_far += tag.share
        now = _rounded(amount * so_far, WHOLE)
        found.append((tag, now - before))
        before = now
    return found


def _rounded(product: int, by: int) -> int:
    """A whole number divided, to the nearest, halves away from zero."""
    whole = (2 * abs(product) + by) // (2 * by)
    return whole if product >= 0 else -whole


def _said(tag: Tag) -> dict[str, Any]:
    return {"goal": tag.goal, "effort": tag.effort, "payer": tag.payer.value, "until": tag.until}


# --- sums -----------------------------------------------------------------------------------------


def _spending(money: Task, prices: PriceTable) -> Iterator[dict[str, Any]]:
    """Rows of the release's table `spending`: each basis by each dimension."""
    to, index = _target(money.bases, prices)
    for basis in money.bases:
        tagged = [piece for piece in money.tagged if piece.amount.basis == basis]
        rest = [piece for piece in money.rest if piece.amount.basis == basis]
        for dimension in _DIMENSIONS:
            for row in _by(dimension, tagged, rest, basis):
                yield _row(row, basis)
                if to and index:
                    yield _row(row, basis, lambda amount: prices.converted(amount, to, index))


@dataclass(frozen=True)
class _Sum:
    """A row to be: what it is about, the tagged money and what is not tagged beside it."""

    dimension: str
    code: str
    label: str
    position: int
    tagged: Amount
    untagged: Amount | None
    lines: int
    origin: str
    payer: str = ""
    until: date | None = None


def _by(
    dimension: str, tagged: Sequence[Piece], rest: Sequence[Piece], basis: Basis
) -> Iterator[_Sum]:
    if dimension == "":
        yield _sum("", "", "I alt", 0, tagged, rest, basis)
        return
    if dimension == "funding":
        yield from _funding(tagged, basis)
        return
    of_tagged = _grouped(tagged, attrgetter(dimension))
    beside = dimension in ("unit", "function")
    of_rest = _grouped(rest, attrgetter(dimension)) if beside else {}
    for position, code in enumerate(_ordered(dimension, {*of_tagged, *of_rest})):
        left = of_rest.get(code, []) if beside else None
        label = _label(dimension, code)
        found = _sum(dimension, code, label, position, of_tagged.get(code, []), left, basis)
        if found.tagged.øre or (found.untagged and found.untagged.øre):
            yield found


def _funding(tagged: Sequence[Piece], basis: Basis) -> Iterator[_Sum]:
    """By effort, who pays and until when; what ends first stands first, what is lasting last."""
    groups = _grouped(tagged, lambda one: (one.until or date.max, one.effort, one.payer))
    for position, ((until, effort, payer), mine) in enumerate(sorted(groups.items())):
        day = None if until == date.max else until
        code = f"{effort}|{payer}|{day or ''}"
        found = _sum("funding", code, _label("effort", effort), position, mine, None, basis)
        yield replace(found, payer=payer, until=day)


def _grouped(pieces: Sequence[Piece], key: Callable[[Piece], Any]) -> dict[Any, list[Piece]]:
    groups: dict[Any, list[Piece]] = defaultdict(list)
    for piece in pieces:
        groups[key(piece)].append(piece)
    return dict(groups)


def _sum(
    dimension: str,
    code: str,
    label: str,
    position: int,
    tagged: Sequence[Piece],
    rest: Sequence[Piece] | None,
    basis: Basis,
) -> _Sum:
    return _Sum(
        dimension,
        code,
        label,
        position,
        _total(tagged, basis),
        None if rest is None else _total(rest, basis),
        sum(piece.lines for piece in tagged),
        min((piece.origin for piece in (*tagged, *(rest or ()))), key=ORIGINS.index, default=""),
    )


def _total(pieces: Sequence[Piece], basis: Basis) -> Amount:
    return sum((piece.amount for piece in pieces), Amount(0, basis))


def _ordered(dimension: str, codes: Iterable[str]) -> list[str]:
    """Codes in reading order; what has none last."""
    known = {"unit": list(economy.units()), "payer": list(PAYERS)}.get(dimension, [])
    return sorted(
        codes,
        key=lambda code: (not code, known.index(code) if code in known else len(known), code),
    )


def _label(dimension: str, code: str) -> str:
    if not code:
        return _UNNAMED.get(dimension, "")
    if dimension == "function":
        return f"{code} {economy.function_name(code)}".strip()
    return PAYERS[code].capitalize() if dimension == "payer" else code


def _row(
    row: _Sum, basis: Basis, convert: Callable[[Amount], Amount] | None = None
) -> dict[str, Any]:
    tagged = convert(row.tagged) if convert else row.tagged
    untagged = row.untagged
    if convert and untagged is not None:
        untagged = convert(untagged)
    in_prices = tagged.basis if convert else basis
    return {
        "version": basis.version.value,
        "year": basis.year,
        "prices": in_prices.prices,
        "index": in_prices.index,
        "dimension": row.dimension,
        "code": row.code,
        "label": row.label,
        "position": row.position,
        "amount": tagged.øre,
        "untagged": 0 if untagged is None else untagged.øre,
        "lines": row.lines,
        "origin": row.origin,
        "payer": row.payer,
        "until": row.until,
    }


def _target(bases: Sequence[Basis], prices: PriceTable) -> tuple[str, PriceIndex | None]:
    """The year whose prices all can be brought to, and with which index; empty where none."""
    settled = [basis for basis in bases if basis.version is not Version.ESTIMATE]
    levels = {basis.price_year for basis in settled}
    if len(levels) < 2:
        return "", None
    to = max(levels)
    index = prices.common({basis.price_year for basis in bases}, to)
    return (to, index) if index else ("", None)


# --- the lists ------------------------------------------------------------------------------------


def basis_list(open_: Warehouse) -> pd.DataFrame:
    """What each version of each year in force rests on: prices, sign, unit, day, file and load.

    And the tags in force, which say what of it belongs to the task.
    """
    held = economy_queries.tags(open_)
    bases = open_.connection.execute(
        "select basis.version, basis.year, basis.prices, basis.sign, basis.unit, basis.as_of,"
        " basis.lines, load.load as number, load.file, load.author, load.source_date,"
        " load.loaded_at, load.origin, load.note"
        " from budget_basis as basis join load on load.load = basis.load"
        " join covering on covering.load = basis.load and covering.period = basis.year"
        f" and covering.source = '{economy.BUDGET}: ' || basis.version"
        " order by basis.year, basis.version"
    ).df()
    return bases.assign(
        tags=len(held.tags),
        tags_file=held.file or None,
        tags_author=held.author or None,
        tags_loaded_at=pd.Series([held.written_at] * len(bases), dtype="datetime64[us]"),
    )


def rate_list(prices: PriceTable) -> pd.DataFrame:
    """The percentages with whether each is the newest estimate of its year."""
    newest = {rate for index in PriceIndex for rate in prices.newest(index).values()}
    return pd.DataFrame(
        [
            {
                "index": rate.index.value,
                "year": rate.year,
                "percent": float(rate.percent),
                "estimated_on": rate.estimated_on,
                "in_use": rate in newest,
            }
            for rate in sorted(prices.rates)
        ]
    )
