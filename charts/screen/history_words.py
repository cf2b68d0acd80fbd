"""The words inside a history: names at the ends of lines, odd peaks, breaks and marked figures.

Places are counted in pixels from a point of the chart, so that they hold on a phone as well.
"""

from collections.abc import Iterator
from datetime import date
from textwrap import wrap

from charts.description import History, Marked, Point, Role, Series
from charts.geometry import leaving, spread
from charts.palette import ACCENT, MUTED, PEER, TEXT
from charts.placement import Box, Room
from charts.screen import timeline
from charts.screen.spots import LINE_HEIGHT, WIDEST, Anchor, Spot, Text, around, written
from charts.screen.template import CHARACTER, LABEL_SIZE, Part
from charts.screen.timeline import ASIDE, Frame

LEADER = 26  # from the last point to its label
LABEL_GAP = 16.5
NARROWEST = 170  # pixels of the plot on a phone
NOTE_WIDTH = 20  # characters
RING = 13  # pixels, round a marked figure
ON_OWN, ON_OTHER = 8.0, 1.0  # what it costs to write upon a line


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


def inner_labels(history: History, frame: Frame) -> list[Part]:
    """Odd peaks, breaks, events and marked figures in words, none upon another."""
    return written(
        [
            *(_peak_label(frame, *peak) for peak in leaving(history, frame.top)),
            *timeline.note_labels(frame, history.notes),
            *(
                _marked_label(frame, note, point, value)
                for note in history.marked
                for point, value in own_at(history, note.at)
            ),
        ],
        [*_in_the_way(history, frame), *timeline.upright_boxes(frame, history.notes)],
        Room(frame.height, NARROWEST, WIDEST),
    )


def _peak_label(frame: Frame, series: Series, point: Point, value: float) -> list[Spot]:
    """The name and peak of a peer that leaves the chart, at the top edge."""
    text = Text((f"↑ {series.label} op til {frame.scale.write(value)}",))
    share = frame.share(point.at)
    anchor = Anchor(point.at.isoformat(), share, 0)
    return [
        Spot(
            text, anchor, right, (level + 0.5) * LINE_HEIGHT, side,
            3.0 * level + ((side == "right") != (share > 0.5)),
        )
        for level in range(timeline.LEVELS)
        for right, side in ((ASIDE, "left"), (-ASIDE, "right"))
    ]  # fmt: skip


def _marked_label(frame: Frame, note: Marked, point: Point, value: float) -> list[Spot]:
    """What there is to say about a marked figure, beside it."""
    text = Text(tuple(wrap(note.text, NOTE_WIDTH)), TEXT.light)
    return around(text, frame.anchor(point.at, value), RING / 2)


def own_at(history: History, at: date) -> list[tuple[Point, float]]:
    """The municipality's figure at a date: one, or none in a gap."""
    return [(point, value) for point, value in history.own.known if point.at == at]


def _in_the_way(history: History, frame: Frame) -> Iterator[Box]:
    """The lines, the municipality's own before the others'."""
    for series in history.series:
        cost = ON_OWN if series.role is Role.OWN else ON_OTHER
        for point, value in series.known:
            yield frame.dot(point.at, value, 4, cost)
