"""Law and recommendations: what must, may and should be done, who says so, and how sure it is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from danish import words
from reports import organisation_rows as rows_
from reports.cells import Cell, Group, Listing
from scenarios.mapped import Mapped
from scenarios.rows import Row, listed, title_of
from store.organisation_sheets import ALL_MODELS, RECOMMENDATION_TYPES
from store.release import Release

SHEET = "recommendations"
ALL = "alle"
EXPERIENCE = "experience"
SEARCHED = ("title", "paragraph", "text", "authority")
_STRONG = ("must", "must_not")
_COUNTED: Mapping[str, tuple[str, str]] = {
    "must": ("pligt", "pligter"),
    "must_not": ("forbud", "forbud"),
    "may": ("mulighed", "muligheder"),
    "frame": ("ramme", "rammer"),
    "recommendation": ("anbefaling", "anbefalinger"),
    "knowledge": ("undersøgelse", "undersøgelser"),
}


@dataclass(frozen=True)
class Choice:
    """What a reader has asked to see.

    Attributes
    ----------
    search
        Words that must all stand in the row.
    type, authority, model
        A code, or `ALL`.
    """

    search: str = ""
    type: str = ALL
    authority: str = ALL
    model: str = ALL


def rules(mapped: Mapped) -> list[Row]:
    """All rules and recommendations; other municipalities' experience is not among them."""
    return [row for row in mapped.rows(SHEET) if row["type"] != EXPERIENCE]


def types(rows: Sequence[Row]) -> dict[str, str]:
    """The types to choose from, those that occur."""
    there = {row["type"] for row in rows}
    found = {
        code: words.capitalise(it) for code, it in RECOMMENDATION_TYPES.items() if code in there
    }
    return {ALL: "Alle typer", **found}


def authorities(rows: Sequence[Row]) -> dict[str, str]:
    """The authorities to choose from, by name."""
    names = sorted({row["authority"] for row in rows if row["authority"]}, key=str.casefold)
    return {ALL: "Alle myndigheder", **{name: name for name in names}}


def models(mapped: Mapped) -> dict[str, str]:
    """The models to choose from."""
    return {ALL: "Alle modeller", **rows_.model_names(mapped)}


def options(mapped: Mapped) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The types, authorities and models to choose from."""
    every = rules(mapped)
    return types(every), authorities(every), models(mapped)


def chosen(rows: Sequence[Row], choice: Choice) -> list[Row]:
    """The rows that a reader has asked to see; what concerns all models concerns each."""
    return [
        row
        for row in rows_.search(rows, choice.search, SEARCHED)
        if choice.type in (ALL, row["type"])
        and choice.authority in (ALL, row["authority"])
        and (choice.model == ALL or {choice.model, ALL_MODELS} & {*listed(row["concerns_models"])})
    ]


def summary(mapped: Mapped) -> str:
    """How many there are of each type, and how many duties are nobody's, in a sentence."""
    rows = rules(mapped)
    counts = Counter(row["type"] for row in rows)
    parts = [words.count(counts[code], *names) for code, names in _COUNTED.items() if counts[code]]
    loose = sum(row["type"] == "must" and not row["unit_id"] for row in rows)
    said = f"{words.listing(parts)}."
    if loose:
        said += f" {words.count(loose, 'pligt', 'pligter')} har ingen enhed i kortlægningen."
    return words.capitalise(said) if parts else ""


def listing(release: Release, mapped: Mapped, choice: Choice) -> Listing:
    """The rules and recommendations that were asked for."""
    every = rules(mapped)
    rows = chosen(every, choice)
    title = "Lov og anbefalinger"
    if len(rows) < len(every):
        title += f": {len(rows)} af {len(every)}"
    invented = rows_.all_examples(rows)
    return Listing(
        title,
        ("Regel eller anbefaling", "Indhold", "Type", "Enhed i dag", "Gælder modeller", "Kilde"),
        (Group("", "", tuple(_row(mapped, row, marked=not invented) for row in rows)),),
        rows_.file(release, SHEET, rows, "Lov og anbefalinger"),
        is_example=invented,
        lead=rows_.model_key(mapped),
        note="" if rows else "Ingen passer. Prøv et kortere ord eller færre valg.",
    )


def named(row: Row, *, marked: bool = False) -> Cell:
    """What a rule is called, and who says it."""
    about = (row["authority"],) if row["authority"] else ()
    return Cell(title_of(row), about, is_example=marked and rows_.is_example(row))


def typed(row: Row) -> Cell:
    """Its type in a word; a duty and a prohibition weigh more."""
    return Cell(RECOMMENDATION_TYPES[row["type"]], tone="" if row["type"] in _STRONG else "muted")


def _row(mapped: Mapped, row: Row, *, marked: bool) -> tuple[Cell, ...]:
    return (
        named(row),
        Cell(str(row["text"])),
        typed(row),
        # What is invented of a rule is who solves it today and how; the rule is its source's.
        replace(
            rows_.unit(mapped, row, "ikke anført"), is_example=marked and rows_.is_example(row)
        ),
        Cell(rows_.models(listed(row["concerns_models"])) or "–"),
        rows_.source(mapped, row, dated=row["status_date"] or ""),
    )
