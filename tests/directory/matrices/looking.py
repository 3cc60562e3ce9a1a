"""How tests look at a matrix: its numbers as a reader sees them, and where each leads."""

from __future__ import annotations

import html
import json
import re
from typing import Any

MEMBERS, SUBMITTED, CHARGED = (
    f"/matrices/{name}/" for name in ("countries-networks", "institutions-treaty-bodies", "themes-functions")
)
Link = tuple[str, int]  # an address, and the number that leads there


def page_of(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def _cells(line: str) -> list[str]:
    return re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.S)


def words(part: str) -> str:
    """Return what is seen of a part of a page, without what only a screen reader says."""
    seen = re.sub(r'<span class="visually-hidden">.*?</span>', "", part, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", seen)).split())


def lines(client: Any, address: str) -> list[list[str]]:
    """Return the matrix at ``address`` in words, line by line: heads, rows, totals."""
    table = page_of(client, address).partition('<table class="matrix">')[2].partition("</table>")[0]
    return [[words(cell) for cell in _cells(line)] for line in re.findall(r"<tr>(.*?)</tr>", table, re.S)]


def matrix(client: Any, address: str) -> dict[str, dict[str, str]]:
    """Return the cells that are not empty by row and column, totals included."""
    found = lines(client, address)
    if not found:
        return {}
    heads = [one.replace("↕", "").strip(" ↓↑") for one in found[0]]
    return {
        row[0]: {
            column: cell.replace(" ", "") for column, cell in zip(heads[1:], row[1:], strict=True) if cell
        }
        for row in found[1:]
    }


def links(client: Any, address: str) -> list[Link]:
    """Return each number of the matrix, totals too, with the list that it leads to."""
    table = page_of(client, address).partition("<tbody>")[2].partition("</table>")[0]
    found = re.findall(r'<a (?:class="unsure" )?href="([^"]+)">(\d+)<?', re.sub(r"<th.*?</th>", "", table))
    return [(html.unescape(link), int(number)) for link, number in found]


def wrong_links(client: Any, address: str) -> list[tuple[str, int, int]]:
    """Return the numbers of the matrix whose list has another number of rows; none where all is well."""
    return [
        (link, number, found)
        for link, number in links(client, address)
        if (found := _rows(client, link)) != number
    ]


def _rows(client: Any, link: str) -> int:
    """Return how many rows a list has, from its file: that is quicker than its page."""
    answer = client.get(f"{link}{'&' if '?' in link else '?'}format=json")
    assert answer.status_code == 200, link
    return len(json.loads(b"".join(answer.streaming_content))["rows"])


def counts(client: Any, address: str) -> list[tuple[int, int]]:
    """Return each number of the matrix beside what the page says that it leads to."""
    found = links(client, address)
    return [(number, client.get(link).context["count"].number) for link, number in found]
