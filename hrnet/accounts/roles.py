"""The roles, and what each may do. Whatever is not said here is refused.

====================  =====================================================================
viewer                signs in, reads drafts, histories and stored imports; writes nothing
curator               also adds and changes drafts, imports files; deletes and publishes nothing
publisher             also publishes, withdraws, deletes, rules where sources disagree
administrator         also manages accounts; keeps contact details of persons
====================  =====================================================================

These are permissions of models; what of them holds for a row, :mod:`sources.rights` says. The same stands in
``docs/curator.md`` for those who curate, and a test holds the two together.

The roles are written into the database after each migration, so that a new model cannot be forgotten:
its permissions follow from its app.
"""

from __future__ import annotations

from typing import Any

DOMAIN_APPS = ("sources", "institutions", "networks", "mandates", "imports", "citing")
# Nobody edits these by hand: the database, the seeding and the imports write them.
MACHINE_WRITTEN = ("seedentry", "event", "row", "finding")
PRIVATE = ("contact",)
# What is public as soon as it is written: who may publish, writes it. A curator may add a group or a
# person, which nobody sees until a statement that names it is published.
PUBLIC_AT_ONCE = ("country", "subdivision", "theme", "role", "meetingseries", "ruling", "retiredaddress")
ADDED_ONLY = ("group", "person")
# Taken back, and never deleted.
KEPT = ("ruling",)

ROLES: dict[str, tuple[str, ...]] = {
    "viewer": ("view",),
    "curator": ("view", "add", "change"),
    "publisher": ("view", "add", "change", "delete", "publish"),
    "administrator": ("view", "add", "change", "delete", "publish"),
}


def write_roles(app_config: Any = None, **_signal: Any) -> None:
    """Create the groups and give each exactly the permissions of its role.

    Called after the migration of each app: its permissions are made first, whoever listens before us.
    """
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Group, Permission

    if app_config is not None:
        create_permissions(app_config, verbosity=0)

    known = list(
        Permission.objects.filter(content_type__app_label__in=(*DOMAIN_APPS, "accounts")).select_related(
            "content_type"
        )
    )
    for name, actions in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(p for p in known if _allowed(name, actions, p))


def _allowed(role: str, actions: tuple[str, ...], permission: Any) -> bool:
    action, _underscore, model = permission.codename.partition("_")
    if action not in actions:
        return False
    if permission.content_type.app_label == "accounts" or model in PRIVATE:
        return role == "administrator"
    if action == "delete" and model in KEPT:
        return False
    if role == "curator" and model in PUBLIC_AT_ONCE:
        return action == "view"
    if role == "curator" and model in ADDED_ONLY:
        return action in ("view", "add")
    if model.endswith("event") or model in MACHINE_WRITTEN:
        return action == "view"
    return True
