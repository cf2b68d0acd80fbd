"""Status: four parts of every indicator for every area, never blended into one number.

*Niveau* against the comparable municipalities, *udvikling* over five years, *måltal* and
*grundlag*. Each part has a word (a glossary code) and the numbers behind it; a part that cannot be
told has the reason. What depends on today is stored as a date.
"""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from danish import periods
from indicators.breaks import BreakKind, KnownBreak, known_breaks, scale_breaks
from indicators.compute import Values
from indicators.cube import ORIGINS, Floats
from indicators.definition import (
    Answers,
    Frequency,
    Measure,
    Organised,
    Persons,
    Polarity,
    Spent,
)
from indicators.stats import compare, detectable, movement
from indicators.stats.cannot import CannotCompute
from indicators.stats.compare import Side
from store import inputs
from store.economy import Calendar
from store.organisation import Rhythm
from store.settings import Municipality
from store.sources import Source, source

Z_95 = 1.959964
MASS_CASE = "mass_case"
NO_GROUP = "no_group"
NO_FIGURES_OF_OTHERS = "no_figures_of_others"
NOT_A_SAMPLE = "not_a_sample"

_LEVEL = {
    Polarity.LOWER: ("better", "worse"),
    Polarity.HIGHER: ("worse", "better"),
    Polarity.NONE: ("lower_than_others", "higher_than_others"),
}
_MOVEMENT = {
    Polarity.LOWER: ("improvement", "worsening"),
    Polarity.HIGHER: ("worsening", "improvement"),
    Polarity.NONE: ("fall", "rise"),
}


@dataclass(frozen=True)
class Years:
    """The yearly figures of one indicator that do not overlap, oldest first.

    Attributes
    ----------
    spans
        The period code of each year.
    cases, among
        Numerator and denominator, shape (areas, years); NaN where there is none or where a declared
        rule leaves the year out.
    value, error
        Of what is estimated from answers: the value and its standard error, with the same gaps;
        None where cases are counted.
    left_out
        Per area, what the rules left out and why: ``{area: {period: BreakKind}}``.
    """

    areas: tuple[str, ...]
    spans: tuple[str, ...]
    cases: Floats
    among: Floats
    value: Floats | None
    error: Floats | None
    left_out: dict[str, dict[str, BreakKind]]

    @property
    def known(self) -> Floats:
        """Where there is a figure: not NaN."""
        return self.cases if self.value is None else self.value


def yearly(values: Values) -> Years:
    """Take every fourth window of four quarters, counted from the newest, or every year.

    A year before or across a break that cuts the trend is left out, and so is a year that a mass
    case hit in that area.
    """
    step = 4 if values.indicator.frequency is Frequency.QUARTER else 1
    cube = values.cube
    places = list(range(len(cube.periods)))[::-1][::step][::-1]
    spans = tuple(cube.periods[place] for place in places)
    gone = np.zeros((len(cube.areas), len(places)), dtype=bool)
    left_out: dict[str, dict[str, BreakKind]] = {}
    table = values.numerator.table
    for known in (*touching(values), *scale_breaks(table, values.scales)):
        hit = [i for i, span in enumerate(spans) if _is_hit(known, table, span)]
        for row, area in enumerate(cube.areas):
            if known.concerns(area):
                gone[row, hit] = True
                left_out.setdefault(area, {}).update({spans[i]: known.kind for i in hit})

    def kept(array: Floats) -> Floats:
        return np.where(gone, np.nan, array[:, places])

    estimated = values.error is not None
    return Years(
        cube.areas,
        spans,
        kept(cube.value),
        values.denominator[:, places],
        kept(values.value) if estimated else None,
        kept(values.error) if values.error is not None else None,
        left_out,
    )


def touching(values: Values) -> list[KnownBreak]:
    """The known breaks and mass cases that a series must be protected from."""
    table = values.numerator.table
    return [
        known
        for known in (known_breaks()[id_] for id_ in values.indicator.breaks)
        if known.first_period(table)
        and (known.cuts_trend or known.kind is BreakKind.MASS_CASE)
        and (not values.breakdown or known.concerns_any(values.numerator.codes))
    ]


def newest_left_out(years: Years, area: str) -> str:
    """The reason (a glossary code) if a declared rule leaves the newest year out, else empty."""
    kind = years.left_out.get(area, {}).get(years.spans[-1])
    if kind is None:
        return ""
    return MASS_CASE if kind is BreakKind.MASS_CASE else kind.value


def statuses(leading: Sequence[Values], place: Municipality) -> pd.DataFrame:
    """One row per indicator, area and breakdown: the table `status` of a release.

    Parameters
    ----------
    leading
        The values on the kind of period that leads on the pages.
    """
    wholes = [values for values in leading if not values.is_group]
    return pd.DataFrame([row for values in wholes for row in _rows(values, place)])


def _rows(values: Values, place: Municipality) -> Iterator[dict[str, object]]:
    years = yearly(values)
    if years.value is None:
        among = None if values.is_count else years.among
        moved = movement.movement(years.cases, among)
        seen = _detectable(years)
    else:
        moved = movement.movement_of_values(years.value, years.error)
        seen = _detectable_values(values, years)
    group = (place.code, *place.peers.members)
    for row, area in enumerate(years.areas):
        yield {
            "indicator": values.indicator.id,
            "area": area,
            "breakdown": values.breakdown,
            **_level(values, years, row, area, group),
            **_movement(values, years, moved, row, area),
            **_ground(values, row),
            **{name: column[row] for name, column in seen.items()},
        }


def _level(
    values: Values, years: Years, row: int, area: str, group: Iterable[str]
) -> dict[str, object]:
    """*Niveau*: the newest year against the spread of the rest of the comparison group."""
    group = list(group)
    empty: dict[str, object] = {
        "level": "cannot_compare",
        "level_other": np.nan,
        "level_lower": np.nan,
        "level_upper": np.nan,
        "level_z": np.nan,
        "level_reason": "",
    }
    if area not in group:
        return {**empty, "level_reason": NO_GROUP}
    if reason := newest_left_out(years, area):
        return {**empty, "level_reason": reason}
    others = [years.areas.index(code) for code in group if code != area]
    if years.value is not None or values.is_count or np.isnan(years.known[others, -1]).all():
        return {**empty, "level_reason": NO_FIGURES_OF_OTHERS}
    newest = slice(-1, None)
    try:
        found = compare.against_peers(
            float(years.cases[row, newest][0]),
            float(years.among[row, newest][0]),
            years.cases[others, newest][:, 0],
            years.among[others, newest][:, 0],
        )
    except CannotCompute as cannot:
        return {**empty, "level_reason": cannot.reason.value}
    below, above = _LEVEL[values.indicator.polarity]
    words = {Side.BELOW: below, Side.FAR_BELOW: below, Side.ABOVE: above, Side.FAR_ABOVE: above}
    per = values.per
    return {
        "level": words.get(found.side, "same_level"),
        "level_other": found.expected_rate * per,
        "level_lower": found.lower * per,
        "level_upper": found.upper * per,
        "level_z": found.z,
        "level_reason": "",
    }


def _movement(
    values: Values, years: Years, moved: movement.Movement, row: int, area: str
) -> dict[str, object]:
    """*Udvikling*: the word of the one declared test, and which years it rests on.

    `movement_left_out` says for each of `movement_missing` which known break left it out; empty
    where the year has no figure.
    """
    window = years.spans[-movement.YEARS :]
    used = [span for span, use in zip(window, moved.used[row], strict=True) if use]
    left_out = years.left_out.get(area, {})
    missing = [span for span in window if span not in used]
    if years.value is not None:  # a survey is not taken every year: only its waves can be missing
        missing = [span for span in missing if span in values.scales]
    word = str(moved.word[row])
    if word in (movement.Word.CERTAIN, movement.Word.SIGN):
        fall, rise = _MOVEMENT[values.indicator.polarity]
        word = f"{word}_{rise if moved.yearly_change[row] > 0 else fall}"
    else:
        word = "no_certain_change" if word else "cannot_judge"
    return {
        "movement": word,
        "movement_yearly": moved.yearly_change[row],
        "movement_lower": moved.lower[row],
        "movement_upper": moved.upper[row],
        "movement_p": moved.p[row],
        "movement_dispersion": moved.dispersion[row],
        "movement_first": used[0] if used else "",
        "movement_last": used[-1] if used else "",
        "movement_missing": missing,
        "movement_left_out": [str(left_out.get(span, "")) for span in missing],
        **_from_to(values, years, row),
        "movement_reason": _movement_reason(values, moved, row),
    }


def _movement_reason(values: Values, moved: movement.Movement, row: int) -> str:
    is_money = isinstance(values.numerator, Spent) and not np.isnan(values.value[row]).all()
    return NOT_A_SAMPLE if is_money else str(moved.reason[row])


def _from_to(values: Values, years: Years, row: int) -> dict[str, float]:
    """The first and the last year of the window, and the year with fewest cases."""
    window = slice(-movement.YEARS, None)
    cases, among, known = (a[row, window] for a in (years.cases, years.among, years.known))
    value = known if years.value is not None else known / _some(among) * values.per
    present = np.flatnonzero(~np.isnan(value) & (np.isnan(among) | (among > 0)))
    if not len(present):
        empty = ("fewest", "from", "to", "cases_from", "cases_to")
        return dict.fromkeys((f"movement_{name}" for name in empty), np.nan)
    first, last = present[0], present[-1]
    return {
        "movement_fewest": float(cases[present].min()),
        "movement_from": float(value[first]),
        "movement_to": float(value[last]),
        "movement_cases_from": float(cases[first]),
        "movement_cases_to": float(cases[last]),
    }


def _detectable(years: Years) -> dict[str, Floats]:
    """How large a change would have been seen, as shares of the count, per area.

    From the year before to the newest (`year_…`), from the newest to the next (`next_…`), and
    steadily over five years (`yearly_…`), with 80 % power and the series' own overdispersion.
    `differs` is 1 where the newest year can be told from the one before, else 0. All are NaN where
    there is nothing to take a share of.
    """
    dispersion, _ = movement.own_dispersion(years.cases, years.among)
    dispersion = np.where(np.isnan(dispersion), 1, dispersion)
    newest = years.cases[:, -1]
    before = years.cases[:, -2] if len(years.spans) > 1 else np.full_like(newest, np.nan)
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.simplefilter("ignore", RuntimeWarning)  # areas without any year
        mean = np.nanmean(years.cases[:, -movement.YEARS :], axis=1)
        year, following = (detectable.next_count(count, dispersion) for count in (before, newest))
        steadily = detectable.five_years(mean, dispersion)
        among = _some(years.among)
        grown = among[:, -1] / among[:, -2] if len(years.spans) > 1 else 1.0
        apart = (np.abs(newest - before * grown) - 1) / np.sqrt(dispersion * (newest + before))
        return {
            "dispersion": dispersion,
            "differs": np.where(np.isnan(apart), np.nan, apart > Z_95),
            "year_fall": year[0] / _some(before),
            "year_rise": year[1] / _some(before),
            "next_fall": following[0] / _some(newest),
            "next_rise": following[1] / _some(newest),
            "yearly_fall": steadily[0],
            "yearly_rise": steadily[1],
        }


def _detectable_values(values: Values, years: Years) -> dict[str, Floats]:
    """The same for what is estimated from answers: as shares of the value, alike up and down.

    The wave before stands for the year before; the next one is taken to have as many answers.
    """
    assert years.value is not None
    assert years.error is not None
    size = len(years.areas)
    newest, error = np.full(size, np.nan), np.full(size, np.nan)
    before, error_before = newest.copy(), error.copy()
    for row in range(size):
        present = np.flatnonzero(~np.isnan(years.value[row] + years.error[row]))
        if len(present):
            newest[row], error[row] = years.value[row, present[-1]], years.error[row, present[-1]]
        if len(present) > 1 and present[-1] == np.flatnonzero(~np.isnan(values.value[row]))[-1]:
            last = present[-2]
            before[row], error_before[row] = years.value[row, last], years.error[row, last]
    apart = np.abs(newest - before) / np.sqrt(error**2 + error_before**2)
    # The standard error of a difference is √2 that of one wave; next_mean puts s√(1/n + 1/n).
    next_one = detectable.next_mean(np.nan_to_num(error, nan=0), np.ones(size))
    since = detectable.next_mean(np.nan_to_num(error_before, nan=0), np.ones(size))
    steadily = detectable.five_year_values(np.nan_to_num(error, nan=0))

    def of(change: Floats, value: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(change > 0, change / np.abs(_some(np.abs(value))), np.nan)

    return {
        "dispersion": np.ones(size),
        "differs": np.where(np.isnan(apart), np.nan, apart > Z_95),
        "year_fall": of(since, before),
        "year_rise": of(since, before),
        "next_fall": of(next_one, newest),
        "next_rise": of(next_one, newest),
        "yearly_fall": of(steadily, newest),
        "yearly_rise": of(steadily, newest),
    }


def _some(count: Floats) -> Floats:
    """The count where there is one, to divide by."""
    return np.where(count > 0, count, np.nan)


def _ground(values: Values, row: int) -> dict[str, object]:
    """*Grundlag*: what the newest value rests on, and when a newer one should be out."""
    cube = values.cube
    present = np.flatnonzero(~np.isnan(values.value[row]))
    if not len(present):
        return {"ground": "", "ground_period": "", "ground_base": np.nan, "next_expected": None}
    newest = present[-1]
    last = cube.periods[newest]
    wanted = rhythm(values.numerator)
    return {
        "ground": ORIGINS[cube.origin[row, newest]],
        "ground_period": last,
        "ground_base": values.base[row, newest],
        "next_expected": wanted.next_expected(last.split("-")[-1]),
    }


def rhythm(
    measure: Measure,
) -> Source | inputs.Survey | inputs.Register | Calendar | Rhythm:
    """The source of a measure, which knows when its next figures are expected."""
    match measure:
        case Answers():
            return inputs.survey(measure.survey)
        case Persons():
            return inputs.register(measure.register)
        case Spent():
            return Calendar()
        case Organised():
            return Rhythm()
        case _:
            return source(measure.table)


def _is_hit(known: KnownBreak, table: str, span: str) -> bool:
    """Whether a year must be left out: before or across a break, or hit by a mass case."""
    first, last = known.first_period(table), known.last_period(table)
    year = periods.parse(span)
    if first is None:
        return False
    if known.kind is BreakKind.BREAK:
        return year.first_day < periods.parse(first).first_day
    hit = periods.parse(first).first_day, periods.parse(last or first).last_day
    return year.first_day <= hit[1] and year.last_day >= hit[0]
