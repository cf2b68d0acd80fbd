"""What the task costs, in Danish: the sentence to quote, and what it rests on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from danish import dates, money, numbers, words
from indicators import glossary
from store.amounts import Amount, Basis, PriceIndex, Version
from store.economy import PAYERS, SIGNS, UNITS
from store.entries import IndicatorEntry

Row = Mapping[str, Any]

_DEFINITE: Mapping[str, str] = {
    Version.ADOPTED: "det vedtagne budget",
    Version.ESTIMATE: "budgetoverslaget",
    Version.CORRECTED: "det korrigerede budget",
    Version.SPENT: "forbruget",
    Version.FORECAST: "det forventede regnskab",
    Version.ACCOUNTS: "regnskabet",
}
EXAMPLE = "example"


def headline(amount: Amount) -> str:
    """What the task costs, to open a page with."""
    basis = amount.basis
    amount_told = money.in_short(amount.øre)
    return f"Opgaven {_costs(basis)} {amount_told} i {basis.version.in_words} {basis.year}"


def sentence(
    organisation: str, amount: Amount, untagged: Amount, row: Row, estimated_on: date | None = None
) -> str:
    """What the task costs in one sentence that can be quoted, with all that it rests on.

    Parameters
    ----------
    organisation
        Whose money it is: ``Ishøj Kommune``.
    untagged
        What is not tagged of the money on functions where the task can lie.
    row
        Of `Release.spending_bases`: the file that the amount is from.
    estimated_on
        When the percentages were estimated that it was converted with; None where it was not.
    """
    basis = amount.basis
    drawn_up = f" pr. {dates.date(row['as_of'])}" if known(row["as_of"]) else ""
    source = f"kilde: {row['file']}, indlæst {dates.date(row['loaded_at'])}"
    if known(row["tags_loaded_at"]):
        source += f"; mærker fra {dates.date(row['tags_loaded_at'])}"
    if estimated_on:
        source += f"; pris- og lønskøn fra {dates.date(estimated_on)}"
    if row["origin"] == EXAMPLE:
        source += "; Eksempeldata: opdigtede tal"
    return (
        f"I {basis.year} {_costs(basis)} tryghed og kriminalitetsforebyggelse {organisation} "
        f"{money.in_short(amount.øre)} efter {_DEFINITE[basis.version]}{drawn_up} "
        f"{_in(basis)}, når {untagged_share(amount, untagged)} af pengene på de funktioner, hvor "
        f"opgaven kan ligge, ikke er mærket til den ({source})."
    )


def untagged_share(amount: Amount, untagged: Amount) -> str:
    """The share that is not tagged, of the money on functions where the task can lie."""
    whole = (amount + untagged).øre
    return numbers.percent(untagged.øre / whole) if whole > 0 else numbers.MISSING


def ground(
    basis: Basis, row: Row, untagged: str, estimated_on: date | None = None
) -> list[tuple[str, str]]:
    """What a figure rests on, as (what, how): shown beside every one."""
    return [
        ("Version", words.capitalise(f"{basis.version.in_words} {basis.year}")),
        ("Opgjort", dates.date(row["as_of"]) if known(row["as_of"]) else ""),
        ("Prisniveau", words.capitalise(basis.prices_in_words)),
        ("Pris- og lønskøn", f"Fra {dates.date(estimated_on)}" if estimated_on else ""),
        ("Fortegn i filen", words.capitalise(SIGNS[row["sign"]])),
        ("Enhed i filen", _units(str(row["unit"]))),
        ("Uden mærke", f"{untagged} af pengene på de funktioner, hvor opgaven kan ligge"),
        ("Mærker", _tags(row)),
        ("Kilde", f"{row['file']} ({numbers.number(row['lines'])} linjer)"),
        ("Indlæst", f"{dates.date(row['loaded_at'])} af {row['author']}"),
        ("Oprindelse", glossary.entry(row["origin"]).word),
    ]


def why_absent(entry: IndicatorEntry, rows: pd.DataFrame) -> str:
    """Why an indicator of money has no value: the reason of its newest year, or what it needs."""
    reasons = [reason for reason in rows["absent_because"] if reason] if len(rows) else []
    return glossary.entry(reasons[-1]).word if reasons else entry.needs


def prices_line(bases: pd.DataFrame, rates: pd.DataFrame) -> str:
    """Why amounts are in the prices they are in."""
    if len(rates):
        used = rates[rates["in_use"]]
        newest = max(used["estimated_on"])
        return (
            f"Faste priser er regnet med tabellen nedenfor; det nyeste skøn er fra "
            f"{dates.date(newest)}."
        )
    levels = sorted(set(bases["prices"]))
    shown = words.listing([f"{one}-priser" if one.isdigit() else f"{one} priser" for one in levels])
    return (
        f"Alle beløb vises i {shown}. De regnes ikke om, før tabellen over pris- og lønskøn er "
        "udfyldt."
    )


def payer(row: Row, today: date) -> str:
    """Who pays and until when: ``staten til 31. december 2027 (om 13 måneder)``."""
    who = PAYERS[row["payer"]]
    if not known(row["until"]):
        return f"{who}, fast"
    until = pd.Timestamp(row["until"]).date()
    if until < today:
        return f"{who} til {dates.date(until)}: er udløbet"
    months = (until.year - today.year) * 12 + until.month - today.month
    left = f"om {words.count(months, 'måned', 'måneder')}" if months else "i denne måned"
    return f"{who} til {dates.date(until)} ({left})"


def ends_soon(rows: pd.DataFrame, today: date, months: int = 24) -> str:
    """What is paid for only for a time, as a sentence; empty when all of it is permanent."""
    ending = rows[rows["until"].notna()]
    if ending.empty:
        return ""
    total = sum(int(amount) for amount in ending["amount"])
    first = pd.Timestamp(min(ending["until"])).date()
    past = " De første penge er udløbet." if first < today else ""
    return f"{money.in_short(total)} er midlertidige; de første udløber {dates.date(first)}.{past}"


def known(cell: object) -> bool:
    """Whether a cell of a table holds something."""
    return cell is not None and cell == cell and cell is not pd.NaT


def in_short(basis: Basis) -> str:
    """A basis in short: ``regnskab 2024, i 2026-priser``; the index only if the state's."""
    prices = f"i {basis.prices}-priser" if basis.index else basis.prices_in_words
    index = " (statens indeks)" if basis.index == PriceIndex.STATE else ""
    return f"{basis.version.in_words} {basis.year}, {prices}{index}"


def _costs(basis: Basis) -> str:
    return "kostede" if basis.version in (Version.ACCOUNTS, Version.SPENT) else "koster"


def _tags(row: Row) -> str:
    if not known(row["tags_loaded_at"]):
        return "Ingen"
    held = words.count(int(row["tags"]), "mærke", "mærker")
    written = f"{dates.date(row['tags_loaded_at'])} af {row['tags_author']}"
    return f"{row['tags_file']} ({held}), indlæst {written}"


def _in(basis: Basis) -> str:
    """``i løbende priser``; the words of a price year have their "i"."""
    said = basis.prices_in_words
    return said if said.startswith("i ") else f"i {said}"


def _units(codes: str) -> str:
    return words.listing([UNITS[code] for code in codes.split(", ")])
