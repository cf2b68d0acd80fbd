"""The words that stand for a chart when it cannot be seen."""

from charts.description import (
    Comparison,
    Description,
    History,
    Point,
    Role,
    Row,
    Scale,
    SmallHistory,
    Sparkline,
)
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


def _interval(of: Point | Row, scale: Scale) -> str:
    if of.lower is None or of.upper is None:
        return ""
    return f" med interval {scale.write_interval(of.lower, of.upper)}"


def _span(history: History | SmallHistory) -> str:
    first, last = history.first.year, history.last.year
    return f"{last}" if first == last else f"{first}–{last}"
