"""Downloads of exactly what a list shows: all its pages, in its order, with what was asked written in."""

from hrnet.directory.downloads.answers import FORMATS, download

__all__ = ["FORMATS", "download"]
