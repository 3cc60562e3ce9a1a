"""The gate: what is looked at before a file is parsed.

Size, then whether the first bytes agree with the file’s name, then the directory of an archive: entries,
unpacked bytes (counted while inflating, since the directory can lie) and ratio. The figures are those of
``docs/operator.md``.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from imports.readers.errors import FileRefusedError

MAX_BYTES = 50 * 1024 * 1024
MAX_ENTRIES = 1_000
MAX_UNPACKED = 400 * 1024 * 1024
MAX_RATIO = 100
RATIO_COUNTS_FROM = 1024 * 1024  # a small entry may well be very regular

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BINARY = {
    b"%PDF": "pdf",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"\x1f\x8b": "archive",
    b"Rar!": "archive",
    b"7z\xbc\xaf": "archive",
    b"\x7fELF": "program",
    b"MZ": "program",
    b"SQLite format 3": "database",
}
TEXT_FORMATS = ("csv", "tsv", "txt")
FORMATS = ("csv", "tsv", "xlsx", "xls", "ods")


def inspect(path: Path, filename: str) -> str:
    """Return the format of the file, one of ``FORMATS``; raise :class:`FileRefusedError` otherwise."""
    size = path.stat().st_size
    if size == 0:
        raise FileRefusedError("empty")
    if size > MAX_BYTES:
        raise FileRefusedError("too_large", size=size, limit=MAX_BYTES)
    extension = filename.rsplit(".", 1)[-1].lower() if "." in filename else ""
    with path.open("rb") as file:
        head = file.read(4096)
    found = _format(path, head)
    expected = "csv" if extension == "txt" else extension
    if expected not in FORMATS:
        raise FileRefusedError("unknown_format", extension=extension)
    if found != expected and not (found == "csv" and expected == "tsv"):
        raise FileRefusedError("other_format", extension=extension, found=found)
    return expected


def _format(path: Path, head: bytes) -> str:
    if head.startswith(ZIP):
        return _archive(path)
    if head.startswith(OLE):
        return _compound(path)
    for signature, what in BINARY.items():
        if head.startswith(signature):
            raise FileRefusedError("not_a_table", found=what)
    if b"\0" in head and not _looks_wide(head):
        raise FileRefusedError("not_a_table", found="binary")
    if (
        head.lstrip(b"\xef\xbb\xbf \t\r\n")[:15]
        .lower()
        .startswith((b"<!doctype", b"<html", b"<?xml", b"<table"))
    ):
        raise FileRefusedError("not_a_table", found="html")
    return "csv"


def _looks_wide(head: bytes) -> bool:
    """Tell whether ``head`` is text of two or four bytes for each letter, with or without a mark."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return True
    quarter = len(head) // 4
    nuls = [head[place::4].count(0) / max(quarter, 1) for place in range(4)]
    even, odd = (nuls[0] + nuls[2]) / 2, (nuls[1] + nuls[3]) / 2
    four = min(nuls) < 0.05 and sorted(nuls)[1] > 0.4
    return four or (max(even, odd) > 0.4 and min(even, odd) < 0.05)


def _compound(path: Path) -> str:
    """Tell an old workbook from other compound files: an encrypted new one is such a file too."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise FileRefusedError("encrypted")
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return "xls"
    raise FileRefusedError("not_a_table", found="document")


def _archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise FileRefusedError("archive_entries", count=len(entries), limit=MAX_ENTRIES)
            if any(entry.flag_bits & 1 for entry in entries):
                raise FileRefusedError("encrypted")
            _weigh(archive, entries)
            return _kind_of_archive(archive, {entry.filename for entry in entries})
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        ValueError,
        RuntimeError,
    ) as error:
        raise FileRefusedError("damaged") from error


def _weigh(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Inflate every entry, keeping nothing, and stop at the limits."""
    unpacked = 0
    for entry in entries:
        mine = 0
        with archive.open(entry) as stream:
            while chunk := stream.read(1 << 20):
                mine += len(chunk)
                unpacked += len(chunk)
                if unpacked > MAX_UNPACKED:
                    raise FileRefusedError("archive_size", limit=MAX_UNPACKED)
                if mine > RATIO_COUNTS_FROM and mine > MAX_RATIO * max(entry.compress_size, 1):
                    raise FileRefusedError("archive_ratio", limit=MAX_RATIO)


def _kind_of_archive(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" in names:
        mimetype = archive.read("mimetype")[:80]
        if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            return "ods"
        raise FileRefusedError("not_a_table", found="document")
    if any(name.lower() == "xl/workbook.xml" for name in names):
        return "xlsx"
    if any(name.lower() == "xl/workbook.bin" for name in names):
        raise FileRefusedError("unknown_format", extension="xlsb")
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise FileRefusedError("not_a_table", found="document")
    raise FileRefusedError("not_a_table", found="archive")
