"""Write the example budgets: invented amounts in the shape of real extracts, and invented tags.

    python data/sample/example/budget/compile_budget.py [FOLDER]

Without FOLDER they are written beside this script. The same seed gives the same files.
"""

import sys
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sheets import Cell, write_workbook

SEED = 283

CHILDREN, LEISURE = "Center for Børn og Forebyggelse", "Center for Kultur og Fritid"
SCHOOLS, PARKS = "Center for Dagtilbud og Uddannelse", "Center for Park, Vej og Miljø"
LINES = (
    # committee, centre, cost centre, its name, function, grouping, art, kroner in 2023
    ("BUU", CHILDREN, "4610", "Forebyggelse", "5.28.21", "001", "1.0", 6_400_000),
    ("BUU", CHILDREN, "4610", "Forebyggelse", "5.28.21", "001", "4.0", 1_150_000),
    ("BUU", CHILDREN, "4612", "Kontaktpersoner", "5.28.21", "003", "1.0", 5_200_000),
    ("BUU", CHILDREN, "4615", "Mentorer", "5.28.21", "003", "4.6", 900_000),
    ("BUU", CHILDREN, "4615", "Mentorer", "5.28.21", "003", "7.6", -600_000),
    ("BUU", CHILDREN, "4618", "Myndighed, børn", "6.45.58", "001", "1.0", 14_800_000),
    ("BUU", CHILDREN, "4620", "Døgnophold", "5.28.23", "004", "4.7", 21_300_000),
    ("KFU", LEISURE, "4521", "Ungdomsskolen", "3.38.76", "001", "1.0", 8_900_000),
    ("KFU", LEISURE, "4521", "Ungdomsskolen", "3.38.76", "001", "2.9", 1_300_000),
    ("KFU", LEISURE, "4525", "SSP og gadeplan", "3.38.76", "002", "1.0", 3_100_000),
    ("KFU", LEISURE, "4525", "SSP og gadeplan", "3.38.76", "002", "4.0", 260_000),
    ("KFU", LEISURE, "4530", "Klubber", "5.25.16", "001", "1.0", 17_600_000),
    ("KFU", LEISURE, "4530", "Klubber", "5.25.16", "001", "7.9", -4_200_000),
    ("KFU", LEISURE, "4540", "Foreninger", "3.38.73", "001", "5.9", 5_400_000),
    ("BUU", SCHOOLS, "4710", "Ungeindsats", "3.22.15", "001", "1.0", 4_700_000),
    ("EBU", "CBE", "4810", "Integration", "5.46.60", "002", "4.0", 6_200_000),
    ("EBU", "CBE", "4815", "Fritidsjob", "5.72.99", "002", "5.9", 850_000),
    ("EBU", "CBE", "4815", "Fritidsjob", "5.72.99", "002", "7.9", -500_000),
    ("ØPU", "Økonomi", "4910", "Sekretariat", "6.45.51", "001", "1.0", 31_000_000),
    ("TBU", PARKS, "5010", "Belysning", "2.28.11", "001", "4.5", 3_900_000),
    ("TBU", PARKS, "5015", "Grønne områder", "0.28.20", "001", "4.5", 7_200_000),
)  # fmt: skip
RISE = {2023: 1.0, 2024: 1.041, 2025: 1.078, 2026: 1.112}
STARTED = {"4615": 2024, "4815": 2025}
"""Cost centres that did not exist before a year."""

TAGS = (
    # function, cost centre, percent, goal, effort, who pays, last day
    ("3.38.76", "4525", 100, "B", "SSP og gadeplan", "Kommunen", None),
    ("3.38.76", "4521", 10, "B", "Ungdomsskolens trygge aftener", "Kommunen", None),
    ("5.28.21", "4610", 35, "B", "Tidlig indsats i familier", "Kommunen", None),
    ("5.28.21", "4612", 25, "B", "Kontaktpersoner", "Kommunen", None),
    ("5.28.21", "4615", 100, "D", "Mentorer", "Staten", "31-12-2027"),
    ("5.25.16", "4530", 12.5, "B", "Klubber med opsøgende arbejde", "Kommunen", None),
    ("5.72.99", "4815", 100, "D", "Fritidsjob", "Fonde", "30-06-2027"),
    ("6.45.51", "4910", 1.5, "A", "Kriminalitetsforebyggende koordination", "Kommunen", None),
    ("2.28.11", "5010", 8, "A", "Tryghedsbelysning", "Kommunen", None),
    ("0.28.20", "5015", 5, "A", "Tryghedsbeskæring", "Kommunen", None),
)
THIS_YEAR = 2026
SPENT = 0.74  # of the year's budget by the end of September


def main(folder: Path) -> None:
    """Write the accounts of three years, the follow-up of the year, and the tags."""
    random = Random(SEED)
    write_accounts(folder, random)
    write_follow_up(folder, random)
    write_tags(folder)


def write_accounts(folder: Path, random: Random) -> None:
    """A header of two levels, thousands of kroner, a total for each centre and for all."""
    years = [year for year in RISE if year < THIS_YEAR]
    rows: list[list[Cell]] = [
        ["EKSEMPELDATA - opdigtet regnskab for Eksempelkommunen"],
        ["1.000 kr., løbende priser. Indtægter med minus"],
        [],
        [None, None, None, None, None, *(cell for year in years for cell in (str(year), None))],
        ["Center", "Omkostningssted", "Funktion", "Art", "Tekst",
         *("Korrigeret budget", "Regnskab") * len(years)],
    ]  # fmt: skip
    total = [0] * (2 * len(years))
    for centre in dict.fromkeys(line[1] for line in LINES):
        summed = [0] * (2 * len(years))
        for line in LINES:
            if line[1] != centre:
                continue
            amounts = [cell for year in years for cell in _budget_and_accounts(random, line, year)]
            rows.append([centre, line[2], f"0{line[4]}", line[6], line[3], *amounts])
            summed = [a + b for a, b in zip(summed, amounts, strict=True)]
        rows.append([f"{centre} i alt", None, None, None, None, *summed])
        total = [a + b for a, b in zip(total, summed, strict=True)]
    rows += [["I alt", None, None, None, None, *total], [], ["Kilde: opdigtet"]]
    merged = {"Regnskab": ["F4:G4", "H4:I4", "J4:K4"]}
    write_workbook(folder / "EKSEMPEL_regnskab_2023-2025.xlsx", {"Regnskab": rows}, merged)


def write_follow_up(folder: Path, random: Random) -> None:
    """An extract as accounting systems make it: codes in one string, kroner and øre, a total."""
    rows: list[list[Cell]] = [
        ["EKSEMPELDATA - opdigtet budgetopfølgning 2026 pr. 30. september 2026"],
        ["Beløb i kr., løbende priser. Indtægter med minus"],
        [],
        ["Udvalg", "Center", "Omkostningssted", "Funktion", "Gruppering", "Dranst", "Art", "Tekst",
         "Oprindeligt budget", "Tillægsbevilling", "Korrigeret budget", "Forbrug (ÅTD)",
         "Forbrug %", "Forventet regnskab", "Afvigelse", "Restbudget"],
    ]  # fmt: skip
    total = [0] * 6
    for line in LINES:
        committee, centre, cost_centre, name, function, grouping, art, _ = line
        adopted = _øre(random, line, THIS_YEAR)
        added = round(adopted * random.choice((0, 0, 0.02, -0.01)) / 100) * 100
        corrected = adopted + added
        spent = round(corrected * (SPENT + random.uniform(-0.05, 0.05)))
        forecast = round(corrected * random.uniform(0.97, 1.03))
        code = f"0{function}".replace(".", "") + f"0{grouping}"
        rows.append(
            [committee, centre, f"{cost_centre} {name}", code, grouping, 1, art, name,
             adopted / 100, added / 100, corrected / 100, spent / 100,
             round(100 * spent / corrected, 1), forecast / 100, (corrected - forecast) / 100,
             (corrected - spent) / 100]
        )  # fmt: skip
        parts = (adopted, added, corrected, spent, forecast, corrected - forecast)
        total = [a + b for a, b in zip(total, parts, strict=True)]
    rows.append(
        ["I alt", *[None] * 7, *(one / 100 for one in total[:4]), None, total[4] / 100,
         total[5] / 100, (total[2] - total[3]) / 100]
    )  # fmt: skip
    rows += [[], ["Kilde: opdigtet"]]
    write_workbook(folder / "EKSEMPEL_budgetopfoelgning_2026.xlsx", {"Budgetopfølgning": rows})


def write_tags(folder: Path) -> None:
    """Which share of which lines belongs to the task, who pays and until when."""
    rows: list[list[Cell]] = [
        ["EKSEMPELDATA - opdigtede mærker på kontolinjer"],
        [],
        [
            "Funktion",
            "Omkostningssted",
            "Andel i procent",
            "Mål",
            "Indsats",
            "Betaler",
            "Til og med",
        ],
        *([*tag] for tag in TAGS),
    ]
    write_workbook(folder / "EKSEMPEL_maerker.xlsx", {"Mærker": rows})


def _budget_and_accounts(random: Random, line: tuple[object, ...], year: int) -> tuple[int, int]:
    """In thousands of kroner."""
    budget = round(_øre(random, line, year) / 100_000)
    return budget, round(budget * random.uniform(0.96, 1.035))


def _øre(random: Random, line: tuple[object, ...], year: int) -> int:
    if year < STARTED.get(str(line[2]), 0):
        return 0
    kroner = float(str(line[7])) * RISE[year] * random.uniform(0.985, 1.015)
    return round(kroner / 1000) * 100_000 + random.choice((0, 0, 50))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]) if len(sys.argv) == 2 else Path(__file__).resolve().parent)
