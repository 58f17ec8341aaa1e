"""Fixtures and options that every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew instead of comparing")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-golden") and os.environ.get("CI"):
        raise pytest.UsageError("--update-golden is forbidden in CI: golden files are changed on purpose, by a person")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    asked = config.getoption("-m") or ""
    for marker, reason in (("nightly", "long"), ("wordpress", "starts a database and a server")):
        if marker not in asked:
            for item in items:
                if marker in item.keywords:
                    item.add_marker(pytest.mark.skip(reason=f"{reason}: runs with -m {marker}"))


def shared_folder() -> Path | None:
    """The folder with the labelled corpus and the official standards, None where this machine has none.

    One that is named and not there is an error: where these tests must run, they must not skip unseen.
    """
    named = os.environ.get("NEWSCONVERT_SHARED")
    folder = Path(named) if named else ROOT.parent / "shared"
    if (folder / "corpus").is_dir():
        return folder
    if named:
        raise pytest.UsageError(f"NEWSCONVERT_SHARED={named} holds no corpus")
    return None


@pytest.fixture(scope="session")
def shared() -> Path:
    """Tests that need the corpus or the official standards; elsewhere they say so and skip."""
    folder = shared_folder()
    if folder is None:
        pytest.skip("needs the labelled corpus and the official standards (NEWSCONVERT_SHARED)")
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session", autouse=True)
def _own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the official schemas that tests install out of the user's own data folder."""
    if "NEWSCONVERT_DATA" not in os.environ:
        os.environ["NEWSCONVERT_DATA"] = str(tmp_path_factory.mktemp("data"))
