"""Who may open which address: one row for every address that the site has. A new address needs one too."""

import pytest

from hrnet.directory.pictures import urls as pictures
from tests.accounts.addresses import routes
from tests.accounts.conftest import ROLES

# All is opened once for these tests and for those of privacy, and so on one worker.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access")]

# A letter for each of the roles, in that order: open, to sign in first, refused (x), not found,
# redirected elsewhere, method not allowed.
MEANING = {200: "o", 403: "x", 404: "n", 405: "m"}

READERS = {
    **dict.fromkeys((f"directory:{one.name}" for one in pictures.urlpatterns), "ooooo"),
    **dict.fromkeys(("health", "robots", "sitemap"), "ooooo"),
    "security_txt": "nnnnn",  # no contact is set
    **dict.fromkeys(("sitemap_part", "directory:cite", "directory:cite_file"), "ooooo"),
    **dict.fromkeys(
        (
            f"directory:{name}"
            for name in (
                "home", "institutions", "institution", "networks", "network", "memberships", "membership",
                "treaty_bodies", "treaty_body", "instruments", "instrument", "mandates", "mandate",
                "engagements", "engagement", "meetings", "meeting", "themes", "theme", "countries", "country",
                "sources", "source", "search", "suggest", "about", "licence", "privacy", "report_error",
                "network_changes", "matrices", "matrix", "gaps", "compare", "paths",
            )
        ),
        "ooooo",
    ),
}  # fmt: skip
ACCOUNTS = {
    "account_login": "orrrr",
    "account_logout": "roooo",
    "account_inactive": "ooooo",
    "account_reauthenticate": "Loooo",
    "account_change_password": "Loooo",
    "account_set_password": "Lrrrr",
    "account_no_role": "xxxxx",
    "account_sessions": "Loooo",
    "mfa_index": "Loooo",
    "mfa_authenticate": "Lrrrr",
    "mfa_reauthenticate": "Lrrrr",
    "mfa_activate_totp": "Lrrrr",
    "mfa_deactivate_totp": "Lnnnn",
    "mfa_view_recovery_codes": "Lnnnn",
    "mfa_generate_recovery_codes": "Lrrrr",
    "mfa_download_recovery_codes": "Lnnnn",
}
# The import opened is the curator’s own, and waits for a decision; its file and its names are gone.
IMPORTS = {
    "imports:index": "Loooo",
    "imports:new": "Lxooo",
    "imports:export": "Loooo",
    "imports:import": "Lnonn",
    "imports:status": "Lnonn",
    "imports:confirm": "mmmmm",
    "imports:drop": "mmmmm",
    "imports:mappings": "Lxooo",
    "imports:decisions": "Lxooo",
    "imports:mapping": "Lxrnn",
    "imports:names": "Lxonn",
    "imports:name": "Lxnnn",
    "imports:tick": "mmmmm",
    "imports:cancel": "mmmmm",
    "imports:resume": "mmmmm",
    "imports:undo": "Lxonn",
    "imports:wrong_rows": "Lnnnn",
    "imports:open_names": "Lnrnn",
}
DESK = {
    "admin:index": "Loooo",
    "admin:login": "Lrrrr",
    "admin:logout": "rrrrr",
    "admin:password_change": "Lrrrr",
    "admin:password_change_done": "Loooo",
    "admin:autocomplete": "Lxxxx",
    "admin:jsi18n": "Loooo",
    "admin:view_on_site": "Lnnnn",
    "admin:app_list": "Loooo",
    "admin:auth_user_password_change": "Lxxxo",
    "admin:accounts_user_sessions": "Lxxxo",
    "admin:networks_membership_propose": "Lrrrr",
    "admin/(?P<url>.*)$": "Lnnnn",
}

# What each kind of record lets whom do at the desk. The records opened are published.
CURATED = {
    "changelist": "Loooo", "add": "Lxooo", "change": "Loooo", "history": "Loooo", "delete": "Lxxoo",
    "deleted": "Loooo", "put_back": "Lxxnn",
}  # fmt: skip
PUBLIC_AT_ONCE = CURATED | {"add": "Lxxoo"}
READ = {"changelist": "Loooo", "add": "Lxxxx", "change": "Loooo", "history": "Loooo", "delete": "Lxxxx"}
PRIVATE = dict.fromkeys(("changelist", "add", "change", "history", "delete"), "Lxxxo")
NOBODY = dict.fromkeys(("changelist", "add", "change", "history", "delete"), "Lxxxx")
KINDS = {
    **dict.fromkeys(
        (
            "sources_source", "institutions_institution", "institutions_name", "institutions_group",
            "institutions_person", "institutions_relation", "institutions_publication", "networks_network",
            "networks_aim", "networks_membership", "networks_meeting", "networks_participation",
            "mandates_instrument", "mandates_party", "mandates_treatybody", "mandates_monitoring",
            "mandates_mandate", "mandates_mandateholder", "mandates_accreditation", "mandates_engagement",
        ),
        CURATED,
    ),
    **dict.fromkeys(
        (
            "institutions_country", "institutions_subdivision", "institutions_theme", "networks_role",
            "networks_meetingseries", "citing_retiredaddress",
        ),
        PUBLIC_AT_ONCE,
    ),
    "institutions_person": CURATED | {"withheld": "Lxooo", "deleted": "Lxooo"},
    "networks_ruling": PUBLIC_AT_ONCE | {"delete": "Lxxxx"},
    "sources_seedentry": READ,
    "sources_finding": READ | {"change": "Lrrrr"},  # to the record
    "institutions_contact": PRIVATE,
    "accounts_user": PRIVATE | {"delete": "Lxxxx"},
    "axes_accessattempt": NOBODY,
    "axes_accessfailurelog": NOBODY,
}  # fmt: skip
RECORDS = {f"admin:{kind}_{view}": who for kind, views in KINDS.items() for view, who in views.items()} | {
    f"admin/{kind.replace('_', '/')}/<path:object_id>/": "Lrrrr" for kind in KINDS
}
EXPECTED = {**READERS, **ACCOUNTS, **IMPORTS, **DESK, **RECORDS}


def letter(answer):
    """Return in one letter what an answer amounts to; its number where it should not be."""
    if answer.status in (301, 302):
        return "L" if "/login/" in answer.headers["Location"] else "r"
    return MEANING.get(answer.status, f"({answer.status})")


def test_every_address_has_a_row_and_every_row_an_address():
    assert sorted(EXPECTED) == sorted(name for name, _route in routes())


def test_an_address_opens_for_those_alone_who_may(opened):
    found = {name: "".join(letter(answers[role]) for role in ROLES) for name, answers in opened.items()}

    assert {name: (who, EXPECTED[name]) for name, who in found.items() if who != EXPECTED[name]} == {}
