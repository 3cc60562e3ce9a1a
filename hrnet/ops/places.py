"""Where hrnet keeps what belongs to one installation: its data folder and its secrets."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


class OpsError(Exception):
    """Something an operator has to mend; the message is one sentence that says how."""


def data_dir() -> Path:
    """Return the data folder: ``HRNET_DATA_DIR``, or ``.data`` in the checkout."""
    return Path(os.environ.get("HRNET_DATA_DIR") or CHECKOUT / ".data").expanduser().absolute()


def make_data_dir() -> Path:
    """Create the data folder, and in it the private one, and return it.

    Others may not list it; where we are root they may pass through, since the database server, which
    runs as an ordinary account, has its own closed folder in it.
    """
    folder = data_dir()
    try:
        if not folder.exists():
            folder.mkdir(parents=True)
            folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
        (folder / "private").mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise OpsError(
            f"The data folder {folder} cannot be written ({error.strerror}): give it to this user,"
            " or set HRNET_DATA_DIR to a folder that this user can write."
        ) from error
    return folder


def secret(name: str) -> str:
    """Return the installation's secret ``name``, made on this machine the first time it is asked for.

    Secrets live in ``private/secrets.json`` of the data folder, readable by its owner alone.
    """
    if from_environment := os.environ.get(f"HRNET_{name.upper()}"):
        return from_environment
    path = make_data_dir() / "private" / "secrets.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return known[name] if name in known else _make_secret(name, path)


def _make_secret(name: str, path: Path) -> str:
    """Make a secret, unless another process has made it meanwhile: one that was used must never be lost."""
    with open(os.open(path.with_suffix(".lock"), os.O_CREAT | os.O_RDWR, 0o600)) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        if name not in known:
            known[name] = secrets.token_urlsafe(48)
            temporary = path.with_suffix(f".{os.getpid()}.new")
            with open(os.open(temporary, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as file:
                json.dump(known, file)
            temporary.replace(path)
        return known[name]
