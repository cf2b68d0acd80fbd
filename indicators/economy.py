"""Ø: economy and organisation, behind all four goals."""

from indicators.definition import Frequency, Indicator, Kind, Organised, Polarity, Spent
from store.amounts import Version

WHERE_OWN = "Kommunens egen organisation."

INDICATORS = (
    Indicator(
        id="Ø1",
        goal="Ø",
        title="Udgift pr. indbygger på 6–25 år",
        short_title="Udgift pr. ung",
        kind=Kind.MONEY,
        unit="kr. pr. indbygger på 6–25 år",
        polarity=Polarity.NONE,
        frequency=Frequency.YEAR,
        counts_in=(
            "Den del af kommunens kontolinjer, der er mærket til tryghed og "
            "kriminalitetsforebyggelse."
        ),
        counts_out="Den almene forebyggelse, fx folkeskole og dagtilbud.",
        place=WHERE_OWN,
        source="Kommunens budget og regnskab; Danmarks Statistik, FOLK1A",
        method=(
            "Regnskab gange den mærkede andel, delt med folketallet på 6–25 år. Er pris- og "
            "lønskønnet udfyldt, er beløbene i det nyeste års priser, ellers i løbende priser; "
            "det står ved tallet. Uden regnskab bruges det korrigerede eller vedtagne budget."
        ),
        reading=(
            "Opgaven har ikke sin egen konto, så tallet afhænger af, hvordan linjerne er mærket. "
            "En højere udgift er hverken god eller dårlig i sig selv. Læs den sammen med Ø2."
        ),
        needs=(
            "Kræver et udtræk af budget og regnskab med mærkede kontolinjer, pris- og lønskøn og "
            "FOLK1A fordelt på alder."
        ),
        cases=("kontolinje", "kontolinjer"),
        decimals=0,
        numerator=Spent(Version.ACCOUNTS, (Version.CORRECTED, Version.ADOPTED)),
        companions=("Ø2", "Ø3"),
    ),
    Indicator(
        id="Ø2",
        goal="Ø",
        title="Forbrug i forhold til korrigeret budget",
        short_title="Forbrug mod budget",
        kind=Kind.MONEY,
        unit="% af korrigeret budget",
        polarity=Polarity.NONE,
        frequency=Frequency.YEAR,
        counts_in="Forbrug og korrigeret budget på de mærkede kontolinjer.",
        counts_out="Linjer uden mærke. Årets forbrug til dato vises på siden Økonomi.",
        place=WHERE_OWN,
        source="Kommunens budget og regnskab",
        method=(
            "Regnskab, eller i året det forventede regnskab, delt med korrigeret budget i samme "
            "priser; uden interval, for intet er en stikprøve."
        ),
        reading=(
            "Over 100 % er merforbrug, under 100 % er mindreforbrug. Årets tal er et skøn, indtil "
            "regnskabet er gjort op."
        ),
        needs="Kræver et udtræk af korrigeret budget og forbrug på de mærkede kontolinjer.",
        cases=("kontolinje", "kontolinjer"),
        numerator=Spent(Version.ACCOUNTS, (Version.FORECAST,), among=Version.CORRECTED),
        companions=("Ø1",),
    ),
    Indicator(
        id="Ø3",
        goal="Ø",
        title="Enheder med ansvar for opgaven",
        short_title="Enheder med ansvar",
        kind=Kind.COUNT,
        unit="enheder",
        polarity=Polarity.LOWER,
        frequency=Frequency.YEAR,
        counts_in="Enheder, der har det endelige ansvar for mindst én funktion i opgaven.",
        counts_out="Enheder, der kun udfører opgaver, bliver spurgt eller får besked.",
        place=WHERE_OWN,
        source="Kommunens organisationsark",
        method="Optælling; ved siden af vises funktioner uden ansvarlig og med flere ansvarlige.",
        reading=(
            "Færre enheder gør ansvaret mere entydigt, men kan lægge afstand til hverdagen. "
            "Læs det sammen med overdragelserne (Ø4)."
        ),
        needs="Kræver organisationsarket med funktioner, enheder og hvem der har ansvaret.",
        cases=("enhed", "enheder"),
        decimals=0,
        numerator=Organised("units"),
        companions=("Ø4", "Ø1"),
    ),
    Indicator(
        id="Ø4",
        goal="Ø",
        title="Overdragelser mellem enheder for samme målgruppe",
        short_title="Overdragelser mellem enheder",
        kind=Kind.COUNT,
        unit="overdragelser",
        polarity=Polarity.LOWER,
        frequency=Frequency.YEAR,
        counts_in="Par af funktioner for samme målgruppe, hvor to enheder har ansvaret.",
        counts_out="Par, hvor den samme enhed har ansvaret for begge funktioner.",
        place=WHERE_OWN,
        source="Kommunens organisationsark",
        method="Optælling af par i organisationsarket.",
        reading=(
            "Tallet viser, hvor ofte en borger kan skifte hænder på papiret. "
            "Det siger ikke, hvor ofte det sker. Læs det sammen med Ø3."
        ),
        needs="Kræver organisationsarket med funktioner, målgrupper og hvem der har ansvaret.",
        cases=("overdragelse", "overdragelser"),
        decimals=0,
        numerator=Organised("hand_overs"),
        companions=("Ø3",),
    ),
)
