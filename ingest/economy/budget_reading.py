"""How a budget is read: what an analyst confirms and the app remembers.

The fields of a column:

unit, cost_centre, function, dranst, art
    Codes, and the name of a unit from a list.
version, year, side
    What the line itself says of its amounts; `side` is spending or income.
area
    The municipality, which must be our own.
amount
    Money. What the column's heading says stands in `Column.fixed`: version, year and side.
addition
    What was added to the adopted budget since: only to check that it gives the corrected one.

A reading's constants say what no column does: `sign`, `unit`, `prices`, `version`, `year` and
`as_of`, the day that spending to date or a forecast was drawn up.
"""

import dataclasses
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from danish import dates
from ingest.columns import Column
from store.amounts import Version
from store.economy import SIGNS, UNITS
from store.prices import is_price_level
from store.settings import CONFIG, Settings

CODES = ("function", "cost_centre", "dranst", "art")
FIELDS: Mapping[str, str] = {
    "unit": "center eller anden enhed",
    "function": "funktion",
    "cost_centre": "omkostningssted",
    "dranst": "dranst",
    "art": "art",
    "area": "kommune",
    "version": "version (budget, regnskab …)",
    "year": "år",
    "side": "udgift eller indtægt",
    "amount": "beløb",
    "addition": "tillægsbevilling",
}
"""What a column may hold, and what a reader calls it."""

CONSTANTS: Mapping[str, str] = {
    "sign": "fortegn",
    "unit": "enhed",
    "prices": "prisniveau",
    "version": "version",
    "year": "år",
    "as_of": "opgjort den",
}
"""What is said of the whole file, and what a reader calls it."""

CONFIRMED = ("sign", "unit", "prices", "as_of")
"""What somebody has to confirm of a file that is read for the first time, whatever it says."""

KEPT = "="
"""In `Column.labels`, for a unit that is on no list: its name is kept as it stands."""

SHIPPED = CONFIG / "budgets"


@dataclass(frozen=True)
class Reading:
    """How a budget is read.

    Attributes
    ----------
    name
        As the analyst calls it: ``Opus, budgetopfølgning``.
    columns
        Of a column of units, `labels` has the texts that are on no list: to a unit's name, to
        `KEPT`, or to "" where the row is left out.
    """

    name: str
    columns: tuple[Column, ...]
    constants: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def column(self, name: str) -> Column:
        """How a column of the file is read; left out where nothing is said of it."""
        for column in self.columns:
            if column.name == name:
                return column
        return Column(name, "")

    def of(self, field: str) -> tuple[Column, ...]:
        """The columns of a field."""
        return tuple(column for column in self.columns if column.field == field)

    def names(self, field: str) -> bool:
        """Whether a column holds a field."""
        return bool(self.of(field))

    @property
    def versions(self) -> set[str]:
        """The versions that are named by headings or for the whole file."""
        named = {column.fixed.get("version", "") for column in self.of("amount")}
        return (named | {self.constants.get("version", "")}) - {""}


def lacking(reading: Reading) -> tuple[str, ...]:
    """What the file does not say and nobody has answered yet: constants, and `amount`."""
    amounts = reading.of("amount")
    if not amounts:
        return ("amount",)
    said = reading.constants
    wanted = [] if said.get("sign") else ["sign"]
    if not said.get("prices") and not all(column.fixed.get("prices") for column in amounts):
        wanted.append("prices")
    if not said.get("unit") and not all(column.unit for column in amounts):
        wanted.append("unit")
    wanted += [
        name
        for name in ("version", "year")
        if not said.get(name)
        and not reading.names(name)
        and not all(column.fixed.get(name) for column in amounts)
    ]
    of_a_day = any(Version(version).is_of_a_day for version in reading.versions)
    if of_a_day and not said.get("as_of"):
        wanted.append("as_of")
    return tuple(wanted)


def fits(reading: Reading, columns: tuple[str, ...]) -> bool:
    """Whether a reading knows every column of a table and finds all that it reads."""
    known = {column.name for column in reading.columns}
    return {c.name for c in reading.columns if c.field} <= set(columns) <= known


# --- remembered -----------------------------------------------------------------------------------


def remembered(settings: Settings) -> list[Reading]:
    """The readings at hand: those of this place by name, then those that are shipped.

    One that cannot be read is passed over.
    """
    found: dict[str, Reading] = {}
    for folder in (_folder(settings), SHIPPED):
        for path in sorted(folder.glob("*.json")):
            try:
                reading = from_json(path.read_text("utf-8"))
            except (OSError, ValueError, KeyError, TypeError, AttributeError):
                continue
            found.setdefault(reading.name, reading)
    return list(found.values())


def remember(settings: Settings, reading: Reading) -> None:
    """Keep a reading for the next file of its kind; one of that name is replaced.

    What holds for one file alone is not kept: the year, the day and the year of the prices.
    """
    kept = {name: reading.constants[name] for name in ("sign", "unit") if name in reading.constants}
    folder = _folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    safe = re.sub(r"[^0-9A-Za-zæøåÆØÅ_-]+", "-", reading.name).strip("-")[:60] or "budget"
    path = folder / f"{safe}-{uuid.uuid5(uuid.NAMESPACE_URL, reading.name).hex[:8]}.json"
    temporary = path.with_suffix(f".{uuid.uuid4().hex}.tmp")
    temporary.write_text(as_json(dataclasses.replace(reading, constants=kept)), "utf-8")
    temporary.replace(path)


def as_json(reading: Reading) -> str:
    """A reading as a readable JSON text."""
    document = asdict(reading)
    document["columns"] = [
        {name: value for name, value in column.items() if value or name in ("name", "field")}
        for column in document["columns"]
    ]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def from_json(text: str) -> Reading:
    """A reading from its JSON text.

    Raises
    ------
    ValueError, KeyError, TypeError
        If it is not one.
    """
    document: dict[str, Any] = json.loads(text)
    columns = tuple(Column(**entry) for entry in document["columns"])
    if wrong := {column.field for column in columns} - {*FIELDS, ""}:
        raise ValueError(f"kender ikke {', '.join(sorted(wrong))}")
    constants = {str(name): str(value) for name, value in document["constants"].items()}
    if wrong_constant := [name for name, value in constants.items() if not allows(name, value)]:
        raise ValueError(f"kender ikke {wrong_constant[0]}")
    return Reading(str(document["name"]), columns, constants)


def allows(name: str, value: str) -> bool:
    """Whether a constant may have a value."""
    match name:
        case "sign":
            return value in SIGNS
        case "unit":
            return value in UNITS
        case "prices":
            return is_price_level(value)
        case "version":
            return value in set(Version)
        case "year":
            return bool(re.fullmatch(r"(?:19|20)\d\d", value))
        case "as_of":
            return bool(re.fullmatch(r"(?:19|20)\d\d-\d\d-\d\d", value))
    return False


def constant_in_words(name: str, value: str) -> str:
    """What a constant says, for a reader."""
    match name:
        case "sign":
            return SIGNS[value]
        case "unit":
            return UNITS[value]
        case "prices":
            return f"{value}-priser" if value.isdigit() else "løbende priser"
        case "version":
            return Version(value).in_words
        case "as_of":
            return dates.date(date.fromisoformat(value))
    return value


def _folder(settings: Settings) -> Path:
    return settings.data / "budgets"
