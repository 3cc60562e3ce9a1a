"""From names to records: each distinct name of a file once; the certain ones are taken.

In this order: an identifier; what a curator decided, here or for an earlier file; a name that it has, by
exact folded spelling; then, for what is left, the matcher (:mod:`imports.reconcile`). A name is certain when
it leads to one record and nothing speaks against it. Any other is an error of its rows, with its candidates.
Nothing is ever created because a name did not match.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection

from imports import lookups, rights
from imports.models import Decision, How, Import, Role, Verdict, WholeKind
from imports.progress import Watch
from imports.reconcile import Candidate, KnownName, Matcher, known
from imports.reconcile.parts import take_apart
from imports.reconcile.scripts import ARABIC, HEBREW, script_of
from imports.reconcile.words import is_generic, names_nobody, words
from imports.targets import Spec, spec_of
from imports.wanted import NONE, Keys, Wanted
from institutions.models import Country, Institution
from networks.models import Network

LISTED = 8  # candidates kept for a name
VOWELLESS = (ARABIC, HEBREW)

RESOLVED = """
CREATE TEMPORARY TABLE resolved_name (
    key integer PRIMARY KEY, found_id bigint, open boolean, left_out boolean, errors jsonb
) ON COMMIT DROP;
CREATE TEMPORARY TABLE resolved_whole (LIKE resolved_name INCLUDING ALL) ON COMMIT DROP;
"""
FILL = """
INSERT INTO {table} SELECT key, found_id, how = 'open', how IN ('nobody', 'left_out'), errors
FROM imports_filename WHERE import_id = %s AND role = %s;
ANALYZE {table};
"""


def resolve(import_: Import, watch: Watch | None = None) -> None:
    """Resolve the staged names of ``import_``: keep what each was taken for, fill the temporary tables."""
    spec = spec_of(import_.target)
    for role in Role:
        wanted = lookups.staged(role, spec.column_of(role))
        _Resolving(import_, spec, role, wanted).run(watch)
        _keep(import_, role, wanted)
    with connection.cursor() as cursor:
        cursor.execute(RESOLVED)
        for role, table in ((Role.PARTY, "resolved_name"), (Role.WHOLE, "resolved_whole")):
            cursor.execute(FILL.format(table=table), [import_.pk, role.value])


class _Resolving:
    """The names of one role of one file on their way."""

    def __init__(self, import_: Import, spec: Spec, role: Role, wanted: list[Wanted]) -> None:
        self.import_, self.spec, self.role, self.wanted = import_, spec, role, wanted
        self.kind = WholeKind.INSTITUTION if role == Role.PARTY else spec.whole
        self.places = dict(Institution.objects.values_list("pk", "country_id").filter(country__isnull=False))
        self.create = import_.create_missing
        self.publishes = rights.may_publish(import_.owner, Network)
        self.new_ids: dict[tuple[str, int | None], int] = {}

    def run(self, watch: Watch | None) -> None:
        lookups.look_up(self.kind, self.wanted)
        self._decided()
        for one in self.wanted:
            if one.how == How.OPEN:
                self._exactly(one)
        left = [one for one in self.wanted if one.how == How.OPEN]
        if left:
            self._match(left, watch)
        for one in self.wanted:
            if one.how == How.OPEN and self.create and one.may_be_created:
                self._create(one)

    # -- decisions

    def _decided(self) -> None:
        """Apply what a curator decided: here first, then what is remembered from earlier files."""
        made: dict[tuple[str, int | None], list[Decision]] = {}
        names = list({one.folded_text for one in self.wanted})
        for decision in self._on(names, Decision.objects.for_import(self.import_, self.spec.publish)):
            made.setdefault((decision.folded, decision.country_id), []).append(decision)
        for one in self.wanted if made else ():
            mine = made.get((one.folded_text, one.country_id), [])
            for decision in sorted(mine, key=lambda d: (d.of_import_id == self.import_.pk, d.pk)):
                self._apply(one, decision)
        self._propose(names)

    def _propose(self, names: list[str]) -> None:
        """Put first among the candidates what others decided who may not decide for this import."""
        proposed: dict[tuple[str, int | None], set[int]] = {}
        decisions = Decision.objects.only_proposed_for(self.import_, self.spec.publish)
        for decision in self._on(names, decisions):
            key = (decision.folded, decision.country_id)
            proposed.setdefault(key, set()).add(decision.found_id or 0)
        for one in self.wanted if proposed else ():
            one.proposed = frozenset(proposed.get((one.folded_text, one.country_id), ())) - one.excluded

    def _on(self, names: list[str], decisions: Any) -> Any:
        """Return those of the decisions that are on ``names``, in their order."""
        # As one array: a list of fifty thousand parameters takes longer to write than to look up.
        on_them = decisions.extra(where=["imports_decision.folded = ANY(%s)"], params=[names])
        return on_them.filter(kind=self.kind).order_by("pk")

    def _apply(self, one: Wanted, decision: Decision) -> None:
        if one.identifier and one.by_identifier:
            return
        here = decision.of_import_id == self.import_.pk
        if decision.verdict == Verdict.NOT_SAME:
            one.excluded |= {decision.found_id or 0}
            if one.found_id == decision.found_id:
                one.reopen()
            return
        one.decision_id = decision.pk
        if decision.verdict == Verdict.SAME:
            one.settle(How.DECIDED if here else How.REMEMBERED, decision.found_id)
        elif decision.verdict == Verdict.CREATE:
            self._create(one)
        else:
            one.settle(How.LEFT_OUT, None)

    def _create(self, one: Wanted) -> None:
        """Let a record be created, but no network of a published institution by who may not publish."""
        found = one.elsewhere if self.kind == WholeKind.NETWORK and len(one.elsewhere) == 1 else NONE
        if found and not self.publishes and rights.not_drafts(Network, found):
            one.refuse("public_no_network", one.column, found)
        else:
            one.settle(How.CREATED, self.new_id(one))

    def new_id(self, one: Wanted) -> int:
        """Return the number set aside for the record that ``one`` is to become; namesakes become one."""
        key = (one.folded_text, one.country_id)
        if key not in self.new_ids:
            if self.kind == WholeKind.NETWORK and len(found := one.elsewhere) == 1:
                self.new_ids[key] = next(iter(found))  # it is there, and becomes a network
            else:
                self.new_ids[key] = lookups.next_id(self.kind)
        return self.new_ids[key]

    # -- exact spellings

    def _exactly(self, one: Wanted) -> None:
        if one.identifier:
            return one.by_its_identifier()
        text = one.name or one.acronym
        if self.role == Role.PARTY and not one.by_name and names_nobody(text, one.folded_text):
            return one.settle(How.NOBODY, None)
        if script_of(one.name) in VOWELLESS:
            return None  # folding writes different names alike there; the matcher looks closer
        candidates = (one.by_name if one.name else one.by_acronym) - one.excluded
        if not candidates:
            return one.unknown() if one.elsewhere else None
        here = frozenset(key for key in candidates if self._in_country(one, key))
        if not here:
            return one.refuse("other_country", "country", candidates)
        here = self._narrowed(one, here)
        if len(here) > 1:
            return one.refuse("shared_name", one.column, here)
        found = next(iter(here))
        if self._too_general(one, found):
            return one.refuse("generic_name", one.column, here)
        return one.settle(How.NAME if one.name else How.ACRONYM, found)

    def _in_country(self, one: Wanted, key: int) -> bool:
        return one.country_id in (None, self.places.get(key)) or self.places.get(key) is None

    def _narrowed(self, one: Wanted, here: Keys) -> Keys:
        """Let country and acronym narrow a shared name down; they never widen it."""
        if len(here) > 1 and one.country_id is not None:
            here = frozenset(key for key in here if self.places.get(key) == one.country_id) or here
        if len(here) > 1 and one.name and one.acronym:
            here = here & one.by_acronym or here
        return here

    def _too_general(self, one: Wanted, found: int) -> bool:
        """Tell whether the name would fit a body of any country, and the file does not say which."""
        if self.kind == WholeKind.INSTRUMENT or one.country_id is not None or one.acronym:
            return False
        if self.places.get(found) is None:
            return False
        if one.name.isascii() and not is_generic(words(one.folded)):
            return False  # nor would it be without the places in it: those need not be looked for
        parts = take_apart(one.name, one.folded)
        return not parts.places and is_generic(parts.units)

    # -- what is left

    def _match(self, left: list[Wanted], watch: Watch | None) -> None:
        """Look for the nearest known names; take those that leave no doubt."""
        matcher = Matcher(names_of(self.kind))
        codes = dict(Country.objects.values_list("pk", "code"))
        if watch:
            watch.begin("reconciling", len(left))
        for number, one in enumerate(left):
            if watch and number % 100 == 0:
                watch.tell(number)
            country = codes.get(one.country_id, "") if one.country_id else ""
            match = matcher.match(one.name or one.acronym, acronym=one.acronym, country=country)
            self._take(one, match.kind, [c for c in match.candidates if c.id not in one.excluded], match)

    def _take(self, one: Wanted, kind: str, candidates: list[Candidate], match: Any) -> None:
        one.why = match.why
        one.candidates = _listed(one, candidates)
        if kind == "nobody" and self.role == Role.PARTY:
            one.settle(How.NOBODY, None)
        elif match.certain and candidates and not one.errors and not one.identifier:
            if self._in_country(one, candidates[0].id):
                one.settle(How.MATCHED, candidates[0].id)
        elif not one.errors:
            one.unknown()


def names_of(kind: WholeKind) -> Iterator[KnownName]:
    """Yield the known names among which a name of ``kind`` is looked for."""
    if kind == WholeKind.INSTRUMENT:
        return known.known_instruments()
    if kind == WholeKind.INSTITUTION:
        return known.known_institutions()
    networks = set(Network.objects.values_list("pk", flat=True))
    return (name for name in known.stored_names() if name.id in networks)


def _listed(one: Wanted, candidates: Iterable[Candidate]) -> list[dict[str, Any]]:
    """Return the candidates as they are kept: what was decided before first, then those spelled the same."""
    # What others only proposed is not near enough to be taken with the candidates of a whole page.
    certain = [(key, 0.5, "decided") for key in sorted(one.proposed)]
    certain += [(key, 1.0, "exact") for key in sorted(one.suspects - one.proposed)]
    exact = [
        {"id": key, "score": score, "name": one.name or one.acronym, "reason": reason}
        for key, score, reason in certain
    ]
    found = [
        {"id": c.id, "score": round(c.score, 3), "name": c.name, "reason": c.reason}
        for c in candidates
        if c.id not in one.suspects | one.proposed
    ]
    return (exact + found)[:LISTED]


def _keep(import_: Import, role: Role, wanted: list[Wanted]) -> None:
    """Write down what each name was taken for, in place of what was written before."""
    import_.names.filter(role=role).delete()
    columns = (
        "import_id, role, key, name, acronym, identifier, folded, country_id, rows, how, found_id, why,"
        " candidates, errors, decision_id"
    )
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY imports_filename ({columns}) FROM STDIN") as copy,
    ):
        for one in wanted:
            copy.write_row(
                (
                    import_.pk, role.value, one.key, one.name, one.acronym, one.identifier, one.folded_text,
                    one.country_id, one.rows, one.how.value, one.found_id, one.why,
                    json.dumps(one.candidates), json.dumps(one.errors) if one.errors else None,
                    one.decision_id,
                )
            )  # fmt: skip
