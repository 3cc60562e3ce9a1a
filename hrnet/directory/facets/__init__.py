"""Facets: how many rows each value of a filter would find, all other filters applied."""

from hrnet.directory.facets.counting import Facets, facets_at_once, facets_of

__all__ = ["Facets", "facets_at_once", "facets_of"]
