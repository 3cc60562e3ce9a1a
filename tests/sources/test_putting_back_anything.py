"""Whatever was done to an institution and its names: put back to any moment, it is what it was then."""

from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from institutions.models import Institution
from sources.reverting import put_back
from tests.factories import NameFactory, SourceFactory
from tests.sources.clocks import now, tables

TEXTS, LANGUAGES, KINDS = ("One", "Two"), ("en", "fr", "ar"), ("official", "former", "acronym")
edits = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(TEXTS), st.sampled_from(LANGUAGES), st.sampled_from(KINDS)),
    st.tuples(st.just("delete"), st.integers(0, 3)),
    st.tuples(st.just("text"), st.integers(0, 3), st.sampled_from(TEXTS)),
    st.tuples(st.just("language"), st.integers(0, 3), st.sampled_from(LANGUAGES)),
    st.tuples(st.just("kind"), st.integers(0, 3), st.sampled_from(KINDS)),
    st.tuples(st.just("cite"), st.integers(0, 3)),
    st.tuples(st.just("reach"), st.sampled_from(["", "national", "regional"])),
    st.tuples(st.just("founded"), st.sampled_from([None, "2011", "2011-03"])),
)


class AnyEdits(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(st.lists(edits, max_size=8), st.data())
    def test_put_back_to_any_moment_equals_what_was_then(self, sequence, data):
        body = Institution.objects.create(slug="somebody", kind="ombuds")
        source = SourceFactory()
        states = [(now(), tables(Institution))]
        for edit in sequence:
            self.do(body, source, *edit)
            states.append((now(), tables(Institution)))
        then, state = data.draw(st.sampled_from(states))

        put_back(Institution, body.pk, then)

        assert tables(Institution) == state

    def do(self, body, source, what, *values):
        """Make one edit; what the database refuses does not happen."""
        names = body.names.order_by("pk")
        try:
            with transaction.atomic():
                if what == "add":
                    text, language, kind = values
                    NameFactory(institution=body, text=text, language=language, kind=kind)
                elif what in ("reach", "founded"):
                    Institution.objects.filter(pk=body.pk).update(**{what: values[0]})
                elif name := names[values[0] :].first():
                    self.edit(name, source, what, *values[1:])
        except IntegrityError:
            pass

    def edit(self, name, source, what, *values):
        if what == "delete":
            name.delete()
        elif what == "cite":
            name.citations.create(source=source)
        else:
            setattr(name, what, values[0])
            name.save()
