"""What is written to the log, and what is not."""

from __future__ import annotations

import logging
import re

# PostgreSQL adds to some errors the whole row, a line of the statement with a mark below it, or the value in
# quotes: names and addresses have no place in a log.
_DETAIL = re.compile(r"^(DETAIL|CONTEXT|QUERY|HINT|DÉTAIL):.*$", re.MULTILINE)
_STATEMENT = re.compile(r"^(LINE \d+):.*$(\n^ *\^ *$)?", re.MULTILINE)
_VALUE = re.compile(
    r"((?:invalid|malformed|out of range|cannot be cast|no such)\b[^\n\"]{0,200}): \"[^\n]*\""
)


class DiscreetFormatter(logging.Formatter):
    """Leaves out the rows, statements and values that a database error quotes."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for pattern, instead in ((_DETAIL, r"\1: (left out)"), (_STATEMENT, r"\1: (left out)")):
            text = pattern.sub(instead, text)
        return _VALUE.sub(r"\1: (left out)", text)
