"""``make check``: style, types, templates, migrations, imports between apps, settings, licences."""

from __future__ import annotations

import json
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
    safe, line = vulnerabilities()
    print(line)
    if not safe:
        failed.append("vulnerabilities")
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


def vulnerabilities() -> tuple[bool, str]:
    """Look up known vulnerabilities of the packages of run time; see :func:`judge_audit`.

    Their source is asked for 15 seconds at most: a check must not hang on somebody else's server.
    """
    command = [BIN / "pip-audit", "--requirement", "requirements.txt", "--disable-pip", "--timeout=5"]
    command += ["--format=json", "--progress-spinner=off"]
    try:
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=15)
    except subprocess.TimeoutExpired:
        return judge_audit("", "no answer within 15 seconds")
    return judge_audit(run.stdout, run.stderr)


def judge_audit(report: str, trouble: str) -> tuple[bool, str]:
    """Return whether the check passes, and the line to show, for what pip-audit wrote.

    ``report`` is its JSON, or nothing where it failed; ``trouble`` is what it complained of. A package with a
    known vulnerability fails the check. One that could not be looked up is named, and never taken for safe.
    """
    try:
        packages = json.loads(report)["dependencies"]
    except ValueError:
        reason = (trouble.strip().splitlines() or ["no reason given"])[-1][:160]
        return True, f"note   vulnerabilities could not be looked up ({reason})"
    found = [
        f"{package['name']} {package['version']}: {each['id']}"
        for package in packages
        for each in package.get("vulns", [])
    ]
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    if found:
        return False, "FAILED vulnerabilities: " + ", ".join(found)
    if skipped:
        names = ", ".join(skipped[:5]) + (", …" if len(skipped) > 5 else "")
        return (
            True,
            f"note   vulnerabilities of {len(skipped)} of {len(packages)} packages not looked up: {names}",
        )
    return True, "ok     no known vulnerabilities"


if __name__ == "__main__":
    sys.exit(main())
