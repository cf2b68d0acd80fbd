"""Goal B: Færre unge ender i kriminalitet."""

from indicators.counts import (
    MEASURES,
    PERSON_BASE,
    SURVEY_BASE,
    aged,
    decisions,
    notifications,
    young,
)
from indicators.definition import Answers, Frequency, Indicator, Kind, Persons, Polarity

WHERE_OFFENDER_LIVES = "Hvor den unge bor, ikke hvor forbrydelsen skete."
WHERE_YOUNG_LIVE = "Hvor den unge bor."
WHERE_CHILD_PRESUMABLY_LIVES = "Formentlig hvor barnet eller den unge bor."
WHERE_SCHOOL_IS = "Kommunens skoler, uanset hvor eleven bor."

DECISIONS_IN = (
    "Afgørelser efter straffeloven mod unge i alderen. "
    "En ung med flere afgørelser tæller flere gange."
)
DECISIONS_OUT = (
    "Frifindelser, tiltalefrafald og undladt tiltale, særlove, færdselsloven og børn under 15 år, "
    "der ikke kan straffes."
)
DECISIONS_METHOD = (
    "Afgørelser pr. 1.000 unge i alderen for et år, med eksakt Poisson-interval (95 %)."
)
DECISIONS_NEEDS = "Beregnes af tabellerne STRAF44 og FOLK1A fordelt på alder."

INDICATORS = (
    Indicator(
        id="B1",
        goal="B",
        title="Afgørelser mod 15–17-årige pr. 1.000 i alderen",
        short_title="Afgørelser mod 15–17-årige",
        kind=Kind.RATE,
        unit="pr. 1.000 15–17-årige",
        polarity=Polarity.LOWER,
        frequency=Frequency.YEAR,
        counts_in=DECISIONS_IN,
        counts_out=DECISIONS_OUT,
        place=WHERE_OFFENDER_LIVES,
        source="Danmarks Statistik, STRAF44 og FOLK1A",
        method=DECISIONS_METHOD,
        reading=(
            "En stigning kan betyde mere kriminalitet blandt unge, men også at flere sager bliver "
            "opklaret og afgjort. Afgørelsen kommer senere end forbrydelsen. "
            "Læs den sammen med de unge voksne (B2) og fraværet i skolen (B6)."
        ),
        needs=DECISIONS_NEEDS,
        cases=("afgørelse", "afgørelser"),
        numerator=decisions(15, 17),
        denominator=aged(15, 17),
        companions=("B2", "B5", "B6"),
    ),
    Indicator(
        id="B2",
        goal="B",
        title="Afgørelser mod 18–24-årige pr. 1.000 i alderen",
        short_title="Afgørelser mod 18–24-årige",
        kind=Kind.RATE,
        unit="pr. 1.000 18–24-årige",
        polarity=Polarity.LOWER,
        frequency=Frequency.YEAR,
        counts_in=DECISIONS_IN,
        counts_out="Frifindelser, tiltalefrafald og undladt tiltale, særlove og færdselsloven.",
        place=WHERE_OFFENDER_LIVES,
        source="Danmarks Statistik, STRAF44 og FOLK1A",
        method=DECISIONS_METHOD,
        reading=(
            "En stigning kan betyde mere kriminalitet blandt unge voksne, men også at flere sager "
            "bliver opklaret og afgjort. Læs den sammen med de yngre (B1) og unge uden for job "
            "og uddannelse (B4)."
        ),
        needs=DECISIONS_NEEDS,
        cases=("afgørelse", "afgørelser"),
        numerator=decisions(18, 24),
        denominator=aged(18, 24),
        companions=("B1", "B4", "D1"),
    ),
    Indicator(
        id="B3",
        goal="B",
        title="Underretninger pr. 1.000 børn på 0–17 år",
        short_title="Underretninger",
        kind=Kind.RATE,
        unit="pr. 1.000 børn på 0–17 år",
        polarity=Polarity.NONE,
        frequency=Frequency.YEAR,
        counts_in="Underretninger til kommunen om børn og unge på 0–17 år.",
        counts_out=(
            "Unge på 18 år og derover, ufødte og børn med ukendt alder. "
            "Tallet er underretninger, ikke børn."
        ),
        place=WHERE_CHILD_PRESUMABLY_LIVES,
        source="Danmarks Statistik, UND1 og FOLK1A",
        method="Underretninger pr. 1.000 børn for et år, med eksakt Poisson-interval (95 %).",
        reading=(
            "En stigning kan betyde, at flere børn har det svært, men også at flere reagerer i "
            "tide. Derfor er hverken op eller ned bedst i sig selv."
        ),
        needs="Beregnes af tabellerne UND1 og FOLK1A fordelt på alder.",
        cases=("underretning", "underretninger"),
        numerator=notifications(0, 17),
        denominator=aged(0, 17),
        companions=("B6", "B7"),
    ),
    Indicator(
        id="B4",
        goal="B",
        title="Unge på 16–24 år uden for job og uddannelse",
        short_title="Unge uden for job og uddannelse",
        kind=Kind.SHARE,
        unit="%",
        polarity=Polarity.LOWER,
        frequency=Frequency.YEAR,
        counts_in="Unge på 16–24 år, der hverken er i job eller uddannelse.",
        counts_out="Unge i job eller uddannelse samt børn under 16 og voksne over 24 år.",
        place=WHERE_YOUNG_LIVE,
        source="Danmarks Statistik, NEET1",
        method="Andel af alle unge på 16–24 år, med Wilson-interval (95 %).",
        reading=(
            "Tallet viser en risiko, ikke kriminalitet, og det følger også arbejdsmarkedet. "
            "Læs det sammen med afgørelserne (B2) og de unge, der får støtte (D4)."
        ),
        needs="Beregnes af tabellen NEET1.",
        cases=("ung", "unge"),
        numerator=young("10"),
        denominator=young("00"),
        companions=("B2", "D4"),
    ),
    Indicator(
        id="B5",
        goal="B",
        title="Indsatser efter lov om bekæmpelse af ungdomskriminalitet",
        short_title="Indsatser mod ungdomskriminalitet",
        kind=Kind.COUNT,
        unit="indsatser",
        polarity=Polarity.NONE,
        frequency=Frequency.YEAR,
        counts_in="Indsatser efter lov om bekæmpelse af ungdomskriminalitet.",
        counts_out="Andre indsatser for børn og unge.",
        place=WHERE_CHILD_PRESUMABLY_LIVES,
        source="Danmarks Statistik, ISBU01",
        method="Antal i et år; tallet er lille og bliver ikke regnet om til en andel.",
        reading=(
            "Flere indsatser kan betyde flere sager, men også at flere unge får hjælp. "
            "Læs det sammen med afgørelserne (B1)."
        ),
        needs="Beregnes af tabellen ISBU01.",
        cases=("indsats", "indsatser"),
        decimals=0,
        numerator=MEASURES,
        companions=("B1",),
    ),
    Indicator(
        id="B6",
        goal="B",
        title="Elever med mindst 10 % fravær",
        short_title="Elever med højt fravær",
        kind=Kind.SHARE,
        unit="%",
        polarity=Polarity.LOWER,
        frequency=Frequency.SCHOOL_YEAR,
        counts_in="Elever, der har været fraværende mindst 10 % af skoleåret, uanset grund.",
        counts_out="Elever med under 10 % fravær.",
        place=WHERE_SCHOOL_IS,
        source="Kommunens skoleregistrering",
        method=(
            "Andel af alle elever; Wilson-intervallet (95 %) er kun en hjælp til at læse udsving, "
            "for tallet er ikke en stikprøve."
        ),
        reading=(
            "En stigning kan skyldes mistrivsel, men også sygdom eller ændret registrering. "
            "Læs den sammen med trivslen (B7)."
        ),
        needs="Kræver en opgørelse af fravær pr. elev eller i intervaller for hvert skoleår.",
        cases=("elev", "elever"),
        smallest_base=PERSON_BASE,
        companions=("B7", "B1"),
        numerator=Persons("fravær"),
    ),
    Indicator(
        id="B7",
        goal="B",
        title="Generel skoletrivsel",
        short_title="Skoletrivsel",
        kind=Kind.MEAN,
        unit="på en skala fra 1 til 5",
        polarity=Polarity.HIGHER,
        frequency=Frequency.SCHOOL_YEAR,
        counts_in=(
            "Elever i 4.–9. klasse, der har svaret på mindst halvdelen af de spørgsmål, "
            "tallet bygger på."
        ),
        counts_out="Elever med færre svar; »ønsker ikke at svare« tæller som manglende.",
        place=WHERE_SCHOOL_IS,
        source="Den nationale trivselsmåling",
        method="Gennemsnit af elevernes egne gennemsnit, med t-interval (95 %).",
        reading=(
            "Små ændringer fra år til år er sjældent sikre, og især ikke for en enkelt skole. "
            "Læs trivslen over flere år og sammen med fraværet (B6)."
        ),
        needs="Kræver kommunens tal fra den nationale trivselsmåling med antal svar.",
        cases=("elev", "elever"),
        smallest_base=SURVEY_BASE,
        companions=("B6",),
        numerator=Answers("trivsel", "generel_trivsel"),
    ),
    Indicator(
        id="B8",
        goal="B",
        title="Unge i 8. klasse, der har prøvet hash",
        short_title="Har prøvet hash i 8. klasse",
        kind=Kind.SHARE,
        unit="%",
        polarity=Polarity.LOWER,
        frequency=Frequency.SCHOOL_YEAR,
        counts_in="Elever i 8. klasse, der svarer, at de har prøvet hash.",
        counts_out="Elever, der svarer nej; »ønsker ikke at svare« tæller ikke med.",
        place=WHERE_SCHOOL_IS,
        source="Kommunens skoleundersøgelse",
        method=(
            "Andel af svarene med Wilson-interval (95 %); når næsten alle elever har svaret, "
            "er svarprocenten vigtigere end intervallet."
        ),
        reading=(
            "Svarene afhænger af, om de unge stoler på, at undersøgelsen er anonym. En stigning "
            "kan derfor også skyldes større tillid til den. Læs den sammen med B9."
        ),
        needs="Kræver en skoleundersøgelse i 8. klasse med spørgsmålet om hash.",
        cases=("svar", "svar"),
        smallest_base=SURVEY_BASE,
        companions=("B9", "B6"),
        numerator=Answers("ungeprofil", "hash_prøvet"),
    ),
    Indicator(
        id="B9",
        goal="B",
        title="Unge i gadeorienterede grupper, som indsatsen kender",
        short_title="Unge i gadeorienterede grupper",
        kind=Kind.COUNT,
        unit="unge",
        polarity=Polarity.LOWER,
        frequency=Frequency.QUARTER,
        counts_in="Unge, som medarbejderne kender som del af en gadeorienteret gruppe i kvartalet.",
        counts_out="Unge, som indsatsen ikke kender. Tallet er ikke alle unge i sådanne grupper.",
        place="Hvor gruppen opholder sig.",
        source="Kommunens egen registrering",
        method="Antal personer i et kvartal; små antal er skjult af hensyn til fortrolighed.",
        reading=(
            "En stigning kan betyde flere unge i grupperne, men også at medarbejderne kender "
            "flere. Læs den sammen med trygheden om aftenen (A2)."
        ),
        needs=(
            "Kræver, at kommunen tæller de unge hvert kvartal og indlæser antallet uden navne "
            "og CPR-numre."
        ),
        cases=("ung", "unge"),
        decimals=0,
        companions=("A2", "B1"),
        numerator=Persons("gadegrupper"),
        adds_up=False,
    ),
)
