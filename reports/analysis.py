"""*Analyse*: today beside law and recommendations, and other municipalities' experience.

Whether something is met is the analyst's judgement, with a reason. Nothing is counted together into
a score, and what was not judged stays so.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from danish import words
from reports import organisation_law as law
from reports import organisation_rows as rows_
from reports.cells import Cell, Group, Listing
from reports.organisation_law import ALL, EXPERIENCE, SHEET, Choice
from scenarios.mapped import Mapped
from scenarios.rows import Row, listed, title_of
from store.organisation_sheets import MET, RECOMMENDATION_TYPES
from store.release import Release

VIEWS: Mapping[str, str] = {"linjer": "Linje for linje", "kommuner": "Andre kommuner"}
NOT_JUDGED = "none"
JUDGED: Mapping[str, str] = {
    "no": MET["no"],
    "partly": MET["partly"],
    "yes": MET["yes"],
    NOT_JUDGED: rows_.NOT_ASSESSED,
}
"""The judgements in the order they are read: what is not met first."""
_SHAPES = {"no": "cross", "partly": "half", "yes": "tick", NOT_JUDGED: "dash"}
NOTHING = (
    "Der er ikke indlæst nogen lov eller anbefaling endnu. Siden holder dem op mod, hvordan "
    "opgaven er løst i dag."
)
NOT_NAMED = "Ikke nævnt i kilden."


@dataclass(frozen=True)
class Wanted:
    """What a reader has asked to see: `law.Choice`, and a judgement or all of them."""

    choice: Choice = field(default_factory=Choice)
    judged: str = ALL


def lines(mapped: Mapped) -> list[Row]:
    """The rules and recommendations that today is held against."""
    return law.rules(mapped)


def experiences(mapped: Mapped) -> list[Row]:
    """What other municipalities have done."""
    return [row for row in mapped.rows(SHEET) if row["type"] == EXPERIENCE]


def judgement(row: Row) -> str:
    """The analyst's judgement of a line, a code of `JUDGED`."""
    return row["met_today"] or NOT_JUDGED


def headline(mapped: Mapped) -> str:
    """How many are met, partly and not, and how many nobody has judged."""
    rows = lines(mapped)
    counts = Counter(map(judgement, rows))
    judged = len(rows) - counts[NOT_JUDGED]
    many = words.count(len(rows), "regel og anbefaling", "regler og anbefalinger")
    if not judged:
        return f"{many} er kortlagt; ingen er holdt op mod organiseringen i dag endnu"
    parts = [f"{counts[code]} {word}" for code, word in MET.items() if counts[code]]
    if judged == len(rows):
        return f"{many} er holdt op mod i dag: {words.listing(parts)}"
    return f"{judged} af {many} er holdt op mod i dag: {words.listing(parts)}"


def facts(mapped: Mapped) -> list[tuple[str, str, str, str]]:
    """How many lines have each judgement, as (what, number, how many are duties, shape)."""
    rows = lines(mapped)
    found = []
    for code, word in JUDGED.items():
        mine = [row for row in rows if judgement(row) == code]
        must = sum(row["type"] == "must" for row in mine)
        more = f"heraf {words.count(must, 'pligt', 'pligter')}" if must else "ingen pligter"
        found.append((words.capitalise(word), str(len(mine)), more, _SHAPES[code]))
    return found


def is_example(mapped: Mapped) -> bool:
    """Whether any line is invented."""
    return any(map(rows_.is_example, lines(mapped)))


def judgements(mapped: Mapped) -> dict[str, str]:
    """The judgements to choose from, with how many there are."""
    counts = Counter(map(judgement, lines(mapped)))
    found = {code: f"{words.capitalise(word)} ({counts[code]})" for code, word in JUDGED.items()}
    return {ALL: "Alle vurderinger", **found}


def to_judge(mapped: Mapped) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The lines, the judgements as the workbook writes them, and the models, for a form."""
    every = {row["recommendation_id"]: title_of(row) for row in lines(mapped)}
    models = {id_: name for id_, name in rows_.model_names(mapped).items() if id_ != mapped.model}
    return every, {"": rows_.NOT_ASSESSED, **MET}, models


def listing(release: Release, mapped: Mapped, wanted: Wanted) -> Listing:
    """The lines that were asked for, by judgement."""
    every = lines(mapped)
    rows = [
        row for row in law.chosen(every, wanted.choice) if wanted.judged in (ALL, judgement(row))
    ]
    invented = rows_.all_examples(rows)
    groups = [
        Group(
            words.capitalise(word),
            words.count(len(mine), "linje", "linjer"),
            tuple(_line(mapped, row, marked=not invented) for row in mine),
        )
        for code, word in JUDGED.items()
        if (mine := [row for row in rows if judgement(row) == code])
    ]
    title = "I dag holdt op mod lov og anbefalinger"
    if len(rows) < len(every):
        title += f": {len(rows)} af {len(every)}"
    return Listing(
        title,
        ("Regel eller anbefaling", "Hvad den siger", "I dag", "Bedre i modeller", "Kilde"),
        tuple(groups),
        rows_.file(release, SHEET, rows, "Analyse af organiseringen i dag"),
        is_example=invented,
        lead=rows_.model_key(mapped),
        note="" if rows else "Ingen passer. Prøv et kortere ord eller færre valg.",
    )


def comparison(release: Release, mapped: Mapped) -> Listing:
    """Other municipalities' models, what speaks for and against each, in the same space."""
    rows = experiences(mapped)
    invented = rows_.all_examples(rows)
    return Listing(
        "Andre kommuners erfaringer",
        ("Kommune", "Hvad de har gjort", "Taler for", "Taler imod", "Ligner", "Kilde"),
        (Group("", "", tuple(_experience(mapped, row, marked=not invented) for row in rows)),),
        rows_.file(release, SHEET, rows, "Andre kommuners erfaringer"),
        is_example=invented,
        lead=rows_.model_key(mapped),
        note=(
            "En anden kommune har andre vilkår. Hvad der taler for og imod dér, er ikke en "
            "vurdering af Ishøj."
        ),
    )


def _line(mapped: Mapped, row: Row, *, marked: bool) -> tuple[Cell, ...]:
    code = judgement(row)
    unit = f"hos {mapped.called(row['unit_id'])}" if row["unit_id"] else ""
    reason = row["met_reason"] or ("" if code == NOT_JUDGED else "Begrundelse mangler.")
    better = words.listing(listed(row["better_models"]))
    kind = words.capitalise(RECOMMENDATION_TYPES[row["type"]])
    about = " · ".join(filter(None, (kind, row["authority"])))
    return (
        Cell(title_of(row), (about,)),
        Cell(str(row["text"])),
        Cell(
            JUDGED[code],
            tuple(filter(None, (reason, unit))),
            shape=_SHAPES[code],
            tone="muted" if code == NOT_JUDGED else "",
            is_example=marked and rows_.is_example(row),
        ),
        Cell(better or rows_.NOT_ASSESSED, tone="" if better else "muted"),
        rows_.source(mapped, row, dated=row["status_date"] or ""),
    )


def _experience(mapped: Mapped, row: Row, *, marked: bool) -> tuple[Cell, ...]:
    name = law.named(row, marked=marked)
    return (
        Cell(name.text, is_example=name.is_example),
        Cell(str(row["text"])),
        Cell(row["pros"] or NOT_NAMED, tone="" if row["pros"] else "muted"),
        Cell(row["cons"] or NOT_NAMED, tone="" if row["cons"] else "muted"),
        Cell(rows_.models(listed(row["concerns_models"])) or "–"),
        rows_.source(mapped, row, dated=row["status_date"] or ""),
    )
