"""Facets: how many rows each value of a filter would find, all other filters applied."""

from hrnet.directory.facets.counting import Facets, facets_at_once, facets_of, is_large
from hrnet.directory.facets.keeping import key_of, watched

__all__ = ["Facets", "facets_at_once", "facets_of", "is_large", "key_of", "watched"]
