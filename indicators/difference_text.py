"""What differs between two sets of figures, in Danish: before a load is published, and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from danish import numbers, periods, words
from indicators import glossary
from indicators.definition import Indicator, Kind
from indicators.registry import INDICATORS
from store.comparison import Difference, Newest

HIDDEN = ("hidden", "too_few", "too_uncertain")
"""Why a value is computed and still not shown."""

PARTS = {"level": "niveau", "movement": "udvikling", "target": "måltal"}
NONE = "ingen data"
NEW = "ny indikator"
GONE = "udgår"
NAMED = 4


@dataclass(frozen=True)
class Written:
    """One indicator in words.

    Attributes
    ----------
    unit
        Of the values; a percent sign is part of the value already.
    before, after
        The newest value, or why there is none.
    status
        What becomes of the status: only the parts that change.
    hidden
        How many cells are hidden that were not before.
    cells
        How many values change, of all areas and periods.
    """

    indicator: str
    title: str
    unit: str
    before: str
    before_period: str
    after: str
    after_period: str
    status: str
    hidden: int
    cells: int


def written(difference: Difference) -> Written:
    """A difference in words."""
    indicator = INDICATORS.get(difference.indicator)
    before, after = difference.before, difference.after
    return Written(
        difference.indicator,
        indicator.short_title if indicator else "",
        indicator.unit if indicator and indicator.kind is not Kind.SHARE else "",
        _value(indicator, before),
        _period(before),
        _value(indicator, after),
        _period(after),
        _status(before, after),
        sum(difference.absent.get(code, 0) for code in HIDDEN),
        difference.cells,
    )


def unchanged(differences: Sequence[Difference]) -> int:
    """How many of all indicators are not among them."""
    return len(INDICATORS) - len({one.indicator for one in differences} & set(INDICATORS))


def in_short(differences: Sequence[Difference]) -> str:
    """The indicators by id: ``A1, A2, A3, A7 og 2 andre``, or that there are none."""
    ids = [one.indicator for one in differences]
    if not ids:
        return "ingen indikatorer"
    more = len(ids) - NAMED
    if more <= 1:
        return words.listing(ids)
    return words.listing([*ids[:NAMED], words.count(more, "anden", "andre")])


def _value(indicator: Indicator | None, newest: Newest | None) -> str:
    if newest is None:
        return NONE
    if newest.value is None:
        return glossary.entry(newest.absent_because).word.lower()
    if indicator is None:
        return numbers.number(newest.value, 1)
    if indicator.kind is Kind.SHARE:
        return numbers.percent(newest.value, indicator.decimals)
    return numbers.number(newest.value, indicator.decimals)


def _period(newest: Newest | None) -> str:
    return periods.short_label(newest.period) if newest else ""


def _status(before: Newest | None, after: Newest | None) -> str:
    """``udvikling: tegn på forbedring (før: ingen sikker ændring)``, or that it is as it was."""
    if after is None:
        return GONE if before else NONE
    if before is None:
        return NEW
    was, is_ = _parts(before.status), _parts(after.status)
    told = [
        f"{PARTS[part]}: {word}" + (f" (før: {was[part]})" if part in was else "")
        for part, word in is_.items()
        if was.get(part) != word
    ]
    return ", ".join(told) or "status uændret"


def _parts(status: Mapping[str, str]) -> dict[str, str]:
    """The words of the parts that say something."""
    return {
        part: glossary.entry(status[part]).word
        for part in PARTS
        if status.get(part, "direction_only") != "direction_only"
    }
