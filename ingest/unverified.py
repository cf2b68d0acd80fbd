"""Entries of `sources.toml` whose variables and codes were never seen in StatBank itself.

They are taken from descriptions of the table. Before anything is fetched they are held against what
StatBank says the table has; what does not fit is told in full, so that the entry can be mended.
"""

from collections.abc import Iterator
from dataclasses import replace

from danish import words
from ingest.problem import Problem, RejectedError, error
from ingest.statbank import TOTAL, TableInfo, Variable, matching
from store.sources import Source

FILE = "data/config/sources.toml"
_SHOWN = 12


class UnverifiedError(RejectedError):
    """What was assumed of a table is not so; nothing was fetched."""


def require(info: TableInfo, wanted: Source) -> None:
    """Stop where an unverified entry does not fit the table.

    Raises
    ------
    UnverifiedError
        With a problem for each variable and code that is not as assumed.
    """
    if not wanted.verified and (found := list(_problems(info, wanted))):
        found[0] = replace(found[0], expected=f"{found[0].expected}. {wanted.assumed}")
        raise UnverifiedError(found)


def with_totals(info: TableInfo, wanted: Source) -> Source:
    """The entry, with the table's own code for "all" called as we call it."""
    own = {variable.upper(): column for variable, column in wanted.columns.items()}
    asked = {variable.upper() for variable, codes in wanted.select.items() if TOTAL in codes}
    codes = {column: dict(named) for column, named in wanted.codes.items()}
    for variable in info.variables:
        if variable.id.upper() in asked and variable.total is not None:
            column = own[variable.id.upper()]
            codes.setdefault(column, {})[variable.total] = wanted.totals[column]
    return replace(wanted, codes=codes)


def told(info: TableInfo, wanted: Source) -> list[str]:
    """What a person should look at once, where an unverified entry fits: what its codes mean."""
    if wanted.verified:
        return []
    known = {variable.id.upper(): variable for variable in info.variables}
    meant = [
        f"{variable} {code} = »{_label(known[variable.upper()], code)}«"
        for variable, patterns in wanted.select.items()
        for code in _plain_codes(known[variable.upper()], patterns)
    ]
    return [
        f"Tabellen {wanted.table} har de ventede variabler og koder, men de er ikke efterprøvet. "
        f"Se efter, at de betyder det, de skal{words.listing(meant) and ': '}{words.listing(meant)}"
        f". Skriv så verified = true ved [table.{wanted.table}] i {FILE}."
    ]


def _problems(info: TableInfo, wanted: Source) -> Iterator[Problem]:
    place = f"{wanted.table} (ikke efterprøvet)"
    remedy = f"Ret select ved [table.{wanted.table}] i {FILE}, og hent igen. Intet er indlæst"
    known = {variable.id.upper(): variable for variable in info.variables}
    asked = {variable.upper(): patterns for variable, patterns in wanted.select.items()}
    for name, patterns in asked.items():
        expected = f"Ventede variablen {name} med {_in_words(patterns)}"
        if name not in known:
            has = words.listing([one.id for one in info.variables])
            yield error(place, f"StatBank har ikke variablen {name}, men {has}", expected, remedy)
            continue
        variable = known[name]
        unmet = [pattern for pattern in patterns if not matching(pattern, variable)]
        if unmet:
            found = f"Variablen {name} har ikke {_in_words(tuple(unmet))}, men {_values(variable)}"
            yield error(place, found, expected, remedy)
    for name, variable in known.items():
        if name not in asked and variable.total is None:
            found = f"StatBank har også variablen {name} uden en værdi for »i alt«, men "
            yield error(
                place,
                found + _values(variable),
                f"Ventede kun {words.listing(list(asked))}",
                remedy,
            )


def _in_words(patterns: tuple[str, ...]) -> str:
    named = [f"»{one}«" for one in patterns if one != TOTAL]
    shown = named[:_SHOWN]
    if len(named) > _SHOWN:
        shown.append(words.count(len(named) - _SHOWN, "anden", "andre"))
    codes = [f"{'koden' if len(named) == 1 else 'koderne'} {words.listing(shown)}"] if named else []
    return words.listing([*codes, *(["en værdi for »i alt«"] if TOTAL in patterns else [])])


def _values(variable: Variable) -> str:
    shown = [f"{value.id} ({value.text})" for value in variable.values[:_SHOWN]]
    more = len(variable.values) - _SHOWN
    if more > 0:
        shown.append(words.count(more, "anden", "andre"))
    return words.listing(shown)


def _plain_codes(variable: Variable, patterns: tuple[str, ...]) -> Iterator[str]:
    """The codes that are asked for by name, few enough to look at."""
    for pattern in patterns[:_SHOWN]:
        if pattern == TOTAL and variable.total is not None:
            yield variable.total
        elif pattern in variable.codes and not variable.time:
            yield pattern


def _label(variable: Variable, code: str) -> str:
    return next(value.text for value in variable.values if value.id == code)
