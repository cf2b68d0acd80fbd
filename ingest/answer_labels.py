"""What the answers in a column mean: which scale, which way it runs, and what is no answer."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz

from danish import numbers
from ingest.cells import folded
from store import inputs
from store.inputs import Question, Scale

NEAR = 88  # of 100: how alike two labels must be to be taken for the same
SURELY_MISSING = {"88", "97", "98", "99", "89", "96", "-1"}
FREQUENT = 0.01  # of the filled cells: an 8 or 9 outside the scale that comes so often is no slip
MANY_KINDS = 200
_CODE_FIRST = re.compile(r"\s*(-?\d{1,2})\s*(?:[-–:=.)]|\s)\s*(\D.*)")
_CODE_LAST = re.compile(r"\s*(\D.*?)\s*\((-?\d{1,2})\)\s*")
_IN_HEADING = re.compile(r"(-?\d{1,2})\s*[=:]\s*([^,;:=()0-9]+)")
_LIMITS = re.compile(r"(?<![0-9])([01])\s*(?:-|–|til)\s*(\d{1,2})(?![0-9])")
_ALSO = {
    "ja_nej": {
        "1": ("sand", "true", "yes", "valgt", "afkrydset"),
        "0": ("falsk", "false", "no", "ikke valgt", "ikke afkrydset"),
    }
}
"""Other words for the answers of a scale, as programs write them."""


@dataclass(frozen=True)
class Answers:
    """How the answers of a column are read.

    Attributes
    ----------
    labels
        From the texts that are no plain codes to codes of the scale.
    missing
        From texts to codes of missing answers.
    reversed
        Whether plain codes run the other way than the scale's. Labels are not turned round.
    sure
        Whether nothing was guessed.
    """

    scale: str
    labels: Mapping[str, str]
    missing: Mapping[str, str]
    reversed: bool
    sure: bool


@dataclass(frozen=True)
class _Meaning:
    """The code and the label of a text, either may be empty. `told`: the file's list says it."""

    code: str
    label: str
    told: bool = False


@dataclass(frozen=True)
class _Match:
    """The answer that a label stands for, and whether the words are the very same."""

    answer: str
    exact: bool


def read(
    cells: "pd.Series[str]", question: Question, known: Mapping[str, str], heading: str
) -> Answers:
    """Find out how a column answers a question.

    Parameters
    ----------
    known
        What the values mean, where the file tells: ``{"1": "Slet ikke tryg"}``.
    heading
        The column's name: one that asks who is unsafe runs the other way, and one may name the
        ends (``1 = meget tryg``) or the limits (``1-7``).
    """
    counts = cells.value_counts(normalize=True).head(MANY_KINDS)
    shares = {str(text): float(share) for text, share in counts.items()}
    meant = {text: _meaning(text, known) for text in shares}
    scale = _scale(question, meant, heading)
    missing = {
        text: code for text in shares if (code := _missing(text, meant[text], scale, shares[text]))
    }
    sure = all(meant[text].label or meant[text].code in SURELY_MISSING for text in missing)
    answers = {text: meaning for text, meaning in meant.items() if text not in missing}
    if scale.is_number:
        return Answers(scale.code, {}, missing, False, sure)
    turned, is_evident = _direction(scale, answers.values(), heading)
    labels, all_known = _labels(scale, answers, turned)
    sure = sure and all_known and (is_evident or not turned)
    sure = sure and _tells_the_scale(question, scale, answers.values(), heading)
    return Answers(scale.code, labels, missing, turned, sure)


def numbers_as_code(text: str) -> str:
    """``7,0`` and ``7.0`` as ``7``, a true minus as a hyphen; anything else as it is."""
    plain = text.strip().replace("\u2212", "-").replace("–", "-")
    if re.fullmatch(r"-?\d+[.,]0+", plain):
        return re.sub(r"[.,]0+$", "", plain)
    return plain if re.fullmatch(r"-?\d+(?:[.,]\d+)?", plain) else text.strip()


def _meaning(text: str, known: Mapping[str, str]) -> _Meaning:
    """The code and the label in a text: ``7 - Meget tryg`` has both."""
    plain = numbers_as_code(text)
    told = known.get(text) or known.get(plain)
    if told is not None:
        label = told.strip().strip('"')
        if first := _CODE_FIRST.fullmatch(label):
            label = first.group(2)
        return _Meaning(plain, "" if label == plain else label, told=True)
    if re.fullmatch(r"-?\d{1,3}", plain):
        return _Meaning(plain, "")
    if found := _CODE_FIRST.fullmatch(text):
        return _Meaning(found.group(1), found.group(2))
    if found := _CODE_LAST.fullmatch(text):
        return _Meaning(found.group(2), found.group(1))
    return _Meaning("", text)


def _scale(question: Question, meant: Mapping[str, _Meaning], heading: str) -> Scale:
    """The scale that explains most: limits in the heading, labels, then the codes."""
    scales = [inputs.scales()[code] for code in question.scales]

    def fit(scale: Scale) -> float:
        if scale.is_number:
            return 0
        labels = sum(_match(scale, one.label) is not None for one in meant.values() if one.label)
        codes = {one.code for one in meant.values() if one.code and not _is_missing(one)}
        outside = len(codes - {*scale.answers})
        top = max(scale.answers, key=float) in codes
        return 100 * _has_limits(scale, heading) + 3 * labels - 10 * outside + top

    return max(scales, key=fit)


def _has_limits(scale: Scale, heading: str) -> bool:
    found = _LIMITS.findall(heading)
    return any((float(low), float(high)) == (scale.lowest, scale.highest) for low, high in found)


def _tells_the_scale(
    question: Question, scale: Scale, meant: Collection[_Meaning], heading: str
) -> bool:
    """Whether the answers could not be those of another of the question's scales."""
    codes = {one.code for one in meant if one.code and not one.label}
    if _has_limits(scale, heading) or any(one.label for one in meant):
        return True
    others = [inputs.scales()[code] for code in question.scales if code != scale.code]
    return not codes or not any(codes <= {*other.answers} for other in others)


def _match(scale: Scale, label: str) -> _Match | None:
    """The answer of a scale that a label stands for."""
    wanted = folded(label)
    worded = {code: name for code, name in scale.answers.items() if not name.isdigit()}
    for code, name in worded.items():
        if wanted in (folded(name), *_ALSO.get(scale.code, {}).get(code, ())):
            return _Match(code, exact=True)
    near = {code: _alike(folded(name), wanted) for code, name in worded.items()}
    best = max(near, key=near.__getitem__, default="")
    if best and near[best] >= NEAR:
        return _Match(best, exact=False)
    if scale.code == "ja_nej" and (first := wanted.partition(" ")[0]) in ("ja", "nej"):
        return _Match("1" if first == "ja" else "0", exact=False)
    return None


def _alike(name: str, wanted: str) -> float:
    """How alike two labels are, of 100; a word more that turns the meaning round makes it none."""
    return 0 if _turns(name) != _turns(wanted) else fuzz.ratio(name, wanted)


def _turns(label: str) -> list[str]:
    return sorted(word[:3] for word in label.split() if word[0] == "u" or word in ("ikke", "nej"))


def _missing(text: str, meaning: _Meaning, scale: Scale, share: float) -> str:
    """The code of the missing answer that a text is; "" when it is an answer or not known."""
    for missing in inputs.missing_answers().values():
        if meaning.label:
            label = folded(meaning.label)
            if any(fuzz.ratio(label, folded(name)) >= NEAR for name in missing.labels):
                return missing.code
        elif meaning.code in missing.codes and not _holds(scale, meaning.code):
            frequent = meaning.code in SURELY_MISSING or share >= FREQUENT
            return missing.code if frequent else ""
    return ""


def _is_missing(meaning: _Meaning) -> bool:
    """Whether a code or a label is one that stands for no answer on some scale."""
    ways = inputs.missing_answers().values()
    names = [folded(name) for way in ways for name in way.labels]
    return any(meaning.code in way.codes for way in ways) or folded(meaning.label) in names


def _holds(scale: Scale, code: str) -> bool:
    if scale.is_number:
        return scale.lowest <= numbers.parse(code) <= scale.highest
    return code in scale.answers


def _direction(scale: Scale, meant: Collection[_Meaning], heading: str) -> tuple[bool, bool]:
    """Whether the codes run against the scale's, and whether labels show it (else the heading)."""
    in_heading = [_Meaning(code, label) for code, label in _IN_HEADING.findall(heading)]
    pairs = [
        (one.code, match.answer)
        for one in (*meant, *in_heading)
        if one.code in scale.answers and one.label and (match := _match(scale, one.label))
    ]
    if any(code == answer != _turned(scale, code) for code, answer in pairs):
        return False, True
    if any(answer == _turned(scale, code) != code for code, answer in pairs):
        return True, True
    asked = folded(_IN_HEADING.sub("", heading)).split()
    names = folded(" ".join(scale.answers.values())).split()
    turned = any(word.startswith("utryg") for word in asked) and "tryg" in names
    return turned and not any(word.startswith("tryg") for word in asked), False


def _turned(scale: Scale, code: str) -> str:
    return numbers.plain(scale.lowest + scale.highest - float(code))


def _labels(
    scale: Scale, meant: Mapping[str, _Meaning], turned: bool
) -> tuple[dict[str, str], bool]:
    """The texts that are read as something else than their own code, and whether all are sure.

    A text whose code and label are two answers is left out: it says two things.
    """
    labels: dict[str, str] = {}
    all_known = True
    for text, one in meant.items():
        own = one.code if one.code in scale.answers else ""
        own = _turned(scale, own) if own and turned else own
        match = _match(scale, one.label) if one.label else None
        plain = own if numbers_as_code(text) == one.code else ""
        if match and own and match.answer != own and not one.told:
            all_known = False
            continue
        answer = match.answer if match else own
        all_known = all_known and bool(answer) and (match.exact if match else not one.label)
        if answer and answer != plain:
            labels[text] = answer
    return labels, all_known
