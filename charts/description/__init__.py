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
from charts.description.flows import Flow, Flows
from charts.description.lines import History, SmallHistory, Sparkline
from charts.description.target import Baseline, Target, TargetPath
from charts.description.weighing import (
    CostAgainstPoints,
    CostCourse,
    CostDot,
    CostYear,
    LeadBar,
    Leads,
    Lollipop,
    Lollipops,
)

Description = (
    History
    | SmallHistory
    | Comparison
    | ControlChart
    | Funnel
    | TargetPath
    | Flows
    | Lollipops
    | Leads
    | CostAgainstPoints
    | CostCourse
)

__all__ = [
    "PERCENT",
    "Baseline",
    "Break",
    "Comparison",
    "ControlChart",
    "ControlPoint",
    "CostAgainstPoints",
    "CostCourse",
    "CostDot",
    "CostYear",
    "Description",
    "Event",
    "Flow",
    "Flows",
    "Funnel",
    "FunnelLimits",
    "FunnelRow",
    "History",
    "LeadBar",
    "Leads",
    "Limits",
    "Lollipop",
    "Lollipops",
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
