"""Archives for tests, as somebody would write them who wants to be taken for a backup."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from pathlib import Path
from typing import Any


def members_of(path: Path) -> dict[str, bytes]:
    """Return what is in an archive, in its order."""
    with tarfile.open(path) as archive:
        return {member.name: archive.extractfile(member).read() for member in archive if member.isreg()}


def write(path: Path, members: dict[str, bytes], *more: tarfile.TarInfo) -> Path:
    """Write an archive of ``members``, and of ``more``, which hold nothing."""
    with tarfile.open(path, "w") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        for entry in more:
            archive.addfile(entry)
    return path


def of_an_earlier_release(
    path: Path, members: dict[str, bytes], *more: tarfile.TarInfo, **manifest: Any
) -> Path:
    """Write an archive as a release wrote it that did not authenticate: whole in itself, from anybody."""
    described = {
        "made_at": "2026-01-01T03:00:00+00:00", "tables": {},
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in members.items()},
    } | manifest  # fmt: skip
    return write(path, {"manifest.json": json.dumps(described).encode(), **members}, *more)
