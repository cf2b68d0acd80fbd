"""Goal A: Ishøj er en tryg by."""

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
    WEIGHTED_SHARE,
    WHERE_ASKED,
    WHERE_COMMITTED,
    in_words,
    reports,
    yearly_reports,
)
from indicators.definition import Answers, Breakdown, Frequency, Indicator, Kind, Polarity
from store.settings import municipality

UNSAFE = municipality().unsafe_offences

INDICATORS = (
    Indicator(
        id="A1",
        goal="A",
        title="Andel trygge i nabolaget",
        short_title="Trygge i nabolaget",
        kind=Kind.SHARE,
        unit="%",
        polarity=Polarity.HIGHER,
        frequency=Frequency.YEAR,
        counts_in="Svar på 5, 6 eller 7 på en skala fra 1 (slet ikke tryg) til 7 (meget tryg).",
        counts_out="Svar på 1–4 er ikke trygge; »ved ikke« og manglende svar tæller ikke med.",
        place=WHERE_ASKED,
        source="Kommunens borgerundersøgelse",
        method=WEIGHTED_SHARE,
        reading=(
            "En stigning betyder, at flere føler sig trygge, ikke at kriminaliteten er faldet. "
            "Den nationale undersøgelse spørger anderledes: den er et pejlemærke, "
            "ikke en fortsættelse af kommunens tal."
        ),
        needs=(
            "Kræver en borgerundersøgelse med spørgsmålet om, hvor tryg man er i sit nabolag, "
            "på en skala fra 1 til 7."
        ),
        cases=ANSWER,
        smallest_base=SURVEY_BASE,
        companions=("A2", "A3", "A4"),
        numerator=Answers("borger", "tryg_dag"),
        breakdowns=(
            Breakdown(
                "undersøgelse=national",
                "i den nationale undersøgelse",
                Answers("national", "tryg_nabolag"),
            ),
        ),
        breaks=("ny_producent_2021",),
    ),
    Indicator(
        id="A2",
        goal="A",
        title="Andel trygge om aftenen og natten",
        short_title="Trygge aften og nat",
        kind=Kind.SHARE,
        unit="%",
        polarity=Polarity.HIGHER,
        frequency=Frequency.YEAR,
        counts_in="Svar på 5, 6 eller 7 på en skala fra 1 (slet ikke tryg) til 7 (meget tryg).",
        counts_out="Svar på 1–4 er ikke trygge; »ved ikke« og manglende svar tæller ikke med.",
        place=WHERE_ASKED,
        source="Kommunens borgerundersøgelse",
        method=WEIGHTED_SHARE,
        reading=(
            "En stigning betyder, at flere føler sig trygge om aftenen og natten. "
            "Læs den sammen med trygheden i nabolaget (A1) og den utryghedsskabende "
            "kriminalitet (A6)."
        ),
        needs=(
            "Kræver en borgerundersøgelse med spørgsmålet om, hvor tryg man er om aftenen og "
            "natten, på en skala fra 1 til 7."
        ),
        cases=ANSWER,
        smallest_base=SURVEY_BASE,
        companions=("A1", "A3", "A6"),
        numerator=Answers("borger", "tryg_aften"),
    ),
    Indicator(
        id="A3",
        goal="A",
        title="Forskel i tryghed mellem dag og aften",
        short_title="Forskel mellem dag og aften",
        kind=Kind.MEAN,
        unit="procentpoint",
        polarity=Polarity.LOWER,
        frequency=Frequency.YEAR,
        counts_in="Personer, der har svaret på både spørgsmålet om dagen (A1) og om aftenen (A2).",
        counts_out="Personer, der kun har svaret på det ene spørgsmål eller har svaret »ved ikke«.",
        place=WHERE_ASKED,
        source="Kommunens borgerundersøgelse",
        method=(
            "Gennemsnit af den enkeltes forskel mellem dag og aften, vægtet og ganget med 100, "
            "med t-interval (95 %); vises ikke ved færre end 30 svar."
        ),
        reading=(
            "En større forskel betyder, at aftenen er blevet mere utryg i forhold til dagen. "
            "Forskellen kan også falde, fordi dagen er blevet mere utryg: se A1 og A2."
        ),
        needs=(
            "Kræver en borgerundersøgelse, hvor de samme personer svarer på spørgsmålene "
            "om dagen og om aftenen."
        ),
        cases=ANSWER,
        smallest_base=SURVEY_BASE,
        companions=("A1", "A2"),
        numerator=Answers("borger", "tryg_dag", less="tryg_aften"),
    ),
    Indicator(
        id="A4",
        goal="A",
        title="Anmeldte forbrydelser pr. 1.000 indbyggere",
        short_title="Anmeldte forbrydelser",
        kind=Kind.RATE,
        unit=PER_1000,
        polarity=Polarity.LOWER,
        frequency=Frequency.QUARTER,
        counts_in="Alle anmeldelser efter straffeloven og særlovene, fx tyveri, vold og narkotika.",
        counts_out="Overtrædelser af færdselsloven.",
        place=WHERE_COMMITTED,
        source="Danmarks Statistik, STRAF11 og FOLK1A",
        method=EXACT_POISSON_QUARTER,
        reading=(
            "En stigning kan betyde mere kriminalitet, men også at flere melder den, eller at "
            "politiet har gjort en særlig indsats. Læs den sammen med straffelovsovertrædelserne "
            "(A5) og andelen af trygge (A1)."
        ),
        needs=FROM_STRAF11,
        cases=REPORT,
        decimals=1,
        numerator=reports("TOT"),
        denominator=POPULATION,
        companions=("A5", "A1"),
        breaks=("massesag_2018_kvartal", "dyr_2023"),
    ),
    Indicator(
        id="A5",
        goal="A",
        title="Anmeldte straffelovsovertrædelser pr. 1.000 indbyggere",
        short_title="Anmeldte straffelovsovertrædelser",
        kind=Kind.RATE,
        unit=PER_1000,
        polarity=Polarity.LOWER,
        frequency=Frequency.QUARTER,
        counts_in=(
            "Anmeldelser efter straffeloven: seksualforbrydelser, vold, ejendomsforbrydelser "
            "og andre straffelovsforbrydelser."
        ),
        counts_out="Særlove, fx våbenloven og lov om euforiserende stoffer, samt færdselsloven.",
        place=WHERE_COMMITTED,
        source="Danmarks Statistik, STRAF11 og FOLK1A",
        method=EXACT_POISSON_QUARTER,
        reading=(
            "En stigning kan betyde mere kriminalitet, men også at flere melder den. "
            "De fleste anmeldelser handler om ejendom, så læs den sammen med vold (C2) "
            "og indbrud (C3)."
        ),
        needs=FROM_STRAF11,
        cases=REPORT,
        decimals=1,
        numerator=reports("1"),
        denominator=POPULATION,
        companions=("A4", "C2", "C3"),
        breaks=("massesag_2018_kvartal",),
    ),
    Indicator(
        id="A6",
        goal="A",
        title="Utryghedsskabende kriminalitet pr. 1.000 indbyggere",
        short_title="Utryghedsskabende kriminalitet",
        kind=Kind.RATE,
        unit=PER_1000,
        polarity=Polarity.LOWER,
        frequency=Frequency.YEAR,
        counts_in=f"Anmeldelser i disse grupper: {in_words(UNSAFE)}.",
        counts_out=(
            "Alle andre anmeldelser. Listen er et valg, som kommunen kan ændre; "
            "den er ikke Danmarks Statistiks begreb."
        ),
        place=WHERE_COMMITTED,
        source="Danmarks Statistik, STRAF22 og FOLK1A",
        method=EXACT_POISSON_YEAR,
        reading=(
            "En stigning kan betyde mere kriminalitet, som folk mærker, men også at flere melder "
            "den. Antallet af våbensager (C8) afhænger også af politiets indsats. Læs den sammen "
            "med trygheden om aftenen (A2)."
        ),
        needs=FROM_STRAF22,
        cases=REPORT,
        decimals=1,
        numerator=yearly_reports(*UNSAFE),
        denominator=POPULATION,
        companions=("A2", "C3", "C8"),
        breaks=("indbrud_2018", "psykisk_vold_2019"),
    ),
    Indicator(
        id="A7",
        goal="A",
        title="Tillid til at politiet hjælper",
        short_title="Tillid til politiet",
        kind=Kind.SHARE,
        unit="%",
        polarity=Polarity.HIGHER,
        frequency=Frequency.YEAR,
        counts_in="Personer, der er enige i, at politiet vil hjælpe, hvis man har brug for det.",
        counts_out="Personer, der er uenige eller hverken eller; »ved ikke« tæller slet ikke med.",
        place=WHERE_ASKED,
        source="Kommunens borgerundersøgelse",
        method=WEIGHTED_SHARE,
        reading=(
            "Større tillid kan få flere til at melde kriminalitet, så anmeldelserne stiger. "
            "Læs den derfor sammen med A4 og med andelen af udsatte (C6)."
        ),
        needs=(
            "Kræver en borgerundersøgelse med spørgsmålet om, hvorvidt politiet vil hjælpe, "
            "hvis man har brug for det."
        ),
        cases=ANSWER,
        smallest_base=SURVEY_BASE,
        companions=("A1", "A4", "C6"),
        numerator=Answers("borger", "tillid_politi"),
        breakdowns=(
            Breakdown(
                "undersøgelse=national",
                "i den nationale undersøgelse",
                Answers("national", "tillid_politi"),
            ),
        ),
        breaks=("ny_producent_2021",),
    ),
    Indicator(
        id="A8",
        goal="A",
        title="Oplevet udvikling mod faktisk udvikling",
        short_title="Oplevet udvikling",
        kind=Kind.SHARE,
        unit="%",
        polarity=Polarity.NONE,
        frequency=Frequency.YEAR,
        counts_in="Personer, der mener, at kriminaliteten er steget.",
        counts_out="Personer, der mener noget andet; »ved ikke« tæller slet ikke med.",
        place=WHERE_ASKED,
        source="Kommunens borgerundersøgelse; Danmarks Statistik, STRAF11",
        method=(
            "Vægtet andel med Wilson-interval (95 %), vist ved siden af ændringen i de anmeldte "
            "straffelovsovertrædelser (A5) over de samme år; i alle anmeldelser (A4), "
            "hvor A5 mangler."
        ),
        reading=(
            "Forskellen mellem oplevelse og tal er det, der er værd at tale om. Den siger ikke, "
            "hvem der har ret: ikke al kriminalitet bliver meldt."
        ),
        needs=(
            "Kræver en borgerundersøgelse med spørgsmålet om, hvorvidt kriminaliteten er steget, "
            "faldet eller uændret, sammen med STRAF11."
        ),
        cases=ANSWER,
        smallest_base=SURVEY_BASE,
        companions=("A5", "A4"),
        numerator=Answers("borger", "kriminalitet_udvikling"),
        beside=("A5", "A4"),
    ),
)
