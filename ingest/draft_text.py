"""What the page says of a draft, in Danish: what was found, how many problems, what is missing."""

from collections import Counter
from collections.abc import Mapping, Sequence

from danish import dates, numbers, periods, words
from ingest import cells, coupling, draft_steps, upload
from ingest.draft_steps import Candidate, Published
from ingest.drafts import Draft, Entry
from ingest.headings import REMEMBERED
from ingest.mapping import time_field
from ingest.preview import Changes
from ingest.problem import Problem, Severity
from store import inputs, sources
from store.inputs import InputKind
from store.warehouse import Origin

CHANGES = "Det ændrer sig, når filen udgives"
CHANGED = "Det ændrede sig"
PUBLISHING = "Indlæser, regner alle tal igennem og udgiver …"
STEPS = ("Læst", "Koblet", "Kontrolleret", "Udgivet")

STATBANK = "statbank"

KINDS: Mapping[str, tuple[str, str]] = {
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
    STATBANK: (
        "Filer fra StatBank",
        "BULK, CSV eller Excel, som de er hentet på statistikbanken.dk.",
    ),
}
"""The kinds of files, with a line on each."""

_KIND_IN_SHORT = {
    InputKind.SURVEY: "svar",
    InputKind.SURVEY_AGGREGATED: "tal",
    InputKind.REGISTER: "register",
}
_NUMBERS = (
    "nul", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv",
)  # fmt: skip
_MOST_PERIODS = 3


def kinds_of(kind: str) -> dict[str, str]:
    """The surveys or registers that a template may be for, by code; none for StatBank's files."""
    if kind == STATBANK:
        return {}
    known = inputs.registers() if kind == InputKind.REGISTER else inputs.surveys()
    return {code: one.title for code, one in known.items()}


def kind_and_source(code: str) -> tuple[InputKind, str]:
    """The two parts of a code of `all_sources`."""
    kind, _, source = code.partition(":")
    return InputKind(kind), source


def found(draft: Draft) -> list[tuple[str, str]]:
    """What was found in the file, as (term, text); an empty text says nothing."""
    if draft.upload is None:
        return [("StatBank", draft.name)]
    table = draft.table
    size = (
        f"{words.count(len(table.rows), 'række', 'rækker')} · "
        f"{words.count(len(table.columns), 'kolonne', 'kolonner')}"
    )
    return [
        ("Ark" if table.sheet else "Fil", f"{table.sheet or draft.name} · {size}"),
        ("Overskrift", _rows(table.frame.header_first, table.frame.header_last)),
        ("Titel", _cut(" · ".join(table.title))),
        ("Periode", _period(draft)),
        ("Koblet før", _coupled_before(draft)),
        ("Fjernes", _dropped(draft)),
        ("Springes over", _left_out(draft)),
        ("Svar", _answered(draft)),
    ]


def is_example(draft: Draft) -> bool:
    """Whether the file calls itself an example."""
    if draft.upload is None or draft.mapping is None:
        return False
    return upload.origin_of(draft.upload, draft.table, draft.mapping) is Origin.EXAMPLE


def half_finished(entries: Sequence[Entry]) -> list[tuple[str, str, str]]:
    """Drafts as (id, name, when)."""
    return [(one.id, one.name, f"Sidst ændret {dates.moment(one.saved_at)}") for one in entries]


def statbank_tables() -> dict[str, str]:
    """The tables that may be fetched, by name."""
    return {name: f"{name} {one.title}" for name, one in sources.sources().items()}


def key_names(rows: Sequence[coupling.Row]) -> dict[str, str]:
    """What may be asked of, by its key."""
    return {row.key: f"{row.column} → {row.becomes}" for row in rows}


def rest(changes: Changes) -> tuple[str, str]:
    """The last row of a preview: how many indicators stay as they are."""
    count = words.count(changes.unchanged, "indikator", "indikatorer")
    return f"Øvrige {count}" if changes.rows else f"Alle {count}", "uændret"


def hidden(changes: Changes) -> str:
    """How many cells a load would hide; empty when none."""
    count = sum(row.hidden for row in changes.rows)
    if not count:
        return ""
    cells_ = words.count(count, "celle", "celler")
    return f"{cells_} bliver skjult, fordi de bygger på for få personer eller svar."


def all_sources() -> dict[str, str]:
    """All that a file may be, as ``kind:source``, and what it is called."""
    return {
        f"{kind.value}:{code}": f"{title} ({_KIND_IN_SHORT[kind]})"
        for kind in InputKind
        for code, title in kinds_of(kind).items()
    }


def sheets(draft: Draft) -> dict[int, str]:
    """The tables to choose among, by their place."""
    assert draft.upload is not None
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


def mapping_name(draft: Draft) -> str | None:
    """What the draft's mapping is called; None where there is none to be remembered."""
    return draft.mapping.name if draft.mapping else None


def source_of(draft: Draft) -> str:
    """What the file is, as in `all_sources`; empty while it is not known."""
    return f"{draft.mapping.kind.value}:{draft.mapping.source}" if draft.mapping else ""


def published(done: Published) -> str:
    """That a file is published, and what it is called in the ledger."""
    return f"{done.name} er udgivet som indlæsning {done.number}. Alle sider viser det nu."


def rest_of_file(done: Published) -> str:
    """What there is to go on with; empty when the whole file is published."""
    return "Fortsæt med filens andre ark" if done.rest else ""


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else numbers.number(count)


def _cut(text_: str, most: int = 90) -> str:
    return text_ if len(text_) <= most else f"{text_[:most].rstrip()} …"


def _rows(first: int, last: int) -> str:
    return f"række {first + 1}" + (f"–{last + 1}" if last > first else "")


def _period(draft: Draft) -> str:
    """The periods of the file, as far as the mapping tells them."""
    if draft.mapping is None:
        return ""
    name = time_field(draft.mapping.kind)
    codes = {column.fixed[name] for column in draft.mapping.columns if name in column.fixed}
    codes |= {code for code in (draft.mapping.constants.get(name),) if code}
    of_register = draft.mapping.kind is InputKind.REGISTER
    of = (inputs.register if of_register else inputs.survey)(draft.mapping.source)
    for column in draft.mapping.columns:
        if column.field == name:
            texts = draft.table.rows[column.name].dropna().unique()
            read = {column.labels.get(t) or cells.period(t, of.frequency) for t in map(str, texts)}
            codes |= {code for code in read if code}
    in_order = sorted(codes, key=lambda code: periods.parse(code).first_day)
    if len(in_order) > _MOST_PERIODS:
        ends = " – ".join(periods.label(in_order[place]) for place in (0, -1))
        return f"{ends} ({len(in_order)} perioder)"
    return words.listing(periods.label(code) for code in in_order)


def _coupled_before(draft: Draft) -> str:
    if draft.mapping is None:
        return ""
    if draft.mapping.name and REMEMBERED in draft.how.values():
        return f"ja, som »{draft.mapping.name}«"
    return "nej"


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
