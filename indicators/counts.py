"""The counts that indicators are built from, and sentences that several of them share."""

import csv
from functools import cache

from indicators.definition import Count
from store.settings import CONFIG

POPULATION = Count(
    "FOLK1A",
    {"sex": ("TOT",), "age": ("IALT",), "marital": ("TOT",)},
    members_998=False,
)

PER_1000 = "pr. 1.000 indbyggere"
REPORT = ("anmeldelse", "anmeldelser")
ANSWER = ("svar", "svar")

WHERE_COMMITTED = "Hvor forbrydelsen skete, ikke hvor nogen bor."
WHERE_ASKED = "Hvor den adspurgte bor."

EXACT_POISSON_QUARTER = (
    "Anmeldelser pr. 1.000 indbyggere for hvert kvartal og for fire kvartaler tilsammen, "
    "med eksakt Poisson-interval (95 %)."
)
EXACT_POISSON_YEAR = (
    "Anmeldelser pr. 1.000 indbyggere for et år, med eksakt Poisson-interval (95 %)."
)
WEIGHTED_SHARE = (
    "Vægtet andel med Wilson-interval (95 %) ud fra det effektive antal svar; "
    "vises ikke ved færre end 30 svar."
)
SHARE_OF_REGISTER = "Andel med Wilson-interval (95 %); vises ikke ved færre end 10 personer."

FROM_STRAF11 = "Beregnes af tabellerne STRAF11 og FOLK1A."
FROM_STRAF22 = "Beregnes af tabellerne STRAF22 og FOLK1A."

SURVEY_BASE = 30
PERSON_BASE = 10


class UnknownOffenceError(ValueError):
    """A code is not among StatBank's offences."""


def reports(*offences: str) -> Count:
    """Count reported offences per quarter (STRAF11), the offences added together."""
    return Count("STRAF11", {"offence": offences})


def yearly_reports(*offences: str) -> Count:
    """Count reported offences per year (STRAF22), the offences added together."""
    return Count("STRAF22", {"offence": offences, "stage": ("ANM",)})


def charges(*offences: str) -> Count:
    """Count the reports of a year in which somebody is charged (STRAF22): reports, not persons."""
    return Count("STRAF22", {"offence": offences, "stage": ("SIG",)})


def in_words(offences: tuple[str, ...]) -> str:
    """Offences as they are read in a sentence: "vold, røveri og hærværk"."""
    known = _offence_names()
    if unknown := [code for code in offences if code not in known]:
        raise UnknownOffenceError(f"Ukendt overtrædelse: {', '.join(unknown)}.")
    names = [known[code] for code in offences]
    return " og ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


@cache
def _offence_names() -> dict[str, str]:
    with (CONFIG / "codes" / "offence.csv").open(encoding="utf-8", newline="") as file:
        labels = {row["code"]: row["label"] for row in csv.DictReader(file, delimiter=";")}
    return {code: _in_a_sentence(label) for code, label in labels.items()}


def _in_a_sentence(label: str) -> str:
    """StatBank's label without its note in brackets and its "i alt", and with a small letter."""
    name = label.split(" (")[0].removesuffix(" i alt")
    return name[:1].lower() + name[1:]
