"""A client for tests that ask for many pages, and look at what a browser gets of each."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.test import Client


class PlainClient(Client):
    """A client that keeps nothing of how a page was drawn: a fault is an answer with the status 500.

    Django’s own copies the context of every template for ``answer.context``: hundreds of times for a form of
    the desk, a tenth of the time that the page takes.
    """

    def request(self, **request: Any) -> HttpResponseBase:
        answer = self.handler(self._base_environ(**request))
        self.cookies.update(answer.cookies)
        return answer
