"""Text cells as values: numbers, shares, periods, places and groups, a whole column at a time.

A column is read in one way: what its cells together say decides between ``1.234`` as a thousand and
as a decimal, and between 0,75 and 75 as three quarters. What they do not say is a question.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache

import numpy as np
import pandas as pd

from danish import periods
from danish.dates import MONTHS
from danish.periods import PeriodKind
from store import inputs
from store.settings import municipality
from store.sources import areas


class Decimals(StrEnum):
    """How a column writes decimals."""

    COMMA = "komma"  # 1.234,5
    POINT = "punktum"  # 1234.5
    UNCLEAR = "uklart"  # 1.234 may be either
    MIXED = "blandet"  # both in one column


_COMMA = r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+"
_POINT = r"[+-]?(?:\d+\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{4,}\.\d+|\d{1,3}(?:,\d{3})+\.\d+)"
_EITHER = r"[+-]?[1-9]\d{0,2}\.\d{3}"
_SPACES = r"[\s\u00a0\u2009\u202f]"
_SIGN = str.maketrans("−–", "--")


def decimals(cells: pd.Series) -> Decimals:
    """How the cells of a column write decimals; a column of whole numbers is read as Danish."""
    plain = _plain(cells.dropna())
    comma = bool(plain.str.fullmatch(_COMMA).any())
    point = bool(plain.str.fullmatch(_POINT).any())
    if comma and point:
        return Decimals.MIXED
    if comma or not (point or plain.str.fullmatch(_EITHER).any()):
        return Decimals.COMMA
    return Decimals.POINT if point else Decimals.UNCLEAR


def numbers(cells: pd.Series, how: Decimals = Decimals.COMMA) -> pd.Series:
    """The cells as numbers; NaN where a cell is empty or no number.

    Parameters
    ----------
    cells
        Text, missing where empty. A percent sign is passed over.
    how
        `Decimals.POINT` reads 1.234 as one and a bit, anything else as a thousand.
    """
    plain = _plain(cells)
    if how is Decimals.POINT:
        plain = plain.str.replace(r",(?=\d{3})", "", regex=True)
    else:
        danish = (
            plain.str.fullmatch(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?").fillna(False).astype(bool)
        )
        plain = plain.where(~danish, plain.str.replace(".", "", regex=False))
        plain = plain.where(~plain.str.contains(".", regex=False, na=False), "")
        plain = plain.str.replace(",", ".", regex=False)
    whole = plain.where(plain.str.fullmatch(r"[+-]?\d+(?:\.\d+)?").fillna(False).astype(bool))
    return pd.to_numeric(whole, errors="coerce").astype(float)


def unreadable(cells: pd.Series, values: pd.Series) -> pd.Series:
    """Which cells hold something that could not be read."""
    return cells.notna() & values.isna()


def share_unit(cells: pd.Series, values: pd.Series) -> str:
    """Whether shares are written 0-1 (``share``) or in percent (``percent``); empty if both.

    Percent signs make it percent, and so do numbers above 1 without any between 0 and 1.
    """
    filled, known = cells.dropna(), values.dropna()
    signed = filled.str.contains("%", regex=False)
    if signed.any():
        bare = known[~signed.reindex(known.index).astype(bool)]
        return "" if ((bare > 0) & (bare < 1)).any() else "percent"
    if not (known > 1).any():
        return "share"
    return "" if ((known > 0) & (known < 1)).any() else "percent"


def each(cells: pd.Series, read: Callable[[str], str | None]) -> pd.Series:
    """Every cell by a function, asked once for each different text; None and empty stay missing."""
    known = {text: read(text) for text in cells.dropna().unique()}
    return cells.map(known).astype("str")


def period(text: str, frequency: PeriodKind) -> str | None:
    """A period as it is written in files, as our code, or None.

    A date becomes the period of the frequency that it lies in; a school year begins in August.
    """
    plain = _line(text).removeprefix("pr. ").removeprefix("pr ").rstrip("*")
    day = _day(plain)
    if day:
        return _holding(day, frequency)
    if frequency is PeriodKind.YEAR:
        found = re.fullmatch(r"(?:år:? |ultimo |primo |årgang |bølge )?((?:19|20)\d\d)", plain)
        return found.group(1) if found else None
    if frequency is PeriodKind.SCHOOL_YEAR:
        return _school_year(plain)
    if frequency is PeriodKind.QUARTER:
        return _quarter(plain)
    return None


def _quarter(plain: str) -> str | None:
    year, quarter = r"(?P<year>(?:19|20)\d\d)", r"(?P<quarter>[1-4])"
    forms = (
        rf"{year} ?[kq] ?{quarter}",
        rf"{year}[ -]?{quarter}\. ?(?:kvt\.?|kvartal)",
        rf"{quarter}\.? ?(?:kvt\.?|kvartal|k|q)[ ,-]*{year}",
        rf"[kq]{quarter}[ -]{year}",
        rf"(?:kvartal|kvt\.?) ?{quarter}[ ,]*{year}",
    )
    for form in forms:
        if found := re.fullmatch(form, plain):
            return f"{found['year']}K{found['quarter']}"
    return None


def _school_year(plain: str) -> str | None:
    form = r"(?:skoleåret:? |skoleår:? )?((?:(?:19|20)\d\d|\d\d(?= ?/))) ?[/-] ?((?:19|20)?\d\d)"
    found = re.fullmatch(form, plain)
    if not found:
        return None
    first, last = int(found.group(1)), int(found.group(2))
    first += 2000 if first < 100 else 0
    if last % 100 != (first + 1) % 100 or (last > 99 and last != first + 1):
        return None
    return f"{first}/{(first + 1) % 100:02d}"


def _day(plain: str) -> date | None:
    forms = (
        r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d?)-(?P<day>\d\d?)(?: .*)?",
        r"(?P<day>\d\d?)[-./] ?(?P<month>\d\d?)[-./ ] ?(?P<year>(?:19|20)\d\d)(?: .*)?",
        r"(?P<day>\d\d?)\.? (?P<name>[a-zæøå]{3,9})\.? (?P<year>(?:19|20)\d\d)",
        r"(?P<name>[a-zæøå]{3,9})\.? (?P<year>(?:19|20)\d\d)",
    )
    for form in forms:
        if found := re.fullmatch(form, plain):
            said = found.groupdict()
            month = _month(said["name"]) if "name" in said else int(said["month"])
            try:
                return date(int(said["year"]), month, int(said.get("day") or 1))
            except ValueError:
                return None
    return None


def _month(name: str) -> int:
    """The month of a name, whole or cut to at least three letters; 0 when it is none."""
    return next((n for n, month in enumerate(MONTHS, 1) if month.startswith(name)), 0)


def _holding(day: date, frequency: PeriodKind) -> str | None:
    match frequency:
        case PeriodKind.YEAR:
            return str(day.year)
        case PeriodKind.QUARTER:
            return f"{day.year}K{(day.month + 2) // 3}"
        case PeriodKind.SCHOOL_YEAR:
            first = day.year if day.month >= 8 else day.year - 1
            return f"{first}/{(first + 1) % 100:02d}"
    return None


_SEXES = {
    "K": "k kvinde kvinder kvindelig pige piger female f woman",
    "M": "m mand mænd mandlig dreng drenge male man",
}


def sex(text: str) -> str | None:
    """``K`` or ``M``; None for anything else, which is then no sex that is told."""
    plain = folded(text)
    return next((code for code, words in _SEXES.items() if plain in folded(words).split()), None)


def age(text: str) -> str | None:
    """An age group's code: ``15-29``, ``65+``. Years of age are put into the configured groups."""
    plain = " ".join(re.sub(r"\b(?:årige|årig|år)\b\.?", "", _line(text)).split())
    plain = re.sub(r"(?<=\d)[.,]0+$", "", plain)
    if found := re.fullmatch(r"under (\d{1,2})", plain):
        return f"0-{int(found.group(1)) - 1}"
    if found := re.fullmatch(r"(\d{1,2}) (?:og|eller) (?:derunder|yngre|under)", plain):
        return f"0-{int(found.group(1))}"
    if found := re.fullmatch(r"over (\d{1,2})", plain):
        return f"{int(found.group(1)) + 1}+"
    if found := re.fullmatch(r"(\d{1,2}) ?(?:-|til) ?(\d{1,3})-?", plain):
        low, high = int(found.group(1)), int(found.group(2))
        return f"{low}-{high}" if low < high else None
    if found := re.fullmatch(r"(\d{1,3}) ?(?:\+|(?:og|eller) (?:derover|ældre|over))", plain):
        return f"{int(found.group(1))}+"
    if re.fullmatch(r"\d{1,3}", plain):
        years = int(plain)
        return next((group for group in inputs.age_groups() if _within(years, group)), None)
    return None


def _within(years: int, group: str) -> bool:
    if group.endswith("+"):
        return int(group[:-1]) <= years <= 120
    low, high = group.split("-")
    return int(low) <= years <= int(high)


def area(text: str) -> str | None:
    """An area's code from its code or its name: ``183``, ``Ishøj``, ``Ishøj Kommune``."""
    known, plain = _areas(), _without_kind(text)
    if plain in known:
        return known[plain]
    if re.fullmatch(r"0\d{3}|\d\d", plain):  # 0183; and 84, a number that lost its zero
        return known.get(plain[-3:].zfill(3))
    code, _, name = plain.partition(" ")
    return known.get(code) if name and known.get(code) == known.get(name) else None


@cache
def _areas() -> Mapping[str, str]:
    named = {_without_kind(area.label): area.code for area in areas()}
    named |= {area.code: area.code for area in areas()}
    for place in municipality().published_areas:
        named |= {_without_kind(name): place.code for name in (place.code, place.name, *place.near)}
    country = municipality().country
    return {**named, **{folded(name): country for name in ("hele landet", "landet", "danmark")}}


def _without_kind(text: str) -> str:
    plain = folded(text)
    for ending in (" kommune", " (kommune)", "s kommune"):
        plain = plain.removesuffix(ending)
    return plain


def _line(text: str) -> str:
    """A text in small letters, with single spaces and hyphens for every dash."""
    plain = unicodedata.normalize("NFC", text).strip().casefold().translate(_SIGN)
    return re.sub(_SPACES + "+", " ", plain)


def sub_area(text: str) -> str | None:
    """A part of the municipality from its code, its name or what files may call it."""
    return _sub_areas().get(folded(text))


@cache
def _sub_areas() -> Mapping[str, str]:
    return {
        folded(name): place.code
        for place in municipality().sub_areas
        for name in (place.code, place.name, *place.near)
    }


_WHOLES = (
    "alle", "i alt", "ialt", "total", "samlet", "begge koen", "begge", "hele kommunen", "kommunen"
)  # fmt: skip
_UNTOLD = (
    "uoplyst", "ikke oplyst", "ukendt", "ved ikke", "andet", "anden", "oensker ikke at svare",
    "oensker ikke at oplyse", "vil ikke oplyse", "vil ikke svare", "nonbinaer", "ikke besvaret",
)  # fmt: skip


def is_whole(text: str) -> bool:
    """Whether a text stands for all together, not for a group: ``I alt``, ``Alle elever``."""
    plain = folded(text)
    return plain in _WHOLES or plain.startswith("alle ")


def is_untold(text: str) -> bool:
    """Whether a respondent's cell says that the group is not known, or none of ours."""
    return folded(text) in _UNTOLD


def folded(text: str) -> str:
    """A text for comparing: small letters, Danish letters in two, signs as single spaces."""
    plain = unicodedata.normalize("NFC", text).casefold()
    for letter, instead in (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("ü", "y"), ("é", "e")):
        plain = plain.replace(letter, instead)
    return " ".join(re.sub(r"[^0-9a-z%+]+", " ", plain).split())


def _plain(cells: pd.Series) -> pd.Series:
    """Without spaces, percent signs and long minus signs."""
    text = cells.astype("str").str.replace(_SPACES, "", regex=True)
    return text.str.replace("−", "-").str.replace("–", "-").str.removesuffix("%")


def whole(values: pd.Series) -> pd.Series:
    """Which numbers are whole."""
    return values.isna() | np.isclose(values % 1, 0)


def is_period(text: str) -> bool:
    """Whether a heading is a period of some kind: ``2023``, ``2022/23``, ``1. kvt. 2025``."""
    kinds = (PeriodKind.YEAR, PeriodKind.SCHOOL_YEAR, PeriodKind.QUARTER)
    return any(period(text, kind) for kind in kinds)


def label(code: str) -> str:
    """A period in words."""
    return periods.label(code)
