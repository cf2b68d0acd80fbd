"""Find a Chromium for the browser tests, installing Debian's where one may.

`python tests/browser.py` says in one line what it found. The tests ask `executable()` and skip with
the same line when there is none.
"""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
HOW = (
    "No Chromium found, so the browser tests are skipped. To have them: install Chromium or "
    "Chrome, or set CHROMIUM to its path."
)


def executable() -> str | None:
    """The path of a Chromium, or None."""
    named = os.environ.get("CHROMIUM")
    found = [shutil.which(name) for name in ((named,) if named else NAMES)]
    return next((path for path in found if path), MAC if Path(MAC).exists() else None)


def install() -> None:
    """Install Debian's Chromium when one is root on Debian and has none."""
    if executable() or not shutil.which("apt-get") or os.geteuid() != 0:
        return
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update"], env=environment, check=False, **quiet)
    subprocess.run(
        ["apt-get", "install", "-y", "--no-install-recommends", "chromium"],
        env=environment,
        check=False,
        **quiet,
    )


if __name__ == "__main__":
    install()
    print(executable() or HOW)
