"""How tests ask the search."""

from __future__ import annotations

from hrnet.directory.search.asking import ask
from hrnet.directory.search.finding import Found, find
from hrnet.directory.search.results import shown


def found(text: str, *sections: str) -> Found:
    """Return what the search finds for ``text``."""
    return find(ask(text), sections)


def last_parts(text: str, *sections: str) -> list[str]:
    """Return the last part of the address of each record found, best first."""
    return [
        one.address.partition("#")[0].strip("/").split("/")[-1] for one in shown(found(text, *sections).hits)
    ]


def first(text: str) -> str:
    """Return the last part of the address of the first record found; empty where there is none."""
    return next(iter(last_parts(text)), "")


def named(text: str) -> dict[str, int]:
    """Return how many records of each section go by ``text``; those that are merely nearest do not."""
    answer = found(text)
    return {} if answer.how == "nearest" else answer.counts
