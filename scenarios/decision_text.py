"""What the weighing shows, in Danish: who is first under which weights, never who to choose.

Models and criteria are written by `Names`, and otherwise by their codes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from danish import numbers, words
from scenarios.cost_and_score import CostPoint
from scenarios.decision import (
    EQUAL_WITHIN,
    AssessorView,
    Case,
    Gate,
    ModelTotal,
    Standing,
    View,
    points,
)
from scenarios.hand_overs import HandOvers
from scenarios.panel import Panel
from scenarios.rank_shares import SPREAD, RankShares, Version
from scenarios.sensitivity import Bar, Belief, CriticalWeight, Disagreement, Tornado
from scenarios.weights import PartyWeights

Names = Mapping[str, str]
"""What a code is called on screen."""
NO_NAMES: Names = MappingProxyType({})
NOT_ASSESSED = "ikke vurderet"

VERSIONS = {
    Version.PLAUSIBLE: f"Vægtene ændret op til {numbers.percent(SPREAD)} og bedømmerne trukket om",
    Version.ORDER: "Kun vægtenes rækkefølge holdt fast",
    Version.ANY: "Alle tænkelige vægte",
}
"""What is drawn, as a heading."""


def total(row: ModelTotal, names: Names = NO_NAMES) -> str:
    """Write a model's total, or why it has none, as a sentence."""
    model = _name(names, row.model)
    if row.gate is Gate.FAIL:
        return f"{model} opfylder ikke et krav og vises uden samlet vurdering."
    if row.total is None:
        missing = words.listing(_quoted(names, criterion) for criterion in row.not_assessed)
        return f"{model} har ingen samlet vurdering, fordi {missing} ikke er vurderet."
    found = f"{model} får {_points(row.total)}"
    if row.gate is Gate.UNKNOWN:
        return f"{found}, med det forbehold, at et krav ikke er afklaret."
    return f"{found}."


def cell(value: float | None, decimals: int = 1) -> str:
    """Write a score, or "ikke vurderet" for one that is None or NaN."""
    return NOT_ASSESSED if value is None or value != value else numbers.number(value, decimals)


def standing(
    found: Standing,
    totals: Sequence[ModelTotal],
    shares: RankShares | None = None,
    names: Names = NO_NAMES,
) -> str:
    """Say who is first, and who may be called equal, in one or two sentences."""
    known = {row.model: row.total for row in totals if row.total is not None}
    if found.case is Case.NONE:
        return "Ingen model har en samlet vurdering endnu." if totals else "Der er ingen modeller."
    first = words.listing(_name(names, model) for model in found.first)
    if found.case is Case.ONE:
        return f"Kun {first} har en samlet vurdering, så der er ingen at sammenligne med."
    score = _points(known[found.first[0]])
    if found.case is Case.TIE:
        opening = f"{first} ligger lige med {score}."
        return f"{opening} {_equal(found, known, names)}" if found.equal else opening
    if found.case is Case.EQUAL:
        opening = f"{first} ligger højest med {score}."
        return f"{opening} {_equal(found, known, names)}"
    after = _name(names, found.order[1])
    if found.settled and shares is not None:
        share = _share(shares.first[found.first[0]])
        return (
            f"{first} ligger højest med {score}. Forskellen til {after} er under {EQUAL_WITHIN} "
            f"point, men {first} ligger først i {share} af de rimelige vægtninger."
        )
    lead = words.count(found.lead, "point", "point")
    return f"{first} ligger højest med {score}, {lead} over {after}."


def critical(found: CriticalWeight, first: str, names: Names = NO_NAMES) -> str:
    """Write a critical weight: "M1 ligger først, indtil »X« vejer 26 % (nu 7 %). …"."""
    at, now = _weights(found.at, found.now)
    only = "kun " if found.at < found.now else ""
    opening = (
        f"{_name(names, first)} ligger først, indtil {_quoted(names, found.criterion)} "
        f"{only}vejer {at} (nu {now})."
    )
    other = _name(names, found.model)
    if found.overtakes:
        return f"{opening} Derefter ligger {other} først."
    return f"{opening} Da ligger {other} lige med den."


def criticals(
    found: Sequence[CriticalWeight], first: str, names: Names = NO_NAMES
) -> tuple[str, ...]:
    """Write the critical weights that bring another model first, nearest first.

    One sentence when there are none.
    """
    overtaking = [critical(one, first, names) for one in found if one.overtakes]
    return tuple(overtaking) or (
        f"Ingen ændring af én vægt alene bringer en anden model foran {_name(names, first)}.",
    )


def belief(found: Belief, names: Names = NO_NAMES) -> str:
    """Say what one would have to believe for a model to come first."""
    model = _name(names, found.model)
    ways = []
    if found.weight is not None:
        at, now = _weights(found.weight.at, found.weight.now)
        than = "mere" if found.weight.more else "mindre"
        ways.append(f"at {_quoted(names, found.weight.criterion)} vejer {than} end {at} (nu {now})")
    if found.score is not None:
        at, now = _apart(found.score.at, found.score.now, numbers.number, 1)
        ways.append(
            f"at {model} skal have mere end {at} på {_quoted(names, found.score.criterion)} "
            f"(nu {now})"
        )
    if ways:
        return f"{model} ligger først, hvis man mener, {', eller '.join(ways)}."
    if found.never_above:
        above = words.listing(_name(names, other) for other in found.never_above)
        each = "hver især " if len(found.never_above) > 1 else ""
        return (
            f"Ingen vægte bringer {model} alene først: {above} er {each}vurderet mindst lige så "
            "højt på alle kriterier, der tæller."
        )
    return (
        f"{model} ligger kun først, hvis man ændrer mere end én vægt eller én karakter. "
        f"Der mangler {_exactly(found.gap)}."
    )


def rank_shares(found: Iterable[RankShares], names: Names = NO_NAMES) -> tuple[str, ...]:
    """Say how often each model comes first: a sentence for each version, to be shown together."""
    return tuple(
        f"{VERSIONS[one.version]}: "
        + words.listing(
            f"{_name(names, model)} ligger først i {_share(share)}"
            for model, share in one.first.items()
        )
        + "."
        for one in found
        if one.models
    )


def tornado(found: Tornado | None, names: Names = NO_NAMES) -> str:
    """Say how far the lead is, and which weight moves it most."""
    if found is None:
        return "Der er ikke to modeller med en samlet vurdering at måle afstanden mellem."
    first = _name(names, found.first)
    opening = f"{first} er nu {_exactly(found.lead)} foran den næste."
    if not found.weights or not found.weights[0].span:
        return f"{opening} Ingen enkelt vægt ændrer afstanden."
    return f"{opening} {bar(found.weights[0], names)}"


def bar(found: Bar, names: Names = NO_NAMES) -> str:
    """Say how the lead moves with one weight or one score."""
    criterion = _quoted(names, found.criterion)
    down, up = _exactly(found.down), _exactly(found.up)
    if found.model is None:
        return f"Afstanden er {down}, hvis {criterion} ikke tæller, og {up}, hvis vægten fordobles."
    model = _name(names, found.model)
    return (
        f"Afstanden er {down}, hvis én bedømmer giver {model} et trin mindre på {criterion}, "
        f"og {up} ved et trin mere."
    )


def disagreements(panel: Panel, found: Disagreement, names: Names = NO_NAMES) -> tuple[str, ...]:
    """Say which cells the assessors should talk about, in the order in which they are shown."""
    return tuple(
        f"{_name(names, model)} på {_quoted(names, criterion)}: "
        f"{numbers.number(found.spread[row, column])} trin mellem højeste og laveste karakter."
        for row, model in enumerate(panel.models)
        for column, criterion in enumerate(panel.criteria)
        if found.discuss[row, column]
    )


def assessors(views: Sequence[AssessorView], names: Names = NO_NAMES) -> str:
    """Say how many assessors place which model highest, and who has no totals of their own."""
    if not views:
        return "Ingen har vurderet modellerne endnu."
    with_totals = [view for view in views if view.first]
    parts = [_counted([view.first for view in with_totals], "bedømmer", "bedømmere", names)]
    parts += [
        f"{view.assessor} har vurderet {numbers.number(view.scored)} af "
        f"{words.count(view.cells, 'felt', 'felter')} og regnes kun med i gruppens gennemsnit."
        for view in views
        if not view.first
    ]
    return " ".join(part for part in parts if part)


def conflicts(views: Sequence[AssessorView], names: Names = NO_NAMES) -> tuple[str, ...]:
    """Say which assessors have an interest in which models."""
    return tuple(
        f"{view.assessor} har oplyst en interesse i "
        f"{words.listing(_name(names, model) for model in view.conflicts)}."
        for view in views
        if view.conflicts
    )


def parties(views: Sequence[View], names: Names = NO_NAMES) -> str:
    """Say with how many parties' weights which model is highest."""
    firsts = [view.first for view in views if view.first]
    if not firsts:
        return "Ingen partiers vægte giver en samlet vurdering endnu."
    return _counted(firsts, "parti", "partier", names)


def left_out(found: PartyWeights) -> tuple[str, ...]:
    """Say how many politicians' points could not be used."""
    return tuple(
        f"{party}: {words.count(people, 'politiker', 'politikere')} har ikke givet point til alle "
        "kriterier, eller har kun givet 0, og er ikke med."
        for party, people in found.left_out
    )


def cost_point(found: CostPoint, names: Names = NO_NAMES) -> str | None:
    """Say that other models cost no more and score no less; None when none do."""
    if not found.dominated_by:
        return None
    others = words.listing(_name(names, model) for model in found.dominated_by)
    return f"{others} koster ikke mere end {_name(names, found.model)} og er ikke vurderet lavere."


def hand_overs(found: HandOvers, names: Names = NO_NAMES) -> str:
    """Say how many hand-overs a model has, and what could not be counted."""
    model = _name(names, found.model)
    parts = [
        f"{model} har {words.count(found.count, 'overdragelse', 'overdragelser')} mellem "
        f"{words.count(len(found.units), 'ansvarlig enhed', 'ansvarlige enheder')}."
    ]
    if found.without_owner:
        count = words.count(len(found.without_owner), "funktion", "funktioner")
        parts.append(f"{count} har ingen ansvarlig enhed og er ikke talt med.")
    if found.several_owners:
        count = words.count(len(found.several_owners), "funktion", "funktioner")
        parts.append(f"{count} har flere ansvarlige enheder.")
    return " ".join(parts)


# --- the parts ------------------------------------------------------------------------------------


def _name(names: Names, code: str) -> str:
    return names.get(code, code)


def _quoted(names: Names, code: str) -> str:
    return f"»{_name(names, code)}«"


def _points(value: float) -> str:
    return words.count(points(value), "point", "point")


def _exactly(difference: float) -> str:
    """Write a difference with one decimal: totals in whole points would hide how small it is."""
    return words.count(difference, "point", "point", decimals=1)


def _equal(found: Standing, known: Mapping[str, float], names: Names) -> str:
    near = words.listing(
        f"{_name(names, model)} ({numbers.number(points(known[model]))})" for model in found.equal
    )
    them = "den" if len(found.first) == 1 else "dem"
    return f"{near} må kaldes lige med {them}: forskellen er under {EQUAL_WITHIN} point."


def _share(share: float) -> str:
    """Write a share in whole percent, where neither "0 %" nor "100 %" hides an exception."""
    if 0 < share < 0.01:
        return f"under {numbers.percent(0.01)}"
    if 0.99 < share < 1:
        return f"over {numbers.percent(0.99)}"
    return numbers.percent(share)


def _weights(at: float, now: float) -> tuple[str, str]:
    return _apart(at, now, numbers.percent, 0)


def _apart(
    at: float, now: float, written: Callable[[float, int], str], decimals: int
) -> tuple[str, str]:
    """Write two numbers with as many decimals as it takes to see that they differ, at most 3."""
    for more in range(decimals, 3):
        pair = written(at, more), written(now, more)
        if pair[0] != pair[1]:
            return pair
    return written(at, 3), written(now, 3)


def _counted(firsts: Sequence[tuple[str, ...]], singular: str, plural: str, names: Names) -> str:
    """Write how many have which model highest, in the order of the models' names."""
    counts: dict[tuple[str, ...], int] = {}
    for first in sorted(firsts):
        counts[first] = counts.get(first, 0) + 1
    if not counts:
        return ""
    told = [
        f"{words.count(count, singular, plural)} har "
        f"{words.listing(_name(names, model) for model in first)} højest"
        for first, count in counts.items()
    ]
    return f"{words.listing(told)}."
