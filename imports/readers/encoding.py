"""The encoding of a text file: by its mark, by validity, or by what its bytes would say in the old ones.

The whole file is looked at, since an odd byte can come late.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from pathlib import Path

from imports.readers.errors import FileRefusedError
from imports.readers.letters import LEGACY, likelihood

CHUNK = 1 << 20
EVIDENCE = 20_000  # runs of letters that are weighed
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
OTHERS = ("latin-1", "iso8859-15", "iso8859-5", "iso8859-6", "koi8-r", "cp437", "cp850", "cp1253", "cp1254",
          "cp1257", "mac-cyrillic")  # fmt: skip
ENCODINGS = frozenset((*UNICODE, *LEGACY, *OTHERS))
_RUN = re.compile(rb"[A-Za-z]?[\x80-\xff]{1,30}[A-Za-z]?")
_PLAIN = bytes(range(128))


def canonical(name: str) -> str:
    """Return the name under which an encoding is known here; empty where it is not known at all."""
    folded = name.strip().lower().replace("_", "-").replace("windows-", "cp")
    folded = {"utf8": "utf-8", "utf16": "utf-16", "latin1": "latin-1", "macroman": "mac_roman"}.get(
        folded, folded
    )
    for one in ENCODINGS:
        if folded == one.replace("_", "-"):
            return one
    try:
        looked_up = codecs.lookup(folded).name
    except (LookupError, ValueError):
        return ""
    return next((one for one in ENCODINGS if codecs.lookup(one).name == looked_up), "")


def detect(path: Path) -> str:
    """Return the encoding of the file; raise :class:`FileRefusedError` where there is none that fits."""
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, name in MARKS:
        if head.startswith(mark):
            if not valid(path, name):
                raise FileRefusedError("encoding")
            return name
    for name in ("utf-8", *_wide(head)):
        if valid(path, name):
            return name
    if b"\0" in head:
        raise FileRefusedError("encoding")
    return _legacy(path)


def _wide(head: bytes) -> tuple[str, ...]:
    """Return the encodings of two or four bytes that the NULs in ``head`` point to."""
    nuls = [head[place::4].count(0) for place in range(4)]
    if not any(nuls):
        return ()
    if nuls[1] and nuls[2] and nuls[3] and not nuls[0]:
        return ("utf-32-le",)
    if nuls[0] and nuls[1] and nuls[2] and not nuls[3]:
        return ("utf-32-be",)
    even, odd = nuls[0] + nuls[2], nuls[1] + nuls[3]
    return ("utf-16-be",) if even > odd else ("utf-16-le",) if odd > even else ()


def valid(path: Path, encoding: str) -> bool:
    """Tell whether the whole file can be read in ``encoding``, and has no NUL in it."""
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


def _legacy(path: Path) -> str:
    """Return the likeliest of the encodings of one byte."""
    runs: Counter[bytes] = Counter()
    proper = odd = line = first_odd = 0
    with path.open("rb") as file:
        while content := file.read(CHUNK) + file.readline(CHUNK):
            if b"\0" in content:
                raise FileRefusedError("encoding")
            good, bad, lines = _utf8_in(content)
            proper, odd = proper + good, odd + bad
            first_odd = first_odd or (line + lines + 1 if bad else 0)
            line += content.count(b"\n")
            if len(runs) < EVIDENCE:
                runs.update(_RUN.findall(content, 0, CHUNK))
    if proper >= 5 and proper >= 10 * odd:
        # UTF-8 with a few bytes of something else: any other encoding would spoil all the rest.
        raise FileRefusedError("encoding_mixed", line=first_odd)
    return max(LEGACY, key=lambda name: likelihood(name, runs))


def _utf8_in(content: bytes) -> tuple[int, int, int]:
    """Return how many letters are proper UTF-8 beyond ASCII, how many are not, and the lines before those."""
    proper = content.decode("utf-8", "ignore")
    marked = content.decode("utf-8", "replace")
    odd = len(marked) - len(proper)
    place = marked.find("\ufffd") if odd else 0
    plain = len(content) - len(content.translate(None, _PLAIN))
    return len(proper) - plain, odd, marked.count("\n", 0, place)
