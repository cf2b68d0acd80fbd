"""The models side by side: in short, who is accountable, for and against, requirements, staff."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from danish import words
from reports import models_costs
from reports.models import (
    HIDDEN,
    NOT_ASSESSED,
    Cell,
    Line,
    Models,
    Row,
    SideBySide,
    day,
    fte,
    or_not_assessed,
    placements,
)
from scenarios import comparison
from scenarios.comparison import Fault, Part, Responsibility
from scenarios.economy import YEARS
from store.organisation_sheets import AFFECTED, ROLES, STAFF_CHANGES

Record = Mapping[str, Any]

SIZES = {1: "lille", 2: "mellem", 3: "stor"}
CERTAINTIES = {1: "usikker", 2: "ret sikker", 3: "sikker"}
BYLAW = {"yes": "ja, to behandlinger", "no": "nej", "unknown": "ved ikke"}
GATE_LOOKS = {
    "pass": ("tick", "", "opfyldt"),
    "unknown": ("ask", "", "ikke afklaret"),
    "fail": ("cross", "bad", "ikke opfyldt"),
}
FAULTS = {
    Fault.NO_OWNER: ("funktion uden ansvarlig", "funktioner uden ansvarlig"),
    Fault.SEVERAL_OWNERS: ("funktion med flere ansvarlige", "funktioner med flere ansvarlige"),
    Fault.NO_DOER: ("funktion uden udfører", "funktioner uden udfører"),
}
NONE = Line("ingen", tone="muted")
NOT_SAID = Line("ikke angivet", tone="muted")


# --- in short -------------------------------------------------------------------------------------


def overview(models: Models, chosen: Sequence[str]) -> SideBySide:
    """What the committee asks first, a line each."""
    by_id = {row["model_id"]: row for row in comparison.records(models.sheets["models"])}
    responsible = {one.model: one for one in responsibilities(models)}
    today = responsible.get(models.baseline)

    def each(told: Callable[[str], Cell]) -> tuple[Cell, ...]:
        return tuple(told(id_) for id_ in chosen)

    rows = (
        Row("Ét center", each(lambda id_: _centre(models, by_id[id_]["centre_id"], id_))),
        Row("Ét udvalg", each(lambda id_: _committee(models, by_id[id_]["committee_id"]))),
        Row(
            "Ændring af styrelsesvedtægt",
            each(lambda id_: or_not_assessed(BYLAW.get(by_id[id_]["needs_bylaw_change"]))),
        ),
        Row("Funktioner, der flytter", each(lambda id_: _functions(models, id_))),
        Row("Årsværk, der flytter", each(lambda id_: (_part(_fte(models, id_)),))),
        Row("Funktioner med én ansvarlig", each(lambda id_: (_one_owner(responsible[id_]),))),
        Row(
            "Overdragelser",
            each(lambda id_: (_hand_overs(responsible[id_], today),)),
        ),
        Row("Engangsudgift", each(lambda id_: (models_costs.one_off(models, id_),))),
        Row(
            f"I alt på {YEARS} år",
            each(lambda id_: (models_costs.in_five_years(models, id_),)),
        ),
        Row("Taler for", each(lambda id_: _weightiest(models, id_, "+"))),
        Row("Taler imod", each(lambda id_: _weightiest(models, id_, "-"))),
        Row("Juridiske krav", each(lambda id_: _gates_in_short(models, id_))),
    )
    return SideBySide(
        "Modellerne side om side",
        models.headings(chosen),
        rows,
        (),
        ("models", "assignments", "raci", "economy", "consequences", "legal"),
        dense=True,
    )


@lru_cache(maxsize=8)
def responsibilities(models: Models) -> tuple[Responsibility, ...]:
    """Who is accountable in every model."""
    return comparison.responsibilities(models.sheets, models.ids)


def _centre(models: Models, code: object, id_: str) -> Cell:
    if code is not None:
        return (Line(models.units.get(str(code), str(code))),)
    units = {one.to_unit for one in placements(models, id_)}
    if len(units) > 1:
        return (Line(f"delt mellem {words.count(len(units), 'enhed', 'enheder')}", tone="muted"),)
    return (NOT_SAID,)


def _committee(models: Models, code: object) -> Cell:
    return (NOT_SAID if code is None else Line(models.units.get(str(code), str(code))),)


def _functions(models: Models, id_: str) -> Cell:
    moved, whole = comparison.functions_that_move(placements(models, id_))
    if not whole:
        return (Line(NOT_ASSESSED, tone="muted"),)
    return (Line(f"af {whole}", strong=str(moved)),)


def _fte(models: Models, id_: str) -> Part:
    return comparison.fte_that_moves(placements(models, id_))


def _part(part: Part) -> Line:
    if part.whole is None:
        return Line(NOT_ASSESSED, tone="muted")
    return Line(f"{fte(part.moved)} af {fte(part.whole)}", _unknown(part))


def _unknown(part: Part) -> str:
    if not part.unknown:
        return ""
    return f"{words.count(part.unknown, 'funktion', 'funktioner')} ikke vurderet"


def _one_owner(found: Responsibility) -> Line:
    if not found.functions:
        return Line(NOT_ASSESSED, tone="muted")
    units = words.count(len(found.owners), "enhed har ansvar", "enheder har ansvar")
    return Line(f"af {found.functions}", units, strong=str(found.one_owner))


def _hand_overs(found: Responsibility, today: Responsibility | None) -> Line:
    """How many hand-overs, and how many today; at least, where functions could not be counted."""
    before = "" if today is None or today.model == found.model else f" (i dag {_at_least(today)})"
    return Line(f"{_at_least(found)}{before}")


def _at_least(found: Responsibility) -> str:
    """A function without one clear owner hides hand-overs."""
    least = "mindst " if found.faulty else ""
    return f"{least}{found.hand_overs.count}"


def _weightiest(models: Models, id_: str, direction: str) -> Cell:
    """The one that is largest and surest, and how many more there are: as much for as against."""
    found = _consequences(models, id_, direction)
    if not found:
        return (Line(NOT_ASSESSED, tone="muted"),)
    more = f"og {len(found) - 1} mere" if len(found) > 1 else ""
    example = models.marks("consequences", found[0]["origin"])
    return (Line(str(found[0]["text"]), more, example=example),)


def _consequences(models: Models, id_: str, direction: str) -> list[dict[str, Any]]:
    """Largest and surest first; alike ones in the order of the workbook."""
    rows = [
        row
        for row in comparison.of_model(models.sheets["consequences"], id_)
        if row["direction"] == direction
    ]
    return sorted(rows, key=lambda row: (-row["size"] * row["certainty"], -row["size"]))


def _risks(models: Models, id_: str) -> list[dict[str, Any]]:
    rows = comparison.of_model(models.sheets["risks"], id_)
    return sorted(rows, key=lambda row: -row["probability"] * row["consequence"])


def _gates_in_short(models: Models, id_: str) -> Cell:
    answers = [one.answer for one in comparison.gate_answers(models.sheets, id_)]
    if not answers:
        return (Line(NOT_ASSESSED, tone="muted"),)
    return tuple(
        Line(f"{answers.count(answer)} {word}", shape=shape, tone=tone)
        for answer, (shape, tone, word) in GATE_LOOKS.items()
        if answer in answers
    )


# --- who is accountable ---------------------------------------------------------------------------


def responsibility(models: Models, chosen: Sequence[str]) -> SideBySide:
    """Accountable units, faults, and hand-overs per target group."""
    found = {one.model: one for one in responsibilities(models)}
    groups = comparison.target_groups(found.values())
    today = found.get(models.baseline)
    rows = [
        Row("Enheder med ansvar", tuple(_owners(models, found[id_]) for id_ in chosen)),
        Row("Funktioner med én ansvarlig", tuple((_one_owner(found[id_]),) for id_ in chosen)),
        Row("Fejl i ansvaret", tuple(_faults(found[id_]) for id_ in chosen),
            "I modellen for i dag er det fund."),
        Row("Overdragelser i alt", tuple((_hand_overs(found[id_], today),) for id_ in chosen)),
        *(
            Row(words.capitalise(group),
                tuple((Line(str(found[id_].between(group))),) for id_ in chosen),
                "overdragelser for målgruppen")
            for group in groups
        ),
        *(
            Row(models.functions[function], tuple(_roles(models, id_, function) for id_ in chosen))
            for function in comparison.task_functions(models.sheets)
        ),
    ]  # fmt: skip
    return SideBySide(
        "Hvem har ansvaret",
        models.headings(chosen),
        tuple(rows),
        (
            "Kun funktioner, der hører til opgaven. En overdragelse er to funktioner for den samme "
            "målgruppe, som to forskellige enheder har ansvaret for. A har ansvaret, R udfører, "
            "C bliver spurgt, I får besked.",
            "Står der mindst, har nogle funktioner ingen eller flere ansvarlige; de skjuler "
            "overdragelser.",
        ),
        ("models", "functions", "raci"),
        labels="wide",
    )


def _roles(models: Models, id_: str, function: str) -> Cell:
    """Who has which role in a function: ``A CBF · R CBF, CKF · C POLITI``; a fault is marked."""
    units = _all_roles(models).get((id_, function), {})
    said = " · ".join(f"{role} {', '.join(units[role])}" for role in ROLES if role in units)
    if len(units.get("A", ())) != 1 or "R" not in units:
        return (Line(said or "ingen", shape="cross", tone="bad"),)
    return (Line(said),)


@lru_cache(maxsize=8)
def _all_roles(models: Models) -> dict[tuple[str, str], dict[str, tuple[str, ...]]]:
    return comparison.roles(models.sheets)


def _owners(models: Models, found: Responsibility) -> Cell:
    if not found.owners:
        return (Line(NOT_ASSESSED, tone="muted"),)
    return tuple(
        Line(f"{models.unit(unit)}: {words.count(count, 'funktion', 'funktioner')}")
        for unit, count in found.owners
    )


def _faults(found: Responsibility) -> Cell:
    """How many functions have each fault; which they are stands in their own rows."""
    lines = []
    for fault, (singular, plural) in FAULTS.items():
        count = sum(kind is fault for _, kind, _ in found.faults)
        if count:
            words_ = words.count(count, singular, plural)
            lines.append(Line(words_, shape="cross", tone="bad"))
    return tuple(lines) or (Line("ingen", shape="tick"),)


# --- for and against ------------------------------------------------------------------------------


def for_and_against(models: Models, chosen: Sequence[str]) -> SideBySide:
    """Every consequence, and the risks."""
    labels = {"+": "Taler for", "-": "Taler imod", "0": "Hverken for eller imod"}
    rows = [
        Row(label, tuple(_told(models, id_, direction) for id_ in chosen))
        for direction, label in labels.items()
        if direction != "0" or any(_consequences(models, id_, "0") for id_ in chosen)
    ]
    rows.append(Row("Risici", tuple(_told_risks(models, id_) for id_ in chosen)))
    return SideBySide(
        "Hvad taler for, og hvad taler imod",
        models.headings(chosen),
        tuple(rows),
        (),
        ("models", "consequences", "risks"),
        labels="short",
    )


def _told(models: Models, id_: str, direction: str) -> Cell:
    return tuple(
        Line(
            str(row["text"]),
            f"{AFFECTED[row['group']]} · {SIZES[int(row['size'])]} · "
            f"{CERTAINTIES[int(row['certainty'])]}",
            example=models.marks("consequences", row["origin"]),
        )
        for row in _consequences(models, id_, direction)
    ) or (Line(NOT_ASSESSED, tone="muted"),)


def _told_risks(models: Models, id_: str) -> Cell:
    return tuple(
        Line(
            str(row["text"]),
            f"sandsynlighed {int(row['probability'])}, konsekvens {int(row['consequence'])} (af 5)"
            + (f" · {row['mitigation']}" if row["mitigation"] else ""),
            example=models.marks("risks", row["origin"]),
        )
        for row in _risks(models, id_)
    ) or (Line(NOT_ASSESSED, tone="muted"),)


# --- requirements and staff -----------------------------------------------------------------------


def requirements(models: Models, chosen: Sequence[str]) -> SideBySide:
    """Each legal requirement with its answer."""
    answers = {
        id_: {one.legal_id: one for one in comparison.gate_answers(models.sheets, id_)}
        for id_ in chosen
    }
    named = {one.legal_id: one for of in answers.values() for one in of.values()}
    rows = tuple(
        Row(
            one.requirement,
            tuple(_answer(answers[id_].get(code)) for id_ in chosen),
            f"{one.act} · besvares af {one.answer_by}" if one.answer_by else one.act,
        )
        for code, one in named.items()
    )
    return SideBySide(
        "Krav, der skal være opfyldt",
        models.headings(chosen),
        rows,
        ("En model, der ikke opfylder et krav, vises, men får ingen samlet vurdering.",)
        if rows
        else ("Der er ikke skrevet nogen krav endnu.",),
        ("models", "legal"),
        labels="long",
    )


def staff(models: Models, chosen: Sequence[str]) -> SideBySide:
    """What each model means for the staff, their notice, and MED."""
    changes = {
        str(row["change"] or "")
        for id_ in chosen
        for row in comparison.of_model(models.sheets["staff"], id_)
    }
    rows = [
        *(
            Row(words.capitalise(word), tuple(_staff(models, id_, change) for id_ in chosen))
            for change, word in (*STAFF_CHANGES.items(), ("", "flere ændringer"))
            if change in changes
        ),
        Row("Varsel", tuple(_notice(models, id_) for id_ in chosen)),
        Row("MED", tuple(_med(models, id_) for id_ in chosen)),
    ]
    return SideBySide(
        "Hvad modellerne betyder for personalet",
        models.headings(chosen),
        tuple(rows),
        ("Grupper på under 3 personer vises kun lagt sammen.",),
        ("models", "staff"),
    )


def _answer(answer: comparison.GateAnswer | None) -> Cell:
    if answer is None:
        return (Line("gælder ikke", tone="muted"),)
    shape, tone, word = GATE_LOOKS[answer.answer]
    return (Line(word, shape=shape, tone=tone),)


def _staff(models: Models, id_: str, change: str) -> Cell:
    """The persons who meet a change, and in which groups."""
    every = comparison.of_model(models.sheets["staff"], id_)
    rows = [row for row in every if str(row["change"] or "") == change]
    if not rows:
        return (Line("ingen" if every else NOT_ASSESSED, tone="muted"),)
    groups = words.listing(
        dict.fromkeys(
            f"{row['group']} ({models.unit(row['unit_id'])})"
            if row["unit_id"]
            else str(row["group"])
            for row in rows
        )
    )
    if all(row["headcount"] is None for row in rows):
        return (Line(HIDDEN, groups),)
    least = "mindst " if any(row["headcount"] is None for row in rows) else ""
    return (Line(f"{least}{_persons(rows)}", words.capitalise(groups)),)


def _touched(models: Models, id_: str) -> list[dict[str, Any]]:
    rows = comparison.of_model(models.sheets["staff"], id_)
    return [row for row in rows if row["change"] != "none"]


def _notice(models: Models, id_: str) -> Cell:
    months = [row["notice_months"] for row in _touched(models, id_)]
    known = [int(one) for one in months if one is not None]
    if not months:
        return (NONE,)
    if not known:
        return (Line(NOT_ASSESSED, tone="muted"),)
    return (Line(f"op til {words.count(max(known), 'måned', 'måneder')}"),)


def _med(models: Models, id_: str) -> Cell:
    """When each level discusses it, and whether it has."""
    lines = []
    rows = _touched(models, id_)
    for level in dict.fromkeys(str(row["med_level"]) for row in rows if row["med_level"]):
        of = [row for row in rows if row["med_level"] == level]
        days = [row["med_date"] for row in of if row["med_date"] is not None]
        if all(row["consulted"] for row in of):
            lines.append(Line(level, "er drøftet", shape="tick"))
        else:
            when = f"drøftes {day(min(days))}" if days else "ingen dato endnu"
            lines.append(Line(level, when, shape="ask"))
    return tuple(lines) or (Line(NOT_ASSESSED if rows else "ingen", tone="muted"),)


def _persons(rows: Sequence[Record]) -> str:
    known = sum(int(row["headcount"]) for row in rows if row["headcount"] is not None)
    return words.count(known, "person", "personer")
