"""A draft of a list that is saved whole: tags on account lines, or price and wage percentages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from danish import words
from ingest import upload
from ingest.by_hand import AlreadyLoadedError
from ingest.columns import Column
from ingest.coupling import LEFT_OUT, WHOLE, Answer, Question, Row
from ingest.draft_kind import Candidate, Known
from ingest.drafts import Draft, ReadBy
from ingest.economy import budget_template, prices, tags
from ingest.economy.budget_reading import Reading
from ingest.economy.money_draft import MoneyDraft
from ingest.frame import Table
from ingest.problem import Problem, RejectedError, Severity, warning
from store import economy, economy_queries, warehouse
from store.economy import EconomyKind
from store.settings import Settings
from store.warehouse import NoWarehouseError, Warehouse


@dataclass(frozen=True, kw_only=True)
class ListDraft(MoneyDraft):
    """A list whose columns are known by their names; the newest one is in force, whole.

    Attributes
    ----------
    kind, listed_as
        In the ledger, and the source of its loads.
    line
        What the start page says of it.
    one, several
        What a row is called.
    titles
        The columns, and what a reader calls them.
    needed
        Groups of columns of which the list must have one each.
    is_one
        Whether a table is such a list.
    columns, read, put, save
        As in `tags` and `prices`.
    in_force
        The list that is in force in an open warehouse.
    """

    read_by: ReadBy
    reason: str
    kind: EconomyKind
    listed_as: str
    line: str
    one: str
    several: str
    titles: Mapping[str, str]
    needed: Sequence[tuple[str, ...]]
    is_one: Callable[[Table], bool]
    columns: Callable[[Table], dict[str, str]]
    read: Callable[[Table, Mapping[str, str]], tuple[list[Any], list[Problem]]]
    put: Callable[..., int]
    save: Callable[..., int]
    in_force: Callable[[Warehouse], Sequence[Any]]

    @property
    def offers(self) -> Mapping[str, tuple[str, str]]:  # type: ignore[override]
        """The list."""
        return {self.kind.value: (economy.TITLES[self.listed_as], self.line)}

    def templates(self, offer: str) -> Mapping[str, str]:
        """There is one."""
        return {"": economy.TITLES[self.listed_as]}

    def template(self, offer: str, of: str) -> bytes:
        """A row for each share or year."""
        return budget_template.template(offer)

    def sources(self) -> Mapping[str, str]:
        """The list."""
        return {self.read_by.value: economy.TITLES[self.listed_as]}

    def guess(self, settings: Settings, table: Table, known: Known = ()) -> str:
        """By the names of its columns."""
        return self.read_by.value if self.is_one(table) else ""

    def suggested(self, settings: Settings, draft: Draft, source: str, known: Known = ()) -> Draft:
        """With the columns that are named so, or that somebody has said they are."""
        fields = {column: field for field, column in self.columns(draft.table).items()}
        for one in known:
            said = {column.name: column.field for column in one.columns if column.field}
            if set(said) <= set(draft.table.columns) and set(said.values()) <= set(self.titles):
                fields = said
        columns = tuple(Column(name, fields.get(name, "")) for name in draft.table.columns)
        return replace(draft, reading=Reading("", columns), how={}, open=())

    def lacking(self, draft: Draft) -> tuple[str, ...]:
        """Columns that the list cannot do without."""
        held = self._held(draft)
        return tuple(f"{WHOLE}{group[0]}" for group in self.needed if not held.keys() & set(group))

    def rows(self, draft: Draft) -> list[Row]:
        """What is lacking first, what is left out last."""
        assert draft.reading is not None
        missing = [
            Row(key, "hele filen", words.capitalise(self.titles[key.removeprefix(WHOLE)]), "", True)
            for key in self.lacking(draft)
        ]
        named = [
            Row(
                one.name,
                one.name,
                words.capitalise(self.titles.get(one.field, LEFT_OUT)),
                "",
                False,
            )
            for one in draft.reading.columns
        ]
        return [*missing, *sorted(named, key=lambda row: row.becomes.lower() == LEFT_OUT)]

    def question(self, draft: Draft, key: str) -> Question:
        """Which column holds something; or what a column holds."""
        assert draft.reading is not None
        if key.startswith(WHOLE):
            title = words.capitalise(self.titles[key.removeprefix(WHOLE)])
            choices = {name: name for name in draft.table.columns}
            return Question(key, f"{title} står i kolonnen", "", choices, "")
        (chosen,) = [one.field for one in draft.reading.columns if one.name == key]
        return Question(key, f"{key} er", "", {"": LEFT_OUT, **self.titles}, chosen)

    def answered(self, draft: Draft, key: str, answer: Answer) -> Reading:
        """A column that held the same before is left out."""
        assert isinstance(draft.reading, Reading)
        name, field = key, answer.becomes
        if key.startswith(WHOLE):
            name, field = answer.becomes, key.removeprefix(WHOLE)
        columns = []
        for one in draft.reading.columns:
            now = "" if one.field == field else one.field
            columns.append(Column(one.name, field if one.name == name else now))
        return replace(draft.reading, columns=tuple(columns))

    def candidate(self, settings: Settings, draft: Draft, today: date) -> Candidate:
        """Read and checked; what the list in force has beside it goes out, which is told."""
        assert draft.upload is not None
        listed, problems = self.read(draft.table, self._held(draft))
        more = {
            "origin": self.origin(draft),
            "file": upload.place_of(draft.upload.name, draft.table),
        }

        def refuse() -> None:
            if any(problem.severity is Severity.ERROR for problem in problems):
                raise RejectedError(problems)

        def put(open_: Warehouse) -> None:
            refuse()
            if set(self.in_force(open_)) == set(listed):
                raise AlreadyLoadedError(
                    f"{economy.TITLES[self.listed_as]}: De samme "
                    f"{words.count(len(listed), self.one, self.several)} er i brug allerede. "
                    "Intet er ændret."
                )
            self.put(open_, listed, "Tryghedsoverblik", **more)

        def load(who: str, reason: str) -> int:
            refuse()  # the rows that could be read are not the list
            return self.save(settings, listed, who, reason, **more)

        return Candidate(
            (*draft.upload.told, *problems, *self._gone(settings, draft, listed)),
            (self.listed_as,),
            put,
            load,
        )

    def _held(self, draft: Draft) -> dict[str, str]:
        assert draft.reading is not None
        return {one.field: one.name for one in draft.reading.columns if one.field}

    def _gone(self, settings: Settings, draft: Draft, listed: Sequence[Any]) -> list[Problem]:
        """That rows in force are not in the file."""
        try:
            with warehouse.reading(settings) as open_:
                gone = len(set(self.in_force(open_)) - set(listed))
        except NoWarehouseError:
            return []
        if not gone:
            return []
        counted = words.count(
            gone, f"{self.one}, der er i brug,", f"{self.several}, der er i brug,"
        )
        return [
            warning(
                draft.name,
                f"{words.capitalise(counted)} står ikke i filen og udgår",
                "Listen i filen afløser den gamle helt",
                "Tilføj dem i filen, hvis de stadig gælder",
            )
        ]


TAGS = ListDraft(
    read_by=ReadBy.TAGS,
    kind=EconomyKind.TAGS,
    listed_as=economy.TAGS,
    line="Hvor stor en andel af hvilke linjer der hører til opgaven. Huskes til næste budget.",
    reason="Ny fordeling efter udvalgets møde",
    one="mærke",
    several="mærker",
    titles=tags.TITLES,
    needed=(("share",), ("function", "cost_centre")),
    is_one=tags.is_tags,
    columns=tags.columns,
    read=tags.read,
    put=tags.put,
    save=tags.save,
    in_force=lambda open_: economy_queries.tags(open_).tags,
)
PRICES = ListDraft(
    read_by=ReadBy.PRICES,
    kind=EconomyKind.PRICES,
    listed_as=economy.PRICES,
    line="Kommunens egne procenter, så beløb kan vises i samme års priser.",
    reason="Nyt skøn fra KL",
    one="skøn",
    several="skøn",
    titles=prices.TITLES,
    needed=tuple((name,) for name in prices.COLUMNS),
    is_one=prices.is_prices,
    columns=prices.columns,
    read=prices.read,
    put=prices.put,
    save=prices.save,
    in_force=lambda open_: economy_queries.prices(open_).rates,
)
