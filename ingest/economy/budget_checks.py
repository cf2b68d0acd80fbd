"""What can be wrong with a budget that could be read: questions left open, signs, units, years."""

from collections.abc import Iterator, Mapping
from datetime import date

import duckdb

from danish import dates, words
from danish.money import in_short
from ingest import places
from ingest.economy import budget_suggestion
from ingest.economy.budget_lines import Lines
from ingest.economy.budget_reading import Reading, lacking
from ingest.frame import Table
from ingest.problem import Problem, error, warning
from store import economy
from store.amounts import Version
from store.economy import UNITS, Sign
from store.settings import municipality
from store.warehouse import Warehouse

_UNLIKE = 100
"""How many times as much one version may be as another before units are taken to be mixed."""

_ASKED: Mapping[str, tuple[str, str]] = {
    "sign": (
        "Det fremgår ikke, om indtægter eller udgifter står med minus",
        "Vælg, hvordan filen skriver fortegn",
    ),
    "unit": ("Det fremgår ikke, om beløbene er i kr. eller 1.000 kr.", "Vælg enheden"),
    "prices": (
        "Det fremgår ikke, hvilket års priser beløbene er i",
        "Vælg løbende priser, eller skriv prisåret",
    ),
    "version": (
        "Det fremgår ikke, om det er budget, forventet regnskab eller regnskab",
        "Vælg versionen",
    ),
    "year": ("Det fremgår ikke, hvilket år beløbene er for", "Skriv året"),
    "as_of": (
        "Forbrug og forventet regnskab siger kun noget sammen med datoen",
        "Skriv, hvilken dag tallene er opgjort",
    ),
    "amount": ("Ingen kolonne er koblet til beløb", "Kobl kolonnen med beløb"),
}
"""What is found when a constant is lacking, and what to do."""


_ORDER = {unit: number for number, unit in enumerate(UNITS)}


def questions(table: Table, reading: Reading) -> list[Problem]:
    """What the file does not say and nobody has answered; what it says in two ways."""
    place = places.sheet_of(table)
    conflicts = budget_suggestion.conflicts(table)
    found = []
    for name in lacking(reading):
        what, remedy = _ASKED[name]
        if name in conflicts:
            ways = sorted(conflicts[name], key=lambda one: (_ORDER.get(one, 9), one))
            shown = words.listing([_shown(name, one) for one in ways])
            what = f"Filen siger både {shown}"
        elif name == "prices" and budget_suggestion.is_about_fixed_prices(table):
            what = "Filen siger faste priser, men ikke hvilket års"
        found.append(error(place, what, "", remedy))
    return found


def _shown(name: str, value: str) -> str:
    if name == "unit":
        return UNITS[value]
    return f"{value}-priser" if value.isdigit() else f"{value} priser"


def check(table: Table, reading: Reading, lines: Lines) -> list[Problem]:
    """Find what is wrong with lines that could be read."""
    with duckdb.connect() as connection:
        connection.register("sums", lines.sums)
        return [
            *_nothing(table, lines),
            *_doubled(table, reading),
            *_functions(table, reading, connection),
            *_signs(table, lines, reading, connection),
            *_units(table, reading, lines),
            *_without_function(table, reading, connection),
        ]


def days(table: Table, lines: Lines, today: date) -> list[Problem]:
    """Find what is dated after today: accounts of years to come, spending up to a day to come."""
    place = places.sheet_of(table)
    found = [
        error(
            place,
            f"Der er {Version(one.version).in_words} for {one.year}, som ikke er begyndt",
            "Ventede et år, der er gået eller i gang",
            "Ret året eller versionen",
        )
        for one in lines.versions
        if int(one.year) > today.year and one.version in (Version.ACCOUNTS, Version.SPENT)
    ]
    if not lines.as_of and any(Version(one.version).is_of_a_day for one in lines.versions):
        what, remedy = _ASKED["as_of"]
        found.append(error(place, what, "", remedy))
    if lines.as_of and lines.as_of > today:
        found.append(
            error(place, f"Tallene er opgjort {dates.date(lines.as_of)}, som ikke er kommet",
                  "Ventede en dag, der er gået", "Ret datoen")
        )  # fmt: skip
    return found


def _nothing(table: Table, lines: Lines) -> Iterator[Problem]:
    if not lines.table.num_rows:
        yield error(
            places.sheet_of(table), "Der er ingen beløb", "", "Vælg et andet ark eller en anden fil"
        )


def _doubled(table: Table, reading: Reading) -> Iterator[Problem]:
    """Two columns that say they hold the same version, year and side."""
    seen: dict[tuple[str, ...], str] = {}
    for column in reading.of("amount"):
        said = {**reading.constants, **column.fixed}
        key = tuple(said.get(name, "") for name in ("version", "year", "side"))
        if key in seen:
            yield error(
                table.place_of_column(column.name),
                f"»{column.name}« og »{seen[key]}« er koblet til samme version og år",
                "Ventede én kolonne for hver version af hvert år",
                "Ret versionen eller året på den ene, eller lad den stå ude",
            )
        seen.setdefault(key, column.name)


def _functions(
    table: Table, reading: Reading, connection: duckdb.DuckDBPyConnection
) -> Iterator[Problem]:
    """Functions that the chart of accounts of the year does not have."""
    if not reading.names("function"):
        return
    place = table.place_of_column(reading.of("function")[0].name)
    dated = [one.code for one in economy.functions().values() if one.first or one.last]
    found = connection.execute(
        "select function, year, sum(lines)::bigint from sums where list_contains($dated, function)"
        " group by all order by all",
        {"dated": dated},
    ).fetchall()
    for code, year, count in found:
        one = economy.functions()[code]
        if one.exists_in(year):
            continue
        when = f"den er ny fra {one.first}" if one.first else f"den blev lukket efter {one.last}"
        yield error(
            place,
            f"Funktion {code} {one.name} findes ikke i {year}: {when} "
            f"({words.count(count, 'linje', 'linjer')})",
            f"Ventede {one.instead}" if one.instead else "",
            "Ret funktionen eller året",
        )


def _signs(
    table: Table, lines: Lines, reading: Reading, connection: duckdb.DuckDBPyConnection
) -> Iterator[Problem]:
    """Wages that are income, income that is spending, or a municipality that earns on its tasks."""
    column = reading.of("amount")[0].name
    place = table.place_of_column(column)
    remedy = "Vælg det andet fortegn" if lines.sign != Sign.ALWAYS_POSITIVE else "Ret fortegnet"
    wages, income, tasks = connection.execute(
        "select sum(amount) filter (art = '1' or starts_with(art, '1.')),"
        " sum(amount) filter (art = '7' or starts_with(art, '7.')),"
        " sum(amount) filter (left(function, 1) in ('0', '2', '3', '4', '5', '6')"
        "   and dranst in ('', '1', '3')) from sums"
    ).fetchall()[0]
    if wages is not None and wages < 0:
        yield error(place, "Lønninger (art 1) bliver en indtægt", "Ventede en udgift", remedy)
    elif income is not None and income > 0:
        yield error(place, "Indtægter (art 7) bliver en udgift", "Ventede en indtægt", remedy)
    elif tasks is not None and tasks < 0:
        yield error(
            place,
            f"Kommunens opgaver bliver tilsammen en indtægt på {in_short(-tasks)}",
            "Ventede en udgift",
            remedy,
        )


def headed_signs(table: Table, reading: Reading) -> list[Problem]:
    """Find a sign that the headings of spending and income speak against."""
    chosen = reading.constants["sign"]
    shown = budget_suggestion.sign_of(table, reading.columns)
    if shown and shown != chosen and chosen == Sign.ALWAYS_POSITIVE:
        found = "Indtægter står med minus i filen, men er læst som positive tal"
    elif shown == Sign.ALWAYS_POSITIVE and chosen != shown:
        found = "Der er positive tal under både udgifter og indtægter, men de er læst efter minus"
    else:
        return []
    expected = f"Ventede fortegnet: {economy.SIGNS[shown]}"
    return [error(places.sheet_of(table), found, expected, "Ret fortegnet")]


def _units(table: Table, reading: Reading, lines: Lines) -> Iterator[Problem]:
    """Versions of which one is a hundred times the other: one is in another unit."""
    sizes = {
        one: abs(one.total) for one in lines.versions if one.total and one.version != Version.SPENT
    }
    if len(sizes) < 2:
        return
    low, high = min(sizes, key=sizes.__getitem__), max(sizes, key=sizes.__getitem__)
    if sizes[high] > _UNLIKE * sizes[low]:
        named = [
            f"{Version(one.version).in_words} {one.year} {in_short(one.total)}"
            for one in (low, high)
        ]
        yield error(
            places.sheet_of(table),
            f"Beløbene ser ud til at stå i forskellige enheder: {words.listing(named)}",
            "Ventede samme enhed i hele filen",
            "Ret enheden på den kolonne, der står i en anden",
        )


def _without_function(
    table: Table, reading: Reading, connection: duckdb.DuckDBPyConnection
) -> Iterator[Problem]:
    """Lines that cannot be tagged by function, and whose sign no function speaks for."""
    if not reading.names("function"):
        yield warning(
            places.sheet_of(table),
            "Filen har ingen funktioner",
            "Beløbene kan ikke mærkes til opgaven og indgår ikke i dens udgift",
        )
        ((whole,),) = connection.execute("select sum(amount)::bigint from sums").fetchall()
        if whole is not None and whole < 0:
            yield warning(
                table.place_of_column(reading.of("amount")[0].name),
                f"Beløbene bliver tilsammen en indtægt på {in_short(-whole)}",
                "",
                "Kontrollér fortegnet",
            )
        return
    ((count, amount),) = connection.execute(
        "select coalesce(sum(lines), 0)::bigint, coalesce(sum(size), 0)::bigint from sums"
        " where function = ''"
    ).fetchall()
    if count:
        yield warning(
            table.place_of_column(reading.of("function")[0].name),
            f"{words.count(count, 'linje', 'linjer')} uden funktion ({in_short(amount)})",
            "De kan kun mærkes efter omkostningssted",
        )


def areas(table: Table, reading: Reading, found: list[str]) -> Iterator[Problem]:
    """Lines of another municipality.

    Parameters
    ----------
    found
        The different texts of the column of municipalities.
    """
    own = municipality()
    names = {own.code, own.code.zfill(4), own.name, f"{own.name} Kommune", str(int(own.code))}
    others = sorted({text for text in found if text.strip() not in names})
    if others:
        yield error(
            table.place_of_column(reading.of("area")[0].name),
            f"Der er linjer for en anden kommune: {words.listing(others[:3])}",
            f"Ventede {own.code} {own.name}",
            "Slet dem, eller lad kolonnen stå ude, hvis koden betyder noget andet",
        )


# --- beside what is loaded already ----------------------------------------------------------------


def earlier(table: Table, lines: Lines, open_: Warehouse, *, is_example: bool) -> list[Problem]:
    """What one should know before loading: versions replaced, units that go, other price levels.

    Parameters
    ----------
    is_example
        Examples are held against examples, all else against what is none.
    """
    found = []
    place = places.sheet_of(table)
    units = set(lines.table.column("unit").to_pylist()) - {""}
    for one in lines.versions:
        held = open_.connection.execute(
            "select any_value(load), any_value(file), any_value(prices), list(distinct unit),"
            " sum(amount)::hugeint from budget_in_force join load using (load, origin)"
            " where version = $version and year = $year and (origin = 'example') = $example",
            {"version": one.version, "year": one.year, "example": is_example},
        ).fetchall()[0]
        number, file, prices, before, total = held
        if number is None:
            continue
        named = f"{Version(one.version).in_words} {one.year}"
        gone = sorted(set(before) - units - {""})
        more = f". Enheder, som filen ikke har, forsvinder: {words.listing(gone)}" if gone else ""
        found.append(
            warning(
                place,
                f"{words.capitalise(named)} er indlæst i forvejen (indlæsning {number}, {file})",
                f"Den nye fil afløser alle linjer{more}",
            )
        )
        if prices != one.prices:
            found.append(
                warning(
                    place,
                    f"{words.capitalise(named)} var i {_shown('prices', prices)} og er i filen i "
                    f"{_shown('prices', one.prices)}",
                )
            )
        if total and one.total and not 1 / _UNLIKE < abs(one.total / total) < _UNLIKE:
            found.append(
                warning(
                    place,
                    f"{words.capitalise(named)} er {in_short(one.total)}; før var det "
                    f"{in_short(int(total))}",
                    "",
                    "Kontrollér enheden",
                )
            )
    return found
