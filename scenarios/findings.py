"""Overlaps and holes in today's organisation, found by rules that anybody can try again.

A rule looks only at what lies within the task and at what is written down. Where it needs a sheet
that nobody has filled in, it is not tried, and that is said: an empty sheet shows nothing about
Ishøj.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scenarios import holes, overlaps
from scenarios.found import Found
from scenarios.mapped import Mapped


class Kind(StrEnum):
    """What sort of thing a rule looks for; the order in which findings are read."""

    OVERLAP = "overlap"
    HOLE = "hole"
    ENDING = "ending"


@dataclass(frozen=True)
class Rule:
    """A rule.

    Attributes
    ----------
    code
        Its entry in the glossary, which says in full what it looks for.
    title
        What it finds, in a few words.
    needs
        The sheets that must have rows before it can be tried; of those with a row for each model,
        rows of the baseline.
    """

    code: str
    title: str
    kind: Kind
    needs: tuple[str, ...]
    find: Callable[[Mapped], Iterable[Found]]


@dataclass(frozen=True)
class Finding:
    """What came of a rule.

    Attributes
    ----------
    missing
        The sheets without rows that keep it from being tried.
    found
        Empty when it was tried and nothing was found, or when it was not tried.
    """

    rule: Rule
    missing: tuple[str, ...]
    found: tuple[Found, ...]


_OF_A_MODEL = ("assignments", "raci")


def _rule(
    code: str, title: str, kind: Kind, needs: str, find: Callable[[Mapped], Iterable[Found]]
) -> Rule:
    return Rule(code, title, kind, tuple(needs.split()), find)


RULES = (
    _rule("several_accountable", "Flere har ansvaret for samme funktion", Kind.OVERLAP,
          "functions raci", overlaps.several_accountable),
    _rule("shared_target_group", "Flere enheder har ansvar for samme målgruppe", Kind.OVERLAP,
          "functions raci", overlaps.shared_target_group),
    _rule("split_function", "Én funktion ligger i flere enheder", Kind.OVERLAP,
          "functions assignments", overlaps.split_function),
    _rule("shared_efforts", "Flere enheder har indsatser for samme målgruppe", Kind.OVERLAP,
          "efforts", overlaps.shared_efforts),
    _rule("none_accountable", "Ingen har ansvaret for funktionen", Kind.HOLE,
          "functions raci", holes.none_accountable),
    _rule("none_responsible", "Ingen udfører funktionen", Kind.HOLE,
          "functions raci", holes.none_responsible),
    _rule("not_placed", "Funktionen er ikke placeret", Kind.HOLE,
          "functions assignments", holes.not_placed),
    _rule("duty_without_unit", "Lovpligt uden enhed", Kind.HOLE,
          "recommendations", holes.duty_without_unit),
    _rule("statutory_without_law", "Lovpligtig funktion uden lovgrundlag", Kind.HOLE,
          "functions", holes.statutory_without_law),
    _rule("goal_without_effort", "Mål uden indsats for en aldersgruppe", Kind.HOLE,
          "efforts", holes.goal_without_effort),
    _rule("effort_without_goal", "Indsats uden mål", Kind.HOLE,
          "efforts", holes.effort_without_goal),
    _rule("effort_without_unit", "Indsats uden enhed", Kind.HOLE,
          "efforts", holes.effort_without_unit),
    _rule("function_without_goal", "Funktion uden mål", Kind.HOLE,
          "functions", holes.function_without_goal),
    _rule("forum_without_unit", "Forum uden enhed", Kind.HOLE,
          "fora", holes.forum_without_unit),
    _rule("funding_ends", "Finansieringen ender inden for et år", Kind.ENDING,
          "efforts", holes.funding_ends),
    _rule("funding_ended", "Finansieringen er udløbet", Kind.ENDING,
          "efforts", holes.funding_ended),
)  # fmt: skip
"""All rules, in the order in which they are read."""


def find(mapped: Mapped, rules: Sequence[Rule] = RULES) -> list[Finding]:
    """Try every rule on today's organisation."""
    return [_tried(rule, mapped) for rule in rules]


def _tried(rule: Rule, mapped: Mapped) -> Finding:
    missing = tuple(sheet for sheet in rule.needs if not _filled_in(mapped, sheet))
    return Finding(rule, missing, () if missing else tuple(rule.find(mapped)))


def _filled_in(mapped: Mapped, sheet: str) -> bool:
    return bool(mapped.of_today(sheet) if sheet in _OF_A_MODEL else mapped.rows(sheet))
