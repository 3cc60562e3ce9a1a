"""Make the dump of a release for ``test_upgrade.py``: an installation in which people have worked.

Run it with the code of the release, from its checkout, against a new and empty database::

    cd RELEASE
    HRNET_ENV=trial HRNET_DATA_DIR=/an/empty/folder DATABASE_URL=postgresql://…/empty \\
        .venv/bin/python …/tests/upgrade/make_dump.py …/tests/upgrade/VERSION-COMMIT

It writes ``VERSION-COMMIT.tar.xz``, which is the release's own backup, compressed, and
``VERSION-COMMIT.json``: what the test has to know of it. The accounts, persons and lists are invented.
Every scene is a function here; a later release adds scenes, and the test reads only what it finds.
"""

from __future__ import annotations

import json
import lzma
import sys
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path.cwd()), str(Path(__file__).resolve().parent)]

PASSWORD = "a-good-long-password"
LIST = """institution,network,role,start
Defender of Rights,European Network of Ombudsmen,Member,2006
Human Rights House Network,European Network of Ombudsmen,Partner,2014
Invented Ombuds Office of Atlantis,European Network of Ombudsmen,Observer,2019
"""
OTHER_LIST = """institution,network,role,start
Human Rights House Network,European Network of Equality Bodies,Observer,2011
"""


def main(target: Path) -> None:
    """Fill the database of ``DATABASE_URL`` and write the two files."""
    from hrnet.settings import use_profile

    use_profile()
    import django

    django.setup()
    from hrnet.ops import prepare
    from hrnet.ops.backup import write_backup

    prepare.migrate()
    prepare.seed()
    prepare.collect_static()
    facts: dict[str, Any] = {}
    people = accounts(facts)
    scenes = (
        edits, hidden_person, odd_texts, two_imports, unstored_imports, suggestion, ruling, failed_sign_in,
    )  # fmt: skip
    for scene in scenes:
        scene(people, facts)
    archive = write_backup(target.parent.absolute() / f"{target.name}.tar")
    with lzma.open(f"{target}.tar.xz", "wb", preset=9 | lzma.PRESET_EXTREME) as packed:
        packed.write(archive.read_bytes())
    archive.unlink()
    Path(f"{target}.json").write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n")


def accounts(facts: dict[str, Any]) -> dict[str, Any]:
    """An account in each role; the curator has a second factor."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    people = {}
    for role in ("viewer", "curator", "publisher", "administrator"):
        people[role] = get_user_model().objects.create_user(f"a-{role}", password=PASSWORD, is_staff=True)
        people[role].groups.add(Group.objects.get(name=role))
    secret = generate_totp_secret()
    TOTP.activate(people["curator"], secret)
    codes = RecoveryCodes.activate(people["curator"]).get_unused_codes()
    facts["factor"] = {
        "user": "a-curator", "password": PASSWORD, "secret": secret, "code": codes[0], "codes": len(codes),
    }  # fmt: skip
    return people


def edits(people: dict[str, Any], facts: dict[str, Any]) -> None:
    """A published record edited by a publisher and put back; another edited, to be put back by the test."""
    from django.utils import timezone

    from institutions.models import Institution, Name
    from sources.history import because, put_back

    first = Institution.objects.get(slug="european-network-of-ombudsmen")
    moment = timezone.now()
    with because("a misprint", user=people["publisher"]):
        Institution.objects.filter(pk=first.pk).update(
            founded="1993", website="https://ombudsmen.example.org/"
        )
    with because("that was no misprint", user=people["publisher"], put_back_to=moment.isoformat()):
        put_back(Institution, first.pk, moment)

    second = Institution.objects.get(slug="council-of-europe-commissioner-for-human-rights")
    facts["put_back"] = {
        "slug": second.slug, "moment": timezone.now().isoformat(),
        "founded": str(second.founded or ""), "names": sorted(second.names.values_list("text", flat=True)),
    }  # fmt: skip
    with because("as the annual report has it", user=people["publisher"]):
        Institution.objects.filter(pk=second.pk).update(founded="2010")
        Name.objects.filter(institution=second).order_by("pk").first().delete()

    with because("a body of the curator’s", user=people["curator"]):
        draft = Institution.objects.create(slug="a-draft-of-a-curator", kind="ombuds")
        Name.objects.create(institution=draft, text="A Draft of a Curator", language="en")
    with because("deleted again", user=people["publisher"]):
        draft.names.all().delete()
        facts["deleted"] = {"pk": draft.pk}
        draft.delete()


def hidden_person(people: dict[str, Any], facts: dict[str, Any]) -> None:
    """A person whose name is withheld, and who is named in two texts all the same."""
    from institutions.models import Contact, Institution, Person, Publication
    from mandates.models import MandateHolder
    from sources.history import because

    office = Institution.objects.get(slug="defender-of-rights")
    with because("asked us to", user=people["publisher"]):
        person = Person.objects.create(name="Liesbet Kanari-Okonjo", withheld=True)
        Contact.objects.create(person=person, email="liesbet@example.org", note="by telephone alone")
        MandateHolder.objects.create(
            institution=office, person=person, title_en="Director", review_state="published",
            note_en="Mrs Kanari-Okonjo was sworn in by Parliament.",
        )  # fmt: skip
        Publication.objects.create(
            slug="first-report-of-the-director", kind="annual_report", review_state="published",
            title_en="First report of Liesbet Kanari-Okonjo",
        )  # fmt: skip
    facts["withheld"] = person.pk


def odd_texts(people: dict[str, Any], facts: dict[str, Any]) -> None:
    """What a later release may refuse and has to keep: signs that nobody sees, an address that runs."""
    from institutions.models import Institution
    from networks.models import Membership, MembershipCitation
    from sources.history import because
    from sources.models import Source

    with because("typed as it was found", user=people["publisher"]):
        membership = Membership.objects.filter(review_state="published").order_by("pk").first()
        Membership.objects.filter(pk=membership.pk).update(note_en="one line\x0banother\u200b line")
        Institution.objects.filter(slug="belgium").update(website="javascript:alert(1)")
        source = Source.objects.create(
            slug="a-draft-source", kind="report", title="A source that nobody sees", review_state="draft"
        )
        MembershipCitation.objects.create(subject=membership, source=source, as_of="2031-05-01")
    facts["odd"] = {"membership": membership.pk, "institution": "belgium"}


def two_imports(people: dict[str, Any], facts: dict[str, Any]) -> None:
    """Two lists: the first is stored and stands, the second was undone. A mapping is saved."""
    from django.db import connection
    from rows import differences, rows_of

    from imports import actions
    from imports.models import SavedMapping

    with connection.cursor() as cursor:
        before = rows_of(cursor)
    stored = store(people["publisher"], "members.csv", LIST, create_missing=True)
    with connection.cursor() as cursor:
        after = rows_of(cursor)
    ours = [
        name for name in before if name.startswith(("sources_", "institutions_", "networks_", "mandates_"))
    ]
    ours = [name for name in ours if not name.endswith("event")]
    facts["stored"] = {
        "import": stored.pk,
        "before": {
            table: {key: before[table][key] for key in rows}
            for table, rows in differences(before, after).items()
            if table in ours
        },
        "created": {
            table: sorted(after[table].keys() - before[table].keys())
            for table in ours
            if after[table].keys() - before[table].keys()
        },
    }
    SavedMapping.objects.create(
        name="The list of the ombudsmen", target=stored.target, signature=stored.found.get("signature", ""),
        mapping=stored.mapping, owner=people["publisher"],
    )  # fmt: skip
    facts["mapping"] = {"name": "The list of the ombudsmen", "list": LIST}

    undone = store(people["publisher"], "others.csv", OTHER_LIST)
    actions.ask_to_undo(import_id=undone.pk, user=people["publisher"])
    actions.take_back(undone.pk)
    facts["undone"] = {"import": undone.pk}


def unstored_imports(people: dict[str, Any], facts: dict[str, Any]) -> None:
    """Two lists with a decision on a name: one that waits to be confirmed, one that was dropped."""
    from imports import actions
    from imports.deciding import Choice, decide
    from institutions.models import Institution

    text = "institution,network,role\nThe Office of Nowhere,European Network of Ombudsmen,Member\n"
    meant = Institution.objects.get(slug="defender-of-rights")
    for name in ("waiting.csv", "dropped.csv"):
        import_ = upload(people["curator"], name, text)
        decide(import_=import_, user=people["curator"], choices=[Choice("party", 1, "same", meant.pk)])
    actions.drop(import_id=import_.pk, user=people["curator"])


def suggestion(people: dict[str, Any], facts: dict[str, Any]) -> None:
    """A curator suggests a change of a published membership, with a citation and a change of status."""
    from networks.models import Membership, MembershipCitation, StatusChange
    from sources.history import because
    from sources.models import Source

    revised = Membership.objects.get(
        institution__slug="belgium", network__institution__slug="council-of-europe", revises=None
    )
    with because("the depositary says the 4th", user=people["curator"]):
        draft = Membership.objects.create(
            institution=revised.institution, network=revised.network, role=revised.role, revises=revised,
            start="1949-05-04", period_type="dated", end_status="open", note_en="As the depositary has it.",
        )  # fmt: skip
        MembershipCitation.objects.create(subject=draft, source=Source.objects.get(slug="un-m49"), page="12")
        StatusChange.objects.create(membership=draft, status="active", date="1949-08-03")
    facts["suggested"] = {"draft": draft.pk, "revises": revised.pk, "start": "1949-05-04"}


def ruling(people: dict[str, Any], facts: dict[str, Any]) -> None:
    """A publisher ruled on two memberships."""
    from networks.models import Membership, Ruling
    from sources.history import because

    first, second = Membership.objects.filter(institution__slug="defender-of-rights").order_by("pk")[:2]
    with because("both are right", user=people["publisher"]):
        Ruling.objects.create(
            first=first, second=second, kind="both_hold", reason="Two offices of one body.",
            made_by=people["publisher"],
        )  # fmt: skip


def failed_sign_in(people: dict[str, Any], facts: dict[str, Any]) -> None:
    """Somebody tried a password that was wrong."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    Client().post("/accounts/login/", {"login": "a-publisher", "password": "not the password"})


def upload(user: Any, filename: str, content: str, **options: Any) -> Any:
    """Upload and read a list, as its page and the worker do."""
    from django.core.files.base import ContentFile

    from imports import actions

    file = ContentFile(content.encode(), name=filename)
    import_ = actions.read(actions.create(owner=user, file=file, filename=filename, **options).pk)
    if import_.state != "previewed":
        raise SystemExit(f"{filename} was not read: {import_.state} {import_.problem} {import_.mapping}")
    return import_


def store(user: Any, filename: str, content: str, **options: Any) -> Any:
    """Upload, read and store a list."""
    from imports import actions

    import_ = upload(user, filename, content, **options)
    actions.confirm(import_id=import_.pk, user=user, leave_out_wrong=True)
    stored = actions.store(import_.pk)
    if stored.state != "applied":
        raise SystemExit(f"{filename} was not stored: {stored.state} {stored.problem}")
    return stored


if __name__ == "__main__":
    main(Path(sys.argv[1]))
