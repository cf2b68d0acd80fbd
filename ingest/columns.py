"""How the columns of a file are read: what an analyst confirms and the app remembers.

The fields of each kind of input:

survey
    wave, area, sub_area, sex, age, weight, stratum, cluster, or ``spørgsmål:tryg_dag``.
survey-aggregated
    wave, area, sub_area, sex, age, question, value, answers, deviation, note.
register
    period, area, sub_area, sex, age, numerator, denominator, share.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from store import inputs
from store.inputs import InputKind

QUESTION = "spørgsmål:"
"""What stands before the code of a question in the field of its column."""

FIELDS: Mapping[InputKind, tuple[str, ...]] = {
    InputKind.SURVEY: (
        "wave", "area", "sub_area", "sex", "age", "weight", "stratum", "cluster"
    ),
    InputKind.SURVEY_AGGREGATED: (
        "wave", "area", "sub_area", "sex", "age", "question", "value", "answers", "deviation",
        "note",
    ),
    InputKind.REGISTER: (
        "period", "area", "sub_area", "sex", "age", "numerator", "denominator", "share"
    ),
}  # fmt: skip

MEASURES = ("value", "answers", "deviation", "note", "numerator", "denominator", "share")
"""The fields that a wide table may have several columns of, told apart by `Column.fixed`."""

TITLES: Mapping[str, str] = {
    "wave": "tidspunkt",
    "period": "periode",
    "area": "område",
    "sub_area": "bydel",
    "sex": "køn",
    "age": "alder",
    "weight": "vægt",
    "stratum": "stratum",
    "cluster": "klynge (fx klasse)",
    "question": "spørgsmål",
    "value": "andel eller gennemsnit",
    "answers": "antal svar",
    "deviation": "standardafvigelse",
    "note": "note",
    "numerator": "antal (tæller)",
    "denominator": "ud af (nævner)",
    "share": "andel",
    "scale": "skala",
}
"""What a reader calls each field."""

UNITS: Mapping[str, str] = {
    "share": "andel fra 0 til 1",
    "percent": "procent",
    "comma": "komma før decimaler",
    "point": "punktum før decimaler",
}
"""The units a column of numbers may have, besides none."""


@dataclass(frozen=True)
class Column:
    """How one column of a file is read.

    Attributes
    ----------
    name
        As in `Table.columns`.
    field
        What it holds; "" where it is left out.
    unit
        Of a question the code of its scale. Of a share or a value ``share`` (from 0 to 1) or
        ``percent``. Of another number ``comma`` or ``point``, what stands before its decimals; that
        is needed only where the column does not show it.
    reversed
        A question's codes run the other way than its scale's. Labels are not turned round.
    labels
        Text of the file to our code, such as ``{"Pige": "K"}`` or ``{"2": "0"}``; the code "" is
        all (a total), and of a respondent not told. What is not here is read by its own look.
    missing
        Text of the file to the code of a missing answer (`inputs.missing_answers`); of a number,
        the texts that say there is none, with any code.
    fixed
        What the column itself says of other fields, in our codes: ``{"period": "2023"}``.
    """

    name: str
    field: str
    unit: str = ""
    reversed: bool = False
    labels: Mapping[str, str] = dataclasses.field(default_factory=dict)
    missing: Mapping[str, str] = dataclasses.field(default_factory=dict)
    fixed: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def question(self) -> str:
        """The code of the question that a column of answers is coupled to, else ""."""
        return self.field.removeprefix(QUESTION) if self.field.startswith(QUESTION) else ""


@dataclass(frozen=True)
class FileMapping:
    """How a file is read.

    Attributes
    ----------
    name
        As the analyst calls it: ``Epinion 2023``.
    source
        The code of a survey or register.
    constants
        Fields that no column holds, in our codes: ``{"wave": "2025", "area": "183"}``. An
        aggregated survey may have ``question`` and ``scale`` here.
    """

    name: str
    kind: InputKind
    source: str
    columns: tuple[Column, ...]
    constants: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def column(self, name: str) -> Column:
        """How a column of the file is read; left out where nothing is said of it."""
        for column in self.columns:
            if column.name == name:
                return column
        return Column(name, "")


def fields(kind: InputKind, source: str) -> dict[str, str]:
    """The fields that columns of such a file may be coupled to, with Danish titles."""
    named = {code: TITLES[code] for code in FIELDS[kind]}
    if kind is InputKind.SURVEY:
        questions = inputs.survey(source).questions
        named |= {f"{QUESTION}{code}": one.short for code, one in questions.items()}
    if kind is InputKind.REGISTER:
        register = inputs.register(source)
        named["numerator"] = register.numerator
        if register.is_count:
            del named["denominator"], named["share"]
        else:
            named["denominator"] = register.denominator
    return named


def faults(mapping: FileMapping) -> list[str]:
    """What a mapping says that there is not, each a Danish sentence; a good one has none."""
    known = inputs.registers() if mapping.kind is InputKind.REGISTER else inputs.surveys()
    if mapping.source not in known:
        return [f"»{mapping.source}« findes ikke. Gyldige: {', '.join(known)}."]
    return [fault for column in mapping.columns for fault in _faults(column, mapping)]


def _faults(column: Column, mapping: FileMapping) -> list[str]:
    """What is wrong with one column."""
    where = f"Kolonnen »{column.name}«"
    known = fields(mapping.kind, mapping.source)
    if column.field and column.field not in known:
        return [f"{where} er koblet til »{column.field}«. Gyldige: {', '.join(known)}."]
    units = tuple(UNITS)
    found = []
    if column.question:
        units = inputs.survey(mapping.source).questions[column.question].scales
        ways = inputs.missing_answers()
        if unknown := sorted({*column.missing.values()} - {*ways}):
            found.append(f"{where} har svaret »{unknown[0]}«. Gyldige: {', '.join(ways)}.")
    if column.unit and column.unit not in units:
        found.append(f"{where} har enheden »{column.unit}«. Gyldige: {', '.join(units)}.")
    return found


def time_field(kind: InputKind) -> str:
    """The field that says when: `wave` of a survey, `period` of a register."""
    return "period" if kind is InputKind.REGISTER else "wave"


def lacking(mapping: FileMapping) -> tuple[str, ...]:
    """The fields that a load needs and that no column and no constant gives yet."""
    given = set(mapping.constants)
    for column in mapping.columns:
        given |= {column.field, *(column.fixed if column.field else ())}
    needed = [time_field(mapping.kind), "area"]
    if mapping.kind is InputKind.SURVEY_AGGREGATED:
        needed += ["question", "value"]
    if mapping.kind is InputKind.REGISTER:
        needed.append("share" if {"share", "denominator"} <= given else "numerator")
        if not inputs.register(mapping.source).is_count:
            needed.append("denominator")
    return tuple(name for name in needed if name not in given)
