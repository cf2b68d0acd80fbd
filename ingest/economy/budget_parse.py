"""A budget on its way from texts to lines: how its columns are read, and what cannot be.

DuckDB holds the texts; only the different ones of each column of codes are looked at one by one, so
a million lines take seconds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import duckdb
import pandas as pd
import pyarrow as pa

from danish import words
from ingest.cells import Decimals
from ingest.columns import Column
from ingest.economy import budget_codes
from ingest.economy.budget_amounts import Money, decimals_of
from ingest.economy.budget_reading import CODES, KEPT, Reading
from ingest.frame import Table
from ingest.problem import Problem, error, warning
from store.economy import MoneyUnit, Sign

SAMPLE = 20_000
"""Cells of a column that say how it writes decimals."""
SHOWN = 5
"""How many faults of one kind are named with their place."""
KEYS = ("unit", *CODES, "version", "year", "side")
"""What a line may be told by, besides its amounts."""


@dataclass
class Parse:
    """One file on its way.

    Attributes
    ----------
    connection
        Has the table `raw`: `row` (in the sheet, from 0) and `c0`, `c1` … (texts of those of
        `table.columns` that are needed).
    table
        Names the columns and the places; its rows may be only the first of the file.
    codes
        Of each of `keys`, the different codes; the place in the list is the number of the code in
        the tables `codes_…` (`text`, `id`). The first is "".
    """

    connection: duckdb.DuckDBPyConnection
    table: Table
    reading: Reading
    problems: list[Problem] = field(default_factory=list)
    codes: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def keys(self) -> dict[str, Column]:
        """The column that each code of a line stands in."""
        return {name: found[0] for name in KEYS if (found := self.reading.of(name))}

    @cached_property
    def money(self) -> list[Money]:
        """How each column of money is read."""
        columns = [*self.reading.of("amount"), *self.reading.of("addition")]
        how = decimals_of([self._sample(column.name) for column in columns])
        place = self.table.place_of_column(columns[0].name)
        if how is Decimals.MIXED:
            self.problems.append(_mixed_decimals(place))
        if how is Decimals.UNCLEAR:
            found = "Punktum i beløbene læses som tusindtal: 1.234 er et tusind to hundrede"
            self.problems.append(warning(place, found))
        whole_file = self.reading.constants.get("unit", "")
        return [
            Money(
                column.name,
                column.field,
                self.text(column.name),
                f"m{number}",
                how,
                MoneyUnit(column.unit or whole_file),
            )
            for number, column in enumerate(columns)
        ]

    def look_closer(self) -> None:
        """Read money with all that may stand in a cell: 1.234,50 kr., (1.234), 1.234-."""
        self.money = [replace(one, is_plain=False) for one in self.money]

    @property
    def is_by_section(self) -> bool:
        """Whether headings say which side amounts are on."""
        amounts = self.reading.of("amount")
        return (
            self.reading.constants.get("sign") == Sign.ALWAYS_POSITIVE
            and not self.reading.names("side")
            and not all("side" in column.fixed for column in amounts)
        )

    @property
    def stops(self) -> bool:
        """Whether something that was found stops the load."""
        return any(problem.severity == "fejl" for problem in self.problems)

    @cached_property
    def texts(self) -> list[str]:
        """The SQL names of the columns of `raw` that hold texts, in the order of the file."""
        found = self.connection.execute("select * from raw limit 0").description or ()
        return [str(column[0]) for column in found if column[0] != "row"]

    def text(self, column: str) -> str:
        """The SQL name of a column of the file."""
        return f"c{self.table.columns.index(column)}"

    def ask(self, sql: str, parameters: object = None) -> list[tuple[object, ...]]:
        """All rows of a query."""
        return self.connection.execute(sql, parameters).fetchall()

    def first_row(self, column: str, text: str) -> list[int]:
        """The first row with a text in a column, if there is one."""
        sql = f"select min(row) from raw where {self.text(column)} = $text"
        return [whole(row) for (row,) in self.ask(sql, {"text": text}) if row is not None]

    def place(self, column: str, rows: Sequence[int]) -> str:
        """Where something stands in a column: in the first of some rows."""
        return self.table.place(rows[0], column) if rows else self.table.place_of_column(column)

    def read_codes(self, gone: Sequence[int] = ()) -> None:
        """Make the tables `codes_…`, and tell of texts that are no codes.

        Parameters
        ----------
        gone
            Rows that are no lines.
        """
        source = "raw"
        if gone:
            self.connection.register("gone", pa.table({"row": list(gone)}))
            source = "(from raw anti join gone using (row))"
        for name, column in self.keys.items():
            found = self.ask(f"select distinct {self.text(column.name)} from {source}")
            texts = [str(text) for (text,) in found if text is not None]
            read = {text: _code(name, column, text) for text in texts}
            self._unread(name, column, [text for text, code in read.items() if code is None])
            self._number(name, {text: code or "" for text, code in read.items()})
        self._dranst_behind()

    def labels(self) -> list[str]:
        """The texts of the column of functions that are no codes."""
        if "function" not in self.keys:
            return []
        column = self.text(self.keys["function"].name)
        texts = [str(text) for (text,) in self.ask(f"select distinct {column} from raw") if text]
        return [text for text in texts if budget_codes.is_label(text)]

    def more(self, column: str, count: int) -> None:
        """Tell how many faults of a kind are not named."""
        if count > 0:
            place = self.table.place_of_column(column)
            found = f"Og {words.count(count, 'celle', 'celler')} mere af samme slags"
            self.problems.append(error(place, found, "", "Ret dem alle"))

    def _dranst_behind(self) -> None:
        """The dranst that stands behind functions, for files without a column of it."""
        if "function" not in self.keys or "dranst" in self.keys:
            return
        found = [str(text) for (text,) in self.ask("select text from codes_function")]
        behind = {text: budget_codes.dranst_behind(text) for text in found}
        if any(behind.values()):
            self.keys["dranst"] = self.keys["function"]
            self._number("dranst", behind)

    def _number(self, name: str, read: Mapping[str, str]) -> None:
        """Give each different code a number, and make the table of texts and numbers."""
        listed = list(dict.fromkeys(["", *read.values()]))
        place = {code: number for number, code in enumerate(listed)}
        self.codes[name] = listed
        numbers = pa.array([place[code] for code in read.values()], pa.int32())
        texts = pa.array(list(read), pa.string())
        self.connection.register(f"codes_{name}", pa.table({"text": texts, "id": numbers}))

    def _sample(self, column: str) -> pd.Series:
        name = self.text(column)
        found = self.ask(f"select {name} from raw where {name} is not null limit {SAMPLE}")
        return pd.Series([text for (text,) in found], dtype="str")

    def _unread(self, name: str, column: Column, texts: Sequence[str]) -> None:
        expected, remedy = budget_codes.EXPECTED[name]
        for text in texts[:SHOWN]:
            place = self.place(column.name, self.first_row(column.name, text))
            # A cell that should hold a code may hold a name; what it says is told of units alone.
            shown = f"»{text[:60]}«" if name in ("unit", "version", "year", "side") else "Cellen"
            found = f"{shown} kan ikke læses"
            self.problems.append(error(place, found, f"Ventede {expected}", remedy))
        self.more(column.name, len(texts) - SHOWN)


def raw_of(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Make the table `raw` of a table that is in memory."""
    columns = {"row": pa.array(table.rows.index.to_numpy("int64"))}
    for place, name in enumerate(table.columns):
        columns[f"c{place}"] = pa.array(table.rows[name], pa.string(), from_pandas=True)
    connection.register("raw", pa.table(columns))


def whole(cell: object) -> int:
    """A whole number that DuckDB gave."""
    return int(str(cell))


def _code(name: str, column: Column, text: str) -> str | None:
    said: Mapping[str, str] = column.labels
    if text in said:
        return text if said[text] == KEPT else said[text]
    return budget_codes.READ[name](text)


def _mixed_decimals(place: str) -> Problem:
    return error(
        place,
        "Nogle beløb har komma før decimalerne, andre punktum",
        "Ventede samme skrivemåde i hele filen",
        "Ret beløbene, så alle har komma før decimalerne",
    )
