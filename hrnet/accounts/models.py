"""The people who sign in, and their sessions."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# The columns of an account whose changes are logged; each ends the sessions of the account, too.
WATCHED = ("password", "is_active", "is_staff", "is_superuser")


class UserQuerySet(models.QuerySet):
    """Accounts, of which a change in bulk is noticed as the change of each would be."""

    def update(self, **values: Any) -> int:
        """Update, and do what follows from new rights or passwords; no signal tells of bulk updates."""
        from hrnet.accounts.noticing import notice_change

        watched = [name for name in WATCHED if name in values]
        if not watched:
            return super().update(**values)
        with transaction.atomic():
            before = {user["pk"]: user for user in self.order_by().values("pk", *watched)}
            count = super().update(**values)
            for after in self.model._base_manager.filter(pk__in=before).values("pk", *watched):
                notice_change(after["pk"], before[after["pk"]], after)
        return count


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes and finds accounts."""

    use_in_migrations = False


class User(AbstractUser):
    """A person who curates. Visitors need no account.

    What the person may do follows from the roles (groups) of :mod:`hrnet.accounts.roles`.
    """

    email = models.EmailField(
        _("e-mail address"),
        blank=True,
        help_text=_("Seen by administrators alone; never shown, exported or sent anywhere."),
    )

    objects = UserManager()  # type: ignore[misc]

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")  # type: ignore[assignment]
        verbose_name_plural = _("users")  # type: ignore[assignment]

    def clean(self) -> None:
        """Refuse a name that differs from another in capitals alone: neither account could sign in then."""
        super().clean()
        others = User.objects.exclude(pk=self.pk)
        if others.filter(username__iexact=self.username).exists():
            raise ValidationError({"username": self.unique_error_message(User, ("username",))})


class SessionQuerySet(models.QuerySet):
    """Sessions, of people and of visitors who have not signed in yet."""

    def current(self) -> SessionQuerySet:
        """Return those that still open something."""
        from hrnet.accounts.sessions import lifetime

        now = timezone.now()
        return self.filter(expire_date__gt=now, started_at__gt=now - lifetime())


class SessionManager(BaseSessionManager.from_queryset(SessionQuerySet)):  # type: ignore[misc]
    """Finds sessions."""

    use_in_migrations = False


class Session(AbstractBaseSession):
    """A session: a digest of its key, its encrypted content, and what tells its holder which one it is.

    See :mod:`hrnet.accounts.sessions`.
    """

    session_key = models.CharField(_("digest of the key"), max_length=64, primary_key=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions", verbose_name=_("user")
    )
    started_at = models.DateTimeField(_("signed in at"))
    last_seen_at = models.DateTimeField(_("last used at"))
    browser = models.CharField(_("browser"), max_length=20, blank=True)
    system = models.CharField(_("operating system"), max_length=20, blank=True)

    objects = SessionManager()  # type: ignore[misc]

    class Meta(AbstractBaseSession.Meta):
        default_permissions = ()
        verbose_name = _("session")  # type: ignore[assignment]
        verbose_name_plural = _("sessions")  # type: ignore[assignment]

    @property
    def name_in_forms(self) -> str:
        """A name to end the session by, from which neither its key nor the stored digest can be told."""
        return hashlib.sha256(f"name:{self.session_key}".encode()).hexdigest()[:16]

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Return the engine that writes these rows."""
        from hrnet.accounts.sessions import SessionStore

        return SessionStore
