"""How near a heading of a file is to a name of ours, by their words.

"Hvor tryg er du om aftenen?" holds all that "tryg aften" says: small words and endings do not
count, and a typing error counts little.
"""

import re
from functools import cache

from rapidfuzz import fuzz

from ingest.cells import folded

NEAR_ENOUGH = 87.0
"""Of 100."""

_SMALL = frozenset(
    {
        *("af", "at", "de", "den", "der", "det", "dig", "din", "dine", "dit", "du", "eller", "en"),
        *("er", "et", "foeler", "for", "fra", "fx", "har", "hvis", "hvor", "i", "jeg", "kan"),
        *("med", "mig", "og", "om", "paa", "seneste", "som", "til", "ved"),
    }
)
_ENDINGS = ("erne", "ene", "en", "et", "er", "ne", "e", "s", "t")
_SAME_WORD = 85  # of 100
_SHORT = 4  # letters: a name as short as "år" or "n" says something only among few other words
_FEW_WORDS = 2


def likeness(heading: str, name: str) -> float:
    """How near a heading is to a name, from 0 to 100.

    The very same text is 100. A heading that has all words of the name is near enough however
    long it is, and nearer the fewer words it has besides; else the spelling decides.
    """
    wanted, known = folded(_bare(heading)), folded(name)
    if not wanted or not known:
        return 0.0
    if wanted == known:
        return 100.0
    mine, theirs = _stems(wanted), _stems(known)
    if mine and theirs and all(_held(word, mine) for word in theirs):
        if len(known) < _SHORT and len(wanted.split()) > _FEW_WORDS:
            return 0.0
        return NEAR_ENOUGH + (99 - NEAR_ENOUGH) * len(theirs) / max(len(mine), len(theirs))
    if min(len(wanted), len(known)) < _SHORT:
        return 0.0
    return min(99.0, fuzz.ratio(wanted, known))


def _bare(heading: str) -> str:
    """A heading without what stands in brackets: a unit, or the ends of a scale."""
    return re.sub(r"\([^)]*\)", " ", heading) if not heading.startswith("(") else heading


def _held(word: str, words: frozenset[str]) -> bool:
    if word in words:
        return True
    return len(word) > _SHORT and any(fuzz.ratio(word, one) >= _SAME_WORD for one in words)


@cache
def _stems(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in text.split() if word not in _SMALL)


def _stem(word: str) -> str:
    """A word without its ending; unsafe is the same question as safe, asked the other way."""
    if word.startswith("utryg"):
        word = word[1:]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word
