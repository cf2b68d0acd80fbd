"""Targets, events and comments in the warehouse: which rows are in force, and the ledger."""

from datetime import UTC, date, datetime
from typing import Any

import duckdb
import pytest

from store import statements, warehouse
from store.settings import Settings
from store.statements import Basis, Statement, Target
from store.warehouse import LoadRecord, Origin, reading, writing
from tests.store.figures import put

COMMENT = {
    "indicator": "C2",
    "text": "Et år som de andre.",
    "period": "2025K1-2025K4",
    "author": "Anne",
    "written_on": date(2026, 11, 23),
}
EVENT = {
    "title": "Ny SSP-plan",
    "day": date(2024, 8, 1),
    "kind": "effort",
    "indicators": ["B1", "C2"],
    "author": "Bo",
    "note": "",
}


def save(
    settings: Settings,
    id_: str,
    text: str = "Et år som de andre.",
    *,
    removed: bool = False,
    cells: int = 1,
) -> int:
    """Save a comment as a load and return the load's number."""
    with writing(settings, "Anne", "gemmer") as open_:
        number = open_.record(record(cells))
        row = COMMENT | {"text": text}
        statements.put(open_.connection, Statement.COMMENT, number, id_, row, removed=removed)
        return number


def record(cells: int = 1) -> LoadRecord:
    return LoadRecord(
        kind=statements.KIND, source="Kommentar", title="Kommentar: C2", origin=Origin.MUNICIPAL,
        author="Anne", file="C2", sha256="0" * 64, cells=cells, first_period="2025K1-2025K4",
        last_period="2025K1-2025K4", source_date=date(2026, 11, 23), licence="", extent=[],
    )  # fmt: skip


def in_force(settings: Settings, what: Statement = Statement.COMMENT) -> list[dict[str, Any]]:
    with reading(settings) as open_:
        return statements.in_force(open_.connection, what)


def texts(settings: Settings) -> dict[str, str]:
    return {row["id"]: row["text"] for row in in_force(settings)}


# --- which rows are in force ----------------------------------------------------------------------


def test_what_was_saved_is_in_force_with_its_load_and_its_moment(settings: Settings) -> None:
    number = save(settings, "1")

    (row,) = in_force(settings)

    assert {name: row[name] for name in COMMENT} == COMMENT
    assert (row["load"], row["id"]) == (number, "1")
    assert abs((datetime.now(UTC).replace(tzinfo=None) - row["written_at"]).total_seconds()) < 60
    assert "removed" not in row


def test_a_list_of_indicators_comes_back_as_it_was(settings: Settings) -> None:
    with writing(settings, "Bo", "gemmer") as open_:
        for id_, row in (("1", EVENT), ("2", EVENT | {"indicators": []})):
            number = open_.record(record())
            statements.put(open_.connection, Statement.EVENT, number, id_, row)

    assert [row["indicators"] for row in in_force(settings, Statement.EVENT)] == [["B1", "C2"], []]


def test_a_newer_load_of_the_same_id_takes_the_place_of_an_older_one(settings: Settings) -> None:
    save(settings, "1", "Først.")
    save(settings, "2", "En anden.")
    save(settings, "1", "Rettet.")

    assert texts(settings) == {"1": "Rettet.", "2": "En anden."}


def test_what_is_removed_is_gone(settings: Settings) -> None:
    save(settings, "1")
    save(settings, "1", removed=True)

    assert texts(settings) == {}


def test_what_is_saved_after_it_was_removed_is_in_force_again(settings: Settings) -> None:
    save(settings, "1")
    save(settings, "1", removed=True)
    save(settings, "1", "Igen.")

    assert texts(settings) == {"1": "Igen."}


def test_withdrawing_a_change_brings_the_wording_before_it_back(settings: Settings) -> None:
    save(settings, "1", "Først.")
    number = save(settings, "1", "Rettet.")
    warehouse.withdraw(settings, number, "Bo")

    assert texts(settings) == {"1": "Først."}

    warehouse.restore(settings, number, "Bo")

    assert texts(settings) == {"1": "Rettet."}


def test_withdrawing_a_removal_brings_the_row_back(settings: Settings) -> None:
    save(settings, "1")
    warehouse.withdraw(settings, save(settings, "1", removed=True), "Bo")

    assert texts(settings) == {"1": "Et år som de andre."}


def test_a_withdrawn_row_is_not_in_force(settings: Settings) -> None:
    warehouse.withdraw(settings, save(settings, "1"), "Bo")

    assert texts(settings) == {}


def test_a_warehouse_from_before_there_were_statements_has_none(settings: Settings) -> None:
    with writing(settings, "Anne", "indlæser") as open_:
        put(open_, {("183", "2025"): 5})
        for what in Statement:
            open_.connection.execute(f"drop view {what}_in_force")
            open_.connection.execute(f"drop table {what}")

    assert in_force(settings) == []
    with reading(settings) as open_:
        assert open_.faults() == []

    save(settings, "1")
    assert len(in_force(settings)) == 1


@pytest.mark.parametrize("name", ["text", "author", "written_on"])
def test_a_row_without_one_of_its_parts_is_not_kept(settings: Settings, name: str) -> None:
    row = COMMENT | {name: None}
    with writing(settings, "Anne", "gemmer") as open_:
        number = open_.record(record())
        with pytest.raises(duckdb.ConstraintException):
            statements.put(open_.connection, Statement.COMMENT, number, "1", row)


def test_a_baseline_is_of_the_kind_of_its_periods() -> None:
    def kind(first: str) -> str:
        return Target(
            "C2", "183", first, "2025K4", 2028, -0.1, Basis.OWN, "Byrådet", None, "Anne"
        ).kind  # fmt: skip

    assert [kind(first) for first in ("2023K1", "2023", "2022/23")] == [
        "quarter", "year", "school_year",
    ]  # fmt: skip


# --- the ledger -----------------------------------------------------------------------------------


def test_the_ledger_tells_statements_from_figures(settings: Settings) -> None:
    with writing(settings, "Anne", "indlæser") as open_:
        put(open_, {("183", "2025"): 5})
    save(settings, "1")

    with reading(settings) as open_:
        assert [(load.kind, load.source, load.cells) for load in open_.loads()] == [
            ("statement", "Kommentar", 1), ("statbank", "PRØVE", 1),
        ]  # fmt: skip


def test_statements_are_counted_when_the_warehouse_is_verified(settings: Settings) -> None:
    with writing(settings, "Anne", "indlæser") as open_:
        put(open_, {("183", "2025"): 5})
    save(settings, "1")
    save(settings, "1", removed=True)
    warehouse.withdraw(settings, 2, "Bo")

    with reading(settings) as open_:
        assert open_.faults() == []


def test_a_statement_that_was_lost_is_found(settings: Settings) -> None:
    save(settings, "1")
    save(settings, "2", cells=2)
    with writing(settings, "Anne", "ødelægger") as open_:
        open_.connection.execute("delete from comment where id = '1'")

    with reading(settings) as open_:
        assert open_.faults() == [
            "indlæsning 2 har 1 celler, ventede 2",
            "indlæsning 1 har 0 celler, ventede 1",
        ]
