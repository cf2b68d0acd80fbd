"""Small descriptions with invented figures, complete enough to be drawn."""

from collections.abc import Sequence
from datetime import date

from charts.description import (
    Break,
    Comparison,
    History,
    Marked,
    Point,
    Role,
    Row,
    Series,
    SmallHistory,
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

DESCRIPTIONS = (FULL, COMPARISON, SMALL)
