"""The command lines there are, and how running one ends."""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import indicators.__main__ as indicators_command
import ingest.__main__ as ingest_command
import store.__main__ as store_command

COMMANDS: dict[str, tuple[ModuleType, dict[str, str]]] = {
    "ingest": (
        ingest_command,
        {
            **{"sample": "", "statbank": "TABEL", "check": "STI", "file": "STI"},
            **{"template": "SLAGS", "mappings": "", "loads": ""},
            **{"withdraw": "NUMMER", "restore": "NUMMER"},
        },
    ),
    "store": (
        store_command,
        {"publish": "", "releases": "", "rollback": "UDGIVELSE", "verify": ""},
    ),
    "indicators": (indicators_command, {"list": "", "show": "ID"}),
}


@dataclass(frozen=True)
class Outcome:
    """How a command ended: its exit code, what it printed, and what it complained of."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]
