"""What a status says in Danish, sentence by sentence.

A space that must not break a line is written `_` in the expected texts.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from danish.numbers import NO_BREAK_SPACE
from indicators import glossary, status_text
from store.entries import IndicatorEntry
from store.release import Reader
from store.settings import Settings

pytest_plugins = ["tests.published"]

NAN = float("nan")
RATE, FEW, SHARE = "A4", "C3", "C7"  # one decimal, two decimals, percent

Row = dict[str, Any]


@pytest.fixture(scope="module")
def entries(published: Settings) -> dict[str, IndicatorEntry]:
    return Reader(published.releases).current().indicators


@pytest.fixture(scope="module")
def own(published: Settings) -> dict[tuple[str, str], Row]:
    """The official rows of Ishøj."""
    rows = Reader(published.releases).current().overview("183", "naboer").to_dict("records")
    return {(row["indicator"], row["breakdown"]): dict(row) for row in rows}


def expected(sentence: str) -> str:
    return sentence.replace("_", NO_BREAK_SPACE)


# --- the headline ---------------------------------------------------------------------------------

LEVELS = {
    ("better", -3.0): "Ishøj ligger lavere end nabokommunerne",
    ("worse", 3.0): "Ishøj ligger højere end nabokommunerne",
    ("better", 3.0): "Ishøj ligger højere end nabokommunerne",
    ("higher_than_others", 3.0): "Ishøj ligger højere end nabokommunerne",
    ("lower_than_others", -3.0): "Ishøj ligger lavere end nabokommunerne",
    ("same_level", 0.4): "Ishøj ligger på niveau med nabokommunerne",
    ("cannot_compare", NAN): "Ishøj kan ikke sammenlignes med nabokommunerne",
}
MOVES = {
    ("certain_worsening", 0.2): "og der er en sikker stigning siden 2021",
    ("certain_improvement", 0.2): "og der er en sikker stigning siden 2021",
    ("certain_rise", 0.2): "og der er en sikker stigning siden 2021",
    ("certain_improvement", -0.2): "og der er et sikkert fald siden 2021",
    ("certain_fall", -0.2): "og der er et sikkert fald siden 2021",
    ("sign_worsening", 0.2): "og der er tegn på en stigning siden 2021",
    ("sign_rise", 0.2): "og der er tegn på en stigning siden 2021",
    ("sign_improvement", -0.2): "og der er tegn på et fald siden 2021",
    ("sign_fall", -0.2): "og der er tegn på et fald siden 2021",
    ("no_certain_change", 0.02): "uden sikker ændring siden 2021",
    ("cannot_judge", NAN): "og udviklingen kan ikke vurderes",
}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("movement", MOVES)
def test_the_headline_tells_the_level_and_then_the_movement(
    entries: dict[str, IndicatorEntry], level: tuple[str, float], movement: tuple[str, float]
) -> None:
    row = {
        "level": level[0],
        "level_reason": "",
        "level_z": level[1],
        "movement": movement[0],
        "movement_yearly": movement[1],
        "movement_first": "2021K1-2021K4" if movement[0] != "cannot_judge" else "",
    }

    assert status_text.headline(entries[RATE], row, "Ishøj", "nabokommunerne") == (
        f"Anmeldte forbrydelser: {LEVELS[level]}, {MOVES[movement]}"
    )


def test_a_year_that_ends_in_summer_is_told_in_the_headline(
    entries: dict[str, IndicatorEntry],
) -> None:
    row = {"level": "same_level", "level_reason": "", "movement": "no_certain_change"}
    row["movement_first"] = "2020K3-2021K2"

    assert status_text.headline(entries[RATE], row, "Ishøj", "nabokommunerne").endswith(
        "uden sikker ændring siden året til 2. kvt. 2021"
    )


# --- the newest year against the one before -------------------------------------------------------


def two_years(
    now: float, before: float, *, differs: float = 0, fall: float = 0.47, people: int = 1000
) -> Row:
    """A count or, with `people` 1, a share of 1,000 in two years."""
    return {
        "label": "2025",
        "before_label": "2024",
        "numerator": now if people > 1 else 1000 * now,
        "cases_before": before if people > 1 else 1000 * before,
        "value": now / people * (1000 if people > 1 else 1),
        "value_before": before / people * (1000 if people > 1 else 1),
        "differs": differs,
        "year_fall": fall,
    }


YEARS = [
    (
        FEW,
        two_years(66, 58),
        "Antallet i 2025 (66 anmeldelser) kan ikke skelnes fra 2024 (58): forskellen kan skyldes "
        "tilfældigheder. Et fald på under 47_% fra 58 ville som regel ikke kunne ses på ét år.",
    ),
    (
        RATE,
        two_years(1727, 1795, fall=0.156),
        "Antallet i 2025 (1.727 anmeldelser) kan ikke skelnes fra 2024 (1.795): forskellen kan "
        "skyldes tilfældigheder. Et fald på under 16_% fra 1.795 ville som regel ikke kunne ses "
        "på ét år.",
    ),
    (
        FEW,
        two_years(90, 40, differs=1),
        "Antallet i 2025 (90 anmeldelser) er højere end i 2024 (40): forskellen kan næppe skyldes "
        "tilfældigheder.",
    ),
    (
        FEW,
        two_years(1, 40, differs=1),
        "Antallet i 2025 (1 anmeldelse) er lavere end i 2024 (40): forskellen kan næppe skyldes "
        "tilfældigheder.",
    ),
    (
        FEW,
        two_years(25, 29, fall=0.6),
        "Antallet i 2025 (25 anmeldelser) kan ikke skelnes fra 2024 (29): forskellen kan skyldes "
        "tilfældigheder. Et fald på under 17 anmeldelser ville som regel ikke kunne ses på ét år.",
    ),
    (
        FEW,
        two_years(25, 30, fall=0.6),
        "Antallet i 2025 (25 anmeldelser) kan ikke skelnes fra 2024 (30): forskellen kan skyldes "
        "tilfældigheder. Et fald på under 60_% fra 30 ville som regel ikke kunne ses på ét år.",
    ),
    (
        FEW,
        two_years(4, 5, fall=NAN),
        "Antallet i 2025 (4 anmeldelser) kan ikke skelnes fra 2024 (5): forskellen kan skyldes "
        "tilfældigheder. Selv et fald til 0 ville som regel ikke kunne ses på ét år.",
    ),
    (
        FEW,
        two_years(58, 58),
        "Antallet i 2025 (58 anmeldelser) er det samme som i 2024. Et fald på under 47_% fra 58 "
        "ville som regel ikke kunne ses på ét år.",
    ),
    (
        FEW,
        two_years(3, 0, fall=NAN),
        "Antallet i 2025 (3 anmeldelser) kan ikke skelnes fra 2024 (0): forskellen kan skyldes "
        "tilfældigheder.",
    ),
    (FEW, two_years(0, 0, fall=NAN), "Antallet i 2025 (0 anmeldelser) er det samme som i 2024."),
    (
        SHARE,
        two_years(0.294, 0.377, fall=0.3125, people=1),
        "Andelen i 2025 (29,4_%) kan ikke skelnes fra 2024 (37,7_%): forskellen kan skyldes "
        "tilfældigheder. Et fald på under 11,8 procentpoint fra 37,7_% ville som regel ikke kunne "
        "ses på ét år.",
    ),
    (
        SHARE,
        two_years(0.454, 0.294, differs=1, people=1),
        "Andelen i 2025 (45,4_%) er højere end i 2024 (29,4_%): forskellen kan næppe skyldes "
        "tilfældigheder.",
    ),
    (
        SHARE,
        two_years(0.3, 0.3, fall=0.3, people=1),
        "Andelen i 2025 (30,0_%) er den samme som i 2024. Et fald på under 9,0 procentpoint fra "
        "30,0_% ville som regel ikke kunne ses på ét år.",
    ),
    (FEW, two_years(66, NAN, differs=NAN), ""),
]


@pytest.mark.parametrize(("indicator", "row", "sentence"), YEARS)
def test_the_newest_year_against_the_one_before(
    entries: dict[str, IndicatorEntry], indicator: str, row: Row, sentence: str
) -> None:
    assert status_text.year(entries[indicator], row) == expected(sentence)


def test_the_official_sentence_on_burglary_has_the_series_own_spread(
    entries: dict[str, IndicatorEntry], own: dict[tuple[str, str], Row]
) -> None:
    assert status_text.year(entries["C3"], own["C3", ""]) == expected(
        "Antallet i 1.–4. kvartal 2025 (66 anmeldelser) kan ikke skelnes fra 1.–4. kvartal 2024 "
        "(58): forskellen kan skyldes tilfældigheder. Et fald på under 68_% fra 58 ville som "
        "regel ikke kunne ses på ét år."
    )


@pytest.mark.parametrize("key", [("A5", ""), ("C1", ""), ("C7", "")])
def test_there_is_no_sentence_where_the_year_before_is_a_gap_or_left_out(
    entries: dict[str, IndicatorEntry], own: dict[tuple[str, str], Row], key: tuple[str, str]
) -> None:
    assert status_text.year(entries[key[0]], own[key]) == ""


# --- under the word of the level ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "value", "group", "reason", "line"),
    [
        (RATE, 70.88, 74.8, "", "70,9 mod 74,8"),
        (RATE, 1070.88, 74.8, "", "1.070,9 mod 74,8"),
        (FEW, 2.7088, 3.0, "", "2,71 mod 3,00"),
        (SHARE, 0.298, 0.243, "", "29,8 mod 24,3_%"),
        (RATE, 70.88, NAN, "", "70,9 · naboerne under ét mangler"),
        (SHARE, 0.298, NAN, "", "29,8_% · naboerne under ét mangler"),
        (RATE, 70.88, 74.8, "mass_case", "massesag"),
        (RATE, 70.88, 74.8, "no_group", "ingen sammenligningsgruppe"),
        (RATE, 70.88, 74.8, "too_few_areas", "for få områder"),
        (RATE, 70.88, 74.8, "brud", "brud"),
    ],
)
def test_the_line_of_the_level(
    entries: dict[str, IndicatorEntry],
    indicator: str,
    value: float,
    group: float,
    reason: str,
    line: str,
) -> None:
    row = {"value": value, "group_value": group, "level_reason": reason}

    assert status_text.level(entries[indicator], row) == expected(line)


# --- under the word of the movement ---------------------------------------------------------------


def moved(
    yearly: float = 0.26,
    *,
    first: float = 40,
    last: float = 66,
    fewest: float = 30,
    reason: str = "",
    missing: Iterable[str] = (),
    left_out: Iterable[str] = (),
    limits: tuple[float, float] = (0.09, 0.45),
) -> Row:
    return {
        "value": last / 1000,
        "movement_yearly": yearly,
        "movement_lower": limits[0],
        "movement_upper": limits[1],
        "movement_fewest": fewest,
        "movement_from": first / 1000,
        "movement_to": last / 1000,
        "movement_cases_from": first,
        "movement_cases_to": last,
        "movement_reason": reason,
        "movement_missing": list(missing),
        "movement_left_out": list(left_out),
    }


QUARTERS = ["2021K1-2021K4", "2022K1-2022K4"]


@pytest.mark.parametrize(
    ("indicator", "row", "line"),
    [
        (FEW, moved(), "+26 % om året"),
        (FEW, moved(-0.072), "−7 % om året"),
        (FEW, moved(0.004), "0 % om året"),
        (FEW, moved(fewest=30), "+26 % om året"),
        (FEW, moved(first=29, fewest=29), "fra 29 til 66 anmeldelser"),
        (FEW, moved(first=1066, last=1, fewest=1), "fra 1.066 til 1 anmeldelse"),
        (FEW, moved(first=1, last=0, fewest=0), "fra 1 til 0 anmeldelser"),
        (SHARE, moved(-0.02, first=330, last=298), "fra 33,0 til 29,8_%"),
        (SHARE, moved(-0.02, first=330, last=298, fewest=3), "fra 33,0 til 29,8_%"),
        (
            FEW,
            moved(missing=["2024K1-2024K4"], left_out=[""]),
            "+26 % om året · uden 2024 (mangler)",
        ),
        (
            FEW,
            moved(missing=["2023"], left_out=["massesag"]),
            "+26 % om året · uden 2023 (massesag)",
        ),
        (
            FEW,
            moved(missing=QUARTERS, left_out=["brud"] * 2),
            "+26 % om året · uden 2021 og 2022 (brud)",
        ),
        (
            FEW,
            moved(missing=["2021", "2022", "2023"], left_out=["", "", "massesag"]),
            "+26 % om året · uden 2021 og 2022 (mangler) og 2023 (massesag)",
        ),
        (
            SHARE,
            moved(first=330, last=298, missing=["2023"], left_out=["massesag"]),
            "fra 33,0 til 29,8_% · uden 2023 (massesag)",
        ),
        (FEW, moved(reason="too_few_periods"), "for få år"),
        (FEW, moved(reason="all_equal"), "alle ens"),
        (FEW, moved(reason="too_few_periods", missing=["2023"], left_out=[""]), "for få år"),
        (
            FEW,
            moved(reason="too_few_periods", missing=QUARTERS, left_out=["brud"] * 2),
            "for få år · uden 2021 og 2022 (brud)",
        ),
    ],
)
def test_the_line_of_the_movement(
    entries: dict[str, IndicatorEntry], indicator: str, row: Row, line: str
) -> None:
    assert status_text.movement(entries[indicator], row) == expected(line)


@pytest.mark.parametrize(
    ("indicator", "row", "line"),
    [
        (FEW, moved(), "95 %-interval +9 til +45 % om året"),
        (FEW, moved(limits=(-0.07, 0.12)), "95 %-interval −7 til +12 % om året"),
        (FEW, moved(limits=(-0.002, 0.12)), "95 %-interval 0 til +12 % om året"),
        (FEW, moved(fewest=29), ""),
        (FEW, moved(reason="all_zero"), ""),
        (
            SHARE,
            moved(last=300, limits=(-0.11, 0.08)),
            "95 %-interval −3,3 til +2,4 procentpoint om året",
        ),
    ],
)
def test_the_interval_of_the_movement(
    entries: dict[str, IndicatorEntry], indicator: str, row: Row, line: str
) -> None:
    assert status_text.movement_limits(entries[indicator], row) == line


@pytest.mark.parametrize(
    ("indicator", "fall", "rise", "sentence"),
    [
        (
            RATE,
            -0.054,
            0.057,
            "Over fem år ville et fald på 5_% om året eller en stigning på 6_% om året som regel "
            "kunne ses.",
        ),
        (
            SHARE,
            -0.074,
            0.08,
            "Over fem år ville et fald på 2,2 procentpoint om året eller en stigning på 2,4 "
            "procentpoint om året som regel kunne ses.",
        ),
        (
            FEW,
            NAN,
            NAN,
            "Rækken er for kort eller for lille til at vise en ændring over fem år.",
        ),
    ],
)
def test_what_five_years_would_show(
    entries: dict[str, IndicatorEntry], indicator: str, fall: float, rise: float, sentence: str
) -> None:
    row = {"yearly_fall": fall, "yearly_rise": rise, "value": 0.3}

    assert status_text.seen_over_five_years(entries[indicator], row) == expected(sentence)


# --- targets --------------------------------------------------------------------------------------


def aimed(
    word: str = "uncertain",
    *,
    value: float = 5.79,
    now: float = 5.1,
    aim: float = 4.5,
    chance: float = 0.31,
    reason: str = "",
) -> Row:
    return {
        "target": word,
        "target_value": aim,
        "target_year": 2028.0,
        "target_now": now,
        "target_chance": chance,
        "target_reason": reason,
        "value": value,
    }


@pytest.mark.parametrize(
    ("indicator", "row", "line"),
    [
        (FEW, aimed(), "måltal 4,50 i 2028"),
        (RATE, aimed(aim=1234.56), "måltal 1.234,6 i 2028"),
        (SHARE, aimed(aim=0.85), "måltal 85,0_% i 2028"),
        (FEW, aimed("direction_only", aim=NAN), ""),
        (FEW, aimed("cannot_judge", reason="target_in_past"), "målåret er forbi"),
        (FEW, aimed("cannot_judge", reason="no_new_year"), "intet nyt år"),
        (FEW, aimed("cannot_judge", reason="mass_case"), "massesag"),
        (FEW, aimed("cannot_judge", aim=NAN, reason="gap"), "hul i rækken"),
    ],
)
def test_the_line_of_the_target(
    entries: dict[str, IndicatorEntry], indicator: str, row: Row, line: str
) -> None:
    assert status_text.target(entries[indicator], row) == expected(line)


ON_THE_WAY = "Vejen til måltallet er nu ved 5,10; tallet er 5,79."
CHANCE = "Svinger tallet fremover som hidtil, er chancen for at nå måltallet {} ud af 10."


@pytest.mark.parametrize(
    ("indicator", "row", "sentences"),
    [
        (FEW, aimed("off_track"), (ON_THE_WAY, CHANCE.format("omkring 3"))),
        (FEW, aimed("on_track"), (ON_THE_WAY, CHANCE.format("omkring 3"))),
        (
            FEW,
            aimed(chance=0.25),
            (ON_THE_WAY, "Forskellen kan skyldes tilfældigheder.", CHANCE.format("omkring 3")),
        ),
        (FEW, aimed(chance=NAN), (ON_THE_WAY, "Forskellen kan skyldes tilfældigheder.")),
        (FEW, aimed("off_track", chance=0.049), (ON_THE_WAY, CHANCE.format("under 1"))),
        (FEW, aimed("off_track", chance=0.05), (ON_THE_WAY, CHANCE.format("omkring 1"))),
        (FEW, aimed("on_track", chance=0.949), (ON_THE_WAY, CHANCE.format("omkring 9"))),
        (FEW, aimed("on_track", chance=0.95), (ON_THE_WAY, CHANCE.format("over 9"))),
        (
            SHARE,
            aimed("off_track", value=0.298, now=0.31, chance=NAN),
            ("Vejen til måltallet er nu ved 31,0_%; tallet er 29,8_%.",),
        ),
        (FEW, aimed("cannot_judge", now=NAN, chance=NAN, reason="no_new_year"), ()),
    ],
)
def test_the_sentences_on_a_target(
    entries: dict[str, IndicatorEntry], indicator: str, row: Row, sentences: tuple[str, ...]
) -> None:
    told = status_text.target_sentences(entries[indicator], row)

    assert told == tuple(expected(sentence) for sentence in sentences)


def test_another_method_is_named_where_it_says_something_of_a_target() -> None:
    assert status_text.target_elsewhere({"target_statcan": ""}) == ""
    assert status_text.target_elsewhere({"target_statcan": "moderate_progress"}) == (
        "Efter Statistics Canadas metode: moderat fremskridt. Den ser kun på to tal og tager ikke "
        "højde for tilfældigheder."
    )


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        ("A4", "lavere er bedre"),
        ("C7", "højere er bedre"),
        ("C8", "ingen retning er bedre"),
    ],
)
def test_which_way_is_better(
    entries: dict[str, IndicatorEntry], indicator: str, words: str
) -> None:
    assert status_text.direction(entries[indicator]) == words


# --- the funnel -----------------------------------------------------------------------------------


def outside(number: int, *, plain: int = 87, spread: bool = True) -> Row:
    return {"outside": number, "plain": plain, "areas": 98, "spread": spread}


WITH_SPREAD = (
    "Med grænser for tilfældighed alene ligger 87 af 98 kommuner udenfor: kommuner er forskellige "
    "af andre grunde end tilfældighed. Grænserne her rummer også den almindelige forskel på "
    "kommuner, og {} ligger uden for dem."
)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (outside(3), WITH_SPREAD.format("3")),
        (outside(1), WITH_SPREAD.format("1")),
        (outside(0), WITH_SPREAD.format("ingen")),
        (outside(2, spread=False), "2 af 98 kommuner ligger uden for 99,8 %-grænserne."),
        (outside(0, spread=False), "Ingen af 98 kommuner ligger uden for 99,8 %-grænserne."),
    ],
)
def test_how_to_read_a_funnel(facts: Row, sentence: str) -> None:
    assert status_text.funnel(facts) == sentence


# --- the four parts -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "line"),
    [
        (date(2026, 4, 17), "4. kvartal 2025"),
        (date(2026, 4, 18), "4. kvartal 2025, nyere findes"),
    ],
)
def test_the_line_of_the_ground_is_judged_against_today(today: date, line: str) -> None:
    expected = pd.Timestamp("2026-04-17")
    row = {"period": "2025K1-2025K4", "next_expected": expected, "origin": "official"}

    assert status_text.ground(row, today) == line


def test_each_part_has_its_code_and_its_line(
    entries: dict[str, IndicatorEntry], own: dict[tuple[str, str], Row]
) -> None:
    row = own["C3", ""]

    def part(name: str) -> tuple[str, str]:
        return status_text.part(name, entries["C3"], row, date(2026, 1, 1))

    assert part("level") == ("same_level", "2,71 mod 3,09")
    assert part("movement") == ("sign_worsening", "fra 29 til 66 anmeldelser")
    assert part("target") == ("direction_only", "")
    assert part("ground") == ("official", "4. kvartal 2025")


def test_a_word_is_exactly_that_of_the_glossary() -> None:
    assert status_text.word("sign_worsening") == "tegn på forværring"
    for entry in glossary.glossary().values():
        assert status_text.word(entry.code) == entry.word


def test_a_reason_stands_inside_a_line() -> None:
    assert status_text.reason("mass_case") == "massesag"
    assert status_text.reason("brud") == "brud"


# --- which rows are shown -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("movement", "moved"),
    [
        ("certain_fall", True),
        ("sign_improvement", True),
        ("no_certain_change", False),
        ("cannot_judge", False),
    ],
)
def test_only_what_the_test_can_tell_has_moved(movement: str, *, moved: bool) -> None:
    row = {"movement": movement, "target": "direction_only"}

    assert status_text.has_moved(row) is moved
    assert status_text.is_shown(row, "aendringer") is moved
    assert status_text.is_shown(row, "") is True


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("direction_only", False),
        ("on_track", True),
        ("uncertain", True),
        ("off_track", True),
        ("cannot_judge", True),
    ],
)
def test_only_a_decided_target_counts_as_one(word: str, *, shown: bool) -> None:
    row = {"movement": "no_certain_change", "target": word}

    assert status_text.is_shown(row, "maaltal") is shown


@pytest.mark.parametrize(("level", "movement"), [(1.0, -0.1), (-1.0, 0.1)])
def test_which_side_a_number_is_on(level: float, movement: float) -> None:
    row = {"level_z": level, "movement_yearly": movement}

    assert status_text.is_up("level", row) == (level > 0)
    assert status_text.is_up("movement", row) == (movement > 0)
