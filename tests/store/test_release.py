"""A release is read only by a program that knows its tables."""

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from store import publishing, schema
from store.release import OtherVersionError, Reader

META = {"meta": pd.DataFrame({"key": ["reason"], "value": ["prøve"]})}


def test_a_release_says_which_version_of_the_tables_it_has(tmp_path: Path) -> None:
    publishing.publish(tmp_path, lambda connection, _: schema.write(connection, META))
    assert Reader(tmp_path).current().version == schema.VERSION


def test_a_release_of_another_version_is_refused_with_what_to_do(tmp_path: Path) -> None:
    def other_tables(connection: duckdb.DuckDBPyConnection, _: str) -> None:
        schema.write(connection, META)
        connection.execute("comment on table meta is 'en ældre udgave'")

    name = publishing.publish(tmp_path, other_tables)
    with pytest.raises(OtherVersionError) as refused:
        Reader(tmp_path).current()
    assert str(refused.value) == (
        f"Udgivelsen {name} er lavet af en anden udgave af programmet. "
        "Lav en ny med python -m store publish."
    )


def test_a_release_from_before_versions_were_written_is_refused(tmp_path: Path) -> None:
    def no_version(connection: duckdb.DuckDBPyConnection, _: str) -> None:
        connection.execute("create table meta (key varchar, value varchar)")

    publishing.publish(tmp_path, no_version)
    with pytest.raises(OtherVersionError):
        Reader(tmp_path).current()
