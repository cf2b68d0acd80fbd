"""What can be wrong with a target, an event or a comment, before it is saved.

The place of a problem is the name of the field on the page.
"""

import math
from collections.abc import Iterator
from datetime import date

from danish import numbers, periods, words
from danish.numbers import NO_BREAK_SPACE
from danish.periods import Period, PeriodKind
from indicators.definition import Indicator, Kind, Polarity
from indicators.registry import UnknownIndicatorError, indicator
from indicators.statements import BASELINE_KINDS
from ingest import personal
from ingest.problem import Problem, error, warning
from store.release import Release
from store.statements import Basis, Comment, Event, Target

LONGEST_NAME = 80
LONGEST_TITLE = 120
LONGEST_NOTE = 500
LONGEST_COMMENT = 1000
LARGEST_CHANGE = 10
NOISE = 1.28
"""A target nearer the baseline than so many standard deviations of one year's count stays
"usikkert" by the status rule, whether it is reached or nothing happens at all."""

FEWEST_YEARS = 2
_SHOWN = 3
_EMPTY = "Feltet er tomt"
_CHANGE = "Ændring i procent"
_KINDS = {
    PeriodKind.QUARTER: ("et kvartal", "hvert kvartal"),
    PeriodKind.YEAR: ("et år", "hvert år"),
    PeriodKind.SCHOOL_YEAR: ("et skoleår", "hvert skoleår"),
}


def check_target(target: Target, release: Release, today: date) -> list[Problem]:
    """Find what is wrong with a target, and what one should know before saving it.

    Parameters
    ----------
    release
        The one in force: the baseline must have values in it.
    """
    problems = [*check_author(target.author), *_indicator(target.indicator, release)]
    if not problems:
        problems += _polarity(indicator(target.indicator))
    if target.area != release.facts.municipality:
        own = f"{release.facts.municipality_name} ({release.facts.municipality})"
        problems.append(error("Område", f"»{target.area}« er ikke {own}", "", "Ret koden"))
    problems += [*_change(target.change), *_target_year(target, today), *_decided(target, today)]
    problems += _text("Bemærkning", target.note, LONGEST_NOTE)
    if known := release.indicators.get(target.indicator):
        problems += _baseline(target, release) if known.has_data else []
    if not problems:
        problems += _warnings(target, release)
    return problems


def check_event(event: Event, today: date) -> list[Problem]:
    """Find what is wrong with an event. It may lie in the future: then it is planned."""
    problems = check_author(event.author)
    problems += _text("Titel", event.title, LONGEST_TITLE, needed=True)
    if event.day is None:
        problems.append(error("Dato", _EMPTY, "", "Skriv den dag, det skete eller skal ske"))
    elif abs(event.day.year - today.year) > 50:
        problems.append(
            error("Dato", f"Året {event.day.year} ligger langt fra i dag", "", "Ret datoen")
        )
    for id_ in event.indicators:
        problems += _known(id_, "Indikatorer")
    return [*problems, *_text("Bemærkning", event.note, LONGEST_NOTE)]


def check_comment(comment: Comment, release: Release) -> list[Problem]:
    """Find what is wrong with a comment."""
    return [
        *check_author(comment.author),
        *_indicator(comment.indicator, release),
        *_text("Kommentar", comment.text, LONGEST_COMMENT, needed=True),
    ]


def check_author(name: str) -> list[Problem]:
    """Find what is wrong with the name of the one who writes or removes something."""
    return [*_text("Dit navn", name, LONGEST_NAME, needed=True)]


def check_reason(reason: str) -> list[Problem]:
    """Find what is wrong with the reason for a load, a withdrawal or a release."""
    return [*_text("Begrundelse", reason, LONGEST_NOTE, needed=True)]


def _text(place: str, text: str, longest: int, *, needed: bool = False) -> Iterator[Problem]:
    if needed and not text:
        yield error(place, _EMPTY, "", "Udfyld det")
    if len(text) > longest:
        length = words.count(len(text), "tegn", "tegn")
        yield error(
            place, f"Teksten er på {length}", f"Højst {numbers.number(longest)}", "Gør den kortere"
        )
    for found in personal.find(text):
        yield error(
            f"{place}, {found.place}",
            f"Her står noget, der ligner {found.what}",
            "",
            "Slet det: teksten vises for alle, og personoplysninger gemmes ikke",
        )


def _known(id_: str, place: str) -> list[Problem]:
    try:
        indicator(id_)
    except UnknownIndicatorError as unknown:
        return [error(place, str(unknown), "", "Vælg en fra listen")]
    return []


def _indicator(id_: str, release: Release) -> list[Problem]:
    """That it is known and has values to compare or comment on."""
    if problems := _known(id_, "Indikator"):
        return problems
    if id_ in release.newest_periods:
        return []
    wanted = indicator(id_)
    return [error("Indikator", f"{id_} {wanted.short_title} har ingen tal endnu", wanted.needs, "")]


def _polarity(wanted: Indicator) -> Iterator[Problem]:
    if wanted.polarity is Polarity.NONE:
        yield error(
            "Indikator",
            f"{wanted.id} {wanted.short_title} har ingen retning, der er bedst",
            "Et måltal kræver, at højere eller lavere er bedre",
            "Vælg en anden indikator, eller skriv en kommentar",
        )


def _change(change: float) -> Iterator[Problem]:
    example = f"procent med fortegn, for eksempel {numbers.MINUS}10 eller {numbers.MINUS}7,5"
    if math.isnan(change):
        yield error(_CHANGE, "Her står ikke et tal", f"Ventede {example}", "")
    elif change == 0:
        yield error(_CHANGE, f"{_signed(0)} er ingen ændring", f"Ventede {example}", "")
    elif change <= -1:
        yield error(
            _CHANGE,
            f"{_signed(change)} er længere ned, end et tal kan falde",
            f"Ventede over {_signed(-1)}",
            "",
        )
    elif change > LARGEST_CHANGE:
        most = _signed(LARGEST_CHANGE)
        yield error(_CHANGE, f"Ændringen er over {most}", f"Ventede højst {most}", "")


def _target_year(target: Target, today: date) -> Iterator[Problem]:
    if target.target_year is None:
        yield error("År", _EMPTY, "", "Vælg det år, måltallet skal være nået")
        return
    if target.target_year < today.year:
        yield error(
            "År", f"{target.target_year} er gået", f"Ventede {today.year} eller senere", "Ret året"
        )
        return
    try:
        last = periods.parse(target.last_period)
    except periods.UnknownPeriodError:
        return
    if target.target_year <= last.last_day.year:
        yield error(
            "År",
            f"{target.target_year} ligger ikke efter udgangspunktet, "
            f"som slutter med {periods.label(last.code)}",
            "",
            "Vælg et senere år eller et tidligere udgangspunkt",
        )


def _decided(target: Target, today: date) -> Iterator[Problem]:
    yield from _text("Besluttet af", target.decided_by, LONGEST_NAME, needed=True)
    if target.decided_on is None:
        yield error("Besluttet den", _EMPTY, "", "Skriv datoen for beslutningen")
    elif target.decided_on > today:
        yield error(
            "Besluttet den",
            "Datoen ligger i fremtiden",
            "",
            "Gem måltallet, når det er besluttet",
        )


def _baseline(target: Target, release: Release) -> list[Problem]:
    """That the baseline is whole years of the right kind of period, each with a value."""
    place = "Udgangspunkt"
    entry = release.indicators[target.indicator]
    wanted = BASELINE_KINDS[entry.span]
    try:
        first, last = (periods.parse(code) for code in (target.first_period, target.last_period))
    except periods.UnknownPeriodError as unknown:
        return [error(place, str(unknown), "", "")]
    for period in (first, last):
        if period.kind is not wanted:
            one, each = _KINDS[wanted]
            found = f"{words.capitalise(periods.label(period.code))} er ikke {one}"
            return [error(place, found, f"{entry.id} har tal for {each}", "Vælg to af dem")]
    if first.first_day > last.first_day:
        begin, end = periods.label(first.code), periods.label(last.code)
        found = f"Det begynder med {begin} og slutter med {end}"
        return [error(place, found, "Ventede den tidligste periode først", "Byt om på dem")]
    codes = _codes(first, last)
    if wanted is PeriodKind.QUARTER and len(codes) % 4:
        length = words.count(len(codes), "kvartal", "kvartaler")
        return [
            error(
                place,
                f"Det er på {length}",
                "Ventede hele år, for eksempel 8 eller 12 kvartaler, fordi årets kvartaler "
                "er forskellige",
                "Vælg en anden første eller sidste periode",
            )
        ]
    areas = {release.facts.municipality: release.facts.municipality_name}
    if target.basis is Basis.PEERS:
        areas[release.facts.peers] = release.facts.peers_name
    return [
        problem for area, name in areas.items() for problem in _missing(target, release, area, name)
    ]


def _missing(target: Target, release: Release, area: str, name: str) -> Iterator[Problem]:
    rows = release.history(target.indicator, [area], kind=target.kind)
    present = set(rows.loc[rows["value"].notna(), "period"])
    codes = _codes(periods.parse(target.first_period), periods.parse(target.last_period))
    if missing := [code for code in codes if code not in present]:
        named = [periods.label(code) for code in missing[:_SHOWN]]
        if more := len(missing) - len(named):
            named.append(words.count(more, "anden periode", "andre perioder"))
        yield error(
            "Udgangspunkt",
            f"{release.indicators[target.indicator].short_title} har intet tal for {name} i "
            f"{words.listing(named)}",
            "Ventede et tal i hver periode",
            "Vælg et andet udgangspunkt",
        )


def _warnings(target: Target, release: Release) -> Iterator[Problem]:
    """What one should know of a target that can be saved."""
    wanted = indicator(target.indicator)
    rows = release.history(target.indicator, [target.area], kind=target.kind)
    codes = _codes(periods.parse(target.first_period), periods.parse(target.last_period))
    rows = rows[rows["period"].isin(codes)]
    years = len(codes) / (4 if target.kind == PeriodKind.QUARTER else 1)
    cases = rows["numerator"].sum() / years
    share = rows["numerator"].sum() / rows["denominator"].sum()
    is_share = wanted.kind is Kind.SHARE
    if is_share and share * (1 + target.change) > 1:
        level = numbers.percent(share * (1 + target.change))
        yield error(
            _CHANGE, f"Måltallet ville blive {level}", f"En andel er højst {numbers.percent(1)}", ""
        )
        return
    better = -1 if wanted.polarity is Polarity.LOWER else 1
    if target.change * better < 0:
        direction = "lavere" if better < 0 else "højere"
        moves = "en stigning" if target.change > 0 else "et fald"
        yield warning(_CHANGE, f"Måltallet er {moves}, men {direction} er bedre")
    if years < FEWEST_YEARS:
        yield warning(
            "Udgangspunkt",
            "Det er kun ét år, og ét år svinger af sig selv",
            "",
            "Overvej tre år",
        )
    if wanted.kind in (Kind.RATE, Kind.COUNT, Kind.SHARE):
        noise = math.sqrt(cases * (1 - share if is_share else 1))
        if abs(target.change) * cases < NOISE * noise:
            yield warning(
                _CHANGE,
                f"Den svarer til {words.count(abs(target.change) * cases, *wanted.cases)} om året "
                f"ud fra {numbers.number(cases)}, og tilfældet alene flytter tit et år med "
                f"{numbers.number(noise)} eller mere",
                "Ét år kan ikke vise, om måltallet er nået",
                "Overvej tre år lagt sammen eller en bredere indikator",
            )


def _codes(first: Period, last: Period) -> list[str]:
    codes = [first.code]
    while codes[-1] != last.code:
        codes.append(periods.following(codes[-1]))
    return codes


def _signed(share: float) -> str:
    return f"{numbers.signed(share * 100)}{NO_BREAK_SPACE}%"
