"""The people who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person who curates. Visitors need no account.

    What the person may do follows from the roles (groups) of :mod:`hrnet.accounts.roles`.
    """

    email = models.EmailField(
        _("e-mail address"),
        blank=True,
        help_text=_("Seen by administrators alone; never shown, exported or sent anywhere."),
    )

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")  # type: ignore[assignment]
        verbose_name_plural = _("users")  # type: ignore[assignment]
