"""Faults while a large file is stored, on a real installation: all or nothing, and never a false «stored».

One installation, in a folder of its own, goes through the tests of this file in their order: the file that
the killed worker did not store is confirmed again, and again, until it is stored once.
"""

from __future__ import annotations

import csv
import http.cookiejar
import io
import json
import os
import re
import signal
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hrnet.embedded import EmbeddedPostgres
from tests.browser.prepared import start_copy

pytestmark = pytest.mark.xdist_group("faults")

ROWS = 20_000  # storing them takes long enough to be caught at it
NETWORKS = ["Equinet", "ENOC", "AOMF", "AOM", "IPCAN", "NEIWA", "European Network of Ombudsmen"]
PATIENCE = 120  # seconds


@pytest.fixture(autouse=True)
def private_files():
    """The installation has files of its own."""


class Somebody:
    """Who is signed in as the administrator, with plain requests."""

    def __init__(self, site):
        self.site = site
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.get("/accounts/login/")
        self.post("/accounts/login/", login="admin", password=site.password)

    def get(self, path):
        with self.opener.open(f"{self.site.url}{path}", timeout=60) as answer:
            return answer.url.removeprefix(self.site.url), answer.read().decode()

    def post(self, path, file=None, **fields):
        fields["csrfmiddlewaretoken"] = next(c.value for c in self.cookies if "csrf" in c.name)
        data, kind = _form(fields, file) if file else (urllib.parse.urlencode(fields).encode(), None)
        asked = urllib.request.Request(f"{self.site.url}{path}", data=data)
        asked.add_header("Referer", self.site.url + path)
        if kind:
            asked.add_header("Content-Type", kind)
        with self.opener.open(asked, timeout=60) as answer:
            return answer.url.removeprefix(self.site.url), answer.read().decode()

    def upload(self, content, name):
        path, _page = self.post("/imports/new/", file=(name, content), list_name=name)
        return int(re.search(r"/imports/(\d+)/", path)[1])

    def confirm(self, number):
        return self.post(f"/imports/{number}/confirm/")

    def status(self, number):
        return json.loads(self.get(f"/imports/{number}/status/")[1])

    def wait(self, number, until):
        """Return the status of an import once ``until`` holds of it; while the database is down, go on."""
        status = {}
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                status = self.status(number)
            except urllib.error.HTTPError as error:
                if error.code != 503:
                    raise
            else:
                if until(status):
                    return status
            time.sleep(0.02)
        raise AssertionError(f"the import stays {status}")

    def settled(self, number):
        return self.wait(number, lambda status: not status["moving"])["state"]


def _form(fields, file):
    """Return a form with a file, as a browser sends it, and its type."""
    name, content = file
    lines = [
        f'--limit\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--limit\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return b"".join(
        [*lines, head.encode(), content, b"\r\n--limit--\r\n"]
    ), "multipart/form-data; boundary=limit"


@pytest.fixture(scope="module")
def folder():
    return Path(os.environ["HRNET_TEST_DATA"]) / f"faults-{os.getpid()}"


@pytest.fixture(scope="module")
def site(folder, django_db_setup):
    running = start_copy(folder)
    yield running
    running.process.send_signal(signal.SIGTERM)
    running.process.wait(60)


@pytest.fixture(scope="module")
def somebody(site):
    return Somebody(site)


@pytest.fixture(scope="module")
def ask(folder, site):
    """Return what asks the database, past the site."""
    password = json.loads((folder / "private" / "secrets.json").read_text())["database_password"]
    server = EmbeddedPostgres(folder / "postgres", password)

    def ask(query):
        with server.connection() as connection:
            return connection.execute(query).fetchall()

    return ask


def memberships(ask):
    return ask("SELECT count(*) FROM networks_membership")[0][0]


@pytest.fixture(scope="module")
def large(somebody, ask):
    """A large file, previewed: its import, and how many memberships there were before."""
    states = ask("SELECT slug FROM institutions_institution WHERE kind = 'state' ORDER BY slug")
    number = somebody.upload(spreadsheet([slug for (slug,) in states], ROWS), "large.csv")
    assert somebody.settled(number) == "previewed"
    return number, memberships(ask)


def spreadsheet(states, rows, role="observer"):
    """Memberships of States in networks, in spells that do not touch."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["identifier", "network", "role", "start", "end"])
    for number in range(rows):
        state = states[number % len(states)]
        network = NETWORKS[number // len(states) % len(NETWORKS)]
        spell = number // (len(states) * len(NETWORKS))
        writer.writerow([f"hrnet:{state}", network, role, str(1200 + 10 * spell), str(1205 + 10 * spell)])
    return out.getvalue().encode()


def process_of(folder, *words):
    """Return the process of the installation whose command has all of ``words``."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            variables = (entry / "environ").read_bytes().decode(errors="replace")
        except OSError:
            continue
        ours = str(folder) in command or f"HRNET_DATA_DIR={folder}\0" in variables
        if ours and all(word in command for word in words):
            return int(entry.name)
    raise AssertionError(f"no process of {words}")


def told(site, line):
    """Tell whether the site says ``line`` in its terminal, if need be some moments after it is so."""
    deadline = time.monotonic() + PATIENCE
    while line not in site.output.read_text() and time.monotonic() < deadline:
        time.sleep(0.05)
    return line in site.output.read_text()


def is_storing(status):
    assert status["state"] in ("confirmed", "applying"), status
    return status["state"] == "applying" and status["step"] == "storing the rows"


def test_a_worker_that_is_killed_while_storing_stores_nothing_and_that_is_told(folder, somebody, large, ask):
    number, before = large
    somebody.confirm(number)
    somebody.wait(number, is_storing)

    os.kill(process_of(folder, "db_worker"), signal.SIGKILL)

    assert somebody.settled(number) == "previewed"
    assert (
        "The work stopped before it was done, and nothing was stored."
        in somebody.get(f"/imports/{number}/")[1]
    )
    assert memberships(ask) == before


def test_a_database_that_is_killed_while_storing_stores_all_or_nothing_and_the_site_recovers(
    folder, site, somebody, large, ask
):
    number, before = large
    somebody.confirm(number)
    somebody.wait(number, is_storing)

    os.kill(process_of(folder, "/bin/postgres", "-D"), signal.SIGKILL)

    state = somebody.settled(number)
    assert told(site, "PostgreSQL ended; it runs again.")
    assert (state, memberships(ask)) in [("previewed", before), ("applied", before + ROWS)]


def test_confirming_in_quick_succession_stores_once(somebody, large, ask):
    number, before = large
    with ThreadPoolExecutor(4) as at_once:
        list(at_once.map(lambda _turn: somebody.confirm(number), range(4)))

    somebody.settled(number)
    assert ask(f"SELECT state, problem FROM imports_import WHERE id = {number}") == [("applied", None)]
    assert memberships(ask) == before + ROWS
    assert f"{ROWS:,} statements created" in somebody.get(f"/imports/{number}/")[1]
    assert ask("SELECT count(*) FROM sources_source WHERE series = 'large.csv'") == [(1,)]


def test_two_imports_of_one_file_confirmed_at_once_store_its_rows_once(somebody, ask):
    content = b"institution,network,role\nFrance,Equinet,treasurer\nSpain,Equinet,treasurer\n"
    before = memberships(ask)
    numbers = [somebody.upload(content, "twice.csv") for _turn in range(2)]
    assert [somebody.settled(one) for one in numbers] == ["previewed", "previewed"]

    with ThreadPoolExecutor(2) as at_once:
        list(at_once.map(somebody.confirm, numbers))

    states = [somebody.settled(one) for one in numbers]
    assert memberships(ask) == before + 2
    # Whichever came second was judged anew, found otherwise, and shows that preview.
    assert sorted(states) == ["applied", "previewed"]
    stale = numbers[states.index("previewed")]
    assert "What is stored changed after the preview was made." in somebody.get(f"/imports/{stale}/")[1]
