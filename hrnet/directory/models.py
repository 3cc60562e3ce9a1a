"""The tables of the public site: what its search looks in."""

from hrnet.directory.search.models import SearchEntry, SearchWord

__all__ = ["SearchEntry", "SearchWord"]
