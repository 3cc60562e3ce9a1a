"""A base of an older release holds characters and addresses that may not be stored today: nothing fails.

Every text of every table holds one character of each forbidden kind; every address is a script. Every page
answers, every file can be parsed, and nothing links to a script.
"""

from __future__ import annotations

import io
import json
from xml.etree.ElementTree import fromstring

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from networks.models import Membership
from sources.history import event_model
from sources.models import Finding
from tests.directory.world import World

# One world for all tests here, and so on one worker.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("older-values")]

BAD = (
    "\u0001\u000b\u000c\u001f\u007f\u0085\u00ad\u200b\ufeff\u202e\u2066\u2028\ufdd0\ufffe\uffff\n\t\U000e0041"
)
SCRIPT = "javascript:alert(1)//"
MODELS = [
    model
    for config in apps.get_app_configs()
    if "site-packages" not in config.path and config.label not in ("pictures", "accounts")
    for model in config.get_models()
]


def spoil() -> int:
    """Put the bad characters into every text that no constraint keeps in form; return how many columns."""
    spoiled = 0
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model in MODELS:
            for field in model._meta.concrete_fields:
                kind = field.get_internal_type()
                value = f"\"{field.column}\" || '{BAD}'"
                if "URL" in kind or field.name in ("website", "url", "archived_url"):
                    value = f"'{SCRIPT}'"
                elif kind == "JSONField":
                    value = json.dumps({"network": "E\u000bNOC\u200b"}).join("''") + "::jsonb"
                elif kind not in ("CharField", "TextField") or field.generated or field.choices:
                    continue
                elif field.name in ("slug", "handle", "pgh_label", "model", "what", "key", "scheme"):
                    continue  # parts of addresses, and words of our own
                try:
                    with transaction.atomic():
                        cursor.execute(f'UPDATE {model._meta.db_table} SET "{field.column}" = {value}')
                    spoiled += 1
                except DatabaseError:
                    pass  # a constraint: a code, a date
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    return spoiled


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = World()
        world.grow(2)
        assert spoil() > 80
        yield world
        transaction.set_rollback(True)


def content(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_every_public_page_answers_and_links_to_no_script(client, world):
    pages = [*world.pages().values(), *world.lists().values(), *world.pictures().values()]
    pages += [f"{page}cite/" for page in world.pages().values()]
    pages += [
        "/", "/search/?q=body", "/matrices/countries-networks/", "/networks/the-network/changes/",
        "/compare/?kind=institution&id=the-body&id=the-network",
        "/paths/?from=the-body&to=the-network", "/matrices/gaps/?members=the-network&network=the-network",
    ]  # fmt: skip

    for page in pages:
        assert b'"javascript:' not in content(client, page), page
        assert b'href="javascript' not in content(client, f"/fr{page}"), page


@pytest.mark.parametrize("form", ["svg", "graphml", "gexf"])
def test_every_picture_is_well_formed(client, world, form):
    for address in world.pictures().values():
        if address.endswith("picture.svg"):
            fromstring(content(client, address.removesuffix("svg") + form))  # noqa: S314 - our own


def test_a_picture_is_drawn_as_png(client, world):
    assert content(client, "/institutions/the-body/picture.png").startswith(b"\x89PNG")


def test_site_maps_are_well_formed(client, world):
    for address in ("/sitemap.xml", "/sitemap-institutions-0.xml"):
        fromstring(content(client, address))  # noqa: S314 - our own


EXPORTS = [
    "/institutions/", "/networks/", "/treaty-bodies/", "/instruments/", "/mandates/", "/engagements/",
    "/meetings/", "/themes/", "/countries/", "/sources/", "/memberships/", "/matrices/countries-networks/",
    "/matrices/gaps/?members=the-network&network=the-network",
    "/compare/?kind=institution&id=the-body&id=the-network",
]  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "ods"])
def test_every_export_can_be_read(client, world, form):
    read = {
        "csv": lambda file: file.decode().splitlines(),
        "json": json.loads,
        "xlsx": lambda file: load_workbook(io.BytesIO(file)).sheetnames,
        "ods": lambda file: CalamineWorkbook.from_filelike(io.BytesIO(file)).sheet_names,
    }[form]

    for address in EXPORTS:
        sign = "&" if "?" in address else "?"
        assert read(content(client, f"{address}{sign}format={form}")), address


def test_an_export_names_no_address_of_a_script(client, world):
    assert b"javascript:" not in content(client, "/institutions/?format=csv")
    assert b"javascript:" not in content(client, "/sources/?format=json")


def test_citations_can_be_read(client, world):
    for page in world.pages().values():
        assert "\u000b" not in content(client, f"{page}cite.bib").decode()
        assert json.loads(content(client, f"{page}cite.json"))[0]["title"]


@pytest.fixture
def desk(client):
    client.force_login(get_user_model().objects.create_superuser("an-administrator", password="-"))
    return client


def test_the_desk_shows_every_record_and_its_history(desk, world):
    for model in (one for one in admin.site._registry if one in MODELS and one is not Finding):
        record = model._base_manager.first()
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        content(desk, reverse(f"{name}_changelist"))
        if record is not None:
            content(desk, reverse(f"{name}_change", args=[record.pk]))
            content(desk, reverse(f"{name}_history", args=[record.pk]))


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_the_memberships_are_exported_for_an_import(desk, world, form):
    """A note with U+000B made this a 500."""
    assert len(content(desk, f"/imports/export/?format={form}")) > 100


def test_a_history_holds_such_values_too(world):
    assert event_model(Membership).objects.filter(note_en__contains="\u000b").exists()
