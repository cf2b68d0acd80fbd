"""What the task costs: shares of lines to the øre, what is not tagged, in what prices."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import spending
from ingest.economy import tags
from store import warehouse
from store.economy import WHOLE, Payer, Tag
from store.settings import Settings
from store.warehouse import Origin
from tests import money
from tests.money import lines, load, mark, tag


def table(settings: Settings, name: str = "spending") -> pd.DataFrame:
    with warehouse.reading(settings) as open_:
        return spending.tables(open_)[name]


def of(rows: pd.DataFrame, dimension: str, **keys: str) -> dict[str, tuple[int, int]]:
    """Tagged and untagged øre by code."""
    mine = rows[rows["dimension"] == dimension]
    for key, value in keys.items():
        mine = mine[mine[key] == value]
    columns = (mine["code"], mine["amount"], mine["untagged"])
    return {code: (amount, rest) for code, amount, rest in zip(*columns, strict=True)}


@pytest.fixture
def accounts(settings: Settings) -> Settings:
    """Accounts of one year: 1,000.00, 300.01 and 99.99 kroner."""
    load(settings, lines("Regnskab 2025", "1.000,00", "300,01", "99,99"))
    return settings


# --- shares ---------------------------------------------------------------------------------------


def test_a_share_of_each_line_is_the_tasks_and_the_rest_is_seen(accounts: Settings) -> None:
    mark(accounts, tag("3.38.76", 25, goal="B"), tag("5.28.21", 50, place="4610", goal="C"))
    rows = table(accounts)

    assert of(rows, "") == {"": (250_00 + 150_01, 750_00 + 150_00 + 99_99)}
    assert of(rows, "unit") == {
        "Center for Børn og Forebyggelse": (150_01, 150_00 + 99_99),
        "Center for Kultur og Fritid": (250_00, 750_00),
    }
    assert of(rows, "function") == {"3.38.76": (250_00, 750_00), "5.28.21": (150_01, 249_99)}
    assert of(rows, "goal") == {"B": (250_00, 0), "C": (150_01, 0)}


def test_without_tags_all_of_it_is_untagged(accounts: Settings) -> None:
    assert of(table(accounts), "") == {"": (0, 1_400_00)}


def test_every_dimension_adds_up_to_the_whole(accounts: Settings) -> None:
    mark(
        accounts, tag("3.38.76", 33, effort="Klub"), tag("5.28.21", 7), tag("5.28.21", 11, goal="")
    )
    rows = table(accounts)
    ((whole, rest),) = of(rows, "").values()
    for dimension in ("unit", "function", "goal", "effort", "payer", "funding"):
        assert sum(amount for amount, _ in of(rows, dimension).values()) == whole, dimension
    assert sum(untagged for _, untagged in of(rows, "unit").values()) == rest


@given(
    st.integers(-(10**13), 10**13),
    st.lists(st.integers(1, WHOLE), min_size=1, max_size=8).filter(lambda all_: sum(all_) <= WHOLE),
)
def test_no_øre_is_taken_twice_or_lost(amount: int, shares: list[int]) -> None:
    listed = [Tag("5.28.21", "", share, "", "", Payer.STATE, None) for share in shares]
    taken = sum(øre for _, øre in spending.shared(amount, listed))
    assert abs(taken * WHOLE - amount * sum(shares)) <= WHOLE / 2
    if sum(shares) == WHOLE:
        assert taken == amount


def test_loans_and_balances_are_no_spending(settings: Settings) -> None:
    rows = [["Funktion", "Dranst", "Regnskab 2025"], ["5.28.21", "1", "100"], ["5.28.21", "5", "9"]]
    load(settings, rows)
    mark(settings, tag("5.28.21", 100))
    assert of(table(settings), "") == {"": (100_00, 0)}


def test_who_pays_and_until_when(accounts: Settings) -> None:
    until = date(2027, 12, 31)
    mark(
        accounts,
        tag("3.38.76", 10, effort="Klub"),
        tag("5.28.21", 10, effort="Mentorer", payer=Payer.STATE, until=until),
    )
    rows = table(accounts)
    assert of(rows, "payer") == {"kommunen": (100_00, 0), "staten": (40_00, 0)}
    funding = rows[rows["dimension"] == "funding"]
    assert funding[["label", "payer", "until", "amount"]].values.tolist() == [
        ["Mentorer", "staten", until, 40_00], ["Klub", "kommunen", None, 100_00],
    ]  # fmt: skip


# --- where it comes from --------------------------------------------------------------------------


def test_invented_tags_say_nothing_of_true_accounts(accounts: Settings) -> None:
    listed = [tag("3.38.76", 100)]
    tags.save(accounts, listed, "Anne", "Prøve", origin=Origin.EXAMPLE)
    assert of(table(accounts), "") == {"": (0, 1_400_00)}


def test_an_invented_budget_stays_one_with_true_tags(settings: Settings) -> None:
    load(settings, lines("Regnskab 2025", "10", "20", "30"), name="eksempel.xlsx")
    mark(settings, tag("3.38.76", 100))
    assert set(table(settings)["origin"]) == {"example"}


def test_each_version_of_each_year_says_what_it_rests_on(accounts: Settings) -> None:
    mark(accounts, tag("3.38.76", 25))
    (row,) = table(accounts, "spending_basis").to_dict("records")
    said = {name: row[name] for name in ("version", "year", "prices", "sign", "unit", "lines")}
    assert said == {"version": "regnskab", "year": "2025", "prices": "løbende", "sign": "minus",
                    "unit": "kr", "lines": 3}  # fmt: skip
    assert (row["tags"], row["tags_author"], row["tags_file"]) == (1, "Anne", "Skrevet i appen")


def test_a_warehouse_without_money_has_empty_tables(loaded: Settings) -> None:
    with warehouse.reading(loaded) as open_:
        assert {len(one) for one in spending.tables(open_).values()} == {0}


# --- prices ---------------------------------------------------------------------------------------


def test_amounts_stay_in_current_prices_until_every_year_has_a_percentage(
    settings: Settings,
) -> None:
    load(settings, lines("Regnskab 2023", "100,00", "0", "0"))
    load(settings, lines("Regnskab 2025", "200,00", "0", "0"))
    mark(settings, tag("3.38.76", 100))
    money.rates(settings, [("2024", "10")])  # and none for 2025
    assert set(table(settings)["prices"]) == {"løbende"}

    money.rates(settings, [("2024", "10"), ("2025", "5")])
    rows = table(settings)
    assert of(rows, "", year="2023", prices="løbende") == {"": (100_00, 0)}
    assert of(rows, "", year="2023", prices="2025") == {"": (115_50, 0)}
    assert of(rows, "", year="2025", prices="2025") == {"": (200_00, 0)}
    assert set(rows[rows["prices"] == "2025"]["index"]) == {"kommunen"}
