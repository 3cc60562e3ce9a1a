"""Withholding a name everywhere: texts that name a withheld person leave the public tables.

The database hides them (``migrations/0001_initial.py``), whichever way they come in; the models tell which
columns hold texts (:mod:`.columns`). The desk lists what is hidden, for a curator to reword (:mod:`.admin`).
The rules stand in ``docs/adr/0017``.
"""
