"""What the templates hold: one for each kind of file, made for one survey or register."""

from collections.abc import Callable
from itertools import cycle

from danish import words
from danish.periods import PeriodKind
from ingest import statement_files
from ingest.economy import budget_template
from ingest.organisation import written as organisation_workbook
from ingest.template_workbook import Cell, Column, Template, UnknownKindError, written
from store import inputs
from store.inputs import InputKind, Question
from store.settings import municipality

EXAMPLE_ROWS = 12

_NAMES = {
    PeriodKind.QUARTER: "Kvartal",
    PeriodKind.YEAR: "År",
    PeriodKind.SCHOOL_YEAR: "Skoleår",
}
_PERIODS = {
    PeriodKind.QUARTER: ("3. kvt. 2025", "4. kvt. 2025"),
    PeriodKind.YEAR: ("2024", "2025"),
    PeriodKind.SCHOOL_YEAR: ("2023/24", "2024/25"),
}
_WEIGHT = "Svarets vægt, hvis undersøgelsen er vægtet. Tom betyder, at alle tæller lige meget."
_STRATUM = "Den gruppe, stikprøven er trukket i, hvis den er delt op."
_CLUSTER = "Det, der er trukket samlet, for eksempel skole og klasse."
_ANSWERS = "Hvor mange svar tallet bygger på. Uden det vises intet interval."
_SEXES = ("Kvinde", "Mand")
_RULES = (
    "Skriv i arket »Udfyld«, én række for hver {row}. Arket »Eksempel« viser hvordan.",
    "Lad overskrifterne stå. Kolonner, der ikke skal udfyldes, må være tomme eller slettes.",
    "Skriv aldrig navne, CPR-numre, adresser, mailadresser eller fritekst: sådanne kolonner "
    "smides væk, før noget gemmes.",
)


def template(kind: str, source: str = "") -> bytes:
    """A workbook to fill in.

    Parameters
    ----------
    kind
        A value of `InputKind`; ``budget``, ``mærker`` or ``priser``; what persons state:
        ``måltal``, ``hændelser``, ``kommentarer``; or ``organisation``.
    source
        The survey or register; without one the first that is configured.

    Raises
    ------
    ingest.template_workbook.UnknownKindError
        If there is no template of that kind.
    store.inputs.UnknownInputError
        If there is no such survey or register.
    """
    if kind in _OF_INPUTS:
        return written(_OF_INPUTS[kind](source))
    if kind.casefold() in budget_template.NAMES:
        return budget_template.template(kind)
    if kind.casefold() in _OF_STATEMENTS:
        return written(_OF_STATEMENTS[kind.casefold()])
    if kind.casefold() == ORGANISATION:
        return organisation_workbook.template()
    raise UnknownKindError(kind, [*KINDS, ORGANISATION])


def survey(source: str = "") -> Template:
    """A row for each respondent."""
    wanted = inputs.survey(source or next(iter(inputs.surveys())))
    period = _PERIODS[wanted.frequency][1]
    sub_area, sex, age = _groups()
    nothing: tuple[Cell, ...] = ("",)
    filled: list[tuple[Column, tuple[Cell, ...]]] = [
        (_period(wanted.frequency, "Hvornår der er spurgt"), (period,)),
        (sub_area, sub_area.choices),
        (sex, sex.choices),
        (age, age.choices),
        (Column("Vægt", _WEIGHT, needed=False), (0.8, 1.2, 1)),
        (Column("Stratum", _STRATUM, needed=False), nothing),
        (Column("Klynge", _CLUSTER, needed=False), nothing),
        *(_asked(question) for question in wanted.questions.values()),
    ]
    each = [cycle(cells) for _, cells in filled]
    rows = tuple(tuple(next(cells) for cells in each) for _ in range(EXAMPLE_ROWS))
    columns = tuple(column for column, _ in filled)
    return Template(wanted.title, columns, rows, _advice("besvarelse"))


def aggregated(source: str = "") -> Template:
    """A row for each published share or mean."""
    wanted = inputs.survey(source or next(iter(inputs.surveys())))
    place = municipality()
    named = (place.name, "Hele landet", *(area.name for area in place.published_areas))
    questions = tuple(question.short for question in wanted.questions.values())
    is_mean = all(question.is_mean for question in wanted.questions.values())
    value: tuple[Column, ...] = (
        Column("Andel i procent", "Andelen, der er trygge, enige eller svarer ja: 75,5."),
    )
    figures: tuple[Cell, ...] = (71.5, 240)
    if is_mean:
        value = (
            Column("Gennemsnit", "Gennemsnittet på spørgsmålets skala."),
            Column("Standardafvigelse", "Spredningen mellem svarene.", needed=False),
        )
        figures = (3.6, 0.7, 240)
    columns = (
        _period(wanted.frequency, "Hvornår der er spurgt"),
        Column("Område", f"{place.name}, en anden kommune eller hele landet.", named),
        *_groups(),
        Column("Spørgsmål", "Hvad tallet er svar på.", questions),
        *value,
        Column("Antal svar", _ANSWERS, needed=False),
        Column("Kilde", "Hvor tallet står.", needed=False),
    )
    rows = tuple(
        (period, place.name, "", "", "", question, *figures, "opdigtet")
        for period in _PERIODS[wanted.frequency]
        for question in questions
    )
    return Template(f"{wanted.title}: offentliggjorte tal", columns, rows, _advice("tal"))


def register(source: str = "") -> Template:
    """A row for each count of persons."""
    wanted = inputs.register(source or next(iter(inputs.registers())))
    counted = [Column(wanted.numerator, "Et helt antal personer. Skriv 0, hvis der ingen er.")]
    if not wanted.is_count:
        counted.append(Column(wanted.denominator, "Alle, som de andre er en del af."))
    columns = (
        _period(wanted.frequency, "En hel periode, der er gået"),
        *_groups(),
        *counted,
    )
    before, last = _PERIODS[wanted.frequency]
    counts = {(before, ""): (24, 61), (last, ""): (27, 64), (last, "Kvinde"): (10, 25)}
    counts[last, "Mand"] = (17, 39)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (period, "", sex, "", *count[: len(counted)]) for (period, sex), count in counts.items()
    )
    hidden = f"1–{municipality().disclosure_limit - 1}"
    advice = (
        *_advice("periode og gruppe"),
        "En række uden bydel, køn og alder gælder alle. Grupper lægges ikke sammen til et tal for "
        "alle.",
        f"Tal på {hidden} personer skjules på siderne.",
    )
    return Template(wanted.title, columns, rows, advice)


def _groups() -> tuple[Column, ...]:
    sub_areas = tuple(area.name for area in municipality().sub_areas)
    ages = tuple(_age(group) for group in inputs.age_groups())
    return (
        Column("Bydel", "Del af kommunen. Tom, hvis den ikke kendes.", sub_areas, needed=False),
        Column("Køn", "Tom, hvis det ikke kendes.", _SEXES, needed=False),
        Column("Aldersgruppe", "Andre grupper kan skrives på samme måde.", ages, needed=False),
    )


def _age(group: str) -> str:
    return f"{group[:-1]} år og derover" if group.endswith("+") else f"{group.replace('-', '–')} år"


def _period(frequency: PeriodKind, explains: str) -> Column:
    return Column(_NAMES[frequency], f"{explains}, for eksempel {_PERIODS[frequency][1]}.")


def _asked(question: Question) -> tuple[Column, tuple[Cell, ...]]:
    """The column of a question, and what the example has in it over again."""
    scale = inputs.scales()[question.scales[0]]
    explains = f"{question.title} Skala: {scale.title}."
    if scale.is_number:
        return Column(question.short, explains), (3.4, 4.1, 2.9)
    answers = (*scale.answers.values(),)
    none = tuple(words.capitalise(one.title) for one in inputs.missing_answers().values())
    return Column(question.short, explains, answers + none), (*answers[::-1], *none[:1])


def _advice(row: str) -> tuple[str, ...]:
    return tuple(sentence.format(row=row) for sentence in _RULES)


_OF_INPUTS: dict[str, Callable[[str], Template]] = {
    InputKind.SURVEY.value: survey,
    InputKind.SURVEY_AGGREGATED.value: aggregated,
    InputKind.REGISTER.value: register,
}
_OF_STATEMENTS = {one.name: one.template for one in statement_files.FORMS.values()}

ORGANISATION = "organisation"
"""The workbook of several sheets; the others have one to fill in."""

KINDS = (*_OF_INPUTS, *budget_template.NAMES, *_OF_STATEMENTS)
"""What there are templates of one sheet for."""
