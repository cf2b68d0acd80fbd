"""Invented school figures: a survey with classes as clusters, well-being as means, absence."""

from pathlib import Path
from random import Random

from citizens import FIRST_ROW, comment
from sheets import Cell, comma, points, write_text, write_workbook

SCHOOL_YEARS = ["2019/20", "2020/21", "2021/22", "2022/23", "2023/24", "2024/25"]
NOT_HELD = "2020/21"

# Girls, boys: mean from 1 to 5 in each school year.
WELL_BEING = {
    "2019/20": (3.68, 3.79),
    "2021/22": (3.57, 3.74),
    "2022/23": (3.52, 3.71),
    "2023/24": (3.54, 3.70),
    "2024/25": (3.58, 3.75),
}
# Pupils of the four districts, and the part with much absence.
DISTRICTS = {
    "Vejleåparken": (702, 0.19),
    "Strandområdet": (878, 0.14),
    "Bymidten": (741, 0.17),
    "Landsbyerne": (306, 0.10),
}
ABSENCE = {  # against the level above
    "2019/20": 0.90,
    "2020/21": 0.94,
    "2021/22": 1.22,
    "2022/23": 1.16,
    "2023/24": 1.08,
    "2024/25": 1.02,
}


def write_youth(folder: Path, random: Random) -> None:
    """Two waves of the survey in 8th grade: one file from an old Windows, one with commas."""
    waves = {"2022/23": (0.085, "cp1252", ";"), "2024/25": (0.065, "utf-8-sig", ",")}
    header = [
        "Elev-id",
        "Skoleår",
        "Klasse",
        "Køn",
        "Har du prøvet hash?",
        "Har du prøvet at ryge?",
        "Kommentar",
    ]
    for wave, (level, encoding, separator) in waves.items():
        rows: list[list[Cell]] = [[FIRST_ROW], header]
        number = 0
        for letter in "ABC":
            for room in "abc":
                # What a class has in common makes its answers alike.
                here = max(0.0, level + (random.random() - 0.5) * 0.16)
                for _ in range(17 + int(random.random() * 7)):
                    number += 1
                    rows.append(
                        [
                            number,
                            wave if separator == ";" else "2024/2025",
                            f"8.{room} Skole {letter}",
                            "Pige" if random.random() < 0.5 else "Dreng",
                            yes_or_no(random, here),
                            yes_or_no(random, here * 3),
                            comment(random),
                        ]
                    )
        name = f"EKSEMPEL_ungeprofil_{wave.replace('/', '-')}.csv"
        write_text(folder / name, rows, encoding=encoding, separator=separator)


def yes_or_no(random: Random, share: float) -> str:
    """An answer; some wish not to give one."""
    if random.random() < 0.03:
        return "Ønsker ikke at svare"
    return "Ja" if random.random() < share else "Nej"


def write_well_being(folder: Path, random: Random) -> None:
    """Means by school year under a header of two levels; one year was not held."""
    groups = ["Alle elever", "Piger", "Drenge"]
    rows: list[list[Cell]] = [
        ["EKSEMPELDATA - opdigtede tal for den nationale trivselsmåling"],
        ["Generel skoletrivsel, 4.-9. klasse, gennemsnit fra 1 til 5"],
        [],
        [None, *(cell for group in groups for cell in (group, None, None))],
        ["Skoleår", *["Gennemsnit", "Antal svar", "Spredning"] * 3],
    ]
    for school_year in SCHOOL_YEARS:
        if school_year == NOT_HELD:
            rows.append([school_year, *[".."] * 9])
            continue
        girls, boys = WELL_BEING[school_year]
        answered = [int(740 + 40 * random.random()), int(760 + 40 * random.random())]
        whole = (girls * answered[0] + boys * answered[1]) / sum(answered)
        rows.append(
            [
                school_year,
                *(comma(whole, 2), sum(answered), comma(0.62, 2)),
                *(comma(girls, 2), answered[0], comma(0.63, 2)),
                *(comma(boys, 2), answered[1], comma(0.60, 2)),
            ]
        )
    rows += [[], ["Note: Der blev ikke målt i 2020/21."], ["Kilde: opdigtet"]]
    write_workbook(
        folder / "EKSEMPEL_trivsel.xlsx",
        {"Trivsel": rows},
        {"Trivsel": ["B4:D4", "E4:G4", "H4:J4"]},
    )


def write_absence(folder: Path, random: Random) -> None:
    """Pupils with much absence, by district and by sex, with a line of totals for each year."""
    header: list[Cell] = [
        "Skoleår",
        "Skoledistrikt",
        "Køn",
        "Elever i alt",
        "Elever med mindst 10 % fravær",
        "Andel i pct.",
    ]
    rows: list[list[Cell]] = [
        ["EKSEMPELDATA - opdigtede tal for elevfravær"],
        ["Udtræk fra elevregisteret (findes ikke)"],
        [],
        header,
    ]
    for school_year in SCHOOL_YEARS:
        districts = {}
        for name, (pupils, share) in DISTRICTS.items():
            number = pupils + int((random.random() - 0.5) * 24)
            level = share * ABSENCE[school_year] + (random.random() - 0.5) * 0.015
            districts[name] = (number, round(number * level))
        pupils = sum(number for number, _ in districts.values())
        absent = sum(number for _, number in districts.values())
        girls, girls_absent = round(pupils * 0.488), round(absent * 0.51)
        year = f"{school_year[:5]}20{school_year[5:]}" if school_year == "2023/24" else school_year
        rows += [
            line(year, "Hele kommunen", "Alle", pupils, absent),
            line(year, "Hele kommunen", "Piger", girls, girls_absent),
            line(year, "Hele kommunen", "Drenge", pupils - girls, absent - girls_absent),
            *(line(year, name, "Alle", *numbers) for name, numbers in districts.items()),
            ["I alt", None, None, points(pupils), points(absent), None],
        ]
    rows += [[], ["Elever uden oplyst distrikt er fordelt. Kilde: opdigtet"]]
    write_workbook(folder / "EKSEMPEL_fravaer.xlsx", {"Fravær": rows})


def line(school_year: str, district: str, sex: str, pupils: int, absent: int) -> list[Cell]:
    """A row; whole thousands are text, as after a copy from a web page."""
    share = comma(100 * absent / pupils, 1)
    shown: Cell = points(pupils) if pupils >= 1000 else pupils
    return [school_year, district, sex, shown, absent, share]
