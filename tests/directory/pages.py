"""How tests look at pages."""

from __future__ import annotations

import html
import re
from typing import Any

from hrnet.directory.keyset import PAGE_SIZE


def name_of(row: Any) -> str:
    """Return what a test calls a row: its slug, that of the institution it is of, or member@network."""
    if hasattr(row, "slug"):
        return row.slug
    if hasattr(row, "network_id"):
        return f"{row.institution.slug}@{row.network.institution.slug}"
    return row.institution.slug


def listed(client: Any, address: str) -> list[str]:
    """Return the rows that the list at ``address`` shows, in its order; its count must agree."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    rows = [name_of(row) for row in answer.context["page"].rows]
    if "after=" not in address and "before=" not in address and len(rows) < PAGE_SIZE:
        assert answer.context["count"].number == len(rows)
    return rows


def text_of(client: Any, address: str) -> str:
    """Return what a reader reads on a page: its text with single blanks."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", f"<{main}")).split())
