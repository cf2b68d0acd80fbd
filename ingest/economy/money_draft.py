"""What drafts of budgets, tags and prices have in common: how their files are read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from danish import numbers
from ingest import privacy
from ingest.cells import folded
from ingest.draft_kind import DraftKind
from ingest.drafts import Draft
from ingest.economy import budget, budget_columns, budget_text
from ingest.frame import Frame, Table
from ingest.privacy import Dropped
from ingest.problem import Problem, RejectedError, error
from ingest.upload import Upload
from ingest.workbook import Workbook, shown_name
from store.warehouse import Origin

_TEXTS = re.compile(
    r"(?:.* )?\w*tekst(?:er)?|beskrivelse|betegnelse|modtager|bilag\w*"
    r"|(?:.* )?(?:leverandoer|kreditor|debitor)(?: .*)?"
)
"""Columns of an account's texts, as `folded` writes their names: they may name persons."""


class MoneyDraft(DraftKind):
    """Totals and codes stay in the tables, and no text of an account is ever kept."""

    reason = "Budgetopfølgning pr. 30. september"

    def admit(self, files: Sequence[tuple[str, Path]]) -> None:
        """Refuse a text file of so many lines that only the command line reads all of them."""
        for name, path in files:
            if budget_text.is_large_text(path) and _is_budget(path, name):
                raise RejectedError([_too_large(name, path.stat().st_size)])

    def examined(
        self, books: Sequence[Workbook], frames: Mapping[str, Frame] | None = None
    ) -> Upload:
        """As `budget.examined`, without texts of accounts; a CPR number in any cell stops it."""
        if len(books) != 1:
            listed = " og ".join(book.name for book in books)
            raise RejectedError([error(listed, "Der er flere filer", "", "Vælg én fil ad gangen")])
        found = budget.examined(books[0], frames)
        tables, dropped = [], {**found.dropped}
        leaking = []
        for table in found.tables:
            known = budget_columns.code_columns(table)
            leaking += privacy.leaks(table, [one for one in table.columns if one not in known])
            kept, out = _without_texts(table)
            tables.append(kept)
            if out:
                dropped[table.sheet] = (*dropped.get(table.sheet, ()), *out)
        if leaking:
            raise RejectedError(leaking)
        return replace(found, tables=tuple(tables), dropped=dropped)

    def origin(self, draft: Draft) -> Origin:
        """An example, or the municipality's own."""
        assert draft.upload is not None
        return budget.origin_of(draft.upload, draft.table)


def _is_budget(path: Path, name: str) -> bool:
    try:
        return budget.is_budget(budget_text.head(path, name))
    except RejectedError:
        return False


def _too_large(name: str, size: int) -> Problem:
    most = numbers.number(budget_text.LARGE / 1e6)
    return error(
        shown_name(name),
        f"Filen er et budget og fylder {numbers.number(size / 1e6, 1)} MB",
        f"Siden tager tekstfiler med budget under {most} MB",
        "Indlæs den fra kommandolinjen (se brugervejledningen), eller gem den som xlsx",
    )


def _without_texts(table: Table) -> tuple[Table, tuple[Dropped, ...]]:
    read = {column.name for column in budget_columns.columns(table)[0] if column.field}
    texts = [name for name in table.columns if name not in read and _TEXTS.fullmatch(folded(name))]
    kept = [place for place, name in enumerate(table.columns) if name not in texts]
    return replace(
        table,
        columns=tuple(table.columns[place] for place in kept),
        positions=tuple(table.positions[place] for place in kept),
        rows=table.rows.drop(columns=texts),
    ), tuple(Dropped(name, "tekst") for name in texts)
