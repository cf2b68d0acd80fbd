"""Amounts of money as Danes write them."""

import pytest

from danish import money

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("øre", "text"),
    [
        (123_456_700, "1.234.567 kr."), (50, "1 kr."), (49, "0 kr."), (-150, "−2 kr."),
        (None, "–"), (0, "0 kr."),
    ],
)  # fmt: skip
def test_kroner_in_full(øre: int | None, text: str) -> None:
    assert money.kroner(øre).replace(NBSP, " ") == text


def test_kroner_and_øre() -> None:
    assert money.kroner(1_000_000_50, 2).replace(NBSP, " ") == "1.000.000,50 kr."


@pytest.mark.parametrize(
    ("øre", "text"),
    [
        (1_420_000_000, "14,2 mio. kr."), (99_999_999, "1.000.000 kr."), (None, "–"),
        (-250_000_000, "−2,5 mio. kr."), (25_000_000, "250.000 kr."),
    ],
)  # fmt: skip
def test_short_amounts_are_in_full_and_long_ones_in_millions(øre: int | None, text: str) -> None:
    assert money.in_short(øre).replace(NBSP, " ") == text


def test_a_difference_has_its_sign() -> None:
    assert money.change(2_000_000).replace(NBSP, " ") == "+20.000 kr."
    assert money.change(0).replace(NBSP, " ") == "0 kr."
