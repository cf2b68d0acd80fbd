"""What is known of money beforehand, and tables that cannot hold what must not be mixed."""

from datetime import date

import duckdb
import pytest

from store import economy, warehouse
from store.economy import Payer, Tag
from store.settings import Settings


def test_the_warehouse_holds_one_price_level_a_version_and_year(settings: Settings) -> None:
    row = "(1, {basis}, 'vedtaget', '2026', '{prices}', 'minus', 'kr', null, 1)"
    with warehouse.writing(settings, "Anne", "prøver") as open_:
        insert = f"insert into budget_basis values {row}"
        open_.connection.execute(insert.format(basis=0, prices="løbende"))
        with pytest.raises(duckdb.ConstraintException):
            open_.connection.execute(insert.format(basis=1, prices="2025"))


def test_a_share_of_more_than_all_cannot_be_held(settings: Settings) -> None:
    with (
        warehouse.writing(settings, "Anne", "prøver") as open_,
        pytest.raises(duckdb.ConstraintException),
    ):
        open_.connection.execute(
            "insert into budget_tag values (1, '5.28.21', '', 10001, '', '', 'kommunen', null)"
        )


def test_functions_have_codes_names_and_years_that_fit() -> None:
    functions = economy.functions()
    for code, one in functions.items():
        assert len(code) == 7
        assert one.name
        if one.first or one.last:
            other = functions[one.instead]
            year = str(one.last or one.first)
            assert one.exists_in(year)
            assert not other.exists_in(year)


def test_units_are_the_centres_and_committees_and_some_more() -> None:
    assert "Center for Kultur og Fritid" in economy.units()
    assert "CKF" in economy.units()["Center for Kultur og Fritid"]
    assert "Økonomi- og Planudvalget" in economy.units()
    assert "Center for Ejendomme" in economy.units()


@pytest.mark.parametrize(
    ("function", "cost_centre", "fits"),
    [("5.28.21", "", True), ("", "4610", True), ("5.28.21", "4610", True),
     ("5.28.21", "4612", False), ("3.38.76", "", False)],
)  # fmt: skip
def test_a_tag_fits_lines_of_its_function_and_cost_centre(
    function: str, cost_centre: str, fits: bool
) -> None:
    tag = Tag(function, cost_centre, 2500, "B", "SSP", Payer.MUNICIPAL, None)
    assert tag.fits("5.28.21", "4610") is fits


def test_the_accounts_of_a_year_are_expected_in_may_of_the_year_after() -> None:
    assert economy.Calendar().next_expected("2024") == date(2026, 5, 2)
    assert economy.Calendar().next_period("2024") == "2025"
