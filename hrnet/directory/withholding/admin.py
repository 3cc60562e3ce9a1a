"""The desk of persons: withholding a name, and rewording the texts that were hidden because of it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hrnet.directory.withholding import actions
from hrnet.directory.withholding.actions import NotRewordedError
from hrnet.directory.withholding.places import hidden_places, namesakes, possible_places
from institutions.models import Person
from institutions.persons import may_see_all_names
from sources.actions import RefusedError
from sources.admin.base import CuratedAdmin
from sources.admin.filters import YesFilter


class TextsWaitFilter(YesFilter):
    """Persons with hidden texts that wait to be reworded."""

    title = _("hidden texts")
    parameter_name = "texts_wait"

    def only(self, queryset: QuerySet) -> QuerySet:
        return queryset.filter(pk__in=actions.people_with_work())


@admin.register(Person)
class PersonAdmin(CuratedAdmin):
    """Who may not see withheld names, does not see those persons at all: in no list, search or choice."""

    list_display = ("name", "withheld", "withheld_until", "withholding")
    list_filter = ("withheld", TextsWaitFilter)
    search_fields = ("name",)
    fieldsets = ((None, {"fields": ("name", ("withheld", "withheld_until"))}),)
    change_form_template = "admin/person_change_form.html"

    @admin.display(description=_("state of the withholding"))
    def withholding(self, person: Any) -> str:
        return actions.describe_state(person, person.waiting_texts, person.is_closed)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        found = actions.with_state(super().get_queryset(request))
        return found if may_see_all_names(request.user) else found.filter(pk__in=Person.objects.named())

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        seen = self.get_queryset(request).filter(pk=self._key(object_id))
        if not may_see_all_names(request.user) and not seen.exists():
            raise Http404  # deleted persons included: nobody knows whether their names were withheld
        return super().history_view(request, object_id, extra_context)

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        if not may_see_all_names(request.user):
            raise PermissionDenied
        return super().deleted_view(request)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        person = options.get("obj")
        state = actions.state_of(person) if person is not None else ""
        return super().render_change_form(request, context | {"withholding": state}, *args, **options)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if actions.people_with_work().filter(pk=form.instance.pk).exists():
            self.message_user(request, actions.state_of(form.instance), messages.WARNING)

    # -- the page of the hidden texts

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.withheld_view)
        name = "institutions_person_withheld"
        return [path("<path:object_id>/withheld/", view, name=name), *super().get_urls()]

    def withheld_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """List every hidden text for rewording, and every place that may mean the person."""
        if not may_see_all_names(request.user):
            raise PermissionDenied
        person = Person.objects.filter(pk=self._key(object_id)).first()
        if person is None:
            raise Http404
        problems: dict[int, str] = {}
        if request.method == "POST":
            if not self.has_change_permission(request, person):
                raise PermissionDenied
            problems = self._act(request, person)
            if not problems:
                return redirect(reverse("admin:institutions_person_withheld", args=[person.pk]))
        return self._page(request, person, problems)

    def _act(self, request: HttpRequest, person: Person) -> dict[int, str]:
        """Do what was asked for; return what keeps the new texts from standing."""
        reason = request.POST.get("reason", "")
        try:
            if "close" in request.POST:
                actions.close(person, user=request.user)
                self.message_user(request, actions.state_of(person))
            elif "show_again" in request.POST:
                count = actions.show_again(person, user=request.user, reason=reason)
                self._say(request, count)
            elif place := request.POST.get("hide"):
                table, column, key = _place(place)
                actions.hide(person, table, column, key, user=request.user, reason=reason)
                self._say(request, 1)
            else:
                self._say(request, actions.reword(person, _texts(request), user=request.user, reason=reason))
        except RefusedError as refused:
            self.message_user(request, str(refused), messages.ERROR)
        except NotRewordedError as refused:
            self.message_user(request, _now("Nothing was saved: see the texts below."), messages.ERROR)
            return refused.problems
        return {}

    def _say(self, request: HttpRequest, count: int) -> None:
        said = ngettext("%(count)s text was changed.", "%(count)s texts were changed.", count)
        self.message_user(request, said % {"count": count})

    def _page(self, request: HttpRequest, person: Person, problems: dict[int, str]) -> HttpResponse:
        texts = _texts(request)
        may_write = self.has_change_permission(request, person)
        withheld = actions.is_withheld(person)
        hidden = [
            {
                "place": place,
                "key": place.hidden.pk,
                "text": texts.get(place.hidden.pk, place.text),
                "problem": problems.get(place.hidden.pk, ""),
                "may_write": may_write and actions.may_reword(request.user, place),
            }
            for place in hidden_places(person)
            if place.hidden is not None
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": _now("Texts with the name of %(person)s") % {"person": person},
            "person": person,
            "state": actions.state_of(person),
            "withheld": withheld,
            "hidden": hidden,
            "possible": possible_places(person) if withheld else [],
            "namesakes": namesakes(person) if withheld else [],
            "may_write": may_write,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/person_withheld.html", context)


def _texts(request: HttpRequest) -> dict[int, str]:
    """Return the new texts that a form carries, by the key of the hidden one."""
    return {
        int(name.removeprefix("text-")): str(text).replace("\r\n", "\n")
        for name, text in request.POST.items()
        if name.startswith("text-") and name.removeprefix("text-").isdecimal()
    }


def _place(written: str) -> tuple[str, str, int]:
    """Return table, column and key of a place as a button of the page names it; 404 where it is none."""
    table, _dot, rest = written.partition(".")
    column, _dot, key = rest.partition(".")
    if not key.isdecimal() or len(key) > 18:
        raise Http404
    return table, column, int(key)
