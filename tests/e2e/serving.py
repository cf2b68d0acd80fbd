"""The real server, started as `make run` starts it, on a port of its own."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
PATIENCE = 40
"""Seconds that anything may take before it counts as never."""


def environment(data: Path) -> dict[str, str]:
    """What a command line of ours is told: where its data is, and nothing from this machine."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("TRYGHED_")}
    return {**ours, "TRYGHED_DATA": str(data)}


@dataclass
class Server:
    """A running server and the folder it shows."""

    data: Path
    url: str
    process: subprocess.Popen[str]

    @classmethod
    def start(cls, data: Path, script: str = "server.py") -> "Server":
        """Start one and wait until it answers."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        arguments = ["streamlit", "run", script, "--server.port", str(port)]
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=environment(data),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        server = cls(data, f"http://127.0.0.1:{port}", process)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and process.poll() is None:
            try:
                server.get("/klar")
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return server
        raise AssertionError(f"the server did not start: {server.stop()}")

    def get(self, path: str) -> httpx.Response:
        """Ask without a browser."""
        return httpx.get(self.url + path, timeout=PATIENCE, trust_env=False)

    def stop(self) -> str:
        """Stop it and return what it said."""
        self.process.terminate()
        try:
            said, _ = self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            said, _ = self.process.communicate()
        return said
