"""The app's own style sheet: colours and shapes from `charts`, rules from a file of plain CSS.

Streamlit sets ``color-scheme``; ``light-dark()`` follows it, so everything here turns with the
theme at once, without a rerun. That includes the charts: they arrive in the light colours, and one
rule per colour replaces what Plotly wrote on each line and letter.

A dialog stands outside the element that carries the theme: our classes are in one colour there,
and charts do not belong in it.
"""

import re
from functools import cache
from pathlib import Path
from urllib.parse import quote

from charts.icons import ICONS
from charts.palette import TINTS, TOKENS

_STATIC = Path(__file__).parent / "static"


@cache
def stylesheet() -> str:
    """Return all of the app's own CSS, to be placed once in a ``<style>`` element."""
    return "".join(
        (
            _variables(),
            _icons(),
            _chart_colours(),
            _compact((_STATIC / "theme.css").read_text("utf-8")),
        )
    )


def _variables() -> str:
    pairs = [f"--ti-{it.name}:light-dark({it.light},{it.dark})" for it in (*TOKENS, *TINTS)]
    wordmark = quote((_STATIC / "wordmark.svg").read_text("utf-8").strip(), safe=" =:/,.-'")
    pairs.append(f'--ti-wordmark:url("data:image/svg+xml,{wordmark}")')
    return f".stApp{{{';'.join(pairs)}}}"


def _icons() -> str:
    drawings = {name: quote(icon.svg, safe=" =:/,.-'") for name, icon in ICONS.items()}
    return "".join(
        f'.ti-{name}{{--i:url("data:image/svg+xml,{drawing}")}}'
        for name, drawing in drawings.items()
    )


def _chart_colours() -> str:
    """Recolour a chart: whatever is drawn or filled in a light colour follows the theme."""
    plain = (
        f'[style*="{use}: {token.rgb}"]{{{use}:var(--ti-{token.name})!important}}'
        for token in TOKENS
        for use in ("stroke", "fill")
    )
    tinted = (
        f'[style*="fill: {tint.token.rgb}"][style*="fill-opacity: {tint.light_opacity:g}"]'
        f"{{fill:var(--ti-{tint.name})!important;fill-opacity:1!important}}"
        for tint in TINTS
    )
    return f".stApp .js-plotly-plot{{{''.join((*plain, *tinted))}}}"


def _compact(css: str) -> str:
    without_comments = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    tight = re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", without_comments))
    return tight.replace(": ", ":").replace(";}", "}").strip()
