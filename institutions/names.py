"""A name of something, folded for finding: shared by institutions and instruments."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.signals import class_prepared, pre_save
from django.utils.translation import gettext_lazy as _

from hrnet.lib.names import fold
from sources.fields import CharField


class NameQuerySet(models.QuerySet):
    """Names, of any language and script."""

    def spelt(self, text: str) -> Self:
        """Return the names that ``text`` is a spelling of: accents, case and punctuation aside."""
        return self.filter(folded=fold(text))

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> Any:
        """Fold each name on the way in, as a single save does."""
        objs = list(objs)
        for name in objs:
            name.folded = fold(name.text)
        return super().bulk_create(objs, *args, **options)


class FoldedName(models.Model):
    """A text in a language, with its folded form, which is set whenever a row is saved."""

    text = CharField(_("name"), max_length=300)
    language = CharField(
        _("language"), max_length=12, help_text=_("en, fr, ar…; mul where all languages share it.")
    )
    folded = CharField(max_length=300, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(language__regex=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"),
                name="%(app_label)s_%(class)s_language_code",
                violation_error_message=_("Write the language as a code: en, fr, ar, zh-Hant; mul for all."),
            ),
            models.CheckConstraint(condition=~Q(text=""), name="%(app_label)s_%(class)s_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text


def _fold_on_save(sender: type[models.Model], instance: Any, **_signal: Any) -> None:
    instance.folded = fold(instance.text)


def _connect(sender: type[models.Model], **_signal: Any) -> None:
    # A signal and no save(): loaddata saves raw rows, past the model's own methods.
    if issubclass(sender, FoldedName) and not sender._meta.abstract:
        pre_save.connect(_fold_on_save, sender=sender)


class_prepared.connect(_connect, dispatch_uid="institutions.names")
