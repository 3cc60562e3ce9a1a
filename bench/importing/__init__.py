"""The parts of ``make bench-import``: see :mod:`bench.imports`."""
