"""A status as it is shown: for each of its four parts the word, its shape, its tone, a line."""

from dataclasses import dataclass
from datetime import date

from indicators import status_text, text
from store.entries import IndicatorEntry


@dataclass(frozen=True)
class Part:
    """One part of a status.

    Attributes
    ----------
    label
        Niveau, Udvikling, Måltal or Grundlag.
    word, line
        The word, and the numbers behind it.
    more
        A second line for where there is room; may be empty.
    shape
        A name of `charts.icons`; it follows the number.
    tone
        good, bad, muted or plain (""): it follows the word.
    """

    label: str
    word: str
    line: str
    more: str
    shape: str
    tone: str


LABELS = {
    "level": "Niveau",
    "movement": "Udvikling, fem år",
    "target": "Måltal",
    "ground": "Grundlag",
}

_LOOKS = {
    "same_level": ("on", "muted"),
    "higher_than_others": ("over", ""),
    "lower_than_others": ("under", ""),
    "cannot_compare": ("dash", "muted"),
    "no_certain_change": ("wave", "muted"),
    "cannot_judge": ("ask", "muted"),
    "on_track": ("tick", "good"),
    "uncertain": ("ask", ""),
    "off_track": ("cross", "bad"),
    "direction_only": ("right", "muted"),
    "official": ("full", "muted"),
    "municipal": ("half", "muted"),
    "example": ("ring", "muted"),
}
_TONES = {"improvement": "good", "worsening": "bad", "better": "good", "worse": "bad"}


def parts(entry: IndicatorEntry, row: text.Row, today: date) -> dict[str, Part]:
    """The four parts of one row of `Release.overview`, by name."""
    more = {
        "movement": status_text.movement_limits(entry, row),
        "target": status_text.direction(entry),
        "ground": words_on_ground(entry, row),
    }
    result = {}
    for name, label in LABELS.items():
        code, line = status_text.part(name, entry, row, today)
        shape, tone = look(code, up=status_text.is_up(name, row))
        word = status_text.word(code)
        result[name] = Part(label, word, line, more.get(name, ""), shape, tone)
    return result


def words_on_ground(entry: IndicatorEntry, row: text.Row) -> str:
    """The base of a value and what to know about it: ``141 anmeldelser, ældre folketal``."""
    base = text.on_what(entry, row) if entry.asked else text.cases(entry, row["base"])
    return ", ".join(dict.fromkeys(part for part in (base, text.marks(row)) if part))


def look(word: str, *, up: bool = False) -> tuple[str, str]:
    """The shape and the tone of a status word.

    Parameters
    ----------
    word
        The glossary code.
    up
        Whether the number lies above the others, or has gone up.
    """
    if word in _LOOKS:
        return _LOOKS[word]
    tone = _TONES.get(word.split("_")[-1], "")
    if word in ("better", "worse"):
        return "over" if up else "under", tone
    outlined = "-o" if word.startswith("sign_") else ""
    return ("up" if up else "down") + outlined, tone
