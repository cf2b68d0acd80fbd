"""Rows of a budget without codes, in order: headings, totals; and rows of main functions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from danish import numbers
from danish.money import kroner
from ingest.economy import budget_rows
from ingest.economy.budget_amounts import Money
from ingest.economy.budget_columns import side_of
from ingest.economy.budget_parse import SHOWN, Parse, whole
from ingest.economy.budget_reading import CODES
from ingest.economy.budget_rows import Kind, Row, Sorted
from ingest.frame import SEPARATOR
from ingest.problem import error, warning
from store.economy import MoneyUnit

MOST = 50_000
"""Rows without codes that are looked at one by one; larger files are read the fast way first."""


def sort(parse: Parse) -> Sorted | None:
    """Find the headings and totals of a file; None where every row has a code."""
    coded = [name for name in CODES if parse.reading.names(name)]
    labels = parse.labels()
    condition = _without_codes(parse, coded)
    if coded and not parse.ask(f"select 1 from raw where {condition} limit 1", _given(labels)):
        return None
    ((count,),) = parse.ask("select count(*) from raw")
    if whole(count) <= MOST:
        parse.look_closer()
    rows = _in_order(parse, condition, labels)
    if rows is None:
        return None
    found = budget_rows.sort(
        rows,
        parse.table,
        [one.name for one in parse.money],
        parse.money[0].unit,
        by_section=parse.is_by_section,
        labelled=not coded,
    )
    parse.problems += found.problems
    if coded:
        _stray(parse, found, rows)
    return found


def subtotals(parse: Parse) -> int:
    """Leave out rows of a main function whose functions are there too, once they are compared.

    Returns
    -------
    How many were compared.
    """
    codes = parse.codes.get("function", [])
    short = [code for code in codes if 0 < len(code) < 7]
    above = [code for code in short if any(one.startswith(f"{code}.") for one in codes)]
    if not above:
        return 0
    parse.connection.register(
        "functions",
        pa.table({"id": pa.array(range(len(codes)), pa.int32()), "code": pa.array(codes)}),
    )
    others = [name for name in parse.codes if name not in ("function", "dranst")]
    same = " and ".join(f"(s.{name} = 0 or s.{name} = f.{name})" for name in others)
    sums = ", ".join(f"any_value(s.a{i}), sum(f.a{i})" for i in range(len(parse.money)))
    coded = "(select parsed.*, code from parsed join functions on id = function)"
    found = parse.ask(
        f"select s.row, any_value(s.code), count(*), {sums} from {coded} as s"
        f" join {coded} as f on starts_with(f.code, s.code || '.') and len(f.code) = 7"
        f" and {same or 'true'} where s.code in (select unnest($above)) group by s.row"
        " order by s.row",
        {"above": above},
    )
    for row, code, count, *pairs in found:
        _compare(parse, whole(row), str(code), whole(count), pairs)
    if found:
        gone = {"gone": [whole(row) for row, *_ in found]}
        parse.ask("delete from parsed where row in (select unnest($gone))", gone)
    return len(found)


def _without_codes(parse: Parse, coded: Sequence[str]) -> str:
    """SQL of the condition that a row has no code."""
    columns = {name: parse.text(parse.keys[name].name) for name in coded}
    return (
        " and ".join(
            f"({column} is null or {column} in (select unnest($labels::varchar[])))"
            if name == "function"
            else f"{column} is null"
            for name, column in columns.items()
        )
        or "true"
    )


def _given(labels: Sequence[str]) -> dict[str, list[str]]:
    return {"labels": list(labels)}


def _in_order(parse: Parse, condition: str, labels: Sequence[str]) -> list[Row] | None:
    """The rows without codes, each with the sum of the lines that follow it."""
    table = parse.table
    money = [replace(one, is_plain=False) for one in parse.money]
    first = min(table.columns.index(one.name) for one in money)
    texts = [name for name in parse.texts if int(name[1:]) < first]
    label = f"coalesce({', '.join(texts)}, '')" if texts else "''"
    given = _given(labels) if "$labels" in condition else None
    parse.ask(
        f"create or replace temp table loose as select row, label, {_øre(money)} from"
        f" (select row, {label} as label, {_values(money)} from raw where {condition})",
        given,
    )
    ((count,),) = parse.ask("select count(*) from loose")
    if whole(count) > MOST:
        found = f"{numbers.number(whole(count))} rækker har hverken funktion, sted eller art"
        place = table.place_of_column(table.columns[0])
        remedy = "Vælg kolonnen med funktioner"
        parse.problems.append(error(place, found, "Ventede koder på hver linje", remedy))
        return None
    nothing: tuple[int | None, ...] = (None,) * len(money)
    # What stands in the header above the first column may be the first section's heading.
    head = table.columns[0].split(SEPARATOR)[-1] if table.frame.header_last else ""
    marks = {-1: Row(-1, head if side_of(head) else "", nothing)}
    marks |= {one.row: Row(one.row, "", nothing) for one in table.left_out if one.why == "tom"}
    names = ", ".join(f"a{i}" for i in range(len(money)))
    for row, text, *found_amounts in parse.ask(f"select row, label, {names} from loose"):
        amounts = tuple(None if one is None else whole(one) for one in found_amounts)
        marks[whole(row)] = Row(whole(row), str(text), amounts)
    following = _following(parse, sorted(marks))
    return [
        Row(one.row, one.label, one.amounts, *following.get(one.row, ((), 0)))
        for one in (marks[row] for row in sorted(marks))
    ]


def _following(parse: Parse, marks: Sequence[int]) -> Mapping[int, tuple[tuple[int, ...], int]]:
    """What the lines after each mark add up to, and how many they are."""
    parse.connection.register("marks", pa.table({"row": list(marks)}))
    sums = ", ".join(f"coalesce(sum({one.øre}), 0)" for one in parse.money)
    found = parse.ask(
        f"select mark, {sums}, count(*) from (select m.row as mark, {_values(parse.money)}"
        " from (from raw anti join loose using (row)) as r asof join marks as m on r.row >= m.row)"
        " group by mark"
    )
    return {
        whole(mark): (tuple(whole(one) for one in sums_), whole(lines))
        for mark, *sums_, lines in found
    }


def _values(money: Sequence[Money]) -> str:
    """SQL of the texts of money and the numbers they are."""
    texts = dict.fromkeys(one.text for one in money)
    return ", ".join([*texts, *(f"{one.value} as {one.parsed}" for one in money)])


def _øre(money: Sequence[Money]) -> str:
    return ", ".join(f"{one.øre} as a{i}" for i, one in enumerate(money))


def _stray(parse: Parse, found: Sorted, rows: Sequence[Row]) -> None:
    """Rows with amounts and no code that are no sum either."""
    stray = [row for row in rows if found.kinds.get(row.row) is Kind.LINE]
    first = parse.table.columns[0]
    for row in stray[:SHOWN]:
        parse.problems.append(
            error(
                parse.table.place(row.row, first),
                "Rækken har beløb, men ingen kode, og er ingen sum",
                "Ventede en funktion på hver linje",
                "Skriv funktionen, eller slet rækken",
            )
        )
    parse.more(first, len(stray) - SHOWN)


def _compare(parse: Parse, row: int, code: str, count: int, pairs: Sequence[object]) -> None:
    """A main function's amounts must be the sums of its functions'."""
    for i, one in enumerate(parse.money):
        said, summed = (None if cell is None else whole(cell) for cell in pairs[2 * i : 2 * i + 2])
        if said is None or said == summed:
            continue
        place = parse.table.place(row, one.name)
        found = f"{code} er {kroner(said)}, men dens funktioner er {kroner(summed)}"
        off = abs(said - (summed or 0))
        if one.unit is not MoneyUnit.KRONER and off <= one.unit.øre * (count + 1) // 2:
            parse.problems.append(warning(place, found, "Forskellen kan være afrunding"))
            continue
        remedy = "Ret summen eller den funktion, der mangler"
        parse.problems.append(error(place, found, "Ventede summen af dem", remedy))
