"""What an anonymous visitor can fetch, found by following what the site itself links to."""

from __future__ import annotations

import html
import io
import re
import zipfile
from urllib.parse import parse_qs, urljoin, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

_LINK = re.compile(r"""(?:href|src|action)=["']([^"'#]+)|<loc>([^<]+)</loc>""")
BEGINNINGS = ("/", "/sitemap.xml", "/robots.txt", "/health/", "/search/?q=quimb", "/search/suggest?q=quimb")
LANGUAGES = ("en", "fr")  # texts of records are in these two; the others show one of them


def everything(client: Client, *first: str, most: int = 400) -> dict[str, str]:
    """Return the text of answers, with their headers, by address: of every route, language and format.

    Of each route one page is fetched, of each of its formats too; ``first`` goes before what is found.
    """
    waiting = list(first)
    known = {_shape(one) for one in first}
    for beginning in BEGINNINGS:
        if _shape(beginning) not in known or "?" in beginning:
            waiting.append(beginning)
            known.add(_shape(beginning))
    found: dict[str, str] = {}
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        found[address] = f"{answer.status_code}\n{headers}\n{_readable(body)}"
        assert len(found) < most, "the site leads on without end"
        for link in _links(address, found[address]):
            shape = _shape(link)
            if shape is not None and shape not in known:
                known.add(shape)
                waiting.append(link)
    return found


def _links(address: str, text: str) -> list[str]:
    links = [html.unescape(first or second) for first, second in _LINK.findall(text)]
    if location := re.search(r"^Location: (.*)$", text, re.MULTILINE):
        links.append(location[1])
    inside = []
    for link in links:
        full = urljoin(f"http://testserver{address}", link.replace(settings.BASE_URL, "http://testserver"))
        parts = urlsplit(full)
        if parts.netloc == "testserver" and not parts.path.startswith((settings.STATIC_URL, "/admin/")):
            inside.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return inside


def _shape(address: str) -> tuple[str, str, str] | None:
    """Return what two addresses of one kind have in common; ``None`` for what is not followed."""
    parts = urlsplit(address)
    first = parts.path.split("/")[1]
    language = first if first in dict(settings.LANGUAGES) else "en"
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None
    # A sitemap, a matrix and a file have their kind in the address: each kind is fetched.
    kind = "".join(str(value) for key, value in sorted(found.kwargs.items()) if key in ("form", "name"))
    wanted = parse_qs(parts.query).get("format", [""])[0]
    followed = language in LANGUAGES and (not parts.query or bool(wanted))
    return (f"{found.route}{kind}", language, wanted) if followed else None


def _readable(body: bytes) -> str:
    """Return the text in an answer: of a spreadsheet, that of the files packed into it."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    return body.decode("utf-8", "replace")


def naming(found: dict[str, str], *words: str) -> dict[str, str]:
    """Return what stands around one of ``words`` in the answers, by address."""
    hits = {}
    for address, text in found.items():
        for word in words:
            at = text.lower().find(word)
            if at >= 0:
                hits[address] = text[max(0, at - 60) : at + 60]
    return hits
