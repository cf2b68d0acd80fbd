"""What persons have stated, as it is read: the tables of a release, and Danish words for a row.

`ingest.statements` checks and saves targets, events and comments; here they are only read.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd

from danish import dates, numbers, periods, words
from danish.periods import PeriodKind
from indicators import glossary
from indicators.catalogue import span
from indicators.registry import INDICATORS
from store import organisation, statements
from store.release import Release
from store.schema import Tables
from store.settings import Municipality
from store.statements import Basis, Statement
from store.warehouse import Warehouse

Row = Mapping[Hashable, Any]
"""One row of `Release.targets`, `Release.events`, `Release.comments` or of `standing`."""

BASELINE_KINDS = {
    "four_quarters": PeriodKind.QUARTER,
    "year": PeriodKind.YEAR,
    "school_year": PeriodKind.SCHOOL_YEAR,
}
"""The kind of period of a baseline, by the kind that leads: periods that do not overlap."""

USUAL_YEARS = 3
YEARS_AHEAD = 12
LABEL_LENGTH = 40


@dataclass(frozen=True)
class Written:
    """A row in words: its main line, its free text (may be empty), and smaller lines."""

    main: str
    text: str
    small: tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    """A row of the page's list: its words, how it stands, and what to remove it by."""

    id: str
    written: Written
    state: "State"

    @property
    def label(self) -> str:
        """The row among others to choose from: its main line and the first words of its text."""
        main, text = self.written.main, " ".join(self.written.text.split())
        short = text if len(text) <= LABEL_LENGTH else text[:LABEL_LENGTH].rstrip() + " …"
        return f"{main}: {short}" if short else main

    @property
    def cells(self) -> tuple[str, str, tuple[str, ...], str]:
        """Main line, text, smaller lines and the word for its state."""
        words_ = self.written
        return words_.main, words_.text, words_.small, glossary.entry(self.state).word


class State(StrEnum):
    """How a row on the page stands to the release that all pages show."""

    PUBLISHED = "published"
    SAVED = "saved"
    LEAVING = "leaving"


def tables(open_: Warehouse, newest: Mapping[str, str]) -> Tables:
    """The targets, events and comments in force.

    Parameters
    ----------
    newest
        The newest leading period of each indicator; a comment from before it is stale.
    """
    found: Tables = {
        what: pd.DataFrame(statements.in_force(open_.connection, what)) for what in Statement
    }
    comments = found[Statement.COMMENT]
    if len(comments):
        now = [newest.get(row["indicator"], "") for row in comments.to_dict("records")]
        found[Statement.COMMENT] = comments.assign(
            newest_period=now, is_stale=list(map(_is_later, now, comments["period"]))
        )
    return found


def newest_periods(latest: pd.DataFrame, place: Municipality) -> dict[str, str]:
    """The newest leading period with a value for the municipality, by indicator.

    Parameters
    ----------
    latest
        The table of a release.
    """
    spans = {indicator.id: span(indicator).value for indicator in INDICATORS.values()}
    own = latest[(latest["area"] == place.code) & (latest["breakdown"] == "")]
    leading = own[own["kind"] == own["indicator"].map(spans)]
    return dict(zip(leading["indicator"], leading["period"], strict=True))


def standing(open_: Warehouse, release: Release, what: Statement) -> list[dict[Hashable, Any]]:
    """What is published and what is saved since, newest first, each row with its `state`."""
    saved = tables(open_, release.newest_periods)[what].to_dict("records")
    shown = [
        row
        for row in _published(release, what).to_dict("records")
        if not str(row["id"]).startswith(organisation.EVENT)
    ]
    numbers_saved = {row["load"] for row in saved}
    numbers_shown = {row["load"] for row in shown}
    rows = [
        {**row, "state": State.PUBLISHED if row["load"] in numbers_shown else State.SAVED}
        for row in saved
    ]
    rows += [{**row, "state": State.LEAVING} for row in shown if row["load"] not in numbers_saved]
    return sorted(rows, key=lambda row: -row["load"])


def listed(open_: Warehouse, release: Release, what: Statement) -> list[Listed]:
    """The rows of `standing` in words."""
    return [
        Listed(row["id"], written(release, what, row), row["state"])
        for row in standing(open_, release, what)
    ]


def waiting(open_: Warehouse, release: Release) -> int:
    """How many rows of all kinds the next release will bring or take away."""
    saved = {
        row["load"] for what in Statement for row in statements.in_force(open_.connection, what)
    }
    return len(saved ^ release.stated_loads)


def baseline_periods(release: Release, indicator: str) -> list[str]:
    """The periods with a value that a baseline may begin or end with, oldest first."""
    kind = BASELINE_KINDS[release.indicators[indicator].span]
    rows = release.history(indicator, [release.facts.municipality], kind=kind)
    return list(rows.loc[rows["value"].notna(), "period"])


def usual_baseline(choices: Sequence[str]) -> tuple[str, str]:
    """The first and last of the newest three years of `baseline_periods`."""
    quarterly = periods.parse(choices[-1]).kind is PeriodKind.QUARTER
    wanted = USUAL_YEARS * 4 if quarterly else USUAL_YEARS
    return choices[-wanted:][0], choices[-1]


def named(codes: Iterable[str]) -> dict[str, str]:
    """Codes and what the glossary calls them."""
    return {code: glossary.entry(code).word for code in codes}


def names(release: Release, indicators: Iterable[str]) -> dict[str, str]:
    """Indicators by id, with their names."""
    return {indicator: name(release, indicator) for indicator in indicators}


def target_years(today: date) -> range:
    """The years that a target may be set for on the page."""
    return range(today.year, today.year + YEARS_AHEAD)


def name(release: Release, indicator: str) -> str:
    """An indicator by id and short title: ``C2 Anmeldt vold``."""
    known = release.indicators.get(indicator)
    return f"{indicator} {known.short_title}" if known else indicator


def target_change(change: float, basis: str, year: int) -> str:
    """``−10 % i 2028`` or ``−10 % i forhold til nabokommunerne i 2028``."""
    percent = numbers.signed(change * 100, 0 if round(change * 100, 6) % 1 == 0 else 1)
    against = " i forhold til nabokommunerne" if basis == Basis.PEERS else ""
    return f"{percent}{numbers.NO_BREAK_SPACE}%{against} i {year}"


def baseline(first: str, last: str) -> str:
    """The baseline in words: ``2023–2025`` or ``3. kvartal 2023 – 2. kvartal 2026``."""
    begin, end = periods.parse(first), periods.parse(last)
    whole_years = (begin.first_day.month, end.last_day.month) == (1, 12)
    if whole_years:
        years = [str(begin.first_day.year), str(end.last_day.year)]
        return "–".join(dict.fromkeys(years))
    return " – ".join(dict.fromkeys([periods.label(first), periods.label(last)]))


def written(release: Release, what: Statement, row: Row) -> Written:
    """A row in words."""
    match what:
        case Statement.TARGET:
            return written_target(release, row)
        case Statement.EVENT:
            return written_event(release, row)
        case Statement.COMMENT:
            return written_comment(release, row)


def written_target(release: Release, row: Row) -> Written:
    """A target in words: what it is, what it is measured from and who decided it."""
    change = target_change(row["change"], row["basis"], row["target_year"])
    years = baseline(row["first_period"], row["last_period"])
    own = row["basis"] == Basis.OWN
    measured = "gennemsnittet af" if own else "forholdet til nabokommunerne i"
    return Written(
        f"{name(release, row['indicator'])}: {change}",
        row["note"],
        (
            f"Udgangspunkt: {measured} {years}",
            f"Besluttet af {row['decided_by']} {dates.date(row['decided_on'])}",
            _signature(row),
        ),
    )


def written_event(release: Release, row: Row) -> Written:
    """An event in words: title and date, what kind it is and which indicators it concerns."""
    named = words.listing(name(release, indicator) for indicator in row["indicators"])
    kind = glossary.entry(row["kind"]).word
    return Written(
        f"{dates.date(row['day'])}: {row['title']}",
        row["note"],
        (f"{kind} · {named or 'alle indikatorer'}", _signature(row)),
    )


def written_comment(release: Release, row: Row) -> Written:
    """A comment in words: its text, who wrote it and whether it is stale."""
    signature = f"{row['author']}, {dates.date(row['written_on'])}"
    small = (signature, *([stale(row)] if row["is_stale"] else []))
    return Written(name(release, row["indicator"]), row["text"], small)


def stale(row: Row) -> str:
    """That newer figures have come since a comment was written."""
    return (
        f"Forældet: skrevet, da det nyeste tal var fra {periods.label(row['period'])}. "
        f"Nu er det fra {periods.label(row['newest_period'])}."
    )


def waiting_words(count: int) -> str:
    """How much the next release will change on this page."""
    if count == 0:
        return "Alt på siden er udgivet."
    return f"{words.count(count, 'ændring', 'ændringer')} venter på at blive udgivet."


def _signature(row: Row) -> str:
    at = pd.Timestamp(row["written_at"]).tz_localize("UTC")
    return f"Skrevet af {row['author']} {dates.date(at)}"


def _published(release: Release, what: Statement) -> pd.DataFrame:
    match what:
        case Statement.TARGET:
            return release.targets
        case Statement.EVENT:
            return release.events()
        case Statement.COMMENT:
            return release.comments()


def _is_later(newest: str, period: str) -> bool:
    return bool(newest) and periods.parse(newest).last_day > periods.parse(period).last_day
