"""A draft of a budget or accounts: sign, unit, prices, version, year and day are confirmed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from danish import words
from ingest.coupling import WHOLE, Answer, Details, Question, Row
from ingest.draft_kind import Candidate, Known, coupled_before
from ingest.drafts import Draft, ReadBy
from ingest.economy import (
    budget,
    budget_questions,
    budget_reading,
    budget_suggestion,
    budget_template,
    budget_text,
)
from ingest.economy.budget_reading import Reading
from ingest.economy.money_draft import MoneyDraft
from ingest.frame import Table
from ingest.headings import REMEMBERED
from store import economy
from store.amounts import Version
from store.economy import EconomyKind
from store.settings import Settings

_READ = ("version", "year")
"""Constants that the title of a file may say; they are confirmed like the others."""


class BudgetDraft(MoneyDraft):
    """Budgets, follow-ups and accounts."""

    read_by = ReadBy.BUDGET
    offers: Mapping[str, tuple[str, str]] = {
        EconomyKind.BUDGET.value: (
            economy.TITLES[economy.BUDGET],
            "Kontolinjer eller en oversigt. Tekstfiler over "
            f"{budget_text.LARGE // 1_000_000} MB indlæses fra kommandolinjen.",
        ),
    }
    is_remembered = True

    def templates(self, offer: str) -> Mapping[str, str]:
        """There is one."""
        return {"": economy.TITLES[economy.BUDGET]}

    def template(self, offer: str, of: str) -> bytes:
        """A row for each line and version."""
        return budget_template.template(offer)

    def sources(self) -> Mapping[str, str]:
        """One for all budgets and accounts."""
        return {self.read_by.value: economy.TITLES[economy.BUDGET]}

    def guess(self, settings: Settings, table: Table, known: Known = ()) -> str:
        """By money in columns that name a version, or beside codes of accounts."""
        fits = any(budget_reading.fits(one, table.columns) for one in _readings(settings, known))
        return self.read_by.value if fits or budget.is_budget(table) else ""

    def suggested(self, settings: Settings, draft: Draft, source: str, known: Known = ()) -> Draft:
        """With what is remembered, or what the headings and the title say."""
        found = budget_suggestion.suggest(draft.table, _readings(settings, known))
        said = found.reading.constants
        before = {name for one in known if isinstance(one, Reading) for name in one.constants}
        titled = [f"{WHOLE}{name}" for name in _READ if name in said and name not in before]
        open_ = tuple(dict.fromkeys((*found.open, *titled)))
        how = dict.fromkeys(draft.table.columns, REMEMBERED) if found.is_remembered else {}
        return replace(draft, reading=found.reading, how=how, open=open_)

    def found(self, draft: Draft) -> list[tuple[str, str]]:
        """The versions, and whether its like was coupled before."""
        if draft.reading is None:
            return []
        return [("Beløb", _versions(_of(draft))), ("Koblet før", coupled_before(draft))]

    def lacking(self, draft: Draft) -> tuple[str, ...]:
        """What neither the file nor anybody has said of sign, unit, prices, version, year, day."""
        return tuple(f"{WHOLE}{name}" for name in budget_reading.lacking(_of(draft)))

    def waiting(self, draft: Draft) -> tuple[str, ...]:
        """In the order that they are listed in; also units that are on no list."""
        if draft.reading is None:
            return super().waiting(draft)
        return tuple(row.key for row in self.rows(draft) if row.is_open)

    def rows(self, draft: Draft) -> list[Row]:
        """As `budget_questions.rows`."""
        return budget_questions.rows(draft.table, _of(draft), draft.open)

    def question(self, draft: Draft, key: str) -> Question:
        """As `budget_questions.question`."""
        return budget_questions.question(draft.table, _of(draft), key)

    def details(self, draft: Draft, key: str, chosen: str, unit: str = "") -> Details:
        """As `budget_questions.details`."""
        return budget_questions.details(draft.table, _of(draft), key, chosen, unit)

    def answered(self, draft: Draft, key: str, answer: Answer) -> Reading:
        """As `budget_questions.answered`."""
        return budget_questions.answered(draft.table, _of(draft), key, answer)

    def candidate(self, settings: Settings, draft: Draft, today: date) -> Candidate:
        """Read and checked, also against what was loaded before."""
        assert draft.upload is not None
        checked = budget.check(draft.upload, draft.table, _of(draft), today, settings=settings)
        return Candidate(
            (*draft.upload.told, *checked.problems),
            (economy.BUDGET,),
            partial(budget.put, checked=checked, who="Tryghedsoverblik"),
            lambda who, reason: budget.load(settings, checked, who, reason),
        )

    def remember(self, settings: Settings, draft: Draft) -> None:
        """Without what holds for one file alone."""
        budget_reading.remember(settings, _of(draft))


def _of(draft: Draft) -> Reading:
    assert isinstance(draft.reading, Reading)
    return draft.reading


def _readings(settings: Settings, known: Known) -> list[Reading]:
    before = [one for one in known if isinstance(one, Reading)]
    return [*before, *budget_reading.remembered(settings)]


def _versions(reading: Reading) -> str:
    """``vedtaget budget 2022 og 2023, regnskab 2022 og 2023``, as far as headings tell."""
    years: dict[str, list[str]] = {}
    for column in reading.of("amount"):
        version = column.fixed.get("version", reading.constants.get("version", ""))
        year = column.fixed.get("year", reading.constants.get("year", ""))
        if version:
            years.setdefault(Version(version).in_words, []).append(year)
    return ", ".join(
        f"{version} {words.listing(sorted(set(of) - {''}))}".strip()
        for version, of in years.items()
    )
