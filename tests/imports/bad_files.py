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
REFUSED = {
    "empty", "unknown_format", "other_format", "not_a_table", "encrypted", "damaged", "archive_entries",
    "archive_size", "archive_ratio", "no_sheet", "columns_missing", "column_twice", "too_many_columns",
    "too_many_rows", "no_rows", "encoding", "broken_line", "too_much",
}  # fmt: skip


def bad_files() -> Iterator[tuple[str, str, bytes]]:
    """Yield a name for the test, a file name, and the content of each."""
    yield from _wrong_kinds()
    yield from _broken_archives()
    yield from _broken_texts()
    yield from _wrong_tables()


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
