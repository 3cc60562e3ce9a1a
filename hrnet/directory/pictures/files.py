"""The picture as data for other programs: GraphML and GEXF, with the place of each record."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from hrnet.directory.pictures.layout import Layout
from hrnet.directory.pictures.making import Material
from hrnet.directory.pictures.records import Record
from hrnet.directory.pictures.ties import Tie
from hrnet.lib.characters import xml_text

RECORD_KEYS = ("name", "sort", "address", "x", "y")
TIE_KEYS = ("kind", "says", "sure")


def _id(record: Record) -> str:
    return f"{record.key[0]}{record.key[1]}"


def _records(material: Material, placed: Layout | None, base: str) -> Iterator[tuple[str, dict[str, str]]]:
    for key in material.picture.keys:
        if record := material.records.get(key):
            address = f"{base}{record.address}" if record.address else ""
            values = {"name": record.name, "sort": record.sort, "address": address}
            if placed and key in placed.places:
                x, y = placed.places[key]
                values |= {"x": str(x), "y": str(y)}
            yield _id(record), values


def _ties(material: Material) -> Iterator[tuple[str, str, dict[str, str]]]:
    for tie in material.picture.ties:
        first, second = material.records.get(tie.first), material.records.get(tie.second)
        if first and second:
            yield _id(first), _id(second), _told(material, tie)


def _told(material: Material, tie: Tie) -> dict[str, str]:
    says = "; ".join(material.words.line(tie, said) for said in tie.said)
    return {"kind": tie.kind, "says": says, "sure": str(tie.is_sure).lower()}


def graphml(material: Material, placed: Layout | None, base: str, note: str) -> str:
    """Return the picture as GraphML; ``note`` says where it is from."""
    keys = "".join(
        f'<key id="{name}" for="{of}" attr.name="{name}" attr.type="string"/>'
        for of, names in (("node", RECORD_KEYS), ("edge", TIE_KEYS))
        for name in names
    )
    nodes = "".join(
        f'<node id="{key}">{_data(values)}</node>' for key, values in _records(material, placed, base)
    )
    edges = "".join(
        f'<edge source="{one}" target="{other}">{_data(values)}</edge>'
        for one, other, values in _ties(material)
    )
    return xml_text(
        '<?xml version="1.0" encoding="UTF-8"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
        f'{keys}<graph edgedefault="directed"><desc>{escape(note)}</desc>{nodes}{edges}</graph></graphml>'
    )


def _data(values: dict[str, str]) -> str:
    return "".join(f'<data key="{name}">{escape(value)}</data>' for name, value in values.items())


def gexf(material: Material, placed: Layout | None, base: str, note: str) -> str:
    """Return the picture as GEXF 1.3."""
    declared = "".join(
        f'<attributes class="{of}">'
        + "".join(f'<attribute id="{name}" title="{name}" type="string"/>' for name in names)
        + "</attributes>"
        for of, names in (("node", ("sort", "address")), ("edge", TIE_KEYS))
    )
    nodes = "".join(_gexf_node(key, values) for key, values in _records(material, placed, base))
    edges = "".join(
        f'<edge id="{n}" source="{one}" target="{other}">{_values(values, TIE_KEYS)}</edge>'
        for n, (one, other, values) in enumerate(_ties(material))
    )
    return xml_text(
        '<?xml version="1.0" encoding="UTF-8"?><gexf xmlns="http://gexf.net/1.3"'
        ' xmlns:viz="http://gexf.net/1.3/viz" version="1.3">'
        f"<meta><creator>hrnet</creator><description>{escape(note)}</description></meta>"
        f'<graph defaultedgetype="directed">{declared}<nodes>{nodes}</nodes><edges>{edges}</edges>'
        "</graph></gexf>"
    )


def _gexf_node(key: str, values: dict[str, str]) -> str:
    place = f'<viz:position x="{values["x"]}" y="-{values["y"]}" z="0"/>' if "x" in values else ""
    told = _values(values, ("sort", "address"))
    return f'<node id="{key}" label={quoteattr(values["name"])}>{told}{place}</node>'


def _values(values: dict[str, str], names: tuple[str, ...]) -> str:
    inside = "".join(f'<attvalue for="{name}" value={quoteattr(values[name])}/>' for name in names)
    return f"<attvalues>{inside}</attvalues>"
