"""Invented counts of persons: street groups by quarter, and a workbook with a sheet per task."""

from pathlib import Path
from random import Random

from citizens import drawn
from sheets import Cell, comma, write_workbook

SUB_AREAS = {"Vejleåparken": 0.42, "Strandområdet": 0.16, "Bymidten": 0.34, "Landsbyerne": 0.08}
STREET_GROUPS = [27, 25, 28, 26, 24, 25, 22, 23, 24, 21, 19, 20, 21, 18, 19, 17, 18, 16]
DIVIDED = "2025"


def write_street_groups(folder: Path, random: Random) -> None:
    """A row a quarter, a column a place; divided by place in one year only."""
    rows: list[list[Cell]] = [
        ["EKSEMPELDATA - opdigtet antal unge i gadeorienterede grupper"],
        ["Opgjort af gadeplansmedarbejderne (findes ikke) ved udgangen af kvartalet"],
        [],
        ["Kvartal", "Hele kommunen", *SUB_AREAS, "Bemærkning"],
    ]
    for number, young in enumerate(STREET_GROUPS):
        year, quarter = 2022 + number // 4, number % 4 + 1
        parts: list[Cell] = [None] * len(SUB_AREAS)
        if str(year) == DIVIDED:
            parts = list(divided(random, young))
        remark = "Ny gruppe ved stationen" if number == 8 else None
        rows.append([f"{quarter}. kvt. {year}", young, *parts, remark])
    rows += [[], ["Note: Tallene er fordelt på bydele i 2025. Kilde: opdigtet"]]
    write_workbook(folder / "EKSEMPEL_gadegrupper.xlsx", {"Gadegrupper": rows})


def divided(random: Random, young: int) -> list[int]:
    """The number of young in each part of the municipality; they add up to the whole."""
    counts = dict.fromkeys(SUB_AREAS, 0)
    for _ in range(young):
        counts[drawn(random, SUB_AREAS)] += 1
    return list(counts.values())


def write_goal_d(folder: Path, random: Random) -> None:
    """Five sheets: new convictions, jobs, mentoring, leisure and plans before release."""
    write_workbook(
        folder / "EKSEMPEL_maal_D.xlsx",
        {
            "Ny dom": new_convictions(random),
            "Job og uddannelse": jobs(random),
            "Forløb": mentoring(random),
            "Fællesskaber": leisure(random),
            "Handleplaner": plans(random),
        },
    )


def new_convictions(random: Random) -> list[list[Cell]]:
    """Cohorts of seven years, by age; a sheet with a line of totals for each cohort."""
    rows: list[list[Cell]] = [
        ["EKSEMPELDATA - opdigtede årgange af dømte"],
        [],
        ["Årgang", "Alder", "Dømte", "Med ny dom inden for to år", "Andel"],
    ]
    for cohort in range(2016, 2023):
        young, older = 15 + int(random.random() * 8), 30 + int(random.random() * 16)
        again_young = sum(random.random() < 0.43 for _ in range(young))
        again_older = sum(random.random() < 0.31 for _ in range(older))
        rows += [
            conviction(cohort, "Alle", young + older, again_young + again_older),
            conviction(cohort, "15-24 år", young, again_young),
            conviction(cohort, "25 år og derover", older, again_older),
        ]
    return [*rows, [], ["Kilde: opdigtet. Årgang er året for den første dom."]]


def conviction(cohort: int, age: str, persons: int, again: int) -> list[Cell]:
    """A row with the share as text."""
    return [cohort, age, persons, again, f"{comma(100 * again / persons, 1)} %"]


def jobs(random: Random) -> list[list[Cell]]:
    """Without 2021, with a blank row between the old and the new system."""
    rows: list[list[Cell]] = [
        ["EKSEMPELDATA - opdigtede tal for job og uddannelse"],
        ["Status 12 måneder efter løsladelse eller dom"],
        ["År", "Løsladte og dømte", "I job eller uddannelse", "Andel"],
    ]
    for year in range(2018, 2025):
        if year == 2021:
            rows += [[], ["Nyt fagsystem i 2021: ingen opgørelse det år"], []]
            continue
        persons = 46 + int(random.random() * 20)
        working = sum(random.random() < 0.36 + 0.015 * (year - 2018) for _ in range(persons))
        rows.append([year, persons, working, working / persons])
    return rows


def mentoring(random: Random) -> list[list[Cell]]:
    """Courses that ended; an empty column between the numbers and the remarks."""
    rows: list[list[Cell]] = [
        ["EKSEMPELDATA - opdigtede exit- og mentorforløb"],
        [],
        ["År", "Afsluttede forløb", "Gennemførte forløb", "Afbrudte forløb", None, "Bemærkninger"],
    ]
    for year in range(2019, 2026):
        ended = 24 + int(random.random() * 12)
        completed = sum(random.random() < 0.58 for _ in range(ended))
        remark = "Færre mentorer i efteråret" if year == 2022 else None
        rows.append([year, ended, completed, ended - completed, None, remark])
    return rows


def leisure(random: Random) -> list[list[Cell]]:
    """Participants by sex."""
    rows: list[list[Cell]] = [
        ["EKSEMPELDATA - opdigtede deltagere i fritidsliv, uddannelse og fritidsjob"],
        [],
        ["Periode", "Køn", "Personer i målgruppen", "Deltagere med støtte"],
    ]
    for year in range(2019, 2026):
        by_sex = {}
        for sex, group in (("Kvinder", 44), ("Mænd", 118)):
            persons = group + int(random.random() * 14)
            level = 0.34 + 0.02 * (year - 2019)
            by_sex[sex] = (persons, sum(random.random() < level for _ in range(persons)))
        whole = [sum(numbers[place] for numbers in by_sex.values()) for place in (0, 1)]
        rows.append([year, "Alle", *whole])
        rows += [[year, sex, *numbers] for sex, numbers in by_sex.items()]
    return [*rows, [], ["Kilde: opdigtet"]]


def plans(random: Random) -> list[list[Cell]]:
    """Dates instead of years, and numbers kept as text."""
    rows: list[list[Cell]] = [
        ["EKSEMPELDATA - opdigtede handleplaner ved løsladelse"],
        ["Antal personer"],
        [],
        ["Opgjort pr.", "Løsladte i alt", "Heraf med koordineret handleplan"],
    ]
    for year in range(2019, 2026):
        released = 28 + int(random.random() * 10)
        planned = sum(random.random() < 0.45 + 0.05 * (year - 2019) for _ in range(released))
        rows.append([f"31-12-{year}", str(released), str(planned)])
    return rows
