"""Goal C: Færre ofre for kriminalitet."""

from indicators.counts import (
    ANSWER,
    EXACT_POISSON_QUARTER,
    EXACT_POISSON_YEAR,
    FROM_STRAF11,
    FROM_STRAF22,
    PER_1000,
    POPULATION,
    REPORT,
    SURVEY_BASE,
    VICTIMS,
    WEIGHTED_SHARE,
    WHERE_COMMITTED,
    charges,
    reports,
    yearly_reports,
)
from indicators.definition import (
    Answers,
    Benchmark,
    Breakdown,
    Frequency,
    Indicator,
    Kind,
    Polarity,
)

WITHOUT_SEXUAL = "uden=11"
WITHOUT_SEXUAL_TITLE = "uden seksualforbrydelser"

INDICATORS = (
    Indicator(
        id="C1",
        goal="C",
        title="Personfarlig kriminalitet pr. 1.000 indbyggere",
        short_title="Personfarlig kriminalitet",
        kind=Kind.RATE,
        unit=PER_1000,
        polarity=Polarity.LOWER,
        frequency=Frequency.YEAR,
        counts_in="Anmeldte seksualforbrydelser, voldsforbrydelser og røverier.",
        counts_out="Tyveri, indbrud, hærværk og overtrædelser af våbenloven.",
        place=WHERE_COMMITTED,
        source="Danmarks Statistik, STRAF22 og FOLK1A",
        method=EXACT_POISSON_YEAR,
        reading=(
            "Seksualforbrydelser steg kraftigt i Ishøj i 2018 og 2023, formentlig på grund af "
            "massesager. Se derfor også tallet uden dem. En stigning kan skyldes, at flere melder "
            "det, de har været udsat for: læs den sammen med C6."
        ),
        needs=FROM_STRAF22,
        cases=REPORT,
        decimals=2,
        numerator=yearly_reports("11", "12", "1380"),
        denominator=POPULATION,
        breakdowns=(
            Breakdown(
                code=WITHOUT_SEXUAL,
                title=WITHOUT_SEXUAL_TITLE,
                numerator=yearly_reports("12", "1380"),
                denominator=POPULATION,
            ),
        ),
        companions=("C2", "C6"),
        breaks=(
            "seksual_2013",
            "massesag_2018",
            "psykisk_vold_2019",
            "grooming_2023",
            "massesag_2023",
        ),
    ),
    Indicator(
        id="C2",
        goal="C",
        title="Anmeldt vold pr. 1.000 indbyggere",
        short_title="Anmeldt vold",
        kind=Kind.RATE,
        unit=PER_1000,
        polarity=Polarity.LOWER,
        frequency=Frequency.QUARTER,
        counts_in=(
            "Alle anmeldte voldsforbrydelser, også trusler, psykisk vold og vold mod "
            "offentlig myndighed."
        ),
        counts_out="Seksualforbrydelser og røveri.",
        place=WHERE_COMMITTED,
        source="Danmarks Statistik, STRAF11 og FOLK1A",
        method=EXACT_POISSON_QUARTER,
        reading=(
            "En stigning kan betyde mere vold, men også at flere melder den, for eksempel vold "
            "i hjemmet. Læs den sammen med andelen af udsatte (C6)."
        ),
        needs=FROM_STRAF11,
        cases=REPORT,
        decimals=2,
        numerator=reports("12"),
        denominator=POPULATION,
        companions=("C1", "C6", "A2"),
        breaks=("psykisk_vold_2019",),
    ),
    Indicator(
        id="C3",
        goal="C",
        title="Indbrud i beboelser pr. 1.000 indbyggere",
        short_title="Indbrud i beboelser",
        kind=Kind.RATE,
        unit=PER_1000,
        polarity=Polarity.LOWER,
        frequency=Frequency.QUARTER,
        counts_in="Anmeldte indbrud i villaer, lejligheder, værelser og landejendomme.",
        counts_out=(
            "Indbrud i forretninger og virksomheder (C4) og i ubeboede bygninger, "
            "fx kældre, garager og kolonihavehuse."
        ),
        place=WHERE_COMMITTED,
        source="Danmarks Statistik, STRAF11 og FOLK1A",
        method=EXACT_POISSON_QUARTER,
        reading=(
            "Der er få indbrud i et kvartal, så læs fire kvartaler tilsammen. En enkelt "
            "indbrudsserie kan løfte tallet. Læs det sammen med A6."
        ),
        needs=FROM_STRAF11,
        cases=REPORT,
        decimals=2,
        numerator=reports("1320"),
        denominator=POPULATION,
        companions=("A6", "C4"),
        breaks=("indbrud_2018",),
    ),
    Indicator(
        id="C4",
        goal="C",
        title="Indbrud i virksomheder og butikstyveri pr. 1.000 indbyggere",
        short_title="Indbrud i virksomheder og butikstyveri",
        kind=Kind.RATE,
        unit=PER_1000,
        polarity=Polarity.LOWER,
        frequency=Frequency.QUARTER,
        counts_in="Anmeldte indbrud i forretninger og virksomheder samt butikstyverier.",
        counts_out="Indbrud i beboelser (C3), andre tyverier (C5) og røveri.",
        place=WHERE_COMMITTED,
        source="Danmarks Statistik, STRAF11 og FOLK1A",
        method=EXACT_POISSON_QUARTER,
        reading=(
            "En stigning kan betyde flere tyverier, men også at butikkerne opdager og melder "
            "flere. Tallet afhænger af, hvor mange butikker kommunen har. Læs det sammen med C5."
        ),
        needs=FROM_STRAF11,
        cases=REPORT,
        decimals=2,
        numerator=reports("1316", "1332"),
        denominator=POPULATION,
        companions=("C5", "C3"),
        breaks=("indbrud_2018",),
    ),
    Indicator(
        id="C5",
        goal="C",
        title="Andre tyverier pr. 1.000 indbyggere",
        short_title="Andre tyverier",
        kind=Kind.RATE,
        unit=PER_1000,
        polarity=Polarity.LOWER,
        frequency=Frequency.QUARTER,
        counts_in="Anmeldte tyverier uden deres egen gruppe, fx fra tasker og lommer.",
        counts_out="Indbrud, butikstyveri og tyveri af eller fra biler, knallerter og cykler.",
        place=WHERE_COMMITTED,
        source="Danmarks Statistik, STRAF11 og FOLK1A",
        method=EXACT_POISSON_QUARTER,
        reading=(
            "En stigning kan betyde flere tyverier, men også at flere melder dem, for eksempel "
            "til forsikringen. Læs den sammen med C4."
        ),
        needs=FROM_STRAF11,
        cases=REPORT,
        decimals=2,
        numerator=reports("1336"),
        denominator=POPULATION,
        companions=("C4", "C3"),
        breaks=("indbrud_2018",),
    ),
    Indicator(
        id="C6",
        goal="C",
        title="Andel udsat for kriminalitet det seneste år",
        short_title="Udsat for kriminalitet",
        kind=Kind.SHARE,
        unit="%",
        polarity=Polarity.LOWER,
        frequency=Frequency.YEAR,
        counts_in="Personer, der svarer, at de har været udsat for kriminalitet det seneste år.",
        counts_out="Personer, der svarer nej; »ved ikke« og manglende svar tæller ikke med.",
        place="Hvor den adspurgte bor, ikke hvor forbrydelsen skete.",
        source="Kommunens borgerundersøgelse",
        method=WEIGHTED_SHARE,
        reading=(
            "Tallet har også det med, som ingen har meldt. Stiger anmeldelserne (A4), mens "
            "andelen af udsatte er den samme, melder flere formentlig det, de er udsat for."
        ),
        needs=(
            "Kræver en borgerundersøgelse med spørgsmålet om, hvorvidt man har været udsat for "
            "kriminalitet det seneste år."
        ),
        cases=ANSWER,
        smallest_base=SURVEY_BASE,
        companions=("A4", "C1"),
        numerator=Answers("borger", "udsat"),
        benchmarks=(
            Benchmark(
                title="Hele landet: ofre for anmeldte forbrydelser",
                measure="Ofre i procent af folketallet",
                source="Danmarks Statistik, STRAF5 og FOLK1A",
                when="i",
                differs=(
                    "Niveauet kan ikke sammenlignes med kommunens. Her tælles kun ofre for "
                    "forbrydelser, der er anmeldt, og den samme person kan tælle flere gange. "
                    "Kommunens tal er svar fra borgere og har også det med, som ingen har meldt. "
                    "Danmarks Statistik har ingen tal for ofre i den enkelte kommune."
                ),
                numerator=VICTIMS,
                denominator=POPULATION,
            ),
        ),
    ),
    Indicator(
        id="C7",
        goal="C",
        title="Andel anmeldelser efter straffeloven med sigtelse",
        short_title="Anmeldelser med sigtelse",
        kind=Kind.SHARE,
        unit="%",
        polarity=Polarity.HIGHER,
        frequency=Frequency.YEAR,
        counts_in=(
            "Anmeldelser efter straffeloven, hvor mindst én er sigtet. "
            "Tallet er anmeldelser, ikke personer."
        ),
        counts_out="Særlove og færdselsloven. En sigtelse er ikke en afgørelse.",
        place=WHERE_COMMITTED,
        source="Danmarks Statistik, STRAF22",
        method="Andel af årets anmeldelser, med Wilson-interval (95 %).",
        reading=(
            "Andelen steg i Ishøj i 2018 og 2023, hvor der var mange sigtelser for "
            "seksualforbrydelser, formentlig på grund af massesager. Se derfor også tallet uden "
            "dem. Andelen afhænger også af, hvilke forbrydelser der er meldt: læs den sammen "
            "med A5."
        ),
        needs="Beregnes af tabellen STRAF22.",
        cases=REPORT,
        decimals=1,
        numerator=charges("11", "12", "13", "14"),
        denominator=yearly_reports("11", "12", "13", "14"),
        breakdowns=(
            Breakdown(
                code=WITHOUT_SEXUAL,
                title=WITHOUT_SEXUAL_TITLE,
                numerator=charges("12", "13", "14"),
                denominator=yearly_reports("12", "13", "14"),
            ),
        ),
        companions=("A5", "C1"),
        breaks=("massesag_2018", "massesag_2023"),
    ),
    Indicator(
        id="C8",
        goal="C",
        title="Anmeldte overtrædelser af våbenloven pr. 1.000 indbyggere",
        short_title="Våbenloven",
        kind=Kind.RATE,
        unit=PER_1000,
        polarity=Polarity.NONE,
        frequency=Frequency.QUARTER,
        counts_in="Anmeldte overtrædelser af våbenloven.",
        counts_out="Anmeldelser efter straffeloven, fx vold, trusler og røveri.",
        place=WHERE_COMMITTED,
        source="Danmarks Statistik, STRAF11 og FOLK1A",
        method=EXACT_POISSON_QUARTER,
        reading=(
            "Tallet afhænger også af politiets indsats: flere kontroller kan give flere sager. "
            "Derfor er hverken op eller ned bedst i sig selv. Læs det sammen med vold (C2)."
        ),
        needs=FROM_STRAF11,
        cases=REPORT,
        decimals=2,
        numerator=reports("3410"),
        denominator=POPULATION,
        companions=("C2", "A6"),
    ),
)
