"""The plot of a chart over time, and the breaks and events that stand upright in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import wrap

from charts.description import Break, Event, Scale
from charts.palette import CTL, MUTED, TEXT, VEIL
from charts.placement import Box
from charts.screen.spots import LINE_HEIGHT, Anchor, Spot, Text
from charts.screen.template import Part

ASIDE = 5  # from a line to the words about it
NOTE_WIDTHS = (20, 13)  # characters of a line of words; the second when space is short
LEVELS = 6  # lines of words that may stand above one another
UPRIGHT = 20.0  # what it costs to cover the line of a break or an event


@dataclass(frozen=True)
class Frame:
    """The plot of a chart over time: what its axes hold, in dates, numbers and pixels."""

    first: date
    last: date
    top: float
    scale: Scale
    height: float
    margin: timedelta = timedelta(0)  # of time, before the first date and after the last

    @property
    def span(self) -> list[str]:
        """The range of the time axis."""
        return [self._start.isoformat(), self._end.isoformat()]

    def share(self, at: date) -> float:
        """How far along the time axis a date lies, 0-1."""
        return (at - self._start).days / (self._end - self._start).days

    def down(self, value: float) -> float:
        """How far below the upper edge a value lies."""
        return self.height * (1 - self.scale.shown(value) / self.top)

    def anchor(self, at: date, value: float) -> Anchor:
        """Where a value of a date is drawn."""
        return Anchor(at.isoformat(), self.share(at), self.down(value))

    def dot(self, at: date, value: float, radius: float, cost: float) -> Box:
        """A drawn point as something that words should not cover."""
        down = self.down(value)
        return Box(self.share(at), -radius, radius, down - radius, down + radius, cost)

    @property
    def _start(self) -> date:
        return self.first - self._room

    @property
    def _end(self) -> date:
        return self.last + self._room

    @property
    def _room(self) -> timedelta:
        """A single date gets half a year to each side."""
        return timedelta(days=183) if self.first == self.last else self.margin


def upright(frame: Frame, notes: Sequence[Break | Event]) -> list[Part]:
    """A line for each note: dashed for a break, thin and solid for an event."""
    return [
        {
            "type": "line",
            "layer": "below",
            "x0": note.at.isoformat(),
            "x1": note.at.isoformat(),
            "y0": 0,
            "y1": frame.top,
            "line": {"color": CTL.light, "width": 1.5, "dash": "dash"}
            if isinstance(note, Break)
            else {"color": MUTED.light, "width": 1},
        }
        for note in _inside(frame, notes)
    ]


def upright_boxes(frame: Frame, notes: Sequence[Break | Event]) -> list[Box]:
    """The lines of the notes as something that words should not cover."""
    shares = (frame.share(note.at) for note in _inside(frame, notes))
    return [Box(share, -2, 2, 0, frame.height, UPRIGHT) for share in shares]


def note_labels(
    frame: Frame, notes: Sequence[Break | Event], ground: str = VEIL.light
) -> list[list[Spot]]:
    """The words of each note, beside its line: an event's at the top, a break's at either edge."""
    return [list(_beside(frame, note, ground)) for note in _inside(frame, notes)]


def _inside(frame: Frame, notes: Sequence[Break | Event]) -> list[Break | Event]:
    """The notes that the time axis holds."""
    return [note for note in notes if 0 <= frame.share(note.at) <= 1]


def _beside(frame: Frame, note: Break | Event, ground: str) -> Iterator[Spot]:
    is_event = isinstance(note, Event)
    colour = TEXT.light if is_event else MUTED.light
    anchor = Anchor(note.at.isoformat(), frame.share(note.at), 0)
    for narrower, width in enumerate(NOTE_WIDTHS):
        text = Text(tuple(wrap(note.text, width)), colour, ground=ground)
        for level in range(LEVELS):
            from_edge = text.height / 2 + 1 + level * LINE_HEIGHT
            cost = level * 2.0 + narrower * 3
            foot = frame.height - from_edge - ASIDE
            for down, dear in ((from_edge, 0), (foot, 9 if is_event else 0)):
                for right, side in ((ASIDE, "left"), (-ASIDE, "right")):
                    late = 0.5 * ((side == "right") != (anchor.share > 0.5))
                    yield Spot(text, anchor, right, down, side, cost + dear + late)
