"""Example data never mixes with other figures of the same source.

The first load that is no example takes the examples of its source out of force. They come back when
the last such load is withdrawn, so that a withdrawal leaves what was there before the load, unless
somebody has removed the examples since.
"""

from datetime import datetime

import duckdb

SCHEMA = """
create table if not exists displaced (load integer not null);
"""
"""The example loads that are out of force because other figures came, and for no other reason."""

_OTHERS = """
select load, title from load
where source = $source and origin <> 'example' and withdrawn_at is null order by load desc
"""


def in_the_way(connection: duckdb.DuckDBPyConnection, source: str) -> tuple[int, str] | None:
    """The newest load of a source in force that is no example, and its title; None without one."""
    found = connection.execute(_OTHERS, {"source": source}).fetchall()
    return found[0] if found else None


def displace(
    connection: duckdb.DuckDBPyConnection, source: str, who: str, at: datetime
) -> list[int]:
    """Take the examples of a source out of force until there are no other figures of it."""
    numbers = _numbers(
        connection.execute(
            "update load set withdrawn_at = $at, withdrawn_by = $who where source = $source"
            " and origin = 'example' and withdrawn_at is null returning load",
            {"at": at, "who": who, "source": source},
        )
    )
    if numbers:
        connection.execute(
            "insert into displaced select unnest($numbers::integer[])", {"numbers": numbers}
        )
    return numbers


def bring_back(connection: duckdb.DuckDBPyConnection, source: str) -> list[int]:
    """Bring back what was displaced of a source, if there are no other figures of it in force."""
    if in_the_way(connection, source):
        return []
    numbers = _numbers(
        connection.execute(
            "update load set withdrawn_at = null, withdrawn_by = null"
            " where source = $source and load in (select load from displaced) returning load",
            {"source": source},
        )
    )
    if numbers:
        connection.execute(
            "delete from displaced where load in (select unnest($numbers::integer[]))",
            {"numbers": numbers},
        )
    return numbers


def remove(connection: duckdb.DuckDBPyConnection, who: str, at: datetime) -> list[int]:
    """Take all examples out of force, for good: nothing but a person brings them back."""
    connection.execute("delete from displaced")
    return _numbers(
        connection.execute(
            "update load set withdrawn_at = $at, withdrawn_by = $who"
            " where origin = 'example' and withdrawn_at is null returning load",
            {"at": at, "who": who},
        )
    )


def _numbers(rows: duckdb.DuckDBPyConnection) -> list[int]:
    return sorted(int(number) for (number,) in rows.fetchall())
