"""Which field a heading of a file names, and what it says of others: ``Andel · Kvinder · 2023``.

Where the heading is unknown, the cells below it may tell.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from danish.periods import PeriodKind
from ingest import cells
from ingest.cells import folded
from ingest.columns import QUESTION, time_field
from ingest.frame import Table
from ingest.near_names import NEAR_ENOUGH, likeness
from store import inputs
from store.inputs import InputKind

REMEMBERED, SAME, NEAR, UNKNOWN = "husket", "samme navn", "ligner", "ukendt"
MANY = 200
"""Different texts of a column that are looked at."""

_LEVELS = " · "
_LETTER = 1  # "K" may be anything
_MOST_ALIKE = 0.8  # of the cells that must read as a field before an unknown column is taken for it

_PLACES = {
    "area": (
        "kommune",
        "kommunekode",
        "kommunenr",
        "område",
        "område kode",
        "kommunenavn",
        "bopælskommune",
        "bor i kommune",
    ),
    "sub_area": ("bydel", "boligområde", "distrikt", "skoledistrikt", "delområde", "kvarter"),
    "sex": ("køn", "sex", "gender"),
    "age": (
        "alder",
        "aldersgruppe",
        "aldersinterval",
        "alder i år",
        "alder gruppe",
        "age",
        "hvor gammel er du",
    ),
}
_WAVE = ("år", "bølge", "undersøgelsesår", "indsamlingsår", "måling", "skoleår", "årstal", "dato")
_OF_KIND: Mapping[InputKind, Mapping[str, tuple[str, ...]]] = {
    InputKind.SURVEY: {
        "wave": _WAVE,
        **_PLACES,
        "weight": ("vægt", "vægtning", "weight", "vejetal"),
        "stratum": ("stratum", "strata", "lag"),
        "cluster": ("klasse", "klynge", "skoleklasse", "cluster"),
    },
    InputKind.SURVEY_AGGREGATED: {
        "wave": _WAVE,
        **_PLACES,
        "question": ("spørgsmål", "indikator", "emne"),
        "value": ("andel", "procent", "pct", "gennemsnit", "score", "resultat", "andel i procent",
                  "andel trygge", "værdi", "gns"),
        "answers": ("antal svar", "svar", "n", "antal besvarelser", "besvarelser", "base", "antal",
                    "antal elever", "antal respondenter"),
        "deviation": ("standardafvigelse", "spredning", "std", "sd", "std afvigelse"),
        "note": ("kilde", "note"),
    },
    InputKind.REGISTER: {
        "period": ("år", "periode", "skoleår", "kvartal", "årgang", "årstal", "dato", "kohorte",
                   "opgjort pr", "opgørelsesdato"),
        **_PLACES,
        "numerator": ("tæller",),
        "denominator": ("nævner",),
        "share": ("andel", "procent", "pct", "andel i procent", "i procent", "%"),
    },
}  # fmt: skip
"""Names that columns have in files, by field."""


@dataclass(frozen=True)
class Named:
    """What a heading says.

    Attributes
    ----------
    score
        How surely, of 100.
    is_contested
        Whether another heading says the same as surely.
    """

    field: str
    how: str
    fixed: Mapping[str, str]
    score: float = 100.0
    is_contested: bool = False


def field_of(name: str, kind: InputKind, source: str) -> Named:
    """Which field a heading names; two-level headings may say more than one thing."""
    whole = _nearest(name, kind, source)
    asked = _asked(name, source) if kind is InputKind.SURVEY_AGGREGATED else ""
    # The same name also where it says "all", such as of a denominator.
    if kind is InputKind.SURVEY or (whole.how == SAME and not asked):
        return whole
    found = Named("", UNKNOWN, {}, 0)
    fixed: dict[str, str] = {}
    for part in _parts(name, kind, source):
        if said := _said(part, kind, source):
            fixed |= said
            continue
        of_part = _nearest(part, kind, source)
        if of_part.score > found.score:
            found = of_part
    if not fixed:
        return max(whole, found, key=lambda one: one.score)
    if not found.field:
        found = Named(_value_field(kind, source), NEAR, {}, 90)
    return replace(found, fixed=fixed)


def _parts(name: str, kind: InputKind, source: str) -> list[str]:
    """The levels of a heading, and within them a year at either end: ``Andel 2023``."""
    parts: list[str] = []
    for level in name.split(_LEVELS):
        year = r"(?:19|20)\d\d(?:\s?/\s?\d{2,4})?"
        split = re.fullmatch(rf"(.*\D)\s({year})|({year})[\s:,-]+(\D.*)", level.strip())
        words = [word for word in split.groups() if word] if split else []
        is_time = any(cells.period(word, frequency(kind, source)) for word in words)
        parts += words if is_time and not cells.period(level, frequency(kind, source)) else [level]
    return parts


def looks_like(name: str, table: Table, kind: InputKind, source: str) -> Named:
    """What the cells of a column with an unknown name read as: a period, a place, a sex.

    Of a column that the file has labels for it is the labels that are read, and a scale that only
    one question is asked on tells the question.
    """
    labels = table.labels.get(name, {})
    texts = _texts(name, table)
    often = frequency(kind, source)
    readers: dict[str, Callable[[str], object]] = {
        time_field(kind): lambda text: cells.period(text, often),
        "sex": lambda text: len(text) > _LETTER and cells.sex(text),
        "sub_area": cells.sub_area,
    }
    if labels:
        readers["age"] = cells.age
    for field, read in readers.items():
        known = sum(bool(read(text)) for text in texts)
        if known > 1 and known > _MOST_ALIKE * len(texts):
            return Named(field, NEAR, {}, NEAR_ENOUGH)
    asked = _by_scale(labels, source) if kind is InputKind.SURVEY and labels else ""
    return Named(asked, NEAR, {}, NEAR_ENOUGH) if asked else Named("", UNKNOWN, {}, 0)


def is_borne_out(named: Named, name: str, table: Table, kind: InputKind, source: str) -> bool:
    """Whether the cells of a column whose heading is only near read as what it seems to name.

    Groups that are written as codes (1, 2, 3) say nothing against it.
    """
    often = frequency(kind, source)
    readers: dict[str, Callable[[str], object]] = {
        time_field(kind): lambda text: cells.period(text, often),
        "area": cells.area,
        "sub_area": cells.sub_area,
        "sex": cells.sex,
        "age": cells.age,
    }
    read = readers.get(named.field)
    texts = _texts(name, table)
    if named.how != NEAR or read is None or not texts:
        return True
    if named.field in ("sex", "age", "sub_area") and all(re.fullmatch(r"\d\d?", t) for t in texts):
        return True
    return sum(bool(read(text)) or cells.is_whole(text) for text in texts) > len(texts) / 3


def _texts(name: str, table: Table) -> list[str]:
    """The labels of a column's values, or else its first different texts."""
    labels = table.labels.get(name, {})
    return list(labels.values()) or list(map(str, table.rows[name].dropna().unique()[:MANY]))


def _by_scale(labels: Mapping[str, str], source: str) -> str:
    """The one question whose scale has the labels of a column; "" when none or several have."""
    told = {folded(label) for label in labels.values()}
    fitting = {
        f"{QUESTION}{question.code}"
        for question in inputs.survey(source).questions.values()
        for scale in question.scales
        if (names := {folded(name) for name in inputs.scales()[scale].answers.values()})
        and names <= told
    }
    return fitting.pop() if len(fitting) == 1 else ""


def frequency(kind: InputKind, source: str) -> PeriodKind:
    """How often a survey or register comes."""
    of = inputs.register(source) if kind is InputKind.REGISTER else inputs.survey(source)
    return of.frequency


def _said(part: str, kind: InputKind, source: str) -> dict[str, str]:
    """What a heading says of another field: a period, an area, a sex, a question."""
    if kind is InputKind.SURVEY_AGGREGATED and (question := _asked(part, source)):
        return {"question": question}
    if code := cells.period(part, frequency(kind, source)):
        return {time_field(kind): code}
    if len(part) > 3 and (code := cells.area(part)):
        return {"area": code}
    if code := cells.sub_area(part):
        return {"sub_area": code}
    if len(part) > 3 and (code := cells.sex(part)):
        return {"sex": code}
    if cells.is_whole(part):
        return {"sub_area": ""}
    return {}


def _asked(part: str, source: str) -> str:
    """The question whose very name a heading is; "" when it is none."""
    wanted = folded(part)
    for question in inputs.survey(source).questions.values():
        names = (question.code, question.short, question.title, *question.near)
        if wanted in (folded(name.replace("_", " ")) for name in names):
            return question.code
    return ""


def _value_field(kind: InputKind, source: str) -> str:
    if kind is InputKind.REGISTER:
        return "numerator" if inputs.register(source).is_count else "share"
    return "value" if kind is InputKind.SURVEY_AGGREGATED else ""


def _nearest(name: str, kind: InputKind, source: str) -> Named:
    """The field whose name is nearest to a heading."""
    best, nearest = 0.0, ""
    for field, alias in _names(kind, source):
        if folded(alias) == folded(name):
            return Named(field, SAME, {}, 100)
        # A name in brackets apart, a heading is at most near.
        if (score := min(likeness(name, alias), 99.5)) > best:
            best, nearest = score, field
    return Named(nearest, NEAR, {}, best) if best >= NEAR_ENOUGH else Named("", UNKNOWN, {}, 0)


def _names(kind: InputKind, source: str) -> Iterator[tuple[str, str]]:
    if kind is InputKind.SURVEY:
        for question in inputs.survey(source).questions.values():
            for alias in (question.code, question.short, question.title, *question.near):
                yield f"{QUESTION}{question.code}", alias.replace("_", " ")
    if kind is InputKind.REGISTER:
        register = inputs.register(source)
        for alias in (register.numerator, *register.near_numerator):
            yield "numerator", alias
        if not register.is_count:
            for alias in (register.denominator, *register.near_denominator):
                yield "denominator", alias
    for field, aliases in _OF_KIND[kind].items():
        for alias in aliases:
            yield field, alias
