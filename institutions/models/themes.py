"""Themes: the grounds and fields of work, a short controlled list."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sources.fields import CharField, TextField, translated
from sources.history import tracked
from sources.natural import Natural, SlugManager


@tracked()
class Theme(Natural):
    """A ground or field of work: children’s rights, equality, prevention of torture. A tree two deep."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    label = translated(CharField(_("label"), max_length=120))
    description = translated(TextField(_("description"), blank=True))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("broader theme"),
        related_name="narrower",
    )

    objects = SlugManager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["slug"]
        triggers = [
            # A CHECK cannot look at another row.
            pgtrigger.Trigger(
                name="two_deep",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NEW.parent_id IS NOT NULL AND (
                        NEW.parent_id = NEW.id
                        OR EXISTS (SELECT 1 FROM institutions_theme
                                   WHERE id = NEW.parent_id AND parent_id IS NOT NULL)
                        OR EXISTS (SELECT 1 FROM institutions_theme WHERE parent_id = NEW.id)
                    ) THEN
                        RAISE EXCEPTION USING
                            ERRCODE = 'check_violation',
                            CONSTRAINT = 'institutions_theme_two_deep',
                            MESSAGE = 'institutions_theme_two_deep: a theme under a theme has none below it';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return str(self.label)

    def get_absolute_url(self) -> str:
        return reverse("directory:theme", args=[self.slug])
