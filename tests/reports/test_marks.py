"""A status as it is shown: the shapes and tones of `look.md`, section 3."""

from datetime import date
from typing import Any

import pytest

from charts.icons import ICONS
from indicators import status, status_text, targets
from indicators.cube import ORIGINS
from indicators.definition import Polarity
from reports import marks
from reports.marks import look
from store.entries import IndicatorEntry
from store.release import Reader
from store.settings import Settings

pytest_plugins = ["tests.published"]

DAY = date(2026, 1, 1)

# The word as it is written, whether the number is above or has gone up, its shape and its tone.
LOOKS = [
    ("better", "bedre", False, "under", "good"),
    ("better", "bedre", True, "over", "good"),
    ("worse", "dårligere", True, "over", "bad"),
    ("worse", "dårligere", False, "under", "bad"),
    ("same_level", "på niveau", True, "on", "muted"),
    ("higher_than_others", "højere end andre", True, "over", ""),
    ("lower_than_others", "lavere end andre", False, "under", ""),
    ("cannot_compare", "kan ikke sammenlignes", False, "dash", "muted"),
    ("certain_improvement", "sikker forbedring", False, "down", "good"),
    ("certain_improvement", "sikker forbedring", True, "up", "good"),
    ("certain_worsening", "sikker forværring", True, "up", "bad"),
    ("certain_worsening", "sikker forværring", False, "down", "bad"),
    ("sign_improvement", "tegn på forbedring", False, "down-o", "good"),
    ("sign_improvement", "tegn på forbedring", True, "up-o", "good"),
    ("sign_worsening", "tegn på forværring", True, "up-o", "bad"),
    ("sign_worsening", "tegn på forværring", False, "down-o", "bad"),
    ("certain_rise", "sikker stigning", True, "up", ""),
    ("certain_fall", "sikkert fald", False, "down", ""),
    ("sign_rise", "tegn på stigning", True, "up-o", ""),
    ("sign_fall", "tegn på fald", False, "down-o", ""),
    ("no_certain_change", "ingen sikker ændring", True, "wave", "muted"),
    ("cannot_judge", "kan ikke vurderes", False, "ask", "muted"),
    ("on_track", "på sporet", False, "tick", "good"),
    ("uncertain", "usikkert", False, "ask", ""),
    ("off_track", "ikke på sporet", False, "cross", "bad"),
    ("direction_only", "kun retning", False, "right", "muted"),
    ("official", "Officielle tal", False, "full", "muted"),
    ("municipal", "Kommunens egne tal", False, "half", "muted"),
    ("example", "Eksempeldata", False, "ring", "muted"),
]


@pytest.mark.parametrize(("code", "word", "up", "shape", "tone"), LOOKS)
def test_each_word_has_its_shape_and_its_tone(
    code: str, word: str, *, up: bool, shape: str, tone: str
) -> None:
    assert status_text.word(code) == word
    assert look(code, up=up) == (shape, tone)
    assert shape in ICONS


def test_no_word_of_a_status_is_without_a_look() -> None:
    known = {code for code, *_ in LOOKS}
    levels = {word for polarity in Polarity for word in status._LEVEL[polarity]}
    moves = {
        f"{how}_{way}"
        for how in ("certain", "sign")
        for polarity in Polarity
        for way in status._MOVEMENT[polarity]
    }

    assert levels | moves | set(targets._WORDS.values()) | set(ORIGINS[1:]) <= known


def test_only_a_judgement_is_good_or_bad() -> None:
    judgements = {code for code, *_, tone in LOOKS if tone in ("good", "bad")}

    assert judgements == {
        *("better", "worse", "on_track", "off_track"),
        *("certain_improvement", "certain_worsening", "sign_improvement", "sign_worsening"),
    }


@pytest.fixture(scope="module")
def official(published: Settings) -> dict[str, tuple[IndicatorEntry, dict[str, Any]]]:
    """The indicators of Ishøj with their newest row."""
    release = Reader(published.releases).current()
    rows = release.overview("183", "naboer").to_dict("records")
    return {
        row["indicator"]: (release.indicators[row["indicator"]], dict(row))
        for row in rows
        if not row["breakdown"]
    }


def test_a_status_has_four_parts_in_order(
    official: dict[str, tuple[IndicatorEntry, dict[str, Any]]],
) -> None:
    parts = marks.parts(*official["C3"], DAY)

    assert [(part.label, part.word) for part in parts.values()] == [
        ("Niveau", "på niveau"),
        ("Udvikling, fem år", "tegn på forværring"),
        ("Måltal", "kun retning"),
        ("Grundlag", "Officielle tal"),
    ]
    assert [part.line for part in parts.values()] == [
        "2,71 mod 3,09",
        "fra 29 til 66 anmeldelser",
        "",
        "4. kvartal 2025",
    ]
    assert [part.shape for part in parts.values()] == ["on", "up-o", "right", "full"]
    assert [part.tone for part in parts.values()] == ["muted", "bad", "muted", "muted"]


def test_where_there_is_room_a_part_says_more(
    official: dict[str, tuple[IndicatorEntry, dict[str, Any]]],
) -> None:
    violence, burglary, charges = (marks.parts(*official[id_], DAY) for id_ in ("C2", "C3", "C7"))

    assert violence["movement"].more == "95 %-interval −7 til +12 % om året"
    assert burglary["movement"].more == "", "no percent on fewer than 30 cases"
    assert charges["movement"].more.endswith(" procentpoint om året")
    assert (violence["target"].more, charges["target"].more) == (
        "lavere er bedre",
        "højere er bedre",
    )
    assert violence["ground"].more == "141 anmeldelser, ældre folketal"
    assert charges["ground"].more == "1.334 anmeldelser"


def test_the_shape_follows_the_number_and_not_the_judgement(
    official: dict[str, tuple[IndicatorEntry, dict[str, Any]]],
) -> None:
    entry, row = official["C2"]
    low = {"level": "better", "level_z": -3.0, "movement": "sign_improvement"}
    parts = marks.parts(entry, {**row, **low, "movement_yearly": -0.1}, DAY)

    assert (parts["level"].shape, parts["level"].tone) == ("under", "good")
    assert (parts["movement"].shape, parts["movement"].tone) == ("down-o", "good")
