"""Personal data in a text: where it stands, never what it says."""

import re
from dataclasses import dataclass

_DAY = "(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"  # a substitute number has the day + 60
_MONTH = "(?:0[1-9]|1[0-2])"
_ALIKE = str.maketrans(dict.fromkeys("\u2010\u2011\u2012–−", "-"))  # dashes of every length
_TWO_YEARS = re.compile(r"(?:19|20)[0-9]{2} (?:19|20)[0-9]{2}")

_FORMS = {
    "et CPR-nummer": re.compile(
        f"(?<![0-9]){_DAY}{_MONTH}[0-9]{{2}} ?-? ?[0-9]{{4}}(?![0-9])",
    ),
    "en e-mailadresse": re.compile(r"[\w.+-]+ ?@ ?[\w-]+(?:\.[\w-]+)+"),
    "et telefonnummer": re.compile(
        r"(?:(?:\+|00)45 ?)?(?<![0-9])"
        r"(?:[0-9]{8}|[0-9]{4} [0-9]{4}|[0-9]{2}([ .-])[0-9]{2}(?:\1[0-9]{2}){2})(?![0-9])"
        r"|(?:\+|00)45[0-9]{8}(?![0-9])"
    ),
}


@dataclass(frozen=True)
class Found:
    """Something that looks personal.

    Attributes
    ----------
    what
        In Danish with its article: ``et CPR-nummer``.
    line, first, last
        Where: the line and the characters in it, counted from 1.
    """

    what: str
    line: int
    first: int
    last: int

    @property
    def place(self) -> str:
        """In Danish: ``linje 2, tegn 14–24``."""
        return f"linje {self.line}, tegn {self.first}–{self.last}"


def find(text: str) -> list[Found]:
    """CPR numbers, e-mail addresses and telephone numbers, in the order of the text.

    Parameters
    ----------
    text
        As a person wrote it. Two years (``2023 2024``) are no telephone number.
    """
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        alike = re.sub(r"\s", " ", line.translate(_ALIKE))
        for what, form in _FORMS.items():
            for match in form.finditer(alike):
                if not _TWO_YEARS.fullmatch(match.group()):
                    found.append(Found(what, number, match.start() + 1, match.end()))
    return sorted(found, key=lambda one: (one.line, one.first))
