"""The table of price and wage percentages on its way in: typed, or from a filled-in template.

It is empty until the municipality fills it in; no percentage is guessed. The state's index can be
put beside the municipality's own on request and is always labelled as what it is. A save is the
whole table, and the newest one is in force; earlier estimates of a year stay in it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from hashlib import sha256

import pandas as pd

from danish import dates, numbers, words
from ingest import loading, places
from ingest.cells import folded
from ingest.economy import budget_codes
from ingest.frame import Table
from ingest.problem import Problem, RejectedError, Severity, error, warning
from ingest.undo import signed
from store import economy, economy_queries, log, warehouse
from store.amounts import PriceIndex
from store.economy import EconomyKind
from store.prices import PriceTable, Rate
from store.settings import Settings
from store.warehouse import LoadRecord, NoWarehouseError, Origin, Warehouse

OnWait = Callable[[str], None]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "year": ("aar", "til aar", "prisaar"),
    "percent": ("procent", "pl procent", "pris og loenskoen", "stigning i procent"),
    "estimated_on": ("skoennet den", "skoen fra", "dato for skoennet", "dato"),
}
"""What the columns of a file of percentages are called, as `folded` writes it."""

TITLES: Mapping[str, str] = {
    "year": "til år",
    "percent": "stigning i procent",
    "estimated_on": "skønnet den",
}
"""What a reader calls each column."""

_HIGHEST = 20
"""Percent of a year from which somebody should look again."""


def is_prices(table: Table) -> bool:
    """Whether a table looks like a list of price and wage percentages."""
    return set(columns(table)) == set(COLUMNS)


def columns(table: Table) -> dict[str, str]:
    """The columns of a table that are named as those of a list of percentages, by `COLUMNS`."""
    found: dict[str, str] = {}
    for column in table.columns:
        for name, near in COLUMNS.items():
            if folded(column) in near:
                found.setdefault(name, column)
    return found


def read(table: Table, known: Mapping[str, str] | None = None) -> tuple[list[Rate], list[Problem]]:
    """The municipality's percentages of a table, and the cells that hold none.

    Parameters
    ----------
    known
        The columns, where somebody has said which they are; as `columns` finds them.
    """
    known = columns(table) if known is None else known
    rates: list[Rate] = []
    problems: list[Problem] = []
    for row, cells in table.rows.iterrows():
        texts = {name: _text(cells[column]) for name, column in known.items()}
        if not texts["percent"]:
            continue  # not filled in yet
        year = budget_codes.year(texts["year"])
        percent, day = (
            _percent(texts["percent"]),
            budget_codes.day(texts["estimated_on"].split(" ")[0]),
        )
        for name, value, expected in (
            ("year", year, "et år som 2027"),
            ("percent", percent, "procent med komma, for eksempel 3,2"),
            ("estimated_on", day, "den dag, skønnet er fra, som 30-06-2026"),
        ):
            if value is None:
                place = table.place(int(str(row)), known[name])
                found = "Cellen kan ikke læses" if texts[name] else "Cellen er tom"
                problems.append(error(place, found, f"Ventede {expected}", "Udfyld cellen"))
        if year and percent is not None and day:
            rates.append(Rate(PriceIndex.MUNICIPAL, year, percent, day))
    if not rates and not problems:
        sheet = places.sheet_of(table)
        problems.append(error(sheet, "Der er ingen procenter", "", "Udfyld mindst ét år"))
    return rates, problems or check(rates, dates.today())


def check(rates: Sequence[Rate], today: date) -> list[Problem]:
    """Find what is wrong with a table of percentages."""
    return [problem for rate in rates for problem in _alone(rate, today)] + list(_doubled(rates))


def with_state_index(rates: Sequence[Rate]) -> list[Rate]:
    """The table with the state's percentages beside the municipality's own."""
    own = [rate for rate in rates if rate.index is PriceIndex.MUNICIPAL]
    return [*own, *economy.state_index()]


def without_state_index(rates: Sequence[Rate]) -> list[Rate]:
    """The table with the municipality's own percentages only."""
    return [rate for rate in rates if rate.index is PriceIndex.MUNICIPAL]


def put(
    open_: Warehouse,
    rates: Sequence[Rate],
    who: str,
    reason: str = "",
    *,
    origin: Origin = Origin.MUNICIPAL,
    file: str = "",
) -> int:
    """Save the whole table in the caller's transaction and return the load's number.

    Raises
    ------
    RejectedError
        If something is wrong with it.
    """
    today = dates.today()
    problems = [one for one in check(rates, today) if one.severity is Severity.ERROR]
    if problems:
        raise RejectedError(problems)
    years = sorted({rate.year for rate in rates}) or [str(today.year)]
    open_.make_way(economy.PRICES, origin, who)
    number = open_.record(
        LoadRecord(
            kind=EconomyKind.PRICES.value,
            source=economy.PRICES,
            title=f"{economy.TITLES[economy.PRICES]}: {words.count(len(rates), 'skøn', 'skøn')}",
            origin=origin,
            author=who,
            file=file or "Skrevet i appen",
            sha256=sha256(repr(sorted(rates)).encode()).hexdigest(),
            cells=len(rates),
            first_period=years[0],
            last_period=years[-1],
            source_date=max((rate.estimated_on for rate in rates), default=today),
            licence="",
            extent=[],
            note=words.sentence(reason),
        )
    )
    columns = {
        "index": [str(rate.index) for rate in rates],
        "year": [rate.year for rate in rates],
        "percent": [str(rate.percent) for rate in rates],
        "estimated_on": [rate.estimated_on for rate in rates],
    }
    loading.insert(open_, "price_rate", number, pd.DataFrame(columns))
    return number


def save(
    settings: Settings,
    rates: Sequence[Rate],
    who: str,
    reason: str,
    *,
    origin: Origin = Origin.MUNICIPAL,
    file: str = "",
    on_wait: OnWait | None = None,
) -> int:
    """Save the whole table in a transaction of its own, and log it (see `put`)."""
    who, reason = signed(who, reason)
    with warehouse.writing(settings, who, "gemmer pris- og lønskøn", on_wait=on_wait) as open_:
        number = put(open_, rates, who, reason, origin=origin, file=file)
    logged(settings, rates, number, who, reason)
    return number


def logged(settings: Settings, rates: Sequence[Rate], number: int, who: str, reason: str) -> None:
    """Write the log's row on a table that is committed."""
    text = f"{words.count(len(rates), 'skøn', 'skøn')}. {words.sentence(reason)}"
    log.append(settings.log, who, log.Action.LOAD, str(number), text)


# --- one at a time --------------------------------------------------------------------------------


def add(
    settings: Settings, year: str, percent: str, estimated_on: date | None, who: str, reason: str
) -> int:
    """Add an estimate that was typed to the table in force and return the load's number.

    Raises
    ------
    RejectedError
        If it is no year or no percentage, or something else is wrong with it.
    """
    exact, of = _percent(percent), budget_codes.year(year)
    if exact is None or of is None or estimated_on is None:
        raise RejectedError(
            [
                error(
                    "Pris- og lønskøn",
                    "År, procent eller dato mangler eller kan ikke læses",
                    "Ventede for eksempel 2027, 3,2 og den dag, skønnet er fra",
                    "Udfyld alle tre felter",
                )
            ]
        )
    new = Rate(PriceIndex.MUNICIPAL, of, exact, estimated_on)
    return save(settings, [*_held(settings), new], who, reason)


def remove(settings: Settings, rate: Rate, who: str, reason: str) -> int:
    """Take an estimate out of the table in force."""
    return save(settings, [one for one in _held(settings) if one != rate], who, reason)


def use_state_index(settings: Settings, who: str, reason: str, *, use: bool) -> int:
    """Put the state's index beside the municipality's own estimates, or take it away."""
    held = _held(settings)
    return save(settings, with_state_index(held) if use else without_state_index(held), who, reason)


def in_force(settings: Settings) -> PriceTable:
    """The table as it is saved, also what no release holds yet."""
    try:
        with warehouse.reading(settings) as open_:
            return economy_queries.prices(open_)
    except NoWarehouseError:
        return PriceTable()


def _held(settings: Settings) -> list[Rate]:
    return list(in_force(settings).rates)


# --- checks ---------------------------------------------------------------------------------------


def _alone(rate: Rate, today: date) -> Iterator[Problem]:
    place = f"Pris- og lønskøn for {rate.year}"
    percent = f"{numbers.number(float(rate.percent), 2)} %"
    if not (rate.year.isdigit() and 1990 <= int(rate.year) <= 2099):
        yield error(place, f"»{rate.year}« er ikke et år", "Ventede for eksempel 2027", "Ret året")
    if abs(rate.percent) >= 100:
        yield error(place, f"Skønnet er {percent}", "Ventede en stigning i procent", "Ret tallet")
    elif abs(rate.percent) > _HIGHEST:
        yield warning(place, f"Skønnet er {percent}", "", "Kontrollér tallet")
    if rate.percent != round(rate.percent, 4):
        yield error(place, "Skønnet har over fire decimaler", "", "Skriv det med færre")
    if rate.estimated_on > today:
        yield error(
            place, f"Skønnet er fra {dates.date(rate.estimated_on)}, som ikke er kommet",
            "Ventede den dag, det blev offentliggjort", "Ret datoen",
        )  # fmt: skip


def _doubled(rates: Sequence[Rate]) -> Iterator[Problem]:
    seen: dict[tuple[PriceIndex, str, date], Decimal] = {}
    for rate in rates:
        key = (rate.index, rate.year, rate.estimated_on)
        if key in seen:
            yield error(
                f"Pris- og lønskøn for {rate.year}",
                f"Der er to skøn fra {dates.date(rate.estimated_on)}",
                "Ventede ét skøn for hvert år og hver dato",
                "Slet det ene, eller ret dets dato",
            )
        seen[key] = rate.percent


def _text(cell: object) -> str:
    return "" if cell is None or cell != cell else str(cell).strip()


def _percent(text: str) -> Decimal | None:
    plain = text.removesuffix("%").strip().replace("−", "-").replace(",", ".")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None
