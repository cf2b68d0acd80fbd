"""Awkward files of answers: a row for each respondent."""

from collections.abc import Sequence

from ingest.mapping import Column
from store.inputs import InputKind
from tests.ingest.awkward import Case, Read, Refused, Rows, couple, text, xlsx

DAY = "Tryg om dagen"
ANSWERS = [7, 6, 5, 4, 3, 2, 1, 7, 6, 5]
WAVE = {"wave": "2025", "area": "183"}


def survey(name: str, header: Sequence[str], rows: Rows, want: Read | Refused, **more) -> Case:
    """A workbook of answers, one sheet."""
    files = {"svar.xlsx": xlsx({"Svar": [header, *rows]})}
    return Case(
        name,
        files,
        want,
        **{"kind": InputKind.SURVEY, "source": "borger", "constants": WAVE} | more,
    )


def by_day(name: str, cells: Sequence[object], want: Read | Refused, **more) -> Case:
    """Answers to one question; every other respondent is a woman."""
    rows = [
        ["Kvinde" if number % 2 == 0 else "Mand", cell, 20 + 3 * number]
        for number, cell in enumerate(cells)
    ]
    return survey(name, ["Køn", DAY, "Alder"], rows, want, **more)


def read(*told: tuple[str, ...], **columns: Sequence[object]) -> Read:
    """The columns that must be read."""
    return Read(columns, told)


ENDS = {7: "Meget tryg", 4: "Hverken tryg eller utryg", 1: "Slet ikke tryg"}
FIVE = {5: "Meget tryg", 4: "Tryg", 3: "Hverken tryg eller utryg", 2: "Utryg", 1: "Meget utryg"}
OF_FIVE = [5, 4, 3, 2, 1, 5, 4, 4, 3, 2]

SCALES = [
    by_day("codes from 1 to 7", ANSWERS, read(tryg_dag=ANSWERS)),
    by_day(
        "texts of a scale of seven",
        [ENDS.get(answer, answer) for answer in ANSWERS],
        read(tryg_dag=ANSWERS),
    ),
    survey(
        "words in the first row of answers, numbers in the second",
        ["Køn", DAY],
        [["Kvinde", "Meget tryg"], ["Mand", 6], ["Kvinde", 5], ["Mand", "Meget tryg"]],
        read(tryg_dag=[7, 6, 5, 7]),
    ),
    by_day(
        "label and code together",
        [f"{answer} - {ENDS[answer]}" if answer in ENDS else answer for answer in ANSWERS],
        read(tryg_dag=ANSWERS),
    ),
    by_day(
        "a label here and there among codes",
        [*ANSWERS[:-1], "Meget tryg"],
        read(tryg_dag=[*ANSWERS[:-1], 7]),
    ),
    by_day(
        "texts of a scale of five",
        [FIVE[answer] for answer in OF_FIVE],
        Read({"tryg_dag": OF_FIVE, "scale of tryg_dag": "tryg5"}),
    ),
    by_day(
        "a scale of five that the analyst names",
        OF_FIVE,
        Read({"tryg_dag": OF_FIVE, "scale of tryg_dag": "tryg5"}),
        decide=couple(day=Column(DAY, "spørgsmål:tryg_dag", unit="tryg5")),
    ),
    by_day(
        "a reversed scale that the analyst marks",
        [8 - answer for answer in ANSWERS],
        read(tryg_dag=ANSWERS),
        decide=couple(day=Column(DAY, "spørgsmål:tryg_dag", unit="tryg7", reversed=True)),
    ),
    by_day(
        "a reversed scale that its labels tell",
        [f"{8 - answer} - {ENDS[answer]}" if answer in ENDS else 8 - answer for answer in ANSWERS],
        read(tryg_dag=ANSWERS),
    ),
    by_day(
        "two scales in one column",
        ["5 - Meget tryg", "1 - Meget utryg", "7 - Meget tryg", "1 - Slet ikke tryg", 6, 3],
        Refused('Ark "Svar", ', ("B",)),
    ),
    by_day(
        "the lowest answer by the name of another scale",
        ["7 - Meget tryg", 6, 5, 4, 3, 2, "1 - Meget utryg"],
        read(tryg_dag=[7, 6, 5, 4, 3, 2, 1]),
    ),
    by_day(
        "words for the two halves only",
        ["Tryg", "Utryg", "Tryg", "Utryg", "Meget tryg", "Hverken tryg eller utryg"],
        Read({"tryg_dag": [4, 2, 4, 2, 5, 3], "scale of tryg_dag": "tryg5"}),
    ),
    by_day("a code outside the scale", [*ANSWERS, 12], Refused('Ark "Svar", celle B12', ("12",))),
    by_day(
        "decimals among codes",
        [*ANSWERS, "4,5"],
        Refused('Ark "Svar", celle B12', ("4,5",)),
    ),
    by_day(
        "words that are no answer",
        [*ANSWERS, "jo da"],
        Refused('Ark "Svar", celle B12', ("jo da",)),
    ),
]


def missing(name: str, cells: Sequence[object], *codes: str | None) -> Case:
    """Good answers, and some that are none at the end."""
    return by_day(name, [*ANSWERS, *cells], read(tryg_dag=[*ANSWERS, *codes]))


MISSING = [
    missing("8 and 9 after a scale of seven", [8, 9], "ved_ikke", "ønsker_ikke"),
    missing("88 and 99", [88, 99], "ved_ikke", "ønsker_ikke"),
    missing("98 and 99 as text", ["98", "99"], "ved_ikke", "ønsker_ikke"),
    missing("-1", [-1], "ønsker_ikke"),
    missing("a true minus before 1", ["\u22121"], "ønsker_ikke"),
    missing("words", ["Ved ikke", "Ønsker ikke at svare"], "ved_ikke", "ønsker_ikke"),
    missing("98 with its label", ["98 - Ved ikke"], "ved_ikke"),
    missing("empty", [None, 7], None, 7),
    by_day(
        "many without an answer",
        [*ANSWERS, 98, 98, 98],
        read(("kolonne B", "23", "ved ikke"), tryg_dag=[*ANSWERS, *["ved_ikke"] * 3]),
    ),
]

PEOPLE = [
    survey(
        "weights as text with a comma",
        [DAY, "Vægt"],
        [[7, "0,875"], [6, "1,25"], [5, "1"]],
        read(weight=[0.875, 1.25, 1.0]),
    ),
    survey(
        "weights with a point",
        [DAY, "Vægt"],
        [[7, "0.875"], [6, "1.25"], [5, "0.5"]],
        read(weight=[0.875, 1.25, 0.5]),
    ),
    survey(
        "weights that may be thousands",
        [DAY, "Vægt"],
        [[7, "1.234"], [6, "1.117"], [5, "2.001"]],
        read(weight=[1.234, 1.117, 2.001]),
        asks=("Vægt",),
        decide=couple(weight=Column("Vægt", "weight", unit="point")),
    ),
    survey(
        "a weight missing",
        [DAY, "Vægt"],
        [[7, "0,9"], [6, None], [5, "1,1"]],
        Refused('Ark "Svar", celle B3', ("ægt", "mangler")),
    ),
    survey(
        "a weight below nothing",
        [DAY, "Vægt"],
        [[7, "0,9"], [6, "-0,5"], [5, "1,1"]],
        Refused('Ark "Svar", celle B3', ("ægt", "negativ")),
    ),
    survey("no weights", ["Køn", DAY], [["K", 7], ["M", 6], ["K", 5]], read(weight=[1, 1, 1])),
    survey("one question and nothing else", [DAY], [[7], [6]], Refused('Ark "Svar"', ("tabel",))),
    survey(
        "ages in years",
        ["Alder", DAY],
        [[15, 7], [29, 6], [30, 5], ["64", 4], [65, 3], [91, 2], [None, 7]],
        read(age=["15-29", "15-29", "30-44", "45-64", "65+", "65+", ""]),
    ),
    survey(
        "age groups in words",
        ["Aldersgruppe", DAY],
        [["15-29 år", 7], ["30–44 år", 6], ["45 - 64", 5], ["65 år og derover", 4], ["65+", 3]],
        read(age=["15-29", "30-44", "45-64", "65+", "65+"]),
    ),
    survey(
        "an age that Excel made a date",
        ["Aldersgruppe", DAY],
        [["15-29", 7], ["2025-06-30", 6], ["65+", 5]],
        read(("celle A3", "2025-06-30", "uoplyst"), age=["15-29", "", "65+"]),
    ),
    survey(
        "sex in many words",
        ["Køn", DAY],
        [["K", 7], ["M", 6], ["kvinde", 5], ["MAND", 4], ["Pige", 3], ["dreng", 2], [None, 1]],
        read(sex=["K", "M", "K", "M", "K", "M", ""]),
    ),
    survey(
        "sex as numbers without labels",
        ["Køn", DAY],
        [[1, 7], [2, 6], [2, 5], [1, 4]],
        read(("celle A2", "»1«", "uoplyst"), ("»2«",), sex=["", "", "", ""]),
    ),
    survey(
        "parts of the municipality by other names",
        ["Bydel", DAY],
        [["Vejleåparken", 7], ["ISHØJ STRAND", 6], ["Centrum", 5], ["Tranegilde", 4], [None, 3]],
        read(sub_area=["vejleåparken", "strandområdet", "bymidten", "landsbyerne", ""]),
    ),
    survey(
        "a part of the municipality that is none",
        ["Bydel", DAY],
        [["Vejleåparken", 7], ["Månebyen", 6], ["Bymidten", 5]],
        read(("celle A3", "Månebyen", "uoplyst"), sub_area=["vejleåparken", "", "bymidten"]),
    ),
    survey(
        "letters in two parts",
        ["Bydel", DAY],
        [["Vejlea\u030aparken", 7], ["Strandomra\u030adet", 6]],
        read(sub_area=["vejleåparken", "strandområdet"]),
    ),
    survey(
        "a total below",
        ["Køn", DAY],
        [["Kvinde", 7], ["Mand", 6], ["Kvinde", 5], ["I alt", 6]],
        read(tryg_dag=[7, 6, 5]),
    ),
    survey(
        "a wave in each row",
        ["År", DAY],
        [[2023, 7], [2023, 6], [2025, 5], [2025, 4]],
        read(wave=["2023", "2023", "2025", "2025"]),
        constants={"area": "183"},
    ),
    survey(
        "a wave without answers",
        ["År", DAY],
        [[2023, None], [2023, None], [2025, 5], [2025, 4]],
        Refused('Ark "Svar", ', ("2023", "svar")),
        constants={"area": "183"},
    ),
    survey(
        "a wave to come",
        ["År", DAY],
        [[2025, 5], [2031, 4]],
        Refused('Ark "Svar", celle A3', ("2031", "ikke begyndt")),
        constants={"area": "183"},
    ),
    survey(
        "dates of answers instead of a wave",
        ["Dato", DAY],
        [["03-03-2025", 7], ["2025-04-11", 6]],
        read(wave=["2025", "2025"]),
        constants={"area": "183"},
        decide=couple(date=Column("Dato", "wave")),
    ),
]

PERSONAL = [
    survey(
        "a CPR number in a kept column",
        ["Bydel", "Klasse", DAY],
        [["Bymidten", "8.a", 7], ["Bymidten", "010203-1234", 6], ["Bymidten", "8.b", 5]],
        Refused('Ark "Svar", celle B3', ("CPR-nummer",), never=("010203", "1234")),
        decide=couple(cluster=Column("Klasse", "cluster")),
    ),
    survey(
        "a CPR number without its first zero",
        ["Bydel", "Klasse", DAY],
        [["Bymidten", "8.a", 7], ["Bymidten", 102031234, 6], ["Bymidten", "8.b", 5]],
        Refused('Ark "Svar", celle B3', ("CPR-nummer",), never=("102031234",)),
        decide=couple(cluster=Column("Klasse", "cluster")),
    ),
    survey(
        "columns of names, addresses, telephone numbers and words",
        ["Navn", "Adresse", "Mobil", "E-mail", "CPR-nr.", "Kommentar", "Køn", DAY],
        [
            [
                f"Eksempel Person {number}",
                f"Eksempelvej {number}, 2635 Ishøj",
                f"12 34 56 {number:02}",
                f"person{number}@example.dk",
                f"010203-12{number:02}",
                f"Jeg bor nummer {number} og vil gerne have mere lys på stien",
                "Kvinde",
                answer,
            ]
            for number, answer in enumerate(ANSWERS, start=10)
        ],
        read(tryg_dag=ANSWERS, sex=["K"] * len(ANSWERS)),
    ),
    survey(
        "telephone numbers under a name that tells nothing",
        ["Kolonne1", DAY],
        [[f"2{number}345678", answer] for number, answer in enumerate(ANSWERS)],
        read(tryg_dag=ANSWERS),
    ),
]

HEADER = ["Bydel", "Køn", "Hvor tryg er du om dagen?"]
PLACES: Rows = [
    ["Vejleåparken", "Kvinde", 7],
    ["Strandområdet", "Mand", 6],
    ["Bymidten", "Mand", 5],
]
READ = read(
    sub_area=["vejleåparken", "strandområdet", "bymidten"], sex=["K", "M", "M"], tryg_dag=[7, 6, 5]
)


def answers_as_text(name: str, content: bytes, want: Read | Refused = READ) -> Case:
    """A text file of answers."""
    return Case(name, {"svar.csv": content}, want, InputKind.SURVEY, "borger", WAVE)


XACT_HEAD = [
    "respondentid",
    "email",
    "koen",
    "tryg_dag",
    *(f"statoverall_{n}" for n in range(1, 6)),
]
XACT: Rows = [
    [1, "p1@example.dk", 2, 7, 0, 0, 0, 1, 0],
    [2, "p2@example.dk", None, None, 0, 1, 0, 0, 0],
    [3, "p3@example.dk", 1, 8, 0, 0, 0, 1, 0],
    [4, "p4@example.dk", 1, 5, 0, 0, 1, 0, 0],
    [5, "p5@example.dk", 1, "7 - Meget tryg", 0, 0, 0, 1, 0],
]
XACT_LABELS: Rows = [
    ["koen", 1, "Mand"],
    ["koen", 2, "Kvinde"],
    ["tryg_dag", 1, "1 - Slet ikke tryg"],
    ["tryg_dag", 7, "7 - Meget tryg"],
    ["tryg_dag", 8, '"Ved ikke"'],
]

TEXTS = [
    answers_as_text("answers in cp1252", text([HEADER, *PLACES], encoding="cp1252")),
    answers_as_text(
        "answers damaged on the way",
        text([HEADER, *PLACES]).decode("cp1252", "replace").encode(),
        Refused("Filen", ("danske bogstaver", "B1", "A2")),
    ),
    answers_as_text(
        "answers with letters lost",
        text([HEADER, *PLACES]).replace("å".encode(), b"\xef\xbf\xbd"),
        Refused("Filen", ("danske bogstaver", "A2")),
    ),
    answers_as_text(
        "comments with line breaks and separators",
        text(
            [
                [*HEADER, "Kommentar"],
                *([*row, 'Mere lys;\nog "flere" bænke, tak'] for row in PLACES),
            ]
        ),
    ),
    Case(
        "SurveyXact's two files",
        {
            "dataset.csv": text([XACT_HEAD, *XACT]),
            "labels.csv": text(XACT_LABELS),
        },
        Read(
            {
                "sex": ["K", "M", "M"],
                "tryg_dag": [7, "ved_ikke", 7],
                "counts": {"invited": 5, "partial": 1, "answered": 3},
            }
        ),
        InputKind.SURVEY,
        "borger",
        WAVE,
    ),
]

SCHOOLS = [
    survey(
        "classes as clusters and three spellings of a school year",
        ["Skoleår", "Klasse", "Køn", "Har du prøvet hash?"],
        [
            ["2024/25", "8.a", "Pige", "Ja"],
            ["2024/2025", "8.a", "Dreng", "Nej"],
            ["skoleåret 2024/25", "8.b", "Pige", "Ønsker ikke at svare"],
        ],
        read(
            wave=["2024/25"] * 3,
            cluster=["8.a", "8.a", "8.b"],
            hash_prøvet=[1, 0, "ønsker_ikke"],
        ),
        source="ungeprofil",
        constants={"area": "183"},
    ),
]

CASES = [*SCALES, *MISSING, *PEOPLE, *PERSONAL, *TEXTS, *SCHOOLS]
