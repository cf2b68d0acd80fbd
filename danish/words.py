"""Plurals, lists and sentences as Danes write them."""

from collections.abc import Iterable

from danish.numbers import MINUS, number

_QUOTATION_MARKS = "\"'”’»«"


def count(n: float | int | None, singular: str, plural: str, decimals: int = 0) -> str:
    """Write a number of things.

    Parameters
    ----------
    n
        How many; None and NaN are missing values.
    singular, plural
        The thing, as in "1 anmeldelse" and "2 anmeldelser".
    decimals
        How many decimals to show.

    Returns
    -------
    str
        Such as "1.066 anmeldelser". The word follows the number that is shown.
    """
    shown = number(n, decimals)
    return f"{shown} {singular if shown in ('1', f'{MINUS}1') else plural}"


def listing(items: Iterable[str], conjunction: str = "og") -> str:
    """Join words in a list.

    Parameters
    ----------
    items
        The words, in order.
    conjunction
        What stands before the last one.

    Returns
    -------
    str
        Such as "a, b og c"; empty when there are no words.
    """
    *others, last = list(items) or [""]
    return f"{', '.join(others)} {conjunction} {last}" if others else last


def capitalise(sentence: str) -> str:
    """Give a text a capital first letter and leave the rest, and with it every name, alone.

    Parameters
    ----------
    sentence
        The text. Quotation marks and brackets before its first letter are passed over; a text
        that opens with a digit stays as it is.

    Returns
    -------
    str
        The text with its capital.
    """
    for place, character in enumerate(sentence):
        if character.isalnum():
            return sentence[:place] + character.upper() + sentence[place + 1 :]
    return sentence


def sentence(text: str) -> str:
    """Make a text a sentence: a capital first and a full stop, question or exclamation mark last.

    Parameters
    ----------
    text
        The text, with or without them. A mark inside the last quotation marks counts; one inside
        a bracket does not, since "(1,2 mio. kr.)" ends no sentence.

    Returns
    -------
    str
        The sentence, without spaces around it; empty when the text is.
    """
    stripped = text.strip()
    if not stripped or stripped.rstrip(_QUOTATION_MARKS).endswith((".", "?", "!", "…")):
        return capitalise(stripped)
    return f"{capitalise(stripped)}."
