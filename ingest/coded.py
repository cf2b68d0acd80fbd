"""One column of text as codes, numbers or answers, and a problem for what cannot be read.

Each different text is read once. At most `SHOWN` cells of a kind are named in a column; how many
more there are is told.
"""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pandas as pd

from danish import numbers as danish_numbers
from danish import words
from ingest import answer_labels, cells, privacy
from ingest.cells import Decimals
from ingest.columns import Column, FileMapping
from ingest.frame import Table
from ingest.headings import frequency
from ingest.problem import Problem, error, warning
from store import inputs
from store.inputs import InputKind, Scale
from store.settings import municipality

SHOWN = 5
MISSING = ".missing"
_LONGEST = 40  # characters of a cell that are shown
_NO_FIGURE = (
    "..", ".", "...", "…", "-", "–", "—", "\u2212", "n/a", "N/A", "na", "NA", "#N/A", "i.o.", "*"
)  # fmt: skip
"""How tables write that there is no figure. It is never read as 0."""

_SHARES = ("value", "share")
_MEASURED = ("weight", "deviation")
_STOPPING = ("wave", "period", "area", "question")


def read_code(field: str, mapping: FileMapping, text: str) -> str | None:
    """The code that a text of a field is read as by its own look; None when it is not known."""
    return _reader(field, mapping)(text)


def codes(
    table: Table, column: Column, mapping: FileMapping
) -> tuple["pd.Series[str]", list[Problem]]:
    """The cells of a column as codes; "" where a cell is empty or cannot be read.

    A total is "" where rows are figures. A group that cannot be read stops a file of figures, since
    "" would make it a total; of a respondent it is read as not told.
    """
    texts = table.rows[column.name]
    of_people = mapping.kind is InputKind.SURVEY
    read = _reader(column.field, mapping)
    known: dict[str, str] = {}
    bad_texts = []
    for text in map(str, texts.dropna().unique()):
        code = column.labels.get(text)
        if code is None:
            code = "" if text in column.missing else read(text)
        if code is None and column.field in ("sub_area", "sex", "age"):
            is_none = cells.is_whole(text) or (of_people and cells.is_untold(text))
            code = "" if is_none else None
        known[text] = code or ""
        if code is None:
            bad_texts.append(text)
    values = texts.map(known).astype("str").fillna("")
    stops = column.field in _STOPPING or not of_people
    what, expected = _wanted(column.field, mapping)
    problems = _each(
        table,
        column.name,
        texts[texts.isin(bad_texts)],
        lambda text: f"»{text}« er ikke {what}",
        expected,
        "Ret cellen, eller sig, hvad den betyder"
        if stops
        else "Sig, hvad den betyder; ellers læses den som uoplyst",
        stops=stops,
    )
    return values, [*problems, *_empty(table, column, of_people)]


def _empty(table: Table, column: Column, of_people: bool) -> Iterator[Problem]:
    """Empty cells where every figure must have one. When something was is checked later."""
    if column.field in ("area", "question") and not of_people:
        texts = table.rows[column.name]
        what = "et område" if column.field == "area" else "et spørgsmål"
        yield from _each(
            table,
            column.name,
            texts[texts.isna()],
            lambda _: "Cellen er tom",
            f"Ventede {what}",
            "Udfyld cellen, eller slet rækken",
        )


def _reader(field: str, mapping: FileMapping) -> Callable[[str], str | None]:
    """How a text of a field becomes its code."""
    often = frequency(mapping.kind, mapping.source)
    match field:
        case "wave" | "period":
            return lambda text: cells.period(text, often)
        case "area":
            return cells.area
        case "sub_area":
            return cells.sub_area
        case "sex":
            return cells.sex
        case "age":
            return cells.age
        case "question":
            return partial(_question, mapping.source)
    return lambda text: " ".join(text.split())[:60]


def _question(source: str, text: str) -> str | None:
    wanted = cells.folded(text)
    for question in inputs.survey(source).questions.values():
        names = (question.code, question.short, question.title, *question.near)
        if wanted in {cells.folded(name.replace("_", " ")) for name in names}:
            return question.code
    return None


def _wanted(field: str, mapping: FileMapping) -> tuple[str, str]:
    """What a cell of a field should be, and what was expected."""
    match field:
        case "wave" | "period":
            examples = {"year": "2025", "school_year": "2024/25", "quarter": "1. kvt. 2025"}
            example = examples[frequency(mapping.kind, mapping.source)]
            return f"en periode som {example}", f"Ventede for eksempel {example}"
        case "area":
            return "et kendt område", "Ventede en kommune, en region eller hele landet"
        case "sub_area":
            named = words.listing([place.name for place in municipality().sub_areas], "eller")
            return "en kendt bydel", f"Ventede {named}"
        case "sex":
            return "et køn, der kan genkendes", "Ventede kvinde eller mand"
        case "age":
            return "en alder eller aldersgruppe", "Ventede for eksempel 34, 15-29 eller 65+"
        case "question":
            questions = inputs.survey(mapping.source).questions.values()
            named = words.listing([f"»{one.short}«" for one in questions], "eller")
            return "et kendt spørgsmål", f"Ventede {named}"
    return "en værdi", ""


def numbers(table: Table, column: Column) -> tuple["pd.Series[float]", list[Problem]]:
    """The cells of a column as numbers; shares and percentages from 0 to 1, NaN where none is."""
    every = table.rows[column.name]
    texts = every.mask(every.isin([*_NO_FIGURE, *column.missing]))
    nothing = pd.Series(np.nan, index=texts.index, dtype=float)
    how, problem = _decimals(table, column, texts)
    if problem:
        return nothing, [problem]
    values = cells.numbers(texts, how)
    signed = texts.str.contains("%", regex=False, na=False).astype(bool)
    if column.field not in _SHARES:
        values = values.mask(signed)
    bad = texts[cells.unreadable(texts, values)]
    problems = list(
        _each(
            table,
            column.name,
            bad,
            lambda text: f"»{text}« er ikke et tal",
            "Ventede et tal, for eksempel 1.234 eller 0,75",
            "Ret cellen, eller lad den være tom, hvis tallet ikke kendes",
        )
    )
    if column.field not in _SHARES or column.unit in ("comma", "point"):
        return values, problems
    return _shares(table, column, texts, values, signed, problems)


def _decimals(
    table: Table, column: Column, texts: "pd.Series[str]"
) -> tuple[Decimals, Problem | None]:
    """What stands before decimals, or the question that only a person can answer."""
    how = cells.decimals(texts)
    if column.unit == "point":
        return Decimals.POINT, None
    if column.unit == "comma":
        return Decimals.COMMA, None
    place = table.place_of_column(column.name)
    if how is Decimals.MIXED:
        return how, error(
            place,
            "Både komma og punktum står som decimaltegn i kolonnen",
            "Ventede ét af dem",
            "Ret tallene, så de skrives på samme måde, eller vælg decimaltegn for kolonnen",
        )
    if how is Decimals.UNCLEAR and column.field in _MEASURED:
        first = texts.dropna().iloc[0]
        return how, error(
            place,
            f"{_short(first)} kan være både et tal over 1.000 og et tal med decimaler",
            "",
            "Vælg decimaltegn for kolonnen",
        )
    if how is Decimals.UNCLEAR:  # no share or mean is over 1.000, and no count has decimals
        return (Decimals.POINT if column.field in _SHARES else Decimals.COMMA), None
    return how, None


def _shares(
    table: Table,
    column: Column,
    texts: "pd.Series[str]",
    values: "pd.Series[float]",
    signed: "pd.Series[bool]",
    problems: list[Problem],
) -> tuple["pd.Series[float]", list[Problem]]:
    unit = column.unit or cells.share_unit(texts, values)
    if not unit:
        low = texts[(values > 0) & (values < 1)].iloc[0]
        high = texts[values > 1].iloc[0]
        asked = error(
            table.place_of_column(column.name),
            f"I kolonnen står både {_short(low)} og {_short(high)}",
            "Ventede enten andele fra 0 til 1 eller procenter",
            "Vælg enhed for kolonnen, eller ret tallene",
        )
        return values.mask(values.notna()), [*problems, asked]
    is_percent = signed | (unit == "percent")
    if unit == "percent" and (values > 1).any():
        problems += _each(
            table,
            column.name,
            texts[(values > 0) & (values < 1) & ~signed],
            lambda text: f"{text} læses som {text} %",
            "De andre tal i kolonnen er procenter over 1",
            "Ret tallet, hvis det er en andel fra 0 til 1",
            stops=False,
        )
    over = texts[(values > 1) & ~is_percent]
    problems += _each(
        table,
        column.name,
        over,
        lambda text: f"{text} er over 1",
        "Kolonnen læses som andele mellem 0 og 1",
        "Vælg procent som enhed, hvis tallene er procenter",
    )
    return values.where(~is_percent, values / 100), problems


def answers(table: Table, column: Column, scale: Scale) -> tuple[pd.DataFrame, list[Problem]]:
    """The answers of a column as codes of the scale, why some are missing, and what is wrong."""
    texts = table.rows[column.name]
    known: dict[str, float] = {}
    missing: dict[str, str] = {}
    bad_texts = []
    for text in map(str, texts.dropna().unique()):
        if text in column.missing:
            missing[text] = column.missing[text]
            continue
        value = _answer(text, column, scale)
        if value is None:
            bad_texts.append(text)
        else:
            known[text] = value
    block = pd.DataFrame(
        {
            column.question: texts.map(known).to_numpy(float, na_value=np.nan),
            f"{column.question}{MISSING}": texts.map(missing).astype("str").fillna("").to_numpy(),
        }
    )
    bad = texts[texts.isin(bad_texts)]
    return block, list(_bad_answers(table, column, scale, bad))


def _answer(text: str, column: Column, scale: Scale) -> float | None:
    """The code of an answer; plain codes are turned round where the scale runs the other way."""
    code = column.labels.get(text, answer_labels.numbers_as_code(text))
    try:
        is_point = scale.is_number and "," not in code
        value = float(code) if is_point else danish_numbers.parse(code)
    except ValueError:
        return None
    if not (code in scale.answers if scale.answers else scale.lowest <= value <= scale.highest):
        return None
    turned = column.reversed and text not in column.labels
    return scale.lowest + scale.highest - value if turned else value


def _bad_answers(
    table: Table, column: Column, scale: Scale, bad: "pd.Series[str]"
) -> Iterator[Problem]:
    span = f"{danish_numbers.plain(scale.lowest)}–{danish_numbers.plain(scale.highest)}"
    titles = {code: missing.title for code, missing in inputs.missing_answers().items()}
    codes_of = [f"{text} ({titles[code]})" for text, code in column.missing.items()]
    valid = ", ".join([span, *codes_of[:6]])
    yield from _each(
        table,
        column.name,
        bad,
        lambda text: f"{text} er ikke en gyldig værdi på skalaen {span}",
        f"Gyldige: {valid}",
        "Ret cellen, eller sig, hvilket svar på skalaen den er, eller at den er et manglende svar",
    )


def _each(
    table: Table,
    column: str,
    bad: "pd.Series[str]",
    found: Callable[[str], str],
    expected: str,
    remedy: str,
    *,
    stops: bool = True,
) -> Iterator[Problem]:
    """A problem for each of the first cells that cannot be read, and how many more there are."""
    make = error if stops else warning
    for row, text in bad.head(SHOWN).items():
        yield make(table.place(int(str(row)), column), found(_short(text)), expected, remedy)
    if more := max(len(bad) - SHOWN, 0):
        yield make(
            table.place_of_column(column),
            f"Og {danish_numbers.number(more)} mere af samme slags",
            "",
            remedy,
        )


def _short(text: object) -> str:
    """A cell as a message may show it."""
    shown = str(text)
    if privacy.is_personal(shown):
        return "(noget, der ligner persondata)"
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
