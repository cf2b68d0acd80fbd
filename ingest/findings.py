"""What the reading process finds in a file, in Danish: place, finding and remedy.

The process (`ingest.reader`) knows no Danish: it names a finding and gives numbers and names.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from danish import numbers, words
from ingest.problem import Problem, error, warning
from ingest.reader.blocks import Limits

Finding = Mapping[str, Any]

_FORMS = {
    "xlsx": ("et regneark (xlsx)", (".xlsx",)),
    "xlsm": ("et regneark med makroer (xlsm)", (".xlsm",)),
    "xls": ("et ældre regneark (xls)", (".xls",)),
    "ods": ("et regneark (ods)", (".ods",)),
    "csv": ("en tekstfil med skilletegn", (".csv", ".txt", ".tsv", ".dat", "")),
}
_OTHERS = {
    "pdf": ("et PDF-dokument", "Bed om tallene som regneark"),
    "packed": ("en pakket fil", "Pak den ud, og vælg regnearket i den"),
    "picture": ("et billede", "Bed om tallene som regneark"),
    "document": ("et tekstdokument eller en præsentation", "Kopiér tabellen til et regneark"),
    "web page": ("en webside (HTML eller XML)", "Åbn den i Excel, og gem den som .xlsx"),
    "json": ("en JSON-fil", "Hent tallene som regneark eller csv"),
    "parquet": ("en Parquet-fil", "Gem tallene som csv"),
    "binary workbook": ("et binært regneark (xlsb)", "Åbn det i Excel, og gem det som .xlsx"),
}
_WANTED = "Ventede et regneark (xlsx, xlsm, xls eller ods) eller en tekstfil med skilletegn (csv)"
_COPY = "Kopiér tabellen til et nyt ark, og gem det som en ny fil"
_AGAIN = "Åbn den i Excel, gem den på ny, og prøv igen – eller hent den igen fra kilden"
_LONGEST = 60


def refusal(finding: Finding, name: str, limits: Limits) -> Problem:
    """Why a file is not read.

    Parameters
    ----------
    finding
        As the reading process wrote it.
    name
        The file's, as it is shown.
    limits
        What the file was allowed to cost.
    """
    known = _REFUSALS.get(str(finding.get("what")), _broken)
    return known(finding, name, limits)


def told(finding: Finding, name: str) -> Problem:
    """What is worth knowing of a file that was read."""
    found, remedy = _TOLD[str(finding["what"])]
    return warning(name, found, "", remedy)


def formulas(sheet: str, cells: Sequence[str]) -> Problem:
    """Formulas without a stored value."""
    one = len(cells) == 1
    return warning(
        sheet_place(sheet),
        f"{'Formlen' if one else 'Formlerne'} i {_named(cells, len(cells))} har "
        f"{'intet gemt resultat og læses som en tom celle' if one else ''}"
        f"{'' if one else 'intet gemt resultat og læses som tomme celler'}",
        "",
        "Åbn filen i Excel, gem den, og indlæs den igen",
    )


def damaged(sheet: str, cells: Sequence[str], count: int) -> Problem:
    """Danish letters that were lost on the way."""
    return error(
        sheet_place(sheet),
        f"De danske bogstaver er gået tabt i {_named(cells, count)} "
        "(tegnet � eller to tegn i stedet for æ, ø eller å)",
        "",
        "Hent filen igen uden at åbne den i et andet program, eller ret cellerne",
    )


def name_of_another_form(name: str, form: str) -> list[Problem]:
    """A warning when the file's name says that it is something else."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    what, endings = _FORMS[form]
    if ending in endings or not any(ending in known for _, known in _FORMS.values()):
        return []
    return [warning(name, f"Filens navn slutter på {ending}, men den er {what}", "Læst som det")]


def sheet_place(sheet: str) -> str:
    """Name a sheet; a text file has only one, without a name."""
    return f'Ark "{sheet}"' if sheet else "Filen"


def _named(cells: Sequence[str], count: int) -> str:
    first = list(cells[:5])
    if count <= len(first):
        return ("celle " if count == 1 else "cellerne ") + words.listing(first)
    return f"cellerne {', '.join(first)} … ({numbers.number(count)} i alt)"


def _text(value: object) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _megabytes(count: object) -> str:
    value = int(str(count)) / 1_000_000
    return f"{numbers.number(value, 0 if value >= 10 else 1)} MB"


# --- one function a refusal -----------------------------------------------------------------------


def _broken(finding: Finding, name: str, limits: Limits) -> Problem:
    return error(name, "Filen er beskadiget eller skåret af og kan ikke læses", _WANTED, _AGAIN)


def _empty(finding: Finding, name: str, limits: Limits) -> Problem:
    return error(name, "Filen er tom (0 byte)", "", "Hent eller gem den igen")


def _no_cells(finding: Finding, name: str, limits: Limits) -> Problem:
    return error(
        name, "Filen har ingen udfyldte celler", "Ventede et ark med en tabel", "Vælg en anden fil"
    )


def _large(finding: Finding, name: str, limits: Limits) -> Problem:
    return error(
        name,
        f"Filen fylder {_megabytes(finding['size'])}",
        f"Den må højst fylde {_megabytes(finding['most'])}",
        "Gem kun arket med tabellen og uden billeder, eller gem det som csv og indlæs det fra "
        "kommandolinjen",
    )


def _password(finding: Finding, name: str, limits: Limits) -> Problem:
    return error(
        name, "Filen er beskyttet med adgangskode", "", "Fjern adgangskoden i Excel, og gem den"
    )


def _parts(finding: Finding, name: str, limits: Limits) -> Problem:
    return error(
        name,
        f"Filen består af {numbers.number(int(finding['count']))} dele",
        f"Ventede højst {numbers.number(limits.parts)}",
        _COPY,
    )


def _unpacked(finding: Finding, name: str, limits: Limits) -> Problem:
    return error(
        name,
        f"Filen fylder {_megabytes(finding['packed'])}, men {_megabytes(finding['unpacked'])} "
        "pakket ud",
        f"Ventede højst {_megabytes(limits.unpacked)} og højst {limits.ratio} gange filen selv",
        _COPY,
    )


def _form(finding: Finding, name: str, limits: Limits) -> Problem:
    what, remedy = _OTHERS.get(
        str(finding["form"]), ("hverken et regneark eller en tekstfil", _AGAIN)
    )
    return error(name, f"Filen er {what}", _WANTED, remedy)


def _far_cell(finding: Finding, name: str, limits: Limits) -> Problem:
    return error(
        f"{sheet_place(_text(finding['sheet']))}, celle {_text(finding['cell'])}",
        "Cellen er udfyldt langt uden for tabellen, så arket bliver for stort til at læse",
        _area_wanted(limits),
        "Slet rækker og kolonner uden for tabellen, eller kopiér den til et nyt ark",
    )


def _area(finding: Finding, name: str, limits: Limits) -> Problem:
    rows, columns = (numbers.number(int(finding[key])) for key in ("rows", "columns"))
    size = f"{rows} rækker og {columns} kolonner" if finding["rows"] else f"{columns} kolonner"
    return error(
        sheet_place(_text(finding["sheet"])), f"Der er {size}", _area_wanted(limits), _COPY
    )


def _area_wanted(limits: Limits) -> str:
    return (
        f"Ventede højst {numbers.number(limits.columns)} kolonner og højst "
        f"{numbers.number(limits.area)} celler"
    )


def _much_text(finding: Finding, name: str, limits: Limits) -> Problem:
    return error(
        name,
        f"Filens celler rummer mere end {_megabytes(limits.result)} tekst",
        "",
        "Slet kolonner med fritekst, og prøv igen",
    )


def _memory(finding: Finding, name: str, limits: Limits) -> Problem:
    return error(
        name,
        "Filen kræver for meget hukommelse at åbne",
        _area_wanted(limits),
        f"Er der celler langt uden for tabellen? {_COPY}",
    )


def _time(finding: Finding, name: str, limits: Limits) -> Problem:
    return error(
        name,
        f"Filen kunne ikke læses på {limits.seconds} sekunder",
        _area_wanted(limits),
        f"{_COPY}, gerne som csv",
    )


def _no_delimiter(finding: Finding, name: str, limits: Limits) -> Problem:
    return error(
        name,
        "Filen er tekst uden skilletegn",
        "Ventede felter adskilt af semikolon, tabulator, komma eller lodret streg",
        "Gem tabellen som .xlsx eller som csv med semikolon",
    )


def _fields(finding: Finding, name: str, limits: Limits) -> Problem:
    lines = [(int(line), int(count)) for line, count in finding["lines"]]
    expected, several = int(finding["expected"]), int(finding["count"]) - 1
    line, count = lines[0]
    more = f" – det samme gælder {words.count(several, 'linje', 'linjer')} til" if several else ""
    others = ", ".join(numbers.number(line) for line, _ in lines[1:6])
    where = f" (linje {others}{' …' if several > 5 else ''})" if several else ""
    return error(
        f"{name}, linje {numbers.number(line)}",
        f"Linjen har {words.count(count, 'felt', 'felter')}{more}{where}",
        f"De andre linjer har {expected}",
        "Står der et skilletegn eller linjeskift inde i en tekst, skal teksten have "
        "anførselstegn om sig. Ret linjen, eller gem tabellen som .xlsx",
    )


def _long_field(finding: Finding, name: str, limits: Limits) -> Problem:
    return error(
        f"{name}, linje {numbers.number(int(finding['line']))}",
        f"Et felt er længere end {numbers.number(limits.field)} tegn",
        "",
        "Mangler der et anførselstegn tidligere i filen? Ret det, eller gem tabellen som .xlsx",
    )


def _quotation_mark(finding: Finding, name: str, limits: Limits) -> Problem:
    return error(
        f"{name}, linje {numbers.number(int(finding['line']))}",
        "Et anførselstegn står alene eller midt i et felt",
        'Ventede "tekst" med to anførselstegn ("") for hvert inde i teksten',
        "Ret linjen, eller gem tabellen som .xlsx",
    )


def _encoding(finding: Finding, name: str, limits: Limits) -> Problem:
    return error(
        name,
        "Filens tegnsæt kendes ikke, så æ, ø og å kan ikke læses",
        "Ventede UTF-8, UTF-16 eller Windows' tegnsæt",
        "Gem den som »CSV UTF-8« eller som .xlsx",
    )


_REFUSALS: Mapping[str, Callable[[Finding, str, Limits], Problem]] = {
    "area": _area,
    "broken": _broken,
    "empty file": _empty,
    "encoding": _encoding,
    "far cell": _far_cell,
    "fields": _fields,
    "form": _form,
    "large file": _large,
    "long field": _long_field,
    "memory": _memory,
    "no cells": _no_cells,
    "no delimiter": _no_delimiter,
    "parts": _parts,
    "password": _password,
    "quotation mark": _quotation_mark,
    "time": _time,
    "too much text": _much_text,
    "unpacked": _unpacked,
}
_TOLD = {
    "macros": ("Filen har makroer; de er ikke læst og ikke kørt", ""),
    "links": ("Filen henter værdier fra andre filer; de sidst gemte er læst", ""),
    "cp1252": (
        "Teksten er ikke UTF-8 og er læst med Windows' tegnsæt",
        "Se efter, at æ, ø og å står rigtigt",
    ),
    "errors as empty": (
        "Celler med fejl (som #DIV/0!) er læst som tomme celler",
        "Ret fejlene i regnearket, hvis cellerne skal bruges",
    ),
    "line breaks": (
        "Nogle felter går over flere linjer; linjenumre tæller rækkerne, som Excel viser dem",
        "",
    ),
}
