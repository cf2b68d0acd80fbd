"""Charts on screen: a description becomes a Plotly figure.

Figures are drawn in the light colours and recoloured by the style sheet, so a change of theme needs
no new figure. Show them with ``theme=None``, this module's `CONFIG` and `charts.alternative.text`.
"""

from plotly.graph_objects import Figure

from charts.description import Comparison, Description, History, SmallHistory
from charts.screen import comparison, history, small_history
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
