"""What the task costs: tagged shares of account lines, added up.

Amounts are added only within one version of one year in one price level: every sum here goes
through `store.amounts.total`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from indicators.cube import ORIGINS
from store import economy, economy_queries
from store.amounts import KEYS, Amount, Basis, PriceIndex, Version, bases_of, total
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
class Task:
    """The money of the task and the money beside it, before it is added up.

    Attributes
    ----------
    parts
        Tagged shares: `KEYS`, `unit`, `function`, `goal`, `effort`, `payer`, `until`, `amount`,
        `lines`, `origin`.
    rest
        What is not tagged of the money on functions where the task can lie: `KEYS`, `unit`,
        `function`, `amount`, `lines`, `origin`.
    """

    parts: pd.DataFrame
    rest: pd.DataFrame

    @property
    def bases(self) -> list[Basis]:
        """What the amounts are amounts of, in the order of years and versions."""
        found = {*bases_of(self.parts), *bases_of(self.rest)}
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
        "select version, year, prices, '' as \"index\", unit, function, cost_centre, origin,"
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
    parts: list[dict[str, Any]] = []
    rest: list[dict[str, Any]] = []
    for line in lines.to_dict("records"):
        # Invented tags say nothing of true accounts.
        is_known = tagged_by is not Origin.EXAMPLE or line["origin"] == Origin.EXAMPLE
        fitting = [tag for tag in tags if tag.fits(line["function"], line["cost_centre"])]
        amount = int(line["amount"])
        kept = {key: line[key] for key in (*KEYS, "unit", "function", "lines", "origin")}
        taken = 0
        for tag, share in shared(amount, fitting if is_known else []):
            origin = min(line["origin"], tagged_by, key=ORIGINS.index)
            parts.append({**kept, **_said(tag), "amount": share, "origin": origin})
            taken += share
        rest.append({**kept, "amount": amount - taken})
    return Task(_frame(parts, _PARTS), _frame(rest, _REST))


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


_REST = [*KEYS, "unit", "function", "amount", "lines", "origin"]
_PARTS = [*_REST, "goal", "effort", "payer", "until"]


def _frame(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(columns))
    return frame.assign(amount=pd.Series([row["amount"] for row in rows], dtype=object))


def _said(tag: Tag) -> dict[str, Any]:
    return {"goal": tag.goal, "effort": tag.effort, "payer": tag.payer.value, "until": tag.until}


# --- sums -----------------------------------------------------------------------------------------


def _spending(money: Task, prices: PriceTable) -> Iterator[dict[str, Any]]:
    """Rows of the release's table `spending`: each basis by each dimension."""
    to, index = _target(money.bases, prices)
    for basis in money.bases:
        parts, rest = _of(money.parts, basis), _of(money.rest, basis)
        for dimension in _DIMENSIONS:
            for row in _by(dimension, parts, rest, basis):
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


def _by(dimension: str, parts: pd.DataFrame, rest: pd.DataFrame, basis: Basis) -> Iterator[_Sum]:
    if dimension == "":
        yield _sum("", "", "I alt", 0, parts, rest, basis)
        return
    if dimension == "funding":
        yield from _funding(parts, basis)
        return
    column = parts[dimension]
    beside = dimension in ("unit", "function")
    codes = set(column) | (set(rest[dimension]) if beside else set())
    ordered = _ordered(dimension, codes)
    for position, code in enumerate(ordered):
        of_rest = rest[rest[dimension] == code] if beside else None
        label = _label(dimension, code)
        found = _sum(dimension, code, label, position, parts[column == code], of_rest, basis)
        if found.tagged.øre or (found.untagged and found.untagged.øre):
            yield found


def _funding(parts: pd.DataFrame, basis: Basis) -> Iterator[_Sum]:
    """By effort, who pays and until when."""
    until = parts["until"].map(lambda day: "" if day is None or day != day else str(day)[:10])
    keyed = parts.assign(until=until)
    keys = keyed[["effort", "payer", "until"]].drop_duplicates()
    ordered = sorted(keys.itertuples(index=False, name=None), key=lambda one: (one[2] or "9", one))
    for position, (effort, payer, day) in enumerate(ordered):
        mine = keyed[
            (keyed["effort"] == effort) & (keyed["payer"] == payer) & (keyed["until"] == day)
        ]
        label = _label("effort", effort)
        found = _sum("funding", f"{effort}|{payer}|{day}", label, position, mine, None, basis)
        yield _Sum(
            **{**vars(found), "payer": payer, "until": date.fromisoformat(day) if day else None}
        )


def _sum(
    dimension: str,
    code: str,
    label: str,
    position: int,
    parts: pd.DataFrame,
    rest: pd.DataFrame | None,
    basis: Basis,
) -> _Sum:
    both = parts if rest is None else pd.concat([parts["origin"], rest["origin"]]).to_frame()
    return _Sum(
        dimension,
        code,
        label,
        position,
        _total(parts, basis),
        None if rest is None else _total(rest, basis),
        int(parts["lines"].sum()),
        min(both["origin"], key=ORIGINS.index, default=""),
    )


def _total(rows: pd.DataFrame, basis: Basis) -> Amount:
    return total(rows) if len(rows) else Amount(0, basis)


def _of(rows: pd.DataFrame, basis: Basis) -> pd.DataFrame:
    """The rows of one basis."""
    same = rows["version"].eq(basis.version) & rows["year"].eq(basis.year)
    return rows[same & rows["prices"].eq(basis.prices) & rows["index"].eq(basis.index)]


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
