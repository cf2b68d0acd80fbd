"""The models of a release, and how what is told of them side by side is put together.

Every part says the same things of every chosen model in the same order. The words are neutral: what
the workbook says of a model's status is the author's word, and is written as such.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import pandas as pd

from danish import dates, numbers, words
from danish.money import MILLION, kroner, millions
from danish.numbers import MISSING, NO_BREAK_SPACE
from reports import tables
from scenarios import comparison
from scenarios.comparison import Sheets
from store.organisation_sheets import MODEL_STATUS, ORIGINS, SHEETS
from store.release import Release

NOT_ASSESSED = "ikke vurderet"
HIDDEN = "skjult, under 3 personer"
RELEASES_KEPT = 3
PLACED_KEPT = 64
MOST_NAMED = 4
_CALLED: Mapping[str, tuple[str, ...]] = {
    "models": ("modelbeskrivelser",),
    "assignments": ("årsværk", "kroner"),
    "raci": ("ansvarsroller",),
    "economy": ("udgifter",),
    "staff": ("personaletal",),
    "legal": ("svar på krav",),
    "scores": ("point",),
    "weights": ("vægte",),
}
_OPENINGS = ("Center for ", "Enheden for ")


@dataclass(frozen=True)
class Line:
    """A line in a cell.

    Attributes
    ----------
    strong
        A number that stands before the text, in weight.
    small
        What stands below it, smaller.
    shape, tone
        A name of `charts.icons`, and good, bad, muted or plain.
    example
        Whether it is invented and must say so itself.
    """

    text: str
    small: str = ""
    strong: str = ""
    shape: str = ""
    tone: str = ""
    example: bool = False

    @property
    def plain(self) -> str:
        """All of it as one text."""
        whole = " ".join(part for part in (self.strong, self.text) if part)
        return f"{whole} ({self.small})" if self.small else whole


Cell = tuple[Line, ...]


@dataclass(frozen=True)
class Row:
    """What is told of each model under one label, in the order of the models."""

    label: str
    cells: tuple[Cell, ...]
    small: str = ""


@dataclass(frozen=True)
class Heading:
    """A model at the top of its column: its id, its name, and the author's word on it."""

    id: str
    name: str
    status: str


@dataclass(frozen=True)
class SideBySide:
    """A table with a column for each model.

    Attributes
    ----------
    notes
        Sentences below it.
    sheets
        The sheets that it is from.
    shows_title
        Whether its title is to be seen; where it stands alone, the choice above it says as much.
    dense
        Whether what is small stands beside the text.
    labels
        How much room the labels need: short, wide, long, or as usual.
    """

    title: str
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    shows_title: bool = False
    dense: bool = False
    labels: str = ""


@dataclass(frozen=True, eq=False)
class Models:
    """What a release holds on the models; the same object as long as the release is read.

    Attributes
    ----------
    ids
        Of the models, in the order of the workbook.
    """

    release: Release
    sheets: Sheets
    ids: tuple[str, ...]
    names: Mapping[str, str]
    units: Mapping[str, str]
    functions: Mapping[str, str]
    baseline: str

    def choices(self) -> dict[str, str]:
        """The models by id as they are chosen among: the one of today says so."""
        return {id_: f"{id_} i dag" if id_ == self.baseline else id_ for id_ in self.ids}

    def headings(self, chosen: Iterable[str]) -> tuple[Heading, ...]:
        """The tops of the columns."""
        rows = {row["model_id"]: row for row in comparison.records(self.sheets["models"])}
        return tuple(
            Heading(id_, self.names[id_], author_says(rows[id_]["status"], rows[id_]["author"]))
            for id_ in chosen
        )

    def unit(self, code: object) -> str:
        """A unit in short: without ``Center for``, and without what stands in brackets."""
        name = self.units.get(str(code), str(code)).split(" (")[0]
        for opening in _OPENINGS:
            name = name.removeprefix(opening)
        return words.capitalise(name)

    def is_mixed(self, sheet: str) -> bool:
        """Whether a sheet has both invented rows and others, so that each must be marked."""
        return self.sheets[sheet]["origin"].nunique() > 1

    def marks(self, sheet: str, origin: object) -> bool:
        """Whether a row of this origin must say that it is invented."""
        return origin == "example" and self.is_mixed(sheet)


@lru_cache(maxsize=RELEASES_KEPT)
def models_of(release: Release) -> Models:
    """Read the models of a release, once."""
    sheets = release.organisation_sheets
    models = sheets["models"]
    ids = tuple(str(code) for code in models["model_id"])
    return Models(
        release,
        sheets,
        ids,
        _named(models, "model_id"),
        _named(sheets["units"], "unit_id"),
        _named(sheets["functions"], "function_id"),
        comparison.baseline(sheets) or "",
    )


@lru_cache(maxsize=PLACED_KEPT)
def placements(models: Models, id_: str) -> tuple[comparison.Placement, ...]:
    """The functions of a model with their places."""
    return comparison.placements(models.sheets, id_)


def first_choice(models: Models, most: int = 3) -> tuple[str, ...]:
    """The models that are shown when none has been asked for: the first ones but today's."""
    others = [id_ for id_ in models.ids if id_ != models.baseline]
    return tuple(others[:most] if len(others) > 1 else models.ids[:most])


def author_says(status: object, author: object) -> str:
    """The workbook's word on a model, as its author's; empty for a mere idea."""
    if status is None or status == "idea":
        return ""
    word = MODEL_STATUS[str(status)].removesuffix(" af forfatteren")
    who = f" ({author})" if author else ""
    return f"Forfatterens status{who}: {word}"


def invented(models: Models, sheets: Iterable[str]) -> str:
    """What of some sheets is invented, as words for the head line; empty when nothing is."""
    found = [
        word
        for code in sheets
        if (models.sheets[code]["origin"] == "example").any()
        for word in _CALLED.get(code) or (SHEETS[code].title.lower(),)
    ]
    if not found:
        return ""
    if len(found) > MOST_NAMED:
        return "det meste er opdigtet"
    return f"{words.listing(found)} er opdigtede"


# --- how things are written -----------------------------------------------------------------------


def amount(øre: float | None, low: float | None = None, high: float | None = None) -> Line:
    """An amount in millions with its band below; "ikke vurderet" when it is missing."""
    if øre is None:
        return Line(NOT_ASSESSED, tone="muted")
    decimals = 1 if abs(øre) >= MILLION else 2
    band = ""
    if low is not None and high is not None and low != high:
        band = numbers.interval(low / MILLION, high / MILLION, decimals)
    return Line(millions(round(øre), decimals) if øre else kroner(0), band)


def fte(value: float | None) -> str:
    """Årsværk as they are written: ``5,5``."""
    return MISSING if value is None else numbers.number(value, 1)


def or_not_assessed(text: object) -> Cell:
    """A text, or the words for an empty cell."""
    return (Line(str(text)) if text else Line(NOT_ASSESSED, tone="muted"),)


def day(value: object) -> str:
    """A day of a sheet: ``1. dec. 2026``; empty when it is missing."""
    return "" if value is None else dates.short_date(pd.Timestamp(str(value)).date())


def unbroken(text: str) -> str:
    """A text that stays on one line."""
    return text.replace(" ", NO_BREAK_SPACE)


# --- to take away ---------------------------------------------------------------------------------


def file(models: Models, table: SideBySide) -> tables.Table:
    """A table side by side, to take away."""
    ids = [heading.id for heading in table.headings]
    rows = [
        {"": row.label}
        | {
            id_: "; ".join(line.plain for line in cell)
            for id_, cell in zip(ids, row.cells, strict=True)
        }
        for row in table.rows
    ]
    named = [f"{heading.id}: {heading.name}" for heading in table.headings]
    return tables.Table(
        table.title,
        notes(models, table.sheets, (*table.notes, *named)),
        pd.DataFrame(rows, columns=["", *ids]).rename(columns={"": "Emne"}),
    )


def notes(models: Models, sheets: Sequence[str], said: Iterable[str] = ()) -> tuple[str, ...]:
    """What stands below a table that is taken away."""
    release = models.release
    mark = invented(models, sheets)
    origins = dict.fromkeys(
        chain.from_iterable(models.sheets[code]["origin"] for code in sheets if code in SHEETS)
    )
    return (
        *([f"Eksempeldata, {mark}."] if mark else []),
        f"Oprindelse: {words.listing(ORIGINS[str(one)] for one in origins)}",
        f"Udgivelse {release.name} fra {dates.moment(release.facts.made_at)}",
        *said,
    )


def _named(rows: pd.DataFrame, key: str) -> dict[str, str]:
    return {str(code): str(name) for code, name in zip(rows[key], rows["name"], strict=True)}
