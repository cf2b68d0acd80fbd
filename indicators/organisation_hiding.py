"""What of pay and staff groups is hidden, so that few persons' cannot be worked out from the rest.

Hidden things are put in groups of at least two and at least three persons, and a sum is shown only
when it has all of a group or nothing of it, in every model. So whatever a reader adds, subtracts
or compares across models, also when he guesses that a function costs the same in each, no more
comes out than the sum of whole groups.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

FEWEST = 3
"""Persons; what is told about fewer is hidden."""

Place = tuple[str, str]
"""The unit that a function comes from and the one it is placed in."""


@dataclass(frozen=True)
class Pay:
    """The pay of a function in a place of a model.

    Attributes
    ----------
    fte
        None where it was not assessed; then it may be few persons.
    salary
        In øre, not 0: that nothing is paid is no secret.
    """

    model: str
    function: str
    place: Place
    fte: float | None
    salary: int


@dataclass(frozen=True)
class Hidden:
    """The functions whose pay is hidden in every model, in groups, and which groups are enough."""

    groups: tuple[frozenset[str], ...]
    is_enough: tuple[bool, ...]

    @property
    def functions(self) -> frozenset[str]:
        """All of them."""
        return frozenset[str]().union(*self.groups)


def hidden(pays: Sequence[Pay]) -> Hidden:
    """Choose the functions whose pay is hidden, and put them in groups.

    Those of under `FEWEST` persons in a place are hidden. A group of too few takes in functions
    that are placed alike in every model, the cheapest first; then the sums of its units can be
    shown. Without such it is joined with what is placed most like it, and some sums are lost.
    """
    patterns: dict[str, set[tuple[str, Place]]] = defaultdict(set)
    cost: dict[str, int] = defaultdict(int)
    for pay in pays:
        patterns[pay.function].add((pay.model, pay.place))
        cost[pay.function] = max(cost[pay.function], abs(pay.salary))
    persons = _persons(pays)
    few = {pay.function for pay in pays if pay.fte is None or pay.fte < FEWEST}
    shown = sorted(set(patterns) - few, key=lambda one: (cost[one], one))
    alike: dict[frozenset[tuple[str, Place]], set[str]] = defaultdict(set)
    for function in sorted(few):
        alike[frozenset(patterns[function])].add(function)
    groups = [set(group) for group in alike.values()]

    def is_enough(group: Collection[str]) -> bool:
        return len(group) > 1 and sum(persons[one] for one in group) >= FEWEST

    def pattern(group: Iterable[str]) -> set[tuple[str, Place]]:
        return set[tuple[str, Place]]().union(*(patterns[one] for one in group))

    while lacking := next((group for group in groups if not is_enough(group)), None):
        own = pattern(lacking)
        others = [group for group in groups if group is not lacking]
        candidates = [*({one} for one in shown), *others]
        if not candidates:
            break
        models = {model for model, _ in own}
        best = min(
            candidates,
            key=lambda other: (
                # The same models, else whole models' sums are lost; then the same places.
                len(models ^ {model for model, _ in pattern(other)}),
                len(own ^ pattern(other)),
                len(other) == 1 and next(iter(other)) in shown,
            ),
        )
        groups = [group for group in groups if group is not lacking and group is not best]
        groups.append(lacking | best)
        shown = [one for one in shown if one not in best]
    whole = tuple(frozenset(group) for group in groups)
    return Hidden(whole, tuple(is_enough(group) for group in whole))


def can_be_shown(of: Collection[int], model: str, pays: Sequence[Pay], secret: Hidden) -> bool:
    """Whether the sum of some pays of a model may be shown.

    Parameters
    ----------
    of
        Their places in `pays`.
    """
    for group, is_enough in zip(secret.groups, secret.is_enough, strict=True):
        inside = [at for at in of if pays[at].function in group]
        if not inside:
            continue
        here = [at for at, pay in enumerate(pays) if pay.model == model and pay.function in group]
        is_whole = {pays[at].function for at in here} == group
        if not (is_enough and is_whole and len(inside) == len(here)):
            return False
    return True


def _persons(pays: Sequence[Pay]) -> dict[str, float]:
    """At least how many persons each function is, in every model where it is paid."""
    by_model: dict[tuple[str, str], float] = defaultdict(float)
    for pay in pays:
        by_model[pay.function, pay.model] += pay.fte or 0
    least: dict[str, float] = {}
    for (function, _), count in by_model.items():
        least[function] = min(count, least.get(function, count))
    return least


# --- staff groups ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Staff:
    """A group of staff in a unit of a model, and how many persons it is."""

    model: str
    unit: str
    group: str
    persons: int

    @property
    def key(self) -> "Key":
        """What tells it from others; a reader may take the same group in two models for one."""
        return self.unit, self.group, self.persons


Key = tuple[str, str, int]


@dataclass(frozen=True)
class Pool:
    """Staff groups added up.

    Attributes
    ----------
    unit
        Empty when it is of the whole model.
    members
        Their places in the list.
    is_shown
        Whether even the sum may be told.
    """

    model: str
    unit: str
    members: tuple[int, ...]
    is_shown: bool = True


def pools(staff: Sequence[Staff]) -> list[Pool]:
    """Put the groups of under `FEWEST` persons together, per unit, else per model.

    Where those of a model are too few together, its smallest other groups are added to them.
    """
    secret = {one.key for one in staff if 0 < one.persons < FEWEST}
    models = list(dict.fromkeys(one.model for one in staff))
    found: list[Pool] = []
    while True:
        found = [pool for model in models for pool in _of_model(model, staff, secret)]
        lacking = [pool for pool in found if not pool.unit and not _is_enough(pool, staff)]
        more = {key for pool in lacking if (key := _smallest(pool, staff, secret))}
        if not more:
            break
        secret |= more
    return list(_apart(found, staff))


def _of_model(model: str, staff: Sequence[Staff], secret: Collection[Key]) -> Iterator[Pool]:
    by_unit: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(staff):
        if one.model == model and one.key in secret:
            by_unit[one.unit].append(at)
    rest: list[int] = []
    for unit, members in by_unit.items():
        pool = Pool(model, unit, tuple(members))
        if _is_enough(pool, staff):
            yield pool
        else:
            rest += members
    if rest:
        yield Pool(model, "", tuple(rest))


def _is_enough(pool: Pool, staff: Sequence[Staff]) -> bool:
    return len(pool.members) > 1 and sum(staff[at].persons for at in pool.members) >= FEWEST


def _smallest(pool: Pool, staff: Sequence[Staff], secret: Collection[Key]) -> Key | None:
    """The smallest group of a pool's model that is still shown, in one of its units if it can."""
    units = {staff[at].unit for at in pool.members}
    left = [
        one for one in staff
        if one.model == pool.model and one.persons and one.key not in secret
    ]  # fmt: skip
    best = min(left, key=lambda one: (one.unit not in units, one.persons, one.key), default=None)
    return best.key if best else None


def _apart(found: Sequence[Pool], staff: Sequence[Staff]) -> Iterator[Pool]:
    """The pools, some of them joined or not told, so that no difference of two tells about few."""
    keys = sorted({staff[at].key for pool in found for at in pool.members})
    told: list[set[Key]] = []
    for model in dict.fromkeys(pool.model for pool in found):
        mine = [pool for pool in found if pool.model == model]
        joined = Pool(model, "", tuple(at for pool in mine for at in pool.members))
        for chosen in (mine, [joined]):
            sets = [{staff[at].key for at in pool.members} for pool in chosen]
            enough = all(_is_enough(pool, staff) for pool in chosen)
            if enough and _tells_nothing([*told, *sets], keys):
                told += sets
                yield from chosen
                break
        else:
            yield Pool(model, "", joined.members, is_shown=False)


def _tells_nothing(told: Sequence[Collection[Key]], keys: Iterable[Key]) -> bool:
    """Whether the groups that are in the same sums are enough together, wherever they are told."""
    atoms: Mapping[tuple[bool, ...], list[int]] = defaultdict(list)
    for key in keys:
        atoms[tuple(key in one for one in told)].append(key[2])
    return all(
        len(persons) > 1 and sum(persons) >= FEWEST
        for within, persons in atoms.items()
        if any(within)
    )
