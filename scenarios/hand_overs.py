"""How often a case must be handed from one accountable unit to another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True)
class Accountable:
    """That a unit has the final responsibility (A) for a function in a model."""

    model: str
    function: str
    unit: str


@dataclass(frozen=True)
class HandOver:
    """Two functions for the same target group that have no accountable unit in common.

    Attributes
    ----------
    functions, units
        The two, and the accountable units of each.
    """

    target_group: str
    functions: tuple[str, str]
    units: tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class HandOvers:
    """The hand-overs of one model; their number is how far it is from one clear owner.

    Attributes
    ----------
    units
        Accountable units, each once.
    without_owner
        Functions nobody is accountable for; they are in no pair, so the count is too low.
    several_owners
        Functions with more than one accountable unit.
    """

    model: str
    pairs: tuple[HandOver, ...]
    units: tuple[str, ...]
    without_owner: tuple[str, ...]
    several_owners: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many hand-overs there are."""
        return len(self.pairs)


def hand_overs(
    functions: Mapping[str, str], accountable: Iterable[Accountable], models: Iterable[str]
) -> tuple[HandOvers, ...]:
    """Count pairs of functions with one target group and different accountable units.

    Parameters
    ----------
    functions
        The target group of each function, in the order in which they are shown.
    accountable
        In any order; rows of other functions or models are passed over.
    models
        The models wanted, in order.

    Returns
    -------
    tuple
        One for each model.
    """
    owners: dict[tuple[str, str], set[str]] = {}
    for row in accountable:
        owners.setdefault((row.model, row.function), set()).add(row.unit)
    found = []
    for model in models:
        of = {function: owners.get((model, function), set()) for function in functions}
        pairs = tuple(
            HandOver(
                functions[one],
                (one, other),
                (tuple(sorted(of[one])), tuple(sorted(of[other]))),
            )
            for one, other in combinations(functions, 2)
            if functions[one] == functions[other]
            and of[one]
            and of[other]
            and of[one].isdisjoint(of[other])
        )
        found.append(
            HandOvers(
                model,
                pairs,
                tuple(sorted(set().union(*of.values()))),
                tuple(function for function, units in of.items() if not units),
                tuple(function for function, units in of.items() if len(units) > 1),
            )
        )
    return tuple(found)
