"""Starting a real site, as ``make run`` does, in a folder of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Site:
    """A running site."""

    url: str
    password: str
    process: subprocess.Popen
    folder: Path
    output: Path


def start_site(folder: Path, **variables: str) -> Site:
    """Start a site on ``folder`` and wait until it is served."""
    port = free_port()
    output = folder.parent / f"{folder.name}.log"
    environment = environment_of(folder, PORT=str(port), **variables)
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "hrnet.ops.serve"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    for _attempt in range(1800):
        text = output.read_text()
        if "Ready after" in text:
            break
        if process.poll() is not None:
            raise AssertionError(f"the site ended: {text}")
        time.sleep(0.1)
    else:
        process.kill()
        raise AssertionError(f"the site was not served: {output.read_text()}")
    shown = re.search(r"with the password  (\S+)", text)
    return Site(f"http://127.0.0.1:{port}", shown[1] if shown else "", process, folder, output)


def environment_of(folder: Path, **variables: str) -> dict[str, str]:
    """Return the environment of a program of the installation in ``folder``."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    return kept | {"HRNET_DATA_DIR": str(folder), "HRNET_ENV": "trial"} | variables


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
