"""``make check``: style, types, templates, migrations, imports between apps, settings, licences."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PRODUCTION = {
    "HRNET_ENV": "production",
    "HRNET_HOSTS": "hrnet.example.org",
    "HRNET_SECRET_KEY": "check-only-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "HRNET_SECURITY_CONTACT": "security@hrnet.example.org",
}
# What hrnet imports at run time must go with the Apache licence: no GPL.
ALLOWED = (
    "MIT", "BSD", "Apache", "ISC", "PSF", "Python Software Foundation", "PostgreSQL", "LGPL",
    "Lesser General Public", "MPL", "Mozilla Public License", "Unlicense", "HPND", "0BSD", "Zlib", "MIT-CMU",
)  # fmt: skip

CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    ("style", [str(BIN / "ruff"), "check", "."], {}),
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."], {}),
    ("types", [str(BIN / "mypy"), "hrnet", "sources", "institutions", "networks", "mandates", "imports"], {}),
    ("templates", [str(BIN / "djlint"), "templates", "--lint", "--quiet"], {}),
    ("imports between apps", [str(BIN / "lint-imports"), "--no-cache"], {}),
    ("no missing migration", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"], {}),
    (
        "production settings",
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        PRODUCTION | {"DJANGO_SETTINGS_MODULE": "hrnet.settings.production"},
    ),
]


def main() -> int:
    """Run every check, show what failed, and return 1 if one did."""
    failed = []
    for name, command, variables in CHECKS:
        began = time.monotonic()
        run = subprocess.run(
            command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)} | variables,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        print(f"{'ok    ' if run.returncode == 0 else 'FAILED'} {name} ({time.monotonic() - began:.1f} s)")
        if run.returncode:
            failed.append(name)
            print(run.stdout + run.stderr)
    if wrong := licences():
        failed.append("licences")
        print("FAILED licences: " + ", ".join(wrong))
    else:
        print("ok     licences")
    print(vulnerabilities())
    return 1 if failed else 0


def licences() -> list[str]:
    """Return the packages of run time whose licence is not among those allowed."""
    from importlib.metadata import PackageNotFoundError, metadata

    wrong = []
    for line in (ROOT / "requirements.txt").read_text().splitlines():
        if "==" not in line or line.startswith((" ", "#")):
            continue
        name = line.split("==")[0].strip()
        try:
            about = metadata(name)
        except PackageNotFoundError:
            continue  # for another system than this
        said = [about.get("License-Expression"), about.get("License")]
        said += [one for one in about.get_all("Classifier") or [] if one.startswith("License ::")]
        words = " | ".join(one.splitlines()[0] for one in said if one)
        if not any(allowed in words for allowed in ALLOWED):
            wrong.append(f"{name} ({words or 'none stated'})")
    return wrong


def vulnerabilities() -> str:
    """Ask for known vulnerabilities, where their source can be reached; never say «none» without it."""
    run = subprocess.run(
        [BIN / "pip-audit", "--strict", "--requirement", "requirements.txt", "--disable-pip", "--timeout=5"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    if run.returncode == 0:
        return "ok     no known vulnerabilities"
    last = (run.stderr.strip().splitlines() or ["no reason given"])[-1][:160]
    return f"note   vulnerabilities could not be looked up, or were found: run pip-audit. ({last})"


if __name__ == "__main__":
    sys.exit(main())
