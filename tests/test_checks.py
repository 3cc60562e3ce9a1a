"""What ``make check`` makes of the answers of pip-audit."""

import json

from scripts.check import judge_audit

SAFE = {"name": "django", "version": "5.2.8", "vulns": []}
VULNERABLE = {
    "name": "pillow",
    "version": "9.0.0",
    "vulns": [{"id": "PYSEC-2022-42979", "fix_versions": ["9.2.0"], "aliases": ["CVE-2022-45198"]}],
}
SKIPPED = {
    "name": "babel",
    "skip_reason": "Dependency not found on PyPI and could not be audited: babel (2.18.0)",
}


def report(*packages):
    return json.dumps({"dependencies": packages, "fixes": []})


def test_a_known_vulnerability_fails_the_check():
    assert judge_audit(report(SAFE, VULNERABLE), "Found 1 known vulnerability in 1 package") == (
        False,
        "FAILED vulnerabilities: pillow 9.0.0: PYSEC-2022-42979",
    )


def test_a_known_vulnerability_fails_the_check_where_others_could_not_be_looked_up():
    assert judge_audit(report(SKIPPED, VULNERABLE), "")[0] is False


def test_packages_without_a_known_vulnerability_pass():
    assert judge_audit(report(SAFE), "No known vulnerabilities found") == (
        True,
        "ok     no known vulnerabilities",
    )


def test_a_package_that_could_not_be_looked_up_is_named_and_not_called_safe():
    assert judge_audit(report(SAFE, SKIPPED), "No known vulnerabilities found") == (
        True,
        "note   vulnerabilities of 1 of 2 packages not looked up: babel",
    )


def test_a_source_that_cannot_be_reached_is_said_and_passes():
    trouble = "WARNING: retrying\nERROR:pip_audit._cli:Failed to connect\n"

    assert judge_audit("", trouble) == (
        True,
        "note   vulnerabilities could not be looked up (ERROR:pip_audit._cli:Failed to connect)",
    )
