"""Rules for overlaps: where several units have the same thing."""

from collections.abc import Iterable, Iterator

from danish.words import count
from scenarios.found import Found, called, found, quoted, units_of
from scenarios.mapped import Mapped
from scenarios.rows import Row, listed


def several_accountable(mapped: Mapped) -> Iterator[Found]:
    """A function with more than one accountable unit."""
    for id_, function in mapped.functions.items():
        rows = mapped.with_role(id_, "A")
        units = units_of(rows)
        if len(units) > 1:
            yield found(
                "functions",
                [id_],
                f"{quoted(function['name'])} har {len(units)} ansvarlige: {called(mapped, units)}.",
                [function, *rows],
            )


def shared_target_group(mapped: Mapped) -> Iterator[Found]:
    """Functions for the same target group with different accountable units."""
    for name, functions in _by_target_group(mapped.functions.values()).items():
        rows = [row for one in functions for row in mapped.with_role(one["function_id"], "A")]
        units = units_of(rows)
        if len(units) > 1:
            yield found(
                "functions",
                [str(one["function_id"]) for one in functions],
                f"{called(mapped, units)} har hver sit ansvar for målgruppen {quoted(name)} "
                f"({count(len(functions), 'funktion', 'funktioner')}).",
                [*functions, *rows],
            )


def split_function(mapped: Mapped) -> Iterator[Found]:
    """A function that is placed in several units."""
    for id_, function in mapped.functions.items():
        rows = [row for row in mapped.placements if row["function_id"] == id_]
        units = list(dict.fromkeys(str(row["to_unit"]) for row in rows))
        if len(units) > 1:
            yield found(
                "functions",
                [id_],
                f"{quoted(function['name'])} er delt mellem {called(mapped, units)}.",
                [function, *rows],
            )


def shared_efforts(mapped: Mapped) -> Iterator[Found]:
    """Running efforts of different units for the same target group and goal."""
    for name, efforts in _by_target_group(mapped.running.values()).items():
        alike = [one for one in efforts if any(_overlap(one, other) for other in efforts)]
        if alike:
            units = units_of(alike)
            yield found(
                "efforts",
                [str(one["effort_id"]) for one in alike],
                f"{called(mapped, units)} har hver sin indsats for målgruppen {quoted(name)} og "
                f"samme mål: {quoted(*(str(one['name']) for one in alike))}.",
                alike,
            )


def _by_target_group(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by target group as the first of them writes it; those without one are left out."""
    grouped: dict[str, list[Row]] = {}
    names: dict[str, str] = {}
    for row in rows:
        if group := row["target_group"]:
            name = names.setdefault(" ".join(group.split()).casefold(), group)
            grouped.setdefault(name, []).append(row)
    return grouped


def _overlap(one: Row, other: Row) -> bool:
    """Whether two efforts are of different units and for a goal that they share."""
    units = {one["unit_id"], other["unit_id"]} - {None}
    return len(units) > 1 and bool({*listed(one["goals"])} & {*listed(other["goals"])})
