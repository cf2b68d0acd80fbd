"""A cell of text as a value: numbers, periods, places and groups as Danes write them."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danish import numbers as danish_numbers
from danish.periods import PeriodKind
from ingest import cells
from ingest.cells import Decimals

YEAR, SCHOOL_YEAR, QUARTER = PeriodKind.YEAR, PeriodKind.SCHOOL_YEAR, PeriodKind.QUARTER


def column(*texts: str | None) -> pd.Series:
    return pd.Series(list(texts), dtype="str")


def read(*texts: str | None) -> list[float | None]:
    """A column as numbers, in the way that the column itself shows."""
    whole = column(*texts)
    values = cells.numbers(whole, cells.decimals(whole))
    return [None if pd.isna(value) else value for value in values]


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["1.234,5", "0,75", "-3", "−4,5", "+2"], [1234.5, 0.75, -3, -4.5, 2]),
        (["2.654", "431", "1.234.567,8"], [2654, 431, 1234567.8]),
        (["2 654", "2\u00a0612", "1\u202f000"], [2654, 2612, 1000]),
        (["0.75", "1.234", "12.5"], [0.75, 1.234, 12.5]),
        (["1,234.5", "0.5"], [1234.5, 0.5]),
        (["75 %", "76,25%", "0 %"], [75, 76.25, 0]),
        ([" 7 ", "7,0", None, ""], [7, 7, None, None]),
        (["7", "syv", "1.2.3", "1,2,3", "12.34,5"], [7, None, None, None, None]),
        (["7", "1e5", "nan", "inf", "٣", "--1", "½"], [7, *[None] * 6]),
    ],
)
def test_numbers_are_read_as_the_column_writes_them(
    texts: list[str | None], values: list[float | None]
) -> None:
    assert read(*texts) == pytest.approx(values)


def test_what_may_be_a_thousand_or_a_decimal_is_not_guessed() -> None:
    assert cells.decimals(column("1.234", "2.001", "17")) is Decimals.UNCLEAR
    assert cells.decimals(column("0.75", "1,5")) is Decimals.MIXED
    assert cells.decimals(column("1.234", "0.875")) is Decimals.POINT
    assert cells.decimals(column("1.234", "0,875")) is Decimals.COMMA
    assert cells.decimals(column("12", "7", None)) is Decimals.COMMA


@given(st.lists(st.floats(-1e12, 1e12).map(lambda value: round(value, 4)), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_what_we_write_ourselves_is_read_back(values: list[float]) -> None:
    plain = column(*map(danish_numbers.plain, values))
    assert cells.numbers(plain, Decimals.COMMA).tolist() == pytest.approx(values, rel=1e-12)
    grouped = column(*(danish_numbers.number(value, 4) for value in values))
    assert cells.numbers(grouped, Decimals.COMMA).tolist() == pytest.approx(values, rel=1e-12)


@given(st.lists(st.text() | st.none(), max_size=20))
@settings(max_examples=60, deadline=None)
def test_any_text_is_a_number_or_none(texts: list[str | None]) -> None:
    whole = column(*texts)
    for how in (Decimals.COMMA, Decimals.POINT):
        assert len(cells.numbers(whole, how)) == len(texts)
    assert cells.decimals(whole) in Decimals


@pytest.mark.parametrize(
    ("texts", "unit"),
    [
        (["0,75", "0,8"], "share"),
        (["75", "80,5"], "percent"),
        (["75 %", "80 %"], "percent"),
        (["0,5 %", "0,8 %"], "percent"),
        (["0", "1"], "share"),
        (["0", "100"], "percent"),
        (["0,75", "76,25"], ""),
        (["0,75", "75 %"], ""),
    ],
)
def test_a_column_is_in_shares_or_in_percent(texts: list[str], unit: str) -> None:
    whole = column(*texts)
    assert cells.share_unit(whole, cells.numbers(whole)) == unit


@pytest.mark.parametrize(
    ("text", "frequency", "code"),
    [
        ("2025", YEAR, "2025"),
        ("År 2025", YEAR, "2025"),
        ("årgang 2016", YEAR, "2016"),
        ("31-12-2023", YEAR, "2023"),
        ("31.12.2023", YEAR, "2023"),
        ("pr. 31/12-2023", YEAR, "2023"),
        ("2025-03-01", YEAR, "2025"),
        ("2025-03-01 12:30:00", YEAR, "2025"),
        ("3. marts 2025", YEAR, "2025"),
        ("2025K1", YEAR, None),
        ("efterår", YEAR, None),
        ("32-12-2023", YEAR, None),
        ("1825", YEAR, None),
        ("2022/23", SCHOOL_YEAR, "2022/23"),
        ("2022/2023", SCHOOL_YEAR, "2022/23"),
        ("2022-23", SCHOOL_YEAR, "2022/23"),
        ("22/23", SCHOOL_YEAR, "2022/23"),
        ("1999/00", SCHOOL_YEAR, "1999/00"),
        ("skoleåret 2022/23", SCHOOL_YEAR, "2022/23"),
        ("01-03-2023", SCHOOL_YEAR, "2022/23"),
        ("01-08-2023", SCHOOL_YEAR, "2023/24"),
        ("2022/24", SCHOOL_YEAR, None),
        ("2023", SCHOOL_YEAR, None),
        ("2025 K1", QUARTER, "2025K1"),
        ("2025K1", QUARTER, "2025K1"),
        ("1. kvt. 2025", QUARTER, "2025K1"),
        ("3. kvartal 2025", QUARTER, "2025K3"),
        ("K4 2025", QUARTER, "2025K4"),
        ("2025Q2", QUARTER, "2025K2"),
        ("01-04-2025", QUARTER, "2025K2"),
        ("5. kvt. 2025", QUARTER, None),
        ("2025", QUARTER, None),
    ],
)
def test_periods(text: str, frequency: PeriodKind, code: str | None) -> None:
    assert cells.period(text, frequency) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("15", "15-29"),
        ("29", "15-29"),
        ("30,0", "30-44"),
        ("64", "45-64"),
        ("91", "65+"),
        ("15-29", "15-29"),
        ("15–29 år", "15-29"),
        ("15 til 29 år", "15-29"),
        ("15-24-årige", "15-24"),
        ("65 år og derover", "65+"),
        ("65 år eller ældre", "65+"),
        ("65+", "65+"),
        ("over 65", "66+"),
        ("under 18 år", "0-17"),
        ("17 år og derunder", "0-17"),
        ("14", None),
        ("130", None),
        ("29-15", None),
        ("2025-06-30", None),
        ("ung", None),
    ],
)
def test_ages(text: str, code: str | None) -> None:
    assert cells.age(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *((text, "K") for text in ("K", "kvinde", "Kvinder", "PIGE", "piger", "female")),
        *((text, "M") for text in ("M", "mand", "Mænd", "dreng", "Drenge", "male")),
        *((text, None) for text in ("1", "2", "andet", "Kvinde/mand", "")),
    ],
)
def test_sexes_are_told_in_words_never_in_bare_numbers(text: str, code: str | None) -> None:
    assert cells.sex(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("183", "183"),
        ("0183", "183"),
        ("84", "084"),
        ("Ishøj", "183"),
        ("ISHØJ KOMMUNE", "183"),
        ("183 Ishøj", "183"),
        ("Ishoej", "183"),
        ("Høje Taastrup", "169"),
        ("Hele landet", "000"),
        ("Danmark", "000"),
        ("Region Hovedstaden", "084"),
        ("Københavns Vestegns politikreds", "vestegnen"),
        ("999", None),
        ("183 Greve", None),
        ("Atlantis Kommune", None),
    ],
)
def test_areas(text: str, code: str | None) -> None:
    assert cells.area(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Vejleåparken", "vejleåparken"),
        ("Vejlea\u030aparken", "vejleåparken"),
        ("VEJLEAAPARKEN", "vejleåparken"),
        ("Ishøj Strand", "strandområdet"),
        ("Tranegilde", "landsbyerne"),
        ("Månebyen", None),
    ],
)
def test_parts_of_the_municipality(text: str, code: str | None) -> None:
    assert cells.sub_area(text) == code


def test_totals_and_untold_groups_are_known_by_their_words() -> None:
    assert all(map(cells.is_whole, ("I alt", "Alle", "alle elever", "Hele kommunen", "TOTAL")))
    assert not any(map(cells.is_whole, ("Allerød", "Kvinder", "", "andet")))
    assert all(map(cells.is_untold, ("Uoplyst", "Ønsker ikke at oplyse", "andet")))
    assert not any(map(cells.is_untold, ("I alt", "Kvinde", "1")))


@given(st.text())
@settings(max_examples=60, deadline=None)
def test_any_text_has_a_code_or_none(text: str) -> None:
    for read_one in (cells.age, cells.sex, cells.area, cells.sub_area):
        assert read_one(text) is None or isinstance(read_one(text), str)
    for frequency in (YEAR, SCHOOL_YEAR, QUARTER):
        code = cells.period(text, frequency)
        assert code is None or cells.period(code, frequency) == code
