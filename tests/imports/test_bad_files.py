"""A file that cannot be read gets one sentence, and nothing of it is stored."""

import pytest
from django.utils.translation import override

from imports import messages, wording
from imports.models import Row
from institutions.models import Institution
from networks.models import Membership
from sources.models import Source
from tests.imports.bad_files import bad_files
from tests.imports.tables import upload

FILES = list(bad_files())


def test_there_are_a_hundred_and_more_of_them():
    assert len(FILES) >= 130


@pytest.mark.django_db
@pytest.mark.parametrize(("filename", "content"), [pytest.param(f, c, id=name) for name, f, c in FILES])
def test_a_bad_file_is_refused_with_one_sentence(publisher, filename, content):
    import_ = upload(publisher, content, filename)

    assert import_.state in ("refused", "mapping"), (import_.state, import_.counts)
    for language in ("en", "fr"):
        with override(language):
            said = messages.of_file(import_.problem) or wording.missing(import_)
        assert said
        assert "%" not in said.replace("%(", "")
        assert "Error" not in said
    assert bool(import_.file) == (import_.state == "mapping")
    assert not any(model.objects.exists() for model in (Row, Membership, Source, Institution))
