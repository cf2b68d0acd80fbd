"""A draft of a StatBank table: fetched, or a file fetched by hand; there is nothing to ask."""

from collections.abc import Mapping
from datetime import date

from ingest import by_hand, drafts, fetch
from ingest.draft_kind import Candidate, DraftKind, Known
from ingest.drafts import Draft, ReadBy
from ingest.problem import warning
from store.settings import Settings
from store.warehouse import Origin


class StatBankDraft(DraftKind):
    """Official tables. They are public, so the draft has the file as it is and no tables of it."""

    read_by = ReadBy.STATBANK
    offers: Mapping[str, tuple[str, str]] = {
        "statbank": (
            "Filer fra StatBank",
            "BULK, CSV eller Excel, som de er hentet på statistikbanken.dk.",
        ),
    }

    def suggested(self, settings: Settings, draft: Draft, source: str, known: Known = ()) -> Draft:
        """As it is."""
        return draft

    def found(self, draft: Draft) -> list[tuple[str, str]]:
        """The table."""
        return [("StatBank", draft.name)]

    def origin(self, draft: Draft) -> Origin:
        """Statistics Denmark's."""
        return Origin.OFFICIAL

    def candidate(self, settings: Settings, draft: Draft, today: date) -> Candidate:
        """What StatBank answered, or the file."""
        who = "Tryghedsoverblik"
        if draft.answer:
            answer = draft.answer
            told = [warning(answer.source.table, sentence) for sentence in answer.told]
            return Candidate(
                tuple(told),
                (answer.source.table,),
                lambda open_: fetch.put(open_, answer, who, today),
                lambda who, _: fetch.load(settings, answer, who, today).number,
            )
        path, name = drafts.statbank_file(settings, draft.id), draft.name
        found = by_hand.look(path, name)
        return Candidate(
            (),
            (found.source.table,),
            lambda open_: by_hand.put(open_, path, name, who, today),
            lambda who, _: by_hand.load_file(settings, path, who, today, name=name).number,
        )
