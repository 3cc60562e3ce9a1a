"""What is written to the log, and what is not."""

from __future__ import annotations

import logging
import re

# PostgreSQL adds the whole row to some errors: names and addresses have no place in a log.
_DETAIL = re.compile(r"^(DETAIL|CONTEXT|DÉTAIL):.*$", re.MULTILINE)


class DiscreetFormatter(logging.Formatter):
    """Leaves out the rows that a database error quotes."""

    def format(self, record: logging.LogRecord) -> str:
        return _DETAIL.sub(r"\1: (left out)", super().format(record))
