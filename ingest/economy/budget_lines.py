"""Lines of a budget out of rows of text: codes read, amounts as øre, income negative."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from danish import numbers, words
from ingest.economy import budget_codes, budget_loose
from ingest.economy.budget_amounts import Money
from ingest.economy.budget_parse import SHOWN, Parse, raw_of, whole
from ingest.economy.budget_reading import Reading
from ingest.economy.budget_rows import Sorted
from ingest.frame import Table
from ingest.problem import Problem, error, warning
from store.amounts import Basis, MixedAmountsError, Version
from store.economy import Side, Sign

LINE = ("unit", "cost_centre", "function", "dranst", "art")
"""The codes of a line, as in the table `budget_line`."""

__all__ = ["LINE", "Lines", "OfVersion", "raw_of", "read"]


@dataclass(frozen=True)
class OfVersion:
    """One version of one year in a file.

    Attributes
    ----------
    total
        In øre, income subtracted.
    lines
        How many amounts there are.
    """

    version: str
    year: str
    prices: str
    total: int
    lines: int


@dataclass(frozen=True)
class Lines:
    """What a budget holds.

    Attributes
    ----------
    table
        A row for each amount: `basis` (its place in `versions`), those of `LINE`, and `amount` in
        øre with spending positive and income negative.
    sums
        The same added up by `version`, `year`, `function`, `dranst` and `art`, with `lines`.
    versions
        The versions and years of it.
    as_of
        The day that spending to date or a forecast was drawn up.
    totals
        How many of the file's own totals were compared with the lines.
    """

    table: pa.Table
    sums: pa.Table
    versions: tuple[OfVersion, ...]
    sign: str
    unit: str
    as_of: date | None
    totals: int = 0


def read(
    connection: duckdb.DuckDBPyConnection, table: Table, reading: Reading
) -> tuple[Lines | None, list[Problem]]:
    """Read the lines of a file whose table `raw` is there and whose reading lacks nothing.

    Returns
    -------
    The lines, or None where errors stop them; and what is wrong or should be known.
    """
    parse = Parse(connection, table, reading)
    rows = budget_loose.sort(parse)
    parse.read_codes(rows.left_out if rows else ())
    _parse(parse, rows)
    if any(_faults(parse)):
        parse.look_closer()
        _parse(parse, rows)
    _amounts(parse)
    totals = (rows.checked if rows else 0) + budget_loose.subtotals(parse)
    _additions(parse)
    lines = None if parse.stops else _lines(parse, totals)
    return (None if parse.stops else lines), parse.problems


def _parse(parse: Parse, rows: Sorted | None) -> None:
    """Make the table `parsed`: a row a line, with the numbers of its codes and amounts in øre.

    Columns: `row`, those of `parse.codes`, `section` (−1 where a heading says income, 1 spending),
    and of each column of money its øre `a…`, and `f…`: 1 where its text is no number, 2 where it
    is no whole number of øre.
    """
    money, keys = parse.money, parse.keys
    source, section = "raw", "null::tinyint"
    if rows and rows.left_out:
        source = "(from raw anti join gone using (row))"
    if rows and rows.sections:
        starts = {
            "row": [row for row, _ in rows.sections],
            "side": [-1 if side is Side.INCOME else 1 for _, side in rows.sections],
        }
        parse.connection.register("starts", pa.table(starts))
        source = (
            f"(select r.*, s.side from {source} as r asof left join starts as s on r.row >= s.row)"
        )
        section = "side"
    values = ", ".join(f"{one.value} as {one.parsed}" for one in money)
    codes = ", ".join(f"coalesce(t_{name}.id, 0)::int as {name}" for name in keys)
    joins = " ".join(
        f"left join codes_{name} as t_{name} on t_{name}.text = r.{parse.text(column.name)}"
        for name, column in keys.items()
    )
    inner = ", ".join(
        ["r.row", *([codes] if codes else []), f"{section} as section",
         *dict.fromkeys(f"r.{one.text}" for one in money), values]
    )  # fmt: skip
    amounts = ", ".join(f"{one.øre} as a{i}, {_fault(one)} as f{i}" for i, one in enumerate(money))
    names = ", ".join(["row", *keys, "section"])
    parse.ask(
        f"create or replace temp table parsed as select {names}, {amounts}"
        f" from (select {inner} from {source} as r {joins})"
    )


def _fault(one: Money) -> str:
    return f"(case when {one.unread} then 1 when {one.too_fine} then 2 else 0 end)::tinyint"


def _faults(parse: Parse) -> list[int]:
    """Of each column of money, how many cells are no number, and how many no whole øre."""
    columns = [f"count_if(f{i} = {kind})" for i in range(len(parse.money)) for kind in (1, 2)]
    ((*counts,),) = parse.ask(f"select {', '.join(columns)} from parsed")
    return [whole(count) for count in counts]


def _amounts(parse: Parse) -> None:
    """Tell of cells that hold no amount."""
    for number, count in enumerate(_faults(parse)):
        i, kind = divmod(number, 2)
        if not count:
            continue
        one = parse.money[i]
        what, expected, remedy = _AMOUNT_FAULTS[kind]
        found = parse.ask(
            f"select row, {one.text} from raw semi join"
            f" (select row from parsed where f{i} = {kind + 1}) using (row) order by row"
            f" limit {SHOWN}"
        )
        for row, text in found:
            place = parse.table.place(whole(row), one.name)
            parse.problems.append(error(place, f"»{str(text)[:40]}« {what}", expected, remedy))
        parse.more(one.name, count - len(found))


_AMOUNT_FAULTS = (
    ("er ikke et beløb", "Ventede et tal som 1.234,50", "Ret cellen"),
    (
        "er ikke et helt antal øre", "Ventede højst to decimaler i kroner",
        "Ret beløbet, eller vælg en anden enhed for filen",
    ),
)  # fmt: skip


def _additions(parse: Parse) -> None:
    """The adopted budget and what was added to it should be the corrected one."""
    named = {
        parse.reading.column(one.name).fixed.get("version", one.field): i
        for i, one in enumerate(parse.money)
    }
    wanted = (Version.ADOPTED.value, "addition", Version.CORRECTED.value)
    if not all(name in named for name in wanted):
        return
    adopted, added, corrected = (named[name] for name in wanted)
    found = parse.ask(
        f"select min(row), count(*) from parsed where coalesce(a{corrected}, 0)"
        f" <> coalesce(a{adopted}, 0) + coalesce(a{added}, 0)"
    )
    row, count = found[0]
    if row is not None:
        more = f" og {numbers.number(whole(count) - 1)} linjer mere" if whole(count) > 1 else ""
        parse.problems.append(
            warning(
                parse.table.place(whole(row), parse.money[corrected].name) + more,
                "Korrigeret budget er ikke vedtaget budget plus tillægsbevilling",
                "",
                "Kontrollér, om en kolonne med omplaceringer mangler",
            )
        )


# --- lines ----------------------------------------------------------------------------------------


def _lines(parse: Parse, totals: int) -> Lines | None:
    """The lines: one for each amount."""
    said = parse.reading.constants
    listed = _with_constants(parse)
    parts = []
    for i, one in enumerate(parse.money):
        if one.field != "amount":
            continue
        fixed = parse.reading.column(one.name).fixed
        columns = [
            f"{_number(parse, listed, name, fixed)} as {name}" for name in ("version", "year")
        ]
        columns += [f"{name if name in parse.codes else 0}::int as {name}" for name in LINE]
        prices = listed["prices"].index(fixed.get("prices") or said["prices"])
        parts.append(
            f"select {', '.join(columns)}, {prices} as prices,"
            f" {_factor(parse, fixed)} * a{i} as amount from parsed where a{i} is not null"
            + (" and unit <> 0" if _leaves_out(parse) else "")
        )
    parse.ask(f"create or replace temp view found as {' union all '.join(parts)}")
    levels = parse.ask(
        "select version, year, prices, sum(amount), count(*) from found group by all order by all"
    )
    numbers_of = [(whole(version), whole(year)) for version, year, *_ in levels]
    versions = [
        OfVersion(
            listed["version"][version], listed["year"][year], listed["prices"][whole(prices)],
            whole(total or 0), whole(count),
        )
        for (version, year), (*_, prices, total, count) in zip(numbers_of, levels, strict=True)
    ]  # fmt: skip
    _unplaced(parse, versions)
    _mixed_prices(parse, versions)
    if parse.stops:
        return None
    as_of = said.get("as_of")
    return Lines(
        _coded(parse, listed, numbers_of),
        _sums(parse, listed),
        tuple(versions),
        said["sign"],
        ", ".join(dict.fromkeys(str(one.unit) for one in parse.money)),
        date.fromisoformat(as_of) if as_of else None,
        totals,
    )


def _with_constants(parse: Parse) -> dict[str, list[str]]:
    """The different codes of the lines: those of cells, of headings and of the whole file."""
    columns = parse.reading.of("amount")
    said = parse.reading.constants
    listed = dict(parse.codes)
    for name in ("version", "year", "prices"):
        named = [column.fixed.get(name, "") for column in columns]
        listed[name] = list(dict.fromkeys(["", *listed.get(name, []), *named, said.get(name, "")]))
    return listed


def _number(
    parse: Parse, listed: Mapping[str, list[str]], name: str, fixed: Mapping[str, str]
) -> str:
    """SQL of a version or a year: of the heading, the line, or the whole file."""
    if name in fixed:
        return str(listed[name].index(fixed[name]))
    if name in parse.codes:
        return name
    return str(listed[name].index(parse.reading.constants[name]))


def _factor(parse: Parse, fixed: Mapping[str, str]) -> str:
    """SQL of what an amount is multiplied by so that spending is positive; null where unknown."""
    sign = parse.reading.constants["sign"]
    if sign == Sign.MINUS_IS_INCOME:
        return "1"
    if sign == Sign.MINUS_IS_SPENDING:
        return "-1"
    if "side" in fixed:
        return "-1" if fixed["side"] == Side.INCOME else "1"
    if "side" not in parse.codes:
        return "section"
    sides = parse.codes["side"]
    numbers_of = {side: sides.index(side) if side in sides else -1 for side in Side}
    return (
        f"case side when {numbers_of[Side.INCOME]} then -1 when {numbers_of[Side.SPENDING]}"
        " then 1 end"
    )


def _leaves_out(parse: Parse) -> bool:
    """Whether rows whose unit was coupled to nothing are to be left out."""
    return "unit" in parse.keys and "" in parse.keys["unit"].labels.values()


def _coded(
    parse: Parse, listed: Mapping[str, list[str]], versions: Sequence[tuple[int, int]]
) -> pa.Table:
    """The lines with codes in place of their numbers; each different code is held once."""
    of_version, of_year = zip(*versions, strict=True) if versions else ((), ())
    parse.connection.register(
        "bases",
        pa.table(
            {
                "basis": pa.array(range(len(versions)), pa.int32()),
                "version": pa.array(of_version, pa.int32()),
                "year": pa.array(of_year, pa.int32()),
            }
        ),
    )
    found = parse.connection.sql(
        f"select basis, {', '.join(LINE)}, amount from found join bases using (version, year)"
    ).to_arrow_table()
    columns = {name: _decoded(found.column(name), listed.get(name, [""])) for name in LINE}
    return pa.table({"basis": found.column("basis"), **columns, "amount": found.column("amount")})


def _sums(parse: Parse, listed: Mapping[str, list[str]]) -> pa.Table:
    names = ("version", "year", "function", "dranst", "art")
    by = ", ".join(names)
    found = parse.connection.sql(
        f"select {by}, sum(amount)::bigint as amount, sum(abs(amount))::bigint as size,"
        f" count(*) as lines from found group by {by}"
    ).to_arrow_table()
    columns = {name: _decoded(found.column(name), listed.get(name, [""])) for name in names}
    rest = {name: found.column(name) for name in ("amount", "size", "lines")}
    return pa.table({**columns, **rest})


def _decoded(numbers_: pa.ChunkedArray, codes: Sequence[str]) -> pa.ChunkedArray:
    """Numbers of codes as codes."""
    listed = pa.array(codes, pa.string())
    kind = pa.dictionary(pa.int32(), pa.string())
    chunks = [pa.DictionaryArray.from_arrays(chunk, listed) for chunk in numbers_.chunks]
    return pa.chunked_array(chunks, kind)


def _unplaced(parse: Parse, versions: Sequence[OfVersion]) -> None:
    """Amounts that are on no side, or lines that do not name their version or year."""
    ((unsided,),) = parse.ask("select count(*) from found where amount is null")
    if unsided:
        name = parse.reading.of("amount")[0].name
        count = words.count(whole(unsided), "beløb", "beløb")
        parse.problems.append(
            error(
                parse.table.place_of_column(name),
                f"{count} står hverken under udgifter eller indtægter",
                "Ventede en overskrift, en kolonne eller en celle, der siger hvilken side",
                "Skriv udgifter eller indtægter over rækkerne, eller vælg et andet fortegn",
            )
        )
    for name in ("version", "year"):
        empty = sum(one.lines for one in versions if not getattr(one, name))
        if empty:
            expected, remedy = budget_codes.EXPECTED[name]
            where = parse.table.place_of_column(parse.keys[name].name)
            found = f"{words.count(empty, 'celle er tom', 'celler er tomme')}"
            parse.problems.append(error(where, found, f"Ventede {expected}", remedy))


def _mixed_prices(parse: Parse, versions: Sequence[OfVersion]) -> None:
    """Amounts of one version of one year in the prices of two: they cannot be added."""
    first: dict[tuple[str, str], str] = {}
    for of in versions:
        key = (of.version, of.year)
        if of.version and first.setdefault(key, of.prices) != of.prices:
            one, other = (
                Basis(Version(of.version), of.year, level) for level in (first[key], of.prices)
            )
            place = parse.table.place_of_column(parse.reading.of("amount")[0].name)
            found = str(MixedAmountsError(one, other))
            parse.problems.append(error(place, found, "", "Lad den ene kolonne stå ude"))
