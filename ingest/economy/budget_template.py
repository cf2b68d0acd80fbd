"""Templates for money: lines of a budget, tags, and price and wage percentages."""

from collections.abc import Callable, Mapping

from danish import words
from ingest.template_workbook import Column, Template, UnknownKindError, written
from store import economy
from store.amounts import Version

_RULES = (
    "Skriv i arket »Udfyld«, én række for hver {row}. Arket »Eksempel« viser hvordan.",
    "Lad overskrifterne stå. Kolonner, der ikke skal udfyldes, må være tomme eller slettes.",
)
_FUNCTION = Column(
    "Funktion", "Kontoplanens funktion: 5.28.21, 05.28.21 eller 0528210001. Navnet må stå bagefter."
)
_COST_CENTRE = Column(
    "Omkostningssted", "Koden, for eksempel 4521. Tekst efter koden gemmes ikke.", needed=False
)


def template(kind: str) -> bytes:
    """A workbook to fill in.

    Parameters
    ----------
    kind
        ``budget``, ``budget-tags`` or ``prices``, or what they are called: one of `NAMES`.

    Raises
    ------
    ingest.template_workbook.UnknownKindError
        If there is no template of that kind.
    """
    of = NAMES.get(kind.casefold(), kind)
    if of not in MADE:
        raise UnknownKindError(kind, [*NAMES])
    return written(MADE[of]())


def budget() -> Template:
    """A row for each line and version."""
    versions = tuple(version.in_words for version in Version)
    columns = (
        Column("Center", "Centeret eller en anden enhed på listen.", _units(), needed=False),
        _COST_CENTRE,
        _FUNCTION,
        Column("Dranst", "1 drift, 2 statsrefusion, 3 anlæg.", ("1", "2", "3"), needed=False),
        Column("Art", "Hovedart eller art: 1 løn, 4 tjenesteydelser, 7 indtægter.", needed=False),
        Column("Version", "Hvilken version beløbet er.", versions),
        Column("År", "Det år, beløbet er for, som 2026."),
        Column(AMOUNT, "Hele kroner eller kroner og øre. Udgifter uden fortegn."),
    )
    leisure, children = "Center for Kultur og Fritid", "Center for Børn og Forebyggelse"
    adopted = versions[0]
    example = (
        (leisure, "4521", "3.38.76", "1", "1", adopted, "2026", 1200000),
        (leisure, "4521", "3.38.76", "1", "7.6", adopted, "2026", -150000),
        (children, "4610", "5.28.21", "1", "4", adopted, "2026", 350000.5),
    )
    advice = (
        *_advice("kontolinje og version"),
        "Skriv aldrig navne eller tekster om enkeltpersoner: kun koder og navne på enheder gemmes.",
        "Prisniveauet bekræftes ved indlæsning: løbende priser eller et bestemt års priser.",
        "To versioner og to prisniveauer lægges aldrig sammen.",
    )
    return Template(economy.TITLES[economy.BUDGET], columns, example, advice)


def tags() -> Template:
    """A row for each share of a function and a cost centre."""
    columns = (
        Column(_FUNCTION.name, _FUNCTION.explains + " Tom for alle.", needed=False),
        Column(_COST_CENTRE.name, _COST_CENTRE.explains + " Tom for alle.", needed=False),
        Column("Andel i procent", "Hvor stor en del af linjerne opgaven bruger. Højst 100."),
        Column("Mål", "Kommissoriets mål.", economy.GOALS, needed=False),
        Column("Indsats", "Hvad pengene går til, for eksempel SSP. Aldrig en person."),
        Column("Betaler", "Hvem der betaler.", tuple(map(words.capitalise, _payers()))),
        Column("Til og med", "Sidste dag, der er penge til. Tom, hvis det er fast.", needed=False),
    )
    example = (
        ("3.38.76", "4521", 25, "B", "SSP", "Kommunen", ""),
        ("5.28.21", "", 10, "B", "Mentorer", "Staten", "31-12-2027"),
    )
    advice = (
        *_advice("andel"),
        "Kontoplanen har ingen funktion til kriminalitetsforebyggelse. Mærkerne siger, hvor stor "
        "en del af hver linje der hører til opgaven, og de huskes til de næste budgetter.",
        "Listen afløser den, der er i brug, helt. Andele af samme linje må højst være 100 % i alt.",
    )
    return Template(economy.TITLES[economy.TAGS], columns, example, advice)


def prices() -> Template:
    """A row for each year's percentage."""
    columns = (
        Column("Til år", "Året, som priserne stiger til: 2027 er stigningen fra 2026 til 2027."),
        Column("Procent", "Stigningen i pris- og lønskønnet, for eksempel 3,2."),
        Column("Skønnet den", "Den dag, skønnet blev offentliggjort. Et nyere skøn afløser det."),
    )
    advice = (
        *_advice("år"),
        "Brug kommunens eget pris- og lønskøn. Indtil tabellen er udfyldt, vises alle beløb i "
        "løbende priser.",
        "Tallene i arket »Eksempel« er opdigtede.",
    )
    return Template(
        economy.TITLES[economy.PRICES], columns, (("2027", "9,9", "01-01-2026"),), advice
    )


AMOUNT = "Beløb i kr. (indtægter med minus)"
MADE: Mapping[str, Callable[[], Template]] = {
    economy.EconomyKind.BUDGET: budget,
    economy.EconomyKind.TAGS: tags,
    economy.EconomyKind.PRICES: prices,
}
NAMES: Mapping[str, str] = {
    "budget": economy.EconomyKind.BUDGET,
    "mærker": economy.EconomyKind.TAGS,
    "priser": economy.EconomyKind.PRICES,
}
"""What the templates are called where a reader names one."""


def _units() -> tuple[str, ...]:
    return tuple(economy.units())


def _payers() -> tuple[str, ...]:
    return tuple(economy.PAYERS.values())


def _advice(row: str) -> tuple[str, ...]:
    return tuple(sentence.format(row=row) for sentence in _RULES)
