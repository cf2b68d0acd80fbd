"""`python -m indicators`: list the indicators and show the values of one."""

import csv
import json
import sys
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from danish import command_line, numbers, periods
from indicators import glossary, registry
from store import log, release
from store.settings import settings

_ABOUT = """Indikatorerne og deres værdier i den udgivelse, der er i kraft."""

COLUMNS = (
    "indicator", "area", "period", "breakdown", "value", "lower", "upper", "numerator",
    "denominator", "base", "origin", "absent_because", "marks",
)  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    parser = command_line.Parser(prog="python -m indicators", description=_ABOUT)
    commands = parser.add_subparsers(dest="command", required=True, metavar="KOMMANDO")
    commands.add_parser("list", help="vis alle indikatorer")
    show = commands.add_parser("show", help="vis værdierne af en indikator")
    show.add_argument("id", metavar="ID", help="for eksempel A4")
    show.add_argument(
        "--area",
        action="append",
        default=[],
        metavar="KODE",
        help="kun dette område, for eksempel 183 (kan gentages)",
    )
    show.add_argument(
        "--from", dest="first", default="", metavar="PERIODE", help="kun fra og med 2024K1"
    )
    show.add_argument(
        "--format", choices=("table", "csv", "json"), default="table", help="hvordan det skrives"
    )
    chosen = parser.parse_args(arguments)
    if chosen.command == "list":
        return list_indicators()
    return show_values(chosen.id, chosen.area, chosen.first, chosen.format)


def list_indicators() -> int:
    """Print id, title and whether it can be computed today."""
    for indicator in registry.INDICATORS.values():
        state = "beregnes" if indicator.is_computed else "ingen data endnu"
        print(f"{indicator.id:<3} {state:<17} {indicator.title}")
    return 0


def show_values(id_: str, areas: Sequence[str], first: str, form: str) -> int:
    """Print the values of one indicator, unrounded except in the table for people."""
    indicator = registry.indicator(id_.upper())
    if first:
        periods.parse(first)
    current = release.current()
    for area in areas:
        if area not in current.areas:
            print(f"Der er intet område med koden {area}.", file=sys.stderr)
            return 1
    rows = current.values(indicator.id, areas, first)[list(COLUMNS)]
    if form == "csv":
        write_csv(rows)
    elif form == "json":
        records = rows.astype(object).where(rows.notna(), None).to_dict("records")
        print(json.dumps(records, ensure_ascii=False, indent=1))
    else:
        print(f"{indicator.id} {indicator.title}. Enhed: {indicator.unit}")
        if not len(rows):
            print(f"Ingen data endnu. {indicator.needs}")
        for row in rows.to_dict("records"):
            print(line(row, current.areas[row["area"]].name, indicator.decimals, indicator.kind))
    return 0


def write_csv(rows: pd.DataFrame) -> None:
    """Comma, decimal point, unrounded; whole numbers without a point; empty where missing."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(rows.columns)
    for row in rows.itertuples(index=False):
        writer.writerow(["" if pd.isna(cell) else exact(cell) for cell in row])


def exact(cell: object) -> str:
    """A number in its shortest exact form, a text as it is."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(float(cell))
    return str(cell)


def line(row: Mapping[Hashable, Any], area: str, decimals: int, kind: str) -> str:
    """One value for a person."""

    def written(name: str) -> str:
        form = numbers.percent if kind == "share" else numbers.number
        return form(row[name], decimals)

    label = periods.label(str(row["period"]))
    part = f" [{row['breakdown']}]" if row["breakdown"] else ""
    if row["absent_because"]:
        return f"{area:<22} {label:<32}{part} {glossary.entry(str(row['absent_because'])).word}"
    cases = numbers.number(row["numerator"])
    return (
        f"{area:<22} {label:<32}{part} {written('value'):>9}  "
        f"({written('lower')} til {written('upper')})  antal {cases}"
    )


if __name__ == "__main__":
    command_line.run(main, lambda error: log.fault(settings().data, error))
