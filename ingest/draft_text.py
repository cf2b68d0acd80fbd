"""What the page says of a draft, in Danish: what was found, how many problems, what is missing."""

from collections import Counter
from collections.abc import Mapping, Sequence

from danish import dates, numbers, words
from indicators import spending_difference
from indicators.spending_difference import WrittenMoney
from ingest import coupling, draft_steps
from ingest.draft_kind import Candidate, DraftKind
from ingest.draft_kinds import KINDS, of
from ingest.draft_steps import Published
from ingest.drafts import Draft, Entry
from ingest.preview import Changes
from ingest.problem import Problem, Severity
from store import sources
from store.warehouse import Origin

CHANGES = "Det ændrer sig, når filen udgives"
CHANGED = "Det ændrede sig"
PUBLISHING = "Indlæser, regner alle tal igennem og udgiver …"
STEPS = ("Læst", "Koblet", "Kontrolleret", "Udgivet")

_NUMBERS = (
    "nul", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv",
)  # fmt: skip


def offers() -> list[tuple[str, str, str]]:
    """What can be loaded, as (code, name, a line)."""
    return [(code, *said) for kind in KINDS.values() for code, said in kind.offers.items()]


def templates(offer: str) -> Mapping[str, str]:
    """What the template of an offer may be for, by code; nothing where there is none."""
    return _offering(offer).templates(offer)


def template(offer: str, of: str) -> bytes:
    """The template of an offer, for one of `templates`."""
    return _offering(offer).template(offer, of)


def _offering(offer: str) -> DraftKind:
    return next(kind for kind in KINDS.values() if offer in kind.offers)


def found(draft: Draft) -> list[tuple[str, str]]:
    """What was found in the file, as (term, text); an empty text says nothing."""
    more = of(draft).found(draft)
    if draft.upload is None:
        return more
    if not of(draft).has_frame:
        return more
    table = draft.table
    size = (
        f"{words.count(len(table.rows), 'række', 'rækker')} · "
        f"{words.count(len(table.columns), 'kolonne', 'kolonner')}"
    )
    return [
        ("Ark" if table.sheet else "Fil", f"{table.sheet or draft.name} · {size}"),
        ("Overskrift", _rows(table.frame.header_first, table.frame.header_last)),
        ("Titel", _cut(" · ".join(table.title))),
        *more,
        ("Fjernes", _dropped(draft)),
        ("Springes over", _left_out(draft)),
        ("Svar", _answered(draft)),
    ]


def is_example(draft: Draft) -> bool:
    """Whether the file calls itself an example."""
    return of(draft).origin(draft) is Origin.EXAMPLE


def half_finished(entries: Sequence[Entry]) -> list[tuple[str, str, str]]:
    """Drafts as (id, name, when)."""
    return [(one.id, one.name, f"Sidst ændret {dates.moment(one.saved_at)}") for one in entries]


def statbank_tables() -> dict[str, str]:
    """The tables that may be fetched, by name."""
    return {name: f"{name} {one.title}" for name, one in sources.sources().items()}


def key_names(rows: Sequence[coupling.Row]) -> dict[str, str]:
    """What may be asked of, by its key."""
    return {row.key: f"{row.column} → {row.becomes}" for row in rows if row.key}


def rest(changes: Changes) -> tuple[str, str]:
    """The last row of a preview: how many indicators stay as they are."""
    count = words.count(changes.unchanged, "indikator", "indikatorer")
    return f"Øvrige {count}" if changes.rows else f"Alle {count}", "uændret"


def money(changes: Changes) -> tuple[str, Sequence[WrittenMoney], str]:
    """What the task costs: a title, the rows that change, and what tags are."""
    line = ""
    if any(row.after == spending_difference.UNTAGGED for row in changes.money):
        line = "Mærker på kontolinjer, der indlæses for sig, siger, hvad der hører til opgaven."
    return "Det koster opgaven", changes.money, line


def hidden(changes: Changes) -> str:
    """How many cells a load would hide; empty when none."""
    count = sum(row.hidden for row in changes.rows)
    if not count:
        return ""
    cells_ = words.count(count, "celle", "celler")
    return f"{cells_} bliver skjult, fordi de bygger på for få personer eller svar."


def sheets(draft: Draft) -> dict[int, str]:
    """The tables to choose among, by their place; none where all of them are one load."""
    assert draft.upload is not None
    if of(draft).is_one_load:
        return {}
    return {
        place: f"{table.sheet} ({words.count(len(table.rows), 'række', 'rækker')})"
        for place, table in enumerate(draft.upload.tables)
    }


def heading(problems: Sequence[Problem]) -> str:
    """How many problems there are: ``Én fejl skal rettes, to ting er værd at se på``."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    looked = f"{_number(warnings)} ting er værd at se på"
    if not errors:
        return words.capitalise(f"ingen fejl, {looked}" if warnings else "ingen fejl fundet")
    wrong = f"{_number(errors)} fejl skal rettes"
    return words.capitalise(f"{wrong}, {looked}" if warnings else wrong)


def step(draft: Draft) -> int:
    """Which of `STEPS` the draft has come to."""
    return 1 if draft_steps.waiting(draft) else 2


def blocked(draft: Draft, ready: Candidate | None, changes: Changes | None) -> str:
    """Why the draft cannot be published yet; empty when it can."""
    if reason := unready(draft, ready):
        return reason
    return changes.stops if changes else "Det er ikke regnet ud endnu, hvad filen ændrer."


def unready(draft: Draft, ready: Candidate | None) -> str:
    """Why one cannot find out yet what the draft would change; empty when one can."""
    waiting = draft_steps.waiting(draft)
    if waiting == (coupling.WHOLE,):
        return "Vælg først, hvad filen er."
    if waiting:
        return f"{words.capitalise(_number(len(waiting)))} ting i koblingen skal bekræftes først."
    if ready is None or ready.has_errors:
        return "Fejlene skal rettes i filen først."
    return ""


def to_sign(draft: Draft) -> tuple[str | None, str]:
    """What the draft's reading is called (None where none is remembered), and an example reason."""
    kind = of(draft)
    name = draft.reading.name if draft.reading and kind.is_remembered else None
    return name, kind.reason


def source_of(draft: Draft) -> str:
    """What the sheet is, as in `draft_kinds.sources`; empty while it is not known."""
    return of(draft).source(draft)


def published(done: Published) -> str:
    """That a file is published, and what it is called in the ledger."""
    return f"{done.name} er udgivet som indlæsning {done.number}. Alle sider viser det nu."


def rest_of_file(done: Published) -> str:
    """What there is to go on with; empty when the whole file is published."""
    return "Fortsæt med filens andre ark" if done.rest else ""


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else numbers.number(count)


def _cut(text_: str, most: int = 160) -> str:
    return text_ if len(text_) <= most else f"{text_[:most].rstrip()} …"


def _rows(first: int, last: int) -> str:
    return f"række {first + 1}" + (f"–{last + 1}" if last > first else "")


def _dropped(draft: Draft) -> str:
    """``navn, e-mail og fritekst (3 kolonner)``."""
    assert draft.upload is not None
    out = draft.upload.dropped.get(draft.table.sheet, ())
    if not out:
        return "ingen kolonner"
    why = list(dict.fromkeys(one.why for one in out))
    return f"{words.listing(why)} ({words.count(len(out), 'kolonne', 'kolonner')})"


def _left_out(draft: Draft) -> str:
    why = Counter(one.why for one in draft.table.left_out)
    told = [f"{count} × {reason}" for reason, count in why.items()]
    return words.listing(told)


def _answered(draft: Draft) -> str:
    counts = draft.table.counts
    named = {"answered": "fuldførte", "partial": "delvise", "invited": "inviterede"}
    return ", ".join(
        f"{numbers.number(counts[code])} {word}" for code, word in named.items() if code in counts
    )
