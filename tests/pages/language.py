"""What a Danish reader should never meet in the app's own texts."""

import re

_WORDS = (
    "the and of with from this that these those there not are was were has will would your you "
    "click choose select selected search hide view page pages chart charts table tables row rows "
    "column columns value values quarter quarters year years month date error errors warning "
    "failed loading missing unknown none null nan true false dataframe option results found "
    "empty clear close next previous more less than since before after between each every only "
    "percent count counts official municipal example hidden source sources release area areas "
    "period peer peers share mean required optional"
)
ENGLISH = frozenset(_WORDS.split())
"""Everyday English, Python's own words, and our codes; none of them is also a Danish word."""

NAMES = frozenset({"NEXT"})
"""Names that are English words: a vocational school."""

QUOTED = ("kl. ", "CC BY ")
"""What stands before a number with a point that is right: a time of day, the name of a licence."""

CONSTANTS = ("1,128",)
"""Numbers with three decimals, which look like English thousands: of moving ranges (the method)."""

_CODE = re.compile(r"\b\d{4}K[1-4]\b|\b[a-z]+_[a-z_]+\b")
_MINUS = re.compile(r"(?<![\w–-])-\d[\d.,]*")
_FOREIGN_NUMBER = re.compile(
    r"(?<![\w.,])(?:\d+\.(?:\d{1,2}|\d{4,})|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?)(?![\w.,]*\d)"
)


_COMMAND = re.compile(r"`(?:python -m|make|--)[^`]*`")
"""What is to be typed at a command line."""


def not_danish(text: str) -> list[str]:
    """English words, codes, and numbers that are not written as Danes do, as they are found."""
    text = _COMMAND.sub("", text)
    found = [word for word in re.findall(r"\w+", text) if word not in NAMES]
    words = [word for word in found if word.lower() in ENGLISH or word == "NaT"]
    numbers = [
        match.group()
        for match in _FOREIGN_NUMBER.finditer(text)
        if not text[: match.start()].endswith(QUOTED) and match.group() not in CONSTANTS
    ]
    return [*words, *_CODE.findall(text), *_MINUS.findall(text), *numbers]
