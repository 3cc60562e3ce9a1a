"""The French catalogue: it has every text of the code and the templates, and translates each."""

import json
import re
import subprocess
import sys
from functools import cache

from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.utils import translation

FRENCH = settings.BASE_DIR / "locale" / "fr" / "LC_MESSAGES" / "django.po"
DOMAIN = ("sources", "institutions", "networks", "mandates", "imports")
# The collector sets up a Django of its own, and so runs in a process of its own.
COLLECT = """
import json
from scripts.catalogues import _messages
print(json.dumps([[message, context] for _path, _line, message, _comments, context in _messages()]))
"""


@cache
def collected():
    """Return the texts of the code and the templates: text (or singular and plural) and context."""
    run = subprocess.run(
        [sys.executable, "-c", COLLECT], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    return {(as_id(message), context) for message, context in json.loads(run.stdout)}


def as_id(message):
    return tuple(message) if isinstance(message, list | tuple) else message


@cache
def catalogue():
    with FRENCH.open("rb") as file:
        return [message for message in read_po(file, locale="fr") if message.id]


def translations(message):
    return message.string if isinstance(message.string, list | tuple) else [message.string]


def test_the_catalogue_has_every_text_of_the_code():
    known = {(as_id(message.id), message.context) for message in catalogue()}

    assert sorted(map(str, collected() - known)) == []


def test_the_catalogue_has_no_text_that_the_code_lost():
    known = {(as_id(message.id), message.context) for message in catalogue()}

    assert sorted(map(str, known - collected())) == []


def test_every_text_is_translated():
    assert [message.id for message in catalogue() if not all(translations(message))] == []


def test_no_translation_is_a_guess():
    assert [message.id for message in catalogue() if message.fuzzy] == []


def test_a_translation_keeps_the_places_where_values_go():
    assert [
        message.id
        for message in catalogue()
        for text in translations(message)
        if text and places(text) not in [places(one) for one in ids(message)]
    ] == []


def ids(message):
    return message.id if isinstance(message.id, list | tuple) else [message.id]


def places(text):
    """Return the placeholders of ``text``: «%(name)s», «%s», «{name}»."""
    return sorted(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w*\}", text))


def test_every_choice_has_a_label_in_the_catalogue():
    known = {message.id for message in catalogue()}

    with translation.override(None):
        labels = {
            str(label)
            for app in DOMAIN
            for model in apps.get_app_config(app).get_models()
            for field in model._meta.fields
            for _value, label in field.choices or ()
        }

    assert "national human rights institution" in labels
    assert sorted(labels - known) == []
