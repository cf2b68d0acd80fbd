"""From the answers of surveys to values: one query adds up, numpy does the rest.

A respondent's answers lie in the warehouse only. What leaves it are sums over sampling units, for
the whole and for each group of the dimensions in `store.inputs.DIMENSIONS`.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from indicators.compute import CONFIDENCE, Part, Values
from indicators.cube import ORIGINS, Absence, Cube, Floats, Mark, consecutive
from indicators.definition import Answers, Kind
from indicators.stats import intervals, survey
from store import inputs
from store.settings import Municipality
from store.warehouse import Warehouse

Z_95 = 1.959964
_KEYS = ["number", "wave", "area", "breakdown"]


def values(open_: Warehouse, parts: Sequence[Part], place: Municipality) -> Iterator[Values]:
    """All values from surveys: of the whole and of each group, by wave.

    Parameters
    ----------
    parts
        Indicators, or breakdowns of them, whose numerator is `Answers`.
    """
    if not parts:
        return
    rows = _together(
        [
            _estimated(_single(open_, parts), parts),
            _published(open_, parts),
        ]
    )
    if rows.empty:
        return
    rates = _response(open_)
    for number, part in enumerate(parts):
        of_it = rows[rows["number"] == number]
        for breakdown, group in of_it.groupby("breakdown"):
            yield _values(part, str(breakdown), group, rates, place)


def _single(open_: Warehouse, parts: Sequence[Part]) -> pd.DataFrame:
    """Sums over the respondents: a row for each part, wave, area, breakdown and stratum."""
    answers, people = open_.in_force("answer"), open_.in_force("respondent")
    if answers is None or people is None:
        return pd.DataFrame()
    of_all = [
        _counted(answers, part.numerator, number)
        for number, part in enumerate(parts)
        if isinstance(part.numerator, Answers)
    ]
    if not of_all:
        return pd.DataFrame()
    given = reduce(ir.Table.union, of_all)
    people = people.drop("survey", "wave")
    joined = given.join(people, ["load", "respondent"])
    groups = [joined.mutate(breakdown=ibis.literal(""))] + [
        joined.filter(joined[column] != "").mutate(
            breakdown=ibis.literal(f"{dimension}=") + joined[column]
        )
        for dimension, column in inputs.DIMENSIONS.items()
    ]
    keys = [*_KEYS, "stratum"]
    rows = reduce(ir.Table.union, [group.select(*_ROW) for group in groups])
    rows = rows.mutate(a=rows.weight * rows.y, b=rows.weight)
    alone = rows.filter(rows.cluster == "").select(
        *keys, "scale", "origin", "a", "b",
        n=ibis.literal(1), yes=rows.y, w2=rows.weight**2,
    )  # fmt: skip
    clusters = rows.filter(rows.cluster != "").group_by(*keys, "cluster").aggregate(
        scale=lambda t: t.scale.max(),
        origin=lambda t: t.origin.max(),
        a=lambda t: t.a.sum(),
        b=lambda t: t.b.sum(),
        n=lambda t: t.count(),
        yes=lambda t: t.y.sum(),
        w2=lambda t: (t.weight**2).sum(),
    )  # fmt: skip
    units = ir.Table.union(alone.cast({"n": "int64"}), clusters.select(*alone.columns))
    return open_.run(
        units.group_by(*keys).aggregate(
            scale=lambda t: t.scale.max(),
            origin=lambda t: t.origin.max(),
            units=lambda t: t.count(),
            n=lambda t: t.n.sum(),
            yes=lambda t: t.yes.sum(),
            w2=lambda t: t.w2.sum(),
            y=lambda t: t.a.sum(),
            w=lambda t: t.b.sum(),
            yy=lambda t: (t.a * t.a).sum(),
            yw=lambda t: (t.a * t.b).sum(),
            ww=lambda t: (t.b * t.b).sum(),
        )
    )


_ROW = (
    "number", "wave", "area", "scale", "origin", "weight", "stratum", "cluster", "breakdown", "y",
)  # fmt: skip


def _counted(answers: ir.Table, wanted: Answers, number: int) -> ir.Table:
    """Each given answer as the number it counts as: 1 or 0, an answer, or a paired difference."""
    question = _yes(answers, wanted.survey, wanted.question)
    if wanted.less:
        other = _yes(answers, wanted.survey, wanted.less).select("load", "respondent", less="y")
        question = question.join(other, ["load", "respondent"])
        question = question.mutate(y=(question.y - question.less) * 100).drop("less")
    return question.mutate(number=ibis.literal(number))


def _yes(answers: ir.Table, survey_: str, question: str) -> ir.Table:
    asked = inputs.survey(survey_).questions[question]
    rows = answers.filter(
        (answers.survey == survey_) & (answers.question == question) & answers.answer.notnull()
    )
    y = rows.answer
    if not asked.is_mean:
        counted = [
            (rows.scale == scale) & rows.answer.isin([float(code) for code in codes])
            for scale, codes in asked.counted.items()
        ]
        y = reduce(lambda one, other: one | other, counted).ifelse(1.0, 0.0)
    return rows.select("load", "respondent", "wave", "scale", "origin", y=y)


def _estimated(sums: pd.DataFrame, parts: Sequence[Part]) -> pd.DataFrame:
    """Values with limits and standard errors from the sums."""
    if sums.empty:
        return sums
    group = sums.groupby(_KEYS, sort=True)
    place = group.ngroup().to_numpy()
    moments = [sums[name].to_numpy(float) for name in ("units", "y", "w", "yy", "yw", "ww")]
    ratio = survey.ratio_of_sums(place, *moments)
    whole = group.agg(
        n=("n", "sum"), yes=("yes", "sum"), w=("w", "sum"), w2=("w2", "sum"),
        scale=("scale", "max"), origin=("origin", "max"),
    ).reset_index()  # fmt: skip
    n = whole["n"].to_numpy(float)
    shares = whole["number"].map(dict(enumerate(map(_is_share, parts)))).to_numpy(bool)
    as_share = survey.Ratio(
        np.where(shares, ratio.value, np.nan), ratio.standard_error, ratio.degrees
    )
    lower, upper, _ = survey.share_limits(as_share, n, whole["w"] ** 2 / whole["w2"], CONFIDENCE)
    low, high = survey.mean_limits(ratio, CONFIDENCE)
    return whole.assign(
        value=ratio.value,
        lower=np.where(shares, lower, low),
        upper=np.where(shares, upper, high),
        error=ratio.standard_error,
        yes=np.where(shares, whole["yes"], np.nan),
    )


def _published(open_: Warehouse, parts: Sequence[Part]) -> pd.DataFrame:
    """Published shares and means, with limits where the number of answers is known."""
    table = open_.in_force("published_answer")
    if table is None:
        return pd.DataFrame()
    rows = open_.run(table)
    found = []
    for number, part in enumerate(parts):
        wanted = part.numerator
        if not isinstance(wanted, Answers) or wanted.less:
            continue
        of_it = rows[(rows["survey"] == wanted.survey) & (rows["question"] == wanted.question)]
        value, n = of_it["value"].to_numpy(float), of_it["answers"].to_numpy(float)
        if _is_share(part):
            lower, upper = intervals.wilson(np.minimum(value, 1) * n, n, CONFIDENCE)
            error, yes = np.sqrt(value * (1 - value) / n), np.round(value * n)
        else:
            deviation = of_it["deviation"].to_numpy(float)
            error, yes = deviation / np.sqrt(n), np.full_like(n, np.nan)
            degrees = np.nan_to_num(n - 1, nan=0).astype(np.int64)
            lower, upper = survey.mean_limits(survey.Ratio(value, error, degrees), CONFIDENCE)
        found.append(
            of_it[["wave", "area", "breakdown", "scale", "origin", "value"]].assign(
                number=number, n=n, yes=yes, lower=lower, upper=upper, error=error
            )
        )
    return _together(found)


def _is_share(part: Part) -> bool:
    return part.indicator.kind is Kind.SHARE


def _response(open_: Warehouse) -> dict[tuple[str, str], float]:
    """The response rate of each survey and wave that tells how many were invited, 0-1."""
    table = open_.in_force("wave")
    if table is None:
        return {}
    rows = open_.run(table)
    rows = rows[(rows["invited"] > 0) & rows["answered"].notna()]
    rates = (rows["answered"] / rows["invited"]).clip(upper=1)
    return dict(zip(zip(rows["survey"], rows["wave"], strict=True), rates, strict=True))


def _values(
    part: Part,
    breakdown: str,
    rows: pd.DataFrame,
    rates: Mapping[tuple[str, str], float],
    place: Municipality,
) -> Values:
    """One part, or one group of it, on the axis of its waves."""
    axis = area_axis(rows["area"], place, grouped=bool(breakdown))
    cube = Cube.empty(axis, consecutive(rows["wave"].min(), rows["wave"].max()))
    at = (
        pd.Index(cube.areas).get_indexer(pd.Index(rows["area"])),
        pd.Index(cube.periods).get_indexer(pd.Index(rows["wave"])),
    )

    def laid(name: str) -> "np.typing.NDArray[np.float64]":
        array = np.full(cube.value.shape, np.nan)
        array[at] = rows[name].to_numpy(float)
        return array

    cube.value[at] = rows["yes"].to_numpy(float)
    cube.absence[at] = Absence.PRESENT
    cube.origin[at] = [ORIGINS.index(origin) for origin in rows["origin"]]
    cube.marks[at] = np.where(rows["n"].isna(), Mark.ANSWERS_UNKNOWN, 0)
    base, value, lower, upper = (laid(name) for name in ("n", "value", "lower", "upper"))
    own = rows[rows["area"] == place.code]
    wanted = part.numerator
    response = np.full(cube.value.shape, np.nan)
    if not breakdown:
        response[cube.areas.index(place.code)] = [
            rates.get((wanted.table, wave), np.nan) for wave in cube.periods
        ]
    return Values(
        part.indicator,
        _code(part.breakdown, breakdown),
        wanted,
        cube,
        value,
        lower,
        upper,
        denominator=base,
        base=base,
        # Where all answer alike the standard error is 0; the interval still says how much is known.
        error=_positive(laid("error"), lower, upper),
        response=response,
        scales=dict(zip(own["wave"], own["scale"], strict=True)),
        of=part.breakdown,
    )


def area_axis(found: "pd.Series[str]", place: Municipality, *, grouped: bool) -> tuple[str, ...]:
    """The areas of a series: those that pages ask for and those that have figures."""
    near = () if grouped else (*place.peers.members, place.region, place.country, place.peers.code)
    return tuple(dict.fromkeys((place.code, *near, *sorted(set(found)))))


def _code(part: str, group: str) -> str:
    """The code of a group of a part: both where both say something."""
    return ";".join(code for code in (part, group) if code)


def _positive(error: Floats, lower: Floats, upper: Floats) -> Floats:
    error = np.where(error > 0, error, (upper - lower) / (2 * Z_95))
    return np.where(error > 0, error, np.nan)


def _together(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    some = [frame for frame in frames if len(frame)]
    return pd.concat(some, ignore_index=True) if some else pd.DataFrame(columns=[*_KEYS])
