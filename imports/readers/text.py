"""Tables in text files: encoding, delimiter and line ends are found, and named to the user."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from imports.readers.errors import FileRefusedError

CHUNK = 1 << 20
SAMPLE = 64 * 1024
DELIMITERS = (",", ";", "\t", "|")
LEGACY = ("cp1252", "mac_roman")
# The accented letters of the languages that such files are in; what one encoding writes as a letter, the
# other writes as a sign.
LETTERS = set("éèêëàâäáãåçîïíìôöóòõûüúùñœæøßÉÈÊËÀÂÄÁÃÅÇÎÏÍÔÖÓÕÛÜÚÙÑŒÆØ")
SIGNS = set("’‘“”–—…«»°€·´")


@dataclass(frozen=True)
class Dialect:
    """How a text file is written."""

    encoding: str
    delimiter: str
    line_end: str


def detect(path: Path, *, tabs: bool = False) -> Dialect:
    """Return how the file is written; the whole file is looked at, since an odd byte can come late."""
    encoding = detect_encoding(path)
    with path.open(encoding=encoding, newline="", errors="strict") as file:
        sample = file.read(SAMPLE)
    if not sample.strip("\ufeff \t\r\n,;|"):
        raise FileRefusedError("empty")
    return Dialect(encoding, _delimiter(sample, tabs), _line_end(sample))


def detect_encoding(path: Path) -> str:
    """Return the encoding: by its mark, by validity, by what the bytes would say in the old ones."""
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            if not _valid(path, name):
                raise FileRefusedError("encoding")
            return name
    for name in ("utf-8", *_utf16(head)):
        if _valid(path, name):
            return name
    if b"\0" in head:
        raise FileRefusedError("encoding")
    return max(LEGACY, key=lambda name: _plausibility(path, name))


def _utf16(head: bytes) -> tuple[str, ...]:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if even == odd:
        return ()
    return ("utf-16-be",) if even > odd else ("utf-16-le",)


def _valid(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                if "\0" in decoder.decode(chunk):
                    return False
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _plausibility(path: Path, encoding: str) -> int:
    """Score how much the bytes above 127 look like words in this encoding."""
    score = 0
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            text = decoder.decode(chunk)
            for before, char in zip(" " + text, text, strict=False):
                if char.isascii():
                    continue
                if char in LETTERS:
                    # A capital inside a word is unlikely: «cafÉ» is what the other encoding makes of «café».
                    score += -1 if char.isupper() and before.islower() else 2
                elif char in SIGNS:
                    score += 1
                else:
                    score -= 2
    return score


def _delimiter(sample: str, tabs: bool) -> str:
    """Return the delimiter that cuts the sample into the most regular table."""
    if tabs and "\t" in sample:
        return "\t"
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        try:
            rows = [row for row in csv.reader(sample.splitlines()[:60], delimiter=delimiter) if any(row)]
        except csv.Error:
            continue
        widths = [len(row) for row in rows]
        if not widths or max(widths) < 2:
            continue
        usual = max(set(widths), key=widths.count)
        score = widths.count(usual) / len(widths) * min(usual, 20)
        if usual > 1 and score > best_score:
            best, best_score = delimiter, score
    return best


def _line_end(sample: str) -> str:
    if "\r\n" in sample:
        return "CRLF"
    return "CR" if "\r" in sample and "\n" not in sample else "LF"


def rows(path: Path, dialect: Dialect) -> Iterator[list[str]]:
    """Yield the rows of the file as they are written."""
    csv.field_size_limit(1 << 20)
    with path.open(encoding=dialect.encoding, newline="", errors="strict") as file:
        reader = csv.reader(file, delimiter=dialect.delimiter)
        try:
            yield from reader
        except csv.Error as error:
            raise FileRefusedError("broken_line", line=reader.line_num) from error
        except UnicodeError as error:
            raise FileRefusedError("encoding") from error
