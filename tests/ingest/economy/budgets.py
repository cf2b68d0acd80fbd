"""Budgets as municipalities lay them out, as sheets and as files; and the shortest way through."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd

from ingest import frame
from ingest.columns import Column
from ingest.economy import budget, budget_suggestion
from ingest.economy.budget import Checked
from ingest.economy.budget_reading import Reading
from ingest.frame import Table
from ingest.upload import Upload
from ingest.workbook import Sheet

TODAY = date(2026, 11, 23)
Rows = Sequence[Sequence[str]]

MINUTES: Rows = [
    ["Regnskab 2023 for Ishøj Kommune"],
    ["1.000 kr."],
    ["(foreløbige 2025-priser)"],
    ["", "Budget 2022", "Regnskab 2022", "Budget 2023", "Regnskab 2023"],
    ["Indtægter (-)"],
    ["Skatter", "1.234.567", "1.240.000", "1.300.000", "1.310.500"],
    ["Tilskud og udligning", "800.100", "790.000", "810.000", "815.250"],
    ["Indtægter i alt", "2.034.667", "2.030.000", "2.110.000", "2.125.750"],
    [],
    ["Udgifter (+)"],
    ["Børne- og Undervisningsudvalget", "1.000.000", "1.010.000", "1.050.000", "1.060.000"],
    ["Social- og Sundhedsudvalget", "900.000", "910.000", "950.000", "940.000"],
    ["Udgifter i alt", "1.900.000", "1.920.000", "2.000.000", "2.000.000"],
    [],
    ["Resultat i alt", "134.667", "110.000", "110.000", "125.750"],
    ["* foreløbige tal"],
]
"""A table of minutes: positive numbers under both headings."""

YEARS: Rows = [
    ["Budgetoversigt 2026-2029"],
    ["1.000 kr., 2026-priser"],
    ["", "2026", "2027", "2028", "2029"],
    ["Økonomi- og Planudvalget", "400.000", "401.000", "402.000", "403.000"],
    ["Børne- og Undervisningsudvalget", "1.000.000", "1.010.000", "1.020.000", "1.030.000"],
    ["Kultur- og Fritidsudvalget", "249.704", "250.000", "251.000", "252.000"],
    ["I alt", "1.649.704", "1.661.000", "1.673.000", "1.685.000"],
    ["KL's serviceramme", "1.653.167", "1.660.000", "1.670.000", "1.680.000"],
    ["Afvigelse*", "-3.463", "1.000", "3.000", "5.000"],
    ["*Positivt beløb = over rammen"],
]
"""A budget and three years of estimates, with a frame that is no spending."""

TILL: Rows = [
    ["Finansiering 2026-2029"],
    ["1.000 kr., 2026-priser"],
    ["", "2026", "2027", "2028", "2029"],
    ["Økonomi- og Planudvalget", "-400.000", "-401.000", "-402.000", "-403.000"],
    ["Børne- og Undervisningsudvalget", "-1.000.000", "-1.010.000", "-1.020.000", "-1.030.000"],
    ["Kultur- og Fritidsudvalget", "-249.704", "-250.000", "-251.000", "-252.000"],
    ["I alt", "-1.649.704", "-1.661.000", "-1.673.000", "-1.685.000"],
    ["*Positivt beløb = penge i kassen"],
]
"""The table after it in the same minutes, with the other sign."""

_SIDES = ["UDGIFT", "INDTÆGT"] * 2
TALBOG: Rows = [
    ["Talbog til budget 2026"],
    ["Beløb i hele kr."],
    ["", "Budget 2026", "", "Overslag 2027", ""],
    ["", *_SIDES],
    ["A. Driftsvirksomhed (inkl. refusion)"],
    ["5.28.21 Forebyggende foranstaltninger", "1.234.567", "34.567", "1.250.000", "35.000"],
    ["3.38.76 Ungdomsskolevirksomhed", "8.000.000", "500.000", "8.000.000", "500.000"],
    ["A i alt", "9.234.567", "534.567", "9.250.000", "535.000"],
    ["B. Anlæg"],
    ["0.28.20 Grønne områder", "1.000.000", "0", "0", "0"],
    ["B i alt", "1.000.000", "0", "0", "0"],
    ["I alt", "10.234.567", "534.567", "9.250.000", "535.000"],
]
"""A header of two levels, each version split into spending and income."""

_ERP = (
    "Udvalg;Politikområde;Center;Omkostningssted;PSP;Funktion;Gruppering;Dranst;Art;Tekst;"
    "Oprindeligt budget;Tillægsbevilling;Korrigeret budget;Forbrug (ÅTD);Forbrug %;"
    "Forventet regnskab;Afvigelse;Restbudget;Årsværk"
)
ERP: Rows = [
    _ERP.split(";"),
    ["KFU", "Ungdom", "Center for Kultur og Fritid", "4521 Ungdomsskolen", "XG-100", "05.28.21",
     "001", "1", "1", "Løn Peter Hansen", "1.000.000,50", "50.000", "1.050.000,50", "525.000,25",
     "50,0", "1.050.000,5", "0", "525.000,25", "2,0"],
    ["KFU", "Ungdom", "Center for Kultur og Fritid", "4522", "XG-101", "0338760001", "001", "1",
     "7.6", "Tilskud", "-200.000", "0", "200.000-", "-100.000", "50", "-200000", "0", "-100.000",
     ""],
    ["I alt", *[""] * 9, "800.000,50", "50.000", "850.000,50", "425.000,25", "50", "850.000,5",
     "0", "425.000,25", "2"],
]  # fmt: skip
"""The columns of an accounting system, signs in two ways, a total without codes."""

REPORTED: Rows = [
    ["183", "052821", "1", "1", "001", "1.0", "1234"],
    ["183", "052821", "1", "1", "001", "7.6", "-200"],
    ["183", "033876", "1", "1", "001", "1.0", "9000"],
]
"""What is reported to Statistics Denmark: no header, thousands of kroner."""
NAMES = ["kommunekode", "funktion", "dranst", "ejerkode", "gruppering", "art", "beløb"]


def sheet(rows: Rows, name: str = "Ark1") -> Sheet:
    """Rows as a sheet; an empty text is an empty cell."""
    width = max(map(len, rows))
    padded = [[cell or None for cell in row] + [None] * (width - len(row)) for row in rows]
    return Sheet(name, pd.DataFrame(padded, dtype="str"))


def table(rows: Rows, name: str = "Ark1") -> Table:
    """The table of a sheet, totals kept."""
    return frame.find(sheet(rows, name), totals=True)


def changed(rows: Rows, cells: Mapping[tuple[int, int], str]) -> list[list[str]]:
    """The same rows with some cells replaced, by row and column from 0."""
    copy = [list(row) for row in rows]
    for (row, column), text in cells.items():
        copy[row][column] = text
    return copy


def reading(of: Table, units: Mapping[str, str] | None = None, **said: str) -> Reading:
    """The suggested reading with answers: constants, and what texts of units are."""
    found = budget_suggestion.suggest(of).reading
    columns = tuple(
        Column(c.name, c.field, c.unit, labels=units or {}, fixed=c.fixed)
        if c.field == "unit"
        else c
        for c in found.columns
    )
    kept = {name: value for name, value in {**found.constants, **said}.items() if value}
    return Reading("", columns, kept)


def checked(
    rows: Rows | Table,
    units: Mapping[str, str] | None = None,
    *,
    name: str = "fil.xlsx",
    **said: str,
) -> Checked:
    """A budget read with answers; a constant answered with "" is left open."""
    of = rows if isinstance(rows, Table) else table(rows)
    upload = Upload(name, f"{name}{rows!r}"[:64], 100, "xlsx", (of,))
    return budget.check(upload, of, reading(of, units, **said), TODAY)


def amounts(one: Checked, *keys: str) -> dict[tuple[str, ...], int]:
    """Øre by version and year, and by other columns of the lines."""
    assert one.lines is not None, [str(problem) for problem in one.problems]
    rows = one.lines.table.to_pandas()
    of = one.lines.versions
    found: dict[tuple[str, ...], int] = {}
    for row in rows.to_dict("records"):
        version = of[row["basis"]]
        key = (version.version, version.year, *(str(row[name]) for name in keys))
        found[key] = found.get(key, 0) + row["amount"]
    return found


def texts(one: Checked) -> str:
    """What is told of it."""
    return "\n".join(str(problem) for problem in one.problems)


def write(path: Path, rows: Rows) -> Path:
    """Rows as a workbook of texts, or as a text file with `;`."""
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append([cell or None for cell in row])
        book.save(path)
    else:
        width = max(map(len, rows))  # as a spreadsheet saves it: all lines as long
        lines = [";".join([*row, *[""] * (width - len(row))]) for row in rows]
        path.write_text("\r\n".join(lines) + "\r\n", "utf-8")
    return path
