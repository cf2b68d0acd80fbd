"""Awkward files of published shares and means."""

from collections.abc import Mapping

from ingest.mapping import Column
from store.inputs import InputKind
from tests.ingest.awkward import Case, Read, Refused, Rows, at, couple, text, xlsx


def published(
    name: str,
    rows: Rows,
    want: Read | Refused,
    *,
    formats: Mapping[str, str] | None = None,
    **more,
) -> Case:
    """Shares of a citizen survey that somebody else has computed."""
    head = ["År", "Spørgsmål", "Andel", "Antal svar"]
    files = {"andele.xlsx": xlsx({"Ark1": [head, *rows]}, formats=formats)}
    return Case(name, files, want, InputKind.SURVEY_AGGREGATED, "borger", **more)


def shares(value_2023: float, value_2025: float) -> dict:
    """What three published rows come to."""
    return {
        (*at("2023"), "tryg_dag"): (value_2023, 510),
        (*at("2025"), "tryg_dag"): (value_2025, 431),
        (*at("2025"), "tryg_aften"): (0.5, 430),
    }


def published_rows(first: object, second: object, third: object) -> Rows:
    """A share in three ways."""
    return [
        [2023, "Tryg i nabolaget", first, 510],
        [2025, "Tryg i nabolaget", second, 431],
        [2025, "Tryg om aftenen og natten", third, 430],
    ]


CASES = [
    published(
        "shares as 0,75", published_rows("0,75", "0,7625", "0,5"), Read(shares(0.75, 0.7625))
    ),
    published("shares as 75", published_rows(75, 76.25, 50), Read(shares(0.75, 0.7625))),
    published(
        'shares as "75 %"',
        published_rows("75 %", "76,25 %", "50%"),
        Read(shares(0.75, 0.7625)),
    ),
    published(
        "numbers shown as percent",
        published_rows(0.75, 0.7625, 0.5),
        Read(shares(0.75, 0.7625)),
        formats={"C2": "0%", "C3": "0.0%", "C4": "0%"},
    ),
    published(
        "shares as 0.75", published_rows("0.75", "0.7625", "0.5"), Read(shares(0.75, 0.7625))
    ),
    published(
        "0,75 and 75 in one column",
        published_rows("0,75", "76,25", "50"),
        Refused('Ark "Ark1", kolonne C', ("0,75", "76,25", "enhed")),
        asks=("Andel",),
    ),
    published(
        "0,75 and 75 in one column, called percent",
        published_rows("0,75", "76,25", "50"),
        Read(shares(0.0075, 0.7625), (("celle C2", "0,75"),)),
        decide=couple(share=Column("Andel", "value", unit="percent")),
    ),
    published(
        "a share over 100 %",
        published_rows(75, 176.25, 50),
        Refused('Ark "Ark1", celle C3', ("176,25",)),
    ),
    published(
        "the number of answers missing for one",
        [*published_rows(75, 76.25, 50)[:2], [2025, "Tryg om aftenen og natten", 50, None]],
        Read(
            shares(0.75, 0.7625) | {(*at("2025"), "tryg_aften"): (0.5, None)},
            (("celle D4", "ikke oplyst"),),
        ),
    ),
    Case(
        "an area that is not known",
        {
            "a.xlsx": xlsx(
                {
                    "Ark1": [
                        ["År", "Kommune", "Spørgsmål", "Andel (pct.)"],
                        [2025, "Ishøj Kommune", "Tryg i nabolaget", "75,5"],
                        [2025, "Atlantis Kommune", "Tryg i nabolaget", "79,3"],
                    ]
                }
            )
        },
        Refused('Ark "Ark1", celle B3', ("Atlantis",)),
        InputKind.SURVEY_AGGREGATED,
        "borger",
        {},
    ),
    Case(
        "areas by name, code and with the word municipality",
        {
            "a.xlsx": xlsx(
                {
                    "Ark1": [
                        ["År", "Kommune", "Spørgsmål", "Andel (pct.)"],
                        [2025, "Ishøj Kommune", "Tryg i nabolaget", "75,5"],
                        [2025, "187", "Tryg i nabolaget", "79,3"],
                        [2025, "høje-taastrup", "Tryg i nabolaget", "81,2"],
                        [2025, "Hele landet", "Tryg i nabolaget", "88,1"],
                    ]
                }
            )
        },
        Read(
            {
                (*at("2025", area="183"), "tryg_dag"): (0.755, None),
                (*at("2025", area="187"), "tryg_dag"): (0.793, None),
                (*at("2025", area="169"), "tryg_dag"): (0.812, None),
                (*at("2025", area="000"), "tryg_dag"): (0.881, None),
            }
        ),
        InputKind.SURVEY_AGGREGATED,
        "borger",
        {},
    ),
    Case(
        "means under a header of two levels, one year empty",
        {
            "t.xlsx": xlsx(
                {
                    "Trivsel": [
                        ["Generel skoletrivsel"],
                        [None, "Alle elever", None, "Piger", None],
                        ["Skoleår", "Gennemsnit", "Antal svar", "Gennemsnit", "Antal svar"],
                        ["2022/23", "3,62", "1.523", "3,52", 740],
                        ["2023/24", "..", "..", "..", ".."],
                        ["2024/25", "3,67", "1.569", "3,58", 779],
                    ]
                },
                merged=["B2:C2", "D2:E2"],
            )
        },
        Read(
            {
                (*at("2022/23"), "generel_trivsel"): (3.62, 1523),
                (*at("2022/23", "køn=K"), "generel_trivsel"): (3.52, 740),
                (*at("2024/25"), "generel_trivsel"): (3.67, 1569),
                (*at("2024/25", "køn=K"), "generel_trivsel"): (3.58, 779),
            }
        ),
        InputKind.SURVEY_AGGREGATED,
        "trivsel",
        {"area": "183", "question": "generel_trivsel"},
    ),
    Case(
        "a mean outside its scale",
        {"t.csv": text([["Skoleår", "Gennemsnit"], ["2023/24", "3,6"], ["2024/25", "36,2"]])},
        Refused("kolonne B", ("36,2", "skala")),
        InputKind.SURVEY_AGGREGATED,
        "trivsel",
        {"area": "183", "question": "generel_trivsel"},
    ),
]
