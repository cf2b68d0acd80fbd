"""Tags: which share of which lines is spent on the task, and who pays for it until when.

Crime prevention has no function of its own in the chart of accounts. A tag names a function, a cost
centre or both, and the share of their lines that belongs to the task. The whole list is one load;
the newest one in force is remembered and used on every budget.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256

import pandas as pd

from danish import dates, numbers, words
from danish.numbers import NotANumberError
from ingest import loading, personal, places
from ingest.cells import folded
from ingest.economy import budget_codes
from ingest.frame import Table
from ingest.problem import Problem, RejectedError, Severity, error, warning
from ingest.undo import signed
from store import economy, log, warehouse
from store.economy import PAYERS, WHOLE, EconomyKind, Payer, Tag
from store.settings import Settings
from store.warehouse import LoadRecord, Origin, Warehouse

OnWait = Callable[[str], None]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "function": ("funktion",),
    "cost_centre": ("omkostningssted", "omk sted", "psp"),
    "share": ("andel i procent", "andel", "procent", "andel til opgaven"),
    "goal": ("maal",),
    "effort": ("indsats",),
    "payer": ("betaler", "hvem betaler", "finansiering"),
    "until": ("til og med", "udloeber", "til"),
}
"""What the columns of a file of tags are called, as `folded` writes it."""

TITLES: Mapping[str, str] = {
    "function": "funktion",
    "cost_centre": "omkostningssted",
    "share": "andel i procent",
    "goal": "mål",
    "effort": "indsats",
    "payer": "hvem betaler",
    "until": "til og med",
}
"""What a reader calls each column."""

LONGEST_EFFORT = 60


def is_tags(table: Table) -> bool:
    """Whether a table looks like a list of tags."""
    known = columns(table)
    return "share" in known and bool({"function", "cost_centre"} & set(known))


def columns(table: Table) -> dict[str, str]:
    """The columns of a table that are named as those of a list of tags, by `COLUMNS`."""
    found: dict[str, str] = {}
    for column in table.columns:
        for name, near in COLUMNS.items():
            if folded(column).removesuffix(" %").strip() in near:
                found.setdefault(name, column)
    return found


def read(table: Table, known: Mapping[str, str] | None = None) -> tuple[list[Tag], list[Problem]]:
    """The tags of a table, and the cells that hold none.

    Parameters
    ----------
    known
        The columns, where somebody has said which they are; as `columns` finds them.
    """
    known = columns(table) if known is None else known
    tags: list[Tag] = []
    cells_of: list[str] = []
    problems: list[Problem] = []
    for row, cells in table.rows.iterrows():
        texts = {name: _text(cells[column]) for name, column in known.items()}
        wrong: list[tuple[str, str, str]] = []
        tag = _tag(texts, wrong)
        for name, found, expected in wrong:
            place = table.place(int(str(row)), known[name])
            problems.append(error(place, found, expected, "Ret cellen"))
        if tag:
            tags.append(tag)
            cells_of.append(table.place(int(str(row)), known["share"]))
    if not tags and not problems:
        problems.append(error(places.sheet_of(table), "Der er ingen mærker", "", "Udfyld arket"))
    return tags, [*problems, *check(tags, cells_of)]


def check(tags: Sequence[Tag], cells_of: Sequence[str] = ()) -> list[Problem]:
    """Find what is wrong with a list of tags as a whole.

    Parameters
    ----------
    cells_of
        The place of each one's share, where they come from a file.
    """
    named = cells_of or [f"Mærke {number}" for number in range(1, len(tags) + 1)]
    return [
        *(
            problem
            for tag, place in zip(tags, named, strict=True)
            for problem in _alone(tag, place)
        ),
        *_shares(tags, cells_of),
    ]


def has(open_: Warehouse, tags: Sequence[Tag]) -> bool:
    """Whether the same list is in force already."""
    found = open_.connection.execute(
        "select 1 from load where source = $source and sha256 = $sha256 and withdrawn_at is null",
        {"source": economy.TAGS, "sha256": _sha256(tags)},
    ).fetchall()
    return bool(found)


def put(
    open_: Warehouse,
    tags: Sequence[Tag],
    who: str,
    reason: str = "",
    *,
    origin: Origin = Origin.MUNICIPAL,
    file: str = "",
) -> int:
    """Save a list of tags in the caller's transaction and return the load's number.

    Raises
    ------
    RejectedError
        If something is wrong with it.
    store.warehouse.ExampleError
        If it is an example and there are other tags.
    """
    problems = [one for one in check(tags) if one.severity is Severity.ERROR]
    if problems:
        raise RejectedError(problems)
    today = dates.today()
    open_.make_way(economy.TAGS, origin, who)
    number = open_.record(
        LoadRecord(
            kind=EconomyKind.TAGS.value,
            source=economy.TAGS,
            title=f"{economy.TITLES[economy.TAGS]}: {words.count(len(tags), 'mærke', 'mærker')}",
            origin=origin,
            author=who,
            file=file or "Skrevet i appen",
            sha256=_sha256(tags),
            cells=len(tags),
            first_period=str(today.year),
            last_period=str(today.year),
            source_date=today,
            licence="",
            extent=[],
            note=words.sentence(reason),
        )
    )
    rows = pd.DataFrame([vars(tag) | {"payer": tag.payer.value} for tag in tags])
    loading.insert(open_, "budget_tag", number, rows)
    return number


def save(
    settings: Settings,
    tags: Sequence[Tag],
    who: str,
    reason: str,
    *,
    origin: Origin = Origin.MUNICIPAL,
    file: str = "",
    on_wait: OnWait | None = None,
) -> int:
    """Save a list of tags in a transaction of its own, and log it (see `put`)."""
    who, reason = signed(who, reason)
    with warehouse.writing(settings, who, "gemmer mærker", on_wait=on_wait) as open_:
        number = put(open_, tags, who, reason, origin=origin, file=file)
    logged(settings, tags, number, who, reason)
    return number


def logged(settings: Settings, tags: Sequence[Tag], number: int, who: str, reason: str) -> None:
    """Write the log's row on a list that is committed."""
    text = f"{words.count(len(tags), 'mærke', 'mærker')}. {words.sentence(reason)}"
    log.append(settings.log, who, log.Action.LOAD, str(number), text)


def _sha256(tags: Sequence[Tag]) -> str:
    return sha256(repr(sorted(map(repr, tags))).encode()).hexdigest()


# --- checks ---------------------------------------------------------------------------------------


def _alone(tag: Tag, place: str) -> Iterator[Problem]:
    if not tag.function and not tag.cost_centre:
        yield error(
            place, "Der er hverken funktion eller omkostningssted", "Ventede mindst den ene",
            "Skriv en funktion som 5.28.21 eller et omkostningssted",
        )  # fmt: skip
    if not 0 < tag.share <= WHOLE:
        yield error(
            place, f"Andelen er {_percent(tag.share)}", "Ventede over 0 og højst 100 %",
            "Ret andelen",
        )  # fmt: skip
    if tag.goal not in ("", *economy.GOALS):
        yield error(place, f"»{tag.goal}« er ikke et mål", "Ventede A, B, C eller D", "Ret målet")
    if found := personal.find(tag.effort):
        yield error(place, f"Indsatsen ligner {found[0].what}", "", "Skriv indsatsens navn")
    if len(tag.effort) > LONGEST_EFFORT:
        yield error(
            place, "Indsatsens navn er for langt", f"Ventede højst {LONGEST_EFFORT} tegn",
            "Skriv det kortere",
        )  # fmt: skip
    if tag.until and tag.payer is Payer.MUNICIPAL:
        yield warning(
            place, f"Kommunen betaler kun til {dates.date(tag.until)}",
            "Bevillingen vises som midlertidig",
        )  # fmt: skip
    known = economy.functions().get(tag.function)
    if known and known.last:
        yield warning(
            place, f"Funktion {known.code} blev lukket efter {known.last}",
            f"Fra {known.last + 1} er det {known.instead}",
        )  # fmt: skip


def _shares(tags: Sequence[Tag], cells_of: Sequence[str]) -> Iterator[Problem]:
    """Tags that together take more than all of a line.

    A line is told by its function and cost centre, so what can be taken of it is seen from the
    tags' own: a tag without a cost centre takes from every one of them.
    """
    pairs = {
        (function, cost_centre)
        for function in {tag.function for tag in tags} | {""}
        for cost_centre in {tag.cost_centre for tag in tags} | {""}
    }
    over: dict[tuple[int, ...], tuple[str, str, int]] = {}
    for function, cost_centre in sorted(pairs, reverse=True):
        taking = [n for n, tag in enumerate(tags) if tag.fits(function, cost_centre)]
        taken = sum(tags[n].share for n in taking)
        if taken > WHOLE and len(taking) > 1:
            over.setdefault(tuple(taking), (function, cost_centre, taken))
    for numbers_of, (function, cost_centre, taken) in over.items():
        if any(set(numbers_of) < set(other) for other in over):
            continue
        about = (function and f"funktion {function}", cost_centre and f"sted {cost_centre}")
        named = words.listing([part for part in about if part])
        lines = f"{_percent(taken)} af linjerne på {named or 'alle konti'}"
        first, *others = numbers_of
        if cells_of:
            beside = words.listing([cells_of[n] for n in others])
            place, found = cells_of[first], f"Sammen med {beside} tager mærket {lines}"
        else:
            place = f"Mærke {words.listing([numbers.number(n + 1) for n in numbers_of])}"
            found = f"De tager tilsammen {lines}"
        yield error(
            place,
            found,
            "Ventede højst 100 % af en linje",
            "Sæt andelene ned, eller fjern et mærke",
        )


def _percent(share: int) -> str:
    hundredths = share * 10_000 // WHOLE
    return f"{numbers.number(hundredths / 100, 2 if hundredths % 100 else 0)} %"


# --- one row --------------------------------------------------------------------------------------


def _text(cell: object) -> str:
    return "" if cell is None or cell != cell else str(cell).strip()


def _tag(texts: Mapping[str, str], wrong: list[tuple[str, str, str]]) -> Tag | None:
    """The tag of a row, or what is wrong with it, as (field, found, expected)."""
    function = budget_codes.function(texts.get("function", "")) if texts.get("function") else ""
    if function is None or (function and len(function) < 7):
        wrong.append(("function", "Funktionen kan ikke læses", "Ventede en funktion som 5.28.21"))
    cost_centre = texts.get("cost_centre", "")
    code = budget_codes.cost_centre(cost_centre) if cost_centre else ""
    if code is None:
        expected = budget_codes.EXPECTED["cost_centre"][0]
        wrong.append(("cost_centre", "Omkostningsstedet kan ikke læses", f"Ventede {expected}"))
    share = _share(texts["share"])
    if share is None:
        found = f"»{texts['share'][:20]}« er ikke en andel" if texts["share"] else "Andelen mangler"
        wrong.append(("share", found, "Ventede procent, for eksempel 25"))
    payer = _payer(texts.get("payer", ""))
    if payer is None:
        listed = words.listing(PAYERS.values(), "eller")
        wrong.append(("payer", "Det kan ikke læses, hvem der betaler", f"Ventede {listed}"))
    until = budget_codes.day(texts["until"]) if texts.get("until") else None
    if texts.get("until") and until is None:
        wrong.append(("until", "Datoen kan ikke læses", "Ventede en dag som 31-12-2027"))
    goal = texts.get("goal", "").upper()[:1]
    if texts.get("goal") and goal not in economy.GOALS:
        wrong.append(("goal", "Målet kan ikke læses", "Ventede A, B, C eller D"))
    if wrong:
        return None
    assert function is not None
    assert code is not None
    assert share is not None
    assert payer is not None
    return Tag(function, code, share, goal, texts.get("effort", ""), payer, until)


def _share(text: str) -> int | None:
    """A percentage as parts of `WHOLE`."""
    plain = re.sub(r"\s*(?:%|pct\.?)$", "", text)
    try:
        exact = numbers.parse(plain) * WHOLE / 100
    except NotANumberError:
        return None
    return round(exact) if abs(exact - round(exact)) < 1e-6 else None


def _payer(text: str) -> Payer | None:
    plain = folded(text)
    if not plain:
        return Payer.MUNICIPAL
    for payer, starts in _PAYER_WORDS.items():
        if plain.startswith(starts):
            return payer
    return None


_PAYER_WORDS: Mapping[Payer, tuple[str, ...]] = {
    Payer.MUNICIPAL: ("kommune", "fast", "permanent", "egen"),
    Payer.STATE: ("stat", "satspulje", "ssa", "socialstyrelse", "ministeri", "pulje"),
    Payer.FUND: ("fond", "landsbygge", "lbf", "legat"),
    Payer.OTHER: ("andre", "anden", "region", "boligselskab", "boligorganisation"),
}
