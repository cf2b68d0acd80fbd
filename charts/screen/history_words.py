"""The words inside a history: names at the ends of lines, odd peaks, breaks and marked figures.

Places are counted in pixels from a point of the chart, so that they hold on a phone as well.
"""

from datetime import date
from textwrap import wrap

from charts.description import Break, History, Marked, Point, Role, Series
from charts.geometry import spread
from charts.palette import ACCENT, MUTED, PEER, TEXT
from charts.screen import template
from charts.screen.template import CHARACTER, LABEL_SIZE, Part

LEADER = 26  # from the last point to its label
LABEL_GAP = 16.5
LINE_HEIGHT = 17
ASIDE = 5  # from a line to the words about it
NOTE_WIDTH = 20  # characters; fits beside a break on a phone
NOTE_SHARE = 0.3  # of the width that such words take, at most
EDGE = 0.15  # of the height that counts as its foot, and as its top


def room_for_labels(history: History) -> float:
    """How wide the names and values at the ends of the lines are, with the way to them."""
    longest = max(len(_end_words(history, series)) for series in history.series)
    return LEADER + longest * CHARACTER


def end_labels(history: History, top: float, height: float) -> list[Part]:
    """Name and value at the end of each line, moved apart, with a thin line to the last point."""
    ending = [series for series in history.series if series.known]
    ends = [series.known[-1] for series in ending]
    wanted = [height * (1 - history.scale.shown(value) / top) for _, value in ends]
    places = spread(wanted, LABEL_GAP, LABEL_GAP / 2, height - LABEL_GAP / 2)
    return [
        _end_label(history, series, point, history.scale.shown(value), place - want)
        for series, (point, value), want, place in zip(ending, ends, wanted, places, strict=True)
    ]


def _end_label(history: History, series: Series, point: Point, y: float, shift: float) -> Part:
    words = _end_words(history, series)
    colour, leader = MUTED.light, PEER.light
    match series.role:
        case Role.OWN:
            words, colour, leader = f"<b>{words}</b>", ACCENT.light, ACCENT.light
        case Role.GROUP | Role.REGION | Role.COUNTRY:
            colour = TEXT.light
    label: Part = {
        "text": words,
        "x": point.at.isoformat(),
        "y": y,
        "xanchor": "left",
        "font": {"size": 15 if series.role is Role.OWN else LABEL_SIZE, "color": colour},
    }
    if point.at < history.last:  # an older figure: no line across the years that are missing
        place = {"xref": "paper", "x": 1, "xshift": LEADER, "yshift": -shift, "showarrow": False}
    else:
        place = {"ax": LEADER, "ay": shift, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": leader}
    return label | place


def _end_words(history: History, series: Series) -> str:
    """``Glostrup 6,9``, with the year when it is not the newest."""
    words = [series.label]
    for point, value in series.known[-1:]:
        words.append(history.scale.write(value))
        if point.at < history.last:
            words.append(f"({point.at.year})")
    return " ".join(words)


def peak_words(history: History, peak: tuple[Series, Point, float], line: int) -> Part:
    """The name and peak of a peer that leaves the chart, at the top edge."""
    series, point, value = peak
    late = _share(history, point.at) > 0.5
    return template.words(
        f"↑ {series.label} op til {history.scale.write(value)}",
        x=point.at.isoformat(),
        y=1,
        yref="paper",
        xanchor="right" if late else "left",
        xshift=-ASIDE if late else ASIDE,
        yanchor="top",
        yshift=-line * LINE_HEIGHT,
    )


def break_words(history: History, note: Break, top: float, place: int) -> Part:
    """The reason for a break, beside its line, on the side and at the edge with more room."""
    late = _share(history, note.at) > 0.5
    above = _crowded_below(history, note.at, top, late)
    shift = ASIDE + place * 2 * LINE_HEIGHT
    return template.words(
        "<br>".join(wrap(note.text, NOTE_WIDTH)),
        x=note.at.isoformat(),
        y=1 if above else 0,
        yref="paper",
        xanchor="right" if late else "left",
        xshift=-ASIDE if late else ASIDE,
        yanchor="top" if above else "bottom",
        yshift=-shift if above else shift,
        align="right" if late else "left",
    )


def _crowded_below(history: History, at: date, top: float, late: bool) -> bool:
    """Whether more figures lie at the foot of the chart than at its top, beside a date."""
    start = _share(history, at)
    nearest, farthest = (start - NOTE_SHARE, start) if late else (start, start + NOTE_SHARE)
    beside = [
        history.scale.shown(value) / top
        for series in history.series
        for point, value in series.known
        if nearest <= _share(history, point.at) <= farthest
    ]
    return sum(height < EDGE for height in beside) > sum(height > 1 - EDGE for height in beside)


def marked_words(history: History, note: Marked) -> list[Part]:
    """What there is to say about a marked figure, beside it."""
    late = _share(history, note.at) > 0.5
    return [
        template.words(
            "<br>".join(wrap(note.text, NOTE_WIDTH)),
            colour=TEXT.light,
            x=point.at.isoformat(),
            y=history.scale.shown(value),
            xanchor="right" if late else "left",
            xshift=-2 * ASIDE if late else 2 * ASIDE,
            align="right" if late else "left",
        )
        for point, value in own_at(history, note.at)
    ]


def own_at(history: History, at: date) -> list[tuple[Point, float]]:
    """The municipality's figure at a date: one, or none in a gap."""
    return [(point, value) for point, value in history.own.known if point.at == at]


def _share(history: History, at: date) -> float:
    """How far along the time axis a date lies, 0-1."""
    whole = (history.last - history.first).days
    return (at - history.first).days / whole if whole else 0.5
