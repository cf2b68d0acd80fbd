"""*Organisering i dag*: what is mapped, in one sentence and a row of facts above every view."""

from collections.abc import Mapping, Sequence
from datetime import date
from weakref import WeakKeyDictionary

from danish import numbers, words
from reports import organisation_findings
from reports import organisation_rows as rows_
from scenarios.findings import Finding, Kind, find
from scenarios.mapped import Mapped
from scenarios.rows import centre_of, chain
from store.organisation_sheets import SHEETS
from store.release import Release

VIEWS: Mapping[str, str] = {
    "fund": "Overlap og huller",
    "enheder": "Enheder",
    "fora": "Fora",
    "funktioner": "Funktioner",
    "indsatser": "Indsatser",
    "oekonomi": "Økonomi",
    "lov": "Lov og anbefalinger",
}
_NEEDS: Mapping[str, str] = {
    "enheder": "units",
    "fora": "fora",
    "funktioner": "functions",
    "indsatser": "efforts",
    "lov": "recommendations",
}
HOW = (
    "Skriv i arbejdsbogen »Organisation« og indlæs den på siden Indlæs data. En skabelon laves med "
    "`python -m ingest template organisation`."
)
RENEWED = "Rettelser i organiseringen"
NOTHING = (
    "Der er ikke indlæst nogen organisation endnu. Siden viser udvalg og enheder, fora, "
    "funktioner, indsatser og økonomi i dag, og hvad lov og anbefalinger siger."
)


_MAPPED: WeakKeyDictionary[Release, Mapped] = WeakKeyDictionary()
_FINDINGS: WeakKeyDictionary[Mapped, list[Finding]] = WeakKeyDictionary()


def of(release: Release, today: date) -> Mapped:
    """What a release holds on today's organisation; kept as long as the release is."""
    kept = _MAPPED.get(release)
    if kept is None or kept.today != today:
        kept = _MAPPED[release] = Mapped(release.organisation_sheets, today)
    return kept


def findings_of(mapped: Mapped) -> list[Finding]:
    """What the rules find in it; kept as long as it is."""
    kept = _FINDINGS.get(mapped)
    if kept is None:
        kept = _FINDINGS[mapped] = find(mapped)
    return kept


def is_empty(mapped: Mapped) -> bool:
    """Whether nothing of it was loaded."""
    return all(rows.empty for rows in mapped.sheets.values())


def lacking(mapped: Mapped, view: str) -> str:
    """What a view needs that is not there; empty when it has rows to show."""
    sheet = _NEEDS.get(view)
    if sheet is None or mapped.rows(sheet):
        return ""
    return f"Arket »{SHEETS[sheet].title}« er tomt. {SHEETS[sheet].explains}"


def headline(mapped: Mapped) -> str:
    """In how many centres and under how many committees the task is today."""
    centres = _centres(mapped)
    committees = _committees(mapped)
    if not centres:
        known = (
            words.count(len(mapped.units), "enhed", "enheder"),
            words.count(len(mapped.rows("fora")), "forum", "fora"),
            words.count(len(mapped.functions), "funktion", "funktioner"),
            words.count(len(mapped.efforts), "indsats", "indsatser"),
        )
        return f"{words.listing(known)} er kortlagt; hvor funktionerne ligger, mangler"
    said = f"Opgaven ligger i dag i {words.count(len(centres), 'center', 'centre')}"
    if committees:
        loose = any(_above(mapped, centre) is None for centre in centres)
        said += (
            f" under {'mindst ' if loose else ''}{words.count(len(committees), 'udvalg', 'udvalg')}"
        )
    return said


def is_example(mapped: Mapped) -> bool:
    """Whether the sentence above rests on an invented row."""
    return any(
        rows_.is_example(row) for row in mapped.placements if row["function_id"] in mapped.functions
    )


def facts(mapped: Mapped, findings: Sequence[Finding]) -> list[tuple[str, str, str, str, bool]]:
    """What stands above every view: what, number, more, no shape, and whether it is invented."""
    fte = [row for row in mapped.placements
           if row["function_id"] in mapped.functions and row["fte"] is not None]  # fmt: skip
    fora, efforts = mapped.rows("fora"), [*mapped.running.values()]
    external = sum(bool(row["is_external"]) for row in fora)
    found = sum(len(one.found) for one in findings)
    ended = len(mapped.efforts) - len(efforts)
    return [
        ("Centre", str(len(_centres(mapped)) or numbers.MISSING),
         ", ".join(map(mapped.called, _centres(mapped))) or "ikke indlæst", "", is_example(mapped)),
        ("Funktioner", str(len(mapped.functions)), _alone(mapped), "", _owned_in_example(mapped)),
        ("Årsværk",
         numbers.number(sum(row["fte"] for row in fte), 1) if fte else numbers.MISSING,
         "i funktionerne" if fte else "ikke indlæst", "", any(map(rows_.is_example, fte))),
        ("Indsatser", str(len(efforts)), f"i gang, {ended} udløbet" if ended else "i gang",
         "", any(map(rows_.is_example, efforts))),
        ("Fora", str(len(fora)), f"{external} med eksterne parter", "", _any(mapped, "fora")),
        ("Fund", str(found), organisation_findings.counted(findings),
         "", any(it.is_example for one in findings for it in one.found)),
    ]  # fmt: skip


def lacks(mapped: Mapped) -> str:
    """What has not been filled in, though the pages could show it."""
    missing = []
    if not mapped.placements:
        missing.append("hvor funktionerne ligger")
    if not any(row["fte"] is not None for row in mapped.placements):
        missing.append("årsværk")
    if not any(row["salary"] is not None or row.get("pay_is_hidden")
               or row["operations"] is not None for row in mapped.placements):  # fmt: skip
        missing.append("løn og drift")
    if not mapped.roles:
        missing.append("ansvar")
    return f"Ikke indlæst: {words.listing(missing)}." if missing else ""


def _centres(mapped: Mapped) -> list[str]:
    """The centres in which functions of the task are placed today, as the workbook orders them."""
    inside = (row for row in mapped.placements if row["function_id"] in mapped.functions)
    there = {centre_of(row["to_unit"], mapped.units) for row in inside}
    return [unit for unit in mapped.units if unit in there]


def _committees(mapped: Mapped) -> list[str]:
    above = {_above(mapped, centre) for centre in _centres(mapped)}
    return [unit for unit in mapped.units if unit in above]


def _above(mapped: Mapped, centre: str) -> str | None:
    """The committee that a centre is under."""
    passed = (unit for unit in chain(centre, mapped.units) if unit in mapped.units)
    return next((it for it in passed if mapped.units[it]["type"] == "committee"), None)


def _alone(mapped: Mapped) -> str:
    """How many functions have one accountable unit."""
    if not mapped.roles:
        return "ansvar ikke vurderet"
    one = sum(
        len({row["unit_id"] for row in mapped.with_role(id_, "A")}) == 1 for id_ in mapped.functions
    )
    return f"{one} med én ansvarlig"


def _owned_in_example(mapped: Mapped) -> bool:
    """Whether any function within the task, or who has it, is invented."""
    roles = [row for id_ in mapped.functions for row in mapped.roles.get(id_, [])]
    return any(map(rows_.is_example, [*mapped.functions.values(), *roles]))


def _any(mapped: Mapped, sheet: str) -> bool:
    return any(map(rows_.is_example, mapped.rows(sheet)))


def kinds(findings: Sequence[Finding]) -> dict[str, str]:
    """The kinds of finding to choose from, with how many there are."""
    counts = {
        kind: sum(len(one.found) for one in findings if one.rule.kind is kind) for kind in Kind
    }
    names = organisation_findings.KINDS
    whole = {
        organisation_findings.ALL: f"{names[organisation_findings.ALL]} ({sum(counts.values())})"
    }
    return {**whole, **{kind: f"{names[kind]} ({counts[kind]})" for kind in Kind}}
