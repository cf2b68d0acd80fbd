"""The wanted tables and the code lists, as they stand in `data/config`."""

from datetime import date

import pytest

from danish.periods import PeriodKind
from store import sources
from store.sources import Source


@pytest.fixture(params=sources.sources())
def source(request: pytest.FixtureRequest) -> Source:
    return sources.source(request.param)


def test_every_table_has_what_an_entry_needs(source: Source) -> None:
    assert source.table.isupper()
    assert source.title
    assert source.days > 0
    assert isinstance(source.frequency, PeriodKind)


def test_every_table_has_a_period_as_its_last_column(source: Source) -> None:
    columns = list(source.columns.values())

    assert columns[-1] == "period"
    assert len(set(columns)) == len(columns)


def test_every_table_asks_for_codes_of_all_its_variables(source: Source) -> None:
    assert {variable.upper() for variable in source.select} == set(source.columns)
    assert all(source.select.values())


def test_the_code_for_all_is_one_of_a_column_of_the_table(source: Source) -> None:
    assert set(source.totals) <= set(source.columns.values()) - {"area", "period"}


def test_columns_stand_in_the_order_of_statbanks_table() -> None:
    assert dict(sources.source("STRAF22").columns) == {
        "OMRÅDE": "area",
        "OVERTRÆD": "offence",
        "ANMSIGT": "stage",
        "TID": "period",
    }


def test_a_table_may_be_named_in_any_case() -> None:
    assert sources.source("straf11") is sources.source("STRAF11")


def test_a_table_that_is_not_wanted_is_named_with_what_to_do() -> None:
    with pytest.raises(
        sources.UnknownTableError,
        match=r"Tabellen STRAF99 står ikke i data/config/sources\.toml\. Der står: STRAF11, .*"
        "Tilføj den dér",
    ):
        sources.source("STRAF99")


@pytest.mark.parametrize(
    ("table", "last", "expected"),
    [
        ("STRAF11", "2026K1", date(2026, 7, 16)),
        ("STRAF11", "2025K4", date(2026, 4, 17)),
        ("STRAF22", "2024", date(2026, 2, 19)),
        ("FOLK1A", "2026K1", date(2026, 5, 12)),
    ],
)
def test_the_next_figures_are_expected_by_the_tables_own_rhythm(
    table: str, last: str, expected: date
) -> None:
    assert sources.source(table).next_expected(last) == expected


# --- code lists -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("column", "codes"), [("area", 106), ("offence", 91), ("stage", 2)])
def test_a_list_has_all_of_statbanks_codes(column: str, codes: int) -> None:
    assert len(sources.code_list(column)) == codes


@pytest.mark.parametrize("column", ["area", "offence", "stage"])
def test_a_label_stands_for_one_code_only(column: str) -> None:
    known = sources.code_list(column)

    assert len(set(known.values())) == len(known)
    assert not set(known.values()) & set(known)


def test_codes_are_text_with_their_leading_zeros() -> None:
    assert sources.code_list("area")["084"] == "Region Hovedstaden"


def test_a_column_without_a_list_has_none() -> None:
    assert sources.code_list("marital") == {}


def test_every_municipality_lies_in_a_region_and_every_region_in_the_country() -> None:
    types = {area.code: area.type for area in sources.areas()}

    parents = {
        kind: {types.get(area.parent) for area in sources.areas() if area.type == kind}
        for kind in ("municipality", "region", "country")
    }

    assert parents == {"municipality": {"region"}, "region": {"country"}, "country": {None}}
    assert list(types.values()).count("municipality") == 98
    assert list(types.values()).count("region") == 5
