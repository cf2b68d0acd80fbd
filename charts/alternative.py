"""The words that stand for a chart when it cannot be seen."""

from collections import Counter

from charts.description import (
    Comparison,
    ControlChart,
    ControlPoint,
    CostAgainstPoints,
    CostCourse,
    Description,
    Event,
    Flows,
    Funnel,
    FunnelRow,
    History,
    Leads,
    Lollipops,
    Mark,
    Point,
    Role,
    Row,
    Scale,
    SmallHistory,
    Sparkline,
    TargetPath,
)
from charts.geometry import limits_at
from danish.numbers import number, signed
from danish.words import capitalise, count, listing, sentence


def text(description: Description) -> str:
    """Return the alternative text of a chart: its own, or one written from its figures."""
    if description.alt:
        return description.alt
    match description:
        case History():
            return _history(description)
        case SmallHistory():
            return _small_history(description)
        case Comparison():
            return _comparison(description)
        case ControlChart():
            return _control_chart(description)
        case Funnel():
            return _funnel(description)
        case TargetPath():
            return _target_path(description)
        case Flows():
            return _flows(description)
        case Lollipops():
            return _lollipops(description)
        case Leads():
            return _leads(description)
        case CostAgainstPoints():
            return _cost_against_points(description)
        case CostCourse():
            return _cost_course(description)


def _flows(chart: Flows) -> str:
    moving = [flow for flow in chart.flows if flow.moves]
    told = [
        f"{chart.scale.write(flow.amount)} fra {flow.source} til {flow.target}" for flow in moving
    ]
    whole = chart.scale.write(sum(flow.amount for flow in chart.flows))
    moved = chart.scale.write(sum(flow.amount for flow in moving))
    start = f"Flowdiagram. {chart.title}: {moved} af {whole} flytter"
    return sentence(f"{start}: {listing(told)}" if told else start)


def _lollipops(chart: Lollipops) -> str:
    told = [
        f"{row.name} {row.detail if row.value is None else number(row.value)}" for row in chart.rows
    ]
    return f"Point fra 0 til 100. {sentence(chart.title)} {sentence(listing(told))}"


def _leads(chart: Leads) -> str:
    told = [
        f"{bar.name} fra {signed(min(bar.down, bar.up), 1)} til {signed(max(bar.down, bar.up), 1)}"
        for bar in chart.bars
    ]
    return f"{sentence(chart.title)} Nu {signed(chart.now, 1)} point. {sentence('; '.join(told))}"


def _cost_against_points(chart: CostAgainstPoints) -> str:
    told = [
        f"{dot.name} {number(dot.points)} point og {chart.scale.write(dot.cost)}"
        + (" (overgået af en anden)" if dot.dominated else "")
        for dot in chart.dots
    ]
    return f"Prikdiagram. {sentence(chart.title)} {sentence(listing(told))}"


def _cost_course(chart: CostCourse) -> str:
    told = [f"{chart.scale.write(one.value)} til og med {one.year}" for one in chart.years]
    band = chart.scale.write_interval(chart.last.lower, chart.last.upper)
    return f"Linjediagram. {sentence(chart.title)} {sentence(listing(told))} Spænd {band}."


def sparkline_text(sparkline: Sparkline) -> str:
    """Return what a sparkline shows: ``Fra 6,5 i 2008 til 5,8 i 2025.``."""
    ends = [
        f"{sparkline.scale.write(point.value)} i {point.label}"
        for point in sparkline.points
        if point.value is not None
    ]
    if not ends:
        return "Ingen historik."
    return f"Fra {ends[0]} til {ends[-1]}." if len(ends) > 1 else f"{ends[0]}."


def _history(history: History) -> str:
    sentences = [f"Linjediagram, {_span(history)}."]
    own = history.own
    if own.known:
        point, value = own.known[-1]
        standing = _standing(history, point, value)
        latest = f"Seneste værdi {history.scale.write(value)}{_interval(point, history.scale)}."
        sentences += [*standing, latest]
    else:
        sentences.append(f"Ingen tal for {own.name}.")
    sentences += [sentence(note.text) for note in history.breaks]
    sentences += _events(history.events)
    return " ".join(sentences)


def _standing(history: History, point: Point, value: float) -> list[str]:
    peers = [
        other
        for series in history.series
        if series.role is Role.PEER
        for latest, other in series.known[-1:]
        if latest.at == point.at
    ]
    if not peers:
        return []
    below = sum(peer < value for peer in peers)
    others = count(len(peers), "anden kommune", "andre kommuner")
    return [f"{history.own.name} ligger højere end {below} af {others}."]


def _small_history(history: SmallHistory) -> str:
    ends = [
        f"{series.name} {history.scale.write(value)}"
        for series in history.series
        for _, value in series.known[-1:]
    ]
    latest = f"Seneste værdi {listing(ends)}." if ends else "Ingen tal."
    return f"Linjediagram, {_span(history)}. {latest}"


def _comparison(comparison: Comparison) -> str:
    rows = [
        (row, f"{row.name} {comparison.scale.write(row.value)}")
        for row in comparison.ranked
        if row.value is not None
    ]
    parts = []
    for place, (row, words) in enumerate(rows, start=1):
        if place == 1 and len(rows) > 1:
            words = f"højest {words}"
        elif place == len(rows) > 1:
            words = f"lavest {words}"
        if row.role is Role.OWN:
            words += _interval(row, comparison.scale)
        elif 1 < place < len(rows):
            continue
        parts.append(words)
    return f"Prikdiagram for {comparison.period}. {capitalise(', '.join(parts)) or 'Ingen tal'}."


def _control_chart(chart: ControlChart) -> str:
    sentences = [f"Kontrolkort, {_span(chart)}, et punkt for hvert kvartal."]
    if chart.judged:
        if chart.base:
            sentences.append(f"Grænserne er regnet på {chart.base}.")
        sentences.append(_flags(chart))
    else:
        sentences.append("Ingen grænser, så ingen kvartaler er vurderet.")
    sentences += [_latest_quarter(chart, *known) for known in chart.known[-1:]] or ["Ingen tal."]
    sentences += [sentence(note.text) for note in chart.breaks]
    return " ".join([*sentences, *_events(chart.events)])


def _flags(chart: ControlChart) -> str:
    """``3 af 32 vurderede kvartaler er mærket: 1 over grænsen og 2 syv i træk under midten.``."""
    judged = count(len(chart.judged), "vurderet kvartal", "vurderede kvartaler")
    if not chart.flagged:
        return f"Ingen af {judged} er mærket."
    marks = Counter(point.mark for point in chart.flagged)
    kinds = [f"{marks[mark]} {mark.words}" for mark in Mark if marks[mark]]
    return f"{len(chart.flagged)} af {judged} er mærket: {listing(kinds)}."


def _latest_quarter(chart: ControlChart, point: ControlPoint, value: float) -> str:
    cases = f" ({point.detail})" if point.detail else ""
    verdict = f", {point.mark.words}" if point in chart.judged else ", vurderes ikke"
    return f"Seneste, {point.label}: {chart.scale.write(value)}{cases}{verdict}."


def _funnel(funnel: Funnel) -> str:
    sentences = [
        f"Tragtdiagram for {count(len(funnel.known), 'kommune', 'kommuner')} i {funnel.period}."
    ]
    for row, value in funnel.known:
        if row.role is Role.OWN:
            words = f"{row.name} {funnel.scale.write(value)}"
            sentences.append(f"{words} ligger {_zone(funnel, row, value)}.")
    outside = sum(_is_outside(funnel, row, value) for row, value in funnel.known)
    sentences += [
        f"{capitalise(funnel.mean_name)} {funnel.scale.write(funnel.mean)}.",
        f"{outside} af {len(funnel.known)} ligger uden for 99,8 %.",
    ]
    if funnel.spread:
        sentences.append("Grænserne regner med, at kommuner er forskellige.")
    return " ".join(sentences)


def _zone(funnel: Funnel, row: FunnelRow, value: float) -> str:
    if _is_outside(funnel, row, value):
        return "uden for 99,8 %"
    limits = limits_at(funnel.inner, row.population)
    return "inden for 95 %" if limits.lower <= value <= limits.upper else "mellem 95 % og 99,8 %"


def _is_outside(funnel: Funnel, row: FunnelRow, value: float) -> bool:
    limits = limits_at(funnel.outer, row.population)
    return not limits.lower <= value <= limits.upper


def _target_path(chart: TargetPath) -> str:
    sentences = [f"Linjediagram med måltal, {_span(chart)}."]
    for point, value in chart.own.known[-1:]:
        written = chart.scale.write(value)
        sentences.append(
            f"{chart.own.name}: seneste værdi {written}{_interval(point, chart.scale)}."
        )
        sentences += [
            f"Sporet mod måltallet: {chart.scale.write(step.value)}{_interval(step, chart.scale)}."
            for step in chart.path
            if step.at == point.at and step.value is not None
        ]
    if not chart.own.known:
        sentences.append(f"Ingen tal for {chart.own.name}.")
    sentences.append(sentence(chart.target.text))
    if chart.baseline is not None:
        sentences.append(sentence(chart.baseline.text))
    for point in chart.forecast[-1:]:
        if point.value is not None:
            words = f"{chart.scale.write(point.value)}{_interval(point, chart.scale)}"
            sentences.append(f"Fremskrivning til {point.label}: {words}.")
    sentences += [sentence(note.text) for note in chart.breaks]
    return " ".join([*sentences, *_events(chart.events)])


def _events(events: tuple[Event, ...]) -> list[str]:
    ordered = sorted(events, key=lambda event: event.at)
    return [f"Hændelse i {event.at.year}: {sentence(event.text)}" for event in ordered]


def _interval(of: Point | Row, scale: Scale) -> str:
    if of.lower is None or of.upper is None:
        return ""
    return f" med interval {scale.write_interval(of.lower, of.upper)}"


def _span(history: History | SmallHistory | ControlChart | TargetPath) -> str:
    first, last = history.first.year, history.last.year
    return f"{last}" if first == last else f"{first}–{last}"
