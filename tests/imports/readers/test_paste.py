"""What is pasted becomes a file of tabs."""

import pytest

from imports.readers import paste
from imports.readers.errors import FileRefusedError
from tests.imports.readers.helpers import columns, read, write

TABLE = [["Name", "Network"], ["Défenseur", "Équinet"]]


def grid(text, html=""):
    return [line.split("\t") for line in paste.to_tsv(text, html).decode().splitlines()]


@pytest.mark.parametrize(
    "text",
    [
        "Name\tNetwork\nDéfenseur\tÉquinet\n",
        "Name\tNetwork\r\nDéfenseur\tÉquinet",
        "| Name | Network |\n|------|:-------:|\n| Défenseur | Équinet |",
        "Name | Network\n--- | ---\nDéfenseur | Équinet",
        "Name,Network\nDéfenseur,Équinet\n",
        "Name;Network\nDéfenseur;Équinet\n",
        "<table><tr><th>Name<th>Network<tr><td>Défenseur<td>Équinet</table>",
        "<p>x</p><TABLE class=a><tbody><tr><td> Name</td><td><b>Net</b>work</td></tr>"
        "<tr><td>D&eacute;fenseur</td><td>Équinet<script>alert(1)</script></td></tr></tbody></TABLE>",
    ],
)
def test_a_table_is_read_out_of_what_was_pasted(text):
    assert grid(text) == TABLE


def test_html_goes_before_the_text_that_comes_with_it():
    assert grid("Name Network", "<table><tr><td>Name<td>Network<tr><td>Défenseur<td>Équinet") == TABLE


def test_merged_cells_are_written_once_in_their_first_place():
    html = (
        "<table><tr><th rowspan=2>Name</th><th colspan=2>Period</th></tr><tr><th>From</th><th>To</th></tr>"
        "<tr><td rowspan='2'>Foo</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    )

    assert grid("", html) == [
        ["Name", "Period", ""], ["", "From", "To"], ["Foo", "1", "2"], ["", "3", "4"],
    ]  # fmt: skip


def test_the_largest_table_is_taken():
    large = "<table><tr><td>Name<td>Network<tr><td>Défenseur<td>Équinet</table>"

    assert grid("", f"<table><tr><td>menu</td></tr></table>{large}") == TABLE


def test_lines_within_a_cell_stay_in_it(tmp_path):
    html = "<table><tr><th>Name<th>Nets<tr><td>Foo<td>X<br>Y</table>"
    mapping = {"columns": columns(institution="Name", network={"column": "Nets", "split": "\n"})}

    done = read(write(tmp_path, paste.to_tsv("", html), paste.FILENAME), mapping)

    assert done.said("network") == [("X",), ("Y",)]


@pytest.mark.parametrize(
    "text", ["", "  \n\t\n", "<table></table>", "<table><tr><td> </td></tr></table>", "\0"]
)
def test_where_there_is_no_table_it_is_said(text):
    with pytest.raises(FileRefusedError) as caught:
        paste.to_tsv(text)

    assert caught.value.code == "paste_empty"


@pytest.mark.parametrize(
    "html",
    [
        "x" * 5_000_001,
        "<table>" + "<tr><td colspan=200>x" * 3_000,
        "<table>" + "<td rowspan=200 colspan=200>x" * 3_000,
        "<table>" + "<tr><td rowspan=200 colspan=200>x" * 2_100,  # 69 kB that were 3 GB
        "<table>" + ("<tr>" + "<td rowspan=200>x" * 900 + "<tr>" * 199) * 3,
    ],
    ids=["text", "spans in a row", "spans in one row", "spans in two directions", "covered cells"],
)
def test_what_is_too_large_is_refused(html):
    with pytest.raises(FileRefusedError) as caught:
        paste.to_tsv(html, html)

    assert caught.value.code == "paste_too_large"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<table><tr><td>a &amp; b &#233; &#x41;<td>c &lt; d", [["a & b é A", "c < d"]]),
        ("<table><tr><td title='a > b' class=it's>a<td>1 < 2", [["a", "1 < 2"]]),
        ("<table><tr><td>a<!-- <td>b --><td>c<!-- <td>d", [["a", "c"]]),
        ("<table><tr><td>a<script>'<td>b'</script><style><td></STYLE><td>c", [["a", "c"]]),
        ("<table><tr><td>a<td colspan", [["a"]]),
        ("<table><tr><td>a<td>&#99999999999999;b&#" + "9" * 5_000, [["a", "b"]]),
        ("<table><tr><td data-colspan=3>a<td colspan='+2'>b<td>c", [["a", "b", "", "c"]]),
        ("<?xml?><!doctype html></><table><tr><td>a</td ><td/>b", [["a", "b"]]),
    ],
)
def test_html_is_read_as_browsers_read_it(html, expected):
    assert grid(html) == expected


@pytest.mark.parametrize(
    "html",
    ["<table>" * 3_000 + "<tr><td>x", "<table><tr><td colspan='-1e9' rowspan=x>x", "<!--<table"],
)
def test_odd_html_does_no_harm(html):
    assert grid(html)[-1][0] in ("x", "<!--<table")
