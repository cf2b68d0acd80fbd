"""Units and committees as a tree, and the fora with their members and rhythm."""

from collections import Counter
from collections.abc import Iterable, Sequence

from danish import dates, numbers, words
from reports import organisation_rows as rows_
from reports.cells import Branch, Cell, Group, Listing, Node
from reports.tables import Table
from scenarios.mapped import Mapped
from scenarios.rows import Row, title_of
from store.organisation_sheets import FORUM_LEVELS, UNIT_TYPES
from store.release import Release

_LOOSE = {
    "committee": ("Andre udvalg", "uden et center her"),
    "centre": ("Centre", "udvalget er ikke oplyst"),
    "unit": ("Andre enheder", "centeret er ikke oplyst"),
    "external": ("Eksterne parter", "uden for kommunen"),
}


def tree(mapped: Mapped) -> list[Branch]:
    """Committees with their centres and units, and below them what stands alone, by its type."""
    units = list(mapped.units.values())
    marked = not rows_.all_examples(units)
    tops = [row for row in units if row["parent_id"] not in mapped.units]
    grown = {row["unit_id"]: _node(mapped, row, marked=marked) for row in tops}
    branches = [
        Branch(str(row["name"]), _about(mapped, row), node.below, node.cell.is_example)
        for row in tops
        if (node := grown[row["unit_id"]]).below
    ]
    for type_, (title, line) in _LOOSE.items():
        alone = [grown[row["unit_id"]] for row in tops if row["type"] == type_]
        if nodes := [node for node in alone if not node.below]:
            branches.append(Branch(title, line, nodes))
    return branches


def file(release: Release, mapped: Mapped) -> Table:
    """The units to take away; on the page they are a tree."""
    return rows_.file(release, "units", mapped.rows("units"), "Enheder og udvalg")


def fora(release: Release, mapped: Mapped) -> Listing:
    """The fora by level, from the political ones down."""
    rows = mapped.rows("fora")
    invented = rows_.all_examples(rows)
    levels = [*FORUM_LEVELS.items(), (None, "Niveau ikke oplyst")]
    groups = [
        Group(
            words.capitalise(title),
            words.count(len(mine), "forum", "fora"),
            tuple(_forum(mapped, row, marked=not invented) for row in mine),
        )
        for level, title in levels
        if (mine := [row for row in rows if row["level"] == level])
    ]
    return Listing(
        "Samarbejdsfora",
        ("Forum", "Deltagere", "Rytme", "Enhed", "Mål", "Kilde"),
        tuple(groups),
        rows_.file(release, "fora", rows, "Samarbejdsfora"),
        is_example=invented,
        note=_fora_note(rows),
    )


def _fora_note(rows: Sequence[Row]) -> str:
    known = [row["meetings_per_year"] for row in rows if row["meetings_per_year"] is not None]
    if not known:
        return ""
    held = numbers.number(sum(known))
    return (
        f"{words.count(len(known), 'forum', 'fora')} har en kendt rytme, tilsammen {held} møder om "
        f"året; for {len(rows) - len(known)} er den ikke oplyst."
    )


def _forum(mapped: Mapped, row: Row, *, marked: bool) -> tuple[Cell, ...]:
    meetings = row["meetings_per_year"]
    times = f"{numbers.number(meetings)} møder om året" if meetings is not None else ""
    rhythm = row["rhythm"] or times or "ikke oplyst"
    small = [times] if row["rhythm"] and times and times not in row["rhythm"] else []
    about = [row["status"], "eksterne parter" if row["is_external"] else ""]
    law = {it["recommendation_id"]: it for it in mapped.rows("recommendations")}
    basis = law.get(row["legal_basis_id"] or "")
    if basis:
        about.append(title_of(basis))
    return (
        Cell(str(row["name"]), (" · ".join(filter(None, about)),),
             is_example=marked and rows_.is_example(row)),
        Cell(row["members"] or "ikke oplyst", tone="" if row["members"] else "muted"),
        Cell(rhythm, tuple(small), tone="" if row["rhythm"] or times else "muted"),
        rows_.unit(mapped, row, "ikke anført"),
        Cell(rows_.goals(row) or "–"),
        rows_.source(mapped, row),
    )  # fmt: skip


def _node(mapped: Mapped, row: Row, *, marked: bool, above: Iterable[str] = ()) -> Node:
    passed = {*above, row["unit_id"]}
    below = tuple(
        _node(mapped, one, marked=marked, above=passed)
        for one in mapped.units.values()
        if one["parent_id"] == row["unit_id"] and one["unit_id"] not in passed
    )
    about = tuple(filter(None, (_about(mapped, row),)))
    ended = row["to_date"] is not None and row["to_date"] < mapped.today
    cell = Cell(
        str(row["name"]),
        about,
        tone="muted" if ended else "",
        is_example=marked and rows_.is_example(row),
    )
    return Node(cell, below)


def _about(mapped: Mapped, row: Row) -> str:
    """A unit in a small line: its code, what it has of the task, and when it was."""
    id_ = row["unit_id"]
    code = id_ if mapped.called(id_) == id_ else ""
    what = [code or UNIT_TYPES[row["type"]]]
    what += [
        words.count(counts[id_], *names)
        for counts, names in (
            (_placed(mapped), ("funktion", "funktioner")),
            (_of_unit(mapped.rows("fora")), ("forum", "fora")),
            (_of_unit(mapped.running.values()), ("indsats", "indsatser")),
        )
        if counts[id_]
    ]
    if row["from_date"]:
        what.append(f"fra {dates.short_date(row['from_date'])}")
    if row["to_date"]:
        what.append(f"til {dates.short_date(row['to_date'])}")
    return " · ".join(what)


def _placed(mapped: Mapped) -> Counter[str]:
    inside = mapped.functions
    pairs = {(r["to_unit"], r["function_id"]) for r in mapped.placements}
    return Counter(str(unit) for unit, function in pairs if function in inside)


def _of_unit(rows: Iterable[Row]) -> Counter[str]:
    return Counter(str(row["unit_id"]) for row in rows if row["unit_id"])
