"""Charts on screen: a description becomes a Plotly figure.

Figures are drawn in the light colours and recoloured by the style sheet, so a change of theme needs
no new figure. Show them with ``theme=None``, this module's `CONFIG` and `charts.alternative.text`.
"""

from plotly.graph_objects import Figure

from charts.description import (
    Comparison,
    ControlChart,
    CostAgainstPoints,
    CostCourse,
    Description,
    Flows,
    Funnel,
    History,
    Leads,
    Lollipops,
    SmallHistory,
    TargetPath,
)
from charts.screen import (
    comparison,
    control_chart,
    flows,
    funnel,
    history,
    small_history,
    target_path,
    weighing,
)
from danish.dates import DAYS, MONTHS, SHORT_DAYS, SHORT_MONTHS

CONFIG = {
    "displayModeBar": False,
    "responsive": True,
    "showTips": False,
    "locale": "da",
    "locales": {
        "da": {
            "format": {
                "days": list(DAYS),
                "shortDays": list(SHORT_DAYS),
                "months": list(MONTHS),
                "shortMonths": list(SHORT_MONTHS),
                "date": "%d.%m.%Y",
                "decimal": ",",
                "thousands": ".",
            }
        }
    },
}


def figure(description: Description) -> Figure:
    """Draw a description for the screen."""
    match description:
        case History():
            return Figure(history.drawn(description))
        case SmallHistory():
            return Figure(small_history.drawn(description))
        case Comparison():
            return Figure(comparison.drawn(description))
        case ControlChart():
            return Figure(control_chart.drawn(description))
        case Funnel():
            return Figure(funnel.drawn(description))
        case TargetPath():
            return Figure(target_path.drawn(description))
        case Flows():
            return Figure(flows.drawn(description))
        case Lollipops():
            return Figure(weighing.lollipops(description))
        case Leads():
            return Figure(weighing.leads(description))
        case CostAgainstPoints():
            return Figure(weighing.cost_against_points(description))
        case CostCourse():
            return Figure(weighing.cost_course(description))
