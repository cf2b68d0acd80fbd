"""Awkward files of counts."""

from dataclasses import replace

from ingest.mapping import Column
from tests.ingest.awkward import Case, Read, Refused, Rows, at, couple, day, ods, text, xls, xlsx

HEAD = ["År", "Afsluttede forløb", "Gennemførte forløb"]
BODY: Rows = [[2023, 31, 18], [2024, 26, 14], [2025, 31, 17]]
COURSES: Rows = [HEAD, *BODY]
COUNTS = {at("2023"): (18, 31), at("2024"): (14, 26), at("2025"): (17, 31)}


def courses(
    name: str,
    rows: Rows = COURSES,
    want: Read | Refused | None = None,
    *,
    asks: tuple[str, ...] = (),
    **more,
) -> Case:
    """A workbook of mentoring courses, one sheet."""
    files = {"forløb.xlsx": xlsx({"Forløb": rows}, **more)}
    return Case(name, files, want or Read(COUNTS), asks=asks)


def with_row(*cells: object) -> Rows:
    """The courses with another row for 2024, in row 3 of the sheet."""
    return [HEAD, BODY[0], list(cells), BODY[2]]


def absence(name: str, rows: Rows, want: Read | Refused, **more) -> Case:
    """Pupils with much absence."""
    head = ["Skoleår", "Elever i alt", "Elever med mindst 10 % fravær"]
    return Case(name, {"fravær.xlsx": xlsx({"Ark1": [head, *rows]})}, want, source="fravær", **more)


def streets(name: str, rows: Rows, want: Read | Refused) -> Case:
    """Young people in street groups."""
    files = {"grupper.xlsx": xlsx({"Ark1": [["Kvartal", "Antal unge"], *rows]})}
    return Case(name, files, want, source="gadegrupper")


def by_sex(*years: tuple[int, list[tuple[int, int]]], whole: str = "Alle") -> Rows:
    """All, women and men in each year."""
    head = ["År", "Køn", "Afsluttede forløb", "Gennemførte forløb"]
    rows = [
        [year, sex, *counts]
        for year, groups in years
        for sex, counts in zip((whole, "Kvinder", "Mænd"), groups, strict=True)
    ]
    return [head, *rows]


LAYOUT = [
    courses(
        "title, unit and blank rows above",
        [["Exit- og mentorforløb"], ["Enhed: antal"], [], *COURSES],
    ),
    courses("blank rows within", [HEAD, BODY[0], [], [], BODY[1], [], BODY[2]]),
    courses(
        "blank columns before and within",
        [[None, None, row[0], None, row[1], row[2]] for row in COURSES],
    ),
    courses("a line of totals", [*COURSES, ["I alt", 88, 49]]),
    courses("a line of totals first", [HEAD, ["I alt", 88, 49], *BODY]),
    courses("notes below", [*COURSES, [], ["Note: Foreløbige tal."], ["Kilde: fagsystemet"]]),
    courses(
        "a remark on a line of its own within",
        [HEAD, BODY[0], ["Nyt fagsystem fra 2024"], *BODY[1:]],
    ),
    courses("the header again within", [HEAD, *BODY[:2], HEAD, BODY[2]]),
    courses(
        "a header of two levels, the upper one merged",
        [["År", "Forløb", None], [None, "Afsluttede", "Gennemførte"], *BODY],
        merged=["A1:A2", "B1:C1"],
    ),
    courses(
        "cells merged downwards",
        [
            ["År", "Køn", "Afsluttede forløb", "Gennemførte forløb"],
            [2024, "Alle", 26, 14],
            [None, "Kvinder", 9, 6],
            [None, "Mænd", 17, 8],
        ],
        Read({at("2024"): (14, 26), at("2024", "køn=K"): (6, 9), at("2024", "køn=M"): (8, 17)}),
        merged=["A2:A4"],
    ),
    courses("header only", [HEAD], Refused('Ark "Forløb"', ("mindst én række",))),
    courses("one column only", [["År"], [2023], [2024]], Refused('Ark "Forløb"', ("to kolonner",))),
    courses(
        "nothing but a title",
        [["Exit- og mentorforløb 2025"]],
        Refused('Ark "Forløb"', ("ingen tabel",)),
    ),
    Case(
        "notes on the first sheet, figures on the second",
        {"f.xlsx": xlsx({"Læs mig": [["Tal for forløb"], ["Spørg Anne"]], "Tal": COURSES})},
        Read(COUNTS),
        sheet="Tal",
    ),
    Case(
        "an older copy on a hidden sheet",
        {"f.xlsx": xlsx({"Gl": [HEAD, [2023, 1, 1]], "Tal": COURSES}, hidden=["Gl"])},
        Read(COUNTS),
    ),
    courses(
        "a total among the groups is the whole",
        by_sex((2024, [(26, 14), (9, 6), (17, 8)]), whole="I alt"),
        Read({at("2024"): (14, 26), at("2024", "køn=K"): (6, 9), at("2024", "køn=M"): (8, 17)}),
    ),
    courses(
        "a whole by a name that is not known",
        by_sex((2024, [(26, 14), (9, 6), (17, 8)]), whole="Begge slags"),
        Refused('Ark "Forløb", celle B2', ("Begge slags", "Ret cellen")),
    ),
    courses(
        "rows for columns",
        [["Forløb", 2023, 2024], ["Afsluttede forløb", 31, 26], ["Gennemførte forløb", 18, 14]],
        Refused('Ark "Forløb"', ("tæller", "Kobl en kolonne")),
    ),
    courses(
        "groups of two things at once",
        [
            ["År", "Køn", "Alder", "Afsluttede forløb", "Gennemførte forløb"],
            [2024, "Kvinder", "15-24 år", 9, 6],
            [2024, "Mænd", "15-24 år", 17, 8],
        ],
        Refused('Ark "Forløb", celle E2', ("køn", "alder", "opdeling ad gangen")),
    ),
    courses(
        "two tables, the smaller one below",
        [*COURSES, [], [], ["Kontakt", "Telefon"], ["Eksempel", "12 34 56 78"]],
        Refused('Ark "Forløb", celle A7', ("Kontakt", "periode")),
    ),
    courses(
        "two tables side by side",
        [
            [*row, None, *more]
            for row, more in zip(
                COURSES, [["Måned", "Møder"], ["maj", 3], ["juni", 4], [None, None]], strict=True
            )
        ],
    ),
    courses("cells of spaces below", [*COURSES, [" ", "  ", None], [None, " ", " "]]),
    Case(
        "years above two columns each",
        {
            "f.xlsx": xlsx(
                {
                    "Ark1": [
                        [None, "2023", None, "2024", None],
                        ["Køn", *["Afsluttede forløb", "Gennemførte forløb"] * 2],
                        ["Alle", 31, 18, 26, 14],
                        ["Kvinder", 11, 7, 9, 6],
                        ["Mænd", 20, 11, 17, 8],
                    ]
                },
                merged=["B1:C1", "D1:E1"],
            )
        },
        Read(
            {
                at("2023"): (18, 31),
                at("2023", "køn=K"): (7, 11),
                at("2023", "køn=M"): (11, 20),
                at("2024"): (14, 26),
                at("2024", "køn=K"): (6, 9),
                at("2024", "køn=M"): (8, 17),
            }
        ),
    ),
    courses(
        "two columns with one name",
        [[*HEAD, "Gennemførte forløb"], *([*row, 1] for row in BODY)],
        Read(COUNTS),
        asks=("Gennemførte forløb",),
    ),
    Case(
        "a column for each year",
        {
            "f.xlsx": xlsx(
                {
                    "Unge": [
                        ["Bydel", "1. kvt. 2025", "2. kvt. 2025"],
                        ["Hele kommunen", 21, 18],
                        ["Vejleåparken", 12, 10],
                        ["Bymidten", 9, 8],
                    ]
                }
            )
        },
        Read(
            {
                at("2025K1"): (21, None),
                at("2025K2"): (18, None),
                at("2025K1", "bydel=vejleåparken"): (12, None),
                at("2025K2", "bydel=vejleåparken"): (10, None),
                at("2025K1", "bydel=bymidten"): (9, None),
                at("2025K2", "bydel=bymidten"): (8, None),
            }
        ),
        source="gadegrupper",
        decide=couple(
            first=Column("1. kvt. 2025", "numerator", fixed={"period": "2025K1"}),
            second=Column("2. kvt. 2025", "numerator", fixed={"period": "2025K2"}),
        ),
    ),
]

FORMS = [
    Case("xls", {"f.xls": xls(COURSES)}, Read(COUNTS)),
    Case("ods", {"f.ods": ods(COURSES)}, Read(COUNTS)),
    Case("xlsx called xlsm", {"f.xlsm": xlsx({"Ark1": COURSES})}, Read(COUNTS)),
    Case("csv with semicolons", {"f.csv": text(COURSES)}, Read(COUNTS)),
    Case("csv with commas", {"f.csv": text(COURSES, separator=",")}, Read(COUNTS)),
    Case("text with tabs", {"f.txt": text(COURSES, separator="\t")}, Read(COUNTS)),
    Case("csv called xlsx", {"f.xlsx": text(COURSES)}, Read(COUNTS)),
    Case("byte order mark", {"f.csv": text(COURSES, encoding="utf-8-sig")}, Read(COUNTS)),
    Case("utf-16", {"f.csv": text(COURSES, separator="\t", encoding="utf-16")}, Read(COUNTS)),
    Case(
        "cp1252",
        {"f.csv": text([["År", *HEAD[1:]], *BODY], encoding="cp1252")},
        Read(COUNTS),
    ),
    Case(
        "line breaks and quotes within fields",
        {"f.csv": text([["År", "Afsluttede\nforløb", 'Gennemførte "forløb"'], *BODY], end="\n")},
        Read(COUNTS),
    ),
    Case("Excel's line about the separator", {"f.csv": b"sep=;\r\n" + text(COURSES)}, Read(COUNTS)),
    Case("line ends of an old Mac", {"f.csv": text(COURSES, end="\r")}, Read(COUNTS)),
    Case(
        "empty fields to the right",
        {"f.csv": text([[*row, None, None, None] for row in COURSES])},
        Read(COUNTS),
    ),
]

NUMBERS = [
    courses("numbers as text", [HEAD, *([str(cell) for cell in row] for row in BODY)]),
    courses("spaces around", [HEAD, *([f" {cell}\u00a0" for cell in row] for row in BODY)]),
    absence(
        "points between thousands",
        [["2022/23", "2.654", "431"], ["2023/24", "2.612", "408"]],
        Read({at("2022/23"): (431, 2654), at("2023/24"): (408, 2612)}),
    ),
    absence(
        "spaces between thousands",
        [["2022/23", "2 654", "431"], ["2023/24", "2\u00a0612", "408"]],
        Read({at("2022/23"): (431, 2654), at("2023/24"): (408, 2612)}),
    ),
    absence(
        "thousands as text beside numbers",
        [["2022/23", "2.654", 431], ["2023/24", 2612, 408]],
        Read({at("2022/23"): (431, 2654), at("2023/24"): (408, 2612)}),
    ),
    Case(
        "a share and no numerator",
        {
            "f.xlsx": xlsx(
                {
                    "Ark1": [
                        ["År", "Afsluttede forløb", "Andel"],
                        [2023, 31, "58,1 %"],
                        [2024, 26, "53,8 %"],
                    ]
                }
            )
        },
        Read({at("2023"): (18, 31), at("2024"): (14, 26)}),
    ),
    courses(
        "a negative count",
        with_row(2024, 26, -14),
        Refused('Ark "Forløb", celle C3', ("negativ",)),
    ),
    courses(
        "a count with decimals",
        with_row(2024, 26, 14.5),
        Refused('Ark "Forløb", celle C3', ("ikke helt",)),
    ),
    courses(
        "more completed than ended",
        with_row(2024, 14, 26),
        Refused('Ark "Forløb", celle C3', ("flere end", "byttet om")),
    ),
    courses(
        "two points for a number that is not known",
        with_row(2024, 26, ".."),
        Read(COUNTS | {at("2024"): (None, 26)}, (("celle C3",),)),
    ),
    courses(
        "words for a number that is not known",
        with_row(2024, 26, "under 5"),
        Refused('Ark "Forløb", celle C3', ("under 5", "tal")),
    ),
    courses(
        "fewer than five in words",
        with_row(2024, 26, "<5"),
        Refused('Ark "Forløb", celle C3', ("<5", "ikke et tal")),
    ),
    courses(
        "a mark of a note at a number",
        with_row(2024, 26, "14*"),
        Refused('Ark "Forløb", celle C3', ("14*", "tal")),
    ),
    courses(
        "a dash for a number that is not known",
        with_row(2024, 26, "-"),
        Read(COUNTS | {at("2024"): (None, 26)}, (("celle C3",),)),
    ),
    courses(
        "an error of Excel's for a number",
        with_row(2024, 26, "#DIV/0!"),
        Refused('Ark "Forløb", celle C3', ("#DIV/0!",)),
    ),
    courses(
        "a formula without a value",
        with_row(2024, 26, "=9+5"),
        Read(COUNTS | {at("2024"): (None, 26)}, (("C3", "ormlen"),)),
    ),
    Case(
        "groups that do not add up",
        {"f.xlsx": xlsx({"Ark1": by_sex((2024, [(26, 14), (9, 6), (16, 8)]))})},
        Read(
            {at("2024"): (14, 26), at("2024", "køn=K"): (6, 9), at("2024", "køn=M"): (8, 16)},
            (("celle C2", "summen"),),
        ),
    ),
    courses(
        "a year twice",
        with_row(2023, 26, 14),
        Refused("celle", ("2023", "2 gange")),
    ),
]

PERIODS = [
    absence(
        "school years in three spellings",
        [["2022/23", 900, 90], ["2023/2024", 910, 91], ["skoleåret 2024/25", 920, 92]],
        Read({at("2022/23"): (90, 900), at("2023/24"): (91, 910), at("2024/25"): (92, 920)}),
    ),
    courses("dates of a workbook", [HEAD, *([day(row[0], 12, 31), *row[1:]] for row in BODY)]),
    courses("dates as text", [HEAD, *([f"31-12-{row[0]}", *row[1:]] for row in BODY)]),
    streets(
        "quarters in four spellings",
        [["1. kvt. 2025", 21], ["2025K2", 18], ["3. kvartal 2025", 19], ["2025 K4", 17]],
        Read({at(f"2025K{number}"): (n, None) for number, n in enumerate((21, 18, 19, 17), 1)}),
    ),
    streets(
        "a quarter that is not spelled as one",
        [["K1 2025", 21], ["Q2 2025", 18], ["forår 2025", 19]],
        Refused('Ark "Ark1", celle A4', ("forår 2025", "1. kvt. 2025")),
    ),
    streets(
        "the first day of quarters",
        [[day(2025, 1, 1), 21], [day(2025, 4, 1), 18]],
        Read({at("2025K1"): (21, None), at("2025K2"): (18, None)}),
    ),
    courses(
        "a year that has not come",
        with_row(2031, 26, 14),
        Refused('Ark "Forløb", celle A3', ("2031", "ikke slut")),
    ),
    courses(
        "a period that is none",
        with_row("efterår", 26, 14),
        Refused('Ark "Forløb", celle A3', ("efterår",)),
    ),
    courses(
        "a quarter among years",
        with_row("1. kvt. 2024", 26, 14),
        Refused('Ark "Forløb", celle A3', ("2024",)),
    ),
    courses(
        "several years in one",
        with_row("2022-2024", 26, 14),
        Refused('Ark "Forløb", celle A3', ("2022-2024",)),
    ),
    courses(
        "a missing year",
        with_row(None, 26, 14),
        Refused('Ark "Forløb", ', ("eriode",)),
    ),
]

OTHERS = [
    courses(
        "personal data in columns of their own",
        [
            [*HEAD, "Kontaktperson", "Telefon", "E-mail"],
            *([*row, "Eksempel Person", "12 34 56 78", "e@example.dk"] for row in BODY),
        ],
    ),
    replace(
        courses("letters with marks of their own", [["A\u030ar", *HEAD[1:]], *BODY]),
        files={"f.csv": text([["A\u030ar", "Afsluttede forlo\u0308b", HEAD[2]], *BODY])},
    ),
    courses("capitals and spaces", [["  ÅR ", "AFSLUTTEDE  FORLØB", "gennemførte forløb"], *BODY]),
    Case(
        "utf-8 that was read as cp1252 and saved",
        {"f.csv": text(COURSES).decode("cp1252").encode()},
        Refused("Filen", ("danske bogstaver", "A1")),
    ),
]

CASES = [*LAYOUT, *FORMS, *NUMBERS, *PERIODS, *OTHERS]
