"""The one line under a chart that says what its shapes mean; only those that occur in it."""

from typing import NamedTuple

from charts.description import ControlChart, Funnel, Mark, Role, Shape, Tone


class Entry(NamedTuple):
    """A shape, what it means, and whether that is favourable.

    `charts.icons.SHAPES` has the shape as a drawing.
    """

    shape: Shape
    words: str
    tone: Tone


def control_chart(chart: ControlChart) -> tuple[Entry, ...]:
    """The shapes of a control chart, in the order of the rules.

    Rules that share shape and tone share an entry: ``syv i træk stigende eller …``.
    """
    occurring = {
        (point.mark, Tone.NONE if point.mark is Mark.NONE else point.tone) for point in chart.judged
    }
    words: dict[tuple[Shape, Tone], list[str]] = {}
    for mark in Mark:
        for tone in Tone:
            if (mark, tone) in occurring:
                words.setdefault((mark.shape, tone), []).append(mark.words)
    if len(chart.judged) < len(chart.known):
        words[Shape.DISC_OPEN, Tone.NONE] = ["vurderes ikke"]
    return tuple(Entry(shape, " eller ".join(said), tone) for (shape, tone), said in words.items())


def funnel(funnel: Funnel, peers: str = "nabokommuner") -> tuple[Entry, ...]:
    """The shapes of a funnel, without the municipality's own, which is named in the chart."""
    occurring = {row.role for row, _ in funnel.known}
    entries = {
        Role.PEER: Entry(Shape.DIAMOND, peers, Tone.NONE),
        Role.OTHER: Entry(Shape.DISC_OPEN, "øvrige kommuner", Tone.NONE),
    }
    return tuple(entry for role, entry in entries.items() if role in occurring)
