"""Numbers as Danes write them on screen, and as a Danish spreadsheet reads them from a file."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from danish.errors import DanishError

MINUS = "−"
MISSING = "–"
NO_BREAK_SPACE = "\u00a0"

_TYPED = re.compile(r"([+-]?)([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,([0-9]+))?")
_DANISH = str.maketrans({",": ".", ".": ",", "-": MINUS})
_WIDE = Context(prec=400)  # holds every float written out in full, from 1e308 down


class NotANumberError(DanishError, ValueError):
    """A text that is not a number as Danes write it."""


def number(value: float | int | None, decimals: int = 0) -> str:
    """Write a number with a dot per thousand, a decimal comma and a real minus sign.

    Halves are rounded away from zero on the digits that a reader sees: 2.675 becomes 2,68.

    Parameters
    ----------
    value
        The number; None and NaN are missing values.
    decimals
        How many decimals to show.

    Returns
    -------
    str
        Such as "1.234,5" or "−0,4"; "–" when the value is missing.

    Raises
    ------
    ValueError
        When the value is infinite.
    """
    exact = _exact(value)
    return MISSING if exact is None else _written(_rounded(exact, decimals))


def signed(value: float | int | None, decimals: int = 0) -> str:
    """Write a change: plus or minus in front, but no sign on what is shown as zero.

    Parameters
    ----------
    value
        The change; None and NaN are missing values.
    decimals
        How many decimals to show.

    Returns
    -------
    str
        Such as "+1,2", "−0,4" or "0,0"; "–" when the value is missing.
    """
    exact = _exact(value)
    return MISSING if exact is None else _signed(exact, decimals)


def percent(share: float | int | None, decimals: int = 0) -> str:
    """Write a share as a percentage.

    Parameters
    ----------
    share
        The share as a fraction: 0.298 is 29.8 %. None and NaN are missing values.
    decimals
        How many decimals to show.

    Returns
    -------
    str
        Such as "29,8 %", where number and sign stay on one line; "–" when the share is missing.
    """
    exact = _exact(share)
    if exact is None:
        return MISSING
    return f"{_written(_rounded(exact.scaleb(2), decimals))}{NO_BREAK_SPACE}%"


def percent_points(difference: float | int | None, decimals: int = 1) -> str:
    """Write the difference between two shares in percentage points.

    Parameters
    ----------
    difference
        The difference as a fraction, like the shares: 0.032 is 3.2 points.
    decimals
        How many decimals to show.

    Returns
    -------
    str
        Such as "+3,2 procentpoint"; "–" when the difference is missing.
    """
    exact = _exact(difference)
    return MISSING if exact is None else f"{_signed(exact.scaleb(2), decimals)} procentpoint"


def interval(lower: float | int | None, upper: float | int | None, decimals: int = 0) -> str:
    """Write two limits as an interval.

    Parameters
    ----------
    lower, upper
        The limits; None and NaN are missing values.
    decimals
        How many decimals to show.

    Returns
    -------
    str
        Such as "4,9–6,8", or "−1,2 til 3,4" when a minus sign would meet the dash; "–" when
        either limit is missing.
    """
    low, high = number(lower, decimals), number(upper, decimals)
    if MISSING in (low, high):
        return MISSING
    return f"{low} til {high}" if MINUS in low + high else f"{low}–{high}"


def plain(value: float | int | None, decimals: int | None = None) -> str:
    """Write a number for a CSV file that a Danish spreadsheet opens.

    Parameters
    ----------
    value
        The number; None and NaN are missing values.
    decimals
        How many decimals to write, or None for as many as the number has.

    Returns
    -------
    str
        Such as "-1234,5": decimal comma, no thousands separator, ordinary hyphen as minus,
        never an exponent; empty when the value is missing.
    """
    exact = _exact(value)
    if exact is None:
        return ""
    if decimals is not None:
        return f"{_rounded(exact, decimals):zf}".replace(".", ",")
    text = "0" if not exact else f"{exact:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def parse(text: str) -> float:
    """Read a number that a person typed.

    Parameters
    ----------
    text
        With a decimal comma, dots only between thousands, and any kind of minus sign; spaces
        round it do not matter.

    Returns
    -------
    float
        Such as -1234.5 for "−1.234,5".

    Raises
    ------
    NotANumberError
        When it is not a number; a decimal point is not read as one.
    """
    match = _TYPED.fullmatch(text.strip().replace(MINUS, "-").replace("–", "-"))
    if match is None:
        raise NotANumberError(
            f"»{text}« er ikke et tal. Skriv for eksempel 1.234,5 med komma før decimalerne."
        )
    sign, whole, fraction = match.groups()
    return float(f"{sign}{whole.replace('.', '')}.{fraction or 0}")


def _exact(value: float | int | None) -> Decimal | None:
    """Return the shortest decimal that means the value; None when it is missing."""
    if value is None or value != value:
        return None
    exact = Decimal(str(value))  # str, not repr: repr of a numpy number also names its type
    if not exact.is_finite():
        raise ValueError(f"An infinite value cannot be written as a number: {value}")
    return exact


def _rounded(exact: Decimal, decimals: int) -> Decimal:
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE)


def _written(rounded: Decimal) -> str:
    return f"{rounded:z,f}".translate(_DANISH)


def _signed(exact: Decimal, decimals: int) -> str:
    rounded = _rounded(exact, decimals)
    return ("+" if rounded > 0 else "") + _written(rounded)
