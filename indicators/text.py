"""Danish sentences about values, in the same words on screen, in slides and in files."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import pandas as pd

from danish import dates, numbers, periods, words
from indicators import glossary
from store.entries import IndicatorEntry
from store.release import Release, is_late
from store.warehouse import Load

PER = "pr. 1.000"

Row = Mapping[str, Any]
"""One row of `Release.overview`."""


def value(entry: IndicatorEntry, number: float) -> str:
    """A value without its unit: ``70,9``, but ``29,8 %`` and ``5.214 kr.``."""
    if entry.kind == "share":
        return numbers.percent(number, entry.decimals)
    if entry.kind == "money" and number == number:
        return f"{numbers.number(number, entry.decimals)}{numbers.NO_BREAK_SPACE}{_sign(entry)}"
    return numbers.number(number, entry.decimals)


def unit(entry: IndicatorEntry) -> str:
    """What stands after the value; a percent sign and kroner are part of the value already."""
    if entry.kind == "money":
        return entry.unit.removeprefix(_sign(entry)).strip()
    return "" if entry.kind == "share" else entry.unit


def _sign(entry: IndicatorEntry) -> str:
    """The first word of a unit of money: ``%`` or ``kr.``."""
    return entry.unit.split(" ")[0]


def short_unit(entry: IndicatorEntry) -> str:
    """The unit for a table: ``pr. 1.000``; a scale, or what is counted, stands elsewhere."""
    if entry.kind in ("count", "money") or entry.unit.startswith("på en skala"):
        return ""
    return PER if unit(entry).startswith(f"{PER} ") else unit(entry)


def tells_value(entry: IndicatorEntry) -> bool:
    """Whether a sentence tells the value itself, not how many cases there are."""
    return entry.kind in ("share", "mean", "money")


def on_what(entry: IndicatorEntry, row: Row) -> str:
    """What a value rests on: ``1.727 anmeldelser``, ``421 svar (29 % svarede)``."""
    if entry.kind == "money":
        return cases(entry, row["base"])
    if not entry.asked:
        return cases(entry, row["numerator"])
    if numbers.number(row["base"]) == numbers.MISSING:
        return "antal svar ikke oplyst"
    answered = row.get("response", float("nan"))
    rate = f" ({numbers.percent(answered)} svarede)" if answered == answered else ""
    return f"{cases(entry, row['base'])}{rate}"


def limits(entry: IndicatorEntry, lower: float, upper: float) -> str:
    """A 95 % interval: ``67,6–74,3``."""
    if entry.kind == "share":
        return numbers.interval(lower * 100, upper * 100, entry.decimals) + " %"
    return numbers.interval(lower, upper, entry.decimals)


def below_value(entry: IndicatorEntry, row: Row) -> tuple[str, ...]:
    """What stands under a value in a table: its interval, or of money what it is per and prices."""
    if entry.kind == "money":
        return tuple(unit(entry).split(", ", 1))
    if row["lower"] != row["lower"]:
        return ()
    return (f"({limits(entry, row['lower'], row['upper'])})",)


def cases(entry: IndicatorEntry, number: float) -> str:
    """How many cases: ``1.727 anmeldelser``."""
    return words.count(number, entry.case_singular, entry.case_plural)


def difference(entry: IndicatorEntry, row: Row) -> str:
    """The change since a year before, without judgement: ``−5,0``, ``−15,7 procentpoint``."""
    if entry.kind == "share":
        return numbers.percent_points(row["difference"], entry.decimals)
    if entry.kind == "money":
        unit_ = "procentpoint" if _sign(entry) == "%" else _sign(entry)
        moved = numbers.signed(row["difference"], entry.decimals)
        return f"{moved}{numbers.NO_BREAK_SPACE}{unit_}"
    return numbers.signed(row["difference"], entry.decimals)


def headline(entry: IndicatorEntry, row: Row) -> str:
    """One sentence on the newest value and the year before.

    A change is told in cases; with a percent only where both years have at least 30 cases.
    """
    if tells_value(entry):
        subject = f"{value(entry, row['value'])} i {row['label']}"
    else:
        subject = f"{cases(entry, row['numerator'])} i {row['label']}"
    if numbers.number(row["difference"]) == numbers.MISSING:
        return f"{entry.short_title}: {subject}"
    if tells_value(entry):
        return (
            f"{entry.short_title}: {subject} mod {value(entry, row['value_before'])} "
            f"i {row['before_label']}"
        )
    more = row["cases_difference"]
    if more == 0:
        return f"{entry.short_title}: {subject}, lige så mange som året før"
    than = f"{numbers.number(abs(more))} {'flere' if more > 0 else 'færre'} end året før"
    return f"{entry.short_title}: {subject}, {than}"


def goal_coverage(entries: list[IndicatorEntry]) -> str:
    """How much of a goal can be told: ``3 af 8 indikatorer har tal``."""
    present = sum(entry.has_data for entry in entries)
    if present == 0:
        return "Ingen af indikatorerne har tal endnu"
    return f"{present} af {words.count(len(entries), 'indikator', 'indikatorer')} har tal"


def missing(entries: list[IndicatorEntry]) -> str:
    """The indicators without a value, each source in brackets; empty when none is missing."""
    waiting: dict[str, list[str]] = {}
    for entry in entries:
        if not entry.has_data:
            waiting.setdefault(entry.source, []).append(f"{entry.id} {entry.short_title}")
    return " · ".join(f"{', '.join(names)} ({source})" for source, names in waiting.items())


def missing_by_goal(entries: Sequence[IndicatorEntry], real: Sequence[IndicatorEntry]) -> str:
    """How many indicators of each goal lack data: ``Hele mål D, 5 af 8 under mål A.``.

    Parameters
    ----------
    real
        Those with figures that are no example.
    """
    told = []
    for goal, members in groupby(entries, key=lambda entry: entry.goal):
        of_goal = list(members)
        lacking = sum(entry not in real for entry in of_goal)
        if lacking == len(of_goal):
            told.append(f"hele mål {goal}")
        elif lacking:
            told.append(f"{lacking} af {len(of_goal)} under mål {goal}")
    if not told:
        return "Ingen."
    examples = sum(entry.has_data and entry not in real for entry in entries)
    shown = f" {words.count(examples, 'af dem', 'af dem')} vises med eksempeldata."
    return words.sentence(words.listing(told)) + (shown if examples else "")


def named(entries: Sequence[IndicatorEntry]) -> str:
    """Names in a sentence: ``Anmeldt vold, andre tyverier og våbenloven.``."""
    names = [entry.short_title[:1].lower() + entry.short_title[1:] for entry in entries]
    return words.sentence(words.listing(names)) if names else "Ingen."


def nothing_fits(only: str) -> str:
    """Why the overview is empty under a filter: ``aendringer``, ``maaltal`` or another."""
    return {
        "aendringer": "Ingen af indikatorerne har flyttet sig mere, end tilfældet kan forklare.",
        "maaltal": "Der er ikke vedtaget noget måltal. Indtil da viser indikatorerne kun retning.",
    }.get(only, "Ingen indikatorer passer til valget.")


def overview_note(release: Release) -> str:
    """What one must know to read the overview."""
    peers = sum(area.role == "peer" for area in release.areas.values())
    return (
        "Tal i parentes er 95 %-intervaller. Niveau er mod det, som "
        f"{words.count(peers, 'nabokommune', 'nabokommuner')} varierer; andet tal efter »mod« er "
        "naboerne under ét. Udvikling er en test af de seneste fem år. Anmeldelser tælles, hvor "
        "forbrydelsen skete; en del har ingen kommune og er ikke med."
    )


def freshness(row: Row, today: date) -> str:
    """The newest period, and that newer figures should be out by now: ``2024, nyere findes``.

    Of invented figures there are no newer ones.
    """
    newest = periods.label(row["period"].split("-")[-1])
    late = row["origin"] != "example" and is_late(row["next_expected"].date(), today)
    return f"{newest}, nyere findes" if late else newest


def change(entry: IndicatorEntry, row: Row) -> str:
    """The change with its percent where there are cases enough: ``−5,0 (−7 %)``."""
    if numbers.number(row["difference"]) == numbers.MISSING:
        return "kan ikke regnes: året før mangler"
    moved = difference(entry, row)
    if tells_value(entry) or numbers.number(row["percent"]) == numbers.MISSING:
        return moved
    return f"{moved} ({numbers.signed(row['percent'] * 100)}{numbers.NO_BREAK_SPACE}%)"


def caution(row: Row) -> str:
    """What to know before comparing with the year before; empty when nothing is known."""
    return "" if row["caution"] is None or row["caution"] != row["caution"] else str(row["caution"])


def year_in_numbers(entry: IndicatorEntry, row: Row) -> str:
    """The newest year against the one before, in cases and in the indicator's unit, unjudged."""
    if entry.asked and numbers.number(row["difference"]) == numbers.MISSING:
        return f"{headline(entry, row)}."
    sentences = (
        f"{headline(entry, row)}.",
        f"Ændring {'siden sidst' if entry.asked else 'på et år'}: {change(entry, row)}.",
        caution(row),
    )
    return " ".join(sentence for sentence in sentences if sentence)


def beside(release: Release, entry: IndicatorEntry) -> str:
    """What another indicator did over the same years; empty for those that stand alone."""
    found = release.beside.get(entry.id)
    if found is None:
        return ""
    other = release.indicators[found["other"]]
    values = [value(other, found[name]) for name in ("value_first", "value_last")]
    name = f"{other.short_title[0].lower()}{other.short_title[1:]} ({other.id})"
    return (
        f"Fra {found['first']} til {found['last']} gik {name} fra {values[0]} til {values[1]} "
        f"{unit(other)}".rstrip()
        + "."
    )


def benchmark(entry: IndicatorEntry, rows: pd.DataFrame) -> tuple[str, str]:
    """The newest value of the whole country with its source, and why its level is another.

    Parameters
    ----------
    rows
        From `Release.benchmarks`, of one series.
    """
    newest = rows.iloc[-1]
    told = f"{value(entry, newest['value'])} {unit(entry)}".strip()
    invented = "opdigtede tal i samme form som " if "example" in set(rows["origin"]) else ""
    source = f"{invented}{newest['source']}"
    return f"Hele landet: {told} {newest['in_words']} ({source}).", str(newest["differs"])


def release_facts(release: Release) -> tuple[tuple[str, str], tuple[str, str]]:
    """When the release was made and how new it is, as (label, value)."""
    made = dates.date(release.facts.made_at)
    return ("Udgivelse", made), ("nyeste tal", release.newest_period)


def marks(row: Row) -> str:
    """What a reader should know about a value, in words."""
    return ", ".join(glossary.entry(code).word.lower() for code in row["marks"].split(";") if code)


def table(
    release: Release, entry: IndicatorEntry, rows: pd.DataFrame, most: int = 8
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The headings and the lines of the table beside a chart.

    Over time: the newest periods first, rolling ones a year apart, with the comparison group where
    it is among the rows; of a survey, with what each wave rests on. In one period: the municipality
    and its peers, highest first, or the groups of persons.

    Parameters
    ----------
    rows
        From `Release.history`, `Release.groups`, `Release.control_chart` or `Release.funnel`.
    """
    facts = release.facts
    if "group_label" in rows:
        return _table_of_groups(entry, rows)
    elsewhere = rows.loc[rows["area"] != facts.municipality, "value"]
    if rows["period"].nunique() == 1 and elsewhere.notna().any():
        return _table_of_areas(release, entry, rows)
    mine = rows[rows["area"] == facts.municipality].iloc[::-1]
    if entry.asked:
        return _table_of_waves(release, entry, mine.head(most))
    newest = mine[mine["value"].notna().cummax()]
    apart = 4 if newest["period"].str.contains("-").any() else 1
    group = rows[rows["area"] == facts.peers]
    if group["value"].isna().all():
        group = group.head(0)
    others = dict(zip(group["period"], group["value"], strict=True))
    counted = {"money": "Kr.", "count": ""}.get(entry.kind, "Antal")
    lines = [
        (
            row["short_label"],
            *((numbers.number(row["numerator"]),) if counted else ()),
            _or_reason(entry, row),
            *((value(entry, others[row["period"]]),) if others else ()),
        )
        for row in _records(newest.iloc[::apart].head(most))
    ]
    head = ("Periode", *((counted,) if counted else ()), facts.municipality_name)
    return (*head, *(("Naboer",) if others else ())), lines


def _table_of_waves(
    release: Release, entry: IndicatorEntry, rows: pd.DataFrame
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Each wave of a survey with what it rests on."""
    own = release.facts.municipality_name
    return ("Periode", "Svar", "Svarprocent", own, "95 %-interval"), [
        (
            row["short_label"],
            numbers.number(row["base"]),
            numbers.percent(row["response"]),
            _or_reason(entry, row),
            limits(entry, row["lower"], row["upper"]),
        )
        for row in _records(rows)
    ]


def _table_of_groups(
    entry: IndicatorEntry, rows: pd.DataFrame
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    counted = "Svar" if entry.asked else words.capitalise(entry.case_plural)
    if (rows["dimension"] == "model").any():
        return ("Model", counted), [
            (row["group_label"], _or_reason(entry, row)) for row in _records(rows)
        ]
    return ("Gruppe", counted, "Værdi", "95 %-interval"), [
        (
            row["group_label"],
            numbers.number(row["base"]),
            _or_reason(entry, row),
            limits(entry, row["lower"], row["upper"]),
        )
        for row in _records(rows)
    ]


def _table_of_areas(
    release: Release, entry: IndicatorEntry, rows: pd.DataFrame
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    near = [area for area in rows["area"] if release.areas[area].role in ("own", "peer")]
    ranked = rows[rows["area"].isin(near)].sort_values("value", ascending=False)
    among = "Indbyggere" if entry.kind == "rate" else words.capitalise(entry.case_plural)
    return ("Kommune", among, "Antal", words.capitalise(short_unit(entry)) or "Andel"), [
        (
            release.areas[row["area"]].name,
            numbers.number(row["denominator"]),
            numbers.number(row["numerator"]),
            _or_reason(entry, row),
        )
        for row in _records(ranked)
    ]


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): cell for name, cell in row.items()} for row in rows.to_dict("records")]


_SHORT = {"hidden": "skjult", "too_few": "for få", "too_uncertain": "for usikkert"}
"""Reasons as they fit into a column of figures; the sentence under the chart has them in full."""


def hidden(rows: pd.DataFrame) -> str:
    """What is not shown among some rows, and why; empty when all is shown."""
    codes = [code for code in _SHORT if (rows["absent_because"] == code).any()]
    told = [(glossary.entry(code).word, glossary.entry(code).explanation) for code in codes]
    return " ".join(f"{word}: {why}" for word, why in told)


def _or_reason(entry: IndicatorEntry, row: Row) -> str:
    """A value, or in words why there is none."""
    if row["absent_because"] in _SHORT:
        return _SHORT[row["absent_because"]]
    if row["absent_because"]:
        return glossary.entry(row["absent_because"]).word.lower()
    return value(entry, row["value"])


def definitions(entry: IndicatorEntry) -> list[tuple[str, str]]:
    """What the number is, as (term, explanation)."""
    return [
        ("Tæller med", entry.counts_in),
        ("Tæller ikke med", entry.counts_out),
        ("Sted", entry.place),
        ("Læsning", entry.reading),
        ("Metode", entry.method),
        ("Kilde", entry.source),
        ("Mangler", "" if entry.has_data else entry.needs),
    ]


def check_outcome(row: Row) -> str:
    """What came of a sum rule, in words."""
    if row["checked"] == 0:
        return "kan ikke kontrolleres: delene er ikke indlæst"
    if row["broken"] == 0:
        return "stemmer"
    verdict = "kendt" if row["broken"] == row["known"] else "stemmer ikke"
    return f"{verdict}: {row['examples']}"


def comments(notes: pd.DataFrame) -> list[tuple[str, str]]:
    """The comments among the rows of `Release.notes`, newest first, as (text, signature)."""
    found = notes[notes["kind"] == "comment"].iloc[::-1]
    return [
        (
            str(row["text"]),
            f"{row['author']}, {dates.date(row['first_day'])}"
            + (" · forældet: der er kommet nyere tal siden" if row["is_stale"] else ""),
        )
        for row in _records(found)
    ]


def load_state(load: Load, published: Collection[int]) -> str:
    """Whether a load is in use, and whether the release holds it."""
    if load.withdrawn_at:
        return "trukket tilbage"
    return "udgivet" if load.number in published else "ikke udgivet endnu"
