"""No page asks the database more questions because there is more to show."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hrnet.accounts.roles import write_roles
from hrnet.directory import urls as directory
from hrnet.directory.citing.models import RetiredAddress
from hrnet.directory.pictures import urls as pictures
from imports.models import Import, Row
from institutions.models import Contact
from sources.models import Finding, SeedEntry
from tests import factories as make
from tests.directory.world import World
from tests.factories import parts

# Measured once for all tests here, and so on one worker; what is marked gets a database set up.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("queries")]

# The most queries that a page may take, however much it shows.
LISTS = {
    "institutions": 20, "networks": 10, "treaty_bodies": 11, "instruments": 6, "mandates": 15,
    "engagements": 14, "meetings": 10, "themes": 4, "countries": 6, "sources": 6, "memberships": 17,
}  # fmt: skip
PAGES = {
    "institution": 44, "network": 38, "treaty_body": 30, "instrument": 18, "mandate": 6, "engagement": 6,
    "meeting": 10, "theme": 14, "country": 12, "source": 20, "membership": 6,
}  # fmt: skip
OTHERS = {"home": 26, "imports": 10, "import": 12}
PUBLIC = {**LISTS, **PAGES, **OTHERS}
DESK_LIST, DESK_FORM = 14, 32

# A form shows each part of its record, by a query or two; the record looked at here gets no new parts.
EDITED = sorted(
    model._meta.label_lower for model in admin.site._registry if model._meta.app_label not in ("axes",)
)
# What has no form of its own: it leads to the record that is to be mended.
LISTED_ONLY = {"sources.finding"}


def measure(client, address):
    """Return how many queries a page takes, and how much it shows."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return len(queries), len(answer.content)


def signed_in(role):
    user = get_user_model()._default_manager.create_user(f"counting-{role}", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client, user


def preview(owner, filename, **values):
    return Import.objects.create(
        owner=owner, filename=filename, size=1, sha256="0", state="previewed", **values
    )


def grow(world, owner, import_, rows):
    """Add rows to every list and statements to every page, of the desk and of the imports too."""
    world.grow(rows)
    for _row in range(rows):
        number = import_.rows.count() + 1
        Row.objects.create(
            of_import=import_, number=number, row=number + 1, cells=["Nobody", "", "", "", "Nothing"],
            outcome="wrong", errors=[{"c": "unknown_name", "v": "Nobody", "f": "institution"}],
        )  # fmt: skip
        preview(owner, f"{number}.csv")
        RetiredAddress.objects.create(
            kind="themes", key=f"old-{number}", to_kind="themes", to_key="the-theme"
        )
        Contact.objects.create(person=make.PersonFactory(), institution=world.body, email="a@example.org")
        SeedEntry.objects.create(model="sources.source", key=f"key-{number}")
        Finding.objects.create(
            model="institutions.institution",
            record=str(world.body.pk),
            field=f"field-{number}",
            rule="address",
        )
        parts.UserFactory().groups.add(Group.objects.first())


def reading(world, import_):
    """Return the pages that are read: address by name, in English and in French."""
    english = {
        **world.lists(), **world.pages(), "home": "/", "imports": "/imports/",
        "import": f"/imports/{import_.pk}/",
    }  # fmt: skip
    return english | {f"fr:{name}": f"/fr{address}" for name, address in english.items()}


def desk():
    """Return the desk’s list and a form of each kind of record: address by (kind, page)."""
    found = {}
    for label in EDITED:
        name, model = label.replace(".", "_"), apps.get_model(label)
        last = model._base_manager.order_by("-pk").values_list("pk", flat=True).first()
        found[label, "list"] = reverse(f"admin:{name}_changelist")
        if label not in LISTED_ONLY:
            found[label, "form"] = reverse(f"admin:{name}_change", args=[last])
    return found


@pytest.fixture(scope="module")
def counts(django_db_setup, django_db_blocker):
    """Every page measured with 3 and with 30 rows: ((queries, shown), (queries, shown)) by its name."""
    with django_db_blocker.unblock(), transaction.atomic():
        write_roles()
        (curator, owner), (administrator, _user) = signed_in("curator"), signed_in("administrator")
        world = World()
        import_ = preview(owner, "a.csv", counts={"rows": 30, "wrong": 30})
        grow(world, owner, import_, 3)
        pages = {
            name: (curator if "import" in name else Client(), address)
            for name, address in reading(world, import_).items()
        }
        pages |= {name: (administrator, address) for name, address in desk().items()}
        for page in pages.values():
            measure(*page)  # once before: what a process keeps from then on, is no matter of rows
        few = {name: measure(*page) for name, page in pages.items()}
        grow(world, owner, import_, 27)
        many = {name: measure(*page) for name, page in pages.items()}
        transaction.set_rollback(True)
    return {name: (few[name], many[name]) for name in pages}


def with_more_queries(counts, most):
    """Return the pages that took others with thirty rows than with three, or more than ``most`` says."""
    return {
        page: (few, many, most[page])
        for page, ((few, _shown), (many, _more_shown)) in counts.items()
        if page in most and (many != few or many > most[page])
    }


def no_larger(counts, pages):
    """Return the pages that do not show more with thirty rows than with three."""
    return [page for page in pages if counts[page][1][1] <= counts[page][0][1]]


def test_a_page_with_thirty_rows_takes_the_queries_of_one_with_three(counts):
    most = {language + name: most for name, most in PUBLIC.items() for language in ("", "fr:")}

    assert most.keys() <= counts.keys()
    assert no_larger(counts, most) == []
    assert with_more_queries(counts, most) == {}


def test_a_list_of_the_desk_with_thirty_rows_takes_the_queries_of_one_with_three(counts):
    most = {(label, "list"): DESK_LIST for label in EDITED}

    assert most.keys() <= counts.keys()
    assert no_larger(counts, most) == []
    assert with_more_queries(counts, most) == {}


def test_a_form_of_the_desk_does_not_grow_with_the_records_beside_it(counts):
    most = {(label, "form"): DESK_FORM for label in EDITED if label not in LISTED_ONLY}

    assert most.keys() <= counts.keys()
    assert with_more_queries(counts, most) == {}


def test_no_page_is_left_out():
    fixed = {"home", "about", "licence", "privacy", "report_error", "network_changes", "cite", "cite_file"}
    fixed |= {"compare", "paths"}  # counted in tests/directory/comparing and tests/directory/paths
    fixed |= {"search", "suggest"}  # counted in tests/directory/search
    fixed |= {"matrices", "matrix", "gaps"}  # counted in tests/directory/matrices
    fixed |= {one.name for one in pictures.urlpatterns}  # counted in tests/directory/pictures

    assert {one.name for one in directory.urlpatterns} - fixed == set(LISTS) | set(PAGES)


def test_an_institution_of_which_nothing_is_told_is_asked_for_no_statements(client):
    bare = make.InstitutionFactory()

    assert measure(client, bare.get_absolute_url())[0] <= 10
