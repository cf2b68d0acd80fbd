"""Dates and times as Danes write them, on the Danish clock."""

import datetime as dt
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
SHORT_MONTHS = (
    "jan.",
    "feb.",
    "mar.",
    "apr.",
    "maj",
    "jun.",
    "jul.",
    "aug.",
    "sep.",
    "okt.",
    "nov.",
    "dec.",
)
DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
SHORT_DAYS = ("man.", "tirs.", "ons.", "tors.", "fre.", "lør.", "søn.")


def now() -> dt.datetime:
    """Return this moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """Return the date in Denmark now."""
    return now().astimezone(COPENHAGEN).date()


def date(d: dt.date) -> str:
    """Write a date in full.

    Parameters
    ----------
    d
        The date. Of an aware moment it is the date in Denmark.

    Returns
    -------
    str
        Such as "23. november 2026".
    """
    day = _day(d)
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def short_date(d: dt.date) -> str:
    """Write a date in digits.

    Parameters
    ----------
    d
        The date. Of an aware moment it is the date in Denmark.

    Returns
    -------
    str
        Such as "23.11.2026".
    """
    day = _day(d)
    return f"{day.day:02}.{day.month:02}.{day.year}"


def moment(dt_utc: dt.datetime) -> str:
    """Write a moment as date and time in Denmark.

    Parameters
    ----------
    dt_utc
        The moment, in UTC or any other stated time zone.

    Returns
    -------
    str
        Such as "23. november 2026 kl. 16.30".

    Raises
    ------
    ValueError
        When the moment has no time zone, so that its time in Denmark is not known.
    """
    if dt_utc.utcoffset() is None:
        raise ValueError(f"A moment needs a time zone: {dt_utc!r}")
    local = dt_utc.astimezone(COPENHAGEN)
    return f"{date(local)} kl. {local.hour}.{local.minute:02}"


def _day(d: dt.date) -> dt.date:
    if isinstance(d, dt.datetime) and d.utcoffset() is not None:
        return d.astimezone(COPENHAGEN).date()
    return d
