"""The house: who may import whom, what a page may hold, how large a file may be."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

BELOW = {
    "pages": {"ui", "charts", "reports", "ingest", "scenarios", "indicators", "store"},
    "ui": {"charts"},
    "reports": {"charts", "scenarios", "indicators", "store"},
    "ingest": {"indicators", "store"},
    "scenarios": {"store"},
    "indicators": {"store"},
    "charts": set(),
    "store": set(),
    "danish": set(),
}
"""Each room, and the rooms it may import besides itself and `danish`."""

PURE = "indicators.stats"
BESIDE = {"tests", "benchmarks", "data", "docs"}
ABOVE = {"app.py", "server.py"}
ON_SCREEN = {"pages", "ui"}
NOT_NOUNS_OF_THE_FIELD = {
    word + ending
    for word in ("util", "helper", "common", "manager", "core", "misc")
    for ending in ("", "s")
}
PAGE_LINES = 140
MODULE_LINES = 700
LONG_LINES = 400


def files() -> list[str]:
    """All Python files of the app, from the root, without tests and benchmarks."""
    rooms = (path for room in BELOW for path in (ROOT / room).rglob("*.py"))
    return sorted(str(path.relative_to(ROOT)) for path in (*ROOT.glob("*.py"), *rooms))


def source(file: str) -> str:
    return (ROOT / file).read_text("utf-8")


FILES = files()
PAGES = [file for file in FILES if file.startswith("pages/") and not file.endswith("__init__.py")]


# --- the rules, each on one source ----------------------------------------------------------------


def imported(file: str, text: str) -> Iterator[str]:
    """Everything a file imports, as dotted names, also `import_module("…")`."""
    package = file.removesuffix(".py").split("/")[:-1]
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                above = package[: len(package) - level + 1] if level else []
                base = ".".join([*above, *([module] if module else [])])
                yield from (f"{base}.{alias.name}" for alias in names)
            case ast.Call(func=called, args=[ast.Constant(value=str(name)), *_]) if ast.unparse(
                called
            ).split(".")[-1] in ("import_module", "__import__"):
                yield name


def wrong_imports(file: str, text: str) -> list[str]:
    """What a file imports that its place in the house does not allow."""
    room = file.split("/")[0]
    names = list(imported(file, text))
    wrong = []
    if file not in ABOVE and room not in ON_SCREEN:
        wrong += [name for name in names if name.split(".")[0] == "streamlit"]
    if file in ABOVE or file.endswith("/__main__.py"):
        return wrong
    ours = [
        name for name in names if name.split(".")[0] in BELOW or f"{name.split('.')[0]}.py" in ABOVE
    ]
    if file.startswith(PURE.replace(".", "/") + "/"):
        return wrong + [name for name in ours if not f"{name}.".startswith(f"{PURE}.")]
    allowed = {room, "danish", *BELOW[room]}
    return wrong + [name for name in ours if name.split(".")[0] not in allowed]


def wrong_in_page(text: str) -> list[str]:
    """What keeps a file from being a page: one function `page()`, and nothing happens by itself."""
    body = ast.parse(text).body
    functions = [node for node in body if isinstance(node, ast.FunctionDef) and node.name == "page"]
    quiet = (
        ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign
    )  # fmt: skip
    wrong = [] if len(functions) == 1 else [f"{len(functions)} functions named page"]
    if any(ast.unparse(function.args) for function in functions):
        wrong.append("page() takes arguments")
    return wrong + [
        f"line {node.lineno} runs by itself: {ast.unparse(node)}"
        for node in body
        if not isinstance(node, quiet) and not _is_text(node)
    ]


def sql(text: str) -> list[str]:
    """The texts in a source that are SQL."""
    found = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
    return [
        value
        for value in found
        if isinstance(value, str) and re.search(r"\b(select|insert|update|delete)\s", value, re.I)
    ]


def wrong_requirements(text: str) -> list[str]:
    """Lines of a requirements file that name an index or are not one version with its hashes."""
    lines = [line.strip() for line in text.replace("\\\n", " ").splitlines()]
    pinned = re.compile(
        r"[\w.-]+(\[[\w,-]+\])?==[^\s;*]+( *;[^#]*?)?( +--hash=sha256:[0-9a-f]{64})+"
    )
    return addresses(text) + [
        line for line in lines if line and line[0] != "#" and not pinned.fullmatch(line)
    ]


def addresses(text: str) -> list[str]:
    """Lines that name a place to fetch packages from."""
    wanted = re.compile(r"https?://|--(extra-)?index-url|--find-links|--trusted-host|^-[if]\b| @ ")
    return [line for line in text.splitlines() if wanted.search(line)]


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


# --- the house keeps them -------------------------------------------------------------------------


@pytest.mark.parametrize("file", FILES)
def test_imports_go_one_way(file: str) -> None:
    assert wrong_imports(file, source(file)) == []


def test_every_folder_with_python_is_a_room_of_the_house() -> None:
    folders = {path.relative_to(ROOT).parts[0] for path in ROOT.glob("[!.]*/**/*.py")}
    assert folders <= {*BELOW, *BESIDE}
    assert {path.name for path in ROOT.glob("*.py")} == ABOVE


@pytest.mark.parametrize("file", PAGES)
def test_a_page_is_one_function_and_does_nothing_by_itself(file: str) -> None:
    assert wrong_in_page(source(file)) == []


def test_a_page_is_short() -> None:
    lines = {file: len(source(file).splitlines()) for file in PAGES}
    assert {file: count for file, count in lines.items() if count > PAGE_LINES} == {}


@pytest.mark.parametrize("file", [file for file in FILES if file.split("/")[0] in ON_SCREEN])
def test_a_page_holds_no_sql(file: str) -> None:
    assert sql(source(file)) == []


def test_no_folder_or_file_is_named_after_programming() -> None:
    names = {part.removesuffix(".py") for file in FILES for part in file.split("/")}
    assert names & NOT_NOUNS_OF_THE_FIELD == set()


def test_no_module_is_too_long_to_read() -> None:
    lines = {file: len(source(file).splitlines()) for file in FILES}
    long = {file: count for file, count in lines.items() if count > LONG_LINES}
    assert all(count <= MODULE_LINES for count in lines.values()), f"over {LONG_LINES}: {long}"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_one_version_with_its_hashes(name: str) -> None:
    assert wrong_requirements(source(name)) == []


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in", "pyproject.toml"])
def test_no_list_of_packages_says_where_to_fetch_them(name: str) -> None:
    assert addresses(source(name)) == []


# --- the rules can fail ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("charts/line.py", "import streamlit as st"),
        ("indicators/goal_e.py", "from streamlit import query_params"),
        ("store/__main__.py", "import streamlit"),
        ("store/read.py", "from indicators.registry import INDICATORS"),
        ("store/read.py", "import pages"),
        ("store/read.py", "def late():\n    from ingest import loading"),
        ("store/read.py", "import importlib\nimportlib.import_module('ui.parts')"),
        ("danish/money.py", "from store import settings"),
        ("charts/line.py", "from store.release import Release"),
        ("ui/parts.py", "from store import release"),
        ("indicators/goal_e.py", "from ingest import loading"),
        ("ingest/reading.py", "from ui import parts"),
        ("reports/pack.py", "from pages import overview"),
        ("scenarios/decision.py", "from indicators import stats"),
        ("pages/new.py", "import app"),
        ("ui/parts.py", "from server import TITLE"),
        ("indicators/stats/trend.py", "from danish import numbers"),
        ("indicators/stats/trend.py", "from indicators.definition import Indicator"),
        ("indicators/stats/trend.py", "from .. import definition"),
    ],
)
def test_an_import_the_wrong_way_is_found(file: str, text: str) -> None:
    assert len(wrong_imports(file, text)) == 1


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("app.py", "import streamlit\nfrom pages import overview"),
        ("ingest/__main__.py", "from pages import overview"),
        ("pages/new.py", "import streamlit\nfrom ui import parts\nfrom danish import dates"),
        ("indicators/goal_e.py", "import pandas\nfrom indicators.stats import intervals"),
        ("indicators/stats/trend.py", "import scipy\nfrom indicators.stats import intervals"),
        ("indicators/stats/trend.py", "from . import intervals"),
    ],
)
def test_an_import_the_right_way_is_not(file: str, text: str) -> None:
    assert wrong_imports(file, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "import streamlit as st",
        "def page(release): ...",
        "def page(): ...\npage()",
        "def page(): ...\nif __name__ == '__main__':\n    page()",
        "import streamlit as st\ndef page(): ...\nwith st.sidebar:\n    st.write(1)",
    ],
)
def test_a_file_that_is_no_page_is_found(text: str) -> None:
    assert len(wrong_in_page(text)) == 1


def test_sql_in_a_page_is_found() -> None:
    assert sql("rows = f'''SELECT *\nfrom {table}'''") == ["SELECT *\nfrom "]
    assert sql("st.selectbox('Vælg', [])") == []


@pytest.mark.parametrize(
    "line",
    [
        "pandas",
        "pandas==3.1.1",
        "pandas>=3 --hash=sha256:" + "0" * 64,
        "pandas==3.* --hash=sha256:" + "0" * 64,
        "pandas==3.1.1 --hash=sha256:0",
        "-e .",
        "--index-url https://example.dk/simple",
        "pandas @ https://example.dk/pandas.whl",
    ],
)
def test_a_requirement_that_may_change_is_found(line: str) -> None:
    assert line in wrong_requirements(f"# from uv\n{line}\n")


def test_a_pinned_requirement_is_not() -> None:
    text = "tzdata==2026.3 ; sys_platform == 'win32' \\\n    --hash=sha256:" + "0af" * 21 + "0\n"
    assert wrong_requirements(text) == []
