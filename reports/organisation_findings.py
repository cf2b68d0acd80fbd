"""The overlaps and holes in words: what was found by which rule, and what could not be tried."""

from collections.abc import Mapping, Sequence

import pandas as pd

from danish import words
from indicators import glossary
from reports import organisation_rows as rows_
from reports.cells import Cell, Group, Listing, Tally
from scenarios.findings import Finding, Kind
from scenarios.rows import EXAMPLE
from store.organisation_sheets import ORIGINS, SHEETS
from store.release import Release

ALL = "alle"
KINDS: Mapping[str, str] = {
    ALL: "Alle fund",
    Kind.OVERLAP: "Overlap",
    Kind.HOLE: "Huller",
    Kind.ENDING: "Udløber",
}
_COUNTED: Mapping[Kind, tuple[str, str]] = {
    Kind.OVERLAP: ("overlap", "overlap"),
    Kind.HOLE: ("hul", "huller"),
    Kind.ENDING: ("udløb", "udløb"),
}
_EXPLAINED: Mapping[Kind, str] = {
    Kind.OVERLAP: "flere har det samme",
    Kind.HOLE: "noget mangler en enhed, et mål eller en lov",
    Kind.ENDING: "finansiering, der slutter",
}
_VIEWS: Mapping[str, str] = {
    "functions": "funktioner",
    "efforts": "indsatser",
    "fora": "fora",
    "recommendations": "lov",
}


def counted(findings: Sequence[Finding]) -> str:
    """How many of each kind, in words: ``3 overlap, 8 huller og 2 udløb``."""
    parts = []
    for kind, names in _COUNTED.items():
        many = sum(len(one.found) for one in findings if one.rule.kind is kind)
        if many:
            parts.append(words.count(many, *names))
    return words.listing(parts)


def tallies(findings: Sequence[Finding]) -> list[Tally]:
    """How often each rule found something, by kind."""
    found = []
    for kind, (one, several) in _COUNTED.items():
        mine = [it for it in findings if it.rule.kind is kind and it.found]
        lines = tuple(
            (len(it.found), it.rule.title, any(f.is_example for f in it.found)) for it in mine
        )
        many = words.count(sum(number for number, _, _ in lines), one, several)
        untried_ = sum(bool(it.missing) for it in findings if it.rule.kind is kind)
        note = f"{words.count(untried_, 'regel', 'regler')} kan ikke prøves endnu."
        said = note if untried_ else ("" if lines else "Ingen fund.")
        found.append(Tally(words.capitalise(many), _EXPLAINED[kind], lines, said))
    return found


def listing(release: Release, findings: Sequence[Finding], kind: str = ALL) -> Listing:
    """What was found, rule by rule."""
    shown = [one for one in findings if one.found and kind in (ALL, one.rule.kind)]
    every = [found for one in shown for found in one.found]
    invented = bool(every) and all(found.is_example for found in every)
    groups = [
        Group(
            one.rule.title,
            glossary.entry(one.rule.code).explanation,
            tuple(
                (Cell(found.sentence, is_example=found.is_example and not invented),)
                for found in one.found
            ),
            _leads_to(one.found[0].sheet),
        )
        for one in shown
    ]  # fmt: skip
    rows = pd.DataFrame(
        [
            (KINDS[one.rule.kind], one.rule.title, found.sentence, SHEETS[found.sheet].title,
             "; ".join(found.rows), ORIGINS[EXAMPLE] if found.is_example else "")
            for one in shown
            for found in one.found
        ],
        columns=["Slags", "Regel", "Fund", "Ark", "Rækker", "Oprindelse"],
    )  # fmt: skip
    based_on = [{"origin": EXAMPLE}] if any(it.is_example for it in every) else []
    return Listing(
        "Overlap og huller",
        ("Fund",),
        tuple(groups),
        rows_.table(release, "Overlap og huller", rows, based_on),
        is_example=invented,
        note="" if every else "Reglerne fandt intet her.",
    )


def _leads_to(sheet: str) -> Cell:
    title = SHEETS[sheet].title
    return Cell(f"Se {title[:1].lower()}{title[1:]}", link=f"organisering?vis={_VIEWS[sheet]}")


def clean(findings: Sequence[Finding]) -> str:
    """The rules that were tried and found nothing."""
    quiet = [one.rule.title.lower() for one in findings if not one.found and not one.missing]
    return f"Prøvet uden fund: {words.listing(quiet)}." if quiet else ""


def untried(findings: Sequence[Finding]) -> str:
    """The rules that could not be tried, and the sheets that they miss."""
    lacking = [one for one in findings if one.missing]
    if not lacking:
        return ""
    sheets = dict.fromkeys(SHEETS[sheet].title for one in lacking for sheet in one.missing)
    rules = words.count(len(lacking), "regel", "regler")
    named = words.listing(f"»{title}«" for title in sheets)
    which = words.listing(one.rule.title.lower() for one in lacking)
    return f"{rules} er ikke prøvet, fordi {named} ikke er udfyldt for i dag: {which}."
