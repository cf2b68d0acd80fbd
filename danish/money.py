"""Money as Danes write it, from integer øre."""

from danish.numbers import MISSING, NO_BREAK_SPACE, number, signed

ØRE = 100
"""Øre in a krone."""
MILLION = 1_000_000 * ØRE
_LONG = 1_000_000 * ØRE  # from here on it is written in millions


def kroner(øre: int | None, decimals: int = 0) -> str:
    """Write an amount in full: ``1.234.567 kr.``; "–" when it is missing.

    Halves are rounded away from zero.
    """
    return MISSING if øre is None else f"{number(øre / ØRE, decimals)}{NO_BREAK_SPACE}kr."


def millions(øre: int | None, decimals: int = 1) -> str:
    """Write an amount in millions: ``14,2 mio. kr.``; "–" when it is missing."""
    if øre is None:
        return MISSING
    return f"{number(øre / MILLION, decimals)}{NO_BREAK_SPACE}mio.{NO_BREAK_SPACE}kr."


def in_short(øre: int | None) -> str:
    """Write an amount for a sentence: millions with one decimal, below a million in full."""
    if øre is None or abs(øre) >= _LONG:
        return millions(øre)
    return kroner(øre)


def change(øre: int) -> str:
    """Write a difference in full with its sign: ``+200.000 kr.``."""
    return f"{signed(øre / ØRE)}{NO_BREAK_SPACE}kr."
