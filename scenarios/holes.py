"""Rules for holes, and for what ends: where something is without the thing that should carry it."""

from collections.abc import Iterator

from danish.dates import date as in_words
from danish.words import count, listing
from scenarios.found import Found, a_year_after, found, quoted
from scenarios.mapped import AGES, REACH, Mapped, aims_at, reaches
from scenarios.rows import Row, listed, title_of


def none_accountable(mapped: Mapped) -> Iterator[Found]:
    """A function without an accountable unit."""
    return _without_role(mapped, "A", "har ingen enhed med ansvaret")


def none_responsible(mapped: Mapped) -> Iterator[Found]:
    """A function that no unit carries out."""
    return _without_role(mapped, "R", "har ingen enhed, der udfører den")


def not_placed(mapped: Mapped) -> Iterator[Found]:
    """A function that stands in no unit."""
    placed = {row["function_id"] for row in mapped.placements}
    for id_, function in mapped.functions.items():
        if id_ not in placed:
            sentence = f"{quoted(function['name'])} er ikke placeret i en enhed."
            yield found("functions", [id_], sentence, [function])


def duty_without_unit(mapped: Mapped) -> Iterator[Found]:
    """A legal duty that no unit solves."""
    for row in mapped.rows("recommendations"):
        if row["type"] == "must" and not row["unit_id"]:
            sentence = f"{quoted(title_of(row))} har ingen enhed i kortlægningen."
            yield found("recommendations", [row["recommendation_id"]], sentence, [row])


def statutory_without_law(mapped: Mapped) -> Iterator[Found]:
    """A function that is said to be statutory, without saying by which law."""
    for id_, row in mapped.functions.items():
        if row["statutory"] and not row["legal_basis_id"]:
            sentence = f"{quoted(row['name'])} er lovpligtig, men lovgrundlaget er ikke anført."
            yield found("functions", [id_], sentence, [row])


def function_without_goal(mapped: Mapped) -> Iterator[Found]:
    """A function that serves none of the goals."""
    for id_, row in mapped.functions.items():
        if not listed(row["goals"]):
            sentence = f"{quoted(row['name'])} har intet mål."
            yield found("functions", [id_], sentence, [row])


def effort_without_goal(mapped: Mapped) -> Iterator[Found]:
    """A running effort that serves none of the goals."""
    for id_, row in mapped.running.items():
        if not listed(row["goals"]):
            yield found("efforts", [id_], f"{quoted(row['name'])} har intet mål.", [row])


def effort_without_unit(mapped: Mapped) -> Iterator[Found]:
    """A running effort that no unit stands for."""
    for id_, row in mapped.running.items():
        if not row["unit_id"]:
            yield found("efforts", [id_], f"{quoted(row['name'])} har ingen enhed.", [row])


def forum_without_unit(mapped: Mapped) -> Iterator[Found]:
    """A forum that no unit stands for."""
    for row in mapped.rows("fora"):
        if not row["unit_id"]:
            sentence = f"{quoted(row['name'])} har ingen enhed, der står for det."
            yield found("fora", [row["forum_id"]], sentence, [row])


def goal_without_effort(mapped: Mapped) -> Iterator[Found]:
    """A goal that no running effort serves for an age group.

    An effort without ages may be for anybody: it fills no hole, but the sentence says that it may.
    """
    for goal in REACH:
        efforts = [row for row in mapped.running.values() if goal in listed(row["goals"])]
        if not efforts:
            sentence = f"Mål {goal} har ingen indsats, der er i gang."
            yield found("efforts", [], sentence, mapped.efforts.values())
            continue
        aimed = [ages for ages in AGES if aims_at(goal, ages)]
        bare = [ages.name for ages in aimed if not any(reaches(row, ages) for row in efforts)]
        if not bare:
            continue
        silent = [row for row in efforts if reaches(row, AGES[0]) is None]
        doubt = f" {count(len(silent), 'indsats', 'indsatser')} uden alder kan dække dem."
        yield found(
            "efforts",
            [str(row["effort_id"]) for row in silent],
            f"Mål {goal} har ingen indsats for {listing(bare)}.{doubt if silent else ''}",
            mapped.efforts.values(),
        )


def funding_ends(mapped: Mapped) -> Iterator[Found]:
    """An effort or a function whose funding ends within a year."""
    for sheet, id_, name, row in _funded(mapped):
        if mapped.today <= row["funding_end"] <= a_year_after(mapped.today):
            sentence = f"{quoted(name)} er finansieret til og med {in_words(row['funding_end'])}."
            yield found(sheet, [id_], sentence, [row])


def funding_ended(mapped: Mapped) -> Iterator[Found]:
    """An effort or a function whose funding has ended."""
    for sheet, id_, name, row in _funded(mapped):
        if mapped.has_ended(row):
            sentence = f"{quoted(name)} var finansieret til og med {in_words(row['funding_end'])}."
            yield found(sheet, [id_], sentence, [row])


def _funded(mapped: Mapped) -> Iterator[tuple[str, str, str, Row]]:
    """What has an end to its funding: sheet, id, name, and the row that says so."""
    for id_, row in mapped.efforts.items():
        if row["funding_end"]:
            yield "efforts", id_, str(row["name"]), row
    for row in mapped.placements:
        function = mapped.functions.get(row["function_id"])
        if row["funding_end"] and function:
            yield "functions", str(row["function_id"]), str(function["name"]), row


def _without_role(mapped: Mapped, role: str, says: str) -> Iterator[Found]:
    for id_, function in mapped.functions.items():
        if not mapped.with_role(id_, role):
            rows = mapped.roles.get(id_, [])
            sentence = f"{quoted(function['name'])} {says}."
            yield found("functions", [id_], sentence, [function, *rows])
