"""Rows of the organisation in words: codes, units, models, ages, sources, and what is invented."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from danish import dates, numbers, words
from danish.money import ØRE
from reports import tables
from reports.cells import Cell
from scenarios.mapped import Mapped
from scenarios.rows import EXAMPLE, Row, listed
from store.organisation_sheets import ALL_MODELS, CERTAINTIES, ORIGINS, SHEETS, Kind
from store.release import Release

NOT_ASSESSED = "ikke vurderet"
_SURE = {"verified": "full", "stated": "half", "inferred": "ask", "memory": "ring"}


def is_example(row: Row) -> bool:
    """Whether a row is invented."""
    return bool(row["origin"] == EXAMPLE)


def origin(row: Row) -> str:
    """Where a row is from, in words."""
    return ORIGINS[row["origin"]]


def all_examples(rows: Sequence[Row]) -> bool:
    """Whether there are rows and every one of them is invented."""
    return bool(rows) and all(map(is_example, rows))


def word(sheet: str, field: str, row: Row) -> str:
    """The Danish word of a choice; empty when it was not made."""
    choices = SHEETS[sheet].field(field).choices or {}
    return choices.get(row[field], "")


def models(ids: Iterable[str]) -> str:
    """Models in words: ``M1 og M3``, or all of them."""
    chosen = list(ids)
    return "alle" if ALL_MODELS in chosen else words.listing(chosen)


def model_names(mapped: Mapped) -> dict[str, str]:
    """Id and name of each model in order."""
    return {row["model_id"]: f"{row['model_id']} {row['name']}" for row in mapped.rows("models")}


def model_key(mapped: Mapped) -> str:
    """What the ids of the models stand for, in a line."""
    return " · ".join(model_names(mapped).values())


def unit_name(mapped: Mapped, id_: str | None) -> str:
    """The name of a unit; empty for none."""
    return str(mapped.units.get(id_, {}).get("name") or id_) if id_ else ""


def unit(mapped: Mapped, row: Row, none: str) -> Cell:
    """The unit of a row, or that there is none."""
    return Cell(mapped.called(row["unit_id"])) if row["unit_id"] else Cell(none, tone="muted")


def ages(row: Row) -> str:
    """The ages something is for; empty when it does not say."""
    first, last = row["age_from"], row["age_to"]
    match first, last:
        case None, None:
            return ""
        case None, _:
            return f"op til {last:.0f} år"
        case _, None:
            return f"fra {first:.0f} år"
    return f"{first:.0f}–{last:.0f} år" if first != last else f"{first:.0f} år"


def goals(row: Row) -> str:
    """The goals of a row on one line: ``B, D``."""
    return f",{numbers.NO_BREAK_SPACE}".join(listed(row["goals"]))


def source(mapped: Mapped, row: Row, *, dated: str = "") -> Cell:
    """Where a row is from: the source as a link, its date, and how sure it is."""
    found = mapped.sources.get(row["source_id"] or "")
    sure = row.get("certainty") or (found or {}).get("certainty")
    if found is None:
        return Cell(
            CERTAINTIES.get(sure or "", "") or ORIGINS[row["origin"]],
            small=(dated,) if dated else (),
            shape=_SURE.get(sure or "", ""),
            tone="muted",
        )
    small = (dated or found["dated"] or "", CERTAINTIES.get(sure or "", ""))
    return Cell(str(found["title"]), tuple(filter(None, small)), web(found["url"]))


def web(url: str | None) -> str:
    """An address that a page may lead to; anything but an ordinary web address is left out."""
    return url if url and url.startswith(("https://", "http://")) else ""


def search(rows: Iterable[Row], wanted: str, fields: Sequence[str]) -> list[Row]:
    """The rows in which each word looked for stands in one of these fields."""
    parts = wanted.casefold().split()
    return [
        row
        for row in rows
        if all(part in " ".join(str(row[f] or "") for f in fields).casefold() for part in parts)
    ]


# --- to take away ---------------------------------------------------------------------------------


def file(release: Release, sheet: str, rows: Sequence[Row], title: str) -> tables.Table:
    """Rows of a sheet with the headings of the workbook, codes in words and amounts in kroner."""
    fields = SHEETS[sheet].fields
    columns = {
        f"{field.heading} (kr.)" if field.kind is Kind.MONEY else field.heading: [
            _written(field.kind, field.choices, row[field.code]) for row in rows
        ]
        for field in fields
    }
    return table(release, title, pd.DataFrame(columns, dtype=object), rows)


def table(
    release: Release, title: str, rows: pd.DataFrame, based_on: Sequence[Row]
) -> tables.Table:
    """A table to take away, with what it rests on."""
    facts = release.facts
    notes = (
        title,
        *(["Eksempeldata: rækker med den oprindelse er opfundne."] if any(
            map(is_example, based_on)) else []),
        f"Udgivelse {release.name} fra {dates.moment(facts.made_at)}",
    )  # fmt: skip
    return tables.Table(title, notes, rows)


def _written(kind: Kind, choices: Mapping[str, str] | None, cell: Any) -> Any:
    match kind:
        case _ if cell is None:
            return None
        case Kind.CHOICE:
            return (choices or {}).get(cell, cell)
        case Kind.REFS | Kind.GOALS:
            return "; ".join("alle" if part == ALL_MODELS else part for part in cell)
        case Kind.REF if cell == ALL_MODELS:
            return "alle"
        case Kind.FLAG:
            return "ja" if cell else "nej"
        case Kind.MONEY:
            return cell / ØRE
        case Kind.DAY:
            return dates.short_date(cell) if isinstance(cell, date) else cell
    return cell
