"""Running `python -m <room>` in this process, for test modules with it in `pytest_plugins`."""

import sys
from collections.abc import Callable

import pytest

from danish import command_line, dates
from store import log, warehouse
from store.settings import Settings, settings
from tests.conftest import TODAY
from tests.outcomes import COMMANDS, Outcome, Run


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `python -m <room> <arguments>` in this process, as the module itself does."""
    monkeypatch.setattr(dates, "today", lambda: TODAY)
    monkeypatch.setattr(warehouse, "current_user", lambda: "Anne")

    def run_(room: str, *arguments: object) -> Outcome:
        module, _ = COMMANDS[room]
        monkeypatch.setattr(sys, "argv", [room, *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            command_line.run(module.main, lambda error: log.fault(settings().data, error))
        told = capsys.readouterr()
        assert "Traceback" not in told.out + told.err
        return Outcome(int(ended.value.code or 0), told.out, told.err)

    return run_


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[Settings], Settings]:
    """Point the program at places on disk."""

    def used(places: Settings) -> Settings:
        monkeypatch.setenv("TRYGHED_DATA", str(places.data))
        monkeypatch.delenv("TRYGHED_WAREHOUSE", raising=False)
        return places

    return used


@pytest.fixture
def empty(use: Callable[[Settings], Settings], settings: Settings) -> Settings:
    """Nothing has been loaded."""
    return use(settings)
