"""Every indicator is complete, registered once and explained in the glossary."""

import importlib
import pkgutil
from dataclasses import fields

import pytest

import indicators
from indicators.breaks import BreakKind, Certainty, KnownBreak, known_breaks
from indicators.counts import UnknownOffenceError, in_words
from indicators.definition import (
    Answers,
    Count,
    Frequency,
    Indicator,
    Kind,
    Measure,
    Persons,
    Polarity,
)
from indicators.glossary import glossary
from indicators.registry import GOALS, INDICATORS, UnknownIndicatorError, indicator
from store import inputs
from store.settings import CONFIG, municipality
from store.sources import Source, source, sources

IDS = [
    *("A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8"),
    *("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9"),
    *("C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8"),
    *("D1", "D2", "D3", "D4", "D5"),
    *("Ø1", "Ø2", "Ø3", "Ø4"),
]
SENTENCES = ("counts_in", "counts_out", "place", "method", "reading", "needs")
LABELS = ("title", "short_title", "unit", "source")
REASONS = ("not_loaded", "not_published", "part_missing", "no_population", "zero_denominator")
WITHOUT_998 = ("FOLK1A", "FOLK1A_ALDER", "NEET1", "ISBU01", "STRAF5", "RECIDIV1")
"""Tables in which everybody has a municipality, or that have none."""
MARKS = ("sum_of_members", "older_population")
ORIGINS = ("official", "municipal", "example")


def found_in_modules() -> list[Indicator]:
    found: list[Indicator] = []
    for module_info in pkgutil.iter_modules(indicators.__path__):
        if module_info.name != "registry":
            module = importlib.import_module(f"indicators.{module_info.name}")
            for value in vars(module).values():
                items = value if isinstance(value, (tuple, list)) else [value]
                found += [item for item in items if isinstance(item, Indicator)]
    return found


def measures_of(one: Indicator) -> list[Measure]:
    parts = [one.numerator, one.denominator]
    for breakdown in one.breakdowns:
        parts += [breakdown.numerator, breakdown.denominator]
    return [part for part in parts if part is not None]


def counts_of(one: Indicator) -> list[Count]:
    return [part for part in measures_of(one) if isinstance(part, Count)]


def offence_codes() -> set[str]:
    lines = (CONFIG / "codes" / "offence.csv").read_text(encoding="utf-8").splitlines()
    return {line.split(";")[0] for line in lines[1:]}


every_indicator = pytest.mark.parametrize("one", INDICATORS.values(), ids=INDICATORS)
every_break = pytest.mark.parametrize("known", known_breaks().values(), ids=known_breaks())


def test_each_indicator_of_the_modules_is_registered_once() -> None:
    found = found_in_modules()
    assert sorted(one.id for one in found) == sorted(INDICATORS)
    assert all(INDICATORS[one.id] is one for one in found)


def test_ids_are_stable_and_in_reading_order() -> None:
    assert list(INDICATORS) == IDS


def test_all_are_computed() -> None:
    assert all(one.is_computed for one in INDICATORS.values())


def test_goals() -> None:
    assert list(GOALS) == ["A", "B", "C", "D", "Ø"]
    assert all(goal.code == code for code, goal in GOALS.items())


@every_indicator
def test_stands_in_its_goal(one: Indicator) -> None:
    assert one.goal in GOALS
    assert one.id.startswith(one.goal)


@every_indicator
@pytest.mark.parametrize("name", SENTENCES)
def test_sentences_are_sentences(one: Indicator, name: str) -> None:
    text = getattr(one, name)
    assert text[0].isupper()
    assert text.endswith(".")
    assert text == " ".join(text.split())
    assert "..." not in text


@every_indicator
@pytest.mark.parametrize("name", LABELS)
def test_labels_are_short_and_have_no_full_stop(one: Indicator, name: str) -> None:
    text = getattr(one, name)
    assert text == text.strip() != ""
    assert not text.endswith(".")
    assert len(text) <= 80


def test_all_text_fields_are_looked_at() -> None:
    texts = {field.name for field in fields(Indicator) if field.type in ("str", str)}
    assert texts == {"id", "goal", *SENTENCES, *LABELS}


@every_indicator
def test_cases_are_two_words(one: Indicator) -> None:
    singular, plural = one.cases
    assert singular
    assert plural
    assert one.decimals >= 0
    assert one.smallest_base >= 0


@every_indicator
def test_companions_exist(one: Indicator) -> None:
    assert one.companions
    assert one.id not in one.companions
    assert len(set(one.companions)) == len(one.companions)
    assert set(one.companions) <= set(INDICATORS)


@every_indicator
def test_ids_in_texts_exist(one: Indicator) -> None:
    words = " ".join(getattr(one, name) for name in SENTENCES)
    mentioned = {word.strip("().,:;") for word in words.split()}
    ids = {word for word in mentioned if len(word) == 2 and word[0] in GOALS and word[1].isdigit()}
    assert ids <= set(INDICATORS) - {one.id}


@every_indicator
def test_numerator_and_denominator_belong_together(one: Indicator) -> None:
    if one.kind in (Kind.RATE, Kind.SHARE):
        counted = isinstance(one.numerator, Count)
        assert (one.denominator is not None) == counted
    assert len({breakdown.code for breakdown in one.breakdowns}) == len(one.breakdowns)
    for count in counts_of(one):
        assert count.parts >= 1
        assert source(count.table).statbank in one.source
        assert source(count.table).statbank in one.needs
        assert set(count.codes.get("offence", ())) <= offence_codes()
        assert count.members_998 == (count.table not in WITHOUT_998)


@every_indicator
def test_a_benchmark_is_of_the_country_and_says_why_its_level_is_another(one: Indicator) -> None:
    for benchmark in one.benchmarks:
        tables = {benchmark.numerator.table, benchmark.denominator.table}
        assert all(source(table).statbank in benchmark.source for table in tables)
        assert "area" not in source(benchmark.numerator.table).columns.values()
        assert benchmark.title.startswith("Hele landet: ")
        assert "kan ikke sammenlignes" in benchmark.differs
        assert benchmark.differs.endswith(".")


def test_what_is_divided_has_the_ages_it_is_divided_by() -> None:
    for id_ in ("B1", "B2", "B3"):
        one = INDICATORS[id_]
        assert one.numerator is not None
        assert one.denominator is not None
        assert one.numerator.codes["age"] == one.denominator.codes["age"]


@pytest.mark.parametrize("one", sources().values(), ids=sources())
def test_what_is_counted_is_asked_for(one: Source) -> None:
    asked = {one.columns[variable.upper()]: codes for variable, codes in one.select.items()}
    counts = [
        count
        for indicator in INDICATORS.values()
        for count in (
            *counts_of(indicator),
            *(part for b in indicator.benchmarks for part in (b.numerator, b.denominator)),
        )
        if count.table == one.table
    ]
    for count in counts:
        for column, codes in count.codes.items():
            if "*" not in asked[column]:
                named = {one.totals[column] if code == "i alt" else code for code in asked[column]}
                assert set(codes) <= named


@every_indicator
def test_yearly_and_quarterly_counts_are_not_mixed(one: Indicator) -> None:
    tables = {count.table for count in counts_of(one)}
    assert not {"STRAF11", "STRAF22"} <= tables
    if "STRAF11" in tables:
        assert one.frequency is Frequency.QUARTER
    if "STRAF22" in tables:
        assert one.frequency is Frequency.YEAR


@every_indicator
def test_breaks_exist_and_touch_the_indicator(one: Indicator) -> None:
    assert len(set(one.breaks)) == len(one.breaks)
    for id_ in one.breaks:
        known = known_breaks()[id_]
        shared = [part for part in measures_of(one) if part.table in known.tables]
        assert shared
        assert any(known.concerns_any(part.codes) for part in shared)


@every_indicator
def test_what_is_asked_or_registered_is_configured(one: Indicator) -> None:
    for part in measures_of(one):
        if isinstance(part, Answers):
            questions = inputs.survey(part.survey).questions
            assert part.question in questions
            assert questions[part.question].is_mean == (one.kind is Kind.MEAN and not part.less)
            assert not part.less or part.less in questions
        if isinstance(part, Persons):
            assert inputs.register(part.register).is_count == (one.kind is Kind.COUNT)


@every_break
def test_breaks_name_known_codes(known: KnownBreak) -> None:
    assert set(known.offences) <= offence_codes()
    assert known.text.endswith(".")
    assert not known.short.endswith(".")


@every_break
def test_each_break_is_shown_somewhere(known: KnownBreak) -> None:
    assert any(known.id in one.breaks for one in INDICATORS.values())


def test_unsafe_offences_are_the_configured_ones() -> None:
    numerator = INDICATORS["A6"].numerator
    assert numerator is not None
    assert numerator.codes == {"offence": municipality().unsafe_offences, "stage": ("ANM",)}
    assert INDICATORS["A6"].counts_in == (
        "Anmeldelser i disse grupper: voldsforbrydelser, indbrud i beboelser, røveri, hærværk "
        "og våbenloven."
    )


def test_unsafe_offences_hold_no_part_of_one_another() -> None:
    codes = municipality().unsafe_offences
    assert not [(a, b) for a in codes for b in codes if a != b and b.startswith(a)]


def test_offences_in_words() -> None:
    assert in_words(("1380",)) == "røveri"
    assert in_words(("11", "1380")) == "seksualforbrydelser og røveri"
    with pytest.raises(UnknownOffenceError, match="9999"):
        in_words(("12", "9999"))


@pytest.mark.parametrize(
    "code",
    [
        *IDS,
        *GOALS,
        *Kind,
        *Polarity,
        *Frequency,
        *BreakKind,
        *Certainty,
        *REASONS,
        *MARKS,
        *ORIGINS,
        *sorted({b.code for one in INDICATORS.values() for b in one.breakdowns}),
        *sorted(
            {
                c
                for one in INDICATORS.values()
                for n in counts_of(one)
                for c in n.codes.get("offence", ())
            }
        ),
        "ANM",
        "SIG",
        "naboer",
        "998",
    ],
)
def test_glossary_explains(code: str) -> None:
    entry = glossary()[code]
    assert entry.word
    assert entry.english
    assert entry.group
    assert entry.explanation.endswith(".")


@every_indicator
def test_glossary_uses_the_same_name(one: Indicator) -> None:
    assert glossary()[one.id].word in (one.title, one.short_title)


def test_goals_in_the_glossary_have_the_same_name() -> None:
    assert all(glossary()[goal.code].word == goal.title for goal in GOALS.values())


def test_indicator_by_id() -> None:
    assert indicator("C2") is INDICATORS["C2"]


@pytest.mark.parametrize(("wanted", "near"), [("c2", "C2"), ("C9", "C8"), ("A10", "A1")])
def test_unknown_id_gets_near_ids(wanted: str, near: str) -> None:
    with pytest.raises(UnknownIndicatorError) as caught:
        indicator(wanted)
    assert near in caught.value.near
    assert str(caught.value).startswith(f'Der findes ingen indikator med id "{wanted}". Mente du ')


def test_unknown_id_without_near_ids() -> None:
    with pytest.raises(UnknownIndicatorError) as caught:
        indicator("tryghed")
    assert str(caught.value) == 'Der findes ingen indikator med id "tryghed".'
