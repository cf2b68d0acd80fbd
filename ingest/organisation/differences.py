"""What a load would change: rows added, changed and removed, sheet by sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from danish import words
from ingest.organisation import cell_values
from ingest.organisation.rows import Row
from store.organisation_sheets import SHEETS

UNCHANGED = "Intet ændres."


@dataclass(frozen=True)
class Changed:
    """A cell that says something else: the row, the field's code, and both values."""

    row: Row
    field: str
    before: Any
    after: Any

    def __str__(self) -> str:
        of = SHEETS[self.row.sheet].field(self.field)
        before = cell_values.written(of, self.before) or "tom"
        after = cell_values.written(of, self.after) or "tom"
        return f"{named(self.row)}: {of.heading} fra »{before}« til »{after}«"


@dataclass(frozen=True)
class Difference:
    """What changes in a sheet.

    Attributes
    ----------
    changed
        Rows of the same key with other cells, a record for each cell.
    """

    sheet: str
    added: tuple[Row, ...]
    changed: tuple[Changed, ...]
    removed: tuple[Row, ...]

    @property
    def changed_rows(self) -> int:
        """How many rows say something else."""
        return len({one.row.key for one in self.changed})

    def __str__(self) -> str:
        parts = [
            words.count(count, f"række {done}", f"rækker {done}")
            for count, done in (
                (len(self.added), "kommer til"),
                (self.changed_rows, "ændres"),
                (len(self.removed), "forsvinder"),
            )
            if count
        ]
        return f"{SHEETS[self.sheet].title}: {words.listing(parts)}"


def between(
    before: Mapping[str, Sequence[Row]], after: Mapping[str, Sequence[Row]]
) -> list[Difference]:
    """What is different of the sheets that `after` has; the order of rows is no difference."""
    found = []
    for code, rows in after.items():
        old = {row.key: row for row in before.get(code, ())}
        new = {row.key: row for row in rows}
        changed = [
            Changed(row, of.code, old[key][of.code], row[of.code])
            for key, row in new.items()
            if key in old
            for of in SHEETS[code].fields
            if old[key][of.code] != row[of.code]
        ]
        added = tuple(row for key, row in new.items() if key not in old)
        removed = tuple(row for key, row in old.items() if key not in new)
        if added or changed or removed:
            found.append(Difference(code, added, tuple(changed), removed))
    return found


def told(differences: Sequence[Difference]) -> list[str]:
    """The differences as sentences, one a sheet."""
    return [f"{one}." for one in differences] or [UNCHANGED]


def named(row: Row) -> str:
    """A row by its key and, where it has one, its name."""
    key = " · ".join(map(str, row.key))
    name = row.values.get("name") or row.values.get("title")
    return f"{key} ({name})" if name else key
