import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danish.errors import DanishError
from scenarios.economy import CostRow, CostRowError, Course, over_years


def yearly(amount: int, first: int = 2025, years: int = 5, **changes: int) -> list[CostRow]:
    return [CostRow(year, amount, **changes) for year in range(first, first + years)]


MOVE = CostRow(2025, 250, low=200, high=450, one_off=True)
NOW = yearly(1000)


def test_a_cost_is_added_up_year_by_year() -> None:
    found = over_years([*yearly(900, low=880, high=950), MOVE], NOW)
    assert [year.year for year in found.years] == [2025, 2026, 2027, 2028, 2029]
    assert [(year.one_off, year.running) for year in found.years[:2]] == [(250, 900), (0, 900)]
    assert [year.cumulative for year in found.years] == [1150, 2050, 2950, 3850, 4750]
    assert [year.low for year in found.years][::4] == [1080, 4600]
    assert [year.high for year in found.years][::4] == [1400, 5200]
    assert [year.extra for year in found.years] == [150, 50, -50, -150, -250]
    assert (found.one_off, found.running) == (250, 4500)


def test_it_has_paid_for_itself_when_it_is_no_dearer_any_more() -> None:
    found = over_years([*yearly(900, low=880, high=950), MOVE], NOW)
    # 250 over 100 a year; 200 over 120; 450 over 50.
    assert (found.pay_back, found.pay_back_low, found.pay_back_high) == (2027, 2026, None)


def test_the_year_it_breaks_even_counts() -> None:
    assert over_years([*yearly(900), CostRow(2025, 200, one_off=True)], NOW).pay_back == 2026


def test_what_grows_dear_again_has_not_paid_for_itself() -> None:
    rows = [CostRow(2025, 1100), CostRow(2026, 800), *yearly(1100, 2027, 3)]
    assert [year.extra for year in over_years(rows, NOW).years] == [100, -100, 0, 100, 200]
    assert over_years(rows, NOW).pay_back is None


def test_a_model_that_is_never_dearer_has_paid_from_the_first_year() -> None:
    assert over_years(yearly(999), NOW).pay_back == 2025
    same = over_years(NOW, NOW)
    assert same.pay_back == 2025
    assert {year.extra for year in same.years} == {0}


def test_a_year_without_rows_is_not_calculated_and_not_free() -> None:
    found = over_years([*yearly(900, years=2), *yearly(900, 2028, 2)], NOW)
    assert found.missing == (2027,)
    assert [year.cumulative for year in found.years] == [900, 1800, None, None, None]
    assert [year.running for year in found.years] == [900, 900, None, 900, 900]
    assert (found.complete, found.pay_back) == (False, None)


def test_a_year_without_a_baseline_has_no_difference() -> None:
    found = over_years(yearly(900), yearly(1000, years=4))
    assert (found.missing, found.baseline_missing) == ((), (2029,))
    assert [year.extra for year in found.years][3:] == [-400, None]
    assert found.years[4].cumulative == 4500
    assert found.pay_back is None


def test_years_beyond_the_window_are_told() -> None:
    found = over_years(yearly(900, years=7), NOW)
    assert found.beyond == (2030, 2031)
    assert over_years(yearly(900), NOW, first=2026, years=2).beyond == (2025, 2028, 2029)


def test_nothing_known_is_nothing_said() -> None:
    assert over_years([], []) == Course((), (), (), (), None, None, None)
    assert over_years([], [], first=2025).missing == (2025, 2026, 2027, 2028, 2029)


@pytest.mark.parametrize(("low", "high"), [(20_000, None), (None, 9_000), (20_000, 9_000)])
def test_an_amount_outside_its_band_is_named(low: int | None, high: int | None) -> None:
    with pytest.raises(CostRowError, match="I 2025 er beløbet 100\u00a0kr") as wrong:
        CostRow(2025, 10_000, low, high)
    assert isinstance(wrong.value, DanishError)


def test_no_years_to_add_up_is_a_fault() -> None:
    with pytest.raises(ValueError, match="years"):
        over_years(NOW, NOW, years=0)


@given(
    st.lists(
        st.tuples(
            st.integers(2025, 2029), st.integers(-(10**12), 10**12), st.integers(0, 10**9),
            st.booleans(),
        )
    )
)  # fmt: skip
@settings(deadline=None)
def test_the_plan_lies_in_its_band_and_is_exact(rows: list[tuple[int, int, int, bool]]) -> None:
    costs = [*NOW, *(CostRow(y, a, a - half, a + half, once) for y, a, half, once in rows)]
    found = over_years(costs, NOW)
    last = found.years[-1]
    assert last.cumulative == sum(cost.amount for cost in costs)
    assert last.cumulative == found.one_off + found.running
    assert last.extra == sum(amount for _, amount, _, _ in rows)
    for year in found.years:
        assert year.low is not None
        assert year.cumulative is not None
        assert year.high is not None
        assert year.low <= year.cumulative <= year.high
