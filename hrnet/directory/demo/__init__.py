"""A believable base for measuring, of any size: ``manage.py generate_demo``.

Nothing in it is true, and every generated record cites one source that says so. It is written into a
database of its own, made for it (:mod:`hrnet.directory.demo.place`), so that no invented institution can
ever stand beside a real one.
"""
