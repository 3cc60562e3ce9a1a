"""The servers that are asked, each on a port of its own of this machine alone."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.paging.bases import ROOT, Server
from bench.paging.sqlite import datasette

# As ``make run`` serves it.
GUNICORN = (
    "--workers",
    "2",
    "--threads",
    "4",
    "--timeout",
    "120",
    "--no-control-socket",
    "--log-level",
    "warning",
)


@contextmanager
def ours(server: Server, base: str) -> Iterator[int]:
    """Serve hrnet; yield the port."""
    environment = server.environment(base) | {"HRNET_ROLE": "web"}
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "hrnet.wsgi", "--bind", f"127.0.0.1:{port}", *GUNICORN]
    with _running(command, environment, port, "/about/"):
        yield port


@contextmanager
def admin(server: Server, base: str) -> Iterator[int]:
    """Serve the plain admin by the same web server; yield the port."""
    port = _free_port()
    command = [
        sys.executable, "-m", "gunicorn", "bench.paging.admin_wsgi", "--bind", f"127.0.0.1:{port}", *GUNICORN,
    ]  # fmt: skip
    with _running(command, server.environment(base), port, "/admin/"):
        yield port


@contextmanager
def datasettes(server: Server, file: Path) -> Iterator[int]:
    """Serve the SQLite file by Datasette; yield the port."""
    port = _free_port()
    settings = ("max_returned_rows", "1000", "sql_time_limit_ms", "20000", "facet_time_limit_ms", "20000")
    command = [str(datasette(server.folder)), "serve", "--immutable", str(file), "--host", "127.0.0.1"]
    command += ["--port", str(port)]
    for name, value in zip(settings[::2], settings[1::2], strict=True):
        command += ["--setting", name, value]
    with _running(command, server.environment("postgres"), port, "/"):
        yield port


@contextmanager
def _running(command: Sequence[str], environment: dict[str, str], port: int, path: str) -> Iterator[None]:
    with (Path(environment["HRNET_DATA_DIR"]) / "servers.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait(process, port, path)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} ended")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", path)
            if connection.getresponse().status < 500:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{process.args} does not answer")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
