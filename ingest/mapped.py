"""A confirmed mapping applied to a table: its rows as records of ours, and what could not be read.

Everything is done a column at a time (`ingest.coded`); a cell that cannot be read is named with its
place.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from danish import words
from ingest import coded, privacy
from ingest.coded import MISSING, read_code
from ingest.columns import FIELDS, MEASURES, QUESTION, TITLES, Column, FileMapping, faults, lacking
from ingest.frame import Table
from ingest.problem import Problem, Severity, error, warning
from ingest.records import Records
from ingest.shares import counted
from store import inputs
from store.inputs import DIMENSIONS, InputKind
from store.settings import municipality

__all__ = ["MISSING", "PEOPLE", "apply", "read_code"]

PEOPLE = FIELDS[InputKind.SURVEY]
"""The fields of a respondent besides the answers."""

_KEYS = {
    kind: tuple(name for name in FIELDS[kind] if name not in MEASURES)
    for kind in (InputKind.SURVEY_AGGREGATED, InputKind.REGISTER)
}
_PER_RECORD = {
    kind: tuple(name for name in FIELDS[kind] if name in MEASURES)
    for kind in (InputKind.SURVEY_AGGREGATED, InputKind.REGISTER)
}
_LEADING = ("value", "numerator", "share")
_ROWS = {
    InputKind.SURVEY: PEOPLE,
    InputKind.SURVEY_AGGREGATED: (
        "area", "breakdown", "wave", "question", "scale", "value", "answers", "deviation", "note"
    ),
    InputKind.REGISTER: ("area", "breakdown", "period", "numerator", "denominator"),
}  # fmt: skip
_NUMBERS = {"weight", "value", "answers", "deviation", "numerator", "denominator"}
_FEWEST = 30  # answers of a wave, before their reach tells which scale they are on
_SHORT_SCALE = 5


def apply(table: Table, mapping: FileMapping) -> tuple[Records, list[Problem]]:
    """Turn a table into records.

    Returns
    -------
    The records, with what could not be read as missing, and the problems: errors stop the load.
    Whatever the table holds, and whatever the mapping says, nothing is raised.
    """
    if problems := list(_cannot_be_used(table, mapping)):
        return _records(table, mapping, _empty(mapping.kind)), problems
    used = [column for column in mapping.columns if column.field]
    problems = privacy.leaks(table, [c.name for c in used if not _only_codes(c, table)])
    make = _respondents if mapping.kind is InputKind.SURVEY else _cells
    rows, found = make(table, mapping, used)
    return _records(table, mapping, rows), [*problems, *found]


def _cannot_be_used(table: Table, mapping: FileMapping) -> Iterator[Problem]:
    """What is wrong with a mapping for this table."""
    place = f'Ark "{table.sheet}"' if table.sheet else "Filen"
    for fault in faults(mapping):
        yield error(place, f"Koblingen kan ikke bruges. {fault}", "", "Kobl kolonnerne igen")
    slots: dict[tuple[str, str], list[str]] = defaultdict(list)
    for column in mapping.columns:
        if column.field and column.name not in table.columns:
            yield error(
                place,
                f"Kolonnen »{column.name}« mangler",
                f"Koblingen »{mapping.name or 'ny'}« læser den",
                "Kobl kolonnerne igen, eller vælg et andet ark",
            )
        elif column.field:
            slots[column.field, str(sorted(column.fixed.items()))].append(column.name)
    for (field, _), names in slots.items():
        if len(names) > 1:
            yield _doubled(table, mapping, field, names)
    for name in lacking(mapping):
        if name != "wave":  # it is told with an example when the waves are checked
            yield error(
                place,
                f"Ingen kolonne er koblet til {TITLES[name]}",
                "",
                "Kobl en kolonne, eller sig, hvad der gælder for hele filen",
            )


def _doubled(table: Table, mapping: FileMapping, field: str, names: Sequence[str]) -> Problem:
    title = TITLES.get(field, field.removeprefix(QUESTION))
    questions = inputs.surveys().get(mapping.source)
    if questions and field.startswith(QUESTION):
        title = questions.questions[field.removeprefix(QUESTION)].short
    named = words.listing([f"»{name}«" for name in names])
    number = {2: "to", 3: "tre"}.get(len(names), str(len(names)))
    return error(
        table.place_of_column(names[1]),
        f"Der er {number} kolonner for det samme ({title}): {named}",
        "Ventede én",
        "Lad de andre være ude",
    )


def _records(table: Table, mapping: FileMapping, rows: pd.DataFrame) -> Records:
    held = defaultdict(list)
    for column in mapping.columns:
        if column.field and column.name in table.columns:
            held[column.field.removeprefix(QUESTION)].append(column.name)
    return Records(
        kind=mapping.kind,
        source=mapping.source,
        rows=rows,
        table=table,
        scales={
            column.question: _scale(mapping, column)
            for column in mapping.columns
            if column.question and column.question in rows
        },
        counts=table.counts,
        columns={field: names[0] for field, names in held.items() if len(names) == 1},
    )


def _scale(mapping: FileMapping, column: Column) -> str:
    return column.unit or inputs.survey(mapping.source).questions[column.question].scales[0]


def _empty(kind: InputKind) -> pd.DataFrame:
    types = {name: "float" if name in _NUMBERS else "str" for name in _ROWS[kind]}
    rows = pd.DataFrame({name: pd.Series([], dtype=kind_of) for name, kind_of in types.items()})
    return rows.assign(row=np.array([], np.int64), column=np.array([], np.int64))


def _only_codes(column: Column, table: Table) -> bool:
    """Whether every value of a column is turned into a code, so that none of them is kept."""
    if column.question:
        return not column.unit or not inputs.scales()[column.unit].is_number
    known = {*column.labels, *column.missing}
    return bool(known) and set(table.rows[column.name].dropna().unique()) <= known


# --- a row for each respondent --------------------------------------------------------------------


def _respondents(
    table: Table, mapping: FileMapping, used: Sequence[Column]
) -> tuple[pd.DataFrame, list[Problem]]:
    rows = pd.DataFrame({"row": table.rows.index.to_numpy(np.int64), "column": -1})
    problems: list[Problem] = []
    by_field = {column.field: column for column in used}
    for field in PEOPLE:
        column = by_field.get(field)
        if column is None:
            constant = mapping.constants.get(field, municipality().code if field == "area" else "")
            is_weight = field == "weight"
            rows[field] = 1.0 if is_weight else pd.array([constant] * len(rows), dtype="str")
            continue
        read: tuple[pd.Series, list[Problem]] = (
            coded.numbers(table, column)
            if field == "weight"
            else coded.codes(table, column, mapping)
        )
        rows[field] = read[0].array
        problems += read[1]
    blocks = [rows]
    for column in used:
        if column.question:
            scale = inputs.scales()[_scale(mapping, column)]
            block, found = coded.answers(table, column, scale)
            blocks.append(block)
            problems += found
            problems += _other_scale(table, column, rows["wave"], block[column.question])
    return pd.concat(blocks, axis=1), problems


def _other_scale(
    table: Table, column: Column, wave: "pd.Series[str]", answers: "pd.Series[float]"
) -> Iterator[Problem]:
    """A wave whose answers stop at 5 where another's go to 7: two scales in one column."""
    if answers.max() <= _SHORT_SCALE:
        return
    reach = answers.groupby(wave).agg(["max", "min", "count"])
    low, high = reach["max"] <= _SHORT_SCALE, reach["max"] > _SHORT_SCALE
    if column.reversed:
        low, high = reach["min"] > reach["min"].min() + 1, reach["min"] == reach["min"].min()
    short = reach.index[low & (reach["count"] >= _FEWEST)]
    if len(short) and high.any():
        yield error(
            table.place_of_column(column.name),
            f"I {words.listing(map(str, short))} er intet svar over {_SHORT_SCALE}, men det er der "
            f"i {words.listing(map(str, reach.index[high]))}",
            "Ventede samme skala i hele kolonnen",
            "Del filen, så hver bølge indlæses for sig med sin egen skala",
        )


# --- a row for each figure ------------------------------------------------------------------------


def _cells(
    table: Table, mapping: FileMapping, used: Sequence[Column]
) -> tuple[pd.DataFrame, list[Problem]]:
    """One record for each row and each set of columns that say the same of other fields."""
    measured = [column for column in used if column.field in _PER_RECORD[mapping.kind]]
    figures = [column.name for column in measured if column.field != "note"]
    has_figure = table.rows[figures].notna().any(axis=1)
    problems: list[Problem] = list(_left_out(table, figures, table.rows[~has_figure]))
    table = replace(table, rows=table.rows[has_figure])
    keys: dict[str, pd.Series] = {}
    for column in used:
        if column.field in _KEYS[mapping.kind]:
            keys[column.field], found = coded.codes(table, column, mapping)
            problems += found
    pieces = []
    for fixed in _streams(measured):
        piece, found = _figures(table, mapping, _columns_of(fixed, measured))
        for field in _KEYS[mapping.kind]:
            constant = fixed.get(field, mapping.constants.get(field, ""))
            is_fixed = field in fixed or field not in keys
            piece[field] = constant if is_fixed else keys[field].reindex(piece.index)
        pieces.append(piece)
        problems += found
    rows = pd.concat(pieces) if pieces else _empty(mapping.kind)
    rows = rows.assign(row=rows.index.to_numpy(np.int64)).sort_values("row", kind="stable")
    rows = rows.reset_index(drop=True)
    breakdown, found = _breakdowns(table, rows)
    rows = rows.assign(breakdown=breakdown)
    problems += found
    if mapping.kind is InputKind.SURVEY_AGGREGATED:
        known = inputs.survey(mapping.source).questions
        rows = rows[rows["question"].isin(list(known))]
        first = {code: question.scales[0] for code, question in known.items()}
        rows = rows.assign(scale=mapping.constants.get("scale") or rows["question"].map(first))
    rows = rows[[*_ROWS[mapping.kind], "row", "column"]].reset_index(drop=True)
    texts = {name: "str" for name in _ROWS[mapping.kind] if name not in _NUMBERS}
    return rows.astype({**texts, "row": np.int64, "column": np.int64}), problems


def _streams(measured: Sequence[Column]) -> list[Mapping[str, str]]:
    """What the columns of figures say of other fields: once for each set that has a figure."""
    said = {str(sorted(c.fixed.items())): dict(c.fixed) for c in measured if c.field in _LEADING}
    return list(said.values()) or [{}]


def _columns_of(fixed: Mapping[str, str], measured: Sequence[Column]) -> dict[str, Column]:
    """The column of each figure of a set: its own, else one that says less and so holds for all."""
    found: dict[str, Column] = {}
    for column in sorted(measured, key=lambda one: len(one.fixed)):
        if column.fixed.items() <= fixed.items():
            found[column.field] = column
    return found


def _figures(
    table: Table, mapping: FileMapping, columns: Mapping[str, Column]
) -> tuple[pd.DataFrame, list[Problem]]:
    """The numbers of one set of columns; rows without any are left out."""
    problems: list[Problem] = []
    piece = pd.DataFrame(index=table.rows.index)
    for field in _PER_RECORD[mapping.kind]:
        column = columns.get(field)
        if field == "note":
            piece[field] = table.rows[column.name].fillna("") if column else ""
        elif column is None:
            piece[field] = np.nan
        else:
            piece[field], found = coded.numbers(table, column)
            problems += found
    leading = next((columns[field] for field in _LEADING if field in columns), None)
    if leading is None:
        return _empty(mapping.kind), problems
    piece["column"] = dict(zip(table.columns, table.positions, strict=True))[leading.name]
    if mapping.kind is InputKind.REGISTER:
        problems += counted(table, piece, columns)
    unread = any(problem.severity is Severity.ERROR for problem in problems)
    figures = [name for name in piece if name not in ("note", "column", "share")]
    held = piece[figures].notna().any(axis=1)
    if mapping.kind is InputKind.SURVEY_AGGREGATED:
        held &= piece["value"].notna()
    if not leading.fixed and not unread:  # a wide table has many cells that are empty
        problems += _left_out(table, [leading.name], piece[~held])
    return piece[held].copy(), problems


def _left_out(table: Table, figures: Sequence[str], rows: pd.DataFrame) -> Iterator[Problem]:
    """Rows without a figure."""
    if len(rows):
        more = f" og {words.count(len(rows) - 1, 'række', 'rækker')} mere" if len(rows) > 1 else ""
        yield warning(
            table.place(int(rows.index[0]), figures[0]),
            f"Rækken{more} har intet tal og er ikke taget med",
            "Et tomt felt er ikke 0",
            "Skriv 0, hvis der ingen er",
        )


def _breakdowns(table: Table, rows: pd.DataFrame) -> tuple["pd.Series[str]", list[Problem]]:
    """The code of the group that each record is of; crossed groups are refused."""
    fields = list(DIMENSIONS.values())
    is_group = rows[fields] != ""
    crossed = rows[is_group.sum(axis=1) > 1]
    code = pd.Series("", index=rows.index, dtype="str")
    for dimension, field in DIMENSIONS.items():
        code = code.where(~is_group[field], f"{dimension}=" + rows[field].astype("str"))
    problems = []
    if len(crossed):
        titles = [TITLES[field] for field in fields if is_group.loc[crossed.index[0], field]]
        more = f" og {words.count(len(crossed) - 1, 'række', 'rækker')} mere"
        position = int(crossed["column"].iloc[0])
        problems.append(
            error(
                table.place(
                    int(crossed["row"].iloc[0]), table.columns[table.positions.index(position)]
                ),
                f"Tallet{more if len(crossed) > 1 else ''} er delt på to ting på én gang: "
                f"{words.listing(titles)}",
                "Ventede højst én opdeling ad gangen",
                "Slet de rækker, eller læg dem sammen til én opdeling",
            )
        )
    return code, problems
