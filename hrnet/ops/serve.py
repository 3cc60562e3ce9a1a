"""``make run``: everything that the site needs, started in order, watched, and stopped together.

The order: the lock of the data folder, the port, PostgreSQL, backup and migrations, the facts that ship,
the static files, the first account, the task worker, gunicorn. Each says one line in the terminal.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import IO, Any, NoReturn

from hrnet.ops.places import CHECKOUT, OpsError, make_data_dir
from hrnet.ops.schedule import Daily
from hrnet.settings import use_profile

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(BaseException):
    """Raised by a signal, wherever the program stands, so that everything is stopped in order."""


class Site:
    """The running site: the processes that were started here."""

    def __init__(self, *, dev: bool) -> None:
        self.dev = dev
        self.port = _port()
        self.began = time.monotonic()
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.maintenance = Daily(self._spawn_maintenance, lambda process: _end(process, 10), say)
        self.lock: IO[str] | None = None
        self.server: Any = None

    def run(self) -> int:
        """Start everything, wait until a signal or a failure, stop everything; return the exit status."""
        try:
            self._start()
            return self._watch()
        except Stop:
            say("Stopping …")
            return 0
        finally:
            self._stop()

    def _start(self) -> None:
        self._take_lock()
        _check_port(self.port)
        self._start_database()
        from hrnet.ops import prepare  # Django’s settings are read from here on

        prepare.everything(dev=self.dev)
        self.worker = self._spawn_worker()
        self.web = self._spawn_web()
        self._wait_until_served()
        self._welcome()

    def _take_lock(self) -> None:
        """Hold the data folder; the operating system lets go of it however this process ends."""
        path = make_data_dir() / "run.lock"
        self.lock = path.open("a+")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self.lock.seek(0)
            raise OpsError(
                f"hrnet is running already on {path.parent} (process {self.lock.read().strip() or '?'}):"
                " stop it first, or set HRNET_DATA_DIR to another folder."
            ) from error
        self.lock.truncate(0)
        self.lock.write(str(os.getpid()))
        self.lock.flush()

    def _start_database(self) -> None:
        if os.environ.get("DATABASE_URL"):
            say("PostgreSQL: the server of DATABASE_URL")
            return
        from hrnet.embedded import installation_server

        self.server = installation_server()
        self.server.acquire()
        say(f"PostgreSQL: embedded, in {self.server.home}")

    def _spawn_worker(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", "db_worker", "--no-startup-delay", "--queue-name", "*"]
        return _spawn(command, HRNET_ROLE="worker")

    def _spawn_web(self) -> subprocess.Popen[bytes]:
        address = f"127.0.0.1:{self.port}"
        if self.dev:
            return _spawn([sys.executable, "manage.py", "runserver", address], HRNET_ROLE="web")
        command = [
            sys.executable, "-m", "gunicorn", "hrnet.wsgi", "--bind", address, "--workers", "2",
            "--threads", "4", "--timeout", "60", "--graceful-timeout", "10", "--no-control-socket",
            "--log-level", "warning",
        ]  # fmt: skip
        return _spawn(command, HRNET_ROLE="web")

    def _spawn_maintenance(self) -> subprocess.Popen[bytes]:
        return _spawn([sys.executable, "manage.py", "maintenance"], HRNET_ROLE="worker")

    def _wait_until_served(self) -> None:
        from django.conf import settings

        address = f"http://127.0.0.1:{self.port}/health/"
        host = settings.ALLOWED_HOSTS[0].lstrip(".")  # in production, not this machine’s own address
        asked = urllib.request.Request(address, headers={"Host": host})
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.web and self.web.poll() is not None:
                raise OpsError("The web server did not start: see the lines above.")
            try:
                urllib.request.urlopen(asked, timeout=5).close()  # noqa: S310  (our own address)
                return
            except urllib.error.HTTPError as answer:
                if answer.code == 503:
                    say(f"The site is served, and says that it is not well: {answer.read().decode()}")
                return
            except OSError:
                time.sleep(0.1)
        raise OpsError("The web server does not answer after a minute: see the lines above.")

    def _welcome(self) -> None:
        say(f"Ready after {time.monotonic() - self.began:.1f} s. Ctrl-C stops everything.")
        say(f"  Browse   http://127.0.0.1:{self.port}/  (français : http://127.0.0.1:{self.port}/fr/)")
        say(f"  Curate   http://127.0.0.1:{self.port}/admin/")

    def _watch(self) -> int:
        """Wait. A database or a worker that ends is started again; a web server that ends, ends the site.

        At the start and once a day, what is past its time is removed.
        """
        while True:
            time.sleep(0.5)
            if self.server and self.server.revive():
                say("PostgreSQL ended; it runs again.")
            if self.web and self.web.poll() is not None:
                say("The web server ended: see the lines above.")
                return 1
            if self.worker and self.worker.poll() is not None:
                say("The task worker ended; starting another.")
                time.sleep(1)
                self.worker = self._spawn_worker()
            self.maintenance.tick()

    def _stop(self) -> None:
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it behind
        self.maintenance.stop()
        for process, patience in ((self.web, 15), (self.worker, 10)):
            if process and process.poll() is None:
                _end(process, patience)
        if self.server:
            self.server.release()
        if self.lock:
            self.lock.close()


def _end(process: subprocess.Popen[bytes], patience: float) -> None:
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _spawn(command: list[str], **variables: str) -> subprocess.Popen[bytes]:
    # A session of its own, so that Ctrl-C reaches us alone and we stop things in order.
    return subprocess.Popen(
        command,
        cwd=CHECKOUT,
        env=os.environ | variables,
        start_new_session=True,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,
    )


def _end_with_parent() -> None:
    """Ask Linux to end this child when the site’s process ends, even by kill -9."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise OpsError(f"PORT is “{text}”: set it to a number from 1 to 65535.")
    return int(text)


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise OpsError(
                f"Port {port} needs root: choose a higher one, as in PORT=8123 make run."
            ) from error
        except OSError as error:
            raise OpsError(
                f"Port {port} is taken by another program: choose another, as in PORT=8123 make run."
            ) from error


def say(line: str) -> None:
    """Write a line to the terminal at once."""
    print(line, flush=True)


def _on_signal(number: int, frame: FrameType | None) -> NoReturn:
    raise Stop


def main() -> int:
    """Run the site; return the exit status."""
    for number in STOPPING:
        signal.signal(number, _on_signal)
    os.chdir(CHECKOUT)
    sys.path.insert(0, str(Path.cwd()))
    use_profile()
    try:
        return Site(dev="--dev" in sys.argv).run()
    except OpsError as error:
        print(error, file=sys.stderr)
        return 2
    except Stop:
        return 0


if __name__ == "__main__":
    sys.exit(main())
