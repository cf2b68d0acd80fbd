"""Which load holds each sheet of the organisation workbook."""

from datetime import date

import pytest

from store import organisation, warehouse
from store.organisation_sheets import SHEETS, Kind, references
from store.settings import Settings
from store.warehouse import LoadRecord, Origin, Warehouse

OWN, PUBLIC = organisation.SOURCE, organisation.PUBLIC


def put(open_: Warehouse, source: str, **rows: tuple[str, ...]) -> int:
    """Load sheets in which only the first field and the origin are filled in."""
    number = open_.record(
        LoadRecord(
            organisation.KIND, source, "Organisation", Origin.MUNICIPAL, "Anne", "o.xlsx", "0",
            sum(map(len, rows.values())), "", "", date(2026, 11, 1), "", [],
        )
    )  # fmt: skip
    for code, keys in rows.items():
        sheet = SHEETS[code]
        open_.connection.execute("insert into covers values (?, ?, ?)", [number, source, code])
        for position, key in enumerate(keys):
            open_.connection.execute(
                f'insert into {sheet.table} (load, position, "{sheet.fields[0].code}", origin)'
                " values (?, ?, ?, 'municipal')",
                [number, position, key],
            )
    return number


def keys(open_: Warehouse, code: str) -> list[str]:
    rows = organisation.in_force(open_.connection)[code]
    return list(rows[SHEETS[code].fields[0].code])


def test_of_loads_that_cover_a_sheet_the_newest_holds_it_whole(settings: Settings) -> None:
    with warehouse.writing(settings, "Anne", "prøver") as open_:
        put(open_, OWN, models=("M0", "M1"), units=("CBF",))
        second = put(open_, OWN, models=("M0",))
        assert keys(open_, "models") == ["M0"]
        assert keys(open_, "units") == ["CBF"]
        assert keys(open_, "risks") == []
        open_.withdraw(second, "Anne")
        assert keys(open_, "models") == ["M0", "M1"]


def test_the_municipality_comes_before_public_facts_that_are_newer(settings: Settings) -> None:
    with warehouse.writing(settings, "Anne", "prøver") as open_:
        put(open_, OWN, units=("CBF",))
        put(open_, PUBLIC, units=("CKF",), fora=("SSP",))
        assert keys(open_, "units") == ["CBF"]
        assert keys(open_, "fora") == ["SSP"]


def test_a_warehouse_without_an_organisation_holds_empty_sheets(settings: Settings) -> None:
    with warehouse.writing(settings, "Anne", "prøver") as open_:
        assert organisation.loads_in_force(open_.connection) == {}
        assert all(rows.empty for rows in organisation.in_force(open_.connection).values())


def test_every_reference_names_a_sheet_with_a_key_of_one_field() -> None:
    for _, field in references():
        assert len(SHEETS[field.refers_to].key) == 1, field.code


@pytest.mark.parametrize("code", SHEETS)
def test_a_sheet_can_be_written_and_read_by_people(code: str) -> None:
    sheet = SHEETS[code]
    codes = [field.code for field in sheet.fields]
    headings = [field.heading.casefold() for field in sheet.fields]
    assert len({*codes}) == len(codes)
    assert len({*headings}) == len(headings)
    assert set(sheet.key) <= {*codes}
    assert sheet.fields[-1].code == "origin"
    for field in sheet.fields:
        assert bool(field.choices) == (field.kind is Kind.CHOICE)
        assert bool(field.refers_to) == (field.kind in (Kind.REF, Kind.REFS))
