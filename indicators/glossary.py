"""The glossary: what a word or a code means, read from `docs/ordliste.md`.

The document is the only place where these texts stand; pages and tests read it through here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from store.settings import ROOT

PATH = ROOT / "docs" / "ordliste.md"
COLUMNS = ("Ord", "English", "Kode", "Forklaring")
RULE = re.compile(r"[|:\-\s]+")


class GlossaryError(ValueError):
    """The glossary has a fault; the message names the line."""


class UnknownTermError(LookupError):
    """The glossary has no entry with this code."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f'Ordlisten har ingen forklaring på "{code}".')


@dataclass(frozen=True)
class Entry:
    """One line of the glossary. `group` is the heading that it stands under."""

    code: str
    word: str
    english: str
    explanation: str
    group: str


@cache
def glossary() -> Mapping[str, Entry]:
    """All entries by code, in the order of the document."""
    return read_glossary(PATH.read_text(encoding="utf-8"))


def entry(code: str) -> Entry:
    """Look a code up, or raise `UnknownTermError`."""
    try:
        return glossary()[code]
    except KeyError:
        raise UnknownTermError(code) from None


def read_glossary(markdown: str) -> dict[str, Entry]:
    """Turn the tables of the document into entries, or raise `GlossaryError`."""
    entries: dict[str, Entry] = {}
    group = ""
    for number, line in enumerate(markdown.splitlines(), start=1):
        if line.startswith("## "):
            group = line.removeprefix("## ").strip()
        if not line.startswith("|") or RULE.fullmatch(line):
            continue
        cells = tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
        if cells == COLUMNS:
            continue
        if len(cells) != len(COLUMNS) or not all(cells):
            raise GlossaryError(
                f"Ordlistens linje {number} skal have {len(COLUMNS)} udfyldte felter: "
                f"{', '.join(COLUMNS)}."
            )
        word, english, code, explanation = cells
        code = code.strip("`")
        if code in entries:
            raise GlossaryError(f'Ordlistens linje {number}: koden "{code}" findes allerede.')
        entries[code] = Entry(code, word, english, explanation, group)
    return entries
