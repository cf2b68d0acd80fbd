"""Goal D: Gode betingelser for en fremtid uden kriminalitet."""

from indicators.counts import PERSON_BASE, SHARE_OF_REGISTER, relapses
from indicators.definition import Benchmark, Frequency, Indicator, Kind, Persons, Polarity

WHERE_PERSON_LIVES = "Hvor personen bor."

INDICATORS = (
    Indicator(
        id="D1",
        goal="D",
        title="Ny dom inden for to år",
        short_title="Ny dom inden for to år",
        kind=Kind.SHARE,
        unit="%",
        polarity=Polarity.LOWER,
        frequency=Frequency.YEAR,
        counts_in="Personer med en dom, der får en ny dom inden for to år.",
        counts_out="Nye sigtelser uden dom og domme senere end to år.",
        place=WHERE_PERSON_LIVES,
        source="Kommunens egen opgørelse",
        method=SHARE_OF_REGISTER,
        reading=(
            "Tallet er et par år gammelt, før det kan opgøres, og bygger på få personer: læs "
            "flere år tilsammen. Danmarks Statistik har kun landstal (RECIDIV1) og har oplyst "
            "31 % for årgang 2020 og 42 % for de 15–24-årige."
        ),
        needs=(
            "Kræver en opgørelse med årgang, antal dømte personer og antal med ny dom inden for "
            "to år, uden navne og CPR-numre."
        ),
        cases=("person", "personer"),
        smallest_base=PERSON_BASE,
        companions=("D2", "D3", "B2"),
        numerator=Persons("ny_dom"),
        benchmarks=(
            Benchmark(
                title="Hele landet: tilbagefald inden for to år",
                measure="Procent af personer med en afgørelse, efter årgang",
                source="Danmarks Statistik, RECIDIV1",
                when="for årgang",
                differs=(
                    "Niveauet kan ikke sammenlignes med kommunens. Her tælles alle afgørelser, "
                    "også bøder, tiltalefrafald og færdselsloven, i hele landet. Kommunens tal er "
                    "de dømte, som kommunen selv opgør. Danmarks Statistik har ingen tal for "
                    "tilbagefald i den enkelte kommune."
                ),
                numerator=relapses("6", "712", "1324"),
                denominator=relapses("TOT"),
            ),
        ),
    ),
    Indicator(
        id="D2",
        goal="D",
        title="I job eller uddannelse 12 måneder efter løsladelse eller dom",
        short_title="I job eller uddannelse efter 12 måneder",
        kind=Kind.SHARE,
        unit="%",
        polarity=Polarity.HIGHER,
        frequency=Frequency.YEAR,
        counts_in="Løsladte og dømte, der er i job eller uddannelse 12 måneder senere.",
        counts_out="Løsladte og dømte, der er uden job og uddannelse 12 måneder senere.",
        place=WHERE_PERSON_LIVES,
        source="Kommunens egen opgørelse",
        method=SHARE_OF_REGISTER,
        reading=(
            "En stigning kan skyldes indsatsen, men også et bedre arbejdsmarked. "
            "Læs den sammen med B4 og D1."
        ),
        needs=(
            "Kræver en opgørelse af løsladte og dømte og af, hvor mange der er i job eller "
            "uddannelse efter 12 måneder, uden navne og CPR-numre."
        ),
        cases=("person", "personer"),
        smallest_base=PERSON_BASE,
        companions=("D1", "B4"),
        numerator=Persons("beskæftigelse"),
    ),
    Indicator(
        id="D3",
        goal="D",
        title="Gennemførte exit- og mentorforløb",
        short_title="Gennemførte exit- og mentorforløb",
        kind=Kind.SHARE,
        unit="%",
        polarity=Polarity.HIGHER,
        frequency=Frequency.YEAR,
        counts_in="Forløb, der sluttede som aftalt, ud af alle forløb, der sluttede i året.",
        counts_out="Forløb, der stadig er i gang.",
        place=WHERE_PERSON_LIVES,
        source="Kommunens egen registrering",
        method="Andel med Wilson-interval (95 %); vises ikke ved færre end 10 forløb.",
        reading=(
            "Andelen kan stige, fordi forløbene bliver bedre, men også fordi færre med de sværeste "
            "problemer begynder. Se derfor også, hvor mange forløb der er."
        ),
        needs="Kræver en opgørelse af afsluttede og gennemførte forløb, uden navne og CPR-numre.",
        cases=("forløb", "forløb"),
        smallest_base=PERSON_BASE,
        companions=("D1", "D2"),
        numerator=Persons("forløb"),
    ),
    Indicator(
        id="D4",
        goal="D",
        title="Deltagere i fritidsliv, uddannelse eller fritidsjob med støtte",
        short_title="Deltagere i fællesskaber med støtte",
        kind=Kind.SHARE,
        unit="%",
        polarity=Polarity.HIGHER,
        frequency=Frequency.YEAR,
        counts_in=(
            "Personer i målgruppen, der med støtte deltager i fritidsliv, uddannelse eller "
            "fritidsjob."
        ),
        counts_out="Personer, der deltager uden støtte fra indsatsen.",
        place=WHERE_PERSON_LIVES,
        source="Kommunens egen registrering",
        method=(
            "Andel af målgruppen med Wilson-interval (95 %); vises ikke ved færre end 10 personer."
        ),
        reading=(
            "Andelen afhænger af, hvordan målgruppen er afgrænset: bliver den mindre, stiger "
            "andelen. Læs den sammen med B4."
        ),
        needs="Kræver en opgørelse af målgruppen og deltagerne, uden navne og CPR-numre.",
        cases=("deltager", "deltagere"),
        smallest_base=PERSON_BASE,
        companions=("B4", "D2"),
        numerator=Persons("fællesskaber"),
    ),
    Indicator(
        id="D5",
        goal="D",
        title="Løsladte med koordineret handleplan",
        short_title="Løsladte med handleplan",
        kind=Kind.SHARE,
        unit="%",
        polarity=Polarity.HIGHER,
        frequency=Frequency.YEAR,
        counts_in="Løsladte med en handleplan, der er aftalt mellem kommune og kriminalforsorg.",
        counts_out="Løsladte uden plan eller med en plan fra kun den ene part.",
        place=WHERE_PERSON_LIVES,
        source="Kommunens egen registrering",
        method=SHARE_OF_REGISTER,
        reading=(
            "Tallet viser, om samarbejdet fungerer, ikke om det virker: det viser D1 og D2 senere."
        ),
        needs="Kræver en opgørelse af løsladte med og uden handleplan, uden navne og CPR-numre.",
        cases=("løsladt", "løsladte"),
        smallest_base=PERSON_BASE,
        companions=("D1", "D2"),
        numerator=Persons("handleplaner"),
    ),
)
