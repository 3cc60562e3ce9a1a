"""Lines for PostgreSQL’s COPY."""

from __future__ import annotations

import json

NULL = r"\N"
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def escape(text: str) -> str:
    """Return ``text`` as a field of a line."""
    return text if text.isalnum() else text.translate(_ESCAPES)


def as_json(value: object) -> str:
    """Return ``value`` as a field of a line, in JSON, where only the backslash is left to double."""
    return _encode(value).replace("\\", r"\\")
