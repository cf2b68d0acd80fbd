"""Targets, events and comments in words, and the choices that the page offers."""

from datetime import date, datetime
from typing import Any

import pytest

from indicators import statements as read
from indicators.glossary import glossary
from indicators.statements import State, Written
from store import release
from store.release import Release
from store.settings import Settings
from store.statements import Basis, EventKind
from tests.conftest import TODAY

pytest_plugins = ["tests.published"]

LATE = datetime(2026, 11, 22, 23, 30)
TARGET: dict[Any, Any] = {
    "indicator": "C2", "first_period": "2023K1", "last_period": "2025K4", "target_year": 2028,
    "change": -0.1, "basis": "own", "decided_by": "Byrådet", "decided_on": date(2026, 1, 12),
    "author": "Anne", "note": "", "written_at": LATE,
}  # fmt: skip
EVENT: dict[Any, Any] = {
    "title": "Ny SSP-plan", "day": date(2024, 8, 1), "kind": "effort", "indicators": [],
    "author": "Bo", "note": "I hele byen.", "written_at": LATE,
}  # fmt: skip
COMMENT: dict[Any, Any] = {
    "indicator": "C3", "text": "Et år.", "author": "Carl", "written_on": TODAY,
    "period": "2025K1-2025K4", "newest_period": "2025K1-2025K4", "is_stale": False,
}  # fmt: skip


@pytest.fixture
def current(published: Settings) -> Release:
    return release.reader(published.releases).current()


def test_a_target_in_words(current: Release) -> None:
    assert read.written_target(current, TARGET) == Written(
        "C2 Anmeldt vold: −10\u00a0% i 2028",
        "",
        (
            "Udgangspunkt: gennemsnittet af 2023–2025",
            "Besluttet af Byrådet 12. januar 2026",
            "Skrevet af Anne 23. november 2026",
        ),
    )


def test_a_target_against_the_peers_in_words(current: Release) -> None:
    written = read.written_target(current, TARGET | {"basis": "peers", "change": -0.075})

    assert written.main == "C2 Anmeldt vold: −7,5\u00a0% i forhold til nabokommunerne i 2028"
    assert written.small[0] == "Udgangspunkt: forholdet til nabokommunerne i 2023–2025"


def test_an_event_in_words(current: Release) -> None:
    assert read.written_event(current, EVENT) == Written(
        "1. august 2024: Ny SSP-plan",
        "I hele byen.",
        ("Indsats · alle indikatorer", "Skrevet af Bo 23. november 2026"),
    )
    some = read.written_event(current, EVENT | {"indicators": ["C2", "C3"]})
    assert some.small[0] == "Indsats · C2 Anmeldt vold og C3 Indbrud i beboelser"


def test_an_indicator_that_is_no_more_is_named_by_its_id(current: Release) -> None:
    assert read.written_event(current, EVENT | {"indicators": ["Z9"]}).small[0] == "Indsats · Z9"


def test_a_comment_in_words(current: Release) -> None:
    assert read.written_comment(current, COMMENT) == Written(
        "C3 Indbrud i beboelser", "Et år.", ("Carl, 23. november 2026",)
    )
    stale = COMMENT | {"newest_period": "2025K2-2026K1", "is_stale": True}
    assert read.written_comment(current, stale).small[1] == (
        "Forældet: skrevet, da det nyeste tal var fra 1.–4. kvartal 2025. "
        "Nu er det fra 2. kvartal 2025 – 1. kvartal 2026."
    )


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2023K1", "2025K4", "2023–2025"),
        ("2025K1", "2025K4", "2025"),
        ("2023K3", "2025K2", "3. kvartal 2023 – 2. kvartal 2025"),
        ("2022", "2024", "2022–2024"),
        ("2024", "2024", "2024"),
        ("2020/21", "2022/23", "skoleåret 2020/21 – skoleåret 2022/23"),
    ],
)
def test_a_baseline_in_words(first: str, last: str, words: str) -> None:
    assert read.baseline(first, last) == words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (-0.1, "−10\u00a0% i 2028"),
        (0.07, "+7\u00a0% i 2028"),
        (0.29, "+29\u00a0% i 2028"),
        (-0.075, "−7,5\u00a0% i 2028"),
    ],
)
def test_a_change_has_a_decimal_only_where_it_needs_one(change: float, words: str) -> None:
    assert read.target_change(change, "own", 2028) == words


def test_the_usual_baseline_is_the_newest_three_years(current: Release) -> None:
    quarters, years = (read.baseline_periods(current, id_) for id_ in ("C2", "C1"))

    assert read.usual_baseline(quarters) == ("2023K1", "2025K4")
    assert read.usual_baseline(years) == ("2022", "2024")
    assert read.usual_baseline(years[:2]) == (years[0], years[1])


def test_a_long_text_is_cut_where_one_chooses_among_rows() -> None:
    row = read.Listed(
        "1", Written("C3", "En meget lang kommentar, der\nbliver ved.", ()), State.SAVED
    )

    assert row.label == "C3: En meget lang kommentar, der bliver ved."
    assert read.Listed("1", Written("C3", "ord " * 20, ()), State.SAVED).label == (
        "C3: ord ord ord ord ord ord ord ord ord ord …"
    )
    assert read.Listed("1", Written("C3", "", ()), State.SAVED).label == "C3"


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (0, "Alt på siden er udgivet."),
        (1, "1 ændring venter på at blive udgivet."),
        (2, "2 ændringer venter på at blive udgivet."),
    ],
)
def test_what_waits_is_counted_in_words(count: int, sentence: str) -> None:
    assert read.waiting_words(count) == sentence


def test_every_code_has_a_word_in_the_glossary() -> None:
    assert {*Basis, *EventKind, *State} <= set(glossary())
