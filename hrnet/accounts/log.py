"""The security log: who signed in, what was refused, whose rights changed; without personal data.

One line for one event, written by the logger ``hrnet.security``, such as::

    event=rights_changed user=12 actor=3 is_active=no

``user`` is the key of the account that it is about, ``actor`` that of who did it; ``-`` stands for nobody
(a visitor, or a name that no account has) and ``command`` for a command of the operator. No name, e-mail
address, network address, session key or anything that was typed is written.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from allauth.core import context

logger = logging.getLogger("hrnet.security")
NOBODY = "-"
_UNSAFE = re.compile(r"[^\w:.,-]", re.ASCII)


def record(event: str, *, user: int | None = None, actor: Any = None, **facts: object) -> None:
    """Write one line about the account ``user``. Facts are words of ours and keys, never what people wrote.

    ``actor`` is who is signed in, where it is not given.
    """
    fields = {"event": event, "user": user or NOBODY, "actor": actor or _actor(), **facts}
    logger.info(" ".join(f"{name}={_plain(value)}" for name, value in fields.items()))


def _actor() -> int | str:
    request = context.request
    if request is None:
        return "command"
    user = getattr(request, "user", None)
    return user.pk if user is not None and user.is_authenticated else NOBODY


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _UNSAFE.sub("_", str(value))
