"""The matcher of these tests, built once."""

from __future__ import annotations

import pytest

from imports.reconcile import Matcher
from tests.imports.reconcile.base import everything


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    return Matcher(everything())
