"""How words are written and joined in the language of the reader."""

import pytest
from django.utils.translation import override

from hrnet.directory.templatetags.hrnet import text
from hrnet.lib.languages import with_colon
from sources.fields import Localized


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "France: member"), ("fr", "France\u00a0: member"), ("ar", "France: member")],
)
def test_a_colon_is_written_as_the_language_writes_it(language, shown):
    with override(language):
        assert with_colon("France", "", None, "member") == shown


def test_in_french_no_line_begins_with_a_sign_that_stands_apart():
    written = Localized("Groupe de travail : les « lanceurs » ; et eux ?", "fr")

    with override("fr"):
        assert text(written) == "Groupe de travail\u00a0: les «\u00a0lanceurs\u00a0»\u00a0; et eux\u00a0?"
    with override("en"):
        assert "Groupe de travail\u00a0: les" in text(written)


def test_in_english_a_text_stays_as_it_is():
    assert text(Localized("Who ? : they", "en")) == "Who ? : they"
