"""A page as its reader meets it, run without a browser."""

import json
import re
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

APP = Path(__file__).parents[2] / "app.py"


@dataclass
class Screen:
    """One open page."""

    run: AppTest

    @property
    def html(self) -> str:
        """All HTML of ours, without the style sheet."""
        return "\n".join(part.body for part in self.run.main.html if "<style>" not in part.body)

    @property
    def words(self) -> str:
        """All that can be read: our HTML as text, labels, choices, and what charts say."""
        said = [_plain(line) for line in self.html.splitlines()]
        said += [part.value for part in self.run.main.markdown]
        for choice in (*self.run.main.selectbox, *self.run.main.button_group):
            said += [choice.label, *choice.options]
        said += [box.label for box in self.run.main.text_input]
        said += [button.label for button in self.run.main.get("download_button")]
        for chart in self.run.main.get("plotly_chart"):
            said += [chart.proto.alt, *_texts(json.loads(chart.proto.spec))]
        return "\n".join(said)

    @property
    def heading(self) -> str:
        """The page's one heading."""
        (found,) = re.findall(r"<h1>(.*?)</h1>", self.html)
        return unescape(re.sub(r"<[^>]+>", "", found))

    @property
    def tables(self) -> list[list[list[str]]]:
        """Each table as its rows of cells."""
        return [
            [[_plain(cell) for cell in _cells(row)] for row in re.findall(r"<tr.*?</tr>", table)]
            for table in re.findall(r"<table.*?</table>", self.html, re.DOTALL)
        ]

    @property
    def charts(self) -> list[str]:
        """The alternative text of each chart."""
        return [chart.proto.alt for chart in self.run.main.get("plotly_chart")]

    @property
    def address(self) -> dict[str, Any]:
        """What stands after the question mark."""
        return self.run.query_params

    def choose(self, key: str, code: str | list[str] | None) -> None:
        """Choose by its code in the widget of this name."""
        widgets = [*self.run.main.selectbox, *self.run.main.button_group]
        next(widget for widget in widgets if widget.key == key).set_value(code).run()

    def search(self, key: str, text: str) -> None:
        """Type a text in the box of this name."""
        self.run.main.text_input(key=key).set_value(text).run()

    @property
    def faults(self) -> list[str]:
        """Exceptions that reached the page."""
        return [fault.message for fault in self.run.exception]


def opened(address: str = "") -> Screen:
    """Open an address such as `maal?maal=C` in a new session."""
    place = urlsplit(address)
    run = AppTest.from_file(APP, default_timeout=30)
    # AppTest.switch_page knows pages by their files; ours are functions, known by their address.
    run._page_hash = calc_hash(place.path)
    run._bidi_component_manager = _components()
    run.query_params.update(parse_qsl(place.query, keep_blank_values=True))
    return Screen(run.run())


@cache
def _components() -> BidiComponentManager:
    """What every AppTest would look for anew in all installed packages."""
    manager = BidiComponentManager()
    manager.discover_and_register_components(start_file_watching=False)
    return manager


def _plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def _cells(row: str) -> list[str]:
    return re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)


def _texts(part: Any) -> list[str]:
    """The texts in a Plotly figure that are drawn or shown on hover."""
    shown = {"text", "ticktext", "customdata", "hovertemplate"}
    if isinstance(part, list):
        return [text for inner in part for text in _texts(inner)]
    if not isinstance(part, dict):
        return []
    found = []
    for name, inner in part.items():
        if name in shown:
            found += [it for it in (inner if isinstance(inner, list) else [inner]) if it]
        elif name != "template":
            found += _texts(inner)
    return [re.sub(r"<[^>]+>|%\{\w+\}", " ", str(it)) for it in found]
