"""The operating-system account that PostgreSQL runs as.

PostgreSQL refuses to run as root. Where hrnet is started by root, the server runs as an ordinary
account that exists already, from folders that this account can reach.
"""

from __future__ import annotations

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hrnet.ops.places import OpsError


@dataclass(frozen=True)
class Account:
    """An account to run a program as; ``None`` for both ids means: as we are."""

    uid: int | None = None
    gid: int | None = None

    @property
    def spawn_options(self) -> dict[str, Any]:
        """Keyword arguments for ``subprocess`` that make a child run as this account."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give ``path``, which we made, to this account."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Tell whether this account can pass through ``folder`` and all that it lies in."""
        if self.uid is None:
            return True
        return all(self._may_pass(place) for place in (folder, *folder.parents) if place.exists())

    def _may_pass(self, folder: Path) -> bool:
        status = folder.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.gid:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)


def server_account() -> Account:
    """Return the account for the server: ours, or an ordinary one where we are root."""
    if os.geteuid() != 0:
        return Account()
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise OpsError(
        "PostgreSQL does not run as root, and there is no account “nobody” to run it as:"
        " start hrnet as an ordinary user."
    )
