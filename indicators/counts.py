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


def aged(first: int, last: int) -> Count:
    """Inhabitants of some ages in years, both included."""
    ages = tuple(str(age) for age in range(first, last + 1))
    return Count(
        "FOLK1A_ALDER", {"sex": ("TOT",), "age": ages, "marital": ("TOT",)}, members_998=False
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

GUILTY = ("1", "2", "511", "512", "513", "515", "516", "517", "518")
"""Decisions of STRAF44 after which somebody is made to answer: all but 3, 4 and 514."""

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


def decisions(first: int, last: int) -> Count:
    """Count decisions of a year under the penal code against the young of some ages (STRAF44).

    Without acquittals (514) and charges withdrawn (3) or never brought (4).
    """
    ages = tuple(str(age) for age in range(first, last + 1))
    return Count("STRAF44", {"offence": ("1",), "decision": GUILTY, "age": ages, "sex": ("TOT",)})


def notifications(first: int, last: int) -> Count:
    """Count notifications of a year about children of some ages, whoever sent them (UND1)."""
    ages = tuple(str(age) for age in range(first, last + 1))
    return Count("UND1", {"sender": ("TOT",), "age": ages, "sex": ("TOT",)})


def young(status: str) -> Count:
    """Count people aged 16-24 by status (NEET1): 00 all, 10 neither in work nor education."""
    codes = {"neet_status": (status,), "sex": ("TOT",), "socio": ("TOT",)}
    return Count("NEET1", codes, members_998=False)


def relapses(*within: str) -> Count:
    """Count persons of a cohort by the time until a new conviction, the times added (RECIDIV1).

    The country only: 6 (months), 712 and 1324 are together two years, TOT everybody.
    """
    others = dict.fromkeys(("sex", "age", "sanction", "first_offence"), ("TOT",))
    return Count("RECIDIV1", {**others, "relapse": within}, members_998=False)


MEASURES = Count("ISBU01", {"measure": ("7",)}, members_998=False)
"""Measures under the act on combating juvenile crime, in a year."""

VICTIMS = Count("STRAF5", {"offence": ("1S",), "age": ("TOT",), "sex": ("TOT",)}, members_998=False)
"""Victims of reported crime in a year. The country only."""


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
