"""What becomes of the task's money, in words."""

import pandas as pd

from indicators.spending_difference import Money, WrittenMoney, written

NOTHING = {"spending": pd.DataFrame(), "spending_basis": pd.DataFrame()}


def money(*amounts: tuple[str, str, int], load: int = 1, origin: str = "municipal") -> Money:
    """Amounts in kroner of a version of a year, all from one load."""
    rows = [
        {
            "version": version, "year": year, "prices": "løbende", "index": "",
            "dimension": dimension, "amount": kroner * 100, "origin": origin,
        }
        for version, year, kroner in amounts
        for dimension in ("", "unit")
    ]  # fmt: skip
    bases = [
        {"version": version, "year": year, "prices": "løbende", "number": load}
        for version, year, _ in amounts
    ]
    return {"spending": pd.DataFrame(rows), "spending_basis": pd.DataFrame(bases)}


def plain(rows: tuple[WrittenMoney, ...]) -> list[tuple[str, str, str, str]]:
    return [
        (row.title, *(text.replace("\u00a0", " ") for text in (row.before, row.after, row.status)))
        for row in rows
    ]


def test_what_is_new_stands_by_year_and_in_the_order_of_versions() -> None:
    after = money(("regnskab", "2025", 900_000), ("vedtaget", "2025", 1_000_000),
                  ("regnskab", "2024", 800_000))  # fmt: skip
    assert plain(written(NOTHING, after)) == [
        ("Regnskab 2024", "ingen data", "800.000 kr.", "ny"),
        ("Vedtaget budget 2025", "ingen data", "1,0 mio. kr.", "ny"),
        ("Regnskab 2025", "ingen data", "900.000 kr.", "ny"),
    ]


def test_what_is_the_same_is_not_told() -> None:
    same = money(("regnskab", "2025", 900_000))
    assert written(same, same) == ()


def test_a_change_is_told_in_kroner_and_what_is_gone_too() -> None:
    before = money(("regnskab", "2025", 900_000), ("vedtaget", "2025", 1_000_000))
    after = money(("regnskab", "2025", 850_500))
    assert plain(written(before, after)) == [
        ("Vedtaget budget 2025", "1,0 mio. kr.", "ingen data", "udgår"),
        ("Regnskab 2025", "900.000 kr.", "850.500 kr.", "−49.500 kr."),
    ]


def test_another_file_with_the_same_amount_and_lines_without_tags_are_told() -> None:
    before = money(("regnskab", "2025", 900_000))
    after = money(("regnskab", "2025", 900_000), load=2)
    assert plain(written(before, after)) == [
        ("Regnskab 2025", "900.000 kr.", "900.000 kr.", "beløbet er det samme, filen er ny")
    ]
    untagged = {**money(("regnskab", "2025", 0)), "spending": pd.DataFrame()}
    assert plain(written(NOTHING, untagged)) == [
        ("Regnskab 2025", "ingen data", "ingen mærkede linjer", "ny")
    ]


def test_an_invented_amount_says_so() -> None:
    example = money(("regnskab", "2025", 900_000), origin="example")
    own = money(("regnskab", "2025", 800_000), load=2)
    (row,) = written(example, own)
    assert (row.before.replace("\u00a0", " "), row.before_is) == ("900.000 kr.", "eksempeldata")
    assert (row.after.replace("\u00a0", " "), row.after_is) == ("800.000 kr.", "")
