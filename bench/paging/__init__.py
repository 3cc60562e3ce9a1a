"""The parts of ``make bench-pages``: see :mod:`bench.pages`."""
