"""Services that the tests of this folder share."""

from __future__ import annotations

import pytest

from tests.intake.http.serving import serving


@pytest.fixture(scope="session")
def service():
    with serving("--max-bytes", "300k", "--max-seconds", "20") as running:
        yield running


@pytest.fixture
def client(service):
    with service.client() as client:
        yield client
