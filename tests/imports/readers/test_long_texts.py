"""A text of 100 kB of any class of sign takes what its length takes, whatever reads it."""

import subprocess
import sys


def test_nothing_that_reads_foreign_texts_takes_long():
    done = subprocess.run(
        [sys.executable, "-m", "tests.imports.readers.long_texts"], capture_output=True, text=True
    )

    last = done.stdout.splitlines()[-1:]
    assert (done.returncode, last) == (0, ["read: headers"]), done.stderr[-2_000:]
