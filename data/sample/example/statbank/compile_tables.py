"""Write example files in StatBank's BULK form: invented figures of tables that no file here holds.

    python data/sample/example/statbank/compile_tables.py [FOLDER]

Without FOLDER they are written beside this script. The same seed gives the same files. The form has
no room for a remark, so only the file's name (EKSEMPEL) and `manifest.json`, which states inside
which rectangle a missing row is a zero, tell that nothing in them is true. Sizes of areas are near
the real ones, so that the pictures look like those to come; no figure is taken from StatBank.
"""

import gzip
import json
import math
import sys
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from random import Random

SEED = 183
REASON = "Eksempeldata: opdigtede tal i StatBanks form, så siderne har noget at vise"

# Inhabitants in thousands, about; how much more or less than the country there is of a problem.
AREAS = {
    "000": (5950.0, 1.0),
    "084": (1920.0, 1.1),
    "153": (40.0, 1.4),
    "161": (24.0, 1.2),
    "165": (28.0, 1.4),
    "167": (54.0, 1.05),
    "169": (58.0, 1.25),
    "175": (44.0, 1.05),
    "183": (24.4, 1.45),
    "187": (17.0, 0.8),
    "253": (52.0, 0.85),
}
MUNICIPALITIES = [area for area in AREAS if area != "084"]  # and the country
YEARS = [str(year) for year in range(2015, 2025)]
AGES = range(26)
QUARTERS = [f"{year}K{q}" for year in range(2015, 2027) for q in range(1, 5)][:-1]  # to 2026K3

Rows = Iterator[tuple[tuple[str, ...], int]]


def people(area: str, age: int, year: float) -> float:
    """Inhabitants of an age, by birth cohorts of slowly changing size."""
    thousands, _ = AREAS[area]
    cohort = year - age
    wave = 1 + 0.06 * math.sin(cohort / 4.5) + 0.03 * math.sin(cohort / 2 + thousands)
    return 11.8 * thousands * wave * (1 + 0.004 * (year - 2015))


def population(codes: dict[str, list[str]]) -> Rows:
    """Inhabitants by age on the first day of each quarter."""
    for area, age, period in product(codes["OMRÅDE"], codes["ALDER"], codes["TID"]):
        day = int(period[:4]) + (int(period[5]) - 1) / 4
        yield (area, "TOT", age, "TOT", period), round(people(area, int(age), day))


def decisions(codes: dict[str, list[str]], chance: Random) -> Rows:
    """Decisions against the young: most at 18-20, most of them fines and prison, falling."""
    kinds = {"1": 0.42, "2": 0.46, "511": 0.02, "512": 0.04, "513": 0.02, "515": 0.02, "518": 0.02}
    for area, kind, age, year in product(
        *(codes[v] for v in ("OMRÅDE", "AFGØRELSE", "ALDER", "TID"))
    ):
        years = int(age)
        share = 0 if kind == "512" and years > 17 else kinds.get(kind, 0.001)
        peak = math.exp(-(((years - 18.5) / 4.5) ** 2))
        fall = 0.975 ** (int(year) - 2015)
        expected = people(area, years, int(year)) * AREAS[area][1] * 0.027 * peak * share * fall
        yield (area, "1", kind, age, "TOT", year), drawn(expected, chance)


def notifications(codes: dict[str, list[str]], chance: Random) -> Rows:
    """Notifications about children, rising with the years."""
    for area, age, year in product(codes["ADMKOM"], codes["ALDER1"], codes["TID"]):
        level = 0.07 + 0.0035 * int(age) + 0.006 * (int(year) - 2015)
        expected = people(area, int(age), int(year)) * AREAS[area][1] * level
        yield (area, "TOT", age, "TOT", year), drawn(expected, chance)


def neither(codes: dict[str, list[str]], chance: Random) -> Rows:
    """Everybody of 16-24 years, and those who are neither in work nor in education."""
    for area, year in product(codes["BOPOMR"], codes["TID"]):
        everybody = sum(round(people(area, age, int(year))) for age in range(16, 25))
        share = 0.078 * (0.4 + 0.6 * AREAS[area][1]) * (1 - 0.012 * (int(year) - 2015))
        share += 0.012 if year == "2020" else 0
        yield ("00", "TOT", area, "TOT", year), everybody
        yield ("10", "TOT", area, "TOT", year), drawn(everybody * share, chance)


def measures(codes: dict[str, list[str]], chance: Random) -> Rows:
    """Measures under the act on juvenile crime, which is of 2019."""
    for area, year in product(codes["KOMMUNEDK"], codes["TID"]):
        thousands, level = AREAS[area]
        expected = thousands * level * 0.16 * (0.3 if int(year) < 2019 else 1)
        yield (area, "7", year), drawn(expected, chance)


def victims(codes: dict[str, list[str]], chance: Random) -> Rows:
    """Victims of reported crime in the country."""
    for year in codes["TID"]:
        yield ("1S", "TOT", "TOT", year), drawn(70_000 + 1_600 * (int(year) - 2015), chance)


def relapses(codes: dict[str, list[str]], chance: Random) -> Rows:
    """Persons of each cohort, and those with a new conviction after half a year, one and two."""
    within = {"6": 0.11, "712": 0.085, "1324": 0.115}
    for period in codes["TID"]:
        everybody = drawn(52_000 - 600 * (int(period[:4]) - 2010), chance)
        yield ("TOT", "TOT", "TOT", "TOT", "TOT", period), everybody
        for time, share in within.items():
            count = drawn(everybody * share * 0.998 ** (int(period[:4]) - 2020), chance)
            yield ("TOT", "TOT", time, "TOT", "TOT", period), count


def drawn(expected: float, chance: Random) -> int:
    """A count that varies as counts do: Poisson, by a normal where it is large."""
    if expected > 50:
        return max(0, round(chance.gauss(expected, math.sqrt(expected))))
    count, product_of = 0, chance.random()
    while product_of > math.exp(-expected):
        product_of *= chance.random()
        count += 1
    return count


DECISIONS = ["1", "2", "511", "512", "513", "515", "516", "517", "518"]
TOTAL = ["TOT"]
TABLES = {
    "FOLK1A_ALDER": {
        "OMRÅDE": list(AREAS),
        "KØN": TOTAL,
        "ALDER": [str(age) for age in AGES],
        "CIVILSTAND": TOTAL,
        "TID": QUARTERS,
    },
    "STRAF44": {
        "OMRÅDE": list(AREAS),
        "OVERTRÆD": ["1"],
        "AFGØRELSE": DECISIONS,
        "ALDER": [str(age) for age in range(15, 25)],
        "KØN": TOTAL,
        "TID": YEARS,
    },
    "UND1": {
        "ADMKOM": MUNICIPALITIES,
        "UNDERRETERE": TOTAL,
        "ALDER1": [str(age) for age in range(18)],
        "KON": TOTAL,
        "TID": YEARS,
    },
    "NEET1": {
        "STATUSNEET": ["00", "10"],
        "KØN": TOTAL,
        "BOPOMR": list(AREAS),
        "SOCIO": TOTAL,
        "TID": YEARS[:-1],
    },
    "ISBU01": {"KOMMUNEDK": MUNICIPALITIES, "INDSATSER": ["7"], "TID": YEARS},
    "STRAF5": {"OVERTRÆD": ["1S"], "ALDER": TOTAL, "KOEN": TOTAL, "TID": YEARS},
    "RECIDIV1": {
        "KØN": TOTAL,
        "ALDER1": TOTAL,
        "VARTILBAGE": ["TOT", "6", "712", "1324"],
        "STRAFART": TOTAL,
        "OVER": TOTAL,
        "TID": [f"{year}-{year + 2}" for year in range(2012, 2022)],
    },
}
DRAWN = {
    "STRAF44": decisions,
    "UND1": notifications,
    "NEET1": neither,
    "ISBU01": measures,
    "STRAF5": victims,
    "RECIDIV1": relapses,
}


def main(folder: Path) -> None:
    """Write every file and the manifest; each table has draws of its own."""
    manifest = []
    for number, (table, codes) in enumerate(TABLES.items()):
        rows = DRAWN[table](codes, Random(SEED + number)) if table in DRAWN else population(codes)
        manifest.append(
            {
                "table": table,
                "file": write(folder, table, list(codes), rows),
                "reason": REASON,
                "extent": codes,
            }
        )
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(text + "\n", "utf-8")


def write(folder: Path, table: str, variables: Sequence[str], rows: Rows) -> str:
    """Write a table as StatBank does: by period, zeros left out. Returns the file's name."""
    ordered = sorted(rows, key=lambda row: (row[0][-1], row[0]))
    lines = [";".join([*variables, "INDHOLD"])]
    lines += [";".join([*codes, str(count)]) for codes, count in ordered if count]
    content = "".join(f"{line}\r\n" for line in lines).encode()
    name = f"EKSEMPEL_{table}.csv.gz"
    # No time inside, so that the same figures give the same bytes.
    (folder / name).write_bytes(gzip.compress(content, compresslevel=9, mtime=0))
    return name


if __name__ == "__main__":
    if len(sys.argv) > 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]) if len(sys.argv) == 2 else Path(__file__).resolve().parent)
