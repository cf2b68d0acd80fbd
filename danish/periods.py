"""Period codes: what they cover, what they are called and which one comes before or after.

A code is text: `2025K1` a quarter, `2025` a year, `2025K1-2025K4` four quarters together,
`2022/23` a school year and `2023M05` a month. Inside this module a period is its kind and its
first month, counted from year 0; every code is written from those two.
"""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from danish.dates import MONTHS, SHORT_MONTHS
from danish.errors import DanishError


class PeriodKind(StrEnum):
    """What stretch of time a period code names."""

    QUARTER = "quarter"
    YEAR = "year"
    FOUR_QUARTERS = "four_quarters"
    SCHOOL_YEAR = "school_year"
    MONTH = "month"


@dataclass(frozen=True)
class Period:
    """A period code and what it covers.

    Attributes
    ----------
    code
        The code itself, such as `2025K1`.
    kind
        What stretch of time it names.
    first_day, last_day
        The days it covers, both included.
    """

    code: str
    kind: PeriodKind
    first_day: dt.date
    last_day: dt.date


class UnknownPeriodError(DanishError, ValueError):
    """A text that is not a period code, or not one of the kind that is asked for."""


_YEAR = "(?P<year>(?:19|20)[0-9]{2})"
_FORMS = {
    PeriodKind.QUARTER: re.compile(f"{_YEAR}K(?P<quarter>[1-4])"),
    PeriodKind.YEAR: re.compile(_YEAR),
    PeriodKind.FOUR_QUARTERS: re.compile(f"{_YEAR}K(?P<quarter>[1-4])-[0-9]{{4}}K[1-4]"),
    PeriodKind.SCHOOL_YEAR: re.compile(f"{_YEAR}/[0-9]{{2}}"),
    PeriodKind.MONTH: re.compile(f"{_YEAR}M(?P<month>0[1-9]|1[0-2])"),
}
_MONTHS_COVERED = {
    PeriodKind.QUARTER: 3,
    PeriodKind.YEAR: 12,
    PeriodKind.FOUR_QUARTERS: 12,
    PeriodKind.SCHOOL_YEAR: 12,
    PeriodKind.MONTH: 1,
}
_MONTHS_TO_NEXT = _MONTHS_COVERED | {PeriodKind.FOUR_QUARTERS: 3}
_AUGUST = 7  # months into the calendar year when a school year begins


def parse(code: str) -> Period:
    """Read a period code.

    Parameters
    ----------
    code
        The code as StatBank spells it, for a year from 1900 to 2099.

    Returns
    -------
    Period
        The code with its kind and the days it covers.

    Raises
    ------
    UnknownPeriodError
        When the text is not a period code: the message, in Danish, names the valid forms.
    """
    for kind, form in _FORMS.items():
        match = form.fullmatch(code)
        if match is None:
            continue
        parts = {name: int(digits) for name, digits in match.groupdict().items()}
        first = 12 * parts["year"] + 3 * (parts.get("quarter", 1) - 1) + parts.get("month", 1) - 1
        if kind is PeriodKind.SCHOOL_YEAR:
            first += _AUGUST
        # Writing the code again checks its second half: 2025K1-2025K3 and 2022/24 come out
        # as something else.
        if _code(kind, first) == code:
            after = _first_day(first + _MONTHS_COVERED[kind])
            return Period(code, kind, _first_day(first), after - dt.timedelta(days=1))
    raise UnknownPeriodError(
        f'Perioden "{code}" kendes ikke. Gyldige former: 2025K1 (kvartal), 2025 (år), '
        "2025K1-2025K4 (fire kvartaler i træk), 2022/23 (skoleår) og 2023M05 (måned)."
    )


def label(code: str) -> str:
    """Name a period in full.

    Parameters
    ----------
    code
        A period code.

    Returns
    -------
    str
        Such as "4. kvartal 2025", "1.–4. kvartal 2025" or "skoleåret 2022/23".
    """
    period = parse(code)
    first, last = period.first_day, period.last_day
    match period.kind:
        case PeriodKind.QUARTER:
            return f"{_quarter(first)}. kvartal {first.year}"
        case PeriodKind.YEAR:
            return code
        case PeriodKind.FOUR_QUARTERS:
            if first.year == last.year:
                return f"1.–4. kvartal {first.year}"
            return " – ".join(f"{_quarter(day)}. kvartal {day.year}" for day in (first, last))
        case PeriodKind.SCHOOL_YEAR:
            return f"skoleåret {code}"
        case PeriodKind.MONTH:
            return f"{MONTHS[first.month - 1]} {first.year}"


def short_label(code: str) -> str:
    """Name a period where there is little room, such as on an axis.

    Parameters
    ----------
    code
        A period code.

    Returns
    -------
    str
        Such as "4. kvt. 2025", "2025" for four quarters of one calendar year and
        "året til 2. kvt. 2025" for four quarters of two.
    """
    period = parse(code)
    first, last = period.first_day, period.last_day
    match period.kind:
        case PeriodKind.QUARTER:
            return f"{_quarter(first)}. kvt. {first.year}"
        case PeriodKind.YEAR | PeriodKind.SCHOOL_YEAR:
            return code
        case PeriodKind.FOUR_QUARTERS:
            if first.year == last.year:
                return str(first.year)
            return f"året til {_quarter(last)}. kvt. {last.year}"
        case PeriodKind.MONTH:
            return f"{SHORT_MONTHS[first.month - 1]} {first.year}"


def year_before(code: str) -> str:
    """Return the code of the same period one year earlier.

    Parameters
    ----------
    code
        A period code.

    Returns
    -------
    str
        Such as `2024K1` for `2025K1`.
    """
    return _moved(parse(code), -12)


def following(code: str) -> str:
    """Return the code of the next period of the same kind.

    Parameters
    ----------
    code
        A period code.

    Returns
    -------
    str
        Such as `2026K1` for `2025K4`; four quarters together move one quarter.
    """
    period = parse(code)
    return _moved(period, _MONTHS_TO_NEXT[period.kind])


def four_quarters_ending(quarter_code: str) -> str:
    """Return the code of the four quarters that end with a quarter.

    Parameters
    ----------
    quarter_code
        The code of the last of the four.

    Returns
    -------
    str
        Such as `2024K3-2025K2` for `2025K2`.

    Raises
    ------
    UnknownPeriodError
        When the code is not that of a quarter.
    """
    period = parse(quarter_code)
    if period.kind is not PeriodKind.QUARTER:
        raise UnknownPeriodError(f'Perioden "{quarter_code}" er ikke et kvartal.')
    return parse(_code(PeriodKind.FOUR_QUARTERS, _first_month(period) - 9)).code


def quarters_of(code: str) -> tuple[str, ...]:
    """Return the codes of the quarters that a period consists of, the first one first.

    Parameters
    ----------
    code
        The code of a quarter, a calendar year or four quarters together.

    Returns
    -------
    tuple of str
        One or four codes.

    Raises
    ------
    UnknownPeriodError
        When the period is a school year or a month.
    """
    period = parse(code)
    if period.kind in (PeriodKind.SCHOOL_YEAR, PeriodKind.MONTH):
        raise UnknownPeriodError(f'Perioden "{code}" kan ikke deles op i kvartaler.')
    first = _first_month(period)
    months = range(first, first + _MONTHS_COVERED[period.kind], 3)
    return tuple(_code(PeriodKind.QUARTER, month) for month in months)


def _moved(period: Period, months: int) -> str:
    return parse(_code(period.kind, _first_month(period) + months)).code


def _code(kind: PeriodKind, first_month: int) -> str:
    year, month = divmod(first_month, 12)
    match kind:
        case PeriodKind.QUARTER:
            return f"{year}K{month // 3 + 1}"
        case PeriodKind.YEAR:
            return f"{year}"
        case PeriodKind.FOUR_QUARTERS:
            ends = (
                _code(PeriodKind.QUARTER, quarter) for quarter in (first_month, first_month + 9)
            )
            return "-".join(ends)
        case PeriodKind.SCHOOL_YEAR:
            return f"{year}/{(year + 1) % 100:02}"
        case PeriodKind.MONTH:
            return f"{year}M{month + 1:02}"


def _first_month(period: Period) -> int:
    return 12 * period.first_day.year + period.first_day.month - 1


def _first_day(month: int) -> dt.date:
    year, months = divmod(month, 12)
    return dt.date(year, months + 1, 1)


def _quarter(day: dt.date) -> int:
    return (day.month + 2) // 3
