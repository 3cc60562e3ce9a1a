"""The file of a backup: what it holds, and how it proves that nobody changed it.

It is a ``tar`` of, in this order, ``manifest.json``, ``manifest.hmac``, ``database.sql`` and the private
files. The manifest names every member with its size and SHA-256. ``manifest.hmac`` authenticates the very
bytes of the manifest with a key that is not in the backup (:func:`backup_key`). It is checked before
anything else is read; a member is checked before anything is done with it.

A backup of an earlier release (format 1) has no ``manifest.hmac``. It proves that it is whole, and not where
it comes from: anybody who could write the file can have put anything into it.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
import secrets
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from hrnet.ops.places import OpsError, make_data_dir

DUMP = "database.sql"
MANIFEST = "manifest.json"
AUTHENTICATION = "manifest.hmac"
FILES = "files"
FORMAT = 2
SHORTEST_KEY = 32
LARGEST_MANIFEST = 100_000_000
CHUNK = 1 << 20
# What a file that is no backup of ours can raise while it is read.
UNREADABLE = (
    tarfile.TarError,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
)


@dataclass(frozen=True)
class Backup:
    """A backup that was unpacked and is whole."""

    manifest: dict[str, Any]
    folder: Path
    authenticated: bool

    @property
    def dump(self) -> Path:
        return self.folder / DUMP

    @property
    def files(self) -> Path:
        return self.folder / FILES

    @property
    def digests(self) -> dict[str, str]:
        """The digest of each table, as :func:`hrnet.ops.backup.table_digests` reads it."""
        return dict(self.manifest["tables"])


def key_file() -> Path:
    """Return where the key is that was made on this machine."""
    return make_data_dir() / "private" / "backup.key"


def backup_key() -> bytes:
    """Return the key that authenticates backups: ``HRNET_BACKUP_KEY``, else one made here, once.

    The file is in the data folder, readable by its owner alone, and never a part of a backup. Where it is
    made, the standard error says so, once. Raise :class:`OpsError` for a key that can be guessed.
    """
    text = os.environ.get("HRNET_BACKUP_KEY") or _key_of_this_machine()
    if len(text) < SHORTEST_KEY:
        raise OpsError(
            f"The key of the backups has fewer than {SHORTEST_KEY} characters: set HRNET_BACKUP_KEY to a long"
            ' random text, as python3 -c "import secrets; print(secrets.token_urlsafe(48))" prints one.'
        )
    return hashlib.sha256(b"hrnet backup 2\0" + text.encode()).digest()


def _key_of_this_machine() -> str:
    path = key_file()
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:  # readable by us alone
            file.write(secrets.token_urlsafe(48) + "\n")
        try:
            os.link(file.name, path)  # unlike a rename, never in place of a key that somebody else just made
        except FileExistsError:
            pass
        else:
            print(
                f"A key that authenticates backups was made: {path}\nKeep a copy of it, apart from the"
                " backups: on another machine, HRNET_BACKUP_KEY has to be set to it.",
                file=sys.stderr,
            )
        finally:
            os.unlink(file.name)
    return path.read_text().strip()


def _name_of(key: bytes) -> str:
    """Return what a key is called in a backup: it tells keys apart, and nothing about them."""
    return hmac.digest(key, b"name of the key", "sha256").hex()[:16]


# -- writing


def pack(target: Path, manifest: dict[str, Any], members: dict[str, Path]) -> None:
    """Write a backup; it is readable by its owner alone, and has its final name only when it is whole."""
    described: dict[str, dict[str, Any]] = {
        name: {"size": path.stat().st_size, "sha256": checksum(path)} for name, path in members.items()
    }
    text = json.dumps({"format": FORMAT, **manifest, "files": described}, indent=1).encode()
    key = backup_key()
    proof = {"key": _name_of(key), "hmac": hmac.digest(key, text, "sha256").hex()}
    descriptor, unfinished = tempfile.mkstemp(dir=target.parent, prefix=".unfinished-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as archive:
                _add(archive, MANIFEST, io.BytesIO(text), len(text))
                line = json.dumps(proof).encode()
                _add(archive, AUTHENTICATION, io.BytesIO(line), len(line))
                for name, path in members.items():
                    with path.open("rb") as content:
                        _add(archive, name, content, described[name]["size"])
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, target)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes], size: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    archive.addfile(entry, content)


# -- reading


def unpack(path: Path, folder: Path, *, unauthenticated: bool = False) -> Backup:
    """Check a backup and unpack it into ``folder``; nothing in it is carried out.

    Raise :class:`OpsError` where it is damaged or was changed, and, unless ``unauthenticated``, where nothing
    proves that it was made with our key.
    """
    try:
        with tarfile.open(path, "r:") as archive:
            members = _members(archive, shutil.disk_usage(folder).free)
            manifest, authenticated = _manifest(archive, members, path, unauthenticated)
            _unpack(archive, members, manifest, folder, path)
    except FileNotFoundError as error:
        raise OpsError(f"There is no backup at {path}: check the path.") from error
    except UNREADABLE as error:
        raise OpsError(f"{path} is not a backup of hrnet, or is damaged ({error}).") from error
    return Backup(manifest, folder, authenticated)


def _members(archive: tarfile.TarFile, free: int) -> Iterator[tarfile.TarInfo]:
    """Yield the members, each checked: an ordinary file, at a place of ours, once, that fits on the disk."""
    seen: set[str] = set()
    for member in archive:
        if member.type not in (tarfile.REGTYPE, tarfile.AREGTYPE) or member.issparse():
            raise ValueError(f"“{member.name}” is no ordinary file")
        if not _is_ours(member.name):
            raise ValueError(f"“{member.name}” has no place in a backup")
        if member.name in seen:
            raise ValueError(f"“{member.name}” is in it twice")
        seen.add(member.name)
        free -= member.size
        if free < 0:
            raise ValueError(f"with “{member.name}” it is larger than what is free on the disk")
        yield member


def _is_ours(name: str) -> bool:
    if name in (MANIFEST, AUTHENTICATION, DUMP):
        return True
    parts = PurePosixPath(name).parts
    clean = name == "/".join(parts) and not any(sign in name for sign in ("\0", "\\"))
    return clean and len(parts) > 1 and parts[0] == FILES and ".." not in parts


def _manifest(
    archive: tarfile.TarFile, members: Iterator[tarfile.TarInfo], path: Path, unauthenticated: bool
) -> tuple[dict[str, Any], bool]:
    """Return the manifest, and whether it is authenticated."""
    text = _text(archive, next(members, None), MANIFEST)
    manifest = json.loads(text)
    if not isinstance(manifest, dict) or not {"tables", "files"} <= manifest.keys():
        raise ValueError("its manifest is none of ours")
    known = manifest.get("format", 1)
    if known not in (1, FORMAT):
        raise OpsError(f"{path} was written by a later release (format {known}): restore it with that one.")
    if known == FORMAT and _is_authentic(text, _text(archive, next(members, None), AUTHENTICATION), path):
        return manifest, True
    if not unauthenticated:
        raise OpsError(_not_proved(path, known))
    return manifest, False


def _is_authentic(text: bytes, proof_text: bytes, path: Path) -> bool:
    """Tell whether our key made it; raise :class:`OpsError` where it did, and it was changed since."""
    proof = json.loads(proof_text)
    key = backup_key()
    if proof["key"] != _name_of(key):
        return False
    if not hmac.compare_digest(str(proof["hmac"]), hmac.digest(key, text, "sha256").hex()):
        raise OpsError(f"{path} was changed after it was written: do not use it. Take another backup.")
    return True


def _not_proved(path: Path, known: int) -> str:
    why = (
        "is a backup of an earlier release, which are not authenticated"
        if known == 1
        else "was authenticated with another key than ours"
    )
    mend = (
        ""
        if known == 1
        else " If another machine of yours made it, set HRNET_BACKUP_KEY to the key of that machine."
    )
    return (
        f"{path} {why}: who could write that file can have put anything into it, to be carried out by the"
        f" database.{mend} If you know that it is yours and that nobody else could write it, add"
        " --unauthenticated (make restore FILE=… ARGS=--unauthenticated)."
    )


def _text(archive: tarfile.TarFile, member: tarfile.TarInfo | None, name: str) -> bytes:
    if member is None or member.name != name:
        raise ValueError(f"“{name}” is missing where it should be")
    if member.size > LARGEST_MANIFEST:
        raise ValueError(f"“{name}” is too large")
    content = archive.extractfile(member)
    return content.read() if content else b""


def _unpack(
    archive: tarfile.TarFile,
    members: Iterator[tarfile.TarInfo],
    manifest: dict[str, Any],
    folder: Path,
    path: Path,
) -> None:
    described = {name: _described(what) for name, what in manifest["files"].items()}
    found = set()
    for member in members:
        size, sha256 = described.get(member.name, (None, ""))
        target = folder / member.name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = archive.extractfile(member)
        with open(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            if content:
                shutil.copyfileobj(content, file, CHUNK)
        if size not in (None, member.size) or checksum(target) != sha256:
            raise OpsError(f"{path} is damaged: “{member.name}” is not what was backed up.")
        found.add(member.name)
    if missing := sorted({DUMP, *described} - found):
        raise OpsError(f"{path} is damaged: “{missing[0]}” is missing.")


def _described(what: Any) -> tuple[int | None, str]:
    """Return size and checksum of a member; format 1 has the checksum alone."""
    return (None, what) if isinstance(what, str) else (int(what["size"]), str(what["sha256"]))


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
