"""Måltal: where a target leads, whether the municipality is on the way, and the chance of arriving.

The path runs from the mean of the baseline to the target, straight on a logarithmic scale. A target
relative to the peers is a path for the ratio to their rate, told in the indicator's own unit at the
peers' rate of each year.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from danish import periods
from indicators.compute import Values
from indicators.cube import Floats
from indicators.definition import Frequency, Polarity
from indicators.stats import progress
from indicators.stats.cannot import CannotCompute, Reason
from indicators.stats.progress import PathWord
from indicators.status import Years, newest_left_out, yearly
from store.settings import Municipality
from store.statements import Basis

NO_NEW_YEAR = "no_new_year"
_WORDS = {
    PathWord.ON_PATH: "on_track",
    PathWord.UNCERTAIN: "uncertain",
    PathWord.OFF_PATH: "off_track",
}
_EMPTY: dict[str, Any] = {
    "target": "direction_only",
    "target_value": np.nan,
    "target_year": None,
    "target_now": np.nan,
    "target_z": np.nan,
    "target_chance": np.nan,
    "target_statcan": "",
    "target_reason": "",
}
PATH = ("indicator", "year", "path", "lower", "upper", "baseline")


@dataclass(frozen=True)
class _Course:
    """A target as numbers: rates in the indicator's unit, years as the end of a year."""

    start: progress.Baseline
    start_year: float
    goal: float
    target_year: float
    others: float  # the peers' rate now for a relative target, else 1
    extra: float
    error: float = np.nan  # standard error of the newest value, where it is estimated from answers


def with_targets(
    status: pd.DataFrame,
    values: Sequence[Values],
    targets: pd.DataFrame,
    place: Municipality,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add the third part to the table `status`, and make the table `target_path`.

    Parameters
    ----------
    status
        From `indicators.status.statuses`.
    values
        Of all indicators, on all kinds of periods.
    targets
        The targets in force, one per indicator: rows of the table `target`.

    Returns
    -------
    The table with the columns `target`, `target_value`, `target_year`, `target_now` (what the path
    asks for now), `target_z`, `target_chance`, `target_statcan`, `target_reason`; and the path of
    each target, one row a year, with the 80 % band of what would be seen on it.
    """
    status = status.assign(**_EMPTY)
    paths = []
    for target in targets.to_dict("records"):
        of_it = [v for v in values if v.indicator.id == target["indicator"] and not v.breakdown]
        if not of_it or of_it[0].indicator.polarity is Polarity.NONE:
            continue
        found, path = _judged(of_it, target, place)
        row = (status["indicator"] == target["indicator"]) & (status["area"] == place.code)
        row &= status["breakdown"] == ""
        for name, value in found.items():
            status.loc[row, name] = value
        paths.append(path)
    return status, pd.concat(paths) if paths else pd.DataFrame(columns=list(PATH))


def _judged(
    values: Sequence[Values], target: Mapping[Any, Any], place: Municipality
) -> tuple[dict[str, Any], pd.DataFrame]:
    leading = next(part for part in values if part.leads)
    years = yearly(leading)
    own = years.areas.index(place.code)
    found = {"target": "cannot_judge", "target_year": int(target["target_year"])}
    path = pd.DataFrame(columns=list(PATH))
    try:
        course = _course(values, leading, years, target, place)
        now = _end(years.spans[-1])
        per = leading.per
        found["target_value"] = course.goal * course.others * per
        path = _path(leading, years, own, course).assign(indicator=leading.indicator.id)
        if reason := newest_left_out(years, place.code):
            return {**found, "target_reason": reason}, path
        if now <= course.start_year:
            return {**found, "target_reason": NO_NEW_YEAR}, path
        among = _known(years.known, years.among, own)
        rate, variance, uncertain = _asked(course, now, among)
        better = -1 if leading.indicator.polarity is Polarity.LOWER else 1
        rate_now = float(_rates(years, own)[-1])
        judged = progress.on_path(rate_now, rate, variance, uncertain, better)
        word = PathWord(str(judged.word))
        found |= {"target_now": rate * per, "target_z": float(judged.z)}
        found["target"] = _WORDS.get(word, "cannot_judge")
        found["target_statcan"] = _statcan(rate_now, course, now, better)
        return {**found, "target_chance": _chance(years, own, course, now, better)}, path
    except CannotCompute as cannot:
        return {**found, "target_reason": cannot.reason.value}, path


def _course(
    values: Sequence[Values],
    leading: Values,
    years: Years,
    target: Mapping[Any, Any],
    place: Municipality,
) -> _Course:
    """The path in numbers: its start from the baseline periods, its goal from the change."""
    fine = next((part for part in values if not part.leads), leading)
    inside = [
        place_
        for place_, code in enumerate(fine.cube.periods)
        if target["first_period"] <= code <= target["last_period"]
    ]
    if leading.error is not None:
        return _course_of_answers(leading, years, inside, target, place)
    per_year = 4 if fine.indicator.frequency is Frequency.QUARTER else 1
    own = years.areas.index(place.code)
    extra = float(progress.extra_variation(years.cases[own], years.among[own]))
    # `extra` is of a year's cases; of a quarter's it is as many times larger.
    start = progress.baseline(
        fine.cube.value[own, inside], fine.denominator[own, inside], extra * per_year
    )
    start = progress.Baseline(start.value * per_year, start.variance * per_year**2)
    others = 1.0
    if target["basis"] == Basis.PEERS:
        group = years.areas.index(place.peers.code)
        theirs = progress.baseline(
            fine.cube.value[group, inside], fine.denominator[group, inside], extra
        )
        rate = theirs.value * per_year
        start = progress.Baseline(start.value / rate, start.variance / rate**2)
        among = _known(years.cases, years.among, group)
        others = float(years.cases[group, -1]) / among
        if not others:
            raise CannotCompute(Reason.ALL_ZERO)
    return _Course(
        start,
        _end(str(target["last_period"])),
        start.value * (1 + target["change"]),
        float(target["target_year"] + 1),
        others,
        extra,
    )


def _course_of_answers(
    leading: Values,
    years: Years,
    inside: Sequence[int],
    target: Mapping[Any, Any],
    place: Municipality,
) -> _Course:
    """The same for shares and means of answers, whose uncertainty is their standard errors."""
    assert leading.error is not None
    assert years.error is not None
    if target["basis"] == Basis.PEERS:
        raise CannotCompute(Reason.GAP)
    own = leading.cube.areas.index(place.code)
    waves = [i for i in inside if not np.isnan(leading.value[own, i] + leading.error[own, i])]
    if not waves:
        raise CannotCompute(Reason.GAP)
    variance = float((leading.error[own, waves] ** 2).sum()) / len(waves) ** 2
    start = progress.Baseline(float(leading.value[own, waves].mean()), variance)
    return _Course(
        start,
        _end(str(target["last_period"])),
        start.value * (1 + target["change"]),
        float(target["target_year"] + 1),
        1.0,
        1.0,
        float(years.error[own, -1]),
    )


def _rates(years: Years, row: int) -> Floats:
    """A year's value in the unit of the path: a share of the whole, a mean, or cases per person."""
    rates: Floats = years.cases[row] / years.among[row]
    if years.value is not None:
        rates = years.value[row]
    return rates


def _known(cases: Floats, among: Floats, row: int) -> float:
    """Among whom the newest year counts, where there is something to judge."""
    if np.isnan(cases[row, -1] + among[row, -1]):
        raise CannotCompute(Reason.GAP)
    if among[row, -1] == 0:
        raise CannotCompute(Reason.ZERO_POPULATION)
    return float(among[row, -1])


def _asked(course: _Course, year: float, among: float) -> tuple[float, float, float]:
    """What the path asks for in a year: the rate, its variance by chance, and the path's own."""
    ratio = progress.path(
        course.start.value, course.start_year, course.goal, course.target_year, year
    )
    rate = ratio * course.others
    if np.isnan(course.error):
        by_chance = float(progress.count_variance(rate * among, course.extra)) / among**2
    else:
        by_chance = course.error**2
    own = (ratio / course.start.value) ** 2 * course.start.variance * course.others**2
    return rate, by_chance, own


def _path(leading: Values, years: Years, own: int, course: _Course) -> pd.DataFrame:
    """The path year by year with the band in which 8 of 10 years on it would lie."""
    known = years.among[own][years.among[own] > 0]
    if not len(known):
        raise CannotCompute(Reason.ZERO_POPULATION)
    among = float(known[-1])
    ends = np.append(np.arange(course.start_year, course.target_year), course.target_year)
    asked = [_asked(course, float(year), among) for year in ends]
    rate: Floats = np.array([one[0] for one in asked])
    reach = progress.ON_PATH * np.sqrt([one[1] + one[2] for one in asked])
    return pd.DataFrame(
        {
            "year": ends,
            "path": rate * leading.per,
            "lower": np.maximum(rate - reach, 0) * leading.per,
            "upper": (rate + reach) * leading.per,
            "baseline": course.start.value * course.others * leading.per,
        }
    )


def _chance(years: Years, own: int, course: _Course, now: float, better: int) -> float:
    """The chance of arriving, from the series' own past errors; NaN where there are too few."""
    rates = _rates(years, own)
    present = np.flatnonzero(np.isnan(rates))
    unbroken = rates[present[-1] + 1 :] if len(present) else rates
    goal = course.goal * course.others
    try:
        ahead = round(course.target_year - now)
        return progress.chance_of_target(unbroken, goal, ahead, better).chance
    except CannotCompute:
        return float("nan")


def _statcan(rate: float, course: _Course, now: float, better: int) -> str:
    """The class that Statistics Canada's ratio gives, as a named alternative; empty without one."""
    try:
        return progress.statcan(
            course.start.value,
            course.start_year,
            rate / course.others,
            now,
            better,
            target=course.goal,
            target_year=course.target_year,
        ).status.value
    except CannotCompute:
        return ""


def _end(period: str) -> float:
    """When a period ends, in years: the end of 2025 is 2026.0."""
    last = periods.parse(period).last_day
    return last.year + last.month / 12
