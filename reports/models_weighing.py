"""The weighing on screen: points, who is highest at whom, how sure it is, and cost beside points.

The weights are those set on the page; all else is the release's. What is costly is kept by release,
models and weights.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from charts.description import (
    CostAgainstPoints,
    CostDot,
    LeadBar,
    Leads,
    Lollipop,
    Lollipops,
)
from danish import numbers, words
from danish.money import MILLION
from reports import models_costs, tables
from reports.models import NOT_ASSESSED, Cell, Heading, Line, Models, Row, SideBySide, amount, notes
from scenarios import comparison, decision, decision_text, sensitivity
from scenarios.cost_and_score import CostPoint, cost_against_score
from scenarios.decision import Case, Gate, ModelTotal, Standing
from scenarios.economy import YEARS
from scenarios.panel import Panel, Score, group_scores, panel_of
from scenarios.rank_shares import RankShares, Version, rank_shares
from scenarios.weights import CannotWeighError, PartyWeights, normalised

Weights = tuple[int, ...]
"""Points of each criterion as they are set, in order; only their proportions matter."""

MEAN = "gennemsnit"
SHEETS = ("models", "criteria", "weights", "scores")
POINTS_UNIT = f"Point 0–100. Forskelle under {decision.EQUAL_WITHIN} point regnes som lige."
HUNDRED = 100
MOST_BARS = 5
MOST_CRITICAL = 6
KEPT = 64


@dataclass(frozen=True, eq=False)
class Weighing:
    """What is weighed.

    Attributes
    ----------
    criteria
        Names by code, of those that are weighed.
    parties
        None when no party has given weights.
    """

    panel: Panel
    criteria: Mapping[str, str]
    gates: Mapping[str, Gate]
    parties: PartyWeights | None


@dataclass(frozen=True, eq=False)
class Result:
    """What comes of the weights.

    Attributes
    ----------
    why_not
        Why nothing can be weighed; empty when it can.
    """

    weighing: Weighing
    weights: Weights
    totals: tuple[ModelTotal, ...]
    standing: Standing | None
    sentence: str
    why_not: str = ""


@lru_cache(maxsize=KEPT)
def weighing(models: Models, chosen: tuple[str, ...]) -> Weighing:
    """Put the scores and the weights of the chosen models together."""
    whole = _whole(models)
    panel = whole.panel.only(chosen)
    return Weighing(panel, whole.criteria, whole.gates, whole.parties)


@lru_cache(maxsize=4)
def _whole(models: Models) -> Weighing:
    criteria = {
        str(row["criterion_id"]): str(row["name"])
        for row in comparison.records(models.sheets["criteria"])
    }
    scores = models.sheets["scores"]
    columns = [
        scores[name].tolist()
        for name in ("assessor_id", "origin_centre", "model_id", "criterion_id", "score",
                     "conflict")
    ]  # fmt: skip
    rows = [
        Score(
            str(assessor),
            "" if pd.isna(centre) else str(centre),
            str(model),
            str(criterion),
            None if pd.isna(score) else float(score),
            conflict is True,
        )
        for assessor, centre, model, criterion, score, conflict in zip(*columns, strict=True)
    ]
    gates = {
        id_: decision.gate_of(
            Gate(one.answer) for one in comparison.gate_answers(models.sheets, id_)
        )
        for id_ in models.ids
    }
    return Weighing(
        panel_of(models.ids, tuple(criteria), rows),
        criteria,
        gates,
        _party_weights(models.sheets["weights"], tuple(criteria)),
    )


def _party_weights(rows: pd.DataFrame, criteria: tuple[str, ...]) -> PartyWeights | None:
    """The weights of the parties that have them for every criterion; the others are told of."""
    given: dict[str, dict[str, float]] = {}
    people: dict[str, int] = {}
    left_out: dict[str, int] = {}
    for row in comparison.records(rows):
        party = str(row["party"])
        left_out[party] = int(row["left_out"])
        if row["politicians"]:
            given.setdefault(party, {})[str(row["criterion_id"])] = float(row["weight"])
            people[party] = int(row["politicians"])
    full = {
        party: normalised([of[code] for code in criteria])
        for party, of in sorted(given.items())
        if criteria and all(code in of for code in criteria) and any(of.values())
    }
    if not full:
        return None
    return PartyWeights(
        tuple(full),
        np.array(list(full.values())),
        tuple(people[party] for party in full),
        tuple((party, count) for party, count in sorted(left_out.items()) if count),
    )


# --- the weights on the page ----------------------------------------------------------------------


def weight_choices(found: Weighing) -> dict[str, str]:
    """Whose weights one may start from: the mean of the parties, or one party's."""
    parties = found.parties.parties if found.parties else ()
    mean = "Gennemsnit af partierne" if parties else "Lige vægte"
    return {MEAN: mean, **{party: _party(party) for party in parties}}


def _party(name: str) -> str:
    """A party by its letter is called so; one that is written out keeps its name."""
    return f"Parti {name}" if len(name) == 1 else name


def start(found: Weighing, whose: str) -> dict[str, int]:
    """The points that the sliders start with: percent of a party's weights, or of their mean."""
    if found.parties is None:
        given = np.full(len(found.criteria), 1 / max(len(found.criteria), 1))
    elif whose in found.parties.parties:
        given = found.parties.weights[found.parties.parties.index(whose)]
    else:
        given = found.parties.mean
    return dict(zip(found.criteria, _whole_percent(given), strict=True))


def highest(start: Mapping[str, int]) -> int:
    """Where the sliders end: half of everything, or all of it where a weight needs that."""
    return HUNDRED if any(2 * points > HUNDRED for points in start.values()) else HUNDRED // 2


def _whole_percent(weights: np.ndarray) -> list[int]:
    """Whole numbers that add up to 100, each as close as can be (largest remainder)."""
    exact = [float(weight) * HUNDRED for weight in weights]
    down = [int(one) for one in exact]
    short = HUNDRED - sum(down) if exact else 0
    largest = sorted(range(len(exact)), key=lambda at: down[at] - exact[at])[:short]
    return [one + (at in largest) for at, one in enumerate(down)]


@lru_cache(maxsize=KEPT)
def result(models: Models, chosen: tuple[str, ...], weights: Weights) -> Result:
    """Weigh the chosen models, or say why it cannot be done."""
    found = weighing(models, chosen)
    try:
        totals = decision.totals(found.panel, weights, found.gates)
    except CannotWeighError as error:
        return Result(found, weights, (), None, str(error), str(error))
    standing = decision.standing(totals)
    shares = None
    if standing.case is Case.EQUAL:  # nearness may be settled by how sure the first place is
        shares = _plausible(models, chosen, weights)
        standing = decision.standing(totals, shares)
    sentence = decision_text.standing(standing, totals, shares)
    return Result(found, weights, totals, standing, sentence)


@lru_cache(maxsize=KEPT)
def _plausible(models: Models, chosen: tuple[str, ...], weights: Weights) -> RankShares:
    found = weighing(models, chosen)
    return rank_shares(found.panel, weights, Version.PLAUSIBLE, gates=found.gates)


@lru_cache(maxsize=KEPT)
def _shares(models: Models, chosen: tuple[str, ...], weights: Weights) -> tuple[RankShares, ...]:
    found = weighing(models, chosen)
    others = (
        rank_shares(found.panel, weights, version, gates=found.gates)
        for version in (Version.ORDER, Version.ANY)
    )
    return (_plausible(models, chosen, weights), *others)


# --- points ---------------------------------------------------------------------------------------


def lollipops(found: Result) -> Lollipops:
    """The points of each model in the order of the workbook."""
    rows = tuple(
        Lollipop(
            row.model,
            None if row.total is None else decision.points(row.total),
            _why_no_total(row) if row.total is None else _caveat(row),
        )
        for row in found.totals
    )
    unclear = [row.model for row in found.totals if row.total is not None and _caveat(row)]
    open_ = f" Et krav er ikke afklaret for {words.listing(unclear)}." if unclear else ""
    return Lollipops(found.sentence, f"{POINTS_UNIT}{open_}", rows)


def _why_no_total(row: ModelTotal) -> str:
    if row.gate is Gate.FAIL:
        return "opfylder ikke et krav, ingen samlet vurdering"
    count = words.count(len(row.not_assessed), "kriterium", "kriterier")
    return f"{count} ikke vurderet, ingen samlet vurdering"


def _caveat(row: ModelTotal) -> str:
    return "et krav er ikke afklaret" if row.gate is Gate.UNKNOWN else ""


def caveats(found: Result) -> tuple[str, ...]:
    """Sentences on models without a total."""
    named = found.weighing.criteria
    return tuple(decision_text.total(row, named) for row in found.totals if row.total is None)


def critical(found: Result) -> SideBySide:
    """At which weight of a criterion another model comes first; the nearest ones."""
    panel, named = found.weighing.panel, found.weighing.criteria
    nearest: dict[str, sensitivity.CriticalWeight] = {}
    for one in sensitivity.critical_weights(panel, found.weights, found.weighing.gates):
        if one.overtakes:
            nearest.setdefault(one.criterion, one)
    shown = list(nearest.values())[:MOST_CRITICAL]
    return SideBySide(
        "Kritisk vægt: hvornår kommer en anden først?",
        tuple(_column(name) for name in ("Vægt nu", "Kritisk", "Betydning")),
        tuple(Row(named[one.criterion], _critical_cells(one)) for one in shown),
        (_not_shown(found, len(nearest), len(shown)),),
        SHEETS,
        shows_title=True,
        dense=True,
    )


def _not_shown(found: Result, can_change: int, shown: int) -> str:
    """What the other criteria can do."""
    if found.standing is None or found.standing.case in (Case.NONE, Case.ONE):
        return ""
    if len(found.standing.first) > 1:
        return "Flere ligger lige, så der er ingen første at indhente."
    never = len(found.weighing.criteria) - can_change
    if not can_change:
        return "Ingen vægt kan alene bringe en anden model først."
    more = words.count(can_change - shown, "anden", "andre")
    further = f"{more} ligger længere væk. " if can_change > shown else ""
    alone = words.count(never, "kriterium kan", "kriterier kan")
    return f"{further}{alone} ikke alene ændre, hvem der er først." if never else further.strip()


def _critical_cells(one: sensitivity.CriticalWeight) -> tuple[Cell, ...]:
    side = "over" if one.at > one.now else "under"
    return (
        (Line(numbers.percent(one.now)),),
        (Line(_percent(one.at, one.now)),),
        (Line(f"{one.model} først {side} denne vægt"),),
    )


def _percent(at: float, now: float) -> str:
    """In whole percent, or with a decimal where it would look like the weight now."""
    whole = numbers.percent(at)
    return whole if whole != numbers.percent(now) else numbers.percent(at, 1)


def _column(name: str) -> Heading:
    return Heading(name, "", "")


# --- who is highest at whom -----------------------------------------------------------------------


def agreement(models: Models, found: Result) -> SideBySide:
    """Which model is highest at which party, centre and assessor, and where they are apart."""
    panel, gates = found.weighing.panel, found.weighing.gates
    parties = found.weighing.parties
    by_party = decision.by_party(panel, parties, gates) if parties else ()
    by_centre = decision.by_centre(panel, found.weights, gates)
    by_assessor = decision.by_assessor(panel, found.weights, gates)
    of_party = [(_party(one.name), one.first) for one in by_party]
    rows = [
        Row("Højest hos partierne", _chips(panel, of_party)),
        Row("Højest hos bedømmerne",
            _chips(panel, [(one.assessor, one.first) for one in by_assessor])),
        Row("Højest hos centrene",
            _chips(panel, [(models.unit(one.name) if one.name else "uden center", one.first)
                           for one in by_centre])),
    ]  # fmt: skip
    apart = sensitivity.disagreement(panel)
    rows += [
        Row(
            name,
            tuple(
                (_apart(apart, at, place),) for at in range(len(panel.models))
            ),
        )
        for place, name in enumerate(found.weighing.criteria.values())
    ]  # fmt: skip
    said = [
        decision_text.parties(by_party) if parties else "Ingen partier har givet vægte.",
        decision_text.assessors(by_assessor),
        *_conflicts(by_assessor),
        *(decision_text.left_out(parties) if parties else ()),
        "Partierne er regnet med egne vægte, bedømmerne med egne karakterer. Ved kriterierne "
        "står, hvor mange trin der er mellem højeste og laveste karakter; 3 eller flere bør "
        "drøftes.",
    ]
    return SideBySide(
        "Hvem er enige?",
        models.headings(panel.models),
        tuple(rows),
        tuple(said),
        SHEETS,
        dense=True,
        labels="wide",
    )


def _conflicts(views: Sequence[decision.AssessorView]) -> tuple[str, ...]:
    """Who has said to have an interest in which models, those in the same ones together."""
    by_models: dict[tuple[str, ...], list[str]] = {}
    for view in views:
        if view.conflicts:
            by_models.setdefault(view.conflicts, []).append(view.assessor)
    return tuple(
        f"{words.listing(who)} har oplyst en interesse i {words.listing(which)}."
        for which, who in by_models.items()
    )


def _chips(panel: Panel, firsts: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[Cell, ...]:
    """For each model, those who have it highest, each as a chip."""
    return tuple(
        tuple(Line(name, shape="chip") for name, first in firsts if model in first)
        or (Line("ingen", tone="muted"),)
        for model in panel.models
    )


def _apart(apart: sensitivity.Disagreement, model: int, criterion: int) -> Line:
    spread = apart.spread[model, criterion]
    if np.isnan(spread):
        answers = int(apart.answers[model, criterion])
        return Line("kun én bedømmer" if answers else NOT_ASSESSED, tone="muted")
    steps = f"{numbers.number(spread)} trin"
    if apart.discuss[model, criterion]:
        return Line(f"{steps}, bør drøftes", shape="over", tone="strong")
    return Line(steps, tone="muted")


# --- how sure -------------------------------------------------------------------------------------


def sureness(models: Models, chosen: tuple[str, ...], found: Result) -> SideBySide:
    """How often each model comes first, in three versions that belong together."""
    versions = _shares(models, chosen, found.weights)
    kept = versions[0].models
    rows = tuple(
        Row(
            decision_text.VERSIONS[one.version],
            tuple(
                (Line("", strong=_share(one.first[model]), shape=f"bar {one.first[model]:.3f}"),)
                for model in kept
            ),
        )
        for one in versions
    )
    drawn = numbers.number(versions[0].draws)
    return SideBySide(
        "Hvor ofte ligger hver model først?",
        models.headings(kept),
        rows if kept else (),
        (
            f"Hver række er {drawn} lodtrækninger. Den sidste række giver også skæve vægte plads "
            "og siger ikke noget alene.",
        ),
        SHEETS,
        shows_title=True,
        dense=True,
        labels="long",
    )


def _share(share: float) -> str:
    if 0 < share < 0.01:
        return f"under {numbers.percent(0.01)}"
    if 0.99 < share < 1:
        return f"over {numbers.percent(0.99)}"
    return numbers.percent(share)


def tornado(found: Result) -> Leads | None:
    """How far the lead moves with each weight; None when there are not two models to compare."""
    leads = sensitivity.tornado(found.weighing.panel, found.weights, found.weighing.gates)
    if leads is None or not leads.weights:
        return None
    named = found.weighing.criteria
    bars = [LeadBar(named[bar.criterion], bar.down, bar.up) for bar in leads.weights[:MOST_BARS]]
    left = len(leads.weights) - len(bars)
    rest = f" De {left} mindste er ikke med." if left else ""
    return Leads(
        f"Hvad flytter forspringet for {leads.first}?",
        f"Point foran den næste, når vægten går fra 0 til det dobbelte.{rest}",
        leads.lead,
        tuple(bars),
    )


def beliefs(found: Result) -> tuple[str, ...]:
    """What one would have to believe for each other model to come first."""
    named = found.weighing.criteria
    return tuple(
        decision_text.belief(one, named)
        for one in sensitivity.beliefs(
            found.weighing.panel, found.weights, found.weighing.gates
        )
    )  # fmt: skip


# --- cost beside points ---------------------------------------------------------------------------


def cost_points(models: Models, found: Result) -> tuple[CostPoint, ...]:
    """Each model by its cost over five years and its points."""
    costs: dict[str, int | None] = {}
    for row in found.totals:
        years = models_costs.course(models, row.model).years
        costs[row.model] = years[-1].cumulative if years else None
    return cost_against_score(costs, found.totals)


def cost_chart(found: Sequence[CostPoint]) -> CostAgainstPoints | None:
    """Cost against points; None when fewer than two models have both."""
    dots = tuple(
        CostDot(
            one.model,
            one.cost,
            decision.points(one.total),
            bool(one.dominated_by),
            f"overgået af {words.listing(one.dominated_by)}" if one.dominated_by else "",
        )
        for one in found
        if one.cost is not None and one.total is not None
    )
    if len(dots) < 2:
        return None
    return CostAgainstPoints(
        "Pris og point ved siden af hinanden",
        f"Op: point 0–100. Til højre: mio. kr. på {YEARS} år ud over det, "
        "funktionerne koster i forvejen.",
        dots,
        models_costs.MILLIONS,
    )


def cost_table(models: Models, found: Sequence[CostPoint]) -> SideBySide:
    """The same as a table, with what each further point costs."""
    rows = tuple(
        Row(
            one.model,
            (
                (Line(NOT_ASSESSED if one.total is None
                      else numbers.number(decision.points(one.total))),),
                (amount(one.cost),),
                (_beside(one),),
            ),
            models.names[one.model],
        )
        for one in found
    )  # fmt: skip
    return SideBySide(
        "Hvad koster et point mere?",
        tuple(_column(name) for name in ("Point", f"{YEARS} år", "Mod de andre")),
        rows,
        ("Penge er ikke et kriterium og tæller ikke med i point.",),
        (*SHEETS, "economy"),
        shows_title=True,
        dense=True,
    )


def _beside(one: CostPoint) -> Line:
    if one.dominated_by:
        others = words.listing(one.dominated_by)
        verb = "koster ikke mere og er ikke vurderet lavere"
        return Line(f"{others} {verb}")
    if one.per_point is not None:
        each = f"{numbers.number(one.per_point / MILLION, 2)} mio. kr. pr. point"
        return Line(f"{each} mere end {one.after}")
    return Line(numbers.MISSING, tone="muted")


# --- to take away ---------------------------------------------------------------------------------


def points_file(models: Models, found: Result) -> tables.Table:
    """The weights, the group's scores and the totals, a row each criterion."""
    panel = found.weighing.panel
    scores = group_scores(panel)
    share = np.asarray(found.weights, dtype=float) / max(sum(found.weights), 1)
    rows: list[dict[str, object]] = [
        {
            "Kriterium": name,
            "Vægt": float(share[place]),
            **{model: _or_none(scores.mean[at, place]) for at, model in enumerate(panel.models)},
            **{
                f"{model} (median)": _or_none(scores.median[at, place])
                for at, model in enumerate(panel.models)
            },
        }
        for place, name in enumerate(found.weighing.criteria.values())
    ]
    whole: dict[str, object] = {row.model: row.total for row in found.totals}
    rows.append({"Kriterium": "Point 0–100", "Vægt": None, **whole})
    said = (
        found.sentence,
        *caveats(found),
        "Under hver model: gennemsnit af bedømmernes karakterer fra 1 til 5, og medianen.",
    )
    return tables.Table("Afvejning", notes(models, SHEETS, said), pd.DataFrame(rows))


def _or_none(score: float) -> float | None:
    return None if np.isnan(score) else float(score)
