"""What the search looks in. Triggers of the database write both tables, whichever way a name was written.

No code of ours writes here, and nothing is told here that is not told elsewhere: both can be made anew by
``SELECT hrnet_search_fill()``. The functions stand in ``hrnet/directory/migrations``.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """One name of one record: a label, an acronym, a title.

    Two transactions that write names of one record at once may leave a row twice, and the next one takes
    it away; whoever reads counts records, not rows.
    """

    record = models.CharField(_("record"), max_length=12)
    record_id = models.BigIntegerField()
    section = models.CharField(_("section"), max_length=12)
    name_kind = models.CharField(_("kind of name"), max_length=11)
    language = models.CharField(_("language"), max_length=12)
    text = models.CharField(_("name"), max_length=320)
    folded = models.TextField()
    also = models.TextField(blank=True)
    words = SearchVectorField()
    shown = models.BooleanField()

    class Meta:
        verbose_name = _("name to search in")
        verbose_name_plural = _("names to search in")
        default_permissions = ()
        indexes = [
            GinIndex(fields=["words"], name="directory_search_words", fastupdate=False),
            models.Index(
                OpClass(models.F("folded"), name="text_pattern_ops"), name="directory_search_folded"
            ),
            models.Index(fields=["record", "record_id"], name="directory_search_record"),
        ]

    def __str__(self) -> str:
        return self.text


class SearchWord(models.Model):
    """A word of a name, as folded; ``keys`` are what a misspelling of it, or its sound, is filed under.

    A word may stand twice where two transactions brought it at once: no import waits for another.
    A word that no name holds any more stays, and finds nothing.
    """

    word = models.CharField(_("word"), max_length=60)
    script = models.CharField(_("script"), max_length=1)
    bones = models.CharField(_("consonants"), max_length=60, blank=True)
    keys = ArrayField(models.TextField())

    class Meta:
        verbose_name = _("word to search by")
        verbose_name_plural = _("words to search by")
        default_permissions = ()
        indexes = [
            GinIndex(fields=["keys"], name="directory_search_keys", fastupdate=False),
            GinIndex(
                OpClass(models.F("word"), name="gin_trgm_ops"),
                name="directory_search_parts",
                fastupdate=False,
            ),
            models.Index(fields=["word", "script"], name="directory_search_word"),
        ]

    def __str__(self) -> str:
        return self.word
