import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danish.periods import (
    PeriodKind,
    UnknownPeriodError,
    following,
    four_quarters_ending,
    label,
    parse,
    quarters_of,
    short_label,
    year_before,
)

# Years that leave room for a step in both directions.
YEARS = st.integers(1902, 2097)
QUARTERS = st.builds("{}K{}".format, YEARS, st.integers(1, 4))
VALID = st.one_of(
    QUARTERS,
    YEARS.map(str),
    QUARTERS.map(four_quarters_ending),
    YEARS.map(lambda year: f"{year}/{(year + 1) % 100:02}"),
    st.builds("{}M{:02}".format, YEARS, st.integers(1, 12)),
)
NEARLY_VALID = st.from_regex(r"[0-9]{3,5}([KM/][0-9]{1,2})?(-[0-9]{4}K[0-9])?\n?", fullmatch=True)


@pytest.mark.parametrize(
    ("code", "kind", "first_day", "last_day"),
    [
        ("2025K1", PeriodKind.QUARTER, dt.date(2025, 1, 1), dt.date(2025, 3, 31)),
        ("2025K4", PeriodKind.QUARTER, dt.date(2025, 10, 1), dt.date(2025, 12, 31)),
        ("2025", PeriodKind.YEAR, dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
        ("2025K1-2025K4", PeriodKind.FOUR_QUARTERS, dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
        ("2024K3-2025K2", PeriodKind.FOUR_QUARTERS, dt.date(2024, 7, 1), dt.date(2025, 6, 30)),
        ("2022/23", PeriodKind.SCHOOL_YEAR, dt.date(2022, 8, 1), dt.date(2023, 7, 31)),
        ("1999/00", PeriodKind.SCHOOL_YEAR, dt.date(1999, 8, 1), dt.date(2000, 7, 31)),
        ("2023M05", PeriodKind.MONTH, dt.date(2023, 5, 1), dt.date(2023, 5, 31)),
        ("2024M02", PeriodKind.MONTH, dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2099", PeriodKind.YEAR, dt.date(2099, 1, 1), dt.date(2099, 12, 31)),
    ],
)
def test_parse(code: str, kind: PeriodKind, first_day: dt.date, last_day: dt.date) -> None:
    period = parse(code)
    assert (period.code, period.kind) == (code, kind)
    assert (period.first_day, period.last_day) == (first_day, last_day)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "2025k1",
        "2025K0",
        "2025K5",
        "2025Q1",
        " 2025",
        "2025\n",
        "２０２５",
        "0025",
        "2205",
        "20255",
        "2022/24",
        "2022/22",
        "2022/2023",
        "2022-23",
        "2023M13",
        "2023M00",
        "2023M5",
        "2025K1-2025K3",
        "2025K2-2025K4",
        "2025K1-2026K1",
        "2025K4-2025K1",
        "2025K1–2025K4",
        "2025K1-2024K4",
    ],
)
def test_unknown_periods_are_named_with_the_valid_forms(code: str) -> None:
    with pytest.raises(UnknownPeriodError) as caught:
        parse(code)
    assert str(caught.value) == (
        f'Perioden "{code}" kendes ikke. Gyldige former: 2025K1 (kvartal), 2025 (år), '
        "2025K1-2025K4 (fire kvartaler i træk), 2022/23 (skoleår) og 2023M05 (måned)."
    )


@pytest.mark.parametrize(
    ("code", "full", "short"),
    [
        ("2025K4", "4. kvartal 2025", "4. kvt. 2025"),
        ("2025", "2025", "2025"),
        ("2025K1-2025K4", "1.–4. kvartal 2025", "2025"),
        ("2024K3-2025K2", "3. kvartal 2024 – 2. kvartal 2025", "året til 2. kvt. 2025"),
        ("2024K2-2025K1", "2. kvartal 2024 – 1. kvartal 2025", "året til 1. kvt. 2025"),
        ("2022/23", "skoleåret 2022/23", "2022/23"),
        ("2023M05", "maj 2023", "maj 2023"),
        ("2023M12", "december 2023", "dec. 2023"),
    ],
)
def test_labels(code: str, full: str, short: str) -> None:
    assert label(code) == full
    assert short_label(code) == short


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("2025K1", "2024K1", "2025K2"),
        ("2025K4", "2024K4", "2026K1"),
        ("2025", "2024", "2026"),
        ("2025K1-2025K4", "2024K1-2024K4", "2025K2-2026K1"),
        ("2024K3-2025K2", "2023K3-2024K2", "2024K4-2025K3"),
        ("1998/99", "1997/98", "1999/00"),
        ("2023M12", "2022M12", "2024M01"),
    ],
)
def test_neighbours(code: str, before: str, after: str) -> None:
    assert year_before(code) == before
    assert following(code) == after


@pytest.mark.parametrize(
    ("code", "quarters"),
    [
        ("2025K3", ("2025K3",)),
        ("2025", ("2025K1", "2025K2", "2025K3", "2025K4")),
        ("2025K1-2025K4", ("2025K1", "2025K2", "2025K3", "2025K4")),
        ("2024K3-2025K2", ("2024K3", "2024K4", "2025K1", "2025K2")),
    ],
)
def test_quarters_of(code: str, quarters: tuple[str, ...]) -> None:
    assert quarters_of(code) == quarters


@pytest.mark.parametrize("code", ["2022/23", "2023M05", "2025K5"])
def test_what_has_no_quarters_is_refused(code: str) -> None:
    with pytest.raises(UnknownPeriodError, match=code):
        quarters_of(code)


@pytest.mark.parametrize(
    ("quarter", "code"), [("2025K4", "2025K1-2025K4"), ("2025K2", "2024K3-2025K2")]
)
def test_four_quarters_ending(quarter: str, code: str) -> None:
    assert four_quarters_ending(quarter) == code


@pytest.mark.parametrize("code", ["2025", "2025K1-2025K4", "2022/23", "2023M05", "2025K5"])
def test_only_a_quarter_ends_four_quarters(code: str) -> None:
    with pytest.raises(UnknownPeriodError, match=code):
        four_quarters_ending(code)


@pytest.mark.parametrize(("step", "code"), [(following, "2099"), (year_before, "1900")])
def test_steps_out_of_the_calendar_are_refused(step: Callable[[str], str], code: str) -> None:
    with pytest.raises(UnknownPeriodError):
        step(code)


@given(VALID)
def test_valid_codes_have_days_and_labels(code: str) -> None:
    period = parse(code)
    assert period.first_day <= period.last_day
    assert period.first_day.day == 1
    assert (period.last_day + dt.timedelta(days=1)).day == 1
    assert label(code)
    assert len(short_label(code)) <= len(label(code))


@given(st.text() | NEARLY_VALID | VALID)
def test_any_text_is_a_period_or_refused_as_one(text: str) -> None:
    try:
        period = parse(text)
    except UnknownPeriodError:
        with pytest.raises(UnknownPeriodError):
            label(text)
    else:
        assert period.code == text
        assert label(text)


@given(VALID)
def test_a_year_of_steps_is_the_same_period_a_year_later(code: str) -> None:
    steps = {PeriodKind.QUARTER: 4, PeriodKind.FOUR_QUARTERS: 4, PeriodKind.MONTH: 12}
    later = code
    for _ in range(steps.get(parse(code).kind, 1)):
        later = following(later)
    assert year_before(later) == code


@given(VALID)
def test_the_following_period_keeps_the_kind_and_never_leaves_a_gap(code: str) -> None:
    period, after = parse(code), parse(following(code))
    assert after.kind is period.kind
    assert period.first_day < after.first_day
    overlaps = period.kind is PeriodKind.FOUR_QUARTERS
    assert overlaps or after.first_day == period.last_day + dt.timedelta(days=1)


@given(QUARTERS)
def test_four_quarters_end_with_their_last_quarter(code: str) -> None:
    together = parse(four_quarters_ending(code))
    parts = [parse(quarter) for quarter in quarters_of(together.code)]
    assert len(parts) == 4
    assert parts[-1].code == code
    assert (parts[0].first_day, parts[-1].last_day) == (together.first_day, together.last_day)
