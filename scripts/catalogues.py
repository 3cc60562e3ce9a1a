"""The catalogues of translations, without the system's gettext: collected and compiled with Babel.

``collect`` brings the ``.po`` files up to date with the texts in code and templates; ``compile`` makes the
``.mo`` files that are older than their ``.po``.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "locale"
SOURCES = ("hrnet", "sources", "institutions", "networks", "mandates", "imports")
KEYWORDS = {
    "_": None, "_now": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def compile_all() -> None:
    """Compile each catalogue that changed since it was compiled."""
    for po in LOCALE.glob("*/LC_MESSAGES/django.po"):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as file:
            catalog = read_po(file, locale=po.parts[-3])
        unfinished = mo.with_suffix(".new")
        with unfinished.open("wb") as file:
            write_mo(file, catalog)
        unfinished.replace(mo)


def collect() -> None:
    """Bring each catalogue up to date; what is no longer used goes."""
    template = Catalog(project="hrnet", charset="utf-8")
    for path, line, message, comments, context in _messages():
        template.add(message, None, [(path, line)], auto_comments=comments, context=context)
    for po in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        with po.open("rb") as file:
            catalog = read_po(file, locale=po.parts[-3])
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        out = io.BytesIO()
        write_po(out, catalog, omit_header=False, sort_output=True, no_location=True, width=110)
        po.write_bytes(_without_dates(out.getvalue()))
        missing = sum(1 for one in catalog if one.id and not _translated(one))
        print(f"{po.relative_to(ROOT)}: {len(catalog)} texts, {missing} not translated")


def _translated(message: object) -> bool:
    string = message.string  # type: ignore[attr-defined]
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


def _without_dates(content: bytes) -> bytes:
    """Drop the header lines that change at each run."""
    dated = (
        b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b'"Report-Msgid-Bugs-To',
        b'"Last-Translator', b'"Language-Team',
    )  # fmt: skip
    return b"".join(line for line in content.splitlines(keepends=True) if not line.startswith(dated))


def _messages() -> Iterator[tuple[str, int, object, list[str], str | None]]:
    from django.conf import settings

    settings.configure(USE_I18N=True)
    from django.utils.translation.template import templatize

    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from _from(path, path.read_bytes())
    for path in sorted((ROOT / "templates").rglob("*.*")):
        yield from _from(path, templatize(path.read_text(), origin=str(path)).encode())


def _from(path: Path, code: bytes) -> Iterator[tuple[str, int, object, list[str], str | None]]:
    name = str(path.relative_to(ROOT))
    for line, message, comments, context in extract(
        "python", io.BytesIO(code), keywords=KEYWORDS, comment_tags=["Translators:"]
    ):
        yield name, line, message, comments, context


if __name__ == "__main__":
    {"collect": collect, "compile": compile_all}[sys.argv[1]]()
