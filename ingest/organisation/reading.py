"""Reading the organisation workbook: its sheets by name, their columns by heading, cell by cell.

Lines of title may stand above the headings, columns in any order and others beside them. Danish
names and English codes are read alike.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from danish import words
from ingest import personal, workbook
from ingest.cells import folded
from ingest.findings import sheet_place
from ingest.near_names import NEAR_ENOUGH, likeness
from ingest.organisation import cell_values
from ingest.organisation.cell_values import UnreadableError
from ingest.organisation.rows import Row
from ingest.problem import Problem, RejectedError, Severity, error, warning
from ingest.workbook import Workbook, cell_name, column_name
from store.organisation import PUBLIC, SOURCE
from store.organisation_sheets import SHEETS, Field, Sheet
from store.warehouse import Origin

GUIDE, EXAMPLE = "Vejledning", "Eksempel"
"""Sheets of the template that hold no rows to load; `EXAMPLE` begins the name of several."""

_TELLS_WHO, _NO_CODE = "Teksten har", "Her står ikke en kode"
_HEAD = 20  # rows in which the headings are looked for
_KNOWN_ENOUGH = 3  # headings; fewer may stand in any spreadsheet
_LONGEST = 60  # characters of a heading that is told
_MOST_ALIKE = 5  # problems of one column that are told one by one
_EXAMPLE_WORD = re.compile(r"\W*eksempel", re.IGNORECASE)
_PERSONS = {"swing": "politician_id", "scores": "assessor_id"}
_NO_PERSONS = ("url",)  # an address may hold any digits


@dataclass(frozen=True)
class Reading:
    """A workbook that was read.

    Attributes
    ----------
    name, sha256, size
        Of the file.
    rows
        By the code of each sheet that has rows, in the order of the contract.
    problems
        What was found in cells and headings; what concerns several rows is found by `checks`.
    """

    name: str
    sha256: str
    size: int
    rows: dict[str, list[Row]]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop the load."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)

    @property
    def origin(self) -> Origin:
        """The origin of the load as a whole."""
        return origin_of(row["origin"] for rows in self.rows.values() for row in rows)

    @property
    def source(self) -> str:
        """Which of the two series the load belongs to."""
        return PUBLIC if self.origin is Origin.OFFICIAL else SOURCE

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(map(len, self.rows.values()))


def origin_of(origins: Iterable[str]) -> Origin:
    """The origin of a load from those of its rows.

    An example when there are invented rows and none of the municipality's own, official when all
    are, else the municipality's.
    """
    found = set(origins)
    if found == {Origin.OFFICIAL}:
        return Origin.OFFICIAL
    if Origin.EXAMPLE in found and Origin.MUNICIPAL not in found:
        return Origin.EXAMPLE
    return Origin.MUNICIPAL


def examine(path: Path, name: str) -> Reading:
    """Read a file.

    Raises
    ------
    RejectedError
        If it cannot be read, or none of its sheets is known.
    """
    return read(workbook.read(path, name))


def is_organisation(book: Workbook) -> bool:
    """Whether a workbook has a sheet of the organisation."""
    return any(_header(sheet, known(sheet.name)) is not None for sheet in book.sheets)


def read(book: Workbook) -> Reading:
    """The rows of a workbook, and what is wrong with its cells.

    Raises
    ------
    RejectedError
        If none of its sheets is known.
    """
    problems: list[Problem] = [*book.told]
    found: dict[str, list[Row]] = {}
    seen: dict[str, str] = {}
    empty: list[str] = []
    invented = is_example(book)
    for sheet in book.sheets:
        of = known(sheet.name)
        if of is None:
            problems += _unknown_sheet(sheet.name)
            continue
        if of.code in seen:
            problems.append(
                error(
                    sheet_place(sheet.name),
                    f"Arket er det samme som »{seen[of.code]}«",
                    "Ventede hvert ark én gang",
                    "Slet det ene",
                )
            )
            continue
        seen[of.code] = sheet.name
        rows, wrong = _sheet(sheet, of, invented)
        problems += wrong
        if rows:
            found[of.code] = rows
        elif not wrong:
            empty.append(of.title)
    if not seen:
        raise RejectedError([_no_sheets(book.name)])
    if found and empty:
        problems.append(
            warning(
                book.name,
                f"Uden rækker i filen: {words.listing(empty)}",
                "Det, der er i brug af dem, bliver stående",
            )
        )
    if not found and not any(one.severity is Severity.ERROR for one in problems):
        problems.append(
            error(
                book.name,
                "Ingen ark har rækker",
                "Ventede mindst én række under overskrifterne",
                "Udfyld et ark",
            )
        )
    ordered = {code: found[code] for code in SHEETS if code in found}
    return Reading(book.name, book.sha256, book.size, ordered, tuple(problems))


@dataclass(frozen=True)
class Found:
    """Where a sheet of a workbook has what is read of it.

    Attributes
    ----------
    header
        The row of the headings, from 0.
    columns
        By the field's code, the column in the sheet, from 0.
    """

    sheet: workbook.Sheet
    header: int
    columns: Mapping[str, int]


def found_in(book: Workbook) -> Iterator[Found]:
    """The sheets that are known, the first of each, and their columns that are."""
    seen: set[str] = set()
    for sheet in book.sheets:
        of = known(sheet.name)
        header = _header(sheet, of)
        if of and header is not None and of.code not in seen:
            seen.add(of.code)
            headings = [str(text) for text in sheet.cells.iloc[header].fillna("")]
            columns, _ = _columns("", headings, of)
            yield Found(sheet, header, columns)


def personal_problems(problems: Sequence[Problem]) -> list[Problem]:
    """Those of cells that tell who somebody is."""
    return [one for one in problems if one.found.startswith((_TELLS_WHO, _NO_CODE))]


# --- sheets and columns ---------------------------------------------------------------------------


def known(name: str) -> Sheet | None:
    """The sheet that a name is of; None for others."""
    wanted = folded(name)
    return next((one for one in SHEETS.values() if wanted in (folded(one.title), one.code)), None)


def _header(sheet: workbook.Sheet, known: Sheet | None) -> int | None:
    """The row of the headings, from 0: the one of the first rows that names most columns."""
    if known is None:
        return None
    names = _names(known)
    best, most = None, 1
    for number, texts_of in enumerate(sheet.cells.iloc[:_HEAD].to_numpy(object)):
        texts = {folded(text) for text in texts_of if isinstance(text, str)}
        if len(texts & set(names)) > most:
            best, most = number, len(texts & set(names))
    return best if most >= min(_KNOWN_ENOUGH, len(known.fields)) else None


def _names(known: Sheet) -> dict[str, Field]:
    """What a column may be called, folded. A heading comes before a code."""
    return {folded(one.code): one for one in known.fields} | {
        folded(one.heading): one for one in known.fields
    }


def _sheet(
    sheet: workbook.Sheet, known: Sheet, is_example: bool
) -> tuple[list[Row], list[Problem]]:
    header = _header(sheet, known)
    if header is None:
        return [], [_no_headings(sheet, known)] if _has_cells(sheet) else []
    cells = [
        [text if isinstance(text, str) else "" for text in row]
        for row in sheet.cells.to_numpy(object)
    ]
    place = sheet_place(sheet.name)
    columns, problems = _columns(place, cells[header], known)
    filled = [at for at in range(header + 1, len(cells)) if any(map(str.strip, cells[at]))]
    if not filled or any(one.severity is Severity.ERROR for one in problems):
        return [], problems if filled else []
    rows: list[Row] = []
    wrong: list[Problem] = []
    for at in filled:
        texts = {code: cells[at][column] for code, column in columns.items()}
        places = {
            code: f"{place}, celle {cell_name(at, column)}" for code, column in columns.items()
        }
        row, found = row_of(known, texts, f"{place}, række {at + 1}", places, is_example=is_example)
        rows.append(row)
        wrong += found
    return rows, [*problems, *_in_short(wrong)]


def _has_cells(sheet: workbook.Sheet) -> bool:
    return bool(sheet.cells.notna().to_numpy().any())


def _columns(
    place: str, headings: Sequence[str], known: Sheet
) -> tuple[dict[str, int], list[Problem]]:
    """The column of each field, and headings that are unknown, doubled or missing."""
    names = _names(known)
    found: dict[str, int] = {}
    problems: list[Problem] = []
    for number, heading in enumerate(headings):
        of = names.get(folded(heading))
        where = f"{place}, kolonne {column_name(number)}"
        if not heading.strip():
            continue
        if of is None:
            guess = _near(heading, known)
            shown = cell_values.tidied(heading)[:_LONGEST]
            problems.append(
                warning(
                    where,
                    f"Kolonnen »{shown}« kendes ikke og læses ikke",
                    f"Menes »{guess}«, så ret overskriften" if guess else "",
                )
            )
        elif of.code in found:
            problems.append(
                error(
                    where,
                    f"»{of.heading}« står to gange",
                    "Ventede hver kolonne én gang",
                    "Slet den ene",
                )
            )
        else:
            found[of.code] = number
    for of in known.fields:
        if of.needed and of.code not in found:
            problems.append(
                error(
                    place,
                    f"Kolonnen »{of.heading}« mangler",
                    "Den skal udfyldes i hver række",
                    "Indsæt den fra skabelonen",
                )
            )
    return found, problems


def _near(column: str, known: Sheet) -> str:
    scored = [(likeness(column, one.heading), one.heading) for one in known.fields]
    score, heading = max(scored)
    return heading if score >= NEAR_ENOUGH else ""


# --- rows -----------------------------------------------------------------------------------------


def row_of(
    known: Sheet,
    texts: dict[str, str],
    place: str,
    cells: dict[str, str],
    *,
    is_example: bool = False,
) -> tuple[Row, list[Problem]]:
    """A row from the texts of its cells, and what is wrong with them.

    Parameters
    ----------
    place, cells
        Where it stands, and where its cells do.
    is_example
        Whether it is invented unless it says that it has a public source.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for of in known.fields:
        where = cells.get(of.code, place)
        try:
            values[of.code] = cell_values.read(of, texts.get(of.code, ""))
        except UnreadableError as wrong:
            values[of.code] = cell_values.empty(of)
            problems.append(error(where, wrong.found, wrong.expected, "Ret cellen"))
            continue
        if of.needed and values[of.code] is None:
            problems.append(
                error(where, f"»{of.heading}« mangler", "Den skal udfyldes", "Udfyld cellen")
            )
        problems += _personal(known, of, values[of.code], where)
    values["origin"] = _origin(values, is_example)
    return Row(known.code, values, place, cells), problems


def _origin(values: dict[str, Any], is_example: bool) -> str:
    if is_example:
        sourced = values["origin"] == Origin.OFFICIAL and values.get("source_id", "itself")
        return Origin.OFFICIAL.value if sourced else Origin.EXAMPLE.value
    return values["origin"] or Origin.MUNICIPAL.value


def _personal(known: Sheet, of: Field, value: Any, where: str) -> Iterator[Problem]:
    """What tells who somebody is. What it says is not repeated."""
    if _PERSONS.get(known.code) == of.code and value and not cell_values.is_code(value):
        yield error(
            where,
            _NO_CODE,
            "Ventede en kode som B1 eller P1, aldrig et navn",
            "Giv hver person en kode, og gem listen uden for værktøjet",
        )
        return
    if not isinstance(value, str) or of.choices:
        return
    for found in personal.find(value)[:1]:
        if of.code in _NO_PERSONS and "mail" not in found.what:
            continue
        yield error(
            where,
            f"{_TELLS_WHO} {found.what}",
            "Ventede ingen oplysninger om enkeltpersoner",
            "Slet det, og skriv en rolle eller en enhed",
        )


def _in_short(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Problems of a sheet, the same one at most a few times."""
    seen: dict[tuple[str, str], list[Problem]] = {}
    for one in problems:
        seen.setdefault((one.found, one.expected), []).append(one)
    for same in seen.values():
        yield from same[:_MOST_ALIKE]
        if more := same[_MOST_ALIKE:]:
            first = more[0]
            count = words.count(len(more), "sted mere", "steder mere")
            yield Problem(
                first.severity, first.place, f"{first.found}, her og {count}" if len(more) > 1
                else first.found, first.expected, first.remedy,
            )  # fmt: skip


# --- what is told of sheets -----------------------------------------------------------------------


def is_example(book: Workbook) -> bool:
    """Whether a file calls itself an example: in its name, or in a line above some headings."""
    return "eksempel" in book.name.casefold() or any(
        _EXAMPLE_WORD.match(str(text))
        for sheet in book.sheets
        if (header := _header(sheet, known(sheet.name))) is not None
        for text in sheet.cells.iloc[:header].stack().dropna()
    )


def _unknown_sheet(name: str) -> Iterator[Problem]:
    plain = folded(name)
    if plain in (folded(GUIDE), "lister") or plain.startswith(folded(EXAMPLE)):
        return
    titles = [(likeness(name, one.title), one.title) for one in SHEETS.values()]
    score, title = max(titles)
    guess = f"Menes »{title}«, så ret navnet" if score >= NEAR_ENOUGH else ""
    yield warning(f'Ark "{name}"', "Arket kendes ikke og læses ikke", guess)


def _no_headings(sheet: workbook.Sheet, known: Sheet) -> Problem:
    return error(
        sheet_place(sheet.name),
        "Overskrifterne kan ikke findes",
        f"Ventede en række med {words.listing([one.heading for one in known.fields[:4]])} "
        "og de andre",
        "Kopiér overskrifterne fra skabelonen",
    )


def _no_sheets(name: str) -> Problem:
    titles = words.listing([one.title for one in SHEETS.values()], "eller")
    return error(
        name,
        "Filen har ingen af arkene om organisation og modeller",
        f"Ventede ark, der hedder {titles}",
        "Brug skabelonen: python -m ingest template organisation STI",
    )
