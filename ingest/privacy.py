"""Personal data out of a table before anything of it is written anywhere.

A column goes by its heading ("Navn", "Uddyb gerne") or by what most of its cells look like. What
slips through is mostly never loaded, since only columns that are coupled are; a CPR number in one
of those stops the file.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from danish import numbers
from ingest import personal
from ingest.cells import folded
from ingest.frame import Table
from ingest.problem import Problem, error

_WHOSE = r"(?:(?:fulde|elevens?|barnets|borgerens?|respondentens?|deltagerens?|privat|arbejds) ?)?"
_HEADINGS = {
    "CPR-nummer": r"(?:.* )?(?:cpr|personnummer|person nr)(?:nr|nummer| nr| nummer)?",
    "e-mail": rf"{_WHOSE}(?:e ?mail|mail|e post)(?: ?adresse)?",
    "telefonnummer": rf"{_WHOSE}(?:telefon|mobil|tlf|mobiltelefon)(?: ?(?:nummer|nr))?",
    "adresse": (
        rf"{_WHOSE}(?:adresse|bopael|bopaelsadresse|vej|vejnavn|gade|gadenavn|husnummer|husnr|"
        r"hus nr|ip|ip ?adresse|folkeregisteradresse)"
    ),
    "navn": (
        rf"{_WHOSE}(?:for|efter|mellem)?navne?|kontaktperson|kontakt|"
        r"(?:for|fulde|for og efter) ?navn(?: .*)?|sagsbehandler|laerer|klasselaerer"
    ),
    "svarpersonens id": (
        r"(?:(?:respondents?|borger|elev|person|svar|besvarelses?|deltager|informant|unik) ?)?"
        r"(?:id|nr|nummer|key|noegle|guid)|respondent|uni ?login|loebe ?(?:nummer|nr)|"
        r"(?:response|user|case|record|token) ?id|token"
    ),
    "tidspunkt for svaret": (
        r"created|modified|closetime|starttime|start ?tid|slut ?tid|tidsstempel|timestamp|"
        r"difftime|start ?time|end ?time|completion time"
    ),
    "fritekst": (
        r"(?:uddybende |oevrige |andre |evt )?(?:kommentar|bemaerkning|fritekst)(?:er)?(?: .*)?|"
        r"(?:uddyb|begrund|beskriv|skriv)\w*(?: .*)?|"
        r".* (?:skriv|uddyb|beskriv|noter|kommentarer|bemaerkninger)(?: .*)?|"
        r"aaben[et]? (?:svar|besvarelse)(?: .*)?"
    ),
}
"""What columns are called that hold persons, as `folded` writes it."""

_STREET = (
    r"(?:vej|gade|alle|allé|stræde|vænge|torv|plads|boulevard|stien|sti|have|park|parken|toften|"
    r"bakken|krogen|lunden|gården|engen|marken|bo|kaj|brygge|holmen|ager|ageren|dal|dalen)"
)
_CELLS = {
    "CPR-nummer": r"\d{6} ?-? ?\d{4}",
    "e-mail": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "telefonnummer": r"(?:(?:\+|00)45 ?)?(?:[2-9]\d{7}|[2-9]\d{3} \d{4}|[2-9]\d(?:[ .-]\d{2}){3})",
    "adresse": rf"(?i)[a-zæøåéü .'-]*{_STREET} \d{{1,3}} ?[a-z]?(?:[ ,].*)?",
    "navn": r"[A-ZÆØÅ][a-zæøåéü]+(?:[ -][A-ZÆØÅ][a-zæøåéü.]*){1,4}(?: \d+)?",
}
_MOST = 0.6  # of the filled cells that must look alike before a column is taken for personal
_LONG = 25  # characters of the mean cell in a column of free text
_WORDS = 4  # words of its mean cell
_DIFFERENT = 0.5  # of whose cells are different from one another
_FEW = 5  # filled cells say too little about what a column holds
_NAMES = 20  # filled cells, all but a few different, before capitals are taken for names
_LOOKED_AT = 20_000  # cells of a column, evenly spread

_NO_NAMES = (
    r".*\b(?:skole\w*|klasse\w*|kommune\w*|omraade\w*|bydel\w*|distrikt\w*|kvarter\w*|sted\w*|"
    r"spoergsmaal|indikator|udsagn|emne|kilde|note|land|region|institution\w*|indsats\w*)\b.*"
)
"""Headings of names that are no person's, and of published questions and sources."""

_DAY = "(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"  # a substitute number has the day + 60
_MONTH = "(?:0[1-9]|1[0-2])"
_CPR = re.compile(rf"(?<![0-9])(?<![0-9][.,]){_DAY}{_MONTH}[0-9]{{2}} ?-? ?[0-9]{{4}}(?![0-9])")
_SHORT = re.compile(rf"[1-9]{_MONTH}[0-9]{{2}} ?-? ?[0-9]{{4}}")  # a spreadsheet drops the zero
_SHORT_WITH_HYPHEN = re.compile(rf"[1-9]{_MONTH}[0-9]{{2}} ?- ?[0-9]{{4}}")
_NUMBER = re.compile(r"[0-9][0-9 -]{7,}[0-9]")
_ALIKE = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012–−", "-") | dict.fromkeys("\u00a0\u2009", " ")
)
_SHORTEST = 9  # digits of a CPR number that lost its zero
_SHOWN = 5


@dataclass(frozen=True)
class Dropped:
    """A column that was taken out, and what it seems to hold, in Danish: "navn", "fritekst"."""

    column: str
    why: str


def strip(table: Table) -> tuple[Table, tuple[Dropped, ...]]:
    """Take out the columns that seem to hold who somebody is or what they wrote.

    Titles and notes around the table that hold a CPR number, an e-mail address or a telephone
    number go too. A column is named by its place where its heading itself is personal.

    Returns
    -------
    The table without them, and which they were.
    """
    why = {column: _seems(column, table.rows[column], table) for column in table.columns}
    kept = [place for place, column in enumerate(table.columns) if not why[column]]
    stripped = replace(
        table,
        title=_without_personal(table.title),
        notes=_without_personal(table.notes),
        columns=tuple(table.columns[place] for place in kept),
        positions=tuple(table.positions[place] for place in kept),
        rows=table.rows.drop(columns=[column for column in table.columns if why[column]]),
        labels={name: known for name, known in table.labels.items() if not why.get(name)},
    )
    dropped = tuple(
        Dropped(table.place_of_column(column) if personal.find(column) else column, why[column])
        for column in table.columns
        if why[column]
    )
    return stripped, dropped


def leaks(table: Table, columns: Collection[str]) -> list[Problem]:
    """CPR numbers inside columns that are kept: their places, never what they say.

    Ten digits that open with a date, with or without a hyphen; modulus 11 is not asked for, since
    numbers are given that do not meet it. Nine digits count, a leading zero being lost, where the
    whole cell is one and most numbers of the column are as long.

    Parameters
    ----------
    columns
        Those to look in. One whose values are all turned into known codes need not be.
    """
    return [problem for column in columns for problem in _leaks(table, column)]


def is_personal(text: str) -> bool:
    """Whether a text looks like personal data, so that no message may repeat it."""
    plain = text.translate(_ALIKE).strip()
    return bool(personal.find(plain) or _CPR.search(plain) or _SHORT.fullmatch(plain))


def _leaks(table: Table, column: str) -> Iterator[Problem]:
    texts = table.rows[column].dropna()
    long_enough = texts[texts.str.len() >= _SHORTEST].unique()
    different = {str(text): str(text).translate(_ALIKE).strip() for text in long_enough}
    suspects = {text: plain for text, plain in different.items() if _NUMBER.search(plain)}
    if not suspects:
        return
    long = {text for text, plain in suspects.items() if _CPR.search(plain)}
    short = {text for text, plain in suspects.items() if _SHORT.fullmatch(plain)} - long
    if short:
        count = int(texts.drop_duplicates().str.fullmatch("[0-9 -]+").sum())
        as_long = sum(
            bool(_CPR.fullmatch(one) or _SHORT.fullmatch(one)) for one in suspects.values()
        )
        if as_long <= _MOST * count:
            short = {text for text in short if _SHORT_WITH_HYPHEN.fullmatch(suspects[text])}
    found = texts.index[texts.isin([*long, *short])]
    for row in found[:_SHOWN]:
        yield error(
            table.place(int(row), column),
            "Cellen ligner et CPR-nummer",
            "CPR-numre må ikke indlæses",
            "Slet cellen eller kolonnen i filen, og indlæs den igen",
        )
    if more := max(len(found) - _SHOWN, 0):
        yield error(
            table.place_of_column(column),
            f"Og {numbers.number(more)} mere af samme slags",
            "",
            "Slet kolonnen i filen, og indlæs den igen",
        )


def _without_personal(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if not personal.find(text))


def _seems(column: str, cells: "pd.Series[str]", table: Table) -> str:
    """What a column seems to hold; empty for what may be kept."""
    if personal.find(column):
        return "persondata i overskriften"
    name = folded(column.rpartition(" · ")[2])
    for why, form in _HEADINGS.items():
        if re.fullmatch(form, name) or re.fullmatch(form, folded(column)):
            return why
    filled = cells.dropna()
    filled = filled.iloc[:: len(filled) // _LOOKED_AT + 1].str.translate(_ALIKE).str.strip()
    if len(filled) < _FEW or column in table.labels:
        return ""
    is_named = re.fullmatch(_NO_NAMES, folded(column)) is not None
    different = filled.nunique() / len(filled)
    for why, form in _CELLS.items():
        if why == "navn" and (is_named or len(filled) < _NAMES or different < 1 - 2 / _NAMES):
            continue
        if float(filled.str.fullmatch(form).mean()) >= _MOST:
            return why
    lengths, count = filled.str.len().mean(), filled.str.count(r"\s+").mean() + 1
    is_long = lengths > _LONG and count >= _WORDS
    if is_long and not is_named and different > _DIFFERENT and filled.nunique() > _FEW:
        return "fritekst"
    return ""
