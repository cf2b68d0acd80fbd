"""Two versions and two price levels cannot be added by any path: each is tried here."""

from collections.abc import Iterator
from itertools import combinations

import duckdb
import pandas as pd
import pytest

from danish.money import ØRE, kroner
from reports import spending, spending_views, tables
from reports.spending import Money
from store import economy_queries, schema, warehouse
from store.amounts import KEYS, Amount, Basis, MixedAmountsError, Version, bases_of, total
from store.prices import MissingPricesError, PriceTable
from store.release import Release, reader
from store.settings import Settings
from tests.conftest import TODAY

pytest_plugins = ["tests.published"]

PAIRS = [
    (Basis(Version.ADOPTED, "2026"), Basis(Version.CORRECTED, "2026")),
    (Basis(Version.ACCOUNTS, "2025"), Basis(Version.ACCOUNTS, "2026")),
    (Basis(Version.ACCOUNTS, "2025", "2025"), Basis(Version.ACCOUNTS, "2025", "2026")),
    (Basis(Version.ACCOUNTS, "2025"), Basis(Version.ACCOUNTS, "2025", "2026", "kommunen")),
    (
        Basis(Version.ACCOUNTS, "2025", "2026", "kommunen"),
        Basis(Version.ACCOUNTS, "2025", "2026", "staten"),
    ),
]


@pytest.fixture(scope="module")
def release(with_budget: Settings) -> Release:
    return reader(with_budget.releases).current()


def every(release: Release) -> Iterator[Money]:
    """Each choice of the page."""
    for basis in spending.choices(release.spending, TODAY).values():
        yield spending.money(release, basis)


# --- amounts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=str)
def test_two_amounts(one: Basis, other: Basis) -> None:
    a, b = Amount(1, one), Amount(2, other)
    with pytest.raises(MixedAmountsError, match="Vælg samme version, år og prisniveau"):
        a + b
    with pytest.raises(MixedAmountsError):
        sum([a, a, b])
    with pytest.raises(MixedAmountsError):
        total(pd.DataFrame([[*key(one), 1], [*key(other), 2]], columns=[*KEYS, "amount"]))


def key(basis: Basis) -> tuple[str, ...]:
    return (basis.version.value, basis.year, basis.prices, basis.index)


def test_an_amount_and_a_number() -> None:
    amount = Amount(1, PAIRS[0][0])
    for number in (1, 1.0, "1"):
        with pytest.raises(TypeError):
            amount + number  # type: ignore[operator]
    with pytest.raises(TypeError):
        Amount(1.5, PAIRS[0][0])  # type: ignore[arg-type]


# --- the warehouse and the release ----------------------------------------------------------------


def test_a_release_has_one_amount_for_each_version_year_and_price_level(release: Release) -> None:
    rows = release.spending
    assert len(bases_of(rows)) > 8
    assert not rows.duplicated([*KEYS, "dimension", "code"]).any()
    for one, other in combinations(bases_of(rows), 2):
        of_both = pd.concat([of(rows, one), of(rows, other)])
        with pytest.raises(MixedAmountsError):
            total(of_both)


def of(rows: pd.DataFrame, basis: Basis) -> pd.DataFrame:
    same = (rows[KEYS] == list(key(basis))).all(axis=1)
    return rows[same & (rows["dimension"] == "")]


def test_a_release_cannot_hold_the_same_amount_twice(release: Release) -> None:
    rows = release.spending.head(1)
    with duckdb.connect() as connection:
        schema.write(connection, {"spending": rows})
        connection.register("again", rows)
        with pytest.raises(duckdb.ConstraintException):
            connection.execute("insert into spending by name from again")


def test_the_lines_of_a_version_and_year_have_one_price_level(with_budget: Settings) -> None:
    with warehouse.reading(with_budget) as open_:
        levels = open_.connection.execute(
            "select count(distinct prices) from budget_in_force group by version, year"
        ).fetchall()
    assert set(levels) == {(1,)}


# --- prices ---------------------------------------------------------------------------------------


def test_amounts_are_never_brought_to_other_prices_without_a_percentage() -> None:
    amount = Amount(100, Basis(Version.ACCOUNTS, "2023"))
    with pytest.raises(MissingPricesError):
        PriceTable().converted(amount, "2026", next(iter(spending.PriceIndex)))


def test_a_converted_amount_says_so_wherever_it_stands(
    release: Release, with_budget: Settings
) -> None:
    with warehouse.reading(with_budget) as open_:
        prices = economy_queries.prices(open_)
    for money in every(release):
        if not money.basis.index:
            continue
        assert "i 2026-priser (kommunens pris- og lønskøn)" in spending.sentence(release, money)
        assert ("Pris- og lønskøn", "Fra 30. juni 2026") in spending.ground(money)
        raw = spending.money(release, Basis(money.basis.version, money.basis.year))
        again = prices.converted(raw.amount, "2026", spending.PriceIndex.MUNICIPAL)
        assert again == money.amount


# --- the page and what is taken away --------------------------------------------------------------


@pytest.mark.parametrize("view", [view for view in spending_views.VIEWS if view != "priser"])
def test_a_view_and_its_file_add_up_to_the_one_basis_that_is_chosen(
    release: Release, view: str
) -> None:
    for money in every(release):
        shown = spending_views.view(view, release, money, TODAY)
        if view == "versioner":
            assert all(row[0].isdigit() for row in shown.rows)  # years, and no sum of them
            continue
        assert shown.rows[-1][0] == "I alt"
        assert kroner(money.amount.øre) in shown.rows[-1]
        rows = shown.file.rows
        assert set(rows["Version"]) == {money.basis.version.in_words}
        assert set(rows["Prisniveau"]) == {money.basis.prices_in_words}
        amounts = sum(round(amount * ØRE) for amount in rows["Til opgaven (kr.)"])
        # Each row is converted and rounded for itself.
        assert abs(amounts - money.amount.øre) <= (len(rows) if money.basis.index else 0)


def test_side_by_side_stand_only_amounts_in_the_same_prices(release: Release) -> None:
    for money in every(release):
        levels = set(
            spending_views.view("versioner", release, money, TODAY).file.rows["Prisniveau"]
        )
        assert levels == {money.basis.prices_in_words}


def test_every_row_of_every_file_says_version_year_and_prices(release: Release) -> None:
    money = next(every(release))
    for view in spending_views.VIEWS:
        if view == "priser":
            continue
        file = spending_views.view(view, release, money, TODAY).file
        for row in file.rows.to_dict("records"):
            named = row.get("Version") or row["Beløb"]
            assert any(version.in_words in named for version in Version)
            assert row["År"].isdigit()
            assert row["Prisniveau"] == "løbende priser"
        assert "Eksempeldata: tallene er opfundne." in file.notes
        text = tables.as_csv(file).decode("utf-8-sig")
        assert all(note in text for note in file.notes)
        assert all(f"{row['Prisniveau']};" in text for row in file.rows.to_dict("records"))


def test_an_address_with_two_bases_shows_one(release: Release) -> None:
    choices = spending.choices(release.spending, TODAY)
    assert len(choices) == len(bases_of(release.spending))
    assert len(set(spending.choice_names(choices).values())) == len(choices)
