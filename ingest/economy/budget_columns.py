"""What the headings and titles of a budget say: fields, versions, years, unit, prices and sign.

A file says its unit and price level above the table or in a heading. What it does not say, or says
in two ways, is left for the analyst.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from ingest.cells import folded
from ingest.columns import Column
from ingest.frame import SEPARATOR, Table
from store.amounts import CURRENT, Version
from store.economy import MoneyUnit, Side, Sign

SURE, NEAR = 2, 1
"""How surely a heading says what it does."""

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_NAMES: Mapping[str, tuple[str, ...]] = {
    "function": ("funktion", "funktionsnr", "funktionsnummer", "funktionskode", "konto", "kontonr",
                 "kontonummer"),
    "cost_centre": ("omkostningssted", "omkostningsstednr", "omk sted", "omk sted nr", "stednr",
                    "stednummer", "profitcenter", "psp", "psp element", "projekt", "projektnr"),
    "dranst": ("dranst", "dranstkode"),
    "art": ("art", "hovedart", "artskode", "artskonto"),
    "unit": ("center", "centernavn", "centre", "enhed", "afdeling", "forvaltning",
             "direktoeromraade", "udvalg", "politikomraade", "bevillingsomraade"),
    "area": ("kommune", "kommunekode", "kommunenr", "komkode"),
    "version": ("version", "budgetversion", "beloebstype", "budgettype"),
    "year": ("aar", "regnskabsaar", "budgetaar", "aarstal"),
    "side": ("udgift indtaegt", "u i", "udgift eller indtaegt", "ui"),
}  # fmt: skip
"""Names of columns of codes, the likelier first where several are in one file."""

_VERSIONS: Sequence[tuple[str, Version, int]] = (
    (r"opr(?:indelig(?:t)?)?\.? ?(?:vedtaget )?budget|vedtaget budget", Version.ADOPTED, SURE),
    (r"korr(?:igeret)?\.? ?budget", Version.CORRECTED, SURE),
    (r"forventet (?:regnskab|forbrug|aarsforbrug)|prognose|skoen", Version.FORECAST, SURE),
    (r"budgetoverslag|overslag(?:saar)?", Version.ESTIMATE, SURE),
    (r"regnskab", Version.ACCOUNTS, SURE),
    (r"forbrug", Version.SPENT, SURE),
    (r"budget", Version.ADOPTED, NEAR),  # or the corrected one
)
_DERIVED = re.compile(
    r"afvigelse|difference|forskel|rest|procent|pct|%|mer ?mindreforbrug|merforbrug|mindreforbrug"
    r"|aarsvaerk|antal|indeks|netto|andel|index"
)
_ADDITION = re.compile(r"tillaegsbevilling(?:er)?|omplacering(?:er)?|tillaeg")
_MONEY = re.compile(r"beloeb.*|saldo|i alt|aarets beloeb|kr")
_SIDES = (
    (Side.SPENDING, re.compile(r"\b(?:brutto)?udgift(?:er)?\b")),
    (Side.INCOME, re.compile(r"\b(?:brutto)?indtaegt(?:er)?\b")),
)
_UNITS = (
    (MoneyUnit.THOUSANDS, re.compile(r"(?:\b1[. ]?000|\bhele tusinde?|\bt\.?) ?kr|\btkr\b", re.I)),
    (MoneyUnit.MILLIONS, re.compile(r"\bmio\.? ?(?:kr|kroner)|\bmillioner\b|\bmkr\b", re.I)),
    (MoneyUnit.KRONER, re.compile(r"(?:\bhele|\bi|\bbeløb i) kr(?:oner|\.|\b)|\(kr\.?\)", re.I)),
)
_MINUS = (
    (
        Sign.MINUS_IS_INCOME,
        re.compile(r"indtægt(?:er)? (?:skrives |står |er )?(?:med|i) minus", re.I),
    ),
    (
        Sign.MINUS_IS_SPENDING,
        re.compile(r"udgift(?:er)? (?:skrives |står |er )?(?:med|i) minus", re.I),
    ),
)
_PRICES = re.compile(
    r"(?<!\d)((?:19|20)\d\d) ?-? ?(?:priser|prisniveau|pl\b|p/l|pris- og lønniveau)"
    r"|(?:prisniveau|p/l|pl|priser i) ?((?:19|20)\d\d)(?!\d)",
    re.I,
)
_CURRENT = re.compile(r"løbende priser|årets priser|løbende prisniveau", re.I)


def columns(table: Table) -> tuple[list[Column], list[str]]:
    """How each column of a table is read, and which of them must be confirmed.

    Of several columns that name a unit or a cost centre only the likeliest is read.
    """
    named = [_column(name, table) for name in table.columns]
    found = [column for column, _ in named]
    open_ = [column.name for column, sure in named if column.field and sure < SURE]
    for field in _NAMES:
        rivals = [column for column in found if column.field == field]
        for loser in sorted(rivals, key=lambda one: _rank(field, one.name))[1:]:
            found[found.index(loser)] = Column(loser.name, "")
    found = _with_labels(found, table)
    if any(column.fixed.get("side") for column in found if column.field == "amount"):
        # A net column beside spending and income would count everything twice.
        found = [
            Column(column.name, "")
            if column.field == "amount" and "side" not in column.fixed
            else column
            for column in found
        ]
    kept = {column.name for column in found if column.field}
    return found, [name for name in open_ if name in kept]


def is_budget(table: Table) -> bool:
    """Whether a table looks like a budget: money by function, or columns that name a version."""
    found, _ = columns(table)
    fields = {column.field for column in found}
    if "amount" not in fields:
        return False
    versions = any(c.fixed.get("version") for c in found if c.field == "amount")
    titled = any(re.search(r"budget|regnskab", text, re.I) for text in table.title)
    return versions or titled or bool(fields & {"function", "cost_centre", "dranst"})


def code_columns(table: Table) -> tuple[str, ...]:
    """Columns whose numbers are codes or money, never a person's, whatever they look like."""
    codes = ("function", "cost_centre", "dranst", "art", "amount", "addition", "area")
    return tuple(column.name for column in columns(table)[0] if column.field in codes)


def said(table: Table) -> dict[str, set[str]]:
    """What the text above and below says of the whole table.

    Returns
    -------
    For `unit`, `prices`, `year`, `version` and `sign` what is said; empty when nothing is, several
    when it is said in more than one way.
    """
    around = [*table.title, *table.notes]
    found: dict[str, set[str]] = {
        "unit": {unit for text in around for unit in _units(text)},
        "prices": {prices for text in around for prices in _price_levels(text)},
        "year": {year for text in table.title for year in _YEAR.findall(_PRICES.sub("", text))},
        "version": set(),
        "sign": {
            sign.value
            for text in (*around, *table.columns)
            for sign, form in _MINUS
            if form.search(text)
        },
    }
    for text in table.title:
        version, sure = _version(folded(text))
        if version and sure == SURE:
            found["version"].add(version.value)
    return found


def sign(side_texts: Iterable[str], amounts: pd.DataFrame) -> Sign | None:
    """How income is written, where sections or columns of both sides show it.

    Parameters
    ----------
    side_texts
        The side of each row of `amounts`.
    amounts
        Columns `side` and `negative`, `positive`: how many numbers of each kind.
    """
    sides = set(side_texts)
    if sides != {Side.SPENDING, Side.INCOME}:
        return None
    by_side = amounts.groupby("side")[["negative", "positive"]].sum()
    negative, positive = (by_side[name].to_dict() for name in ("negative", "positive"))
    if not negative[Side.INCOME] and not negative[Side.SPENDING]:
        return Sign.ALWAYS_POSITIVE
    if not positive[Side.INCOME] and not negative[Side.SPENDING]:
        return Sign.MINUS_IS_INCOME
    if not positive[Side.SPENDING] and not negative[Side.INCOME]:
        return Sign.MINUS_IS_SPENDING
    return None


def side_of(text: str) -> Side | None:
    """The side that a heading names: ``Indtægter (-)``."""
    plain = folded(text)
    found = [side for side, form in _SIDES if form.search(plain)]
    return found[0] if len(found) == 1 else None


def version_of(text: str) -> Version | None:
    """The version that a cell names."""
    return _version(folded(text))[0]


# --- one heading ----------------------------------------------------------------------------------


def _column(name: str, table: Table) -> tuple[Column, int]:
    plain = folded(name.split(SEPARATOR)[-1])
    for field, names in _NAMES.items():
        if plain in names or folded(name) in names:
            return Column(name, field), SURE
    if not _has_money(table.rows[name]):
        return Column(name, ""), SURE
    return _amount(name)


def _amount(name: str) -> tuple[Column, int]:
    plain = folded(_PRICES.sub("", name))
    years = _YEAR.findall(plain)
    rest = _YEAR.sub("", plain).strip()
    if _ADDITION.search(plain):
        return Column(name, "addition"), SURE
    if "%" in name or (_DERIVED.search(rest) and not side_of(name)):
        return Column(name, ""), SURE
    fixed = {"year": years[0]} if len(years) == 1 else {}
    version, sure = _version(plain)
    if version:
        fixed["version"] = version.value
    side = None if any(form.search(name) for _, form in _MINUS) else side_of(name)
    if side:
        fixed["side"] = side.value
    prices = _price_levels(name)
    if len(prices) == 1:
        fixed["prices"] = prices[0]
    units = _units(name)
    known = bool(version or side or years or _MONEY.fullmatch(rest))
    if not known:
        return Column(name, ""), SURE
    column = Column(name, "amount", unit=units[0] if len(units) == 1 else "", fixed=fixed)
    return column, sure if version else SURE


def _version(plain: str) -> tuple[Version | None, int]:
    for form, version, sure in _VERSIONS:
        if re.search(rf"\b(?:{form})\b", plain):
            return version, sure
    return None, SURE


def _has_money(cells: pd.Series) -> bool:
    """Whether most filled cells hold a digit and nothing that a word is made of."""
    filled = cells.dropna().head(500)
    if not len(filled):
        return False
    numeric = filled.str.fullmatch(r"[-+−–(]?[\d.,\s\u00a0]*\d[\d.,\s\u00a0]*\)?-?(?: ?kr\.?)?")
    return bool(numeric.mean() > 0.5)


def _rank(field: str, name: str) -> int:
    names = _NAMES[field]
    plain = folded(name.split(SEPARATOR)[-1])
    return names.index(plain) if plain in names else len(names)


def _with_labels(found: list[Column], table: Table) -> list[Column]:
    """Without a column of functions or units: the first column of texts, by what it holds."""
    if any(column.field in ("function", "unit", "cost_centre") for column in found):
        return found
    for place, column in enumerate(found):
        cells = table.rows[column.name].dropna()
        if column.field or not len(cells) or _has_money(cells):
            continue
        coded = cells.str.match(r"0?\d\.\d\d\.\d\d\b").mean() > 0.4
        found[place] = replace(column, field="function" if coded else "unit")
        break
    return found


def _units(text: str) -> list[str]:
    return [unit.value for unit, form in _UNITS if form.search(text)][:2]


def _price_levels(text: str) -> list[str]:
    found = [one or other for one, other in _PRICES.findall(text)]
    return found + ([CURRENT] if _CURRENT.search(text) else [])
