"""Rules on single values: new values are refused; older rows are kept, listed and mended."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from hrnet.accounts.roles import write_roles
from networks.models import MembershipCitation
from sources.fields import CleanCharFormField, CleanTextFormField, WebAddressFormField
from sources.history import because
from sources.models import Finding, Source
from sources.reverting import put_back
from sources.rules import RULES, domain_models
from tests.factories import (
    InstitutionFactory,
    MembershipFactory,
    SourceFactory,
)
from tests.rules import MAKERS, change, refused

pytestmark = pytest.mark.django_db

TEXTS = ("character varying", "text", "jsonb")


def store(record, **values):
    """Write ``values`` as a base of an older release holds them: past every trigger and past the fields."""
    columns = ", ".join(f'"{name}" = %s' for name in values)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            f"UPDATE {record._meta.db_table} SET {columns} WHERE {record._meta.pk.column} = %s",
            [*values.values(), record.pk],
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def write(record, **values):
    """Write ``values`` in plain SQL, as nobody should: past the fields of the models."""
    columns = ", ".join(f'"{name}" = %s' for name in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {record._meta.db_table} SET {columns} WHERE {record._meta.pk.column} = %s",
            [*values.values(), record.pk],
        )


def text_columns(model):
    """Return the names of the columns of a table that hold text, as the database tells them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
            " AND table_name = %s AND data_type = ANY(%s) AND is_generated = 'NEVER' ORDER BY column_name",
            [model._meta.db_table, list(TEXTS)],
        )
        return [row[0] for row in cursor.fetchall()]


# -- every column of every model


def test_all_models_of_ours_are_ruled_and_none_is_named_here():
    assert {
        "source",
        "institution",
        "name",
        "membership",
        "membershipcitation",
        "row",
        "user",
        "contact",
    } <= {model._meta.model_name for model in domain_models()}
    assert apps.get_model("directory", "SearchEntry") not in domain_models()


@pytest.mark.parametrize("model", domain_models(), ids=lambda model: model._meta.label)
def test_every_column_with_text_has_a_rule_or_takes_few_values_alone(model):
    """A new model or column has it by itself: what is left out here is held by a constraint or a trigger."""
    ruled = {field.column for rule in RULES for field in rule.columns(model)}
    fields = {field.column: field for field in model._meta.concrete_fields}

    assert [
        column
        for column in text_columns(model)
        if column not in ruled
        and not fields[column].choices
        and type(fields[column]).__name__ not in ("PartialDateField", "DerivedCharField")
    ] == []


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_no_column_takes_an_invisible_character_from_plain_sql(kind):
    record = MAKERS[kind]()
    taken = []

    for column in text_columns(type(record)):
        if type(record._meta.get_field(column)).__name__ == "DerivedCharField":
            continue
        is_json = record._meta.get_field(column).get_internal_type() == "JSONField"
        try:
            with transaction.atomic():
                write(record, **{column: '{"a": "\u200b"}' if is_json else "a\u200b"})
            taken.append(column)
        except DatabaseError:
            pass

    assert taken == []


# -- new and changed values


@pytest.mark.parametrize("sign", ["\u0001", "\u000b", "\u200b", "\ufeff", "\u202e", "\u2066", "\U000e0041"])
def test_a_note_with_such_a_sign_is_refused_by_name(sign):
    membership = MembershipFactory()

    with refused("hrnet_characters_in_text"):
        write(membership, note_en=f"a{sign}b")


def test_a_line_takes_no_line_end_and_a_text_does():
    source = SourceFactory()

    with refused("hrnet_characters_in_line"):
        write(source, publisher="one\ntwo")
    write(source, description_en="one\ntwo\tthree")


def test_json_is_looked_into():
    citation = MembershipCitation.objects.create(subject=MembershipFactory(), source=SourceFactory())

    with refused("hrnet_characters_in_json"):
        write(citation, wording='{"network": "E\u200bNOC"}')


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "mailto:a@example.org", "https://a:b@example.org/"]
)
def test_an_address_of_another_kind_is_refused(address):
    with refused("hrnet_web_address"):
        write(InstitutionFactory(), website=address)
    with refused("hrnet_web_address"):
        write(SourceFactory(), url=address)
    with refused("hrnet_web_address"):
        write(SourceFactory(), archived_url=address)


def test_what_a_script_needs_is_taken():
    membership = MembershipFactory()

    write(membership, note_en="می\u200cخواهم \u200fOHCHR", note_fr="ligne\nligne")


def test_an_address_of_the_web_and_none_are_taken():
    write(InstitutionFactory(), website="https://example.org/a?b=c#d")
    write(InstitutionFactory(), website="")


# -- what the fields do before


def test_every_way_of_the_orm_stores_the_cleaned_text():
    membership = MembershipFactory(note_en="Ze\u200bta")
    assert membership.note_en == "Zeta"
    type(membership).objects.filter(pk=membership.pk).update(note_fr="E\u000bNOC\u0000")
    Source.objects.bulk_create([Source(slug="list", kind="list", title="\ufeffList of\nmembers")])

    membership.refresh_from_db()
    assert (membership.note_en, membership.note_fr) == ("Zeta", "E\nNOC")
    assert Source.objects.get(slug="list").title == "List of members"


def test_a_name_is_folded_without_them():
    name = InstitutionFactory(names="Ze\u200bta Watch").names.get()

    assert (name.text, name.folded) == ("Zeta Watch", "zeta watch")


# -- rows that are older than the rule


def test_an_older_row_is_kept_and_its_other_columns_can_be_written():
    institution = InstitutionFactory()
    store(institution, website="javascript:alert(1)", description_en="a\u000bb")

    write(institution, description_fr="nouveau")
    change(institution, kind="court")

    institution.refresh_from_db()
    assert (institution.website, institution.description_en) == ("javascript:alert(1)", "a\u000bb")
    with refused("hrnet_characters_in_text"):
        write(institution, description_en="a\u000bc")


def test_check_records_lists_what_breaks_a_rule_and_says_so_in_its_status(capsys):
    institution = InstitutionFactory()
    store(institution, website="javascript:alert(1)", description_en="a\u000bb")

    with pytest.raises(CommandError, match="2 values to mend"):
        call_command("check_records")

    lines = capsys.readouterr().out.splitlines()
    assert sorted(line.split(":")[0] for line in lines) == [
        f"institutions.institution {institution.pk}, description_en",
        f"institutions.institution {institution.pk}, website",
    ]
    assert "https://" in "".join(lines)


def test_check_records_is_content_with_a_clean_base(capsys):
    InstitutionFactory()

    call_command("check_records")

    assert capsys.readouterr().out == "Every stored value keeps the rules.\n"


def test_a_finding_is_listed_once():
    finding = {"model": "sources.source", "record": "1", "field": "url", "rule": "web_address"}
    Finding.objects.create(**finding)

    with refused("sources_finding_once"):
        Finding.objects.create(**finding)


def test_a_finding_goes_when_its_value_is_mended_and_the_others_stay():
    institution = InstitutionFactory()
    store(institution, website="javascript:alert(1)", description_en="a\u000bb")
    with pytest.raises(CommandError):
        call_command("check_records")

    write(institution, website="https://example.org/")
    assert [finding.field for finding in Finding.objects.all()] == ["description_en"]
    institution.delete()
    assert not Finding.objects.exists()


def test_a_state_with_such_values_is_put_back_without_them():
    """The history keeps them; the put-back does not fail for them."""
    institution = InstitutionFactory(website="https://example.org/")
    event = institution._meta.model.pgh_event_model.objects.filter(pgh_obj_id=institution.pk).latest("pgh_id")
    store(event, website="javascript:alert(1)", description_en="a\u000bb")
    key = institution.pk
    institution.delete()

    with because("put back"):
        put_back(type(institution), key, event.pgh_created_at)

    institution = type(institution).objects.get(pk=key)
    assert (institution.website, institution.description_en) == ("", "a\nb")


# -- at the desk


@pytest.fixture
def curator(client):
    write_roles()
    user = get_user_model().objects.create_user("a-publisher", password="-", is_staff=True)
    user.groups.add(Group.objects.get(name="publisher"))
    client.force_login(user)
    return client


def listed(institution):
    """Store values that break the rules in ``institution``, and list them."""
    store(institution, website="javascript:alert(1)", description_en="a\u000bb")
    with pytest.raises(CommandError):
        call_command("check_records")


def test_the_start_page_of_the_desk_leads_to_what_is_to_be_mended(curator):
    institution = InstitutionFactory()
    listed(institution)

    start = curator.get("/admin/").content.decode()
    assert 'href="/admin/sources/finding/"' in start
    page = curator.get("/admin/sources/finding/").content.decode()
    assert "an address that is not of the web" in page
    assert "characters that cannot be seen" in page
    first = Finding.objects.filter(field="website").get()
    assert curator.get(f"/admin/sources/finding/{first.pk}/change/").url == (
        f"/admin/institutions/institution/{institution.pk}/change/"
    )


def test_nothing_waits_on_the_start_page_of_a_clean_base(curator):
    InstitutionFactory()

    queues = curator.get("/admin/").context["queues"]
    assert "/admin/sources/finding/" not in [address for _label, address, _number in queues]


def test_the_form_says_at_the_field_what_to_mend(curator):
    institution = InstitutionFactory()
    listed(institution)

    page = curator.get(f"/admin/institutions/institution/{institution.pk}/change/")
    fields = page.context["adminform"].form.fields
    assert "https://" in str(fields["website"].help_text)
    assert "U+000B" in str(fields["description_en"].help_text)


def test_the_form_refuses_an_address_of_another_kind_in_plain_words():
    with pytest.raises(ValidationError, match="begins with http:// or https://"):
        WebAddressFormField(assume_scheme="https").clean("ftp://example.org/")


@pytest.mark.parametrize("typed", ["Ze\u200bta", "\ufeffZeta", "Zeta\u202e", "Ze\u00adta"])
def test_the_form_removes_what_cannot_be_seen_without_an_error(typed):
    assert CleanCharFormField().clean(typed) == "Zeta"


def test_the_form_leaves_a_nul_to_django():
    with pytest.raises(ValidationError, match="Null characters are not allowed"):
        CleanCharFormField().clean("Ze\0ta")


def test_saving_a_text_that_only_lost_what_cannot_be_seen_counts_as_a_change():
    assert CleanTextFormField().has_changed("a\u200bb", "a\u200bb")
