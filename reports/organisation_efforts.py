"""The efforts by goal: for whom, who pays and until when, and which ages they miss."""

from collections.abc import Sequence
from datetime import date

from danish import dates, words
from reports import organisation_rows as rows_
from reports.cells import Cell, Group, Listing, Mark, Matrix, MatrixRow
from scenarios.found import a_year_after
from scenarios.mapped import AGES, Mapped, aims_at, reaches
from scenarios.rows import Row, listed
from store.entries import GoalEntry
from store.release import Release

SHEET = "efforts"
ALL = "alle"
NO_GOAL = "uden"
SEARCHED = ("name", "description", "target_group", "status", "period")


def goals(release: Release) -> dict[str, GoalEntry]:
    """The goals that efforts can serve, A to D."""
    return {code: goal for code, goal in release.goals.items() if code in "ABCD"}


def goal_choices(release: Release) -> dict[str, str]:
    """The goals to choose from."""
    found = {code: f"{code} {goal.short}" for code, goal in goals(release).items()}
    return {ALL: "Alle mål", **found, NO_GOAL: "Uden mål"}


def unit_choices(mapped: Mapped) -> dict[str, str]:
    """The units to choose from: those that have an effort."""
    there = {row["unit_id"] for row in mapped.efforts.values()}
    found = {unit: rows_.unit_name(mapped, unit) for unit in mapped.units if unit in there}
    return {ALL: "Alle enheder", **found}


def to_change(release: Release, mapped: Mapped) -> tuple[dict[str, str], dict[str, str]]:
    """The efforts and the goals by their codes, to choose from in a form."""
    efforts = {id_: str(row["name"]) for id_, row in mapped.efforts.items()}
    return efforts, {code: f"{code} {goal.short}" for code, goal in goals(release).items()}


def coverage(release: Release, mapped: Mapped) -> Matrix:
    """How many running efforts each goal has for each age group."""
    running = list(mapped.running.values())
    return Matrix(
        "Indsatser i gang efter mål og alder",
        "Mål",
        tuple((ages.name, ages.name) for ages in AGES),
        (("", tuple(_reach(code, goal, running) for code, goal in goals(release).items())),),
        "Uden alder",
        (),
        is_example=any(map(rows_.is_example, running)),
    )


def _reach(code: str, goal: GoalEntry, running: Sequence[Row]) -> MatrixRow:
    mine = [row for row in running if code in listed(row["goals"])]
    marks = []
    for ages in AGES:
        if not aims_at(code, ages):
            marks.append((Mark("", "plain", "uden for målet"),))
            continue
        many = sum(bool(reaches(row, ages)) for row in mine)
        says = words.count(many, "indsats", "indsatser")
        marks.append((Mark(str(many), "line", says) if many else Mark("ingen", "dash", says),))
    silent = sum(reaches(row, AGES[0]) is None for row in mine)
    tail = Cell(str(silent) if silent else "–", tone="muted")
    return MatrixRow(Cell(f"{code} {goal.short}"), tuple(marks), tail)


def summary(mapped: Mapped) -> str:
    """How many efforts are going on, and how many end or have ended."""
    ended = len(mapped.efforts) - len(mapped.running)
    soon = sum(_ends_soon(row, mapped.today) for row in mapped.running.values())
    going = words.count(len(mapped.running), "indsats er", "indsatser er")
    said = [f"{going} i gang"]
    if soon:
        said.append(f"{soon} af dem mister finansieringen inden for et år")
    if ended:
        said.append(f"{words.count(ended, 'indsats', 'indsatser')} er udløbet")
    return words.sentence("; ".join(said))


def chosen(mapped: Mapped, search: str, goal: str, unit: str) -> list[Row]:
    """The efforts within the task that were asked for."""
    return [
        row
        for row in rows_.search(mapped.efforts.values(), search, SEARCHED)
        if unit in (ALL, row["unit_id"]) and _serves(row, goal)
    ]


def listing(
    release: Release, mapped: Mapped, search: str = "", goal: str = ALL, unit: str = ALL
) -> Listing:
    """The efforts that were asked for, under each of their goals."""
    rows = chosen(mapped, search, goal, unit)
    invented = rows_.all_examples(rows)
    names = {code: f"{code}  {it.title}" for code, it in goals(release).items()}
    names[NO_GOAL] = "Uden mål"
    groups = [
        Group(
            title,
            words.count(len(mine), "indsats", "indsatser"),
            tuple(_row(mapped, row, code, marked=not invented) for row in mine),
        )
        for code, title in names.items()
        if goal in (ALL, code) and (mine := [row for row in rows if _serves(row, code)])
    ]
    title = "Indsatser"
    if len(rows) < len(mapped.efforts):
        title += f": {len(rows)} af {len(mapped.efforts)}"
    return Listing(
        title,
        ("Indsats", "Målgruppe", "Niveau", "Enhed", "Finansiering", "Kilde"),
        tuple(groups),
        rows_.file(release, SHEET, rows, "Indsatser"),
        is_example=invented,
        note="" if rows else "Ingen passer. Prøv et kortere ord eller færre valg.",
    )


def _serves(row: Row, goal: str) -> bool:
    mine = listed(row["goals"])
    return goal == ALL or (not mine if goal == NO_GOAL else goal in mine)


def _row(mapped: Mapped, row: Row, goal: str, *, marked: bool) -> tuple[Cell, ...]:
    others = [one for one in listed(row["goals"]) if one != goal]
    about = [row["description"], f"også mål {words.listing(others)}" if others else ""]
    level = rows_.word(SHEET, "level", row)
    return (
        Cell(
            str(row["name"]),
            tuple(filter(None, about)),
            is_example=marked and rows_.is_example(row),
        ),
        Cell(row["target_group"] or "ikke oplyst", tuple(filter(None, (rows_.ages(row),)))),
        Cell(level or "ikke oplyst", tone="" if level else "muted"),
        rows_.unit(mapped, row, "ingen"),
        funding(row, mapped.today),
        rows_.source(mapped, row, dated=row["period"] or ""),
    )


def funding(row: Row, today: date) -> Cell:
    """Who pays, until when, and whether that is soon."""
    payer = rows_.word(SHEET, "funding", row)
    if row["funding_end"] is None:
        return Cell(payer, tone="") if payer else Cell("ikke oplyst", tone="muted")
    until = f"til {dates.short_date(row['funding_end'])}"
    text = f"{payer} {until}".strip()
    if row["funding_end"] < today:
        return Cell(text, ("udløbet",), shape="cross")
    if _ends_soon(row, today):
        return Cell(text, ("inden for et år",), shape="ask")
    return Cell(text)


def _ends_soon(row: Row, today: date) -> bool:
    return row["funding_end"] is not None and today <= row["funding_end"] <= a_year_after(today)
