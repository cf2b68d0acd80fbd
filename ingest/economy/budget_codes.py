"""Codes of accounts as files write them, as ours; of texts round them nothing is kept."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from danish import dates
from ingest import personal
from ingest.cells import folded
from ingest.economy.budget_columns import side_of, version_of
from store import economy
from store.economy import Side

_DOTTED = re.compile(r"0?(\d)[.\-](\d\d)[.\-](\d\d)(?:[.\-](\d)(?:[.\-](\d{1,4}))?)?")
_SHORT = re.compile(r"0?(\d)(?:[.\-](\d\d))?")
_DIGITS = re.compile(r"0?(\d)(\d\d)(\d\d)")
_LONG = re.compile(r"0?(\d)(\d\d)(\d\d)(\d{4})")
_COST_CENTRE = re.compile(r"(?=[^\s]*\d)[0-9A-Za-zÆØÅæøå][0-9A-Za-zÆØÅæøå./_-]{0,39}")
_YEAR = re.compile(r"(?:.*\b)?((?:19|20)\d\d)\b.*")


def function(text: str) -> str | None:
    """A function as ``5.28.21``; a main function as ``5.28``, a main account as ``5``.

    Read are 5.28.21, 05.28.21, 52821, 052821, 5.28.21.1.001 and 0528210001, each also with a name
    after it.
    """
    code = text.strip().split(" ")[0].rstrip(".:,;")
    if found := (_DOTTED.fullmatch(code) or _LONG.fullmatch(code) or _DIGITS.fullmatch(code)):
        return ".".join(found.groups()[:3])
    if found := _SHORT.fullmatch(code):
        return ".".join(part for part in found.groups() if part)
    return None


def dranst_behind(text: str) -> str:
    """The dranst that stands behind a function: ``5.28.21.1.001``; empty without."""
    found = _DOTTED.fullmatch(text.strip().split(" ")[0])
    return (found.group(4) or "") if found else ""


def is_label(text: str) -> bool:
    """Whether a text in a column of functions is a heading or a total, not a code."""
    return not re.match(r"\s*\d", text)


def dranst(text: str) -> str | None:
    """1 to 7; what stands after the digit is not kept."""
    found = re.fullmatch(r"0?([1-7])(?:\D.*)?", text.strip())
    if found:
        return found.group(1)
    word = folded(text)
    return next((code for code, name in economy.DRANST.items() if folded(name) == word), None)


def art(text: str) -> str | None:
    """A main art or an art as ``4`` or ``4.6``; other accounts of arts are passed over as ""."""
    found = re.match(r"\s*0?(\d)(?:[.,]?(\d))?(?!\d|[.,]\d)", text)
    if found:
        second = found.group(2)
        return f"{found.group(1)}.{second}" if second and second != "0" else found.group(1)
    return "" if re.match(r"\s*\d", text) else None


def cost_centre(text: str) -> str | None:
    """The code that opens a cell, without the name after it; None where there is none.

    A code that may be a CPR number is none: nobody can tell them apart afterwards.
    """
    found = _COST_CENTRE.match(text.strip())
    if not found or any("CPR" in one.what for one in personal.find(found.group())):
        return None
    return found.group()


def version(text: str) -> str | None:
    """The version that a cell names."""
    known = version_of(text)
    return known.value if known else None


def year(text: str) -> str | None:
    """The one year that a cell names."""
    found = _YEAR.fullmatch(text.strip())
    return found.group(1) if found else None


def day(text: str) -> date | None:
    """A day as it is typed: 30-06-2026, 2026-06-30 or 30. juni 2026; None when it is none."""
    forms = (r"(\d{4})-(\d{1,2})-(\d{1,2})", r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})")
    for number, form in enumerate(forms):
        if found := re.fullmatch(form, text.strip()):
            parts = [int(part) for part in found.groups()]
            try:
                return date(*(parts if number == 0 else parts[::-1]))
            except ValueError:
                return None
    for month, name in enumerate(dates.MONTHS, start=1):
        if found := re.fullmatch(rf"(\d{{1,2}})\. ?{name} (\d{{4}})", text.strip().lower()):
            return date(int(found.group(2)), month, int(found.group(1)))
    return None


def side(text: str) -> str | None:
    """Spending or income: ``U``, ``Udgifter``, ``Indtægt``."""
    short = {"u": Side.SPENDING, "i": Side.INCOME}.get(folded(text))
    known = short or side_of(text)
    return known.value if known else None


def unit(text: str) -> str | None:
    """The name of a unit on the list: by its name, its code, or what files may call it."""
    plain = folded(text)
    for name, near in economy.units().items():
        if plain in (folded(one) for one in (name, *near)):
            return name
    return None


READ: Mapping[str, Callable[[str], str | None]] = {
    "function": function,
    "dranst": dranst,
    "art": art,
    "cost_centre": cost_centre,
    "version": version,
    "year": year,
    "side": side,
    "unit": unit,
}

EXPECTED: Mapping[str, tuple[str, str]] = {
    "function": ("en funktion som 5.28.21", "Ret funktionen"),
    "dranst": ("dranst 1–7", "Ret dranst"),
    "art": ("en art som 1 eller 4.6", "Ret arten, eller lad kolonnen stå ude"),
    "cost_centre": (
        "en kode med cifre, som 4521 eller XG-10021, der ikke kan være et CPR-nummer",
        "Vælg kolonnen med koder i stedet for den med navne",
    ),
    "version": (
        "vedtaget, korrigeret eller forventet, regnskab, forbrug eller overslag", "Ret versionen",
    ),
    "year": ("et år som 2026", "Ret året"),
    "side": ("udgift eller indtægt", "Ret cellen"),
    "unit": (
        "en enhed på listen over centre og udvalg",
        "Kobl den til en enhed, bekræft at det er en enheds navn, eller lad rækken stå ude",
    ),
}  # fmt: skip
"""What was expected of a code that cannot be read, and what to do."""
