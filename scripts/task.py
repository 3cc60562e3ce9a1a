#!/usr/bin/env python3
"""What ``make`` calls: set up the virtual environment, then do one task in it. Plain Python, no packages.

Usage: python3 scripts/task.py run | dev | test … | check | lock | messages | backup | restore FILE | manage …
"""

import hashlib
import keyword
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


class MendError(Exception):
    """Something that the person at the keyboard has to mend; the message says how."""


def main(arguments):
    task, *rest = arguments or ["help"]
    try:
        if task not in TASKS:
            raise MendError(__doc__.strip().splitlines()[-1])
        return TASKS[task](rest) or 0
    except MendError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def recent_python():
    """Return the path of a Python that is recent enough."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for minor in (13, 12, 11):
        if found := shutil.which(f"python3.{minor}"):
            return found
    raise MendError(
        "hrnet needs Python 3.11 or later: install it (Debian and Ubuntu: apt install python3.11)."
    )


def set_up(lock):
    """Make the virtual environment hold what the lock file ``lock`` lists; nothing where it does."""
    path = ROOT / lock
    stamp = VENV / f"installed-{path.stem}"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest and PYTHON.exists():
        return
    if not PYTHON.exists():
        make_environment()
    print(f"Installing what {lock} lists (once; a minute or so) …", flush=True)
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "-qq", "install"]
    run = subprocess.run([*pip, "--require-hashes", "-r", path], check=False)
    if run.returncode:
        raise MendError(
            "The packages could not be installed: see the lines above. Without a connection to a package"
            " index, set PIP_INDEX_URL to a mirror that this machine reaches, and try again."
        )
    stamp.write_text(digest)


def make_environment():
    try:
        subprocess.run([recent_python(), "-m", "venv", VENV], check=True, capture_output=True)
    except subprocess.CalledProcessError as error:
        shutil.rmtree(VENV, ignore_errors=True)
        if b"Permission denied" in error.stderr + error.stdout:
            raise MendError(f"{ROOT} cannot be written: clone hrnet into a folder of your own.") from error
        raise MendError(
            "Python’s venv module is missing: install it (Debian, Ubuntu: apt install python3-venv)."
        ) from error


def compile_catalogues():
    """Compile the translations that changed."""
    in_environment("scripts/catalogues.py", "compile")


def in_environment(*command, **variables):
    """Run Python in the virtual environment, in the checkout; return its exit status."""
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": os.environ.get("PYTHONDONTWRITEBYTECODE", "")}
    environment |= {key: str(value) for key, value in variables.items()}
    return subprocess.run([PYTHON, *command], cwd=ROOT, env=environment, check=False).returncode


def replace_by(*command):
    """Become Python in the virtual environment, so that signals reach it and not a parent that waits."""
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), *command])  # noqa: S606  (no shell is the point)


def run(_arguments):
    """Serve the site on this machine."""
    set_up("requirements.txt")
    compile_catalogues()
    replace_by("-m", "hrnet.ops.serve")


def dev(_arguments):
    """Serve the site and reload on change."""
    os.environ.setdefault("HRNET_ENV", "development")
    set_up("requirements.txt")
    compile_catalogues()
    replace_by("-m", "hrnet.ops.serve", "--dev")


def manage(arguments):
    """Run a command of Django’s command line."""
    set_up("requirements.txt")
    compile_catalogues()
    replace_by("manage.py", *arguments)


def backup(_arguments):
    """Write a backup of the database and the private files."""
    manage(["backup"])


def restore(arguments):
    """Put a backup back."""
    if not arguments or not arguments[0]:
        raise MendError("Say which backup: make restore FILE=path/to/backup.tar")
    manage(["restore", str(Path(arguments[0]).absolute()), *arguments[1:]])


def test(arguments):
    """Run the whole test suite, browser tests included, or what the arguments of pytest say."""
    set_up("requirements-dev.txt")
    compile_catalogues()
    replace_by("scripts/run_tests.py", *arguments)


def check(_arguments):
    """Check style, types, templates, migrations, imports between apps, settings and licences."""
    set_up("requirements-dev.txt")
    compile_catalogues()
    replace_by("scripts/check.py")


def lock(_arguments):
    """Write the lock files anew, with hashes and without addresses of indexes."""
    set_up("requirements-dev.txt")
    base = ["-m", "uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"]
    base += ["--generate-hashes", "--no-emit-index-url", "--no-header", "--quiet", "--upgrade"]
    return in_environment(*base, "-o", "requirements.txt") or in_environment(
        *base, "--extra", "dev", "-o", "requirements-dev.txt"
    )


def messages(_arguments):
    """Collect the texts of the interface into the catalogues."""
    set_up("requirements.txt")
    return in_environment("scripts/catalogues.py", "collect")


def bench(arguments):
    """Run a benchmark: bench/NAME.py."""
    set_up("requirements-dev.txt")
    name, *rest = arguments
    # «import» is no name of a module.
    replace_by("-m", f"bench.{name}s" if keyword.iskeyword(name) else f"bench.{name}", *rest)


TASKS = {
    task.__name__: task for task in (run, dev, test, check, lock, messages, backup, restore, manage, bench)
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
