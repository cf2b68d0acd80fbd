"""What can be wrong with incoming figures: codes, periods, figures, doubles, rows not asked for."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from math import prod

from danish import numbers, periods, words
from ingest.incoming import Extent, Incoming, damaged, inside
from ingest.problem import Problem, error
from store.sources import code_list

MAX_CELLS = 50_000_000
NOT_PUBLISHED = ("..", ".")
_SHOWN = 5


def check(incoming: Incoming, extents: Sequence[Extent], today: date) -> list[Problem]:
    """Find what is wrong, worst first; an empty list means that the figures can be loaded.

    Parameters
    ----------
    extents
        The rectangles that the figures should stay within.
    today
        A figure for a period that is not over is an error.
    """
    if incoming.rows == 0:
        return [error(incoming.name, "Filen har en overskrift, men ingen tal", "", "Hent den igen")]
    problems: list[Problem] = []
    for column in incoming.columns:
        if column == "period":
            problems += _periods(incoming, today)
        else:
            problems += _codes(incoming, column)
    if problems:
        return problems
    return [*_figures(incoming), *_doubles(incoming), *_outside(incoming, extents)]


def size(extent: Extent) -> int:
    """How many figures a rectangle holds."""
    return prod(len(codes) for codes in extent.values())


def _codes(incoming: Incoming, column: str) -> Iterator[Problem]:
    known = code_list(column, incoming.source.table)
    unknown = [
        value
        for value in incoming.values(column)
        if not value or "�" in value or (known and value not in known)
    ]
    for value in unknown[:_SHOWN]:
        place = incoming.place_of_value(column, value)
        if "�" in value:
            yield damaged(place, f"»{value}«")
            continue
        if not value:
            found = f"Kolonnen {_variable(incoming, column)} er tom"
            yield error(place, found, "Ventede en kode", "Hent filen igen")
            continue
        some = words.listing([f"{code} ({known[code]})" for code in list(known)[:3]])
        yield error(
            place,
            f"»{value}« er ikke en kendt kode i kolonnen {_variable(incoming, column)}",
            f"Ventede en af {len(known)} koder, for eksempel {some}",
            f"Ret filen, eller tilføj koden i data/config/codes/{column}.csv",
        )
    yield from _more(incoming, len(unknown))


def _periods(incoming: Incoming, today: date) -> Iterator[Problem]:
    wrong = []
    for code in incoming.values("period"):
        try:
            period = periods.parse(code)
        except periods.UnknownPeriodError as unknown:
            wrong.append((code, str(unknown)))
            continue
        if period.kind is not incoming.source.frequency:
            wrong.append((code, f"»{code}« er ikke en periode, som {incoming.source.table} har"))
        elif (period.first_day if incoming.source.stock else period.last_day) > today:
            wrong.append((code, f"{words.capitalise(periods.label(code))} ligger i fremtiden"))
    for code, found in wrong[:_SHOWN]:
        place = incoming.place_of_value("period", code)
        yield error(place, found, "", "Hent tabellen igen")
    yield from _more(incoming, len(wrong))


def _figures(incoming: Incoming) -> Iterator[Problem]:
    counts = incoming.source.counts
    wrong = incoming.ask(
        "select line, coalesce(figure, '') from incoming"
        " where not regexp_full_match(coalesce(figure, ''), $pattern)"
        " and coalesce(figure, '') not in (select unnest($signs)) order by line",
        {
            "pattern": r"\d{1,15}" if counts else r"-?\d{1,15}([.,]\d+)?",
            "signs": list(NOT_PUBLISHED),
        },
    )
    for line, figure in wrong[:_SHOWN]:
        negative = counts and re.fullmatch(r"-\d+", figure)
        yield error(
            incoming.place(line),
            _wrong_figure(figure, negative=bool(negative)),
            "Ventede et helt tal på 0 eller mere" if counts else "Ventede et tal",
            "Hent filen igen",
        )
    yield from _more(incoming, len(wrong))


def _wrong_figure(figure: str, *, negative: bool) -> str:
    if not figure:
        return "Tallet mangler"
    return f"»{figure}« er {'et negativt antal' if negative else 'ikke et tal'}"


def _doubles(incoming: Incoming) -> Iterator[Problem]:
    doubles = incoming.ask(
        f"with twice as (select {incoming.keys} from incoming group by all having count(*) > 1)"
        f" select {incoming.keys}, count(*), list(line order by line)"
        f" from incoming join twice using ({incoming.keys}) group by {incoming.keys}"
        " order by min(line)"
    )
    for *codes, count, lines in doubles[:_SHOWN]:
        yield error(
            incoming.place(*lines),
            f"Samme celle ({'; '.join(codes)}) står {count} gange",
            "Ventede hver kombination af koder én gang",
            "Hent filen igen, eller slet den forkerte linje",
        )
    yield from _more(incoming, len(doubles))


def _outside(incoming: Incoming, extents: Sequence[Extent]) -> Iterator[Problem]:
    cells = sum(size(extent) for extent in extents)
    if cells > MAX_CELLS:
        yield error(
            incoming.name,
            f"Udvalget har {numbers.number(cells)} celler",
            f"Højst {numbers.number(MAX_CELLS)} kan indlæses på én gang",
            "Vælg færre koder i data/config/sources.toml",
        )
        return
    if any(_holds_all(extent, incoming) for extent in extents):
        return
    within, parameters = inside(extents)
    ((line, count),) = incoming.ask(
        f"select min(line), count(*) from incoming where not {within}", parameters
    )
    if count:
        yield error(
            incoming.place(line),
            f"{words.count(count, 'række', 'rækker')} ligger uden for det, der blev bedt om",
            "",
            "Hent filen igen",
        )


def _holds_all(extent: Extent, incoming: Incoming) -> bool:
    return all(set(incoming.values(column)) <= set(codes) for column, codes in extent.items())


def _variable(incoming: Incoming, column: str) -> str:
    """StatBank's name of a column of ours."""
    return {ours: theirs for theirs, ours in incoming.source.columns.items()}[column]


def _more(incoming: Incoming, found: int) -> Iterator[Problem]:
    if found > _SHOWN:
        more = words.count(found - _SHOWN, "fejl", "fejl")
        yield error(incoming.name, f"Og {more} mere af samme slags", "", "")
