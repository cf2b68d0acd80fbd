import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danish.dates import DAYS, MONTHS, SHORT_DAYS, SHORT_MONTHS, date, moment, short_date


@pytest.mark.parametrize(
    ("day", "full", "short"),
    [
        (dt.date(2026, 11, 23), "23. november 2026", "23.11.2026"),
        (dt.date(2023, 1, 3), "3. januar 2023", "03.01.2023"),
        (dt.datetime(2025, 12, 31, 22, 59, tzinfo=dt.UTC), "31. december 2025", "31.12.2025"),
        (dt.datetime(2025, 12, 31, 23, 0, tzinfo=dt.UTC), "1. januar 2026", "01.01.2026"),
        (dt.datetime(2025, 12, 31, 23, 0), "31. december 2025", "31.12.2025"),
    ],
)
def test_dates(day: dt.date, full: str, short: str) -> None:
    assert date(day) == full
    assert short_date(day) == short


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (dt.datetime(2026, 11, 23, 15, 30, tzinfo=dt.UTC), "23. november 2026 kl. 16.30"),
        (dt.datetime(2026, 7, 1, 7, 5, tzinfo=dt.UTC), "1. juli 2026 kl. 9.05"),
        (dt.datetime(2026, 6, 30, 22, 0, tzinfo=dt.UTC), "1. juli 2026 kl. 0.00"),
        # the two nights when the clock changes
        (dt.datetime(2026, 3, 29, 0, 59, tzinfo=dt.UTC), "29. marts 2026 kl. 1.59"),
        (dt.datetime(2026, 3, 29, 1, 0, tzinfo=dt.UTC), "29. marts 2026 kl. 3.00"),
        (dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC), "25. oktober 2026 kl. 2.30"),
        (dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC), "25. oktober 2026 kl. 2.30"),
        (
            dt.datetime(2026, 11, 23, 10, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5))),
            "23. november 2026 kl. 16.30",
        ),
    ],
)
def test_moment(when: dt.datetime, text: str) -> None:
    assert moment(when) == text


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        moment(dt.datetime(2026, 11, 23, 16, 30))


def test_names_are_lower_case_and_complete() -> None:
    assert len(MONTHS) == len(SHORT_MONTHS) == 12
    assert len(DAYS) == len(SHORT_DAYS) == 7
    for full, short in zip(MONTHS + DAYS, SHORT_MONTHS + SHORT_DAYS, strict=True):
        assert full == full.lower()
        assert full.startswith(short.removesuffix("."))
        assert (full == short) != short.endswith(".")
    assert DAYS[dt.date(2026, 11, 23).weekday()] == "mandag"


@given(st.dates())
def test_every_date_can_be_read_back(day: dt.date) -> None:
    number, month, year = date(day).split(" ")
    read = dt.date(int(year), MONTHS.index(month) + 1, int(number.removesuffix(".")))
    assert read == day
    assert tuple(int(part) for part in short_date(day).split(".")) == (
        day.day,
        day.month,
        day.year,
    )
