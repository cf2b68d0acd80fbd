"""Confirming a mapping: what each column becomes in words, and one question at a time.

What is asked of is a column of the file, or a field that no column holds (`WHOLE` and its name).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from danish import numbers, periods, words
from ingest import answer_labels, cells, mapped, suggestions
from ingest.columns import TITLES, UNITS, Column, FileMapping, fields, lacking
from ingest.frame import Table
from store import inputs
from store.inputs import InputKind
from store.settings import municipality
from store.sources import areas

WHOLE = "="
"""What stands before the name of a field that is the same for the whole file."""

LEFT_OUT = "ikke med"
MISSING = "mangler:"
"""What stands before the code of a missing answer, among the codes to choose from."""

ALL = "alle"
MOST_VALUES = 40
_SHOWN = 4
_DECIMALS = ("comma", "point")


@dataclass(frozen=True)
class Row:
    """A column of the file, or a field of the whole file, and what becomes of it.

    Attributes
    ----------
    key
        What it is asked of by; empty where there is nothing to ask.
    more
        A second line; may be empty.
    is_open
        Whether it must be confirmed.
    """

    key: str
    column: str
    becomes: str
    more: str
    is_open: bool


@dataclass(frozen=True)
class Value:
    """A text of a column, how many cells have it, and the code it is read as ("" for none)."""

    text: str
    count: int
    code: str


@dataclass(frozen=True)
class Question:
    """What is asked of one column, or of a field that no column holds.

    Attributes
    ----------
    title
        Such as ``vægt_2025 er``.
    hint
        The first different texts of the column.
    choices
        What it may become: field or code, and its Danish name. Empty where one types a period.
    chosen
        The one that is suggested; or the period.
    """

    key: str
    title: str
    hint: str
    choices: Mapping[str, str]
    chosen: str


@dataclass(frozen=True)
class Details:
    """What more is asked when a field is chosen for a column.

    Attributes
    ----------
    units
        Units or scales to choose from, and their Danish names; empty where there is no choice.
    can_turn
        Whether the scale may run the other way in the file.
    values
        The texts and their codes; empty where they are numbers.
    codes
        What a text may be read as, and its Danish name.
    """

    units: Mapping[str, str]
    unit: str
    can_turn: bool
    is_turned: bool
    values: tuple[Value, ...]
    codes: Mapping[str, str]

    @property
    def unread(self) -> tuple[Value, ...]:
        """The texts that nothing is known of."""
        return tuple(value for value in self.values if value.code not in self.codes)


@dataclass(frozen=True)
class Answer:
    """What the analyst says of a column or a field.

    Attributes
    ----------
    becomes
        The field of the column; or the code (or the period as it was typed) of a whole file.
    codes
        From text to code, for the texts that were shown.
    """

    becomes: str
    unit: str = ""
    is_turned: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)


def rows(table: Table, mapping: FileMapping, open_: tuple[str, ...]) -> list[Row]:
    """What becomes of every column, and of the whole file; what is open first."""
    lacks = [
        Row(f"{WHOLE}{name}", "hele filen", TITLES[name], "", True) for name in lacking(mapping)
    ]
    known = fields(mapping.kind, mapping.source)
    of_columns = []
    for name in table.columns:
        column = mapping.column(name)
        becomes = known.get(column.field, LEFT_OUT) if column.field else LEFT_OUT
        more = _more(mapping, column)
        of_columns.append(Row(name, name, words.capitalise(becomes), more, name in open_))
    found = [row for row in of_columns if row.is_open] + lacks
    found += [row for row in of_columns if not row.is_open and row.becomes.lower() != LEFT_OUT]
    found += [
        Row(f"{WHOLE}{name}", "hele filen", f"{words.capitalise(TITLES[name])}: {said}", "", False)
        for name, code in mapping.constants.items()
        if (said := _constant(mapping, name, code))
    ]
    left = [row for row in of_columns if not row.is_open and row.becomes.lower() == LEFT_OUT]
    return [*found, *left]


def in_short(listed: list[Row]) -> str:
    """How many columns are known: ``14 genkendt · 1 skal bekræftes · 3 ikke med``."""
    opened = sum(row.is_open for row in listed)
    left = sum(row.becomes.lower() == LEFT_OUT and not row.is_open for row in listed)
    parts = [f"{numbers.number(len(listed) - opened - left)} genkendt"]
    parts += [f"{numbers.number(opened)} skal bekræftes"] if opened else []
    parts += [f"{numbers.number(left)} ikke med"] if left else []
    return " · ".join(parts)


def question(table: Table, mapping: FileMapping, key: str, file: str = "") -> Question:
    """What to ask of a column or a field.

    Parameters
    ----------
    file
        The file's name: a period in it is suggested where nothing else tells of one.
    """
    if key.startswith(WHOLE):
        name = key.removeprefix(WHOLE)
        chosen = mapping.constants.get(name, "")
        if name in ("wave", "period"):
            chosen = chosen or _in_name(mapping, file)
            shown = periods.label(chosen) if chosen else ""
            return Question(key, "Hvilken periode gælder filen for?", _example(mapping), {}, shown)
        if name in ("area", "question"):
            choices = codes_of(mapping, name)
            default = municipality().code if name == "area" else next(iter(choices))
            asked = "Hvilket område" if name == "area" else "Hvilket spørgsmål"
            return Question(key, f"{asked} gælder filen for?", "", choices, chosen or default)
        # A number has to stand in a column: then it is the column that is asked for.
        choices = {column: column for column in table.columns}
        title = fields(mapping.kind, mapping.source).get(name, TITLES[name])
        return Question(key, f"{title} står i kolonnen", "", choices, "")
    column = mapping.column(key)
    choices = {"": LEFT_OUT} | fields(mapping.kind, mapping.source)
    hint = _texts(table.rows[key])
    return Question(key, f"{key} er", hint, choices, column.field if column.field else "")


def details(table: Table, mapping: FileMapping, key: str, chosen: str, unit: str = "") -> Details:
    """What more to ask when a field is chosen for a column.

    Parameters
    ----------
    unit
        The scale or unit that is chosen; the one that the column has by default.
    """
    nothing = Details({}, "", False, False, (), {})
    if key.startswith(WHOLE) or not chosen:
        return nothing
    column = _as(table, mapping, key, chosen)
    texts = table.rows[key]
    if column.question:
        scales = inputs.survey(mapping.source).questions[column.question].scales
        units = {code: inputs.scales()[code].title for code in scales}
        now = unit or column.unit or scales[0]
        if inputs.scales()[now].is_number:
            return replace(nothing, units=units if len(units) > 1 else {}, unit=now)
        codes = codes_of_scale(now)
        values = _values(texts, lambda text: _answer(column, text))
        return Details(units, now, True, column.reversed, values, codes)
    if chosen in ("value", "share"):
        units = {code: UNITS[code] for code in ("share", "percent")}
        if column.unit in _DECIMALS:
            units = {code: UNITS[code] for code in _DECIMALS}
        return replace(nothing, units=units, unit=column.unit)
    if chosen in ("weight", "answers", "deviation", "numerator", "denominator"):
        units = {code: UNITS[code] for code in _DECIMALS} if column.unit else {}
        return replace(nothing, units=units, unit=column.unit)
    if codes := codes_of(mapping, chosen):
        values = _values(texts, lambda text: _code(mapping, column, text))
        shown = {value.code for value in values if value.code} - set(codes)
        return replace(nothing, values=values, codes=codes | {code: code for code in shown})
    return nothing


def answered(table: Table, mapping: FileMapping, key: str, answer: Answer) -> FileMapping:
    """The mapping with what was answered; a column that had the field before is left out.

    Raises
    ------
    danish.periods.UnknownPeriodError
        If what was typed for a whole file is no period.
    """
    if key.startswith(WHOLE):
        name = key.removeprefix(WHOLE)
        if name in ("wave", "period"):
            code = _period(mapping, answer.becomes)
            return replace(mapping, constants={**mapping.constants, name: code})
        if name in ("area", "question"):
            return replace(mapping, constants={**mapping.constants, name: answer.becomes})
        return answered(table, mapping, answer.becomes, Answer(name))
    column = _as(table, mapping, key, answer.becomes)
    if answer.becomes:
        labels, missing = dict(column.labels), dict(column.missing)
        for text, code in answer.codes.items():
            labels.pop(text, None)
            missing.pop(text, None)
            if code.startswith(MISSING):
                missing[text] = code.removeprefix(MISSING)
            elif code == ALL:
                labels[text] = ""
            elif code and code != text:
                labels[text] = code
        column = replace(
            column,
            unit=answer.unit or column.unit,
            reversed=answer.is_turned,
            labels=labels,
            missing=missing,
        )
    slot = (column.field, dict(column.fixed))
    others = [
        replace(one, field="") if column.field and (one.field, dict(one.fixed)) == slot else one
        for one in (mapping.column(name) for name in table.columns)
    ]
    columns = tuple(column if one.name == key else one for one in others)
    constants = {name: code for name, code in mapping.constants.items() if name != column.field}
    return replace(mapping, columns=columns, constants=constants)


def codes_of(mapping: FileMapping, name: str) -> dict[str, str]:
    """The codes that the texts of a field may be read as, and their Danish names."""
    match name:
        case "sex":
            return {**inputs.SEXES, ALL: "alle eller uoplyst"}
        case "age":
            groups = {one: f"{one.replace('-', '–')} år" for one in inputs.age_groups()}
            return {**groups, ALL: "alle eller uoplyst"}
        case "sub_area":
            places = {place.code: place.name for place in municipality().sub_areas}
            return {**places, ALL: "alle eller uoplyst"}
        case "area":
            place = municipality()
            known = {one.code: one.label for one in areas()}
            own = {place.code: known[place.code], place.country: known[place.country]}
            published = {one.code: one.name for one in place.published_areas}
            return own | published | known
        case "question":
            questions = inputs.survey(mapping.source).questions
            return {code: one.short for code, one in questions.items()}
    return {}


def codes_of_scale(scale: str) -> dict[str, str]:
    """The answers of a scale and the ways of not answering, with their Danish names."""
    answers = inputs.scales()[scale].answers
    named = {
        code: code if code == label else f"{code} · {label}" for code, label in answers.items()
    }
    missing = inputs.missing_answers().values()
    return named | {f"{MISSING}{one.code}": f"mangler: {one.title}" for one in missing}


def _as(table: Table, mapping: FileMapping, key: str, chosen: str) -> Column:
    """A column as it is now, or as it would be read if it became something else."""
    column = mapping.column(key)
    if column.field == chosen:
        return column
    bare = Column(key, chosen, fixed=column.fixed if chosen else {})
    return suggestions.reread(bare, table, mapping.kind, mapping.source)


def _more(mapping: FileMapping, column: Column) -> str:
    """What else there is to say of how a column is read."""
    parts = []
    if column.question and column.unit:
        scale = inputs.scales()[column.unit]
        parts.append(f"{numbers.plain(scale.lowest)}–{numbers.plain(scale.highest)}")
        parts += ["skalaen er vendt"] if column.reversed else []
    elif column.unit in UNITS:
        parts.append(UNITS[column.unit])
    parts += [_fixed(mapping, *said) for said in column.fixed.items()] if column.field else []
    return ", ".join(parts)


def _fixed(mapping: FileMapping, name: str, code: str) -> str:
    """What a column says of another field: ``2023``, ``Kvinder``; a total is ``alle``."""
    if name in ("wave", "period"):
        return periods.label(code)
    return codes_of(mapping, name).get(code, code) if code else ALL


def _constant(mapping: FileMapping, name: str, code: str) -> str:
    if name in ("wave", "period"):
        return periods.label(code)
    return codes_of(mapping, name).get(code, "")


def _example(mapping: FileMapping) -> str:
    is_register = mapping.kind is InputKind.REGISTER
    of = (inputs.register if is_register else inputs.survey)(mapping.source)
    example = {"year": "2025", "school_year": "2024/25", "quarter": "4. kvt. 2025"}[of.frequency]
    return f"For eksempel {example}."


def _in_name(mapping: FileMapping, file: str) -> str:
    """The one period that a file's name tells: ``borgere_2025.csv``; else empty."""
    found = re.findall(r"(?<!\d)(?:19|20)\d\d(?:[-_]\d\d)?(?!\d)", file)
    codes = {code for text in found if (code := _code_of(mapping, re.sub("[-_]", "/", text)))}
    return codes.pop() if len(codes) == 1 else ""


def _code_of(mapping: FileMapping, text: str) -> str | None:
    is_register = mapping.kind is InputKind.REGISTER
    of = (inputs.register if is_register else inputs.survey)(mapping.source)
    return cells.period(text, of.frequency)


def _period(mapping: FileMapping, text: str) -> str:
    code = _code_of(mapping, text)
    if code is None:
        raise periods.UnknownPeriodError(f"»{text}« er ikke en periode. {_example(mapping)}")
    return code


def _texts(texts: pd.Series) -> str:
    """The first different texts: ``0,84 · 1,12 · 0,97 … (312 udfyldte)``."""
    filled = texts.dropna()
    different = [str(text)[:40] for text in filled.unique()[:_SHOWN]]
    more = " …" if filled.nunique() > _SHOWN else ""
    count = words.count(len(filled), "udfyldt celle", "udfyldte celler")
    return f"{' · '.join(different)}{more} ({count})" if different else "Kolonnen er tom."


def _values(texts: pd.Series, read: Callable[[str], str]) -> tuple[Value, ...]:
    counts = texts.value_counts()
    return tuple(
        Value(str(text), int(count), read(str(text)))
        for text, count in counts.head(MOST_VALUES).items()
    )


def _answer(column: Column, text: str) -> str:
    if text in column.missing:
        return f"{MISSING}{column.missing[text]}"
    return column.labels.get(text, answer_labels.numbers_as_code(text))


def _code(mapping: FileMapping, column: Column, text: str) -> str:
    if text in column.labels:
        return column.labels[text] or ALL
    return mapped.read_code(column.field, mapping, text) or ""
