"""What stands in a cell of the organisation workbook, by its kind: from text to value and back.

`read` takes what Danes type and the English codes; `written` gives the text that `read` reads as
the same value.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from typing import Any

from danish import dates, numbers, periods, words
from danish.numbers import NotANumberError
from danish.periods import PeriodKind
from ingest import cells
from ingest.cells import folded
from ingest.organisation.rows import LISTS
from store.organisation_sheets import ALL_MODELS, Field, Kind

LONGEST = 2000
"""Characters of a text."""
GOALS = ("A", "B", "C", "D")
ALL_WORD = "alle"

_YES = ("ja", "j", "yes", "sand", "true", "1", "x")
_NO = ("nej", "n", "no", "falsk", "false", "0")
_ALL_WORDS = (ALL_WORD, "all", "alle modeller")
_THOUSAND = 100_000
"""Øre in 1.000 kr."""
_NO_TEXT = ("Cs", "Cn", "Co")
_SPACES = ("Cc", "Zl", "Zp", "Zs")
_EARLIEST, _LATEST = 1900, 2150
_LIST_SIGN = re.compile("[;,\n]")
_CODE = re.compile("[A-ZÆØÅ]{1,3}-?[0-9]{1,4}")


class Mark(Enum):
    """What may stand in a cell instead of a value."""

    WITHHELD = "skjult"  # an amount that not everybody may see; the one in force is kept


class UnreadableError(Exception):
    """A cell that holds no value of its kind; the text is Danish."""

    def __init__(self, found: str, expected: str):
        super().__init__(found)
        self.found = found
        self.expected = expected


def read(of: Field, text: str) -> Any:
    """The value of a cell; None, or an empty tuple for a list, where it is empty.

    Raises
    ------
    UnreadableError
        If it holds no value of its kind.
    """
    plain = tidied(text)
    if not plain:
        return () if of.kind in LISTS else None
    return _READERS[of.kind](of, plain)


def empty(of: Field) -> Any:
    """The value of an empty cell."""
    return () if of.kind in LISTS else None


def written(of: Field, value: Any) -> str:
    """The text of a value, as a reader would write it; empty where there is none."""
    if value is None or value == ():
        return ""
    if isinstance(value, Mark):
        return value.value
    match of.kind:
        case Kind.CHOICE:
            return (of.choices or {})[value]
        case Kind.FLAG:
            return "ja" if value else "nej"
        case Kind.MONEY:
            return numbers.plain(value / _THOUSAND)
        case Kind.NUMBER:
            return numbers.plain(value)
        case Kind.DAY:
            return f"{value:%d-%m-%Y}"
        case Kind.QUARTER:
            return periods.label(value)
        case Kind.REF:
            return _ref_written(value)
        case Kind.REFS | Kind.GOALS:
            return "; ".join(map(_ref_written, value))
    return str(value)


def number(of: Field, value: Any) -> float | int | None:
    """A value as the number that a spreadsheet shows; None where it is none."""
    if isinstance(value, Mark):
        return None
    if of.kind is Kind.MONEY:
        thousands: float = value / _THOUSAND
        return int(thousands) if thousands.is_integer() else thousands
    return value if of.kind in (Kind.WHOLE, Kind.NUMBER, Kind.YEAR) else None


def tidied(text: str) -> str:
    """A text on one line, without control characters and doubled spaces."""
    plain = "".join(
        c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) not in _NO_TEXT
    )
    spaced = (" " if unicodedata.category(c) in _SPACES else c for c in plain)
    return re.sub(" +", " ", "".join(spaced)).strip()


def is_code(text: str) -> bool:
    """Whether a text is a code for a person, such as ``B1``, and no name."""
    return bool(_CODE.fullmatch(text))


def _ref_written(value: str) -> str:
    return ALL_WORD if value == ALL_MODELS else value


# --- one kind each --------------------------------------------------------------------------------


def _key(of: Field, text: str) -> str:
    if not re.fullmatch(r"[\w-]+", text):
        raise UnreadableError(
            f"»{_short(text)}« kan ikke være et id",
            'Ventede bogstaver, cifre, "_" og "-", uden mellemrum',
        )
    return text


def _text(of: Field, text: str) -> str:
    if len(text) > LONGEST:
        raise UnreadableError(
            f"Teksten er {words.count(len(text), 'tegn', 'tegn')}",
            f"Ventede højst {numbers.number(LONGEST)}",
        )
    return text


def _choice(of: Field, text: str) -> str:
    choices = of.choices or {}
    for plain in (text, text.replace("−", "-").replace("–", "-")):
        for code, word in choices.items():
            if plain.casefold() in (code.casefold(), word.casefold()):
                return code
    wanted = folded(text)
    for code, word in choices.items():
        if wanted and wanted in (folded(code), folded(word)):
            return code
    raise UnreadableError(
        f"»{_short(text)}« er ikke en af mulighederne",
        f"Ventede {words.listing(choices.values(), 'eller')}",
    )


def _ref(of: Field, text: str) -> str:
    if of.refers_to == "models" and folded(text) in _ALL_WORDS:
        return ALL_MODELS
    return text


def _refs(of: Field, text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in _LIST_SIGN.split(text))
    return tuple(dict.fromkeys(_ref(of, part) for part in parts if part))


def _goals(of: Field, text: str) -> tuple[str, ...]:
    letters = [part for part in re.split(r"[;,\s]+|OG", text.upper()) if part]
    if wrong := [letter for letter in letters if letter not in GOALS]:
        raise UnreadableError(f"»{_short(wrong[0])}« er ikke et mål", "Ventede A, B, C eller D")
    return tuple(goal for goal in GOALS if goal in letters)


def _flag(of: Field, text: str) -> bool:
    plain = folded(text)
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    raise UnreadableError(f"»{_short(text)}« er hverken ja eller nej", "Ventede ja eller nej")


def _number(of: Field, text: str) -> float:
    try:
        found = numbers.parse(text)
    except NotANumberError:
        raise UnreadableError(
            f"»{_short(text)}« er ikke et tal", "Ventede et tal med decimalkomma"
        ) from None
    low, high = of.lowest, of.highest
    if (low is not None and found < low) or (high is not None and found > high):
        raise UnreadableError(f"Tallet er {numbers.plain(found)}", f"Ventede {_limits(of)}")
    return found + 0.0


def _whole(of: Field, text: str) -> int:
    found = _number(of, text)
    if not found.is_integer():
        raise UnreadableError(f"Tallet er {numbers.plain(found)}", "Ventede et helt tal")
    return int(found)


def _money(of: Field, text: str) -> int | Mark:
    if folded(text) == Mark.WITHHELD.value:
        return Mark.WITHHELD
    plain = re.sub(r"\s*(?:t\.?kr\.?|kr\.?)$", "", text, flags=re.IGNORECASE)
    return round(_number(of, plain) * _THOUSAND)


def _year(of: Field, text: str) -> int:
    found = cells.period(text, PeriodKind.YEAR)
    if not found or not re.fullmatch(r"\D*(?:19|20)\d\d", text):
        raise UnreadableError(f"»{_short(text)}« er ikke et år", "Ventede et år som 2026")
    return _whole(of, found)


def _quarter(of: Field, text: str) -> str:
    found = cells.period(text, PeriodKind.QUARTER)
    if not found:
        raise UnreadableError(
            f"»{_short(text)}« er ikke et kvartal", "Ventede et kvartal som 1. kvt. 2027"
        )
    return found


def _day(of: Field, text: str) -> date:
    found = day(text)
    if not found or not _EARLIEST < found.year < _LATEST:
        raise UnreadableError(f"»{_short(text)}« er ikke en dag", "Ventede en dag som 31-12-2027")
    return found


def day(text: str) -> date | None:
    """A day as it is typed: 30-06-2026, 2026-06-30 or 30. juni 2026; None when it is none."""
    plain = re.sub(r"[ T]00:00(?::00)?$", "", text)
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", plain):
        year, month, number_ = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})", plain):
        number_, month, year = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{1,2})\. ?([a-zæøå]+)\.? (\d{4})", plain.casefold()):
        named = [n for n, name in enumerate(dates.MONTHS, 1) if name.startswith(found[2])]
        if len(named) != 1:
            return None
        number_, month, year = int(found[1]), named[0], int(found[3])
    else:
        return None
    try:
        return date(year, month, number_)
    except ValueError:
        return None


_READERS: Mapping[Kind, Callable[[Field, str], Any]] = {
    Kind.KEY: _key,
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.REF: _ref,
    Kind.REFS: _refs,
    Kind.GOALS: _goals,
    Kind.FLAG: _flag,
    Kind.WHOLE: _whole,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.YEAR: _year,
    Kind.QUARTER: _quarter,
    Kind.DAY: _day,
}


def _limits(of: Field) -> str:
    low = None if of.lowest is None else numbers.plain(of.lowest)
    high = None if of.highest is None else numbers.plain(of.highest)
    if low is not None and high is not None:
        return f"{low}–{high}"
    return f"mindst {low}" if low is not None else f"højst {high}"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
