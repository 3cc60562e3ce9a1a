"""How tests look at a picture: what its SVG shows, and what its table says."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from django_tasks_db.models import DBTaskResult

from hrnet.directory.pictures.tasks import lay_out

SVG = "{http://www.w3.org/2000/svg}"


def drawn(client: Any, address: str) -> ElementTree.Element:
    """Return the SVG at ``address``, parsed."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return ElementTree.fromstring(answer.content.decode())  # noqa: S314  (our own output)


def names(picture: ElementTree.Element) -> set[str]:
    """Return the whole names of the records that are drawn, without what sort they are."""
    found = picture.find(f".//{SVG}g[@class='scene']")
    return {
        one.find(f"{SVG}title").text.rpartition(" (")[0]
        for one in found.iter()
        if "data-n" in one.attrib and one.find(f"{SVG}title") is not None
    }


def ties(picture: ElementTree.Element) -> list[tuple[str, str, str]]:
    """Return the ties that are drawn: names of both ends and the kind, in order."""
    scene = picture.find(f".//{SVG}g[@class='scene']")
    by_number = {
        one.attrib["data-n"]: one.find(f"{SVG}title").text.rpartition(" (")[0]
        for one in scene.iter()
        if "data-n" in one.attrib
    }
    return sorted(
        (by_number[line.attrib["data-a"]], group.attrib["data-kind"], by_number[line.attrib["data-b"]])
        for group in scene.findall(f"{SVG}g")
        for line in group.findall(f"{SVG}polyline")
    )


def rows(client: Any, address: str) -> list[list[str]]:
    """Return the rows of the table below the picture, as text."""
    html = client.get(address).content.decode()
    body = html.partition('id="picture-table"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    cells = [re.findall(r"<td>(.*?)</td>", row, re.S) for row in body.split("</tr>") if row.strip()]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


def places(picture: ElementTree.Element) -> dict[str, str]:
    """Return where each record stands, by its name."""
    return {
        one.find(f"{SVG}title").text: one.attrib["transform"]
        for one in picture.iter()
        if "data-n" in one.attrib
    }


def work() -> None:
    """Do what waits for the worker, in this process."""
    for waiting in DBTaskResult.objects.filter(status="READY"):
        lay_out.call(*waiting.args_kwargs["args"])
        waiting.delete()
