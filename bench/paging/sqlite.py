"""The same rows in SQLite, for Datasette: institutions, their names, memberships; indexed as it advises."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import venv
from pathlib import Path

import psycopg

VERSION = "0.65.5"
LICENCE = "Apache-2.0"
TABLES = """
CREATE TABLE countries (id INTEGER PRIMARY KEY, label TEXT, region TEXT);
CREATE TABLE roles (id INTEGER PRIMARY KEY, label TEXT);
CREATE TABLE institutions (
    id INTEGER PRIMARY KEY, label TEXT, slug TEXT, acronym TEXT, kind TEXT, reach TEXT, region TEXT,
    country_id INTEGER REFERENCES countries(id));
CREATE TABLE names (
    id INTEGER PRIMARY KEY, text TEXT, language TEXT, institution_id INTEGER REFERENCES institutions(id));
CREATE TABLE memberships (
    id INTEGER PRIMARY KEY, institution_id INTEGER REFERENCES institutions(id),
    network_id INTEGER REFERENCES institutions(id), role_id INTEGER REFERENCES roles(id), status TEXT,
    period_type TEXT, start TEXT, "end" TEXT, end_status TEXT, kind TEXT, note TEXT);
"""
ROWS = {
    "countries": "SELECT id, label_en, region FROM institutions_country",
    "roles": "SELECT id, label_en FROM networks_role",
    "institutions": """SELECT i.id, i.label_en, i.slug, i.acronym_en, i.kind, i.reach, coalesce(c.region, ''),
        i.country_id FROM institutions_institution i LEFT JOIN institutions_country c ON c.id = i.country_id
        WHERE i.review_state = 'published'""",
    "names": """SELECT n.id, n.text, n.language, n.institution_id FROM institutions_name n
        JOIN institutions_institution i ON i.id = n.institution_id WHERE i.review_state = 'published'""",
    "memberships": """SELECT m.id, m.institution_id, m.network_id, m.role_id, m.status, m.period_type,
        m.start, m."end", m.end_status, i.kind, m.note_en FROM networks_membership m
        JOIN institutions_institution i ON i.id = m.institution_id
        JOIN institutions_institution n ON n.id = m.network_id
        WHERE m.review_state = 'published' AND i.review_state = 'published'
          AND n.review_state = 'published'""",
}
INDEXED = {
    "institutions": ("kind", "country_id", "reach", "region", "label"),
    "names": ("institution_id",),
    "memberships": ("institution_id", "network_id", "role_id", "status", "period_type", "kind"),
}
AFTER = """
CREATE VIRTUAL TABLE names_fts USING fts5(text, content='names', content_rowid='id', tokenize='trigram');
INSERT INTO names_fts (rowid, text) SELECT id, text FROM names;
ANALYZE;
"""


def export(address: str, target: Path) -> None:
    """Write the SQLite file, unless it is there."""
    if target.exists():
        return
    print(f"Writing the same rows into SQLite: {target.name} …", file=sys.stderr, flush=True)
    unfinished = target.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    lite = sqlite3.connect(unfinished)
    lite.executescript(TABLES)
    with psycopg.connect(address) as source:
        for table, query in ROWS.items():
            with source.cursor("rows") as cursor:
                cursor.itersize = 20_000
                cursor.execute(query)
                width = len(lite.execute(f"SELECT * FROM {table} LIMIT 0").description)
                lite.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", cursor)
    for table, columns in INDEXED.items():
        for column in columns:
            lite.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
    lite.executescript(AFTER)
    lite.commit()
    lite.close()
    unfinished.rename(target)


def datasette(folder: Path) -> Path:
    """Return Datasette’s program, in an environment of its own: its packages are no part of hrnet’s."""
    home = folder / "tools" / f"datasette-{VERSION}"
    program = home / "bin" / "datasette"
    if not program.exists():
        venv.create(home, with_pip=True)
        pip = [home / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "-qq", "install"]
        subprocess.run([*pip, f"datasette=={VERSION}"], check=True)
    return program
