"""A draft of a survey or a register: its columns are coupled to our fields by a mapping."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from danish import periods, words
from ingest import cells, coupling, mapping, template, upload
from ingest.coupling import Answer, Details, Question, Row
from ingest.draft_kind import Candidate, DraftKind, Known, coupled_before
from ingest.drafts import Draft, ReadBy
from ingest.frame import Table
from ingest.mapping import FileMapping
from store import inputs
from store.inputs import InputKind
from store.settings import Settings
from store.warehouse import Origin

_IN_SHORT = {
    InputKind.SURVEY: "svar",
    InputKind.SURVEY_AGGREGATED: "tal",
    InputKind.REGISTER: "register",
}
_MOST_PERIODS = 3


class MappedDraft(DraftKind):
    """Surveys and registers; also what nobody knows yet."""

    read_by = ReadBy.MAPPING
    offers: Mapping[str, tuple[str, str]] = {
        InputKind.SURVEY.value: (
            "Svar fra en undersøgelse",
            "Én række for hver besvarelse. SurveyXact: vælg datasættet og etiketterne på én gang.",
        ),
        InputKind.SURVEY_AGGREGATED.value: (
            "Offentliggjorte tal fra en undersøgelse",
            "Én række for hver andel eller hvert gennemsnit, gerne med antal svar.",
        ),
        InputKind.REGISTER.value: (
            "Kommunens egne registre",
            "Én række for hver periode, og hvor mange personer der er talt.",
        ),
    }
    is_remembered = True

    def templates(self, offer: str) -> Mapping[str, str]:
        """The surveys or the registers."""
        known = inputs.registers() if offer == InputKind.REGISTER else inputs.surveys()
        return {code: one.title for code, one in known.items()}

    def template(self, offer: str, of: str) -> bytes:
        """Made for one survey or register."""
        return template.template(offer, of)

    def sources(self) -> Mapping[str, str]:
        """All surveys and registers, as ``kind:source``."""
        return {
            f"{kind.value}:{code}": f"{title} ({_IN_SHORT[kind]})"
            for kind in InputKind
            for code, title in self.templates(kind).items()
        }

    def guess(self, settings: Settings, table: Table, known: Known = ()) -> str:
        """By a remembered mapping that fits, or by the names of the columns."""
        found = mapping.guess_kind(table, _mappings(settings, known))
        return f"{found[0].value}:{found[1]}" if found else ""

    def suggested(self, settings: Settings, draft: Draft, source: str, known: Known = ()) -> Draft:
        """With the mapping that is remembered, or that names suggest."""
        kind, _, of = source.partition(":")
        remembered = _mappings(settings, known)
        found = mapping.suggest(draft.table, InputKind(kind), of, remembered)
        return replace(draft, reading=found.mapping, how=found.how, open=found.open)

    def source(self, draft: Draft) -> str:
        """As ``kind:source``."""
        return f"{_of(draft).kind.value}:{_of(draft).source}" if draft.reading else ""

    def found(self, draft: Draft) -> list[tuple[str, str]]:
        """The periods, and whether its like was coupled before."""
        if draft.reading is None:
            return []
        return [("Periode", _period(draft)), ("Koblet før", coupled_before(draft))]

    def origin(self, draft: Draft) -> Origin:
        """An example, official, or the municipality's own."""
        assert draft.upload is not None
        if draft.reading is None:
            return Origin.MUNICIPAL
        return upload.origin_of(draft.upload, draft.table, _of(draft))

    def lacking(self, draft: Draft) -> tuple[str, ...]:
        """Fields without which the figures mean nothing."""
        return tuple(f"{coupling.WHOLE}{name}" for name in mapping.lacking(_of(draft)))

    def rows(self, draft: Draft) -> list[Row]:
        """As `coupling.rows`."""
        return coupling.rows(draft.table, _of(draft), draft.open)

    def question(self, draft: Draft, key: str) -> Question:
        """As `coupling.question`."""
        return coupling.question(draft.table, _of(draft), key, draft.name)

    def details(self, draft: Draft, key: str, chosen: str, unit: str = "") -> Details:
        """As `coupling.details`."""
        return coupling.details(draft.table, _of(draft), key, chosen, unit)

    def answered(self, draft: Draft, key: str, answer: Answer) -> FileMapping:
        """As `coupling.answered`."""
        return coupling.answered(draft.table, _of(draft), key, answer)

    def candidate(self, settings: Settings, draft: Draft, today: date) -> Candidate:
        """Read by the mapping and checked."""
        assert draft.upload is not None
        checked = upload.check(draft.upload, draft.table, _of(draft), today, settings)
        return Candidate(
            (*draft.upload.told, *checked.problems),
            (_of(draft).source,),
            partial(upload.put, checked=checked, who="Tryghedsoverblik"),
            lambda who, reason: upload.load(settings, checked, who, reason),
        )

    def remember(self, settings: Settings, draft: Draft) -> None:
        """As `mapping.remember`."""
        mapping.remember(settings, _of(draft))


def _of(draft: Draft) -> FileMapping:
    assert isinstance(draft.reading, FileMapping)
    return draft.reading


def _mappings(settings: Settings, known: Known) -> list[FileMapping]:
    before = [one for one in known if isinstance(one, FileMapping)]
    return [*before, *mapping.remembered(settings)]


def _period(draft: Draft) -> str:
    """The periods of the file, as far as the mapping tells them."""
    way = _of(draft)
    name = mapping.time_field(way.kind)
    codes = {column.fixed[name] for column in way.columns if name in column.fixed}
    codes |= {code for code in (way.constants.get(name),) if code}
    of = (inputs.register if way.kind is InputKind.REGISTER else inputs.survey)(way.source)
    for column in way.columns:
        if column.field == name:
            texts = draft.table.rows[column.name].dropna().unique()
            read = {column.labels.get(t) or cells.period(t, of.frequency) for t in map(str, texts)}
            codes |= {code for code in read if code}
    in_order = sorted(codes, key=lambda code: periods.parse(code).first_day)
    if len(in_order) > _MOST_PERIODS:
        ends = " – ".join(periods.label(in_order[place]) for place in (0, -1))
        return f"{ends} ({len(in_order)} perioder)"
    return words.listing(periods.label(code) for code in in_order)
