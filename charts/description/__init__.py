"""What a chart says, before anything is drawn.

A description arrives complete: to be drawn on screen, in a slide or in a PDF it needs no further
figures. Values are the release's own (shares 0-1); a `Scale` says how they are drawn and
written.
"""

from charts.description.areas import Comparison, Funnel, FunnelLimits, FunnelRow, Row
from charts.description.control import ControlChart, ControlPoint, Limits, Mark, Shape, Stretch
from charts.description.elements import (
    PERCENT,
    Break,
    Event,
    Marked,
    Point,
    Role,
    Scale,
    Series,
    Tone,
)
from charts.description.lines import History, SmallHistory, Sparkline
from charts.description.target import Baseline, Target, TargetPath

Description = History | SmallHistory | Comparison | ControlChart | Funnel | TargetPath

__all__ = [
    "PERCENT",
    "Baseline",
    "Break",
    "Comparison",
    "ControlChart",
    "ControlPoint",
    "Description",
    "Event",
    "Funnel",
    "FunnelLimits",
    "FunnelRow",
    "History",
    "Limits",
    "Mark",
    "Marked",
    "Point",
    "Role",
    "Row",
    "Scale",
    "Series",
    "Shape",
    "SmallHistory",
    "Sparkline",
    "Stretch",
    "Target",
    "TargetPath",
    "Tone",
]
