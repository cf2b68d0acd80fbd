"""What a matrix of statistikbanken.dk is: which table, which variables, the code of each label."""

import re
from collections.abc import Mapping
from functools import cache
from itertools import product

from danish import periods, words
from ingest.matrix import Matrix
from ingest.matrix_figures import Coded
from ingest.problem import Problem, RejectedError, error
from store.sources import Source, UnknownTableError, code_list, source, sources

_NAME = re.compile(r"[A-ZÆØÅ]{2,}\d+[A-ZÆØÅ]?\d*")
_NAMED_TITLE = re.compile(rf"({_NAME.pattern})(?:[:.]| [-–])?\s+(.+)")
_TOLD = re.compile(r"([^:]{2,40}):\s*(.+)")
_INDENT = re.compile(r"^[\s\-–—.·•]+|\s*\*+$")
_QUARTER = re.compile(r"([1-4])\.\s*(?:kvt|kvartal)\.?\s*(\d{4})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAMED = 0.5  # a variable's name in the title counts as much as half of its labels
_UNIT, _COUNT = "Enhed", "Antal"
_SHOWN = 4
_GET_BULK = "Hent tabellen i formatet BULK eller CSV med koder og alle variabler"


def coded(matrix: Matrix, table: str | None = None) -> Coded:
    """Find out what a matrix means.

    Parameters
    ----------
    table
        The table's name when the caller knows it.

    Raises
    ------
    RejectedError
        If one cannot tell which table it is, which variable an axis is, or what the figures are
        of in a variable that the matrix lacks.
    store.sources.UnknownTableError
        If `table` has no entry.
    """
    wanted = _table_of(matrix, table)
    _require_counts(matrix, wanted)
    axes = _assigned(matrix, wanted)
    constants, sentences = _constants(matrix, wanted, axes)
    codes = {}
    for column, index in axes.items():
        known = _codes(column, wanted)
        labels = matrix.axes[index].labels
        codes[column] = tuple(known.get(_plain(label), label) for label in labels)
        if column == "period":
            codes[column] = tuple(_period(label) for label in labels)
    return Coded(matrix, wanted, axes, codes, constants, tuple(sentences))


# --- which table ----------------------------------------------------------------------------------


def _table_of(matrix: Matrix, table: str | None) -> Source:
    told = _told_table(matrix)
    if table:
        wanted = source(table)
        if told and told.statbank != wanted.statbank:
            raise _rejected(
                matrix.name,
                f"Filen er {told.table} ({told.title})",
                f"Ventede {wanted.table} ({wanted.title})",
                "Vælg den rigtige tabel eller den rigtige fil",
            )
        return wanted
    if told:
        return told
    title, sheet = _subject(matrix)[1], matrix.sheet.strip()
    fitting = [one for one in sources().values() if _fits(matrix, one)]
    found = f"Titlen er »{title[:120]}«" if title else "Filen har ingen titel"
    if _NAME.fullmatch(sheet):
        found = f"Arket hedder {sheet}. {found}"
    listed = words.listing([f"{one.table} ({one.title})" for one in sources().values()], "eller")
    if fitting:
        names = words.listing([one.table for one in fitting], "eller")
        raise _rejected(
            matrix.name,
            f"{found}, og så kan man ikke se, hvilken tabel det er",
            f"Ventede titlen på en af tabellerne {listed}",
            f"Er det {names}, så vælg tabellen (på kommandolinjen: --table {fitting[0].table})",
        )
    raise _rejected(
        matrix.name,
        f"{found}, og rækker og kolonner passer ikke til nogen tabel, der indlæses",
        f"Ventede {listed}",
        "Hent en af dem, eller tilføj tabellen i data/config/sources.toml",
    )


def _told_table(matrix: Matrix) -> Source | None:
    """The table that the file names itself: in the title, else as the sheet, else in its name."""
    name, title = _subject(matrix)
    known = sources()
    if name:
        try:
            return source(name)
        except UnknownTableError as unknown:
            raise _rejected(matrix.name, str(unknown), "", "") from None
    if title:
        subject = _plain(title).partition(" efter ")[0]
        same = [one for one in known.values() if _plain(one.title) == subject]
        return same[0] if len(same) == 1 else None
    if matrix.sheet.strip().upper() in known:
        return known[matrix.sheet.strip().upper()]
    named = [table for table in known if table in matrix.name.upper()]
    return known[max(named, key=len)] if named else None


def _require_counts(matrix: Matrix, wanted: Source) -> None:
    """Stop at per cent and index numbers, which statistikbanken.dk computes when asked to."""
    for line in matrix.title:
        told = _TOLD.fullmatch(line)
        if wanted.counts and told and told.group(1) == _UNIT and told.group(2) != _COUNT:
            raise _rejected(
                matrix.name,
                f"Tallenes enhed er »{told.group(2)[:60]}«",
                f"Ventede »{_COUNT}«",
                "Hent tabellen uden at lade statistikbanken.dk beregne procenter eller indeks",
            )


def _subject(matrix: Matrix) -> tuple[str, str]:
    """The table's name and title from the first line; empty where there is none."""
    title = " ".join(matrix.title[0].split()) if matrix.title else ""
    found = _NAMED_TITLE.fullmatch(title)
    return (found.group(1), found.group(2)) if found else ("", title)


def _fits(matrix: Matrix, wanted: Source) -> bool:
    """Whether every axis is one of a table's variables and the table needs no more."""
    chosen = _matching(matrix, wanted)
    needed = set(wanted.columns.values()) - set(wanted.totals)
    return len(chosen) == len(matrix.axes) and needed <= set(chosen)


# --- which variable -------------------------------------------------------------------------------


def _matching(matrix: Matrix, wanted: Source) -> dict[str, int]:
    """Our column for each axis, by its labels and by its name in the title; the best fits first."""
    names = _variables(matrix)
    named = [_column_named(name, wanted) for name in names]
    scores = []
    for (index, axis), column in product(enumerate(matrix.axes), wanted.columns.values()):
        labels = set(axis.labels)
        score = sum(_knows(column, label, wanted) for label in labels) / len(labels)
        if len(named) == len(matrix.axes) and named[index] == column:
            score += _NAMED
        scores.append((-score, index, column))
    chosen: dict[str, int] = {}
    for score, index, column in sorted(scores):
        if score and column not in chosen and index not in chosen.values():
            chosen[column] = index
    return chosen


def _assigned(matrix: Matrix, wanted: Source) -> dict[str, int]:
    chosen = _matching(matrix, wanted)
    problems = []
    for index, axis in enumerate(matrix.axes):
        if index in chosen.values():
            continue
        some = words.listing([f"»{label}«" for label in dict.fromkeys(axis.labels)][:_SHOWN])
        problems.append(
            error(
                matrix.place(axis.cells[0]),
                f"Teksterne {some} passer ikke til nogen variabel i {wanted.table}",
                f"Ventede {words.listing(wanted.columns)}",
                _GET_BULK,
            )
        )
    for column, index in chosen.items():
        if column != "period" and not code_list(column, wanted.table):
            problems.append(
                error(
                    matrix.place(matrix.axes[index].cells[0]),
                    f"Variablen {_variable(column, wanted)} har ingen kodeliste, så teksterne kan "
                    "ikke læses",
                    f"Ventede listen data/config/codes/{column}.csv",
                    _GET_BULK,
                )
            )
    if problems:
        raise RejectedError(problems)
    return chosen


def _constants(
    matrix: Matrix, wanted: Source, axes: Mapping[str, int]
) -> tuple[dict[str, str], list[str]]:
    """The code of each variable that is on no axis, and what the reader should know of it."""
    lines = {c: label for c, label in _told_lines(matrix, wanted).items() if c not in axes}
    names = _variables(matrix)
    problems: list[Problem] = []
    if names and len(names) not in (len(matrix.axes), len(matrix.axes) + len(lines)):
        problems.append(
            error(
                matrix.name,
                f"Titlen nævner {words.count(len(names), 'variabel', 'variabler')} "
                f"({words.listing(names)}), men tabellen har {len(matrix.axes)}",
                "",
                _GET_BULK,
            )
        )
    constants: dict[str, str] = {}
    totals = []
    for variable, column in wanted.columns.items():
        if column in axes:
            continue
        if column in lines:
            constants[column] = _codes(column, wanted).get(_plain(lines[column]), lines[column])
        elif column in wanted.totals:
            constants[column] = wanted.totals[column]
            totals.append(variable)
        else:
            problems.append(
                error(
                    matrix.name,
                    f"Filen siger ikke, hvad tallene gælder for variablen {variable}",
                    f"Ventede variablerne {words.listing(wanted.columns)}",
                    _GET_BULK,
                )
            )
    if problems:
        raise RejectedError(problems)
    if not totals:
        return constants, []
    what = "Variablen" if len(totals) == 1 else "Variablerne"
    return constants, [f"{what} {words.listing(totals)} er ikke i filen og læses som i alt."]


def _told_lines(matrix: Matrix, wanted: Source) -> dict[str, str]:
    """What lines above the header say of variables: "Køn: Mænd"."""
    found = {}
    for line in matrix.title:
        told = _TOLD.fullmatch(line)
        column = _column_named(told.group(1), wanted) if told else None
        if told and column:
            found[column] = told.group(2)
    return found


def _variables(matrix: Matrix) -> list[str]:
    """The variables that the title names: "… efter område, køn og tid"."""
    _, efter, named = _subject(matrix)[1].casefold().rpartition(" efter ")
    others, _, last = named.rpartition(" og ")
    return [*(others.split(", ") if others else []), last] if efter else []


def _column_named(name: str, wanted: Source) -> str | None:
    """Our column of a variable's name in a title: StatBank's own name shortens it."""
    for variable, column in wanted.columns.items():
        if name.strip().casefold().startswith(variable.casefold()):
            return column
    return None


def _variable(column: str, wanted: Source) -> str:
    return next(theirs for theirs, ours in wanted.columns.items() if ours == column)


# --- what a label means ---------------------------------------------------------------------------


def _knows(column: str, label: str, wanted: Source) -> float:
    """How well a label fits a column, from 0 to 1."""
    if column != "period":
        return float(_plain(label) in _codes(column, wanted))
    try:
        period = periods.parse(_period(label))
    except periods.UnknownPeriodError:
        return 0.5 if _YEAR.match(label) else 0.0
    return 1.0 if period.kind is wanted.frequency else 0.5


def _codes(column: str, wanted: Source) -> dict[str, str]:
    return _plain_codes(column, wanted.table)


@cache
def _plain_codes(column: str, table: str) -> dict[str, str]:
    """From what a label may look like to its code."""
    known = code_list(column, table)
    codes = {_plain(code): code for code in known}
    codes |= {_plain(f"{code} {label}"): code for code, label in known.items()}
    return codes | {_plain(label): code for code, label in known.items()}


def _plain(label: str) -> str:
    """A label without what differs between tables: indents, capitals, "m.v." for "mv."."""
    spaced = " ".join(_INDENT.sub("", label).split())
    return spaced.casefold().replace("m.v.", "mv.")


def _period(label: str) -> str:
    """The code of a period: "1. kvt. 2025" is 2025K1; what is none stays as it is."""
    quarter = _QUARTER.fullmatch(label.casefold())
    code = f"{quarter.group(2)}K{quarter.group(1)}" if quarter else label.upper()
    try:
        return periods.parse(code).code
    except periods.UnknownPeriodError:
        return label


def _rejected(place: str, found: str, expected: str, remedy: str) -> RejectedError:
    return RejectedError([error(place, found, expected, remedy)])
