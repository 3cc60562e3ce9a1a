"""Which institution (or instrument) a name of a file means: candidates, and whether the first is certain.

:class:`Matcher` holds the known names in memory and knows nothing of the database; the known names come
from :mod:`imports.reconcile.known`. What is never certain, and why, is told in
:mod:`imports.reconcile.judge`.
"""

from imports.reconcile.matcher import Matcher
from imports.reconcile.states import cldr_names
from imports.reconcile.types import Candidate, KnownName, Match

#: Why the first candidate is not certain.
WHY = {
    "shared": "several bodies bear this name or acronym",
    "generic": "many bodies are called so: the country is missing",
    "other_country": "the country differs",
    "two_names": "the cell names two bodies",
    "post": "the name is of a post within the body",
    "branch": "the name is of a branch, a section or an affiliate",
    "part": "one name holds words that the other lacks",
    "conflict": "the acronym is that of another body",
    "code": "an acronym that is also the code of a country, or a word in small letters",
    "script": "alike only when written in Latin letters",
    "weak": "similar, no more",
    "none": "nothing is similar",
    "nobody": "the text says that there is none",
}

__all__ = ["WHY", "Candidate", "KnownName", "Match", "Matcher", "cldr_names"]
