"""A first mapping for a file: what is remembered, what has the same name, what is near it.

Nothing here is used before an analyst has seen it: a column whose name is only near, or whose
cells may be read in two ways, stays open until it is confirmed.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from rapidfuzz import fuzz

from ingest import answer_labels, cells
from ingest.cells import Decimals, folded
from ingest.columns import QUESTION, Column, FileMapping, time_field
from ingest.frame import Table
from ingest.headings import (
    MANY,
    NEAR,
    REMEMBERED,
    SAME,
    UNKNOWN,
    Named,
    field_of,
    frequency,
    is_borne_out,
    looks_like,
)
from ingest.near_names import NEAR_ENOUGH
from store import inputs
from store.inputs import InputKind
from store.settings import municipality
from store.sources import areas

_FEWEST = 0.05  # shares that are all below may be percentages below 5 % or of 1


@dataclass(frozen=True)
class Suggestion:
    """A mapping to be confirmed.

    Attributes
    ----------
    how
        Of each column: `REMEMBERED`, `SAME`, `NEAR` or `UNKNOWN`.
    open
        The columns that somebody must confirm before the mapping may be used.
    """

    mapping: FileMapping
    how: Mapping[str, str]
    open: tuple[str, ...]


def suggest(
    table: Table, kind: InputKind, source: str, known: Sequence[FileMapping] = ()
) -> Suggestion:
    """Suggest how a table becomes records.

    Parameters
    ----------
    known
        Mappings that are remembered.
    """
    memory = _best(table, kind, source, known)
    recalled = {column.name: column for column in memory.columns} if memory else {}
    columns, how, open_ = [], {}, []
    for name, named in _fields(table, kind, source, recalled).items():
        if named.how == REMEMBERED:
            columns.append(_refreshed(recalled[name], table))
            how[name] = REMEMBERED
            continue
        column = Column(name, named.field, fixed=named.fixed)
        column, sure = _read(column, table, kind, source)
        columns.append(column)
        how[name] = named.how
        if column.field and (named.how == NEAR or named.is_contested or not sure):
            open_.append(name)
    constants = _constants(table, kind, source, columns, memory)
    name = memory.name if memory else ""
    mapping = FileMapping(name, kind, source, tuple(columns), constants)
    return Suggestion(mapping, how, tuple(open_))


def _fields(
    table: Table, kind: InputKind, source: str, recalled: Mapping[str, Column]
) -> dict[str, Named]:
    """The field of each column. Of several that name one field, the nearest name has it."""
    named: dict[str, Named] = {}
    for name in table.columns:
        if name in recalled:
            named[name] = Named(recalled[name].field, REMEMBERED, recalled[name].fixed, 101)
            continue
        found = field_of(_without_number(name, table), kind, source)
        is_good = found.field and is_borne_out(found, name, table, kind, source)
        named[name] = found if is_good else looks_like(name, table, kind, source)
    claims: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for name, one in named.items():
        if one.field:
            claims.setdefault(_slot(one), []).append(name)
    for names in claims.values():
        first, *others = sorted(names, key=lambda name: -named[name].score)
        contested = any(named[name].score == named[first].score for name in others)
        named[first] = replace(named[first], is_contested=contested)
        named |= {name: Named("", UNKNOWN, {}, 0) for name in others}
    return named


def _without_number(name: str, table: Table) -> str:
    """A heading without the number that tells it from another of the same name."""
    bare = re.sub(r" \(\d+\)$", "", name)
    return bare if bare in table.columns else name


def reread(column: Column, table: Table, kind: InputKind, source: str) -> Column:
    """A column with how its cells would be read, once somebody has said what it becomes."""
    return _read(column, table, kind, source)[0]


def fits(table: Table, mapping: FileMapping) -> bool:
    """Whether every column that a mapping reads is in a table."""
    return all(column.name in table.columns for column in mapping.columns if column.field)


def guess_kind(table: Table, known: Sequence[FileMapping] = ()) -> tuple[InputKind, str] | None:
    """What kind of input a table is, and of which survey or register; None when nothing tells."""
    fitting = [one for one in known if any(c.field for c in one.columns) and fits(table, one)]
    if fitting:
        best = max(fitting, key=lambda one: sum(bool(column.field) for column in one.columns))
        return best.kind, best.source
    scores = {
        (kind, source): _score(table, kind, source)
        for kind in InputKind
        for source in (inputs.registers() if kind is InputKind.REGISTER else inputs.surveys())
    }
    best_guess = max(scores, key=scores.__getitem__)
    return best_guess if scores[best_guess] >= 1 else None


def _score(table: Table, kind: InputKind, source: str) -> float:
    """How well a table fits: own words count one, general ones a tenth; many rows are people."""
    named = [field_of(name, kind, source) for name in table.columns]
    own = sum(
        1 if how == SAME else 0.6
        for field, how in {one.field: one.how for one in named}.items()
        if field.startswith(QUESTION) or field in ("numerator", "denominator")
    )
    words = " ".join((table.sheet, *table.title, *table.notes))
    told = max(
        (
            fuzz.token_set_ratio(folded(title), folded(words)) / 100
            for title in _titles(kind, source)
        ),
        default=0,
    )
    general = sum(bool(one.field) for one in named) / 10
    people = len(table.rows) > 60
    is_people = kind is InputKind.SURVEY
    measured = any(one.field in ("value", "answers") for one in named)
    if kind is InputKind.SURVEY_AGGREGATED:
        own = 0.6 * measured + (told > 0.6)
    told = told if told > 0.6 else 0
    others = (people != is_people) * 0.8 + 2 * (not _keeps_time(table, named, kind, source))
    return own + general + told - others


def _keeps_time(table: Table, named: Sequence[Named], kind: InputKind, source: str) -> bool:
    """Whether the column of periods, if there is one, holds those that the source is made in."""
    for name, one in zip(table.columns, named, strict=True):
        if one.field == time_field(kind):
            filled = table.rows[name].dropna().unique()
            often = frequency(kind, source)
            return sum(bool(cells.period(str(text), often)) for text in filled) * 2 > len(filled)
    return True


def _titles(kind: InputKind, source: str) -> list[str]:
    """What a title may call it."""
    if kind is InputKind.REGISTER:
        return [inputs.register(source).title]
    survey = inputs.survey(source)
    return [survey.title, *(question.short for question in survey.questions.values())]


def _best(
    table: Table, kind: InputKind, source: str, known: Sequence[FileMapping]
) -> FileMapping | None:
    """The remembered mapping that knows most of the table's columns, if it knows half."""
    of_it = [one for one in known if (one.kind, one.source) == (kind, source)]

    def share(one: FileMapping) -> float:
        wanted = [column.name for column in one.columns if column.field]
        return sum(name in table.columns for name in wanted) / max(len(wanted), 1)

    best = max(of_it, key=share, default=None)
    return best if best and share(best) >= 0.5 else None


def _slot(one: Named) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What a column fills; two columns cannot fill the same."""
    return one.field, tuple(sorted(one.fixed.items()))


def _refreshed(column: Column, table: Table) -> Column:
    """A remembered column with the answers that are new in this file read as the others are."""
    if not column.question or not column.unit:
        return column
    asked = [
        survey.questions[column.question]
        for survey in inputs.surveys().values()
        if column.question in survey.questions
    ]
    found = answer_labels.read(
        table.rows[column.name], asked[0], table.labels.get(column.name, {}), column.name
    )
    return replace(
        column,
        labels={**found.labels, **column.labels},
        missing={**{t: c for t, c in found.missing.items() if _is_word(t)}, **column.missing},
    )


def _is_word(text: str) -> bool:
    return not text.lstrip("-").isdigit()


def _read(column: Column, table: Table, kind: InputKind, source: str) -> tuple[Column, bool]:
    """How the cells of a column are read, and whether that is sure."""
    texts = table.rows[column.name]
    if column.question:
        question = inputs.survey(source).questions[column.question]
        labels = table.labels.get(column.name, {})
        found = answer_labels.read(texts, question, labels, column.name)
        read = replace(
            column,
            unit=found.scale,
            labels=found.labels,
            missing=found.missing,
            reversed=found.reversed,
        )
        return read, found.sure and not found.reversed
    if column.field in ("value", "share"):
        return _read_share(column, texts, kind, source)
    if column.field in ("weight", "answers", "deviation", "numerator", "denominator"):
        how = cells.decimals(texts)
        measured = column.field in ("weight", "deviation")
        if how is Decimals.COMMA:
            return column, True
        if how is Decimals.UNCLEAR:  # 1.234: a count is a thousand, a weight may be either
            return replace(column, unit="point" if measured else "comma"), not measured
        return replace(column, unit="point" if how is Decimals.POINT else "comma"), (
            how is Decimals.POINT and measured
        )
    return _read_codes(column, table)


def _read_share(
    column: Column, texts: pd.Series, kind: InputKind, source: str
) -> tuple[Column, bool]:
    how = cells.decimals(texts)
    values = cells.numbers(texts, how)
    if kind is InputKind.SURVEY_AGGREGATED and all(
        question.is_mean for question in inputs.survey(source).questions.values()
    ):
        return replace(column, unit="point" if how is Decimals.POINT else "comma"), True
    unit = cells.share_unit(texts, values)
    says_percent = bool(re.search(r"%|\bpct\b|procent", column.name.casefold()))
    # 0,75 below "Andel (%)" may be a share that a spreadsheet showed as 75 %.
    sure = bool(unit) and not (says_percent and unit == "share") and (values > _FEWEST).any()
    return replace(column, unit=unit), bool(sure) and how is not Decimals.MIXED


def _read_codes(column: Column, table: Table) -> tuple[Column, bool]:
    """Labels that the file explains: ``1`` for a sex that its labels file calls Kvinde."""
    reader = {"sex": cells.sex, "age": cells.age, "sub_area": cells.sub_area, "area": cells.area}
    read = reader.get(column.field)
    if read is None:
        return column, True
    labels = table.labels.get(column.name, {})
    found: dict[str, str] = {}
    for value, label in labels.items():
        if (code := read(label)) or cells.is_untold(label) or cells.is_whole(label):
            found[value] = code or ""
    texts = [str(text) for text in table.rows[column.name].dropna().unique()[:MANY]]
    unread = [text for text in texts if text not in found and not _is_read(text, read)]
    if column.field in ("area", "sub_area"):
        found |= {text: code for text in unread if (code := _near_place(text, column.field))}
    return replace(column, labels=found), not unread


def _is_read(text: str, read: Callable[[str], str | None]) -> bool:
    return bool(read(text)) or cells.is_whole(text) or cells.is_untold(text)


def _near_place(text: str, field: str) -> str:
    """The place whose name is nearest to a text, to be confirmed; "" when none is near."""
    place = municipality()
    known = [(one.code, name) for one in place.sub_areas for name in (one.name, *one.near)]
    if field == "area":
        known = [(one.code, one.label) for one in areas()]
        known += [(one.code, one.name) for one in place.published_areas]
        text = re.sub(r"(?i)s? kommune$", "", text)
    score, code = max(((fuzz.ratio(folded(text), folded(name)), code) for code, name in known))
    return code if score >= NEAR_ENOUGH else ""


def _constants(
    table: Table,
    kind: InputKind,
    source: str,
    columns: Sequence[Column],
    memory: FileMapping | None,
) -> dict[str, str]:
    """Fields that no column holds, as far as the title tells."""
    held = {column.field for column in columns} | {f for c in columns for f in c.fixed}
    constants = dict(memory.constants) if memory else {}
    period = time_field(kind)
    constants.pop(period, None)
    if period not in held and (told := _told_period(table, kind, source)):
        constants[period] = told
    if "area" not in held:
        constants.setdefault("area", municipality().code)
    if kind is InputKind.SURVEY_AGGREGATED and "question" not in held:
        questions = inputs.survey(source).questions
        if len(questions) == 1:
            constants.setdefault("question", next(iter(questions)))
    return {field: code for field, code in constants.items() if field not in held}


def _told_period(table: Table, kind: InputKind, source: str) -> str:
    """The one period that the title, the sheet's name or the notes speak of; else empty."""
    often = frequency(kind, source)
    for text in (" ".join(table.title), table.sheet):
        words = re.findall(r"(?:19|20)\d\d\s*/\s*\d{2,4}|\d\. kv\w+ \d{4}|(?:19|20)\d\d", text)
        found = {code for word in words if (code := cells.period(word, often))}
        if len(found) == 1:
            return found.pop()
    return ""
