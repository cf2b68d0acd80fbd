"""A flow chart on screen: what stays is pale, what moves is in the accent, no colour a unit."""

from charts.description import Flows
from charts.palette import CTL, FLOW, NEUBG, TEXT
from charts.screen import template
from charts.screen.template import FONT, LABEL_SIZE, Part

HEIGHT = 380


def drawn(chart: Flows) -> Part:
    """Draw the flows as a Plotly figure, not yet checked."""
    sources, targets = chart.sources, chart.targets
    left, right = list(sources), list(targets)
    written = [
        f"{name} {chart.scale.write(amount)}"
        for side in (sources, targets)
        for name, amount in side.items()
    ]
    return template.drawing(
        HEIGHT,
        {"t": 8, "b": 8, "l": 2, "r": 2},
        data=[
            {
                "type": "sankey",
                "arrangement": "snap",
                "domain": {"x": [0, 1], "y": [0, 1]},
                "textfont": {"family": FONT, "size": LABEL_SIZE, "color": TEXT.light},
                "node": {
                    "label": written,
                    "color": CTL.light,
                    "thickness": 10,
                    "pad": 10,
                    "line": {"width": 0},
                    "hovertemplate": "<b>%{label}</b><extra></extra>",
                },
                "link": {
                    "source": [left.index(flow.source) for flow in chart.flows],
                    "target": [len(left) + right.index(flow.target) for flow in chart.flows],
                    "value": [chart.scale.shown(flow.amount) for flow in chart.flows],
                    "color": [FLOW.light if flow.moves else NEUBG.light for flow in chart.flows],
                    "customdata": [
                        f"{flow.source} → {flow.target}" if flow.moves else f"{flow.source}, bliver"
                        for flow in chart.flows
                    ],
                    "label": [chart.scale.write(flow.amount) for flow in chart.flows],
                    "hovertemplate": "<b>%{label}</b><br>%{customdata}<extra></extra>",
                },
            }
        ],
        xaxis={},
        yaxis={},
    )
