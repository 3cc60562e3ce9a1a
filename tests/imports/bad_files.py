"""Files that cannot be read, or should not be: each with what is to be said of it.

Made here, by rule, so that there are many of each kind; nothing of them is ever stored.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator

from tests.imports.tables import as_csv, as_ods, as_xls, as_xlsx, table

GOOD = table({"institution": "Somebody", "network": "Something", "start": "2011"})


def bad_files() -> Iterator[tuple[str, str, bytes]]:
    """Yield a name for the test, a file name, and the content of each."""
    yield from _wrong_kinds()
    yield from _broken_archives()
    yield from _broken_texts()
    yield from _wrong_tables()
    yield from _endless_texts()
    yield from _odd_sheets()
    yield from _odd_contents()


def _wrong_kinds() -> Iterator[tuple[str, str, bytes]]:
    for extension in ("csv", "tsv", "xlsx", "xls", "ods"):
        yield f"empty {extension}", f"a.{extension}", b""
        for what, head in {
            "pdf": b"%PDF-1.7\n%\xe2\xe3", "png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff\xe0",
            "gif": b"GIF89a",
            "gzip": b"\x1f\x8b\x08\x00", "elf": b"\x7fELF\x02", "html": b"<!DOCTYPE html><html><table>",
            "xml": b'<?xml version="1.0"?><Workbook/>', "sqlite": b"SQLite format 3\0",
        }.items():  # fmt: skip
            yield f"{what} named {extension}", f"a.{extension}", head + b"\0" * 40
    for extension in ("doc", "pdf", "exe", "xlsm.exe", "json", ""):
        yield f"a table named {extension or 'without extension'}", f"a.{extension}".rstrip("."), as_csv(GOOD)
    for named, content in (
        ("csv", as_xlsx(GOOD)),
        ("xlsx", as_csv(GOOD)),
        ("ods", as_xlsx(GOOD)),
        ("xls", as_ods(GOOD)),
    ):
        yield f"another kind named {named}", f"a.{named}", content
    yield "an encrypted workbook", "a.xlsx", _compound("EncryptedPackage")
    yield "an old document", "a.xls", _compound("WordDocument")


def _compound(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le") + b"\0" * 512


def _broken_archives() -> Iterator[tuple[str, str, bytes]]:
    chance = random.Random(7)
    for extension, content in (("xlsx", as_xlsx(GOOD)), ("ods", as_ods(GOOD)), ("xls", as_xls(GOOD))):
        for share in (0.05, 0.3, 0.6, 0.9):
            yield f"{extension} cut at {share}", f"a.{extension}", content[: int(len(content) * share)]
    yield "a bomb of one entry", "a.xlsx", _archive({"xl/workbook.xml": b"0" * 60_000_000})
    yield "a bomb of many entries", "a.xlsx", _archive({f"xl/{n}.xml": b"" for n in range(1_200)})
    yield "an archive that is no workbook", "a.xlsx", _archive({"readme.txt": b"hello"})
    yield "a word document", "a.xlsx", _archive({"word/document.xml": b"<w/>"})
    yield "a workbook without its parts", "a.xlsx", _archive({"xl/workbook.xml": b"<workbook/>"})
    yield "a workbook of broken xml", "a.xlsx", _archive({"xl/workbook.xml": b"<workbook><sheets>"})
    yield (
        "an ods without content",
        "a.ods",
        _archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
    )
    for number in range(6):
        content = bytearray(as_xlsx(GOOD))
        for _byte in range(40):
            content[chance.randrange(4, len(content))] = chance.randrange(256)
        yield f"xlsx with bytes changed, {number}", "a.xlsx", bytes(content)


def _archive(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def _broken_texts() -> Iterator[tuple[str, str, bytes]]:
    yield "only white space", "a.csv", b" \n\t\n  \r\n"
    yield "only separators", "a.csv", b",,,,\n;;;\n"
    yield "only a mark of UTF-8", "a.csv", b"\xef\xbb\xbf"
    yield "UTF-16 that is cut", "a.csv", as_csv(GOOD, encoding="utf-16")[:-1]
    yield "a NUL in the middle", "a.csv", as_csv(GOOD)[:30] + b"\0" + as_csv(GOOD)[30:]
    yield "a mark of UTF-8 and other bytes", "a.csv", b"\xef\xbb\xbfinstitution,network\n\xe9\xe8,x\n"
    yield "one cell of two megabytes", "a.csv", b"institution,network\n" + b"x" * 2_000_000 + b",y\n"
    yield "an open quotation mark over megabytes", "a.csv", b'institution,network\n"' + b"a,b\n" * 700_000
    for number in range(8):
        noise = bytes(random.Random(number).randrange(256) for _byte in range(2_000))
        yield f"noise, {number}", "a.csv", noise


def _wrong_tables() -> Iterator[tuple[str, str, bytes]]:
    writers = {"csv": as_csv, "xlsx": as_xlsx, "ods": as_ods, "xls": as_xls}
    for extension, write in writers.items():
        name = f"a.{extension}"
        yield f"a header alone, {extension}", name, write([["institution", "network"], ["", ""]])
        yield f"no header, {extension}", name, write([["France", "Equinet"], ["Spain", "Equinet"]])
        yield f"other columns, {extension}", name, write([["colour", "size"], ["red", "4"]])
        yield f"no network, {extension}", name, write([["institution"], ["France"]])
        yield (
            f"a column twice, {extension}",
            name,
            write([["institution", "network", "network"], ["a", "b", "c"]]),
        )
    yield "three hundred columns", "a.csv", as_csv([[f"c{n}" for n in range(300)], ["x"] * 300])


def _endless_texts() -> Iterator[tuple[str, str, bytes]]:
    header = b"institution,network\n"
    yield "more rows than a million", "a.csv", header + b"a,b\n" * 1_000_100
    yield "millions of blank lines", "a.csv", header + b"\n" * 5_000_100
    yield "millions of commas", "a.csv", header + b"," * 5_000_100
    yield "millions of cells in quotation marks", "a.csv", header + b'"a""b",' * 800_000
    yield "thousands of tables", "a.csv", (header + b"a,b\n\n") * 1_000
    yield "thousands of headers", "a.csv", (header + b"\n") * 1_000
    yield "bytes of every kind without a line end", "a.csv", header + bytes(range(128, 256)) * 50_000
    yield "UTF-8 with one odd byte", "a.csv", header + "é,à\n".encode() * 50 + b"\xe9,b\n"
    yield "UTF-16 with half a letter", "a.csv", b"\xff\xfe" + "a,b\n".encode("utf-16-le") + b"\x00\xd8"
    yield "UTF-32 that is none", "a.csv", b"\xff\xfe\x00\x00" + b"abcdefgh" * 20
    yield "a quotation mark that never ends", "a.csv", header + b'a,b\n"c,d\ne,f\n'


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"


def _sheet(data: str, before: str = "") -> bytes:
    """Return a workbook of one sheet with these rows, as XML."""
    return _archive(
        {
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" Target="xl/workbook.xml"'
            f' Type="{_OFFICE}/officeDocument"/></Relationships>'.encode(),
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="A" sheetId="1" r:id="r"/></sheets></workbook>'.encode(),
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r"'
            f' Target="worksheets/sheet1.xml" Type="{_OFFICE}/worksheet"/></Relationships>'.encode(),
            "xl/worksheets/sheet1.xml": f'{before}<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData>'
            "</worksheet>".encode(),
        }
    )


def _row(number: int, **cells: str) -> str:
    texts = "".join(
        f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for column, text in cells.items()
    )
    return f'<row r="{number}">{texts}</row>'


def _odd_sheets() -> Iterator[tuple[str, str, bytes]]:
    header = _row(1, A="institution", B="network")
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    for name, content in {
        "a cell in the last corner": _sheet(header + _row(1_048_576, XFD="x")),
        "a cell far down and to the right": _sheet(header + _row(100_000, GR="x")),
        "a cell far to the right": _sheet(header + _row(1_000, XFD="x")),
        "entities that grow": _sheet(header + _row(2, A="&l9;"), f"<!DOCTYPE a [{entities}]>"),
        "a file of the machine as an entity": _sheet(
            header + _row(2, A="&x;"), '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        ),
        "cells beyond every sheet": _sheet(header + '<row r="2"><c r="ZZZZZZ99999999999"><v>1</v></c></row>'),
        "a text that is not there": _sheet(header + '<row r="2"><c r="A2" t="s"><v>99999999</v></c></row>'),
        "tags in tags in tags": _sheet(header + "<a>" * 100_000),
    }.items():
        yield name, "a.xlsx", content
    yield "a cell in the last corner of an old sheet", "a.xls", _old_corner()


def _old_corner() -> bytes:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("A")
    sheet.write(0, 0, "institution")
    sheet.write(65_535, 255, "x")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _content(rows: str) -> bytes:
    """Return a document of one sheet with these rows, as XML."""
    names = " ".join(f'xmlns:{one}="{_DOCUMENT}:{one}:1.0"' for one in ("office", "table", "text"))
    manifest = f"{_DOCUMENT}:manifest:1.0"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return _archive(
        {
            "mimetype": kind.encode(),
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{manifest}"><m:file-entry m:full-path="/"'
            f' m:media-type="{kind}"/></m:manifest>'.encode(),
            "content.xml": f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>".encode(),
        }
    )


def _odd_contents() -> Iterator[tuple[str, str, bytes]]:
    def row(times: int, columns: int) -> str:
        return (
            f'<table:table-row table:number-rows-repeated="{times}"><table:table-cell'
            f' table:number-columns-repeated="{columns}" office:value-type="string"><text:p>x</text:p>'
            "</table:table-cell></table:table-row>"
        )

    yield "a row repeated to the end", "a.ods", _content(row(1, 2) + row(1_048_570, 2))
    yield "a cell repeated to the edge", "a.ods", _content(row(1, 16_384))
    yield "a cell repeated everywhere", "a.ods", _content(row(1_048_576, 16_384))
    yield "a cell repeated without end", "a.ods", _content(row(99_999_999_999, 999_999_999))
    yield "a number of times that is none", "a.ods", _content(row(-1, -1))
