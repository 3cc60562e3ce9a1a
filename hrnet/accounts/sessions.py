"""The sessions of people who sign in: how long one lasts, and what is kept of it.

A session ends after 30 minutes without a request (``SESSION_COOKIE_AGE``), and in any case
``HRNET_SESSION_HOURS`` after signing in. Of its key only a digest is stored, and its content is encrypted:
who reads the database, or a backup, can take over no session. Neither the address nor the whole user agent
is kept: the browser and the system in a word each are enough to tell one's own devices apart.

This is Django's session engine on a table of ours, as its documentation describes.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

# As browsers name themselves; the first that is found is meant, since many name others too.
BROWSERS = {
    "Edge": re.compile(r"Edg(e|A|iOS)?/"),
    "Opera": re.compile(r"OPR/"),
    "Samsung Internet": re.compile(r"SamsungBrowser/"),
    "Firefox": re.compile(r"(Firefox|FxiOS)/"),
    "Chrome": re.compile(r"(Chrome|CriOS|Chromium)/"),
    "Safari": re.compile(r"Safari/"),
}
SYSTEMS = {
    "iOS": re.compile(r"iPhone|iPad|iPod"),
    "Android": re.compile(r"Android"),
    "Windows": re.compile(r"Windows"),
    "ChromeOS": re.compile(r"CrOS"),
    "macOS": re.compile(r"Mac OS X|Macintosh"),
    "Linux": re.compile(r"Linux|X11"),
}
UNKNOWN = ""


def lifetime() -> datetime.timedelta:
    """Return how long a session may last, however often it is used."""
    return datetime.timedelta(hours=settings.HRNET_SESSION_HOURS)


def digest(session_key: str) -> str:
    """Return what is stored of a session’s key. The key is long and random: its digest needs no salt."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def device(user_agent: str) -> tuple[str, str]:
    """Return the browser and the system of a user agent, by name; empty where they are not known."""

    def first(kinds: dict[str, re.Pattern[str]]) -> str:
        return next((name for name, sign in kinds.items() if sign.search(user_agent[:500])), UNKNOWN)

    return first(BROWSERS), first(SYSTEMS)


class SessionStore(DatabaseStore):
    """Reads and writes sessions; the ``session_key`` of the base class is the key in the cookie."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._begin()

    def _begin(self, browser: str = UNKNOWN, system: str = UNKNOWN) -> None:
        self.started_at = timezone.now()
        self.browser, self.system = browser, system

    @classmethod
    def get_model_class(cls) -> Any:
        from hrnet.accounts.models import Session

        return Session

    def signed_in(self, user_agent: str) -> None:
        """Begin the time of the session anew, since somebody signs in with it now."""
        self._begin(*device(user_agent))
        self.modified = True

    def _get_session_from_db(self) -> Any:
        """Return the row of the key, if it is neither idle for too long nor too old."""
        now = timezone.now()
        row = (
            self.get_model_class()
            .objects.filter(
                session_key=digest(self.session_key or ""),
                expire_date__gt=now,
                started_at__gt=now - lifetime(),
            )
            .first()
        )
        if row is None:
            self._session_key = None
            return None
        self.started_at, self.browser, self.system = row.started_at, row.browser, row.system
        return row

    def exists(self, session_key: str) -> bool:
        return super().exists(digest(session_key))

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            super().delete(digest(key))

    def flush(self) -> None:
        super().flush()
        self._begin()

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        return self.get_model_class()(
            session_key=digest(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=min(self.get_expiry_date(), self.started_at + lifetime()),
            user_id=data.get(SESSION_KEY),
            started_at=self.started_at,
            last_seen_at=timezone.now(),
            browser=self.browser,
            system=self.system,
        )

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return the content, encrypted with the site’s secret key."""
        return _cipher().encrypt(self.serializer().dumps(session_dict)).decode()

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """Return the content; nothing where it was written with another secret key."""
        try:
            content: dict[str, Any] = self.serializer().loads(_cipher().decrypt(session_data))
        except (InvalidToken, ValueError):
            return {}
        return content


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"hrnet.sessions:{key!s}".encode()).digest()))
            for key in keys
        ]
    )
