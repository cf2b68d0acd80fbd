import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from danish.numbers import (
    NotANumberError,
    interval,
    number,
    parse,
    percent,
    percent_points,
    plain,
    signed,
)

FINITE = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**18), 10**18)
DECIMALS = st.integers(0, 6)


def read(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", ".").replace("−", "-"))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1000, 0, "1.000"),
        (1653167, 0, "1.653.167"),
        (1234.5, 1, "1.234,5"),
        (59.9, 1, "59,9"),
        (7, 2, "7,00"),
        (-0.4, 1, "−0,4"),
        (-1234.56, 1, "−1.234,6"),
        (-0.04, 1, "0,0"),
        (-0.0, 0, "0"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (2.675, 2, "2,68"),  # the float is a little below, the reader sees a half
        (1.005, 2, "1,01"),
        (999.95, 1, "1.000,0"),
        (1e-9, 2, "0,00"),
        (1e22, 0, "10.000.000.000.000.000.000.000"),
        (np.float64(2.675), 2, "2,68"),
        (np.float32(0.1), 3, "0,100"),
        (np.int64(1000), 0, "1.000"),
        (None, 1, "–"),
        (math.nan, 1, "–"),
        (np.float64("nan"), 0, "–"),
    ],
)
def test_number(value: float | None, decimals: int, text: str) -> None:
    assert number(value, decimals) == text


@given(FINITE, DECIMALS)
def test_number_reads_back_as_the_rounded_value(value: float, decimals: int) -> None:
    text = number(value, decimals)
    step = Decimal(1).scaleb(-decimals)
    exact = Decimal(str(value))
    assert abs(read(text) - exact) <= step / 2
    if exact.adjusted() < 15:  # within the precision of the default context
        assert read(text) == exact.quantize(step, ROUND_HALF_UP)
    assert len(text.partition(",")[2]) == decimals
    assert not (read(text) == 0 and "−" in text)


@given(FINITE, DECIMALS)
def test_number_groups_digits_by_three(value: float, decimals: int) -> None:
    first, *rest = number(value, decimals).partition(",")[0].removeprefix("−").split(".")
    assert 1 <= len(first) <= 3
    assert all(len(group) == 3 for group in rest)


@given(FINITE, DECIMALS)
def test_the_sign_only_mirrors(value: float, decimals: int) -> None:
    assert number(-value, decimals).removeprefix("−") == number(value, decimals).removeprefix("−")


@pytest.mark.parametrize("write", [number, signed, percent, percent_points, plain])
@pytest.mark.parametrize("value", [math.inf, -math.inf])
def test_infinity_is_refused(write: Callable[[float], str], value: float) -> None:
    with pytest.raises(ValueError, match="infinite"):
        write(value)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1.2, 1, "+1,2"),
        (-0.4, 1, "−0,4"),
        (0, 1, "0,0"),
        (0.04, 1, "0,0"),
        (-0.04, 1, "0,0"),
        (0.05, 1, "+0,1"),
        (1500, 0, "+1.500"),
        (None, 1, "–"),
        (math.nan, 1, "–"),
    ],
)
def test_signed(value: float | None, decimals: int, text: str) -> None:
    assert signed(value, decimals) == text


@pytest.mark.parametrize(
    ("share", "decimals", "text"),
    [
        (0.298, 1, "29,8\u00a0%"),
        (0.298, 0, "30\u00a0%"),
        (0.285, 0, "29\u00a0%"),  # 0.285 * 100 is 28.499999999999996
        (1, 0, "100\u00a0%"),
        (0, 0, "0\u00a0%"),
        (-0.0001, 1, "0,0\u00a0%"),
        (12.5, 0, "1.250\u00a0%"),
        (None, 0, "–"),
        (math.nan, 0, "–"),
    ],
)
def test_percent(share: float | None, decimals: int, text: str) -> None:
    assert percent(share, decimals) == text


@pytest.mark.parametrize(
    ("difference", "text"),
    [
        (0.032, "+3,2 procentpoint"),
        (-0.0105, "−1,1 procentpoint"),
        (0.0, "0,0 procentpoint"),
        (None, "–"),
    ],
)
def test_percent_points(difference: float | None, text: str) -> None:
    assert percent_points(difference) == text


@pytest.mark.parametrize(
    ("lower", "upper", "decimals", "text"),
    [
        (4.9, 6.8, 1, "4,9–6,8"),
        (0, 1234, 0, "0–1.234"),
        (-1.2, 3.4, 1, "−1,2 til 3,4"),
        (-3.4, -1.2, 1, "−3,4 til −1,2"),
        (-0.04, 3.4, 1, "0,0–3,4"),
        (None, 3.4, 1, "–"),
        (1.2, math.nan, 1, "–"),
    ],
)
def test_interval(lower: float | None, upper: float | None, decimals: int, text: str) -> None:
    assert interval(lower, upper, decimals) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, None, "1234,5"),
        (-1234.5, None, "-1234,5"),
        (66.0, None, "66"),
        (1000, None, "1000"),
        (0.1 + 0.2, None, "0,30000000000000004"),
        (1e-7, None, "0,0000001"),
        (1e22, None, "10000000000000000000000"),
        (-0.0, None, "0"),
        (1234.55, 1, "1234,6"),
        (-0.04, 1, "0,0"),
        (66, 2, "66,00"),
        (None, None, ""),
        (math.nan, 2, ""),
    ],
)
def test_plain(value: float | None, decimals: int | None, text: str) -> None:
    assert plain(value, decimals) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_plain_loses_nothing(value: float) -> None:
    text = plain(value)
    assert float(text.replace(",", ".")) == value
    assert "e" not in text.lower()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("10", 10),
        ("-10", -10),
        ("−10", -10),
        ("–10", -10),
        ("+7,5", 7.5),
        (" 1.234,5 ", 1234.5),
        ("1234,5", 1234.5),
        ("1.653.167", 1_653_167),
        ("007", 7),
    ],
)
def test_a_typed_number_is_read(text: str, value: float) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    "text", ["", "ti", "7.5", "1.23", "1.2345", ",5", "5,", "1,2,3", "--1", "1 000", "nan", "1e5"]
)
def test_what_is_not_written_as_danes_do_is_no_number(text: str) -> None:
    with pytest.raises(NotANumberError, match=r"er ikke et tal\. Skriv for eksempel 1\.234,5"):
        parse(text)


@given(st.floats(-1e12, 1e12), DECIMALS)
def test_a_written_number_is_read_as_it_stands(value: float, decimals: int) -> None:
    text = number(value, decimals)
    assert parse(text) == float(read(text))
