"""Figures for tests of indicators: cubes written as text, and loads of single cells.

In a cube each period has one word: a number, or why there is none.

    cube("2024K1 2024K2 2024K3", {"183": "412 - 0x"})       or with "2024K1:2024K3"

`-` is not loaded, `..` not published, `~` lacks a part. After a number, `x` means example data and
`m` the municipality's own; `s` a sum of members and `o` an older population. `seen` writes a cube
in the same way, so that what comes out can be compared with what should.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from indicators.cube import ORIGINS, Absence, Cube, Mark, consecutive
from ingest import checks, incoming, loading
from ingest.incoming import Extent
from store.settings import Settings
from store.sources import source
from store.warehouse import Origin, writing
from tests.conftest import TODAY
from tests.ingest.files import provenance

ABSENT = {
    "-": Absence.NOT_LOADED,
    "..": Absence.NOT_PUBLISHED,
    "~": Absence.PART_MISSING,
    "p": Absence.NO_POPULATION,
    "0÷": Absence.ZERO_DENOMINATOR,
}
WEAKER = {"x": "example", "m": "municipal", "": "official"}
MARKED = {"s": Mark.SUM_OF_MEMBERS, "o": Mark.OLDER_POPULATION}
FIGURE = re.compile(r"(\d+(?:\.\d+)?)([xm]?)([so]*)")


def cube(periods: str, rows: Mapping[str, str]) -> Cube:
    """A cube from words."""
    first, _, last = periods.partition(":")
    result = Cube.empty(list(rows), consecutive(first, last) if last else periods.split())
    for i, row in enumerate(rows.values()):
        for j, word in zip(range(len(result.periods)), row.split(), strict=True):
            result.absence[i, j] = ABSENT.get(word, Absence.PRESENT)
            if found := FIGURE.fullmatch(word):
                result.value[i, j] = float(found[1])
                result.origin[i, j] = ORIGINS.index(WEAKER[found[2]])
                result.marks[i, j] = sum(MARKED[letter] for letter in found[3])
    return result


def seen(one: Cube) -> dict[str, str]:
    """A cube as words, by area."""
    return {
        area: " ".join(_word(one, i, j) for j in range(len(one.periods)))
        for i, area in enumerate(one.areas)
    }


def _word(one: Cube, i: int, j: int) -> str:
    absence = Absence(one.absence[i, j])
    assert np.isnan(one.value[i, j]) == (absence is not Absence.PRESENT)
    if absence is not Absence.PRESENT:
        return next(word for word, code in ABSENT.items() if code is absence)
    origins = {name: letter for letter, name in WEAKER.items()}
    letters = "".join(letter for letter, mark in MARKED.items() if one.marks[i, j] & mark)
    return f"{one.value[i, j]:g}{origins[ORIGINS[one.origin[i, j]]]}{letters}"


def load(
    settings: Settings,
    table: str,
    rows: Sequence[str],
    *,
    extents: Sequence[Extent] = (),
    origin: Origin = Origin.OFFICIAL,
) -> int:
    """Load exactly the cells that are written, such as `183 TOT 2025K4 503`; gives the number.

    Parameters
    ----------
    extents
        Rectangles instead, in which what is not written is zero.
    """
    wanted = source(table)
    path = settings.data.parent / f"{table.lower()}.csv"
    lines = [";".join([*wanted.columns, "INDHOLD"]), *(";".join(row.split()) for row in rows)]
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    cells = [
        {
            column: (code,)
            for column, code in zip(wanted.columns.values(), row.split(), strict=False)
        }
        for row in rows
    ]
    with writing(settings, "Anne", "indlæser") as open_:
        read = incoming.read(open_.connection, path, wanted)
        assert checks.check(read, extents or cells, TODAY) == []
        told = replace(provenance(path), origin=origin)
        return loading.load(open_, read, extents or cells, told).number


def population(settings: Settings, *rows: str, origin: Origin = Origin.OFFICIAL) -> int:
    """Load populations, such as `183 2025K1 24365`."""
    whole = [row.replace(" ", " TOT IALT TOT ", 1) for row in rows]
    return load(settings, "FOLK1A", whole, origin=origin)


def rectangle(table: str, **codes: str | Sequence[str]) -> Extent:
    """A rectangle of a table: codes by column, several with spaces between."""
    split = {name: tuple(c.split() if isinstance(c, str) else c) for name, c in codes.items()}
    return {column: split[column] for column in source(table).columns.values()}


def rows_of(extent: Extent, figure: int) -> list[str]:
    """The same figure in every cell of a rectangle."""
    return [" ".join([*codes, str(figure)]) for codes in product(*extent.values())]
