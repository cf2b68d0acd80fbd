"""Small descriptions with invented figures, complete enough to be drawn."""

from collections.abc import Sequence
from datetime import date
from math import sqrt

from charts.description import (
    Baseline,
    Break,
    Comparison,
    ControlChart,
    ControlPoint,
    Event,
    Funnel,
    FunnelLimits,
    FunnelRow,
    History,
    Limits,
    Mark,
    Marked,
    Point,
    Role,
    Row,
    Series,
    SmallHistory,
    Stretch,
    Target,
    TargetPath,
    Tone,
)


def series(
    name: str, values: Sequence[float | None], role: Role = Role.PEER, first: int = 2016
) -> Series:
    return Series(
        name,
        tuple(
            Point(
                at=date(first + place, 1, 1),
                value=value,
                lower=None if value is None else value - 1,
                upper=None if value is None else value + 1,
                label=f"{first + place}",
                detail="141 anmeldelser",
            )
            for place, value in enumerate(values)
        ),
        role,
    )


OWN = series("Ishøj", (6.0, 5.5, 5.0, 5.2, 5.79), Role.OWN)
PEERS = (
    series("Brøndby", (6.1, 14.8, 6.0, 6.2, 6.21)),
    series("Greve", (3.4, 3.5, 3.6, 3.5, 3.6)),
)
COUNTRY = series("Hele landet", (4.8, 4.9, 4.9, 4.8, 4.9), Role.COUNTRY)


def history(*others: Series, own: Series = OWN, **more: object) -> History:
    return History("Vold", "Anmeldelser pr. 1.000 indbyggere", (*others, own), **more)  # type: ignore[arg-type]


FULL = history(
    *PEERS,
    COUNTRY,
    breaks=(Break(date(2019, 1, 1), "Fra 2019 tæller psykisk vold med"),),
    marked=(Marked(date(2017, 1, 1), "massesag"),),
    events=(Event(date(2018, 6, 1), "Ny SSP-plan"),),
)

COMPARISON = Comparison(
    "2025 med 95 % interval",
    "Anmeldelser pr. 1.000 indbyggere",
    "2025",
    (
        Row("Greve", 3.6, 3.0, 4.1, Role.PEER),
        Row("Ishøj", 5.79, 4.9, 6.8, Role.OWN, "141 anmeldelser"),
        Row("Hele landet", 4.9, 4.85, 4.95, Role.COUNTRY),
        Row("Glostrup", 6.93, 5.9, 8.1, Role.PEER),
        Row("Solrød", None, None, None, Role.PEER, "skjult, få sager"),
    ),
)

SMALL = SmallHistory(
    "Vold",
    "Anmeldelser pr. 1.000 indbyggere",
    (OWN, series("naboer", (4.1, 4.5, 4.6, 4.8, 4.8), Role.GROUP)),
)


def quarter(place: int) -> date:
    """The middle of a quarter, counted from the first of 2020."""
    return date(2020 + place // 4, 3 * (place % 4) + 2, 15)


def quarters(
    values: Sequence[float | None], marks: dict[int, tuple[Mark, Tone]] | None = None
) -> tuple[ControlPoint, ...]:
    return tuple(
        ControlPoint(
            quarter(place),
            value,
            f"{place % 4 + 1}. kvartal {2020 + place // 4}",
            f"{20 + place} anmeldelser",
            *(marks or {}).get(place, ()),
        )
        for place, value in enumerate(values)
    )


JUDGED = Stretch(
    quarter(4),
    quarter(11),
    0.5,
    tuple(Limits(quarter(place), -0.1, 1.1 - place / 100) for place in range(4, 12)),
)

CONTROL = ControlChart(
    "Indbrud",
    "Anmeldelser pr. 1.000 indbyggere, hvert kvartal",
    quarters(
        (2.2, 0.9, 1.0, 1.7, 0.4, 0.3, 1.4, 0.5, 0.45, None, 0.6, 1.7),
        {
            5: (Mark.BELOW, Tone.GOOD),
            6: (Mark.OVER, Tone.BAD),
            11: (Mark.OVER, Tone.BAD),
        },
    ),
    (Stretch(quarter(0), quarter(3)), JUDGED),
    (Break(date(2021, 1, 1), "Fra 2021 tæller flere tyverier med"),),
    (Event(date(2022, 3, 1), "Ny SSP-plan"),),
    "2021–2022",
)


def funnel_limits(z: float, populations: Sequence[float]) -> tuple[FunnelLimits, ...]:
    spread = [z * sqrt(4.7 / population * 1000) for population in populations]
    return tuple(
        FunnelLimits(population, max(4.7 - half, 0), 4.7 + half)
        for population, half in zip(populations, spread, strict=True)
    )


CURVE = (2_000, 5_000, 10_000, 24_365, 50_000, 100_000, 700_000)

FUNNEL = Funnel(
    "Vold",
    "Anmeldelser pr. 1.000 indbyggere",
    "2025",
    (
        FunnelRow("Ishøj", 24_365, 5.8, Role.OWN, 4.9, 6.8, "141 anmeldelser"),
        FunnelRow("Glostrup", 24_800, 6.9, Role.PEER),
        FunnelRow("Greve", 52_000, 3.6, Role.PEER),
        FunnelRow("Hvidovre", 54_000, 4.3, Role.PEER),
        FunnelRow("Solrød", 24_000, None, Role.PEER),
        FunnelRow("Samsø", 3_600, 5.2, Role.OTHER),
        FunnelRow("København", 667_000, 6.2, Role.OTHER),
    ),
    funnel_limits(1.96, CURVE),
    funnel_limits(3.09, CURVE),
    4.7,
)

PATH = TargetPath(
    "Vold",
    "Anmeldelser pr. 1.000 indbyggere",
    OWN,
    series("Sporet", (5.5, 5.3, 5.2, 5.0, 4.9, 4.7, 4.5), first=2018).points,
    Target(date(2024, 1, 1), 4.5, "måltal 4,5 i 2024"),
    Baseline(date(2017, 1, 1), date(2019, 1, 1), 5.5, "udgangspunkt 5,5"),
    series("Fremskrivning", (5.5, 5.5), first=2021).points,
    events=(Event(date(2019, 6, 1), "Ny SSP-plan"),),
)

DESCRIPTIONS = (FULL, COMPARISON, SMALL, CONTROL, FUNNEL, PATH)
