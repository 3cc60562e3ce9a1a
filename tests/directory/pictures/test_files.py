"""A picture leaves as SVG, PNG, GraphML and GEXF, and stands in a frame on any site."""

import io
from xml.etree import ElementTree

import pytest
from PIL import Image

from hrnet.directory.pictures import png
from tests import factories as make

pytestmark = pytest.mark.django_db

ML, GX = "{http://graphml.graphdrawing.org/xmlns}", "{http://gexf.net/1.3}"


@pytest.fixture
def there():
    body = make.InstitutionFactory(slug="the-body", names="Défenseur & Co")
    network = make.NetworkFactory(institution=make.InstitutionFactory(slug="the-network"))
    make.MembershipFactory(institution=body, network=network, start="2013-05")
    return body


def get(client, form, query=""):
    return client.get(f"/institutions/the-body/picture.{form}{query}")


def parsed(answer):
    return ElementTree.fromstring(answer.content.decode())  # noqa: S314  (our own output)


def test_the_svg_stands_alone_and_can_fetch_and_run_nothing(client, there):
    answer = get(client, "svg")

    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert b"prefers-color-scheme: dark" in answer.content
    root = parsed(answer)
    assert root.attrib["role"] == "img"
    assert root.find("{http://www.w3.org/2000/svg}title").text == "Défenseur & Co: whom it is tied to"


def test_in_the_page_the_svg_has_no_style_of_its_own(client, there):
    page = client.get("/institutions/the-body/picture/").content.decode()

    assert "<style" not in page
    assert ' style="' not in page


def test_the_png_is_a_picture_of_the_sheet(client, there):
    answer = get(client, "png")
    image = Image.open(io.BytesIO(answer.content))

    assert answer["Content-Type"] == "image/png"
    assert image.width > 1600
    assert len(image.convert("RGB").getcolors(1 << 20)) > 10


def test_the_png_is_the_same_when_it_is_asked_again(client, there):
    assert get(client, "png").content == get(client, "png").content


def test_the_png_needs_no_font_of_the_system(client, there, monkeypatch):
    with_font = get(client, "png").content
    png.system_font.cache_clear()
    monkeypatch.setattr(png, "FOLDERS", ())
    make.RelationFactory(subject=there, object=make.InstitutionFactory(slug="a-third", names="Омбудсман"))

    without = get(client, "png")
    png.system_font.cache_clear()
    assert without.status_code == 200
    assert without.content != with_font


def test_graphml_has_the_records_the_ties_and_what_they_say(client, there):
    answer = get(client, "graphml")
    root = parsed(answer)

    nodes = {
        one.attrib["id"]: {data.attrib["key"]: data.text for data in one} for one in root.iter(f"{ML}node")
    }
    edge = next(root.iter(f"{ML}edge"))
    assert sorted(one["name"] for one in nodes.values()) == ["Défenseur & Co", "The network"]
    assert nodes[edge.attrib["source"]]["name"] == "Défenseur & Co"
    assert {data.attrib["key"]: data.text for data in edge} == {
        "kind": "membership", "says": "Member, from May 2013", "sure": "true",
    }  # fmt: skip
    assert "read on" in next(root.iter(f"{ML}desc")).text
    assert answer["Content-Disposition"] == 'attachment; filename="the-body.graphml"'


def test_gexf_has_the_same(client, there):
    root = parsed(get(client, "gexf"))

    assert sorted(one.attrib["label"] for one in root.iter(f"{GX}node")) == ["Défenseur & Co", "The network"]
    assert [
        [value.attrib["value"] for value in one.iter(f"{GX}attvalue")] for one in root.iter(f"{GX}edge")
    ] == [["membership", "Member, from May 2013", "true"]]


def test_files_hold_what_was_asked(client, there):
    assert list(parsed(get(client, "graphml", "?tie=meeting")).iter(f"{ML}edge")) == []


def test_the_frame_alone_may_stand_on_other_sites(client, there):
    frame = client.get("/institutions/the-body/picture/embed/")
    page = client.get("/institutions/the-body/picture/")

    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_the_frame_asks_nobody_else_and_says_where_it_is_from(client, there):
    frame = client.get("/institutions/the-body/picture/embed/?tie=membership").content.decode()

    assert "http://127.0.0.1:8000/institutions/the-body/picture/?tie=membership" in frame
    assert "read on" in frame
    assert '<base target="_blank">' in frame


def test_the_page_gives_the_line_to_copy(client, there):
    page = client.get("/institutions/the-body/picture/?steps=2").content.decode()

    assert (
        '&lt;iframe src="http://127.0.0.1:8000/institutions/the-body/picture/embed/?steps=2"'
        ' title="Défenseur &amp; Co: whom it is tied to" width="100%" height="640" loading="lazy"'
    ) in page.replace("&quot;", '"')
