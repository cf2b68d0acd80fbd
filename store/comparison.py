"""Two sets of figures side by side: which indicators differ, in how many cells, and the newest.

Two releases, or a release and the tables of a trial build. Every difference is found in one pass
over both tables of values, inside DuckDB.
"""

import math
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb

from store import publishing, schema
from store.release import OtherVersionError
from store.schema import Tables

NOISE = 1e-12
"""Relative; sums of the same figures in another order differ by less."""

_KEYS = ("indicator", "area", "period", "breakdown")


@dataclass(frozen=True)
class Newest:
    """The newest leading value of an area; where it has none, its newest period without one.

    Attributes
    ----------
    value
        None where it is missing or hidden; then `absent_because` says why.
    status
        The codes of level, movement, target and ground by these names; empty without a status.
    """

    period: str
    value: float | None
    absent_because: str = ""
    status: Mapping[str, str] = field(default_factory=dict)

    def is_as(self, other: "Newest | None") -> bool:
        """Whether another says the same, but for noise in the last digits."""
        if other is None or (self.value is None) != (other.value is None):
            return False
        if not math.isclose(self.value or 0, other.value or 0, rel_tol=NOISE):
            return False
        return replace(self, value=None) == replace(other, value=None)


@dataclass(frozen=True)
class Difference:
    """What is different for one indicator.

    Attributes
    ----------
    cells
        How many values differ, of all areas, periods and breakdowns; a value that only one of the
        two has counts.
    absent
        How many have no value after for a reason that they had not before, by its code; empty for
        those whose row is gone.
    before, after
        The newest value of the area that was asked for; None where there is none.
    """

    indicator: str
    cells: int
    absent: Mapping[str, int]
    before: Newest | None
    after: Newest | None


def of_releases(folder: Path, earlier: str, later: str, area: str) -> list[Difference]:
    """What differs between two releases, by the later one's order of indicators.

    Raises
    ------
    store.publishing.UnknownReleaseError
        If one of them is not there.
    store.release.OtherVersionError
        If one of them has other tables than this program reads.
    """
    with _side_by_side() as connection:
        for name, release in (("before", earlier), ("after", later)):
            _attach(connection, name, folder, release)
        return _differences(connection, area)


@dataclass(frozen=True)
class About:
    """Who made a release and why, and the numbers of the loads that it has in force."""

    made_by: str
    reason: str
    loads: frozenset[int]


@cache
def about(folder: Path, release: str) -> About | None:
    """What a release says of itself; None when it cannot be read. Remembered: it never changes."""
    try:
        with _side_by_side() as connection:
            _attach(connection, "it", folder, release)
            rows = connection.execute("select key, value from it.meta").fetchall()
            loads = connection.execute(
                "select number from it.load where withdrawn_at is null"
            ).fetchall()
    except (duckdb.Error, OtherVersionError):
        return None
    meta = {str(key): str(value) for key, value in rows}
    return About(meta["made_by"], meta["reason"], frozenset(number for (number,) in loads))


def since(folder: Path, area: str) -> dict[int, tuple[str, list[Difference]]]:
    """What changed in the first release that had a load, and its name, by the load's number.

    Loads that came with the oldest release, or with none yet, are left out.
    """
    known = [(name, it) for name in sorted(publishing.names(folder)) if (it := about(folder, name))]
    found: dict[int, tuple[str, list[Difference]]] = {}
    seen = set(known[0][1].loads) if known else set()
    for (earlier, _), (later, it) in pairwise(known):
        if new := it.loads - seen:
            found |= dict.fromkeys(new, (later, _once(folder, earlier, later, area)))
        seen |= it.loads
    return found


@cache
def _once(folder: Path, earlier: str, later: str, area: str) -> list[Difference]:
    return of_releases(folder, earlier, later, area)


def with_trial(
    folder: Path, release: str | None, trial: Tables, area: str, only: Collection[str]
) -> list[Difference]:
    """What differs between a release and the tables of a trial build.

    Parameters
    ----------
    release
        Without one, everything in the trial is new.
    only
        The indicators that the trial computed; the others are not compared.

    Raises
    ------
    store.release.OtherVersionError
        If the release has other tables than this program reads.
    """
    with _side_by_side() as connection:
        connection.execute("attach ':memory:' as after")
        connection.execute("use after")
        schema.write(connection, {name: trial[name] for name in _NEEDED})
        connection.execute("use memory")
        if release:
            _attach(connection, "before", folder, release)
        else:
            connection.execute("attach ':memory:' as before")
            connection.execute("use before")
            schema.write(connection, {})
            connection.execute("use memory")
        return [one for one in _differences(connection, area) if one.indicator in only]


_NEEDED = ("indicator", "indicator_value", "period", "status")


@contextmanager
def _side_by_side() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "512MB"})
    try:
        yield connection
    finally:
        connection.close()


def _attach(connection: duckdb.DuckDBPyConnection, name: str, folder: Path, release: str) -> None:
    path = publishing.path_of(folder, release)
    if release not in publishing.names(folder):
        raise publishing.UnknownReleaseError(release)
    quoted = str(path).replace("'", "''")
    connection.execute(f"attach '{quoted}' as {name} (read_only)")
    found = connection.execute(
        "select comment from duckdb_tables() where table_name = 'meta' and database_name = $name",
        {"name": name},
    ).fetchall()
    if not found or found[0][0] != schema.VERSION:
        raise OtherVersionError(release)


def _differences(connection: duckdb.DuckDBPyConnection, area: str) -> list[Difference]:
    counted = connection.execute(
        f"""
        with paired as (
            select indicator, b.value as old, a.value as new,
                coalesce(b.absent_because, '') as old_reason,
                coalesce(a.absent_because, '') as new_reason
            from before.indicator_value b full join after.indicator_value a
                using ({", ".join(_KEYS)})),
        changed as (
            select *, new is null and (old is not null or old_reason <> new_reason) as is_absent
            from paired
            where (old is null) <> (new is null) or (new is null and old_reason <> new_reason)
                or abs(new - old) > {NOISE} * greatest(abs(old), abs(new))),
        reasons as (
            select indicator, new_reason, count(*) as n from changed where is_absent group by all)
        select indicator, count(*), any_value(map)
        from changed left join (
            select indicator, map(list(new_reason), list(n)) as map from reasons group by indicator)
            using (indicator)
        group by indicator
        """
    ).fetchall()
    before, after = (_newest(connection, name, area) for name in ("before", "after"))
    changed = {indicator: (cells, absent or {}) for indicator, cells, absent in counted}
    found = []
    for indicator in _in_order(connection):
        if indicator not in changed and _is_same(before.get(indicator), after.get(indicator)):
            continue
        cells, absent = changed.get(indicator, (0, {}))
        old, new = before.get(indicator), after.get(indicator)
        found.append(Difference(indicator, cells, absent, old, new))
    return found


def _is_same(before: Newest | None, after: Newest | None) -> bool:
    return before is None if after is None else after.is_as(before)


def _in_order(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "select id from (select id, position from after.indicator"
        " union all select id, position from before.indicator)"
        " group by id order by min(position), id"
    )
    return [str(id_) for (id_,) in rows.fetchall()]


def _newest(connection: duckdb.DuckDBPyConnection, name: str, area: str) -> dict[str, Newest]:
    rows: list[tuple[Any, ...]] = connection.execute(
        f"""
        select i.id, v.period, v.value, coalesce(v.absent_because, ''),
            s.level, s.movement, s.target, s.ground
        from {name}.indicator i
        join {name}.indicator_value v on v.indicator = i.id and v.breakdown = ''
        join {name}.period p on p.period = v.period and p.kind = i.span
        left join {name}.status s on s.indicator = i.id and s.area = v.area and s.breakdown = ''
        where v.area = $area
        qualify row_number() over (
            partition by i.id order by v.value is not null desc, p.last_day desc) = 1
        """,
        {"area": area},
    ).fetchall()
    parts = ("level", "movement", "target", "ground")
    return {
        id_: Newest(
            period,
            value,
            reason,
            {part: code for part, code in zip(parts, codes, strict=True) if code},
        )
        for id_, period, value, reason, *codes in rows
    }
