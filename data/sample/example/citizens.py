"""Three waves of an invented citizen survey, each from another supplier.

2021 has text answers on a scale of five, a text file from an old Windows and no weights. 2023 has
codes on a scale of seven, ages in years, weights as text and columns of personal data. 2025 is a
pair of files as SurveyXact writes them, with all who were invited and one scale the other way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from sheets import Cell, comma, write_text, write_workbook

FIRST_ROW = "EKSEMPELDATA - opdigtede svar, ingen af dem er givet af rigtige borgere"

# Part of the citizens, share safe by day and in the evening.
SUB_AREAS = {
    "Vejleåparken": (0.26, 0.69, 0.54),
    "Strandområdet": (0.34, 0.85, 0.72),
    "Bymidten": (0.28, 0.78, 0.63),
    "Landsbyerne": (0.12, 0.92, 0.83),
}
# Part of the citizens from 15 years, and how often they answer against the average.
AGES = {
    (15, 29): (0.24, 0.6),
    (30, 44): (0.25, 0.85),
    (45, 64): (0.30, 1.15),
    (65, 89): (0.21, 1.4),
}

SAFE7 = {7: 0.36, 6: 0.39, 5: 0.25}
UNSAFE7 = {4: 0.46, 3: 0.28, 2: 0.17, 1: 0.09}
SAFE5 = {5: 0.45, 4: 0.55}
UNSAFE5 = {3: 0.5, 2: 0.33, 1: 0.17}
AGREE = {5: 0.38, 4: 0.37, 3: 0.15, 2: 0.07, 1: 0.03}
MOVEMENT = {1: 0.14, 2: 0.48, 3: 0.38}
LOST = {"day": 0.02, "evening": 0.03, "police": 0.05, "movement": 0.12}
WISHES = [
    "Mere lys",
    "Flere bænke",
    "Mindre fart",
    "Færre knallerter",
    "Flere voksne",
    "Mindre støj",
]
PLACES = ["på stien", "ved stationen", "foran butikkerne", "i parken", "ved skolen", "på pladsen"]


@dataclass
class Citizen:
    """One who answered. Answers are codes; "ved_ikke" and "ønsker_ikke" are none."""

    sub_area: str
    sex: str
    age: int
    day: int | str
    evening: int | str
    police: int | str
    movement: int | str
    exposed: int | str
    weight: float = 1.0

    @property
    def group(self) -> tuple[int, int]:
        """The limits of the age group."""
        return next(limits for limits in AGES if limits[0] <= self.age <= limits[1])


def drawn(random: Random, parts: Mapping) -> object:
    """One of the keys, each as often as its part."""
    left = random.random() * sum(parts.values())
    for key, part in parts.items():
        left -= part
        if left < 0:
            return key
    return key


def citizens(random: Random, number: int, change: float, *, five: bool = False) -> list[Citizen]:
    """Those who answered.

    Parameters
    ----------
    change
        What is added to the shares of safe.
    five
        Whether safety is asked on a scale of five.
    """
    safe, unsafe = (SAFE5, UNSAFE5) if five else (SAFE7, UNSAFE7)
    answered = {ages: part * often for ages, (part, often) in AGES.items()}
    everyone = []
    for _ in range(number):
        sub_area = drawn(random, {name: part for name, (part, _, _) in SUB_AREAS.items()})
        sex = drawn(random, {"K": 0.53, "M": 0.47})
        lowest, highest = drawn(random, answered)
        age = lowest + int(random.random() * (highest - lowest + 1))
        _, by_day, in_evening = SUB_AREAS[sub_area]
        by_day += change + (0.02 if sex == "M" else -0.02)
        in_evening += change + (0.06 if sex == "M" else -0.06) - (0.04 if age < 30 else 0)
        # Nearly all who are safe in the evening are safe by day: the two answers go together.
        is_safe = random.random() < by_day
        after_dark = random.random() < (in_evening / by_day * 0.97 if is_safe else 0.05)
        person = Citizen(
            sub_area,
            sex,
            age,
            drawn(random, safe if is_safe else unsafe),
            drawn(random, safe if after_dark else unsafe),
            drawn(random, AGREE),
            drawn(random, MOVEMENT),
            int(random.random() < 0.13),
        )
        for question, lost in LOST.items():
            if random.random() < lost:
                setattr(person, question, "ved_ikke")
        if random.random() < 0.02:
            person.exposed = "ønsker_ikke"
        everyone.append(person)
    weigh(everyone)
    return everyone


def comment(random: Random) -> str:
    """What some write in the open field."""
    if random.random() > 0.35:
        return ""
    wish, place = (drawn(random, dict.fromkeys(words, 1)) for words in (WISHES, PLACES))
    return f"{wish} {place}, tak. Jeg har boet her i {int(1 + random.random() * 40)} år."


def weigh(everyone: Sequence[Citizen]) -> None:
    """Give each a weight, so that sex and age are as among all citizens. The mean is 1."""
    cells = [(person.sex, person.group) for person in everyone]
    for person, cell in zip(everyone, cells, strict=True):
        wanted = 0.5 * AGES[person.group][0] * len(everyone)
        person.weight = wanted / cells.count(cell)


def age_group(person: Citizen) -> str:
    """As a supplier writes it: `15-29 år`, `65 år eller derover`."""
    lowest, highest = person.group
    return "65 år eller derover" if lowest == 65 else f"{lowest}-{highest} år"


def write_2021(folder: Path, random: Random) -> None:
    """Text answers on a scale of five, cp1252, no weights."""
    safety = {
        5: "Meget tryg",
        4: "Tryg",
        3: "Hverken tryg eller utryg",
        2: "Utryg",
        1: "Meget utryg",
        "ved_ikke": "Ved ikke",
    }
    police = {
        5: "Helt enig",
        4: "Enig",
        3: "Hverken enig eller uenig",
        2: "Uenig",
        1: "Helt uenig",
        "ved_ikke": "Ved ikke",
    }
    movement = {1: "Faldet", 2: "Uændret", 3: "Steget", "ved_ikke": "Ved ikke"}
    exposed = {1: "Ja", 0: "Nej", "ønsker_ikke": "Ønsker ikke at svare"}
    header = [
        "Nr.",
        "Bydel",
        "Køn",
        "Aldersgruppe",
        "Hvor tryg er du om dagen?",
        "Hvor tryg er du om aftenen?",
        "Politiet hjælper, hvis jeg har brug for det",
        "Kriminaliteten er …",
        "Udsat for kriminalitet det seneste år",
        "Kommentarer",
    ]
    rows: list[list[Cell]] = [
        [FIRST_ROW],
        ["Borgerundersøgelse 2021"],
        [],
        header,
    ]
    for number, person in enumerate(citizens(random, 410, -0.03, five=True), start=1):
        rows.append(
            [
                number,
                person.sub_area,
                "Kvinde" if person.sex == "K" else "Mand",
                age_group(person),
                safety[person.day],
                safety[person.evening],
                police[person.police],
                movement[person.movement],
                exposed[person.exposed],
                comment(random),
            ]
        )
    write_text(folder / "EKSEMPEL_borgerundersoegelse_2021.csv", rows, encoding="cp1252")


def write_2023(folder: Path, random: Random) -> None:
    """Codes on a scale of seven, 98 and 99, weights as text, personal data, notes below."""
    places = {
        "Vejleåparken": "Vejleåparken",
        "Strandområdet": "Ishøj Strand",
        "Bymidten": "Ishøj Centrum",
        "Landsbyerne": "Landsbyerne",
    }
    header = [
        "Respondent",
        "Navn",
        "E-mail",
        "Bydel",
        "Køn",
        "Alder",
        None,
        "Tryg om dagen (1-7)",
        "Tryg om aftenen og natten (1-7)",
        "Tillid til politiet (1-5)",
        "Oplevet udvikling i kriminalitet",
        "Udsat for kriminalitet seneste år",
        "Uddybende kommentar",
        "Vægt",
    ]
    rows: list[list[Cell]] = [
        [FIRST_ROW],
        ["Borgerundersøgelse 2023", None, None, "Leverandør: Eksempelanalyse (findes ikke)"],
        [],
        header,
    ]
    words = {"ved_ikke": 98, "ønsker_ikke": 99}
    for number, person in enumerate(citizens(random, 523, -0.01), start=1):
        if number == 261:
            rows.append([])  # the second batch of answers
        rows.append(
            [
                1000 + number,
                f"Eksempel Person {number}",
                f"person{number}@example.dk",
                None if number % 97 == 0 else places[person.sub_area],
                None if number % 211 == 0 else {"K": "Kvinde", "M": "Mand"}[person.sex],
                person.age,
                None,
                *(words.get(answer, answer) for answer in (person.day, person.evening)),
                words.get(person.police, person.police),
                words.get(person.movement, person.movement),
                words.get(person.exposed, person.exposed),
                comment(random) or None,
                comma(person.weight, 3),
            ]
        )
    rows += [
        [],
        ["Note: 98 = ved ikke, 99 = ønsker ikke at svare."],
        ["Kilde: opdigtet. Vægtet efter køn og alder."],
    ]
    notes: list[list[Cell]] = [
        ["EKSEMPELDATA - noter til de opdigtede svar"],
        [],
        ["Tryghed er spurgt fra 1 (slet ikke tryg) til 7 (meget tryg)."],
        ["Udvikling: 1 = faldet, 2 = uændret, 3 = steget. Udsat: 0 = nej, 1 = ja."],
        ["Der blev sendt 1.628 breve ud. 523 svarede."],
    ]
    write_workbook(
        folder / "EKSEMPEL_borgerundersoegelse_2023.xlsx", {"Svar": rows, "Noter": notes}
    )


LABELS_2025 = {
    "EKSEMPELDATA": {1: "Opdigtet svar"},
    "bydel": {1: "Vejleåparken", 2: "Strandområdet", 3: "Bymidten", 4: "Landsbyerne"},
    "koen": {1: "Mand", 2: "Kvinde"},
    "aldersgruppe": {1: "15-29 år", 2: "30-44 år", 3: "45-64 år", 4: "65+ år"},
    "tryg_dag": {
        1: "1 - Slet ikke tryg",
        **{answer: str(answer) for answer in range(2, 7)},
        7: "7 - Meget tryg",
        8: "Ved ikke",
    },
    "tryg_aften": {
        1: "1 - Slet ikke tryg",
        **{answer: str(answer) for answer in range(2, 7)},
        7: "7 - Meget tryg",
        8: "Ved ikke",
    },
    # The other way round: 1 is the most agreed.
    "politiet_hjaelper": {
        1: "Helt enig",
        2: "Enig",
        3: "Hverken enig eller uenig",
        4: "Uenig",
        5: "Helt uenig",
        8: "Ved ikke",
    },
    "kriminaliteten_er": {1: "Faldet", 2: "Uændret", 3: "Steget", 8: "Ved ikke"},
    "udsat_for": {1: "Ja", 2: "Nej", 9: "Ønsker ikke at svare"},
}


def write_2025(folder: Path, random: Random) -> None:
    """The dataset and its labels, as SurveyXact writes them: a row for each who was invited."""
    answered = citizens(random, 431 + 58, 0.0)
    status = [4] * 431 + [3] * 58 + [2] * 998 + [5] * 13
    # Invited in no order of who answered: shuffled by a draw that all versions of Python share.
    order = sorted(range(len(status)), key=lambda _: random.random())
    overall = [f"statoverall_{number}" for number in range(1, 6)]
    header = [
        "respondentid",
        "organization",
        "created",
        "closetime",
        "email",
        *LABELS_2025,
        "uddyb",
        "vaegt",
        *overall,
    ]
    rows: list[list[Cell]] = [header]
    sent = datetime(2025, 3, 3, 9)
    for number, one in enumerate(order, start=1):
        rows.append(
            [
                4100000 + number,
                "",
                sent,
                sent + timedelta(minutes=int(random.random() * 30000)) if status[one] == 4 else "",
                f"person{number}@example.dk",
                *answers_2025(answered[one] if one < len(answered) else None, status[one], number),
                comment(random) if status[one] == 4 else "",
                comma(answered[one].weight, 4) if status[one] == 4 else "",
                *(int(status[one] == code) for code in range(1, 6)),
            ]
        )
    labels = [
        [variable, code, label]
        for variable, of_it in LABELS_2025.items()
        for code, label in of_it.items()
    ]
    stem = "EKSEMPEL_borgerundersoegelse_2025"
    write_text(folder / f"{stem}_dataset.csv", rows, encoding="utf-8")
    write_text(folder / f"{stem}_labels.csv", labels, encoding="utf-8")


def answers_2025(person: Citizen | None, status: int, number: int) -> list[Cell]:
    """The coded columns of one who was invited; a partial answer stops after the evening."""
    if person is None:
        return [1, *[""] * (len(LABELS_2025) - 1)]
    sub_areas = list(SUB_AREAS)
    words = {"ved_ikke": 8, "ønsker_ikke": 9}
    day: Cell = words.get(person.day, person.day)
    if number % 7 == 0 and day == 7:
        day = "7 - Meget tryg"  # typed in by hand after a call
    cells: list[Cell] = [
        1,
        sub_areas.index(person.sub_area) + 1,
        {"M": 1, "K": 2}[person.sex],
        list(AGES).index(person.group) + 1,
        day,
        words.get(person.evening, person.evening),
    ]
    if status == 3:
        return cells + [""] * 3
    return [
        *cells,
        8 if person.police == "ved_ikke" else 6 - person.police,
        words.get(person.movement, person.movement),
        {1: 1, 0: 2, "ønsker_ikke": 9}[person.exposed],
    ]
