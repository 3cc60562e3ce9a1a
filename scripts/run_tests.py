"""``make test``: find or install a browser, then run the suite, on two workers or more.

Arguments are those of pytest: ``make test ARGS=tests/lib/test_dates.py``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main(arguments: list[str]) -> int:
    """Run the suite; return its exit status."""
    browser = find_browser() or install_browser()
    if browser:
        os.environ["HRNET_BROWSER"] = browser
    elif os.environ.get("CI"):
        print("There is no browser, and none could be installed: browser tests cannot run.", file=sys.stderr)
        return 1
    else:
        print("There is no browser: the browser tests are skipped. Install Chromium to run them.")
    # The suite starts hundreds of processes: each would compile the same modules again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "pytest", *workers(arguments), *arguments]
    return subprocess.run(command, check=False).returncode


def workers(arguments: list[str]) -> list[str]:
    """Return how pytest spreads the tests: a single file runs at once, without workers to wait for."""
    places = [one for one in arguments if Path(one.split("::")[0]).exists()]
    if len(places) == 1 and Path(places[0].split("::")[0]).is_file():
        return []
    return ["-n", str(max(2, min(os.cpu_count() or 2, 4))), "--dist", "loadgroup"]


def find_browser() -> str | None:
    """Return the path of a browser that Playwright can drive."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def install_browser() -> str | None:
    """Install Debian’s Chromium where this machine and this user allow it."""
    if not shutil.which("apt-get"):
        return None
    prefix = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if prefix and not shutil.which("sudo"):
        return None
    print("Installing Chromium for the browser tests …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ):
        run = subprocess.run([*prefix, *command], env=environment, check=False, capture_output=True)
        if run.returncode:
            return None
    return find_browser()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
