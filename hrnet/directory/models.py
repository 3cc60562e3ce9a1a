"""The tables of the public site: what its search looks in, what facets keep, what has changed since."""

from hrnet.directory.marks import Change, KeptCounts
from hrnet.directory.search.models import SearchEntry, SearchWord

__all__ = ["Change", "KeptCounts", "SearchEntry", "SearchWord"]
