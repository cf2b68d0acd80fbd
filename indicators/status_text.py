"""The four parts of a status in Danish: the word, the line under it, and sentences.

Every sentence follows from the tests that were run at the build; nothing is judged here. A percent
is written only where every year behind it has at least 30 cases.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from danish import numbers, periods, words
from indicators import glossary, text
from indicators.compute import FEWEST_FOR_PERCENT
from store.entries import IndicatorEntry

Row = Mapping[str, Any]
"""One row of `Release.overview`: a value with its status."""


def word(code: str) -> str:
    """The word of a status, exactly as in the glossary."""
    return glossary.entry(code).word


def part(name: str, entry: IndicatorEntry, row: Row, today: date) -> tuple[str, str]:
    """The code of one part (level, movement, target, ground) and the line under its word."""
    match name:
        case "level":
            return row["level"], level(entry, row)
        case "movement":
            return row["movement"], movement(entry, row)
        case "target":
            return row["target"], target(entry, row)
        case _:
            return row["ground"], ground(row, today)


def is_up(name: str, row: Row) -> bool:
    """Whether the number of a part lies above the others, or has gone up."""
    return bool((row["level_z"] if name == "level" else row["movement_yearly"]) > 0)


def has_moved(row: Row) -> bool:
    """Whether the test of the last five years says that something has changed."""
    return str(row["movement"]).startswith(("certain_", "sign_"))


def is_shown(row: Row, only: str) -> bool:
    """Whether a row passes the filter: ``aendringer``, ``maaltal`` or anything."""
    if only == "aendringer":
        return has_moved(row)
    return only != "maaltal" or row["target"] != "direction_only"


def level(entry: IndicatorEntry, row: Row) -> str:
    """The line under the word of *niveau*: ``70,9 mod 74,8``, or why it cannot be told."""
    if row["level_reason"]:
        return reason(row["level_reason"])
    own, other = row["value"], row["group_value"]
    if numbers.number(other) == numbers.MISSING:
        return f"{text.value(entry, own)} · naboerne under ét mangler"
    if entry.kind == "share":
        return f"{numbers.number(own * 100, entry.decimals)} mod {text.value(entry, other)}"
    return f"{text.value(entry, own)} mod {text.value(entry, other)}"


def movement(entry: IndicatorEntry, row: Row) -> str:
    """The line under the word of *udvikling*: ``+26 % om året``, or in numbers where cases are few.

    A year that is not in the test is told.
    """
    if row["movement_reason"]:
        line = reason(row["movement_reason"])
        return f"{line} · {_left_out(row)}" if any(row["movement_left_out"]) else line
    if text.tells_value(entry):
        factor = 100 if entry.kind == "share" else 1
        first = numbers.number(row["movement_from"] * factor, entry.decimals)
        line = f"fra {first} til {text.value(entry, row['movement_to'])}"
    elif row["movement_fewest"] >= FEWEST_FOR_PERCENT:
        line = f"{numbers.signed(row['movement_yearly'] * 100)} % om året"
    else:
        first = numbers.number(row["movement_cases_from"])
        line = f"fra {first} til {text.cases(entry, row['movement_cases_to'])}"
    left_out = _left_out(row)
    return f"{line} · {left_out}" if left_out else line


def target(entry: IndicatorEntry, row: Row) -> str:
    """The line under the word of *måltal*: ``måltal 4,5 i 2028``, or why it cannot be told."""
    if row["target"] == "direction_only":
        return ""
    if row["target_reason"]:
        return reason(row["target_reason"])
    return target_words(entry, row)


def target_words(entry: IndicatorEntry, row: Row) -> str:
    """The target itself: ``måltal 4,5 i 2028``."""
    return f"måltal {text.value(entry, row['target_value'])} i {int(row['target_year'])}"


def target_sentences(entry: IndicatorEntry, row: Row) -> tuple[str, ...]:
    """Where the municipality is on its way, and in tenths the chance of arriving."""
    sentences = []
    if not row["target_reason"]:
        asked = text.value(entry, row["target_now"])
        sentences.append(
            f"Vejen til måltallet er nu ved {asked}; tallet er {text.value(entry, row['value'])}."
        )
        if row["target"] == "uncertain":
            sentences.append("Forskellen kan skyldes tilfældigheder.")
    if numbers.number(row["target_chance"]) != numbers.MISSING:
        tenths = numbers.number(row["target_chance"] * 10)
        about = {"0": "under 1", "10": "over 9"}.get(tenths, f"omkring {tenths}")
        sentences.append(
            f"Svinger tallet fremover som hidtil, er chancen for at nå måltallet {about} ud af 10."
        )
    return tuple(sentences)


def target_elsewhere(row: Row) -> str:
    """What Statistics Canada's method says of the same target; empty where it says nothing."""
    if not row["target_statcan"]:
        return ""
    return (
        f"Efter Statistics Canadas metode: {word(row['target_statcan'])}. Den ser kun på to tal og "
        "tager ikke højde for tilfældigheder."
    )


def movement_limits(entry: IndicatorEntry, row: Row) -> str:
    """The interval of the yearly change: ``95 %-interval −7 til +12 % om året``.

    That of a share is in percentage points, for a percent of a percent is read as such.
    """
    if row["movement_reason"]:
        return ""
    if entry.asked:
        return _limits_of_answers(entry, row)
    if row["movement_fewest"] < FEWEST_FOR_PERCENT:
        return ""
    is_share = entry.kind == "share"
    of, decimals = (row["movement_to"], entry.decimals) if is_share else (1, 0)
    lower, upper = (
        numbers.signed(row[f"movement_{end}"] * of * 100, decimals) for end in ("lower", "upper")
    )
    return f"95 %-interval {lower} til {upper} {'procentpoint' if is_share else '%'} om året"


def _limits_of_answers(entry: IndicatorEntry, row: Row) -> str:
    """The same for shares and means of answers, whose change is in their own unit."""
    factor, unit = (100, " procentpoint") if entry.kind == "share" else (1, "")
    lower, upper = (
        numbers.signed(row[f"movement_{end}"] * factor, entry.decimals)
        for end in ("lower", "upper")
    )
    return f"95 %-interval {lower} til {upper}{unit} om året"


def ground(row: Row, today: date) -> str:
    """The line under the word of *grundlag*: the period, and whether newer figures are out."""
    return text.freshness(row, today)


def direction(entry: IndicatorEntry) -> str:
    """Which way is better, in words."""
    return {
        "lower": "lavere er bedre",
        "higher": "højere er bedre",
        "none": "ingen retning er bedre",
    }[entry.polarity]


def reason(code: str) -> str:
    """Why a part cannot be told, to stand inside a line."""
    return glossary.entry(code).word.lower()


def headline(entry: IndicatorEntry, row: Row, own: str, group: str) -> str:
    """The sentence at the top of an indicator: the level, then the movement.

    Parameters
    ----------
    own, group
        The names of the municipality and of the comparison group.
    """
    if row["level_reason"] == "no_figures_of_others":
        newest = f"{entry.short_title}: {_newest(entry, row)} i {row['label']}"
        return newest if row["movement_reason"] == "not_a_sample" else f"{newest}, {_moved(row)}"
    level_part = {
        "same_level": f"{own} ligger på niveau med {group}",
        "cannot_compare": f"{own} kan ikke sammenlignes med {group}",
    }.get(row["level"])
    if level_part is None:
        side = "højere" if row["level_z"] > 0 else "lavere"
        level_part = f"{own} ligger {side} end {group}"
    return f"{entry.short_title}: {level_part}, {_moved(row)}"


def _newest(entry: IndicatorEntry, row: Row) -> str:
    if entry.kind == "count":
        return text.cases(entry, row["numerator"])
    unit = f" {entry.unit}" if entry.kind == "mean" and not entry.unit.startswith("på") else ""
    return f"{text.value(entry, row['value'])}{unit}"


def year(entry: IndicatorEntry, row: Row) -> str:
    """Whether the newest year can be told from the one before, and what could have been seen.

    Empty where there is no year before, or a declared rule leaves one of the two out.
    """
    if numbers.number(row["differs"]) == numbers.MISSING:
        return ""
    more = row["numerator"] - row["cases_before"]
    if text.tells_value(entry):
        what = "Andelen" if entry.kind == "share" else "Tallet"
        newest, before = (text.value(entry, row[name]) for name in ("value", "value_before"))
        more = row["value"] - row["value_before"]
    else:
        what = "Antallet"
        newest = text.cases(entry, row["numerator"])
        before = numbers.number(row["cases_before"])
    now, then = f"{what} i {row['label']} ({newest})", f"{row['before_label']} ({before})"
    if row["differs"] and more:
        way = "højere" if more > 0 else "lavere"
        return f"{now} er {way} end i {then}: forskellen kan næppe skyldes tilfældigheder."
    sentence = f"{now} kan ikke skelnes fra {then}: forskellen kan skyldes tilfældigheder."
    if not more:
        same = "den samme" if entry.kind == "share" else "det samme"
        sentence = f"{now} er {same} som i {row['before_label']}."
    if not entry.asked and not row["cases_before"]:
        return sentence
    unseen = f"ville som regel ikke kunne ses {'fra gang til gang' if entry.asked else 'på ét år'}."
    if numbers.number(row["year_fall"]) == numbers.MISSING:
        return f"{sentence} Selv et fald til 0 {unseen}"
    return f"{sentence} Et fald på under {_fall(entry, row, before)} {unseen}"


def _fall(entry: IndicatorEntry, row: Row, before: str) -> str:
    """The smallest fall from the year before that would be seen."""
    if entry.kind == "share":
        points = row["year_fall"] * row["value_before"] * 100
        return f"{numbers.number(points, entry.decimals)} procentpoint fra {before}"
    if entry.kind == "mean":
        less = row["year_fall"] * abs(row["value_before"])
        return f"{numbers.number(less, entry.decimals)} fra {before}"
    if row["cases_before"] < FEWEST_FOR_PERCENT:
        return text.cases(entry, row["year_fall"] * row["cases_before"])
    return f"{numbers.percent(row['year_fall'])} fra {before}"


def funnel(facts: Mapping[str, Any]) -> str:
    """How to read the funnel: how many lie outside, and why that is no surprise.

    Parameters
    ----------
    facts
        A row of `Release.funnel`.
    """
    outside = numbers.number(facts["outside"]) if facts["outside"] else "ingen"
    plain = numbers.number(facts["plain"])
    every = numbers.number(facts["areas"])
    if not facts["spread"]:
        some = words.capitalise(outside)
        return f"{some} af {every} kommuner ligger uden for 99,8 %-grænserne."
    return (
        f"Med grænser for tilfældighed alene ligger {plain} af {every} kommuner udenfor: kommuner "
        "er forskellige af andre grunde end tilfældighed. Grænserne her rummer også den "
        f"almindelige forskel på kommuner, og {outside} ligger uden for dem."
    )


def seen_over_five_years(entry: IndicatorEntry, row: Row) -> str:
    """The smallest steady change that five years would show, in a sentence; none of money."""
    if entry.kind == "money":
        return ""
    fall, rise = row["yearly_fall"], row["yearly_rise"]
    if numbers.number(fall) == numbers.MISSING:
        return "Rækken er for kort eller for lille til at vise en ændring over fem år."
    if entry.kind == "share":
        shown = [numbers.number(x * row["value"] * 100, entry.decimals) for x in (-fall, rise)]
        fall, rise = (f"{points} procentpoint" for points in shown)
    elif entry.kind == "mean":
        steps = [abs(x * row["value"]) for x in (fall, rise)]
        fall, rise = (numbers.number(step, entry.decimals) for step in steps)
    else:
        fall, rise = numbers.percent(-fall), numbers.percent(rise)
    return (
        f"Over fem år ville et fald på {fall} om året eller en stigning på {rise} om året som "
        "regel kunne ses."
    )


def _moved(row: Row) -> str:
    code = row["movement"]
    if code == "cannot_judge":
        return "og udviklingen kan ikke vurderes"
    since = f"siden {periods.short_label(row['movement_first'])}"
    if code == "no_certain_change":
        return f"uden sikker ændring {since}"
    certain = code.startswith("certain_")
    if row["movement_yearly"] > 0:
        return f"og der er {'en sikker' if certain else 'tegn på en'} stigning {since}"
    return f"og der er {'et sikkert' if certain else 'tegn på et'} fald {since}"


def _left_out(row: Row) -> str:
    """Which years are not in the test, and why: ``uden 2022 (mangler) og 2023 (massesag)``."""
    reasons: dict[str, list[str]] = {}
    for code, why in zip(row["movement_missing"], row["movement_left_out"], strict=True):
        reasons.setdefault(why or "mangler", []).append(periods.short_label(code))
    if not reasons:
        return ""
    told = [f"{words.listing(years)} ({why})" for why, years in reasons.items()]
    return f"uden {words.listing(told)}"
