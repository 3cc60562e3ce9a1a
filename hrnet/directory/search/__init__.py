"""The one search box: every kind of public record, under every name, in every language and script.

What is looked in are two tables that triggers of the database keep (:mod:`hrnet.directory.search.models`);
a question goes through :func:`hrnet.directory.search.finding.find`. How and why: ``docs/adr``.
"""
