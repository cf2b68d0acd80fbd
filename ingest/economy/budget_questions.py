"""Confirming how a budget is read: what each column becomes, and one question at a time.

The rows, questions and answers are those of `ingest.coupling`, so the same page can ask them.
"""

from collections.abc import Mapping
from dataclasses import replace

from danish import words
from danish.errors import DanishError
from ingest.cells import folded
from ingest.columns import Column
from ingest.coupling import LEFT_OUT, WHOLE, Answer, Details, Question, Row, Value
from ingest.economy import budget_codes, budget_rows
from ingest.economy.budget_reading import (
    CONSTANTS,
    FIELDS,
    KEPT,
    Reading,
    constant_in_words,
    lacking,
)
from ingest.frame import Table
from store import economy
from store.amounts import CURRENT, Version

MOST_VALUES = 60
_OUT = "-"
"""Stands for "not read" among the choices for a unit."""

_TITLES: Mapping[str, str] = {
    "sign": "Hvordan skriver filen fortegn?",
    "unit": "Hvilken enhed er beløbene i?",
    "prices": "Hvilket års priser er beløbene i?",
    "version": "Hvilken version er beløbene?",
    "year": "Hvilket år er beløbene for?",
    "as_of": "Hvilken dag er tallene opgjort?",
}
_HINTS: Mapping[str, str] = {
    "prices": "Skriv »løbende«, eller et prisår, for eksempel 2026.",
    "year": "For eksempel 2026.",
    "as_of": "For eksempel 30-06-2026.",
}
"""Constants that are typed, with an example."""


class NotAnAnswerError(DanishError):
    """What was typed is no answer to the question."""


def rows(table: Table, reading: Reading, open_: tuple[str, ...]) -> list[Row]:
    """What becomes of every column, and of the whole file; what is open first."""
    missing = lacking(reading)
    whole = [
        Row(f"{WHOLE}{name}", "hele filen", words.capitalise(_title(name)), "", True)
        for name in missing
    ]
    said = [
        Row(
            f"{WHOLE}{name}",
            "hele filen",
            f"{words.capitalise(title)}: {constant_in_words(name, reading.constants[name])}",
            "",
            f"{WHOLE}{name}" in open_,
        )
        for name, title in CONSTANTS.items()
        if reading.constants.get(name)
    ]
    columns = [_row(table, reading.column(name), name in open_) for name in table.columns]
    listed = [*whole, *said, *columns]
    return sorted(listed, key=lambda row: (not row.is_open, row.becomes.lower() == LEFT_OUT))


def question(table: Table, reading: Reading, key: str) -> Question:
    """What to ask of a column, or of the whole file."""
    if not key.startswith(WHOLE):
        choices = {"": LEFT_OUT, **_fields()}
        return Question(key, f"{key} er", _hint(table, key), choices, _choice(reading.column(key)))
    name = key.removeprefix(WHOLE)
    if name == "amount":
        choices = {column: column for column in table.columns}
        return Question(key, "Beløbene står i kolonnen", "", choices, "")
    chosen = reading.constants.get(name, "")
    listed: dict[str, str] = {
        "sign": dict(economy.SIGNS),
        "unit": dict(economy.UNITS),
        "version": {version.value: version.in_words for version in Version},
    }.get(name, {})
    shown = chosen if listed or not chosen else constant_in_words(name, chosen)
    return Question(key, _TITLES[name], _HINTS.get(name, ""), listed, shown)


def details(table: Table, reading: Reading, key: str, chosen: str, unit: str = "") -> Details:
    """What more to ask: the unit of a column of money, and the names that are on no list."""
    nothing = Details({}, "", False, False, (), {})
    if key.startswith(WHOLE) or not chosen:
        return nothing
    column = reading.column(key)
    if chosen.startswith("amount"):
        units = {"": "som hele filen", **economy.UNITS}
        return replace(nothing, units=units, unit=unit or column.unit)
    if chosen != "unit":
        return nothing
    counts = table.rows[key].value_counts()
    values = [
        Value(str(text), int(count), _unit(column, str(text)))
        for text, count in counts.items()
        if budget_codes.unit(str(text)) is None and budget_rows.is_line(str(text))
    ]
    codes = {name: name for name in economy.units()}
    choices = {KEPT: "en enhed; behold navnet", _OUT: "ikke med", **codes}
    return replace(nothing, values=tuple(values[:MOST_VALUES]), codes=choices)


def answered(table: Table, reading: Reading, key: str, answer: Answer) -> Reading:
    """The reading with what was answered.

    Raises
    ------
    NotAnAnswerError
        If what was typed is no year, no date or no price level.
    """
    if key == f"{WHOLE}amount":
        return _with(table, reading, replace(reading.column(answer.becomes), field="amount"))
    if key.startswith(WHOLE):
        name = key.removeprefix(WHOLE)
        value = _typed(name, answer.becomes) if name in _HINTS else answer.becomes
        return replace(reading, constants={**reading.constants, name: value})
    column = reading.column(key)
    field, _, version = answer.becomes.partition(":")
    fixed = dict(column.fixed)
    if field == "amount":
        fixed.pop("version", None)
        fixed |= {"version": version} if version else {}
    labels = dict(column.labels)
    for text, code in answer.codes.items():
        labels.pop(text, None)
        if code:  # without one the text stays open
            labels[text] = {_OUT: ""}.get(code, code)
    unit = answer.unit if field in ("amount", "addition") else ""
    return _with(
        table,
        reading,
        replace(
            column,
            field=field,
            unit=unit,
            fixed=fixed if field == "amount" else {},
            labels=labels if field == "unit" else {},
        ),
    )


def _with(table: Table, reading: Reading, column: Column) -> Reading:
    """The reading with one column read otherwise; a code has one column."""
    several = ("amount", "addition", "")
    columns = []
    for name in table.columns:
        other = reading.column(name)
        if name == column.name:
            columns.append(column)
        elif other.field == column.field and column.field not in several:
            columns.append(Column(name, ""))
        else:
            columns.append(other)
    return replace(reading, columns=tuple(columns))


def _typed(name: str, text: str) -> str:
    """A constant as it was typed, as our code."""
    plain = folded(text)
    year = budget_codes.year(text)
    if name == "prices" and "loebende" in plain:
        return CURRENT
    if name in ("prices", "year") and year:
        return year
    if name == "as_of" and (day := budget_codes.day(text)):
        return day.isoformat()
    raise NotAnAnswerError(f"»{text}« kan ikke bruges her. {_HINTS[name]}")


def _fields() -> dict[str, str]:
    """What a column may hold; money by its version."""
    amounts = {f"amount:{version.value}": f"beløb: {version.in_words}" for version in Version}
    named = {name: title for name, title in FIELDS.items() if name != "amount"}
    return {"amount:": "beløb, version for hele filen", **amounts, **named}


def _choice(column: Column) -> str:
    if column.field != "amount":
        return column.field
    return f"amount:{column.fixed.get('version', '')}"


def _unit(column: Column, text: str) -> str:
    said = column.labels.get(text)
    return "" if said is None else said or _OUT


def _row(table: Table, column: Column, is_open: bool) -> Row:
    becomes = (
        words.capitalise(_fields().get(_choice(column), LEFT_OUT)) if column.field else LEFT_OUT
    )
    more = [column.fixed[name] for name in ("year", "side") if name in column.fixed]
    if "prices" in column.fixed:
        more.append(constant_in_words("prices", column.fixed["prices"]))
    more += [economy.UNITS[column.unit]] if column.unit else []
    is_open = is_open or bool(column.field == "unit" and _unknown(table, column))
    return Row(column.name, column.name, words.capitalise(becomes), ", ".join(more), is_open)


def _unknown(table: Table, column: Column) -> list[str]:
    """Texts of a column of units that are on no list and nobody has coupled."""
    found = table.rows[column.name].dropna().unique()
    return [
        text
        for text in found
        if text not in column.labels
        and budget_codes.unit(text) is None
        and budget_rows.is_line(text)
    ]


def _hint(table: Table, column: str) -> str:
    """The first different texts of a column."""
    filled = table.rows[column].dropna()
    if filled.empty:
        return "Kolonnen er tom."
    shown = " · ".join(str(text)[:40] for text in filled.unique()[:4])
    return f"{shown} ({words.count(len(filled), 'udfyldt celle', 'udfyldte celler')})"


def _title(name: str) -> str:
    return "beløb" if name == "amount" else CONSTANTS[name]
